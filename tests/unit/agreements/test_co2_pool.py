from __future__ import annotations

from teikei.agreements.co2_pool import CO2_POOL


def test_it_grants_a_pool_and_nothing_else() -> None:
    assert CO2_POOL.faults("a", ("pool",), "x") == []
    (nothing,) = CO2_POOL.faults("a", (), "x")
    assert "grants no pool" in nothing.what
    (plant,) = CO2_POOL.faults("a", ("pool", "plant"), "x")
    assert "grants a plant" in plant.what


def test_no_cars_are_counted_under_it() -> None:
    assert CO2_POOL.planned
    assert CO2_POOL.fee == ""

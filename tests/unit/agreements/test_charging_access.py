from __future__ import annotations

from teikei.agreements.charging_access import CHARGING_ACCESS


def test_it_grants_a_technology_and_nothing_else() -> None:
    assert CHARGING_ACCESS.faults("a", ("technology",), "x") == []
    (nothing,) = CHARGING_ACCESS.faults("a", (), "x")
    assert "grants no technology" in nothing.what
    (plant,) = CHARGING_ACCESS.faults("a", ("technology", "plant"), "x")
    assert "grants a plant" in plant.what


def test_no_cars_are_counted_under_it() -> None:
    assert CHARGING_ACCESS.planned
    assert CHARGING_ACCESS.fee == ""

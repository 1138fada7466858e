from __future__ import annotations

import pytest
from tests.cases.edits import two_makers
from tests.cases.features import with_fleets, with_pool

from teikei.plan.optimise import plan


def test_one_row_a_fleet_and_window() -> None:
    # nagi: 100,000 cars 10 g above, 600 kg/km from hoku, 400 left at 50 a gram: 20 M
    found = plan(with_pool(with_fleets(two_makers())), book=["pool"])
    (nagi,) = found.fleets.filter(firm="nagi", last_year=2028).iter_rows(named=True)
    assert nagi["units_per_year"] == pytest.approx(100_000)
    assert nagi["gap_g_per_km"] == pytest.approx(10.0)
    assert nagi["pooled_kg_per_km"] == pytest.approx(600.0)
    assert nagi["excess_kg_per_km"] == pytest.approx(400.0)
    assert nagi["penalty_m"] == pytest.approx(20.0)
    (hoku,) = found.fleets.filter(firm="hoku", last_year=2028).iter_rows(named=True)
    assert (hoku["gap_g_per_km"], hoku["pooled_kg_per_km"]) == pytest.approx((-10.0, -600.0))
    assert hoku["excess_kg_per_km"] == 0.0


def test_the_price_of_a_gram_lies_between_zero_and_the_penalty() -> None:
    alone = plan(with_fleets(two_makers())).fleets
    assert set(alone.filter(firm="nagi")["price_per_g"].round(6)) == {50.0}
    assert set(alone.filter(firm="hoku")["price_per_g"].round(6)) == {0.0}  # nobody may have its slack
    pooled = plan(with_pool(with_fleets(two_makers())), book=["pool"]).fleets
    assert set(pooled["price_per_g"].round(6)) == {50.0}


def test_a_plan_without_rules_has_none() -> None:
    found = plan(two_makers())
    assert found.fleets.height == 0
    assert found.credits.height == 0
    assert {"firm", "price_per_g"} <= set(found.fleets.columns)

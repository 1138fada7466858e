"""As text: tests/blocks/sales.lp. Here: what the block decides."""

from __future__ import annotations

import pytest
from tests.cases.edits import added, cars, changed, two_makers

from teikei.plan.optimise import plan


def test_never_more_than_demand_and_the_dearer_market_first() -> None:
    found = plan(two_makers(), ["hoku"])
    assert cars(found.ship, market="japan") == dict.fromkeys((2027, 2028, 2029, 2030), 40_000.0)
    # with 50,000 places the 9,800 of japan still come before the 8,400 of the us
    small = changed(two_makers(), "lines", {"line": "harima_body"}, capacity_units_per_year=50_000.0)
    assert cars(plan(small, ["hoku"]).ship, market="us")[2027] == 10_000.0


def test_two_variants_of_one_demand_share_it() -> None:
    # a dearer drive in the same demand row: 500 more a car, 700 more parts -> not built
    case = added(
        two_makers(),
        "variants",
        {
            "variant": "n_suv_deluxe",
            "model": "n_suv",
            "powertrain": "petrol",
            "platform": "n_body",
            "parts_cost": 17_700,
            "price_difference": 500,
        },
    )
    found = plan(case, ["nagi"])
    assert cars(found.ship, variant="n_suv_deluxe") == {}
    assert found.value == pytest.approx(4080.0)
    # 900 more a car for 700 more parts: 200 * 100,000 * 4 years = 80 M
    better = changed(case, "variants", {"variant": "n_suv_deluxe"}, price_difference=900.0)
    found = plan(better, ["nagi"])
    assert cars(found.ship, model="n_suv") == dict.fromkeys((2027, 2028, 2029, 2030), 100_000.0)
    assert found.value == pytest.approx(4080.0 + 80.0)


def test_a_car_that_loses_money_is_not_built() -> None:
    case = changed(two_makers(), "variants", {"variant": "n_suv_petrol"}, parts_cost=26_000.0)
    found = plan(case, ["nagi"])
    assert cars(found.ship, model="n_suv") == {}
    assert found.value == pytest.approx(4 * (570.0 - 400.0))  # pickups 60,000 * 9,500, fixed 400

"""As text: tests/blocks/launch.lp. Here: what the block decides."""

from __future__ import annotations

import pytest
from tests.blocks.scenes import with_own_launch
from tests.cases.edits import added, cars, changed, two_makers

from teikei.base.options import PlanOptions
from teikei.plan.optimise import plan

# n_coupe earns 29,000 - 17,000 - 2,000 - 500 = 9,500 a car, 50,000 a year from 2028: 475 M; launch 10 M.
# Three tenths of its sales come from n_suv at 8,500: 15,000 * 8,500 = 127.5 M a year.


def test_an_own_launch_pays_and_takes_from_its_own_line_up() -> None:
    found = plan(with_own_launch(two_makers()), ["nagi"])
    assert cars(found.ship, model="n_coupe") == dict.fromkeys((2028, 2029, 2030), 50_000.0)
    assert cars(found.ship, model="n_suv") == {2027: 100_000.0} | dict.fromkeys((2028, 2029, 2030), 85_000.0)
    assert found.value == pytest.approx(4080 + 3 * (475 - 127.5 - 10))
    assert found.audit().holds


def test_an_own_launch_that_only_moves_sales_is_not_made() -> None:
    # all its sales come from n_suv, and it earns 8,600: 100 more on 50,000 = 5 M a year < 10 M of launch
    case = with_own_launch(two_makers(), share=1.0)
    case = changed(case, "demand", {"model": "n_coupe"}, list_price=28_100.0)
    found = plan(case, ["nagi"])
    assert cars(found.ship, model="n_coupe") == {}
    assert found.value == pytest.approx(4080.0)
    # without diversion it looks good: 430 - 10 a year
    dry = plan(case, ["nagi"], options=PlanOptions(diversion=False))
    assert dry.value == pytest.approx(4080 + 3 * (430 - 10))


def test_an_own_launch_takes_no_more_than_there_is() -> None:
    # 50,000 coupes would take 50,000 of 30,000 SUVs: 30,000 are lost, not more
    case = changed(
        with_own_launch(two_makers(), share=1.0), "demand", {"model": "n_suv"}, units_per_year=30_000.0
    )
    found = plan(case, ["nagi"])
    assert cars(found.ship, model="n_suv") == {2027: 30_000.0}
    assert cars(found.ship, model="n_coupe")[2029] == 50_000.0


def test_two_own_launches_together_take_no_more_than_there_is() -> None:
    # each would take 25,000 of 30,000 SUVs; both are worth it and leave none
    case = changed(
        with_own_launch(two_makers(), share=0.5), "demand", {"model": "n_suv"}, units_per_year=30_000.0
    )
    for table, key in (
        ("models", "model"),
        ("variants", "model"),
        ("demand", "model"),
        ("tooling", "model"),
        ("diversion", "model"),
    ):
        rows = [r for r in case[table].to_dicts() if r[key] == "n_coupe"]
        twin = [
            r | {"model": "n_cabrio"} | ({"variant": "n_cabrio_petrol"} if table == "variants" else {})
            for r in rows
        ]
        case = added(case, table, *twin)
    found = plan(case, ["nagi"])
    assert cars(found.ship, model="n_coupe")[2029] == 50_000.0
    assert cars(found.ship, model="n_cabrio")[2029] == 50_000.0
    assert cars(found.ship, model="n_suv") == {2027: 30_000.0}


def test_a_brought_launch_comes_with_its_deal_only() -> None:
    assert cars(plan(two_makers()).ship, model="h_pickup") == {}
    assert cars(plan(two_makers(), book=["pickup_at_delta"]).ship, model="h_pickup")[2030] == 40_000.0


def test_a_brought_launch_may_be_left_unused() -> None:
    # too dear to tool: it is not launched, and takes nobody's sales; only the deal's own cost is lost
    case = changed(two_makers(), "tooling", {"model": "h_pickup", "plant": "delta"}, tooling_cost_m=2_000.0)
    found = plan(case, book=["pickup_at_delta"])
    assert cars(found.ship, model="h_pickup") == {}
    assert cars(found.ship, model="n_pickup")[2030] == 60_000.0
    assert found.value == pytest.approx(6864 - 7)
    assert found.bound == pytest.approx(6864 - 7)

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.cases.edits import added, changed, two_makers
from tests.cases.forged import audited, records

from teikei.plan.audit.recount import TOLERANCE, Audit
from teikei.plan.optimise import plan
from teikei.plan.solution import PlanSolution


@pytest.fixture(scope="module")
def good() -> PlanSolution:
    case = added(two_makers(), "market_presence", {"firm": "hoku", "market": "us", "fixed_cost_m": 25})
    return plan(case.with_(settings={"discount_rate": 0.07}), book=["pickup_at_delta", "suv_at_delta"])


def shipped(found: PlanSolution, route: int, year: int, units: float) -> PlanSolution:
    """The same plan with other cars on one route; everything it claims stays."""
    ship = found.made.ship.copy()
    ship[route, year] = units
    return replace(found, made=replace(found.made, ship=ship))


def test_it_agrees_and_says_so(good: PlanSolution) -> None:
    found = good.audit()
    assert found.holds
    assert found.difference <= TOLERANCE
    assert str(found).startswith("audit agrees")
    assert found.value_m == pytest.approx(good.value, rel=1e-9)
    assert sum(found.by_account.values()) == pytest.approx(found.value_m)


def test_every_account_agrees_by_itself(good: PlanSolution) -> None:
    mine: dict[str, float] = {}
    for (account, _, _), amount in good.amounts.items():
        if account != "transfers":
            mine[account] = mine.get(account, 0.0) + float(good.problem.weights @ amount)
    recount = good.audit().by_account
    assert {"revenue", "parts", "conversion", "plant_fixed"} <= set(mine)
    for account in {**mine, **recount}:
        expected = pytest.approx(mine.get(account, 0.0), rel=1e-9, abs=1e-9)
        assert recount.get(account, 0.0) == expected, account


def test_cars_too_few_are_money_that_is_missing(good: PlanSolution) -> None:
    way = int(np.flatnonzero(good.made.ship[:, 0] > 100)[0])
    found = shipped(good, way, 0, float(good.made.ship[way, 0]) - 100).audit()
    assert not found.holds
    assert found.value_m < found.claimed_m
    assert "DISAGREES" in str(found)


def test_cars_too_many_break_a_rule(good: PlanSolution) -> None:
    ways = good.problem.routes
    way = int(np.flatnonzero(ways.model == "n_pickup")[0])
    found = shipped(good, way, 1, 400_000.0).audit()
    words = "\n".join(found.violations)
    assert "n_pickup petrol in us 2028: 400000 sold of 60000" in words
    assert "delta 2028: 500000 body_on_frame+unibody built on a capacity of 300000" in words


def test_cars_before_the_tooling_break_a_rule(good: PlanSolution) -> None:
    ways = good.problem.routes
    way = int(np.flatnonzero((ways.model == "h_suv") & (ways.plant == "delta") & (ways.market == "us"))[0])
    found = shipped(good, way, 1, 10.0).audit()
    assert any("h_suv_petrol built at delta for us in 2028 without tooling" in v for v in found.violations)


@pytest.mark.parametrize("account", ["overhead", "plant_fixed", "market_fixed", "signing", "running"])
def test_costs_left_out_of_the_claim_are_found(good: PlanSolution, account: str) -> None:
    # the plan forgets a cost in its accounts and in its worth alike: only the tables know it
    constants = {k: 0.0 if k[0] == account else v for k, v in good.worth.constants.items()}
    amounts = {k: 0.0 * a if k[0] == account else a for k, a in good.amounts.items()}
    assert constants != good.worth.constants
    forged = replace(good, worth=replace(good.worth, constants=constants), amounts=amounts)
    assert not forged.audit().holds


def test_a_claim_of_more_is_found(good: PlanSolution) -> None:
    parts = tuple((k, v + 1.0) for k, v in good.worth.value_parts)
    found = replace(good, worth=replace(good.worth, value_parts=parts)).audit()
    assert not found.holds


def test_it_reads_tables_and_no_arrays(good: PlanSolution) -> None:
    # a stand-in without program, columns or the arrays behind the tables is audited all the same
    assert audited(good).holds
    seen = records(good)
    assert seen.ship.equals(good.ship)
    assert seen.members == {"hoku", "nagi"}
    assert {b.decision for b in seen.begun} == {"tool_up", "adopt", "launch"}


def test_an_empty_plan_claims_what_it_does_not_earn(good: PlanSolution) -> None:
    words = "\n".join(audited(good, ship=good.ship.clear()).violations)
    assert "revenue of nagi: 0.000 m recounted" in words


def test_the_tolerance_is_relative() -> None:
    assert Audit(1e6, 1e6 + 0.5, {}, ()).holds
    assert not Audit(1e6, 1e6 + 2.0, {}, ()).holds
    assert not Audit(1e6, 1e6, {}, ("a rule",)).holds


def test_it_holds_where_plants_close_and_markets_are_left() -> None:
    case = changed(
        two_makers(),
        "plants",
        {"plant": "harima"},
        may_close_from=2027,
        fixed_cost_m=2_000.0,
        closing_cost_m=70.0,
    )
    case = added(
        case, "market_presence", {"firm": "hoku", "market": "us", "fixed_cost_m": 25, "may_leave": True}
    )
    found = plan(case, ["hoku"])
    assert sorted(found.decisions["kind"].to_list()) == ["closed", "left"]
    assert found.value == pytest.approx(-70.0)
    assert found.audit().holds

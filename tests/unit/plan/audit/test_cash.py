"""Cash, recounted by hand, and found when a plan states it otherwise."""

from __future__ import annotations

import pytest
from tests.cases.edits import two_makers
from tests.cases.forged import audited, edited, without
from tests.unit.plan.test_cash import LIMITS, poor, with_money_of_all_kinds

from teikei.plan.optimise import plan
from teikei.plan.solution import PlanSolution


@pytest.fixture(scope="module")
def indebted() -> PlanSolution:
    """Hoku borrows 140.5 in 2028 for tooling."""
    return plan(poor(), book=["suv_at_delta"], options=LIMITS)


def test_it_agrees(indebted: PlanSolution) -> None:
    assert indebted.audit().holds


def test_money_of_all_kinds_agrees() -> None:
    case = poor(0.0, 5_000.0, with_money_of_all_kinds())
    for book in (["pool", "zai_guest"], ["suv_at_delta", "pickup_at_delta", "pool"]):
        found = plan(case, book=book, options=LIMITS)
        assert found.audit().violations == ()


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ({"borrowed_m": 100.0}, "cash of hoku at the end of 2028: -40.500 m recounted, 0.000 m claimed"),
        ({"borrowed_m": 100.0, "cash_m": -40.5}, "cash of hoku in 2028: -40.500 m, below its floor"),
        ({"borrowed_m": 160.0, "cash_m": 19.5}, "hoku owes 160.000 m in 2028, not within its limit"),
    ],
)
def test_forged_debt_is_found(indebted: PlanSolution, cell: dict[str, float], said: str) -> None:
    table = edited(indebted.cash, {"firm": "hoku", "year": 2028}, **cell)
    assert said in audited(indebted, cash=table).violations


def test_cars_that_were_not_built_bring_no_money(indebted: PlanSolution) -> None:
    # 40,000 SUVs from delta in 2029 at 11,400 are 456 M that do not come in: hoku is below its floor
    ship = without(indebted.ship, plant="delta", year=2029, variant="h_suv_petrol")
    assert any("cash of hoku in 2029" in said for said in audited(indebted, ship=ship).violations)


def test_tooling_is_paid_when_it_is_spent(indebted: PlanSolution) -> None:
    # used from 2030 by the table, so paid in 2029: in 2028 hoku has 150 more than it states
    late = edited(indebted.decisions, {"decision": "tool_up"}, first_year=2030)
    said = audited(indebted, decisions=late).violations
    assert "cash of hoku at the end of 2028: 150.000 m recounted, 0.000 m claimed" in said


def test_a_firm_left_out_of_the_table_is_found(indebted: PlanSolution) -> None:
    assert "cash: hoku in 2027 is not stated" in audited(indebted, cash=indebted.cash.head(0)).violations


def test_without_limits_nothing_is_asked() -> None:
    assert plan(two_makers(), book=["suv_at_delta"]).audit().holds

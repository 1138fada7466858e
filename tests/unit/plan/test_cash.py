"""Money by year: what a plan's columns say it is, what its accounts say, and the debt that carries it."""

from __future__ import annotations

import numpy as np
import pytest
from tests.blocks.scenes import problem_of
from tests.cases.edits import added, changed, two_makers, years_of
from tests.cases.features import with_fleets, with_guest, with_own_launch, with_pool, with_quota

from teikei.base.errors import CaseError
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.plan.build import build
from teikei.plan.cash import COLUMNS, cash_table, financed, fixed_flow, flow_terms, flows, limits_of
from teikei.plan.optimise import plan
from teikei.plan.sets import CashLimit
from teikei.plan.solution import PlanSolution

LIMITS = PlanOptions(cash_limits=True)


def poor(overhead: float = 690.0, limit: float = 150.0, case: Case | None = None) -> Case:
    """Hoku earns 696 a year less an overhead; no cash, no floor, credit at 10 %."""
    return changed(
        two_makers() if case is None else case, "firms", {"firm": "hoku"}, overhead_m=overhead, cash_m=0.0,
        cash_floor_m=0.0, borrowing_limit_m=limit, borrowing_rate=0.1,
    )  # fmt: skip


def with_money_of_all_kinds() -> Case:
    """Terms of every sort, a guest, overtime, a market and a plant to leave, a quota, CO2, a launch."""
    case = years_of(with_quota(two_makers()), 2027, 2030, 2027, 2029)
    case = with_own_launch(with_pool(with_fleets(case), "zai", limit_units_per_year=10_000.0))
    case = with_guest(case, "harima")
    case = case.with_(firms=case["firms"].unique("firm", maintain_order=True))  # zai came twice
    row = {"agreement": "suv_at_delta", "payer": "hoku", "payee": "nagi"}
    per = (("unit", 900.0), ("share", 0.02), ("year", 3.0), ("once", 5.0))
    case = added(case, "terms", *(row | {"per": p, "amount": a} for p, a in per))
    market = {"firm": "hoku", "market": "us", "fixed_cost_m": 25.0, "may_leave": True}
    case = added(case, "market_presence", market)
    closing = {"may_close_from": 2029, "closing_cost_m": 70.0, "overtime_share": 0.1, "overtime_premium": 0.5}
    return changed(case, "plants", {"plant": "harima"}, **closing)


@pytest.mark.parametrize("book", [["pool", "zai_guest"], ["suv_at_delta", "pickup_at_delta", "pool"]])
def test_columns_and_accounts_give_the_same_money(book: list[str]) -> None:
    found = plan(with_money_of_all_kinds(), book=book)
    program = build(found.problem)
    of_accounts = flows(found.problem, found.made, found.amounts)
    for firm in found.problem.members:
        by_column = fixed_flow(found.problem, firm)
        for columns, years, values in flow_terms(found.problem, program, firm):
            np.add.at(by_column, years, found.x[columns] * values)
        assert by_column == pytest.approx(of_accounts[firm], abs=1e-6)


def test_flow_of_a_plan_by_hand() -> None:
    # hoku with suv_at_delta: 696 a year; 2028 less tooling 150, signing 4/2 and running 1/2; 2029 + 288 - 0.5
    # and 2030 + 408 - 0.5. The accounts have tooling at 30 and signing at 2/3 a year instead.
    found = plan(two_makers(), book=["suv_at_delta"])
    flow = flows(found.problem, found.made, found.amounts)
    assert flow["hoku"] == pytest.approx([696.0, 696 - 150 - 2.5, 696 + 288 - 0.5, 696 + 408 - 0.5])
    assert flow["nagi"] == pytest.approx([1020.0, 1020 - 2.5, 1019.5, 1019.5])
    assert found.profit("hoku") == pytest.approx(4 * 696 + 696 - 2 * 30 - 3.5)


def test_a_life_that_ends_is_paid_for_again() -> None:
    # the coupe sells from 2028 on and lives two years: 60 M in 2027 and in 2029
    case = changed(with_own_launch(two_makers()), "models", {"model": "n_coupe"}, life_years=2)
    found = plan(case, ["nagi"])
    flow = flows(found.problem, found.made, found.amounts)["nagi"]
    year = 475.0 - 127.5
    assert flow == pytest.approx([1020 - 60, 1020 + year, 1020 + year - 60, 1020 + year])


def test_least_debt_and_its_interest_by_hand() -> None:
    # 10 - 30 = -20: 25 borrowed for the floor of 5; interest 2.5: -20 - 2.5 + 10 = -12.5, so 17.5; then 1.75
    # and 40: 25.75, no debt
    limit = CashLimit("f", 10.0, 5.0, 30.0, 0.1)
    interest, borrowed, cash = financed(limit, np.array([-30.0, 10.0, 40.0]))
    assert interest == pytest.approx([0.0, 2.5, 1.75])
    assert borrowed == pytest.approx([25.0, 17.5, 0.0])
    assert cash == pytest.approx([5.0, 5.0, 25.75])


def test_limits_are_those_of_members_that_have_cash_and_a_floor() -> None:
    case = changed(poor(), "firms", {"firm": "nagi"}, cash_m=7.0)  # no floor
    [limit] = limits_of(case, ("hoku", "nagi"), {"hoku": 3.0})
    assert limit == CashLimit("hoku", 0.0, 0.0, 150.0, 0.1, 3.0)
    bare = changed(case, "firms", {"firm": "hoku"}, borrowing_limit_m=None, borrowing_rate=None)
    [limit] = limits_of(bare.with_(settings={"discount_rate": 0.08}), ("hoku", "nagi"), {})
    assert (limit.limit_m, limit.rate) == (0.0, 0.08)


def test_nobody_with_limits_is_said() -> None:
    with pytest.raises(CaseError, match="none of nagi has cash_m and cash_floor_m"):
        plan(poor(), ["nagi"], options=LIMITS)


def test_without_limits_there_is_no_table_and_no_row() -> None:
    found: PlanSolution = plan(poor())
    assert found.cash.height == 0
    assert list(found.cash.schema) == list(COLUMNS)
    assert problem_of(poor(), ["hoku"]).cash == ()


def test_table_states_debt_beyond_the_limit() -> None:
    # 4 a year is lacking: debt 4, 8.4, 13.24, 18.564; the limit is 10
    found = plan(poor(700.0, 10.0), ["hoku"], options=LIMITS)
    table = cash_table(found.problem, flows(found.problem, found.made, found.amounts))
    assert table["borrowed_m"].to_list() == pytest.approx([4.0, 8.4, 13.24, 18.564])
    assert table["beyond_m"].to_list() == pytest.approx([0.0, 0.0, 3.24, 8.564])
    assert table["opening_m"].to_list() == pytest.approx([0.0] * 4)

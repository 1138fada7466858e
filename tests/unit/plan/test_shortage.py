from __future__ import annotations

import pytest
from tests.cases.edits import added, changed, two_makers
from tests.unit.plan.test_cash import LIMITS, poor

from teikei.agreements.book import Book
from teikei.base.errors import PlanError
from teikei.plan.cash import with_limits
from teikei.plan.optimise import plan
from teikei.plan.problem import build_problem
from teikei.plan.shortage import LackingError, least_credit


def test_least_credit_by_hand() -> None:
    # hoku loses 4 a year: 4, 8.4, 13.24, 18.564 with 10 % interest; the limit is 10
    case = poor(700.0, 10.0)
    problem = with_limits(build_problem(case, ["hoku"], Book(case, []), LIMITS), {})
    assert least_credit(problem) == pytest.approx({"hoku": 8.564}, abs=1e-4)
    # with 5 more given already, 3.564
    problem = with_limits(build_problem(case, ["hoku"], Book(case, []), LIMITS), {"hoku": 5.0})
    assert least_credit(problem) == pytest.approx({"hoku": 3.564}, abs=1e-4)


def test_a_plan_with_the_least_credit_is_given_and_its_audit_holds() -> None:
    found = plan(poor(700.0, 10.0), ["hoku"], options=LIMITS)
    assert found.value == pytest.approx(4 * (696 - 700))
    assert found.cash["beyond_m"].max() == pytest.approx(8.564, abs=1e-4)
    assert found.audit().holds


def test_who_keeps_its_limits_lacks_nothing() -> None:
    case = poor()
    problem = with_limits(build_problem(case, ["hoku"], Book(case, []), LIMITS), {})
    assert least_credit(problem) == {}


def test_the_cheapest_way_out_is_found_even_if_it_earns_less() -> None:
    # a market that loses: 60,000 cars at 8,400 = 504 a year and a sales organisation of 600. Leaving is a
    # decision of 2027, so that hoku lacks 696 - 504 - 700 = -508 a year, not -604
    presence = {"firm": "hoku", "market": "us", "fixed_cost_m": 600.0, "may_leave": True}
    case = changed(added(poor(700.0, 0.0), "market_presence", presence), "firms", {}, borrowing_rate=0.0)
    found = plan(case, ["hoku"], options=LIMITS)
    assert found.problem.cash[0].beyond_m == pytest.approx(4 * 508, rel=1e-4)


def test_more_money_does_not_help_against_a_minimum() -> None:
    case = changed(poor(), "plants", {"plant": "harima"}, minimum_use_share=1.0)
    case = changed(case, "demand", {"model": "h_suv", "market": "japan"}, units_per_year=1_000.0)
    case = changed(case, "demand", {"model": "h_suv", "market": "us"}, units_per_year=1_000.0)
    with pytest.raises(PlanError, match="must build at least its minimum"):
        plan(case, ["hoku"], options=LIMITS)


def test_the_error_says_who_lacks_what() -> None:
    assert LackingError({"hoku": 2.0}).credit_m == {"hoku": 2.0}


def test_two_makers_has_no_cash() -> None:
    assert two_makers()["firms"]["cash_m"].null_count() == 2

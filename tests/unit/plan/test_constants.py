from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from tests.blocks.scenes import problem_of
from tests.cases.edits import added, changed, two_makers

from teikei.agreements.book import Book
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.plan.constants import payments_of, presence_of, routes_under
from teikei.plan.optimise import plan
from teikei.plan.sets import Needs

YEARS = np.array([2027, 2028, 2029, 2030])


def test_signing_is_an_annuity_over_the_years_in_force_shared_by_planning_parties() -> None:
    case = two_makers().with_(settings={"discount_rate": 0.1})
    constants = problem_of(case, ["nagi"], "pickup_at_delta").constants
    # 4 M over 2028-2030 at 10 %: 4 * 0.1 / (1 - 1.1^-3) = 1.6085, half of it
    assert constants[("signing", "nagi", "pickup_at_delta")].tolist() == pytest.approx(
        [0, *[-0.80423] * 3], abs=1e-5
    )
    assert constants[("running", "nagi", "pickup_at_delta")].tolist() == [0, -0.5, -0.5, -0.5]
    assert not any(f == "hoku" for _, f, _ in constants)


def in_use(since: dt.date | None, **values: object) -> Case:
    """The pickup's deal is signed: 10 M more once, 4 M and 1 M a year as before."""
    case = changed(
        two_makers(), "agreements", {"agreement": "pickup_at_delta"}, status="signed", may_sign_from=since
    )
    once = {"agreement": "pickup_at_delta", "payer": "hoku", "payee": "nagi", "per": "once", "amount": 10.0}
    return added(case, "terms", once | values)


@pytest.mark.parametrize(
    ("since", "signing", "fee"),
    [
        # usable half a year after the signature, from the next whole year on
        (None, 0.0, 0.0),  # in force for as long as anyone knows
        (dt.date(2026, 3, 1), 1.0, 10.0),  # from 2026.66, so from 2027, the first year planned
        (dt.date(2025, 3, 1), 0.0, 0.0),  # from 2026
        (dt.date(2025, 12, 1), 1.0, 10.0),  # from 2026.41, so from 2027
    ],
)
def test_what_was_paid_before_the_first_year_is_not_paid_again(
    since: dt.date | None, signing: float, fee: float
) -> None:
    problem = problem_of(in_use(since), ["nagi"], "pickup_at_delta")
    constants = problem.constants
    # 4 M over four years at no interest, half of it Nagi's: 0.5 a year; running half of 1 M all the same
    assert sum(constants.get(("signing", "nagi", "pickup_at_delta"), [0.0])) == pytest.approx(-2.0 * signing)
    assert constants[("running", "nagi", "pickup_at_delta")].tolist() == [-0.5] * 4
    assert sum(constants[("fees", "nagi", "pickup_at_delta")]) == pytest.approx(fee)


def test_a_payment_that_falls_due_later_is_still_to_come() -> None:
    problem = problem_of(in_use(None, from_year=2028), ["nagi"], "pickup_at_delta")
    assert problem.constants[("fees", "nagi", "pickup_at_delta")].tolist() == [0.0, 10.0, 0.0, 0.0]


@pytest.mark.parametrize("members", [["nagi"], ["hoku", "nagi"]])
@pytest.mark.parametrize("cash", [False, True])
def test_the_recount_knows_what_was_paid(members: list[str], cash: bool) -> None:
    case = in_use(dt.date(2025, 3, 1))
    if cash:
        money = {"cash_m": 900.0, "cash_floor_m": 0.0, "borrowing_limit_m": 900.0, "borrowing_rate": 0.0}
        case = changed(case, "firms", {}, **money)
    found = plan(case, members, options=PlanOptions(cash_limits=cash))
    assert found.audit().holds


def test_a_licensor_shares_no_cost() -> None:
    case = changed(two_makers(), "firms", {"firm": "hoku"}, role="licenses")
    constants = problem_of(case, ["nagi"], "suv_at_delta").constants
    assert constants[("running", "nagi", "suv_at_delta")].tolist() == [0, -1, -1, -1]


def test_an_announced_end_stops_the_fixed_cost() -> None:
    case = changed(two_makers(), "plants", {"plant": "delta"}, closes_after=2028)
    constants = problem_of(case, ["nagi"]).constants
    assert constants[("plant_fixed", "nagi", "delta")].tolist() == [-300, -300, 0, 0]


def test_money_in_another_currency() -> None:
    case = added(two_makers(), "fx", {"currency": "JPY", "year": 2026, "units_per_case_currency": 150})
    case = changed(case, "firms", {"firm": "nagi"}, overhead_m=15_000.0, currency="JPY")
    assert problem_of(case, ["nagi"]).constants[("overhead", "nagi", "")].tolist() == [-100.0] * 4


def test_presence_in_markets() -> None:
    case = added(
        two_makers(),
        "market_presence",
        {"firm": "hoku", "market": "us", "fixed_cost_m": 20, "may_leave": True},
        {"firm": "hoku", "market": "japan", "fixed_cost_m": 30},
        {"firm": "nagi", "market": "us", "fixed_cost_m": 40},
    )
    cost, leave = presence_of(Book(case, []), ("hoku",))
    yearly = {pair: amount.tolist() for pair, amount in cost.items()}
    assert yearly == {("hoku", "us"): [20.0] * 4, ("hoku", "japan"): [30.0] * 4}
    assert leave == {("hoku", "us")}


def test_terms_hold_in_their_years_for_the_cars_under_the_deal() -> None:
    case = added(
        two_makers(),
        "terms",
        {
            "agreement": "pickup_at_delta",
            "payer": "hoku",
            "payee": "nagi",
            "per": "unit",
            "amount": 5,
            "from_year": 2029,
        },
        {"agreement": "suv_at_delta", "payer": "hoku", "payee": "nagi", "per": "unit", "amount": 7},
    )
    needs = [
        Needs("hoku", "h_pickup", (("plant", "delta"), ("platform", "n_frame"))),
        Needs("hoku", "h_suv", (("plant", "delta"),)),
        Needs("nagi", "n_suv", ()),
    ]
    book = Book(case, ["pickup_at_delta"])
    (term,) = payments_of(book, needs, YEARS, problem_of(case, ["nagi"]).routes, None)
    assert term.amount == 5.0
    assert term.years.tolist() == [False, False, True, True]
    assert term.routes.tolist() == [0]
    assert routes_under(book, "pickup_at_delta", needs, ("nagi",)).tolist() == []

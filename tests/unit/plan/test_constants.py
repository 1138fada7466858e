from __future__ import annotations

import numpy as np
import pytest
from tests.blocks.scenes import problem_of
from tests.cases.edits import added, changed, two_makers

from teikei.agreements.book import Book
from teikei.plan.constants import payments_of, presence_of, routes_under
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

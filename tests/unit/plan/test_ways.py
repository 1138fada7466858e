"""Routes that a book permits, with their needs and years."""

from __future__ import annotations

import numpy as np
import pytest
from tests.cases.edits import added, changed, two_makers

from teikei.agreements.book import Book
from teikei.base.errors import CaseError
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.plan.demand import slots_of_book
from teikei.plan.problem import build_problem
from teikei.plan.sets import Needs
from teikei.plan.ways import landed_arrays, permitted

FIRMS = ("hoku", "nagi")


def ways(case: Case, *candidates: str) -> dict[tuple[str, str, str], tuple[list[int], Needs]]:
    """(variant, plant, market) -> years allowed and what the route needs, under today's book and more."""
    book = Book.today(case).with_(*candidates)
    years = np.array(case.settings.years)
    at, allowed, needs = permitted(case, book, FIRMS, years, slots_of_book(book))
    keys = landed_arrays(case)[0].select("variant", "plant", "market").rows()
    return {keys[i]: (years[some].tolist(), need) for i, some, need in zip(at, allowed, needs, strict=True)}


def test_landed_money_is_kept_for_the_case_it_was_made_for() -> None:
    case = two_makers()
    first = landed_arrays(case)
    assert landed_arrays(case)[0] is first[0]
    dearer = changed(case, "variants", {"variant": "n_suv_petrol"}, parts_cost=18_000.0)
    problem = build_problem(dearer, ["nagi"], Book.today(dearer), PlanOptions())
    at = np.flatnonzero(problem.routes.model == "n_suv")
    assert problem.routes.money["parts"][at].ravel().tolist() == [18_000.0] * 4


def test_own_routes_need_nothing_and_a_grant_opens_the_rest() -> None:
    case = two_makers()
    years = [2027, 2028, 2029, 2030]
    own = {
        ("n_pickup_petrol", "delta", "us"): (years, Needs("nagi", "n_pickup", ())),
        ("n_suv_petrol", "delta", "us"): (years, Needs("nagi", "n_suv", ())),
        ("h_suv_petrol", "harima", "us"): (years, Needs("hoku", "h_suv", ())),
        ("h_suv_petrol", "harima", "japan"): (years, Needs("hoku", "h_suv", ())),
    }
    assert ways(case) == own
    # the deal: signed mid 2027, half a year of lead, so from 2028 on; its pickup is launched by it
    pickup = Needs("hoku", "h_pickup", (("plant", "delta"), ("platform", "n_frame")))
    assert ways(case, "pickup_at_delta") == own | {("h_pickup_petrol", "delta", "us"): (years[1:], pickup)}
    suv = Needs("hoku", "h_suv", (("plant", "delta"),))
    found = ways(case, "suv_at_delta")
    assert found[("h_suv_petrol", "delta", "us")] == (years[1:], suv)
    assert found[("h_suv_petrol", "delta", "japan")] == (years[1:], suv)


def test_a_car_has_routes_in_its_years_only() -> None:
    case = changed(two_makers(), "models", {"model": "n_suv"}, first_year=2028, last_year=2029)
    case = changed(case, "variants", {"variant": "n_suv_petrol"}, last_year=2028)
    assert ways(case)[("n_suv_petrol", "delta", "us")][0] == [2028]


def test_todays_sourcing_that_nobody_grants_is_a_fault() -> None:
    row = {"variant": "n_suv_petrol", "plant": "harima", "market": "us", "base_year": 2026, "units": 5.0}
    case = added(two_makers(), "sourcing", row | {"source": "invented", "confidence": "assumption"})
    with pytest.raises(CaseError) as error:
        ways(case)
    (fault,) = error.value.faults
    assert fault.where == "sourcing.csv, n_suv_petrol at harima for us"
    assert "no signed agreement grants it plant harima" in fault.what
    assert ("n_suv_petrol", "harima", "us") in ways(case, "suv_at_harima")

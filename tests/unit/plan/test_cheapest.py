"""Starts as cheap as in any book: cases in which the plan under all candidates at once pays more for one than
the plan of some book does. The bound is held against every book."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pytest
from tests.cases.edits import added, changed, two_makers
from tests.cases.features import years_of
from tests.cases.kinds import with_deal, with_next_body

from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.case.check import check
from teikei.deals.coalitions import standing
from teikei.plan.ceiling import ceiling, effects_of
from teikei.plan.optimise import Memory, plan

PAIR, OPTIONS = ["hoku", "nagi"], PlanOptions(gap=1e-9)


def copied(case: Case, agreement: str, name: str, **values: object) -> Case:
    """The case with a copy of an agreement and its grants under another name."""
    (row,) = case["agreements"].filter(agreement=agreement).to_dicts()
    case = added(case, "agreements", row | {"agreement": name} | values)
    grants = case["grants"].filter(agreement=agreement).to_dicts()
    return added(case, "grants", *[grant | {"agreement": name} for grant in grants])


def late_pickup() -> Case:
    """Few want the pickup at first: its launch of 600 pays only some years after it could come."""
    case = years_of(two_makers(), 2027, 2036, 2027)
    case = changed(case, "models", {"model": "h_pickup"}, launch_cost_m=600.0)
    none = {"units_per_year_low": None, "units_per_year_high": None}
    case = changed(
        case, "demand", {"model": "h_pickup"}, units_per_year=350.0, growth=0.5, list_price=45_000.0, **none
    )
    dear = {"tooling_cost_m": 300.0, "tooling_cost_m_low": None, "tooling_cost_m_high": None}
    case = changed(case, "tooling", {"model": "h_pickup"}, **dear)
    return changed(case, "diversion", {"to": "n_pickup"}, share_low=None, share_high=None)


def later_by_another() -> Case:
    """Two agreements that exclude each other bring the pickup, the last by name two years later."""
    case = copied(two_makers(), "pickup_at_delta", "z_pickup", months_to_sign=24.0)
    return changed(case, "agreements", {"agreement": "z_pickup"}, excludes=["pickup_at_delta"])


def brought_today() -> Case:
    """What is signed brings the pickup; a candidate that takes its place brings it too, at a loss."""
    case = copied(two_makers(), "pickup_at_delta", "z_pickup", signing_cost_m=5_000.0)
    case = changed(case, "agreements", {"agreement": "z_pickup"}, excludes=["pickup_at_delta"])
    return changed(case, "agreements", {"agreement": "pickup_at_delta"}, status="signed")


def ending() -> Case:
    """The SUV's term ends after three years, its tooling after two; another term, never worth it, begins
    later."""
    case = years_of(two_makers(), 2027, 2032, 2027)
    dear = {"tooling_cost_m": 400.0, "tooling_cost_m_low": None, "tooling_cost_m_high": None}
    case = changed(case, "tooling", {"model": "h_suv", "plant": "delta"}, life_years=2, **dear)
    case = changed(case, "agreements", {"agreement": "suv_at_delta"}, term_years=3)
    return copied(case, "suv_at_delta", "suv_later", months_to_sign=48.0, signing_cost_m=500.0)


def dearer_to_join() -> Case:
    """One agreement lets Nagi adopt a body for 0.6 of it, another asks 0.9."""
    case = changed(
        with_next_body(two_makers()), "platforms", {"platform": "h_next"}, development_cost_m=300.0
    )
    case = changed(case, "changes", {"agreement": "next_body"}, value=0.9)
    case = with_deal(case, "a_body", "shared_platform")
    grant = {
        "agreement": "a_body",
        "giver": "hoku",
        "taker": "nagi",
        "what": "platform",
        "resource": "h_next",
    }
    return added(case, "grants", grant | {"models": ["n_suv"]})


CASES = {
    "late": (late_pickup, ("pickup_at_delta", "suv_at_delta")),
    "later by another": (later_by_another, ("pickup_at_delta", "z_pickup")),
    "brought today": (brought_today, ("z_pickup",)),
    "ending": (ending, ("suv_at_delta", "suv_later")),
    "dearer to join": (dearer_to_join, ("a_body", "next_body")),
}


def worths(case: Case, pool: Sequence[str]) -> dict[frozenset[str], float]:
    """What every book of some candidates is worth."""
    memory, found = Memory(), {}
    for size in range(len(pool) + 1):
        for names in combinations(pool, size):
            book = standing(case, names)
            if book is not None:
                found[frozenset(names)] = plan(case, PAIR, book, OPTIONS, memory=memory).value
    return found


@pytest.mark.parametrize("name", CASES)
def test_no_book_is_worth_more_than_the_bound_of_those_not_known(name: str) -> None:
    case, pool = CASES[name][0](), CASES[name][1]
    assert not check(case)
    found, effects, known = worths(case, pool), effects_of(case, pool), list[frozenset[str]]()
    for book, worth in sorted(found.items(), key=lambda one: -one[1]):
        bound = ceiling(case, PAIR, pool, effects, OPTIONS, known=known).bound
        assert bound >= worth - 1e-5 * abs(worth), sorted(book)
        known.append(book)


def test_a_car_comes_with_the_first_agreement_that_can_bring_it() -> None:
    case = changed(later_by_another(), "agreements", {"agreement": "z_pickup"}, excludes=[])
    both = plan(case, PAIR, ["pickup_at_delta", "z_pickup"], OPTIONS)
    alone = plan(case, PAIR, ["pickup_at_delta"], OPTIONS)
    assert both.problem.slots.launched == alone.problem.slots.launched
    assert alone.value - 7.0 < both.value < alone.value  # the other costs 7 if signed at once
    assert both.audit().holds, str(both.audit())

"""Bounds over all books, by hand."""

from __future__ import annotations

import pytest
from tests.cases.edits import added, changed, two_makers
from tests.cases.features import with_guest
from tests.cases.kinds import change, with_venture

from teikei.agreements.book import agreement_rows
from teikei.base.options import PlanOptions
from teikei.case.read import read_case
from teikei.plan.ceiling import ceiling, effects_of, open_case, with_and_without
from teikei.plan.optimise import plan

PAIR, POOL, OPTIONS = ["hoku", "nagi"], ("pickup_at_delta", "suv_at_delta"), PlanOptions(gap=1e-9)


def test_what_an_agreement_does_alone() -> None:
    # signing and running 7 M each; neither changes what a car costs
    effects = effects_of(two_makers(), POOL)
    assert {a: e.fixed_m(PAIR) for a, e in effects.items()} == pytest.approx(dict.fromkeys(POOL, -7.0))
    assert all(not e.gains for e in effects.values())


def test_with_nothing_to_sign_the_bound_is_the_plan() -> None:
    # nissan alone pays and is paid by outsiders under what is signed today
    case = read_case("nissan_2025")
    worth = plan(case, ["nissan"], options=OPTIONS).worth
    assert ceiling(case, ["nissan"], (), {}, OPTIONS).bound == pytest.approx(worth.value, rel=1e-7)


@pytest.mark.parametrize(
    ("known", "bound", "signed"),
    [
        # 2,784 + 4,080 alone, 430.5 for the pickup, 629 for the SUV
        ([], 7_923.5, POOL),
        ([POOL], 7_493.0, POOL[1:]),
        ([POOL, POOL[1:]], 7_294.5, POOL[:1]),
        ([POOL, POOL[:1], POOL[1:]], 6_864.0, ()),
    ],
)
def test_the_bound_is_the_best_book_not_known(
    known: list[tuple[str, ...]], bound: float, signed: tuple[str, ...]
) -> None:
    case = two_makers()
    found = ceiling(case, PAIR, POOL, effects_of(case, POOL), OPTIONS, known=list(map(frozenset, known)))
    assert found.bound == pytest.approx(bound, abs=1e-3)
    assert found.signed == signed


def test_a_deal_costs_what_it_costs() -> None:
    # suv_at_harima saves nobody anything: 7 M of signing and running are lost
    case = two_makers()
    effects = effects_of(case, ["suv_at_harima"])
    found = ceiling(case, PAIR, ["suv_at_harima"], effects, OPTIONS, known=[frozenset()])
    assert found.bound == pytest.approx(6_864.0 + effects["suv_at_harima"].fixed_m(PAIR), abs=1e-3)
    assert found.signed == ("suv_at_harima",)


def test_of_all_books_known_none_is_left() -> None:
    case = two_makers()
    effects = effects_of(case, ["suv_at_harima"])
    books = [frozenset[str](), frozenset({"suv_at_harima"})]
    found = ceiling(case, PAIR, ["suv_at_harima"], effects, OPTIONS, known=books)
    assert (found.bound, found.signed) == (float("-inf"), ())


def test_of_two_that_exclude_each_other_one_is_signed() -> None:
    case = changed(two_makers(), "agreements", {"agreement": "pickup_at_delta"}, excludes=["suv_at_delta"])
    found = ceiling(case, PAIR, POOL, effects_of(case, POOL), OPTIONS)
    assert found.signed == ("suv_at_delta",)
    assert found.bound == pytest.approx(7_493.0, abs=1e-3)


def test_one_that_needs_another_is_not_signed_without_it() -> None:
    case = changed(two_makers(), "agreements", {"agreement": "suv_at_delta"}, needs=["suv_at_harima"])
    pool = ["suv_at_delta", "suv_at_harima"]
    found = ceiling(case, PAIR, pool, effects_of(case, pool), OPTIONS)
    assert found.signed == tuple(pool)
    left = ceiling(case, PAIR, pool, effects_of(case, pool), OPTIONS, known=[frozenset(pool), frozenset()])
    assert left.signed == ("suv_at_harima",)


def test_smallest_book_with_and_without() -> None:
    case = changed(two_makers(), "agreements", {"agreement": "suv_at_delta"}, needs=["suv_at_harima"])
    after, before = with_and_without(case, "suv_at_delta")
    assert (after.agreements, before.agreements) == ({"suv_at_delta", "suv_at_harima"}, {"suv_at_harima"})


def test_the_open_case_asks_for_nothing() -> None:
    case = changed(two_makers(), "agreements", {"agreement": "pickup_at_delta"}, excludes=["suv_at_delta"])
    case = changed(case, "grants", {"agreement": "suv_at_delta"}, minimum_units_per_year=1_000.0)
    own = change("delta_venture", "nagi", "plant", "delta", "own_use", 90_000.0)
    free = open_case(added(with_venture(case), "changes", own))
    assert all(not row["excludes"] and not row["needs"] for row in agreement_rows(free).values())
    assert not any(free["grants"]["minimum_units_per_year"].fill_null(0.0).to_list())
    assert set(free["changes"]["change"]) == {"owned_share"}


def test_the_open_case_remembers_what_a_guest_is_guaranteed() -> None:
    case = changed(with_guest(two_makers()), "agreements", {"agreement": "zai_guest"}, status="candidate")
    grants = open_case(case)["grants"]
    assert grants.filter(grants["taker"] == "zai")["minimum_units_per_year"].to_list() == [20_000.0]

"""Surpluses of agreements as the last ones added, by hand."""

from __future__ import annotations

import pytest
from tests.cases.edits import added, changed, two_makers
from tests.cases.three_makers import split_pickup, three_makers

from teikei.agreements.book import Book
from teikei.base.options import AdviseOptions
from teikei.case.case import Case
from teikei.deals.advise import advise
from teikei.deals.coalitions import coalitions
from teikei.deals.last import last_added
from teikei.deals.rivals import rivals_out
from teikei.deals.worth import compared_books, surplus
from teikei.plan.optimise import Memory, plan

THREE = ("pickup_at_delta", "suv_at_delta", "k_suv_at_delta")


@pytest.mark.parametrize(
    ("agreement", "expected"),
    [
        ("pickup_at_delta", 430.5),  # the frame line is its own
        ("suv_at_delta", 542.6),  # 629 alone, less 86.4 that it takes from kita's place on the line
        ("k_suv_at_delta", 102.6),  # 189 alone, less the same 86.4
        ("suv_at_harima", -7.0),  # nobody builds under it: signing 4, running 3
    ],
)
def test_on_a_book_of_three(agreement: str, expected: float) -> None:
    memory = Memory()
    assert last_added(three_makers(), agreement, THREE, None, memory) == pytest.approx((expected, expected))
    assert memory.start is None


def test_what_it_excludes_goes_for_it_and_would_come_without_it() -> None:
    case = changed(three_makers(), "agreements", {"agreement": "suv_at_delta"}, excludes=["k_suv_at_delta"])
    assert rivals_out(case, "k_suv_at_delta") == ["suv_at_delta"]
    # outside: in the place of hoku's SUV kita's brings 189 where that brought 629
    book = ("pickup_at_delta", "suv_at_delta")
    assert last_added(case, "k_suv_at_delta", book) == pytest.approx((189.0 - 629.0,) * 2)
    # inside: without it kita's would be signed, so that it adds 629 - 189 and not 629
    assert last_added(case, "suv_at_delta", book) == pytest.approx((629.0 - 189.0,) * 2)
    # unless kita's is not among what is looked at
    assert last_added(case, "suv_at_delta", book, among=["suv_at_delta"]) == pytest.approx((629.0,) * 2)


def test_what_needs_it_goes_with_it() -> None:
    case = changed(two_makers(), "agreements", {"agreement": "suv_at_delta"}, needs=["pickup_at_delta"])
    both = ("pickup_at_delta", "suv_at_delta")
    # without the pickup the SUV falls too: 430.5 + 629
    assert last_added(case, "pickup_at_delta", both) == pytest.approx((1_059.5, 1_059.5))
    assert last_added(case, "suv_at_delta", both) == pytest.approx((629.0, 629.0))


def test_two_deals_of_use_only_together() -> None:
    # alone -7 each, both 423.5: as the last one each adds 423.5 + 7
    for name in ("pickup_at_delta", "frame_for_hoku"):
        both = ("pickup_at_delta", "frame_for_hoku")
        assert last_added(split_pickup(), name, both) == pytest.approx((430.5, 430.5))


def replaced() -> Case:
    """Hoku's SUV is built at Delta under a signed agreement for 40,000 cars; a new one for 80,000 would take
    its place, and Kita's SUV wants the room."""
    case = three_makers()
    (row,) = case["agreements"].filter(agreement="suv_at_delta").to_dicts()
    (grant,) = case["grants"].filter(agreement="suv_at_delta").to_dicts()
    signed = {"agreement": "suv_at_delta"}
    case = changed(case, "agreements", signed, status="signed", running_cost_m=46.25)
    case = added(case, "agreements", row | {"agreement": "suv_new", "excludes": ["suv_at_delta"]})
    case = added(case, "grants", grant | {"agreement": "suv_new", "limit_units_per_year": 80_000.0})
    return changed(case, "grants", signed, limit_units_per_year=40_000.0)


def test_what_it_ended_would_stand_on_without_it() -> None:
    case, others = replaced(), ("k_suv_at_delta", "pickup_at_delta")

    def v(*names: str) -> float:
        return plan(case, None, [*names, *others]).value

    right = v("suv_new") - max(v(), v("suv_at_delta"))
    assert right < 0 < v("suv_new") - v()
    assert last_added(case, "suv_new", ("suv_new", *others)) == pytest.approx((right, right))


def test_what_keeping_an_agreement_is_worth_counts_what_could_come_in_its_place() -> None:
    case = replaced()

    def v(*names: str) -> float:
        return plan(case, None, names).value

    right = v("suv_at_delta") - max(v(), v("suv_new"))
    assert right < 0 < v("suv_at_delta") - v()
    found = surplus(case, "suv_at_delta")
    assert found.alone == pytest.approx((right, right))
    assert found.without_book.agreements == {"suv_new"}


def test_what_needs_an_excluded_agreement_goes_with_it() -> None:
    case = replaced()
    other = {"agreement": "beside", "title": "Beside", "kind": "contract_build", "status": "signed"}
    other |= {"parties": ["nagi", "hoku"], "screen": "green", "months_to_sign": 6.0, "lead_years": 0.5}
    case = added(case, "agreements", other | {"needs": ["suv_at_delta"]})
    with_it, without = compared_books(case, "suv_new", Book.today(case))
    assert (with_it.agreements, without.agreements) == ({"suv_new"}, {"suv_at_delta", "beside"})
    # a candidate needs one that excludes what is signed: that is gone on both sides
    case = changed(case, "agreements", {"agreement": "pickup_at_delta"}, needs=["suv_new"])
    with_it, without = compared_books(case, "pickup_at_delta", Book.today(case))
    assert (with_it.agreements, without.agreements) == ({"suv_new", "pickup_at_delta"}, {"suv_new"})


def test_what_no_book_can_hold_is_rejected_and_the_others_are_valued() -> None:
    case = changed(
        three_makers(),
        "agreements",
        {"agreement": "pickup_at_delta"},
        needs=["suv_at_delta", "suv_at_harima"],
    )
    case = changed(case, "agreements", {"agreement": "suv_at_delta"}, excludes=["suv_at_harima"])
    found = advise(case, options=AdviseOptions(inputs=0, workers=1))
    verdict = found["pickup_at_delta"].verdict
    assert verdict.word == "rejected"
    assert verdict.reason.startswith("no book can hold it: 'suv_at_delta' excludes 'suv_at_harima'")
    assert found["k_suv_at_delta"].surplus_m is not None
    assert "pickup_at_delta" not in coalitions(case).agreements

"""Surpluses of agreements as the last ones added, by hand."""

from __future__ import annotations

import pytest
from tests.cases.edits import changed, two_makers
from tests.cases.three_makers import split_pickup, three_makers

from teikei.deals.last import last_added, rivals_out
from teikei.plan.optimise import Memory

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

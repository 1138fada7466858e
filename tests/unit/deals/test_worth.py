from __future__ import annotations

import pytest
from tests.cases.edits import changed, two_makers
from tests.cases.features import with_guest, with_second_grant

from teikei.agreements.book import Book
from teikei.base.errors import UsageError
from teikei.deals.worth import compared_books, surplus


def test_the_book_compared_with_loses_what_the_agreement_excludes() -> None:
    case = changed(two_makers(), "agreements", {"agreement": "suv_at_delta"}, excludes=["pickup_at_delta"])
    book = Book(case, ["pickup_at_delta"])
    with_it, without = compared_books(case, "suv_at_delta", book)
    assert with_it.agreements == {"suv_at_delta"}
    assert without.agreements == {"pickup_at_delta"}
    # 629 for the SUV less the 430.5 of the pickup that goes
    assert surplus(case, "suv_at_delta", book).alone == pytest.approx((198.5, 198.5))
    # the exclusion holds in either direction
    with_it, _ = compared_books(case, "pickup_at_delta", Book(case, ["suv_at_delta"]))
    assert with_it.agreements == {"pickup_at_delta"}


def test_what_the_agreement_needs_is_in_both_books() -> None:
    case = changed(two_makers(), "agreements", {"agreement": "suv_at_delta"}, needs=["pickup_at_delta"])
    case = changed(case, "agreements", {"agreement": "pickup_at_delta"}, needs=["suv_at_harima"])
    with_it, without = compared_books(case, "suv_at_delta", Book.today(case))
    assert with_it.agreements == {"suv_at_delta", "pickup_at_delta", "suv_at_harima"}
    assert without.agreements == {"pickup_at_delta", "suv_at_harima"}


def test_a_useless_deal_does_not_take_credit_for_what_it_needs() -> None:
    # suv_at_harima is worth -7 by hand, also on top of suv_at_delta (629), which it is made to need here
    case = changed(two_makers(), "agreements", {"agreement": "suv_at_harima"}, needs=["suv_at_delta"])
    assert surplus(case, "suv_at_harima").alone == pytest.approx((-7.0, -7.0))


def test_a_signed_one_is_valued_by_its_end() -> None:
    case = changed(
        two_makers(),
        "agreements",
        {"agreement": "suv_at_delta"},
        status="signed",
        months_to_sign=0,
        lead_years=0,
    )
    found = surplus(case, "suv_at_delta")
    assert found.without_book.agreements == frozenset()
    # in use from 2027: tooled a year later, 2028 at half and two full years:
    # 288 + 408 + 408 = 1,104; tooling 30 * 3 = 90; running 4. What signing cost is spent
    assert found.alone == pytest.approx((1_010.0, 1_010.0))


def test_parties_outsiders_and_touched() -> None:
    found = surplus(two_makers(), "suv_at_delta")
    assert (found.parties, found.outsiders) == (("nagi", "hoku"), ())
    assert found.touched == ("hoku", "nagi")
    case = changed(
        with_guest(two_makers()),
        "agreements",
        {"agreement": "zai_guest"},
        status="candidate",
        months_to_sign=0,
        lead_years=0,
    )
    guest = surplus(case, "zai_guest")
    assert (guest.parties, guest.outsiders) == (("nagi",), ("zai",))
    assert guest.touched == ("nagi",)
    # 30,000 * 500 = 15 M a year from 2027
    assert guest.alone == pytest.approx((60.0, 60.0))
    assert guest.units.tolist() == [30_000.0] * 4


def test_an_unknown_agreement() -> None:
    with pytest.raises(UsageError):
        surplus(two_makers(), "suv_at_detla")


def test_cars_that_two_deals_permit_count_under_one_of_them() -> None:
    # 80,000 h_suv at delta in 2030 under limits of 80,000 and 10,000: eight ninths of them
    case = with_second_grant(two_makers(), 0)
    found = surplus(case, "suv_at_delta", Book(case, ["more_at_delta"]))
    assert found.units[3] == pytest.approx(80_000.0 * 8 / 9)
    alone = surplus(case, "suv_at_delta")
    assert alone.units.tolist() == pytest.approx([0.0, 0.0, 40_000.0, 80_000.0])

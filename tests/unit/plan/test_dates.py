from __future__ import annotations

import math

import pytest
from tests.cases.edits import changed, two_makers

from teikei.agreements.book import Book, signed_at
from teikei.plan.dates import earliest_signing, launch_years, usable_year


@pytest.mark.parametrize(
    ("decided", "lead", "year"),
    [
        (2027.0, 0.0, 2027),
        (2027.0, 2.0, 2029),
        (2027.01, 0.0, 2028),
        (2027.5, 0.5, 2028),
        (2027.5, 0.51, 2029),
    ],
)
def test_usable_from_the_first_whole_year(decided: float, lead: float, year: int) -> None:
    assert usable_year(decided, lead) == year


def test_earliest_signing() -> None:
    case = changed(two_makers(), "agreements", {"agreement": "suv_at_delta"}, months_to_sign=3)
    book = Book(case, ["suv_at_delta", "pickup_at_delta"])
    both = frozenset(book.agreements)
    assert earliest_signing(book, both) == signed_at(case, "suv_at_delta")
    assert earliest_signing(book, frozenset()) == -math.inf


@pytest.mark.parametrize(
    ("table", "where", "cells", "year"),
    [
        # decided 2026-12-31, signed a day short of mid 2027
        ("agreements", {"agreement": "pickup_at_delta"}, {}, 2029),  # tooling and launch take a year
        ("agreements", {"agreement": "pickup_at_delta"}, {"lead_years": 2.0}, 2030),
        ("agreements", {"agreement": "pickup_at_delta"}, {"months_to_sign": 30}, 2031),
        ("models", {"model": "h_pickup"}, {"lead_years": 2.0}, 2030),
        ("models", {"model": "h_pickup"}, {"first_year": 2030}, 2030),
        ("tooling", {"model": "h_pickup"}, {"lead_years": 3.0}, 2031),
        ("platforms", {"platform": "n_frame"}, {"available_from": 2030}, 2030),
        ("platforms", {"platform": "n_frame"}, {"available_from": 2026, "lead_years": 3.0}, 2031),
    ],
)
def test_a_launch_waits_for_the_slowest_step(
    table: str, where: dict[str, str], cells: dict[str, float], year: int
) -> None:
    case = changed(two_makers(), table, where, **cells)
    assert launch_years(Book(case, ["pickup_at_delta"])) == {"h_pickup": year}


def test_a_book_that_brings_nothing() -> None:
    assert launch_years(Book(two_makers(), ["suv_at_delta"])) == {}

"""Searched books as text and as an object."""

from __future__ import annotations

import json

import pytest
from tests.cases.edits import changed, two_makers
from tests.cases.scripted import Scripted, deals

from teikei.base.options import SearchOptions
from teikei.deals.search import search, searched
from teikei.report.books import (
    searched_lines,
    searched_object,
)
from teikei.report.money import Money

USD, YEN = Money("USD", 1.0), Money("JPY", 150.0)


def test_books_that_hold_and_those_that_do_not() -> None:
    said = "\n".join(searched_lines(search(two_makers()), USD))
    assert said.startswith("Best joint book found: 1,060 ±0 m USD present value over today's book.")
    assert "nothing less than the best; reached from today, all, best joint book." in said
    table = {"": {"kita": 1.0}, "a": {"nagi": 1.0}, "b": {"nagi": 1.0}, "ab": {"kita": 1.0}}
    going = searched(Scripted(deals(a="nagi hoku", b="kita zai"), "ab", table), "", SearchOptions())
    assert any(line.startswith("No rest: ") for line in searched_lines(going, USD))


def test_what_is_excluded_says_by_what_and_what_it_lacks() -> None:
    case = changed(two_makers(), "agreements", {"agreement": "suv_at_delta"}, excludes=["pickup_at_delta"])
    said = "\n".join(searched_lines(search(case), USD))
    # 629 - 430.5
    assert "“The Hoku SUV built at Delta” is worth more to its parties; lacks 198.5 m USD" in said


def test_an_open_sign_is_said_to_be_open() -> None:
    table = {"": {}, "a": {"nagi": (-1.0, 5.0)}}
    found = searched(Scripted(deals(a="nagi hoku"), "a", table), "", SearchOptions())
    said = "\n".join(searched_lines(found, USD))
    assert "except undetermined: add “a”" in said
    assert "a: the sign is open" in said


def test_the_object_is_in_the_printed_currency() -> None:
    found = search(two_makers(), "nagi")
    made = json.loads(json.dumps(searched_object(found, YEN)))
    assert made["joint_m"] == pytest.approx([1_059.5 * 150] * 2)
    assert made["portfolio"]["last_m"]["suv_at_delta"] == pytest.approx([629.0 * 150] * 2)
    assert made["portfolio"]["pays_m"]["suv_at_delta"]["hoku"][0] == pytest.approx(318 * 150, abs=20)
    assert made["left_out"][0]["short_m_per_year"] == pytest.approx(1.75 * 150, abs=5)
    assert made["stable"][0]["starts"] == ["today", "all", "best joint book", "portfolio"]

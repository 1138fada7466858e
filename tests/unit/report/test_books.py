"""Searched books as text and as an object."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from tests.cases.edits import changed, two_makers
from tests.cases.scripted import Scripted, deals
from tests.cases.three_makers import three_makers

from teikei.base.options import SearchOptions
from teikei.deals.search import search, searched
from teikei.deals.shares import share
from teikei.report.books import (
    portfolio_lines,
    searched_lines,
    searched_object,
    share_lines,
    share_object,
)
from teikei.report.money import Money
from teikei.report.names import Names

USD, YEN = Money("USD", 1.0), Money("JPY", 150.0)


def test_the_portfolio_of_a_host() -> None:
    found = search(three_makers(), "nagi")
    said = "\n".join(portfolio_lines(found, USD))
    assert "Portfolio for Nagi Motor: 3 agreements, in a book of 3 worth 1,162 ±0 m USD to all" in said
    # 361.25 over the three years from 2028
    assert "Hoku Motor pays 120.4 ±" in said
    assert "a year 2028–2030" in said
    # hoku's SUV takes 86.4 from kita: 629 - 86.4
    assert "as the last one: 542.6 ±0 m USD" in said
    assert "No partner (Hoku Motor, Kita) would be better off without any set of its deals." in said
    assert "The Nagi SUV built at Harima: no car is built under it beside this book; lacks 7.0 m USD" in said
    assert portfolio_lines(search(two_makers()), USD) == []


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


def test_who_would_pay_for_a_deal() -> None:
    table = {"": {}, "a": {"nagi": -3.0, "kita": 4.0}}
    found = searched(Scripted(deals(a="nagi hoku"), "a", table, {"a": 1_000.0}), "nagi", SearchOptions())
    said = "\n".join(portfolio_lines(found, USD))
    # 3 M over four years of 1,000 cars
    assert "lacks 3.0 m USD, 0.8 m USD a year, 750.0 USD a car; Kita would gain enough to pay it" in said


def test_the_object_is_in_the_printed_currency() -> None:
    found = search(two_makers(), "nagi")
    made = json.loads(json.dumps(searched_object(found, YEN)))
    assert made["joint_m"] == pytest.approx([1_059.5 * 150] * 2)
    assert made["portfolio"]["last_m"]["suv_at_delta"] == pytest.approx([629.0 * 150] * 2)
    assert made["portfolio"]["pays_m"]["suv_at_delta"]["hoku"][0] == pytest.approx(318 * 150, abs=20)
    assert made["left_out"][0]["short_m_per_year"] == pytest.approx(1.75 * 150, abs=5)
    assert made["stable"][0]["starts"] == ["today", "all", "best joint book", "portfolio"]


def test_shares_by_a_rule() -> None:
    found = search(three_makers())
    split = share(found.profits, list(found.joint), "shapley")
    lines = share_lines(split, found, USD, Names(found.case))
    assert lines[0] == "Shapley value: 1,162 m USD present value over today's book, 3 agreements."
    assert "  Nagi Motor: 595.5 ±0 m USD" in lines
    assert "    Kita, Nagi Motor: 189.0 ±0 m USD" in lines
    made = share_object(split, YEN)
    assert made["shares_m"]["kita"] == pytest.approx([65.7 * 150] * 2, abs=20)
    assert made["by"] == "shapley"


def test_the_portfolio_says_which_books_hold_and_how_they_are_reached() -> None:
    lines = portfolio_lines(search(two_makers(), "nagi"), USD, timed=False)
    assert "Where deals are added, dropped and swapped until nobody moves:" in lines
    assert (
        "  Holds: this portfolio. Worth 1,060 ±0 m USD, nothing less than the best; reached from today, all, "
        "best joint book, portfolio."
    ) in lines
    # nothing that differs from run to run
    assert not any(" s." in line for line in lines)


def test_fees_of_a_portfolio_take_no_further_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    found = search(two_makers(), "nagi")

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("planned once more")

    monkeypatch.setattr("teikei.deals.fees.plan", refuse)  # what ending a signed deal costs is not asked
    assert any("Hoku Motor pays" in line for line in portfolio_lines(found, USD))
    assert found.profits.planned == found.planned


def test_a_deal_that_is_second_best_for_all_together_is_explained() -> None:
    found = search(two_makers(), "nagi")
    assert found.portfolio is not None
    assert not any(line.startswith("As the last one: over") for line in portfolio_lines(found, USD))
    last = dict.fromkeys(found.portfolio.last_m, (-3.0, -2.0))
    second = replace(found, portfolio=replace(found.portfolio, last_m=last))
    said = [line for line in portfolio_lines(second, USD) if line.startswith("As the last one: over")]
    assert len(said) == 1
    assert said[0].endswith("would bring them more together; Nagi Motor has more by this one.")


def test_what_no_book_was_tried_with_is_counted() -> None:
    few = search(two_makers(), "nagi", ["suv_at_delta", "suv_at_harima"])
    said = "Tried in no book: 1 agreement that does not pay alone, or was not asked for; "
    assert f"{said}`teikei stable` tries all." in portfolio_lines(few, USD)
    assert not any("Tried in no book" in line for line in portfolio_lines(search(two_makers(), "nagi"), USD))


def test_the_portfolio_names_a_cycle() -> None:
    table = {"": {"kita": 1.0}, "a": {"nagi": 1.0}, "b": {"nagi": 1.0}, "ab": {"kita": 1.0}}
    going = searched(Scripted(deals(a="nagi hoku", b="kita zai"), "ab", table), "nagi", SearchOptions())
    assert any(line.startswith("  No rest: add ") for line in portfolio_lines(going, USD))

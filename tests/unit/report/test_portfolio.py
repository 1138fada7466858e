from __future__ import annotations

from dataclasses import replace

import pytest
from tests.cases.edits import two_makers
from tests.cases.scripted import Scripted, deals
from tests.cases.three_makers import three_makers

from teikei.base.options import SearchOptions
from teikei.deals.search import search, searched
from teikei.report.money import Money
from teikei.report.names import Names
from teikei.report.portfolio import gain_lines, portfolio_lines, portfolio_tables

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


def test_who_would_pay_for_a_deal() -> None:
    table = {"": {}, "a": {"nagi": -3.0, "kita": 4.0}}
    found = searched(Scripted(deals(a="nagi hoku"), "a", table, {"a": 1_000.0}), "nagi", SearchOptions())
    said = "\n".join(portfolio_lines(found, USD))
    # 3 M over four years of 1,000 cars
    assert "lacks 3.0 m USD, 0.8 m USD a year, 750.0 USD a car; Kita would gain enough to pay it" in said


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


def test_gains_over_today_add_up_to_the_worth_losers_included() -> None:
    found = search(three_makers(), "nagi")
    assert found.portfolio is not None
    today = found.portfolio.over_today_m
    assert set(today) == {"hoku", "kita", "nagi"}
    assert sum(low for low, _ in today.values()) == pytest.approx(found.portfolio.worth_m[0], abs=0.1)
    lines = gain_lines(found.portfolio, USD, Names(found.case))
    assert lines[0].startswith("Gains after fees over today's book, m USD: ")
    assert lines[0].endswith("together what the book is worth.")
    assert lines[1].startswith("Gains after fees over this book without all its new deals")


def test_a_firm_that_loses_and_is_no_party_is_among_the_gains() -> None:
    # by a nagi gains 10, kita loses 4 and is not asked
    table = {"": {}, "a": {"nagi": 10.0, "kita": -4.0}}
    found = searched(Scripted(deals(a="nagi hoku"), "a", table), "nagi", SearchOptions())
    said = "\n".join(portfolio_lines(found, USD))
    # half of 10 is paid to hoku; 5 + 5 - 4 = 6
    assert "Hoku Motor 5.0 ±0, Kita -4.0 ±0 (no party), Nagi Motor 5.0 ±0; together" in said
    assert "worth 6.0 ±0 m USD to all over today's book; Nagi Motor has 5.0 ±0 m USD more" in said


def test_the_tables_hold_who_pays_and_who_gains() -> None:
    found = search(two_makers(), "nagi")
    pays, gains = portfolio_tables(found, YEN)
    names = [column.name for column in pays.columns]
    rows = [dict(zip(names, row, strict=True)) for row in pays.rows]
    assert {(row["agreement"], row["firm"]) for row in rows} == {
        (a, f) for a in ("pickup_at_delta", "suv_at_delta") for f in ("hoku", "nagi")
    }
    paid = next(row for row in rows if row["agreement"] == "suv_at_delta" and row["firm"] == "hoku")
    assert paid["pays_low_m"] == pytest.approx(318 * 150, abs=20)
    assert paid["last_low_m"] == pytest.approx(629 * 150)
    total = sum(row[3] for row in gains.rows if isinstance(row[3], float))
    assert total == pytest.approx(1_059.5 * 150, abs=20)
    assert portfolio_tables(search(two_makers()), USD) == ()

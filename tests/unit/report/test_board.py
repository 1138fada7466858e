from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace

import openpyxl
import polars as pl
import pytest

from teikei.deals.advice import Advice
from teikei.deals.agenda import agenda
from teikei.deals.board import Signs
from teikei.report.board import TITLES, board_workbook, paper, rate_words, swing_words
from teikei.report.board_how import HOW
from teikei.report.board_money import BEFORE, Year
from teikei.report.leaf_page import leaf_page
from teikei.report.money import Money

SIGNS = Signs(("free",), {"suv_at_delta": {"free": (301.0, 301.0)}})


def test_the_answer_comes_first(advice: Advice, dollars: Money) -> None:
    leaf, _ = paper(agenda(replace(advice, focal="hoku"), None), dollars, "free", Year(), SIGNS)
    # hoku 632.5 − 318; cash −152.5 − 106 in 2028, 287.5 − 106, 407.5 − 106
    assert [n.figure.text for n in leaf.numbers[:3]] == ["314.5 m USD", "629.0 ±0 m USD", "258.5 m USD"]
    assert leaf.numbers[0].label == "gain of Hoku Motor after payments, present value"
    assert leaf.numbers[0].beside == "it pays 318.0 m USD net; before payments 632.5 m USD"
    assert "632.5 − 318.0" in leaf.numbers[0].figure.behind[0]
    assert leaf.numbers[2].label == "peak funding of Hoku Motor, after payments"
    assert leaf.numbers[2].beside == "in 2028; paid back from 2030; before payments 152.5 m USD in 2028"
    assert all(n.figure.behind for n in leaf.numbers)
    assert "recommended for all planning firms together, 1 agreement" in leaf.sentence
    assert "scenario free" in leaf.about
    titles = [s.title for s in leaf.sections]
    assert titles[0] == "What to sign, and on what terms"
    assert titles[-1] == "Not for signing now"
    assert "In other futures" in titles
    assert "holds no portfolio searched for Hoku Motor" in leaf.warnings[0]
    assert "--for hoku" in leaf.warnings[0]
    assert leaf.warnings[1:] == (
        "The other futures are laid over scenario free, on which the whole paper stands.",
    )
    deals = next(s for s in leaf.sections if s.title == "Operating profit, agreement by agreement")
    assert [row[1].text for row in deals.grids[0].rows] == [
        "all planning firms",
        "Hoku Motor, after payments",
        "Hoku Motor, before payments",
    ]


def test_without_cash_or_futures_the_paper_says_so(advice: Advice, dollars: Money) -> None:
    leaf, _ = paper(agenda(replace(advice, cash=pl.DataFrame()), None), dollars, "", Year(), None)
    assert len(leaf.numbers) == 2
    assert any("holds no cash" in line for line in leaf.warnings)
    assert any("No other future" in line for line in leaf.warnings)


def test_page_and_workbook_hold_the_same_figures_and_the_same_bytes_twice(
    advice: Advice, dollars: Money
) -> None:
    day = dt.date(2026, 12, 31)
    (leaf, tables), (again, others) = (
        paper(agenda(advice, None), dollars, "", Year(), SIGNS) for _ in range(2)
    )
    assert leaf_page(leaf) == leaf_page(again)
    content = board_workbook(leaf, tables, day)
    assert content == board_workbook(again, others, day)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["answer", *(t.name for t in tables), "how_counted"]
    sheet = book["profit_by_firm"]
    change = [
        row for row in sheet.iter_rows(min_row=3, values_only=True) if row[:2] == ("Hoku Motor", BEFORE)
    ]
    assert round(change[0][4], 4) == 256.8333
    assert "256.8" in leaf_page(leaf)


def test_a_paper_on_a_portfolio_says_so_first_and_how_the_joint_list_differs(
    advice: Advice, dollars: Money
) -> None:
    portfolio = {"for": "hoku", "agreements": ["suv_at_delta"], "own": ["suv_at_delta"]}
    portfolio |= {"gain_m": [332.5, 332.5], "pays_m": {"suv_at_delta": {"hoku": [300.0, 300.0]}}}
    mine = replace(advice, focal="hoku", signed_together=())
    leaf, tables = paper(agenda(mine, {"portfolio": portfolio}), dollars, "", Year(), SIGNS)
    assert leaf.numbers[0].figure.text == "332.5 ±0 m USD"
    assert leaf.sentence.startswith("This paper is about the portfolio searched for Hoku Motor, 1 agreement")
    assert "without “The Hoku SUV built at Delta”" in leaf.sentence
    assert leaf.warnings == ()
    gains = next(t for t in tables if t.name == "gains")
    # change 632.5, equal plans split evenly, pays 300
    assert gains.rows[0] == ("Hoku Motor", *(pytest.approx(v, abs=1e-6) for v in (632.5, 0.0, 300.0, 332.5)))
    other = agenda(replace(advice, focal="nagi"), {"portfolio": portfolio})
    leaf, _ = paper(other, dollars, "", Year(), None)
    assert "was searched for Hoku Motor, not for Nagi Motor" in leaf.warnings[0]


def test_another_currency_says_its_rate_and_source(advice: Advice, dollars: Money, yen: Money) -> None:
    assert rate_words(advice.case, dollars) == ""
    assert rate_words(advice.case, yen).startswith("150.00 JPY for one USD, 2026 (fx.csv, ")
    leaf, _ = paper(agenda(advice, None), yen, "", Year(), None)
    assert "150.00 JPY for one USD" in leaf.about


def test_every_table_says_how_it_is_counted(advice: Advice, dollars: Money) -> None:
    leaf, _ = paper(agenda(advice, None), dollars, "", Year(), SIGNS)
    page = leaf_page(leaf)
    grids = [grid for section in leaf.sections for grid in section.grids]
    assert all(grid.how for grid in grids)
    assert page.count("How counted</summary>") == len(grids)
    assert set(HOW) == set(TITLES)


def test_the_largest_change_from_year_to_year_is_named(advice: Advice, dollars: Money) -> None:
    yearly = pl.DataFrame(
        [("hoku", "parts_duty", 2027, -100.0), ("hoku", "parts_duty", 2028, -200.0)],
        schema=["firm", "account", "year", "without_m"],
        orient="row",
    )
    listed = agenda(advice, None)
    said = swing_words(replace(listed, advice=replace(advice, yearly=yearly)), dollars)
    assert "Hoku Motor falls from -100.0 in 2027 to -200.0 m USD in 2028" in said
    assert "duty on parts, -100.0 and then -200.0" in said
    assert swing_words(replace(listed, advice=replace(advice, yearly=yearly.head(1))), dollars) == ""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace

import openpyxl
import polars as pl

from teikei.deals.advice import Advice
from teikei.deals.board import Signs
from teikei.report.board import board_workbook, paper
from teikei.report.board_tables import Year
from teikei.report.leaf_page import leaf_page
from teikei.report.money import Money

SIGNS = Signs(("free",), {"suv_at_delta": {"free": (301.0, 301.0)}})


def test_the_answer_comes_first(advice: Advice, dollars: Money) -> None:
    leaf, _ = paper(replace(advice, focal="hoku"), dollars, "free", Year(), SIGNS)
    assert [n.figure.text for n in leaf.numbers[:2]] == ["629.0 ±0 m USD", "152.5 m USD"]
    assert leaf.numbers[1].label == "peak funding of Hoku Motor"
    assert leaf.numbers[1].beside == "in 2028; paid back from 2029"
    assert leaf.sentence.startswith("Sign “The Hoku SUV built at Delta”")
    assert "scenario free" in leaf.about
    titles = [s.title for s in leaf.sections]
    assert titles[0] == "What to sign, and on what terms"
    assert titles[-1] == "Not for signing now"
    assert "In other futures" in titles
    assert leaf.warnings == (
        "The other futures are laid over scenario free, on which the whole paper stands.",
    )
    deals = next(s for s in leaf.sections if s.title == "Operating profit, agreement by agreement")
    assert [row[1].text for row in deals.grids[0].rows] == ["all planning firms", "Hoku Motor"]


def test_without_cash_or_futures_the_paper_says_so(advice: Advice, dollars: Money) -> None:
    leaf, _ = paper(replace(advice, cash=pl.DataFrame()), dollars, "", Year(), None)
    assert len(leaf.numbers) == 2
    assert any("holds no cash" in line for line in leaf.warnings)
    assert any("No other future" in line for line in leaf.warnings)


def test_page_and_workbook_hold_the_same_figures_and_the_same_bytes_twice(
    advice: Advice, dollars: Money
) -> None:
    day = dt.date(2026, 12, 31)
    (leaf, tables), (again, others) = (paper(advice, dollars, "", Year(), SIGNS) for _ in range(2))
    assert leaf_page(leaf) == leaf_page(again)
    content = board_workbook(leaf, tables, day)
    assert content == board_workbook(again, others, day)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["answer", *(t.name for t in tables)]
    sheet = book["profit_by_firm"]
    change = [
        row for row in sheet.iter_rows(min_row=3, values_only=True) if row[:2] == ("Hoku Motor", "change")
    ]
    assert round(change[0][4], 4) == 256.8333
    assert "256.8" in leaf_page(leaf)

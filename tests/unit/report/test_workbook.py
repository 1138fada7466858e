from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest

from teikei.deals.advice import Advice
from teikei.report.answer import Findings, findings
from teikei.report.money import Money
from teikei.report.tables import Column, Table
from teikei.report.workbook import advice_workbook, tables_workbook


@pytest.fixture(scope="module")
def book(found: Findings, advice: Advice) -> Any:
    day = advice.case.settings.decision_date
    return openpyxl.load_workbook(io.BytesIO(advice_workbook(found, day)))


def test_the_answer_comes_first_then_a_sheet_a_table(book: Any, found: Findings) -> None:
    assert book.sheetnames == ["answer", *(t.name for t in found.tables)]
    texts = [cell.value for row in book["answer"].iter_rows() for cell in row if cell.value]
    assert "629.0 ±0 m USD" in texts
    assert found.sentence in texts


def test_units_stand_in_the_headers_and_numbers_are_numbers(book: Any) -> None:
    sheet = book["agreements"]
    heads = [cell.value for cell in sheet[2]]
    at = heads.index("surplus, low end [m USD, present value at 2026-12-31]")
    values = {row[0].value: row[at].value for row in sheet.iter_rows(min_row=3)}
    assert values == pytest.approx({"pickup_at_delta": 430.5, "suv_at_delta": 629.0, "suv_at_harima": -7.0})


def test_a_title_is_never_a_formula(strange: Advice, dollars: Money) -> None:
    day = strange.case.settings.decision_date
    content = advice_workbook(findings(strange, dollars), day)
    read = openpyxl.load_workbook(io.BytesIO(content))
    assert "<b>[red]</b>" in [row[1].value for row in read["agreements"].iter_rows(min_row=3)]


def test_people_are_whole_rounding_is_nothing_and_a_sheet_fits_on_a_page() -> None:
    columns = (Column("a", "plant"), Column("b", "jobs", "people"), Column("c", "fee", "m USD"))
    table = Table("plants", "Jobs.", columns, (("Delta", 3500.4, -2.3e-13), ("Harima", None, -0.04)))
    content = tables_workbook("Board", ["line"], [table], dt.date(2026, 12, 31))
    sheet = openpyxl.load_workbook(io.BytesIO(content))["plants"]
    assert [(c.value, c.number_format) for c in sheet[3][1:]] == [(3500.4, "#,##0"), (0, "#,##0.0")]
    assert sheet["C4"].value == -0.04
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)

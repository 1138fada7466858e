"""The advice as a workbook: the answer on the first sheet, then a sheet a table with units in the headers."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from teikei.report.answer import Findings
    from teikei.report.tables import Table

WIDEST = 60
NOTHING = 1e-9
"""Below it a figure is rounding, which a sheet would print as -0.0."""
PAPER_A4 = 9
WHOLE = ("people",)
"""Units that are counted in whole numbers."""


def advice_workbook(found: Findings, day: dt.date) -> bytes:
    """The file's bytes; equal answers give equal bytes, for the date in it is the decision date."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": found.title, "created": dt.datetime.combine(day, dt.time())})
    styles = _styles(book)
    _answer(book, found, styles)
    for table in found.tables:
        _sheet(book, table, styles)
    book.close()
    return file.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    """Formats of cells."""
    return {
        "title": book.add_format({"bold": True, "font_size": 16}),
        "figure": book.add_format({"bold": True, "font_size": 14}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        "head": book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E8EDF2"}
        ),
        "whole": book.add_format({"num_format": "#,##0"}),
        "amount": book.add_format({"num_format": "#,##0.0"}),
        "share": book.add_format({"num_format": "0%"}),
        "plain": book.add_format({}),
    }  # fmt: skip


def tables_workbook(title: str, lines: Sequence[str], tables: Sequence[Table], day: dt.date) -> bytes:
    """A workbook of tables under a first sheet of lines; equal content gives equal bytes."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": title, "created": dt.datetime.combine(day, dt.time())})
    styles = _styles(book)
    sheet = book.add_worksheet("answer")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 120)
    sheet.write_string(0, 0, title, styles["title"])
    for row, line in enumerate(lines, start=2):
        sheet.write_string(row, 0, line, styles["wrap"])
    _on_paper(sheet)
    for table in tables:
        _sheet(book, table, styles)
    book.close()
    return file.getvalue()


def _answer(book: Any, found: Findings, styles: dict[str, Any]) -> None:
    sheet = book.add_worksheet("answer")
    _on_paper(sheet)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 44)
    sheet.set_column(2, 8, 22)
    about = f"case {found.case}, {found.horizon}" + (f", scenario {found.scenario}" if found.scenario else "")
    sheet.write_string(0, 0, found.title, styles["title"])
    sheet.write_string(1, 0, about + (f", agreements of {found.focal}" if found.focal else ""))
    row = 3
    for said in found.first:
        sheet.merge_range(row, 0, row, 8, said, styles["wrap"])
        sheet.set_row(row, 48)
        row += 1
    for number in found.numbers:
        sheet.write_string(row, 0, number.figure, styles["figure"])
        sheet.write_string(row, 1, number.label)
        sheet.write_string(row, 2, number.beside)
        row += 1
    sheet.merge_range(row + 1, 0, row + 1, 8, found.sentence, styles["wrap"])
    sheet.set_row(row + 1, 48)
    row += 3
    sheet.write_string(
        row, 0, f"Surplus in {found.unit}, present value at {found.decided_at} unless “a year”"
    )
    heads = (
        "verdict",
        "agreement",
        "parties",
        "surplus",
        "a year",
        "before diversion",
        "input range",
        "first cars",
        "why",
    )
    for column, head in enumerate(heads):
        sheet.write_string(row + 1, column, head, styles["head"])
    row += 2
    for _, lines in found.groups:
        for line in lines:
            figures = (line.surplus, line.yearly, line.before, line.inputs, line.start)
            cells = (f"{line.sign} {line.verdict}", line.title, line.parties, *figures, line.reason)
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell)
            row += 1
    for note in (*found.notes, *found.limits, f"Money is {found.discounting}.", found.versions):
        row += 1
        sheet.write_string(row, 0, note)


def _sheet(book: Any, table: Table, styles: dict[str, Any]) -> None:
    sheet = book.add_worksheet(table.name)
    sheet.write_string(0, 0, table.caption)
    for number, column in enumerate(table.columns):
        sheet.write_string(1, number, column.head, styles["head"])
        texts = [len(str(row[number])) for row in table.rows if isinstance(row[number], str)]
        sheet.set_column(number, number, min(WIDEST, max([12, *texts])))
    sheet.set_row(1, 48)
    sheet.freeze_panes(2, 1)
    for at, row in enumerate(table.rows, start=2):
        for number, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            if cell is None:
                continue
            if isinstance(cell, bool):
                sheet.write_boolean(at, number, cell)
            elif isinstance(cell, str):
                sheet.write_string(at, number, cell)
            else:
                shown = 0.0 if abs(cell) < NOTHING else cell
                sheet.write_number(at, number, shown, styles[_format(column.name, column.unit)])
    _on_paper(sheet)
    sheet.repeat_rows(1)
    if table.rows:
        sheet.autofilter(1, 0, 1 + len(table.rows), len(table.columns) - 1)


def _on_paper(sheet: Any) -> None:
    """A4 across, as wide as one page."""
    sheet.set_paper(PAPER_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _format(name: str, unit: str) -> str:
    if unit == "share":
        return "share"
    if unit in WHOLE:
        return "whole"
    if "year" in unit and name.endswith("units_per_year"):
        return "whole"
    return "amount" if unit and unit not in ("year", "relative") else "plain"

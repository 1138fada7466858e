"""From cells as text to typed columns; what cannot be read as its kind is a fault with a hint."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence

import polars as pl

from teikei.base.errors import Fault, did_you_mean
from teikei.case.columns import Column, split

FORMULA = r"^[=@]|^[+\-][A-Za-z_]+[(|!]|^#(REF|NAME|VALUE|DIV/0|NUM|NULL|N/A|SPILL|CALC)[!?]?"
"""Cells that a spreadsheet computes, or a spreadsheet's error values; the case holds figures only."""

_TRUE, _FALSE = ("true", "yes", "1"), ("false", "no", "0")
_DATE = r"^\d{4}-\d{2}-\d{2}$"


def typed(column: Column, cells: Sequence[str]) -> tuple[pl.Series, list[int]]:
    """The cells as values of the column's kind, and the positions of those that are not of this kind.

    A blank cell becomes the default of the column, null if the column has none.
    """
    text = pl.Series(column.name, cells, dtype=pl.String).str.strip_chars()
    blank = text == ""
    match column.kind:
        case "text":
            return text.set(blank, column.default or ""), []
        case "list":
            return pl.Series(column.name, [split(cell) for cell in text], dtype=column.dtype), []
        case "number":
            values = text.cast(pl.Float64, strict=False)
            values = values.set(~values.is_finite().fill_null(True), None) + 0.0
        case "integer":
            numbers = text.cast(pl.Float64, strict=False)
            whole = ((numbers == numbers.round()) & (numbers.abs() < 2**53)).fill_null(False)
            values = numbers.set(~whole, None).cast(pl.Int64)
        case "flag":
            lower = text.str.to_lowercase()
            known = pl.Series([True if c in _TRUE else False if c in _FALSE else None for c in lower])
            values = known.cast(pl.Boolean)
        case "date":
            shaped = text.set(~text.str.contains(_DATE), None)
            values = shaped.str.to_date("%Y-%m-%d", strict=False)
    wrong = (values.is_null() & ~blank).arg_true().to_list()
    if column.default is not None:
        values = values.set(blank, column.default) if blank.any() else values
    return values.alias(column.name), wrong


def formulas(cells: Sequence[str]) -> list[int]:
    """Positions of cells that hold a formula or a spreadsheet's error value."""
    return pl.Series(cells, dtype=pl.String).str.strip_chars().str.contains(FORMULA).arg_true().to_list()


def kind_fault(column: Column, cell: str, where: str) -> Fault:
    """The fault of a cell that is not of its column's kind."""
    shown = cell if len(cell) <= 40 else f"{cell[:37]}…"
    return Fault(
        where,
        f"{column.name} is {shown!r}, which is not {_ARTICLE[column.kind]}",
        f"this column holds {column.meaning or _ARTICLE[column.kind]}" + _unit(column),
        _kind_fix(column, cell.strip()),
    )


def formula_fault(cell: str, where: str) -> Fault:
    """The fault of a cell that a spreadsheet computes."""
    shown = cell if len(cell) <= 40 else f"{cell[:37]}…"
    return Fault(
        where,
        f"the cell {shown!r} is a spreadsheet formula or its error",
        "a case holds figures only; a formula would be read as text, or run when the file is opened",
        "paste the value in place of the formula; start a text with another sign than = or @",
    )


_ARTICLE = {
    "number": "a number",
    "integer": "a whole number",
    "flag": "true or false",
    "date": "a date (year-month-day)",
    "text": "a text",
    "list": "a list joined by ';'",
}


def _unit(column: Column) -> str:
    return f" ({column.unit})" if column.unit else ""


def _kind_fix(column: Column, cell: str) -> str:
    if column.kind in ("number", "integer"):
        for pattern, hint in _NUMBER_HINTS:
            found = re.fullmatch(pattern, cell)
            if found:
                return hint(found)
        if column.kind == "integer" and re.fullmatch(r"[+-]?\d+\.\d+", cell):
            return f"write {round(float(cell))} if you meant the nearest whole number"
        return "write a plain number such as 1234.5, without unit, spaces or separators; blank if unknown"
    if column.kind == "date":
        for order in ("%d.%m.%Y", "%Y/%m/%d", "%Y.%m.%d", "%d %B %Y", "%d %b %Y", "%Y-%m-%d"):
            try:
                return f"write {dt.datetime.strptime(cell, order).date().isoformat()}"
            except ValueError:
                continue
        return "write it as 2026-12-01 (a day that the calendar has)"
    return "write true or false"


_NUMBER_HINTS: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (r"([+-]?[\d.]+)\s*%", lambda m: f"write {float(m[1].strip('.') or 0) / 100:g} for {m[0]}"),
    (r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", lambda m: f"write {m[0].replace(',', '')} without separators"),
    (r"[+-]?\d+,\d+", lambda m: f"write {m[0].replace(',', '.')} with a point"),
    (r"[+-]?\d[\d ' _]*\d", lambda m: f"write {re.sub(r'[^0-9+-]', '', m[0])} without separators"),
    (r"[^\d\s.+-]+\s*([\d.]+)", lambda m: f"write {m[1]} and put the currency in column currency"),
)


def choice_fault(column: Column, cell: str, where: str) -> Fault:
    """The fault of a word that is not among the choices of its column."""
    return Fault(
        where,
        f"{column.name} is {cell!r}, which is not one of its words",
        f"this column says {column.meaning}; allowed: {', '.join(column.choices)}",
        did_you_mean(cell, column.choices, "the reference of this column"),
    )


def limit_fault(column: Column, value: float, where: str) -> Fault:
    """The fault of a number beyond the limits of its column, with a hint where the size gives one away."""
    bounds = [
        f"{'more than' if column.open_least else 'at least'} {column.least:g}"
        if column.least is not None
        else "",
        f"{'less than' if column.open_most else 'at most'} {column.most:g}"
        if column.most is not None
        else "",
    ]
    allowed = " and ".join(bound for bound in bounds if bound)
    fix = f"give a value of {allowed}"
    if column.most is not None and value > column.most and value / 100 <= column.most and column.most <= 3:
        fix = f"write {value / 100:g} if you meant {value:g} %"
    elif column.unit.startswith("cars") and column.most is not None and value > column.most:
        fix = f"{fix}; units are single cars, not thousands"
    elif column.least is not None and value < column.least <= 0 and -value >= column.least:
        fix = f"write {-value:g} if the sign slipped in; costs are positive"
    return Fault(
        where,
        f"{column.name} is {value:g}, but must be {allowed}",
        f"this column holds {column.meaning}" + _unit(column),
        fix,
    )


def blank_fault(column: Column, where: str) -> Fault:
    """The fault of a blank cell in a required column."""
    return Fault(
        where,
        f"{column.name} is blank",
        f"there is no default for {column.meaning or column.name}",
        f"fill in {_ARTICLE[column.kind]}" + (f" in {column.unit}" if column.unit else ""),
    )

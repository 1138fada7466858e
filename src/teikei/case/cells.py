"""From cells as text to typed columns; what cannot be read as its kind is a fault with a hint."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import polars as pl

from teikei.base.errors import Fault, did_you_mean
from teikei.case.columns import Column, split

FORMULA = r"^[=@]|^[+\-][A-Za-z_]+[(|!]|^#(REF|NAME|VALUE|DIV/0|NUM|NULL|N/A|SPILL|CALC)[!?]?"
"""Cells that a spreadsheet computes, or a spreadsheet's error values; the case holds figures only."""

_TRUE, _FALSE = ("true", "yes", "1"), ("false", "no", "0")
_DATE = r"^\d{4}-\d{2}-\d{2}$"


Wrong = dict[str, list[int]]
"""Column -> positions of its cells that are wrong."""


def typed(wanted: Sequence[Column], cells: Mapping[str, Sequence[str]]) -> tuple[pl.DataFrame, Wrong, Wrong]:
    """Cells as values of the kinds of their columns.

    A blank cell becomes the default of its column, null if the column has none. All columns are read in one
    expression, as a table has many columns and each step of Polars has its price.

    Parameters
    ----------
    wanted : columns, all of them in ``cells``
    cells : column name -> its cells as text

    Returns
    -------
    tuple
        the frame, the positions of cells that are not of their column's kind, the positions of formulas
    """
    text = {column.name: pl.Series(cells[column.name], dtype=pl.String) for column in wanted}
    raw = pl.DataFrame(text).select(pl.all().str.strip_chars())
    formula = found_in(raw, {column.name: pl.col(column.name).str.contains(FORMULA) for column in wanted})
    values = {column.name: _value(column) for column in wanted}
    blank = {column.name: pl.col(column.name) == "" for column in wanted}
    wrong = found_in(raw, {name: ~blank[name] & value.is_null() for name, value in values.items()})
    for column in wanted:
        if column.default not in (None, ""):
            filled = pl.when(blank[column.name]).then(pl.lit(column.default))
            values[column.name] = filled.otherwise(values[column.name])
    lists = [
        pl.Series(column.name, [split(cell) for cell in raw[column.name]], dtype=column.dtype)
        for column in wanted
        if column.kind == "list"
    ]
    return raw.select(value.alias(name) for name, value in values.items()).with_columns(lists), wrong, formula


def found_in(frame: pl.DataFrame, marks: Mapping[str, pl.Expr]) -> Wrong:
    """The positions at which each mark is true; marks that are true nowhere are left out."""
    if not marks:
        return {}
    any_true = frame.select(mark.any().alias(name) for name, mark in marks.items())
    hit = [name for name in marks if any_true[name].item()]
    true = frame.select(marks[name].fill_null(False).alias(name) for name in hit)
    return {name: true[name].arg_true().to_list() for name in hit}


def _value(column: Column) -> pl.Expr:
    """The value of a stripped cell, null if it is not of the column's kind."""
    text = pl.col(column.name)
    match column.kind:
        case "number":
            number = text.cast(pl.Float64, strict=False)
            # minus zero would change the hash of a case without changing any figure
            return pl.when(number.is_finite()).then(number + 0.0)
        case "integer":
            number = text.cast(pl.Float64, strict=False)
            whole = (number == number.round()) & (number.abs() < 2**53)
            return pl.when(whole).then(number).cast(pl.Int64)
        case "flag":
            lower = text.str.to_lowercase()
            return pl.when(lower.is_in(_TRUE)).then(True).when(lower.is_in(_FALSE)).then(False)
        case "date":
            return pl.when(text.str.contains(_DATE)).then(text).str.to_date("%Y-%m-%d", strict=False)
        case _:
            return text


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
        _nearest_word(cell, column.choices),
    )


@lru_cache(maxsize=1000)
def _nearest_word(cell: str, choices: tuple[str, ...]) -> str:
    return did_you_mean(cell[:100], choices, "the reference of this column")


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

"""What stands behind a figure, in lines: formula, what it is worked out from, the rows with their sources."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from teikei.report.leaf import Cell
from teikei.report.money import rounded

if TYPE_CHECKING:
    from teikei.deals.figure import Cited, Figure
    from teikei.report.money import Money
    from teikei.report.names import Names

ROWS = 6
"""Rows that a figure names; the section on what the sheet rests on names them all."""
COUNTS = ("parties", "sum of discount factors", "discounted cars")
"""Parts that are no money."""


def printed(figure: Figure, money: Money) -> str:
    """A figure with its interval, without its unit."""
    if figure.unit == "cars a year":
        return f"{figure.value:,.0f}"
    if figure.unit == "a car":
        value, low, high = (rounded(v * money.factor, 0) for v in (figure.value, figure.low, figure.high))
        return value if low == high else f"{value} ({low} to {high})"
    if figure.certified:
        return money.interval(figure.low, figure.high)
    low, high = money.number(figure.low), money.number(figure.high)
    return money.number(figure.value) if low == high else money.around(figure.value, figure.low, figure.high)


def unit_of(figure: Figure, money: Money) -> str:
    """``m USD``, ``m USD a year``, ``USD a car`` or ``cars a year``."""
    words = {"m": money.unit, "m a year": f"{money.unit} a year", "a car": f"{money.currency} a car"}
    return words.get(figure.unit, figure.unit)


def cell_of(figure: Figure | None, money: Money, names: Names, *, unit: bool = False) -> Cell:
    """A figure as a cell that opens; nothing where there is none."""
    if figure is None:
        return Cell("", number=True)
    text = printed(figure, money) + (f" {unit_of(figure, money)}" if unit else "")
    return Cell(text, behind(figure, money, names), number=True)


def behind(figure: Figure, money: Money, names: Names) -> tuple[str, ...]:
    """Formula, interval, parts and rows."""
    lines = [f"How: {figure.formula.rstrip(':')}."]
    if figure.certified:
        lines.append("The interval is certified for these inputs.")
    elif figure.low != figure.high:
        lines.append("The range is over equally good plans or moved inputs; it is not certified.")
    if figure.undetermined:
        lines.append("Undetermined: the range holds zero.")
    if figure.parts:
        lines.append("From: " + "; ".join(_part(words, value, money, names) for words, value in figure.parts))
    lines += [f"Row: {row_words(one, names)}" for one in figure.rests[:ROWS]]
    if len(figure.rests) > ROWS:
        lines.append(f"and {len(figure.rests) - ROWS} more rows, under “What it rests on”.")
    return tuple(lines)


def _part(words: str, value: float, money: Money, names: Names) -> str:
    named = " ".join(names.firms.get(w, w) for w in words.split(" "))
    if words in COUNTS:
        return f"{named} {value:,.4f}".rstrip("0").rstrip(".")
    return f"{named} {money.number(value)}"


def row_words(one: Cited, names: Names) -> str:
    """``tooling.csv:3, Hoku pickup, Delta: tooling cost 100 (50 to 2,000), assumption, Invented``."""
    named = ", ".join(names.firms.get(w, names.thing(w)) for w in one.row.split(" "))
    column = column_words(one.column)
    said = value_words(one.value)
    if one.low is not None or one.high is not None:
        ends = (value_words(v if v is not None else one.value) for v in (one.low, one.high))
        said += f" ({' to '.join(ends)})"
    sources = "; ".join(one.sources) or "no source"
    return f"{one.place}, {named}: {column} {said}, {one.confidence}, {sources}"


def column_words(column: str) -> str:
    """A column of a table as printed: ``signing_cost_m`` is ``signing cost, million,``."""
    return re.sub(r"_m$", ", million,", column).replace("_", " ")


def value_words(value: float | str | None) -> str:
    """A cell of a table as printed."""
    if value is None:
        return "blank"
    if isinstance(value, str):
        return value.replace("_", " ")
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.4g}"

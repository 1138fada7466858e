"""A figure with all that stands behind it: interval, unit, formula, what it is worked out from, rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from teikei.case.case import Case
from teikei.case.tables.registry import TABLES
from teikei.deals.inputs import Input

ASSUMED = "assumption"
"""The confidence of a row that is not known from anybody."""
DUST = 1e-6
"""Distance from zero that is rounding: no sign hangs on it."""


@dataclass(frozen=True, slots=True)
class Cited:
    """One cell of a table that a figure rests on; ``row``: its key in words, ``sources``: titles."""

    table: str
    place: str
    row: str
    column: str
    value: float | str | None
    low: float | None
    high: float | None
    confidence: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a sheet.

    Attributes
    ----------
    name : what it is, e.g. ``gain nagi``
    unit : ``m`` (million, present value), ``m a year``, ``a car``, ``cars a year``
    value, low, high : the figure and its interval or range, in case currency
    certified : whether the interval is proved, for these inputs
    formula : how it comes about
    parts : what it is worked out from, in words and figures
    rests : cells of the tables that it hangs on
    assumed : share of what moves it that rests on assumptions; None where nothing is known to move it
    """

    name: str
    unit: str
    value: float
    low: float
    high: float
    certified: bool
    formula: str
    parts: tuple[tuple[str, float], ...] = ()
    rests: tuple[Cited, ...] = ()
    assumed: float | None = None

    @property
    def undetermined(self) -> bool:
        """Whether its sign is open: the interval holds zero inside.

        >>> ends = [(-1.0, 2.0), (0.0, 2.0), (1.0, 2.0), (-1e-9, 1e-9)]
        >>> [Figure("x", "m", 1.0, low, high, True, "").undetermined for low, high in ends]
        [True, False, False, False]
        """
        return self.low < -DUST and self.high > DUST


def cited(case: Case, item: Input) -> Cited | None:
    """The cell of an input; None if the case has no such row."""
    return cell(case, item.table, item.key, item.column)


def cell(case: Case, table: str, key: tuple[str, ...], column: str) -> Cited | None:
    """A cell by the key of its row; None if the case has no such row."""
    frame, keys = case[table], TABLES[table].key
    wanted = pl.all_horizontal(
        pl.col(k).cast(pl.String).fill_null("") == v for k, v in zip(keys, key, strict=True)
    )
    at = frame.select(wanted.alias("it"))["it"].arg_true()
    return at_row(case, table, int(at[0]), column) if at.len() else None


def at_row(case: Case, table: str, number: int, column: str) -> Cited:
    """A cell of row ``number`` of a table."""
    row = case[table].row(number, named=True)
    key = " ".join(str(row[k]) for k in TABLES[table].key if row[k] not in (None, ""))
    titles = dict(case["sources"].select("source", "title").iter_rows())
    low, high = row.get(f"{column}_low"), row.get(f"{column}_high")
    return Cited(
        table=table,
        place=case.place(table, number),
        row=key,
        column=column,
        value=_said(row[column]),
        low=None if low is None else float(low),
        high=None if high is None else float(high),
        confidence=str(row["confidence"]),
        sources=tuple(titles.get(s, s) for s in _sources(row["source"])),
    )


def _said(value: Any) -> float | str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list | tuple):
        return ", ".join(str(v) for v in value)
    return float(value) if isinstance(value, int | float) else str(value)


def _sources(source: Any) -> list[str]:
    if source is None:
        return []
    listed = source.split(";") if isinstance(source, str) else list(source)
    return [s.strip() for s in listed if s and s.strip()]


def rows_of(case: Case, table: str, agreement: str, column: str) -> tuple[Cited, ...]:
    """A column of every row of a table that belongs to an agreement."""
    at = case[table].select((pl.col("agreement") == agreement).alias("its"))["its"].arg_true()
    return tuple(at_row(case, table, int(k), column) for k in at)

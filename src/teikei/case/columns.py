"""The columns that a row model stands for: kind, default, limits; and frames with exactly these columns."""

from __future__ import annotations

import datetime as dt
import types
import typing
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, Union

import polars as pl

from teikei.base.errors import CaseError, Fault, did_you_mean
from teikei.case.row import Row
from teikei.case.tables.registry import TABLES

Kind = Literal["text", "list", "number", "integer", "flag", "date"]

DTYPES: dict[str, pl.DataType] = {
    "text": pl.String(),
    "list": pl.List(pl.String()),
    "number": pl.Float64(),
    "integer": pl.Int64(),
    "flag": pl.Boolean(),
    "date": pl.Date(),
}

_KINDS: dict[Any, Kind] = {str: "text", float: "number", int: "integer", bool: "flag", dt.date: "date"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, as its row model declares it.

    Attributes
    ----------
    name, kind, unit, meaning : what it is called, holds, is measured in, and says
    required : a blank cell is a fault
    default : what a blank cell stands for; None = unknown
    choices : the words allowed, if it is a choice
    pattern : regular expression that text must match
    least, most : limits of numbers; ``open_least`` and ``open_most`` exclude the limit itself
    bound_of : for ``x_low`` and ``x_high``, the column ``x``
    """

    name: str
    kind: Kind
    unit: str
    meaning: str
    required: bool
    default: Any
    choices: tuple[str, ...] = ()
    pattern: str = ""
    least: float | None = None
    most: float | None = None
    open_least: bool = False
    open_most: bool = False
    bound_of: str = ""

    @property
    def dtype(self) -> pl.DataType:
        return DTYPES[self.kind]


def table_names() -> tuple[str, ...]:
    """Names of all tables, in the order in which a reader meets them."""
    return tuple(TABLES)


@cache
def columns(table: str) -> tuple[Column, ...]:
    """Columns of a table in the order of its row model; source, confidence and note come last.

    A swept column ``x`` is followed by ``x_low`` and ``x_high``.

    >>> [column.name for column in columns("plant_owners")]
    ['plant', 'firm', 'share', 'source', 'confidence', 'note']
    """
    row = TABLES[table]
    own = [name for name in row.model_fields if name in row.key or name not in Row.model_fields]
    last = [name for name in Row.model_fields if name not in own]
    first = [name for name in row.key if name in Row.model_fields]
    found: list[Column] = []
    for name in [*first, *(name for name in own if name not in first), *last]:
        column = _column(row, name)
        found.append(column)
        if name in row.swept:
            found.extend(_bound(column, side) for side in ("low", "high"))
    return tuple(found)


@cache
def column_names(table: str) -> tuple[str, ...]:
    """Names of the columns of a table, in order."""
    return tuple(column.name for column in columns(table))


@cache
def required_names(table: str) -> tuple[str, ...]:
    """Names of the columns that a file of this table must have."""
    return tuple(column.name for column in columns(table) if column.required)


def _column(row: type[Row], name: str) -> Column:
    field = row.model_fields[name]
    hint = field.annotation
    if typing.get_origin(hint) in (Union, types.UnionType):
        hint = next(part for part in typing.get_args(hint) if part is not type(None))
    choices: tuple[str, ...] = ()
    if typing.get_origin(hint) is Literal:
        choices, hint = typing.get_args(hint), str
    limits: dict[str, Any] = {}
    for limit in field.metadata:
        for key, names in _LIMITS.items():
            if getattr(limit, key, None) is not None:
                limits |= {names[0]: getattr(limit, key)} | ({names[1]: True} if names[1] else {})
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    return Column(
        name=name,
        kind="list" if name in row.lists else _KINDS[hint],
        unit=str(extra.get("unit", "")),
        meaning=field.description or "",
        required=field.is_required(),
        default=None if field.is_required() else field.default,
        choices=choices,
        **limits,
    )


_LIMITS = {
    "ge": ("least", ""),
    "gt": ("least", "open_least"),
    "le": ("most", ""),
    "lt": ("most", "open_most"),
    "pattern": ("pattern", ""),
}


def _bound(column: Column, side: str) -> Column:
    return Column(
        name=f"{column.name}_{side}",
        kind="number",
        unit=column.unit,
        meaning=f"{side} value of {column.name} for sweeps; blank = not swept",
        required=False,
        default=None,
        least=column.least,
        most=column.most,
        open_least=column.open_least,
        open_most=column.open_most,
        bound_of=column.name,
    )


@cache
def schema(table: str) -> dict[str, pl.DataType]:
    """Polars types of the columns of a table, in order."""
    return {column.name: column.dtype for column in columns(table)}


def empty(table: str) -> pl.DataFrame:
    """The table without rows."""
    return pl.DataFrame(schema=schema(table))


def frame_of(table: str, rows: Iterable[Mapping[str, object]]) -> pl.DataFrame:
    """A frame from rows of plain values; columns left out get defaults, lists may be text joined by ``;``.

    >>> frame_of("plant_owners", [{"plant": "canton", "firm": "nissan", "share": 1}])["confidence"].to_list()
    ['assumption']
    """
    rows = list(rows)
    if not rows:
        return empty(table)
    given = list(dict.fromkeys(name for row in rows for name in row))
    return conform(table, pl.DataFrame({name: _cells(table, name, rows) for name in given}, strict=False))


def _cells(table: str, name: str, rows: list[Mapping[str, object]]) -> pl.Series:
    cells = [row.get(name) for row in rows]
    column = next((column for column in columns(table) if column.name == name), None)
    if column is None:
        return pl.Series(name, [None if cell is None else str(cell) for cell in cells], dtype=pl.String)
    if column.kind == "list":
        cells = [split(cell) if isinstance(cell, str) else cell for cell in cells]
    elif column.kind == "date":
        cells = [dt.date.fromisoformat(cell) if isinstance(cell, str) and cell else cell for cell in cells]
    elif column.kind == "text":
        cells = [None if cell is None else str(cell) for cell in cells]
    cells = [None if cell == "" and column.kind != "text" else cell for cell in cells]
    return pl.Series(name, cells, dtype=column.dtype, strict=False)


def split(cell: str) -> list[str]:
    """The parts of a cell that holds several values.

    >>> split("nissan; honda;")
    ['nissan', 'honda']
    """
    return [part.strip() for part in cell.split(";") if part.strip()]


def conform(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with exactly the columns of its row model: order, types, and defaults for what is missing.

    Raises
    ------
    CaseError
        if a column is unknown or cannot be read as the type of its row model
    """
    wanted = columns(table)
    names = column_names(table)
    faults = [
        Fault(
            f"table {table} column {name}",
            f"table {table!r} has no column {name!r}",
            "a figure in an unknown column would be ignored without a word",
            did_you_mean(name, names, f"the reference of {table}.csv"),
        )
        for name in frame.columns
        if name not in names
    ]
    made: list[pl.Series] = []
    for column in wanted:
        if column.name not in frame.columns:
            continue
        try:
            made.append(_typed(column, frame[column.name]))
        except (pl.exceptions.PolarsError, TypeError, ValueError) as error:
            faults.append(
                Fault(
                    f"table {table} column {column.name}",
                    f"column {column.name!r} does not hold values of kind {column.kind}",
                    "the case keeps one type a column",
                    f"give a column of type {column.dtype} ({str(error).splitlines()[0]})",
                )
            )
    if faults:
        raise CaseError(faults)
    return completed(table, pl.DataFrame(made), frame.height)


def completed(table: str, frame: pl.DataFrame, height: int) -> pl.DataFrame:
    """The frame with the columns that it lacks at their defaults, in the order of the row model."""
    return pl.DataFrame(
        [
            frame[column.name] if column.name in frame.columns else _default(column, height)
            for column in columns(table)
        ],
        schema=schema(table),
    )


def _typed(column: Column, series: pl.Series) -> pl.Series:
    if column.kind == "list":
        if series.dtype == pl.String:
            parts = [split(cell or "") for cell in series]
            return pl.Series(column.name, parts, dtype=column.dtype)
        # a null list and an empty list say the same: nothing named
        return series.cast(column.dtype).fill_null(pl.Series([[]], dtype=column.dtype).implode()[0])
    if column.kind == "text":
        return series.cast(pl.String).fill_null(column.default or "").str.strip_chars()
    if column.kind == "integer" and series.dtype.is_float():
        whole = series.cast(pl.Int64)
        if not (whole.cast(pl.Float64) == series).fill_null(True).all():
            raise ValueError("not whole numbers")
        series = whole
    typed = series.cast(column.dtype)
    # minus zero would change the hash of a case without changing any figure
    typed = typed + 0.0 if column.kind == "number" else typed
    return typed if column.default is None else typed.fill_null(column.default)


def _default(column: Column, height: int) -> pl.Series:
    value = column.default
    if column.kind == "text":
        value = value or ""
    if column.kind == "list":
        value = split(value or "")
    return pl.Series(column.name, [value] * height, dtype=column.dtype)

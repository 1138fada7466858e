"""Which rows an edit is for: ``origin=japan & destination=us``, ``rate > 0.1``, ``market in (us, eu)``."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from typing import Any

import polars as pl

from teikei.base.errors import CaseError, Fault, did_you_mean
from teikei.case.cells import kind_fault, typed
from teikei.case.columns import Column, column_names, columns

_COMPARE = re.compile(r"^(\w+)\s*(==|!=|<=|>=|=|<|>)\s*(.*)$", re.DOTALL)
_AMONG = re.compile(r"^(\w+)\s+(not\s+)?in\s*[(\[](.*)[)\]]$", re.DOTALL | re.IGNORECASE)
_ORDER: dict[str, Callable[[Any, Any], pl.Expr]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def condition(table: str, where: str, place: str) -> pl.Expr:
    """The rows of a table that a text of conditions names.

    Conditions are ``column=value``, ``!=``, ``<``, ``<=``, ``>``, ``>=`` or ``column in (a, b)``, joined by
    ``&`` (or ``and``); quotes round a value are dropped. A list column matches if it holds the value. A
    blank value matches blank cells; a blank text matches every row.

    Parameters
    ----------
    table : the table
    where : the conditions
    place : what a fault gives as its place

    Raises
    ------
    CaseError
        if a condition cannot be read, names an unknown column, or compares what has no order
    """
    found = pl.lit(True)
    faults: list[Fault] = []
    for part in re.split(r"\s*&+\s*|\s+and\s+", where.strip()) if where.strip() else ():
        try:
            found = found & _one(table, part.strip(), place)
        except CaseError as error:
            faults.extend(error.faults)
    if faults:
        raise CaseError(faults)
    return found


def column_of(table: str, name: str, place: str) -> Column:
    """A column of a table by its name.

    Raises
    ------
    CaseError
        if the table has no such column
    """
    known = {column.name: column for column in columns(table)}
    if name not in known:
        raise CaseError(
            Fault(
                place,
                f"the table {table!r} has no column {name!r}",
                "the edit would change nothing",
                did_you_mean(name, column_names(table), f"the reference of {table}"),
            )
        )
    return known[name]


def value_of(column: Column, text: str, place: str) -> Any:
    """A text as a value of a column: number, date, true or false, list; blank = the default of the column.

    Raises
    ------
    CaseError
        if the text is not of the column's kind
    """
    values, wrong, _ = typed([column], {column.name: [text]})
    if wrong:
        raise CaseError(kind_fault(column, text, place))
    value = values[column.name][0]
    return value.to_list() if isinstance(value, pl.Series) else value


def _one(table: str, part: str, place: str) -> pl.Expr:
    among = _AMONG.match(part)
    if among:
        column = column_of(table, among[1], place)
        cells = [_unquoted(cell) for cell in among[3].split(",") if cell.strip()]
        found = pl.any_horizontal([pl.lit(False), *(_equals(column, cell, place) for cell in cells)])
        return ~found if among[2] else found
    compared = _COMPARE.match(part)
    if not compared:
        raise CaseError(
            Fault(
                place,
                f"the condition {part!r} cannot be read",
                "the edit would hold for the wrong rows",
                "write column=value, column!=value, column<value or column in (a, b), joined by &",
            )
        )
    column = column_of(table, compared[1], place)
    sign, cell = compared[2], _unquoted(compared[3])
    if sign in ("=", "=="):
        return _equals(column, cell, place)
    if sign == "!=":
        return ~_equals(column, cell, place)
    if column.kind not in ("number", "integer", "date"):
        raise CaseError(
            Fault(
                place,
                f"{column.name!r} has no order, so {part!r} says nothing",
                "the edit would hold for the wrong rows",
                f"use = or != or in for {column.name}",
            )
        )
    compare = _ORDER[sign](pl.col(column.name), pl.lit(value_of(column, cell, place)))
    return compare.fill_null(False)


def _unquoted(cell: str) -> str:
    cell = cell.strip()
    return cell[1:-1] if len(cell) > 1 and cell[0] == cell[-1] and cell[0] in "'\"" else cell


def _equals(column: Column, cell: str, place: str) -> pl.Expr:
    own = pl.col(column.name)
    if column.kind == "list":
        return own.list.contains(cell) if cell else own.list.len() == 0
    if column.kind == "text":
        return own == cell
    if not cell:
        return own.is_null()
    return own.eq(pl.lit(value_of(column, cell, place))).fill_null(False)

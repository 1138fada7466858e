"""An advice as plain values for JSON, and back: what a saved run holds, field by field as the classes say.

A dataclass becomes an object of its fields, a tuple a list, a date its ISO text, a table an object of its
schema and rows; a number that is not finite becomes its word. Times and the number of workers are left out,
so that equal answers give equal bytes. A field that a saved object lacks takes its default.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
import types
from collections.abc import Hashable
from functools import cache
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import polars as pl

from teikei.base.errors import CaseError, Fault
from teikei.case.case import Case
from teikei.deals.advice import Advice, Advised
from teikei.deals.inputs import Input
from teikei.deals.sweep import Move
from teikei.deals.worth import Interval

FORMAT = 1
"""Version of the shape of a saved advice."""
LEFT_OUT = ("seconds", "workers", "case")
"""Fields that are not saved: times, what only this machine is about, and the tables, which are beside it."""
KNOWN = {"Input": Input, "Move": Move, "Interval": Interval}
"""Names that some classes use in annotations only."""
TYPES: dict[str, pl.DataType | type[pl.DataType]] = {
    "String": pl.String, "Int64": pl.Int64, "Float64": pl.Float64, "Boolean": pl.Boolean, "Null": pl.Null,
}  # fmt: skip
WORDS = {"inf": math.inf, "-inf": -math.inf, "nan": math.nan}

T = TypeVar("T")


def saved(advice: Advice) -> dict[str, Any]:
    """The object that ``run.json`` holds."""
    case = {"name": advice.case.settings.name, "hash": advice.case.hash}
    return {"format": FORMAT, "case": case, **plain(advice)}


def advice_of(record: dict[str, Any], case: Case) -> Advice:
    """The advice that was saved, on its case.

    Raises
    ------
    CaseError
        the tables are not those of the saved advice, or the object is damaged or of another version
    """
    told = record.get("case")
    if record.get("format") != FORMAT or not isinstance(told, dict):
        raise CaseError(damaged(f"its format is {record.get('format')!r}, and this version reads {FORMAT}"))
    if told.get("hash") != case.hash:
        raise CaseError(
            Fault(
                "case of the saved run",
                f"the tables of {case.settings.name!r} are not those of the saved run",
                "its figures would stand beside tables that they do not come from",
                "advise again, or bring the tables back as they were",
            )
        )
    try:
        return made(Advice, record, case=case, seconds=0.0)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CaseError(damaged(f"{type(error).__name__}: {error}")) from error


def damaged(what: str) -> Fault:
    """The fault of a saved run that cannot be read."""
    return Fault("run.json", f"the saved run cannot be read: {what}", "no figure of it can be shown",
                 "advise again with --out")  # fmt: skip


def plain(value: Any) -> Any:
    """A value of the library as values that JSON knows.

    >>> plain((1.5, None, dt.date(2027, 1, 1), float("inf")))
    [1.5, None, '2027-01-01', 'inf']
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [f.name for f in dataclasses.fields(value) if f.name not in LEFT_OUT]
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, pl.DataFrame):
        schema = {name: str(kind) for name, kind in value.schema.items()}
        return {"schema": schema, "rows": [[plain(cell) for cell in row] for row in value.iter_rows()]}
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else str(float(value))
    return value


def made(kind: type[T], record: dict[str, Any], **given: Any) -> T:
    """An object of a dataclass from what `plain` made of one; ``given``: fields that were not saved.

    >>> made(Input, plain(Input("fx", ("JPY",), "rate", 1.0, 2.0, 3.0)))
    Input(table='fx', key=('JPY',), column='rate', low=1.0, central=2.0, high=3.0)
    """
    hints = _hints(cast("Hashable", kind))
    known: dict[str, Any] = dict(given)
    for one in dataclasses.fields(kind):  # type: ignore[arg-type]
        if one.name in record and one.name not in given:
            known[one.name] = _value(hints[one.name], record[one.name])
    return kind(**known)


@cache
def _hints(kind: Hashable) -> dict[str, Any]:
    return get_type_hints(kind, localns=KNOWN)


def _value(hint: Any, found: Any) -> Any:
    """A plain value as its annotation says."""
    kind, inside = get_origin(hint), get_args(hint)
    if kind in (Union, types.UnionType):
        return None if found is None else _value(next(a for a in inside if a is not type(None)), found)
    if kind is tuple:
        if inside[-1] is Ellipsis:
            return tuple(_value(inside[0], one) for one in found)
        return tuple(_value(one, cell) for one, cell in zip(inside, found, strict=True))
    if kind is dict:
        return {_value(inside[0], key): _value(inside[1], one) for key, one in found.items()}
    if kind is Literal or hint is Any:
        return found
    if dataclasses.is_dataclass(hint):
        return made(hint, found)  # type: ignore[arg-type]
    return _single(hint, found)


def _single(hint: Any, found: Any) -> Any:
    """A figure, word, day or table."""
    if hint is pl.DataFrame:
        schema = {name: TYPES[word] for name, word in found["schema"].items()}
        rows = [[_cell(schema[name], cell) for name, cell in zip(schema, row, strict=True)]
                for row in found["rows"]]  # fmt: skip
        return pl.DataFrame(rows, schema=schema, orient="row")
    if hint is dt.date:
        return dt.date.fromisoformat(found)
    if hint is float:
        return WORDS[found] if isinstance(found, str) else float(found)
    if hint in (int, bool, str):
        if not isinstance(found, hint):
            raise TypeError(f"{found!r} is no {hint.__name__}")
        return found
    raise TypeError(f"no way to read {hint!r}")


def _cell(kind: pl.DataType | type[pl.DataType], cell: Any) -> Any:
    return WORDS[cell] if kind == pl.Float64 and isinstance(cell, str) else cell


def advised_of(record: dict[str, Any]) -> Advised:
    """One agreement of a saved advice."""
    return made(Advised, record)

"""What is worked out from a case is kept for as long as the tables that it was read from stand.

A sweep moves one table at a time, and the two plans of a surplus share a case: most of what they read is the
same. Which tables a function reads is seen while it runs, so nobody has to say, and nothing can go stale: a
result is given again only where every table read is the very frame that it was read from.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import update_wrapper
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

import numpy as np

from teikei.case.case import Case

if TYPE_CHECKING:
    import polars as pl

    from teikei.case.settings import Settings

P = ParamSpec("P")
T = TypeVar("T")

MOST_CALLS = 256
"""Sets of arguments of a function whose results are kept."""
MOST_CASES = 4
"""Results kept for one set of arguments: of the base case, and of the last few that moved a table."""

PLAIN = frozenset({str, int, float, bool, type(None)})
"""What most results are made of in the end: nothing to protect."""


class _Watched(Mapping[str, "pl.DataFrame"]):
    """Tables that note which of them are read."""

    def __init__(self, tables: Mapping[str, pl.DataFrame]) -> None:
        self.tables = tables
        self.read: dict[str, pl.DataFrame] = {}

    def __getitem__(self, name: str) -> pl.DataFrame:
        self.read[name] = self.tables[name]
        return self.read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables)

    def __len__(self) -> int:
        return len(self.tables)


@dataclass(frozen=True, slots=True, eq=False)
class _Kept:
    settings: Settings
    read: Mapping[str, pl.DataFrame]
    result: Any

    def holds(self, case: Case) -> bool:
        return self.settings is case.settings and all(case.tables[n] is f for n, f in self.read.items())


def kept(function: Callable[Concatenate[Case, P], T]) -> Callable[Concatenate[Case, P], T]:
    """A function of a case (and of hashable arguments) that works a result out once.

    What it gives back is shared by all who ask: its arrays cannot be written to, nobody may change the rest,
    and it must not hold the case.
    """
    known: OrderedDict[Any, list[_Kept]] = OrderedDict()

    def remembered(case: Case, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (args, tuple(sorted(kwargs.items())))
        results = known.setdefault(key, [])
        known.move_to_end(key)
        for place, one in enumerate(results):
            if one.holds(case):
                results.insert(0, results.pop(place))
                result: T = one.result
                return result
        tables = _Watched(case.tables)
        result = function(_seen_through(case, tables), *args, **kwargs)
        _protect(result)
        results.insert(0, _Kept(case.settings, tables.read, result))
        del results[MOST_CASES:]
        while len(known) > MOST_CALLS:
            known.popitem(last=False)
        return result

    update_wrapper(remembered, function)
    return remembered


@kept
def rows_by(case: Case, table: str, *key: str) -> dict[Any, dict[str, Any]]:
    """The rows of a table by a column, or by a tuple of columns; of equal keys the last."""
    rows = case[table].iter_rows(named=True)
    return {row[key[0]] if len(key) == 1 else tuple(row[k] for k in key): row for row in rows}


def _protect(result: Any) -> None:
    """Make the arrays in a result read-only, however deep they lie."""
    if type(result) in PLAIN:
        return
    if isinstance(result, np.ndarray):
        result.flags.writeable = False
    elif isinstance(result, Mapping):
        for one in result.values():
            _protect(one)
    elif isinstance(result, (tuple, list)):
        for one in result:
            _protect(one)
    elif is_dataclass(result) and not isinstance(result, type):
        for field in fields(result):
            _protect(getattr(result, field.name))


def _seen_through(case: Case, tables: _Watched) -> Case:
    """The same case over watched tables."""
    watched = object.__new__(Case)
    seen = {"settings": case.settings, "tables": tables, "places": case.places, "folder": case.folder}
    for name, value in seen.items():
        object.__setattr__(watched, name, value)
    return watched

"""Scenarios: named futures, as edits that give a new case and leave the old one as it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypedDict, Unpack

import polars as pl

from teikei.base.errors import CaseError, Fault, UsageError, did_you_mean
from teikei.case.case import Case
from teikei.case.change import Change, applied

CENTRAL = "central"
"""The scenario that changes nothing; it needs no row."""

_ORDER = {"set": 0, "scale": 1, "add": 2, "drop": 3}


class ChangeWords(TypedDict, total=False):
    """A change in the words of a call; exactly one of ``set_to``, ``scale_by``, ``add``, ``drop``."""

    table: str
    where: str
    column: str
    set_to: object
    scale_by: float
    add: float
    drop: bool
    from_year: int | None
    to_year: int | None


@dataclass(frozen=True, init=False)
class Scenario:
    """A named edit of a case, with a source. Calling it gives a new case.

    Attributes
    ----------
    name : how it is printed
    edits : what it changes, in order
    source : who says so, or ``what-if``

    Examples
    --------
    >>> no_tariff = Scenario("no-tariff", table="tariffs", where="origin=japan & destination=us",
    ...                      column="rate", set_to=0.0, source="what-if")
    >>> no_tariff.edits[0].operation
    'set'
    """

    name: str
    edits: tuple[Change, ...]
    source: str

    def __init__(
        self, name: str, edits: Iterable[Change] = (), *, source: str = "", **change: Unpack[ChangeWords]
    ) -> None:
        made = tuple(edits)
        if change:
            made = (*made, change_of(name, **change))
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "edits", made)
        object.__setattr__(self, "source", source)

    def __call__(self, case: Case) -> Case:
        """The case with every edit made.

        Raises
        ------
        CaseError
            if an edit names an unknown table or column, matches no row, or leaves a value out of range
        """
        for edit in self.edits:
            case = applied(case, edit, f"scenario {self.name!r}")
        return case

    @classmethod
    def named(cls, case: Case, name: str) -> Scenario:
        """A scenario of the case's own tables ``scenarios`` and ``edits``; ``central`` changes nothing.

        Edits that set come first, then those that scale, add and drop: the order of rows does not matter.

        Raises
        ------
        UsageError
            if the case has no such scenario
        """
        known = case["scenarios"]["scenario"].to_list()
        if name not in known:
            if name == CENTRAL:
                return cls(CENTRAL)
            raise _unknown(case, name, known)
        rows = case["edits"].filter(pl.col("scenario") == name).to_dicts()
        rows.sort(
            key=lambda row: (
                _ORDER[row["operation"]],
                row["table_name"],
                row["column_name"],
                row["where"],
                row["from_year"] or 0,
            )
        )
        source = case["scenarios"].filter(pl.col("scenario") == name)["source"][0]
        return cls(name, [change_of_row(row) for row in rows], source=source)


def under(case: Case, scenario: str | None) -> Case:
    """The case under one of its own scenarios; None leaves it as it is."""
    return case if scenario is None else Scenario.named(case, scenario)(case)


def _unknown(case: Case, name: str, known: list[str]) -> UsageError:
    fix = did_you_mean(name, [CENTRAL, *known], f"scenarios.csv of {case.name}")
    if not known:
        fix = f"leave it out: {case.name} has no scenarios.csv, so there is only {CENTRAL!r}"
    return UsageError(
        Fault(
            f"scenario {name!r}",
            f"the case {case.name!r} has no scenario {name!r}",
            "only futures that the case describes can be asked for by name",
            fix,
        )
    )


def change_of_row(row: dict[str, Any]) -> Change:
    """The change that a row of ``edits.csv`` describes."""
    return Change(
        table=row["table_name"],
        where=row["where"],
        column=row["column_name"],
        operation=row["operation"],
        value=row["value"],
        from_year=row["from_year"],
        to_year=row["to_year"],
    )


def change_of(name: str, **words: Unpack[ChangeWords]) -> Change:
    """The change that the words of a call describe.

    Raises
    ------
    UsageError
        if not exactly one of ``set_to``, ``scale_by``, ``add`` and ``drop`` is given, or no table
    """
    said: dict[str, Literal["set", "scale", "add", "drop"]] = {
        "set_to": "set",
        "scale_by": "scale",
        "add": "add",
        "drop": "drop",
    }
    given = [word for word in said if word in words and not (word == "drop" and not words["drop"])]
    column = words.get("column", "")
    table = words.get("table", "case" if column.startswith("case.") else "")
    if len(given) != 1 or not table:
        raise UsageError(
            Fault(
                f"scenario {name!r}",
                f"the edit gives {', '.join(given) or 'no operation'} on table {table!r}",
                "one edit does one thing to one column of one table",
                "give table=, where=, column= and exactly one of set_to=, scale_by=, add=, drop=True",
            )
        )
    value = "" if given[0] == "drop" else _text(dict(words)[given[0]])
    return Change(
        table=table,
        where=words.get("where", ""),
        column=column,
        operation=said[given[0]],
        value=value,
        from_year=words.get("from_year"),
        to_year=words.get("to_year"),
    )


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return ";".join(str(part) for part in value)
    return repr(value) if isinstance(value, float) else str(value)


def edit_faults(case: Case) -> Iterator[Fault]:
    """Rows of ``edits.csv`` that cannot be applied to the case as it stands."""
    for number, row in enumerate(case["edits"].to_dicts()):
        if row["operation"] not in _ORDER or not row["table_name"]:
            continue
        try:
            applied(case, change_of_row(row), case.place("edits", number))
        except CaseError as error:
            yield from error.faults

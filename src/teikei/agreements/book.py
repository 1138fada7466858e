"""The book: the set of agreements in force (the "network g" of the literature), with its dates, grants and
terms."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from teikei.agreements.kind import Kind
from teikei.agreements.kinds import KINDS
from teikei.base.errors import AgreementError, Fault, UsageError, did_you_mean
from teikei.case.case import Case
from teikei.case.kept import kept, rows_by


@dataclass(frozen=True, slots=True)
class Permit:
    """One grant of a signed agreement with the years in which it holds.

    ``limit`` and ``minimum`` are cars a year (None = no limit of its own); ``models`` empty = every model of
    the taker.
    """

    agreement: str
    giver: str
    taker: str
    what: str
    resource: str
    models: frozenset[str]
    minimum: float
    limit: float | None
    first_year: int
    last_year: int

    def covers(self, taker: str, what: str, resource: str, model: str) -> bool:
        return (
            self.taker == taker
            and self.what == what
            and self.resource == resource
            and (not self.models or model in self.models)
        )


@dataclass(frozen=True, slots=True)
class Changed:
    """One row of table ``changes`` of a signed agreement, with the years in which it holds."""

    agreement: str
    firm: str
    what: str
    resource: str
    value: float
    first_year: int
    last_year: int


def year_fraction(day: dt.date) -> float:
    """A day as a year with a fraction.

    >>> year_fraction(dt.date(2026, 7, 2))
    2026.4986...
    """
    start = dt.date(day.year, 1, 1)
    return day.year + (day - start).days / (dt.date(day.year + 1, 1, 1) - start).days


class Book:
    """Agreements in force over a case. Frozen; `with_` and `without` give new books.

    Raises
    ------
    AgreementError
        two members exclude each other, one needs another that is missing, or a closed one is named
    """

    def __init__(self, case: Case, agreements: Iterable[str]) -> None:
        self.case = case
        self.agreements: frozenset[str] = frozenset(agreements)
        self._check()

    @classmethod
    def today(cls, case: Case) -> Book:
        """The signed book: every agreement with status ``signed``."""
        return cls(case, (name for name, row in agreement_rows(case).items() if row["status"] == "signed"))

    def with_(self, *agreements: str) -> Book:
        return Book(self.case, self.agreements | set(agreements))

    def without(self, *agreements: str) -> Book:
        return Book(self.case, self.agreements - set(agreements))

    def __contains__(self, agreement: object) -> bool:
        return agreement in self.agreements

    def __repr__(self) -> str:
        return f"Book({', '.join(sorted(self.agreements)) or 'empty'})"

    def _check(self) -> None:
        rows = agreement_rows(self.case)
        faults: list[Fault] = []
        for name in sorted(self.agreements):
            if name not in rows:
                raise _unknown(self.case, name)
            row = rows[name]
            faults += [
                Fault(
                    "book",
                    f"{name!r} excludes {other!r}",
                    "both cannot be in force",
                    f"leave one of them out: --agreements without {other}",
                )
                for other in sorted(set(row["excludes"]) & self.agreements)
            ]
            faults += [
                Fault(
                    "book",
                    f"{name!r} needs {other!r}",
                    "it stands on what the other grants",
                    f"add {other!r} to the book",
                )
                for other in sorted(set(row["needs"]) - self.agreements)
            ]
            if row["status"] == "closed":
                faults.append(
                    Fault(
                        "book", f"{name!r} is closed", "a closed agreement cannot be in force", "leave it out"
                    )
                )
        if faults:
            raise AgreementError(faults)

    def kind(self, agreement: str) -> Kind:
        return KINDS[str(agreement_rows(self.case)[agreement]["kind"])]

    def row(self, agreement: str) -> Mapping[str, Any]:
        """The row of an agreement of the case, in the book or not.

        Raises UsageError if the case has none of this name.
        """
        rows = agreement_rows(self.case)
        if agreement not in rows:
            raise _unknown(self.case, agreement)
        return rows[agreement]

    def signed_at(self, agreement: str) -> float:
        """Year fraction of the signature: the decision date or the first possible day, plus the months it
        takes."""
        return signed_at(self.case, agreement)

    def first_year(self, agreement: str) -> int:
        """First calendar year in which it can be used: signing + lead, rounded up to a whole year."""
        return first_use(self.case, agreement)

    def last_year(self, agreement: str) -> int:
        """Last calendar year in which it can be used: the term counts from first use, also from one before
        the first year planned."""
        term = self.row(agreement)["term_years"]
        last = self.case.settings.last_year
        return last if term is None else min(last, begun_in(self.case, agreement) + int(term) - 1)

    @cached_property
    def permits(self) -> tuple[Permit, ...]:
        """Every grant in force, in the order of the table."""
        return _permits(self.case, self.agreements)

    def changes(self, change: str) -> tuple[Changed, ...]:
        """What the agreements in force change in one way (values of ``changes.change``)."""
        return tuple(
            Changed(
                name, row["firm"], row["what"], row["resource"], float(row["value"]),
                self.first_year(name), self.last_year(name),
            )
            for row in _rows_of_changes(self.case).get(change, ())
            if (name := row["agreement"]) in self.agreements
        )  # fmt: skip

    @cached_property
    def brought(self) -> dict[str, tuple[str, ...]]:
        """Candidate model -> the agreements of the book that launch it: it comes with the first that can."""
        found: dict[str, tuple[str, ...]] = {}
        for name in sorted(self.agreements):
            for model in self.row(name)["brings"]:
                found[model] = (*found.get(model, ()), name)
        return found

    @cached_property
    def leaving(self) -> dict[tuple[str, str], int]:
        """(model, market) -> first year in which a regional lead of the book offers it there no longer."""
        found: dict[tuple[str, str], int] = {}
        for permit in self.permits:
            for model in permit.models if permit.what == "market" else ():
                key = model, permit.resource
                found[key] = min(permit.first_year, found.get(key, permit.first_year))
        return found

    @cached_property
    def withdrawn(self) -> dict[str, str]:
        """Model -> the agreement of the book that takes it off the market."""
        return {model: name for name in sorted(self.agreements) for model in self.row(name)["withdraws"]}


def excluding(case: Case, one: str, other: str) -> bool:
    """Whether one of two agreements excludes the other, so that no book holds both."""
    rows = agreement_rows(case)
    return other in rows[one]["excludes"] or one in rows[other]["excludes"]


def displaced(case: Case, book: Collection[str], by: Collection[str]) -> set[str]:
    """Agreements of a book that others take the place of: those that one of them excludes or that exclude one
    of them, and what needs these."""
    rows = agreement_rows(case)
    gone = {b for b in book for a in by if excluding(case, a, b)} - set(by)
    while more := {c for c in book if c not in gone and c not in by and set(rows[c]["needs"]) & gone}:
        gone |= more
    return gone


def needed(case: Case, agreement: str, there: Collection[str] = ()) -> set[str]:
    """What an agreement needs that is not there yet, with what that needs."""
    rows, found = agreement_rows(case), set[str]()
    waiting = list(rows[agreement]["needs"])
    while waiting:
        if (name := waiting.pop()) not in found and name not in there:
            found.add(name)
            waiting += rows[name]["needs"]
    return found


def agreement_rows(case: Case) -> dict[str, dict[str, Any]]:
    """The agreements table as rows by id."""
    return rows_by(case, "agreements", "agreement")


@kept
def _rows_of_changes(case: Case) -> dict[str, list[dict[str, Any]]]:
    """Rows of table changes by what they change."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in case["changes"].iter_rows(named=True):
        found.setdefault(row["change"], []).append(row)
    return found


@kept
def _permits(case: Case, agreements: frozenset[str]) -> tuple[Permit, ...]:
    book, found = Book(case, agreements), []
    for row in case["grants"].iter_rows(named=True):
        name = row["agreement"]
        if name not in agreements:
            continue
        first = max(book.first_year(name), row["from_year"] or 0)
        last = min(book.last_year(name), row["to_year"] or 9999)
        found.append(
            Permit(
                name, row["giver"], row["taker"], row["what"], row["resource"], frozenset(row["models"]),
                float(row["minimum_units_per_year"] or 0.0), row["limit_units_per_year"], first, last,
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda p: (p.agreement, p.taker, p.what, p.resource)))


def _unknown(case: Case, name: str) -> UsageError:
    return UsageError(
        Fault(
            "book",
            f"no agreement is called {name!r}",
            "a book can only hold agreements of the case",
            did_you_mean(name, list(agreement_rows(case)), "agreements.csv"),
        )
    )


def candidates(case: Case) -> list[str]:
    """Ids of candidate agreements, in the order of the table."""
    return [name for name, row in agreement_rows(case).items() if row["status"] == "candidate"]


@kept
def owners(case: Case) -> dict[tuple[str, str], frozenset[str]]:
    """(what, resource) -> firms that own it, for plants, platforms and technologies."""
    found: dict[tuple[str, str], set[str]] = {}
    for row in case["plant_owners"].iter_rows(named=True):
        found.setdefault(("plant", row["plant"]), set()).add(row["firm"])
    for table, what in (("platforms", "platform"), ("technologies", "technology")):
        for row in case[table].iter_rows(named=True):
            found.setdefault((what, row[what]), set()).update(row["owners"])
    return {key: frozenset(firms) for key, firms in found.items()}


def signed_at(case: Case, agreement: str) -> float:
    """Year fraction at which an agreement is (or was) signed."""
    row = agreement_rows(case)[agreement]
    earliest = row["may_sign_from"]
    if row["status"] == "signed":
        return year_fraction(earliest) if earliest else float(case.settings.first_year)
    decision = year_fraction(case.settings.decision_date)
    return (
        max(decision, year_fraction(earliest) if earliest else decision) + float(row["months_to_sign"]) / 12.0
    )


def first_use(case: Case, agreement: str) -> int:
    """First whole calendar year of use, never before the first year planned."""
    return max(case.settings.first_year, begun_in(case, agreement))


def begun_in(case: Case, agreement: str) -> int:
    """First whole calendar year of use, also before the first year planned: ceil(signing + lead); the year
    itself for kinds that count for the whole year (CO2 pools). The first year planned for one that is signed
    without a date."""
    row = agreement_rows(case)[agreement]
    if row["status"] == "signed" and row["may_sign_from"] is None:
        return case.settings.first_year
    usable = signed_at(case, agreement) + float(row["lead_years"])
    return math.floor(usable + 1e-9) if KINDS[str(row["kind"])].whole_year else math.ceil(usable - 1e-9)


def paid_before(case: Case, agreement: str) -> bool:
    """Whether what an agreement costs once is spent already: it is signed, and was in use before the first
    year planned."""
    row = agreement_rows(case)[agreement]
    if row["status"] != "signed":
        return False
    return row["may_sign_from"] is None or begun_in(case, agreement) < case.settings.first_year


def kind_faults(case: Case) -> list[Fault]:
    """Faults of agreements against the rules of their kinds."""
    granted: dict[str, list[str]] = {}
    for row in case["grants"].iter_rows(named=True):
        granted.setdefault(row["agreement"], []).append(row["what"])
    changed: dict[str, list[str]] = {}
    for row in case["changes"].iter_rows(named=True):
        changed.setdefault(row["agreement"], []).append(row["change"])
    found: list[Fault] = []
    for name, row in agreement_rows(case).items():
        found += KINDS[row["kind"]].faults(
            name,
            tuple(granted.get(name, ())),
            f"agreements.csv, agreement {name}",
            tuple(changed.get(name, ())),
        )
    return found

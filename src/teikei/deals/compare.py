"""Two answers beside each other: what differs, and which inputs that changed it can come from.

Tables are compared row by row, by key. A difference is attributed surely where one row alone changed, or
where every row but one is about nothing that the agreement reaches, and no setting, option or version did;
else all of them are listed together, and `apart` values rows one at a time on the first run's tables:

    part_k = s(tables with row k changed) − s(tables)         what is left over is their interplay
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from teikei.agreements.book import agreement_rows, excluding, needed
from teikei.base.errors import TeikeiError
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.case.tables.registry import TABLES
from teikei.deals.advice import Advice, Advised
from teikei.deals.worth import Interval, surplus
from teikei.plan.optimise import Memory

SAYS = ("source", "confidence", "note", "title", "name", "colour", "story", "labour_note", "legal_note")
"""Columns that move no figure."""
SILENT = ("sources", "claims", "reported", "positions", "scenarios", "edits")
"""Tables that move no figure."""
SAYS_ONLY = ("name", "title", "focal_firm", "integrated_note")
"""Settings that move no figure."""
SAME_M = 0.005
"""Million present value from which two surpluses differ."""
Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Change:
    """One row that differs: its table, key, and column -> (before, after); ``how`` changed, added or gone."""

    table: str
    key: tuple[str, ...]
    how: str
    cells: tuple[tuple[str, Any, Any], ...]

    @property
    def moves(self) -> bool:
        """Whether it can move a figure."""
        return self.table not in SILENT and any(name not in SAYS for name, _, _ in self.cells)


@dataclass(frozen=True, slots=True)
class Part:
    """What one changed row alone does to a surplus; None where no plan is left."""

    change: Change
    surplus_m: Interval | None


@dataclass(frozen=True, slots=True)
class Difference:
    """One agreement that is judged or valued otherwise.

    Attributes
    ----------
    agreement, title : which
    verdicts : before and after; empty where it was not asked about
    surplus_m : before and after; None where it was not valued
    last_m : the same as the last one added to all that is signed together
    causes : changed rows that it can come from; several where they changed at once; none where only one
        answer was asked about it. What it is as the last one, and a verdict by that, can come from any row,
        for others are signed beside it
    parts : each cause valued alone, if asked for
    """

    agreement: str
    title: str
    verdicts: tuple[str, str]
    surplus_m: tuple[Interval | None, Interval | None]
    last_m: tuple[Interval | None, Interval | None]
    causes: tuple[Change, ...]
    parts: tuple[Part, ...] = ()

    @property
    def asked(self) -> bool:
        """Whether both answers are about it."""
        return all(self.verdicts)

    @property
    def moved_m(self) -> Interval | None:
        """By how much the surplus moved: every difference of two values in the intervals."""
        before, after = self.surplus_m
        if before is None or after is None:
            return None
        return after[0] - before[1], after[1] - before[0]

    @property
    def surely_moved(self) -> bool:
        """Whether the two intervals have nothing in common: a gap or a time limit cannot be behind that."""
        moved = self.moved_m
        return moved is not None and not moved[0] <= 0.0 <= moved[1]


@dataclass(frozen=True, eq=False)
class Compared:
    """What differs between two answers; nothing that is the same.

    Attributes
    ----------
    before, after : the answers
    changes : rows of the tables that differ
    settings, options, versions : name -> (before, after)
    differences : agreements that are judged or valued otherwise, the largest move first
    together_m : worth of signing all recommended together, before and after
    """

    before: Advice
    after: Advice
    changes: tuple[Change, ...]
    settings: dict[str, tuple[Any, Any]]
    options: dict[str, tuple[Any, Any]]
    versions: dict[str, tuple[Any, Any]]
    differences: tuple[Difference, ...]
    together_m: tuple[Interval, Interval]

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        about = (self.changes, self.settings, self.options, self.versions, self.differences)
        return not any(about) and self.together_m[0] == self.together_m[1]


def compare(before: Advice, after: Advice, *, apart: bool = False, told: Told | None = None) -> Compared:
    """Compare two answers.

    Parameters
    ----------
    before, after : the answers, of one case under different inputs, or of different cases
    apart : value every cause alone where several changed at once (plans are made)
    told : called before each valuation with what is valued
    """
    changes = tuple(changed_rows(before.case, after.case))
    settings = _apart(before.case.settings.model_dump(), after.case.settings.model_dump())
    names = [a.agreement for a in before.advised]
    names += [a.agreement for a in after.advised if a.agreement not in names]
    found = []
    for name in names:
        one = _difference(name, before, after, changes)
        if one is not None:
            found.append(one)
    if apart:
        memory = Memory()
        found = [_with_parts(one, before, memory, told) for one in found]
    options = {n: (getattr(before.options, n), getattr(after.options, n)) for n in before.options.__slots__}
    return Compared(
        before=before,
        after=after,
        changes=changes,
        settings=settings,
        options={n: both for n, both in options.items() if both[0] != both[1] and n != "workers"},
        versions=_apart(before.versions, after.versions),
        differences=tuple(sorted(found, key=_size)),
        together_m=(before.together_m, after.together_m),
    )


def _apart(before: dict[str, Any], after: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    keys = [*before, *(k for k in after if k not in before)]
    return {k: (before.get(k), after.get(k)) for k in keys if before.get(k) != after.get(k)}


def _size(one: Difference) -> tuple[bool, float, str]:
    moved = one.moved_m
    return moved is not None, -abs(sum(moved)) if moved else 0.0, one.agreement


def changed_rows(before: Case, after: Case) -> Iterator[Change]:
    """Rows of all tables that differ, by key."""
    for table in TABLES:
        if before[table].equals(after[table]):
            continue
        mine, theirs = _by_key(before, table), _by_key(after, table)
        for key in [*mine, *(k for k in theirs if k not in mine)]:
            one, other = mine.get(key), theirs.get(key)
            if one == other:
                continue
            how = "added" if one is None else "gone" if other is None else "changed"
            shown = one or other or {}
            cells = tuple(
                (name, one[name] if one else None, other[name] if other else None)
                for name in shown
                if (one or {}).get(name) != (other or {}).get(name)
            )
            yield Change(table, key, how, cells)


def _by_key(case: Case, table: str) -> dict[tuple[str, ...], dict[str, Any]]:
    keys = TABLES[table].key
    return {
        tuple("" if row[k] is None else str(row[k]) for k in keys): row
        for row in case[table].iter_rows(named=True)
    }


def _difference(name: str, before: Advice, after: Advice, changes: Sequence[Change]) -> Difference | None:
    one, other = _found(before, name), _found(after, name)
    words = (one.verdict.word if one else "", other.verdict.word if other else "")
    worths = (one.surplus_m if one else None, other.surplus_m if other else None)
    last = (one.last_m if one else None, other.last_m if other else None)
    if words[0] == words[1] and not _differ(*worths) and not _differ(*last):
        return None
    known = one or other
    beside = _differ(*last) or (words[0] != words[1] and any(last))  # what others bring counts, too
    both = one is not None and other is not None
    moving = [c for c in changes if both and c.moves]
    causes = tuple(c for c in moving if beside or reaches(c, name, before.case, after.case))
    return Difference(name, known.title if known else name, words, worths, last, causes)


def _found(advice: Advice, name: str) -> Advised | None:
    return next((a for a in advice.advised if a.agreement == name), None)


def _differ(one: Interval | None, other: Interval | None) -> bool:
    if one is None or other is None:
        return one is not other
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) > SAME_M


def reaches(change: Change, agreement: str, *cases: Case) -> bool:
    """Whether a changed row may move what an agreement is worth alone, or its verdict beside another: all but
    rows of other agreements that are not in force, and that neither it stands on, directly or through others,
    nor one that it excludes. Cars, plants and rules of others may reach it through sales that a launch takes,
    through what is shared, or through a fleet."""
    key = dict(zip(TABLES[change.table].key, change.key, strict=True))
    other = key.get("agreement")
    if other is None or other == agreement:
        return True
    for case in cases:
        rows = agreement_rows(case)
        if agreement not in rows or other not in rows:
            continue
        beside = {agreement, *(b for b in rows if b != agreement and excluding(case, agreement, b))}
        tied = beside.union(*(needed(case, b) for b in beside))
        if other in tied or rows[other]["status"] == "signed":
            return True
    return False


def _with_parts(one: Difference, before: Advice, memory: Memory, told: Told | None) -> Difference:
    """Each cause valued alone on the first tables; a single one needs no plan."""
    if len(one.causes) < 2 or one.surplus_m[0] is None:
        return one
    options = PlanOptions(gap=before.options.gap, time_limit_s=before.options.time_limit_s)
    parts = []
    for change in one.causes:
        if told is not None:
            told(f"{one.agreement} with {change.table} {' '.join(change.key)} alone")
        parts.append(Part(change, _valued(before.case, change, one.agreement, options, memory)))
    return replace(one, parts=tuple(parts))


def _valued(
    case: Case, change: Change, agreement: str, options: PlanOptions, memory: Memory
) -> Interval | None:
    try:
        return surplus(moved(case, change), agreement, None, options, memory).alone
    except TeikeiError:  # a row that cannot stand without another one, or leaves no plan
        return None


def moved(case: Case, change: Change) -> Case:
    """The case with one row as it is after the change."""
    frame, keys = case[change.table], TABLES[change.table].key
    here = pl.all_horizontal(
        pl.col(k).cast(pl.String).fill_null("") == v for k, v in zip(keys, change.key, strict=True)
    )
    rows = frame.to_dicts()
    at = frame.select(here.alias("it"))["it"].arg_true().to_list()
    after = {name: value for name, _, value in change.cells}
    if change.how == "gone":
        rows = [row for k, row in enumerate(rows) if k not in at]
    elif change.how == "added":
        rows.append({name: after.get(name) for name in frame.columns})
    else:
        for k in at:
            rows[k].update(after)
    return case.with_(None, **{change.table: pl.DataFrame(rows, schema=frame.schema)})

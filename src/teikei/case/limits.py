"""What a cell may hold: no blank where a figure is needed, choices, patterns, limits, known ids."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import polars as pl

from teikei.base.errors import Fault, did_you_mean, nearest
from teikei.case.case import Case
from teikei.case.cells import blank_fault, choice_fault, found_in, limit_fault
from teikei.case.columns import Column, columns, split
from teikei.case.tables.registry import TABLES

MOST_GUESSED = 200
"""Unknown names of one column for which the nearest known one is looked up."""


def where(case: Case, table: str, row: int, column: str) -> str:
    """Place of a cell as every fault names it, e.g. ``plants.csv:5 column firm``."""
    return f"{case.place(table, row)} column {column}"


def ids(case: Case, table: str) -> set[str]:
    """The ids that a table defines: the values of its first key column."""
    return {name for name in case[table][TABLES[table].key[0]] if name}


def cell_faults(case: Case, table: str, only: tuple[str, ...] = ()) -> Iterator[Fault]:
    """Faults of single cells of a table (or of some of its columns): blanks, choices, patterns, limits.

    Parameters
    ----------
    case : the case
    table : table that is looked at
    only : columns to look at; none = all
    """
    frame = case[table]
    if not frame.height:
        return
    looked_at = [column for column in columns(table) if not only or column.name in only]
    for column, rows in _marked(frame, looked_at, _blank):
        for row in rows:
            yield blank_fault(column, where(case, table, row, column.name))
    for column, rows in _marked(frame, looked_at, _unlisted):
        for row in rows:
            yield choice_fault(column, frame[column.name][row], where(case, table, row, column.name))
    for column, rows in _marked(frame, looked_at, _misshapen):
        for row in rows:
            yield _pattern_fault(column, frame[column.name][row], where(case, table, row, column.name))
    for column, rows in _marked(frame, looked_at, _beyond):
        for row in rows:
            yield limit_fault(column, frame[column.name][row], where(case, table, row, column.name))


def _marked(
    frame: pl.DataFrame, looked_at: list[Column], mark: Callable[[Column], pl.Expr | None]
) -> Iterator[tuple[Column, list[int]]]:
    """Columns in which a mark is true, with the rows; one expression for all columns, for speed."""
    marks = {column.name: made for column in looked_at if (made := mark(column)) is not None}
    found = found_in(frame, marks)
    return ((column, found[column.name]) for column in looked_at if column.name in found)


def _blank(column: Column) -> pl.Expr | None:
    own = pl.col(column.name)
    if not column.required:
        return None
    if column.kind == "list":
        return own.list.len() == 0
    return own == "" if column.kind == "text" else own.is_null()


def _unlisted(column: Column) -> pl.Expr | None:
    own = pl.col(column.name)
    return ~own.is_in(list(column.choices)) & (own != "") if column.choices else None


def _misshapen(column: Column) -> pl.Expr | None:
    own = pl.col(column.name)
    return ~own.str.contains(column.pattern) & (own != "") if column.pattern else None


def _beyond(column: Column) -> pl.Expr | None:
    own = pl.col(column.name)
    if column.kind not in ("number", "integer"):
        return None
    marks = [~own.is_finite()] if column.kind == "number" else []
    if column.least is not None:
        marks.append(own <= column.least if column.open_least else own < column.least)
    if column.most is not None:
        marks.append(own >= column.most if column.open_most else own > column.most)
    return pl.any_horizontal(marks) if marks else None


def _pattern_fault(column: Column, value: str, place: str) -> Fault:
    snake = re.sub(r"[^a-z0-9]+", "_", value.lower()).strip("_")
    if "[A-Z]{3}" in column.pattern:
        fix = f"write the three capital letters of its ISO code, such as {value.upper()[:3] or 'USD'}"
    elif "#" in column.pattern:
        fix = "write it as # and six hexadecimal digits, such as #c3002f"
    else:
        fix = f"write {snake if snake[:1].isalpha() else 'id_' + snake!r}"
    return Fault(
        place,
        f"{column.name} is {value!r}, which is not of the form of its column",
        f"this column holds {column.meaning}; ids are lower-case letters, digits and underscores"
        if "a-z0-9" in column.pattern
        else f"this column holds {column.meaning}",
        fix,
    )


def bound_faults(case: Case, table: str) -> Iterator[Fault]:
    """Rows whose low value is above the central one, or whose high value is below it."""
    frame = case[table]
    if not frame.height:
        return
    marks = {f"{name}_low": pl.col(f"{name}_low") > pl.col(name) for name in TABLES[table].swept}
    marks |= {f"{name}_high": pl.col(f"{name}_high") < pl.col(name) for name in TABLES[table].swept}
    for bound, rows in found_in(frame, marks).items():
        name, _, side = bound.rpartition("_")
        for row in rows:
            centre, word = frame[name][row], "above" if side == "low" else "below"
            yield Fault(
                where(case, table, row, bound),
                f"{bound} is {frame[bound][row]:g}, {word} the central {name} {centre:g}",
                "low and high are the ends of the range that the central value lies in",
                f"swap the figures, or write low ≤ {centre:g} ≤ high",
            )


def known_ids(case: Case, table: str, column: str) -> tuple[set[str], str]:
    """What a reference column may hold, and the file that lists it."""
    row = TABLES[table]
    target = row.references[column]
    known = ids(case, target)
    for word in row.also.get(column, ()):
        if word == "<bloc>":
            known |= {bloc for bloc in case["territories"]["bloc"] if bloc}
        else:
            known.add(word)
    return known, f"{target}.csv"


def reference_faults(
    case: Case, table: str, only: tuple[str, ...] = (), broken: frozenset[str] = frozenset()
) -> Iterator[Fault]:
    """Ids that no row of the table they refer to defines."""
    row = TABLES[table]
    for column, target in row.references.items():
        if (only and column not in only) or target in broken:
            continue
        known, listed = known_ids(case, table, column)
        listed_known, fixes = sorted(known), dict[str, str]()
        for number, name in _strangers(case[table][column], known):
            if name not in fixes:
                # the search for the nearest name is slow, and nobody reads the thousandth
                near = len(fixes) < MOST_GUESSED
                fixes[name] = did_you_mean(name, listed_known, listed) if near else f"use a name of {listed}"
            yield Fault(
                where(case, table, number, column),
                f"{column} is {name!r}, which no row of {listed} defines",
                f"the row would hold for nothing, and its figures would vanish ({table} need {target})",
                fixes[name],
            )
    if table != "sources" and "sources" not in broken and (not only or "source" in only):
        yield from _source_faults(case, table)


def _strangers(series: pl.Series, known: set[str]) -> Iterator[tuple[int, str]]:
    if series.dtype == pl.List:
        return (
            (row, name)
            for row, names in enumerate(series.to_list())
            for name in names
            if name and name not in known
        )
    return ((row, name) for row, name in enumerate(series.to_list()) if name and name not in known)


def _source_faults(case: Case, table: str) -> Iterator[Fault]:
    known = ids(case, "sources")
    cited = case[table]["source"].to_list()
    strange = {cell: [name for name in split(cell) if name not in known] for cell in set(cited)}
    for row, cell in enumerate(cited):
        for name in strange[cell]:
            guess = nearest(name, known)
            yield Fault(
                where(case, table, row, "source"),
                f"the source {name!r} is not in sources.csv",
                "a reader could not look up who says this figure",
                f"did you mean {guess!r}? " * bool(guess)
                + f"else add a row {name!r} to sources.csv, or leave the cell blank (shown in amber)",
            )


def key_faults(case: Case, table: str) -> Iterator[Fault]:
    """Rows whose key stands in an earlier row."""
    key = list(TABLES[table].key)
    frame = case[table]
    if not frame.height or not frame.select(key).is_duplicated().any():
        return
    twice = (
        frame.select(key)
        .with_row_index("row_number")
        .group_by(key, maintain_order=True)
        .agg(pl.col("row_number"))
        .filter(pl.col("row_number").list.len() > 1)
    )
    for entry in twice.iter_rows(named=True):
        first, *later = entry["row_number"]
        shown = ", ".join(str(entry[name]) for name in key if entry[name] not in ("", None))
        for row in later:
            yield Fault(
                where(case, table, row, key[0]),
                f"the key {shown} ({', '.join(key)}) is already in {case.place(table, first)}",
                "which of the two rows holds is not known",
                f"delete one of the rows, or change one of: {', '.join(key)}",
            )

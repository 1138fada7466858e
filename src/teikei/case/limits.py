"""What a cell may hold: no blank where a figure is needed, choices, patterns, limits, known ids."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from teikei.base.errors import Fault, did_you_mean, nearest
from teikei.case.case import Case
from teikei.case.cells import blank_fault, choice_fault, limit_fault
from teikei.case.columns import Column, columns
from teikei.case.tables.registry import TABLES


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
    for column in columns(table):
        if only and column.name not in only:
            continue
        series = frame[column.name]
        if column.required:
            for row in _blank(column, series):
                yield blank_fault(column, where(case, table, row, column.name))
        if column.choices:
            wrong = ~series.is_in(list(column.choices)) & (series != "")
            for row in wrong.arg_true():
                yield choice_fault(column, series[row], where(case, table, row, column.name))
        if column.pattern:
            wrong = ~series.str.contains(column.pattern) & (series != "")
            for row in wrong.arg_true():
                yield _pattern_fault(column, series[row], where(case, table, row, column.name))
        for row in _beyond(column, series):
            yield limit_fault(column, series[row], where(case, table, row, column.name))


def _blank(column: Column, series: pl.Series) -> pl.Series:
    if column.kind == "list":
        return (series.list.len() == 0).arg_true()
    if column.kind == "text":
        return (series == "").arg_true()
    return series.is_null().arg_true()


def _beyond(column: Column, series: pl.Series) -> pl.Series:
    wrong = pl.Series([False]).new_from_index(0, len(series))
    if column.least is not None:
        wrong |= (series <= column.least if column.open_least else series < column.least).fill_null(False)
    if column.most is not None:
        wrong |= (series >= column.most if column.open_most else series > column.most).fill_null(False)
    if column.kind == "number":
        wrong |= (series.is_nan() | series.is_infinite()).fill_null(False)
    return wrong.arg_true()


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
    for name in TABLES[table].swept:
        for side, word in (("low", "above"), ("high", "below")):
            bound = f"{name}_{side}"
            centre, other = frame[name], frame[bound]
            wrong = (other > centre if side == "low" else other < centre).fill_null(False)
            for row in wrong.arg_true():
                yield Fault(
                    where(case, table, row, bound),
                    f"{bound} is {other[row]:g}, {word} the central {name} {centre[row]:g}",
                    "low and high are the ends of the range that the central value lies in",
                    f"swap the figures, or write low ≤ {centre[row]:g} ≤ high",
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
        for number, name in _strangers(case[table][column], known):
            yield Fault(
                where(case, table, number, column),
                f"{column} is {name!r}, which no row of {listed} defines",
                f"the row would hold for nothing, and its figures would vanish ({table} need {target})",
                did_you_mean(name, sorted(known), listed),
            )
    if table != "sources" and "sources" not in broken and (not only or "source" in only):
        yield from _source_faults(case, table)


def _strangers(series: pl.Series, known: set[str]) -> Iterator[tuple[int, str]]:
    frame = pl.DataFrame({"row": range(len(series)), "id": series})
    if series.dtype == pl.List:
        frame = frame.explode("id").drop_nulls("id")
    found = frame.filter(pl.col("id") != "", ~pl.col("id").is_in(sorted(known)))
    return iter(found.rows())


def _source_faults(case: Case, table: str) -> Iterator[Fault]:
    known = ids(case, "sources")
    cited = case[table]["source"]
    unique = {cell: [part.strip() for part in cell.split(";") if part.strip()] for cell in cited.unique()}
    wrong = [cell for cell, parts in unique.items() if not known.issuperset(parts)]
    for row in cited.is_in(wrong).arg_true() if wrong else ():
        for name in unique[cited[row]]:
            if name not in known:
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

"""One change to one column of one table, or to one setting, for all years or for some."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from teikei.base.errors import CaseError, Fault, UsageError, did_you_mean
from teikei.case.case import Case, settings_with
from teikei.case.columns import Column, table_names
from teikei.case.conditions import column_of, condition, value_of
from teikei.case.deal_rules import shares_can_be_saved
from teikei.case.derived import carried
from teikei.case.limits import cell_faults, reference_faults
from teikei.case.settings import Settings
from teikei.case.tables.registry import TABLES

Operation = Literal["set", "scale", "add", "drop"]


@dataclass(frozen=True, slots=True)
class Change:
    """What is done to which cells.

    Attributes
    ----------
    table : table, or ``case`` for a setting
    column : column, or setting (``case.discount_rate``)
    operation : set to, multiply by, add the value, or drop the rows
    value : number or text, as it would stand in a cell
    where : conditions joined by ``&`` (see `conditions.condition`); blank = every row
    from_year, to_year : for dated rows, the years in which alone the change holds
    """

    table: str
    column: str
    operation: Operation
    value: str = ""
    where: str = ""
    from_year: int | None = None
    to_year: int | None = None


def applied(case: Case, change: Change, place: str) -> Case:
    """A new case with the change made.

    A swept column takes its low and high along: scaled and shifted alike, and kept when set only if they
    still enclose the value. A technology's unit cost moves the parts bills that hold it (`derived.carried`).

    Parameters
    ----------
    case : the case, which stays as it is
    change : the change
    place : what a fault names as its place, e.g. ``edits.csv:4``

    Raises
    ------
    CaseError
        if table or column are unknown, the value is of the wrong kind or out of range, or no row matches
    """
    if change.table == "case" or change.column.startswith("case."):
        return _setting(case, change, f"{place} column column_name")
    if change.table not in TABLES:
        raise CaseError(
            Fault(
                f"{place} column table_name",
                f"no table is called {change.table!r}",
                "the edit would change nothing",
                did_you_mean(change.table, ["case", *table_names()], "the reference of tables"),
            )
        )
    numbered = case[change.table].with_row_index("row_number")
    chosen = numbered.filter(condition(change.table, change.where, f"{place} column where"))
    column = None
    if change.operation != "drop":
        column = column_of(change.table, change.column, f"{place} column column_name")
    rest = numbered.join(chosen, on="row_number", how="anti")
    before_after = chosen.clear()
    if change.from_year is not None or change.to_year is not None:
        outside, chosen, before_after = _window(change, chosen, f"{place} column from_year")
        rest = pl.concat([rest, outside])
    if not chosen.height:
        raise CaseError(_nothing_matches(case, change, f"{place} column where"))
    changed = chosen.clear() if column is None else _changed(chosen, column, change, f"{place} column value")
    made = pl.concat([rest, before_after, changed]).sort("row_number", maintain_order=True)
    after = _checked(case, change, made, place)
    if (change.table, change.column) == ("technologies", "unit_cost") and change.operation != "drop":
        return carried(case, after)
    return after


def _checked(case: Case, change: Change, made: pl.DataFrame, place: str) -> Case:
    table = change.table
    lines = case.places.get(table, ())
    kept = tuple(lines[row] if row < len(lines) else 0 for row in made["row_number"])
    after = case.replaced(case.settings, {table: made.drop("row_number")}, {table: kept})
    if change.operation == "drop":
        return after
    faults = [*cell_faults(after, table, (change.column,)), *reference_faults(after, table, (change.column,))]
    if table == "changes" and not faults:
        faults += shares_can_be_saved(after)
    if faults:
        raise CaseError(
            Fault(
                f"{place} column value", f"after the edit, {fault.what} ({fault.where})", fault.why, fault.fix
            )
            for fault in faults[:1]
        )
    return after


def _setting(case: Case, change: Change, place: str) -> Case:
    name = change.column.removeprefix("case.")
    if name not in Settings.model_fields:
        raise CaseError(
            Fault(
                place,
                f"the case has no setting {name!r}",
                "the edit would change nothing",
                did_you_mean(name, list(Settings.model_fields), "the reference of case.toml"),
            )
        )
    value: Any = change.value
    if name == "reviews":
        value = [part.strip() for part in change.value.split(";")]
    now = getattr(case.settings, name)
    if change.operation != "set":
        by = _number(change.value)
        if by is None or not isinstance(now, int | float) or change.operation == "drop":
            raise CaseError(
                Fault(
                    place,
                    f"{change.operation} {change.value!r} cannot be done to the setting {name!r} ({now!r})",
                    "settings are set; only numbers can be scaled or added to",
                    "use the operation set",
                )
            )
        value = now * by if change.operation == "scale" else now + by
    try:
        return case.replaced(settings_with(case.settings, {name: value}), {}, {})
    except (CaseError, UsageError) as error:
        raise CaseError(Fault(place, fault.what, fault.why, fault.fix) for fault in error.faults) from None


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) < float("inf") else None


def _changed(rows: pl.DataFrame, column: Column, change: Change, place: str) -> pl.DataFrame:
    own = pl.col(column.name)
    bounds = [name for name in (f"{column.name}_low", f"{column.name}_high") if name in rows.columns]
    if change.operation == "set":
        value = value_of(column, change.value, place)
        made = rows.with_columns(pl.Series(column.name, [value] * rows.height, dtype=column.dtype))
        if not bounds:
            return made
        low, high = (pl.col(name) for name in bounds)
        return made.with_columns(
            pl.when(low <= own).then(low).alias(bounds[0]), pl.when(high >= own).then(high).alias(bounds[1])
        )
    by = _number(change.value)
    if by is None or column.kind not in ("number", "integer"):
        raise CaseError(
            Fault(
                place,
                f"{column.name!r} cannot be changed by {change.operation} {change.value!r}",
                "only numbers can be scaled or added to, by a number",
                "give a plain number as value" if by is None else "use the operation set",
            )
        )
    names = [column.name, *bounds]
    made = rows.with_columns(
        (pl.col(name) * by if change.operation == "scale" else pl.col(name) + by) for name in names
    )
    if change.operation == "scale" and by < 0 and bounds:
        made = made.with_columns(pl.col(bounds[0]).alias(bounds[1]), pl.col(bounds[1]).alias(bounds[0]))
    if column.kind == "integer":
        return made.with_columns(own.round().cast(pl.Int64))
    # minus zero would change the hash without changing any figure
    return made.with_columns(pl.col(name) + 0.0 for name in names)


def _window(
    change: Change, rows: pl.DataFrame, place: str
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """(rows outside the window, parts of rows inside it, parts of those rows before and after it)."""
    if "valid_from" not in TABLES[change.table].key:
        dated = [name for name in table_names() if "valid_from" in TABLES[name].key]
        raise CaseError(
            Fault(
                place,
                f"rows of {change.table!r} are not dated, so an edit of some years has no meaning",
                "the edit would hold for all years without a word",
                f"leave from_year and to_year blank; dated tables are {', '.join(dated)}",
            )
        )
    if change.from_year is not None and change.to_year is not None and change.to_year < change.from_year:
        raise CaseError(
            Fault(
                place,
                f"the edit ends ({change.to_year}) before it begins ({change.from_year})",
                "it would never hold",
                "swap from_year and to_year",
            )
        )
    inside: list[dict[str, Any]] = []
    around: list[dict[str, Any]] = []
    outside: list[dict[str, Any]] = []
    dates = rows.schema["valid_from"] == pl.Date
    for row in rows.to_dicts():
        parts = list(_parts(row["valid_from"], row["valid_to"], change, dates))
        if not any(within for _, _, within in parts):
            outside.append(row)
            continue
        for begin, end, within in parts:
            (inside if within else around).append(row | {"valid_from": begin, "valid_to": end})
    made = [pl.DataFrame(part, schema=rows.schema) for part in (outside, inside, around)]
    return made[0], made[1], made[2]


def _parts(begin: Any, end: Any, change: Change, dates: bool) -> Iterator[tuple[Any, Any, bool]]:
    """(begin, end, inside the window) of the parts into which year borders cut a span."""
    first: Any = change.from_year
    last: Any = change.to_year
    one: Any = 1
    if dates:
        first = None if first is None else dt.date(first, 1, 1)
        last = None if last is None else dt.date(last, 12, 31)
        one = dt.timedelta(days=1)
    if (first is not None and end is not None and end < first) or (last is not None and begin > last):
        yield begin, end, False
        return
    if first is not None and begin < first:
        yield begin, first - one, False
        begin = first
    if last is not None and (end is None or end > last):
        yield begin, last, True
        yield last + one, end, False
        return
    yield begin, end, True


def _nothing_matches(case: Case, change: Change, place: str) -> Fault:
    years = ""
    if change.from_year is not None or change.to_year is not None:
        years = f" in {change.from_year or '…'} to {change.to_year or '…'}"
    return Fault(
        place,
        f"no row of {change.table!r} matches {change.where or 'every row'!r}{years}",
        "an edit that changes nothing would pass for a result",
        _closest(case, change),
    )


def _closest(case: Case, change: Change) -> str:
    """The first condition that no row meets by itself, with the values that there are."""
    for part in change.where.split("&"):
        name, _, wanted = part.partition("=")
        name, wanted = name.strip(" !<>"), wanted.strip(" ='\"")
        frame = case[change.table]
        if name not in frame.columns or frame.filter(condition(change.table, part, "")).height:
            continue
        series = frame[name].explode() if frame[name].dtype == pl.List else frame[name]
        there = sorted({str(value) for value in series.unique() if value not in (None, "")})
        return did_you_mean(wanted, there, f"column {name} of {change.table}.csv")
    return f"each condition is met by some row of {change.table}.csv, but no row meets all: take one away"

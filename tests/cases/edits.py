"""Small edits of a case for tests: change cells, add rows, drop rows, with the table's own defaults."""

from __future__ import annotations

from functools import cache
from typing import Any

import polars as pl

from teikei.case.case import Case
from teikei.case.columns import frame_of
from teikei.case.read import read_case

Words = dict[str, Any]


def changed(case: Case, table: str, where: Words, **values: Any) -> Case:
    """The case with some cells of the rows that match ``where`` (all of them) at other values.

    Raises AssertionError if no row matches: an edit that does nothing would let a test pass for no reason.
    """
    rows = case[table].to_dicts()
    hit = [row for row in rows if all(row[k] == v for k, v in where.items())]
    assert hit, f"no row of {table} has {where}"
    for row in hit:
        row.update(values)
    return case.with_(**{table: frame_of(table, rows)})


def added(case: Case, table: str, *rows: Words) -> Case:
    """The case with more rows in a table."""
    return case.with_(**{table: pl.concat([case[table], frame_of(table, rows)])})


def dropped(case: Case, table: str, **where: Any) -> Case:
    """The case without the rows of a table that match."""
    rows = case[table].to_dicts()
    kept = [row for row in rows if not all(row[k] == v for k, v in where.items())]
    assert len(kept) < len(rows), f"no row of {table} has {where}"
    return case.with_(**{table: frame_of(table, kept)})


def with_imported_parts(case: Case, duty: float) -> Case:
    """A tenth of the value of harima's cars comes from the us, at a duty on parts."""
    case = changed(case, "content", {"plant": "harima"}, share_of_value=0.9)
    share = {"model": "any", "plant": "harima", "territory": "us", "share_of_value": 0.1}
    parts = {"origin": "us", "destination": "japan", "customs_class": "parts", "rate": duty}
    case = added(case, "content", share)
    return added(case, "tariffs", parts | {"stacking": "base", "valid_from": "2020-01-01"})


def years_of(case: Case, first: int, last: int, *reviews: int) -> Case:
    """The case with another horizon."""
    return case.with_(settings={"first_year": first, "last_year": last, "reviews": reviews or (first,)})


def cars(ship: pl.DataFrame, **where: Any) -> dict[int, float]:
    """Year -> cars of the flows that match."""
    found = ship.filter(*(pl.col(k) == v for k, v in where.items()))
    by_year = found.group_by("year").agg(pl.col("units").sum()).sort("year")
    return {int(y): float(u) for y, u in by_year.iter_rows()}


def money(accounts: pl.DataFrame, firm: str, account: str) -> dict[int, float]:
    """Year -> million of one account of a firm."""
    found = accounts.filter((pl.col("firm") == firm) & (pl.col("account") == account))
    by_year = found.group_by("year").agg(pl.col("amount_m").sum()).sort("year")
    return {int(y): float(u) for y, u in by_year.iter_rows()}


@cache
def two_makers() -> Case:
    """The case solved by hand, as shipped."""
    return read_case("two_makers")

"""When rows hold: no end before the beginning, no two answers for a day, settings that fit each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

import polars as pl

from teikei.base.errors import Fault, did_you_mean
from teikei.case.case import Case
from teikei.case.columns import column_names
from teikei.case.limits import where

SPANS = (("valid_from", "valid_to"), ("from_year", "to_year"), ("first_year", "last_year"))

OVERLAPS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("tariffs", ("origin", "destination", "customs_class", "firm", "powertrain"), "base"),
    ("tariffs", ("origin", "destination", "customs_class", "firm", "powertrain", "legal_basis"), "at_least"),
    ("tariffs", ("origin", "destination", "customs_class", "firm", "powertrain", "legal_basis"), "add"),
    ("tariffs", ("origin", "destination", "customs_class", "firm", "powertrain", "legal_basis"), "offset"),
    ("origin_rules", ("rule", "origin", "destination", "customs_class", "quota_firm"), ""),
    ("co2_rules", ("market", "customs_class"), ""),
)
"""(table, columns that say what a row is for, stacking): of such rows only one may hold on a day."""


def span_faults(case: Case, table: str) -> Iterator[Fault]:
    """Rows that end before they begin."""
    names = column_names(table)
    for begin, end in SPANS:
        if begin not in names or end not in names:
            continue
        frame = case[table]
        for row in (frame[end] < frame[begin]).fill_null(False).arg_true():
            yield Fault(
                where(case, table, row, end),
                f"the row ends ({frame[end][row]}) before it begins ({frame[begin][row]})",
                "it would never hold",
                f"swap {begin} and {end}, or leave {end} blank if it has no end",
            )


def overlap_faults(case: Case, table: str) -> Iterator[Fault]:
    """Rows for the same thing that hold on the same day."""
    for name, what, stacking in OVERLAPS:
        if name != table or not case[table].height:
            continue
        frame = case[table].with_row_index("row_number").drop_nulls("valid_from")
        if stacking:
            frame = frame.filter(pl.col("stacking") == stacking)
        frame = frame.sort(*what, "valid_from", "row_number")
        previous = pl.col("valid_to", "row_number").shift(1).over(what)
        found = frame.with_columns(previous.name.suffix("_before")).filter(
            pl.col("row_number_before").is_not_null(),
            pl.col("valid_to_before").is_null() | (pl.col("valid_to_before") >= pl.col("valid_from")),
        )
        for entry in found.iter_rows(named=True):
            before = case.place(table, entry["row_number_before"])
            shown = ", ".join(str(entry[column]) for column in what if entry[column])
            kind = f"{stacking} " if stacking else ""
            yield Fault(
                where(case, table, entry["row_number"], "valid_from"),
                f"two {kind}rows for {shown} hold at once: this one from {entry['valid_from']}, and {before}",
                "which of the two rates holds on such a day is not known",
                f"end {before} on {_day_before(entry['valid_from'])} (valid_to), or delete one of the rows",
            )


def _day_before(begin: dt.date | int) -> dt.date | int:
    return begin - 1 if isinstance(begin, int) else begin - dt.timedelta(days=1)


def setting_faults(case: Case) -> Iterator[Fault]:
    """Settings that do not fit each other or the tables."""
    now = case.settings
    reviews = now.reviews
    if now.first_year > now.last_year:
        yield _setting(
            "first_year",
            f"first_year {now.first_year} is after last_year {now.last_year}",
            "there would be no year to plan",
            "swap them",
        )
    if not reviews:
        yield _setting(
            "reviews", "there is no review", "nothing could ever change", f"write [{now.first_year}]"
        )
    if any(later <= earlier for earlier, later in pairwise(reviews)):
        yield _setting(
            "reviews",
            f"the reviews {list(reviews)} do not increase",
            "a review holds until the next one",
            f"write {sorted(set(reviews))}",
        )
    outside = [year for year in reviews if not now.first_year <= year <= now.last_year]
    if outside:
        yield _setting(
            "reviews",
            f"the reviews {outside} lie outside the years {now.first_year} to {now.last_year}",
            "what is decided there would never be seen",
            f"keep reviews from {now.first_year} to {now.last_year}",
        )
    if reviews and now.decision_date > dt.date(min(reviews), 1, 1):
        yield _setting(
            "decision_date",
            f"the decision date {now.decision_date} is after 1 January of {min(reviews)}, the first review",
            "nothing before the decision date can be chosen, and a review decides from its 1 January on",
            f"move the decision date to {min(reviews) - 1}-12-01, or the first review to a later year",
        )


def focal_faults(case: Case) -> Iterator[Fault]:
    """A focal firm that is no planning firm."""
    firm = case.settings.focal_firm
    planning = case["firms"].filter(pl.col("role") == "plans")["firm"].to_list()
    if firm and firm not in planning:
        yield _setting(
            "focal_firm",
            f"the focal firm {firm!r} is no planning firm of firms.csv",
            "the advice is written for a firm that plans",
            did_you_mean(firm, planning, "firms.csv, role plans"),
        )


def _setting(key: str, what: str, why: str, fix: str) -> Fault:
    return Fault(f"case.toml key {key}", what, why, fix)

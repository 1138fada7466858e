"""The largest change of a firm's profit from one year to the next, and the account that it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from teikei.case.case import Case

LEAST_M = 1.0
"""Million below which years are alike."""
SOLD = ("revenue", "parts", "conversion", "extra")
"""Accounts that rise and fall with cars sold: together the margin before trade."""
MARGIN = "margin"
DUTIES = ("duty", "parts_duty")
"""Accounts that laws move."""


@dataclass(frozen=True, slots=True)
class Swing:
    """Profit of a firm in ``year`` and the next, million, and of all accounts the one that moves most the
    same way (costs negative; what rises and falls with cars sold is one, ``margin``)."""

    firm: str
    year: int
    profit_m: tuple[float, float]
    account: str
    account_m: tuple[float, float]


def largest_swing(yearly: pl.DataFrame, firm: str = "", column: str = "without_m") -> Swing | None:
    """The largest change from year to year; None where nothing moves.

        Δ_t = profit_{t+1} − profit_t       the t of the largest |Δ|; the account of the largest Δ of its sign

    Parameters
    ----------
    yearly : firm, account, year and amounts in million (`deals.yearly`)
    firm : the firm; blank for whichever moves most
    column : ``without_m``, ``with_m`` or ``change_m``
    """
    rows = yearly.filter(pl.col("firm") == firm) if firm else yearly
    if not rows.height:
        return None
    totals: dict[str, dict[int, float]] = {}
    sums = rows.group_by("firm", "year").agg(pl.col(column).sum()).sort("firm", "year")
    for who, year, amount in sums.iter_rows():
        totals.setdefault(who, {})[year] = amount
    steps = [
        (who, year, (amount, by[year + 1]))
        for who, by in totals.items()
        for year, amount in by.items()
        if year + 1 in by
    ]
    who, year, ends = max(steps, key=lambda s: abs(s[2][1] - s[2][0]), default=("", 0, (0.0, 0.0)))
    if abs(ends[1] - ends[0]) < LEAST_M:
        return None
    account, moved = _account(rows.filter(pl.col("firm") == who), column, year, ends[1] > ends[0])
    return Swing(who, year, ends, account, moved)


def _account(rows: pl.DataFrame, column: str, year: int, up: bool) -> tuple[str, tuple[float, float]]:
    """The account that moves most the same way, in the two years."""
    found: dict[str, list[float]] = {}
    for name, at, amount in (
        rows.group_by("account", "year").agg(pl.col(column).sum()).sort("account", "year").iter_rows()
    ):
        account = MARGIN if name in SOLD else name
        if at in (year, year + 1):
            found.setdefault(account, [0.0, 0.0])[at - year] += amount
    sign = 1.0 if up else -1.0
    most = max(found, key=lambda a: sign * (found[a][1] - found[a][0]))
    return most, (found[most][0], found[most][1])


def laws_ending(case: Case, swing: Swing) -> tuple[str, ...]:
    """Tariffs that end within the two years, ``law (place, last day)``; none where no duty moves.

    Only the last row of a law counts: one that another row of the same law goes on from does not end.
    """
    if swing.account not in DUTIES:
        return ()
    parts = pl.col("customs_class") == "parts"
    rows = case["tariffs"].filter(parts if swing.account == "parts_duty" else ~parts)
    keys = ["legal_basis", "destination", "origin"]
    open_end = pl.col("valid_to").is_null().any()
    ends = rows.group_by(keys, maintain_order=True).agg(open_end.alias("open"), pl.col("valid_to").max())
    within = pl.col("valid_to").dt.year().is_in([swing.year, swing.year + 1]) & ~pl.col("open")
    found = ends.filter(within).select("legal_basis", "destination", "valid_to").unique(maintain_order=True)
    return tuple(f"{law} ({place}, {day})" for law, place, day in found.iter_rows() if law)

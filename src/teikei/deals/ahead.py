"""The fee of a deal under the cash limits of its parties: paid at once, by the year, or by the car.

    a fee of present value t:   at once t / w_first      by the year t / Σ w      by the car t / Σ w q
    surplus under limits = v_c(g with the fee) − v_c(g)       lost = surplus without limits − that

A second run, never a worth: each firm has the cash, the floor and the credit of firms.csv, and the fee leaves
one's cash for the other's in the year in which it is paid. Where no plan keeps a limit, the least further
credit is said: a firm that cannot have it cannot pay so early. Where paying at once is not to be had, or
leaves no money to build with, the most that can be paid at once without harm is found, the rest by the year.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import polars as pl

from teikei.agreements.book import Book
from teikei.base.options import PlanOptions
from teikei.deals.replanned import with_terms
from teikei.deals.worth import Interval, Surplus
from teikei.plan.assistance import LICENCE
from teikei.plan.optimise import Memory, plan
from teikei.plan.sets import Floats
from teikei.plan.solution import PlanSolution

Way = Literal["once", "year", "unit", "part"]
WAYS: tuple[Way, ...] = ("once", "year", "unit")
HALVINGS = 6
"""Plans by which the part that can be paid at once is closed in: to a 64th of the fee."""
NOTHING_M = 1e-3
"""Million that is no debt."""


@dataclass(frozen=True, slots=True)
class Paid:
    """A fee paid in one way under cash limits; million, present value, unless said otherwise.

    Attributes
    ----------
    way : once (in the first year in force), year, unit (by the car), or part (part at once, the rest by the
        year)
    ahead_m : of the fee, what is paid in the first year; of ``part`` the most that does no harm: the
        first figure does none, the second does
    surplus_m, lost_m : what the deal brings under the limits, and how much less than without them
    after_m : party that plans -> its gain by the deal, the fee paid, in the plan found
    lacking_m : firm -> credit that it lacks beyond its limit, million of the year, more than without the deal
    """

    way: Way
    ahead_m: Interval
    surplus_m: Interval
    lost_m: Interval
    after_m: dict[str, float]
    lacking_m: dict[str, float]

    @property
    def possible(self) -> bool:
        """Whether every firm keeps its limits."""
        return not self.lacking_m


@dataclass(frozen=True, slots=True)
class Ahead:
    """A fee under cash limits: ``held`` are the parties that have limits, ``ways`` how it was paid."""

    held: tuple[str, ...]
    fee_m: dict[str, float]
    ways: tuple[Paid, ...]


def ahead(found: Surplus, pays_m: Mapping[str, float], options: PlanOptions, memory: Memory) -> Ahead | None:
    """Plan a deal and its fee under cash limits; None where no party has limits or nobody pays.

    Parameters
    ----------
    found : the deal as planned without limits
    pays_m : party that plans -> what it pays by a fee, million present value, negative: is paid
    options : gap, time, threads
    memory : answers of components solved before

    Raises whatever `plan` raises.
    """
    case, fee = found.book.case, {f: pays_m.get(f, 0.0) for f in found.parties}
    listed = case["firms"].filter(pl.col("cash_m").is_not_null() & pl.col("cash_floor_m").is_not_null())
    held = tuple(f for f in found.parties if f in listed["firm"].to_list())
    if not held or not any(m > NOTHING_M for m in fee.values()):
        return None
    limited = replace(options, cash_limits=True)
    run = _Run(found, plan(case, None, found.without_book, limited, memory=memory), limited, memory)
    ways = [run.paid(rows, way) for way in WAYS if (rows := rows_of_fee(found, fee, way))]
    once, year = (next((one for one in ways if one.way == way), None) for way in WAYS[:2])
    if once is not None and year is not None and year.possible and not as_good(once, year):
        ways.append(run.part(fee, year))
    return Ahead(held, fee, tuple(ways))


def rows_of_fee(found: Surplus, fee: Mapping[str, float], way: str) -> list[dict[str, Any]]:
    """Rows of terms.csv by which the fee is paid: every payer to every payee by its part of what is received.
    None by the car where no car is built, or where it is not one firm that pays another for them."""
    problem = found.with_plan.problem
    if way == "once":
        over = _first_weight(found)
    elif way == "year":
        over = float(problem.weights @ in_force(found))
    else:
        over = float(problem.weights @ found.units) / 1e6
    if over < 1e-9:
        return []
    received = -sum(m for m in fee.values() if m < 0.0)
    rows = [
        {"payer": payer, "payee": payee, "per": way, "amount": m * -r / received / over}
        for payer, m in fee.items()
        for payee, r in fee.items()
        if m > 0.0 and r < 0.0
    ]
    licence = found.book.kind(found.agreement).name == LICENCE  # its fee by the car is due on options sold
    return [] if way == "unit" and (licence or len(rows) > 1) else rows


def in_force(found: Surplus) -> Floats:
    """(year,) 1 in the years in which the deal is in force."""
    years = found.with_plan.problem.years
    first, last = found.book.first_year(found.agreement), found.book.last_year(found.agreement)
    return np.asarray((years >= first) & (years <= last), dtype=np.float64)


def _first_weight(found: Surplus) -> float:
    """Discount factor of the first year in force; 0 where it is in force in none that is planned."""
    inside = in_force(found) * found.with_plan.problem.weights
    return float(inside[np.flatnonzero(inside)[:1]].sum())


@dataclass(frozen=True, slots=True, eq=False)
class _Run:
    """What the runs of one deal share: it without limits, the plan without it under limits."""

    found: Surplus
    without: PlanSolution
    options: PlanOptions
    memory: Memory

    def paid(self, rows: Sequence[Mapping[str, Any]], way: Way) -> Paid:
        found, before = self.found, lacking(self.without)
        case = with_terms(found.book.case, found.agreement, rows)
        made = plan(case, None, Book(case, found.book.agreements), self.options, memory=self.memory)
        low, high = made.worth.minus(self.without.worth)
        more = {f: credit - before.get(f, 0.0) for f, credit in lacking(made).items()}
        atonce = sum(r["amount"] for r in rows if r["per"] == "once") * _first_weight(found)
        return Paid(
            way=way,
            ahead_m=(atonce, atonce),
            surplus_m=(low, high),
            lost_m=(found.alone[0] - high, found.alone[1] - low),
            after_m={
                f: made.profit(f, transfers=True) - self.without.profit(f, transfers=True)
                for f in found.parties
            },
            lacking_m={f: credit for f, credit in more.items() if credit > NOTHING_M},
        )

    def part(self, fee: Mapping[str, float], year: Paid) -> Paid:
        """As much at once as costs no more of the surplus than all by the year, the rest by the year: a
        share that does is closed in from one that does not, ``HALVINGS`` times in halves."""
        least, most, best = 0.0, 1.0, replace(year, way="part")
        for _ in range(HALVINGS):
            share = (least + most) / 2.0
            early = rows_of_fee(self.found, {f: m * share for f, m in fee.items()}, "once")
            late = rows_of_fee(self.found, {f: m * (1.0 - share) for f, m in fee.items()}, "year")
            tried = self.paid([*early, *late], "part")
            if as_good(tried, year):
                least, best = share, tried
            else:
                most = share
        whole = sum(m for m in fee.values() if m > 0.0)
        return replace(best, ahead_m=(least * whole, most * whole))


def as_good(one: Paid, year: Paid) -> bool:
    """Whether limits are kept and no more of the surplus is surely lost than by paying by the year."""
    return one.possible and one.surplus_m[1] >= year.surplus_m[0] - NOTHING_M


def lacking(made: PlanSolution) -> dict[str, float]:
    """Firm -> its most debt beyond its limit, million, where no plan keeps the limits."""
    over = made.cash.filter(pl.col("beyond_m") > NOTHING_M)
    return dict(over.group_by("firm").agg(pl.col("beyond_m").max()).sort("firm").iter_rows())

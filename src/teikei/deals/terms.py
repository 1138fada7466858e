"""What can be paid: the corridor between what the giver must have and what the taker can give.

    lowest  = −D_giver                   what leaves the giver no worse off
    highest = D_taker                    what leaves the taker no worse off
    a car   = present value / Σ_t w_t cars_t     a year = present value / Σ_t w_t

Default terms are conversion at marginal cost (already in the accounts) plus the fee in this corridor. Equal
weights split the surplus in halves (Nash bargaining): gains_after = surplus / parties. At another weight b of
who is paid the fee is lowest + b (highest − lowest).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from teikei.case.case import Case
from teikei.deals.gains import Gain
from teikei.deals.worth import Interval, Surplus
from teikei.industry.money import in_case_currency

if TYPE_CHECKING:
    from collections.abc import Mapping

DUST_M = 1e-6
"""Million below which an amount is rounding."""


@dataclass(frozen=True, slots=True)
class Corridor:
    """Payment from ``taker`` to ``giver``: lowest and highest, as present value and per year in million, and
    a car in case currency (None where no car is built under the deal). ``open`` is False when the lowest
    exceeds the highest."""

    giver: str
    taker: str
    lowest_m: float
    highest_m: float
    lowest_m_per_year: float
    highest_m_per_year: float
    lowest_per_car: float | None
    highest_per_car: float | None

    @property
    def open(self) -> bool:
        return self.lowest_m <= self.highest_m

    @property
    def by_payer(self) -> Corridor:
        """The same with ``taker`` the one who pays at equal parts and ``giver`` the one who is paid: where
        the middle is below zero the two change over, and with them both ends and their signs.

        >>> deal = Corridor("renault", "nissan", -897.0, -532.0, -139.0, -82.0, None, None).by_payer
        >>> deal.taker, deal.giver, deal.lowest_m, deal.highest_m
        ('renault', 'nissan', 532.0, 897.0)
        """
        if self.lowest_m + self.highest_m >= -DUST_M:
            return self

        def less(amount: float | None) -> float | None:
            return None if amount is None else -amount

        return Corridor(
            self.taker,
            self.giver,
            -self.highest_m,
            -self.lowest_m,
            -self.highest_m_per_year,
            -self.lowest_m_per_year,
            less(self.highest_per_car),
            less(self.lowest_per_car),
        )


def sides(found: Surplus) -> tuple[str, str] | None:
    """(giver, taker) among the planning parties: who grants more of what the deal is about, and who takes
    it."""
    if len(found.parties) != 2:
        return None
    permits = [p for p in found.book.permits if p.agreement == found.agreement]
    order = {"plant": 0, "technology": 1, "platform": 2}
    permits.sort(key=lambda p: order.get(p.what, 3))
    for permit in permits:
        if permit.giver in found.parties and permit.taker in found.parties and permit.giver != permit.taker:
            return permit.giver, permit.taker
    return found.parties[0], found.parties[1]


def corridor(found: Surplus, gains: Mapping[str, Gain]) -> Corridor | None:
    """The fee corridor of a deal between two planning firms; None where an outsider's terms are given."""
    pair = sides(found)
    if pair is None:
        return None
    giver, taker = pair
    lowest, highest = -gains[giver].value, gains[taker].value
    plan = found.with_plan
    cars = float(plan.problem.weights @ found.units)

    def per_car(amount: float) -> float | None:
        return amount * 1e6 / cars if cars > 0.5 else None

    return Corridor(
        giver,
        taker,
        lowest,
        highest,
        plan.yearly(lowest),
        plan.yearly(highest),
        per_car(lowest),
        per_car(highest),
    )


def gains_after(found: Surplus) -> dict[str, Interval]:
    """Each planning party's equal part of the surplus: certified with it, for these inputs."""
    n = len(found.parties)
    low, high = found.alone
    return dict.fromkeys(found.parties, (low / n, high / n))


def exit_cost_m(case: Case, agreement: str) -> float | None:
    """What the tables say that leaving an agreement early costs, million case currency; None: nothing."""
    row = case["agreements"].filter(pl.col("agreement") == agreement)
    cost = in_case_currency(case, row, "exit_cost_m")["exit_cost_m"][0]
    return None if cost is None else float(cost)

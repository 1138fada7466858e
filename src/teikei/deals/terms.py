"""What can be paid: the corridor between what the giver must have and what the taker can give.

    lowest  = −D_giver                   what leaves the giver no worse off
    highest = D_taker                    what leaves the taker no worse off
    a car   = present value / Σ_t w_t cars_t     a year = present value / Σ_t w_t

Default terms are conversion at marginal cost (already in the accounts) plus the fee in this corridor. Equal
weights split the surplus in halves (Nash bargaining): gains_after = surplus / parties.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from teikei.deals.gains import Gain
from teikei.deals.worth import Interval, Surplus

if TYPE_CHECKING:
    from collections.abc import Mapping


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

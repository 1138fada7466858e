"""The dated yes/no decisions of a plan: tooling, development and adoption, launches."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from teikei.case.case import Case
from teikei.case.kept import kept
from teikei.industry.money import annuity
from teikei.plan.dates import usable_year
from teikei.plan.sets import Choices


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be started once, in a year of the firm's choice (or in a fixed year), by a firm that
    pays for it.

    ``demand_ramp``: a year and the share that the demand of that year already allows for the ramp.
    ``yearly_m``: paid in every year of use beside the annuity of the cost. ``last_use``: last year in which a
    car can use it; no life begins after it.
    """

    name: tuple[str, ...]
    payer: str
    cost_m: float
    life_years: int
    lead_years: float
    ramp: float
    signed: float
    not_before: int
    fixed_year: int | None = None
    demand_ramp: tuple[int, float] = (0, 1.0)
    yearly_m: float = 0.0
    last_use: int = 9999

    def first_share(self, year: int) -> float:
        """Share of full output in the first year of use, beyond what demand allows for."""
        carried = self.demand_ramp[1] if year == self.demand_ramp[0] else 1.0
        return min(1.0, self.ramp / carried)


def _moments(case: Case, choice: Choice) -> list[tuple[int, int]]:
    """(review, first year of use): the year given, or every year of the horizon that some review can reach;
    the review is the last that is in time for it."""
    settings = case.settings
    if choice.fixed_year is not None:
        return [(settings.first_year, choice.fixed_year)]
    ready = [(_usable(choice, float(e)), e) for e in settings.reviews]
    start = max(choice.not_before, min(year for year, _ in ready))
    return [
        (max(e for year, e in ready if year <= t), t)
        for t in range(max(start, settings.first_year), settings.last_year + 1)
    ]


def _usable(choice: Choice, review: float) -> int:
    begun = max(review, choice.signed) if math.isfinite(choice.signed) else review
    return usable_year(begun, choice.lead_years)


def dated(case: Case, choices: Iterable[Choice]) -> tuple[Choices, list[tuple[str, ...]]]:
    """Options of every choice in every year of use: from ceil(max(review, signature) + lead) on, the ramp in
    the first year.

    yearly_m = annuity(cost, discount rate, life) + what is paid a year of use. The annuity is paid to the end
    of a life, inside the horizon, and a life begins anew only while a car can use it. A review is when one
    decides; what is decided may start in any later year.
    """
    listed = tuple(choices)
    return _dated(case, listed), [choice.name for choice in listed]


@kept
def _dated(case: Case, choices: tuple[Choice, ...]) -> Choices:
    years = np.array(case.settings.years)
    what: list[int] = []
    names: list[tuple[str, ...]] = []
    review: list[int] = []
    first: list[int] = []
    share: list[np.ndarray] = []
    yearly: list[float] = []
    payer: list[str] = []
    paid: list[np.ndarray] = []
    spent: list[np.ndarray] = []
    for k, choice in enumerate(choices):
        for e, start in _moments(case, choice):
            if start > case.settings.last_year:
                continue
            what.append(k)
            names.append((*choice.name, str(start)))
            review.append(e)
            first.append(start)
            share.append(
                np.where(years == start, choice.first_share(start), np.where(years > start, 1.0, 0.0))
            )
            cost = annuity(choice.cost_m, case.settings.discount_rate, choice.life_years)
            yearly.append(cost + choice.yearly_m)
            payer.append(choice.payer)
            paid.append(np.where(_living(choice, start, years), cost, 0.0) + _running(choice, start, years))
            spent.append(_spent(case, choice, start))
    return Choices(
        np.array(what, dtype=np.int64),
        tuple(names),
        np.array(review, dtype=np.int64),
        np.array(first, dtype=np.int64),
        np.array(share, dtype=float).reshape(len(what), years.size),
        np.array(yearly, dtype=float),
        np.array(payer, dtype=str),
        np.array(paid, dtype=float).reshape(len(what), years.size),
        np.array(spent, dtype=float).reshape(len(what), years.size),
    )


def _lives(choice: Choice, start: int, last: int) -> range:
    """First years of the lives of what is used from ``start`` on: one at least, further ones while it is of
    use."""
    return range(start, max(start, min(last, choice.last_use)) + 1, max(1, choice.life_years))


def _living(choice: Choice, start: int, years: np.ndarray) -> np.ndarray:
    """(year,) true while a life lasts."""
    end = _lives(choice, start, int(years[-1]))[-1] + max(1, choice.life_years)
    return np.asarray((years >= start) & (years < end))


def _running(choice: Choice, start: int, years: np.ndarray) -> np.ndarray:
    """(year,) what is paid beside the annuity in every year in which it can be used."""
    return np.asarray(np.where((years >= start) & (years <= choice.last_use), choice.yearly_m, 0.0))


def _spent(case: Case, choice: Choice, start: int) -> np.ndarray:
    """Money that leaves (year,): the cost in the year before each life begins, or in the first year."""
    first, last = case.settings.first_year, case.settings.last_year
    found = np.zeros(last - first + 1)
    for begun in _lives(choice, start, last):
        found[max(begun - 1, first) - first] += choice.cost_m
    return np.asarray(found + _running(choice, start, np.arange(first, last + 1)))

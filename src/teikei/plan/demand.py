"""The demand of a book: what every model can sell once the agreements in force are known.

    D[s,t] = units_s (1 + growth_s)^(t - base_s)          if s is on sale in t; electric cars times the factor
        of charging access gained or ended (`plan.access`)
    a launch m brought by the book takes   min(share[m→k] D[m,t] / …, D[k,t])   from model k, spread over its
        powertrains
    a withdrawal k gives   share[k→j] D[k,t]   to model j

Demand is data of the book (definitions.md): nobody optimises a rival's loss. Total diversion from a car never
exceeds its demand. A launch's first year sells the share of its tooling's ramp; a powertrain that comes later
starts in its own first year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from teikei.agreements.book import Book
from teikei.case.case import Case
from teikei.case.kept import kept, rows_by
from teikei.plan.access import ELECTRIC, demand_factors
from teikei.plan.dates import Launch, launches_of

Slot = tuple[str, str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Slots:
    """Demand rows of the planning firms: a model with one powertrain in one market.

    ``demand`` (slot, year), cars a year, after diversion; ``undiverted`` the same before it; ``taken`` cars
    lost to (positive) or gained from (negative) launches and withdrawals of the book. ``launched``: first
    year of each model that the book brings, and ``ramps`` the share of a year's sales in it.
    """

    model: NDArray[np.str_]
    powertrain: NDArray[np.str_]
    market: NDArray[np.str_]
    firm: NDArray[np.str_]
    undiverted: NDArray[np.float64]
    demand: NDArray[np.float64]
    launched: dict[str, int]
    ramps: dict[str, float]
    diverted: tuple[tuple[str, str, str, NDArray[np.float64]], ...]

    @property
    def index(self) -> dict[Slot, int]:
        return {
            (str(m), str(p), str(r)): i
            for i, (m, p, r) in enumerate(zip(self.model, self.powertrain, self.market, strict=True))
        }


def slots_of_book(
    book: Book, *, diversion: bool = True, moved: Mapping[str, int | None] | None = None
) -> Slots:
    """The demand of every planning firm under a book, with or without diversion.

    ``moved``: launches of the book dated not before another year, or called off (None). Raises nothing: a
    slot that no variant serves simply stays unsold.
    """
    dated = tuple(sorted((moved or {}).items()))
    return _slots(book.case, book.agreements, diversion, dated)


@kept
def _slots(
    case: Case, agreements: frozenset[str], diversion: bool, moved: tuple[tuple[str, int | None], ...]
) -> Slots:
    book = Book(case, agreements)
    models = rows_by(case, "models", "model")
    planning = {row["firm"] for row in case["firms"].iter_rows(named=True) if row["role"] == "plans"}
    launches = launches_of(book, dict(moved))
    launched = {model: launch.year for model, launch in launches.items()}
    rows = sorted(
        (row for row in case["demand"].iter_rows(named=True) if models[row["model"]]["firm"] in planning),
        key=lambda row: (row["model"], row["powertrain"], row["market"]),
    )
    undiverted = _undiverted(book, rows, models, launches)
    model_of = np.array([row["model"] for row in rows], dtype=str)
    market_of = np.array([row["market"] for row in rows], dtype=str)
    demand: NDArray[np.float64] = undiverted
    diverted: tuple[tuple[str, str, str, NDArray[np.float64]], ...] = ()
    if diversion and (launched or book.withdrawn or book.leaving):
        demand, diverted = _divert(book, model_of, market_of, undiverted, launched)
    return Slots(
        model_of,
        np.array([row["powertrain"] for row in rows], dtype=str),
        market_of,
        np.array([models[row["model"]]["firm"] for row in rows], dtype=str),
        undiverted,
        demand,
        launched,
        {model: launch.ramp for model, launch in launches.items()},
        diverted,
    )


def _undiverted(
    book: Book,
    rows: list[dict[str, Any]],
    models: Mapping[str, Mapping[str, Any]],
    launches: Mapping[str, Launch],
) -> NDArray[np.float64]:
    """Demand (row, year) before diversion."""
    years = np.array(book.case.settings.years)
    optional = optional_launches(book)
    access = demand_factors(book)
    found = np.zeros((len(rows), years.size))
    for i, row in enumerate(rows):
        model = models[row["model"]]
        units = row["units_per_year"] * (1.0 + (row["growth"] or 0.0)) ** (years - row["base_year"])
        start, end = model["first_year"] or 0, model["last_year"] or 9999
        if model["status"] == "candidate" and row["model"] not in optional:
            launch = launches.get(row["model"])
            if launch is None or row["powertrain"] not in launch.powertrains:
                continue
            start = launch.powertrains[row["powertrain"]]
            units = units * np.where(years == launch.year, launch.ramp, 1.0)
        if row["powertrain"] == ELECTRIC and (model["firm"], row["market"]) in access:
            units = units * access[(model["firm"], row["market"])]
        found[i] = np.where((years >= start) & (years <= end), units, 0.0)
    return found


def optional_launches(book: Book) -> frozenset[str]:
    """Candidate models that no agreement of the case brings: their firm may launch them by its own choice."""
    return _optional(book.case)


@kept
def _optional(case: Case) -> frozenset[str]:
    brought = {model for row in case["agreements"].iter_rows(named=True) for model in row["brings"]}
    return frozenset(
        row["model"]
        for row in case["models"].iter_rows(named=True)
        if row["status"] == "candidate" and row["model"] not in brought
    )


def _divert(
    book: Book,
    model_of: NDArray[np.str_],
    market_of: NDArray[np.str_],
    undiverted: NDArray[np.float64],
    launched: dict[str, int],
) -> tuple[NDArray[np.float64], tuple[tuple[str, str, str, NDArray[np.float64]], ...]]:
    """Demand after launches and withdrawals, and the flows (from model, to model, market, cars a year)."""
    years = np.array(book.case.settings.years)
    base = undiverted.copy()
    gone = np.zeros_like(base)
    for model, agreement in book.withdrawn.items():
        mask = (model_of == model)[:, None] & (years >= book.first_year(agreement))[None, :]
        gone += np.where(mask, base, 0.0)
    for (model, market), year in book.leaving.items():
        mask = ((model_of == model) & (market_of == market))[:, None] & (years >= year)[None, :]
        gone = np.where(mask, base, gone)
    movers = {*book.withdrawn, *(model for model, _ in book.leaving)}
    lost, won = np.zeros_like(base), np.zeros_like(base)
    flows: list[tuple[str, str, str, NDArray[np.float64]]] = []
    for row in book.case["diversion"].iter_rows(named=True):
        mover, other, market, share = row["model"], row["to"], row["market"], row["share"]
        here = market_of == market
        launch = undiverted[(model_of == mover) & here].sum(axis=0) if mover in launched else 0.0
        leaving = gone[(model_of == mover) & here].sum(axis=0) if mover in movers else 0.0
        if other == "outside" or not (np.any(launch) or np.any(leaving)):
            continue
        at = np.flatnonzero((model_of == other) & here)
        total = base[at].sum(axis=0)
        weight = np.divide(base[at], total, out=np.zeros_like(base[at]), where=total > 0)
        lost[at] += weight * share * launch
        won[at] += weight * share * leaving
        left = base[at] - gone[at]
        if np.any(launch):
            flows.append((other, mover, market, np.minimum(share * launch, left.sum(axis=0))))
        if np.any(leaving):
            flows.append((mover, other, market, share * leaving * (left > 0).any(axis=0)))
    lost = np.minimum(lost, base)
    return np.maximum(base - gone - lost, 0.0) + won * (base > gone), tuple(flows)

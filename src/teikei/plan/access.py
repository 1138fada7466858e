"""What access to charging stations changes: demand of electric cars, a port a car, fitting once.

    u = min(stalls_ratio ^ ev_demand, ev_demand_cap)         effects of the technology, scope = the market
    factor[f,r,t] = Π_k u_k ^ (access[f,k,t](g) − access[f,k,t](today))

The demand rows hold for the access of today's book: access gained multiplies the electric demand of a firm by
u, access ended divides it. Data of the book, like launches (`plan.demand`). Arithmetic: `industry.charging`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from teikei.agreements.book import Book
from teikei.case.kept import kept, rows_by
from teikei.industry.charging import uplift
from teikei.industry.money import annuity, rate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from teikei.case.case import Case

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

ELECTRIC = "electric"
NO_CAP = 1e9


def uplifts(case: Case, technology: str) -> dict[str, float]:
    """Market -> factor on electric demand that access to a charging technology brings, by its effects."""
    found: dict[str, dict[str, float]] = {}
    for row in case["effects"].iter_rows(named=True):
        if row["technology"] == technology:
            found.setdefault(row["scope"].lower(), {})[row["target"]] = row["value"]
    markets = set(case["territories"]["territory"].to_list())
    return {
        market: float(uplift(e["stalls_ratio"], e["ev_demand"], e.get("ev_demand_cap", NO_CAP)))
        for market, e in found.items()
        if market in markets and {"stalls_ratio", "ev_demand"} <= set(e)
    }


def changes(book: Book) -> Iterator[tuple[str, str, Floats]]:
    """(firm, charging technology, change of access (year,)): +1 gained, −1 ended beside today's book."""
    yield from _changes(book.case, book.agreements)


@kept
def _changes(case: Case, agreements: frozenset[str]) -> tuple[tuple[str, str, Floats], ...]:
    book, found = Book(case, agreements), []
    charging = {
        name for name, row in rows_by(case, "technologies", "technology").items() if row["kind"] == "charging"
    }
    if not charging:
        return ()
    years = np.array(case.settings.years)
    now, then = _access(book, charging, years), _access(Book.today(case), charging, years)
    for key in sorted(now.keys() | then.keys()):
        change = now.get(key, np.zeros(years.size)) - then.get(key, np.zeros(years.size))
        if change.any():
            found.append((*key, change))
    return tuple(found)


def _access(book: Book, charging: set[str], years: Ints) -> dict[tuple[str, str], Floats]:
    found: dict[tuple[str, str], Floats] = {}
    for permit in book.permits:
        if permit.what == "technology" and permit.resource in charging:
            inside = (years >= permit.first_year) & (years <= permit.last_year)
            key = permit.taker, permit.resource
            found[key] = np.maximum(found.get(key, np.zeros(years.size)), inside.astype(float))
    return found


def demand_factors(book: Book) -> dict[tuple[str, str], Floats]:
    """(firm, market) -> factor (year,) on the demand of its electric cars; only where it is not one."""
    found: dict[tuple[str, str], Floats] = {}
    for firm, technology, change in changes(book):
        for market, factor in uplifts(book.case, technology).items():
            known = found.get((firm, market), np.ones(change.size))
            found[(firm, market)] = known * factor**change
    return found


def port_costs(book: Book) -> dict[tuple[str, str], Floats]:
    """(firm, market) -> money a car (year,) that an electric car costs more (or less) beside today's book."""
    found: dict[tuple[str, str], Floats] = {}
    case = book.case
    rows = rows_by(case, "technologies", "technology")
    for firm, technology, change in changes(book):
        row = rows[technology]
        a_car = row["unit_cost"] * rate(case, row["currency"])
        for market in uplifts(case, technology):
            known = found.get((firm, market), np.zeros(change.size))
            found[(firm, market)] = known + a_car * change
    return found


def fitting(book: Book) -> dict[tuple[str, str], Floats]:
    """(firm, technology) -> million a year (year,) for fitting a network's port to a firm's cars: an annuity
    from the first year gained. What is fitted today is sunk."""
    case = book.case
    rows = rows_by(case, "technologies", "technology")
    found = {}
    for firm, technology, change in changes(book):
        gained = np.flatnonzero(change > 0)
        if gained.size:
            row = rows[technology]
            yearly = annuity(
                row["fixed_cost_m"] * rate(case, row["currency"]),
                case.settings.discount_rate,
                row["life_years"],
            )
            at = np.arange(change.size)
            paid = (at >= gained[0]) & (at < gained[0] + row["life_years"])
            found[(firm, technology)] = np.where(paid, yearly, 0.0)
    return found

"""Which routes a book permits, and in which years; capacity lent to guests that do not plan.

A route needs its plant, its platform and each of its technologies. A firm has what it owns; anything else
must be granted by a signed agreement in that year (AND over what is needed, OR over agreements).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from teikei.agreements.book import Book, Permit, signed_at
from teikei.plan.sets import Lent, Needs


def needs_of(
    firm: str, model: str, wanted: Iterable[tuple[str, str]], owned: Mapping[tuple[str, str], frozenset[str]]
) -> Needs:
    """What a route of a firm needs from others."""
    return Needs(
        firm, model, tuple(sorted(pair for pair in wanted if firm not in owned.get(pair, frozenset())))
    )


def users_of(needs: Sequence[Needs]) -> dict[tuple[str, str, str], list[int]]:
    """(firm, what, resource) -> numbers of the routes on which the firm needs it from others."""
    found: dict[tuple[str, str, str], list[int]] = {}
    for i, route in enumerate(needs):
        for need in route.needs:
            found.setdefault((route.firm, *need), []).append(i)
    return found


def permitted_years(needs: Needs, permits: tuple[Permit, ...], years: NDArray[np.int64]) -> NDArray[np.bool_]:
    """(year,) true where every need is granted."""
    allowed = np.ones(years.size, dtype=bool)
    for what, resource in needs.needs:
        granted = np.zeros(years.size, dtype=bool)
        for permit in permits:
            if permit.covers(needs.firm, what, resource, needs.model):
                granted |= (years >= permit.first_year) & (years <= permit.last_year)
        allowed &= granted
    return allowed


def signed_for(needs: Needs, permits: tuple[Permit, ...], book: Book) -> float:
    """When all a route needs is signed: its last need, each by its first agreement; −∞ if it needs nothing.

    A need that nobody grants is left out: such a route exists in no year.
    """
    found = -math.inf
    for what, resource in needs.needs:
        signatures = [
            signed_at(book.case, p.agreement)
            for p in permits
            if p.covers(needs.firm, what, resource, needs.model)
        ]
        found = max(found, min(signatures, default=-math.inf))
    return found


def paid_under(
    needs: Needs, permits: Sequence[Permit], agreement: str, years: NDArray[np.int64]
) -> NDArray[np.float64]:
    """(year,) share of a route's cars that use something under an agreement, and pay its fee a car.

    A car counts under one grant of each thing it needs. Where several agreements grant the same thing, its
    cars are shared out in proportion to their limits: of grants without limit in equal parts, and beside one
    of these a grant with a limit has none.
    """
    found = np.zeros(years.size)
    for what, resource in needs.needs:
        mine, each = np.zeros(years.size), dict[str, NDArray[np.float64]]()
        for p in permits:
            if p.covers(needs.firm, what, resource, needs.model):
                inside = (years >= p.first_year) & (years <= p.last_year)
                room = np.where(inside, math.inf if p.limit is None else p.limit, 0.0)
                each[p.agreement] = each.get(p.agreement, mine) + room
        if agreement not in each:
            continue
        rooms = np.array(list(each.values()))
        endless = np.isinf(rooms).any(axis=0)
        parts = np.where(endless, np.isinf(rooms), np.where(endless, 0.0, rooms))
        whole, part = parts.sum(axis=0), parts[list(each).index(agreement)]
        found = np.maximum(found, np.divide(part, whole, out=mine, where=whole > 0))
    return found


def lent_capacity(
    book: Book, years: NDArray[np.int64], hosts: Mapping[str, str], members: frozenset[str]
) -> tuple[Lent, ...]:
    """Capacity granted to guests that do not plan (their volume and fee are given by the agreement)."""
    planning = {row["firm"] for row in book.case["firms"].iter_rows(named=True) if row["role"] == "plans"}
    found = []
    for permit in book.permits:
        if permit.what != "plant" or permit.taker in planning or hosts.get(permit.resource) not in members:
            continue
        inside = (years >= permit.first_year) & (years <= permit.last_year)
        limit = permit.limit if permit.limit is not None else permit.minimum
        found.append(
            Lent(
                permit.agreement,
                permit.resource,
                permit.taker,
                np.where(inside, permit.minimum, 0.0),
                np.where(inside, max(limit, permit.minimum), 0.0),
            )
        )
    return tuple(found)

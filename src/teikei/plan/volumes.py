"""The volumes that the grants of one resource give and ask for, as rows that no split of the cars evades.

Grants overlap: one may hold for every model of the taker, another for its pickup only, and a car counts under
one of them. The cars fit under the limits if and only if (Hall's condition), for every set M of models,

    Σ ship of M ≤ Σ limits of the grants that cover a model of M

and they can meet the minima if and only if, for every set A of grants,

    Σ ship of the models that A covers ≥ least(A)

Models covered by the same grants form a class, and only sets of classes that are closed and connected through
grants need a row: every other row follows from these.

    least(A) = the most cars that could count towards the minima of A: max flow, by its cuts
             = min over subsets C of A of    Σ minima of C + Σ demand within reach of what A without C covers

so that a minimum never asks for more cars than its models can sell, or than a ramp year lets through.

Source: P. Hall, "On representatives of subsets" (1935); A. J. Hoffman's circulation theorem (1960) for the
minima.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from teikei.agreements.book import Permit
from teikei.base.errors import CaseError, Fault
from teikei.plan.permits import users_of
from teikei.plan.sets import Floats, Ints, Limit, Needs

MOST_CLASSES = 10
"""Most classes of models (and most grants with a minimum) of one resource: their subsets are listed."""

Cover = frozenset[int]


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """What the routes could sell at most.

    ``share`` (route, year) of the demand row ``slot`` (route,) is within reach: 0 where the route cannot be
    used, the ramp in a ramp year, else 1. ``demand`` (slot, year). Routes behind the same tooling ``gate``
    (route,), -1 where the plant is tooled today, share its ``room`` (gate, year) in a ramp year.
    """

    slot: Ints
    share: Floats
    demand: Floats
    gate: Ints
    room: Floats

    def of(self, routes: Sequence[int]) -> Floats:
        """Most cars (year,) that some routes could sell together: each demand row once, at its best share."""
        total, room = np.zeros(self.demand.shape[1]), np.zeros(self.demand.shape[1])
        for slot in sorted({int(self.slot[i]) for i in routes}):
            mine = [i for i in routes if self.slot[i] == slot]
            total += self.demand[slot] * self.share[mine].max(axis=0)
        for gate in sorted({int(self.gate[i]) for i in routes}):
            room += np.inf if gate < 0 else self.room[gate]
        return np.minimum(total, room)


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """The grants of one resource to one taker, and its routes by the set of grants that cover their model."""

    taker: str
    what: str
    resource: str
    grants: tuple[Permit, ...]
    routes: dict[Cover, tuple[int, ...]]

    def touched(self, grant: int) -> Cover:
        """Numbers of the classes that a grant covers."""
        return frozenset(k for k, cover in enumerate(self.routes) if grant in cover)


def limits_of_grants(
    permits: tuple[Permit, ...], routes: list[Needs], years: Ints, reach: Reach
) -> tuple[Limit, ...]:
    """The rows of block permission, for each taker and resource that some grant limits or asks a minimum for.

    Raises
    ------
    CaseError
        so many grants of one resource overlap that their combinations cannot be listed
    """
    found: list[Limit] = []
    users = users_of(routes)
    for taker, what, resource in sorted(users.keys() & {(p.taker, p.what, p.resource) for p in permits}):
        grants = tuple(p for p in permits if (p.taker, p.what, p.resource) == (taker, what, resource))
        if all(p.limit is None and p.minimum <= 0 for p in grants):
            continue
        classes: dict[Cover, tuple[int, ...]] = {}
        for i in users[(taker, what, resource)]:
            route = routes[i]
            cover = frozenset(
                k for k, p in enumerate(grants) if p.covers(route.firm, what, resource, route.model)
            )
            if cover:
                classes[cover] = (*classes.get(cover, ()), i)
        group = _Group(
            taker, what, resource, grants, dict(sorted(classes.items(), key=lambda kv: sorted(kv[0])))
        )
        found += _rows(group, [r.model for r in routes], years, reach)
    return tuple(found)


def _rows(group: _Group, model_of: list[str], years: Ints, reach: Reach) -> list[Limit]:
    inside = np.array([(years >= p.first_year) & (years <= p.last_year) for p in group.grants])
    most = np.array([np.inf if p.limit is None else p.limit for p in group.grants])
    limit = np.where(inside, most[:, None], 0.0)
    covers = list(group.routes)
    upper = _limits(group, covers, limit)
    lower = _minima(group, covers, inside, reach)
    found = []
    for some in sorted(upper.keys() | lower.keys(), key=sorted):
        routes = sorted(i for k in some for i in group.routes[covers[k]])
        bound, whose = upper.get(some, (np.full(years.size, np.inf), frozenset()))
        least, asking = lower.get(some, (np.zeros(years.size), frozenset()))
        if not np.isfinite(bound).any() and not least.any():
            continue
        found.append(
            Limit(
                group.taker,
                group.what,
                group.resource,
                tuple(sorted({group.grants[g].agreement for g in whose or asking})),
                tuple(sorted({model_of[i] for i in routes})),
                np.array(routes, dtype=np.int64),
                least,
                bound,
            )
        )
    return found


def _limits(group: _Group, covers: list[Cover], limit: Floats) -> dict[Cover, tuple[Floats, Cover]]:
    """Set of classes -> most cars (year,), and the grants that give them."""
    bound = [k for k, cover in enumerate(covers) if np.isfinite(limit[sorted(cover)].sum(axis=0)).any()]
    found = {}
    for grants in _unions(group, [covers[k] for k in bound]):
        some = frozenset(k for k, cover in enumerate(covers) if cover <= grants)
        if _connected([covers[k] for k in some]):
            found[some] = (limit[sorted(grants)].sum(axis=0), grants)
    return found


def _minima(
    group: _Group, covers: list[Cover], inside: NDArray[np.bool_], reach: Reach
) -> dict[Cover, tuple[Floats, Cover]]:
    """Set of classes -> least cars (year,), and the grants that ask for them."""
    asking = {g: group.touched(g) for g, p in enumerate(group.grants) if p.minimum > 0}
    asking = {g: touched for g, touched in asking.items() if touched}
    if not asking:
        return {}
    if len(asking) > MOST_CLASSES:
        raise CaseError(_too_many(group, len(asking)))
    demand = np.array([reach.of(group.routes[cover]) for cover in covers])
    asked = np.array([inside[g] * p.minimum for g, p in enumerate(group.grants)])
    found = {}
    for some in _unions(group, list(asking.values())):
        mine = frozenset(g for g, touched in asking.items() if touched <= some)
        if _connected([asking[g] for g in mine]):
            picked = sorted(some)
            meets = [covers[k] & mine for k in picked]
            found[some] = (most_matched(demand[picked], meets, asked), mine)
    return found


def most_matched(cars: Floats, covers: Sequence[Set[int]], limit: Floats) -> Floats:
    """Most cars (year,) of some classes that fit under grants: max flow, by its cuts.

        min over sets C of grants of   Σ limit of C + Σ cars of the classes that a grant outside C covers

    Parameters
    ----------
    cars : (class, year)
    covers : for each class the grants that cover it
    limit : (grant, year)

    >>> suv, pickup = [30_000.0], [70_000.0]
    >>> most_matched(np.array([suv, pickup]), [{0}, {0, 1}], np.array([[10_000.0], [50_000.0]]))
    array([60000.])
    """
    grants = sorted(set().union(*covers))
    best = np.full(cars.shape[1], np.inf)
    for bits in range(1 << len(grants)):
        cut = {g for place, g in enumerate(grants) if bits >> place & 1}
        outside = [k for k, cover in enumerate(covers) if not cover <= cut]
        best = np.minimum(best, cars[outside].sum(axis=0) + limit[sorted(cut)].sum(axis=0))
    return best


def _unions(group: _Group, sets: Iterable[Cover]) -> list[Cover]:
    """Every union of some of the sets."""
    distinct = sorted(set(sets), key=sorted)
    if len(distinct) > MOST_CLASSES:
        raise CaseError(_too_many(group, len(distinct)))
    found: set[Cover] = set()
    for one in distinct:
        found |= {one} | {one | other for other in found}
    return sorted(found, key=sorted)


def _connected(sets: list[Cover]) -> bool:
    """Whether sets hang together through shared members."""
    if not sets:
        return False
    joined, rest = set(sets[0]), sets[1:]
    while rest:
        near = [one for one in rest if one & joined]
        if not near:
            return False
        joined.update(*near)
        rest = [one for one in rest if not one & joined]
    return True


def _too_many(group: _Group, count: int) -> Fault:
    return Fault(
        f"grants.csv, {group.what} {group.resource} to {group.taker}",
        f"its grants overlap in {count} different ways, more than {MOST_CLASSES}",
        "every combination of them limits volumes, and so many cannot be listed",
        "join grants that hold for the same models, or let them hold for models of their own",
    )

"""Whether a plan earns the saving that its parts bill counts.

The factor of a newly shared platform or technology (`plan.sharing`) counts from the first year in which a
taker could build a car with it. A plan in which the takers come later, or never, has counted a saving that
nobody makes: its year becomes a decision of the plan (block scale).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from teikei.agreements.book import Book
from teikei.plan.accounts import Decisions
from teikei.plan.sets import Choices, Floats, Ints, PlanProblem
from teikei.plan.sharing import Resource, served_without

A_CAR = 1.5
"""Cars up to which a taker has built none: a plan may build one for the sake of what others save."""
From = Mapping[Resource, int | None]
"""Platform or technology -> first year from which its saving counts; None if it never does."""


def counted_from(factors: Mapping[Resource, Floats], since: From, years: Ints) -> dict[Resource, Floats]:
    """The factors on the parts bill (resource -> (year,)), each at 1 before the year it counts from."""
    return {
        resource: np.where(years >= (since.get(resource, 0) or 0), factor, 1.0)
        for resource, factor in factors.items()
        if since.get(resource, 0) is not None
    }


def first_counted(problem: PlanProblem, resource: Resource) -> int:
    """First year in which the parts bill counts the saving of a platform or technology."""
    return int(problem.years[np.argmax(problem.parts_factor[resource] < 1.0)])


def unearned(problem: PlanProblem, made: Decisions) -> dict[Resource, int | None]:
    """What has its saving counted before a taker's car is built with it: the first year in which one is, None
    if none ever is. Takers that are not members are not asked."""
    found: dict[Resource, int | None] = {}
    for resource, factor in problem.parts_factor.items():
        if (factor >= 1.0).all():
            continue  # nothing is counted
        if not takers(problem.book, resource) & set(problem.members):
            continue
        built = first_built(problem, made, resource)
        if built is None or built > first_counted(problem, resource):
            found[resource] = built
    return found


def first_built(problem: PlanProblem, made: Decisions, resource: Resource) -> int | None:
    """First year in which a taker's car is built on a platform (with a technology); None if none is."""
    cars = made.ship[taken(problem, resource)].sum(axis=0).cumsum()
    built = problem.years[cars > A_CAR]
    return int(built[0]) if built.size else None


def takers(book: Book, resource: Resource) -> set[str]:
    """Firms that a book newly lets use a platform or a technology of others; whom today's book lets use it
    earns nothing with it."""
    today = Book.today(book.case).agreements
    return {p.taker for p in book.permits if (p.what, p.resource) == resource and p.agreement not in today}


def taken(problem: PlanProblem, resource: Resource) -> NDArray[np.bool_]:
    """(route,) a taker's candidate on the platform, or with the technology."""
    ways, (what, name) = problem.routes, resource
    if what == "platform":
        uses = ways.platform == name
    else:
        free = served_without(problem.case, resource)
        cars = zip(ways.technologies, ways.model, ways.powertrain, strict=True)
        uses = np.array([name in some and (m, p) not in free for some, m, p in cars], dtype=bool)
    exists = (problem.ship_of >= 0).any(axis=1)
    return np.asarray(
        uses & np.isin(ways.firm, sorted(takers(problem.book, resource))) & ways.candidate & exists
    )


def taking_up(problem: PlanProblem, route: int, resource: Resource) -> list[int]:
    """What a route waits for (by number of what is started) before it can use a resource: the adoption of a
    platform, the fitting of a technology."""
    step = {"platform": "adopt", "technology": "fit"}[resource[0]]
    return [
        what
        for r, what in problem.development_of
        if r == route and _name_of(problem.developments, what)[:2] == (step, resource[1])
    ]


def _name_of(choices: Choices, what: int) -> tuple[str, ...]:
    at = np.flatnonzero(choices.what == what)
    return choices.names[int(at[0])] if at.size else ("",)

"""Whether a plan earns the saving that its parts bill counts, and what a plan that earns it must do.

The factor of a newly shared platform (`plan.sharing`) counts from the first year in which a taker could be on
it. A plan in which the takers come later, or never, has counted a saving that nobody makes.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from teikei.plan.accounts import Decisions
from teikei.plan.sets import Choices, Floats, Ints, PlanProblem
from teikei.solve.program import Program

From = Mapping[str, int | None]
"""Platform -> first year from which its saving counts; None if it never does."""


def counted_from(factors: Mapping[str, Floats], since: From, years: Ints) -> dict[str, Floats]:
    """The factors on the parts bill (platform -> (year,)), each at 1 before the year it counts from."""
    return {
        platform: np.where(years >= (since.get(platform, 0) or 0), factor, 1.0)
        for platform, factor in factors.items()
        if since.get(platform, 0) is not None
    }


def first_counted(problem: PlanProblem, platform: str) -> int:
    """First year in which the parts bill counts the saving of a platform."""
    return int(problem.years[np.argmax(problem.parts_factor[platform] < 1.0)])


def unearned(problem: PlanProblem, made: Decisions) -> dict[str, int | None]:
    """Platforms whose saving is counted before a taker's car is on them: the first year in which one is, None
    if none ever is. Takers that are not members are not asked."""
    found: dict[str, int | None] = {}
    for platform, factor in problem.parts_factor.items():
        if (factor >= 1.0).all():
            continue  # nothing is counted
        built = problem.years[made.ship[_taken(problem, platform)].sum(axis=0) > 0.5]
        if not _takers(problem, platform) & set(problem.members):
            continue
        if not built.size:
            found[platform] = None
        elif built[0] > first_counted(problem, platform):
            found[platform] = int(built[0])
    return found


def demand_sharing(problem: PlanProblem, program: Program, platform: str, by: int) -> bool:
    """Add rows that a plan with a taker's car on the platform in some year ≤ ``by`` satisfies.

        Σ adoptions in force in ``by`` ≥ 1,   Σ toolings of takers' cars in force in ``by`` ≥ 1

    A taker that adopts nothing (a badge twin), or whose car needs no tooling, asks for no such row. False
    where no such car can exist.
    """
    routes = np.flatnonzero(_taken(problem, platform))
    adopting = {k for r in routes for k in _adoptions_of(problem, int(r))}
    asked = []
    if routes.size and all(_adoptions_of(problem, int(r)) for r in routes):
        asked.append(("developed", problem.developments, adopting))
    gates = {int(g) for g in problem.tool_of[routes]}
    if -1 not in gates:
        asked.append(("tool_up", problem.tools, gates))
    at = int(np.searchsorted(problem.years, by))
    if not (problem.ship_of[routes, : at + 1] >= 0).any():
        return False
    for block, choices, started in asked:
        options = [k for k in range(choices.size) if choices.what[k] in started and choices.share[k, at] > 0]
        if not options:
            return False
        program.add_rows(
            f"shared_{block}",
            {"platform": [platform]},
            lower=1.0,
            rows=np.zeros(len(options), dtype=np.int64),
            columns=[program[block].start + k for k in options],
            values=np.ones(len(options)),
        )
    return True


def _takers(problem: PlanProblem, platform: str) -> set[str]:
    return {p.taker for p in problem.book.permits if p.what == "platform" and p.resource == platform}


def _taken(problem: PlanProblem, platform: str) -> NDArray[np.bool_]:
    ways = problem.routes
    takers = sorted(_takers(problem, platform))
    exists = (problem.ship_of >= 0).any(axis=1)
    return np.asarray((ways.platform == platform) & np.isin(ways.firm, takers) & ways.candidate & exists)


def _adoptions_of(problem: PlanProblem, route: int) -> list[int]:
    """Adoptions (by number of what is started) that a route waits for."""
    return [
        what
        for r, what in problem.development_of
        if r == route and _name_of(problem.developments, what)[0] == "adopt"
    ]


def _name_of(choices: Choices, what: int) -> tuple[str, ...]:
    at = np.flatnonzero(choices.what == what)
    return choices.names[int(at[0])] if at.size else ("",)

"""What starts cost at least in any book of some candidates: the plan under all of them at once may pay more.

    a launch            in any year from the first in which one of its agreements brings it
    a start on routes   one life only, if a permit of one of the routes ends before the horizon does: another
                        permit, of a book that lacks it, may end later, and lives begin while there is use
    adopting            the least factor of those that candidates and the platform itself ask

Of two books the larger may begin a launch earlier, renew a tooling for a car that the other builds no longer,
or adopt a platform on worse terms. None of these makes a plan of the smaller book cheaper here than there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from teikei.case.kept import rows_by
from teikei.plan.sets import Choices, Floats, PlanProblem
from teikei.plan.starts import launch_starts

_LIVES = {
    "tool_up": ("tooling", "model", "plant"),
    "launch": ("models", "model"),
    "fit": ("technologies", "technology"),
    "adopt": ("platforms", "platform"),
    "develop": ("platforms", "platform"),
}
"""Of each sort of start the table with its life, and the key of its row."""


def with_cheapest_starts(problem: PlanProblem) -> PlanProblem:
    """The problem with every start as cheap as in any book of its agreements."""
    case, there = problem.case, problem.ship_of >= 0
    launches, launch_of = launch_starts(case, problem.routes, problem.slots, there, open_dates=True)
    ending = _ending(problem)
    developments = _one_life(
        problem, problem.developments, (k for i, k in problem.development_of if ending[i])
    )
    return replace(
        problem,
        tools=_one_life(problem, problem.tools, problem.tool_of[ending]),
        developments=replace(developments, paid_m=developments.paid_m * _least_factors(problem)[:, None]),
        launches=_one_life(problem, launches, launch_of[ending]),
        launch_of=launch_of,
    )


def _ending(problem: PlanProblem) -> np.ndarray:
    """(route,) whether a permit that covers what it needs ends before the last year planned."""
    last = int(problem.years[-1])
    short = [p for p in problem.book.permits if p.last_year < last]
    known = {
        need: any(p.covers(need.firm, *pair, need.model) for pair in need.needs for p in short)
        for need in set(problem.needs)
    }
    return np.array([known[need] for need in problem.needs], dtype=bool)


def _one_life(problem: PlanProblem, choices: Choices, which: Iterable[int]) -> Choices:
    """Of some starts (``what``) only the first life is paid; of an offer in a market nothing."""
    some = {int(k) for k in which}
    paid = choices.paid_m.copy()
    for j in np.flatnonzero(np.isin(choices.what, sorted(some))):
        sort, *key = choices.names[j][:-1]
        table, *columns = _LIVES[sort]
        row = rows_by(problem.case, table, *columns)[
            tuple(key[: len(columns)]) if len(columns) > 1 else key[0]
        ]
        life = 0 if sort == "launch" and len(key) > 1 else max(1, int(row["life_years"]))
        paid[j, problem.years >= choices.first_year[j] + life] = 0.0
    return replace(choices, paid_m=paid)


def _least_factors(problem: PlanProblem) -> Floats:
    """(option of a development,) the least factor of adopting over the one that is charged."""
    asked = {(c.firm, c.resource): c.value for c in problem.book.changes("joining_cost")}
    least: dict[tuple[str, str], float] = {}
    for c in problem.book.changes("joining_cost"):
        least[c.firm, c.resource] = min(c.value, least.get((c.firm, c.resource), c.value))
    found = np.ones(len(problem.developments.names))
    for j, name in enumerate(problem.developments.names):
        if name[0] != "adopt" or (name[2], name[1]) not in asked:
            continue
        own = float(rows_by(problem.case, "platforms", "platform")[name[1]]["follower_factor"])
        charged = asked[name[2], name[1]]
        found[j] = min(own, least[name[2], name[1]]) / charged if charged > 0 else 1.0
    return found

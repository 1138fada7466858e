"""What agreements grant, in a plan that may sign them: rows that tie its use to the decision ``sign[a]``.

    (``signed``)      Σ ship of a slot on routes that need a grant of A  ≤ D Σ_{a in A} sign[a]
    (``granted``)     Σ ship of the taker's cars of M on what is granted ≤ Σ_a min(limit of a, D_M) sign[a]
                                                                             + limits of today's grants
    (``handed``)      lent, credit of a                                  ≤ limit sign[a]
    (``guaranteed``)  lent of a                                          ≥ minimum sign[a]

A: who grants it, candidates all; M: the models that one limited grant of a candidate covers; D_M their demand
on these routes. No row cuts off the plan of a book: cars of M count under grants that cover one of them, as
in block permission (`plan.volumes`), and a grant without limit leaves room for all of them; a guest uses at
least what its agreement guarantees.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import numpy as np

from teikei.agreements.book import Permit
from teikei.plan.fleets import GRAMS, handed_over, window
from teikei.plan.permits import users_of
from teikei.plan.sets import Credit, Fleet, Ints, Needs, PlanProblem
from teikei.solve.program import Program

Term = tuple[int, float]


class Gathered:
    """Rows Σ columns − Σ others ≤ ``upper``, zero unless told, while they are gathered."""

    def __init__(self) -> None:
        self.cells: dict[Any, list[Term]] = {}
        self.upper: dict[Any, float] = {}

    def add(self, key: Any, *columns: int) -> None:
        self.cells.setdefault(key, []).extend((column, 1.0) for column in columns)

    def close(self, key: Any, others: Collection[Term], upper: float = 0.0) -> None:
        self.cells.setdefault(key, []).extend(others)
        self.upper[key] = upper

    def write(self, program: Program, name: str, labels: Mapping[str, Any]) -> None:
        if not self.cells:
            return
        flat = [(r, c, v) for r, cell in enumerate(self.cells.values()) for c, v in cell]
        rows, columns, values = zip(*flat, strict=True)
        numbered = {"row": list(range(len(self.cells)))} | dict(labels)
        upper = [self.upper.get(key, 0.0) for key in self.cells]
        program.add_rows(name, numbered, upper=upper, rows=rows, columns=columns, values=values)


def granting(problem: PlanProblem, need: Needs, pool: Collection[str]) -> set[frozenset[str]]:
    """Of each thing that a route needs and only candidates grant, which of them do."""
    found = (
        frozenset(p.agreement for p in problem.book.permits if p.covers(need.firm, *pair, need.model))
        for pair in need.needs
    )
    return {g for g in found if g and g <= set(pool)}


def openers(problem: PlanProblem, pool: Collection[str]) -> list[frozenset[str]]:
    """Of each route the candidates that must be signed for it: nothing else grants what it needs."""
    known = {
        need: frozenset(a for g in granting(problem, need, pool) if len(g) == 1 for a in g)
        for need in set(problem.needs)
    }
    return [known[need] for need in problem.needs]


def link_granted(problem: PlanProblem, program: Program, at: Mapping[str, int]) -> None:
    """Adds all these rows; ``at``: the column ``sign`` of each candidate."""
    _link_routes(problem, program, at)
    _link_limits(problem, program, at)
    _link_handed(problem, program, at)


def _link_routes(problem: PlanProblem, program: Program, at: Mapping[str, int]) -> None:
    wanted, years = Gathered(), problem.years
    groups = {need: granting(problem, need, at) for need in set(problem.needs)}
    for i, need in enumerate(problem.needs):
        slot = int(problem.routes.slot[i])
        for group in groups[need]:
            for t in np.flatnonzero(problem.ship_of[i] >= 0):
                wanted.add((slot, int(t), group), int(program["ship"].start + problem.ship_of[i, t]))
    demand = problem.slots.demand
    for slot, t, group in list(wanted.cells):
        wanted.close((slot, t, group), [(at[a], -float(demand[slot, t])) for a in sorted(group)])
    wanted.write(program, "signed", {"year": [int(years[t]) for _, t, _ in wanted.cells]})


def _link_limits(problem: PlanProblem, program: Program, at: Mapping[str, int]) -> None:
    wanted, start = Gathered(), program["ship"].start
    users, years = users_of(problem.needs), problem.years
    granted: dict[tuple[str, str, str], list[Permit]] = {}
    for permit in problem.book.permits:
        granted.setdefault((permit.taker, permit.what, permit.resource), []).append(permit)
    for key in sorted(users.keys() & granted.keys()):
        for some, giving in _limited(problem, users[key], granted[key], at):
            for t in np.flatnonzero((problem.ship_of[some] >= 0).any(axis=0)):
                ship = problem.ship_of[some, t]
                room, rest = _room(problem, some[ship >= 0], giving, int(t), at)
                row = (*key, some.tobytes(), int(t))
                wanted.add(row, *(int(start + i) for i in ship[ship >= 0]))
                wanted.close(row, [(at[a], -units) for a, units in room.items()], rest)
    wanted.write(program, "granted", {"year": [int(years[row[-1]]) for row in wanted.cells]})


def _limited(
    problem: PlanProblem, routes: list[int], grants: list[Permit], at: Mapping[str, int]
) -> Iterator[tuple[Ints, list[Permit]]]:
    """Routes of one taker that need one thing, by the models of each limited grant of a candidate, with the
    grants that cover any of them; none that are free to use it today."""
    models = [problem.needs[i].model for i in routes]
    covered = {
        frozenset(m for m in models if not p.models or m in p.models)
        for p in grants
        if p.agreement in at and p.limit is not None
    }
    for some in sorted(covered, key=sorted):
        giving = [p for p in grants if not p.models or p.models & some]
        if some and all(p.agreement in at or p.limit is not None for p in giving):
            mine = [i for i, m in zip(routes, models, strict=True) if m in some]
            yield np.array(mine, dtype=np.int64), giving


def _room(
    problem: PlanProblem, routes: Ints, giving: list[Permit], t: int, at: Mapping[str, int]
) -> tuple[dict[str, float], float]:
    """Cars in a year that each candidate leaves room for, no more than can be sold; and today's grants."""
    slots = np.unique(problem.routes.slot[routes])
    most, year = float(problem.slots.demand[slots, t].sum()), int(problem.years[t])
    room, rest = dict[str, float](), 0.0
    for permit in giving:
        limit = most if permit.limit is None else permit.limit
        limit = limit if permit.first_year <= year <= permit.last_year else 0.0
        if permit.agreement in at:
            room[permit.agreement] = min(most, room.get(permit.agreement, 0.0) + limit)
        else:
            rest += limit
    return room, rest


def _link_handed(problem: PlanProblem, program: Program, at: Mapping[str, int]) -> None:
    wanted, owed = Gathered(), Gathered()
    n = problem.years.size
    for k, guest in enumerate(problem.lent):
        for t in range(n) if guest.agreement in at else ():
            column, sign = int(program["lent"].start + k * n + t), at[guest.agreement]
            wanted.close(("lent", k, t), [(column, 1.0), (sign, -float(guest.limit[t]))])
            if guest.minimum[t] > 0:
                owed.close((k, t), [(column, -1.0), (sign, float(guest.minimum[t]))])
    for j, (one, t) in enumerate(handed_over(problem)):
        if one.agreement in at:
            column, most = int(program["credit"].ids[j]), _most_grams(problem, one, t)
            if np.isfinite(most):
                wanted.close(("credit", j, t), [(column, 1.0), (at[one.agreement], -most)])
    wanted.write(program, "handed", {})
    owed.write(program, "guaranteed", {})


def _most_grams(problem: PlanProblem, one: Credit, t: int) -> float:
    """kg/km that a pool hands over at most in a window: what its grant allows, and no more than all members'
    cars there could add to their fleets, with what they hand on to firms outside; of more nobody has the use.
    """
    own = _allowed(problem, one, t)
    if one.taker not in problem.members:
        return own
    alike = (one.market, one.customs_class, t)
    passed_on = sum(
        _allowed(problem, other, u)
        for other, u in handed_over(problem)
        if (other.market, other.customs_class, u) == alike and other.taker not in problem.members
    )
    needed = sum(
        _most_added(problem, fleet)
        for fleet in problem.fleets
        if (fleet.market, fleet.customs_class, int(fleet.years[-1])) == alike
    )
    return min(own, needed + passed_on)


def _allowed(problem: PlanProblem, one: Credit, t: int) -> float:
    return float(one.limit[window(problem, one, t).years].sum())


def _most_added(problem: PlanProblem, fleet: Fleet) -> float:
    """kg/km that the cars of a fleet add at most in its window: every car by its dirtiest variant, grams
    above the reference."""
    ways, demand = problem.routes, problem.slots.demand
    mine = (ways.firm == fleet.firm) & (ways.market == fleet.market) & (ways.co2_class == fleet.customs_class)
    most: dict[int, float] = {}
    for i in np.flatnonzero(mine):
        slot = int(ways.slot[i])
        most[slot] = max(most.get(slot, -np.inf), float(ways.co2[i]))
    return (
        sum(
            max(0.0, g - float(fleet.reference[t])) * float(demand[s, t])
            for s, g in most.items()
            for t in fleet.years
        )
        / GRAMS
    )

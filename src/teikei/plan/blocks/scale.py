"""Block scale: what sharing a platform or a technology saves counts from a taker's first car on.

    earned[k,t] ∈ {0,1},  earned[k,t] ≤ earned[k,t+1];      saved[k,t] ≥ 0, million present value
    saved[k,t] ≤ Σ_r w_t saving[k,r,t] ship[r,t]                                             (``saving``)
    saved[k,t] ≤ S[k,t] earned[k,t],   S: all demand at the largest saving a car              (``saved``)
    earned[k,t] ≤ Σ_{takers' cars r, u ≤ t} ship[r,u]                                        (``built``)
    earned[k,t] ≤ Σ adoptions (fittings) in force,  ≤ Σ toolings of takers' cars in force    (``begun``)

Only for what `plan.optimise` found counted and not earned; every other saving is in the parts of a car
already. The last rows follow from the others, and keep the relaxation close; a taker that adopts nothing (a
badge twin), or whose car needs no tooling, asks for no such row.
"""

from __future__ import annotations

import numpy as np

from teikei.plan.earned import taken, taking_up
from teikei.plan.sets import Choices, Floats, Ints, PlanProblem
from teikei.plan.sharing import Resource
from teikei.solve.program import Program

Labels = dict[str, list[str] | Ints]


def scale(problem: PlanProblem, program: Program) -> None:
    """Adds the columns ``earned`` and ``saved`` and the rows ``earned_on``, ``saving``, ``saved``, ``built``,
    ``begun``, for the years in which a taker's car could be there; nothing where no saving is in doubt."""
    cells = [
        (resource, int(t))
        for resource, saving in problem.savings.items()
        for t in np.flatnonzero((saving > 0).any(axis=0))
        if (problem.ship_of[taken(problem, resource), : t + 1] >= 0).any()
    ]
    if not cells:
        return
    years = np.array([t for _, t in cells], dtype=np.int64)
    labels: Labels = {"what": [" ".join(resource) for resource, _ in cells], "year": problem.years[years]}
    largest = np.array([_largest(problem, *cell) for cell in cells])
    earned = program.add_columns("earned", labels, upper=1.0, integer=True)
    saved = program.add_columns("saved", labels, upper=largest, objective=1.0)
    rows = _Rows(program, labels)
    for n, (resource, t) in enumerate(cells):
        if n and cells[n - 1][0] == resource:
            rows.add("earned_on", n, [earned.start + n - 1, earned.start + n], [1.0, -1.0])
        route = np.flatnonzero((problem.ship_of[:, t] >= 0) & (problem.savings[resource][:, t] > 0))
        a_car = problem.savings[resource][route, t] * problem.weights[t] / 1e6
        ship = program["ship"].start + problem.ship_of[route, t]
        rows.add("saving", n, [saved.start + n, *ship], [1.0, *-a_car])
        rows.add("saved", n, [saved.start + n, earned.start + n], [1.0, -largest[n]])
        early = problem.ship_of[taken(problem, resource), : t + 1]
        cars = program["ship"].start + early[early >= 0]
        rows.add("built", n, [earned.start + n, *cars], [1.0, *[-1.0] * cars.size])
        for block, choices, begun in begun_before(problem, resource):
            options = np.flatnonzero(np.isin(choices.what, begun) & (choices.share[:, t] > 0))
            starts = program[block].start + options
            rows.add(f"begun_{block}", n, [earned.start + n, *starts], [1.0, *[-1.0] * starts.size])
    rows.end()


def _largest(problem: PlanProblem, resource: Resource, t: int) -> float:
    """Million present value that the cars of a year save if all demand is met by what saves most."""
    exists = problem.ship_of[:, t] >= 0
    saving = np.where(exists, problem.savings[resource][:, t], 0.0)
    most = np.zeros(problem.slots.demand.shape[0])
    np.maximum.at(most, problem.routes.slot, saving)
    return float(most @ problem.slots.demand[:, t] * problem.weights[t] / 1e6)


def begun_before(problem: PlanProblem, resource: Resource) -> list[tuple[str, Choices, list[int]]]:
    """Decisions of which one must be in force before a taker's car is built: (block, options, what)."""
    routes = np.flatnonzero(taken(problem, resource))
    asked = []
    if all(taking_up(problem, int(r), resource) for r in routes):
        adopting = sorted({k for r in routes for k in taking_up(problem, int(r), resource)})
        asked.append(("developed", problem.developments, adopting))
    gates = sorted({int(g) for g in problem.tool_of[routes]})
    if -1 not in gates:
        asked.append(("tool_up", problem.tools, gates))
    return asked


class _Rows:
    """Rows Σ values · x ≤ 0 gathered by block, labelled as their cell."""

    def __init__(self, program: Program, labels: Labels) -> None:
        self.program, self.labels = program, labels
        self.found: dict[str, list[tuple[int, Ints, Floats]]] = {}

    def add(self, name: str, cell: int, columns: list[int], values: list[float]) -> None:
        self.found.setdefault(name, []).append((cell, np.array(columns), np.array(values)))

    def end(self) -> None:
        for name, rows in self.found.items():
            cells = [cell for cell, _, _ in rows]
            self.program.add_rows(
                name,
                {word: [values[cell] for cell in cells] for word, values in self.labels.items()},
                upper=0.0,
                rows=np.repeat(np.arange(len(rows)), [c.size for _, c, _ in rows]),
                columns=np.concatenate([c for _, c, _ in rows]),
                values=np.concatenate([v for _, _, v in rows]),
            )

"""Block launch: a candidate model is on sale only once it is launched.

    launched[m,e] ∈ {0,1}, at most one start;  cost: annuity of the launch in every year on sale
    Σ ship of slot s in t ≤ D_s,t Σ_e share[e,t] launched[m,e]                       (``launch``)
    optional launches take from their own firm's line-up: adds share[m→s] D_m,t launched to the rows ``sales`` of s

A launch that the book brings is dated by its agreement; one that no agreement brings is its firm's choice at a review.
"""

from __future__ import annotations

import numpy as np

from teikei.plan.gates import Gate, add_gates, add_starts
from teikei.plan.sets import PlanProblem
from teikei.solve.program import Columns, Program


def launch(problem: PlanProblem, program: Program) -> None:
    """Adds the columns ``launched`` and the rows ``launched_once``, ``launch`` and ``own_diversion``."""
    starts = add_starts(program, "launched", problem, problem.launches)
    if starts is None:
        return
    route = np.flatnonzero(problem.launch_of >= 0)
    gate = Gate(route, problem.launch_of[route], problem.routes.slot[route], problem.slots.demand)
    add_gates(program, "launch", problem, problem.launches, starts, gate)
    if problem.options.diversion:
        _own_diversion(problem, program, starts)


def _own_diversion(problem: PlanProblem, program: Program, starts: Columns) -> None:
    """Σ ship of slot s ≤ D_s − Σ_m share[m→s] D_m launched[m], for optional launches of the same firm."""
    slots, launches = problem.slots, problem.launches
    model = [n[1] for n in launches.names]
    optional = [k for k, m in enumerate(model) if m not in slots.launched]
    if not optional:
        return
    firm = {str(m): str(f) for m, f in zip(slots.model, slots.firm, strict=True)}
    taken: dict[tuple[int, int], list[tuple[int, float]]] = {}
    for row in problem.case["diversion"].iter_rows(named=True):
        mover, other = row["model"], row["to"]
        if firm.get(mover) is None or firm.get(other) != firm[mover]:
            continue
        at = np.flatnonzero((slots.model == other) & (slots.market == row["market"]))
        source = np.flatnonzero((slots.model == mover) & (slots.market == row["market"]))
        total = slots.demand[at].sum(axis=0)
        for k in (k for k in optional if model[k] == mover):
            flow = row["share"] * slots.demand[source].sum(axis=0) * launches.share[k]
            for s in at:
                part = np.divide(slots.demand[s], total, out=np.zeros_like(total), where=total > 0) * flow
                for t in np.flatnonzero(np.minimum(part, slots.demand[s]) > 0):
                    taken.setdefault((int(s), int(t)), []).append(
                        (starts.start + k, float(min(part[t], slots.demand[s, t])))
                    )
    if not taken:
        return
    cells = sorted(taken)
    rows, columns, values = [], [], []
    for i, (s, t) in enumerate(cells):
        ship = problem.ship_of[problem.routes.slot == s, t]
        for column in ship[ship >= 0]:
            rows.append(i), columns.append(program["ship"].start + int(column)), values.append(1.0)
        for column, units in taken[(s, t)]:
            rows.append(i), columns.append(column), values.append(units)
    program.add_rows(
        "own_diversion",
        {"model": [str(slots.model[s]) for s, _ in cells], "market": [str(slots.market[s]) for s, _ in cells], "year": [int(problem.years[t]) for _, t in cells]},
        upper=[slots.demand[s, t] for s, t in cells],
        rows=rows, columns=columns, values=values,
    )  # fmt: skip

"""Block launch: a candidate model is on sale only once it is launched, and a model of table offers in a
market only once it is offered there.

    launched[m,e], launched[m r,e] ∈ {0,1}, at most one start;  cost: annuity of the launch (and what offering
    costs a year) in every year on sale
    Σ ship of slot s in t ≤ D_s,t Σ_e share[e,t] launched[m,e]                       (``launch``)
    optional launches take from their own firm's line-up: adds share[m→s] D_m,t launched to the rows ``sales``
    of s

A launch that the book brings is dated by its agreement; one that no agreement brings is its firm's choice,
and so is offering a model in one more market, which takes from the line-up of that market only.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from teikei.plan.gates import Gate, add_gates, add_starts
from teikei.plan.sets import PlanProblem
from teikei.solve.program import Columns, Program


def launch(problem: PlanProblem, program: Program) -> None:
    """Adds the columns ``launched`` and the rows ``launched_once``, ``launch``, ``own_diversion``."""
    starts = add_starts(program, "launched", problem, problem.launches)
    if starts is None:
        return
    route = np.flatnonzero(problem.launch_of >= 0)
    gate = Gate(route, problem.launch_of[route], problem.routes.slot[route], problem.slots.demand)
    add_gates(program, "launch", problem, problem.launches, starts, gate)
    if problem.options.diversion:
        _own_diversion(problem, program, starts)


def _own_diversion(problem: PlanProblem, program: Program, starts: Columns) -> None:
    """Σ ship of slot s ≤ D_s − Σ_m share[m→s] D_m launched[m], for optional launches of the same firm.

    Where launches together could take more than D_s, ``sold_out[s,t]`` ∈ {0,1} lets the right side stop at
    zero.
    """
    taken = _taken(problem, starts)
    if not taken:
        return
    cells = sorted(taken)
    slots = problem.slots
    labels: dict[str, list[Any]] = {
        "model": [str(slots.model[s]) for s, _ in cells],
        "market": [str(slots.market[s]) for s, _ in cells],
        "year": [int(problem.years[t]) for _, t in cells],
    }
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for i, (s, t) in enumerate(cells):
        ship = problem.ship_of[problem.routes.slot == s, t]
        terms = [(program["ship"].start + int(c), 1.0) for c in ship[ship >= 0]]
        terms += list(taken[(s, t)].items())
        rows += [i] * len(terms)
        columns += [c for c, _ in terms]
        values += [v for _, v in terms]
    demand = np.array([slots.demand[s, t] for s, t in cells])
    most = np.array([_most(problem, starts, taken[cell]) for cell in cells])
    over = np.flatnonzero(most > demand * (1.0 + 1e-9))
    if over.size:
        gone = program.add_columns(
            "sold_out", {k: [v[i] for i in over] for k, v in labels.items()}, upper=1.0, integer=True
        )
        rows += over.tolist()
        columns += gone.ids.tolist()
        values += (demand - most)[over].tolist()
        _sold_out(problem, program, [cells[i] for i in over], gone)
    program.add_rows("own_diversion", labels, upper=demand, rows=rows, columns=columns, values=values)


def _taken(problem: PlanProblem, starts: Columns) -> dict[tuple[int, int], dict[int, float]]:
    """(slot, year) -> column of an optional launch -> cars it takes there; never more than the demand."""
    slots, launches = problem.slots, problem.launches
    model = [n[1] for n in launches.names]
    optional = [k for k, m in enumerate(model) if m not in slots.launched]
    firm = {str(m): str(f) for m, f in zip(slots.model, slots.firm, strict=True)}
    found: dict[tuple[int, int], dict[int, float]] = {}
    for row in problem.case["diversion"].iter_rows(named=True) if optional else ():
        mover, other = row["model"], row["to"]
        if firm.get(mover) is None or firm.get(other) != firm[mover]:
            continue
        at = np.flatnonzero((slots.model == other) & (slots.market == row["market"]))
        source = np.flatnonzero((slots.model == mover) & (slots.market == row["market"]))
        total = slots.demand[at].sum(axis=0)
        for k in (k for k in optional if launches.names[k][1:-1] in ((mover,), (mover, row["market"]))):
            flow = row["share"] * slots.demand[source].sum(axis=0) * launches.share[k]
            for s in at:
                part = np.divide(slots.demand[s], total, out=np.zeros_like(total), where=total > 0) * flow
                part = np.minimum(part, slots.demand[s])
                for t in np.flatnonzero(part > 0):
                    found.setdefault((int(s), int(t)), {})[starts.start + k] = float(part[t])
    return found


def _most(problem: PlanProblem, starts: Columns, taken: dict[int, float]) -> float:
    """Cars that all launches together could take: of each model the option that takes most."""
    by_model: dict[int, float] = {}
    for column, cars in taken.items():
        what = int(problem.launches.what[column - starts.start])
        by_model[what] = max(by_model.get(what, 0.0), cars)
    return sum(by_model.values())


def _sold_out(problem: PlanProblem, program: Program, cells: list[tuple[int, int]], gone: Columns) -> None:
    """Σ ship of slot s ≤ D_s (1 − sold_out)."""
    rows, columns, values, upper = [], [], [], []
    for i, (s, t) in enumerate(cells):
        ship = problem.ship_of[problem.routes.slot == s, t]
        demand = float(problem.slots.demand[s, t])
        mine = [program["ship"].start + int(c) for c in ship[ship >= 0]]
        rows += [i] * (len(mine) + 1)
        columns += [*mine, int(gone.ids[i])]
        values += [1.0] * len(mine) + [demand]
        upper.append(demand)
    program.add_rows("sold_out", gone.labels, upper=upper, rows=rows, columns=columns, values=values)

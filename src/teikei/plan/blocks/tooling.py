"""Block tooling: a plant builds a model only once it is tooled for it.

    tool_up[m,i,s] ∈ {0,1}, at most one start;  cost: annuity of tooling and local suppliers in every year of
    use
    Σ_v ship[v,i,r,t] ≤ D[r,t] · Σ_s share[s,t] tool_up[m,i,s]          per demand row (``tooling``)
    Σ_{v,r} ship[v,i,r,t] ≤ capacity[i,t] · Σ_s share[s,t] tool_up      where capacity is less than demand
        (``tooling_plant``)
    Σ ship[t] ≤ ramp F[t] Σ_{s≤t} tool_up[s] + (1 − ramp)/ramp Σ_{u<t} F[t]/F[u] ship[u]          (``ramp``)

share is 0 before ceil(max(review, signature) + lead), the ramp in the first year, then 1. What is tooled
today stays so. F is what the pair could build at full rate: demand, or capacity if that is less. The last
row makes the ramp a year of production: who tools a plant and leaves it idle has the ramp still before him.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from teikei.plan.gates import Gate, add_gates, add_starts
from teikei.plan.sets import Floats, Ints, PlanProblem
from teikei.solve.program import Program


def tooling(problem: PlanProblem, program: Program) -> None:
    """Adds the columns ``tool_up``; the rows ``tool_up_once``, ``tooling``, ``tooling_plant``, ``ramp``."""
    starts = add_starts(program, "tool_up", problem, problem.tools)
    if starts is None:
        return
    route = np.flatnonzero(problem.tool_of >= 0)
    gate, slot = problem.tool_of[route], problem.routes.slot[route]
    add_gates(
        program, "tooling", problem, problem.tools, starts, Gate(route, gate, slot, problem.slots.demand)
    )
    asked = _full_demand(problem, route, gate)
    limit = _plant_limits(problem, route, gate, asked)
    tight = np.isin(gate, np.flatnonzero(np.isfinite(limit).any(axis=1)))
    if tight.any():
        pick = route[tight]
        add_gates(
            program,
            "tooling_plant",
            problem,
            problem.tools,
            starts,
            Gate(pick, gate[tight], gate[tight], limit),
        )
    crowded = (limit < asked) & _launch_years(problem, route, gate)
    _ramps(problem, program, starts.start, np.minimum(asked, limit), crowded)


def _launch_years(problem: PlanProblem, route: Ints, gate: Ints) -> NDArray[np.bool_]:
    """(gate, year) true in the year in which the book launches the gate's car: its demand has the ramp."""
    found = np.zeros((int(gate.max()) + 1, problem.years.size), dtype=bool)
    for k in np.unique(gate):
        model = str(problem.routes.model[route[gate == k][0]])
        found[k] = problem.years == problem.slots.launched.get(model, 0)
    return found


def _full_demand(problem: PlanProblem, route: Ints, gate: Ints) -> Floats:
    """(gate, year) cars that could be sold; in the year of a launch before the ramp that its demand has."""
    slots = problem.slots
    full = np.zeros((int(gate.max()) + 1, problem.years.size))
    for k in np.unique(gate):
        mine = route[gate == k]
        model = str(problem.routes.model[mine[0]])
        ramp = np.where(problem.years == slots.launched.get(model, 0), slots.ramps.get(model, 1.0), 1.0)
        exists = problem.ship_of[mine] >= 0
        for s in np.unique(problem.routes.slot[mine]):
            there = exists[problem.routes.slot[mine] == s].any(axis=0)
            full[k] += np.where(there, slots.demand[s], 0.0) / ramp
    return full


def _ramps(
    problem: PlanProblem, program: Program, starts: int, full: Floats, crowded: NDArray[np.bool_]
) -> None:
    """The rows ``ramp``: from the second year on in which a pair could be tooled, and in the year of a launch
    where lines (``crowded``), and not demand with its ramp, limit what is built."""
    tools = problem.tools
    labels: dict[str, list[str | int]] = {"what": [], "year": []}
    rows: list[Ints] = []
    columns: list[Ints] = []
    values: list[Floats] = []
    for k in np.unique(tools.what):
        mine = np.flatnonzero(tools.what == k)
        ramp = float(tools.share[mine][tools.share[mine] > 0].min())
        ship = problem.ship_of[problem.tool_of == k]
        exists = (ship >= 0) & (full[k] > 0)
        built = np.flatnonzero(exists.any(axis=0))
        later = built[(problem.years[built] > tools.first_year[mine].min()) | crowded[k, built]]
        if ramp >= 1.0 or not later.size:
            continue
        row = len(labels["what"])
        labels["what"] += [" ".join(tools.names[mine[0]][1:-1])] * later.size
        labels["year"] += problem.years[later].tolist()
        at, begun = np.nonzero(tools.first_year[mine] <= problem.years[later][:, None])
        rows.append(row + at)
        columns.append(starts + mine[begun])
        values.append(-ramp * full[k, later[at]])
        route, u = np.nonzero(exists)
        at, car = np.nonzero(u <= later[:, None])
        t, u, cars = later[at], u[car], ship[route, u][car]
        rows.append(row + at)
        columns.append(program["ship"].start + cars)
        values.append(np.where(u == t, 1.0, -(1.0 - ramp) / ramp * full[k, t] / full[k, u]))
    if rows:
        program.add_rows(
            "ramp", labels, upper=0.0,
            rows=np.concatenate(rows), columns=np.concatenate(columns), values=np.concatenate(values),
        )  # fmt: skip


def _plant_limits(problem: PlanProblem, route: Ints, gate: Ints, asked: Floats) -> Floats:
    """(gate, year): capacity open to the model at the plant where it is below the demand that could come;
    else inf."""
    limit = np.full((int(gate.max()) + 1, problem.years.size), np.inf)
    for k in np.unique(gate):
        mine = route[gate == k]
        plant = str(problem.routes.plant[mine[0]])
        sets = problem.plants.capacity.get(plant)
        if sets is None:
            continue
        constructions = {str(c) for c in problem.routes.construction[mine]}
        capacity = next(
            (c for s, c in sorted(sets.items(), key=lambda kv: len(kv[0])) if constructions <= s), None
        )
        if capacity is not None:
            most = capacity * (1.0 + problem.plants.overtime_share[plant])
            limit[k] = np.where(most < asked[k], most, np.inf)
    return limit

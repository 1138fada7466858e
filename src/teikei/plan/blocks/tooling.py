"""Block tooling: a plant builds a model only once it is tooled for it.

    tool_up[m,i,e] ∈ {0,1}, at most one start;  cost: annuity of tooling and local suppliers in every year of
    use
    Σ_v ship[v,i,r,t] ≤ D[r,t] · Σ_e share[e,t] tool_up[m,i,e]          per demand row (``tooling``)
    Σ_{v,r} ship[v,i,r,t] ≤ capacity[i,t] · Σ_e share[e,t] tool_up      where capacity is less than demand
        (``tooling_plant``)

share is 0 before ceil(max(review, signature) + lead), the ramp in the first year, then 1. What is tooled
today stays so.
"""

from __future__ import annotations

import numpy as np

from teikei.plan.gates import Gate, add_gates, add_starts
from teikei.plan.sets import Floats, Ints, PlanProblem
from teikei.solve.program import Program


def tooling(problem: PlanProblem, program: Program) -> None:
    """Adds the columns ``tool_up`` and the rows ``tool_up_once``, ``tooling`` and ``tooling_plant``."""
    starts = add_starts(program, "tool_up", problem, problem.tools)
    if starts is None:
        return
    route = np.flatnonzero(problem.tool_of >= 0)
    gate, slot = problem.tool_of[route], problem.routes.slot[route]
    add_gates(
        program, "tooling", problem, problem.tools, starts, Gate(route, gate, slot, problem.slots.demand)
    )
    limit = _plant_limits(problem, route, gate)
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


def _plant_limits(problem: PlanProblem, route: Ints, gate: Ints) -> Floats:
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
        demand = problem.slots.demand[np.unique(problem.routes.slot[mine])].sum(axis=0)
        if capacity is not None:
            most = capacity * (1.0 + problem.plants.overtime_share[plant])
            limit[k] = np.where(most < demand, most, np.inf)
    return limit

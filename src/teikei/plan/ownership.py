"""Which firm's profit each column of a program moves."""

from __future__ import annotations

import numpy as np

from teikei.plan.sets import Floats, PlanProblem
from teikei.solve.program import CompiledProgram


def owned_objective(problem: PlanProblem, program: CompiledProgram, firm: str) -> Floats:
    """c_f with π_f = c_f·x + constant (before fees between members), and Σ_f c_f = the objective.

    ship, in_quota → the brand's firm; starts → who pays; lent → the host; overtime, closed → owners by share;
    left, excess → firm (closing by the shares of the review's year); credit → the fleet that takes it; what
    a plan saves once it is earned (block scale) → the brands, car by car, in the years in which the problem
    counts it.
    """
    share = np.zeros(program.objective.size)
    objective = _savings_on_cars(problem, program)
    for block in program.columns:
        ids = slice(block.start, block.start + block.size)
        if block.name == "ship":
            route, _ = np.nonzero(problem.ship_of >= 0)
            share[ids] = problem.routes.firm[route] == firm
        elif block.name == "in_quota":
            brand = dict(zip(problem.routes.variant, problem.routes.firm, strict=True))
            share[ids] = [brand[v] == firm for v in block.labels["variant"]]
        elif block.name in ("tool_up", "launched", "developed"):
            choices = {
                "tool_up": problem.tools,
                "launched": problem.launches,
                "developed": problem.developments,
            }[block.name]
            share[ids] = choices.payer == firm
        elif block.name == "left" or block.name == "excess":
            share[ids] = block.labels["firm"] == firm
        elif block.name == "credit":
            share[ids] = block.labels["taker"] == firm
        elif block.name == "lent":
            share[ids] = [problem.plants.host[p] == firm for p in block.labels["plant"]]
        elif block.name in ("overtime", "closed"):
            when = block.labels["year" if block.name == "overtime" else "review"]
            for k, plant in enumerate(block.labels["plant"]):
                share[block.start + k] = _part(problem, str(plant), firm, int(when[k]))
    return np.asarray(share * objective, dtype=np.float64)


def _savings_on_cars(problem: PlanProblem, program: CompiledProgram) -> Floats:
    """The objective with each counted saving put on its cars: less the row saved − Σ saving · ship ≤ 0."""
    rows = next((block for block in program.rows if block.name == "saving"), None)
    if rows is None:
        return program.objective
    counted = np.zeros(program.row_lower.size)
    for k, (name, year) in enumerate(zip(rows.labels["what"], rows.labels["year"], strict=True)):
        what, resource = str(name).split(" ", 1)
        factor = problem.parts_factor.get((what, resource))
        at = int(np.searchsorted(problem.years, int(year)))
        counted[rows.start + k] = factor is not None and factor[at] < 1.0
    return np.asarray(program.objective - program.matrix.T @ counted, dtype=np.float64)


def _part(problem: PlanProblem, plant: str, firm: str, year: int) -> float:
    """A member's part of what members own of a plant in a year."""
    at = int(np.searchsorted(problem.years, year))
    shares = {f: float(s[at]) for f, s in problem.plants.shares[plant].items() if f in problem.members}
    whole = sum(shares.values())
    return shares.get(firm, 0.0) / whole if whole > 0 else float(firm in shares) / len(shares)

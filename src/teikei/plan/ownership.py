"""Which firm's profit each column of a program moves."""

from __future__ import annotations

import numpy as np

from teikei.plan.sets import Floats, PlanProblem
from teikei.solve.program import CompiledProgram


def owned_objective(problem: PlanProblem, program: CompiledProgram, firm: str) -> Floats:
    """c_f with π_f = c_f·x + constant (before fees between members), and Σ_f c_f = the objective.

    ship, in_quota → the brand's firm; starts → who pays; lent → the host; overtime, closed → owners by share;
    left, excess → firm; credit → the fleet that takes it.
    """
    share = np.zeros(program.objective.size)
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
            members = set(problem.members)
            for k, plant in enumerate(block.labels["plant"]):
                shares = {f: s for f, s in problem.plants.shares[str(plant)].items() if f in members}
                share[block.start + k] = shares.get(firm, 0.0) / sum(shares.values())
    return np.asarray(share * program.objective, dtype=np.float64)

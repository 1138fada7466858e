"""Where no plan keeps the cash limits: the least further credit with which one does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from teikei.plan.build import build
from teikei.plan.sets import PlanProblem
from teikei.solve.decompose import solve_components

SPARE = 1e-6
"""Relative to the credit found and absolute in million: so that the plan with it is feasible to the solver's
tolerance."""


class LackingError(Exception):
    """No plan keeps the limits; ``credit_m``: the least credit beyond them, by firm, with which one does."""

    def __init__(self, credit_m: dict[str, float]) -> None:
        super().__init__(credit_m)
        self.credit_m = credit_m


def least_credit(problem: PlanProblem) -> dict[str, float]:
    """min Σ_f short_f: million by firm beyond its limit; empty where more credit would not help either."""
    cash = (replace(one, limit_m=one.limit_m + one.beyond_m, elastic=True) for one in problem.cash)
    elastic = replace(problem, cash=tuple(cash))
    program = build(elastic)
    short = program["short"]
    compiled = program.compile()
    every = np.arange(compiled.objective.size)
    compiled = compiled.with_objective(every, np.zeros(every.size)).with_objective(short.ids, -1.0)
    answer = solve_components(compiled, problem.options.solve())
    if not answer.found:
        return {}
    amounts = answer.x[short.ids]
    return {
        limit.firm: float(amount) * (1.0 + SPARE) + SPARE
        for limit, amount in zip(problem.cash, amounts, strict=True)
        if amount > SPARE
    }

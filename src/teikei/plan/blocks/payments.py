"""Block payments: the terms of the book, as far as they cross the border of the members.

    objective: ± w_t amount a car under the deal (per unit), ± w_t amount · price (share)

Money between members cancels in the joint objective; it appears in each firm's account. Yearly and single
payments with outsiders are constants (`plan.accounts`).
"""

from __future__ import annotations

import numpy as np

from teikei.plan.sets import Payment, PlanProblem
from teikei.solve.program import Program


def payments(problem: PlanProblem, program: Program) -> None:
    """Adds the fees that members pay to, or get from, firms that are not members."""
    for term in problem.payments:
        sign = sign_of(problem, term)
        if sign == 0.0:
            continue
        if term.per in ("unit", "share") and term.routes.size:
            ship = problem.ship_of[term.routes]
            r, t = np.nonzero((ship >= 0) & term.years[None, :])
            rate = np.ones(r.size) if term.per == "unit" else problem.routes.money["price"][term.routes[r], t]
            program.add_objective(
                program["ship"].start + ship[r, t], sign * term.amount * rate * problem.weights[t] / 1e6
            )
        for k, guest in enumerate(problem.lent):
            if guest.agreement == term.agreement and term.per == "unit":
                years = np.flatnonzero(term.years)
                at = program["lent"].start + k * problem.years.size + years
                program.add_objective(at, sign * term.amount * problem.weights[years] / 1e6)


def sign_of(problem: PlanProblem, term: Payment) -> float:
    """−1 if a member pays an outsider, +1 if an outsider pays a member, 0 inside (or outside) the members."""
    return float(term.payee in problem.members) - float(term.payer in problem.members)

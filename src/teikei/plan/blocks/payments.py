"""Block payments: the terms of the book, as far as they cross the border of the members.

    objective: ± w_t amount a car under the deal (per unit), ± w_t amount · price (share), ± w_t amount a gram
               that the payee hands to the payer in a pool (gram)

A fee a car is paid on the payer's cars that count under the deal (`plan.constants.payments_of`), and on those
of a guest that does not plan, if it is the payer or the payee.

Money between members cancels in the joint objective; it appears in each firm's account. Yearly and single
payments with outsiders are constants (`plan.accounts`).
"""

from __future__ import annotations

import numpy as np

from teikei.plan.fleets import GRAMS, handed_over, is_priced
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
            if term.carrying is not None:
                rate = rate * term.carrying[r, t]
            program.add_objective(
                program["ship"].start + ship[r, t], sign * term.amount * rate * problem.weights[t] / 1e6
            )
        if term.per == "gram":
            _grams(problem, program, term, sign)
        for k, guest in enumerate(problem.lent):
            if term.on(guest):
                years = np.flatnonzero(term.years)
                at = program["lent"].start + k * problem.years.size + years
                program.add_objective(at, sign * term.amount * problem.weights[years] / 1e6)


def _grams(problem: PlanProblem, program: Program, term: Payment, sign: float) -> None:
    for j, (one, t) in enumerate(handed_over(problem)):
        if is_priced(problem, one, t, term):
            cost = sign * term.amount * GRAMS / 1e6 * problem.weights[t]
            program.add_objective(program["credit"].ids[[j]], np.array([cost]))


def sign_of(problem: PlanProblem, term: Payment) -> float:
    """−1 if a member pays an outsider, +1 if an outsider pays a member, 0 inside (or outside) the members."""
    return float(term.payee in problem.members) - float(term.payer in problem.members)

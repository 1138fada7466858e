"""What each firm gains before money, and how far that depends on the plan that happens to be printed.

    D_f = π_f(g ∪ a) − π_f(g)       from the audited accounts of the two printed plans

A bound on a joint value does not bound one firm's profit: where a changed part of the program belongs to
several firms, the range of π_f is found by maximising and minimising π_f over the plans with the same yes/no
decisions whose joint value is within the gap. It is an uncertified range: other decisions within the gap
could lie outside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from teikei.base.options import SolveOptions
from teikei.deals.worth import Interval, Surplus
from teikei.plan.ownership import owned_objective
from teikei.plan.sets import Floats
from teikei.plan.solution import PlanSolution
from teikei.solve.components import Component, components
from teikei.solve.highs import Solver
from teikei.solve.program import CompiledProgram, Program

SLACK = 1e-7


@dataclass(frozen=True, slots=True)
class Gain:
    """A firm's gain before money: the printed plans' figure and its range, in million present value.

    ``certified`` is True where every changed part belongs to this firm alone; else the range is over plans
    within the gap.
    """

    firm: str
    value: float
    low: float
    high: float
    certified: bool

    def plus(self, paid: float) -> Gain:
        """With a payment that is known.

        >>> Gain("nagi", 1.0, 0.0, 2.0, True).plus(3.0)
        Gain(firm='nagi', value=4.0, low=3.0, high=5.0, certified=True)
        """
        return Gain(self.firm, self.value + paid, self.low + paid, self.high + paid, self.certified)

    def less(self, other: Gain) -> Gain:
        """By how much it is more than another.

        >>> Gain("nagi", 1.0, 0.0, 2.0, True).less(Gain("nagi", 1.0, 0.5, 1.5, False))
        Gain(firm='nagi', value=0.0, low=-1.5, high=1.5, certified=False)
        """
        certified = self.certified and other.certified
        return Gain(
            self.firm, self.value - other.value, self.low - other.high, self.high - other.low, certified
        )


def gains(found: Surplus, time_limit_s: float = 5.0) -> dict[str, Gain]:
    """Gains before money of every touched firm."""
    return {firm: _gain(found, firm, time_limit_s) for firm in found.touched}


def _gain(found: Surplus, firm: str, time_limit_s: float) -> Gain:
    after, before = found.with_plan, found.without_plan
    value = after.profit(firm) - before.profit(firm)
    common = Counter(c.key for c in after.components) & Counter(c.key for c in before.components)
    up, down, alone = 0.0, 0.0, True
    for plan_, sign in ((after, 1.0), (before, -1.0)):
        high, low, single = _spread(plan_, firm, Counter(common), time_limit_s)
        up += high if sign > 0 else low
        down += low if sign > 0 else high
        alone = alone and single
    return Gain(firm, value, value - down, value + up, alone)


def _spread(
    plan_: PlanSolution, firm: str, common: Counter[str], time_limit_s: float
) -> tuple[float, float, bool]:
    """How much π_f could be higher or lower over changed parts, and whether all those are the firm's own."""
    mine = owned_objective(plan_.problem, plan_.program, firm)
    high = low = 0.0
    single = True
    answers = {answer.key: answer for answer in plan_.components}
    for part in components(plan_.relaxed):
        if common[part.key]:
            common[part.key] -= 1
            continue
        own, answer = mine[part.column_ids], answers[part.key]
        slack = max(answer.bound - answer.value, 0.0)
        if part.closed or not np.any(own):
            continue
        if np.allclose(own, part.program.objective):
            high += slack
            low += slack
            continue
        single = False
        top, bottom = ranges(part, [own], plan_.x[part.column_ids], slack, time_limit_s)[0]
        high += top
        low += bottom
    return high, low, single


def ranges(
    component: Component, owned: Sequence[Floats], x: Floats, slack: float, time_limit_s: float
) -> list[Interval]:
    """(rise, fall) of each own·x over points of the part whose joint value is within the gap of the best."""
    part = component.program
    best = float(part.objective @ x)
    with_floor = _with_row(part, x, best - slack - SLACK * max(1.0, abs(best)))
    solver, every = Solver(with_floor), np.arange(x.size)
    limits = SolveOptions(gap=1e-6, time_limit_s=time_limit_s)
    found = []
    for own in owned:
        ends = []
        for sign in (1.0, -1.0):
            solver.change_objective(every, sign * own)
            top = solver.solve(limits).bound
            if not np.isfinite(top):  # a basis of another objective can be a bad start
                solver = Solver(with_floor)
                solver.change_objective(every, sign * own)
                top = solver.solve(limits).bound
            ends.append(max(0.0, top - sign * float(own @ x)) if np.isfinite(top) else float("inf"))
        found.append((ends[0], ends[1]))
    return found


def _with_row(part: CompiledProgram, x: Floats, lower: float) -> CompiledProgram:
    """The part at the whole numbers of ``x``, with one more row: its own objective at least ``lower``."""
    coefficients = part.objective
    program = Program("range", sense="max")
    program.add_columns(
        "x",
        {"column": np.arange(part.objective.size)},
        lower=np.where(part.integer, np.round(x), part.column_lower),
        upper=np.where(part.integer, np.round(x), part.column_upper),
    )
    coo = part.matrix.tocoo()
    program.add_rows(
        "rows", {"row": np.arange(part.row_lower.size)}, lower=part.row_lower, upper=part.row_upper,
        rows=coo.row, columns=coo.col, values=coo.data,
    )  # fmt: skip
    at = np.flatnonzero(coefficients)
    program.add_rows(
        "value", {}, lower=lower, rows=np.zeros(at.size, dtype=int), columns=at, values=coefficients[at]
    )
    return program.compile()


def total(values: dict[str, Gain]) -> Interval:
    """Sum of the ranges."""
    return sum(g.low for g in values.values()), sum(g.high for g in values.values())

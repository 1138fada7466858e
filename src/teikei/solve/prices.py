"""Prices on the rows that hold parts together: a bound without them, and which whole columns can be left out.

With a price on each linking row, the rows go into the objective and the rest falls into parts that are solved
at sight. For "min" and rows a x = b,

    bound(prices) = prices · b + min (c - prices a) x   over the parts       ≤ optimum,

concave in the prices; b - a x of the parts' answer is a subgradient. If giving a whole column its other value
worsens the bound past a value already found, the column stays where the parts put it.

Source: Held, Wolfe & Crowder, Validation of subgradient optimization (1974), with the step shortened when the
bound stands still; Geoffrion, Lagrangean relaxation for integer programming (1974), for leaving columns out.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeAlias

import numpy as np

from teikei.base.options import SolveOptions
from teikei.solve.answer import OPTIMAL_GAP, Answer, relative_gap
from teikei.solve.blocks import Flags, Floats, Ids
from teikei.solve.decompose import solve_components
from teikei.solve.program import CompiledProgram

#: Share of the old direction kept in the next one; the step shrinks by SHRINK after PATIENCE rounds in vain.
MEMORY, SHRINK, PATIENCE = 0.7, 0.7, 15
#: The step aims this far past the best bound, relative to it.
AIM = 0.01


class Relaxed(NamedTuple):
    """The parts' answer at given prices.

    Attributes
    ----------
    bound : no point of the whole program is better
    slack : (price,) right-hand side less activity of each priced row
    chosen : (column,) whether the parts use each of the whole columns asked about
    regret : (column,) at least so much is the bound worse when the column takes its other value; ≥ 0
    """

    bound: float
    slack: Floats
    chosen: Flags
    regret: Floats


Relax: TypeAlias = Callable[[Floats], Relaxed]


@dataclass(frozen=True, eq=False)
class Prices:
    """The best prices found: ``used`` says which columns the parts chose in any of the later rounds."""

    prices: Floats
    bound: float
    regret: Floats
    used: Flags


def find_prices(relax: Relax, start: Floats, sign: float, rounds: int = 400) -> Prices:
    """Prices by subgradient steps from ``start``; ``sign`` is the program's, +1 for "max", -1 for "min".

    The step is ``scale (target - bound) / |direction|²`` along the smoothed subgradient, the target a
    hundredth beyond the best bound.
    """
    prices = start
    first = relax(start)
    best, at, answer = first, start, first
    scale, vain = 1.0, 0
    direction = first.slack
    used = np.zeros(first.chosen.size, dtype=np.bool_)
    for number in range(rounds):
        length = float(direction @ direction)
        if length == 0.0:
            break
        # The bound at the start may be near zero by chance; the prices say how large its parts are.
        size = max(abs(best.bound), float(np.abs(prices).sum()))
        target = AIM * size + abs(best.bound - answer.bound)
        prices = prices - sign * scale * target / length * direction
        answer = relax(prices)
        if number >= rounds // 2:
            used |= answer.chosen
        if sign * (answer.bound - best.bound) < 0:
            # A gain too small to matter does not keep the step long.
            vain = vain + 1 if abs(answer.bound - best.bound) < 1e-6 * abs(best.bound) else 0
            best, at = answer, prices
        else:
            vain += 1
        if vain < PATIENCE:
            direction = MEMORY * direction + (1.0 - MEMORY) * answer.slack
        else:
            scale, vain, prices, answer, direction = SHRINK * scale, 0, at, best, best.slack
    return Prices(at, best.bound, best.regret, used | best.chosen)


def solve_priced(
    program: CompiledProgram, columns: Ids, relax: Relax, start: Floats, options: SolveOptions
) -> Answer:
    """Solve a program over the columns that its prices leave in the running.

    First with all of ``columns`` closed (at their lower bound) that the parts never used: that gives a value.
    Then, while the bound so far is not within the gap, with those open whose regret does not rule them out.
    With C closed,

        bound = the worse of the bound with C closed and of bound(prices) + regret_i, i in C.

    Raises nothing for a program that is infeasible with C closed: then all columns are opened.
    """
    began = time.perf_counter()
    sign = program.sign
    found = find_prices(relax, start, sign)
    beyond = found.bound - sign * found.regret
    closed = ~found.used
    while True:
        ids = columns[closed]
        held = program.with_bounds(ids, program.column_lower[ids], program.column_lower[ids])
        answer = solve_components(held, options)
        if not answer.found and closed.any():
            closed = np.zeros_like(closed)
            continue
        others = float(np.max(sign * beyond[closed], initial=-np.inf))
        bound = sign * min(max(sign * answer.bound, others), sign * found.bound)
        bound = sign * max(sign * bound, sign * answer.value)
        gap = relative_gap(answer.value, bound)
        again = closed & (sign * beyond <= sign * answer.value)
        if gap <= options.gap or not closed.any() or (again == closed).all():
            break
        if answer.status == "time_limit":
            break
        closed = again
    status = answer.status
    if status in ("optimal", "gap"):
        status = "optimal" if gap <= OPTIMAL_GAP else "gap"
    return replace(answer, status=status, bound=bound, gap=gap, seconds=time.perf_counter() - began)

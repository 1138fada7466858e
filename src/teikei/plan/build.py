"""All of it: the blocks, in order, make the program."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from teikei.plan.blocks.capacity import capacity
from teikei.plan.blocks.cash import cash
from teikei.plan.blocks.co2 import co2
from teikei.plan.blocks.development import development
from teikei.plan.blocks.launch import launch
from teikei.plan.blocks.payments import payments
from teikei.plan.blocks.permission import permission
from teikei.plan.blocks.presence import presence
from teikei.plan.blocks.sales import sales
from teikei.plan.blocks.scale import scale
from teikei.plan.blocks.tooling import tooling
from teikei.plan.blocks.trade import trade
from teikei.plan.sets import PlanProblem
from teikei.solve.program import Program

Block = Callable[[PlanProblem, Program], None]

BLOCKS: tuple[Block, ...] = (
    sales,
    trade,
    capacity,
    tooling,
    launch,
    development,
    permission,
    presence,
    co2,
    scale,
    payments,
    cash,
)


def build(problem: PlanProblem, blocks: Sequence[Block] = BLOCKS) -> Program:
    """The program of a problem: max present value of the members' profit, million case currency.

    ``sales`` comes first, since it makes the columns ``ship`` that all others read; ``payments`` after the
    others, since fees are paid on what they add, and ``cash`` last, since it counts the money of all; the
    rest stand alone. The constants of the objective are in
    `plan.accounts`.
    """
    program = Program(problem.case.settings.name, sense="max")
    for block in blocks:
        block(problem, program)
    return program

"""A problem goes in, a plan with its certificate comes out."""

from __future__ import annotations

import time
from collections.abc import MutableMapping, Sequence
from typing import Any

import numpy as np

from teikei.agreements.book import Book
from teikei.base.errors import Fault, SolverError
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.plan.accounts import Decisions, accounts, present_value
from teikei.plan.build import build
from teikei.plan.conflict import plan_conflict
from teikei.plan.problem import build_problem
from teikei.plan.sets import PlanProblem
from teikei.plan.solution import PlanSolution, Worth
from teikei.solve.answer import Answer
from teikei.solve.decompose import solve_components
from teikei.solve.highs import OnProgress
from teikei.solve.program import CompiledProgram, Program

Memory = MutableMapping[str, Answer]


def plan(
    case: Case,
    members: Sequence[str] | None = None,
    book: Book | Sequence[str] | None = None,
    options: PlanOptions | None = None,
    *,
    memory: Memory | None = None,
    on_progress: OnProgress | None = None,
) -> PlanSolution:
    """The members' best joint plan with the agreements of the book in force.

        v = max Σ_f Σ_t w_t profit_f,t     subject to the blocks of `plan.build`

    Parameters
    ----------
    case : the industry
    members : planning firms (default: all); others' agreements with them hold at their terms
    book : agreements in force (default: today's signed book); names, or a `Book`
    options : gap, time, threads, diversion
    memory : answers of components solved before; equal components are not solved twice
    on_progress : called while a component is solved, with its value and bound so far

    Returns
    -------
    PlanSolution with value, bound, gap, accounts, ship, audit(), explain(). Money in million case currency, present
    value at the decision date, real, pre-tax, mid-year flows.

    Raises
    ------
    UsageError, CaseError
        an unknown member or agreement; a border that no tariff covers
    PlanError
        no plan satisfies the rows; says which, in the user's words
    SolverError
        no plan was found in the time given
    """
    options = options or PlanOptions()
    book = as_book(case, book)
    began = time.perf_counter()
    problem = build_problem(case, members, book, options)
    program, compiled, answer = _solved(problem, options, memory, on_progress)
    worth = _worth(problem, answer)
    idle = unused_sharing(problem, Decisions.read(problem, program, answer.x))
    if idle:
        # The parts bill counted a saving that the plan does not earn: its bound stays valid, its value is taken again.
        first = worth
        problem = build_problem(case, members, book, options, no_saving=idle)
        program, compiled, answer = _solved(problem, options, memory, on_progress)
        second = _worth(problem, answer)
        worth = Worth(second.value_parts, first.bound_parts, second.constants)
    made = Decisions.read(problem, program, answer.x)
    return PlanSolution(
        problem=problem,
        made=made,
        worth=worth,
        amounts=accounts(problem, made),
        status=answer.status,
        seconds=time.perf_counter() - began,
        program=compiled,
        x=answer.x,
        components=answer.components,
        row_duals=answer.row_duals,
    )


def as_book(case: Case, book: Book | Sequence[str] | None) -> Book:
    """A book from names, from a book, or today's."""
    if book is None:
        return Book.today(case)
    return book if isinstance(book, Book) else Book(case, book)


def _solved(
    problem: PlanProblem, options: PlanOptions, memory: Memory | None, on_progress: OnProgress | None
) -> tuple[Program, CompiledProgram, Answer]:
    program = build(problem)
    compiled = program.compile()
    answer = solve_components(compiled, options.solve(), memory, on_progress=on_progress)
    if answer.status == "infeasible":
        raise plan_conflict(problem, compiled)
    if not answer.found:
        raise SolverError(
            Fault(
                f"plan of {', '.join(problem.members)}",
                f"no plan was found in {options.time_limit_s:g} s (status {answer.status})",
                "there is nothing to report",
                "give more time with --time-limit-s, or a wider --gap",
            )
        )
    return program, compiled, answer


def _worth(problem: PlanProblem, answer: Answer) -> Worth:
    constants = {key: float(problem.weights @ amount) for key, amount in problem.constants.items()}
    return Worth.of(answer, constants)


def unused_sharing(problem: PlanProblem, made: Decisions) -> frozenset[str]:
    """Platforms whose joint volume the parts bill counted although no taker's car is on them in the plan."""
    ways = problem.routes
    idle = set()
    for platform in problem.parts_factor:
        takers = {p.taker for p in problem.book.permits if p.what == "platform" and p.resource == platform}
        mine = (ways.platform == platform) & np.isin(ways.firm, sorted(takers)) & ways.candidate
        if takers & set(problem.members) and made.ship[mine].sum() < 1.0:
            idle.add(platform)
    return frozenset(idle)


def program_of(
    case: Case, members: Sequence[str] | None = None, book: Any = None, options: PlanOptions | None = None
) -> CompiledProgram:
    """The compiled program of a plan, for listings, MPS export and benchmarks."""
    return build(build_problem(case, members, as_book(case, book), options or PlanOptions())).compile()


def value_check(problem: PlanProblem, made: Decisions) -> float:
    """The present value of the accounts: what the audited value must equal."""
    return present_value(problem, accounts(problem, made))

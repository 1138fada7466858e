"""A problem goes in, a plan with its certificate comes out."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from teikei.agreements.book import Book
from teikei.base.errors import Fault, SolverError
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.plan.accounts import Decisions, accounts, choice_keys, present_value
from teikei.plan.build import build
from teikei.plan.conflict import plan_conflict
from teikei.plan.problem import build_problem
from teikei.plan.sets import PlanProblem
from teikei.plan.solution import PlanSolution, Worth
from teikei.solve.answer import Answer
from teikei.solve.blocks import Ids
from teikei.solve.highs import OnProgress
from teikei.solve.lazy import solve_lazily
from teikei.solve.program import CompiledProgram, Program

LAZY = ("capacity", "permission", "ramp")
Moved = dict[str, int | None]
"""Launches of the book dated not before another year, or called off (None)."""


@dataclass(slots=True)
class Memory:
    """What plans of one case share: answers of independent parts by content, and the row groups known to
    bind."""

    answers: dict[str, Answer] = field(default_factory=dict)
    binding: set[str] = field(default_factory=set)


def plan(
    case: Case,
    members: Sequence[str] | None = None,
    book: Book | Sequence[str] | None = None,
    options: PlanOptions | None = None,
    *,
    memory: Memory | None = None,
    on_progress: OnProgress | None = None,
    held: Mapping[tuple[str, ...], float] | None = None,
) -> PlanSolution:
    """The members' best joint plan with the agreements of the book in force.

        v = max Σ_f Σ_t w_t profit_f,t     subject to the blocks of `plan.build`

    Parameters
    ----------
    case : the industry
    members : planning firms (default: all); others' agreements with them hold at their terms
    book : agreements in force (default: today's signed book); names, or a `Book`
    options : gap, time, threads, diversion
    memory : a `Memory` kept between plans of one case, so that equal parts are solved once
    on_progress : called while a component is solved, with its value and bound so far
    held : yes/no decisions that are not to be taken again, as `PlanSolution.choices` names them

    Returns
    -------
    PlanSolution with value, bound, gap, accounts, ship, audit(), explain(). Money in million case currency,
    present value at the decision date, real, pre-tax, mid-year flows.

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
    run = _Run(case, members, as_book(case, book), options, memory or Memory(), on_progress, held or {})
    began = time.perf_counter()
    found, moved = run.with_dated_launches()
    idle = unused_sharing(found.problem, found.made)
    worth = found.worth
    if idle:
        found, worth = run.settle(found, moved, idle)
    return PlanSolution(
        problem=found.problem,
        made=found.made,
        worth=worth,
        amounts=accounts(found.problem, found.made),
        status=found.answer.status,
        seconds=time.perf_counter() - began,
        program=found.compiled,
        relaxed=found.relaxed,
        x=found.answer.x,
        components=found.answer.components,
        row_duals=found.answer.row_duals,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Attempt:
    """One solve with everything read from it."""

    problem: PlanProblem
    compiled: CompiledProgram
    relaxed: CompiledProgram
    answer: Answer
    worth: Worth
    made: Decisions


@dataclass(frozen=True, slots=True, eq=False)
class _Run:
    """What the attempts of one plan share."""

    case: Case
    members: Sequence[str] | None
    book: Book
    options: PlanOptions
    memory: Memory
    on_progress: OnProgress | None
    held: Mapping[tuple[str, ...], float]

    def with_dated_launches(self) -> tuple[_Attempt, Moved]:
        """Solve with the launches of the book as early as they can be; one that the plan sells only later, or
        never, is dated there, or called off, until every launch is sold in its year: a car takes nobody's
        sales before it is built."""
        found, moved = self.attempt(), Moved()
        while late := late_launches(found.problem, found.made):
            moved |= late
            found = self.attempt(moved)
        return found, moved

    def attempt(
        self,
        moved: Moved | None = None,
        no_saving: frozenset[str] = frozenset(),
        adopting: frozenset[str] = frozenset(),
    ) -> _Attempt:
        """Solve with some launches later or called off, some savings not counted, some adoptions demanded."""
        problem = build_problem(self.case, self.members, self.book, self.options, no_saving, moved)
        program = build(problem)
        if adopting:
            _demand_adoption(problem, program, adopting)
        compiled = program.compile()
        if self.held:
            kept = [
                (i, self.held[key]) for key, i in choice_keys(problem, compiled).items() if key in self.held
            ]
            ids, values = [i for i, _ in kept], [v for _, v in kept]
            compiled = compiled.with_bounds(ids, values, values)
        relaxed, answer = _solved(problem, compiled, self.options, self.memory, self.on_progress)
        made = Decisions.read(problem, program, answer.x)
        return _Attempt(problem, compiled, relaxed, answer, _worth(problem, answer), made)

    def settle(self, first: _Attempt, moved: Moved, idle: frozenset[str]) -> tuple[_Attempt, Worth]:
        """The parts bill counted a saving that the plan does not earn. Either the taker adopts, and the
        saving is real, or it is not counted: the better of the two, and with one platform in doubt the larger
        of their bounds."""
        without = self.attempt(moved, no_saving=idle)
        with_it = self.attempt(moved, adopting=idle) if can_adopt(first.problem, idle) else None
        earned = with_it is not None and not unused_sharing(with_it.problem, with_it.made)
        best = (
            with_it
            if with_it is not None and earned and with_it.worth.value > without.worth.value
            else without
        )
        bounds = [without.worth] + ([with_it.worth] if with_it is not None else [])
        if len(idle) > 1 or (with_it is None and can_adopt(first.problem, idle)):
            bounds.append(first.worth)
        top = max(bounds, key=lambda w: w.bound)
        return best, Worth(best.worth.value_parts, top.bound_parts, best.worth.constants)


def as_book(case: Case, book: Book | Sequence[str] | None) -> Book:
    """A book from names, from a book, or today's."""
    if book is None:
        return Book.today(case)
    return book if isinstance(book, Book) else Book(case, book)


def _solved(
    problem: PlanProblem,
    compiled: CompiledProgram,
    options: PlanOptions,
    memory: Memory,
    on_progress: OnProgress | None,
) -> tuple[CompiledProgram, Answer]:
    answer, relaxed = solve_lazily(
        compiled,
        options.solve(),
        memory.answers,
        _lazy_groups(compiled),
        memory.binding,
        on_progress=on_progress,
    )
    if answer.status == "infeasible":
        raise plan_conflict(problem, compiled)
    if not (answer.found and np.isfinite(answer.bound)):
        raise SolverError(
            Fault(
                f"plan of {', '.join(problem.members)}",
                f"no plan was found in {options.time_limit_s:g} s (status {answer.status})",
                "there is nothing to report",
                "give more time with --time-limit-s, or a wider --gap",
            )
        )
    return relaxed, answer


def _adoptions(problem: PlanProblem, platforms: frozenset[str]) -> dict[str, list[int]]:
    """Platform -> options by which a taker adopts it."""
    found: dict[str, list[int]] = {}
    for k, name in enumerate(problem.developments.names):
        if name[0] == "adopt" and name[1] in platforms:
            found.setdefault(name[1], []).append(k)
    return found


def can_adopt(problem: PlanProblem, platforms: frozenset[str]) -> bool:
    """Whether every platform has a taker that could adopt it within the horizon."""
    return set(_adoptions(problem, platforms)) == set(platforms)


def _demand_adoption(problem: PlanProblem, program: Program, platforms: frozenset[str]) -> None:
    """Σ adoptions of each platform ≥ 1."""
    options = _adoptions(problem, platforms)
    names = sorted(options)
    program.add_rows(
        "adopting",
        {"platform": names},
        lower=1.0,
        rows=[i for i, name in enumerate(names) for _ in options[name]],
        columns=[program["developed"].start + k for name in names for k in options[name]],
        values=[1.0 for name in names for _ in options[name]],
    )


def late_launches(problem: PlanProblem, made: Decisions) -> Moved:
    """Models that the book launches and members could sell, but do not sell in their first year: the first
    year in which the plan sells them, None if it never does."""
    ways = problem.routes
    firm = {str(m): str(f) for m, f in zip(problem.slots.model, problem.slots.firm, strict=True)}
    found: Moved = {}
    for model, year in problem.slots.launched.items():
        if firm.get(model) not in problem.members:
            continue
        sold = problem.years[made.ship[ways.model == model].sum(axis=0) > 0.5]
        if not sold.size:
            if problem.options.diversion:  # else it takes nobody's sales and costs nothing
                found[model] = None
        elif sold[0] > year:
            found[model] = int(sold[0])
    return found


def _lazy_groups(program: CompiledProgram) -> tuple[Ids, list[str]]:
    """Capacity and limits of grants, one group a plant and construction (a grant), all years: in only where
    they bind."""
    group = np.full(program.row_lower.size, -1, dtype=np.int64)
    names: dict[str, int] = {}
    for block in program.rows:
        if block.name not in LAZY:
            continue
        labels = [block.labels[n] for n in block.labels if n != "year"]
        for k in range(block.size):
            row = block.start + k
            if np.isfinite(program.row_lower[row]):
                continue
            name = " ".join([block.name, *(str(label[k]) for label in labels)])
            group[row] = names.setdefault(name, len(names))
    return group, list(names)


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

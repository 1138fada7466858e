"""A problem goes in, a plan with its certificate comes out."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from teikei.agreements.book import Book
from teikei.base.errors import Fault, SolverError
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.plan.accounts import Decisions, accounts, choice_keys
from teikei.plan.build import build
from teikei.plan.cash import with_limits
from teikei.plan.conflict import plan_conflict
from teikei.plan.earned import first_built, unearned
from teikei.plan.fleets import FleetKey, own_penalties
from teikei.plan.problem import build_problem
from teikei.plan.sets import Floats, PlanProblem
from teikei.plan.sharing import Resource
from teikei.plan.shortage import LackingError, least_credit
from teikei.plan.solution import PlanSolution, Worth
from teikei.solve.answer import Answer
from teikei.solve.blocks import Ids
from teikei.solve.highs import OnProgress
from teikei.solve.lazy import solve_lazily
from teikei.solve.program import CompiledProgram, Program

LAZY = ("capacity", "permission", "ramp", "cash")
NOTHING_M = 1e-6
"""Million present value that is no saving."""
Moved = dict[str, int | None]
"""Launches of the book not before another year, or called off (None)."""
Since = dict[Resource, int | None]
"""Savings of shared platforms and technologies that count not before another year, or never (None)."""


@dataclass(slots=True)
class Memory:
    """What plans of one case share: answers of independent parts by content, the row groups known to bind,
    and the savings (``doubted``) that some plan counted before it earned them. ``start``: yes/no decisions
    that solves begin from, as `PlanSolution.choices` names them, kept up with each solve; None: from nothing.
    They save time and move no worth; of plans that are equally good another may be printed."""

    answers: MutableMapping[str, Answer] = field(default_factory=dict)
    binding: set[str] = field(default_factory=set)
    doubted: set[Resource] = field(default_factory=set)
    start: dict[tuple[str, ...], float] | None = None

    def forget(self) -> None:
        """Nothing is known any more: for another case."""
        self.answers.clear()
        self.binding.clear()
        self.doubted.clear()
        self.start = None


def plan(
    case: Case,
    members: Sequence[str] | None = None,
    book: Book | Sequence[str] | None = None,
    options: PlanOptions | None = None,
    *,
    memory: Memory | None = None,
    on_progress: OnProgress | None = None,
    held: Mapping[tuple[str, ...], float] | None = None,
    grams: Mapping[FleetKey, float] | None = None,
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
    grams : fleets (firm, market, class, last year) that pay this price a gram instead of meeting their
        target; what pools hand them is left out

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
    run = _Run(
        case,
        members,
        as_book(case, book),
        options,
        memory or Memory(),
        on_progress,
        held or {},
        grams or {},
    )
    began = time.perf_counter()
    return run.kept().solution(time.perf_counter() - began)


@dataclass(frozen=True, slots=True, eq=False)
class _Attempt:
    """One solve with everything read from it."""

    problem: PlanProblem
    compiled: CompiledProgram
    relaxed: CompiledProgram
    answer: Answer
    worth: Worth
    made: Decisions

    def solution(self, seconds: float) -> PlanSolution:
        return PlanSolution(
            problem=self.problem,
            made=self.made,
            worth=self.worth,
            amounts=accounts(self.problem, self.made),
            status=self.answer.status,
            seconds=seconds,
            program=self.compiled,
            relaxed=self.relaxed,
            x=self.answer.x,
            components=self.answer.components,
            row_duals=self.answer.row_duals,
        )


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
    grams: Mapping[FleetKey, float]
    beyond: dict[str, float] = field(default_factory=dict)

    def kept(self) -> _Attempt:
        """The plan; under cash limits that no plan keeps, with the least further credit."""
        while True:
            try:
                return self.dated()
            except LackingError as lack:  # all attempts must have the same credit: begin again
                self.beyond.update({f: self.beyond.get(f, 0.0) + more for f, more in lack.credit_m.items()})

    def dated(self) -> _Attempt:
        """Solve with the launches of the book as early as they can be and every saving counted. A launch that
        the plan sells only later, or never, is dated there, or called off, until every launch is sold in its
        year: a car takes nobody's sales before it is built. A saving that is counted before the plan earns it
        becomes a decision of the plan (block scale)."""
        moved: Moved = {}
        while True:
            found = self.attempt(moved, self.memory.doubted)
            late = late_launches(found.problem, found.made)
            idle = set(unearned(found.problem, found.made)) - self.memory.doubted
            if not late and not idle:
                return found
            moved |= late
            self.memory.doubted |= idle

    def attempt(self, moved: Moved, doubted: Collection[Resource], since: Since | None = None) -> _Attempt:
        """Solve with some launches later or called off, and some savings (``doubted``) counted from when the
        plan earns them, though not before ``since``: in the problem of the attempt they are as it did.

        A plan that builds one car for the sake of a saving on others has not earned it: it is solved again
        with that saving later, under the bound of the first. What it then builds all the same counts from
        when it builds it."""
        since = dict(since or {})
        problem = self.problem(moved, since, doubted)
        program = build(problem)
        compiled = program.compile()
        if self.held:
            kept = [
                (i, self.held[key]) for key, i in choice_keys(problem, compiled).items() if key in self.held
            ]
            ids, values = [i for i, _ in kept], [v for _, v in kept]
            compiled = compiled.with_bounds(ids, values, values)
        relaxed, answer = self.solved(problem, compiled)
        if not problem.cash:  # else who pays for grams decides who keeps its limits
            answer = replace(answer, x=own_penalties(problem, compiled, answer.x))
        made = Decisions.read(problem, program, answer.x)
        worth = _worth(problem, answer)
        dates = {r: first_built(problem, made, r) for r in {**since, **problem.savings}}
        if soon := _too_soon(program, answer.x, dates):
            later = self.attempt(moved, doubted, since | {r: dates[r] for r in soon})
            return replace(later, worth=replace(later.worth, bound_parts=worth.bound_parts))
        if dates == since | dict.fromkeys(problem.savings):
            problem = replace(problem, savings={})  # nothing in doubt is earned: the parts are as they are
        elif dates:
            dated = self.problem(moved, dates)
            worth, problem = _less_overlap(worth, problem, dated, made), dated
        return _Attempt(problem, compiled, relaxed, answer, worth, made)

    def problem(self, moved: Moved, since: Since, doubted: Collection[Resource] = ()) -> PlanProblem:
        found = build_problem(
            self.case, self.members, self.book, self.options, since, moved, self.grams, doubted
        )
        return with_limits(found, self.beyond)

    def solved(self, problem: PlanProblem, compiled: CompiledProgram) -> tuple[CompiledProgram, Answer]:
        begun = self.memory.start
        keys = choice_keys(problem, compiled) if begun is not None else {}
        answer, relaxed = solve_lazily(
            compiled,
            self.options.solve(),
            self.memory.answers,
            lazy_groups(compiled),
            self.memory.binding,
            on_progress=self.on_progress,
            starts=None if begun is None else _point(compiled, keys, begun),
        )
        if begun is not None and answer.found:
            begun.update({key: float(round(answer.x[i])) for key, i in keys.items()})
        if answer.status == "infeasible":
            if problem.cash and (credit := least_credit(problem)):
                raise LackingError(credit)
            raise plan_conflict(problem, compiled)
        if not (answer.found and np.isfinite(answer.bound)):
            raise SolverError(
                Fault(
                    f"plan of {', '.join(problem.members)}",
                    f"no plan was found in {self.options.time_limit_s:g} s (status {answer.status})",
                    "there is nothing to report",
                    "give more time with --time-limit-s, or a wider --gap",
                )
            )
        return relaxed, answer


def _too_soon(program: Program, x: Floats, dates: Since) -> list[Resource]:
    """Whose saving a plan counts in a year before it has earned it."""
    if "saved" not in program:
        return []
    block, found = program["saved"], dict[Resource, None]()
    for name, year, amount in zip(block.labels["what"], block.labels["year"], x[block.ids], strict=True):
        what, resource = str(name).split(" ", 1)
        since = dates[what, resource]
        if amount > NOTHING_M and (since is None or int(year) < since):
            found[what, resource] = None
    return list(found)


def _less_overlap(worth: Worth, problem: PlanProblem, dated: PlanProblem, made: Decisions) -> Worth:
    """Two savings on one car are less than their sum, which the program counts: a plan has that much less
    than the program says, under the same bound. It has more where it earns what the program left out."""
    cheaper = dated.routes.margin - problem.routes.margin
    has = float((made.ship * cheaper).sum(axis=0) @ problem.weights) / 1e6
    over = has - float(made.block("saved").sum())
    if abs(over) <= NOTHING_M:
        return worth
    return replace(worth, value_parts=(*worth.value_parts, (f"savings on one car: {over!r}", over)))


def _point(
    compiled: CompiledProgram, keys: Mapping[tuple[str, ...], int], begun: Mapping[tuple[str, ...], float]
) -> Floats:
    """The decisions to begin from as a point; everything else is 0 there."""
    x = np.clip(np.zeros(compiled.objective.size), compiled.column_lower, compiled.column_upper)
    for key, i in keys.items():
        x[i] = min(max(begun.get(key, 0.0), compiled.column_lower[i]), compiled.column_upper[i])
    return x


def as_book(case: Case, book: Book | Sequence[str] | None) -> Book:
    """A book from names, from a book, or today's."""
    if book is None:
        return Book.today(case)
    return book if isinstance(book, Book) else Book(case, book)


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


def lazy_groups(program: CompiledProgram) -> tuple[Ids, list[str]]:
    """Capacity and limits of grants, one group a plant and construction (a grant), all years: in only where
    they bind."""
    group = np.full(program.row_lower.size, -1, dtype=np.int64)
    names: dict[str, int] = {}
    for block in program.rows:
        if block.name not in LAZY:
            continue
        labels = [np.asarray(block.labels[n]).tolist() for n in block.labels if n != "year"]
        bounded = np.isfinite(program.row_lower[block.start : block.start + block.size]).tolist()
        for row, (fixed, *label) in enumerate(zip(bounded, *labels, strict=True), start=block.start):
            if not fixed:
                name = " ".join([block.name, *map(str, label)])
                group[row] = names.setdefault(name, len(names))
    return group, list(names)


def _worth(problem: PlanProblem, answer: Answer) -> Worth:
    constants = {key: float(problem.weights @ amount) for key, amount in problem.constants.items()}
    return Worth.of(answer, constants)


def program_of(
    case: Case, members: Sequence[str] | None = None, book: Any = None, options: PlanOptions | None = None
) -> CompiledProgram:
    """The compiled program of a plan, for listings, MPS export and benchmarks."""
    problem = build_problem(case, members, as_book(case, book), options or PlanOptions())
    return build(with_limits(problem, {})).compile()

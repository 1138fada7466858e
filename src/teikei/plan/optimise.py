"""A problem goes in, a plan with its certificate comes out."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from teikei.agreements.book import Book
from teikei.base.errors import Fault, PlanError, SolverError
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.plan.accounts import Decisions, accounts, choice_keys, present_value
from teikei.plan.build import build
from teikei.plan.conflict import plan_conflict
from teikei.plan.earned import demand_sharing, first_counted, unearned
from teikei.plan.fleets import FleetKey, own_penalties
from teikei.plan.problem import build_problem
from teikei.plan.sets import Floats, PlanProblem
from teikei.plan.sharing import Resource
from teikei.plan.solution import PlanSolution, Worth
from teikei.solve.answer import Answer
from teikei.solve.blocks import Ids
from teikei.solve.highs import OnProgress
from teikei.solve.lazy import solve_lazily
from teikei.solve.program import CompiledProgram

LAZY = ("capacity", "permission", "ramp")
FEW = 4
"""Most years between the first and the last of a range that is tried year by year, not in halves: halves of
so few seldom say enough."""
Moved = dict[str, int | None]
"""Launches of the book not before another year, or called off (None)."""
Since = dict[Resource, int | None]
"""Savings of shared platforms and technologies that count not before another year, or never (None)."""


@dataclass(slots=True)
class Memory:
    """What plans of one case share: answers of independent parts by content, and the row groups known to
    bind. ``start``: yes/no decisions that solves begin from, as `PlanSolution.choices` names them, kept up
    with each solve; None: from nothing. They save time and move no worth; of plans that are equally good
    another may be printed."""

    answers: dict[str, Answer] = field(default_factory=dict)
    binding: set[str] = field(default_factory=set)
    start: dict[tuple[str, ...], float] | None = None


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
    goal: float | None = None,
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
    goal : only whether the plan is worth more than this is asked: where savings must be dated, the search
        ends once value or bound say so, and the interval stays wide

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
        goal,
    )
    began = time.perf_counter()
    found, moved = run.dated()
    worth = found.worth
    if late := unearned(found.problem, found.made):
        found, worth = run.settle(found, moved, late)
    return found.solution(worth, time.perf_counter() - began)


@dataclass(frozen=True, slots=True, eq=False)
class _Attempt:
    """One solve with everything read from it."""

    problem: PlanProblem
    compiled: CompiledProgram
    relaxed: CompiledProgram
    answer: Answer
    worth: Worth
    made: Decisions

    def solution(self, worth: Worth, seconds: float) -> PlanSolution:
        return PlanSolution(
            problem=self.problem,
            made=self.made,
            worth=worth,
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
    goal: float | None

    def dated(self, moved: Moved | None = None, since: Since | None = None) -> tuple[_Attempt, Moved]:
        """Solve with the launches of the book as early as they can be; one that the plan sells only later, or
        never, is dated there, or called off, until every launch is sold in its year: a car takes nobody's
        sales before it is built. With ``since``, savings of what is shared are dated in the same way."""
        moved, saved = dict(moved or {}), None if since is None else dict(since)
        found = self.attempt(moved, saved)
        while True:
            late = late_launches(found.problem, found.made)
            idle = {} if saved is None else unearned(found.problem, found.made)
            if not late and not idle:
                return found, moved
            moved |= late
            if saved is not None:
                saved |= idle
            found = self.attempt(moved, saved)

    def attempt(
        self,
        moved: Moved | None = None,
        since: Since | None = None,
        shared: tuple[Resource, int] | None = None,
    ) -> _Attempt:
        """Solve with some launches later or called off, some savings counted later or never; ``shared``: only
        plans that can have a taker's car on a platform (with a technology) by a year."""
        problem = build_problem(self.case, self.members, self.book, self.options, since, moved, self.grams)
        program = build(problem)
        if shared and not demand_sharing(problem, program, *shared):
            raise PlanError(_nobody(shared))
        compiled = program.compile()
        if self.held:
            kept = [
                (i, self.held[key]) for key, i in choice_keys(problem, compiled).items() if key in self.held
            ]
            ids, values = [i for i, _ in kept], [v for _, v in kept]
            compiled = compiled.with_bounds(ids, values, values)
        relaxed, answer = self.solved(problem, compiled, shared)
        answer = replace(answer, x=own_penalties(problem, compiled, answer.x))
        made = Decisions.read(problem, program, answer.x)
        return _Attempt(problem, compiled, relaxed, answer, _worth(problem, answer), made)

    def solved(
        self, problem: PlanProblem, compiled: CompiledProgram, shared: tuple[Resource, int] | None
    ) -> tuple[CompiledProgram, Answer]:
        begun = self.memory.start
        keys = choice_keys(problem, compiled) if begun is not None else {}
        answer, relaxed = solve_lazily(
            compiled,
            self.options.solve(),
            self.memory.answers,
            _lazy_groups(compiled),
            self.memory.binding,
            on_progress=self.on_progress,
            starts=None if begun is None else _point(compiled, keys, begun),
        )
        if begun is not None and answer.found:
            begun.update({key: float(round(answer.x[i])) for key, i in keys.items()})
        if answer.status == "infeasible":
            raise PlanError(_nobody(shared)) if shared else plan_conflict(problem, compiled)
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

    def settle(self, first: _Attempt, moved: Moved, late: Since) -> tuple[_Attempt, Worth]:
        """The parts bill counted a saving before the plan earns it. The saving is dated where the plan earns
        it (``late``), and every plan that earns it sooner is bounded. The best plan that earns what it counts
        is the plan, the largest of the bounds the bound; with several savings in doubt, or a goal passed
        already, that of the first solve, which counts every saving and so holds for every plan."""
        best, _ = self.dated(moved, late)
        bounds = [best.worth]
        if len(late) > 1 or (self.goal is not None and best.worth.value > self.goal):
            bounds.append(first.worth)
        else:
            resource, year = next(iter(late.items()))
            last = int(first.problem.years[-1]) if year is None else year - 1
            for found in self.sooner(moved, resource, (first_counted(first.problem, resource), last), best):
                bounds.append(found.worth)
                if not unearned(found.problem, found.made) and found.worth.value > best.worth.value:
                    best = found
        top = max(bounds, key=lambda w: w.bound)
        return best, Worth(best.worth.value_parts, top.bound_parts, best.worth.constants)

    def sooner(
        self, moved: Moved, resource: Resource, years: tuple[int, int], best: _Attempt
    ) -> Iterator[_Attempt]:
        """Plans with a taker's car on a platform (with a technology) from some year of a range on: all
        at once with the saving of the first year and the cars of the last, and where that is better than
        ``best`` (and than the goal), in halves, few years one by one."""
        try:
            found = self.attempt(moved, {resource: years[0]}, (resource, years[1]))
        except PlanError:
            return  # nothing puts a car there by then
        least = best.worth.value if self.goal is None else max(best.worth.value, self.goal)
        if years[0] == years[1] or found.worth.bound <= least:
            yield found
            return
        if years[1] - years[0] <= FEW:
            for year in range(years[0], years[1] + 1):
                yield from self.sooner(moved, resource, (year, year), best)
            return
        middle = (years[0] + years[1]) // 2
        yield from self.sooner(moved, resource, (years[0], middle), best)
        yield from self.sooner(moved, resource, (middle + 1, years[1]), best)


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


def _nobody(shared: tuple[Resource, int]) -> Fault:
    (what, name), year = shared
    return Fault(
        f"{what} {name}",
        f"no taker can have a car with it by {year}",
        "no saving is to be had so soon",
        "grant it earlier",
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


def program_of(
    case: Case, members: Sequence[str] | None = None, book: Any = None, options: PlanOptions | None = None
) -> CompiledProgram:
    """The compiled program of a plan, for listings, MPS export and benchmarks."""
    return build(build_problem(case, members, as_book(case, book), options or PlanOptions())).compile()


def value_check(problem: PlanProblem, made: Decisions) -> float:
    """The present value of the accounts: what the audited value must equal."""
    return present_value(problem, accounts(problem, made))

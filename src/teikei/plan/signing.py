"""The decision which agreements to sign, as columns and rows of a plan that has all permits at once.

What the rows say, and why they cut off the plan of no book, is told in `plan.ceiling`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from teikei.agreements.book import Book, agreement_rows, displaced, excluding, needed
from teikei.base.errors import CaseError
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.plan.assistance import LICENCE
from teikei.plan.blocks.payments import payments, sign_of
from teikei.plan.blocks.scale import begun_before
from teikei.plan.build import BLOCKS, build
from teikei.plan.cheapest import with_cheapest_starts
from teikei.plan.demand import slots_of_book
from teikei.plan.diverted import Diversion
from teikei.plan.earned import taken, takers
from teikei.plan.effects import Effect, Key, named, on_any, shared_by
from teikei.plan.granted import Gathered, granting, link_granted, openers
from teikei.plan.hosted import hosted_cars, reserved_room
from teikei.plan.problem import build_problem
from teikei.plan.sets import Choices, Floats, Limit, PlanProblem
from teikei.plan.shared_costs import SharedCosts
from teikei.plan.sharing import Resource
from teikei.solve.program import CompiledProgram, Program


@dataclass(frozen=True, slots=True, eq=False)
class Signing:
    """The program of one set of members and candidates (``pool``). ``free``: the case in which all may stand
    together; ``base``: the objective of today's book by `named`."""

    case: Case
    free: Case
    members: tuple[str, ...]
    pool: tuple[str, ...]
    base: dict[Key, float]
    effects: Mapping[str, Effect]

    def compiled(self, known: Collection[frozenset[str]] = ()) -> tuple[Program, CompiledProgram]:
        """The program in which any book of the pool may be signed but the ``known`` ones."""
        problem = self.problem()
        program = build(self.asking_nothing(problem), [block for block in BLOCKS if block is not payments])
        paid = [term for term in problem.payments if term.agreement not in self.pool]
        payments(replace(problem, payments=tuple(paid)), program)
        if not self.pool:
            return program, program.compile()
        free = program.compile().objective
        new = [term for term in problem.payments if term.agreement in self.pool]
        payments(replace(problem, payments=tuple(new)), program)
        shared = SharedCosts(self.case, self.members, self.pool, self.effects)
        sign = program.add_columns(
            "sign",
            {"agreement": list(self.pool)},
            upper=1.0,
            integer=True,
            objective=[self.effects[a].fixed_m(self.members) - shared.of(a) for a in self.pool],
        )
        at = {a: int(i) for a, i in zip(self.pool, sign.ids, strict=True)}
        shared.link(program, at)
        link_granted(problem, program, at)
        self.link_savings(problem, program, at, free)
        self.link_launches(problem, program, at)
        _link_rules(program, self.case, at)
        _leave_out(program, at, [book for book in known if book <= set(self.pool)])
        return program, program.compile()

    def problem(self) -> PlanProblem:
        """The plan under all candidates, before diversion, with the least room kept for firms outside and
        starts as cheap as in any book."""
        book = Book(self.free, Book.today(self.free).agreements | set(self.pool))
        found = build_problem(self.free, self.members, book, PlanOptions(diversion=False))
        slots = slots_of_book(book, diversion=True)
        hosted = hosted_cars(self.free, found.plants.names, found.members, slots)
        reserved = reserved_room(found.plants.names, hosted, found.years.size)
        found = replace(found, limits=self._least_asked(found))
        return with_cheapest_starts(replace(found, plants=replace(found.plants, reserved=reserved)))

    def _least_asked(self, problem: PlanProblem) -> tuple[Limit, ...]:
        """The volumes that grants ask for as in the book with none of the candidates and nothing that one of
        them excludes: a minimum asks for no more than what is within reach, which is most here, least
        there."""
        if not any(limit.minimum.any() for limit in problem.limits):
            return problem.limits
        today = Book.today(self.free).agreements
        sure = Book(self.free, today - displaced(self.case, today, self.pool))
        try:
            small = build_problem(self.free, self.members, sure, PlanOptions(diversion=False))
        except CaseError:  # what is built today is not permitted without what is excluded: nothing is asked
            return tuple(replace(limit, minimum=np.zeros_like(limit.minimum)) for limit in problem.limits)
        known = {(m.taker, m.what, m.resource, m.models): m.minimum for m in small.limits}
        none = np.zeros(problem.years.size)
        return tuple(
            replace(
                m, minimum=np.minimum(m.minimum, known.get((m.taker, m.what, m.resource, m.models), none))
            )
            for m in problem.limits
        )

    def asking_nothing(self, problem: PlanProblem) -> PlanProblem:
        """The plan in which guests under agreements that may or may not stand use what pays of their room."""
        none = np.zeros(problem.years.size)
        loose = {*self.pool, *displaced(self.case, Book.today(self.case).agreements, self.pool)}
        lent = (replace(g, minimum=none) if g.agreement in loose else g for g in problem.lent)
        return replace(problem, lent=tuple(lent))

    def link_savings(
        self, problem: PlanProblem, program: Program, at: Mapping[str, int], free: Floats
    ) -> None:
        """Columns ``gained`` with their rows, and the objective of cars and starts before them. ``free``: the
        objective without the candidates' fees. Cars on routes that only candidates open pay the fees of those
        that must be signed for them; where one other takes a fee, they go with it or without it, whichever
        is more; where several do, they pay none."""
        compiled = program.compile()
        most = self.most_opened(problem, program)
        keys = named(problem, compiled)
        now = compiled.objective
        total = np.zeros(now.size)
        route, year = np.nonzero(problem.ship_of >= 0)
        first = program["ship"].start
        groups: dict[tuple[str, int, int], list[tuple[int, float]]] = {}
        joint = on_any(problem, self.joint_only(problem))
        for a in self.pool:
            for key, gain in self.effects[a].gains.items():
                i = keys.get(key)
                if i is None or gain <= 0 or key not in self.base or key[0] != "ship":
                    continue
                if joint[route[i - first]]:
                    continue
                total[i] += gain
                cell = a, int(problem.routes.slot[route[i - first]]), int(year[i - first])
                groups.setdefault(cell, []).append((i, gain))
        changed_ids, more = [], []
        for key, i in keys.items():
            if key not in self.base:
                rest = most(key, i, float(free[i]))
                if rest > now[i]:
                    changed_ids.append(i)
                    more.append(rest - now[i])
                continue
            before = self.base[key]
            best = max([now[i], before, *(before + e.gains.get(key, 0.0) for e in self._effects())])
            target = best if key[0] != "ship" else before + max(0.0, best - before - total[i])
            if target != now[i]:
                changed_ids.append(i)
                more.append(target - now[i])
        program.add_objective(changed_ids, more)
        self._add_saved(problem, program, at, groups)

    def most_opened(self, problem: PlanProblem, program: Program) -> Callable[[Key, int, float], float]:
        """Of a key and column that only candidates open, and its objective without any fee of theirs: the
        most that it can be worth in a book without one of them, or, where fees are not told apart, without
        fees."""
        paid: dict[int, set[str]] = {}
        unclear: set[int] = set()
        for term in problem.payments:
            if term.agreement not in self.pool or not sign_of(problem, term):
                continue
            if term.per not in ("unit", "share") or not term.routes.size:
                continue
            ship = problem.ship_of[term.routes]
            for column in ship[(ship >= 0) & term.years[None, :]].tolist():
                paid.setdefault(column, set()).add(term.agreement)
                if term.carrying is not None:
                    unclear.add(column)
        first = program["ship"].start
        route_of = np.full(int(problem.ship_of.max()) + 1, -1)
        there = problem.ship_of >= 0
        route_of[problem.ship_of[there]] = np.nonzero(there)[0]
        opening = openers(problem, self.pool)
        without: dict[str, dict[Key, float]] = {}

        def most(key: Key, i: int, free: float) -> float:
            if key[0] != "ship":
                return free
            column = i - first
            always = opening[int(route_of[column])]
            others = sorted(paid.get(column, set()) - always)
            if not others and column not in unclear:
                return float("-inf")
            if len(others) != 1 or (column in unclear and paid[column] & always):
                return free
            if others[0] not in without:
                without[others[0]] = self.objective_without(others[0])
            return without[others[0]].get(key, free)

        return most

    def objective_without(self, agreement: str) -> dict[Key, float]:
        """The objective of cars and starts with all candidates but one."""
        problem = replace(self, pool=tuple(a for a in self.pool if a != agreement)).problem()
        compiled = build(problem).compile()
        return {key: float(compiled.objective[i]) for key, i in named(problem, compiled).items()}

    def joint_only(self, problem: PlanProblem) -> list[Resource]:
        """Shared platforms and technologies that a taker's car may come to by several candidates of which
        none suffices: each alone adds nothing to the joint volume, together they may save all that another
        saves alone. What is saved there is charged to nobody's signature."""
        alone = {a: {a, *needed(self.case, a)} for a in self.pool}

        def by_one(route: int) -> bool:
            wanted = granting(problem, problem.needs[route], self.pool)
            bringing = frozenset(problem.book.brought.get(problem.needs[route].model, ()))
            if bringing and bringing <= set(self.pool):
                wanted = wanted | {bringing}
            rest = {a for a, some in alone.items() if not all(some & group for group in wanted)}
            return not all(rest & group for group in wanted)

        return [
            resource
            for resource in problem.parts_factor
            if not all(by_one(int(i)) for i in np.flatnonzero(taken(problem, resource)))
        ]

    def earning(self, problem: PlanProblem, agreement: str) -> list[tuple[str, Choices, list[int]]]:
        """What must be started before an agreement saves anything on cars with the one platform or technology
        that it shares; nothing if it shares several, or saves in other ways too."""
        changes = agreement in self.case["changes"]["agreement"].to_list()
        shared = shared_by(problem, agreement)
        if changes or len(shared) != 1 or problem.book.kind(agreement).name == LICENCE:
            return []
        resource = next(iter(shared))
        return begun_before(problem, resource) if takers(problem.book, resource) & set(self.members) else []

    def _effects(self) -> list[Effect]:
        return [self.effects[a] for a in self.pool]

    def _add_saved(
        self,
        problem: PlanProblem,
        program: Program,
        at: Mapping[str, int],
        groups: Mapping[tuple[str, int, int], list[tuple[int, float]]],
    ) -> None:
        cells = list(groups)
        if not cells:
            return
        demand = np.array([problem.slots.demand[s, t] for _, s, t in cells])
        saved = program.add_columns(
            "gained",
            {"agreement": [a for a, _, _ in cells], "slot": [s for _, s, _ in cells],
             "year": [int(problem.years[t]) for _, _, t in cells]},
            upper=demand,
            objective=[max(gain for _, gain in groups[cell]) for cell in cells],
        )  # fmt: skip
        sold, signed, earned = Gathered(), Gathered(), Gathered()
        starts = {a: self.earning(problem, a) for a in self.pool}
        sharing = {a: on_any(problem, shared_by(problem, a)) for a in self.pool}
        route, _ = np.nonzero(problem.ship_of >= 0)
        first = program["ship"].start
        for k, cell in enumerate(cells):
            column = int(saved.ids[k])
            sold.add(cell, column)
            sold.close(cell, [(i, -1.0) for i, _ in groups[cell]])
            signed.add(cell, column)
            signed.close(cell, [(at[cell[0]], -float(demand[k]))])
            with_it = sharing[cell[0]]
            its_own = all(with_it[route[i - first]] for i, _ in groups[cell])
            for block, choices, started in starts[cell[0]] if its_own else ():
                there = [
                    j
                    for j in range(choices.size)
                    if choices.what[j] in started and choices.share[j, cell[2]] > 0
                ]
                earned.add((*cell, block), column)
                ids = program[block].ids
                earned.close((*cell, block), [(int(ids[j]), -float(demand[k])) for j in there])
        sold.write(program, "gained_sold", dict(saved.labels))
        signed.write(program, "gained_signed", dict(saved.labels))
        earned.write(program, "gained_earned", {})

    def link_launches(self, problem: PlanProblem, program: Program, at: Mapping[str, int]) -> None:
        """Columns ``on_sale`` of the cars that candidates bring, and the rows ``launch_sold``,
        ``launch_kept``, ``brought`` and ``diverted``."""
        ways, slots, first = problem.routes, problem.slots, program["ship"].start
        bringing: dict[str, list[str]] = {}
        for a in self.pool:
            for m in agreement_rows(self.case)[a]["brings"]:
                bringing.setdefault(m, []).append(a)
        cells = [
            (m, int(t))
            for m in sorted(set(bringing) & set(slots.launched))
            for t in np.flatnonzero((problem.ship_of[ways.model == m] >= 0).any(axis=0))
        ]
        if not cells:
            return
        labels: dict[str, list[Any]] = {
            "model": [m for m, _ in cells], "year": [int(problem.years[t]) for _, t in cells]
        }  # fmt: skip
        columns = program.add_columns("on_sale", labels, upper=1.0, integer=True)
        sale = {cell: int(i) for cell, i in zip(cells, columns.ids, strict=True)}
        sold, kept, brought = Gathered(), Gathered(), Gathered()
        today = Book.today(self.case).brought
        for (m, t), q in sale.items():
            for i in np.flatnonzero((ways.model == m) & (problem.ship_of[:, t] >= 0)):
                sold.add((int(ways.slot[i]), t), int(first + problem.ship_of[i, t]))
            for slot in {s for s, year in sold.cells if year == t and slots.model[s] == m}:
                sold.close((slot, t), [(q, -float(slots.demand[slot, t]))])
            later = sale.get((m, t + 1))
            if later is not None:
                kept.add((m, t), q)
                kept.close((m, t), [(later, -1.0)])
            elif m not in today:  # else it may be sold with none of the candidates
                brought.add((m, t), q)
                brought.close((m, t), [(at[a], -1.0) for a in bringing[m]])
        sold.write(program, "launch_sold", {})
        kept.write(program, "launch_kept", {})
        brought.write(program, "brought", {})
        Diversion(problem, self.case, self.pool, sale).add(program)


def _link_rules(program: Program, case: Case, at: Mapping[str, int]) -> None:
    """Rows ``excluded`` and ``needed`` among the candidates."""
    rows, names = agreement_rows(case), list(at)
    apart = [(a, b) for k, a in enumerate(names) for b in names[:k] if excluding(case, a, b)]
    if apart:
        ids = np.array([[at[a], at[b]] for a, b in apart]).ravel()
        lines = np.repeat(np.arange(len(apart)), 2)
        labels = {"agreement": [a for a, _ in apart], "other": [b for _, b in apart]}
        program.add_rows("excluded", labels, upper=1.0, rows=lines, columns=ids, values=np.ones(ids.size))
    wanted = [(a, b) for a in names for b in rows[a]["needs"] if b in at]
    if wanted:
        ids = np.array([[at[a], at[b]] for a, b in wanted]).ravel()
        lines = np.repeat(np.arange(len(wanted)), 2)
        labels = {"agreement": [a for a, _ in wanted], "other": [b for _, b in wanted]}
        program.add_rows(
            "needed", labels, upper=0.0, rows=lines, columns=ids, values=np.tile([1.0, -1.0], len(wanted))
        )


def _leave_out(program: Program, at: Mapping[str, int], books: Sequence[frozenset[str]]) -> None:
    """Rows ``known``: at least one agreement is otherwise than in each of some books."""
    if not books:
        return
    ids, wide = np.array(list(at.values())), len(books)
    program.add_rows(
        "known",
        {"book": list(range(wide))},
        upper=[len(book) - 1.0 for book in books],
        rows=np.repeat(np.arange(wide), ids.size),
        columns=np.tile(ids, wide),
        values=[1.0 if a in book else -1.0 for book in books for a in at],
    )

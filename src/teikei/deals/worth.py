"""What an agreement is worth: the difference of two worths of the whole industry, as a certified interval.

    surplus(a) = v(g ∪ a) − v(g)            g: the book compared with, less what a excludes on the other side
    surplus(a) = v(g) − max[v(g ∖ a), v(g ∖ a ∪ b) for each candidate b that a excludes]   a in force today

Only the independent parts that the agreement changes enter the difference; firms that it does not touch are
the same program in both, are solved once, and contribute exactly zero.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from teikei.agreements.book import Book, displaced, needed
from teikei.base.errors import AgreementError
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.deals.rivals import rivals_out
from teikei.plan.constants import routes_under
from teikei.plan.optimise import Memory, plan
from teikei.plan.permits import paid_under
from teikei.plan.sets import Floats
from teikei.plan.solution import PlanSolution

Interval = tuple[float, float]
MOVED_M = 1e-3
"""Million present value below which a firm that is no party counts as untouched."""


@dataclass(frozen=True, eq=False)
class Surplus:
    """One agreement valued on one book. Money in million, present value, before any payment between the
    parties.

    ``with_plan``/``without_plan`` are the printed plans, diversion included; ``before_diversion`` is the
    surplus when no car loses sales to a launch.
    """

    agreement: str
    book: Book
    without_book: Book
    with_plan: PlanSolution
    without_plan: PlanSolution
    before_diversion: Interval
    alone: Interval

    @cached_property
    def parties(self) -> tuple[str, ...]:
        """Parties that plan."""
        return tuple(
            f for f in self.book.row(self.agreement)["parties"] if f in self.with_plan.problem.members
        )

    @cached_property
    def outsiders(self) -> tuple[str, ...]:
        """Parties with given terms."""
        return tuple(
            f for f in self.book.row(self.agreement)["parties"] if f not in self.with_plan.problem.members
        )

    @cached_property
    def touched(self) -> tuple[str, ...]:
        """The planning parties, every firm whose demand the agreement changes, and every firm whose profit it
        moves, as by a platform that gets cheaper for all who are on it."""
        slots, base = self.with_plan.problem.slots, self.without_plan.problem.slots
        moved = {str(f) for f in slots.firm[np.abs(slots.demand - base.demand).max(axis=1) > 1e-9]}
        richer = {
            firm
            for firm in self.with_plan.problem.members
            if abs(self.with_plan.profit(firm) - self.without_plan.profit(firm)) > MOVED_M
        }
        return tuple(sorted({*self.parties, *moved, *richer}))

    @cached_property
    def units(self) -> Floats:
        """Cars a year under the deal (year,), guests that do not plan included."""
        none = np.zeros(self.with_plan.problem.years.size)
        return np.asarray(sum(self.units_at.values(), none), dtype=np.float64)

    @cached_property
    def units_at(self) -> dict[str, Floats]:
        """The same by the plant where the plan builds them, whatever the deal is called. Where other deals
        grant the same thing, only the cars that count under this one."""
        problem = self.with_plan.problem
        n = problem.years.size
        found: dict[str, Floats] = {}
        for i in routes_under(self.book, self.agreement, list(problem.needs), problem.members):
            plant = str(problem.routes.plant[i])
            part = paid_under(problem.needs[i], self.book.permits, self.agreement, problem.years)
            found[plant] = found.get(plant, np.zeros(n)) + part * self.with_plan.made.ship[i]
        for k, guest in enumerate(problem.lent):
            if guest.agreement == self.agreement:
                cars = self.with_plan.made.block("lent")[k * n : (k + 1) * n]
                found[guest.plant] = found.get(guest.plant, np.zeros(n)) + cars
        return {plant: cars for plant, cars in sorted(found.items()) if cars.max(initial=0.0) > 0.5}


def compared_books(case: Case, agreement: str, book: Book) -> tuple[Book, Book]:
    """(with, without): what the agreement needs is in both, less what that takes the place of; the agreement
    is added to the one, and what it excludes taken out of it, with what needs that.

    Raises AgreementError if it cannot stand beside what it needs.
    """
    book.row(agreement)  # it is known
    there = book.without(agreement).agreements
    partners = needed(case, agreement, there)
    beside = (there - displaced(case, there, partners)) | partners
    after = (beside - displaced(case, beside, {agreement})) | {agreement}
    return Book(case, after), Book(case, beside)


def _best_without(
    case: Case, agreement: str, without: Book, options: PlanOptions, memory: Memory
) -> tuple[PlanSolution, Book]:
    """The plan without an agreement; of one in force the best with or without a candidate in its place."""
    books = [without]
    for name in rivals_out(case, agreement) if agreement in Book.today(case) else ():
        with suppress(AgreementError):  # it cannot stand beside the rest
            books.append(compared_books(case, name, without)[0])
    plans = [plan(case, None, one, options, memory=memory) for one in books]
    best = max(range(len(books)), key=lambda k: plans[k].value)
    return plans[best], books[best]


def surplus(
    case: Case,
    agreement: str,
    book: Book | None = None,
    options: PlanOptions | None = None,
    memory: Memory | None = None,
) -> Surplus:
    """Value one agreement on a book, without and with diversion.

        s(a) = v(g ∪ a) − v(g ∖ a)     million case currency, present value

    What keeping an agreement in force is worth is less where its end makes room for a candidate that it
    excludes: the better of the books without it is compared with.

    Parameters
    ----------
    case : the industry
    agreement : id of the agreement
    book : the other agreements in force (default: today's signed book)
    options : gap, time, threads
    memory : answers of components solved before; equal components are not solved twice

    Raises whatever `plan` raises.
    """
    options = options or PlanOptions()
    memory = Memory() if memory is None else memory
    with_book, without = compared_books(case, agreement, book or Book.today(case))
    after = plan(case, None, with_book, options, memory=memory)
    before, without = _best_without(case, agreement, without, options, memory)
    dry = replace(options, diversion=False)
    plain_after = plan(case, None, with_book, dry, memory=memory)
    plain_before = plan(case, None, without, dry, memory=memory)
    return Surplus(
        agreement=agreement,
        book=with_book,
        without_book=without,
        with_plan=after,
        without_plan=before,
        before_diversion=plain_after.worth.minus(plain_before.worth),
        alone=after.worth.minus(before.worth),
    )

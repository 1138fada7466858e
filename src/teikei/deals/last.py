"""What an agreement adds as the last one of a book, beside what it adds as the first.

    last(a; g) = v(g ∪ a less what a excludes) − v(g)                        a outside g
    last(a; g) = v(g) − max[v(g ∖ a), v(g ∖ a ∪ b) for each b that a excludes]      a in g

What needs a goes with it; what a needs comes with it, on both sides. Certified for these inputs; never
summed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from teikei.agreements.book import Book, agreement_rows
from teikei.agreements.kinds import KINDS
from teikei.base.errors import AgreementError
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.deals.barred import barred
from teikei.deals.worth import Interval, compared_books
from teikei.plan.optimise import Memory, plan


def last_added(
    case: Case,
    agreement: str,
    book: Sequence[str],
    options: PlanOptions | None = None,
    memory: Memory | None = None,
    among: Collection[str] | None = None,
) -> Interval:
    """Surplus of an agreement as the last one added to a book, million present value.

    Parameters
    ----------
    case : the industry
    agreement : id of the agreement
    book : all agreements in force, today's and new ones; with or without this one
    options : gap, time, threads
    memory : answers of components solved before
    among : candidates that could come in its place (default: all that it excludes)

    Raises whatever `plan` raises.
    """
    kept = Memory() if memory is None else memory
    advised = Book(case, book)
    whole, others = _compared(case, agreement, advised, among)
    kept.start = {}  # each book begins from the decisions of the one before, the advised one first
    try:
        known = {
            one.agreements: plan(case, None, one, options, memory=kept).worth
            for one in (advised, whole, *others)
        }
    finally:
        kept.start = None
    ends = [known[whole.agreements].minus(known[other.agreements]) for other in others]
    return min(low for low, _ in ends), min(high for _, high in ends)


def _compared(
    case: Case, agreement: str, advised: Book, among: Collection[str] | None
) -> tuple[Book, list[Book]]:
    """The book with the agreement, and those it is compared with."""
    if agreement not in advised:
        whole, without = compared_books(case, agreement, advised)
        return whole, [without]
    without = advised.without(*_standing_on(advised, agreement))
    others = [without]
    for name in rivals_out(case, agreement):
        if among is not None and name not in among:
            continue
        try:
            others.append(without.with_(name))
        except AgreementError:
            continue  # it cannot stand beside the rest
    return advised, others


def rivals_out(case: Case, agreement: str) -> list[str]:
    """Candidates that an agreement excludes and that could be in a book: not red, planned, no yardstick."""
    rows, red = agreement_rows(case), barred(case)
    return [
        name
        for name, row in rows.items()
        if row["status"] == "candidate"
        and name not in red
        and KINDS[row["kind"]].planned
        and not KINDS[row["kind"]].yardstick
        and (name in rows[agreement]["excludes"] or agreement in row["excludes"])
    ]


def _standing_on(book: Book, agreement: str) -> set[str]:
    """An agreement of a book and all that needs it."""
    gone = {agreement}
    while more := {a for a in book.agreements - gone if set(book.row(a)["needs"]) & gone}:
        gone |= more
    return gone

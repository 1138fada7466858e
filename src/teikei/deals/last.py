"""What an agreement adds as the last one of a book, beside what it adds as the first.

    last(a; g) = v(g ∪ a less what a excludes) − v(g)                        a outside g
    last(a; g) = v(g) − max[v(g ∖ a), v(g ∖ a ∪ b) for each b that a excludes]      a in g

b: a candidate that could come in its place, or what of today's book it ended, which would stand on.

What needs a goes with it; what a needs comes with it, on both sides. Certified for these inputs; never
summed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from teikei.agreements.book import Book, displaced
from teikei.base.errors import AgreementError
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.deals.rivals import rivals_out
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
    rivals = [name for name in rivals_out(case, agreement) if among is None or name in among]
    ended = sorted(displaced(case, Book.today(case).agreements, {agreement}) - without.agreements)
    others = [without]
    for names in [(name,) for name in (*rivals, *ended)] + ([tuple(ended)] if len(ended) > 1 else []):
        try:
            others.append(without.with_(*names))
        except AgreementError:
            continue  # it cannot stand beside the rest
    return advised, others


def _standing_on(book: Book, agreement: str) -> set[str]:
    """An agreement of a book and all that needs it."""
    gone = {agreement}
    while more := {a for a in book.agreements - gone if set(book.row(a)["needs"]) & gone}:
        gone |= more
    return gone

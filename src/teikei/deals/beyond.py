"""What an agreement, such as a merger, adds to others: the surplus on the book with all of them.

    beyond(a; B) = v(g ∪ B ∪ a) − v(g ∪ B)        B without what a excludes

For a merger B are the agreements between its own parties: what they reach without becoming one firm.
"""

from __future__ import annotations

from collections.abc import Sequence

from teikei.agreements.book import Book, agreement_rows
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.deals.worth import Interval, compared_books
from teikei.plan.optimise import Memory, plan


def between(case: Case, agreement: str, others: Sequence[str]) -> tuple[str, ...]:
    """Those of ``others`` whose parties are all parties of an agreement, and that it does not exclude."""
    rows = agreement_rows(case)
    row = rows[agreement]
    return tuple(
        other
        for other in others
        if other != agreement
        and set(rows[other]["parties"]) <= set(row["parties"])
        and other not in row["excludes"]
        and agreement not in rows[other]["excludes"]
    )


def beyond(
    case: Case,
    agreement: str,
    others: Sequence[str],
    options: PlanOptions | None = None,
    memory: Memory | None = None,
) -> Interval:
    """What an agreement adds to others that are signed too, million present value.

    Raises whatever `plan` raises, and AgreementError if the others cannot stand together.
    """
    memory = Memory() if memory is None else memory
    book = Book.today(case).with_(*between(case, agreement, others))
    with_it, without = compared_books(case, agreement, book)
    after = plan(case, None, with_it, options, memory=memory)
    return after.worth.minus(plan(case, None, without, options, memory=memory).worth)

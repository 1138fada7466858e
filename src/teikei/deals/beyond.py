"""What an agreement, such as a merger, adds to others: the surplus on the book with all of them.

    beyond(a; B) = v(g ∪ B ∪ a) − v(g ∪ B)        B without what a excludes

For a merger B are the agreements between its own parties: what they reach without becoming one firm. The best
of them are those recommended, the largest certified surplus first, that can stand together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from teikei.agreements.book import Book, agreement_rows, excluding
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.deals.worth import Interval, compared_books
from teikei.plan.optimise import Memory, plan


@dataclass(frozen=True, slots=True)
class Beyond:
    """What an agreement adds to ``others`` that are signed too: million present value, certified.

    ``others_m``: what they bring by themselves. ``alone_m``: the agreement on today's book, beside it.
    """

    others: tuple[str, ...]
    added_m: Interval
    others_m: Interval
    alone_m: Interval


def between(case: Case, agreement: str, others: Sequence[str]) -> tuple[str, ...]:
    """Those of ``others`` whose parties are all parties of an agreement, and that it does not exclude."""
    rows = agreement_rows(case)
    row = rows[agreement]
    return tuple(
        other
        for other in others
        if other != agreement
        and set(rows[other]["parties"]) <= set(row["parties"])
        and not excluding(case, agreement, other)
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
    return _added(case, agreement, between(case, agreement, others), options, memory)[0]


def beyond_best(
    case: Case,
    agreement: str,
    ranked: Sequence[str],
    alone: Interval,
    options: PlanOptions | None = None,
    memory: Memory | None = None,
) -> Beyond:
    """What an agreement adds to the best of ``ranked`` (best first) between its own parties; where there is
    none it adds what it is worth ``alone``."""
    chosen = standing_together(case, between(case, agreement, ranked))
    if not chosen:
        return Beyond((), alone, (0.0, 0.0), alone)
    memory = Memory() if memory is None else memory
    added, others = _added(case, agreement, chosen, options, memory)
    return Beyond(chosen, added, others, alone)


def standing_together(case: Case, ranked: Sequence[str]) -> tuple[str, ...]:
    """Those that can be in force at once: one is left out where it excludes a better one, or needs one that
    is not there."""
    rows, today = agreement_rows(case), Book.today(case).agreements
    chosen: list[str] = []
    while True:
        ready = next(
            (
                name
                for name in ranked
                if name not in chosen
                and not any(excluding(case, name, b) for b in chosen)
                and set(rows[name]["needs"]) <= set(chosen) | today
            ),
            None,
        )
        if ready is None:
            return tuple(chosen)
        chosen.append(ready)  # what needs it may rank above it, so the list is gone through again


def _added(
    case: Case,
    agreement: str,
    others: Sequence[str],
    options: PlanOptions | None,
    memory: Memory | None,
) -> tuple[Interval, Interval]:
    """What an agreement adds to others, and what these bring to today's book."""
    memory = Memory() if memory is None else memory
    with_it, without = compared_books(case, agreement, Book.today(case).with_(*others))
    after = plan(case, None, with_it, options, memory=memory).worth
    before = plan(case, None, without, options, memory=memory).worth
    today = plan(case, None, Book.today(case), options, memory=memory).worth
    return after.minus(before), before.minus(today)

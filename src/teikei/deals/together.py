"""What is signed together: all recommended agreements that can stand in one book, its worth, and each of
them as the last one of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from teikei.agreements.book import Book, agreement_rows, displaced, excluding
from teikei.agreements.kinds import KINDS
from teikei.base.jobs import Job
from teikei.base.options import AdviseOptions, PlanOptions
from teikei.case.case import Case
from teikei.deals.advice import Advised
from teikei.deals.barred import barred
from teikei.deals.beyond import Beyond, beyond_best, standing_together
from teikei.deals.desk import held
from teikei.deals.effort import longest_first
from teikei.deals.last import last_added
from teikei.deals.verdict import Verdict, in_book
from teikei.deals.worth import Interval
from teikei.deals.yearly import accounts_beside, cash_beside, plants_beside
from teikei.industry.money import year_weights
from teikei.plan.optimise import plan

Run = Callable[[Iterable[Job]], Iterator[tuple[str, Any]]]
SIGNED = "signed together"


@dataclass(frozen=True, slots=True, eq=False)
class Signed:
    """What is signed together: what that is worth (million, present value), and tables of the plans with it
    beside those without it (`deals.yearly`)."""

    chosen: tuple[str, ...] = ()
    worth_m: Interval = (0.0, 0.0)
    yearly: pl.DataFrame = field(default_factory=pl.DataFrame)
    plants: pl.DataFrame = field(default_factory=pl.DataFrame)
    cash: pl.DataFrame = field(default_factory=pl.DataFrame)


def without_worse(case: Case, found: tuple[Advised, ...]) -> tuple[Advised, ...]:
    """An agreement certified worse than a recommended one that it excludes is rejected, whatever an input
    would do to it; a yardstick takes nobody's place."""
    kept: list[Advised] = []
    worse: dict[str, Advised] = {}
    depending = [a for a in found if a.verdict.word == "depends"]
    for a in (one for one in [*ranked(found), *depending] if not KINDS[one.kind].yardstick):
        low, high = a.surplus_m or (0.0, 0.0)
        for b in kept:
            if b.surplus_m and high < b.surplus_m[0] and excluding(case, a.agreement, b.agreement):
                reason = (
                    f"worse than {b.agreement}, which it excludes: [{low:,.0f}, {high:,.0f}] "
                    f"against [{b.surplus_m[0]:,.0f}, {b.surplus_m[1]:,.0f}] m"
                )
                worse[a.agreement] = replace(a, verdict=Verdict("rejected", reason, worse_than=b.agreement))
                break
        else:
            kept += [a] if a.verdict.word == "recommended" else []
    return tuple(worse.get(a.agreement, a) for a in found)


def ranked(found: tuple[Advised, ...]) -> list[Advised]:
    """Recommended agreements, the largest certified surplus first."""
    recommended = [a for a in found if a.verdict.word == "recommended"]
    return sorted(recommended, key=lambda a: (-(a.surplus_m or (0.0, 0.0))[0], a.agreement))


def signed_together(
    case: Case, found: tuple[Advised, ...], options: AdviseOptions, run: Run
) -> tuple[tuple[Advised, ...], Signed]:
    """What is signed together, and yardsticks with what they add to the best agreements between their
    parties, where some were valued: side by side."""
    best = [a.agreement for a in ranked(found) if not KINDS[a.kind].yardstick]
    measured = {
        a.agreement: a.surplus_m for a in found if KINDS[a.kind].yardstick and a.surplus_m is not None
    }
    jobs = [Job(a, _beyond_one, (a, best, alone, options)) for a, alone in measured.items()]
    if chosen := _chosen(case, found):
        jobs.append(Job(SIGNED, _signed_one, (chosen, options)))
    answers: dict[str, Any] = dict(run(jobs)) if jobs else {}
    beside = (replace(a, beyond=answers[a.agreement]) if a.agreement in answers else a for a in found)
    return tuple(beside), answers.get(SIGNED, Signed())


def _chosen(case: Case, found: tuple[Advised, ...]) -> tuple[str, ...]:
    """All recommended agreements that can stand together; where two exclude each other, the one with the
    larger certified surplus. A yardstick, such as a merger, is no part of them."""
    rows = agreement_rows(case)
    waiting = [
        a.agreement
        for a in ranked(found)
        if rows[a.agreement]["status"] == "candidate" and not KINDS[a.kind].yardstick
    ]
    return standing_together(case, waiting)


def _signed_one(chosen: tuple[str, ...], options: AdviseOptions) -> Signed:
    """What is signed together against today's book, in this process."""
    (case, memory), quick = held(), PlanOptions(gap=options.gap, time_limit_s=options.time_limit_s)
    after = plan(case, None, _advised_book(case, chosen), quick, memory=memory)
    before = plan(case, None, Book.today(case), quick, memory=memory)
    return Signed(
        chosen,
        after.worth.minus(before.worth),
        accounts_beside(after, before),
        plants_beside(after, before),
        cash_beside(after, before),
    )


def _beyond_one(agreement: str, best: Sequence[str], alone: Interval, options: AdviseOptions) -> Beyond:
    """What a yardstick adds to the best agreements between its parties, in this process."""
    (case, memory), quick = held(), PlanOptions(gap=options.gap, time_limit_s=options.time_limit_s)
    return beyond_best(case, agreement, best, alone, quick, memory)


def each_as_last(
    case: Case, found: tuple[Advised, ...], signed: Signed, options: AdviseOptions, run: Run
) -> tuple[tuple[Advised, ...], Signed]:
    """Every agreement as the last one added to what is signed together; one that adds nothing there goes, the
    least first, until all that is signed pays as the last one too."""
    red, threshold = barred(case), options.epsilon_m * float(year_weights(case).sum())
    asked = [
        a.agreement
        for a in found
        if a.surplus_m is not None and not KINDS[a.kind].yardstick and a.agreement not in red
    ]
    while signed.chosen:
        book = tuple(sorted(_advised_book(case, signed.chosen).agreements))
        jobs = (Job(a, _last_one, (a, book, tuple(asked), options)) for a in longest_first(case, asked))
        last = dict(run(jobs))
        judged = tuple(
            replace(a, last_m=last[a.agreement], verdict=in_book(a.verdict, last[a.agreement], threshold))
            if a.agreement in last
            else a
            for a in found
        )
        worst = min(signed.chosen, key=lambda a: last[a][1])
        if last[worst][1] > threshold:
            return judged, signed
        found = tuple(new if new.agreement == worst else a for a, new in zip(found, judged, strict=True))
        chosen = _chosen(case, found)
        signed = dict(run([Job(SIGNED, _signed_one, (chosen, options))]))[SIGNED] if chosen else Signed()
    return found, signed


def with_last(options: AdviseOptions) -> bool:
    """Whether agreements are valued as the last ones, too: as asked, else with full effort.

    >>> with_last(AdviseOptions()), with_last(AdviseOptions(effort="full"))
    (False, True)
    """
    return options.effort == "full" if options.last is None else options.last


def _last_one(
    agreement: str, book: tuple[str, ...], among: tuple[str, ...], options: AdviseOptions
) -> Interval:
    """Value one agreement as the last one of a book in this process."""
    (case, memory), quick = held(), PlanOptions(gap=options.gap, time_limit_s=options.time_limit_s)
    return last_added(case, agreement, book, quick, memory, among)


def _advised_book(case: Case, chosen: Sequence[str]) -> Book:
    """Today's book and what is signed, less what that takes the place of."""
    today = Book.today(case)
    return Book(case, (today.agreements - displaced(case, today.agreements, chosen)) | set(chosen))

"""What every group of firms is worth when it may choose among the deals wholly inside it.

    v(S) = max over books h ⊆ candidates inside S of v(S, today ∪ h)    [low, high], million, present value

Firms S plan together, today's book is in force everywhere, money that crosses S is paid at its terms.
``low`` is a plan of a real book; ``high`` bounds all of them: it is the largest of the bounds of the books
planned and of one over all others (`plan.ceiling`). Where the interval is wide, the book that this one signs
is planned too, and no longer among the others: so the bound falls to the next best book, and the next.

Groups that nothing ties together are worth the sum of their parts. A deal lies inside S when its parties that
plan do; those the antitrust screen bars, yardsticks and kinds that are not planned are in none. The bound
does not cover deals that take cars off a market, whose sales go to others (`unproven`): a group that has such
a deal, and too many to plan every book, is not certified.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import combinations

from teikei.agreements.book import Book, agreement_rows, candidates, displaced
from teikei.base.errors import AgreementError, Fault, UsageError
from teikei.base.jobs import Begin, Job, LocalExecutor, workers
from teikei.base.options import CoalitionOptions
from teikei.base.spent import Meter, Spent
from teikei.case.case import Case
from teikei.deals.groups import Groups
from teikei.deals.profits import checked_names, left_out
from teikei.games.values import CoalitionValues
from teikei.plan.ceiling import Ceiling, ceiling, effects_of, with_and_without
from teikei.plan.effects import Effect
from teikei.plan.optimise import Memory, plan
from teikei.plan.problem import members_of
from teikei.plan.solution import Worth
from teikei.solve.interruption import uncut

FEW = 3
"""Deals of which every book is planned; of more, books are bounded together."""
Books = dict[frozenset[str], Worth]
Told = Callable[["Valued", int, int], None]


@dataclass(frozen=True, slots=True)
class Valued:
    """One group: low ≤ v ≤ high, the deals of the book that reaches ``low``, how many books were planned and
    bounds solved for it, and whether ``high`` is proved (``certified``)."""

    firms: tuple[str, ...]
    low: float
    high: float
    agreements: tuple[str, ...]
    plans: int
    bounds: int
    seconds: float
    certified: bool = True

    def within(self, width: float) -> bool:
        """Whether the interval is as narrow as that, relative to its lower end."""
        return near(self.low, self.high, width)


def near(value: float, bound: float, width: float) -> bool:
    """Whether a bound is near enough to a value: relative to it, of less than a million to a million."""
    return bound <= value + width * max(abs(value), 1.0)


@dataclass(frozen=True, eq=False)
class Coalitions:
    """The worth of every group of ``firms`` by mask (firm k is bit k; nothing at 0), with the deals that were
    in play, and what finding them took."""

    firms: tuple[str, ...]
    agreements: tuple[str, ...]
    valued: tuple[Valued, ...]
    spent: Spent

    def __getitem__(self, mask: int) -> Valued:
        return self.valued[mask - 1]

    @cached_property
    def worths(self) -> CoalitionValues:
        """v(S)."""
        low, high = ([0.0, *(getattr(one, end) for one in self.valued)] for end in ("low", "high"))
        return CoalitionValues(low, high, self.firms)

    @cached_property
    def gains(self) -> CoalitionValues:
        """v(S) − Σ v({i}): what rules share; nothing for one firm alone."""
        low, high = [0.0], [0.0]
        for mask, one in enumerate(self.valued, start=1):
            alone = [self[1 << k] for k in range(len(self.firms)) if mask >> k & 1]
            low.append(0.0 if len(alone) == 1 else one.low - sum(a.high for a in alone))
            high.append(0.0 if len(alone) == 1 else one.high - sum(a.low for a in alone))
        return CoalitionValues(low, high, self.firms)


def coalitions(
    case: Case,
    agreements: Sequence[str] | None = None,
    firms: Sequence[str] | None = None,
    options: CoalitionOptions | None = None,
    *,
    told: Told | None = None,
    done: Mapping[frozenset[str], Valued] | None = None,
) -> Coalitions:
    """v(S) of all 2ⁿ − 1 groups of the firms.

    Parameters
    ----------
    case : the industry
    agreements : candidates in play (default: all that can be planned and are not barred)
    firms : that plan (default: all)
    options : how narrow the intervals are to be, how much is tried for it, processes
    told : called as each group is done with (what was found, done, of)
    done : groups valued before, which are not valued again

    Raises
    ------
    UsageError    an agreement that is unknown, signed already or closed; a firm that does not plan; more than
        ten firms
    """
    meter = Meter()
    chosen = options or CoalitionOptions()
    names = candidates(case) if agreements is None else list(dict.fromkeys(agreements))
    checked_names(case, names)
    barred = left_out(case, names)
    pool = tuple(a for a in names if a not in barred and _can_stand(case, a))
    players = _players(case, firms)
    groups = Groups(case, players, pool)
    effects = effects_of(case, pool) if len(pool) > FEW else {}
    found = dict(done or {})
    count = (1 << len(players)) - 1
    runner, ready = LocalExecutor(workers(chosen.workers)), partial(_hold, case, effects, chosen)
    whole = [s for s in groups.by_size() if len(groups.blocks(s)) == 1]
    new = [s for s in whole if frozenset(s) not in found]
    before = len(whole) - len(new)
    for number, (name, one) in enumerate(_valued(runner, ready, groups, new, found), start=before + 1):
        found[frozenset(name.split())] = one
        if told is not None:
            told(one, number, len(whole))
    for some in groups.by_size():
        if frozenset(some) not in found:
            found[frozenset(some)] = _sum([found[frozenset(b)] for b in groups.blocks(some)], some)
    by_mask = [
        found[frozenset(f for k, f in enumerate(players) if mask >> k & 1)] for mask in range(1, count + 1)
    ]
    return Coalitions(players, pool, tuple(by_mask), meter.read())


def _players(case: Case, firms: Sequence[str] | None) -> tuple[str, ...]:
    players = members_of(case, firms)
    if len(players) > 10:
        raise UsageError(
            Fault(
                "firms",
                f"{len(players)} firms make {(1 << len(players)) - 1:,} groups",
                "each takes some seconds",
                "name up to ten firms",
            )
        )
    return players


def _valued(
    runner: LocalExecutor,
    ready: Begin,
    groups: Groups,
    whole: Sequence[tuple[str, ...]],
    found: Mapping[frozenset[str], Valued],
) -> Iterator[tuple[str, Valued]]:
    """Groups in one piece, smaller ones first: their books are tried in the larger."""
    if runner.workers <= 1:
        for some in whole:
            yield from runner.run([_job(groups, some, found)], ready)
        return
    yield from runner.run((_job(groups, some, {}) for some in reversed(whole)), ready)


def _job(groups: Groups, some: tuple[str, ...], found: Mapping[frozenset[str], Valued]) -> Job:
    smaller = {found[s].agreements for f in some if (s := frozenset(some) - {f}) in found}
    return Job(" ".join(some), _value, (some, groups.inside(some), tuple(sorted(smaller))))


_held: list[tuple[Case, Mapping[str, Effect], CoalitionOptions, Memory]] = []


def _hold(case: Case, effects: Mapping[str, Effect], options: CoalitionOptions) -> None:
    if not _held or _held[0][:3] != (case, effects, options):
        _held[:] = [(case, effects, options, Memory())]


def _value(firms: tuple[str, ...], pool: tuple[str, ...], tried: Sequence[tuple[str, ...]]) -> Valued:
    """One group in this process."""
    case, effects, options, memory = _held[0]
    return _Search(case, firms, pool, effects, options, memory).run(tried)


def _sum(parts: Sequence[Valued], firms: tuple[str, ...]) -> Valued:
    return Valued(
        firms,
        sum(p.low for p in parts),
        sum(p.high for p in parts),
        tuple(a for p in parts for a in p.agreements),
        0,
        0,
        0.0,
        all(p.certified for p in parts),
    )


def unproven(case: Case, agreements: Sequence[str]) -> tuple[str, ...]:
    """Those that take cars off a market, by a withdrawal or a regional lead: what others then sell more is in
    no bound of `plan.ceiling`."""
    rows = agreement_rows(case)
    leading = set(case["grants"].filter(case["grants"]["what"] == "market")["agreement"].to_list())
    return tuple(a for a in agreements if rows[a]["withdraws"] or a in leading)


@dataclass(slots=True, eq=False)
class _Search:
    """The best book of one group. ``fallen``: books found to be none, since they cannot stand."""

    case: Case
    firms: tuple[str, ...]
    pool: tuple[str, ...]
    effects: Mapping[str, Effect]
    options: CoalitionOptions
    memory: Memory
    books: Books = field(default_factory=dict)
    fallen: set[frozenset[str]] = field(default_factory=set)
    bounds: int = 0

    def run(self, tried: Sequence[tuple[str, ...]]) -> Valued:
        began = time.perf_counter()
        high = self.every_book() if len(self.pool) <= FEW else self.beyond(tried)
        book, worth = self.best
        return Valued(
            self.firms,
            worth.value,
            max(high, worth.value),
            tuple(sorted(book)),
            len(self.books),
            self.bounds,
            time.perf_counter() - began,
            len(self.pool) <= FEW or not unproven(self.case, [*Book.today(self.case).agreements, *self.pool]),
        )

    @property
    def best(self) -> tuple[frozenset[str], Worth]:
        """The best book planned; of equals the smallest."""
        return max(self.books.items(), key=lambda item: (item[1].value, -len(item[0]), sorted(item[0])))

    def every_book(self) -> float:
        """Plan them all; the largest bound."""
        for size in range(len(self.pool) + 1):
            for some in combinations(self.pool, size):
                self.plan(some)
        return max(worth.bound for worth in self.books.values())

    def plan(self, agreements: Sequence[str]) -> Worth | None:
        """The worth of a book; None if it cannot stand."""
        key = frozenset(agreements)
        if key not in self.books:
            book = standing(self.case, agreements)
            if book is None:
                self.fallen.add(key)
                return None
            with uncut():
                made = plan(self.case, list(self.firms), book, self.options.plan(), memory=self.memory)
            self.books[key] = made.worth
        return self.books[key]

    def beyond(self, tried: Sequence[tuple[str, ...]]) -> float:
        """Bound the books that are not planned yet, plan the one that the bound signs, and so on: until those
        left cannot be much better than the best, or enough was tried."""
        self.plan(())
        for book in tried:
            self.plan(book)
        left = self.left()
        for turn in range(self.options.rounds):
            if self.close_to(left.bound) or frozenset(left.signed) in self.books:
                break
            self.plan(left.signed)
            if turn == 0 and not self.close_to(left.bound):
                self.improve()
            if self.close_to(left.bound):
                break
            left = self.left()
        return max(left.bound, *(worth.bound for worth in self.books.values()))

    def left(self) -> Ceiling:
        """The bound of all books that are not planned."""
        # a gap counts on what decisions move, some ten times the worth that is left after fixed costs
        asked = self.options.plan(self.options.width / 100)
        self.bounds += 1
        known = [*self.books, *self.fallen]
        with uncut():
            return ceiling(self.case, self.firms, self.pool, self.effects, asked, self.memory, known)

    def close_to(self, bound: float) -> bool:
        """Whether a bound is near enough to the best book."""
        return near(self.best[1].value, bound, self.options.width)

    def improve(self) -> None:
        """Leave out of the best book, one by one, what it is better without."""
        for name in sorted(self.best[0]):
            book = self.best[0]
            if name in book:
                self.plan(sorted(book - {name}))


def _can_stand(case: Case, agreement: str) -> bool:
    """Whether some book over today's holds it, with what it needs."""
    try:
        with_and_without(case, agreement)
    except AgreementError:
        return False
    return True


def standing(case: Case, agreements: Sequence[str]) -> Book | None:
    """Today's book with some candidates, less what they take the place of; None if they cannot stand."""
    today = Book.today(case).agreements
    try:
        return Book(case, (today - displaced(case, today, agreements)) | set(agreements))
    except AgreementError:
        return None

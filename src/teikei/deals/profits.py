"""What every firm earns when exactly the agreements of a book are in force: from plans to games.

    π_f(g) ∈ [low, high]      million, present value, before any payment between planning firms

The joint worth of a book is certified. One firm's part of it hangs on the plan where several firms share a
part of the program and many plans are equally good: ties are split by a rule (`firm_profits`), the same in
every book, so that differences mean something; how far other plans could go is kept beside it. A book is
planned once; parts of the program that a deal does not touch are known by their content and are never solved
again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Protocol
from weakref import finalize

import numpy as np

from teikei.agreements.book import Book, agreement_rows, candidates, displaced
from teikei.agreements.kinds import KINDS
from teikei.base.errors import AgreementError, Fault, UsageError, did_you_mean
from teikei.base.jobs import Begin, Executor, Job
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.deals.barred import barred
from teikei.deals.booked import Asked, Beginning, Booked, Stopped, Valued, value_book, value_there
from teikei.deals.desk import ready
from teikei.deals.worth import Interval
from teikei.games.links import Links
from teikei.games.network_game import NetworkGame
from teikei.games.network_payoffs import NetworkPayoffs
from teikei.plan.optimise import Memory
from teikei.plan.problem import members_of
from teikei.plan.sets import Floats
from teikei.solve.common_answers import CommonAnswers
from teikei.solve.interruption import interruptible

Told = Callable[[Booked, int], None]


class Shelf(Protocol):
    """Books valued before, by their agreements beyond today's, and where new ones are kept."""

    @property
    def books(self) -> Mapping[frozenset[str], Valued]: ...

    def keep(self, found: Valued) -> None: ...


class Profits:
    """π(g) of books over today's, in the form that games take: link a ↔ agreement a, network ↔ book.

    Parameters
    ----------
    case : the industry
    agreements : candidates in play (default: every candidate that can be planned and is not barred)
    weight : bargaining weight b of the first planning party of a deal; every other has 1 − b (in a pair the
        rest; of three with b = 0.5 a third each). Firms that do not plan have given terms and weight 0
    options : gap, time, threads of a plan
    memory : answers of components solved before
    told : called after each new book with what was found and how many books have been planned
    joint : only joint worths are asked for: the profit of one firm is then that of the plan found, without
        its range, which saves time

    Attributes
    ----------
    agreements : in play, in the order of the links
    firms : that plan; players : those, then the parties that do not, whose payoff is 0: terms are given
    left_out : agreement -> why it is not in play
    ranges : of profits, found before, by content
    shelf : where books are kept, and taken from before they are planned; None: nowhere

    Raises
    ------
    UsageError    an agreement that is unknown, signed already or closed
    """

    def __init__(
        self,
        case: Case,
        agreements: Sequence[str] | None = None,
        weight: float = 0.5,
        options: PlanOptions | None = None,
        memory: Memory | None = None,
        told: Told | None = None,
        *,
        joint: bool = False,
    ) -> None:
        self.joint = joint
        self.case = case
        self.options = options or PlanOptions()
        self.memory = Memory() if memory is None else memory
        self.told = told
        self.weight = weight
        self.today = Book.today(case)
        wanted = candidates(case) if agreements is None else list(dict.fromkeys(agreements))
        checked_names(case, wanted)
        self.left_out = left_out(case, wanted)
        self.agreements = tuple(a for a in wanted if a not in self.left_out)
        self.firms = members_of(case, None)
        rows = agreement_rows(case)
        parties = sorted({f for a in self.agreements for f in rows[a]["parties"]} - set(self.firms))
        self.players = (*self.firms, *parties)
        self.links = self._links(weight)
        self.payoffs = NetworkPayoffs(self._ask, self.players, self.ahead)
        self._known: dict[int, Booked] = {}
        self._left: dict[int, Beginning] = {}
        self.ranges: dict[bytes, tuple[Interval, ...]] = {}
        self.shelf: Shelf | None = None
        self._executor: Executor | None = None
        self._begin: Begin | None = None

    def _links(self, weight: float) -> Links:
        rows = agreement_rows(self.case)
        inside = set(self.agreements)
        return Links(
            [tuple(rows[a]["parties"]) for a in self.agreements],
            self.players,
            [self.weights(tuple(rows[a]["parties"]), weight) for a in self.agreements],
            self.agreements,
            needs={a: wanted for a in self.agreements if (wanted := set(rows[a]["needs"]) & inside)},
        )

    def weights(self, parties: tuple[str, ...], weight: float) -> tuple[float, ...]:
        """Bargaining weights of the parties: b of the first that plans, 1 − b of each other, to sum to 1."""
        bargain = [f for f in parties if f in self.firms] or list(parties)
        share = {f: weight if k == 0 else 1.0 - weight for k, f in enumerate(bargain)}
        total = sum(share.values())
        if total <= 0.0:  # one party alone, with weight 0
            share, total = dict.fromkeys(bargain, 1.0), float(len(bargain))
        return tuple(share.get(f, 0.0) / total for f in parties)

    def weighted(self, weight: float) -> Links:
        """The same agreements with another bargaining weight of the first planning party."""
        return self._links(weight)

    def book(self, mask: int) -> Book:
        """Today's book with the agreements of a network, less what they take the place of."""
        chosen = self.links.say(mask)
        today = self.today.agreements
        return Book(self.case, (today - displaced(self.case, today, chosen)) | set(chosen))

    def feasible(self, mask: int) -> bool:
        """Whether the agreements of a network can stand beside each other and today's book."""
        try:
            self.book(mask)
        except AgreementError:
            return False
        return True

    def mask(self, agreements: Iterable[str]) -> int:
        """The network of some agreements in play."""
        return self.links.mask(list(agreements))

    def game(self, weight: float | None = None) -> NetworkGame:
        """Payoffs, links and rules as one game."""
        links = self.links if weight is None else self.weighted(weight)
        return NetworkGame(self.payoffs, links, self.feasible)

    def valued_by(self, executor: Executor | None, at_once: int = 1) -> None:
        """Let books be valued as jobs of an executor, up to ``at_once`` side by side; None: in this
        process."""
        self._executor, self.payoffs.at_once = executor, at_once if executor is not None else 1
        if executor is not None and not isinstance(self.memory.answers, CommonAnswers):
            folder = mkdtemp(prefix="teikei-")
            finalize(self, rmtree, folder, ignore_errors=True)
            self.memory.answers = CommonAnswers(Path(folder))
            self._begin = partial(ready, self.case, folder)

    def at(self, mask: int) -> Booked:
        """A book valued; planned at its first use."""
        if mask not in self._known:
            self._value([mask])
        return self._known[mask]

    def ahead(self, masks: Iterable[int]) -> None:
        """Value books that are about to be asked for, where they are valued side by side."""
        new = [mask for mask in dict.fromkeys(masks) if mask not in self._known]
        if self.payoffs.at_once > 1 and new:
            self._value(new)

    def surplus(self, mask: int, other: int) -> Interval:
        """v(mask) − v(other): certified for these inputs; parts that both have cancel."""
        return self.at(mask).worth.minus(self.at(other).worth)

    @property
    def known(self) -> tuple[int, ...]:
        """Networks whose books have been planned, in that order."""
        return tuple(self._known)

    @property
    def planned(self) -> int:
        """How many books have been planned."""
        return len(self._known)

    def _ask(self, mask: int) -> tuple[Floats, Floats]:
        found = self.at(mask)
        low = np.array([found.low.get(f, 0.0) for f in self.players])
        high = np.array([found.high.get(f, 0.0) for f in self.players])
        return low, high

    def _value(self, masks: Sequence[int]) -> None:
        """Value new books, told and kept as each is done; known in the order given, whichever was first."""
        kept = {} if self.shelf is None else self.shelf.books
        found: dict[int, Booked] = {}
        waiting: list[int] = []
        for mask in masks:
            if (before := kept.get(frozenset(self.links.say(mask)))) is not None:
                found[mask] = self._take(mask, before)
            else:
                waiting.append(mask)
        try:
            if self._executor is None:
                for mask in waiting:
                    found[mask] = self._plan(mask)
                    self._tell(found[mask], len(found))
            elif waiting:
                self._side_by_side(self._executor, waiting, found)
        finally:
            self._known.update((mask, found[mask]) for mask in masks if mask in found)

    def _side_by_side(self, executor: Executor, masks: Sequence[int], found: dict[int, Booked]) -> None:
        """Value books as jobs, the largest first; Ctrl-C ends them once one more is done."""
        order = sorted(masks, key=lambda mask: -mask.bit_count())
        jobs = [Job(str(mask), value_there, (self._asked(mask), self._beginning(mask))) for mask in order]
        with interruptible() as wish:
            for name, valued in executor.run(jobs, self._begin):
                mask = int(name)
                found[mask] = self._take(mask, valued)
                if self.shelf is not None:
                    self.shelf.keep(valued)
                self._tell(found[mask], len(found))
                if wish.wanted and len(found) < len(masks):
                    raise Stopped

    def _tell(self, booked: Booked, more: int) -> None:
        if self.told is not None:
            self.told(booked, len(self._known) + more)

    def _asked(self, mask: int) -> Asked:
        return Asked(self.book(mask).agreements, self.links.say(mask), self.options, self.joint)

    def _plan(self, mask: int) -> Booked:
        valued = value_book(self.case, self._asked(mask), self._beginning(mask), self.memory, self.ranges)
        if self.shelf is not None:
            self.shelf.keep(valued)
        return self._take(mask, valued)

    def _take(self, mask: int, valued: Valued) -> Booked:
        """Note what a plan leaves for others."""
        booked, self._left[mask] = valued
        self.memory.binding |= self._left[mask].binding
        self.memory.doubted |= self._left[mask].doubted
        return booked

    def _beginning(self, mask: int) -> Beginning:
        """Decisions of the valued book that is most like this one, to begin from, with what is known."""
        near = min(self._left, key=lambda other: (other ^ mask).bit_count(), default=None)
        return Beginning.of(self.memory, {} if near is None else self._left[near].choices)


def checked_names(case: Case, wanted: Sequence[str]) -> None:
    """UsageError, all at once, for an agreement that is unknown, signed already or closed."""
    rows = agreement_rows(case)
    faults = []
    for name in wanted:
        if name not in rows:
            fix = did_you_mean(name, list(rows), "agreements.csv")
            faults.append(Fault("agreements", f"no agreement is called {name!r}", "it cannot be signed", fix))
        elif rows[name]["status"] != "candidate":
            what = f"{name!r} is {rows[name]['status']}"
            fix = "name candidates; today's book is in force anyway"
            faults.append(Fault("agreements", what, "only a candidate can be chosen", fix))
    if faults:
        raise UsageError(faults)


def left_out(case: Case, wanted: Sequence[str]) -> dict[str, str]:
    """Agreement -> why it cannot be in any searched book."""
    rows, today, red = agreement_rows(case), Book.today(case).agreements, barred(case)
    found: dict[str, str] = {}
    for name in wanted:
        row = rows[name]
        if name in red:
            found[name] = f"barred by the antitrust screen: {red[name]}"
        elif not KINDS[row["kind"]].planned:
            found[name] = f"not yet planned: {KINDS[row['kind']].title}"
        elif KINDS[row["kind"]].yardstick:
            found[name] = f"a yardstick, no part of a book: {KINDS[row['kind']].title}"
    while True:
        inside = {a for a in wanted if a not in found}
        lacking = {a: sorted(set(rows[a]["needs"]) - inside - today) for a in inside}
        short = {a: f"needs {', '.join(needed)}" for a, needed in lacking.items() if needed}
        if not short:
            return found
        found |= short

"""What every firm earns when exactly the agreements of a book are in force: from plans to games.

    π_f(g) ∈ [low, high]      million, present value, before any payment between planning firms

The joint worth of a book is certified. One firm's part of it hangs on the plan where several firms share a
part of the program and many plans are equally good: ties are split by a rule (`firm_profits`), the same in
every book, so that differences mean something; how far other plans could go is kept beside it. A book is
planned once; parts of the program that a deal does not touch are known by their content and are never solved
again.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from teikei.agreements.book import Book, agreement_rows, candidates
from teikei.agreements.kinds import KINDS
from teikei.base.errors import AgreementError, Fault, SolverError, UsageError, did_you_mean
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.deals.gains import ranges
from teikei.deals.worth import Interval
from teikei.games.links import Links
from teikei.games.network_game import NetworkGame
from teikei.games.network_payoffs import NetworkPayoffs
from teikei.plan.constants import routes_under
from teikei.plan.optimise import Memory, plan
from teikei.plan.ownership import owned_objective
from teikei.plan.problem import members_of
from teikei.plan.sets import Floats
from teikei.plan.solution import PlanSolution, Worth
from teikei.solve.components import Component, components
from teikei.solve.highs import interruptible

RANGE_S = 60.0
"""Most seconds for one end of one firm's range; it takes a fraction of one on an idle machine."""

Told = Callable[["Booked", int], None]


class Stopped(KeyboardInterrupt):
    """Ctrl-C while books are planned; what has been found stands."""


@dataclass(frozen=True, slots=True, eq=False)
class Booked:
    """One book valued: its agreements beyond today's, the joint worth, and [low, high] of every firm's profit
    before payments between planning firms; million, present value. ``cars``: a year under each agreement of
    the book, mean over the horizon. ``within``: what each profit could be over all plans within the gap."""

    agreements: tuple[str, ...]
    worth: Worth
    low: dict[str, float]
    high: dict[str, float]
    cars: dict[str, float]
    seconds: float
    within: dict[str, Interval] = field(default_factory=dict)


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
        self.payoffs = NetworkPayoffs(self._ask, self.players)
        self._known: dict[int, Booked] = {}
        self._choices: dict[int, dict[tuple[str, ...], float]] = {}
        self.ranges: dict[bytes, tuple[Interval, ...]] = {}

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

    @cached_property
    def _excluded(self) -> dict[str, set[str]]:
        """Agreement in play -> signed ones whose place it takes."""
        rows = agreement_rows(self.case)
        return {
            a: {b for b in self.today.agreements if b in rows[a]["excludes"] or a in rows[b]["excludes"]}
            for a in self.agreements
        }

    def book(self, mask: int) -> Book:
        """Today's book with the agreements of a network, less what they take the place of."""
        chosen = self.links.say(mask)
        gone = {b for a in chosen for b in self._excluded[a]}
        return Book(self.case, (self.today.agreements - gone) | set(chosen))

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

    def at(self, mask: int) -> Booked:
        """A book valued; planned at its first use."""
        if mask not in self._known:
            self._known[mask] = self._plan(mask)
            if self.told is not None:
                self.told(self._known[mask], len(self._known))
        return self._known[mask]

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

    def _plan(self, mask: int) -> Booked:
        began = time.perf_counter()
        self.memory.start = self._near(mask)
        try:
            with interruptible() as wish:
                made = plan(self.case, None, self.book(mask), self.options, memory=self.memory)
        except (SolverError, KeyboardInterrupt):
            if wish.wanted:
                raise Stopped from None
            raise
        finally:
            self.memory.start = None  # a plan for anybody else begins from nothing
        if wish.wanted:
            raise Stopped  # its plan was cut short: a book is in the search whole or not at all
        self._choices[mask] = made.choices
        profit = _printed(made) if self.joint else firm_profits(made, self.ranges)
        return Booked(
            agreements=self.links.say(mask),
            worth=made.worth,
            low={f: profit[f].low for f in self.firms},
            high={f: profit[f].high for f in self.firms},
            within={f: (profit[f].least, profit[f].most) for f in self.firms},
            cars=_cars(made, self.links.say(mask)),
            seconds=time.perf_counter() - began,
        )

    def _near(self, mask: int) -> dict[tuple[str, ...], float]:
        """Decisions of the planned book that is most like this one, to begin from."""
        if not self._choices:
            return {}
        near = min(self._choices, key=lambda other: (other ^ mask).bit_count())
        return dict(self._choices[near])


@dataclass(frozen=True, slots=True)
class Profit:
    """A firm's profit in a plan, million present value: [``low``, ``high``] by the rule that splits ties, and
    [``least``, ``most``] over all plans within the gap with the printed yes/no decisions."""

    low: float
    high: float
    least: float
    most: float


def _printed(made: PlanSolution) -> dict[str, Profit]:
    """What every member has in the plan found, whatever other plans might give it."""
    found = {f: made.profit(f) for f in made.problem.members}
    return {f: Profit(amount, amount, amount, amount) for f, amount in found.items()}


def firm_profits(
    made: PlanSolution, known: MutableMapping[bytes, tuple[Interval, ...]] | None = None
) -> dict[str, Profit]:
    """What every member earns in a plan, where plans that are equally good split it in many ways.

        π_f = middle of what f could have  −  1/n Σ_k (middle of k − what k has in the printed plan)

    part by part of the program, n firms in it: each has the middle of its range, less an equal part of what
    the middles overstate, so that the profits add up to the joint worth and do not hang on the plan that
    happens to be printed. Half the width is how far the part's bound is from its value. ``known``: ranges
    found before, by content; parts that a book leaves as they are are not ranged again.

    Raises
    ------
    SolverError    no bound on a firm's profit was found in time
    """
    owned = {f: owned_objective(made.problem, made.program, f) for f in made.problem.members}
    printed = {f: made.profit(f) for f in owned}
    rule, width = dict.fromkeys(owned, 0.0), dict.fromkeys(owned, 0.0)
    rise, fall = dict.fromkeys(owned, 0.0), dict.fromkeys(owned, 0.0)
    for inside, slack, found in _part_ranges(made, owned, {} if known is None else known):
        over = sum(up - down for up, down in found) / 2 / len(inside)
        for firm, (up, down) in zip(inside, found, strict=True):
            rule[firm] += (up - down) / 2 - over
            width[firm] += slack
            rise[firm] += up
            fall[firm] += down
    lost = [f for f in owned if not np.isfinite(rise[f] + fall[f])]
    if lost:
        raise SolverError(
            Fault(
                f"profit of {', '.join(lost)}",
                "no bound was found in time",
                "what it gains by a deal would be unknown",
                "try again on a machine that is less busy",
            )
        )
    return {
        f: Profit(
            printed[f] + rule[f] - width[f],
            printed[f] + rule[f] + width[f],
            printed[f] - fall[f],
            printed[f] + rise[f],
        )
        for f in owned
    }


def _part_ranges(
    made: PlanSolution, owned: dict[str, Floats], known: MutableMapping[bytes, tuple[Interval, ...]]
) -> Iterator[tuple[list[str], float, tuple[Interval, ...]]]:
    """Part by part: the firms in it, how far its bound is from its value, (rise, fall) of each."""
    parts: dict[bytes, Component] = {}
    for answer in made.components:
        ids = answer.column_ids
        inside = [f for f in owned if np.any(owned[f][ids])]
        slack = max(answer.bound - answer.value, 0.0)
        if answer.closed or not inside:
            continue
        if len(inside) == 1:
            yield inside, slack, ((slack, slack),)
            continue
        own = [owned[f][ids] for f in inside]
        told = hashlib.sha256(answer.key.encode() + made.x[ids].tobytes() + np.float64(slack).tobytes())
        for one in own:
            told.update(one.tobytes())
        if (name := told.digest()) not in known:
            if not parts:
                parts = {part.column_ids.tobytes(): part for part in components(made.relaxed)}
            known[name] = tuple(ranges(parts[ids.tobytes()], own, made.x[ids], slack, RANGE_S))
        yield inside, slack, known[name]


def _cars(made: PlanSolution, agreements: Iterable[str]) -> dict[str, float]:
    """Cars a year that the plan builds on what each agreement grants, mean over the horizon."""
    problem = made.problem
    n = problem.years.size
    found = {}
    for name in agreements:
        under = routes_under(problem.book, name, list(problem.needs), problem.members)
        cars = float(made.made.ship[under].sum())
        cars += sum(
            float(made.made.block("lent")[k * n : (k + 1) * n].sum())
            for k, guest in enumerate(problem.lent)
            if guest.agreement == name
        )
        found[name] = cars / n
    return found


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
    rows, today = agreement_rows(case), Book.today(case).agreements
    found: dict[str, str] = {}
    for name in wanted:
        row = rows[name]
        if row["screen"] == "red":
            found[name] = f"barred by the antitrust screen: {row['legal_note'] or 'hardcore'}"
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

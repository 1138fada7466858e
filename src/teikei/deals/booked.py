"""One book valued: its plan, what every firm earns in it, and what the next plan may begin from.

Books are valued in this process or, side by side, as jobs of others; what is found can be kept on disk.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field

import numpy as np

from teikei.agreements.book import Book
from teikei.base.errors import Fault, SolverError
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.deals.desk import held
from teikei.deals.gains import ranges
from teikei.deals.worth import Interval
from teikei.plan.constants import routes_under
from teikei.plan.optimise import Memory, plan
from teikei.plan.ownership import owned_objective
from teikei.plan.sets import Floats
from teikei.plan.sharing import Resource
from teikei.plan.solution import PlanSolution, Worth
from teikei.solve.components import Component, components
from teikei.solve.interruption import interruptible

RANGE_S = 60.0
"""Most seconds for one end of one firm's range; it takes a fraction of one on an idle machine."""
Ranges = MutableMapping[bytes, tuple[Interval, ...]]
Choices = Mapping[tuple[str, ...], float]
_ranges: dict[bytes, tuple[Interval, ...]] = {}


class Stopped(KeyboardInterrupt):
    """Ctrl-C while books are planned; what has been found stands."""


@dataclass(frozen=True, slots=True, eq=False)
class Booked:
    """One book valued: its agreements beyond today's, the joint worth, and [low, high] of every firm's profit
    before payments between planning firms; million, present value. ``cars``: a year under each agreement of
    the book, mean over the horizon, each year at its discount factor. ``within``: what each profit could be
    over all plans within the gap."""

    agreements: tuple[str, ...]
    worth: Worth
    low: dict[str, float]
    high: dict[str, float]
    cars: dict[str, float]
    seconds: float
    within: dict[str, Interval] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A book to be valued: all agreements in force, those beyond today's, and how it is planned. ``joint``:
    the joint worth alone is asked for."""

    agreements: frozenset[str]
    new: tuple[str, ...]
    options: PlanOptions
    joint: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Beginning:
    """What a plan leaves for the next: its yes/no decisions (``choices``, those that are 1), the row groups
    known to bind, and the savings in doubt. Plans with equal ``binding`` and ``doubted`` fall into equal
    parts."""

    choices: Choices = field(default_factory=dict)
    binding: frozenset[str] = frozenset()
    doubted: frozenset[Resource] = frozenset()

    @staticmethod
    def of(memory: Memory, choices: Choices) -> Beginning:
        ones = {key: value for key, value in choices.items() if value}
        return Beginning(ones, frozenset(memory.binding), frozenset(memory.doubted))

    def into(self, memory: Memory) -> None:
        """Let the next plan begin from it."""
        memory.binding |= self.binding
        memory.doubted |= self.doubted
        memory.start = dict(self.choices)


Valued = tuple[Booked, Beginning]


def value_book(case: Case, asked: Asked, beginning: Beginning, memory: Memory, known: Ranges) -> Valued:
    """Plan a book from the decisions of one like it; ``known``: ranges of profits found before.

    Raises whatever `plan` raises, and `Stopped` if Ctrl-C cut the plan short.
    """
    began = time.perf_counter()
    beginning.into(memory)
    try:
        with interruptible() as wish:
            made = plan(case, None, Book(case, asked.agreements), asked.options, memory=memory)
    except (SolverError, KeyboardInterrupt):
        if wish.wanted:
            raise Stopped from None
        raise
    finally:
        memory.start = None  # a plan for anybody else begins from nothing
    if wish.wanted:
        raise Stopped  # its plan was cut short: a book is in the search whole or not at all
    profit = _printed(made) if asked.joint else firm_profits(made, known)
    firms = made.problem.members
    booked = Booked(
        agreements=asked.new,
        worth=made.worth,
        low={f: profit[f].low for f in firms},
        high={f: profit[f].high for f in firms},
        within={f: (profit[f].least, profit[f].most) for f in firms},
        cars=_cars(made, asked.new),
        seconds=time.perf_counter() - began,
    )
    return booked, Beginning.of(memory, made.choices)


def value_there(asked: Asked, beginning: Beginning) -> Valued:
    """`value_book` as a job, on the case that the process holds (`desk.ready`)."""
    case, memory = held()
    return value_book(case, asked, beginning, memory, _ranges)


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


def firm_profits(made: PlanSolution, known: Ranges | None = None) -> dict[str, Profit]:
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
    made: PlanSolution, owned: dict[str, Floats], known: Ranges
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
    """Cars a year that the plan builds on what each agreement grants: Σ_t w_t cars_t / Σ_t w_t."""
    problem = made.problem
    n, weights = problem.years.size, problem.weights
    found = {}
    for name in agreements:
        under = routes_under(problem.book, name, list(problem.needs), problem.members)
        cars = made.made.ship[under].sum(axis=0)
        for k, guest in enumerate(problem.lent):
            if guest.agreement == name:
                cars = cars + made.made.block("lent")[k * n : (k + 1) * n]
        found[name] = float(weights @ cars) / float(weights.sum())
    return found

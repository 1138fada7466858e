"""The input range of a surplus: each of the strongest low/high inputs moves alone.

Never merged with the solver interval: this range says how far the inputs could be wrong, that one how far the
solver could.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from teikei.agreements.book import Book
from teikei.base.errors import TeikeiError
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.deals.influence import strongest as strongest_of
from teikei.deals.inputs import Input, Scope, inputs_with_range, scope_of, slice_of
from teikei.deals.worth import Surplus
from teikei.plan.optimise import Memory, plan

SAME = 1e-4
SPARE = 2
BRACKET = 0.05
TRIES = (5, 5, 5, 1)
"""Bisections of the strongest crossing, the second …; the last figure holds for all that follow."""

Decided = Mapping[tuple[str, ...], float]


@dataclass(frozen=True, slots=True)
class Move:
    """The surplus (million, present value) with one input at its low and at its high; ``flips_at`` is the
    value of the input at which the surplus passes the threshold, between two ends of known sign, or None; for
    the three strongest they are 5 % of the range apart, or as near as five more plans bring them.

    An end at which no plan is left is None: it tells nothing about the surplus, and ``note`` says so."""

    input: Input
    at_low: float | None
    at_high: float | None
    flips_at: float | None = None

    @property
    def ends(self) -> tuple[float, ...]:
        """The surplus at the ends that leave a plan."""
        return tuple(v for v in (self.at_low, self.at_high) if v is not None)

    @property
    def width(self) -> float:
        """Distance of the two ends; zero if either leaves no plan."""
        return max(self.ends) - min(self.ends) if self.ends else 0.0

    @property
    def note(self) -> str:
        missing = [word for word, v in (("low", self.at_low), ("high", self.at_high)) if v is None]
        return f"no plan is left at its {' and its '.join(missing)}" if missing else ""


@dataclass(frozen=True, slots=True)
class Sweep:
    """Input range over the strongest moves, strongest first. ``sliced`` tells that a cut of the case was
    re-planned."""

    central: float
    moves: tuple[Move, ...]
    considered: int
    sliced: bool

    @property
    def low(self) -> float:
        return min([self.central, *(v for m in self.moves for v in m.ends)])

    @property
    def high(self) -> float:
        return max([self.central, *(v for m in self.moves for v in m.ends)])


def sweep(
    found: Surplus,
    options: PlanOptions,
    strongest: int,
    threshold_m: float,
    shared: Memory | None = None,
) -> Sweep:
    """Move the inputs that could matter most to their low and their high, and keep the ``strongest``.

    All inputs of the agreement's scope are ranked by an estimate (`deals.influence`); ``strongest`` and a few
    more are re-planned. ``shared`` holds what plans of the case have solved already.

    ``threshold_m`` (present value) is what the surplus must pass; where a strongest input takes it across,
    the crossing is bracketed by bisection.
    """
    case = found.book.case
    scope = scope_of(found)
    part = slice_of(found)
    quick = replace(options, gap=max(options.gap, 1e-6))
    memory = Memory() if shared is None else Memory(shared.answers, set(shared.binding))
    central = (found.alone[0] + found.alone[1]) / 2.0
    held = decisions_elsewhere(found, scope)

    def evaluate(moved: Case) -> float | None:
        return value_on(moved, found, quick, memory, held)

    cut = evaluate(part)
    sliced = cut is not None and abs(cut - central) <= SAME * max(1.0, abs(central)) + 0.05
    base = part if sliced else case
    items = [i for i in inputs_with_range(case) if scope.holds(i)]
    moves = []
    for item in strongest_of(found, items, strongest + SPARE):
        low, high = (
            central if end == item.central else evaluate(item.moved(base, end))
            for end in (item.low, item.high)
        )
        moves.append(Move(item, low, high))
    moves.sort(key=lambda m: (-_spread(m, central), m.input.name))
    kept = [m for m in moves[:strongest] if _spread(m, central) > 1e-6 or m.note]
    tries = iter((*TRIES[:-1], *[TRIES[-1]] * len(kept)))
    kept = [_with_flip(base, evaluate, m, central, threshold_m, tries) for m in kept]
    return Sweep(central, tuple(kept), len(items), sliced)


def _spread(move: Move, central: float) -> float:
    """How far a move takes the surplus; an end without a plan counts as no movement."""
    low = central if move.at_low is None else move.at_low
    high = central if move.at_high is None else move.at_high
    return abs(high - low)


def decisions_elsewhere(found: Surplus, scope: Scope) -> tuple[Decided, Decided]:
    """Yes/no decisions (with, without the agreement) on cars and plants that it does not move: held while an
    input moves, so that a re-plan takes a moment. What it moves is decided anew."""

    def elsewhere(key: tuple[str, ...]) -> bool:
        if key[0] in ("closed", "left"):
            return True
        if key[0] == "developed":
            return key[2] not in scope.platforms | scope.technologies
        return key[2] not in scope.models

    after, before = found.with_plan.choices, found.without_plan.choices
    return {k: v for k, v in after.items() if elsewhere(k)}, {k: v for k, v in before.items() if elsewhere(k)}


def value_on(
    case: Case,
    found: Surplus,
    options: PlanOptions,
    memory: Memory,
    held: tuple[Decided, Decided] | None = None,
) -> float | None:
    """Surplus on another case: the middle of its interval. None where no plan is left."""
    after_held, before_held = held or ({}, {})
    with_names, without_names = found.book.agreements, found.without_book.agreements
    try:
        after = plan(case, None, Book(case, with_names), options, memory=memory, held=after_held)
        before = plan(case, None, Book(case, without_names), options, memory=memory, held=before_held)
    except TeikeiError:
        return None
    low, high = after.worth.minus(before.worth)
    return (low + high) / 2.0


def _with_flip(
    case: Case,
    evaluate: Callable[[Case], float | None],
    move: Move,
    central: float,
    threshold_m: float,
    tries: Iterator[int],
) -> Move:
    """Bracket the value of the input at which the surplus passes the threshold, on the side where it does."""
    item = move.input
    for end, at_end in ((item.low, move.at_low), (item.high, move.at_high)):
        if at_end is None or (central > threshold_m) == (at_end > threshold_m) or end == item.central:
            continue
        inside, outside = (item.central, central - threshold_m), (end, at_end - threshold_m)
        for _ in range(next(tries)):
            if abs(outside[0] - inside[0]) <= BRACKET * abs(item.high - item.low):
                break
            at = _between(inside, outside)
            here = evaluate(item.moved(case, at))
            if here is None:
                break
            point = (at, here - threshold_m)
            if (point[1] > 0) == (central > threshold_m):
                inside = point
            else:
                outside = point
        return replace(move, flips_at=_between(inside, outside))
    return move


def _between(inside: tuple[float, float], outside: tuple[float, float]) -> float:
    """Where the line through two (value, surplus less threshold) points crosses zero, kept off the ends by a
    fifth."""
    (a, fa), (b, fb) = inside, outside
    part = fa / (fa - fb) if abs(fa - fb) > 1e-12 else 0.5
    return a + (b - a) * min(0.8, max(0.2, part))


def workers(asked: int) -> int:
    """Processes to use: never more than the machine has."""
    return max(1, min(asked, os.cpu_count() or 1))

"""The input range of a surplus: each of the strongest low/high inputs moves alone.

Never merged with the solver interval: this range says how far the inputs could be wrong, that one how far the
solver could.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from teikei.agreements.book import Book
from teikei.base.errors import TeikeiError
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.deals.influence import ranked
from teikei.deals.inputs import Input, Scope, inputs_with_range, is_own, scope_of, slice_of
from teikei.deals.turns import Reading, Turn, changes, grid_of, round_step, turns_of
from teikei.deals.worth import Interval, Surplus
from teikei.plan.constants import routes_under
from teikei.plan.fleets import FleetKey
from teikei.plan.optimise import Memory, plan
from teikei.plan.solution import NO_CAR, PlanSolution

SAME = 1e-4
SPARE = (2, 4)
"""Inputs re-planned beyond those asked for: at least, and at most, while the estimate of the next is larger
than the least movement that would be shown."""
FINE = 3
"""Strongest inputs that are read between low, central and high too, as all are that turn the sign."""
TRIES = (6, 6, 6, 2)
"""Most values tried to close in a change of the strongest input that turns, the second …; the last figure
holds for all that follow."""

ON_BUILDING = (
    "contract_build",
    "shared_platform",
    "technology_licence",
    "joint_development",
    "joint_venture",
)
"""Kinds of agreement that do nothing unless a car is built under them."""

Decided = Mapping[tuple[str, ...], float]


@dataclass(frozen=True, slots=True)
class Move:
    """The surplus (million, present value) with one input at its low and at its high, and every change of
    sign found on ``grid``, the values at which it was read: at least so many there are.

    Figures at the ends are found with decisions elsewhere held, and not certified; ends of ``turns`` are,
    where they say so. An end at which no plan is left is None: it tells nothing about the surplus, and
    ``note`` says so, as it does of ends (``unsigned``) at which the interval holds the threshold."""

    input: Input
    at_low: float | None
    at_high: float | None
    turns: tuple[Turn, ...] = ()
    grid: tuple[float, ...] = ()
    unsigned: tuple[str, ...] = ()

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
        said = [f"no plan is left at its {' and its '.join(missing)}"] if missing else []
        if self.unsigned:
            said.append(f"the sign is not known at its {' and its '.join(self.unsigned)}")
        return "; ".join(said)


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

    ``threshold_m`` (present value) is what the surplus must pass; where an input takes it across, the change
    is closed in and its two ends are valued in full (`deals.turns`).
    """
    case = found.book.case
    scope = scope_of(found)
    prices = prices_kept(found)
    quick = replace(options, gap=max(options.gap, 1e-6))
    memory = Memory() if shared is None else Memory(shared.answers, set(shared.binding), set(shared.doubted))
    central = (found.alone[0] + found.alone[1]) / 2.0
    held = decisions_elsewhere(found, scope)

    def is_central(worth: Interval | None) -> bool:
        return worth is not None and abs(sum(worth) / 2.0 - central) <= SAME * max(1.0, abs(central)) + 0.05

    at_prices = priced(found, quick, memory, prices)
    if not is_central(at_prices.alone):
        at_prices, prices = found, {}
    part = slice_of(at_prices)

    def evaluate(moved: Case) -> Interval | None:
        return value_on(moved, found, quick, memory, held, prices)

    sliced = is_central(evaluate(part))
    base = part if sliced else case

    def fully(item: Input, at: float) -> Interval | None:
        return value_on(item.moved(case, at), found, quick, memory)

    items = [i for i in inputs_with_range(case) if scope.holds(i)]
    if found.book.kind(found.agreement).yardstick:
        items = [i for i in items if is_own(i)]
    read: list[_Read] = []
    for rank, (guess, item) in enumerate(ranked(found, items)):
        if rank >= strongest + SPARE[0]:
            shown = sorted((r.spread for r in read), reverse=True)[strongest - 1]
            if rank >= strongest + SPARE[1] or guess <= shown:
                break
        readings = {item.central: Reading(item.central, *found.alone, certified=True)}
        for end in (item.low, item.high):
            worth = None if end in readings else evaluate(item.moved(base, end))
            if worth is not None:
                readings[end] = Reading(end, *worth)
        read.append(_Read(item, readings))
    read.sort(key=lambda r: (-r.spread, r.item.name))
    kept = [r for r in read[:strongest] if r.spread > 1e-6 or len(r.readings) < len(grid_of(r.item))]
    tries = iter((*TRIES[:-1], *[TRIES[-1]] * len(kept)))
    moves = [
        _move(r, rank < FINE, tries, lambda i, at: evaluate(i.moved(base, at)), fully, threshold_m)
        for rank, r in enumerate(kept)
    ]
    return Sweep(central, tuple(moves), len(items), sliced)


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """What is known of one input so far; an end that leaves no plan has no reading."""

    item: Input
    readings: dict[float, Reading]

    @property
    def spread(self) -> float:
        """How far the two ends take the surplus; one without a plan counts as no movement."""
        middles = [r.middle for r in self.readings.values()]
        return max(middles) - min(middles)


def _move(
    read: _Read,
    fine: bool,
    tries: Iterator[int],
    value: Callable[[Input, float], Interval | None],
    fully: Callable[[Input, float], Interval | None],
    threshold_m: float,
) -> Move:
    """An input with every change of sign found on its grid."""
    item, readings = read.item, dict(read.readings)
    fine = fine or bool(changes(readings.values(), threshold_m))
    grid = grid_of(item, fine=fine)
    for at in grid:
        worth = None if at in readings or at in (item.low, item.high) else value(item, at)
        if worth is not None:
            readings[at] = Reading(at, *worth)
    turns: tuple[Turn, ...] = ()
    if changes(readings.values(), threshold_m):
        most, step = next(tries), round_step(item.high - item.low)
        found, turns = turns_of(
            readings.values(), step, most, partial(value, item), partial(fully, item), threshold_m
        )
        readings = {r.at: r for r in found}
    ends = [(word, readings.get(end)) for word, end in (("low", item.low), ("high", item.high))]
    low, high = (None if r is None else r.middle for _, r in ends)
    unsigned = tuple(word for word, r in ends if r is not None and not r.sign(threshold_m))
    return Move(item, low, high, turns, grid, unsigned)


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


def prices_kept(found: Surplus) -> dict[FleetKey, float]:
    """Prices a gram of the fleets to which a gram is worth the same with the agreement and without: in a
    sweep they pay it, which unties cars that the agreement leaves alone from those that it moves. Fleets
    that the agreement pools keep their targets: what they hand each other is the deal."""
    keys = ("firm", "market", "customs_class", "last_year")
    after, before = (
        {tuple(row[k] for k in keys): row["price_per_g"] for row in plan.fleets.iter_rows(named=True)}
        for plan in (found.with_plan, found.without_plan)
    )
    pools = [p for p in found.book.permits if p.agreement == found.agreement and p.what == "pool"]
    pooled = {(firm, p.resource) for p in pools for firm in (p.giver, p.taker)}
    same = {key: price for key, price in after.items() if abs(price - before[key]) <= SAME}
    return {key: price for key, price in same.items() if key[:2] not in pooled}


def priced(found: Surplus, options: PlanOptions, memory: Memory, prices: Mapping[FleetKey, float]) -> Surplus:
    """The same two plans with some fleets paying a price a gram."""
    if not prices:
        return found
    case = found.book.case
    after, before = (
        plan(case, None, book, options, memory=memory, grams=prices)
        for book in (found.book, found.without_book)
    )
    return replace(found, with_plan=after, without_plan=before, alone=after.worth.minus(before.worth))


def value_on(
    case: Case,
    found: Surplus,
    options: PlanOptions,
    memory: Memory,
    held: tuple[Decided, Decided] | None = None,
    prices: Mapping[FleetKey, float] | None = None,
) -> Interval | None:
    """Surplus on another case, [low, high]; without ``held`` every decision is free; ``prices`` a gram of
    `prices_kept`. None where no plan is left."""
    after_held, before_held = held or ({}, {})
    with_names, without_names = found.book.agreements, found.without_book.agreements
    try:
        after = plan(
            case, None, Book(case, with_names), options, memory=memory, held=after_held, grams=prices
        )
        if found.without_book.agreements == found.book.agreements - {found.agreement} and is_idle(
            after, found.agreement
        ):
            return unused(after, found.agreement)
        before = plan(
            case, None, Book(case, without_names), options, memory=memory, held=before_held, grams=prices
        )
    except TeikeiError:
        return None
    return after.worth.minus(before.worth)


def is_idle(after: PlanSolution, agreement: str) -> bool:
    """Whether a plan makes no use of an agreement on building cars: no car under it, no guest, no launch, no
    withdrawal, no saving. Other kinds, such as a pool, do something without a car: never idle."""
    problem = after.problem
    book = problem.book
    row = book.row(agreement)
    if row["kind"] not in ON_BUILDING:
        return False
    under = routes_under(book, agreement, list(problem.needs), problem.members)
    years = problem.years.size
    guests = [
        after.made.block("lent")[k * years : (k + 1) * years]
        for k, guest in enumerate(problem.lent)
        if guest.agreement == agreement
    ]
    granted = {(p.what, p.resource) for p in book.permits if p.agreement == agreement}
    return not (
        after.made.ship[under].max(initial=0.0) > NO_CAR
        or max((g.max(initial=0.0) for g in guests), default=0.0) > NO_CAR
        or set(row["brings"]) & set(problem.slots.launched)
        or row["withdraws"]
        or any((problem.parts_factor[r] < 1.0).any() for r in granted & set(problem.parts_factor))
    )


def unused(after: PlanSolution, agreement: str) -> Interval:
    """The surplus of an agreement that a plan with it does not use, without a plan without it.

        −c ≤ s ≤ −c + (bound − value)        c: signing, running and fixed fees of the agreement

    An agreement that may be left unused never costs more than c, and a plan that does not use it is a plan
    without it, c better off.
    """
    own = sum(
        float(after.problem.weights @ amount)
        for (_, _, what), amount in after.problem.constants.items()
        if what == agreement
    )
    return own, own + max(0.0, after.bound - after.value)

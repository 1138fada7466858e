"""Which deals: the best book for all, the books that hold, and the best portfolio of one firm.

Books are reached by moves (add, drop, swap one agreement). A move is taken only if its sign is certain; one
whose sign is open is listed. In a swap the partner left behind may offer all that it gains, so the new deal
must bring more than the old one. Today's signed agreements are in every book; what the antitrust screen bars
is in none. Moves are planned in the order of what they promise (`deals.promise`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from teikei.base.errors import Fault, UsageError, did_you_mean
from teikei.base.jobs import Executor, LocalExecutor, workers
from teikei.base.options import SearchOptions
from teikei.case.case import Case
from teikei.deals.booked import Booked, Stopped
from teikei.deals.portfolio import Portfolio, best_portfolio
from teikei.deals.profits import Profits, Shelf
from teikei.deals.promise import Promise
from teikei.deals.rejected import Rejected, rejected
from teikei.deals.rivals import rivals
from teikei.deals.worth import Interval
from teikei.games.cycles import ClosedCycle
from teikei.games.moves import FormationOptions, Move, foresee, promising, reach, steps
from teikei.games.paths import Path, walk
from teikei.solve.interruption import interruptible

Told = Callable[[str, Booked, int], None]
SMALL = 6
"""Agreements up to which any two that share a firm are swapped in trial, not paying rivals only."""


@dataclass(frozen=True, eq=False)
class StableBook:
    """A book that no move surely improves.

    Attributes
    ----------
    agreements : beyond today's
    worth_m : v(book) − v(today)
    lost_m : v(best book found) − v(book)
    open_moves : moves whose sign is open: stable except for these
    starts : where the paths that end here began
    """

    agreements: tuple[str, ...]
    worth_m: Interval
    lost_m: Interval
    open_moves: tuple[Move, ...]
    starts: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Searched:
    """What a search found; money in million, present value.

    Attributes
    ----------
    case, profits : the industry, and every book planned on the way
    alone_m : surplus of each agreement in play on today's book (with what it needs)
    joint : agreements of the best book found for all planning firms together
    joint_m : v(joint) − v(today), certified; joint_open : single moves that may still raise it
    paths : start -> the moves from there
    stable, cycles : where they end
    portfolio : that of the focal firm, None if none is asked for
    rejected : every candidate that is not in the portfolio (without one, not in the joint book)
    planned, seconds : books planned, time taken
    stopped : what was being done when Ctrl-C ended the search; "" if it came to its end. ``joint`` is then
        the best of the books planned, and what was not reached is empty
    """

    case: Case
    profits: Profits
    alone_m: dict[str, Interval]
    joint: tuple[str, ...]
    joint_m: Interval
    joint_open: tuple[tuple[str, ...], ...]
    paths: dict[str, Path]
    stable: tuple[StableBook, ...]
    cycles: tuple[ClosedCycle, ...]
    portfolio: Portfolio | None
    rejected: tuple[Rejected, ...]
    planned: int
    seconds: float
    stopped: str = ""


@dataclass(slots=True, eq=False)
class _Found:
    """What a search has found so far."""

    alone: dict[str, Interval] = field(default_factory=dict)
    best: int = 0
    open_to: list[int] = field(default_factory=list)
    paths: dict[str, Path] = field(default_factory=dict)
    portfolio: Portfolio | None = None
    left: tuple[Rejected, ...] = ()
    doing: list[str] = field(default_factory=lambda: [""])


def search(
    case: Case,
    focal: str = "",
    agreements: Sequence[str] | None = None,
    options: SearchOptions | None = None,
    *,
    told: Told | None = None,
    executor: Executor | None = None,
    shelf: Shelf | None = None,
) -> Searched:
    """Find the best joint book, the books that hold, and a firm's best portfolio.

    Parameters
    ----------
    case : the industry
    focal : the firm whose portfolio is asked for
    agreements : candidates in play (default: all that can be planned and are not barred)
    options : weight of bargaining, gap, how far is searched, processes
    told : called after each new book with (what is being done, what was found, books so far)
    executor : values books side by side, as many as ``options.workers``, and goes on doing so for who asks
        the profits found more (default: processes of its own until the search ends); of up to `SMALL`
        agreements this process values all
    shelf : books valued before on these tables with this gap and time, and where new ones are kept

    Raises
    ------
    UsageError    an unknown firm or agreement; a firm that does not plan
    """
    chosen = options or SearchOptions()
    _check_focal(case, focal)
    doing = [""]

    def said(booked: Booked, number: int) -> None:
        if told is not None:
            told(doing[0], booked, number)

    profits = Profits(case, agreements, chosen.weight, chosen.plan(), told=said)
    profits.shelf = shelf
    many = workers(chosen.workers) if len(profits.agreements) > SMALL else 1
    if many == 1 or executor is not None:
        profits.valued_by(executor if many > 1 else None, many)
        return searched(profits, focal, chosen, doing)
    with LocalExecutor(many) as own:
        profits.valued_by(own, many)
        try:
            return searched(profits, focal, chosen, doing)
        finally:
            profits.valued_by(None)


def searched(
    profits: Profits, focal: str, options: SearchOptions, doing: list[str] | None = None
) -> Searched:
    """`search` over profits given; ``doing`` holds what is being done, for who tells the progress. Ctrl-C
    ends it with the best so far."""
    began, found = time.perf_counter(), _Found()
    found.doing = found.doing if doing is None else doing
    stopped = ""
    with interruptible():
        try:
            _look(profits, focal, options, found)
        except Stopped:
            stopped = found.doing[0]
            found.best = max(profits.known, key=lambda m: profits.at(m).worth.value, default=0)
    known = 0 in profits.known
    return Searched(
        case=profits.case,
        profits=profits,
        alone_m=found.alone,
        joint=profits.links.say(found.best),
        joint_m=profits.surplus(found.best, 0) if known else (0.0, 0.0),
        joint_open=tuple(profits.links.say(m) for m in found.open_to),
        paths=found.paths,
        stable=_stable(profits, found.paths, found.best),
        cycles=tuple(
            {p.cycle.networks: p.cycle for p in found.paths.values() if p.cycle is not None}.values()
        ),
        portfolio=found.portfolio,
        rejected=found.left,
        planned=profits.planned,
        seconds=time.perf_counter() - began,
        stopped=stopped,
    )


def _look(profits: Profits, focal: str, options: SearchOptions, found: _Found) -> None:
    """The search itself, step by step into ``found``."""
    stage = found.doing
    singles = _singles(profits)
    stage[0] = f"today's book, and each of {len(singles)} alone"
    profits.ahead([0, *singles.values()])
    for n, (a, mask) in enumerate(singles.items(), start=1):
        stage[0] = f"each alone, {n} of {len(singles)}"
        found.alone[a] = profits.surplus(mask, 0)
    pairs = _swaps(profits, found.alone)
    full = _fullest(profits, found.alone)

    def follow(name: str, start: int) -> None:
        stage[0] = f"books that hold, from {name}"
        found.paths[name] = _path(profits, start, pairs, options)

    follow("today", 0)
    follow("all", full)
    # where paths end is near the best for all: from there it takes fewer books than from where they began
    ends = dict.fromkeys(path.end for path in found.paths.values())
    ends[max(profits.known, key=lambda mask: profits.at(mask).worth.value)] = None
    found.best, found.open_to = _best_joint(profits, list(ends), pairs, stage)
    follow("best joint book", found.best)
    if focal:
        stage[0] = f"portfolio of {focal}"
        # what its partners want may be less for the firm than the best book for all: both are begun from
        held = found.paths["best joint book"].end
        found.portfolio = best_portfolio(profits, focal, held, pairs, options, [found.best])
        follow("portfolio", profits.mask(found.portfolio.agreements))
    book = found.portfolio.agreements if found.portfolio else profits.links.say(found.best)
    stage[0] = f"what is left out, {len(profits.agreements) - len(book)} agreements"
    found.left = rejected(profits, book)


def best_book(profits: Profits) -> tuple[int, list[int]]:
    """The best book found for all planning firms together, and its neighbours that may be better still."""
    alone = {a: profits.surplus(m, 0) for a, m in _singles(profits).items()}
    return _best_joint(profits, [0, _fullest(profits, alone)], _swaps(profits, alone), [""])


def _check_focal(case: Case, focal: str) -> None:
    roles = dict(case["firms"].select("firm", "role").iter_rows())
    if not focal or roles.get(focal) == "plans":
        return
    planning = [f for f, role in roles.items() if role == "plans"]
    what = f"{focal!r} does not plan" if focal in roles else f"no firm is called {focal!r}"
    fix = did_you_mean(focal, planning, "firms that plan")
    raise UsageError(Fault("--for", what, "it has no portfolio to choose", fix))


def _swaps(profits: Profits, alone: dict[str, Interval]) -> tuple[tuple[str, str], ...]:
    """Pairs swapped in trial: of few agreements any two, of many rivals that may pay on today's book."""
    names = profits.agreements
    if len(names) <= SMALL:
        return tuple(combinations(names, 2))
    return rivals(profits.case, [a for a in names if alone.get(a, (0.0, 0.0))[1] > 0])


def _singles(profits: Profits) -> dict[str, int]:
    """Agreement -> the smallest book with it: itself and what it needs."""
    found = {}
    for k, name in enumerate(profits.agreements):
        mask = 1 << k
        while more := [a for a in profits.links.listed(mask) if profits.links.needs[a] & ~mask]:
            for a in more:
                mask |= profits.links.needs[a]
        if profits.feasible(mask):
            found[name] = mask
    return found


def _fullest(profits: Profits, alone: dict[str, Interval]) -> int:
    """As many agreements as can stand together; of two that exclude each other the better one alone."""
    singles, mask = _singles(profits), 0
    for name in sorted(alone, key=lambda a: -alone[a][0]):
        if profits.feasible(mask | singles[name]):
            mask |= singles[name]
    return mask


def _best_joint(
    profits: Profits, starts: Sequence[int], pairs: tuple[tuple[str, str], ...], stage: list[str]
) -> tuple[int, list[int]]:
    """The best end of climbs from some books, and the neighbours that may be better still."""
    best, open_to = _climb(profits, starts[0], pairs, stage)
    for start in starts[1:]:
        end, others = _climb(profits, start, pairs, stage)
        if end != best and profits.surplus(end, best)[0] > 0:
            best, open_to = end, others
    return best, open_to


def _climb(
    profits: Profits, start: int, pairs: tuple[tuple[str, str], ...], stage: list[str]
) -> tuple[int, list[int]]:
    """Move while v surely rises; at the end, neighbours whose v may be higher."""
    game, order, at = profits.game(), Promise(profits, joint=True), start
    listed, plainly = steps(profits.links, ("add", "drop", "swap"), pairs), FormationOptions()
    while True:
        ends = ((s, end) for s in listed if (end := reach(s, at)) is not None and game.admits(end))
        ways = promising((step, end, order(step, at)) for step, end in ends)
        open_to = []
        for n, (_, end, _) in enumerate(ways):
            size = len(profits.links.listed(at))
            stage[0] = f"best joint book, from one of {size}: move {n + 1} of {len(ways)}"
            foresee(game, at, ways[n:], plainly)
            low, high = profits.surplus(end, at)
            if low > 0:
                at = end
                break
            if high > 0:
                open_to.append(end)
        else:
            return at, open_to


def _path(profits: Profits, start: int, pairs: tuple[tuple[str, str], ...], options: SearchOptions) -> Path:
    forming = FormationOptions(rivals=pairs, contested=True, limit=options.limit)
    return walk(profits.game(), start, forming, order=Promise(profits))


def _stable(profits: Profits, paths: dict[str, Path], best: int) -> tuple[StableBook, ...]:
    ends: dict[int, list[str]] = {}
    for name, path in paths.items():
        if path.cycle is None:
            ends.setdefault(path.end, []).append(name)
    found = [
        StableBook(
            agreements=profits.links.say(mask),
            worth_m=profits.surplus(mask, 0),
            lost_m=profits.surplus(best, mask),
            open_moves=next(p for p in paths.values() if p.end == mask).undetermined,
            starts=tuple(names),
        )
        for mask, names in ends.items()
    ]
    return tuple(sorted(found, key=lambda one: -one.worth_m[0]))

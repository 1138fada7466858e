"""The nucleolus of a game whose values are themselves optimisations: only those that matter are asked for.

A master knows some coalitions and solves the nucleolus over them, level by level (`teikei.games.levels`).
For each level, first to last, `separate` looks for the coalition that the master lacks most:

    max_S v(S) − x(S)    over the coalitions S that are no combination of what is settled

which, where v(S) is a planning program, is *one* such program with a yes/no column a player. Its dual bound
proves the level; a coalition above the level enters the master and the level is taken up again. A level once
proved stays so: later shares keep what it settled, and what it left open is bounded by the levels below it.

Source: Drechsel & Kimms 2010, Eur. J. Oper. Res. 204, 310-321; Hallefjord, Helming & Jörnsten 1995.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from teikei.base.errors import ConvergenceError, Fault, GameError, UndefinedError
from teikei.games.allocation import Allocation
from teikei.games.basis import COALITION, LIMIT, POSITIVE, SETTLED
from teikei.games.faults import check_names
from teikei.games.levels import DONE, make_levels, solve_rows
from teikei.games.loops import Floats, Ids
from teikei.games.players import names_of
from teikei.games.table import ALLOWED, RESOLUTION
from teikei.games.values import GameLike, Interval, coalition_values, read_interval

#: A set is settled if what is left of it beside those that are is smaller.
SPANNED = 1e-8


@dataclass(frozen=True, eq=False)
class Settled:
    """What the levels so far have settled: the coalitions whose total no later level can change.

    Attributes
    ----------
    masks : coalitions settled, all players together included; every combination of them is settled with them
    null : (n − rank, n) S is settled if and only if null · 1_S = 0
    """

    masks: tuple[int, ...]
    null: Floats

    def covers(self, mask: int) -> bool:
        """Whether a coalition is settled, so that it is not to be looked for.

        Parameters
        ----------
        mask : the coalition
        """
        member = (mask >> np.arange(self.null.shape[1])) & 1
        return bool(np.abs(self.null @ member).max(initial=0.0) <= SPANNED)


@dataclass(frozen=True)
class Separation:
    """What one search for a violated coalition came to.

    Attributes
    ----------
    bound : no open coalition has a larger excess v(S) − x(S): the dual bound of the search
    coalitions : masks of open coalitions with a large excess, the largest first; empty if none is above ε
    """

    bound: float
    coalitions: tuple[int, ...] = ()


Separate = Callable[[Floats, float, Settled], Separation]


@dataclass(frozen=True)
class LazyLevel:
    """One level of a lazy nucleolus.

    Attributes
    ----------
    excess : ε over the coalitions asked for
    bound : no coalition open here has an excess above this at the shares found; = excess if all is proved
    coalitions : weight of each coalition settled here, by names
    """

    excess: float
    bound: float
    coalitions: dict[tuple[str, ...], float]


@dataclass(frozen=True)
class LazyCertificate:
    """What a lazy nucleolus rests on.

    Attributes
    ----------
    levels : each with its ε and its bound
    proved : True if every value asked for is exact and every bound meets its ε
    epsilon : certified range of the least-core ε (for the nucleolus: over sharings that give nobody less
        than alone)
    values_asked : coalitions whose value was asked for, of 2ⁿ − 1
    separations : searches made
    """

    levels: tuple[LazyLevel, ...]
    proved: bool
    epsilon: tuple[float, float]
    values_asked: int
    separations: int


def nucleolus_lazy(
    worth: Callable[[int], Interval],
    separate: Separate,
    players: int | Sequence[str],
    bounded: bool = True,
    most_separations: int = 1000,
) -> Allocation:
    """The nucleolus from few values, each asked for once.

    Parameters
    ----------
    worth : mask → v(S), or (low, high) if the optimisation behind it stops with a gap. Asked first for the
        single players, all together, and all but one
    separate : (x, ε, settled) → `Separation`: the coalitions not in `settled` with the largest v(S) − x(S),
        and a bound on it. `ε` is what they have to beat: the search may stop as soon as its bound is at or
        below ε
    players : their number, or their names
    bounded : nobody gets less than alone (False: prenucleolus)
    most_separations : stop with an error after so many searches

    Returns
    -------
    shares with a `LazyCertificate`; certified if all values are exact and all bounds meet their ε. Where a
    search ends with a gap the shares are those of the values found, and the certificate says how wide the
    gap is

    Raises
    ------
    GameError           a value is no number, or a search returns a coalition that is settled
    UndefinedError      the single players are worth more than all together
    ConvergenceError    more searches than allowed, or numbers too close; `best` holds the last shares

    Examples
    --------
    A table stands in for the optimisation; `TableOracle` searches it.

    >>> table = TableOracle([0, 0, 0, 1, 0, 1, 1, 4])
    >>> share = nucleolus_lazy(table.worth, table.separate, players=3)
    >>> share.value.round(3), share.certified
    (array([1.333, 1.333, 1.333]), True)
    """
    names = names_of(players)
    if not 0 < len(names) <= 62:
        raise GameError(
            Fault("nucleolus_lazy", f"{len(names)} players", "masks have 62 bits", "1 to 62 players")
        )
    check_names(names)
    return _searched(_Master(worth, names, bounded), separate, most_separations)


def _searched(master: _Master, separate: Separate, most_separations: int) -> Allocation:
    """Level by level, searches until none finds a coalition that the level lacks."""
    k, separations = 0, 0
    bounds: list[float] = []
    epsilon: tuple[float, float] | None = None
    while k < master.count:
        if separations == most_separations:
            raise _stopped(master, f"{separations} searches were not enough")
        settled = master.settled_before(k)
        excess = float(master.levels.excess[k])
        answer = separate(master.x.copy(), excess, settled)
        separations += 1
        if answer.bound > excess + master.tolerance and master.lacks(answer.coalitions, excess, settled):
            master.solve(k)
            continue
        bounds.append(max(answer.bound, excess))
        epsilon = epsilon or (master.least_epsilon(), bounds[0] + master.short())
        k += 1
    # shares move on after a level's last search: what was open there is held by the searches since then
    held = np.maximum.accumulate(bounds[::-1])[::-1].tolist()
    return master.allocation(held, epsilon or (-np.inf, -np.inf), separations)


@dataclass(eq=False)
class _Master:
    """The coalitions asked for and the nucleolus over them."""

    worth: Callable[[int], Interval]
    players: tuple[str, ...]
    bounded: bool
    low: dict[int, float] = field(default_factory=dict)
    high: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        n = len(self.players)
        self.n, self.grand, self.levels = n, (1 << n) - 1, make_levels(max(n, 2))
        for mask in [*(1 << i for i in range(n)), self.grand, *(self.grand ^ 1 << i for i in range(n))]:
            if mask and mask not in self.low:
                self.ask(mask)
        self.tolerance = RESOLUTION * max(map(abs, self.low.values())) or RESOLUTION
        alone, together = sum(self.low[1 << i] for i in range(n)), self.low[self.grand]
        if self.bounded and alone > together + self.tolerance:
            raise UndefinedError(
                Fault(
                    where="nucleolus_lazy",
                    what=f"alone the players are worth {alone:.10g}, together {together:.10g}",
                    why="no sharing gives everyone at least what he has alone",
                    fix="bounded=False needs no such sharing",
                )
            )
        self.x, self.count = np.array([together]), 0
        if n > 1:
            self.solve(-1)

    def ask(self, mask: int) -> None:
        """Ask for the value of a coalition."""
        self.low[mask], self.high[mask] = read_interval(self.worth(mask), f"worth({mask})")

    def lacks(self, coalitions: Sequence[int], excess: float, settled: Settled) -> bool:
        """Ask for the coalitions that are new; whether one that the levels do not know yet lies above ε."""
        above = False
        for mask in map(int, coalitions):
            _check_open(mask, self.n, settled)
            if mask not in self.low:
                self.ask(mask)
            paid = sum(self.x[i] for i in range(self.n) if mask >> i & 1)
            above |= mask not in self.known and self.low[mask] - paid > excess + self.tolerance
        return above

    def solve(self, start: int) -> None:
        """The nucleolus over what was asked for, levels below `start` as they are."""
        masks = np.array(list(self.low), dtype=np.int64)
        ends = np.array(list(self.low.values()))
        status, y, self.levels = solve_rows(
            masks, ends, self.bounded, np.ones(self.n + 1), self.tolerance, start, self.levels
        )
        self.x, self.count, self.known = y[: self.n].copy(), int(self.levels.counts[0]), set(self.low)
        if status != DONE:
            raise _stopped(self, "the levels over the coalitions asked for could not be told apart")

    def settled_before(self, k: int) -> Settled:
        """What the levels before k have settled."""
        masks = self.levels.masks[k][self.levels.kinds[k] == SETTLED]
        member = ((masks[:, None] >> np.arange(self.n)) & 1).astype(np.float64)
        _, sizes, directions = np.linalg.svd(member, full_matrices=True)
        return Settled(tuple(int(one) for one in masks), directions[int((sizes > SPANNED).sum()) :])

    def allocation(self, bounds: list[float], epsilon: tuple[float, float], separations: int) -> Allocation:
        """Shares, levels and what is proved."""
        exact = all(self.low[mask] == self.high[mask] for mask in self.low)
        allowed = ALLOWED / RESOLUTION * self.tolerance
        excess = self.levels.excess[: self.count]
        closed = all(bound <= one + allowed for bound, one in zip(bounds, excess, strict=True))
        levels = tuple(
            LazyLevel(float(excess[k]), float(excess[k]) if closed else bounds[k], self._settled_at(k))
            for k in range(self.count)
        )
        certificate = LazyCertificate(levels, exact and closed, epsilon, len(self.low), separations)
        return Allocation(self.players, self.x, self.x, self.x, exact and closed, certificate)

    def _settled_at(self, k: int) -> dict[tuple[str, ...], float]:
        chosen = (self.levels.kinds[k] == COALITION) & (self.levels.weights[k] > POSITIVE)
        pairs = zip(self.levels.masks[k][chosen], self.levels.weights[k][chosen], strict=True)
        return {
            tuple(name for i, name in enumerate(self.players) if int(mask) >> i & 1): float(weight)
            for mask, weight in sorted(pairs)
        }

    def least_epsilon(self) -> float:
        """ε of the first level from below, by its weights over what was asked.

        Σ λ_S v(S) + Σ μ_i v({i}) + ν v(N), weights as they are: with ν < 0 the value v(N) counts with its
        high end.
        """
        lowest = 0.0
        for mask, kind, weight in zip(
            self.levels.masks[0], self.levels.kinds[0], self.levels.weights[0], strict=True
        ):
            if kind in (COALITION, LIMIT, SETTLED) and abs(weight) > POSITIVE:
                lowest += weight * (self.low if weight > 0 else self.high)[int(mask)]
        return float(lowest)

    def short(self) -> float:
        """By how much ε may exceed the bound at x because x may give players less than they are worth alone.

        Nobody need be short by more than Σ_i (high({i}) − x_i)⁺, and what they are given no coalition lacks
        more of. If the players may be worth more alone than all together there may be no sharing at all.
        """
        if not self.bounded:
            return 0.0
        alone = np.array([self.high[1 << i] for i in range(self.n)])
        if alone.sum() > self.low[self.grand] + self.tolerance and any(
            self.high[1 << i] > self.low[1 << i] for i in range(self.n)
        ):
            return np.inf
        short = float(np.maximum(alone - self.x, 0.0).sum())
        return short if short > self.tolerance * self.n else 0.0


def _check_open(mask: int, n: int, settled: Settled) -> None:
    if not 0 < mask < 1 << n or settled.covers(mask):
        raise GameError(
            Fault(
                where=f"separate: coalition {mask}",
                what="the search returned a coalition that is settled, or none of this game",
                why="its excess cannot change any more, and the search would return it for ever",
                fix="leave out every S with settled.covers(S): null · 1_S = 0",
            )
        )


def _stopped(master: _Master, what: str) -> ConvergenceError:
    return ConvergenceError(
        Fault(
            where="nucleolus_lazy",
            what=what,
            why="the shares at hand are not the nucleolus",
            fix="let `separate` return several coalitions at once, or raise most_separations",
        ),
        Allocation(master.players, master.x, master.x, master.x, False),
    )


class TableOracle:
    """Worths and searches over a table of all values: for tests, and to see how few values would have done.

    Parameters
    ----------
    game : coalition values, or anything that `coalition_values` takes
    batch : coalitions returned by one search

    Examples
    --------
    >>> table = TableOracle([0, 0, 0, 1])
    >>> table.worth(3), table.separate(np.array([0.5, 0.5]), 0.0, Settled((3,), np.array([[1.0, -1.0]])))
    (1.0, Separation(bound=-0.5, coalitions=()))
    """

    def __init__(self, game: GameLike, batch: int = 1) -> None:
        self.game = coalition_values(game).as_worth()
        self.batch = batch
        self._member: Floats = (
            (np.arange(self.game.low.size)[:, None] >> np.arange(self.game.n)) & 1
        ).astype(np.float64)

    def worth(self, mask: int) -> Interval:
        """Value of a coalition, a pair if it is an interval."""
        low, high = self.game.interval(mask)
        return low if low == high else (low, high)

    def separate(self, x: Floats, epsilon: float, settled: Settled) -> Separation:
        """Coalitions with the largest excess, and the largest that their values allow.

        Parameters
        ----------
        x : (n,) shares
        epsilon : what an excess has to beat
        settled : coalitions left out
        """
        is_open = np.abs(self._member @ settled.null.T).max(axis=1, initial=0.0) > SPANNED
        paid = self._member @ x
        reached = np.where(is_open, self.game.low - paid, -np.inf)
        order: Ids = np.argsort(-reached, kind="stable")[: self.batch]
        above = tuple(int(mask) for mask in order if reached[mask] > epsilon)
        return Separation(float(np.where(is_open, self.game.high - paid, -np.inf).max()), above)

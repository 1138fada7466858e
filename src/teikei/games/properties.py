"""Is the game superadditive, convex, monotone? Yes, no, or undetermined when the values are intervals."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from teikei.base.errors import Fault, GameError
from teikei.games.answers import Answer
from teikei.games.faults import check_room
from teikei.games.structure import MOST_PLAYERS, best_parts, lower_ceilings, superadditive_cover
from teikei.games.values import CoalitionValues, GameLike, coalition_values

FloatArray = NDArray[np.float64]
RELATIVE_TOLERANCE = 1e-9


def is_superadditive(game: GameLike, tolerance: float = RELATIVE_TOLERANCE) -> Answer:
    """Do disjoint coalitions lose nothing by joining?   v(S∪T) ≥ v(S) + v(T);  of costs ≤

    With intervals *yes*: at the worst corner of every inequality; *no*: no superadditive game is in the box,
    because the best partition of some coalition at its low values makes more than its high value. Both exact.

    Parameters
    ----------
    game : worths or costs of the coalitions, exact or as intervals
    tolerance : relative to the largest value

    Returns
    -------
    Answer; the witness is the two coalitions of the tightest inequality, or parts that make more than their
    union

    Raises
    ------
    GameError    more than 20 players (3ⁿ steps)

    Examples
    --------
    >>> print(is_superadditive([0, 1, 1, 3]))
    yes (margin 1, see (('1',), ('2',)))
    """
    worths = _small(coalition_values(game)).as_worth()
    tiny = tolerance * worths.scale
    margin, one, other = _tightest_union(worths.low, worths.high)
    pair = (worths.names(one), worths.names(other))
    if margin >= -tiny:
        return Answer("yes", pair, margin)
    if worths.exact:
        return Answer("no", pair, margin)
    cover = superadditive_cover(worths.low)
    at = int(np.argmin(worths.high - cover))
    lacking = float(worths.high[at] - cover[at])
    if lacking < -tiny:
        parts = best_parts(worths.low, cover, at)
        return Answer("no", tuple(worths.names(part) for part in parts), lacking)
    return Answer("undetermined", pair, margin)


def is_convex(game: GameLike, tolerance: float = RELATIVE_TOLERANCE) -> Answer:
    """Does a player add more to a larger coalition?    v(S∪ij) − v(S∪i) ≥ v(S∪j) − v(S), of costs ≤

    With intervals *yes* is exact; *no* means that one inequality fails for all values inside the intervals.

    Parameters
    ----------
    game : worths or costs of the coalitions, exact or as intervals
    tolerance : relative to the largest value

    Returns
    -------
    Answer; the witness is S, i and j of the tightest or most violated inequality

    Source
    ------
    Shapley 1971, Int. J. Game Theory 1, 11-26.

    Examples
    --------
    >>> print(is_convex([0, 0, 0, 1, 0, 1, 1, 1]))
    no (margin -1, see (('1',), '2', '3'))
    """
    worths = coalition_values(game).as_worth()
    tiny = tolerance * worths.scale
    if worths.n < 2:
        return Answer("yes")
    margin, mask, i, j = _tightest_square(worths.low, worths.high)
    if margin >= -tiny:
        return Answer("yes", (worths.names(mask), worths.players[i], worths.players[j]), margin)
    best, at, k, m = _tightest_square(worths.high, worths.low)
    if best < -tiny:
        return Answer("no", (worths.names(at), worths.players[k], worths.players[m]), best)
    return Answer("undetermined", (worths.names(mask), worths.players[i], worths.players[j]), margin)


def is_monotone(game: GameLike, tolerance: float = RELATIVE_TOLERANCE) -> Answer:
    """Does no coalition lose by a further player?        v(S∪i) ≥ v(S), and the same for costs

    With intervals both *yes* and *no* are exact: *no* when a subset is surely worth more than a larger
    coalition can be, whatever lies between.

    Parameters
    ----------
    game : worths or costs of the coalitions, exact or as intervals
    tolerance : relative to the largest value

    Returns
    -------
    Answer; the witness is the smaller and the larger coalition

    Examples
    --------
    >>> print(is_monotone([0, 2, 0, 1]))
    no (margin -1, see (('1',), ('1', '2')))
    """
    values = coalition_values(game)
    tiny = tolerance * values.scale
    margin, witness = np.inf, (0, 0)
    for i in range(values.n):
        low, high = (held.reshape(-1, 2, 1 << i) for held in (values.low, values.high))
        steps = low[:, 1] - high[:, 0]
        at = np.unravel_index(int(np.argmin(steps)), steps.shape)
        if steps[at] < margin:
            small = (int(at[0]) << (i + 1)) | int(at[1])
            margin, witness = float(steps[at]), (small, small | 1 << i)
    shown = (values.names(witness[0]), values.names(witness[1]))
    if margin >= -tiny:
        return Answer("yes", shown, margin if values.n else 0.0)
    cover, reached = _largest_subset(values.low)
    at_most = int(np.argmin(values.high - cover))
    lacking = float(values.high[at_most] - cover[at_most])
    if lacking < -tiny:
        return Answer("no", (values.names(int(reached[at_most])), values.names(at_most)), lacking)
    return Answer("undetermined", shown, margin)


def tighten(game: GameLike) -> CoalitionValues:
    """The smallest box that holds every superadditive game inside the intervals (of costs: subadditive).

        low'(S)  = largest Σ low over the partitions of S
        high'(S) = min(high(S), min_{T disjoint from S} high'(S∪T) − low'(T))

    Only where joining cannot hurt, i.e. before diversion between the partners' sales and before running costs
    of an agreement: that is the caller's claim. Every new end is reached by a superadditive game.

    Parameters
    ----------
    game : worths or costs of the coalitions, as intervals

    Raises
    ------
    GameError    no superadditive game lies inside the intervals; more than 20 players (3ⁿ steps)

    Examples
    --------
    >>> box = tighten(CoalitionValues([0, 2, 3, 4], [0, 9, 9, 8]))
    >>> box.low.tolist(), box.high.tolist()
    ([0.0, 2.0, 3.0, 5.0], [0.0, 5.0, 6.0, 8.0])
    """
    values = _small(coalition_values(game))
    worths = values.as_worth()
    low = superadditive_cover(worths.low)
    lacking = worths.high - low
    if lacking.min() < -RELATIVE_TOLERANCE * worths.scale:
        at = int(np.argmin(lacking))
        raise GameError(
            Fault(
                where=f"coalition {worths.names(at)}",
                what=f"its parts make at least {low[at]:g} alone, together at most {worths.high[at]:g}",
                why="no superadditive game lies inside the intervals",
                fix="do not tighten values that joining can lower, e.g. after diversion",
            )
        )
    high = lower_ceilings(low, np.maximum(worths.high, low))
    if values.kind == "cost":
        return CoalitionValues(-high, -low, values.players, "cost")
    return CoalitionValues(low, high, values.players)


def _small(game: CoalitionValues) -> CoalitionValues:
    if game.n > MOST_PLAYERS:
        raise GameError(
            Fault(
                where=f"{game.n} players",
                what=f"pairs of coalitions are compared for up to {MOST_PLAYERS} players",
                why="every further player takes three times as long",
                fix="join players who would stand together in any case",
            )
        )
    check_room(game.n, copies=3)
    return game


def _largest_subset(low: FloatArray) -> tuple[FloatArray, NDArray[np.int64]]:
    """The largest low value among the subsets of each coalition, and a subset that has it."""
    cover = low.copy()
    reached = np.arange(low.size)
    for i in range(low.size.bit_length() - 1):
        held, by = cover.reshape(-1, 2, 1 << i), reached.reshape(-1, 2, 1 << i)
        better = held[:, 0] > held[:, 1]
        held[:, 1] = np.where(better, held[:, 0], held[:, 1])
        by[:, 1] = np.where(better, by[:, 0], by[:, 1])
    return cover, reached


@njit(cache=True)
def _tightest_union(whole: FloatArray, parts: FloatArray) -> tuple[float, int, int]:
    """The least whole(S∪T) − parts(S) − parts(T) over disjoint non-empty S and T."""
    margin, one, other = np.inf, 0, 0
    for mask in range(1, whole.size):
        others = mask ^ (mask & -mask)
        rest = others
        while rest:
            slack = whole[mask] - parts[rest] - parts[mask ^ rest]
            if slack < margin:
                margin, one, other = slack, mask ^ rest, rest
            rest = (rest - 1) & others
    if one == 0:
        margin = 0.0
    return margin, one, other


@njit(cache=True)
def _tightest_square(ends: FloatArray, sides: FloatArray) -> tuple[float, int, int, int]:
    """The least ends(S∪ij) + ends(S) − sides(S∪i) − sides(S∪j)."""
    n = 0
    while 1 << n < ends.size:
        n += 1
    margin, at, first, second = np.inf, 0, 0, 0
    for mask in range(ends.size):
        for i in range(n):
            if mask >> i & 1:
                continue
            for j in range(i + 1, n):
                if mask >> j & 1:
                    continue
                with_i, with_j = mask | 1 << i, mask | 1 << j
                slack = ends[with_i | with_j] + ends[mask] - sides[with_i] - sides[with_j]
                if slack < margin:
                    margin, at, first, second = slack, mask, i, j
    return margin, at, first, second

"""Coalition structures: the partition of the players that makes most, exactly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from teikei.base.errors import Fault, GameError
from teikei.games.answers import Answer
from teikei.games.faults import check_room
from teikei.games.values import CoalitionValues, GameLike, coalition_values

FloatArray = NDArray[np.float64]
MOST_PLAYERS = 20
RELATIVE_TOLERANCE = 1e-9


@dataclass(frozen=True)
class OptimalPartition:
    """The best partition of the players.

    Attributes
    ----------
    coalitions : names, coalition by coalition; the best at the values found
    value : what they make (cost) together, at the values found
    low, high : range of the best value over all values inside the intervals, exact
    best : is this partition best for all values inside the intervals? The margin is what it makes less the
        best rival at its worst corner, at most 0 (a tie); the witness of *undetermined* is that rival
    """

    coalitions: tuple[tuple[str, ...], ...]
    value: float
    low: float
    high: float
    best: Answer


def optimal_partition(game: GameLike) -> OptimalPartition:
    """The partition P of the players with the largest Σ_{S∈P} v(S), or the least cost.

        best(S) = max_{T⊆S, T∋lowest player of S} v(T) + best(S∖T),        best(∅) = 0

    At most about 3ⁿ/2 steps (seconds at n = 20, when all coalitions gain by joining); parts T that make less
    than their own best partition are passed over.

    Parameters
    ----------
    game : worths or costs of the coalitions, exact or as intervals

    Returns
    -------
    OptimalPartition; with intervals the exact range of the best value

    Raises
    ------
    GameError    more than 20 players

    Source
    ------
    Yeh 1986, BIT 26, 467-474; Rothkopf, Pekeč & Harstad 1998, Management Science 44, 1131-1147.

    Examples
    --------
    >>> found = optimal_partition([0, 30, 40, 50, 25, 60, 55, 90])        # 60 and 40
    >>> found.coalitions, found.value, found.best.answer
    ((('1', '3'), ('2',)), 100.0, 'yes')
    """
    values = coalition_values(game)
    if values.n > MOST_PLAYERS:
        raise GameError(
            Fault(
                where=f"{values.n} players",
                what=f"the best partition is searched for up to {MOST_PLAYERS} players",
                why="every further player takes three times as long",
                fix="join players who would stand together in any case",
            )
        )
    check_room(values.n, copies=3)
    worths = values.as_worth()
    cover = superadditive_cover(worths.low)
    parts = best_parts(worths.low, cover, worths.grand)
    value = float(sum(worths.low[part] for part in parts))
    low, high = value, value
    best = Answer("yes")
    if not worths.exact:
        high = float(superadditive_cover(worths.high)[-1])
        best = _holds(worths, parts)
    named = tuple(worths.names(part) for part in parts)
    if values.kind == "cost":
        return OptimalPartition(named, -value, -high, -low, best)
    return OptimalPartition(named, value, low, high, best)


def _holds(game: CoalitionValues, parts: list[int]) -> Answer:
    """Is the partition best everywhere? At its worst its own parts are low and all others high."""
    worst = game.high.copy()
    worst[parts] = game.low[parts]
    cover = superadditive_cover(worst)
    own = float(sum(game.low[part] for part in parts))
    margin = own - float(cover[-1])
    if margin >= -RELATIVE_TOLERANCE * game.scale:
        return Answer("yes", margin=min(margin, 0.0))
    rival = tuple(game.names(part) for part in best_parts(worst, cover, game.grand))
    return Answer("undetermined", rival, margin)


def superadditive_cover(values: FloatArray) -> FloatArray:
    """What every coalition makes in its best partition: the least superadditive game above v.

    Parameters
    ----------
    values : (2ⁿ,)

    Returns
    -------
    (2ⁿ,)

    Examples
    --------
    >>> superadditive_cover(np.array([0.0, 1.0, 2.0, 1.0]))
    array([0., 1., 2., 3.])
    """
    cover: FloatArray = np.zeros(values.size)
    _cover(values, cover)
    return cover


@njit(cache=True)
def _cover(values: FloatArray, cover: FloatArray) -> None:
    """Parts by their lowest player, the last player first, so that the cover of what can join them is known.

    A part that its own partition beats is in no best partition and is passed over: often most of the work.
    """
    n = 0
    while 1 << n < values.size:
        n += 1
    cover[1:] = -np.inf
    for first in range(n - 1, -1, -1):
        above = (values.size - 1) & ~((1 << (first + 1)) - 1)
        part = 1 << first  # the sets with this lowest player, in rising order
        while part < values.size:
            worth = values[part]
            if worth > cover[part]:
                cover[part] = worth
                others = above & ~part
                rest = others
                while rest:
                    made = worth + cover[rest]
                    if made > cover[part | rest]:
                        cover[part | rest] = made
                    rest = (rest - 1) & others
            part += 2 << first


def best_parts(values: FloatArray, cover: FloatArray, mask: int) -> list[int]:
    """Masks of a partition of `mask` that makes its cover; the coarsest first part at every step.

    Parameters
    ----------
    values, cover : (2ⁿ,) as from `superadditive_cover`
    mask : the players to part
    """
    parts = []
    while mask:
        part = int(_first_part(values, cover, mask))
        parts.append(part)
        mask ^= part
    return parts


@njit(cache=True)
def _first_part(values: FloatArray, cover: FloatArray, mask: int) -> int:
    others = mask ^ (mask & -mask)
    best, found = values[mask], mask
    rest = others
    while rest:
        made = values[mask ^ rest] + cover[rest]
        if made > best:
            best, found = made, mask ^ rest
        rest = (rest - 1) & others
    return found


def lower_ceilings(low: FloatArray, high: FloatArray) -> FloatArray:
    """The most each coalition can make in a superadditive game inside [low, high].

        ceiling(S) = min(high(S), min_{T disjoint from S} ceiling(S∪T) − low(T)),   low superadditive

    Parameters
    ----------
    low : (2ⁿ,) a superadditive cover
    high : (2ⁿ,)
    """
    ceilings: FloatArray = high.copy()
    _ceilings(low, ceilings)
    return ceilings


@njit(cache=True)
def _ceilings(low: FloatArray, ceilings: FloatArray) -> None:
    grand = low.size - 1
    for mask in range(grand - 1, 0, -1):
        others = grand ^ mask
        best = ceilings[mask]
        more = others
        while more:
            left = ceilings[mask | more] - low[more]
            if left < best:
                best = left
            more = (more - 1) & others
        ceilings[mask] = best

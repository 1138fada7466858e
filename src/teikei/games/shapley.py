"""The Shapley value, and its weighted form: what each player adds, on average over the orders of joining."""

from __future__ import annotations

from math import comb

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

from teikei.base.errors import Fault, GameError
from teikei.games.allocation import Allocation
from teikei.games.faults import check_room
from teikei.games.folds import player_sums
from teikei.games.linear import share_linearly
from teikei.games.values import GameLike, coalition_values

FloatArray = NDArray[np.float64]


def shapley(game: GameLike) -> Allocation:
    """The Shapley value.        φ_i = Σ_{S∌i} s! (n−s−1)! / n! · (v(S∪i) − v(S)),   s = |S|

    One pass over the values, 2ⁿ operations, no copy of them.

    Parameters
    ----------
    game : worths or costs of the coalitions, exact or as intervals

    Returns
    -------
    Allocation; with intervals the exact range of each share

    Raises
    ------
    GameError    as `coalition_values`

    Source
    ------
    Shapley 1953, Contributions to the Theory of Games II, 307-317.

    Examples
    --------
    Alone 1200 and 375, together 2400: the 825 that the deal makes are halved.

    >>> print(shapley({"n": 1200, "h": 375, ("h", "n"): 2400}))
    h  787.5
    n  1612.5
    """
    return share_linearly(coalition_values(game), _shapley)


def join_weights(n: int) -> tuple[FloatArray, FloatArray]:
    """Weights by size of coalitions with and without a player:  a_s = w_{s−1},  b_s = w_s = s! (n−s−1)!/n!

    Parameters
    ----------
    n : number of players

    Returns
    -------
    (n + 1,) with, (n + 1,) without
    """
    joins = np.array([1 / (n * comb(n - 1, s)) for s in range(n)])
    return np.concatenate([[0.0], joins]), np.concatenate([joins, [0.0]])


def _shapley(plus: FloatArray, minus: FloatArray) -> FloatArray:
    n = plus.size.bit_length() - 1
    if n == 0:
        return np.zeros(0)
    inside, outside = join_weights(n)
    if plus is minus:
        # φ_i = Σ_{S∋i} (a+b) v − Σ_S b v; the last sum is the same for all, so that efficiency gives it
        sums, _ = player_sums(plus, inside + outside)
        return np.asarray(sums - sums.mean() + plus[-1] / n)
    gained, _ = player_sums(plus, inside)
    left, total = player_sums(minus, outside)
    return gained - (total - left)


def weighted_shapley(game: GameLike, weights: ArrayLike) -> Allocation:
    """The weighted Shapley value: what T makes together is shared in proportion to the weights.

        φ_i = Σ_{T∋i} w_i / w(T) · d(T),        d(T) = Σ_{S⊆T} (−1)^{|T|−|S|} v(S)
            = Σ_{S∋i} p(S) w_i / w(S) · (v(S) − v(S∖i))

    p(S) is the chance that S are the first |S| players when the last of those left is drawn, again and again,
    in proportion to the weights: p(N) = 1, p(S) = Σ_{j∉S} p(S∪j) w_j / w(S∪j). A coalition with i only adds
    to its share and one without i only takes from it, so ranges are exact.

    Parameters
    ----------
    game : worths or costs of the coalitions, exact or as intervals
    weights : (n,) above zero; only their ratios matter, equal ones give the Shapley value

    Raises
    ------
    GameError    a weight a player, above zero

    Source
    ------
    Shapley 1953, Ph.D. thesis; Kalai & Samet 1987, Int. J. Game Theory 16, 205-222.

    Examples
    --------
    >>> print(weighted_shapley([0, 0, 0, 90], [1, 2]))
    1  30
    2  60
    """
    values = coalition_values(game)
    try:
        given = np.asarray(weights, dtype=np.float64)
    except (TypeError, ValueError):
        given = np.empty((0, 0))
    if given.shape != (values.n,) or not np.all(np.isfinite(given) & (given > 0)):
        raise GameError(
            Fault(
                where="weights",
                what=f"{values.n} players, but weights {weights!r:.80}",
                why="shares are proportional to the weights",
                fix="one number above zero a player, in the order of the players",
            )
        )
    check_room(values.n, copies=4)

    def rule(plus: FloatArray, minus: FloatArray) -> FloatArray:
        shares: FloatArray = np.zeros(values.n)
        _weighted(plus, minus, given / given.sum(), shares)
        return shares

    return share_linearly(values, rule)


@njit(cache=True)
def _weighted(plus: FloatArray, minus: FloatArray, weights: FloatArray, shares: FloatArray) -> None:
    n = weights.size
    heavy = np.zeros(plus.size)
    for bit in range(n):
        for mask in range(1 << bit):
            heavy[(1 << bit) + mask] = heavy[mask] + weights[bit]
    first = np.zeros(plus.size)
    first[plus.size - 1] = 1.0
    for mask in range(plus.size - 1, 0, -1):
        for i in range(n):
            if mask >> i & 1:
                last = first[mask] * weights[i] / heavy[mask]
                rest = mask ^ (1 << i)
                first[rest] += last
                shares[i] += last * (plus[mask] - minus[rest])


def dividends(game: GameLike) -> FloatArray:
    """Harsanyi's dividends: what each coalition makes beyond its parts.   d(T) = Σ_{S⊆T} (−1)^{|T|−|S|} v(S)

    Parameters
    ----------
    game : worths or costs of the coalitions; with intervals, those found

    Returns
    -------
    (2ⁿ,)

    Source
    ------
    Harsanyi 1959, Contributions to the Theory of Games IV, 325-355.

    Examples
    --------
    >>> dividends([0, 1, 2, 10])
    array([0., 1., 2., 7.])
    """
    values = coalition_values(game)
    made = values.found.copy()
    for bit in range(values.n):
        halves = made.reshape(-1, 2, 1 << bit)
        halves[:, 1] -= halves[:, 0]
    return made

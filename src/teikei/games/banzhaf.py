"""The Banzhaf value: what each player adds, on average over all coalitions of the others."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from teikei.base.errors import Fault, UndefinedError
from teikei.games.allocation import Allocation
from teikei.games.folds import player_sums
from teikei.games.linear import share_linearly
from teikei.games.values import CoalitionValues, GameLike, coalition_values

FloatArray = NDArray[np.float64]


def banzhaf(game: GameLike, normalised: bool = False) -> Allocation:
    """The Banzhaf value.        β_i = 2^{−(n−1)} Σ_{S∌i} (v(S∪i) − v(S))

    It does not hand out v(N). Normalised, it does:  β_i v(N) / Σ_j β_j;  of a vote, the Banzhaf index.

    Parameters
    ----------
    game : worths or costs of the coalitions, exact or as intervals
    normalised : scale the shares so that they add up to v(N)

    Returns
    -------
    Allocation; with intervals the exact range of each share, and normalised a range that surely holds it (the
    ratio of ranges, cut by what the others' ranges leave)

    Raises
    ------
    UndefinedError    normalised, and Σ β_j is zero or, with intervals, may be

    Source
    ------
    Banzhaf 1965, Rutgers Law Review 19, 317-343; Owen 1975, Naval Research Logistics 22, 741-750.

    Examples
    --------
    >>> banzhaf([0, 0, 0, 1, 0, 1, 0, 1], normalised=True).value
    array([0.6, 0.2, 0.2])
    """
    values = coalition_values(game)
    plain = share_linearly(values, _banzhaf)
    return _normalise(values, plain) if normalised and values.n else plain


def _banzhaf(plus: FloatArray, minus: FloatArray) -> FloatArray:
    n = plus.size.bit_length() - 1
    if n == 0:
        return np.zeros(0)
    gained, total = player_sums(plus, np.ones(n + 1))
    if plus is minus:
        return np.asarray((2 * gained - total) / 2 ** (n - 1))
    left, total = player_sums(minus, np.ones(n + 1))
    return np.asarray((gained - (total - left)) / 2 ** (n - 1))


def _normalise(game: CoalitionValues, plain: Allocation) -> Allocation:
    total = float(plain.value.sum())
    low_total, high_total = float(plain.low.sum()), float(plain.high.sum())
    tiny = 1e-12 * game.scale
    if abs(total) <= tiny or (low_total <= tiny and high_total >= -tiny):
        raise UndefinedError(
            Fault(
                where="banzhaf(normalised=True)",
                what=f"the shares add up to {total:g}, in the range [{low_total:g}, {high_total:g}]",
                why="they cannot be scaled to what all make together",
                fix="normalised=False, or narrower values",
            )
        )
    value = plain.value * (game.found[-1] / total)
    if game.exact:
        return Allocation.plain(game.players, value)
    low, high = _ratio(game, plain)
    return Allocation(game.players, value, np.minimum(low, value), np.maximum(high, value), certified=True)


def _ratio(game: CoalitionValues, plain: Allocation) -> tuple[FloatArray, FloatArray]:
    """Range of v(N) β_i / (β_i + rest) with β_i, the rest of the sum and v(N) each in its range.

    For a sum of one sign, β/(β + rest) rises or falls in each of the two alone, so its ends are at corners.
    """
    rest_low = plain.low.sum() - plain.low
    rest_high = plain.high.sum() - plain.high
    parts = [own / (own + rest) for own in (plain.low, plain.high) for rest in (rest_low, rest_high)]
    ends = [part * end for part in parts for end in (game.low[-1], game.high[-1])]
    return np.min(ends, axis=0), np.max(ends, axis=0)

"""The Owen value: sharing when players stand in blocks that bargain as one."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numba import njit
from numpy.typing import NDArray

from teikei.games.allocation import Allocation
from teikei.games.linear import share_linearly
from teikei.games.players import Player, partition_masks
from teikei.games.shapley import join_weights
from teikei.games.values import GameLike, coalition_values

FloatArray = NDArray[np.float64]
MaskArray = NDArray[np.int64]


def owen(game: GameLike, unions: Iterable[Iterable[Player]]) -> Allocation:
    """The Owen value for unions B_1 … B_m:  unions join in any order, and in each its players in any order.

        φ_i = Σ_{R⊆M∖k} r!(m−r−1)!/m! Σ_{T⊆B_k∖i} t!(b−t−1)!/b! (v(Q_R∪T∪i) − v(Q_R∪T))

    for i ∈ B_k, M = {1 … m}, Q_R = ∪_{l∈R} B_l, b = |B_k|.

    All single players, or all in one union, give the Shapley value.

    Parameters
    ----------
    game : worths or costs of the coalitions, exact or as intervals
    unions : sets of players (names or places) that hold each player once

    Returns
    -------
    Allocation; with intervals the exact range of each share

    Raises
    ------
    GameError    the unions do not hold each player once

    Source
    ------
    Owen 1977, Values of games with a priori unions, in Henn & Moeschlin (eds), 76-88.

    Examples
    --------
    Two of three decide, and 1 and 2 stand together:

    >>> print(owen([0, 0, 0, 1, 0, 1, 1, 1], [["1", "2"], ["3"]]))
    1  0.5
    2  0.5
    3  0
    """
    values = coalition_values(game)
    blocks = partition_masks(unions, values.players, "unions")
    _, outer_without = join_weights(max(len(blocks), 1))

    def rule(plus: FloatArray, minus: FloatArray) -> FloatArray:
        shares: FloatArray = np.zeros(values.n)
        for k, block in enumerate(blocks):
            outside = _unions_of([other for j, other in enumerate(blocks) if j != k])
            members = np.array([i for i in range(values.n) if block >> i & 1])
            inside = _unions_of([1 << int(i) for i in members])
            join, stay = join_weights(members.size)
            _within(plus, minus, outside, outer_without, inside, join, stay, members, shares)
        return shares

    return share_linearly(values, rule)


def _unions_of(masks: list[int]) -> MaskArray:
    """(2^k,) union of every subset of k masks."""
    joined = np.zeros(1, dtype=np.int64)
    for mask in masks:
        joined = np.concatenate([joined, joined | mask])
    return joined


@njit(cache=True)
def _within(  # type: ignore[no-untyped-def]
    plus, minus, outside, weight_outside, inside, join, stay, members, shares
):
    """Shares of the members of one block: over the sets of other blocks, and over the sets within it."""
    count = np.zeros(max(outside.size, inside.size), dtype=np.int64)
    for mask in range(1, count.size):
        count[mask] = count[mask >> 1] + (mask & 1)
    for r in range(outside.size):
        weight = weight_outside[count[r]]
        for t in range(inside.size):
            mask = outside[r] | inside[t]
            gained = weight * join[count[t]] * plus[mask]
            left = weight * stay[count[t]] * minus[mask]
            for k in range(members.size):
                shares[members[k]] += gained if t >> k & 1 else -left

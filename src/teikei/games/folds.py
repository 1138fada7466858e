"""One pass over all coalitions: weighted sums and largest excesses over the coalitions of each player."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
BLOCK_BITS = 11  # a block of values, its weights and its sums stay in the fastest cache


def player_sums(values: FloatArray, weights: FloatArray) -> tuple[FloatArray, float]:
    """For each player the weighted sum over the coalitions it is in, and the sum over all coalitions.

        sums[i] = Σ_{S∋i} weights[|S|] v(S),        total = Σ_S weights[|S|] v(S)

    2ⁿ multiplications: values are added up in blocks of 2¹¹; each block's total stands for the players of the
    upper bits, and the sums over blocks for those of the lower bits; both are then halved bit by bit.

    Parameters
    ----------
    values : (2ⁿ,)
    weights : (n + 1,) weight of a coalition by its number of players

    Returns
    -------
    (n,) sums, and the total

    Examples
    --------
    >>> player_sums(np.array([0.0, 1.0, 2.0, 4.0]), np.ones(3))
    (array([5., 6.]), 7.0)
    """
    n = values.size.bit_length() - 1
    low_bits = min(n, BLOCK_BITS)
    sums: FloatArray = np.zeros(n)
    total = float(_player_sums(values, np.ascontiguousarray(weights, dtype=np.float64), low_bits, sums))
    return sums, total


@njit(cache=True, fastmath={"reassoc", "contract", "nsz"})
def _player_sums(values: FloatArray, weights: FloatArray, low_bits: int, sums: FloatArray) -> float:
    n = sums.size
    block = 1 << low_bits
    blocks = values.size >> low_bits
    count = np.zeros(max(block, blocks), dtype=np.int64)
    for mask in range(1, count.size):
        count[mask] = count[mask >> 1] + (mask & 1)

    # weight by number of upper players (row) and lower mask (column): no popcount in the pass
    table = np.empty((n - low_bits + 1, block))
    for upper in range(n - low_bits + 1):
        for lower in range(block):
            table[upper, lower] = weights[upper + count[lower]]

    lower_sums = np.zeros(block)
    upper_sums = np.empty(blocks)
    for b in range(blocks):
        row = table[count[b]]
        part = values[b << low_bits : (b + 1) << low_bits]
        added = 0.0
        for lower in range(block):
            weighed = row[lower] * part[lower]
            lower_sums[lower] += weighed
            added += weighed
        upper_sums[b] = added

    _halve(lower_sums, low_bits, sums[:low_bits])
    return _halve(upper_sums, n - low_bits, sums[low_bits:])


@njit(cache=True)
def _halve(held: FloatArray, bits: int, sums: FloatArray) -> float:
    """Sum of the upper half goes to the highest bit; then that half is added to the lower one."""
    for bit in range(bits - 1, -1, -1):
        half = 1 << bit
        added = 0.0
        for mask in range(half):
            added += held[half + mask]
            held[mask] += held[half + mask]
        sums[bit] = added
    return float(held[0])


def player_maxima(values: FloatArray, shares: FloatArray) -> FloatArray:
    """For each player the largest excess of a coalition with it.    maxima[i] = max_{S∋i} v(S) − Σ_{j∈S} x_j

    Parameters
    ----------
    values : (2ⁿ,)
    shares : (n,) x

    Returns
    -------
    (n,)

    Examples
    --------
    >>> player_maxima(np.array([0.0, 1.0, 2.0, 4.0]), np.array([1.0, 3.0]))
    array([0., 0.])
    """
    n = values.size.bit_length() - 1
    maxima: FloatArray = np.full(n, -np.inf)
    _player_maxima(values, np.ascontiguousarray(shares, dtype=np.float64), min(n, BLOCK_BITS), maxima)
    return maxima


@njit(cache=True)
def _player_maxima(values: FloatArray, shares: FloatArray, low_bits: int, maxima: FloatArray) -> None:
    n = maxima.size
    block = 1 << low_bits
    blocks = values.size >> low_bits
    lower_share = np.zeros(block)
    for bit in range(low_bits):
        for mask in range(1 << bit):
            lower_share[(1 << bit) + mask] = lower_share[mask] + shares[bit]

    lower_best = np.full(block, -np.inf)
    for b in range(blocks):
        upper_share = 0.0
        for bit in range(n - low_bits):
            if b >> bit & 1:
                upper_share += shares[low_bits + bit]
        best = -np.inf
        for lower in range(block):
            excess = values[(b << low_bits) + lower] - upper_share - lower_share[lower]
            lower_best[lower] = max(lower_best[lower], excess)
            best = max(best, excess)
        for bit in range(n - low_bits):
            if b >> bit & 1:
                maxima[low_bits + bit] = max(maxima[low_bits + bit], best)
    for lower in range(block):
        for bit in range(low_bits):
            if lower >> bit & 1:
                maxima[bit] = max(maxima[bit], lower_best[lower])

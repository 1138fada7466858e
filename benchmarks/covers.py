"""Cuts from several covering rows at once, where each row alone says too little.

Of whole columns v in {0, 1} let every row of ``amounts · v ≥ needs`` hold, say the capacity that must leave
a place in every scenario. A cut w · v ≥ 1 that all such v satisfy and a fractional y misses by most is the
dual of

    max Σ_p λ_p,    Σ_p λ_p v_p ≤ y,    λ ≥ 0     (v_p the covers: choices that meet every row)

whose columns v_p are found when needed, as the cover that is cheapest at the dual prices w. Where the best is
1 or more, y is a mix of covers and no cut of these rows alone is missed.

Source: Boyd, Generating Fenchel cutting planes for knapsack polyhedra (1993), here for several rows.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from teikei.solve.blocks import Floats

#: A cut must be missed by this much to be worth a row; prices below NOTHING count as zero.
MISSED, NOTHING = 1e-3, 1e-9
#: Pivots of one search for a cut, and nodes of one search for the cheapest cover, before it is given up.
PIVOTS, NODES = 300, 20_000
#: Added to y, so that the first basis is not degenerate and columns at zero get no larger weight than needed.
LEAN = 1e-4
#: What rounding may take off the right-hand side of a cut.
ROUNDING = 1e-7


@njit(cache=True)
def cheapest_cover(
    weights: Floats, amounts: Floats, needs: Floats, nodes: int = NODES
) -> tuple[float, Any, bool]:
    """The choice of least weight that meets every row: min weights · v, amounts · v ≥ needs, v in {0, 1}.

    Parameters
    ----------
    weights : (column,) at least 0
    amounts : (row, column) at least 0
    needs : (row,)
    nodes : nodes of the search, depth first, before it is given up

    Returns
    -------
    Weight (infinite when even all columns do not meet the rows), the choice (column,), and whether it is
    proved the cheapest. The bound of a node is the dearest of its rows' fractional knapsacks.

    >>> weight, chosen, proved = cheapest_cover(
    ...     np.array([3.0, 2.0, 2.0]), np.array([[5.0, 3.0, 3.0], [4.0, 4.0, 1.0]]), np.array([5.0, 4.0])
    ... )
    >>> weight, chosen.astype(int).tolist(), proved
    (3.0, [1, 0, 0], True)
    """
    rows, columns = amounts.shape
    left = needs.astype(np.float64).copy()
    chosen = np.zeros(columns, np.bool_)
    best = np.zeros(columns, np.bool_)
    free = np.ones(columns, np.bool_)
    for a in range(columns):
        if weights[a] <= NOTHING:  # costs nothing, so it is taken
            chosen[a], free[a] = True, False
            left -= amounts[:, a]
    order = np.empty((rows, columns), np.int64)
    for k in range(rows):
        order[k] = np.argsort(weights / np.maximum(amounts[k], 1e-12))
    stack = np.empty(columns, np.int64)
    taken = np.empty(columns, np.bool_)
    depth, seen, weight, least = 0, 0, 0.0, np.inf
    down = True
    while True:
        if down:
            seen += 1
            if seen > nodes:
                return least, best, False
            more, row = _fractional(weights, amounts, left, free, order)
            if weight + more < least - NOTHING:
                if row < 0:
                    least = weight
                    best[:] = chosen
                else:
                    for at in range(columns):
                        a = order[row, at]
                        if free[a]:
                            break
                    stack[depth], taken[depth] = a, True
                    depth += 1
                    free[a], chosen[a] = False, True
                    weight += weights[a]
                    left -= amounts[:, a]
                    continue
        if depth == 0:
            return least, best, True
        a = stack[depth - 1]
        down = taken[depth - 1]
        if down:  # now without it
            taken[depth - 1], chosen[a] = False, False
            weight -= weights[a]
            left += amounts[:, a]
        else:
            free[a] = True
            depth -= 1


@njit(cache=True)
def _fractional(weights: Floats, amounts: Floats, left: Floats, free: Any, order: Any) -> tuple[float, int]:
    """The dearest fractional knapsack of the rows not yet met, and its row; -1 when all are met."""
    most, row = 0.0, -1
    for k in range(left.size):
        rest = left[k]
        if rest <= NOTHING:
            continue
        total = 0.0
        for a in order[k]:
            if not free[a] or amounts[k, a] <= 0.0:
                continue
            if amounts[k, a] >= rest:
                total += weights[a] * rest / amounts[k, a]
                rest = 0.0
                break
            total += weights[a]
            rest -= amounts[k, a]
        if rest > NOTHING:
            return np.inf, k
        if row < 0 or total > most:
            most, row = total, k
    return most, row


@njit(cache=True)
def strongest_cut(y: Floats, amounts: Floats, needs: Floats) -> tuple[float, Any]:
    """Weights w ≥ 0 of the cut w · v ≥ 1 that y misses by most, and by how much: 1 - w · y; 0 when by none.

    Parameters
    ----------
    y : (column,) between 0 and 1
    amounts : (row, column) at least 0
    needs : (row,)

    Every choice that meets all rows satisfies the cut, also where the search for the strongest ended early
    (PIVOTS, NODES). 0 is returned too when no choice meets the rows.

    Each row is met by one of two columns, so that y, half of each column, meets every row; but no column
    meets all three, and any two do:

    >>> missed, w = strongest_cut(
    ...     np.full(3, 0.5), np.array([[9.0, 9.0, 5.0], [5.0, 9.0, 9.0], [9.0, 5.0, 9.0]]), np.full(3, 9.0)
    ... )
    >>> round(missed, 3), w.round(3).tolist()  # 1 - (0.5 + 0.5 + 0.5) / 2
    (0.25, [0.5, 0.5, 0.5])
    """
    columns = y.size
    nothing = np.zeros(columns)
    inverse = np.eye(columns)
    point = y + LEAN * (1.0 + np.arange(columns) / columns)
    gain = np.zeros(columns)  # of the basis: 1 for a cover, 0 for slack
    entering = np.zeros(columns)
    found, weights = 0.0, nothing
    for _ in range(PIVOTS):
        prices = gain @ inverse
        slack = int(np.argmin(prices))
        if prices[slack] < -NOTHING:
            entering[:] = 0.0
            entering[slack] = 1.0
            worth = 0.0
        else:
            prices = np.where(prices > NOTHING, prices, 0.0)
            least, cover, proved = cheapest_cover(prices, amounts, needs, NODES)
            if not proved or not np.isfinite(least):
                break
            if least > MISSED:
                missed = 1.0 - float(prices @ y) / least
                if missed > found:
                    found, weights = missed, prices / (least - ROUNDING)
            if least >= 1.0 - 1e-7:
                break
            entering[:] = _thinned(cover, y, amounts, needs)
            worth = 1.0
        direction = inverse @ entering
        leaving, step = -1, np.inf
        for i in range(columns):
            if direction[i] > NOTHING and point[i] < step * direction[i]:
                leaving, step = i, float(point[i] / direction[i])
        if leaving < 0:
            break
        point -= step * direction
        point[leaving] = step
        pivot = inverse[leaving] / direction[leaving]
        for i in range(columns):
            if i != leaving:
                inverse[i] -= direction[i] * pivot
        inverse[leaving] = pivot
        gain[leaving] = worth
        if gain @ point > 1.0 + 4.0 * LEAN * columns:  # y is a mix of covers
            break
    return (found, weights) if found > MISSED else (0.0, nothing)


@njit(cache=True)
def _thinned(cover: Any, y: Floats, amounts: Floats, needs: Floats) -> Floats:
    """The cover without what it does not need, least of y first."""
    kept: Floats = cover.astype(np.float64)
    over = amounts @ kept - needs
    for a in np.argsort(y):
        if kept[a] > 0.0 and (over >= amounts[:, a]).all():
            kept[a] = 0.0
            over = over - amounts[:, a]
    return kept

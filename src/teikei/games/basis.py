"""The basis of a small dense linear program in compiled loops: n + 1 columns, its inverse, and its pivots.

The program is the dual of one level of a nucleolus (`teikei.games.levels`):

    max Σ_S λ_S v(S) + Σ_i μ_i l_i + Σ_T ν_T b_T    λ, μ ≥ 0, ν free
    Σ_S λ_S 1_S + Σ_i μ_i e_i + Σ_T ν_T 1_T = 0,    Σ_S w_S λ_S = 1

A column is a row of the level: (1_S, w_S) of a coalition, (e_i, 0) of a lower limit, (1_T, 0) of a
coalition that is settled. Multipliers of the n + 1 equations are the shares x and the excess ε. Ties are
broken by the lexicographic rule (Dantzig, Orden & Wolfe 1955), so that no basis comes twice.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from teikei.games.loops import NONE, Floats, Ids, inner_loop, machine_integer

#: What a column of the basis stands for.
COALITION, LIMIT, SETTLED, AUXILIARY = map(machine_integer, range(4))
#: Entries of a direction below this are taken as zero; those of 0/1 matrices of this size are far above.
PIVOT = 1e-9
#: A weight above this is positive: its column is tight in every optimum.
POSITIVE = 1e-9
#: Weights closer than this are equal; they add up to one.
TIE = 1e-12


class Basis(NamedTuple):
    """A basis.

    Attributes
    ----------
    masks : (m,) coalition of each column
    kinds : (m,) COALITION, LIMIT, SETTLED (free, never leaves) or AUXILIARY
    rows : (m, m) row i is column i of the program
    ends : (m,) coefficient of each column in the objective
    inverse : (m, m) of the matrix whose columns are `rows`; its last column holds the weights λ, μ, ν
    order : (m, m) inverse times the basis at the start, which breaks ties
    """

    masks: Ids
    kinds: Ids
    rows: Floats
    ends: Floats
    inverse: Floats
    order: Floats


@inner_loop
def make_basis(m: int) -> Basis:
    """An empty basis for m equations."""
    return Basis(
        np.zeros(m, np.int64),
        np.zeros(m, np.int64),
        np.zeros((m, m)),
        np.zeros(m),
        np.zeros((m, m)),
        np.zeros((m, m)),
    )


@inner_loop
def refresh(basis: Basis) -> bool:
    """Invert the basis anew and restart the order of ties; False if it is singular."""
    m = basis.masks.size
    work = np.empty((m, m))
    inverse = basis.inverse
    for i in range(m):
        for k in range(m):
            work[k, i] = basis.rows[i, k]
            inverse[i, k] = 1.0 if i == k else 0.0
            basis.order[i, k] = 1.0 if i == k else 0.0
    for k in range(m):
        best = k
        for i in range(k + 1, m):
            if abs(work[i, k]) > abs(work[best, k]):
                best = i
        if abs(work[best, k]) < PIVOT:
            return False
        if best != k:
            for c in range(m):
                work[k, c], work[best, c] = work[best, c], work[k, c]
                inverse[k, c], inverse[best, c] = inverse[best, c], inverse[k, c]
        scale = 1.0 / work[k, k]
        for c in range(m):
            work[k, c] *= scale
            inverse[k, c] *= scale
        for i in range(m):
            factor = work[i, k]
            if i != k and factor != 0.0:
                for c in range(m):
                    work[i, c] -= factor * work[k, c]
                    inverse[i, c] -= factor * inverse[k, c]
    return True


@inner_loop
def multipliers(basis: Basis, y: Floats) -> None:
    """y = (x, ε) of the basis: all its columns hold with equality."""
    m = y.size
    for k in range(m):
        y[k] = 0.0
    for i in range(m):
        end = basis.ends[i]
        for k in range(m):
            y[k] += end * basis.inverse[i, k]


@inner_loop
def direction(basis: Basis, column: Floats, into: Floats) -> None:
    """The column in terms of the basis."""
    m = column.size
    for i in range(m):
        total = 0.0
        for k in range(m):
            total += basis.inverse[i, k] * column[k]
        into[i] = total


@inner_loop
def leaving(basis: Basis, step: Floats) -> int:
    """The column that leaves when `step` enters: least λ / step, ties by order; -1 if none limits it."""
    m = step.size
    chosen, best = NONE, np.inf
    for i in range(m):
        if basis.kinds[i] == SETTLED or step[i] <= PIVOT:
            continue
        ratio = max(basis.inverse[i, m - 1], 0.0) / step[i]
        if ratio < best - TIE:
            chosen, best = i, ratio
        elif ratio <= best + TIE:
            for k in range(m):
                gap = basis.order[i, k] / step[i] - basis.order[chosen, k] / step[chosen]
                if gap < -TIE:
                    chosen, best = i, min(ratio, best)
                if abs(gap) > TIE:
                    break
    return chosen


@inner_loop
def pivot(basis: Basis, at: int, step: Floats) -> None:
    """Bring `step` into the basis at position `at`; the caller writes masks, kinds, rows and ends."""
    m = step.size
    scale = 1.0 / step[at]
    for k in range(m):
        basis.inverse[at, k] *= scale
        basis.order[at, k] *= scale
    for i in range(m):
        factor = step[i]
        if i != at and factor != 0.0:
            for k in range(m):
                basis.inverse[i, k] -= factor * basis.inverse[at, k]
                basis.order[i, k] -= factor * basis.order[at, k]

"""The rows of a nucleolus generated so far, and the linear program of one level over them, in compiled loops.

    min ε    x(S) + w_S ε ≥ v(S)  for the rows that are not settled,    x_i ≥ l_i,    x(T) = b_T  if settled

It is solved on its dual (`teikei.games.basis`), where a new row is a new column and the weights found stay
feasible.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from teikei.games.basis import (
    AUXILIARY,
    COALITION,
    PIVOT,
    Basis,
    direction,
    leaving,
    multipliers,
    pivot,
    refresh,
)
from teikei.games.loops import NONE, Floats, Ids, inner_loop, vector_loop

#: More pivots than this in one level mean that something is wrong.
MOST_PIVOTS = 20000
#: The inverse is made anew after so many pivots.
REFRESH_EVERY = 60


class Pool(NamedTuple):
    """Rows generated so far.

    Attributes
    ----------
    masks : (room,) coalition
    kinds : (room,) COALITION or LIMIT
    rows : (m, room) coefficients of (x, ε)
    ends : (room,) v(S), or the lower limit of a share
    open : (room,) False if settled: a combination of rows that are
    filled : (1,) how many
    slack, slope : (room,) room to work in
    """

    masks: Ids
    kinds: Ids
    rows: Floats
    ends: Floats
    open: NDArray[np.bool_]
    filled: Ids
    slack: Floats
    slope: Floats


@inner_loop
def make_pool(m: int, room: int) -> Pool:
    """An empty pool."""
    return Pool(
        np.empty(room, np.int64),
        np.empty(room, np.int64),
        np.empty((m, room)),
        np.empty(room),
        np.empty(room, np.bool_),
        np.zeros(1, np.int64),
        np.empty(room),
        np.empty(room),
    )


@inner_loop
def add_row(pool: Pool, mask: int, kind: int, end: float, weights: Floats) -> bool:
    """Put a row in; False if there is no room."""
    p = pool.filled[0]
    if p == pool.masks.size:
        return False
    m = pool.rows.shape[0]
    size = 0
    for i in range(m - 1):
        member = (mask >> i) & 1
        size += member
        pool.rows[i, p] = member
    pool.rows[m - 1, p] = weights[size] if kind == COALITION else 0.0
    pool.masks[p], pool.kinds[p], pool.ends[p], pool.open[p] = mask, kind, end, True
    pool.filled[0] = p + 1
    return True


@vector_loop
def combine(pool: Pool, y: Floats, into: Floats) -> None:
    """rows · y of every row."""
    count = pool.filled[0]
    for p in range(count):
        into[p] = 0.0
    for k in range(y.size):
        factor = y[k]
        if factor != 0.0:
            row = pool.rows[k]
            for p in range(count):
                into[p] += factor * row[p]


@inner_loop
def displaced(pool: Pool, basis: Basis, entering: int, column: Floats, step: Floats) -> int:
    """Position that a column of the pool would take, -1 if none; fills `column` and its `step`."""
    for k in range(column.size):
        column[k] = pool.rows[k, entering]
    direction(basis, column, step)
    return leaving(basis, step)


@inner_loop
def exchange(pool: Pool, basis: Basis, entering: int, at: int, step: Floats) -> None:
    """Column `entering` of the pool takes position `at` of the basis."""
    pivot(basis, at, step)
    basis.masks[at] = pool.masks[entering]
    basis.kinds[at] = pool.kinds[entering]
    basis.ends[at] = pool.ends[entering]
    for k in range(step.size):
        basis.rows[at, k] = pool.rows[k, entering]


@inner_loop
def improve(pool: Pool, basis: Basis, y: Floats, tolerance: float) -> int:
    """Pivot until no open row is violated by more than the tolerance; pivots made, or -1."""
    m = y.size
    step, column = np.empty(m), np.empty(m)
    fresh = 0
    for pivots in range(MOST_PIVOTS):
        combine(pool, y, pool.slack)
        entering, worst = NONE, tolerance
        for p in range(pool.filled[0]):
            violation = pool.ends[p] - pool.slack[p]
            if violation > worst and pool.open[p]:
                entering, worst = p, violation
        if entering < 0:
            if fresh == 0:
                return pivots
        else:
            at = displaced(pool, basis, entering, column, step)
            if at < 0:
                return -1
            exchange(pool, basis, entering, at, step)
            for k in range(m):
                y[k] += worst * basis.inverse[at, k]
            fresh += 1
        if fresh >= REFRESH_EVERY or entering < 0:
            if not refresh(basis):
                return -1
            multipliers(basis, y)
            fresh = 0
    return -1


@inner_loop
def lower(pool: Pool, basis: Basis, y: Floats, auxiliary: int) -> int:
    """Let ε fall from where the auxiliary column holds it until rows alone hold it; pivots made, or -1.

    Parametric: x moves so that every open row keeps holding, and the row that stops it enters the basis.
    """
    m = y.size
    step, column, along = np.empty(m), np.empty(m), np.empty(m)
    for pivots in range(MOST_PIVOTS):
        for k in range(m):
            along[k] = basis.inverse[auxiliary, k]
        combine(pool, y, pool.slack)
        combine(pool, along, pool.slope)
        entering, nearest = NONE, np.inf
        for p in range(pool.filled[0]):
            if pool.slope[p] <= PIVOT or not pool.open[p]:
                continue
            ratio = max(pool.slack[p] - pool.ends[p], 0.0) / pool.slope[p]
            if ratio < nearest or (ratio == nearest and pool.slope[p] > pool.slope[entering]):
                entering, nearest = p, ratio
        if entering < 0:
            return -1
        at = displaced(pool, basis, entering, column, step)
        if at < 0:
            return -1
        for k in range(m):
            y[k] -= nearest * along[k]
        exchange(pool, basis, entering, at, step)
        if at == auxiliary:
            return pivots + 1
    return -1


@inner_loop
def put_auxiliary(basis: Basis, at: int, level: float) -> None:
    """Replace position `at` by the column (0, 1): it holds ε at `level`."""
    m = basis.masks.size
    basis.masks[at], basis.kinds[at], basis.ends[at] = 0, AUXILIARY, level
    for k in range(m):
        basis.rows[at, k] = 0.0
    basis.rows[at, m - 1] = 1.0

"""The program of one level over a pool of rows, against SciPy's linprog."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from teikei.games.basis import COALITION, LIMIT, SETTLED, make_basis, multipliers, refresh
from teikei.games.loops import Floats, Ids, outer_loop
from teikei.games.master import Pool, add_row, improve, lower, make_pool, put_auxiliary


@outer_loop
def _level(
    masks: Ids, ends: Floats, alone: Floats, total: float, fall: bool
) -> tuple[int, Floats, Floats, Pool]:
    """ε over the rows given, from the basis of the single players; or from above, by the parametric way."""
    n = alone.size
    weights = np.ones(n + 1)
    basis, pool = make_basis(n + 1), make_pool(n + 1, masks.size + n)
    for f in range(masks.size):
        add_row(pool, masks[f], COALITION, ends[f], weights)
    for i in range(n):
        add_row(pool, 1 << i, LIMIT, alone[i], weights)
    basis.masks[0], basis.kinds[0], basis.ends[0] = (1 << n) - 1, SETTLED, total
    for i in range(n):
        basis.masks[i + 1], basis.kinds[i + 1], basis.ends[i + 1] = 1 << i, LIMIT, alone[i]
        basis.rows[0, i], basis.rows[i + 1, i] = 1.0, 1.0
    y = np.zeros(n + 1)
    if fall:
        # x = the limits but for the last player, who gets the rest; ε so high that every row holds
        put_auxiliary(basis, n, 1000.0)
    else:
        basis.kinds[1:] = COALITION
        basis.rows[1:, n] = 1.0
    if not refresh(basis):
        return -2, y, basis.inverse[:, n].copy(), pool
    multipliers(basis, y)
    pivots = 0
    if fall:
        pivots = lower(pool, basis, y, n)
    if pivots >= 0:
        pivots = improve(pool, basis, y, 1e-10)
    return pivots, y, basis.inverse[:, n].copy(), pool


@pytest.mark.parametrize("fall", [False, True])
@pytest.mark.parametrize("seed", range(8))
def test_the_level_is_that_of_linprog(seed: int, fall: bool) -> None:
    rng = np.random.default_rng(seed)
    n = 5
    masks = np.arange(1, (1 << n) - 1)
    member = ((masks[:, None] >> np.arange(n)) & 1).astype(float)
    ends = rng.integers(0, 12, masks.size).astype(float)
    alone = np.zeros(n)
    ends[[0, 1, 3, 7, 15]] = alone
    pivots, y, weights, pool = _level(masks, ends, alone, 20.0, fall)
    assert pivots >= 0
    checked = linprog(
        np.r_[np.zeros(n), 1.0],
        A_ub=-np.c_[member, np.ones(masks.size)],
        b_ub=-ends,
        A_eq=[np.r_[np.ones(n), 0.0]],
        b_eq=[20.0],
        bounds=[(0, None)] * n + [(None, None)],
    )
    assert y[n] == pytest.approx(checked.fun)
    assert y[:n].sum() == pytest.approx(20.0)
    assert (member @ y[:n] + y[n] >= ends - 1e-8).all()
    assert (y[:n] >= -1e-8).all()
    assert np.sort(weights)[1:].min() >= -1e-12  # one weight, that of all together, may be negative
    assert pool.filled[0] == masks.size + n


def test_the_pool_says_when_it_is_full() -> None:
    assert not _overfull()


@outer_loop
def _overfull() -> bool:
    pool = make_pool(3, 1)
    weights = np.ones(3)
    return add_row(pool, 1, COALITION, 0.0, weights) and add_row(pool, 2, COALITION, 0.0, weights)

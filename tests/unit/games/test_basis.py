"""The small basis, against NumPy's inverse; ties and free columns by hand."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.games.basis import (
    COALITION,
    SETTLED,
    Basis,
    direction,
    leaving,
    make_basis,
    multipliers,
    pivot,
    refresh,
)
from teikei.games.loops import Floats, Ids, outer_loop

# all three together (settled), and {1}, {2}, {3}; the columns are (members, weight of ε)
ROWS = np.array([[1.0, 1, 1, 0], [1, 0, 0, 1], [0, 1, 0, 1], [0, 0, 1, 1]])
KINDS = np.array([SETTLED, COALITION, COALITION, COALITION])


@outer_loop
def _solved(
    rows: Floats, ends: Floats, kinds: Ids, column: Floats
) -> tuple[bool, Floats, Floats, int, Basis]:
    """Multipliers, direction of a column, who leaves for it, and the basis after the exchange."""
    m = ends.size
    basis = make_basis(m)
    for i in range(m):
        basis.ends[i], basis.kinds[i] = ends[i], kinds[i]
        for k in range(m):
            basis.rows[i, k] = rows[i, k]
    fine = refresh(basis)
    y, step = np.zeros(m), np.zeros(m)
    multipliers(basis, y)
    direction(basis, column, step)
    at = leaving(basis, step)
    if fine and at >= 0:
        pivot(basis, at, step)
    return fine, y, step, at, basis


def test_multipliers_and_exchange() -> None:
    ends = np.array([12.0, 1.0, 2.0, 3.0])
    entering = np.array([1.0, 1.0, 0.0, 1.0])  # the coalition {1, 2}
    fine, y, step, at, basis = _solved(ROWS, ends, KINDS, entering)
    assert fine
    # x_i = v_i − ε and Σ x = 12: ε = (6 − 12) / 3 = −2
    np.testing.assert_allclose(y, [3, 4, 5, -2])
    np.testing.assert_allclose(step @ ROWS, entering, atol=1e-12)
    # 1_{12} = ⅓ N + ⅔ e1 + ⅔ e2 − ⅓ e3 in (members, ε): N stays; {1} and {2} tie at λ = ⅓
    np.testing.assert_allclose(step, [1 / 3, 2 / 3, 2 / 3, -1 / 3])
    assert at in (1, 2)
    after = ROWS.copy()
    after[at] = entering
    np.testing.assert_allclose(basis.inverse @ after.T, np.eye(4), atol=1e-12)
    # weights after: λ_12 = ½, λ_3 = ½, the tied one 0, N −½
    np.testing.assert_allclose(sorted(basis.inverse[:, 3]), [-0.5, 0, 0.5, 0.5], atol=1e-12)


def test_a_settled_column_never_leaves() -> None:
    kinds = np.full(4, SETTLED)
    assert _solved(ROWS, np.zeros(4), kinds, np.array([1.0, 1, 0, 1]))[3] == -1


def test_a_singular_basis_is_noticed() -> None:
    rows = ROWS.copy()
    rows[2] = rows[1]
    assert not _solved(rows, np.zeros(4), KINDS, np.ones(4))[0]


@pytest.mark.parametrize("seed", range(5))
def test_the_inverse_is_that_of_numpy(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = rng.integers(0, 2, (4, 4)).astype(float) + 2 * np.eye(4)[rng.permutation(4)]
    fine, _, _, _, basis = _solved(rows, np.zeros(4), np.full(4, SETTLED), np.ones(4))
    assert fine == (np.linalg.matrix_rank(rows) == 4)
    if fine:
        np.testing.assert_allclose(basis.inverse, np.linalg.inv(rows.T), atol=1e-10)

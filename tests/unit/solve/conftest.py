"""A program that no solver finishes in a test's time."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.solve.program import CompiledProgram, Program


def hard_milp() -> CompiledProgram:
    """A market-split program: far beyond what any solver proves in seconds."""
    r = np.random.default_rng(1)
    p = Program("hard")
    n, m = 60, 40
    x = p.add_columns("x", {"k": np.arange(n)}, upper=1, objective=r.integers(10, 50, n), integer=True)
    weights = r.integers(1, 60, (m, n)) * (r.random((m, n)) < 0.5)
    i, j = np.nonzero(weights)
    p.add_rows("r", {"k": np.arange(m)}, upper=300, rows=i, columns=x.ids[j], values=weights[i, j])
    return p.compile()


def two_hard() -> CompiledProgram:
    """Two such programs side by side: two components."""
    one = hard_milp()
    n, m = one.objective.size, one.row_lower.size
    p = Program("two hard")
    x = p.add_columns(
        "x",
        {"k": np.arange(2 * n)},
        upper=1,
        objective=np.r_[one.objective, one.objective[::-1]],
        integer=True,
    )
    i, j = one.matrix.tocoo().row, one.matrix.tocoo().col
    p.add_rows(
        "r",
        {"k": np.arange(2 * m)},
        upper=300,
        rows=np.r_[i, i + m],
        columns=x.ids[np.r_[j, j + n]],
        values=np.tile(one.matrix.tocoo().data, 2),
    )
    return p.compile()


@pytest.fixture(scope="session")
def hard() -> CompiledProgram:
    return hard_milp()

"""A program that grows by rows: by hand, and against the same rows all at once."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from cutsets import Row
from relaxation import Relaxation


def row(columns: list[int], values: list[float], lower: float) -> Row:
    return Row(np.array(columns), np.array(values), lower)


def test_rows_bounds_and_looks_ahead_by_hand() -> None:
    # min 2 a + 3 b, a + b ≥ 1 in the unit square: a = 1, 2; with a + 2 b ≥ 2 too: b = 1 and a = 0, 3,
    # the mix a = 0, b = 1 meets both
    program = Relaxation(np.array([2.0, 3.0]), np.zeros(2), np.ones(2))
    assert program.solve() == 0.0
    program.add([row([0, 1], [1.0, 1.0], 1.0)])
    assert program.solve() == pytest.approx(2.0)
    program.add([row([0, 1], [1.0, 2.0], 2.0)])
    assert program.solve() == pytest.approx(3.0)
    assert program.x == pytest.approx([0.0, 1.0])
    # b = 0: a ≥ 2 is impossible; a = 1: b = 0.5, 2 + 1.5 = 3.5
    assert program.look_ahead(1, 0.0, 100.0) == np.inf
    program.hold(np.array([1]), np.zeros(1), np.ones(1))
    assert program.look_ahead(0, 1.0, 100.0) == pytest.approx(3.5)
    program.hold(np.array([0]), np.zeros(1), np.ones(1))
    assert program.solve() == pytest.approx(3.0)
    program.add([row([0], [1.0], 2.0)])
    assert program.solve() == np.inf


def test_a_row_set_aside_comes_back_when_it_is_missed() -> None:
    program = Relaxation(np.array([1.0, 1.0]), np.zeros(2), np.ones(2))
    program.add([row([0], [1.0], 0.5), row([0, 1], [1.0, 1.0], 0.25)])
    for _ in range(3):
        assert program.solve() == pytest.approx(0.5)  # the second says nothing
    program.set_aside(2)
    assert len(program.rows) == 1
    assert len(program.every_row()) == 2
    assert program.bring_back() == 0  # it is met
    program.hold(np.array([0]), np.zeros(1), np.zeros(1))
    assert program.solve() == np.inf
    other = Relaxation(np.array([1.0, 1.0]), np.zeros(2), np.ones(2))
    other.add([row([0, 1], [1.0, 1.0], 0.25), row([1], [1.0], 0.5)])
    for _ in range(3):
        other.solve()
    other.set_aside(2)
    other.x = np.zeros(2)  # a point that misses both
    assert other.bring_back() == 1
    assert len(other.rows) == 2


@pytest.mark.parametrize("seed", range(10))
def test_row_by_row_or_at_once_is_the_same(seed: int) -> None:
    rng = np.random.default_rng(seed)
    cost, matrix, lower = (
        rng.uniform(1, 9, 8),
        rng.integers(0, 4, (12, 8)).astype(float),
        rng.uniform(0, 5, 12),
    )
    program = Relaxation(cost, np.zeros(8), np.full(8, 3.0))
    for values, least in zip(matrix, lower, strict=True):
        used = np.flatnonzero(values)
        program.add([Row(used, values[used], float(least))])
        value = program.solve()
        program.set_aside(1)
    while program.bring_back():
        value = program.solve()
    known = linprog(cost, A_ub=-matrix, b_ub=-lower, bounds=(0, 3))
    assert value == pytest.approx(known.fun if known.status == 0 else np.inf)
    # a bound that is enough ends it early, and is a bound
    if known.status == 0:
        assert program.solve(0.5 * value) <= value + 1e-9

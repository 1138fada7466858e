"""Cuts of several covering rows: against all choices written out, and by hand."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy.optimize import linprog

from covers import LEAN, cheapest_cover, strongest_cut
from teikei.solve.blocks import Floats


def covers(amounts: Floats, needs: Floats) -> Floats:
    """(choice, column): every choice that meets all rows."""
    every = itertools.product([0.0, 1.0], repeat=amounts.shape[1])
    return np.array([one for one in every if (amounts @ np.array(one) >= needs).all()])


def drawn(seed: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Weights, y, amounts and needs, in whole numbers so that rows can be met exactly."""
    rng = np.random.default_rng(seed)
    columns, rows = rng.integers(3, 9), rng.integers(1, 4)
    amounts = rng.integers(0, 10, (rows, columns)).astype(float)
    needs = np.round(amounts.sum(axis=1) * rng.uniform(0.2, 0.8))
    return rng.random(columns), 0.6 * rng.random(columns), amounts, needs


@pytest.mark.parametrize("seed", range(40))
def test_the_cheapest_cover_is_the_cheapest_of_all(seed: int) -> None:
    weights, _, amounts, needs = drawn(seed)
    weight, chosen, proved = cheapest_cover(weights, amounts, needs)
    assert proved
    assert weight == pytest.approx((covers(amounts, needs) @ weights).min(), abs=1e-8)
    assert weight == pytest.approx(weights @ chosen, abs=1e-8)
    assert (amounts @ chosen >= needs).all()


@pytest.mark.parametrize("seed", range(40))
def test_every_cover_satisfies_the_cut_and_no_cut_is_missed_by_more(seed: int) -> None:
    _, y, amounts, needs = drawn(seed)
    missed, weights = strongest_cut(y, amounts, needs)
    points = covers(amounts, needs)
    # the same by a linear program over all covers: min w · (y + lean), w · v ≥ 1 for each cover v, w ≥ 0
    lean = LEAN * (1.0 + np.arange(y.size) / y.size)
    all_at_once = linprog(y + lean, A_ub=-points, b_ub=-np.ones(len(points)))
    assert missed == pytest.approx(max(1.0 - all_at_once.x @ y, 0.0), abs=2e-3)
    if missed > 0.0:
        assert (points @ weights >= 1.0 - 1e-9).all()
        assert missed == pytest.approx(1.0 - weights @ y, abs=1e-6)


def test_rows_together_say_more_than_each_alone() -> None:
    # Scenario k needs 9 and arc k carries only 5 in it: any two arcs do, one does not. y = (½, ½, ½) mixes
    # covers of each single row, e.g. of the first ½ {1} + ½ {2}; together w = ½ on each: 1 - ¾ = ¼.
    amounts = np.array([[5.0, 9.0, 9.0], [9.0, 5.0, 9.0], [9.0, 9.0, 5.0]])
    half = np.full(3, 0.5)
    for k in range(3):
        assert strongest_cut(half, amounts[k : k + 1], np.array([9.0]))[0] == 0.0
    missed, weights = strongest_cut(half, amounts, np.full(3, 9.0))
    assert missed == pytest.approx(0.25, abs=1e-6)
    assert weights == pytest.approx(half, abs=1e-6)


def test_a_point_that_meets_the_rows_misses_no_cut() -> None:
    # 7 + 5 ≥ 10 with the first two columns
    assert strongest_cut(np.array([1.0, 1.0, 0.0]), np.array([[7.0, 5.0, 6.0]]), np.array([10.0]))[0] == 0.0


def test_rows_that_nothing_meets_have_no_cover_and_no_cut() -> None:
    # 3 + 4 < 8
    amounts, needs = np.array([[3.0, 4.0]]), np.array([8.0])
    weight, _, proved = cheapest_cover(np.array([1.0, 1.0]), amounts, needs)
    assert (weight, proved) == (np.inf, True)
    assert strongest_cut(np.array([0.5, 0.5]), amounts, needs)[0] == 0.0


def test_a_search_ended_early_says_so() -> None:
    # one node is the root only: no choice is found, and none is proved
    weight, _, proved = cheapest_cover(np.array([1.0, 1.0]), np.array([[3.0, 4.0]]), np.array([7.0]), 1)
    assert (weight, proved) == (np.inf, False)

"""Levels of the nucleolus from the loops: known levels, depth, rows at hand, full pools."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.games.families import random_game
from teikei.games.levels import DONE, FULL, STUCK, Levels, make_levels, solve_levels, solve_rows
from teikei.games.loops import Floats, outer_loop
from teikei.games.values import CoalitionValues

TALMUD = CoalitionValues([0, 0, 0, 0, 0, 100, 200, 300]).low


@outer_loop
def _levels(
    values: Floats, bounded: bool, weights: Floats, depth: int, tolerance: float, batch: int, room: int
) -> tuple[int, Floats, Levels]:
    """The way in from Python, which the loops themselves do not need."""
    return solve_levels(values, bounded, weights, depth, tolerance, batch, room)


def test_levels_of_the_talmud_game() -> None:
    status, y, levels = _levels(TALMUD, True, np.ones(4), 9, 1e-8, 12, 100)
    assert status == DONE
    np.testing.assert_allclose(y[:3], [50, 100, 150])
    # {1} and {2,3} miss −50 each; then {2} and {1,3} miss −100
    assert levels.counts[0] == 2
    np.testing.assert_allclose(levels.excess[:2], [-50, -100])


def test_depth_one_stops_at_the_least_core() -> None:
    status, y, levels = _levels(TALMUD, False, np.ones(4), 1, 1e-8, 12, 100)
    assert status == DONE
    assert levels.counts[0] == 1
    assert y[3] == pytest.approx(-50)


def test_a_full_pool_is_reported() -> None:
    values = random_game(2, 9, 5).low
    assert _levels(values, True, np.ones(10), 9, 1e-6, 36, 28)[0] == FULL


@pytest.mark.parametrize("kind", [1, 2, 3, 4])
@pytest.mark.parametrize("n", [6, 12])
def test_rows_that_settled_anything_are_enough(kind: int, n: int) -> None:
    values = random_game(kind, n, 31).low
    tolerance = 1e-10 * np.abs(values).max()
    status, y, levels = _levels(values, True, np.ones(n + 1), n, tolerance, 4 * n, 5000)
    assert status == DONE
    settled = {int(m) for k in range(levels.counts[0]) for m in levels.masks[k]}
    start = [*(1 << i for i in range(n)), values.size - 1]
    others = sorted((settled | {start[-1] ^ 1 << i for i in range(n)}) - set(start) - {0})
    masks = np.array([*start, *others])
    again, z, _ = solve_rows(masks, values[masks], True, np.ones(n + 1), tolerance, -1, make_levels(n))
    assert again == DONE
    np.testing.assert_allclose(z[:n], y[:n], atol=1e-6)


def test_rows_that_leave_a_level_unbounded() -> None:
    # only single players and all together: ε of a second level could fall for ever
    masks = np.array([1, 2, 4, 7])
    ends = np.array([0.0, 0.0, 0.0, 6.0])
    status, y, _ = solve_rows(masks, ends, False, np.ones(4), 1e-9, -1, make_levels(3))
    assert status == DONE  # three players alone settle everything: 2 each
    np.testing.assert_allclose(y[:3], 2)
    four = solve_rows(
        np.array([1, 2, 4, 8, 15, 3, 12]),
        np.array([0, 0, 0, 0, 4.0, 4.0, 4.0]),
        False,
        np.ones(5),
        1e-9,
        -1,
        make_levels(4),
    )
    assert four[0] in (DONE, STUCK)
    if four[0] == DONE:
        np.testing.assert_allclose(four[1][:4], 1)


def test_taking_up_a_level_keeps_those_below() -> None:
    values = random_game(4, 7, 3).low
    grand = values.size - 1
    masks = np.array([*(1 << i for i in range(7)), grand, *(grand ^ 1 << i for i in range(7))])
    status, _, levels = solve_rows(masks, values[masks], True, np.ones(8), 1e-9, -1, make_levels(7))
    assert status == DONE
    first = levels.excess[0]
    more = np.r_[masks, 3]
    status, _, after = solve_rows(more, np.r_[values[masks], -50.0], True, np.ones(8), 1e-9, 1, levels)
    assert status == DONE
    assert after.excess[0] == first

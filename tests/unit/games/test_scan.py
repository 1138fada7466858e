"""Passes over all coalitions, against NumPy on the same games."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.games.loops import Floats, outer_loop
from teikei.games.scan import Found, largest_absolute, make_found, most_over, scan


@outer_loop
def _found(values: Floats, x: Floats, excess: Floats, nulls: Floats, per_head: bool, room: int) -> Found:
    found = make_found(room)
    scan(values, x, excess, nulls, per_head, 1e-9, found)
    return found


def random_table(n: int, seed: int) -> tuple[Floats, Floats, Floats]:
    """Values, shares, and the members of every coalition."""
    rng = np.random.default_rng(seed)
    members = ((np.arange(1 << n)[:, None] >> np.arange(n)) & 1).astype(float)
    values = rng.normal(size=1 << n)
    values[0] = 0
    return values, rng.normal(size=n), members


@pytest.mark.parametrize("n", [2, 3, 7, 10])
def test_the_largest_excess(n: int) -> None:
    values, x, members = random_table(n, n)
    over = (values - members @ x)[1:-1]
    mask, most = most_over(values, x)
    assert mask == over.argmax() + 1
    assert most == pytest.approx(over.max())


@pytest.mark.parametrize("values", [[0.0], [0.0, -3.0, 2.0, 1.0], [0.0, 1e-300, 5e200, -4.0]])
def test_the_largest_absolute_value(values: list[float]) -> None:
    assert largest_absolute(np.array(values)) == np.abs(values).max()


@pytest.mark.parametrize("per_head", [False, True])
@pytest.mark.parametrize("n", [4, 9, 11])
def test_the_most_violated_are_found(n: int, per_head: bool) -> None:
    values, x, members = random_table(n, 7 * n)
    # second level: player 1 is settled, so what counts is whether others than 1 and all the others are in S
    nulls = np.array([np.r_[1.0, -1.0, np.zeros(n - 2)], np.r_[0.0, 1.0, -1.0, np.zeros(n - 3)]])
    size = np.maximum(members.sum(axis=1), 1) if per_head else np.ones(1 << n)
    over = (values - members @ x) / size
    levels = np.array([np.quantile(over, 0.95), np.quantile(over, 0.7)])
    lacking = np.zeros(1 << n)
    for k in (1, 0):  # the first level below an excess decides
        reached = over > levels[k] + 1e-9
        lacking[reached] = np.where(members @ nulls[k] != 0, over - levels[k], 0)[reached]
    expected = np.sort(lacking[lacking > 0])[::-1]
    found = _found(values, x, levels, nulls, per_head, 6)
    count = int(found.filled[0])
    assert count == min(6, expected.size)
    np.testing.assert_allclose(np.sort(found.excess[:count])[::-1], expected[:count], atol=1e-12)
    for k in range(count):
        mask, excess, level = found.masks[k], found.excess[k], found.level[k]
        assert over[mask] - levels[level] == pytest.approx(excess)
        assert members[mask] @ nulls[level] != 0


def test_nothing_is_found_below_the_last_level() -> None:
    values, x, _ = random_table(9, 3)
    top = np.array([values.max() + np.abs(x).sum()])
    assert _found(values, x, top, np.ones((1, 9)), False, 4).filled[0] == 0

"""The Banzhaf value."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.base.errors import UndefinedError
from teikei.games.banzhaf import banzhaf
from teikei.games.values import CoalitionValues


def test_average_of_what_is_added() -> None:
    # player 1 adds 1 to nobody and 10 − 2 to player 2: 4.5; player 2 adds 2 and 9: 5.5
    np.testing.assert_allclose(banzhaf([0, 1, 2, 10]).value, [4.5, 5.5])


def test_it_need_not_add_up_but_normalised_does() -> None:
    majority = [0, 0, 0, 1, 0, 1, 1, 1]
    assert banzhaf(majority).total == pytest.approx(1.5)
    assert banzhaf(majority, normalised=True).total == pytest.approx(1.0)


def test_range_by_hand() -> None:
    # β_1 = (v(1) + v(12) − v(2))/2 as for two players Shapley's
    share = banzhaf(CoalitionValues([0, 1, 3, 5], [0, 2, 4, 8]))
    assert (share.low[0], share.value[0], share.high[0]) == (1.0, 1.5, 3.5)


def test_normalised_range_holds_all_corners() -> None:
    draw = np.random.default_rng(0)
    low = np.array([bin(mask).count("1") ** 2 for mask in range(16)], dtype=float)
    high = low + np.where(low > 0, draw.random(16), 0)
    share = banzhaf(CoalitionValues(low, high), normalised=True)
    assert share.certified
    for _ in range(300):
        corner = np.where(draw.random(16) < 0.5, low, high)
        found = banzhaf(corner, normalised=True).value
        assert np.all(share.low <= found + 1e-12)
        assert np.all(found <= share.high + 1e-12)


def test_no_scale_no_normalised_value() -> None:
    with pytest.raises(UndefinedError):
        banzhaf([0, 1, -1, 0], normalised=True)
    with pytest.raises(UndefinedError):  # Σ β = v(1) + v(2) + … may be zero inside the box
        banzhaf(CoalitionValues([0, -1, -1, -1], [0, 1, 1, 1]), normalised=True)
    assert banzhaf([0.0], normalised=True).n == 0

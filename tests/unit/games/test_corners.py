"""Corners that push shares apart."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.base.errors import Fault, UndefinedError
from teikei.games.corners import SampledRange, adversarial_corners, sampled_range
from teikei.games.shapley import shapley
from teikei.games.values import CoalitionValues

BOX = CoalitionValues([0, 1, 1, 3, 1, 3, 3, 6], [0, 2, 3, 5, 4, 6, 7, 9])


def test_number_of_corners_and_that_they_are_corners() -> None:
    corners = list(adversarial_corners(BOX, samples=5))
    assert len(corners) == 2 + 2 * 4 + 5
    for corner in corners:
        assert corner.exact
        assert np.all((corner.low == BOX.low) | (corner.low == BOX.high))


def test_each_player_is_pushed_to_its_ends_of_the_shapley_value() -> None:
    # what i adds is largest when all coalitions with i are high and all others low: one of the corners
    exact = shapley(BOX)
    seen = sampled_range(BOX, lambda corner: shapley(corner).value, samples=0)
    np.testing.assert_allclose(seen.low, exact.low)
    np.testing.assert_allclose(seen.high, exact.high)
    assert not seen.certified
    assert seen.certificate == SampledRange(corners=10, undefined=0)


def test_exact_values_are_asked_once() -> None:
    asked = []

    def rule(corner: CoalitionValues) -> list[float]:
        asked.append(corner)
        return [1.0]

    assert sampled_range(CoalitionValues([0, 1]), rule).certified
    assert len(asked) == 1


def test_corners_without_an_answer_are_counted() -> None:
    def rule(corner: CoalitionValues) -> list[float]:
        if corner.low[1] > 1:
            raise UndefinedError(Fault("a", "b", "c", "d"))
        return [0.0]

    share = sampled_range(CoalitionValues([0, 1], [0, 2]), rule, samples=0)
    assert share.certificate.undefined == 3  # all high, and two of the four others
    with pytest.raises(UndefinedError):  # at the values found there must be one
        sampled_range(CoalitionValues([0, 2], [0, 3]), rule)


def test_the_draw_can_be_repeated() -> None:
    one, two = (
        [corner.low.tolist() for corner in adversarial_corners(BOX, samples=3, seed=8)] for _ in range(2)
    )
    assert one == two

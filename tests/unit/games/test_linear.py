"""Exact ranges of linear rules."""

from __future__ import annotations

import numpy as np

from teikei.games.linear import share_linearly
from teikei.games.values import CoalitionValues


def marginal(plus: np.ndarray, minus: np.ndarray) -> np.ndarray:
    """What player 2 adds to player 1: v(12) − v(1)."""
    return np.array([plus[3] - minus[1]])


def test_bounds_take_the_worst_end_of_every_value() -> None:
    # v(12) in [5, 8], v(1) in [1, 2]: between 5 − 2 and 8 − 1; at the values found 5 − 1
    game = CoalitionValues([0, 1, 0, 5], [0, 2, 0, 8])
    share = share_linearly(game, lambda plus, minus: np.repeat(marginal(plus, minus), 2))
    assert (share.low[0], share.value[0], share.high[0], share.certified) == (3.0, 4.0, 7.0, True)


def test_costs_are_shared_as_costs() -> None:
    # the cost found is the high one: 8 − 2
    game = CoalitionValues([0, 1, 0, 5], [0, 2, 0, 8], kind="cost")
    share = share_linearly(game, lambda plus, minus: np.repeat(marginal(plus, minus), 2))
    assert (share.low[0], share.value[0], share.high[0]) == (3.0, 6.0, 7.0)


def test_exact_values_have_no_range() -> None:
    share = share_linearly(CoalitionValues([0, 1]), lambda plus, minus: plus[1:] - minus[:1])
    assert share.low[0] == share.high[0] == share.value[0] == 1.0

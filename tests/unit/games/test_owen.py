"""The Owen value against the orders in which unions stay together."""

from __future__ import annotations

from itertools import pairwise, permutations

import numpy as np
import pytest

from teikei.base.errors import GameError
from teikei.games.owen import owen
from teikei.games.shapley import shapley


def by_orders(values: np.ndarray, unions: list[list[int]]) -> np.ndarray:
    n = len(values).bit_length() - 1
    of = {player: k for k, union in enumerate(unions) for player in union}
    shares, orders = np.zeros(n), 0
    for order in permutations(range(n)):
        blocks = [of[player] for player in order]
        changes = sum(a != b for a, b in pairwise(blocks))
        if changes != len(unions) - 1:
            continue  # a union is torn apart
        orders, mask = orders + 1, 0
        for player in order:
            shares[player] += values[mask | 1 << player] - values[mask]
            mask |= 1 << player
    return shares / orders


@pytest.mark.parametrize("unions", [[[0, 3], [1], [2, 4]], [[4, 1, 2], [0, 3]], [[0], [1], [2], [3], [4]]])
def test_average_over_orders_that_keep_unions(unions: list[list[int]]) -> None:
    values = np.random.default_rng(3).normal(size=32)
    values[0] = 0
    np.testing.assert_allclose(owen(values, unions).value, by_orders(values, unions), atol=1e-12)


def test_trivial_unions_give_the_shapley_value() -> None:
    values = np.random.default_rng(4).normal(size=16)
    values[0] = 0
    for unions in ([[0, 1, 2, 3]], [[0], [1], [2], [3]]):
        np.testing.assert_allclose(owen(values, unions).value, shapley(values).value, atol=1e-12)


@pytest.mark.parametrize(
    "unions", [[["1"]], [["1", "2"], ["2", "3"]], [["1", "2", "3"], []], [["1", "2", "4"]]]
)
def test_unions_hold_each_player_once(unions: list[list[str]]) -> None:
    with pytest.raises(GameError):
        owen([0, 0, 0, 1, 0, 1, 1, 1], unions)

"""The Shapley value, plain and weighted, against the averages over orders that define it."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from teikei.base.errors import GameError
from teikei.games.shapley import dividends, shapley, weighted_shapley
from teikei.games.values import CoalitionValues


def by_orders(values: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
    """Average of what players add, over orders drawn from the last one back, by weight."""
    n = len(values).bit_length() - 1
    weights = np.ones(n) if weights is None else weights
    shares = np.zeros(n)
    for order in permutations(range(n)):
        chance, mask = 1.0, 0
        added = np.zeros(n)
        for place, player in enumerate(order):
            chance *= weights[player] / weights[list(order[: place + 1])].sum()
            added[player] = values[mask | 1 << player] - values[mask]
            mask |= 1 << player
        shares += chance * added
    return shares


def random_values(n: int, seed: int = 0) -> np.ndarray:
    values = np.random.default_rng(seed).normal(size=1 << n)
    values[0] = 0
    return values


@pytest.mark.parametrize("n", [1, 2, 3, 6])
def test_average_over_orders(n: int) -> None:
    values = random_values(n)
    np.testing.assert_allclose(shapley(values).value, by_orders(values), atol=1e-12)


@pytest.mark.parametrize("n", [1, 2, 3, 6])
def test_weighted_average_over_orders(n: int) -> None:
    values, weights = random_values(n), np.arange(1.0, n + 1)
    share = weighted_shapley(values, weights)
    np.testing.assert_allclose(share.value, by_orders(values, weights), atol=1e-12)
    # a multiple of the weights changes nothing; equal weights give the Shapley value
    np.testing.assert_allclose(weighted_shapley(values, 7 * weights).value, share.value, atol=1e-12)
    np.testing.assert_allclose(weighted_shapley(values, np.ones(n)).value, shapley(values).value, atol=1e-12)


def test_nobody_and_one() -> None:
    assert shapley([0.0]).value.shape == (0,)
    assert shapley([0.0, 3.0]).as_dict() == {"1": 3.0}


def test_costs_stay_costs() -> None:
    cost = CoalitionValues([0, 1, 2, 2], kind="cost")
    # (1 + (2 − 2))/2 and (2 + (2 − 1))/2
    np.testing.assert_allclose(shapley(cost).value, [0.5, 1.5])


def test_range_by_hand() -> None:
    # φ_1 = (v(1) + v(12) − v(2))/2: low (1 + 5 − 4)/2, found (1 + 5 − 3)/2, high (2 + 8 − 3)/2
    share = shapley(CoalitionValues([0, 1, 3, 5], [0, 2, 4, 8]))
    assert (share.low[0], share.value[0], share.high[0]) == (1.0, 1.5, 3.5)


def test_the_largest_table_in_use_is_shared_without_a_copy() -> None:
    import tracemalloc

    values = np.zeros(1 << 20)
    values[-1] = 20
    shapley(values)  # compiled before memory is watched
    tracemalloc.start()
    share = shapley(values)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    np.testing.assert_allclose(share.value, 1.0)
    assert peak < values.nbytes / 4


@pytest.mark.parametrize("weights", [[1], [1, 0], [1, -1], [1, float("nan")], [[1, 2]]])
def test_bad_weights(weights: list[float]) -> None:
    with pytest.raises(GameError) as caught:
        weighted_shapley([0, 1, 1, 2], weights)
    assert caught.value.faults[0].where == "weights"


def test_dividends_add_up_to_the_values() -> None:
    values = random_values(5)
    made = dividends(CoalitionValues(values))
    masks = np.arange(32)
    again = [made[(masks & mask) == masks].sum() for mask in masks]
    np.testing.assert_allclose(again, values, atol=1e-12)
    # each dividend is shared by its members alike
    shares = [sum(made[m] / m.bit_count() for m in range(32) if m >> i & 1) for i in range(5)]
    np.testing.assert_allclose(shapley(values).value, shares, atol=1e-12)


def test_dividends_take_any_game() -> None:
    assert dividends({"a": 1, "b": 2, ("a", "b"): 10}).tolist() == [0, 1, 2, 7]


def test_weights_are_numbers() -> None:
    with pytest.raises(GameError, match="weights"):
        weighted_shapley([0, 1, 1, 4], ["a", "b"])

"""Sums and maxima over the coalitions of each player, against loops over all masks."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.games import folds


@pytest.mark.parametrize("n", [0, 1, 2, 5, 10])
@pytest.mark.parametrize("block_bits", [0, 1, 3, 11])  # a block smaller than the game, and one it fits in
def test_sums_are_those_of_a_loop(n: int, block_bits: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folds, "BLOCK_BITS", block_bits)
    draw = np.random.default_rng(n)
    values, weights = draw.normal(size=1 << n), draw.normal(size=n + 1)
    sums, total = folds.player_sums(values, weights)
    weighed = np.array([weights[mask.bit_count()] * values[mask] for mask in range(1 << n)])
    masks = np.arange(1 << n)
    np.testing.assert_allclose(sums, [weighed[masks >> i & 1 == 1].sum() for i in range(n)], atol=1e-12)
    assert total == pytest.approx(weighed.sum(), abs=1e-12)


@pytest.mark.parametrize("n", [1, 2, 5, 10])
@pytest.mark.parametrize("block_bits", [0, 3, 11])
def test_maxima_are_those_of_a_loop(n: int, block_bits: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folds, "BLOCK_BITS", block_bits)
    draw = np.random.default_rng(n)
    values, shares = draw.normal(size=1 << n), draw.normal(size=n)
    masks = np.arange(1 << n)
    excess = values - np.array([sum(shares[i] for i in range(n) if mask >> i & 1) for mask in masks])
    found = folds.player_maxima(values, shares)
    np.testing.assert_allclose(found, [excess[masks >> i & 1 == 1].max() for i in range(n)], atol=1e-12)


def test_values_are_not_changed() -> None:
    values = np.arange(16.0)
    values.flags.writeable = False
    folds.player_sums(values, np.ones(5))
    folds.player_maxima(values, np.ones(4))
    np.testing.assert_array_equal(values, np.arange(16.0))

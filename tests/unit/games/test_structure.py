"""The best partition, against all partitions."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.base.errors import GameError
from teikei.games.partition_values import partitions
from teikei.games.structure import best_parts, lower_ceilings, optimal_partition, superadditive_cover
from teikei.games.values import CoalitionValues


def best_by_enumeration(values: np.ndarray, mask: int) -> float:
    return max(sum(values[part] for part in parts) for parts in partitions(mask))


@pytest.mark.parametrize("seed", range(5))
def test_best_of_all_partitions(seed: int) -> None:
    values = np.random.default_rng(seed).normal(size=64)
    values[0] = 0
    found = optimal_partition(values)
    assert found.value == pytest.approx(best_by_enumeration(values, 63))
    parts = [sum(1 << int(name) - 1 for name in part) for part in found.coalitions]
    assert sum(parts) == 63
    assert sum(values[part] for part in parts) == pytest.approx(found.value)
    assert found.best.answer == "yes"
    cover = superadditive_cover(values)
    np.testing.assert_allclose(cover[1:], [best_by_enumeration(values, mask) for mask in range(1, 64)])
    assert sum(values[part] for part in best_parts(values, cover, 22)) == pytest.approx(cover[22])


def test_costs_are_made_small() -> None:
    found = optimal_partition(CoalitionValues([0, 1, 2, 4], [0, 1, 2, 5], kind="cost"))
    assert found.coalitions == (("1",), ("2",))
    assert (found.low, found.value, found.high) == (3.0, 3.0, 3.0)
    assert found.best.answer == "yes"


def test_intervals_by_hand() -> None:
    # apart 3, together 2 to 4: the best makes 3 to 4, and which one it is stays open
    found = optimal_partition(CoalitionValues([0, 1, 2, 2], [0, 1, 2, 4]))
    assert (found.low, found.value, found.high) == (3.0, 3.0, 4.0)
    assert (found.best.answer, found.best.margin) == ("undetermined", -1.0)
    assert found.best.witness == (("1", "2"),)
    # together 3.5 to 4: best whatever the values
    sure = optimal_partition(CoalitionValues([0, 1, 2, 3.5], [0, 1, 2, 4]))
    assert (sure.coalitions, sure.best.answer) == ((("1", "2"),), "yes")


def test_a_part_that_both_share_does_not_blur_the_answer() -> None:
    # 1 and 2 gain by pairing whatever 3 makes alone, and 3 belongs to no pair
    low = np.array([0, 0, 0, 5, 0, 0, 0, 0], dtype=float)
    high = low.copy()
    high[4] = 100
    assert optimal_partition(CoalitionValues(low, high)).best.answer == "yes"


@pytest.mark.parametrize("seed", range(20))
def test_yes_holds_at_all_corners(seed: int) -> None:
    draw = np.random.default_rng(seed)
    low = draw.random(8)
    high = low + 0.2 * draw.random(8)
    low[0] = high[0] = 0
    found = optimal_partition(CoalitionValues(low, high))
    parts = [sum(1 << int(name) - 1 for name in part) for part in found.coalitions]
    beaten = False
    for mask in range(128):
        corner = np.where(np.append(False, [mask >> k & 1 for k in range(7)]), high, low)
        best = best_by_enumeration(corner, 7)
        assert found.low - 1e-9 <= best <= found.high + 1e-9
        beaten |= best > sum(corner[part] for part in parts) + 1e-9
    assert beaten == (found.best.answer == "undetermined")


def test_ceilings_by_hand() -> None:
    # v(1) ≤ v(12) − v(2) = 8 − 3
    ceilings = lower_ceilings(np.array([0.0, 2, 3, 5]), np.array([0.0, 9, 9, 8]))
    np.testing.assert_array_equal(ceilings, [0, 5, 6, 8])


def test_too_many_players() -> None:
    with pytest.raises(GameError):
        optimal_partition(np.zeros(1 << 21))


def test_nobody() -> None:
    assert optimal_partition([0.0]).coalitions == ()

"""The Myerson value: the closed form against the Shapley value of the restricted game."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.base.errors import GameError
from teikei.games.myerson import myerson, neighbours, restricted
from teikei.games.shapley import shapley
from teikei.games.values import CoalitionValues

GRAPHS = [
    [],
    [(0, 1)],
    [(0, 1), (1, 2), (2, 3), (3, 4)],
    [(0, 1), (0, 2), (0, 3), (0, 4)],
    [(0, 1), (1, 2), (2, 0), (3, 4)],
    [(i, j) for i in range(5) for j in range(i)],
]


def worth_by_parts(values: np.ndarray, mask: int, links: list[tuple[int, int]]) -> float:
    """Sum over the parts found by joining, link by link."""
    parts = [1 << i for i in range(5) if mask >> i & 1]
    for i, j in links:
        ends = 1 << i | 1 << j
        if mask & ends == ends:
            joined = [part for part in parts if part & ends]
            parts = [part for part in parts if not part & ends] + [sum(set(joined))]
    return float(sum(values[part] for part in parts))


@pytest.mark.parametrize("links", GRAPHS)
def test_restricted_game_and_its_shapley_value(links: list[tuple[int, int]]) -> None:
    values = np.random.default_rng(5).normal(size=32)
    values[0] = 0
    made = restricted(values, links)
    np.testing.assert_allclose(
        made.low, [worth_by_parts(values, mask, links) for mask in range(32)], atol=1e-12
    )
    np.testing.assert_allclose(myerson(values, links).value, shapley(made).value, atol=1e-12)


def test_component_efficiency_and_fairness() -> None:
    values = np.random.default_rng(6).normal(size=32)
    values[0] = 0
    share = myerson(values, [(0, 1), (1, 2), (3, 4)]).value
    assert share[:3].sum() == pytest.approx(values[0b00111])
    assert share[3:].sum() == pytest.approx(values[0b11000])
    # fairness: a link gives both its ends the same
    without = myerson(values, [(0, 1), (3, 4)]).value
    assert share[1] - without[1] == pytest.approx(share[2] - without[2])


def test_restricted_intervals_keep_kind_and_names() -> None:
    game = CoalitionValues([0, 1, 2, 3], [0, 2, 4, 6], players=("a", "b"), kind="cost")
    made = restricted(game, [])
    assert (made.players, made.kind) == (("a", "b"), "cost")
    np.testing.assert_array_equal(made.high, [0, 2, 4, 6])
    assert made.interval(3) == (3.0, 6.0)


@pytest.mark.parametrize("links", [[("a", "a")], [("a", "c")], [("a",)], [("a", "b", "b")], [(0, 2)]])
def test_bad_links(links: list[tuple[str, ...]]) -> None:
    with pytest.raises(GameError):
        neighbours(links, ("a", "b"))  # type: ignore[arg-type]


def test_a_link_is_a_pair() -> None:
    with pytest.raises(GameError, match="does not join two"):
        myerson([0, 1, 1, 4], [1])  # type: ignore[list-item]

"""Families of games, each on an example worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.base.errors import GameError
from teikei.games import families


def test_sums_and_sizes() -> None:
    np.testing.assert_array_equal(families.subset_sums([1, 2, 4]), range(8))
    np.testing.assert_array_equal(families.sizes(3), [0, 1, 1, 2, 1, 2, 2, 3])


def test_bankruptcy() -> None:
    # 200 less what the others claim: 2 and 3 find 200 − 100, 3 alone nothing
    game = families.bankruptcy(200, [100, 200, 300])
    np.testing.assert_array_equal(game.low, [0, 0, 0, 0, 0, 0, 100, 200])
    assert families.bankruptcy(10, [1, 2]).low[0] == 0  # more than is claimed: nobody still gets nothing


def test_airport_and_majority() -> None:
    runway = families.airport([2, 1, 3])
    assert runway.kind == "cost"
    np.testing.assert_array_equal(runway.low, [0, 2, 1, 2, 3, 3, 3, 3])
    np.testing.assert_array_equal(families.weighted_majority(3, [2, 1, 1]).low, [0, 0, 0, 1, 0, 1, 0, 1])


def test_gloves_and_assignment_agree_where_they_must() -> None:
    # a glove game is an assignment game with gain 1 for every pair
    np.testing.assert_array_equal(families.glove(2, 3).low, families.assignment(np.ones((2, 3))).low)
    # 5 + 6 or 8 + 7
    assert families.assignment([[5, 8], [7, 6]]).value([0, 1, 2, 3]) == 15.0
    assert families.assignment([[5, 8], [7, 6]]).value([0, 3]) == 8.0


def test_random_games_draw_as_that_compiler_does() -> None:
    # after seed 1 rand() gives 41, 18467, 6334, 26500, 19169 …, as its manual's example programs print
    np.testing.assert_array_equal(families.random_game(2, 2, 1).low, [0, 0, 0, 42])
    # v(N) = 41 + 100, then pairs 3, 5, 6: 18467 % 200 + 1, 6334 % 200 + 1, 26500 % 200 + 1
    np.testing.assert_array_equal(families.random_game(1, 3, 1).low, [0, 0, 0, 68, 0, 135, 101, 141])
    # type 3: digits 1, 7, 4, 0, 9, …: v(N−1), v(N−1−2), v(N−1−3), v(N−2) won, v(N−2−3) lost at the 9
    values = families.random_game(3, 3, 1).low
    np.testing.assert_array_equal(values[[7, 6, 4, 2, 5, 1]], [1, 1, 1, 1, 1, 0])


@pytest.mark.parametrize(("kind", "n"), [(5, 3), (0, 3), (1, 1), (2, 31)])
def test_bad_random_games(kind: int, n: int) -> None:
    with pytest.raises(GameError):
        families.random_game(kind, n, 1)


def test_connections_on_a_path() -> None:
    # 1 – 2 – 3 is links (0,1) and (1,2): bits 0 and 2
    links, payoffs = families.connections(3, 0.5, 0.2)
    assert links == ((0, 1), (0, 2), (1, 2))
    np.testing.assert_allclose(payoffs[0b101], [0.5 + 0.25 - 0.2, 1 - 0.4, 0.5 + 0.25 - 0.2])
    np.testing.assert_array_equal(payoffs[0], 0)


def test_coauthors_on_a_path() -> None:
    # the middle has two projects: 1/2 + 1 + 1/2 each
    _, payoffs = families.coauthors(3)
    np.testing.assert_allclose(payoffs[0b101], [2, 4, 2])


def test_nobody_is_matched_at_a_loss() -> None:
    # the first seller loses 5 by the first buyer and gains 2 by the second
    assert families.assignment([[-5, 2]]).low.tolist() == [0, 0, 0, 0, 0, 2, 0, 2]

"""Levels of a table in one call: the same proof as the parts give, and what happens when the loops stop."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.games import table
from teikei.games.families import random_game
from teikei.games.table import examine_levels, solve_table
from teikei.games.values import CoalitionValues


@pytest.mark.parametrize("per_head", [False, True])
@pytest.mark.parametrize("n", [2, 3, 6])
def test_the_figures_are_those_of_a_second_look(n: int, per_head: bool) -> None:
    game = random_game(1, n, 8)
    x, proof = solve_table(game.low, game.players, True, per_head, n)
    assert proof is not None
    assert proof.holds
    figures, tolerance = examine_levels(
        game.low, x, True, per_head, (proof.excess, proof.masks, proof.kinds, proof.weights)
    )
    assert figures == (proof.balance, proof.tightness, proof.breach, proof.rank)
    assert tolerance == proof.tolerance == pytest.approx(1e-8 * np.abs(game.low).max())
    assert proof.passes >= 1
    assert proof.rows <= (1 << n) + 3 * n


def test_one_level_is_sound_but_leaves_shares_open() -> None:
    game = random_game(2, 6, 8)
    _, proof = solve_table(game.low, game.players, False, False, 1)
    assert proof is not None
    assert proof.sound
    assert len(proof.excess) == 1
    whole, complete = solve_table(game.low, game.players, False, False, 6)
    assert complete is not None
    assert complete.excess[0] == pytest.approx(proof.excess[0])
    assert proof.holds == (proof.rank == 6)
    assert whole.sum() == pytest.approx(game.low[-1])


def test_without_room_there_is_no_certificate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "ROOM", 1)
    game = random_game(2, 5, 8)
    assert solve_table(game.low, game.players, True, False, 5)[1] is None


def test_a_game_of_zeros() -> None:
    game = CoalitionValues(np.zeros(8))  # read-only, as all tables: another kind of array would compile anew
    x, proof = solve_table(game.low, game.players, True, False, 3)
    np.testing.assert_array_equal(x, 0)
    assert proof is not None
    assert proof.holds

"""The levels by ordinary programs agree with the loops, which share no code with them."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.games.families import random_game
from teikei.games.nucleolus import Rule, solve_worths
from teikei.games.sequential import solve_sequence


@pytest.mark.parametrize("bounded", [True, False])
@pytest.mark.parametrize("per_head", [True, False])
@pytest.mark.parametrize("kind", [1, 2, 3, 4])
def test_programs_and_loops_agree(kind: int, per_head: bool, bounded: bool) -> None:
    game = random_game(kind, 6, 99)
    scale = float(np.abs(game.low).max())
    programs = solve_sequence(game.low, bounded, per_head, 1e-10 * scale)
    shares, _ = solve_worths(game.low, game.players, Rule("nucleolus", bounded, per_head))
    np.testing.assert_allclose(programs.x, shares, atol=1e-7 * scale)
    assert programs.programs >= len(programs.excess)


def test_levels_of_the_talmud_game() -> None:
    programs = solve_sequence(np.array([0, 0, 0, 0, 0, 100, 200, 300.0]), True, False, 1e-8)
    np.testing.assert_allclose(programs.x, [50, 100, 150])
    np.testing.assert_allclose(programs.excess, [-50, -100])

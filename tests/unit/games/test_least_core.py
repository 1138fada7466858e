"""The least core: ε by hand, at corners of intervals, for costs."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from teikei.base.errors import GameError
from teikei.games import table
from teikei.games.core import excesses
from teikei.games.families import random_game
from teikei.games.least_core import corner_of, least_core
from teikei.games.values import CoalitionValues


def test_majority() -> None:
    found = least_core([0, 0, 0, 1, 0, 1, 1, 1])
    # two thirds for every pair, which wants one
    assert found.epsilon == found.low == found.high == pytest.approx(1 / 3)
    assert found.allocation.value == pytest.approx([1 / 3] * 3)
    assert found.allocation.certified
    assert found.weights == pytest.approx({("1", "2"): 0.5, ("1", "3"): 0.5, ("2", "3"): 0.5})


@pytest.mark.parametrize("kind", [1, 2, 3, 4])
def test_epsilon_is_that_of_linprog_and_reached(kind: int) -> None:
    n = 6
    game = random_game(kind, n, 5)
    member = ((np.arange(1 << n)[:, None] >> np.arange(n)) & 1).astype(float)[1:-1]
    checked = linprog(
        np.r_[np.zeros(n), 1.0],
        A_ub=-np.c_[member, np.ones(len(member))],
        b_ub=-game.low[1:-1],
        A_eq=[np.r_[np.ones(n), 0.0]],
        b_eq=[game.low[-1]],
        bounds=(None, None),
    )
    found = least_core(game)
    assert found.epsilon == pytest.approx(checked.fun)
    assert excesses(game, found.allocation.value).low[1:-1].max() == pytest.approx(found.epsilon)


def test_intervals_by_their_corners() -> None:
    game = CoalitionValues([0, 0, 0, 1, 0, 1, 1, 1.5], [0, 0, 0, 1.2, 0, 1.2, 1.2, 2.1])
    found = least_core(game)
    # ε = pair − ⅔ v(N):  1 − ⅔ 1.5 = 0 at the values found;  1 − ⅔ 2.1 and 1.2 − ⅔ 1.5 at the corners
    assert found.epsilon == pytest.approx(0, abs=1e-12)
    assert found.low == pytest.approx(1 - 1.4)
    assert found.high == pytest.approx(0.2)
    assert not found.allocation.certified
    assert corner_of(game, "best").low[-1] == 2.1
    assert corner_of(game, "worst").low.tolist() == [0, 0, 0, 1.2, 0, 1.2, 1.2, 1.5]


def test_costs() -> None:
    found = least_core(CoalitionValues([0, 1, 1, 1, 1, 1, 1, 2], kind="cost"))
    # thirds of 2 make a pair pay 4/3 for what costs it 1
    assert found.epsilon == pytest.approx(1 / 3)
    assert found.allocation.value == pytest.approx([2 / 3] * 3)


def test_one_player_has_no_coalition() -> None:
    with pytest.raises(GameError):
        least_core([0, 1])


def test_a_level_that_fails_is_done_again(monkeypatch: pytest.MonkeyPatch) -> None:
    game = random_game(2, 5, 1)
    expected = least_core(game)
    monkeypatch.setattr(table, "ROOM", 1)
    again = least_core(game)
    assert again.epsilon == pytest.approx(expected.epsilon)

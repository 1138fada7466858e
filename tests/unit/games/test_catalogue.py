"""Published games: every answer that a rule of the package knows is found again."""

from __future__ import annotations

import numpy as np
import pytest

from teikei import games
from teikei.base.errors import GameError
from teikei.games.catalogue import Published, catalogue, published

RULES = {
    "shapley": games.shapley,
    "nucleolus": games.nucleolus,
    "prenucleolus": games.prenucleolus,
    "per_capita_nucleolus": games.per_capita_nucleolus,
    "tau": games.tau_value,
    "gately": games.gately,
    "banzhaf_normalised": lambda game: games.banzhaf(game, normalised=True),
    "owen of {1, 2}, {3}": lambda game: games.owen(game, [["1", "2"], ["3"]]),
    "myerson on 1-2-3": lambda game: games.myerson(game, [("1", "2"), ("2", "3")]),
}


@pytest.mark.parametrize("one", catalogue(), ids=lambda one: one.name)
def test_published_answers(one: Published) -> None:
    game = one.game
    assert one.answers
    assert one.source
    for rule, answer in one.answers.items():
        np.testing.assert_allclose(RULES[rule](game).value, answer, rtol=0, atol=one.tolerance)
        assert sum(answer) == pytest.approx(game.value(game.grand), abs=game.n * one.tolerance)


def test_names_are_unique_and_found() -> None:
    names = [one.name for one in catalogue()]
    assert len(set(names)) == len(names)
    assert published("tva").game.players == ("navigation", "flood_control", "power")


def test_unknown_name() -> None:
    with pytest.raises(GameError) as caught:
        published("lemair")
    assert "'lemaire'" in caught.value.faults[0].fix

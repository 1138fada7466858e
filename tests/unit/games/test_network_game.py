"""Payoffs and links bound together."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.base.errors import GameError
from teikei.games.linear_form import LinearForm
from teikei.games.links import Links
from teikei.games.network_game import network_game
from teikei.games.network_payoffs import NetworkPayoffs


def test_names_come_from_whoever_has_them() -> None:
    table = np.zeros((2, 3))
    assert network_game(table, [(0, 1)]).players == ("1", "2", "3")
    assert network_game(table, Links([(0, 1)], players=["a", "b", "c"])).players == ("a", "b", "c")
    named = NetworkPayoffs(table, players=["a", "b", "c"])
    game = network_game(named, [("a", "c")])
    assert game.payoffs is named
    assert game.links.members == ((0, 2),)


def test_which_networks_can_be() -> None:
    links = Links([(0, 1), (1, 2), (0, 2)], signed=[0], needs={2: [1]})
    game = network_game(np.zeros((8, 3)), links, feasible=lambda mask: mask != 0b111)
    assert [mask for mask in range(8) if game.admits(mask)] == [0b001, 0b011]
    assert game.network(None, 1) == 1
    assert game.network(["1-2", "2-3"], 1) == 3
    for wrong in (0, 0b111, [1]):
        with pytest.raises(GameError):
            game.network(wrong, 1)


def test_rounding_counts_as_nothing() -> None:
    game = network_game({0: [0.1 + 0.2, 0], 1: [0.3, 1]}, [(0, 1)])
    assert 0.3 - (0.1 + 0.2) != 0
    assert game.bounds(LinearForm.payoff(1, 0) - LinearForm.payoff(0, 0)) == (0, 0)
    assert game.bounds(LinearForm.payoff(1, 1) - LinearForm.payoff(0, 1)) == (1, 1)


def test_faults_of_payoffs_and_links_come_together_and_nothing_is_asked() -> None:
    asked = []
    with pytest.raises(GameError) as error:
        network_game({0: [1, np.nan]}, [(0,), (0, 1)], weights=[1, 2])
    assert [fault.where for fault in error.value.faults] == [
        "link 0",
        "weights of 1-2",
        "payoffs of network 0",
    ]
    with pytest.raises(GameError):
        network_game(asked.append, [(0, 0)])
    assert asked == []


def test_sizes_must_fit() -> None:
    with pytest.raises(GameError, match="3 rows for 2 links"):
        network_game(np.zeros((3, 3)), [(0, 1), (1, 2)])
    network_game({0: [0, 0, 0]}, [(0, 1), (1, 2)])  # a mapping may hold some networks only
    with pytest.raises(GameError):
        network_game(np.zeros((2, 2)), [(0, 4)])
    with pytest.raises(GameError):
        network_game(np.zeros((2, 3)), Links([(0, 1)], players=2))


def test_links_beyond_the_payoffs_of_a_function_are_told() -> None:
    game = network_game(lambda mask: [0.0, float(mask)], [(0, 5)])
    with pytest.raises(GameError, match="2 payoffs, but links are drawn between 6 players"):
        game.payoffs(0)

"""Digraphs of improving moves: sinks and closed cycles."""

from __future__ import annotations

import numpy as np

from teikei.games.cycles import best, closed_cycle, resting_classes
from teikei.games.linear_form import Range
from teikei.games.links import Links
from teikei.games.moves import FormationOptions, Move
from teikei.games.network_game import network_game

# The parties of 0-1 want their link as long as 2-3 is not there, those of 2-3 want theirs only beside 0-1:
# 0 → 1 (add 0-1) → 3 (add 2-3) → 2 (drop 0-1) → 0 (drop 2-3).
ROUND = {0: [0, 0, 1, 0], 1: [1, 0, 0, 0], 2: [1, 0, 0, 0], 3: [0, 0, 1, 0]}


def reachable(arrows: np.ndarray, node: int) -> set[int]:
    seen, todo = {node}, [node]
    while todo:
        for head in np.flatnonzero(arrows[todo.pop()]).tolist():
            if head not in seen:
                seen.add(head)
                todo.append(head)
    return seen


def test_resting_classes_are_those_that_cannot_be_left() -> None:
    source = np.random.default_rng(4)
    for _ in range(60):
        arrows = source.random((7, 7)) < 0.18
        np.fill_diagonal(arrows, False)
        tails, heads = np.nonzero(arrows)
        # a node rests iff whatever it reaches, reaches it
        reach = [reachable(arrows, node) for node in range(7)]
        wanted = {
            frozenset(reach[node]) for node in range(7) if all(node in reach[end] for end in reach[node])
        }
        found = resting_classes(7, tails.tolist(), heads.tolist())
        assert {frozenset(members) for members in found} == wanted


def test_no_arrows_leave_all_at_rest() -> None:
    assert resting_classes(3, [], []) == [[0], [1], [2]]


def test_a_cycle_says_which_links_and_players_drive_it() -> None:
    game = network_game(ROUND, Links([(0, 1), (2, 3)], names=["a", "b"]))
    cycle = closed_cycle(game, [0, 1, 2, 3], FormationOptions())
    assert [str(move) for move in cycle.round] == [
        "add a (gain 1)",
        "add b (gain 1)",
        "drop a (gain 1)",
        "drop b (gain 1)",
    ]
    assert (cycle.networks, cycle.links, cycle.players) == ((0, 1, 2, 3), ("a", "b"), ("1", "2", "3", "4"))
    assert cycle.closed == "yes"
    assert "no rest among 4 networks: add a" in str(cycle)
    unexplored = closed_cycle(game, [0, 1, 2, 3], FormationOptions(), explored=False)
    assert unexplored.closed == "undetermined"


def test_a_move_of_open_sign_that_leads_out_leaves_it_open_whether_the_cycle_is_closed() -> None:
    links = Links([(0, 1), (2, 3), (0, 3)])
    beside = {4 | mask: [-9, 0, 0, -9] for mask in range(4)}  # with 0-3 its two players lose
    for last, closed in (([-9, 0, 0, -9], "yes"), (([-9, 0, 0, -9], [9, 0, 0, 9]), "undetermined")):
        game = network_game({**ROUND, **beside, 7: last}, links)
        assert closed_cycle(game, [0, 1, 2, 3], FormationOptions()).closed == closed


def test_the_best_move_is_the_first_of_the_largest_certain_gain() -> None:
    gains = [Range(1, 9), Range(2, 2), Range(2, 3)]
    listed = [Move("add", str(place), (), (), 0, 1, gain, "yes") for place, gain in enumerate(gains)]
    assert best(listed).link == "1"

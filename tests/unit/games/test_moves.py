"""Moves between networks and who gains by them."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from teikei.base.errors import GameError
from teikei.games.links import Links
from teikei.games.moves import FormationOptions, Move, judge, moves, reach, steps, tried
from teikei.games.network_game import NetworkGame, network_game
from teikei.games.network_payoffs import NetworkPayoffs

JOINT = FormationOptions()
ALONE = FormationOptions(transfers=False)


def verdict(
    kind: str, low: list[float], high: list[float], options: FormationOptions
) -> tuple[float, float, int]:
    """Of a move from exact zeros to the payoffs given."""
    zero = np.zeros(len(low))
    found = judge(kind, (zero, zero), (np.array(low, float), np.array(high, float)), options)
    return tuple(float(one) for one in found)


def test_with_transfers_the_joint_gain_counts() -> None:
    assert verdict("add", [3, -1], [3, -1], JOINT) == (2, 2, 1)
    assert verdict("add", [1, -1], [1, -1], JOINT) == (0, 0, -1)
    assert verdict("add", [1, -1], [1, 1], JOINT) == (0, 2, 0)
    assert verdict("drop", [-4, 1], [-3, 1], JOINT) == (-3, -2, -1)


def test_without_transfers_adding_takes_both_and_dropping_one() -> None:
    assert verdict("add", [3, -1], [3, -1], ALONE)[2] == -1  # the second loses
    assert verdict("add", [3, 0], [3, 0], ALONE)[2] == 1  # one gains, the other does not mind
    assert verdict("add", [0, 0], [0, 0], ALONE)[2] == -1  # nobody gains
    assert verdict("add", [3, -1], [3, 1], ALONE)[2] == 0
    assert verdict("add", [0, 0], [1, 0], ALONE)[2] == 0
    assert verdict("drop", [3, -9], [3, -9], ALONE) == (3, 3, 1)  # the first alone may drop
    assert verdict("drop", [-1, 0], [0, 0], ALONE)[2] == -1
    assert verdict("drop", [-1, 0], [1, 0], ALONE)[2] == 0


def test_verdicts_hold_at_every_corner_and_no_other_verdict_would() -> None:
    """Yes iff it improves at all corners, no iff at none, for 300 random boxes without and with transfers."""
    source = np.random.default_rng(11)
    for _ in range(300):
        low = source.integers(-2, 3, (2, 2)).astype(float)  # (before, after) × parties
        high = low + source.integers(0, 3, (2, 2))
        for options, kind in itertools.product((JOINT, ALONE), ("add", "drop")):
            improves = set()
            for pick in itertools.product((0, 1), repeat=4):
                at = np.where(np.array(pick).reshape(2, 2) == 1, high, low)
                gain = at[1] - at[0]
                if options.transfers:
                    improves.add(bool(gain.sum() > 0))
                elif kind == "drop":
                    improves.add(bool((gain > 0).any()))
                else:
                    improves.add(bool((gain >= 0).all() and (gain > 0).any()))
            found = int(judge(kind, (low[0], high[0]), (low[1], high[1]), options)[2])
            assert found == {(True,): 1, (False,): -1}.get(tuple(improves), 0)


def test_many_networks_at_once_are_judged_like_one() -> None:
    source = np.random.default_rng(2)
    before, after = source.normal(size=(2, 2, 50, 3))
    before, after = np.sort(before, axis=0), np.sort(after, axis=0)
    for options, kind in itertools.product((JOINT, ALONE), ("add", "drop", "swap")):
        batch = judge(kind, tuple(before), tuple(after), options)
        for row in range(50):
            one = judge(kind, tuple(before[:, row]), tuple(after[:, row]), options)
            assert [float(part) for part in one] == [float(part[row]) for part in batch]


def test_steps_and_where_they_lead() -> None:
    # 0-1 is signed, 1-2 stands alone, 1-3 needs 1-2; 4-5 shares a player with none
    links = Links([(0, 1), (1, 2), (1, 3), (4, 5)], signed=[0], needs={2: [1]})
    listed = {(step.kind, step.link, step.swapped) for step in steps(links)}
    drops = {("drop", a, -1) for a in (1, 2, 3)}
    adds = {("add", a, -1) for a in range(4)}
    # the signed one is never given up, and 1-3 cannot come for the one it needs
    swaps = {("swap", 0, 1), ("swap", 0, 2), ("swap", 1, 2)}
    assert listed == drops | adds | swaps
    drop = next(step for step in steps(links) if (step.kind, step.link) == ("drop", 1))
    assert reach(drop, 0b1111) == 0b1001
    assert reach(drop, 0b1001) is None
    swap = next(step for step in steps(links) if step.kind == "swap" and step.swapped == 1)
    assert reach(swap, 0b0110) == 0b0001
    assert reach(swap, 0b0100) is None
    assert {step.kind for step in steps(links, ("add",))} == {"add"}


def test_a_swap_counts_what_its_parties_lose_by_the_old_link() -> None:
    # 1 swaps its deal with 0 (gain 5) for one with 2; the two gain 3 + 4 from nothing: net 3 + 4 - 5 = 2
    table = {0: [0, 0, 0], 1: [1, 5, 0], 2: [0, 3, 4]}
    game = network_game(table, [(0, 1), (1, 2)], feasible=lambda mask: mask != 3)
    found = {(move.kind, move.link): move for move in moves(game, 1, JOINT)}
    assert set(found) == {("drop", "1-2"), ("swap", "2-3")}
    swap = found["swap", "2-3"]
    assert (swap.gain, swap.improves, swap.gone, swap.parties, swap.end) == (
        (2, 2),
        "yes",
        ("1-2",),
        ("2", "3"),
        2,
    )
    assert str(swap) == "swap 2-3 for 1-2 (gain 2)"
    assert found["drop", "1-2"].improves == "no"


def test_a_contested_swap_compares_two_surpluses() -> None:
    # with 1 (of 0-1): surplus 6; of 1-2 from nothing: 7; the difference is 1. Between: nothing at all.
    table = {0: [1, 2, 3], 1: [2, 7, 3], 2: [1, 5, 7]}
    game = network_game(table, [(0, 1), (1, 2)], feasible=lambda mask: mask != 3)
    contested = FormationOptions(contested=True)
    (swap,) = [move for move in moves(game, 1, contested) if move.kind == "swap"]
    assert swap.gain == (1, 1)
    # the network between cannot be: no contested swap, but one that looks at the parties alone
    game = network_game(table, [(0, 1), (1, 2)], feasible=lambda mask: mask in (1, 2))
    assert moves(game, 1, contested) == []
    assert [move.gain for move in moves(game, 1, JOINT)] == [(2, 2)]


def test_a_move_prints_what_falls_with_it() -> None:
    move = Move("drop", "a", ("b",), ("1",), 3, 0, (1, 1), "yes")
    assert str(move) == "drop a and with it b (gain (1, 1))"


def test_gaps_of_a_table_show_before_any_move_is_judged() -> None:
    game = network_game({0: [0, 0, 0], 1: [0, 0, 0]}, [(0, 1), (1, 2)])
    with pytest.raises(GameError, match="no row"):
        moves(game, 0, JOINT)
    assert game.payoffs.evaluations == 0


def test_bad_options_all_at_once() -> None:
    with pytest.raises(GameError) as error:
        FormationOptions(moves=("add", "jump"), tolerance=-1, limit=-1)
    assert [fault.where for fault in error.value.faults] == [
        "option moves",
        "option tolerance",
        "option limit",
    ]


def told_ahead(worth: dict[int, float], at_once: int, mask: int) -> tuple[list[list[int]], list[Move]]:
    """What payoffs of one pair with three deals are told ahead, where every deal promises what it brings to
    the empty network, and the moves tried."""
    told: list[list[int]] = []
    payoffs = NetworkPayoffs(
        lambda mask: [worth[mask], 0.0], 2, lambda masks: told.append(sorted(set(masks)))
    )
    payoffs.at_once = at_once
    game = NetworkGame(payoffs, Links([(0, 1)] * 3, 2))
    promise = {0: 3.0, 1: 2.0, 2: -1.0}
    options = FormationOptions(moves=("add", "drop"))
    found = tried(game, mask, options, lambda step, _: promise[step.link] * (1 if step.kind == "add" else -1))
    return told, found


def test_side_by_side_the_way_that_promises_most_is_asked_with_the_next_from_its_end() -> None:
    worth = {0: 0.0, 1: 3.0, 2: 2.0, 3: 5.0, 4: -1.0}
    told, found = told_ahead(worth, 2, 0)
    # a first; in case it improves, a and b; c promises nothing
    assert told == [[0, 1, 3]]
    assert [move.end for move in found] == [1]
    # one at a time nobody is told anything, and the moves are the same
    told, alone = told_ahead(worth, 1, 0)
    assert (told, alone) == ([], found)


def test_side_by_side_all_moves_are_asked_at_once_where_none_promises_a_gain() -> None:
    worth = {0: 0.0, 1: 3.0, 2: 2.0, 3: 5.0, 7: 4.0}
    told, found = told_ahead(worth, 2, 3)
    # from a and b: c added, b dropped, a dropped, and nobody gains
    assert told[0] == [1, 2, 3, 7]
    assert [move.end for move in found] == [7, 1, 2]
    assert {move.improves for move in found} == {"no"}

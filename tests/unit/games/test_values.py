"""Coalition values: what is accepted, what is refused, and how it is asked."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from teikei.base.errors import GameError
from teikei.games.faults import check_room
from teikei.games.values import CoalitionValues, coalition_values, read_interval


def test_player_i_is_bit_i() -> None:
    game = CoalitionValues([0, 1, 2, 3], players=("a", "b"))
    assert [game.value(one) for one in ("a", "b", ["b", "a"], 0)] == [1.0, 2.0, 3.0, 0.0]
    assert game.names(2) == ("b",)
    assert (game.n, game.grand, game.exact, game.scale) == (2, 3, True, 3.0)


def test_doubles_are_not_copied_and_not_writable() -> None:
    given = np.array([0.0, 1.0])
    game = CoalitionValues(given)
    assert np.shares_memory(game.low, given)
    assert game.high is game.low
    assert given.flags.writeable
    with pytest.raises(ValueError, match="read-only"):
        game.low[1] = 2.0


def test_intervals_and_costs() -> None:
    cost = CoalitionValues([0, 1, 2, 3], [0, 1, 4, 9], kind="cost")
    assert not cost.exact
    assert cost.value(3) == 9.0  # the cost that a plan reaches is the high one
    worth = cost.as_worth()
    np.testing.assert_array_equal(worth.low, [0, -1, -4, -9])
    np.testing.assert_array_equal(worth.high, [0, -1, -2, -3])
    assert worth.value(3) == -9.0
    assert worth.as_worth() is worth
    assert repr(cost) == "CoalitionValues(2 players, cost, intervals, all together [3, 9])"


def test_corners() -> None:
    game = CoalitionValues([0, 1, 2, 3], [0, 5, 6, 7])
    np.testing.assert_array_equal(game.corner(True).low, [0, 5, 6, 7])
    np.testing.assert_array_equal(game.corner(np.array([False, True, False, False])).low, [0, 5, 2, 3])


def test_from_sets() -> None:
    game = CoalitionValues.from_sets({"b": 2, frozenset("a"): 1, ("a", "b"): (4, 5)})
    assert game.players == ("a", "b")
    assert game.interval(("a", "b")) == (4.0, 5.0)
    assert game.interval("a") == (1.0, 1.0)
    ordered = CoalitionValues.from_sets({"b": 2}, players=["b", "a"], missing=0.0)
    np.testing.assert_array_equal(ordered.low, [0, 2, 0, 0])


def test_from_callable_asks_each_coalition_once() -> None:
    asked: list[int] = []

    def worth(mask: int) -> tuple[float, float]:
        asked.append(mask)
        return mask, mask + 1

    game = CoalitionValues.from_callable(worth, 3)
    assert asked == list(range(1, 8))
    assert game.interval(5) == (5.0, 6.0)


def test_whatever_a_rule_accepts() -> None:
    game = CoalitionValues([0, 1])
    assert coalition_values(game) is game
    assert coalition_values({("x",): 2.0}).players == ("x",)
    assert coalition_values(np.array([0, 3])).value(1) == 3.0
    assert coalition_values(([0, 1, 1, 2], [0, 1, 1, 5])).interval(3) == (2.0, 5.0)


BAD: list[tuple[str, dict[str, Any], str]] = [
    ("length", {"low": [0, 1, 2]}, "low"),
    ("nothing", {"low": []}, "low"),
    ("a matrix", {"low": [[0, 1], [0, 1]]}, "low"),
    ("words", {"low": ["a", "b"]}, "low"),
    ("empty coalition", {"low": [1, 1]}, "low[0]"),
    ("nan", {"low": [0, float("nan")]}, "low[1]"),
    ("infinite", {"low": [0, 1], "high": [0, float("inf")]}, "high[1]"),
    ("crossed", {"low": [0, 2], "high": [0, 1]}, "mask 1"),
    ("ends of different length", {"low": [0, 2], "high": [0, 1, 2, 3]}, "high"),
    ("names", {"low": [0, 2], "players": ["a", "b"]}, "players"),
    ("names twice", {"low": [0, 1, 2, 3], "players": ["a", "a"]}, "players"),
    ("kind", {"low": [0, 1], "kind": "gain"}, "kind"),
]


@pytest.mark.parametrize(("given", "where"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_bad_values(given: dict[str, Any], where: str) -> None:
    with pytest.raises(GameError) as caught:
        CoalitionValues(**given)
    assert where in [fault.where for fault in caught.value.faults]


def test_faults_are_gathered() -> None:
    with pytest.raises(GameError) as caught:
        CoalitionValues([1, float("nan")], players=["a", "b"])
    assert {fault.where for fault in caught.value.faults} == {"players", "low[0]", "low[1]"}


def test_large_finite_values_are_no_fault() -> None:
    # their sum overflows, though each is a number
    assert CoalitionValues([0, 1e308, 1e308, 1e308]).n == 2


def test_too_many_players_before_any_work() -> None:
    def worth(mask: int) -> float:
        raise AssertionError("asked")

    for n in (31, 64, -1):
        with pytest.raises(GameError):
            CoalitionValues.from_callable(worth, n)
    with pytest.raises(GameError) as caught:
        check_room(30, copies=10**6)
    assert "GB" in caught.value.faults[0].what


def test_unknown_or_doubled_names() -> None:
    game = CoalitionValues([0, 1, 2, 3], players=("north", "south"))
    with pytest.raises(GameError) as caught:
        game.value(["nort"])
    assert "'north'" in caught.value.faults[0].fix
    for coalition in (["north", "north"], 4, -1):
        with pytest.raises(GameError):
            game.value(coalition)
    with pytest.raises(GameError):
        CoalitionValues.from_sets({("a", "b"): 1.0, ("b", "a"): 2.0, "a": 0, "b": 0})
    with pytest.raises(GameError) as caught:
        CoalitionValues.from_sets({("a", "b"): 1.0})
    assert "2 of 4" in caught.value.faults[0].what


@pytest.mark.parametrize("given", [None, "x", (1, 2, 3), (2, 1), [], float("nan"), (0, float("inf"))])
def test_values_that_are_none(given: Any) -> None:
    with pytest.raises(GameError, match="no number or interval"):
        read_interval(given, "worth(1)")
    with pytest.raises(GameError, match="no number or interval"):
        CoalitionValues.from_sets({"a": given})
    with pytest.raises(GameError, match="no number or interval"):
        CoalitionValues.from_callable(lambda mask: given, 1)


def test_names_are_counted_before_the_function_is_asked() -> None:
    asked: list[int] = []
    with pytest.raises(GameError, match="1 names for 3 players"):
        CoalitionValues.from_callable(lambda mask: asked.append(mask) or 0.0, 3, ["a"])  # type: ignore[func-returns-value]
    assert not asked


def test_numbers_as_names_stand_in_their_order() -> None:
    everybody = tuple(range(1, 13))
    assert CoalitionValues.from_sets({everybody: 1}, missing=0).players == tuple(map(str, everybody))
    named = CoalitionValues.from_sets({1: 1, np.int64(2): 2, (1, 2): 4}, players=[1, 2])  # type: ignore[list-item]
    assert named.low.tolist() == [0, 1, 2, 4]


def test_the_scale_is_that_of_the_values() -> None:
    assert CoalitionValues([0, 1e-10]).scale == 1e-10
    assert CoalitionValues([0, 0]).scale == 1.0

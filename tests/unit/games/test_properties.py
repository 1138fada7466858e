"""Superadditive, convex, monotone: verdicts hold for all values inside the intervals, or stay open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

import numpy as np
import pytest

from teikei.base.errors import GameError
from teikei.games.answers import Answer
from teikei.games.properties import is_convex, is_monotone, is_superadditive, tighten
from teikei.games.values import CoalitionValues


def superadditive(v: np.ndarray) -> bool:
    pairs = ((s, t) for s in range(1, v.size) for t in range(1, v.size) if not s & t)
    return all(v[s | t] >= v[s] + v[t] - 1e-9 for s, t in pairs)


def convex(v: np.ndarray) -> bool:
    return all(v[s | t] + v[s & t] >= v[s] + v[t] - 1e-9 for s in range(v.size) for t in range(v.size))


def monotone(v: np.ndarray) -> bool:
    return all(v[t] >= v[s] - 1e-9 for s in range(v.size) for t in range(v.size) if s & t == s)


def corners(game: CoalitionValues) -> Iterator[np.ndarray]:
    """All 2^(2ⁿ − 1) corners of the box."""
    for ends in product((False, True), repeat=game.low.size - 1):
        yield np.where((False, *ends), game.high, game.low)


TESTS = [(is_superadditive, superadditive), (is_convex, convex), (is_monotone, monotone)]


@pytest.mark.parametrize(("asked", "known"), TESTS)
def test_exact_games(asked: Callable[[CoalitionValues], Answer], known: Callable[[np.ndarray], bool]) -> None:
    seen = set()
    draw = np.random.default_rng(1)
    for _ in range(400):
        values = draw.integers(0, 4, 8) + np.array([0, 0, 0, 2, 0, 2, 2, 5])
        values[0] = 0
        found = asked(CoalitionValues(values))
        assert bool(found) == known(values)
        assert (found.margin >= 0) == bool(found)
        seen.add(bool(found))
    assert seen == {True, False}


@pytest.mark.parametrize(("asked", "known"), TESTS)
def test_interval_verdicts_hold_at_every_corner(
    asked: Callable[[CoalitionValues], Answer], known: Callable[[np.ndarray], bool]
) -> None:
    seen = set()
    draw = np.random.default_rng(2)
    for _ in range(150):
        low = draw.integers(0, 5, 8) + draw.integers(0, 4) * np.array([0, 0, 0, 2, 0, 2, 2, 6])
        high = low + draw.integers(0, 3, 8)
        low[0] = high[0] = 0
        game = CoalitionValues(low, high)
        found = asked(game)
        seen.add(found.answer)
        at_corners = [known(corner) for corner in corners(game)]
        if found.answer == "yes":
            assert all(at_corners)
        elif found.answer == "no":
            assert not any(at_corners)
        else:
            assert not all(at_corners)
    assert seen == {"yes", "no", "undetermined"}


def test_no_for_a_game_that_no_single_inequality_refutes() -> None:
    # each pair in [0, 10] may be worth two singles; but three singles make 6, all together at most 5
    low = np.array([0, 2, 2, 0, 2, 0, 0, 0], dtype=float)
    high = np.array([0, 2, 2, 10, 2, 10, 10, 5], dtype=float)
    found = is_superadditive(CoalitionValues(low, high))
    assert (found.answer, found.margin) == ("no", -1.0)
    assert found.witness == (("1",), ("2",), ("3",))
    # the same for monotone: {1} is worth 6, {1,2,3} at most 5, the pairs between are open
    low[1], high[1] = 6, 6
    chain = is_monotone(CoalitionValues(low, high))
    assert (chain.answer, chain.witness) == ("no", (("1",), ("1", "2", "3")))


def test_costs_are_turned_round() -> None:
    cost = CoalitionValues([0, 1, 2, 2], kind="cost")  # max(1, 2): the airport
    assert is_superadditive(cost)  # joining saves 1
    assert is_convex(cost)
    assert is_monotone(cost)
    assert not is_monotone(CoalitionValues([0, 1, 2, 1], kind="cost"))
    assert not is_superadditive(CoalitionValues([0, 1, 2, 4], kind="cost"))


def test_small_games() -> None:
    for values in ([0.0], [0.0, 1.0]):
        assert is_superadditive(values)
        assert is_convex(values)
        assert is_monotone(values)
    assert not is_monotone([0.0, -1.0])


def test_tighten_keeps_every_superadditive_game_and_its_ends_are_reached() -> None:
    low = np.array([0, 1, 1, 2, 1, 2, 2, 4], dtype=float)
    high = np.array([0, 4, 2, 4, 5, 6, 3, 6], dtype=float)
    box = tighten(CoalitionValues(low, high))
    assert np.all((low <= box.low) & (box.low <= box.high) & (box.high <= high))
    assert box.high.sum() < high.sum()
    inside = [
        v
        for v in (
            np.array([0, *point], dtype=float) for point in product(*map(np.arange, low[1:], high[1:] + 1))
        )
        if superadditive(v)
    ]
    # the ends are whole numbers, so that whole numbers are enough to see them reached
    np.testing.assert_array_equal(np.min(inside, axis=0), box.low)
    np.testing.assert_array_equal(np.max(inside, axis=0), box.high)


def test_tighten_costs() -> None:
    # c(12) ≤ c(1) + c(2): at most 2 + 2; c(1) ≥ c(12) − c(2) = 3 − 2
    box = tighten(CoalitionValues([0, 0, 0, 3], [0, 2, 2, 9], kind="cost"))
    assert box.kind == "cost"
    np.testing.assert_array_equal(box.low, [0, 1, 1, 3])
    np.testing.assert_array_equal(box.high, [0, 2, 2, 4])


def test_tighten_refuses_an_empty_box() -> None:
    with pytest.raises(GameError) as caught:
        tighten(CoalitionValues([0, 2, 2, 1], [0, 2, 2, 3]))
    assert "('1', '2')" in caught.value.faults[0].where


def test_too_many_players_for_pairs() -> None:
    for rule in (is_superadditive, tighten):
        with pytest.raises(GameError):
            rule(np.zeros(1 << 21))

"""Payoffs of networks: kept, counted, checked."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.base.errors import GameError
from teikei.games.network_payoffs import NetworkPayoffs


def test_a_function_is_asked_once_a_network() -> None:
    asked = []

    def payoff(mask: int) -> list[float]:
        asked.append(mask)
        return [mask, 1]

    payoffs = NetworkPayoffs(payoff)
    assert payoffs.players is None
    for mask in (3, 0, 3, 3):
        payoffs(mask)
    assert asked == [3, 0]
    assert (payoffs.evaluations, payoffs.known, payoffs.players) == (2, (3, 0), ("1", "2"))
    assert payoffs.networks is None
    payoffs.require([17])  # a function has no gaps


def test_tables_of_every_form_read_alike() -> None:
    low, high = np.array([[0.0, 0, 0], [1, 2, 3]]), np.array([[0.0, 0, 0], [1, 2, 4]])
    for given in (
        (low, high),
        np.array([low, high]),
        {0: [0, 0, 0], 1: ([1, 2, 3], [1, 2, 4])},
        [[0, 0, 0], ([1, 2, 3], [1, 2, 4])],
    ):
        payoffs = NetworkPayoffs(given)
        np.testing.assert_array_equal(payoffs(1), [[1, 2, 3], [1, 2, 4]])
        assert payoffs.networks == 2
    np.testing.assert_array_equal(NetworkPayoffs(low)(1), [[1, 2, 3], [1, 2, 3]])
    np.testing.assert_array_equal(NetworkPayoffs([[0, 0], [5, 6]])(1), [[5, 6], [5, 6]])


def test_a_pair_of_numbers_is_two_payoffs_not_an_interval() -> None:
    np.testing.assert_array_equal(NetworkPayoffs({0: (1, 2)})(0), [[1, 2], [1, 2]])


def test_payoffs_cannot_be_changed() -> None:
    payoffs = NetworkPayoffs({0: [1, 2]})
    with pytest.raises(ValueError, match="read-only"):
        payoffs(0)[0][0] = 5


def test_all_faults_of_a_table_at_once() -> None:
    with pytest.raises(GameError) as error:
        NetworkPayoffs(
            {0: [1, 2], 1: [1], 2: [1, np.nan], 3: ([1, 2], [0, 2]), 4: "x", 5: [[[1, 2]]], 6: [np.inf, 0]}
        )
    assert [fault.where for fault in error.value.faults] == [
        f"payoffs of network {mask}" for mask in range(1, 7)
    ]
    for wrong in ({}, {-1: [1, 2]}, {"0": [1, 2]}, ([[1, 2]], [[1, 2], [3, 4]])):
        with pytest.raises(GameError):
            NetworkPayoffs(wrong)
    with pytest.raises(GameError):
        NetworkPayoffs({0: [1, 2]}, players=["a", "b", "c"])


def test_a_function_is_checked_when_it_answers() -> None:
    payoffs = NetworkPayoffs(lambda mask: [1, 2] if mask else [1, 2, 3])
    payoffs(1)
    with pytest.raises(GameError) as error:
        payoffs(0)
    assert error.value.faults[0].where == "payoffs of network 0"
    assert payoffs.evaluations == 1


def test_gaps_of_a_table_are_listed() -> None:
    payoffs = NetworkPayoffs({0: [1, 2], 3: [1, 2]})
    with pytest.raises(GameError) as error:
        payoffs.require(range(4))
    assert error.value.faults[0].where == "payoffs of network 1, 2"
    assert payoffs.evaluations == 0
    with pytest.raises(TypeError):
        NetworkPayoffs(payoffs)


def test_a_function_is_told_what_will_be_asked() -> None:
    told: list[list[int]] = []
    payoffs = NetworkPayoffs(lambda mask: [float(mask)], ahead=lambda masks: told.append(list(masks)))
    payoffs(1)
    payoffs.require([0, 1, 2])
    # what is known is not told again, and telling evaluates nothing
    assert told == [[0, 2]]
    assert payoffs.evaluations == 1

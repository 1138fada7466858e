"""The tau value and the Gately point."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.base.errors import UndefinedError
from teikei.games.tau import gately, tau_value, utopia
from teikei.games.values import CoalitionValues


def test_tau_by_hand() -> None:
    # M = (2, 3, 3), sum 8; rights 0 all (e.g. of 1: 2 − 3 < 0); v(N) = 5: τ = M 5/8
    game = CoalitionValues([0, 0, 0, 2, 0, 2, 3, 5])
    np.testing.assert_allclose(utopia(game), [2, 3, 3])
    np.testing.assert_allclose(tau_value(game).value, [1.25, 1.875, 1.875])


def test_tau_with_rights_by_hand() -> None:
    # M = (7-3, 7-4, 7-5) = (4, 3, 2); rights: of v(12) = 5, 1 leaves 2 its 3 and keeps 2; 2 keeps 5 - 4
    # 3 keeps nothing. Rights 3, utopia 9, worth 7: two thirds of the way
    game = [0, 0, 0, 5, 0, 4, 3, 7]
    np.testing.assert_allclose(tau_value(game).value, [2 + 4 / 3, 1 + 4 / 3, 4 / 3])


def test_tau_of_costs_is_that_of_savings() -> None:
    # c(S) = |S| − saving(S): each pays 1 less its share of the savings
    savings = np.array([0, 0, 0, 2, 0, 2, 3, 5], dtype=float)
    members = np.array([0, 1, 1, 2, 1, 2, 2, 3], dtype=float)
    cost = CoalitionValues(members - savings, kind="cost")
    np.testing.assert_allclose(tau_value(cost).value, 1 - np.array([1.25, 1.875, 1.875]))
    np.testing.assert_allclose(gately(cost).value, 1 - gately(savings).value)


def test_tau_where_rights_meet_utopia() -> None:
    # an additive game: rights = utopia = own worth
    np.testing.assert_allclose(tau_value([0, 1, 2, 3]).value, [1, 2])


@pytest.mark.parametrize(
    "values",
    [
        [0, 1, 2, 4, 3, 5, 6, 7],  # utopia (1, 2, 3) adds up to 6 < 7
        [0, 0, 0, 1, 0, 1, 1, 1],  # majority: utopia 0
        [0, 0, 0, 10, 0, 0, 0, 2],  # rights of 1 and 2 beyond their utopia
    ],
)
def test_tau_undefined(values: list[float]) -> None:
    with pytest.raises(UndefinedError) as caught:
        tau_value(values)
    assert caught.value.faults[0].where == "tau_value"


def test_gately_makes_propensities_equal() -> None:
    values = np.array([0, 1, 2, 9, 1, 6, 7, 15], dtype=float)
    share = gately(values).value
    assert share.sum() == pytest.approx(15)
    others = share.sum() - share
    alone, without = values[[1, 2, 4]], values[[6, 5, 3]]
    disruption = (others - without) / (share - alone)
    np.testing.assert_allclose(disruption, disruption[0])


@pytest.mark.parametrize(
    "values", [[0, 1, 1, 2], [0, 3, 1, 2], [0, 0, 0, 5, 0, 5, 5, 4], [0, 0, 0, 0, 0, 0, 8, 5]]
)
def test_gately_undefined(values: list[float]) -> None:
    with pytest.raises(UndefinedError):
        gately(values)


def test_intervals_give_a_range_that_was_seen_only() -> None:
    game = CoalitionValues([0, 0, 0, 2, 0, 2, 3, 5], [0, 0, 0, 2.2, 0, 2.2, 3.2, 5.5])
    for rule in (tau_value, gately):
        share = rule(game)
        assert not share.certified
        assert np.all(share.low < share.high)
        assert np.all((share.low <= share.value) & (share.value <= share.high))
        np.testing.assert_allclose(share.value, rule(game.low).value)

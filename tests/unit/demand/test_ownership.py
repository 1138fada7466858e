"""Profit weights from holdings, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.base.errors import DemandError
from teikei.demand.ownership import Holdings, profit_weights, ultimate_shares


def test_weights_by_hand() -> None:
    # owner 1 controls f with .6 and holds .6 of f, .3 of g; owner 2 controls g and holds .4 of f, .7 of g
    # κ_fg = (.6·.3 + .4·.7) / (.6·.6 + .4·.4) = .46/.52;   κ_gf = (0·.6 + 1·.4) / (1·.7) = 4/7
    weights = profit_weights([[0.6, 0.3], [0.4, 0.7]], [[0.6, 0], [0.4, 1]])
    assert weights == pytest.approx(np.array([[1, 0.46 / 0.52], [4 / 7, 1]]))


def test_renault_and_nissan() -> None:
    silent = Holdings(["renault"], ["renault", "nissan"], [[1, 0.368]], [[1, 0]]).profit_weights()
    assert silent == pytest.approx(np.array([[1, 0.368], [0, 1]]))
    control = Holdings(["renault"], ["renault", "nissan"], [[1, 0.368]], [[1, 1]]).profit_weights()
    assert control == pytest.approx(np.array([[1, 0.368], [1 / 0.368, 1]]))


def test_a_firm_that_is_not_listed_stands_alone() -> None:
    holdings = Holdings(["r"], ["n", "r"], [[0.368, 1]], [[0, 1]])
    assert holdings.among(["r", "ford", "n"]) == pytest.approx(
        np.array([[1, 0, 0.368], [0, 1, 0], [0, 0, 1]])
    )


def test_cross_holdings_pass_through() -> None:
    # f's owner holds all that is not g's: .7; g's owner .8; f holds .2 of g, g holds .3 of f
    # β = B (I − D)⁻¹, every firm's profit reaches somebody whole: the columns sum to 1
    shares = ultimate_shares([[0.7, 0], [0, 0.8]], [[0, 0.2], [0.3, 0]])
    assert shares.sum(axis=0) == pytest.approx([1, 1])
    assert shares == pytest.approx(np.array([[0.7, 0.14], [0.24, 0.8]]) / (1 - 0.2 * 0.3))


def test_firms_that_own_each_other_whole_have_no_owner() -> None:
    with pytest.raises(DemandError):
        ultimate_shares([[0, 0]], [[0, 1], [1, 0]])


@pytest.mark.parametrize(
    ("outside", "cross"),
    [
        ([[0.7, 0.9]], [[0, 0.2], [0.3, 0]]),  # 1.1 of the second firm
        ([[0.7, -0.1]], [[0, 0.2], [0.3, 0]]),
        ([[0.7, 0.8]], [[0, 0.2]]),
        ([0.7, 0.8], [[0, 0.2], [0.3, 0]]),
    ],
)
def test_cross_holdings_of_more_than_there_is_are_refused(outside: list[object], cross: list[object]) -> None:
    with pytest.raises(DemandError, match="cross holdings"):
        ultimate_shares(outside, cross)  # type: ignore[arg-type]


def test_bad_holdings_say_all_at_once() -> None:
    with pytest.raises(DemandError) as caught:
        Holdings(["a", "a"], ["f", "g"], [[0.7, 36.8], [0.6, 0]], [[1, 0, 0]])
    assert [fault.where for fault in caught.value.faults] == [
        "holdings, owners",
        "holdings, financial",
        "holdings, financial",
        "holdings, financial",
        "holdings, control",
    ]
    with pytest.raises(DemandError):
        Holdings(["a"], ["f"], [["much"]], [[1]])

"""Logit by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from teikei.base.errors import DemandError
from teikei.demand.logit import Logit


def test_shares_by_hand() -> None:
    # utilities ln 2 and ln 3, the outside good 0: 2, 3 and 1 of 6
    choice = Logit(-1.0, np.log([2, 3]) + np.array([5.0, 7.0]), outside_good=True)
    assert choice.shares([5, 7]) == pytest.approx([2 / 6, 3 / 6])
    assert Logit(-1.0, np.log([2, 3]), outside_good=False).shares([0, 0]) == pytest.approx([2 / 5, 3 / 5])


def test_jacobian_by_hand() -> None:
    # α s_j (1[j=k] − s_k) with shares 1/3, 1/2, α = −2
    choice = Logit(-2.0, np.log([2, 3]), outside_good=True)
    expected = -2 * np.array([[1 / 3 * 2 / 3, -1 / 6], [-1 / 6, 1 / 2 * 1 / 2]])
    assert choice.jacobian([0, 0]) == pytest.approx(expected)
    worth = np.array([[1.0, 5.0], [2.0, -1.0]])
    assert choice.response([0, 0], worth) == pytest.approx(worth @ expected)


def test_surplus_by_hand() -> None:
    # ln(1 + 2 + 3) / 2
    assert Logit(-2.0, np.log([2, 3]), outside_good=True).consumer_surplus([0, 0]) == pytest.approx(
        np.log(6) / 2
    )
    assert Logit(-2.0, np.log([2, 3]), outside_good=False).consumer_surplus([0, 0]) == pytest.approx(
        np.log(5) / 2
    )


def test_far_prices_do_not_overflow() -> None:
    choice = Logit(-1.0, [0.0, 0.0], outside_good=True)
    assert choice.shares([-2000, 0]) == pytest.approx([1, 0])
    assert choice.shares([5000, 5000]) == pytest.approx([0, 0])
    assert choice.consumer_surplus([-2000, 0]) == pytest.approx(2000)


def test_quality_is_added_and_products_are_left_out() -> None:
    choice = Logit(-1.0, [0.0, 1.0, 2.0], outside_good=True)
    assert np.asarray(choice.better([1, 0, 0]).quality) == pytest.approx([1, 1, 2])
    assert np.asarray(choice.only([True, False, True]).quality) == pytest.approx([0, 2])
    assert choice.only([2]).count == 1


@pytest.mark.parametrize(
    ("arguments", "where"),
    [
        ({"alpha": 0.5}, ["demand, alpha"]),
        ({"alpha": float("nan")}, ["demand, alpha"]),
        ({"quality": [0, float("inf")]}, ["demand, quality"]),
        ({"quality": []}, ["demand, quality"]),
        ({"outside_good": None}, ["demand, outside_good"]),
        ({"alpha": 0, "outside_good": "yes"}, ["demand, alpha", "demand, outside_good"]),
    ],
)
def test_bad_input(arguments: dict[str, Any], where: list[str]) -> None:
    given: dict[str, Any] = {"alpha": -1.0, "quality": [0.0, 1.0], "outside_good": True}
    with pytest.raises(DemandError) as caught:
        Logit(**{**given, **arguments})
    assert [fault.where for fault in caught.value.faults] == where

"""A market says at once everything that is wrong with it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from teikei.base.errors import DemandError
from teikei.demand.market import Market
from teikei.demand.ownership import Holdings

GOOD: dict[str, Any] = {
    "products": ["a", "b", "c"],
    "firms": ["x", "y", "x"],
    "prices": [10.0, 12.0, 8.0],
    "quantities": [30, 20, 10],
    "outside_good": True,
    "size": 100,
}


def faults(**changes: Any) -> list[str]:
    with pytest.raises(DemandError) as caught:
        Market(**{**GOOD, **changes})
    return [fault.where for fault in caught.value.faults]


def test_shares_are_of_all_who_might_buy() -> None:
    market = Market(**GOOD)
    assert market.shares == pytest.approx([0.3, 0.2, 0.1])
    assert market.sellers == ("x", "y")
    assert list(market.seller) == [0, 1, 0]
    assert np.array_equal(market.kappa, np.eye(2))
    assert np.array_equal(market.kept, np.ones(3))


def test_without_outside_good_shares_sum_to_one() -> None:
    market = Market(**{**GOOD, "outside_good": False, "size": None})
    assert market.shares == pytest.approx([0.5, 1 / 3, 1 / 6])  # of 60


def test_an_unstated_outside_good_is_an_error() -> None:
    assert faults(outside_good=None) == ["market, outside_good"]


@pytest.mark.parametrize("size", [None, 60, 59.0, float("inf"), float("nan")])
def test_shares_that_reach_one_are_an_error(size: float | None) -> None:
    assert faults(size=size) == ["market, size"]


def test_a_size_without_outside_good_must_be_the_sales() -> None:
    assert faults(outside_good=False, size=100) == ["market, size"]


def test_all_faults_come_at_once() -> None:
    found = faults(prices=[10, 0, float("nan")], quantities=[1, -1, 2], tariffs=[0, 1.0, -0.1], nests=["one"])
    assert found == [
        "market, nests",
        "market, prices, b",
        "market, prices, c",
        "market, quantities, b",
        "market, tariffs, b",
        "market, tariffs, c",
    ]


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"products": ["a", "a", "c"]}, "market, products"),
        ({"firms": ["x", "y"]}, "market, firms"),
        ({"subnests": ["s", "t", "s"]}, "market, subnests"),
        ({"prices": [1.0, 2.0]}, "market, prices"),
        ({"prices": ["ten", 1, 2]}, "market, prices"),
        ({"costs": [1, 2, -3]}, "market, costs, c"),
        ({"capacities": {"d": 10}}, "market, capacities"),
        ({"capacities": {"a": 0}}, "market, capacities, a"),
        ({"fees": {("x", "z"): 1.0}}, "market, fees"),
        ({"fees": {("z", "a"): 1.0}}, "market, fees"),
        ({"fees": {("y", "a"): float("nan")}}, "market, fees, y, a"),
        ({"weights": [["much"]]}, "market, weights"),
        ({"fees": {("x", "a"): 1.0}}, "market, fees"),
        ({"weights": [[1, 0.5]]}, "market, weights"),
        ({"weights": [[1, 0.5], [0, 2]]}, "market, weights"),
        ({"weights": [[1, -0.5], [0, 1]]}, "market, weights"),
        ({"holdings": Holdings(["x"], ["x", "z"], [[1, 0.5]], [[1, 0]])}, "holdings, firms"),
    ],
)
def test_one_fault_names_its_place(changes: dict[str, Any], where: str) -> None:
    assert faults(**changes) == [where]


def test_holdings_and_weights_exclude_each_other() -> None:
    holdings = Holdings(["x"], ["x", "y"], [[1, 0.5]], [[1, 0]])
    assert faults(holdings=holdings, weights=np.eye(2)) == ["market, weights"]
    assert Market(**GOOD, holdings=holdings).kappa == pytest.approx(np.array([[1, 0.5], [0, 1]]))


def test_fees_stand_in_the_row_of_who_earns_them() -> None:
    market = Market(**GOOD, fees={("y", "a"): 0.7})
    assert market.fee_margins == pytest.approx(np.array([[0, 0, 0], [0.7, 0, 0]]))


def test_a_market_cannot_be_written_to() -> None:
    market = Market(**GOOD)
    with pytest.raises(ValueError, match="read-only"):
        np.asarray(market.prices)[0] = 1.0
    assert market.with_(size=200).shares == pytest.approx([0.15, 0.1, 0.05])

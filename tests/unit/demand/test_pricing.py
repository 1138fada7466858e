"""First-order conditions by hand, implied costs, profits."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.base.errors import DemandError
from teikei.demand.choice import Choice
from teikei.demand.logit import Logit
from teikei.demand.market import Market
from teikei.demand.pricing import (
    condition,
    finite_margins,
    implied_costs,
    known_costs,
    lerner,
    profits,
    sort_by_firm,
    worths,
)

from .conftest import BINDING, PRICES, make_market

# shares 1/3 and 1/2 at these prices, α = −2
CHOICE = Logit(-2.0, np.log([2, 3]) + 2 * np.array([3.0, 4.0]), outside_good=True)


def duopoly(**changes: object) -> Market:
    given: dict[str, object] = {
        "products": ["a", "b"],
        "firms": ["x", "y"],
        "prices": [3.0, 4.0],
        "quantities": [100 / 3, 50],
        "outside_good": True,
        "size": 100,
    }
    return Market(**{**given, **changes})  # type: ignore[arg-type]


def test_costs_by_hand() -> None:
    # own price only: s + (p − c) α s (1 − s) = 0, so p − c = 1 / (2 · (1 − s)) = 3/4 and 1
    assert implied_costs(duopoly(), CHOICE) == pytest.approx([3 - 3 / 4, 4 - 1])
    # one owner of both: p − c = 1 / (2 s0) = 3 for both
    with pytest.raises(DemandError) as caught:
        implied_costs(duopoly(firms=["x", "x"]), CHOICE)
    assert [fault.where for fault in caught.value.faults] == ["market, a"]  # 3 − 3 = 0 is no cost


@pytest.mark.parametrize("count", [2, 3])
def test_one_owner_of_all_there_is_has_no_finite_margin(count: int) -> None:
    sold = np.arange(1.0, count + 1)
    choice = Logit(-1.0, np.log(sold) + 2, outside_good=False)
    market = Market(
        products=list("abc")[:count], firms=["x"] * count, prices=[2.0] * count, quantities=sold,
        outside_good=False,
    )  # fmt: skip
    with pytest.raises(DemandError) as caught:
        implied_costs(market, choice)
    assert [fault.where for fault in caught.value.faults] == ["market, first-order conditions"]


def test_margins_by_hand() -> None:
    # 2 m₁ − m₂ = 3, −m₁ + 2 m₂ = 0: m = (2, 1)
    assert finite_margins([[2.0, -1.0], [-1.0, 2.0]], [3.0, 0.0]) == pytest.approx([2, 1])
    with pytest.raises(DemandError, match="no finite margin"):
        finite_margins([[0.0, 1.0], [1.0, 1.0]], [1.0, 1.0])


def test_a_tariff_by_hand() -> None:
    # the seller keeps .8 of 3: .8 s + (.8·3 − c) α s (1 − s) = 0, c = 2.4 − .8·3/4
    assert implied_costs(duopoly(tariffs=[0.2, 0]), CHOICE) == pytest.approx([2.4 - 0.6, 3])


def test_a_fee_is_an_additive_margin_by_hand() -> None:
    # x earns m = .5 on each b: s + (p − c) α s_a (1 − s_a) − m α s_a s_b = 0, p − c = 3/4 + m s_b/(1 − s_a)
    # = 3/4 + .375
    market = duopoly(fees={("x", "b"): 0.5})
    assert implied_costs(market, CHOICE) == pytest.approx([3 - 0.75 - 0.375, 3])


def test_profit_weights_by_hand() -> None:
    # x counts half of y's profit, whose margin is 1: p_a − c_a = 3/4 + ½·1·s_b/(1 − s_a) = 3/4 + .375
    assert implied_costs(duopoly(weights=[[1, 0.5], [0, 1]]), CHOICE) == pytest.approx([3 - 0.75 - 0.375, 3])


def test_profits_by_hand() -> None:
    market = duopoly(costs=[2.0, 3.0], tariffs=[0.1, 0], fees={("x", "b"): 0.5})
    # x: (.9·3 − 2)·100/3 + .5·50;  y: (4 − 3)·50
    assert profits(market, CHOICE, [3, 4]) == pytest.approx([0.7 * 100 / 3 + 25, 50])
    assert lerner(market) == pytest.approx([1 - 2 / 2.7, 1 / 4])
    assert worths(market, [3, 4], [2, 3]) == pytest.approx(np.array([[0.7, 0.5], [0, 1]]))


def test_implied_costs_zero_the_conditions(choice: Choice) -> None:
    market = make_market(choice, **BINDING, costs=None)
    try:
        costs = implied_costs(market, choice)
    except DemandError:
        pytest.skip("these prices imply costs below zero")
    assert condition(market, choice, PRICES, costs) == pytest.approx(np.zeros(6), abs=1e-14)


def test_costs_must_be_known() -> None:
    with pytest.raises(DemandError, match="costs"):
        known_costs(duopoly())
    with pytest.raises(DemandError, match="costs"):
        profits(duopoly(), CHOICE, [3, 4])


def test_demand_must_be_of_the_market() -> None:
    with pytest.raises(DemandError) as caught:
        implied_costs(duopoly(), Logit(-1.0, [1.0, 2.0, 3.0], outside_good=False))
    assert [fault.where for fault in caught.value.faults] == ["market, demand", "market, outside_good"]


def test_sorting_by_firm_and_back(choice: Choice) -> None:
    arrays = sort_by_firm(make_market(choice), choice)
    assert arrays.order.tolist() == [0, 2, 1, 4, 3, 5]  # x: a c, y: b e, z: d f
    assert arrays.pricing.first.tolist() == [0, 2, 4, 6]
    assert arrays.back(np.array(PRICES)[arrays.order]) == pytest.approx(PRICES)

"""Indices by hand, and the borders of markets."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.base.errors import DemandError
from teikei.demand.choice import Choice
from teikei.demand.equilibrium import equilibrium
from teikei.demand.logit import Logit
from teikei.demand.market import Market
from teikei.demand.nested_logit import NestedLogit
from teikei.demand.pricing import implied_costs
from teikei.demand.screens import (
    cmcr,
    commonality_of_cost,
    concentration,
    guppi,
    hhi,
    hypothetical_monopolist,
    known_firms,
    mhhi,
    pressure,
    smallest_market,
    sold_shares,
    upp,
    weights_of,
)

from .conftest import make_market


def test_hhi_by_hand() -> None:
    # 30² + 20² + 50² = 900 + 400 + 2500
    assert hhi([0.3, 0.2, 0.5]) == pytest.approx(3800)
    # the first two merge: + 2 · 30 · 20
    assert hhi([0.3, 0.2, 0.5], ["a", "a", "b"]) == pytest.approx(5000)
    assert hhi([1.0]) == pytest.approx(10_000)


def test_mhhi_by_hand() -> None:
    # 36.8 % of b counts in a: 3800 + .368 · 30 · 20
    weights = np.eye(3)
    weights[0, 1] = 0.368
    assert mhhi([0.3, 0.2, 0.5], weights) == pytest.approx(3800 + 220.8)


def test_concentration_takes_the_largest() -> None:
    assert concentration([0.1, 0.4, 0.2, 0.3], 2) == pytest.approx(0.7)
    with pytest.raises(DemandError):
        concentration([0.1, 0.4], 0)


def test_sold_shares_leave_the_outside_good_out() -> None:
    market = Market(
        products=["a", "b", "c"], firms=["x", "y", "x"], prices=[1, 1, 1], quantities=[1, 2, 1],
        outside_good=True, size=100,
    )  # fmt: skip
    assert sold_shares(market) == pytest.approx([0.5, 0.5])
    assert sold_shares(market, [3, 2, 3]) == pytest.approx([0.75, 0.25])


def test_pressure_by_hand() -> None:
    # of what a loses .2 goes to b with a margin of 6: 1.2 a unit, .12 of a's price of 10; less a saving of .5
    lost = [[-1.0, 0.2], [0.3, -1.0]]
    gained = weights_of(["x", "x"]) - np.eye(2)
    assert upp(lost, [4.0, 6.0], gained) == pytest.approx([1.2, 1.2])
    assert upp(lost, [4.0, 6.0], gained, [0.5, 0.0]) == pytest.approx([0.7, 1.2])
    assert guppi(lost, [10.0, 20.0], [4.0, 6.0], gained) == pytest.approx([0.12, 0.06])
    # a silent stake of 25 % counts a quarter, on one side only
    assert upp(lost, [4.0, 6.0], [[0, 0.25], [0, 0]]) == pytest.approx([0.3, 0.0])


def test_cmcr_by_hand() -> None:
    # m1 − .2 m2 = 4 and m2 − .3 m1 = 6 (margins after): m1 = 5.2/.94, m2 = 7.2/.94
    needed = cmcr([[-1.0, 0.2], [0.3, -1.0]], [4.0, 6.0], np.eye(2), np.ones((2, 2)))
    assert needed == pytest.approx([5.2 / 0.94 - 4, 7.2 / 0.94 - 6])


def test_cmcr_refuses_a_market_that_nobody_leaves() -> None:
    with pytest.raises(DemandError) as error:
        cmcr([[-1.0, 1.0], [1.0, -1.0]], [4.0, 6.0], np.eye(2), np.ones((2, 2)))
    assert error.value.faults[0].where == "diversions"


def test_commonality_of_cost() -> None:
    assert commonality_of_cost(6000.0, 15000.0) == pytest.approx(0.4)
    for shared, variable in ((2.0, 1.0), (-1.0, 1.0), (0.0, 0.0)):
        with pytest.raises(DemandError):
            commonality_of_cost(shared, variable)


def test_bad_shares_are_refused_by_all() -> None:
    for shares in ([0.7, 0.5], [-0.1, 0.5], [], [[0.1]], [float("nan")]):
        for index in (hhi, lambda s: mhhi(s, np.eye(2)), lambda s: concentration(s, 1)):
            with pytest.raises(DemandError):
                index(shares)
    with pytest.raises(DemandError) as error:
        hhi([0.5, 0.5], ["a"])
    assert error.value.faults[0].where == "owners"
    with pytest.raises(DemandError) as error:
        mhhi([0.5, 0.5], [[1.0]])
    assert error.value.faults[0].where == "weights"


def test_unknown_and_single_firms_are_gathered(choice: Choice) -> None:
    market = make_market(choice)
    with pytest.raises(DemandError) as error:
        known_firms(market, ["w"])
    assert len(error.value.faults) == 2  # unknown, and alone
    with pytest.raises(DemandError) as error:
        known_firms(market, [])
    assert "nobody" in error.value.faults[0].what
    with pytest.raises(DemandError) as error:
        known_firms(market, ["w", "v"])
    assert len(error.value.faults) == 2


def test_pressure_of_a_market_is_that_of_its_matrices() -> None:
    choice = Logit(-1.0, [1.0, 1.0, 1.0], outside_good=True)
    market = Market(
        products=["a", "b", "c"], firms=["x", "y", "z"], prices=[1.0, 1.0, 1.0], quantities=[25, 25, 25],
        outside_good=True, size=100, costs=[0.5, 0.4, 0.5],
    )  # fmt: skip
    table = pressure(market, choice, ["x", "y"])
    # shares are e^0/(1 + 3 e^0) = 1/4 each: diversion (1/4)/(3/4) = 1/3; margins .5 and .6
    assert table["product"].to_list() == ["a", "b"]
    assert table["diversion_to_partners"].to_numpy() == pytest.approx([1 / 3, 1 / 3])
    assert table["guppi"].to_numpy() == pytest.approx([0.2, 0.5 / 3])
    saved = pressure(market, choice, ["x", "y"], [0.05, 0.0, 0.0])
    assert saved["upp [money]"].to_numpy() == pytest.approx([0.15, 0.5 / 3])
    assert saved["guppi"].to_numpy() == pytest.approx([0.2, 0.5 / 3])
    # r_a − r_b/3 = .2, r_b − r_a/3 = 1/6, so r_a = (.2 + 1/18)/(8/9)
    assert table["cmcr"].to_numpy()[0] == pytest.approx((0.2 + 1 / 18) / (8 / 9) / 0.5)


def test_pressure_on_a_host_and_its_guest_by_hand() -> None:
    # x builds b for y and earns .5 on each; shares 1/3 and 1/2, so D_ab = (1/2)/(2/3), D_ba = (1/3)/(1/2)
    choice = Logit(-2.0, np.log([2, 3]) + 2 * np.array([3.0, 4.0]), outside_good=True)
    market = Market(
        products=["a", "b"], firms=["x", "y"], prices=[3.0, 4.0], quantities=[100 / 3, 50], size=100,
        outside_good=True, costs=[2.0, 3.0], fees={("x", "b"): 0.5},
    )  # fmt: skip
    table = pressure(market, choice, ["x", "y"])
    # worth of a and b, to x before 1 and .5, to y 0 and 1; to both together 1 and 4 − 3 + .5 = 1.5
    # a: (1.5 − .5) · 3/4;  b: 1 · 2/3 − (1.5 − 1), as no fee is left in its cost
    assert table["upp [money]"].to_numpy() == pytest.approx([3 / 4, 1 / 6])
    # r_a − 3/4 r_b = 3/4, r_b − 2/3 r_a = 1/6: r_a = (3/4 + 1/8)/(1 − 1/2)
    assert table["cmcr [money]"].to_numpy() == pytest.approx([7 / 4, 4 / 3])


def test_a_hypothetical_monopolist_by_hand() -> None:
    # one product, logit, α = −1: p − c = 1/(1 − s); the observed price is the best one already
    choice = Logit(-1.0, [3.0], outside_good=True)
    market = Market(
        products=["a"], firms=["x"], prices=[3.0], quantities=[5], outside_good=True, size=10, costs=[1.0]
    )
    test = hypothetical_monopolist(market, choice, ["a"])
    assert test.rises["a"] == pytest.approx(0, abs=1e-9)
    assert not test.is_market


def test_a_market_grows_to_the_closest_substitute_first() -> None:
    # a and b are near twins in one nest; c is far: the first market that a monopolist would raise is {a, b}
    prices = [10.0, 10.0, 10.0]
    choice = NestedLogit(-0.4, [3.5, 3.5, 3.5], ["s", "s", "l"], 0.8, outside_good=True)
    market = Market(
        products=["a", "b", "c"], firms=["x", "y", "z"], prices=prices,
        quantities=100 * choice.shares(prices), outside_good=True, size=100,
    )  # fmt: skip
    market = market.with_(costs=implied_costs(market, choice))
    assert not hypothetical_monopolist(market, choice, ["a"]).is_market
    found = smallest_market(market, choice, ["a"])
    assert found.products == ("a", "b")
    # c's price stays: its seller would answer in an equilibrium, and the monopolist then dare more
    held = equilibrium(market.with_(firms=["m", "m", "z"]), choice, fixed={"c": 10.0})
    assert found.rises["a"] == pytest.approx(held.prices[0] / 10 - 1)
    free = equilibrium(market.with_(firms=["m", "m", "z"]), choice)
    assert free.prices[0] > held.prices[0] * 1.0005
    assert found.is_market
    # all together and a threshold that nobody reaches: the last test says so
    lost = smallest_market(market, choice, ["a"], threshold=50.0)
    assert set(lost.products) == {"a", "b", "c"}
    assert not lost.is_market


def test_candidate_markets_that_cannot_be(choice: Choice) -> None:
    market = make_market(choice)
    for products in ([], ["nothing"]):
        with pytest.raises(DemandError):
            hypothetical_monopolist(market, choice, products)
    if not choice.outside_good:
        with pytest.raises(DemandError):
            hypothetical_monopolist(market, choice, market.products)

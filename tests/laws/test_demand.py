"""Laws of demand and prices that hold whatever the numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teikei.base.errors import ConvergenceError, DemandError
from teikei.demand.calibrate import matched
from teikei.demand.choice import Choice, diversion
from teikei.demand.equilibrium import equilibrium
from teikei.demand.logit import Logit
from teikei.demand.market import Market
from teikei.demand.nested_logit import NestedLogit
from teikei.demand.ownership import profit_weights
from teikei.demand.pricing import implied_costs
from teikei.demand.random_coefficients import RandomCoefficients

few = settings(max_examples=40, deadline=None)


@st.composite
def demands(draw: Any, closed: bool = True) -> tuple[Choice, np.ndarray]:
    """Any of the three models with up to six products, and prices."""
    count = draw(st.integers(2, 6))
    numbers = st.floats(-1.5, 1.5)
    quality = np.array([draw(numbers) for _ in range(count)]) + 2
    prices = np.array([draw(st.floats(0.8, 3.0)) for _ in range(count)])
    outside = draw(st.booleans()) if closed else True
    alpha = -draw(st.floats(0.3, 3.0))
    kind = draw(st.sampled_from(["logit", "nested", "two levels", "kinds"]))
    if kind == "logit":
        return Logit(alpha, quality, outside_good=outside), prices
    if kind == "kinds":
        kinds = draw(st.integers(1, 5))
        slopes = [alpha * draw(st.floats(0.5, 2.0)) for _ in range(kinds)]
        tastes = np.array([[draw(numbers) for _ in range(kinds)] for _ in range(count)])
        return RandomCoefficients(slopes, quality, tastes, outside_good=outside), prices
    nests = [draw(st.sampled_from(["s", "m"])) for _ in range(count)]
    sigma = draw(st.floats(0.0, 0.8))
    if kind == "nested":
        return NestedLogit(alpha, quality, nests, sigma, outside_good=outside), prices
    subnests = [draw(st.sampled_from(["h", "a"])) for _ in range(count)]
    inner = draw(st.floats(sigma, 0.9))
    return NestedLogit(alpha, quality, nests, sigma, subnests, inner, outside_good=outside), prices


def market_of(choice: Choice, prices: np.ndarray, firms: list[str], **changes: Any) -> Market:
    """The market in which this demand is seen."""
    return Market(
        products=[f"p{j}" for j in range(choice.count)],
        firms=firms,
        prices=prices,
        quantities=1000 * choice.shares(prices),
        outside_good=choice.outside_good,
        size=1000.0 if choice.outside_good else None,
        **changes,
    )


@few
@given(demands())
def test_derivatives_equal_finite_differences(given_: tuple[Choice, np.ndarray]) -> None:
    choice, prices = given_
    jacobian = choice.jacobian(prices)
    step = 1e-5
    for k in range(choice.count):
        nudge = np.zeros(choice.count)
        nudge[k] = step
        slope = (choice.shares(prices + nudge) - choice.shares(prices - nudge)) / (2 * step)
        assert jacobian[:, k] == pytest.approx(slope, abs=2e-8)
    worth = np.linspace(-1, 2, 2 * choice.count).reshape(2, -1)
    assert choice.response(prices, worth) == pytest.approx(worth @ jacobian, abs=1e-12)


@few
@given(demands(), st.floats(-0.4, 0.6))
def test_surplus_is_the_integral_of_shares(given_: tuple[Choice, np.ndarray], rise: float) -> None:
    # dCS = −Σ s_j dp_j along any path; a straight one, by Gauss–Legendre
    choice, prices = given_
    change = rise * np.linspace(0.5, 1.5, choice.count)
    nodes, weights = np.polynomial.legendre.leggauss(24)
    along = sum(
        w / 2 * choice.shares(prices + (x + 1) / 2 * change) for x, w in zip(nodes, weights, strict=True)
    )
    moved = choice.consumer_surplus(prices + change) - choice.consumer_surplus(prices)
    assert moved == pytest.approx(-float(along @ change), abs=1e-9)


@few
@given(demands())
def test_shares_are_shares_and_substitutes(given_: tuple[Choice, np.ndarray]) -> None:
    choice, prices = given_
    shares = choice.shares(prices)
    assert np.all(shares > 0)
    total = float(shares.sum())
    assert total < 1 if choice.outside_good else total == pytest.approx(1)
    jacobian = choice.jacobian(prices)
    assert np.all(np.diag(jacobian) < 0)
    assert np.all(jacobian - np.diag(np.diag(jacobian)) >= -1e-15)
    assert jacobian == pytest.approx(jacobian.T, abs=1e-12)  # no income effects
    lost = diversion(choice, prices).sum(axis=1)
    assert (
        np.all(lost < 1e-12)
        if choice.outside_good
        else lost == pytest.approx(np.zeros(choice.count), abs=1e-6)
    )


@few
@given(demands(), st.data())
def test_observed_prices_return_when_no_cost_changes(given_: tuple[Choice, np.ndarray], data: Any) -> None:
    choice, prices = given_
    firms = [data.draw(st.sampled_from(["x", "y", "z"])) for _ in prices]
    tariffs = [data.draw(st.sampled_from([0.0, 0.1, 0.3])) for _ in prices]
    if not choice.outside_good and len(set(firms)) < 2:
        return  # one seller of all there is has no best price
    market = market_of(choice, prices, firms, tariffs=tariffs)
    try:
        market = market.with_(costs=implied_costs(market, choice))
    except DemandError:
        return  # demand too inelastic for these prices and owners
    found = equilibrium(market, choice)
    assert found.prices == pytest.approx(prices, rel=1e-9)
    assert found.maps <= 3


@few
@given(demands(closed=False), st.data())
def test_splitting_names_of_one_owner_changes_nothing(given_: tuple[Choice, np.ndarray], data: Any) -> None:
    # one firm, or two that count each other's profit in full
    choice, prices = given_
    firms = ["x", *(data.draw(st.sampled_from(["x", "y"])) for _ in prices[1:])]
    costs = 0.4 * prices
    halves = [f"{firm}{number % 2}" for number, firm in enumerate(firms)]
    names = list(dict.fromkeys(halves))
    weights = [[1.0 if a[0] == b[0] else 0.0 for b in names] for a in names]
    whole = market_of(choice, prices, firms, costs=costs)
    try:
        one = equilibrium(whole, choice)
    except ConvergenceError:
        return
    two = equilibrium(whole.with_(firms=halves, weights=weights), choice)
    assert two.prices == pytest.approx(one.prices, rel=1e-8)
    assert two.profits.sum() == pytest.approx(one.profits.sum(), rel=1e-8)


@few
@given(demands(closed=False), st.floats(0.05, 20.0))
def test_another_currency_changes_no_quantity(given_: tuple[Choice, np.ndarray], rate: float) -> None:
    choice, prices = given_
    if not isinstance(choice, Logit | NestedLogit):
        return
    market = market_of(choice, prices, ["x", *["y"] * (choice.count - 1)], costs=0.4 * prices)
    from dataclasses import replace

    found = equilibrium(market, choice)
    other = replace(choice, alpha=choice.alpha / rate)
    again = equilibrium(market.with_(prices=prices * rate, costs=0.4 * prices * rate), other)
    assert again.quantities == pytest.approx(found.quantities, rel=1e-8)
    assert again.profits == pytest.approx(found.profits * rate, rel=1e-8)


@few
@given(demands(closed=False), st.floats(-5, -0.1), st.floats(0, 0.6), st.floats(0, 0.9))
def test_matching_returns_the_shares(
    given_: tuple[Choice, np.ndarray], alpha: float, outer: float, further: float
) -> None:
    choice, prices = given_
    inner = outer + (1 - outer) * 0.9 * further
    nests = [f"n{j % 2}" for j in range(choice.count)]
    market = market_of(choice, prices, ["x"] * choice.count, nests=nests, subnests=["s"] * choice.count)
    assert matched(market, alpha, (inner, outer)).shares(prices) == pytest.approx(market.shares, rel=1e-9)


@few
@given(st.integers(1, 4), st.integers(1, 4), st.data())
def test_profit_weights_of_separate_owners_are_none(owners: int, firms: int, data: Any) -> None:
    # each firm with owners of its own: no firm counts another's profit
    held = np.zeros((owners * firms, firms))
    for firm in range(firms):
        for owner in range(owners):
            held[firm * owners + owner, firm] = data.draw(st.floats(0.01, 1.0)) / owners
    assert profit_weights(held, held) == pytest.approx(np.eye(firms))

"""Gains from other prices of one's own: none in equilibrium, found where there is a second hump."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.base.options import EquilibriumOptions
from teikei.demand.best_response import gains
from teikei.demand.choice import Choice
from teikei.demand.equilibrium import equilibrium
from teikei.demand.market import Market
from teikei.demand.pricing import profits, sort_by_firm
from teikei.demand.random_coefficients import RandomCoefficients

from .conftest import BINDING, make_market


def test_in_equilibrium_nobody_gains(choice: Choice) -> None:
    market = make_market(choice, **BINDING)
    found = equilibrium(market, choice)
    assert found.best_response_gain == pytest.approx(np.zeros(3), abs=1e-9)
    assert found.stable


def test_away_from_equilibrium_somebody_gains(choice: Choice) -> None:
    market = make_market(choice)
    arrays = sort_by_firm(market, choice)
    prices = equilibrium(market, choice).prices * 1.3
    gain = gains(arrays.choice, arrays.pricing, np.ascontiguousarray(prices[arrays.order]))
    assert np.all(gain > 1e-4)


def two_kinds() -> tuple[Market, RandomCoefficients]:
    """Nine in ten are poor (α = −5), one is rich (α = −.2): sell cheap to all, or dear to the rich."""
    choice = RandomCoefficients([-5.0, -0.2], [2.0], [[0.0, 0.0]], [0.9, 0.1], outside_good=True)
    market = Market(
        products=["a"], firms=["x"], prices=[0.5], quantities=[100 * choice.shares([0.5])[0]], size=100,
        outside_good=True, costs=[0.1],
    )  # fmt: skip
    return market, choice


def test_a_second_hump_is_found() -> None:
    market, choice = two_kinds()
    humps = {start: equilibrium(market, choice, start=[start]) for start in (0.5, 10.0)}
    grid = np.linspace(0.2, 20, 20001)
    best = max(float(profits(market, choice, [price])[0]) for price in grid)
    low, high = humps[0.5], humps[10.0]
    assert high.prices[0] > 5 * low.prices[0]
    worse, better = sorted((low, high), key=lambda one: float(one.profits[0]))
    assert better.profits[0] == pytest.approx(best, rel=1e-6)
    assert better.best_response_gain[0] == pytest.approx(0, abs=1e-9)
    assert better.stable
    # the worse one obeys its first-order condition too, and is called what it is
    assert worse.residual < 1e-12
    assert worse.best_response_gain[0] == pytest.approx(best - worse.profits[0], rel=1e-3)
    assert not worse.stable
    assert "NOT a full equilibrium" in worse.explain()


def test_other_starts_report_the_other_hump() -> None:
    market, choice = two_kinds()
    found = equilibrium(market, choice, EquilibriumOptions(starts=12, seed=1), start=[3.0])
    assert len(found.others) == 1
    assert "1 other" in found.explain()


def test_fixed_prices_are_not_tried() -> None:
    market, choice = two_kinds()
    arrays = sort_by_firm(market, choice, [True])
    assert gains(arrays.choice, arrays.pricing, np.array([3.0])) == pytest.approx([0.0])

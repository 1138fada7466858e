"""Limits: shadow prices by hand and in the market."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.demand.capacity import find_shadow_prices, limits_of
from teikei.demand.choice import Choice
from teikei.demand.equilibrium import equilibrium

from .conftest import make_market


def test_shadow_prices_of_straight_demand_by_hand() -> None:
    # quantity of product k = 10 − (1 + μ_k); plant p makes both products 0 and 1, q makes product 2
    # limit 14 of p: 2 (9 − μ) = 14, μ = 2; limit 20 of q does not bind
    from teikei.demand.capacity import Limits

    limits = Limits(("p", "q"), np.array([0, 0, 1]), np.array([14.0, 20.0]))

    def price(shadow: np.ndarray, start: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        prices = 1 + shadow[limits.place]
        return prices, 10 - prices

    prices, shadow, kept = find_shadow_prices(price, limits, np.ones(3))
    assert kept
    assert shadow == pytest.approx([2, 0])
    assert prices == pytest.approx([3, 3, 1])


def test_limits_that_nobody_can_keep_are_said() -> None:
    from teikei.demand.capacity import Limits

    limits = Limits(("p",), np.array([0]), np.array([5.0]))
    assert find_shadow_prices(lambda mu, start: (start, np.array([9.0])), limits, np.ones(1))[2] is False


def test_limits_bind_complementarily(choice: Choice) -> None:
    free = equilibrium(make_market(choice), choice)
    plants = ["p", "q", "p", "q", "r", "r"]
    made = dict.fromkeys("pqr", 0.0)
    for plant, sold in zip(plants, free.quantities, strict=True):
        made[plant] += float(sold)
    limits = {"p": 0.8 * made["p"], "q": 0.95 * made["q"], "r": 1.5 * made["r"]}
    found = equilibrium(make_market(choice, plants=plants, capacities=limits), choice)
    assert found.residual < 1e-11
    for plant, limit in limits.items():
        total = sum(float(q) for q, p in zip(found.quantities, plants, strict=True) if p == plant)
        assert total <= limit * (1 + 1e-8)
        if plant in found.shadow_prices:
            assert found.shadow_prices[plant] > 0
            assert total == pytest.approx(limit, rel=1e-8)
    assert "p" in found.shadow_prices
    assert "r" not in found.shadow_prices
    assert np.all(np.isnan(found.best_response_gain))
    assert "p is at its limit" in found.explain()


def test_without_plants_each_product_has_its_own(choice: Choice) -> None:
    limits = limits_of(make_market(choice, capacities={"b": 5.0}))
    assert limits.names == ("a", "b", "c", "d", "e", "f")
    assert limits.most[1] == 5.0
    assert np.all(np.isinf(np.delete(limits.most, 1)))

"""The compiled terms are those of the models, and the exponential is exact."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.demand.choice import Choice
from teikei.demand.logit import Logit
from teikei.demand.pricing import condition, sort_by_firm
from teikei.demand.random_coefficients import RandomCoefficients
from teikei.demand.slopes import exponential, room, terms

from .conftest import BINDING, PRICES, make_market


def test_the_exponential_is_exact_to_the_last_place() -> None:
    x = np.linspace(-600, 600, 20001)
    found = x.copy()
    exponential(found)
    assert np.max(np.abs(found / np.exp(x) - 1)) < 5e-16
    ends = np.array([-1e4, 1e4])
    exponential(ends)
    assert ends == pytest.approx([np.exp(-600), np.exp(600)])


@pytest.mark.parametrize("outside_good", [True, False])
@pytest.mark.parametrize("level", [-3000.0, 3000.0])
def test_utilities_of_any_level_keep_their_shares(outside_good: bool, level: float) -> None:
    # far above or below what an exponential can hold: the terms find a level of their own
    random = np.random.default_rng(0)
    choice = RandomCoefficients(
        [-1.0, -30.0], random.normal(size=6) + level, np.zeros((6, 2)), outside_good=outside_good
    )
    market = make_market(Logit(-1.0, np.zeros(6), outside_good=outside_good))
    arrays = sort_by_firm(market, choice)
    out = np.empty((3, 6))
    terms(
        arrays.choice,
        arrays.pricing,
        np.array(PRICES)[arrays.order],
        room(arrays.choice, arrays.pricing),
        out,
    )
    assert arrays.back(out[0]) == pytest.approx(choice.shares(PRICES), rel=1e-12, abs=1e-250)


@pytest.mark.parametrize("changes", [{}, BINDING], ids=["plain", "binding"])
def test_terms_give_shares_and_the_first_order_condition(choice: Choice, changes: dict[str, object]) -> None:
    market = make_market(choice, **changes)
    arrays = sort_by_firm(market, choice)
    out = np.empty((3, 6))
    prices = np.array(PRICES) * [1.0, 1.1, 0.9, 1.2, 1.0, 0.95]
    terms(arrays.choice, arrays.pricing, prices[arrays.order], room(arrays.choice, arrays.pricing), out)
    shares, own, rest = (arrays.back(row) for row in out)
    assert shares == pytest.approx(choice.shares(prices), rel=1e-13)
    worth = np.array([_worth(market, prices, k) for k in range(6)])
    assert market.kept * shares + worth * own - rest == pytest.approx(
        condition(market, choice, prices), abs=1e-14
    )


def _worth(market: object, prices: np.ndarray, product: int) -> float:
    from teikei.demand.market import Market
    from teikei.demand.pricing import known_costs, worths

    assert isinstance(market, Market)
    return float(worths(market, prices, known_costs(market))[market.seller[product], product])

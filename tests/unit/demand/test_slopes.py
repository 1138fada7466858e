"""The compiled terms are those of the models, and the exponential is exact."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.demand.choice import Choice
from teikei.demand.pricing import condition, sort_by_firm
from teikei.demand.slopes import exponential, room, terms

from .conftest import BINDING, PRICES, make_market


def test_the_exponential_is_exact_to_the_last_place() -> None:
    x = np.linspace(-708, 708, 20001)
    found, scratch = x.copy(), np.empty_like(x)
    exponential(found, scratch)
    assert np.max(np.abs(found / np.exp(x) - 1)) < 5e-16
    tiny = np.array([-1e4, -709.0])
    exponential(tiny, np.empty(2))
    assert np.all((tiny >= 0) & (tiny < 1e-300))


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

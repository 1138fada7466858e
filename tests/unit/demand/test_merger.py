"""Mergers: printed prices, savings that compensate, bad input gathered."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.base.errors import DemandError
from teikei.demand.choice import Choice
from teikei.demand.merger import merger, savings_that_compensate
from teikei.demand.screens import sold_shares

from .conftest import BINDING, make_market


def test_a_merger_raises_prices_and_helps_rivals(choice: Choice) -> None:
    found = merger(make_market(choice), choice, ["x", "y"])
    rises = found.comparison.products()
    assert np.all(rises.filter(firm="x")["rise"].to_numpy() > 0)
    assert found.comparison.consumer_surplus < 0 < found.comparison.of_rivals
    assert found.comparison.of_parties > 0


def test_concentration_as_guidelines_count_it(choice: Choice) -> None:
    found = merger(make_market(choice), choice, ["x", "y"])
    s = sold_shares(found.comparison.before.market, found.comparison.before.quantities)
    assert found.hhi_before == pytest.approx(10_000 * float(s @ s))
    assert found.delta == pytest.approx(20_000 * s[0] * s[1])
    before, after = found.concentrations(1)
    assert before == pytest.approx(max(s))
    assert 0 < after <= 1


# no outsider holds a part of a party: it would answer to the party's lower cost
BOUND = {**BINDING, "weights": [[1.0, 0.3, 0.0], [0.0, 1.0, 0.2], [0.0, 0.0, 1.0]]}


# x builds y's b and y x's c: the fees end with the merger, and with them a cost and a margin
HOSTED: dict[str, object] = {"fees": {("x", "b"): 0.01, ("y", "c"): 0.005}}


@pytest.mark.parametrize(
    "binding", [{}, BOUND, HOSTED], ids=["free", "stakes, tariffs and fees", "fees between the parties"]
)
def test_savings_that_compensate_leave_every_price(choice: Choice, binding: dict[str, object]) -> None:
    # dear enough to save from
    market = make_market(choice, costs=[4.0, 3.9, 4.3, 4.1, 3.8, 4.5], **binding)
    start = merger(market, choice, ["x", "y"]).comparison.before
    observed = market.with_(prices=start.prices, quantities=start.quantities)
    savings = savings_that_compensate(observed, choice, ["x", "y"])
    assert -1 < min(savings.values()) <= max(savings.values()) < 0
    found = merger(observed, choice, ["x", "y"], savings)
    assert found.comparison.after.prices == pytest.approx(start.prices, rel=1e-8)
    assert found.comparison.consumer_surplus == pytest.approx(0, abs=1e-6)


def test_savings_of_a_firm_are_those_of_all_its_products(choice: Choice) -> None:
    market = make_market(choice)
    of_firm = merger(market, choice, ["x", "y"], {"x": -0.05})
    of_products = merger(market, choice, ["x", "y"], {"a": -0.05, "c": -0.05})
    assert of_firm.comparison.after.prices == pytest.approx(of_products.comparison.after.prices)


def test_bad_input_is_gathered(choice: Choice) -> None:
    market = make_market(choice)
    with pytest.raises(DemandError) as error:
        merger(market, choice, ["x", "y"], {"nobody": -0.1, "a": -1.0})
    assert len(error.value.faults) == 2
    with pytest.raises(DemandError):
        merger(market, choice, ["x"])
    with pytest.raises(DemandError):
        merger(market.with_(costs=None), choice, ["x", "y"])

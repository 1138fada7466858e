"""Two equilibria side by side: sums by hand, names that change, products that come and go."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.base.errors import DemandError
from teikei.demand.choice import Choice
from teikei.demand.comparison import compare
from teikei.demand.counterfactual import Counterfactual
from teikei.demand.equilibrium import equilibrium

from .conftest import make_market


def test_nothing_changed_nothing_differs(choice: Choice) -> None:
    market = make_market(choice)
    found = compare(market, choice, Counterfactual("same", costs={"nobody": -0.1}))
    assert all(abs(change) < 1e-6 for change in found.summary().values())


def test_parties_rivals_and_welfare_add_up(choice: Choice) -> None:
    market = make_market(choice, tariffs=[0.0, 0.1, 0.0, 0.1, 0.0, 0.0])
    found = compare(market, choice, Counterfactual("cut", costs={"x": -0.2}), ("x",))
    before, after = found.before, found.after
    assert found.of_parties == pytest.approx(after.profits[0] - before.profits[0])
    assert found.of_rivals == pytest.approx(float((after.profits - before.profits)[1:].sum()))
    total = found.of_parties + found.of_rivals + found.consumer_surplus + found.tariff_revenue
    assert found.welfare == pytest.approx(total)
    assert found.of_parties > 0 > found.of_rivals
    old, sold = before.prices, before.quantities
    assert found.mean_price == pytest.approx(after.prices @ sold / (old @ sold) - 1)


def test_a_party_that_sells_nothing_is_no_party(choice: Choice) -> None:
    with pytest.raises(DemandError) as caught:
        compare(make_market(choice), choice, Counterfactual("cut", costs={"x": -0.2}), ("x", "w"))
    assert [fault.what for fault in caught.value.faults] == ["w sells nothing here"]


def test_merged_firms_count_as_one(choice: Choice) -> None:
    market = make_market(choice)
    found = compare(market, choice, Counterfactual("merger", merge=(("x", "y"),)))
    assert set(found.profit_changes) == {"x", "z"}
    both = found.before.profits[0] + found.before.profits[1]
    assert found.profit_changes["x"] == pytest.approx(found.after.profits[0] - both)
    rows = found.firms()
    assert rows.filter(party=True)["firm"].to_list() == ["x"]
    assert rows["units_before"].sum() == pytest.approx(float(found.before.quantities.sum()))
    assert rows["profit_before"][0] == pytest.approx(both)


def test_a_product_that_leaves_has_no_price_after(choice: Choice) -> None:
    market = make_market(choice)
    found = compare(market, choice, Counterfactual("exit", drop=("c",)), ("x",))
    row = found.products().filter(product="c")
    assert row["price [money]"].to_list() == [None]
    assert row["rise"].to_list() == [None]
    assert row["price_before [money]"][0] == pytest.approx(found.before.prices[2])
    assert np.isfinite(found.mean_price)


def test_prices_that_are_held_before_and_after(choice: Choice) -> None:
    market = make_market(choice)
    held = {"f": 2.6}
    before = equilibrium(market, choice, fixed=held)
    found = compare(
        market, choice, Counterfactual("cut", costs={"x": -0.2}, fixed=held), ("x",), before=before
    )
    assert found.before is before
    assert found.products().filter(product="f")["rise"].to_list() == pytest.approx([0.0])

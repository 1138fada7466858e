"""Named changes do what they say, and a batch is the same as one at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from teikei.base.errors import DemandError
from teikei.base.jobs import LocalExecutor
from teikei.base.options import EquilibriumOptions
from teikei.demand.choice import Choice
from teikei.demand.counterfactual import Counterfactual, equilibria
from teikei.demand.equilibrium import equilibrium
from teikei.demand.logit import Logit
from teikei.demand.market import Market

from .conftest import BINDING, choices, make_market

QUICK = EquilibriumOptions(best_response=False)


def changed(choice: Choice, what: Counterfactual, **market: Any) -> tuple[Market, Choice]:
    return what.applied(make_market(choice, **market), choice)


def test_a_merger_makes_one_firm(choice: Choice) -> None:
    market, _ = changed(choice, Counterfactual("m", merge=(("y", "x"),)))
    assert market.firms == ("y", "y", "y", "z", "y", "z")
    assert np.array_equal(market.kappa, np.eye(2))


def test_a_merger_keeps_the_other_weights_and_ends_fees_between_its_firms(choice: Choice) -> None:
    market, _ = changed(choice, Counterfactual("m", merge=(("x", "z"),)), **BINDING)
    # x and z become x with x's weights: x counts .3 of y; y counts 0 of x
    assert market.kappa == pytest.approx(np.array([[1.0, 0.3], [0.0, 1.0]]))
    assert market.fees == {}
    # x earned .2 on each d, z .1 on each a: margins of their own from now on, no longer a cost
    assert np.asarray(market.costs) == pytest.approx([0.9, 0.9, 1.3, 0.9, 0.8, 1.5])


def test_who_merges_with_its_host_is_one_owner_at_true_cost() -> None:
    # b costs .4 + .5 of a fee of x's with .5 margin: x and y together build it for .4
    choice = Logit(-1.0, [1.5, 1.5], outside_good=True)
    market = Market(
        products=["a", "b"],
        firms=["x", "y"],
        prices=[2.0, 2.0],
        quantities=100 * choice.shares([2.0, 2.0]),
        size=100,
        outside_good=True,
        costs=[0.5, 0.9],
        fees={("x", "b"): 0.5},
    )
    one = equilibrium(market.with_(firms=["x", "x"], fees={}, costs=[0.5, 0.4]), choice, QUICK)
    both = equilibrium(*Counterfactual("merger", merge=(("x", "y"),)).applied(market, choice), QUICK)
    assert both.prices == pytest.approx(one.prices, rel=1e-10)
    assert both.profits == pytest.approx(one.profits)
    # a saving of a tenth is one of the cost with the fee: .9 · .9 − .5
    cheaper = Counterfactual("merger", merge=(("x", "y"),), costs={"b": -0.1})
    assert np.asarray(cheaper.applied(market, choice)[0].costs) == pytest.approx([0.5, 0.31])
    unknown, _ = Counterfactual("merger", merge=(("x", "y"),)).applied(market.with_(costs=None), choice)
    assert unknown.costs is None


def test_fees_of_two_firms_that_merge_add_up(choice: Choice) -> None:
    fees = {("x", "d"): 0.2, ("y", "d"): 0.3}
    market, _ = changed(choice, Counterfactual("m", merge=(("x", "y"),)), fees=fees)
    assert market.fees == {("x", "d"): 0.5}
    assert np.asarray(market.costs)[3] == 1.1


def test_a_firm_merges_once() -> None:
    with pytest.raises(DemandError) as caught:
        Counterfactual("m", merge=(("x", "y"), ("y", "z")))
    assert [fault.what for fault in caught.value.faults] == ["y is in 2 groups"]


def test_a_fee_on_an_own_product_is_refused(choice: Choice) -> None:
    with pytest.raises(DemandError, match="pays itself"):
        changed(choice, Counterfactual("f", fees={("x", "a"): 0.2}))


def test_a_stake_is_a_weight(choice: Choice) -> None:
    market, _ = changed(choice, Counterfactual("s", weights={("x", "y"): 0.368}))
    assert market.kappa == pytest.approx(np.array([[1, 0.368, 0], [0, 1, 0], [0, 0, 1]]))


def test_costs_tariffs_quality_capacity(choice: Choice) -> None:
    what = Counterfactual(
        "all",
        costs={"x": -0.1, "c": -0.2},
        tariffs={"z": 0.25},
        quality={"b": 0.5},
        capacities={"a": 30.0},
        fees={("y", "a"): 0.3},
    )
    market, demand = changed(choice, what)
    # x sells a and c; c has an entry of its own
    assert np.asarray(market.costs) == pytest.approx([0.9, 0.9, 1.04, 1.1, 0.8, 1.5])
    assert market.kept == pytest.approx([1, 1, 1, 0.75, 1, 0.75])
    assert market.capacities == {"a": 30.0}
    assert market.fees == {("y", "a"): 0.3}
    expected = choice.better([0, 0.5, 0, 0, 0, 0]).shares(market.prices)
    assert demand.shares(market.prices) == pytest.approx(expected)


def test_what_leaves_is_gone(choice: Choice) -> None:
    market, demand = changed(choice, Counterfactual("exit", drop=("z", "b")), **BINDING)
    assert market.products == ("a", "c", "e")
    assert market.sellers == ("x", "y")
    assert market.kappa == pytest.approx(np.array([[1, 0.3], [0, 1]]))
    assert market.fees == {}
    assert demand.count == 3
    assert equilibrium(market, demand, QUICK).residual < 1e-10
    with pytest.raises(DemandError, match="everything"):
        changed(choice, Counterfactual("none", drop=("x", "y", "z")))


def batch() -> tuple[list[tuple[Market, Choice]], list[Counterfactual]]:
    markets = []
    for name, choice in choices().items():
        market = make_market(choice, name=name)
        if name == "kinds":
            market = market.with_(firms=["x", "w", "x", "z", "w", "z"])
        markets.append((market, choice))
    return markets, [
        Counterfactual("merger", merge=(("x", "y"),)),
        Counterfactual("cheaper", costs={"y": -0.05}),
        Counterfactual("list price", fixed={"a": 2.2}),
    ]


def test_a_batch_is_each_alone() -> None:
    markets, changes = batch()
    found = equilibria(markets, changes, QUICK)
    assert [(one.counterfactual, one.market) for one in found] == [
        (change.name, market.name) for change in changes for market, _ in markets
    ]
    for one in found:
        market, choice = next(pair for pair in markets if pair[0].name == one.market)
        change = next(c for c in changes if c.name == one.counterfactual)
        if one.market == "kinds" and change.name != "list price":  # it has no firm y
            assert one.equilibrium is None
            assert one.failure == ""
            continue
        assert one.equilibrium is not None
        alone = equilibrium(*change.applied(market, choice), QUICK, fixed=change.fixed)
        assert one.equilibrium.prices == pytest.approx(alone.prices, rel=1e-13)


def test_two_processes_give_the_same() -> None:
    markets, changes = batch()
    here = equilibria(markets[:2], changes, QUICK)
    there = equilibria(markets[:2], changes, QUICK, LocalExecutor(workers=2))
    for one, other in zip(here, there, strict=True):
        assert one.equilibrium is not None
        assert other.equilibrium is not None
        assert np.array_equal(one.equilibrium.prices, other.equilibrium.prices)


def test_one_failure_does_not_stop_the_rest() -> None:
    markets, changes = batch()
    found = equilibria(markets[:1], [*changes, Counterfactual("none", drop=("x", "y", "z"))], QUICK)
    assert [one.equilibrium is None for one in found] == [False, False, False, True]
    assert "everything" in found[-1].failure


def test_names_are_checked_at_once() -> None:
    markets, changes = batch()
    with pytest.raises(DemandError) as caught:
        equilibria(
            [markets[0], markets[0]], [*changes, changes[0], Counterfactual("lost", costs={"volvo": -0.1})]
        )
    where = [fault.where for fault in caught.value.faults]
    assert where == ["markets", "counterfactuals", "counterfactual lost"]

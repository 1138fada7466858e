"""pyblp estimates, we read: the shares, elasticities and costs of its results come back."""

from __future__ import annotations

import importlib.util
import os
import sys
from types import SimpleNamespace
from typing import Any

import numpy as np
import polars as pl
import pytest

from teikei.base.errors import DemandError, UsageError
from teikei.demand.choice import elasticities
from teikei.demand.estimate import Specification, estimate, read_estimate
from teikei.demand.logit import Logit
from teikei.demand.nested_logit import NestedLogit
from teikei.demand.random_coefficients import RandomCoefficients

have_pyblp = pytest.mark.skipif(
    importlib.util.find_spec("pyblp") is None and not os.environ.get("CI"),
    reason="pyblp, the optional extra `estimate`, is not installed",
)
KINDS, SPREAD, SHIFT, ALPHA = 25, 0.8, 0.3, -2.0


def tables() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Forty markets of six products with cost shifters as instruments, and their customers."""
    random = np.random.default_rng(8)
    products: dict[str, list[Any]] = {
        name: [] for name in ("market_ids", "firm_ids", "shares", "prices", "x", "nesting_ids", "cost")
    }
    agents: dict[str, list[Any]] = {name: [] for name in ("market_ids", "weights", "nodes0", "income")}
    for market in range(40):
        x, cost, xi = random.uniform(0, 2, 6), random.uniform(2.5, 3.5, 6), 0.2 * random.normal(size=6)
        prices = cost + 0.6 + 0.3 * xi + 0.1 * random.normal(size=6)
        nodes, income = random.normal(size=KINDS), random.uniform(0, 1, KINDS)
        choice = RandomCoefficients(
            np.full(KINDS, ALPHA),
            5 + x + xi,
            np.outer(x, SPREAD * nodes + SHIFT * income),
            outside_good=True,
        )
        for name, values in zip(
            products,
            (
                [f"m{market:02}"] * 6,
                [0, 0, 1, 1, 2, 2],
                choice.shares(prices),
                prices,
                x,
                list("aabbab"),
                cost,
            ),
            strict=True,
        ):
            products[name] += list(values)
        weights = np.full(KINDS, 1 / KINDS)
        for name, values in zip(agents, ([f"m{market:02}"] * KINDS, weights, nodes, income), strict=True):
            agents[name] += list(values)
    frame = pl.DataFrame(products)
    x, cost = frame["x"].to_numpy(), frame["cost"].to_numpy()
    rivals = np.concatenate([x[n : n + 6].sum() - x[n : n + 6] for n in range(0, 240, 6)])
    for number, values in enumerate((cost, cost**2, rivals, rivals * x, cost * x)):
        frame = frame.with_columns(pl.Series(f"demand_instruments{number}", values))
    return frame, pl.DataFrame(agents)


@have_pyblp
@pytest.mark.filterwarnings("ignore")
def test_random_coefficients_are_read() -> None:
    import pyblp

    products, agents = tables()
    results = estimate(
        products.drop("nesting_ids"),
        Specification("1 + prices + x", tastes="0 + x", people="0 + income"),
        agents,
        sigma=[[SPREAD]],
        pi=[[SHIFT]],
        method="1s",
        optimization=pyblp.Optimization("return"),  # the truth; searching is pyblp's business
        check_optimality="gradient",
    )
    markets = read_estimate(results, sizes=1000.0)
    assert len(markets) == 40
    choice = markets[0][1]
    assert isinstance(choice, RandomCoefficients)
    assert np.asarray(choice.alpha) == pytest.approx(np.full(KINDS, ALPHA), rel=0.1)  # 240 rows with noise
    _same_as_theirs(results, markets, size=1000.0)


@have_pyblp
@pytest.mark.filterwarnings("ignore")
def test_logit_and_nested_logit_are_read() -> None:
    products, _ = tables()
    plain = estimate(products.drop("nesting_ids"), Specification("1 + prices + x"), method="1s")
    markets = read_estimate(plain)
    assert isinstance(markets[0][1], Logit)
    _same_as_theirs(plain, markets)
    nested = estimate(products, Specification("1 + prices + x"), rho=0.3, method="1s")
    markets = read_estimate(nested)
    assert isinstance(markets[0][1], NestedLogit)
    assert markets[0][0].nests == tuple("aabbab")
    _same_as_theirs(nested, markets)


def _same_as_theirs(results: Any, markets: list[Any], size: float = 1.0) -> None:
    """Shares, elasticities and implied costs agree with what pyblp says of its own estimates."""
    theirs = results.compute_elasticities()
    costs = results.compute_costs().flatten()
    for number, (market, choice) in enumerate(markets[:5]):
        rows = slice(6 * number, 6 * number + 6)
        assert choice.shares(market.prices) * size == pytest.approx(market.quantities, rel=1e-9)
        assert elasticities(choice, market.prices) == pytest.approx(theirs[rows, :6], rel=1e-7, abs=1e-9)
        assert np.asarray(market.costs) == pytest.approx(costs[rows], rel=1e-7)


@have_pyblp
@pytest.mark.filterwarnings("ignore")
def test_tastes_that_bend_with_the_price_are_refused() -> None:
    products, _ = tables()
    results = estimate(products.drop("nesting_ids"), Specification("1 + log(prices) + x"), method="1s")
    with pytest.raises(DemandError) as caught:
        read_estimate(results)
    assert [fault.where for fault in caught.value.faults] == ["estimate, tastes", "estimate, utility"]


@have_pyblp
@pytest.mark.filterwarnings("ignore")
def test_what_has_no_counterpart_is_gathered(monkeypatch: pytest.MonkeyPatch) -> None:
    products, _ = tables()
    results = estimate(products.drop("nesting_ids"), Specification("1 + prices + x"), method="1s")
    monkeypatch.setattr(results.problem, "epsilon_scale", 0.5)
    with pytest.raises(DemandError) as caught:
        read_estimate(results, sizes={f"m{number:02}": 1000.0 for number in range(39)})
    where = [fault.where for fault in caught.value.faults]
    assert where == ["estimate, epsilon_scale", "estimate, sizes of m39"]
    monkeypatch.setattr(results.problem, "epsilon_scale", 1.0)
    monkeypatch.setattr(results.problem, "agents", SimpleNamespace(availability=np.ones((1, 6))))
    with pytest.raises(DemandError) as caught:
        read_estimate(results)
    assert [fault.where for fault in caught.value.faults] == ["estimate, availability"]


def test_without_pyblp_the_error_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyblp", None)
    with pytest.raises(UsageError, match="teikei\\[estimate\\]"):
        estimate({}, Specification("1 + prices"))

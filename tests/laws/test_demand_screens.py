"""Laws of indices, mergers and agreements that hold whatever the numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from teikei.base.errors import ConvergenceError, DemandError
from teikei.demand.comparison import compare
from teikei.demand.counterfactual import Counterfactual
from teikei.demand.cournot import Plant, cournot
from teikei.demand.inverse_demand import IsoelasticDemand, LinearDemand
from teikei.demand.market import Market
from teikei.demand.merger import merger, savings_that_compensate
from teikei.demand.nested_logit import NestedLogit
from teikei.demand.ownership import profit_weights
from teikei.demand.pricing import implied_costs
from teikei.demand.rules import RULES
from teikei.demand.screening import Conduct, Position, screen
from teikei.demand.screens import hhi, mhhi

few = settings(max_examples=30, deadline=None)
portions = st.lists(st.floats(0.01, 1.0), min_size=2, max_size=7)


def shares_of(sizes: list[float]) -> np.ndarray:
    return np.array(sizes) / sum(sizes)


@few
@given(portions, st.data())
def test_without_cross_holdings_mhhi_is_hhi(sizes: list[float], data: Any) -> None:
    # each firm has two owners of its own
    shares, count = shares_of(sizes), len(sizes)
    held = np.zeros((2 * count, count))
    for firm in range(count):
        part = data.draw(st.floats(0.1, 0.9))
        held[2 * firm, firm], held[2 * firm + 1, firm] = part, 1 - part
    control = held**2  # whoever controls, as long as he owns nothing else
    assert mhhi(shares, profit_weights(held, control)) == pytest.approx(hhi(shares))


@few
@given(portions, st.data())
def test_full_weights_give_the_hhi_of_the_merger(sizes: list[float], data: Any) -> None:
    shares = shares_of(sizes)
    owners = [data.draw(st.sampled_from("abc")) for _ in sizes]
    weights = [[1.0 if one == other else 0.0 for other in owners] for one in owners]
    assert mhhi(shares, weights) == pytest.approx(hhi(shares, owners))


@few
@given(portions, st.data())
def test_splitting_a_firm_on_paper_changes_no_index(sizes: list[float], data: Any) -> None:
    # one firm becomes two of the same owners and the same control: indices of concentration stay
    shares, count = shares_of(sizes), len(sizes)
    numbers = st.floats(0.05, 1.0)
    beta = np.array([[data.draw(numbers) for _ in range(count)] for _ in range(3)])
    gamma = np.array([[data.draw(numbers) for _ in range(count)] for _ in range(3)])
    beta, gamma = beta / beta.sum(axis=0), gamma / gamma.sum(axis=0)
    part = data.draw(st.floats(0.1, 0.9))
    split = np.concatenate([[part * shares[0], (1 - part) * shares[0]], shares[1:]])
    first = [0, *range(count)]
    before = mhhi(shares, profit_weights(beta, gamma))
    after = mhhi(split, profit_weights(beta[:, first], gamma[:, first]))
    assert after == pytest.approx(before)
    owners = [f"o{place}" for place in first]
    assert hhi(split, owners) == pytest.approx(hhi(shares))


@few
@given(portions)
def test_a_merger_raises_the_hhi_by_twice_the_product(sizes: list[float]) -> None:
    shares = shares_of(sizes)
    owners = ["m", "m", *(f"f{n}" for n in range(len(sizes) - 2))]
    assert hhi(shares, owners) - hhi(shares) == pytest.approx(20_000 * shares[0] * shares[1], abs=1e-6)


@few
@given(st.lists(st.floats(0.5, 3.0), min_size=2, max_size=4), st.floats(0.0, 0.6), st.booleans())
def test_margins_in_cournot_are_mhhi_over_elasticity(costs: list[float], stake: float, curved: bool) -> None:
    # Σ s (p − c)/p = MHHI/(10 000 ε): what the index was made for
    demand = IsoelasticDemand(12.0, 1.6) if curved else LinearDemand(12.0, 1.0)
    weights = np.eye(len(costs))
    weights[0, 1] = stake
    plants = [Plant(f"p{n}", f"f{n}", cost) for n, cost in enumerate(costs)]
    try:
        found = cournot(demand, plants, weights)
    except ConvergenceError:
        assume(False)
    units = found.quantities
    assume(bool(np.all(units > 1e-6)))  # whoever is out has no margin of his own
    total = float(units.sum())
    elasticity = -found.price / (demand.slope(total) * total)
    lerner = (found.price - np.array(costs)) / found.price
    assert 10_000 * float(units / total @ lerner) == pytest.approx(mhhi(units / total, weights) / elasticity)


@st.composite
def seen(draw: Any) -> tuple[Market, NestedLogit]:
    """A nested logit market with three firms and the costs that its prices imply."""
    count = draw(st.integers(3, 6))
    numbers = st.floats(-1.0, 1.0)
    quality = [3.0 + draw(numbers) for _ in range(count)]
    prices = [draw(st.floats(1.5, 3.0)) for _ in range(count)]
    nests = [draw(st.sampled_from("sl")) for _ in range(count)]
    choice = NestedLogit(
        -draw(st.floats(1.5, 3.0)), quality, nests, draw(st.floats(0, 0.6)), outside_good=True
    )
    market = Market(
        products=[f"p{n}" for n in range(count)],
        firms=["x", "y", "z", *(draw(st.sampled_from("xyz")) for _ in range(count - 3))],
        prices=prices,
        quantities=1000 * choice.shares(prices),
        outside_good=True,
        size=1000.0,
    )
    try:
        return market.with_(costs=implied_costs(market, choice)), choice
    except DemandError:
        assume(False)
        raise


@few
@given(seen())
def test_buyers_lose_the_integral_of_shares_by_a_merger(given_: tuple[Market, NestedLogit]) -> None:
    market, choice = given_
    found = merger(market, choice, ["x", "y"]).comparison
    change = found.after.prices - found.before.prices
    nodes, weights = np.polynomial.legendre.leggauss(24)
    along = sum(
        w / 2 * choice.shares(found.before.prices + (x + 1) / 2 * change)
        for x, w in zip(nodes, weights, strict=True)
    )
    assert found.consumer_surplus == pytest.approx(-1000 * float(along @ change), rel=1e-6, abs=1e-6)


@few
@given(seen())
def test_compensating_savings_move_no_price(given_: tuple[Market, NestedLogit]) -> None:
    market, choice = given_
    savings = savings_that_compensate(market, choice, ["x", "y"])
    assume(min(savings.values()) > -0.99)
    found = merger(market, choice, ["x", "y"], savings).comparison
    assert found.after.prices == pytest.approx(np.asarray(market.prices), rel=1e-7)


@few
@given(seen(), st.floats(0.0, 1.0))
def test_a_stake_lies_between_nothing_and_a_merger_in_the_limits(
    given_: tuple[Market, NestedLogit], stake: float
) -> None:
    market, choice = given_
    full = {("x", "y"): 1.0, ("y", "x"): 1.0}
    merged = compare(market, choice, Counterfactual("merger", merge=(("x", "y"),)))
    weighed = compare(market, choice, Counterfactual("weights", weights=full), ("x", "y"))
    assert weighed.after.prices == pytest.approx(merged.after.prices, rel=1e-8)
    assert weighed.of_parties == pytest.approx(merged.of_parties, rel=1e-6, abs=1e-6)
    silent = compare(market, choice, Counterfactual("stake", weights={("x", "y"): stake}), ("x", "y"))
    assert silent.consumer_surplus <= 1e-7
    assert silent.of_rivals >= -1e-7


@few
@given(portions, st.sampled_from(["us", "eu", "japan"]), st.sampled_from(["merger", "research", "licence"]))
def test_more_share_never_clears_a_screen(sizes: list[float], jurisdiction: str, kind: Any) -> None:
    # others keep their proportions: parties at a tenth of their size can only be greener
    rank = {"green": 0, "amber": 1, "red": 2}
    colours = []
    for scale in (0.1, 1.0):
        shares = shares_of([scale * sizes[0], scale * sizes[1], *sizes[2:], 1.0])
        names = ["a", "b", *(f"o{n}" for n in range(len(shares) - 2))]
        position = Position("cars", jurisdiction, dict(zip(names, shares.tolist(), strict=True)))
        found = screen(Conduct(kind, ("a", "b"), (position,), True), RULES)
        crossed = sum(one.colour == "amber" and "unverified" not in one.number for one in found.findings)
        colours.append((rank[found.colour], crossed))
    if kind != "merger":
        assert colours[0] <= colours[1]
    assert colours[0][0] <= colours[1][0]

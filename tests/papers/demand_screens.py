"""Published results that screens and reference models answer; `test_demand_cases` runs them with the others.

Two faults of the R package `antitrust` are not copied. Its HHI divides by the wrong owner's weight and prints
7575 where O'Brien and Salop's formula gives 7712.08. And what it calls `upp` is not money a unit: it is the
change of the first-order condition in shares of quantity, ε_jj s_j Σ_k D_jk (p_k − c_k)/p_k, which is asked
for here by that formula; UPP itself, in money, is checked against it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from teikei.demand.choice import diversion, own_elasticities
from teikei.demand.cournot import Plant, cournot_merger
from teikei.demand.inverse_demand import LinearDemand
from teikei.demand.logit import Logit
from teikei.demand.market import Market
from teikei.demand.merger import merger
from teikei.demand.ownership import profit_weights
from teikei.demand.pcaids import Pcaids, pcaids_merger
from teikei.demand.pricing import implied_costs
from teikei.demand.screens import cmcr, guppi, hhi, mhhi, upp, weights_of
from teikei.demand.vertical_bargaining import calibrate_chain, chain_equilibrium

Case = dict[str, Any]


def logit_market(given: Case, prices: list[float], firms: list[str]) -> tuple[Market, Logit]:
    """A logit demand, and the market in which it is seen at these prices, with the costs they imply."""
    choice = Logit(given["alpha"], given["mean_value"], outside_good=given["outside_good"])
    market = Market(
        products=[str(number) for number in range(len(prices))],
        firms=firms,
        prices=prices,
        quantities=1000 * choice.shares(prices),
        outside_good=given["outside_good"],
        size=1000.0 if given["outside_good"] else None,
    )
    return market.with_(costs=implied_costs(market, choice)), choice


def beer_pressure(case: Case) -> None:
    """CMCR and the pressure of the beer merger; prices and costs are checked beside."""
    given, expected, rel = case["inputs"], case["expected"], case["tolerance"]["rel"]
    market, choice = logit_market(given, given["prices"], given["owner_pre"])
    found = merger(market, choice, ["BUD", "OLD"])
    assert 100 * found.pressure["cmcr"].to_numpy() == pytest.approx(expected["cmcr_pct"], rel=rel)
    assert found.comparison.after.prices == pytest.approx(expected["price_post"], rel=rel)
    lost, prices = diversion(choice, market.prices), np.asarray(market.prices)
    margin = prices - np.asarray(market.costs)
    gained = weights_of(given["owner_post"]) - weights_of(given["owner_pre"])
    scale = -own_elasticities(choice, prices) * choice.shares(prices)
    assert (scale * upp(lost, margin / prices, gained))[:2] == pytest.approx(expected["upp"], rel=rel)
    # in money: one partner each, so R's figure is |ε_jj| s_j UPP_j / p_k
    money = found.pressure["upp [money]"].to_numpy()
    assert scale[:2] * money / prices[[1, 0]] == pytest.approx(expected["upp"], rel=rel)


def auto_pressure(case: Case) -> None:
    """CMCR of the five cars: less cost is needed by what the savings themselves give."""
    given, expected, rel = case["inputs"], case["expected"], case["tolerance"]["rel"]
    market, choice = logit_market(given, given["prices"], given["owner_pre"])
    savings = dict(zip(market.products, given["cost_change"], strict=True))
    found = merger(market, choice, ["A", "B"], savings)
    assert found.comparison.after.prices == pytest.approx(expected["price_post"], rel=rel)
    assert 100 * found.pressure["cmcr"].to_numpy() == pytest.approx(expected["cmcr_pct"], rel=rel)


def werden_cmcr_table(case: Case) -> None:
    given, within = case["inputs"], case["tolerance"]["abs"]
    for diverted, row in zip(given["diversions"], case["expected"]["table"], strict=True):
        for margin, printed in zip(given["margins"], row, strict=True):
            lost = [[-1.0, diverted], [diverted, -1.0]]
            needed = cmcr(lost, [margin, margin], np.eye(2), np.ones((2, 2)))  # prices of 1
            assert 100 * needed / (1 - margin) == pytest.approx([printed] * 2, abs=within)


def guppi_cmcr_3(case: Case) -> None:
    given, expected, rel = case["inputs"], case["expected"], case["tolerance"]["rel"]
    price, margin = np.array(given["price"], dtype=float), np.array(given["margin"])
    before, after = weights_of(given["firm"]), np.ones((3, 3))
    lost = given["diversion"]
    assert 100 * guppi(lost, price, price * margin, after - before) == pytest.approx(
        expected["guppi_pct"], rel=rel
    )
    needed = cmcr(lost, price * margin, before, after) / (price * (1 - margin))
    assert 100 * needed == pytest.approx(expected["cmcr_pct"], rel=rel)


def mhhi_obrien_salop(case: Case) -> None:
    given, expected, within = case["inputs"], case["expected"], case["tolerance"]["abs"]
    weights = profit_weights(given["financial"], given["control"])
    index = mhhi(given["shares"], weights)
    assert index == pytest.approx(expected["mhhi"], abs=within)
    assert index != pytest.approx(7575, abs=100)  # the R package's figure
    controls = np.argmax(given["control"], axis=0)
    owners = [given["owners"][place] for place in controls]
    assert hhi(given["shares"], owners) == pytest.approx(expected["hhi_by_owner"], abs=within)


def cournot_5(case: Case) -> None:
    given, expected, rel = case["inputs"], case["expected"], case["tolerance"]["rel"]
    plants = [Plant(f"{n}", f"{n}", slope=k) for n, k in enumerate(given["capacity_slope"])]
    before, after = cournot_merger(LinearDemand(10.0, 0.25), plants, [f"{n}" for n in given["merge"]])
    assert before.quantities == pytest.approx(expected["q_pre"], rel=rel)
    assert before.price == pytest.approx(expected["p_pre"], rel=rel)
    assert after.quantities == pytest.approx(expected["q_post"], rel=rel)
    assert after.price == pytest.approx(expected["p_post"], rel=rel)


def pcaids(case: Case) -> None:
    expected, within = case["expected"], case["tolerance"]["abs"]
    demand = Pcaids(case["inputs"]["shares"], own_elasticity=-3.0, market_elasticity=-1.0)
    found = pcaids_merger(demand, ["1", "2", "3"], ["1", "1", "3"])
    assert found.prices == pytest.approx(expected["price_post"], abs=within)
    assert found.prices == pytest.approx([1.13764, 1.10754, 1.0406], abs=5e-6)  # checked in numpy


def vertical_barg_up(case: Case) -> None:
    given, expected, rel = case["inputs"], case["expected"], case["tolerance"]["rel"]
    chain = calibrate_chain(
        given["shareDown"],
        given["priceDown"],
        given["priceUp"],
        given["marginDown"],
        given["marginUp"],
        given["ownerUp"],
        given["ownerDown"],
    )
    assert chain.choice.alpha == pytest.approx(expected["alpha"], rel=rel)
    assert chain.power == pytest.approx(expected["barg"], rel=rel)
    merged = chain_equilibrium(replace(chain, makers=["U1"] * 4), given["priceDown"])
    assert merged.prices == pytest.approx(expected["price_down"], rel=rel)
    assert merged.wholesale == pytest.approx(expected["price_up"], rel=rel)


SCREENS: dict[str, Callable[[Case], None]] = {
    "werden_cmcr_table": werden_cmcr_table,
    "guppi_cmcr_3": guppi_cmcr_3,
    "cournot_5": cournot_5,
    "pcaids": pcaids,
    "mhhi_obrien_salop": mhhi_obrien_salop,
    "vertical_barg_up": vertical_barg_up,
}
ALSO: dict[str, Callable[[Case], None]] = {
    "beer_logit_merger": beer_pressure,
    "auto5_efficiency": auto_pressure,
}

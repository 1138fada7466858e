"""Four switches, apart and together; contract production between rivals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from teikei.base.errors import DemandError
from teikei.demand.agreement_effects import SWITCHES, agreement_effects, contract_production, only
from teikei.demand.choice import Choice
from teikei.demand.comparison import compare
from teikei.demand.counterfactual import Counterfactual
from teikei.demand.equilibrium import equilibrium
from teikei.demand.logit import Logit
from teikei.demand.market import Market

from .conftest import make_market

EVERYTHING = Counterfactual(
    "alliance",
    weights={("x", "y"): 0.4},
    costs={"x": -0.1},
    quality={"c": 0.2},
    capacities={"a": 40.0},
)


def test_switches_are_the_parts_of_an_agreement(choice: Choice) -> None:
    market = make_market(choice)
    found = agreement_effects(market, choice, EVERYTHING, ("x", "y"))
    assert set(found.alone) == set(SWITCHES)
    for name, one in found.alone.items():
        again = compare(market, choice, only(EVERYTHING, name), ("x", "y"))
        assert one.after.prices == pytest.approx(again.after.prices)
    whole = compare(market, choice, EVERYTHING, ("x", "y"))
    assert found.together.after.prices == pytest.approx(whole.after.prices)
    assert found.table()["switch"].to_list() == [*SWITCHES, "together"]


def test_what_each_switch_does(choice: Choice) -> None:
    found = agreement_effects(make_market(choice), choice, EVERYTHING, ("x", "y")).alone
    assert found["weights"].consumer_surplus < 0 < found["weights"].of_rivals
    assert found["cost"].consumer_surplus > 0 > found["cost"].of_rivals
    assert found["quality"].consumer_surplus > 0
    assert found["capacity"].after.quantities[0] <= 40 * (1 + 1e-8)


def test_producing_together_is_not_pricing_together(choice: Choice) -> None:
    # a shared platform changes costs only: its prices are those of the same costs without any agreement
    market = make_market(choice)
    platform = Counterfactual("platform", costs={"x": -0.1, "y": -0.1})
    found = agreement_effects(market, choice, platform, ("x", "y"))
    assert set(found.alone) == {"cost"}
    assert found.together is found.alone["cost"]
    cheap = np.array([0.9, 0.9, 0.9, 1.0, 0.9, 1.0]) * np.asarray(market.costs)
    assert found.together.after.prices == pytest.approx(equilibrium(market.with_(costs=cheap), choice).prices)
    assert np.array_equal(found.together.after.market.kappa, np.eye(3))


def test_switches_can_be_turned_off(choice: Choice) -> None:
    market = make_market(choice)
    found = agreement_effects(market, choice, EVERYTHING, ("x",), switches=("cost",))
    alone = agreement_effects(market, choice, EVERYTHING, ("x",)).alone["cost"]
    assert found.together.after.prices == pytest.approx(alone.after.prices)


def duopoly(**changes: Any) -> tuple[Market, Logit]:
    choice = Logit(-0.15, [4.5, 4.2], outside_good=True)
    market = Market(
        products=["suv", "pickup"], firms=["honda", "nissan"], prices=[40.0, 38.0], quantities=[20, 20],
        size=100, outside_good=True, costs=[30.0, 28.0], **changes,
    )  # fmt: skip
    return market, choice


def test_a_fee_between_rivals_is_a_margin_in_the_hosts_condition() -> None:
    # host: s_p + (p − c) ∂s_p/∂p_p + m ∂s_s/∂p_p = 0;  guest: s_s + (p_s − fee − own) ∂s_s/∂p_s = 0
    market, choice = duopoly()
    deal = contract_production(market, "nissan", {"suv": 21.0}, {"suv": 19.0}, {"suv": 6.0})
    found = compare(market, choice, deal, ("honda", "nissan")).after
    s, p, a = found.shares, found.prices, choice.alpha
    assert s[1] + (p[1] - 28) * a * s[1] * (1 - s[1]) + 2 * (-a * s[0] * s[1]) == pytest.approx(0, abs=1e-11)
    assert s[0] + (p[0] - 27) * a * s[0] * (1 - s[0]) == pytest.approx(0, abs=1e-11)
    # profits: the host earns 2 on each of the guest's cars
    assert found.profits[1] == pytest.approx((p[1] - 28) * found.quantities[1] + 2 * found.quantities[0])


def test_a_fee_goes_with_the_weights_and_the_guests_cost_with_cost() -> None:
    market, choice = duopoly()
    deal = contract_production(market, "nissan", {"suv": 21.0}, {"suv": 19.0}, {"suv": 6.0})
    found = agreement_effects(market, choice, deal, ("honda", "nissan"))
    assert found.alone["cost"].after.market.fees == {}
    assert found.alone["weights"].after.market.fees == {("nissan", "suv"): 2.0}
    assert np.asarray(found.alone["weights"].after.market.costs) == pytest.approx([30.0, 28.0])


def test_a_new_host_ends_the_fee_of_the_one_before() -> None:
    choice = Logit(-0.15, [4.5, 4.2, 4.0], outside_good=True)
    market = Market(
        products=["suv", "pickup", "van"], firms=["honda", "nissan", "ford"], prices=[40.0, 38.0, 39.0],
        quantities=[20, 20, 20], size=100, outside_good=True, costs=[30.0, 28.0, 29.0],
        fees={("ford", "suv"): 1.5, ("ford", "pickup"): 0.5},
    )  # fmt: skip
    deal = contract_production(market, "nissan", {"suv": 21.0}, {"suv": 19.0}, {"suv": 6.0})
    assert deal.fees == {("ford", "suv"): 0.0, ("nissan", "suv"): 2.0}
    after, _ = deal.applied(market, choice)
    assert after.fee_margins == pytest.approx(np.array([[0, 0, 0], [2, 0, 0], [0, 0.5, 0]]))


def test_the_host_prices_higher_for_the_fee() -> None:
    market, choice = duopoly()
    dear = contract_production(market, "nissan", {"suv": 24.0}, {"suv": 18.0}, {"suv": 6.0})  # cost stays 30
    assert dear.costs["suv"] == pytest.approx(0)
    found = compare(market, choice, dear)
    assert found.after.prices[1] > found.before.prices[1]
    assert found.consumer_surplus < 0


def test_bad_agreements(choice: Choice) -> None:
    market = make_market(choice)
    with pytest.raises(DemandError) as error:
        agreement_effects(market, choice, EVERYTHING, ("w",), switches=("costs",))  # type: ignore[arg-type]
    assert len(error.value.faults) == 2
    elsewhere = Counterfactual("elsewhere", costs={"w": -0.1})
    with pytest.raises(DemandError):
        agreement_effects(market, choice, elsewhere, ("x",))
    with pytest.raises(DemandError):
        agreement_effects(market, choice, EVERYTHING, ("x",), switches=())


def test_bad_contracts_are_gathered() -> None:
    market, _ = duopoly()
    with pytest.raises(DemandError) as error:
        contract_production(market, "toyota", {"van": 1.0, "suv": 20.0, "pickup": -9.0}, {"pickup": 1.0})
    assert len(error.value.faults) == 4
    with pytest.raises(DemandError) as error:
        contract_production(market, "nissan", {"pickup": 20.0}, {"pickup": 18.0})
    assert "own" in error.value.faults[0].what
    with pytest.raises(DemandError) as error:
        contract_production(market, "nissan", {"suv": 20.0}, {"suv": -1.0}, {"van": 1.0}, {"pickup": 0.1})
    said = [fault.what for fault in error.value.faults]
    assert said == ["the host's cost of suv is missing or none", "van is not built", "pickup is not built"]

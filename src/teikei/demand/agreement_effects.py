"""What an agreement changes in a market, by four switches that can be turned one by one.

| switch | what it moves | for instance |
| --- | --- | --- |
| weights | whose profit counts in a price: mergers, stakes κ, fees between rivals | a 36.8 % stake |
| cost | marginal cost, tariffs | a shared platform, a car built where it is sold |
| quality | utility | a licence for a better drive |
| capacity | limits of plants | a host plant's free shifts |

Producing together is not pricing together: an agreement without `weights` leaves every firm to price its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

import polars as pl

from teikei.base.errors import DemandError, Fault, unknown_names
from teikei.base.options import EquilibriumOptions
from teikei.demand.choice import Choice
from teikei.demand.comparison import Comparison, compare
from teikei.demand.counterfactual import Counterfactual
from teikei.demand.equilibrium import equilibrium
from teikei.demand.market import Market
from teikei.demand.pricing import known_costs

Switch = Literal["weights", "cost", "quality", "capacity"]
SWITCHES: tuple[Switch, ...] = get_args(Switch)
_FIELDS: dict[Switch, tuple[str, ...]] = {
    "weights": ("merge", "weights", "fees"),
    "cost": ("costs", "tariffs"),
    "quality": ("quality",),
    "capacity": ("capacities",),
}


@dataclass(frozen=True, eq=False)
class AgreementEffects:
    """Effects of an agreement in one market.

    Attributes
    ----------
    together : all switches on
    alone : each switch that the agreement has, alone. They do not add up: what is left over is interaction
    """

    together: Comparison
    alone: Mapping[Switch, Comparison]

    def table(self) -> pl.DataFrame:
        """One row a switch and one for all together; money of the period, prices as shares."""
        rows = [{"switch": name, **one.summary()} for name, one in self.alone.items()]
        return pl.DataFrame([*rows, {"switch": "together", **self.together.summary()}])


def agreement_effects(
    market: Market,
    choice: Choice,
    agreement: Counterfactual,
    parties: tuple[str, ...],
    switches: tuple[Switch, ...] = SWITCHES,
    options: EquilibriumOptions | None = None,
) -> AgreementEffects:
    """Equilibrium with an agreement against the one without, and each of its switches alone.

    Parameters
    ----------
    market : with costs
    choice : its demand
    agreement : all that it changes; fields of switches that are off are left out
    parties : firms that sign
    switches : which are on
    options : of each equilibrium

    Raises
    ------
    DemandError    an unknown switch, a party that sells nothing, an agreement that changes nothing here

    Examples
    --------
    A shared platform that saves two firms ten per cent; the third, who has no part in it, loses.

    >>> from teikei.demand.logit import Logit
    >>> market = Market(products=["a", "b", "c"], firms=["x", "y", "z"], prices=[1.5, 1.7, 1.7],
    ...                 quantities=[22, 21, 19], outside_good=True, size=100, costs=[0.5, 0.6, 0.6])
    >>> platform = Counterfactual("platform", costs={"x": -0.1, "y": -0.1})
    >>> demand = Logit(-0.9, [0.81, 0.93, 0.82], outside_good=True)
    >>> effects = agreement_effects(market, demand, platform, ("x", "y"))
    >>> effects.together.of_parties > 0, effects.together.of_rivals < 0, effects.together.consumer_surplus > 0
    (True, True, True)
    """
    _check(market, agreement, parties, switches)
    before = equilibrium(market, choice, options)
    on = {one: only(agreement, one) for one in SWITCHES if one in switches and _has(agreement, one)}
    whole = _limited(agreement, tuple(on))
    together = compare(market, choice, whole, parties, options, before)
    alone = {
        name: together if len(on) == 1 else compare(market, choice, change, parties, options, before)
        for name, change in on.items()
    }
    return AgreementEffects(together, alone)


def only(agreement: Counterfactual, switch: Switch) -> Counterfactual:
    """The part of an agreement that one switch moves."""
    return _limited(replace(agreement, name=f"{agreement.name}, {switch} only"), (switch,))


def _limited(agreement: Counterfactual, switches: tuple[Switch, ...]) -> Counterfactual:
    blank = Counterfactual(agreement.name)
    off = {
        name: getattr(blank, name)
        for switch, names in _FIELDS.items()
        if switch not in switches
        for name in names
    }
    return replace(agreement, **off)


def _has(agreement: Counterfactual, switch: Switch) -> bool:
    return any(bool(getattr(agreement, name)) for name in _FIELDS[switch])


def _check(
    market: Market, agreement: Counterfactual, parties: tuple[str, ...], switches: tuple[Switch, ...]
) -> None:
    where = f"{market.name}, agreement {agreement.name}"
    faults = unknown_names(switches, SWITCHES, where, "is no switch", "nothing would change", "docs")
    faults += unknown_names(
        parties, market.sellers, where, "sells nothing here", "it is no party", "the market"
    )
    if not faults and not _limited(agreement, switches).touches(market):
        why = "without a change both equilibria are one"
        fix = "name its products, firms or plants as the market does, and turn a switch on"
        faults.append(Fault(where, "it changes nothing in this market", why, fix))
    if faults:
        raise DemandError(faults)


def contract_production(
    market: Market,
    host: str,
    fees: Mapping[str, float],
    host_costs: Mapping[str, float],
    own_costs: Mapping[str, float] | None = None,
    tariffs: Mapping[str, float] | None = None,
) -> Counterfactual:
    """Cars of rivals built by a host for a fee a unit: what changes in their market.

    The guest's marginal cost becomes the fee and what it still spends itself. The host earns fee less cost on
    every unit that the guest sells, also on those that it takes from the host: an additive margin in the
    *host's* conditions, m = fee − cost, and no weight κ on the guest's profit. The host therefore prices
    higher (raising rivals' cost), while the guest's own margin is none of its business.

    Parameters
    ----------
    market : with costs
    host : a firm that sells here
    fees : {product of another firm: money a unit}; fees of earlier hosts of it end
    host_costs : {product: the host's marginal cost of building it, money a unit}
    own_costs : {product: what the guest still spends a unit}; 0 if it is not named
    tariffs : {product: share of the price}, instead of what was

    Raises
    ------
    DemandError    an unknown host or product, a product of the host's own, a cost that is missing or none

    Source: Salop & Scheffman, American Economic Review 73 (1983), on raising rivals' costs; the condition
    follows by differentiating the host's profit.

    Examples
    --------
    >>> market = Market(products=["suv", "pickup"], firms=["honda", "nissan"], prices=[40.0, 38.0],
    ...                 quantities=[10, 10], outside_good=True, size=100, costs=[30.0, 30.0])
    >>> deal = contract_production(market, "nissan", {"suv": 20.0}, {"suv": 18.5}, {"suv": 7.0})
    >>> deal.fees, {name: round(change, 3) for name, change in deal.costs.items()}
    ({('nissan', 'suv'): 1.5}, {'suv': -0.1})
    """
    known, rest = dict(zip(market.products, known_costs(market).tolist(), strict=True)), own_costs or {}
    paid = {name: fee + rest.get(name, 0.0) for name, fee in fees.items()}
    faults = _contract_faults(market, host, paid, host_costs)
    where = f"{market.name}, contract production by {host}"
    for given in (rest, tariffs or {}):
        faults += unknown_names(given, list(fees), where, "is not built", "nothing would change", "fees")
    if faults:
        raise DemandError(faults)
    ended = {(firm, name): 0.0 for firm, name in market.fees if name in fees and firm != host}
    return Counterfactual(
        f"contract production by {host}",
        fees=ended | {(host, name): fee - host_costs[name] for name, fee in fees.items()},
        costs={name: cost / known[name] - 1 for name, cost in paid.items()},
        tariffs=dict(tariffs or {}),
    )


def _contract_faults(
    market: Market, host: str, paid: Mapping[str, float], host_costs: Mapping[str, float]
) -> list[Fault]:
    """What is wrong with a contract; ``paid`` is what each product costs the guest, fee and own."""
    where = f"{market.name}, contract production by {host}"
    owner = dict(zip(market.products, market.firms, strict=True))
    faults = unknown_names(
        [host], market.sellers, where, "sells nothing here", "its prices cannot answer", "the market"
    )
    faults += unknown_names(
        paid, market.products, where, "is no product", "nothing would be built", "the market"
    )
    for name, cost in paid.items():
        if name not in owner:
            continue
        if owner[name] == host:
            faults.append(Fault(where, f"{name} is the host's own", "it pays itself no fee", "leave it out"))
        elif not host_costs.get(name, 0.0) > 0:
            why, fix = "the host's margin is fee less cost", "give it in host_costs, above zero"
            faults.append(Fault(where, f"the host's cost of {name} is missing or none", why, fix))
        elif not cost > 0:
            why = "the guest's marginal cost would be nothing"
            faults.append(
                Fault(where, f"{name} would cost its seller {cost:g}", why, "give the whole fee a unit")
            )
    return faults

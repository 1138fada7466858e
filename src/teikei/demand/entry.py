"""New products: what their makers earn, and what that takes from others. Leaving is ``drop``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from teikei.base.errors import DemandError, Fault, unknown_names
from teikei.base.options import EquilibriumOptions
from teikei.demand.choice import Choice
from teikei.demand.comparison import Comparison, compare
from teikei.demand.counterfactual import Counterfactual
from teikei.demand.equilibrium import equilibrium
from teikei.demand.logit import Logit
from teikei.demand.market import Market
from teikei.demand.nested_logit import NestedLogit
from teikei.demand.random_coefficients import RandomCoefficients


@dataclass(frozen=True, eq=False)
class Entrant:
    """A product that is not sold yet.

    Attributes
    ----------
    product, firm : names; the firm may be one of the market's or new
    quality : utility apart from price, on the scale of the demand
    cost : marginal cost, money a unit, above zero
    price : first price of the search, above zero
    nest, subnest : where it hangs, if the demand has nests
    tastes : (I,) what each kind of customers adds, if the demand has kinds; 0 if None
    tariff : share of the price that the seller does not keep
    plant : where it is made, if the market has plants
    """

    product: str
    firm: str
    quality: float
    cost: float
    price: float
    nest: str | None = None
    subnest: str | None = None
    tastes: ArrayLike | None = None
    tariff: float = 0.0
    plant: str | None = None


def entered(market: Market, choice: Choice, entrants: Sequence[Entrant]) -> tuple[Market, Choice]:
    """Market and demand with new products; their quantities are those at the first prices.

    Raises
    ------
    DemandError    a product that is sold already, a nest or plant that is missing, what a `Market` refuses
    """
    _check(market, choice, entrants)
    wider = _wider(choice, entrants)
    prices = [*np.asarray(market.prices).tolist(), *(one.price for one in entrants)]
    firms = [*market.firms, *(one.firm for one in entrants)]
    changes: dict[str, Any] = {
        "products": [*market.products, *(one.product for one in entrants)],
        "firms": firms,
        "prices": prices,
        "quantities": market.total * np.asarray(wider.shares(prices)),
    }
    if market.costs is not None:
        changes["costs"] = [*np.asarray(market.costs).tolist(), *(one.cost for one in entrants)]
    if market.tariffs is not None or any(one.tariff for one in entrants):
        changes["tariffs"] = [*(1 - market.kept).tolist(), *(one.tariff for one in entrants)]
    for name, attribute in (("nests", "nest"), ("subnests", "subnest"), ("plants", "plant")):
        if getattr(market, name) is not None:
            changes[name] = [*getattr(market, name), *(getattr(one, attribute) or "" for one in entrants)]
    if market.holdings is not None or market.weights is not None:
        weights = np.eye(len(dict.fromkeys(firms)))
        known = len(market.sellers)
        weights[:known, :known] = market.kappa
        changes |= {"holdings": None, "weights": weights}
    return market.with_(**changes), wider


def entry(
    market: Market, choice: Choice, entrants: Sequence[Entrant], options: EquilibriumOptions | None = None
) -> Comparison:
    """Equilibrium with new products against the one without.

    An entrant's profit is before fixed cost: it pays to enter if the profit exceeds launch and tooling.

    Examples
    --------
    >>> market = Market(products=["a"], firms=["x"], prices=[2.0], quantities=[40], outside_good=True,
    ...                 size=100, costs=[0.5])
    >>> found = entry(market, Logit(-1.0, [1.5], outside_good=True), [Entrant("b", "y", 1.5, 0.5, 2.0)])
    >>> changes = found.profit_changes
    >>> changes["x"] < 0 < changes["y"], found.consumer_surplus > 0
    (True, True)
    """
    after_market, wider = entered(market, choice, entrants)
    before = equilibrium(market, choice, options)
    after = equilibrium(after_market, wider, options)
    return Comparison(before, after, tuple(dict.fromkeys(one.firm for one in entrants)))


def withdrawal(
    market: Market, choice: Choice, leaving: Sequence[str], options: EquilibriumOptions | None = None
) -> Comparison:
    """Equilibrium without some products (or all of a firm's) against the one with them.

    Raises
    ------
    DemandError    a name that is neither product nor firm, or nothing would be left
    """
    known = (*market.products, *market.sellers)
    where, what, why = f"{market.name}, withdrawal", "is not sold here", "nothing would leave"
    faults = unknown_names(leaving, known, where, what, why, "products and firms")
    if faults:
        raise DemandError(faults)
    owners = dict(zip(market.products, market.firms, strict=True))
    parties = tuple(dict.fromkeys(owners.get(name, name) for name in leaving))
    return compare(market, choice, Counterfactual("withdrawal", drop=tuple(leaving)), parties, options)


def _check(market: Market, choice: Choice, entrants: Sequence[Entrant]) -> None:
    faults = []
    if not entrants:
        faults.append(Fault(f"{market.name}, entry", "no product enters", "nothing changes", "name one"))
    if market.costs is None:
        why = "prices are set above marginal cost"
        faults.append(Fault(f"{market.name}, costs", "they are missing", why, "give or imply costs first"))
    for one in entrants:
        where = f"{market.name}, entrant {one.product}"
        if one.product in market.products:
            faults.append(Fault(where, "it is sold already", "names tell products apart", "rename it"))
        if isinstance(choice, RandomCoefficients) and one.tastes is not None:
            kinds = np.shape(choice.tastes)[1]
            if np.shape(one.tastes) != (kinds,):
                what, why = f"tastes of shape {np.shape(one.tastes)}", "each kind of customers has one"
                faults.append(Fault(where, what, why, f"give {kinds}, or leave them out"))
        if not np.isfinite(one.quality):
            faults.append(Fault(where, "its quality is no number", "nobody could choose", "give δ"))
        nested = [("nest", market.nests or getattr(choice, "nests", None))]
        nested += [
            ("subnest", market.subnests or getattr(choice, "subnests", None)),
            ("plant", market.plants),
        ]
        for attribute, level in nested:
            if level is not None and getattr(one, attribute) is None:
                why = "all other products have one"
                faults.append(Fault(where, f"its {attribute} is missing", why, f"name its {attribute}"))
    if faults:
        raise DemandError(faults)


def _wider(choice: Choice, entrants: Sequence[Entrant]) -> Choice:
    """The demand with the new products at its end."""
    added = [one.quality for one in entrants]
    if isinstance(choice, Logit):
        return replace(choice, quality=[*np.asarray(choice.quality).tolist(), *added])
    if isinstance(choice, NestedLogit):
        subnests = choice.subnests
        return replace(
            choice,
            quality=[*np.asarray(choice.quality).tolist(), *added],
            nests=[*choice.nests, *(one.nest or "" for one in entrants)],
            subnests=None if subnests is None else [*subnests, *(one.subnest or "" for one in entrants)],
        )
    if isinstance(choice, RandomCoefficients):
        kinds = np.shape(choice.tastes)[1]
        rows = [np.zeros(kinds) if one.tastes is None else np.asarray(one.tastes) for one in entrants]
        quality = [*np.asarray(choice.quality).tolist(), *added]
        return replace(choice, quality=quality, tastes=np.vstack([np.asarray(choice.tastes), *rows]))
    fault = Fault(
        "demand", f"{type(choice).__name__} cannot grow", "its form is unknown", "use a model of ours"
    )
    raise DemandError(fault)

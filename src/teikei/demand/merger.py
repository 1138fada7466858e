"""Mergers: the firms' products under one owner, with savings, and what that does to all others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from teikei.base.errors import DemandError, Fault, unknown_names
from teikei.base.options import EquilibriumOptions
from teikei.demand.choice import Choice
from teikei.demand.comparison import Comparison, compare
from teikei.demand.counterfactual import Counterfactual
from teikei.demand.market import Market
from teikei.demand.screens import concentration, hhi, known_firms, pressure, sold_shares


@dataclass(frozen=True, eq=False)
class Merger:
    """A merger simulated and measured.

    Attributes
    ----------
    comparison : prices, profits and surplus before and after
    hhi_before, hhi_after : by units sold in each equilibrium
    hhi_static : of the shares before added up, as guidelines count it
    pressure : one row a product of the parties: diversion, UPP, GUPPI, CMCR, at observed prices
    """

    comparison: Comparison
    hhi_before: float
    hhi_after: float
    hhi_static: float
    pressure: pl.DataFrame

    @property
    def delta(self) -> float:
        """Rise of the HHI as guidelines count it: shares before, added up."""
        return self.hhi_static - self.hhi_before

    def concentrations(self, count: int) -> tuple[float, float]:
        """Share of the `count` largest sellers before and after, in equilibrium."""
        found = (self.comparison.before, self.comparison.after)
        before, after = (concentration(sold_shares(one.market, one.quantities), count) for one in found)
        return before, after


def merger(
    market: Market,
    choice: Choice,
    firms: Iterable[str],
    efficiencies: Mapping[str, float] | None = None,
    options: EquilibriumOptions | None = None,
) -> Merger:
    """What happens if some firms merge: their products priced by one owner, under the name of the first.

    Parameters
    ----------
    market : with costs, e.g. those that observed prices imply
    choice : its demand
    firms : two or more sellers
    efficiencies : {product or firm: relative change of marginal cost}, −0.05 is five per cent less
    options : of each equilibrium

    Raises
    ------
    DemandError    a firm that sells nothing, fewer than two, an efficiency of nobody or of all the cost
    ConvergenceError    no prices were found

    Examples
    --------
    >>> from teikei.demand.logit import Logit
    >>> market = Market(products=["a", "b", "c"], firms=["x", "y", "z"], prices=[1.5, 1.7, 1.7],
    ...                 quantities=[22, 21, 19], outside_good=True, size=100, costs=[0.05, 0.31, 0.3])
    >>> found = merger(market, Logit(-0.9, [0.81, 0.93, 0.82], outside_good=True), ["x", "y"])
    >>> found.comparison.after.prices.round(6)
    array([1.793081, 2.053081, 1.705425])
    >>> {name: round(change, 2) for name, change in found.comparison.profit_changes.items()}
    {'x': 2.23, 'z': 3.23}
    """
    names = known_firms(market, firms)
    savings = _checked_savings(market, efficiencies or {})
    change = Counterfactual("merger of " + " and ".join(names), merge=(names,), costs=savings)
    found = compare(market, choice, change, names, options)
    shares = sold_shares(market, found.before.quantities)
    owners = [names[0] if firm in names else firm for firm in market.sellers]
    priced = market.with_(prices=found.before.prices, quantities=found.before.quantities)
    return Merger(
        comparison=found,
        hhi_before=hhi(shares),
        hhi_after=hhi(sold_shares(found.after.market, found.after.quantities)),
        hhi_static=hhi(shares, owners),
        pressure=pressure(priced, choice, names),
    )


def _checked_savings(market: Market, efficiencies: Mapping[str, float]) -> dict[str, float]:
    """Relative changes of marginal cost, or DemandError: of nobody's, or of all of it."""
    where, known = f"{market.name}, efficiencies", (*market.products, *market.sellers)
    what, why = "is neither product nor firm", "nothing would be saved"
    faults = unknown_names(efficiencies, known, where, what, why, "products and firms")
    faults += [
        Fault(where, f"{name}: {change:g}", "no cost would be left", "give −0.05 for 5 %")
        for name, change in efficiencies.items()
        if not change > -1
    ]
    if faults:
        raise DemandError(faults)
    return dict(efficiencies)


def savings_that_compensate(market: Market, choice: Choice, firms: Iterable[str]) -> dict[str, float]:
    """{product: relative change of marginal cost} of the parties at which a merger moves no price (CMCR)."""
    table = pressure(market, choice, firms)
    return dict(zip(table["product"], (-np.asarray(table["cmcr"])).tolist(), strict=True))

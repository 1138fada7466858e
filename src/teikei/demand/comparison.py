"""Two equilibria side by side: prices, shares, profits by firm, buyers' surplus, tariff revenue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from teikei.base.errors import DemandError, unknown_names
from teikei.base.options import EquilibriumOptions
from teikei.demand.choice import Choice
from teikei.demand.counterfactual import Counterfactual
from teikei.demand.equilibrium import Equilibrium, equilibrium
from teikei.demand.market import Market


@dataclass(frozen=True, eq=False)
class Comparison:
    """What changes between two equilibria of one market. Money of the period, before fixed cost.

    Attributes
    ----------
    before, after : the equilibria
    parties : firms that agree, by their names before
    becomes : {firm before: firm after} of those that change their name by merging
    """

    before: Equilibrium
    after: Equilibrium
    parties: tuple[str, ...] = ()
    becomes: Mapping[str, str] = field(default_factory=dict)

    @property
    def consumer_surplus(self) -> float:
        """Change of buyers' surplus."""
        return self.after.consumer_surplus - self.before.consumer_surplus

    @property
    def tariff_revenue(self) -> float:
        """Change of the state's revenue."""
        return self.after.tariff_revenue - self.before.tariff_revenue

    @property
    def profit_changes(self) -> dict[str, float]:
        """{firm: change of its profit}; firms that merge count as one, by its name after."""
        changes: dict[str, float] = {}
        for found, sign in ((self.before, -1.0), (self.after, 1.0)):
            for firm, profit in zip(found.market.sellers, found.profits.tolist(), strict=True):
                name = self.becomes.get(firm, firm)
                changes[name] = changes.get(name, 0.0) + sign * profit
        return changes

    @property
    def of_parties(self) -> float:
        """Change of the parties' profits together."""
        mine = {self.becomes.get(firm, firm) for firm in self.parties}
        return sum(change for firm, change in self.profit_changes.items() if firm in mine)

    @property
    def of_rivals(self) -> float:
        """Change of all other firms' profits together."""
        return sum(self.profit_changes.values()) - self.of_parties

    @property
    def welfare(self) -> float:
        """Change of buyers' surplus, profits and tariff revenue; foreign owners count like others."""
        return self.consumer_surplus + sum(self.profit_changes.values()) + self.tariff_revenue

    @property
    def mean_price(self) -> float:
        """Change of the mean price of products in both, weighed by quantities before, as a share."""
        old, new = _by_product(self.before), _by_product(self.after)
        both = [name for name in old if name in new]
        paid = sum(old[name][1] * old[name][2] for name in both)
        return sum(new[name][1] * old[name][2] for name in both) / paid - 1

    def products(self) -> pl.DataFrame:
        """One row a product; empty where it is not sold."""
        money, units = self.before.market.price_unit, self.before.market.quantity_unit
        old, new = _by_product(self.before), _by_product(self.after)
        rows = []
        for name in dict.fromkeys([*old, *new]):
            firm, price, sold, share = old.get(name, (new.get(name, ("",))[0], None, None, None))
            _, dearer, resold, reshare = new.get(name, ("", None, None, None))
            rise = dearer / price - 1 if price and dearer else None
            rows.append((name, firm, price, dearer, rise, sold, resold, share, reshare))
        return pl.DataFrame(
            rows,
            schema={
                "product": pl.String,
                "firm": pl.String,
                f"price_before [{money}]": pl.Float64,
                f"price [{money}]": pl.Float64,
                "rise": pl.Float64,
                f"quantity_before [{units}]": pl.Float64,
                f"quantity [{units}]": pl.Float64,
                "share_before": pl.Float64,
                "share": pl.Float64,
            },
            orient="row",
        )

    def firms(self) -> pl.DataFrame:
        """One row a firm (after merging): what it sells, at what mean price change, and earns."""
        names = list(self.profit_changes)
        mine = {self.becomes.get(firm, firm) for firm in self.parties}
        old, new = self._totals(self.before), self._totals(self.after)
        return pl.DataFrame(
            {
                "firm": names,
                "party": [name in mine for name in names],
                "units_before": [old.get(name, (0.0, 0.0))[0] for name in names],
                "units": [new.get(name, (0.0, 0.0))[0] for name in names],
                "profit_before": [old.get(name, (0.0, 0.0))[1] for name in names],
                "profit": [new.get(name, (0.0, 0.0))[1] for name in names],
                "change": list(self.profit_changes.values()),
            }
        )

    def summary(self) -> dict[str, float]:
        """The figures that are shown first."""
        return {
            "mean_price": self.mean_price,
            "consumer_surplus": self.consumer_surplus,
            "parties": self.of_parties,
            "rivals": self.of_rivals,
            "tariff_revenue": self.tariff_revenue,
            "welfare": self.welfare,
        }

    def _totals(self, found: Equilibrium) -> dict[str, tuple[float, float]]:
        """{firm after: (units, profit)}."""
        sold = np.bincount(found.market.seller, weights=found.quantities)
        totals: dict[str, tuple[float, float]] = {}
        for firm, units, profit in zip(
            found.market.sellers, sold.tolist(), found.profits.tolist(), strict=True
        ):
            name = self.becomes.get(firm, firm)
            had = totals.get(name, (0.0, 0.0))
            totals[name] = (had[0] + units, had[1] + profit)
        return totals


def _by_product(found: Equilibrium) -> dict[str, tuple[str, float, float, float]]:
    market = found.market
    columns = (market.firms, found.prices.tolist(), found.quantities.tolist(), found.shares.tolist())
    return dict(zip(market.products, zip(*columns, strict=True), strict=True))


def compare(
    market: Market,
    choice: Choice,
    change: Counterfactual,
    parties: tuple[str, ...] = (),
    options: EquilibriumOptions | None = None,
    before: Equilibrium | None = None,
) -> Comparison:
    """Equilibrium before and after one change.

    Parameters
    ----------
    market : with costs
    choice : its demand
    change : what is different after
    parties : firms that agree; those of the change's mergers if empty
    options : of each equilibrium
    before : the equilibrium before, if it is known already

    Raises
    ------
    DemandError    a party that sells nothing here, and what `Counterfactual.applied` refuses
    """
    where, why = f"{market.name}, parties", "its gain would be counted as none"
    faults = unknown_names(parties, market.sellers, where, "sells nothing here", why, "the market")
    if faults:
        raise DemandError(faults)
    old = before or equilibrium(market, choice, options)
    changed, demand = change.applied(market, choice)
    fixed = {name: price for name, price in change.fixed.items() if name in changed.products}
    new = equilibrium(changed, demand, options, start=_starts(old, changed), fixed=fixed)
    becomes = {firm: group[0] for group in change.merge for firm in group if firm != group[0]}
    merging = tuple(dict.fromkeys(firm for group in change.merge for firm in group))
    return Comparison(old, new, tuple(parties) or merging, becomes)


def _starts(old: Equilibrium, changed: Market) -> list[float]:
    """Prices before, for the products that are still there."""
    known = dict(zip(old.market.products, old.prices.tolist(), strict=True))
    first = dict(zip(changed.products, np.asarray(changed.prices).tolist(), strict=True))
    return [known.get(name, first[name]) for name in changed.products]

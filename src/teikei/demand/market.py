"""One market: who sells what at which price, how much of it, and what binds the sellers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from teikei.base.errors import DemandError, Fault, did_you_mean
from teikei.demand.logit import no_outside_good
from teikei.demand.ownership import Array, Holdings, frozen

ONE_EACH = "each product has exactly one"


@dataclass(frozen=True, eq=False, kw_only=True)
class Market:
    """Products on one market in one period. J products, in the order given; F sellers in order of appearance.

    Parameters
    ----------
    products : J names, none twice
    firms : J names, the seller of each product
    prices : (J,) what buyers pay, `price_unit` per unit sold, above zero
    quantities : (J,) units sold in the period, `quantity_unit`, above zero
    outside_good : whether customers may buy none of the products; leaving it unstated is an error
    size : all who might buy, `quantity_unit`; needed with an outside good, else the sum of the quantities
    nests, subnests : J names, e.g. segment, and within it origin or powertrain; subnests need nests
    costs : (J,) marginal cost, price unit per unit, above zero; None until calibrated. Customs duty
        on a transfer value belongs here
    tariffs : (J,) share of the buyer's price that the seller does not keep, in [0, 1)
    capacities : most units of the period: by product, or by plant if `plants` are given
    plants : J names, where each product is made; without them each product has a line of its own
    holdings : who owns and controls whom; None means that every firm maximises its own profit
    weights : (F, F) profit weights κ instead of holdings, rows are who maximises; the diagonal is 1
    fees : {(firm, product): money}, what a firm earns on each unit of *another* firm's product (fee less
        its own marginal cost, as in contract production); the product's `costs` include the fee
    price_unit, quantity_unit, name : words for tables and errors

    Raises
    ------
    DemandError    all faults at once

    Examples
    --------
    >>> market = Market(products=["a", "b"], firms=["x", "y"], prices=[10.0, 12.0], quantities=[30, 20],
    ...                 outside_good=True, size=100)
    >>> market.shares
    array([0.3, 0.2])
    """

    products: Sequence[str]
    firms: Sequence[str]
    prices: ArrayLike
    quantities: ArrayLike
    outside_good: bool | None = None
    size: float | None = None
    nests: Sequence[str] | None = None
    subnests: Sequence[str] | None = None
    costs: ArrayLike | None = None
    tariffs: ArrayLike | None = None
    capacities: Mapping[str, float] | None = None
    plants: Sequence[str] | None = None
    holdings: Holdings | None = None
    weights: ArrayLike | None = None
    fees: Mapping[tuple[str, str], float] = field(default_factory=dict)
    price_unit: str = "money"
    quantity_unit: str = "units"
    name: str = "market"

    def __post_init__(self) -> None:
        for name in ("products", "firms", "nests", "subnests", "plants"):
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, tuple(map(str, value)))
        faults = self._names()
        for name in ("prices", "quantities", "costs", "tariffs"):
            faults += self._numbers(name)
        faults += self._sizes() if not faults else []
        faults += self._limits()
        if not faults:
            faults += self._owners()
        if faults:
            raise DemandError(faults)

    # ---- what is read from it

    @property
    def count(self) -> int:
        """Number of products."""
        return len(self.products)

    @property
    def sellers(self) -> tuple[str, ...]:
        """The F firms, in order of appearance."""
        return tuple(dict.fromkeys(self.firms))

    @property
    def seller(self) -> Any:
        """(J,) place of each product's firm among the sellers."""
        place = {name: number for number, name in enumerate(self.sellers)}
        return np.array([place[name] for name in self.firms], dtype=np.int64)

    @property
    def shares(self) -> Array:
        """(J,) quantities over the size."""
        return np.asarray(np.asarray(self.quantities) / self.total)

    @property
    def total(self) -> float:
        """Size of the market in units: all who might buy, or all who buy without an outside good."""
        return float(np.sum(self.quantities)) if self.size is None else float(self.size)

    @property
    def kept(self) -> Array:
        """(J,) share of the price that the seller keeps: 1 − tariff."""
        return np.ones(self.count) if self.tariffs is None else 1.0 - np.asarray(self.tariffs)

    @property
    def kappa(self) -> Array:
        """(F, F) weight of the profit of the column in what the row maximises."""
        if self.weights is not None:
            return np.asarray(self.weights)
        if self.holdings is not None:
            return self.holdings.among(self.sellers)
        return np.eye(len(self.sellers))

    @property
    def fee_margins(self) -> Array:
        """(F, J) what each firm earns on a unit of each product of another firm."""
        found = np.zeros((len(self.sellers), self.count))
        for (firm, product), amount in self.fees.items():
            found[self.sellers.index(firm), list(self.products).index(product)] = amount
        return found

    def with_(self, **changes: Any) -> Market:
        """The same market with some fields changed; checked anew."""
        return replace(self, **changes)

    # ---- checks

    def _fault(self, field_name: str, what: str, why: str, fix: str) -> Fault:
        return Fault(f"{self.name}, {field_name}", what, why, fix)

    def _names(self) -> list[Fault]:
        faults = []
        if not self.products:
            faults.append(self._fault("products", "there are none", "nothing is sold", "name the products"))
        twice = sorted(name for name, times in Counter(self.products).items() if times > 1)
        why = "names tell products apart"
        faults += [self._fault("products", f"{name} stands twice", why, "rename one") for name in twice]
        for field_name in ("firms", "nests", "subnests", "plants"):
            names = getattr(self, field_name)
            if names is not None and len(names) != self.count:
                what = f"{len(names)} names for {self.count} products"
                faults.append(self._fault(field_name, what, ONE_EACH, f"give {self.count}"))
        if self.subnests is not None and self.nests is None:
            what = "subnests without nests"
            faults.append(
                self._fault("subnests", what, "a subnest lies in a nest", "give nests, or only nests")
            )
        return faults

    def _numbers(self, field_name: str) -> list[Fault]:
        given = getattr(self, field_name)
        if given is None:
            return []
        try:
            values = frozen(given)
        except (TypeError, ValueError) as error:
            return [self._fault(field_name, str(error), "it is a number for each product", "give numbers")]
        object.__setattr__(self, field_name, values)
        if values.shape != (self.count,):
            what = f"its shape is {values.shape}"
            return [self._fault(field_name, what, ONE_EACH, f"give {self.count} numbers")]
        if field_name == "tariffs":
            wrong, why, fix = (
                ~((values >= 0) & (values < 1)),
                "the seller keeps 1 − tariff of the price",
                "[0, 1)",
            )
        else:
            wrong, why, fix = ~((values > 0) & np.isfinite(values)), WHY[field_name], "a number above zero"
        return [
            self._fault(f"{field_name}, {self.products[int(j)]}", f"it is {values[j]:g}", why, f"give {fix}")
            for j in np.flatnonzero(wrong)
        ]

    def _sizes(self) -> list[Fault]:
        sold = float(np.sum(self.quantities))
        if self.outside_good is None:
            return [no_outside_good(f"{self.name}, outside_good")]
        if self.outside_good and self.size is None:
            why = "the share of those who buy nothing follows from it"
            return [self._fault("size", "it is missing", why, "give all who might buy, with its source")]
        if self.outside_good and not (self.size is not None and sold < self.size < np.inf):
            why = "shares of all who might buy would sum to one or more"
            return [
                self._fault("size", f"{sold:g} sold of {self.size:g}", why, "give a size above all sales")
            ]
        if not self.outside_good and self.size is not None and abs(self.size / sold - 1) > 1e-9:
            why = "without an outside good everybody in the market buys"
            return [self._fault("size", f"{self.size:g} for {sold:g} sold", why, "leave the size out")]
        return []

    def _limits(self) -> list[Fault]:
        faults = []
        known = self.products if self.plants is None else tuple(dict.fromkeys(self.plants))
        where = "products" if self.plants is None else "plants"
        for name, limit in (self.capacities or {}).items():
            if name not in known:
                what, fix = f"{name} is none of the {where}", did_you_mean(name, known, where)
                faults.append(self._fault("capacities", what, "its limit would bind nobody", fix))
            if not limit > 0:
                why = "a plant that can build nothing has no products"
                faults.append(
                    self._fault(f"capacities, {name}", f"it is {limit:g}", why, "drop its products")
                )
        for (firm, product), amount in self.fees.items():
            if not np.isfinite(amount):
                why = "it enters prices and profits as money a unit"
                faults.append(self._fault(f"fees, {firm}, {product}", f"it is {amount:g}", why, "give money"))
            if product not in self.products:
                fix = did_you_mean(product, self.products, "products")
                faults.append(self._fault("fees", f"{product} is no product", "nobody buys it", fix))
            elif firm not in self.firms:
                fix = did_you_mean(firm, self.firms, "firms")
                why = "only a firm that sets prices here weighs a fee against its own sales"
                faults.append(self._fault("fees", f"{firm} has no products", why, fix))
            elif len(self.firms) == self.count and self.firms[self.products.index(product)] == firm:
                why = "a firm's margin on its own product is its price less its cost"
                faults.append(self._fault("fees", f"{firm} pays itself for {product}", why, "leave it out"))
        return faults

    def _owners(self) -> list[Fault]:
        if self.holdings is not None and self.weights is not None:
            why = "the weights follow from the holdings"
            return [self._fault("weights", "both holdings and weights are given", why, "give one of them")]
        if self.holdings is not None:
            try:
                self.holdings.among(self.sellers)
            except DemandError as error:
                return list(error.faults)
        if self.weights is None:
            return []
        try:
            values = frozen(self.weights)
        except (TypeError, ValueError) as error:
            return [self._fault("weights", str(error), "they are numbers", "give a table of numbers")]
        object.__setattr__(self, "weights", values)
        firms = len(self.sellers)
        if values.shape != (firms, firms):
            what = f"its shape is {values.shape}"
            return [self._fault("weights", what, "one row and one column a seller", f"give {(firms, firms)}")]
        if not np.all(np.isfinite(values) & (values >= 0)) or np.any(np.abs(np.diag(values) - 1) > 1e-12):
            why = "a firm counts its own profit as 1 and nobody's as less than nothing"
            return [
                self._fault("weights", "not weights of profits", why, "give κ ≥ 0 with 1 on the diagonal")
            ]
        return []


WHY = {
    "prices": "a price at or below zero has no elasticity",
    "quantities": "a product that nobody bought says nothing about what it is worth; leave it out",
    "costs": "a marginal cost at or below zero means that demand is taken as too inelastic",
}

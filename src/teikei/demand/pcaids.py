"""Proportionally calibrated almost ideal demand: a merger from shares and two elasticities.

    revenue share  r_i = a_i + Σ_j b_ij ln p_j       a price rise of i loses sales to all in proportion to r
    b_11 = r_1 (ε_11 + 1 − r_1 (ε + 1))
    b_ii = b_11 r_i (1 − r_i) / (r_1 (1 − r_1)),   b_ij = −b_jj r_i / (1 − r_j)
    ε_ij = b_ij / r_i − 1[i=j] + r_j (ε + 1)

ε is the elasticity of the whole market. Used where nothing but shares is known.

Source: Epstein & Rubinfeld, Antitrust Law Journal 69 (2002), pp. 883-919.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import root

from teikei.base.errors import ConvergenceError, DemandError, Fault
from teikei.demand.ownership import Array, frozen
from teikei.demand.screens import checked_shares, weights_of

FARTHEST = 100.0
"""Prices above so many times those before are no answer."""


@dataclass(frozen=True, eq=False)
class Pcaids:
    """Demand by proportion.

    Parameters
    ----------
    shares : (J,) shares of revenue before, all above 0, summing to 1
    own_elasticity : of the first product, below −1
    market_elasticity : of the market as a whole, below 0 and above the product's

    Raises
    ------
    DemandError    shares that do not sum to 1, elasticities out of order

    Examples
    --------
    >>> demand = Pcaids([0.2, 0.3, 0.5], own_elasticity=-3.0, market_elasticity=-1.0)
    >>> demand.elasticities([0.2, 0.3, 0.5]).round(3)
    array([[-3.  ,  0.75,  1.25],
           [ 0.5 , -2.75,  1.25],
           [ 0.5 ,  0.75, -2.25]])
    """

    shares: ArrayLike
    own_elasticity: float
    market_elasticity: float

    def __post_init__(self) -> None:
        s = checked_shares(self.shares, "pcaids, shares")
        faults = []
        if abs(s.sum() - 1) > 1e-6 or np.any(s <= 0) or len(s) < 2:
            what = f"{len(s)} shares with the sum {s.sum():g}"
            why = "sales lost by one go to all others, in proportion"
            faults.append(Fault("pcaids, shares", what, why, "give all shares, each above 0, sum 1"))
        if not self.own_elasticity < min(-1.0, self.market_elasticity):
            what = f"{self.own_elasticity:g} with {self.market_elasticity:g} for the market"
            why = "a product's buyers can also go to its rivals, and a best price needs less than −1"
            faults.append(Fault("pcaids, own_elasticity", what, why, "give a more negative one"))
        if not self.market_elasticity < 0:
            what = f"it is {self.market_elasticity:g}"
            faults.append(Fault("pcaids, market_elasticity", what, "demand falls in price", "give −1, say"))
        if faults:
            raise DemandError(faults)
        object.__setattr__(self, "shares", frozen(s))

    @property
    def slopes(self) -> Array:
        """(J, J) b_ij, change of revenue share i with ln p_j; rows and columns sum to 0."""
        r = np.asarray(self.shares)
        first = r[0] * (self.own_elasticity + 1 - r[0] * (self.market_elasticity + 1))
        own = first * r * (1 - r) / (r[0] * (1 - r[0]))
        slopes = -np.outer(r, own / (1 - r))
        np.fill_diagonal(slopes, own)
        return np.asarray(slopes)

    def elasticities(self, shares: ArrayLike) -> Array:
        """(J, J) per cent change of the quantity of the row for one per cent on the price of the column."""
        r = np.asarray(shares, dtype=np.float64)
        return np.asarray(
            self.slopes / r[:, None] - np.eye(len(r)) + r[None, :] * (self.market_elasticity + 1)
        )

    def margins(self, shares: ArrayLike, owners: Sequence[str]) -> Array:
        """(J,) (p − c)/p by the first-order conditions.   r_i + Σ_{j of i's owner} ε_ji r_j m_j = 0"""
        r = np.asarray(shares, dtype=np.float64)
        moved = (self.elasticities(r) * r[:, None]).T * weights_of(owners)
        return np.asarray(-np.linalg.solve(moved, r))


@dataclass(frozen=True, eq=False)
class PcaidsMerger:
    """Prices relative to those before (1), and revenue shares, after a merger."""

    prices: Array
    shares: Array


def pcaids_merger(
    demand: Pcaids, before: Sequence[str], after: Sequence[str], cost_change: ArrayLike | None = None
) -> PcaidsMerger:
    """Prices after a change of owners, relative to prices of 1.

    Parameters
    ----------
    demand : calibrated demand
    before, after : J names of owners
    cost_change : (J,) relative change of marginal cost, −0.05 for five per cent less

    Raises
    ------
    DemandError    not one owner or change a product, no cost left, or an implied margin of 1 or more
    ConvergenceError    no prices were found

    Examples
    --------
    >>> demand = Pcaids([0.2, 0.3, 0.5], own_elasticity=-3.0, market_elasticity=-1.0)
    >>> pcaids_merger(demand, ["a", "b", "c"], ["a", "a", "c"]).prices.round(3)
    array([1.138, 1.108, 1.041])
    """
    r = np.asarray(demand.shares)
    faults = [
        Fault(
            f"pcaids, {name}", f"{len(owners)} owners for {len(r)} products", "each has one", "name one each"
        )
        for name, owners in (("before", before), ("after", after))
        if len(owners) != len(r)
    ]
    if faults:
        raise DemandError(faults)
    margins = demand.margins(r, before)
    if not np.all(margins < 1):
        why = "a margin above the price itself means that demand is taken as too inelastic"
        what = f"an owner's products imply a margin of {margins.max():.3g} of the price"
        raise DemandError(Fault("pcaids, own_elasticity", what, why, "give a more negative elasticity"))
    change = np.zeros(len(r)) if cost_change is None else np.asarray(cost_change, dtype=np.float64)
    if change.shape != r.shape or not np.all((change > -1) & np.isfinite(change)):
        what, why = f"{cost_change!r:.60}", "each product has one change, and some cost is left"
        raise DemandError(Fault("pcaids, cost_change", what, why, "give −0.05 for 5 % less, one a product"))
    costs = (1 - margins) * (1 + change)

    def miss(log_prices: Array) -> Array:
        shares = r + demand.slopes @ log_prices
        moved = (demand.elasticities(shares) * shares[:, None]).T * weights_of(after)
        return np.asarray(shares + moved @ (1 - costs * np.exp(-log_prices)))

    found = root(miss, np.zeros(len(r)), tol=1e-13)
    shares = r + demand.slopes @ found.x
    made = PcaidsMerger(frozen(np.exp(found.x)), frozen(shares))
    lost = np.any(shares <= 0) or np.max(found.x) > np.log(FARTHEST)
    if lost or not np.max(np.abs(miss(found.x))) < 1e-9:
        what = f"no prices up to {FARTHEST:g} times those before at which every owner's conditions hold"
        why = (
            "almost ideal demand is a local model, and a monopolist of a market of elasticity −1 has no best"
        )
        raise ConvergenceError(Fault("pcaids", what, why, "check the elasticities; see error.best"), made)
    return made

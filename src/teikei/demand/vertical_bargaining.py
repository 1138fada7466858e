"""Makers and sellers that bargain over wholesale prices, while sellers set prices to customers.

Each product is made by one firm and sold by one. Retail prices are set as in Bertrand competition with logit
demand; the wholesale price of each product splits what the two gain by it, all else as it is (Nash in Nash;
retail prices are taken as given at the bargaining table):

    b × gain of the maker = (1 − b) × gain of the seller
    gain of f by j = A_fj s_j − Σ_{k≠j} A_fk (s_k without j − s_k)        A_fk what f earns on a unit of k

b in (0, 1) is the bargaining power of sellers. A firm that makes and sells j itself has no wholesale price of
j: it takes j at cost, and weighs what it earns as a maker when it sets prices.

Source: Sheu & Taragin, RAND Journal of Economics 52 (2021).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import root

from teikei.base.errors import ConvergenceError, DemandError, Fault
from teikei.demand.logit import Logit
from teikei.demand.ownership import Array, frozen
from teikei.demand.screens import weights_of

TOLERANCE = 1e-9


@dataclass(frozen=True, eq=False)
class SupplyChain:
    """J products with their maker and seller.

    Attributes
    ----------
    choice : logit demand of customers
    makers, sellers : J names; one name may be both
    making_cost, selling_cost : (J,) marginal cost of making, and of selling beyond the wholesale price; the
        second may be below zero (a seller with a subsidy or other income)
    power : bargaining power of sellers, in (0, 1)
    """

    choice: Logit
    makers: Sequence[str]
    sellers: Sequence[str]
    making_cost: ArrayLike
    selling_cost: ArrayLike
    power: float

    def __post_init__(self) -> None:
        count, faults = self.choice.count, []
        for name in ("makers", "sellers", "making_cost", "selling_cost"):
            if np.shape(getattr(self, name)) != (count,):
                what = f"{np.size(getattr(self, name))} for {count} products"
                faults.append(Fault(f"supply chain, {name}", what, "each product has one", f"give {count}"))
        for name in ("making_cost", "selling_cost"):
            if not np.all(np.isfinite(np.asarray(getattr(self, name), dtype=np.float64))):
                why = "margins are what is left of prices beyond costs"
                faults.append(Fault(f"supply chain, {name}", "not all are numbers", why, "give money a unit"))
        if not 0 < self.power < 1:
            why = "with all the power on one side the other has no reason to sign"
            faults.append(Fault("supply chain, power", f"it is {self.power:g}", why, "give it in (0, 1)"))
        if faults:
            raise DemandError(faults)
        for name in ("making_cost", "selling_cost"):
            object.__setattr__(self, name, frozen(getattr(self, name)))


@dataclass(frozen=True, eq=False)
class ChainPrices:
    """Equilibrium of a supply chain: (J,) prices to customers, wholesale prices, shares; profit a firm."""

    prices: Array
    wholesale: Array
    shares: Array
    profits: dict[str, float]


def gains_matrix(shares: ArrayLike) -> Array:
    """(J, J) units of the column that the product of the row brings; below zero where it takes some."""
    s = np.asarray(shares, dtype=np.float64)
    taken = np.outer(s, s) / (1 - s)[:, None]
    np.fill_diagonal(taken, 0.0)
    return np.asarray(np.diag(s) - taken)


def chain_margins(chain: SupplyChain, shares: ArrayLike) -> tuple[Array, Array]:
    """Margins of sellers and makers, money a unit, at which prices and bargains are in equilibrium.

    Linear in the margins once shares are given: J conditions of prices, J of bargains.
    """
    s, count = np.asarray(shares, dtype=np.float64), chain.choice.count
    slopes = chain.choice.alpha * (np.diag(s) - np.outer(s, s))
    brings = gains_matrix(s)
    makers, sellers = np.asarray(chain.makers, dtype=object), np.asarray(chain.sellers, dtype=object)
    same = (makers == sellers)[:, None]
    seller_sells, maker_makes = weights_of(chain.sellers), weights_of(chain.makers)
    seller_makes = (sellers[:, None] == makers[None, :]).astype(np.float64)
    maker_sells = seller_makes.T
    # unknown: margins of sellers, then of makers
    prices = np.hstack([seller_sells * slopes.T, seller_makes * slopes.T])
    b = chain.power
    bargains = np.hstack(
        [
            (b * maker_sells - (1 - b) * seller_sells) * brings,
            (b * maker_makes - (1 - b) * seller_makes) * brings,
        ]
    )
    at_cost = np.hstack([np.zeros((count, count)), np.eye(count)])
    system = np.vstack([prices, np.where(same, at_cost, bargains)])
    found = np.linalg.solve(system, np.concatenate([-s, np.zeros(count)]))
    return found[:count], found[count:]


def chain_equilibrium(chain: SupplyChain, start: ArrayLike) -> ChainPrices:
    """Prices to customers and wholesale prices in equilibrium, from first prices.

    Raises
    ------
    DemandError    not one first price a product
    ConvergenceError    no equilibrium was found from there; ``best`` holds the prices reached (only the
        start if shares fell to zero)

    Source: Sheu & Taragin (2021), equations of the simultaneous model.
    """
    costs = np.asarray(chain.making_cost) + np.asarray(chain.selling_cost)

    def miss(prices: Array) -> Array:
        sold, made = chain_margins(chain, chain.choice.shares(prices))
        return np.asarray(prices - costs - sold - made)

    first = np.asarray(start, dtype=np.float64)
    if first.shape != costs.shape or not np.all(np.isfinite(first)):
        what, why = f"{start!r:.60}", "the search begins from a price for each product"
        raise DemandError(Fault("supply chain, start", what, why, f"give {costs.size} prices"))
    try:
        prices = root(miss, first, tol=1e-13).x
    except np.linalg.LinAlgError:
        why = "where nobody buys, no margin follows"
        fault = Fault("supply chain", "shares fell to zero on the way", why, "start from prices that sell")
        raise ConvergenceError(fault, first) from None
    s = chain.choice.shares(prices)
    sold, made = chain_margins(chain, s)
    profits: dict[str, float] = {}
    for names, margin in ((chain.sellers, sold), (chain.makers, made)):
        for name, earned in zip(names, (margin * s).tolist(), strict=True):
            profits[name] = profits.get(name, 0.0) + earned
    reached = ChainPrices(frozen(prices), frozen(np.asarray(chain.making_cost) + made), frozen(s), profits)
    left = float(np.max(np.abs(miss(prices))))
    if not left < TOLERANCE * float(np.mean(np.abs(prices))):
        what = f"a price is still {left:.3g} from its condition"
        fix = "try other first prices; see error.best"
        raise ConvergenceError(Fault("supply chain", what, "both sides would still move", fix), reached)
    return reached


def calibrate_chain(
    shares: ArrayLike,
    prices: ArrayLike,
    wholesale: ArrayLike,
    seller_margins: ArrayLike,
    maker_margins: ArrayLike,
    makers: Sequence[str],
    sellers: Sequence[str],
) -> SupplyChain:
    """Demand, costs and bargaining power from shares, prices and margins before an agreement.

    The price coefficient is the one with the least squares of seller margins, the power the one with the
    least squares of gains. No firm may be on both sides.

    Parameters
    ----------
    shares : (J,) of all who might buy; what is left to 1 is the outside good
    prices, wholesale : (J,) paid by customers, by sellers
    seller_margins, maker_margins : (J,) money a unit
    makers, sellers : J names

    Raises
    ------
    DemandError    not one of each a product, shares of 1 or more, margins at or below zero, a firm on both
        sides

    Examples
    --------
    >>> chain = calibrate_chain([0.3, 0.3], [10, 10], [6, 6], [3, 3], [2, 2], ["u", "v"], ["d", "e"])
    >>> round(chain.choice.alpha, 4), round(chain.power, 4)     # 1/(3 * .7); gains .3*3 and .3*2
    (-0.4762, 0.6)
    """
    s, p, w = (np.asarray(x, dtype=np.float64) for x in (shares, prices, wholesale))
    sold, made = (np.asarray(x, dtype=np.float64) for x in (seller_margins, maker_margins))
    faults = _chain_faults(s, p, w, sold, made, makers, sellers)
    if faults:
        raise DemandError(faults)
    owns = weights_of(sellers)
    unit = -np.linalg.solve(owns * (np.diag(s) - np.outer(s, s)), s)  # margins are this over alpha
    alpha = float((unit @ unit) / (unit @ sold))
    brings = gains_matrix(s)
    theirs, ours = (owns * brings) @ sold, (weights_of(makers) * brings) @ made
    # b ours = (1 − b) theirs for each product: least squares in b
    both_gain = ours + theirs
    power = float((both_gain @ theirs) / (both_gain @ both_gain))
    quality = np.log(s) - np.log(1 - s.sum()) - alpha * p
    choice = Logit(alpha, quality, outside_good=True)
    return SupplyChain(choice, tuple(makers), tuple(sellers), w - made, p - w - sold, power)


def _chain_faults(
    s: Array, p: Array, w: Array, sold: Array, made: Array, makers: Sequence[str], sellers: Sequence[str]
) -> list[Fault]:
    """What is wrong with the figures of a supply chain."""
    faults = [
        Fault(f"supply chain, {name}", f"shape {np.shape(given)}", "each product has one", f"give {s.size}")
        for name, given in (
            ("prices", p),
            ("wholesale", w),
            ("seller_margins", sold),
            ("maker_margins", made),
            ("makers", makers),
            ("sellers", sellers),
        )
        if np.shape(given) != (s.size,)
    ]
    if not (np.all(s > 0) and s.sum() < 1):
        why = "what is left to 1 is the outside good"
        fault = Fault(
            "supply chain, shares", f"they sum to {s.sum():g}", why, "give shares of all who might buy"
        )
        faults.append(fault)
    for name, values in (("seller_margins", sold), ("maker_margins", made)):
        if not np.all(values > 0):
            why = "nobody bargains for a loss"
            faults.append(Fault(f"supply chain, {name}", f"{values.min():g}", why, "give margins above 0"))
    if both := sorted(set(makers) & set(sellers)):
        why = "its internal price shows no bargain"
        fault = Fault("supply chain", f"{both[0]} makes and sells", why, "calibrate before the merger")
        faults.append(fault)
    return faults

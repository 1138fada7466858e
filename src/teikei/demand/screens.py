"""Numbers that competition authorities look at first: concentration, pressure on prices, borders of markets.

None of them says whether anything is allowed; `rules` and `screening` compare them with listed thresholds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import ArrayLike

from teikei.base.errors import DemandError, Fault, unknown_names
from teikei.demand.choice import Choice, diversion
from teikei.demand.counterfactual import Counterfactual
from teikei.demand.equilibrium import equilibrium
from teikei.demand.market import Market
from teikei.demand.ownership import Array
from teikei.demand.pricing import finite_margins, known_costs, worths

FULL = 10_000.0
"""HHI of a market with one seller."""
ROUNDING = 1e-6


def checked_shares(shares: ArrayLike, where: str = "shares") -> Array:
    """Shares of a market as an array, or DemandError: below 0, or above 1 together."""
    s = np.asarray(shares, dtype=np.float64)
    faults = []
    if s.ndim != 1 or not s.size or not np.all(np.isfinite(s)):
        faults.append(Fault(where, "not a list of numbers", "an index sums over firms", "one share a firm"))
    elif np.any(s < 0):
        what = f"{s.min():g} is below zero"
        faults.append(Fault(where, what, "nobody sells less than nothing", "mend the share"))
    elif s.sum() > 1 + ROUNDING:
        what = f"they sum to {s.sum():g}"
        fix = "give 36.8 % as 0.368, of one market and one period"
        faults.append(Fault(where, what, "shares of a market sum to at most 1", fix))
    if faults:
        raise DemandError(faults)
    return s


def hhi(shares: ArrayLike, owners: Sequence[str] | None = None) -> float:
    """Herfindahl–Hirschman index.      HHI = 10 000 Σ_g (Σ_{f∈g} s_f)²

    Parameters
    ----------
    shares : (F,) shares of units sold (or revenue), between 0 and 1; the outside good is not one of them
    owners : F names of the groups that control the firms; each firm its own if None

    Raises
    ------
    DemandError    shares below 0 or above 1 together, or not one owner a share

    Examples
    --------
    >>> hhi([0.15, 0.2, 0.25, 0.35, 0.05], ["A", "A", "B", "B", "C"])
    4850.0
    """
    s = checked_shares(shares)
    if owners is None:
        return float(FULL * (s @ s))
    if len(owners) != len(s):
        what = f"{len(owners)} for {len(s)} shares"
        raise DemandError(Fault("owners", what, "each share has one owner", "name one a share"))
    names = sorted(set(owners))
    groups = np.bincount([names.index(name) for name in owners], weights=s)
    return round(float(FULL * (groups @ groups)), 9)


def mhhi(shares: ArrayLike, weights: ArrayLike) -> float:
    """Modified HHI.      MHHI = 10 000 Σ_f Σ_g κ_fg s_f s_g

    With the profit weights of O'Brien and Salop, κ_fg = Σ γ_if β_ig / Σ γ_if β_if: each row over its own
    diagonal. Without cross holdings it is the HHI; with κ = 1 between two firms, the HHI of their merger. In
    Cournot equilibrium Σ_f s_f (p − c_f)/p = MHHI / (10 000 · elasticity).

    Parameters
    ----------
    shares : (F,) shares, between 0 and 1
    weights : (F, F) κ, e.g. ``Holdings.profit_weights()`` or ``Market.kappa``

    Source: O'Brien & Salop, Antitrust Law Journal 67 (2000), pp. 597, 610-614.

    Examples
    --------
    >>> mhhi([0.6, 0.4], [[1, 0.368], [0, 1]])     # 0.36 + 0.16 + 0.368 * 0.24
    6083.2
    """
    s, kappa = checked_shares(shares), np.asarray(weights, dtype=np.float64)
    if kappa.shape != (len(s), len(s)) or not np.all(np.isfinite(kappa)):
        what = f"shape {kappa.shape} for {len(s)} firms"
        raise DemandError(Fault("weights", what, "κ has a row and a column a firm", "give profit weights"))
    return round(float(FULL * (s @ kappa @ s)), 9)


def concentration(shares: ArrayLike, count: int) -> float:
    """Share of the `count` largest sellers, C4 for 4; DemandError if that is not one at least.

    >>> round(concentration([0.4, 0.1, 0.3, 0.2], 2), 9)
    0.7
    """
    if count < 1:
        why = "the index sums the largest shares"
        raise DemandError(Fault("concentration, count", f"it is {count}", why, "give 1 or more"))
    return float(np.sort(checked_shares(shares))[::-1][:count].sum())


def sold_shares(market: Market, quantities: ArrayLike | None = None) -> Array:
    """(F,) shares of the sellers in all units sold, the outside good left out."""
    units = np.asarray(market.quantities if quantities is None else quantities, dtype=np.float64)
    sold = np.bincount(market.seller, weights=units, minlength=len(market.sellers))
    return np.asarray(sold / sold.sum())


def weights_of(owners: Sequence[str]) -> Array:
    """(J, J) 1 where two products have one owner, else 0."""
    names = np.asarray(owners, dtype=object)
    return np.asarray(names[:, None] == names[None, :], dtype=np.float64)


def upp(
    diversions: ArrayLike, margins: ArrayLike, gained: ArrayLike, savings: ArrayLike | None = None
) -> Array:
    """Upward pricing pressure, money a unit.      UPP_j = Σ_k Δκ_jk D_jk m_k − e_j

    Parameters
    ----------
    diversions : (J, J) D_jk, of what j loses by a price rise the share that goes to k
    margins : (J,) price less marginal cost, money a unit
    gained : (J, J) weights Δκ that the agreement adds, e.g. 1 between products that come under one owner
    savings : (J,) savings of marginal cost by the agreement, money a unit

    Source: Farrell & Shapiro, B.E. Journal of Theoretical Economics 10 (2010).
    """
    spared = 0.0 if savings is None else np.asarray(savings, dtype=np.float64)
    pressure = (np.asarray(gained) * np.asarray(diversions)) @ np.asarray(margins, dtype=np.float64)
    return np.asarray(pressure - spared)


def guppi(diversions: ArrayLike, prices: ArrayLike, margins: ArrayLike, gained: ArrayLike) -> Array:
    """Gross upward pricing pressure index, share of the price.      GUPPI_j = Σ_k Δκ_jk D_jk m_k / p_j

    ``margins`` in money a unit. Source: Salop & Moresi (2009); Moresi, Antitrust Source (2010).

    Examples
    --------
    A firm with one product buys one with two; margins are 30, 40 and 60 % of prices 50, 45 and 70.

    >>> gained = np.array([[0, 1, 1], [1, 0, 0], [1, 0, 0]])
    >>> D = [[-1, 0.6, 0.02], [0.5, -1, 0.2], [0.01, 0.1, -1]]
    >>> guppi(D, [50, 45, 70], [15, 18, 42], gained).round(4)      # (0.6*18 + 0.02*42)/50, 0.5*15/45, ...
    array([0.2328, 0.1667, 0.0021])
    """
    return upp(diversions, margins, gained) / np.asarray(prices, dtype=np.float64)


def cmcr(diversions: ArrayLike, margins: ArrayLike, before: ArrayLike, after: ArrayLike) -> Array:
    """Compensating reductions of marginal cost, money a unit: with them no price changes.

        B ∘ (−D) m = A ∘ (−D) (m + r)        B, A weights (J, J) before and after; r is returned

    Of one product each, with equal margins m/p and diversions d: r/c = m/(1−m) · d/(1−d).

    Parameters
    ----------
    diversions : (J, J) D_jk with −1 on the diagonal
    margins : (J,) price less marginal cost before, money a unit
    before, after : (J, J) profit weights, see `weights_of`

    Raises
    ------
    DemandError    so much diversion among the products of one owner that no cost would do

    Source: Werden, Journal of Industrial Economics 44 (1996).

    Examples
    --------
    >>> D = [[-1, 0.2], [0.2, -1]]
    >>> cmcr(D, [50.0, 50.0], np.eye(2), np.ones((2, 2))) / 50       # .5/.5 * .2/.8
    array([0.25, 0.25])
    """
    slopes, margin = -np.asarray(diversions, dtype=np.float64), np.asarray(margins, dtype=np.float64)
    needed = finite_margins(np.asarray(after) * slopes, (np.asarray(before) * slopes) @ margin)
    return np.asarray(needed - margin)


def commonality_of_cost(shared: float, variable: float) -> float:
    """Share of the parties' variable cost that becomes common by an agreement, between 0 and 1.

    Guidelines name it as a concern without a number: firms with common costs find common prices more easily.
    Source: Communication from the Commission, OJ C 259, 21.7.2023, chapter on production agreements.

    Raises
    ------
    DemandError    no variable cost, or more shared than there is
    """
    if not 0 <= shared <= variable or not variable > 0:
        what = f"{shared:g} shared of {variable:g}"
        why = "what is shared is a part of variable cost"
        raise DemandError(Fault("commonality of cost", what, why, "give both in one unit, per car"))
    return float(shared / variable)


def pressure(
    market: Market, choice: Choice, firms: Iterable[str], savings: ArrayLike | None = None
) -> pl.DataFrame:
    """Pressure on the prices of firms that would merge: one row for each of their products.

    Diversion to the partners' products, UPP and CMCR in money a unit, GUPPI and CMCR in shares, all at the
    observed prices. Stakes that are there already and fees between rivals count on both sides; a fee between
    the parties is margin of their own afterwards.
    (An outsider with a stake in a party would answer to the party's lower cost, CMCR or not.)
    """
    names = known_firms(market, firms)
    inside = np.array([firm in names for firm in market.firms])
    merged, _ = Counterfactual("merger", merge=(names,)).applied(market, choice)
    costs, prices = known_costs(market), np.asarray(market.prices)
    lost, kept = diversion(choice, prices), market.kept * prices
    # what a unit of each product is worth to the seller of the row: stakes and fees are part of it
    before = worths(market, prices, costs)[market.seller]
    after = worths(merged, prices, known_costs(merged))[merged.seller]
    gained = ((after - before) * lost).sum(axis=1)
    weights = merged.kappa[np.ix_(merged.seller, merged.seller)]
    compensating, own = np.zeros(market.count), np.ix_(inside, inside)
    compensating[inside] = finite_margins((weights * -lost)[own], gained[inside])
    spared = 0.0 if savings is None else np.asarray(savings, dtype=np.float64)
    partners = inside[:, None] & inside[None, :] & (market.seller[:, None] != market.seller[None, :])
    rows = pl.DataFrame(
        {
            "product": list(market.products),
            "firm": list(market.firms),
            "diversion_to_partners": (partners * lost).sum(axis=1),
            f"upp [{market.price_unit}]": gained - spared,
            "guppi": gained / kept,
            f"cmcr [{market.price_unit}]": compensating,
            "cmcr": compensating / costs,
        }
    )
    return rows.filter(pl.Series(inside))


def known_firms(market: Market, firms: Iterable[str]) -> tuple[str, ...]:
    """Two or more sellers of the market, or DemandError."""
    names = tuple(dict.fromkeys(firms))
    where, why = f"{market.name}, firms", "nothing would merge"
    faults = unknown_names(names, market.sellers, where, "sells nothing here", why, "the market")
    if len(names) < 2:
        what = f"only {', '.join(names) or 'nobody'}"
        faults.append(Fault(where, what, "it takes two", "name another firm"))
    if faults:
        raise DemandError(faults)
    return names


@dataclass(frozen=True)
class MonopolistTest:
    """Whether some products are a market of their own: what one owner of them all would charge.

    Attributes
    ----------
    products : of the candidate market
    rises : {product: rise of its price as a share}
    threshold : rise asked for, 0.05 for five per cent
    """

    products: tuple[str, ...]
    rises: dict[str, float]
    threshold: float

    @property
    def is_market(self) -> bool:
        """Whether at least one price would rise by the threshold."""
        return max(self.rises.values()) >= self.threshold


def hypothetical_monopolist(
    market: Market, choice: Choice, products: Iterable[str], threshold: float = 0.05
) -> MonopolistTest:
    """Prices of one owner of the products, all other prices as observed.

    Source: U.S. Merger Guidelines (2023), section 4.3: a small but significant and non-transitory rise.

    Raises
    ------
    DemandError    an unknown product, or all products of a market without an outside good
    """
    names = tuple(dict.fromkeys(products))
    where = f"{market.name}, candidate market"
    why = "its price cannot rise"
    faults = unknown_names(names, market.products, where, "is no product", why, "the market")
    if not names:
        faults.append(Fault(where, "it is empty", "no price can rise", "name a product"))
    if len(names) == market.count and not market.outside_good:
        why = "nobody could leave, so the price would rise without end"
        faults.append(Fault(where, "it holds all there is", why, "count the outside good"))
    if faults:
        raise DemandError(faults)
    owner = "one owner of the candidate market"
    firms = [
        owner if product in names else firm
        for product, firm in zip(market.products, market.firms, strict=True)
    ]
    alone = market.with_(firms=firms, holdings=None, weights=None, fees={}, capacities=None)
    observed = dict(zip(market.products, np.asarray(market.prices).tolist(), strict=True))
    rest = {name: price for name, price in observed.items() if name not in names}
    found = equilibrium(alone, choice, fixed=rest)
    dearer = dict(zip(market.products, found.prices.tolist(), strict=True))
    return MonopolistTest(names, {name: dearer[name] / observed[name] - 1 for name in names}, threshold)


def smallest_market(
    market: Market, choice: Choice, products: Iterable[str], threshold: float = 0.05
) -> MonopolistTest:
    """The first candidate that passes, from some products outwards: always the product to which most is lost.

    If even all products fail (the outside good is that close) the last test is returned, and says so by
    ``is_market``.
    """
    inside = list(dict.fromkeys(products))
    while True:
        test = hypothetical_monopolist(market, choice, inside, threshold)
        room = market.count - len(inside) - (0 if market.outside_good else 1)
        if test.is_market or room <= 0:
            return test
        within = np.array([name in inside for name in market.products])
        lost = choice.jacobian(market.prices)[:, within].sum(axis=1)
        lost[within] = -np.inf
        inside.append(market.products[int(np.argmax(lost))])

"""Prices that are each firm's best given all others: Bertrand equilibrium with products that differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import ArrayLike

from teikei.base.errors import ConvergenceError, DemandError, Fault, did_you_mean
from teikei.base.options import EquilibriumOptions
from teikei.demand.best_response import gains
from teikei.demand.capacity import Limits, find_shadow_prices, limits_of
from teikei.demand.choice import Choice
from teikei.demand.market import Market
from teikei.demand.ownership import Array, frozen
from teikei.demand.pricing import Sorted, condition_at, known_costs, profits_of, sort_by_firm
from teikei.demand.zeta import CONVERGED, iterate

Method = Literal["accelerated", "plain", "damped"]
DAMPING = (1.0, 0.5, 0.2)
SAME = 1e-6
"""Two equilibria are one if no price differs by more than this share of the mean price."""


@dataclass(frozen=True, eq=False)
class Equilibrium:
    """Prices in equilibrium, what follows from them, and how good they are.

    Attributes
    ----------
    market : the market, with the costs used; its own prices are those started from
    prices : (J,) buyers' prices, price unit
    quantities : (J,) units of the period
    profits : (F,) money of the period before fixed cost, fees between rivals included
    consumer_surplus : money of the period, up to a constant that is the same for the same demand
    tariff_revenue : money of the period
    shadow_prices : {plant or product: money a unit} of limits that bind
    residual : largest first-order condition left, in shares of the market
    step : largest change by one more step of the ζ map, price unit
    best_response_gain : (F,) money of the period by which each firm was seen to gain by other prices of its
        own; 0 if none was found, which is no proof; not a number where it was not looked for or a limit binds
    maps : evaluations of all prices
    method : how it was found; `damped` after plain steps failed
    others : further equilibria from other starts, one each
    """

    market: Market
    prices: Array
    quantities: Array
    profits: Array
    consumer_surplus: float
    tariff_revenue: float
    shadow_prices: Mapping[str, float]
    residual: float
    step: float
    best_response_gain: Array
    maps: int
    method: Method
    others: tuple[Equilibrium, ...] = ()

    @property
    def shares(self) -> Array:
        """(J,) quantities over the size of the market."""
        return self.quantities / self.market.total

    def table(self) -> pl.DataFrame:
        """One row a product, units in the names of the columns."""
        money, units = self.market.price_unit, self.market.quantity_unit
        return pl.DataFrame(
            {
                "product": list(self.market.products),
                "firm": list(self.market.firms),
                f"price_before [{money}]": np.asarray(self.market.prices),
                f"price [{money}]": self.prices,
                f"cost [{money}]": known_costs(self.market),
                f"quantity_before [{units}]": np.asarray(self.market.quantities),
                f"quantity [{units}]": self.quantities,
            }
        )

    def explain(self) -> str:
        """In words: how it was found and how sure it is."""
        lines = [
            f"{self.market.name}: {self.method} steps, {self.maps} evaluations; no price would move by more"
            f" than {self.step:.1g} {self.market.price_unit}; first-order residual {self.residual:.1g}"
        ]
        sellers = self.market.sellers
        seen = [f"{sellers[f]} {self.best_response_gain[f]:.4g}" for f in np.flatnonzero(self._deviators())]
        if seen:
            lines.append("NOT a full equilibrium: by prices far from these would gain " + ", ".join(seen))
        lines += [
            f"{name} is at its limit, worth {worth:.4g} a unit" for name, worth in self.shadow_prices.items()
        ]
        if self.others:
            lines.append(f"{len(self.others)} other equilibria were found from other starts")
        return "\n".join(lines)

    def _deviators(self) -> Array:
        """Firms whose gain is more than rounding."""
        return np.asarray(np.nan_to_num(self.best_response_gain) > 1e-7 * np.abs(self.profits).max())

    @property
    def stable(self) -> bool:
        """True if no firm was seen to gain by other prices of its own."""
        return not self._deviators().any()


class Found(NamedTuple):
    """Prices of a solve, in the order of the compiled loops."""

    prices: Array
    step: float
    maps: int
    method: Method | None
    """None if it did not converge."""


def equilibrium(
    market: Market,
    choice: Choice,
    options: EquilibriumOptions | None = None,
    *,
    start: ArrayLike | None = None,
    fixed: Mapping[str, float] | None = None,
) -> Equilibrium:
    """Prices at which every firm's first-order conditions hold, found from the observed prices by the ζ map.

    Each product's tariff, its seller's profit weights and the fees that the seller earns on rivals' products
    enter its condition, see `condition`. Where capacities bind, the plant's shadow price is added to marginal
    cost: 0 ≤ μ ⊥ limit − quantity ≥ 0.

    Several equilibria can exist. Reported is the one to which plain steps lead from the start; with
    ``options.starts`` above 1 others are looked for from margins multiplied at random between .3 and 3.

    Parameters
    ----------
    market : with costs
    choice : demand of the same products
    options : tolerance, limits, what else is looked for
    start : (J,) first prices; the market's own if None
    fixed : {product: price} that its seller may not change, e.g. by rule or list

    Raises
    ------
    DemandError    costs missing, demand of another market, an unknown fixed product
    ConvergenceError    no start or damping led to the tolerance; ``best`` is the best `Equilibrium` reached

    Examples
    --------
    >>> from teikei.demand.logit import Logit
    >>> market = Market(products=["a", "b", "c"], firms=["x", "x", "y"], prices=[1.5, 1.7, 1.7],
    ...                 quantities=[22, 21, 19], outside_good=True, size=100, costs=[0.05, 0.31, 0.3])
    >>> equilibrium(market, Logit(-0.9, [0.81, 0.93, 0.82], outside_good=True)).prices.round(6)
    array([1.793081, 2.053081, 1.705425])
    """
    options = options or EquilibriumOptions()
    prices, held = _first_prices(market, start, fixed or {})
    arrays, limits = sort_by_firm(market, choice, held), limits_of(market)
    first = _from_start(market, choice, arrays, limits, prices, options)
    if isinstance(first, ConvergenceError):
        raise first
    others: list[Equilibrium] = []
    if options.starts > 1:
        close = SAME * float(np.mean(first.prices))
        for begin in _other_starts(market, prices, held, options):
            again = _from_start(market, choice, arrays, limits, begin, options)
            if isinstance(again, Equilibrium) and all(
                np.max(np.abs(again.prices - known.prices)) > close for known in (first, *others)
            ):
                others.append(again)
    return replace(first, others=tuple(others))


def _first_prices(
    market: Market, start: ArrayLike | None, fixed: Mapping[str, float]
) -> tuple[Array, np.ndarray]:
    """Where to start, and which prices stay."""
    prices = np.array(market.prices if start is None else start, dtype=np.float64)
    held = np.zeros(market.count, dtype=np.bool_)
    faults = []
    if prices.shape != (market.count,) or not np.all(np.isfinite(prices)):
        why = "the search begins from a price for each product"
        faults.append(Fault(f"{market.name}, start", "not one number a product", why, "leave it out"))
    for name, price in fixed.items():
        if name not in market.products:
            fix = did_you_mean(name, market.products, "products")
            faults.append(Fault(f"{market.name}, fixed", f"{name} is no product", "no price would stay", fix))
        elif not price > 0:
            why = "a price is above zero"
            faults.append(Fault(f"{market.name}, fixed", f"{name} at {price:g}", why, "give its price"))
    if faults:
        raise DemandError(faults)
    for name, price in fixed.items():
        place = list(market.products).index(name)
        prices[place], held[place] = price, True
    return prices, held


def _other_starts(
    market: Market, prices: Array, held: np.ndarray, options: EquilibriumOptions
) -> list[Array]:
    """Prices with each firm's margins multiplied at random."""
    random = np.random.default_rng(options.seed)
    floor = known_costs(market) / market.kept
    found = []
    for _ in range(options.starts - 1):
        factor = np.exp(random.uniform(np.log(0.3), np.log(3.0), len(market.sellers)))[market.seller]
        found.append(np.where(held, prices, floor + factor * np.maximum(prices - floor, 0.01 * prices)))
    return found


def solve(arrays: Sorted, prices: Array, options: EquilibriumOptions) -> Found:
    """Prices from a start without limits: accelerated, then plain, then damped steps, each from the start."""
    first = np.ascontiguousarray(prices[arrays.order])
    tolerance = options.tolerance * float(np.mean(np.abs(first)))
    used = 0
    best = Found(first, np.inf, 0, None)
    for number, damping in enumerate(DAMPING):
        ahead = options.accelerate and number == 0
        found, size, maps, status = iterate(
            arrays.choice, arrays.pricing, first, tolerance, options.maps, ahead, damping
        )
        used += int(maps)
        if status == CONVERGED:
            quick: Method = "accelerated" if ahead else "plain"
            return Found(found, float(size), used, "damped" if number else quick)
        if size < best.step:
            best = Found(found, float(size), used, None)
    return best._replace(maps=used)


def _from_start(
    market: Market, choice: Choice, arrays: Sorted, limits: Limits, prices: Array, options: EquilibriumOptions
) -> Equilibrium | ConvergenceError:
    """The equilibrium reached from one start, limits kept, or the error with what was reached."""
    used = 0

    def price(shadow: Array, begin: Array) -> tuple[Array, Array]:
        nonlocal used
        cost = known_costs(market) + shadow[limits.place]
        tried = arrays._replace(pricing=arrays.pricing._replace(cost=cost[arrays.order]))
        found = solve(tried, begin, options)
        used += found.maps
        last.append(found)
        reached = arrays.back(found.prices)
        return reached, market.total * choice.shares(reached) if limits.any else empty

    last: list[Found] = []
    empty = np.zeros(market.count)
    reached, shadow, kept = find_shadow_prices(price, limits, prices)
    found = last[-1]._replace(maps=used)
    made = _written(market, choice, arrays, limits, reached, shadow, found, options)
    if found.method is None:
        return ConvergenceError(_no_prices(market, found, options), made)
    if not kept:
        return ConvergenceError(_no_limits(market, made), made)
    return made


def _written(
    market: Market,
    choice: Choice,
    arrays: Sorted,
    limits: Limits,
    prices: Array,
    shadow: Array,
    found: Found,
    options: EquilibriumOptions,
) -> Equilibrium:
    """All that follows from the prices."""
    shares = choice.shares(prices)
    sold = market.total * shares
    left = condition_at(market, choice, prices, known_costs(market) + shadow[limits.place], shares)
    free = ~arrays.back(arrays.pricing.fixed.astype(np.float64)).astype(bool)
    gain = np.full(len(market.sellers), np.nan)
    if options.best_response and not shadow.any():
        gain = market.total * gains(arrays.choice, arrays.pricing, np.ascontiguousarray(prices[arrays.order]))
    return Equilibrium(
        market=market,
        prices=frozen(prices),
        quantities=frozen(sold),
        profits=frozen(profits_of(market, prices, sold)),
        consumer_surplus=market.total * choice.consumer_surplus(prices),
        tariff_revenue=float(((1 - market.kept) * prices) @ sold),
        shadow_prices={name: float(shadow[n]) for n, name in enumerate(limits.names) if shadow[n] > 0},
        residual=float(np.max(np.abs(left[free]), initial=0.0)),
        step=found.step,
        best_response_gain=frozen(gain),
        maps=found.maps,
        method=found.method or "damped",
    )


def _no_prices(market: Market, found: Found, options: EquilibriumOptions) -> Fault:
    if not np.isfinite(found.step):
        return Fault(
            f"{market.name}, prices",
            "the conditions cannot be told at the first prices",
            "a product that nobody would buy there has no best price",
            "start from other prices, leave such a product out, or check the units of prices and utility",
        )
    return Fault(
        f"{market.name}, prices",
        f"after {found.maps} evaluations a price still moves by {found.step:.3g} {market.price_unit}",
        f"prices that move are nobody's best ({options.tolerance:g} of the mean price was asked for)",
        "try other start prices, more starts, more maps or a larger tolerance; check costs above prices, and "
        "profit weights above one; the best iterate is attached (error.best)",
    )


def _no_limits(market: Market, made: Equilibrium) -> Fault:
    return Fault(
        f"{market.name}, capacities",
        "no shadow prices were found at which all limits are kept",
        "a plant would have to build more than it can",
        "raise the tightest limit, or start from higher prices; the best iterate is attached (error.best): "
        + ", ".join(f"{name} {worth:.3g}" for name, worth in made.shadow_prices.items()),
    )

"""What a firm's best price obeys: each product's first-order condition, the costs it implies, and profits."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from teikei.base.errors import DemandError, Fault
from teikei.demand.choice import Choice, ChoiceArrays, Integers
from teikei.demand.market import Market
from teikei.demand.ownership import Array
from teikei.demand.slopes import PricingArrays

SINGULAR = 1e12
"""Condition number from which conditions of prices are taken as having no solution."""


def check_pair(market: Market, choice: Choice) -> None:
    """DemandError if a model of choice is not one of this market."""
    faults = []
    if choice.count != market.count:
        what = f"{choice.count} products in the demand, {market.count} in the market"
        faults.append(
            Fault(f"{market.name}, demand", what, "each product needs its utility", "calibrate anew")
        )
    if bool(choice.outside_good) != bool(market.outside_good):
        what = "demand and market disagree on the outside good"
        why = "shares would be of all who might buy in one and of all who buy in the other"
        faults.append(Fault(f"{market.name}, outside_good", what, why, "say the same in both"))
    if faults:
        raise DemandError(faults)


def known_costs(market: Market) -> Array:
    """Marginal costs, or DemandError if there are none yet."""
    if market.costs is None:
        why = "prices are set above marginal cost"
        fix = "give costs, or take those that observed prices imply: implied_costs(market, demand)"
        raise DemandError(Fault(f"{market.name}, costs", "they are missing", why, fix))
    return np.asarray(market.costs)


def worths(market: Market, prices: ArrayLike, costs: ArrayLike) -> Array:
    """(F, J) worth of a unit to each firm: A_fj = κ_fg(j) (kept_j p_j − c_j) + Σ_g κ_fg m_gj."""
    kappa = market.kappa
    margin = market.kept * np.asarray(prices, dtype=np.float64) - np.asarray(costs)
    return np.asarray(kappa[:, market.seller] * margin + kappa @ market.fee_margins)


def condition(market: Market, choice: Choice, prices: ArrayLike, costs: ArrayLike | None = None) -> Array:
    """(J,) left side of each first-order condition, in shares of the market; zero where a price is best.

        (1 − t_k) s_k + Σ_j A_f(k)j ∂s_j/∂p_k

    Unit fees between rivals are part of A as an additive margin of the firm that earns them; they are no
    profit weight, and change with nothing but quantities.
    """
    return condition_at(market, choice, prices, known_costs(market) if costs is None else costs, None)


def condition_at(
    market: Market, choice: Choice, prices: ArrayLike, costs: ArrayLike, shares: Array | None
) -> Array:
    """`condition` with shares that are known already."""
    moved = choice.response(prices, worths(market, prices, costs))
    share = choice.shares(prices) if shares is None else shares
    return np.asarray(market.kept * share + moved[market.seller, np.arange(market.count)])


def variable_margins(market: Market, choice: Choice) -> Array:
    """(J,) margins x = (1 − t) p − c at which the observed prices are best, by the first-order conditions.

    DemandError where no finite margin is, as for one owner of a market that nobody can leave.

    Σ_j κ_f(k)g(j) ∂s_j/∂p_k x_j = −(1 − t_k) s_k − Σ_j (κ m)_f(k)j ∂s_j/∂p_k
    """
    check_pair(market, choice)
    prices, seller = np.asarray(market.prices), market.seller
    moved = choice.jacobian(prices).T
    weights = market.kappa[np.ix_(seller, seller)]
    fees = (market.kappa @ market.fee_margins)[seller]
    right = -market.kept * choice.shares(prices) - (fees * moved).sum(axis=1)
    return finite_margins(weights * moved, right, f"{market.name}, first-order conditions")


def finite_margins(slopes: ArrayLike, right: ArrayLike, where: str = "diversions") -> Array:
    """The margins m with slopes · m = right, (J, J) and (J,).

    Raises
    ------
    DemandError    no finite margin does: all that an owner's products lose comes back to him
    """
    matrix = np.asarray(slopes, dtype=np.float64)
    own = np.abs(np.diag(matrix))
    if np.any(own == 0) or not np.linalg.cond(matrix / own[:, None], 1) < SINGULAR:
        why = "all that one product loses comes back to the owner, so that he would raise prices without end"
        raise DemandError(Fault(where, "they leave no finite margin", why, "count the outside good"))
    return np.asarray(np.linalg.solve(matrix, np.asarray(right, dtype=np.float64)))


def implied_costs(market: Market, choice: Choice) -> Array:
    """(J,) marginal costs at which the observed prices are best: c = (1 − t) p − margin, see
    `variable_margins`.

    Where a plant is at its limit the shadow price of the limit is part of what is found.

    Raises
    ------
    DemandError    a cost at or below zero: demand is taken as too inelastic for these prices

    Source: Rosse (1970); Nevo, Econometrica 69 (2001).
    """
    prices = np.asarray(market.prices)
    costs = market.kept * prices - variable_margins(market, choice)
    faults = [
        Fault(
            f"{market.name}, {market.products[j]}",
            f"its price of {prices[j]:g} {market.price_unit} implies a marginal cost of {costs[j]:.4g}",
            "a margin above the price itself means that demand is taken as too inelastic",
            "use a more negative price coefficient, or check who owns the product",
        )
        for j in np.flatnonzero(~(costs > 0)).tolist()
    ]
    if faults:
        raise DemandError(faults)
    return np.asarray(costs)


def profits(market: Market, choice: Choice, prices: ArrayLike) -> Array:
    """(F,) money of the period before fixed cost: margins of own products, fees earned on those of others."""
    return profits_of(market, prices, market.total * choice.shares(prices))


def profits_of(market: Market, prices: ArrayLike, sold: Array) -> Array:
    """(F,) money of the period at prices and quantities."""
    margin = market.kept * np.asarray(prices, dtype=np.float64) - known_costs(market)
    own = np.bincount(market.seller, weights=margin * sold, minlength=len(market.sellers))
    return np.asarray(own + market.fee_margins @ sold)


def lerner(market: Market, prices: ArrayLike | None = None, costs: ArrayLike | None = None) -> Array:
    """(J,) margin over price, (p − c)/p; with a tariff over what the seller keeps."""
    p = np.asarray(market.prices if prices is None else prices, dtype=np.float64)
    spent = known_costs(market) if costs is None else np.asarray(costs)
    return np.asarray(1 - spent / (market.kept * p))


class Sorted(NamedTuple):
    """A market as the compiled loops read it, and where each of its products went."""

    order: Integers
    choice: ChoiceArrays
    pricing: PricingArrays

    def back(self, values: Array) -> Array:
        """Values in the order of the market."""
        found = np.empty_like(values)
        found[self.order] = values
        return found


def sort_by_firm(market: Market, choice: Choice, fixed: ArrayLike | None = None) -> Sorted:
    """Products by firm, as the compiled loops want them."""
    check_pair(market, choice)
    seller, count = market.seller, len(market.sellers)
    order = np.argsort(seller, kind="stable")
    arrays = choice.arrays()
    arrays = arrays._replace(base=np.ascontiguousarray(arrays.base[order]), subnest=arrays.subnest[order])
    kappa = np.array(market.kappa)  # a copy: arrays that are read-only would be compiled for anew
    extra = np.ascontiguousarray((kappa @ market.fee_margins)[:, order]) if market.fees else np.zeros((0, 0))
    pricing = PricingArrays(
        cost=known_costs(market)[order],
        kept=market.kept[order],
        firm=seller[order],
        first=np.searchsorted(seller[order], np.arange(count + 1)).astype(np.int64),
        kappa=kappa,
        alone=bool(np.array_equal(kappa, np.eye(count))),
        extra=extra,
        fixed=np.zeros(market.count, dtype=np.bool_)
        if fixed is None
        else np.asarray(fixed, dtype=np.bool_)[order],
    )
    return Sorted(order.astype(np.int64), arrays, pricing)

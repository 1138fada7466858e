"""What a firm could still gain by other prices of its own, rivals' prices given; compiled.

First-order conditions also hold where a firm's profit has a second, higher hump elsewhere (cheap cars to the
many, or dear ones to the few). Each firm therefore tries margins of `TRIES` times its own, all products at
once, follows its own ζ map from there and keeps the best objective met. The gain is a lower bound: zero is no
proof.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from teikei.demand.ownership import Array
from teikei.demand.slopes import EXACT, REORDER, exponential, room, see, terms

TRIES = (0.5, 2.0, 4.0)
STEPS, SETTLED = 15, 1e-6


@njit(cache=True)
def start_own(pricing: Any, price: Array, firm: int, factor: float, own: Array) -> None:
    """Prices with the firm's margins times a factor; fixed prices stay."""
    for k in range(price.size):
        own[k] = price[k]
    for k in range(pricing.first[firm], pricing.first[firm + 1]):
        if not pricing.fixed[k]:
            floor = pricing.cost[k] / pricing.kept[k]
            own[k] = floor + factor * (price[k] - floor)


@njit(cache=True)
def extra_of(pricing: Any, firm: int, product: int) -> float:
    """κ times fee margins, zero without any."""
    return pricing.extra[firm, product] if pricing.extra.shape[0] else 0.0


@njit(cache=True)
def gains(choice: Any, pricing: Any, price: Array) -> Array:
    """(F,) most that each firm's objective was seen to rise, money a potential customer; at least 0."""
    firms = pricing.first.size - 1
    found = np.zeros(firms)
    if choice.nested:
        own, out = np.empty(price.size), np.empty((3, price.size))
        for f in range(firms):
            nested_gain(choice, pricing, price, f, own, out, found)
        return found
    work, own = room(choice, pricing), np.empty(price.size)
    see(choice, pricing, price, work)
    for f in range(firms):
        found[f] = kinds_gain(choice, pricing, price, f, work, own)
    return found


@njit(cache=True)
def nested_gain(
    choice: Any, pricing: Any, price: Array, firm: int, own: Array, out: Array, found: Array
) -> None:
    """Best rise of one firm's objective, nested logit: whole evaluations, which are cheap."""
    work = room(choice, pricing)
    now = 0.0
    for number in range(len(TRIES) + 1):
        start_own(pricing, price, firm, 1.0 if number == 0 else TRIES[number - 1], own)
        for _ in range(1 if number == 0 else STEPS):
            terms(choice, pricing, own, work, out)
            value = 0.0
            for j in range(own.size):
                worth = pricing.kappa[firm, pricing.firm[j]] * (pricing.kept[j] * own[j] - pricing.cost[j])
                value += (worth + extra_of(pricing, firm, j)) * out[0, j]
            if number == 0:
                now = value
            elif np.isfinite(value):
                found[firm] = max(found[firm], value - now)
            moved = 0.0
            for k in range(pricing.first[firm], pricing.first[firm + 1]):
                if not pricing.fixed[k] and out[1, k] != 0.0:
                    zeta = (out[2, k] - pricing.kept[k] * out[0, k]) / out[1, k]
                    better = (pricing.cost[k] - extra_of(pricing, firm, k) + zeta) / pricing.kept[k]
                    moved = max(moved, abs(better / own[k] - 1))
                    own[k] = better
            if moved < SETTLED:
                break


@njit(cache=True, fastmath=EXACT)
def kinds_gain(choice: Any, pricing: Any, price: Array, firm: int, work: Any, own: Array) -> float:
    """Best rise of one firm's objective, kinds of customers: only its own products are evaluated again."""
    wish, total, seen, _, high = work
    kinds = total.size
    first, last = pricing.first[firm], pricing.first[firm + 1]
    rivals, elsewhere = total.copy(), seen[firm].copy()
    mine = np.empty((last - first, kinds))
    for k in range(first, last):
        margin = pricing.kept[k] * price[k] - pricing.cost[k] + extra_of(pricing, firm, k)
        for i in range(kinds):
            rivals[i] -= wish[k, i]
            elsewhere[i] -= margin * wish[k, i]
    for i in range(kinds):
        rivals[i] = max(rivals[i], 0.0)  # a firm that has all of a kind leaves nothing, but for rounding
    now = value_of(choice, total, seen[firm])
    best = now
    top, bottom = np.empty(kinds), np.empty(kinds)
    for factor in TRIES:
        start_own(pricing, price, firm, factor, own)
        for _ in range(STEPS):
            for i in range(kinds):
                bottom[i], top[i] = rivals[i], elsewhere[i]
            for k in range(first, last):
                row = mine[k - first]
                margin = pricing.kept[k] * own[k] - pricing.cost[k] + extra_of(pricing, firm, k)
                for i in range(kinds):
                    row[i] = choice.base[k, i] + choice.alpha[i] * own[k] - high[i]
                exponential(row)
                for i in range(kinds):
                    bottom[i] += row[i]
                    top[i] += margin * row[i]
            best = max(best, value_of(choice, bottom, top))
            if follow(choice, pricing, firm, mine, bottom, top, own) < SETTLED:
                break
    return best - now


@njit(cache=True, fastmath=REORDER)
def value_of(choice: Any, bottom: Array, top: Array) -> float:
    """Σ_i m_i top_i / bottom_i: what a firm maximises, a potential customer."""
    value = 0.0
    for i in range(bottom.size):
        value += choice.mass[i] * top[i] / bottom[i]
    return value


@njit(cache=True, fastmath=REORDER)
def follow(choice: Any, pricing: Any, firm: int, mine: Array, bottom: Array, top: Array, own: Array) -> float:
    """One step of the firm's own ζ map; the largest move as a share of the price."""
    moved = 0.0
    for k in range(pricing.first[firm], pricing.first[firm + 1]):
        if pricing.fixed[k]:
            continue
        row = mine[k - pricing.first[firm]]
        share = slope = rest = 0.0
        for i in range(bottom.size):
            chosen = choice.mass[i] * row[i] / bottom[i]
            share += chosen
            slope += chosen * choice.alpha[i]
            rest += chosen * choice.alpha[i] * top[i] / bottom[i]
        if slope < 0.0:
            zeta = (rest - pricing.kept[k] * share) / slope
            better = (pricing.cost[k] - extra_of(pricing, firm, k) + zeta) / pricing.kept[k]
            moved = max(moved, abs(better / own[k] - 1))
            own[k] = better
    return moved

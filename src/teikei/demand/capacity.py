"""Limits of plants: the shadow price of each, so that nobody builds more than he can.

    0 ≤ μ ⊥ limit − quantity ≥ 0

A limit acts like a cost a unit, μ, added to all products of the plant. The μ of the plants that bind are
found by Newton's method on quantity = limit, with slopes by finite differences; a plant whose μ would fall
below zero is let go, one that is overfull is taken in. Source: Froeb, Tschantz & Crooke, "Bertrand
competition with capacity constraints", Journal of Econometrics 113 (2003).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from teikei.demand.choice import Integers
from teikei.demand.market import Market
from teikei.demand.ownership import Array

EXACT = 1e-9
"""A limit counts as kept, and as binding, within this share of it."""
ROUNDS = 60

Price = Callable[[Array, Array], tuple[Array, Array]]
"""(shadow price a plant, first prices) → (prices, quantities), both (J,)."""


class Limits(NamedTuple):
    """Plants of a market with what they can build."""

    names: tuple[str, ...]
    place: Integers
    """(J,) place of each product's plant."""
    most: Array
    """(plant,) units of the period, infinite where there is no limit."""

    @property
    def any(self) -> bool:
        """Whether anything is limited."""
        return bool(np.isfinite(self.most).any())

    def made(self, quantities: Array) -> Array:
        """(plant,) units of the period."""
        return np.bincount(self.place, quantities, len(self.names)).astype(np.float64)


def limits_of(market: Market) -> Limits:
    """The plants and limits of a market; without plants each product has its own."""
    plants = market.products if market.plants is None else market.plants
    names = tuple(dict.fromkeys(plants))
    most = np.array([float((market.capacities or {}).get(name, np.inf)) for name in names])
    return Limits(names, np.array([names.index(name) for name in plants], dtype=np.int64), most)


def find_shadow_prices(price: Price, limits: Limits, start: Array) -> tuple[Array, Array, bool]:
    """Prices, shadow price of each plant, and whether every limit is kept; the last `price` counts."""
    shadow = np.zeros(len(limits.names))
    prices, sold = price(shadow, start)
    binding = limits.made(sold) > limits.most * (1 + EXACT)
    if not binding.any():
        return prices, shadow, True
    nudge, largest = 1e-5 * float(np.mean(start)), float(np.mean(start))
    for _ in range(ROUNDS):
        active = np.flatnonzero(binding)
        over = limits.made(sold)[active] - limits.most[active]
        slopes = np.empty((len(active), len(active)))
        for column, plant in enumerate(active):
            tried = shadow.copy()
            tried[plant] += nudge
            slopes[:, column] = (
                limits.made(price(tried, prices)[1])[active] - limits.most[active] - over
            ) / nudge
        try:
            change = np.linalg.solve(slopes, -over)
        except np.linalg.LinAlgError:
            break
        change *= min(1.0, largest / max(float(np.max(np.abs(change))), 1e-300))
        shadow[active] = np.maximum(shadow[active] + change, 0.0)
        prices, sold = price(shadow, prices)
        made = limits.made(sold)
        kept = made <= limits.most * (1 + EXACT)
        tight = made >= limits.most * (1 - EXACT)
        if np.all(kept) and np.all(tight[shadow > 0]):
            return prices, shadow, True
        # let go where the shadow price fell to zero with room to spare, take in what is overfull now
        binding = (binding & ~((shadow <= 0) & kept)) | ~kept
        if not binding.any():
            shadow[:] = 0.0
            binding = limits.made(sold) > limits.most
    return prices, shadow, False

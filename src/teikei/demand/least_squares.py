"""Nested logit by least squares with fixed effects, after Berry's inversion."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from teikei.base.errors import DemandError, Fault
from teikei.demand.choice import Integers
from teikei.demand.ownership import Array

PARAMETERS = ("alpha", "sigma_subnest", "sigma_nest")


@dataclass(frozen=True, eq=False)
class Observations:
    """Products in markets, one row each (N rows); markets, nests and effects are any labels.

    Attributes
    ----------
    market, quantity, price : of each row
    size : all who might buy in the row's market
    nest, subnest : labels within the market
    characteristics : {name: (N,)} what else moves utility
    effect : labels with an intercept of their own each, e.g. the model
    """

    market: Sequence[Hashable]
    quantity: ArrayLike
    price: ArrayLike
    size: ArrayLike
    nest: Sequence[Hashable]
    subnest: Sequence[Hashable]
    characteristics: Mapping[str, ArrayLike]
    effect: Sequence[Hashable]


@dataclass(frozen=True, eq=False)
class NestedEstimate:
    """Estimates of a nested logit, and how they vary together.

    Attributes
    ----------
    coefficients : {name: value}; alpha, sigma_subnest, sigma_nest first
    covariance : of the coefficients in that order; errors taken as independent with one variance
    rows, effects : number of observations and of fixed effects
    """

    coefficients: Mapping[str, float]
    covariance: Array
    rows: int
    effects: int

    @property
    def alpha(self) -> float:
        """Utility a unit of money."""
        return self.coefficients["alpha"]

    @property
    def sigma(self) -> tuple[float, float]:
        """σ within subnests and within nests."""
        return self.coefficients["sigma_subnest"], self.coefficients["sigma_nest"]

    def draws(self, count: int, seed: int = 0) -> tuple[Array, int]:
        """(count, 3) draws of α, σ₁, σ₂ from the normal law of the estimate, and how many were thrown away.

        A draw outside α < 0, 0 ≤ σ₂ ≤ σ₁ < 1 is drawn again.

        Raises
        ------
        DemandError    fewer than one draw in a hundred is valid
        """
        random = np.random.default_rng(seed)
        center = np.array([self.coefficients[name] for name in PARAMETERS])
        kept: list[Array] = []
        tried = 0
        while len(kept) < count and tried < 100 * count:
            alpha, inner, outer = one = random.multivariate_normal(center, self.covariance[:3, :3])
            tried += 1
            if alpha < 0 and 0 <= outer <= inner < 1:
                kept.append(one)
        if len(kept) < count:
            why = "most of the estimate's law lies where nested logit has no meaning"
            raise DemandError(
                Fault("estimate, draws", f"{len(kept)} of {tried} are valid", why, "use fewer nests")
            )
        return np.array(kept), tried - count


def estimate_nested_logit(data: Observations) -> NestedEstimate:
    """Nested logit with two levels by ordinary least squares within effects.

        ln s_j − ln s_0 = α p_j + σ₁ ln s_{j|h} + σ₂ ln s_{h|g} + x_j β + effect + ξ_j

    Price and the shares within nests are taken as they are, without instruments: they move with ξ, so this
    shows how much the data move together, not what a price rise would cause.

    Raises
    ------
    DemandError    columns of unequal length or without numbers, rows without sales, sales above the size, two
        sizes of one market, columns that depend on each other, no more rows than coefficients

    Source: Berry, RAND Journal of Economics 25 (1994); Björnerstedt & Verboven, Stata Journal 14 (2014).
    """
    faults = _unequal(data)
    if faults:
        raise DemandError(faults)
    sold, price, size = (np.asarray(x, dtype=np.float64) for x in (data.quantity, data.price, data.size))
    market = _places(data.market)
    inside = np.bincount(market, weights=sold)[market]
    same = size == size[np.unique(market, return_index=True)[1]][market]
    wrong = np.flatnonzero(~((sold > 0) & (inside < size) & same & np.isfinite(price))).tolist()
    if wrong:
        what = f"{len(wrong)} rows, the first is {wrong[0]}"
        why = "a share of zero has no logarithm, a market has one size, and its shares sum to less than one"
        raise DemandError(Fault("observations", what, why, "leave such rows out, or mend the size"))
    nest = _places(list(zip(data.market, data.nest, strict=True)))
    subnest = _places(list(zip(data.market, data.nest, data.subnest, strict=True)))
    of_nest = np.bincount(nest, weights=sold)[nest]
    of_subnest = np.bincount(subnest, weights=sold)[subnest]
    columns = {
        "alpha": price,
        "sigma_subnest": np.log(sold / of_subnest),
        "sigma_nest": np.log(of_subnest / of_nest),
    } | {name: np.asarray(values, dtype=np.float64) for name, values in data.characteristics.items()}
    effect = _places(data.effect)
    left = _within(np.log(sold / (size - inside)), effect)
    right = np.column_stack([_within(column, effect) for column in columns.values()])
    scale = np.sqrt((right**2).sum(axis=0))
    flat = [name for name, length in zip(columns, scale, strict=True) if not length > 1e-9]
    if flat or np.linalg.matrix_rank(right / np.where(scale > 0, scale, 1)) < right.shape[1]:
        what = f"columns depend on each other{': ' + ', '.join(flat) if flat else ''}"
        raise DemandError(Fault("observations", what, "no single estimate fits best", "leave one out"))
    found, *_ = np.linalg.lstsq(right / scale, left, rcond=None)
    rest = left - right / scale @ found
    free = len(sold) - right.shape[1] - int(effect.max()) - 1
    if free < 1:
        what = f"{len(sold)} rows for {right.shape[1]} coefficients and {int(effect.max()) + 1} effects"
        raise DemandError(
            Fault("observations", what, "no error can be told", "give more rows, fewer effects")
        )
    spread = np.linalg.inv((right / scale).T @ (right / scale)) * float(rest @ rest) / free
    return NestedEstimate(
        dict(zip(columns, (found / scale).tolist(), strict=True)),
        spread / np.outer(scale, scale),
        len(sold),
        int(effect.max()) + 1,
    )


def _unequal(data: Observations) -> list[Fault]:
    """Columns that have not one entry a row, or no numbers."""
    rows = len(data.market)
    labels = {name: getattr(data, name) for name in ("nest", "subnest", "effect")}
    numbers = {name: getattr(data, name) for name in ("quantity", "price", "size")} | dict(
        data.characteristics
    )
    faults = [
        Fault(f"observations, {name}", f"{np.size(given)} for {rows} rows", "a row has one", f"give {rows}")
        for name, given in {**labels, **numbers}.items()
        if len(np.atleast_1d(np.asarray(given, dtype=object))) != rows
    ]
    faults += [
        Fault(f"observations, {name}", "not all are numbers", "nothing fits them", "mend it, or leave it out")
        for name, given in data.characteristics.items()
        if not np.all(np.isfinite(np.asarray(given, dtype=np.float64)))
    ]
    return faults


def _places(labels: Sequence[Hashable]) -> Integers:
    """Each label's place in order of appearance."""
    known: dict[Hashable, int] = {}
    return np.array([known.setdefault(label, len(known)) for label in labels], dtype=np.int64)


def _within(values: Array, place: Integers) -> Array:
    """Values less the mean of their group."""
    return np.asarray(values - (np.bincount(place, weights=values) / np.bincount(place))[place])

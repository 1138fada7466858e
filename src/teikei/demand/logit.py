"""Logit demand: one kind of customer, no nests."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from teikei.base.errors import DemandError, Fault
from teikei.demand.choice import ChoiceArrays
from teikei.demand.ownership import Array, frozen


def utility_faults(alpha: ArrayLike, quality: Array, outside_good: object) -> list[Fault]:
    """What is wrong with the numbers that every logit has."""
    faults = []
    values = np.asarray(alpha, dtype=np.float64)
    if not np.all(np.isfinite(values) & (values < 0)):
        highest = float(np.max(values)) if np.all(np.isfinite(values)) else float("nan")
        why = "customers would like to pay more, and no price would be best"
        fix = "give the change of utility a unit of money, with its minus sign"
        faults.append(Fault("demand, alpha", f"the price coefficient is {highest:g}", why, fix))
    if quality.ndim != 1 or not quality.size:
        what = f"its shape is {quality.shape}"
        faults.append(
            Fault("demand, quality", what, "each product has one utility", "give one number a product")
        )
    elif not np.all(np.isfinite(quality)):
        lost = ", ".join(str(place) for place in np.flatnonzero(~np.isfinite(quality)))
        why = "such a product is bought by all or by nobody"
        faults.append(
            Fault("demand, quality", f"not a number for product {lost}", why, "leave the product out")
        )
    if not isinstance(outside_good, (bool, np.bool_)):
        faults.append(no_outside_good("demand, outside_good"))
    return faults


def no_outside_good(where: str) -> Fault:
    """The fault of leaving the outside good unstated."""
    return Fault(
        where,
        "it is not said whether there is an outside good",
        "whether customers may buy nothing decides how far all prices can rise; nothing safe can be assumed",
        "say outside_good=True with the size of the market, or outside_good=False",
    )


@dataclass(frozen=True, eq=False)
class Logit:
    """Logit demand.      s_j = exp(δ_j + α p_j) / (1 + Σ_k exp(δ_k + α p_k)),   no 1 without an outside good

    Parameters
    ----------
    alpha : utility a unit of money, below zero
    quality : (J,) utility apart from price, δ
    outside_good : whether a customer may buy none; it must be said

    Raises
    ------
    DemandError    α not below zero, δ not finite, outside good unstated

    Source: McFadden (1974); Anderson, de Palma & Thisse (1992), chapter 7.

    Examples
    --------
    >>> Logit(-0.9, [0.81, 0.93, 0.82], outside_good=True).shares([1.482363, 1.709577, 1.673102]).round(4)
    array([0.2243, 0.2061, 0.1908])
    """

    alpha: float
    quality: ArrayLike
    outside_good: bool = None  # type: ignore[assignment]  # unstated is an error, not a default

    def __post_init__(self) -> None:
        object.__setattr__(self, "quality", frozen(self.quality))
        faults = utility_faults(self.alpha, np.asarray(self.quality), self.outside_good)
        if faults:
            raise DemandError(faults)

    @property
    def count(self) -> int:
        """Number of products."""
        return int(np.size(self.quality))

    def _utilities(self, prices: ArrayLike) -> tuple[Array, float]:
        """Utilities less the highest (the outside good counts as 0), and that highest."""
        utility = np.asarray(self.quality) + self.alpha * np.asarray(prices, dtype=np.float64)
        top = float(utility.max())
        if self.outside_good:
            top = max(top, 0.0)
        return utility - top, top

    def shares(self, prices: ArrayLike) -> Array:
        """(J,) share of each product."""
        utility, top = self._utilities(prices)
        wish = np.exp(utility)
        return np.asarray(wish / (wish.sum() + (np.exp(-top) if self.outside_good else 0.0)))

    def jacobian(self, prices: ArrayLike) -> Array:
        """(J, J)   ∂s_j/∂p_k = α s_j (1[j = k] − s_k)."""
        s = self.shares(prices)
        return self.alpha * (np.diag(s) - np.outer(s, s))

    def response(self, prices: ArrayLike, worth: ArrayLike) -> Array:
        """Σ_j w_j ∂s_j/∂p_k = α s_k (w_k − Σ_j w_j s_j)."""
        s, w = self.shares(prices), np.asarray(worth, dtype=np.float64)
        return np.asarray(self.alpha * s * (w - (w @ s)[..., None]))

    def consumer_surplus(self, prices: ArrayLike) -> float:
        """ln(Σ exp(δ + α p), and 1 for the outside good) / −α, money a potential customer."""
        utility, top = self._utilities(prices)
        inclusive = np.exp(utility).sum() + (np.exp(-top) if self.outside_good else 0.0)
        return float((top + np.log(inclusive)) / -self.alpha)

    def better(self, quality: ArrayLike) -> Self:
        """The same with utility added to each product."""
        return replace(self, quality=np.asarray(self.quality) + np.asarray(quality, dtype=np.float64))

    def only(self, kept: ArrayLike) -> Self:
        """The same with only some of the products."""
        return replace(self, quality=np.asarray(self.quality)[np.asarray(kept)])

    def arrays(self) -> ChoiceArrays:
        """As the compiled loops read it: one kind of customers."""
        return ChoiceArrays(
            nested=False,
            outside=bool(self.outside_good),
            alpha=np.array([float(self.alpha)]),
            mass=np.ones(1),
            base=np.array(self.quality)[:, None].copy(),
            subnest=np.zeros(self.count, dtype=np.int64),
            nest=np.zeros(1, dtype=np.int64),
            sigma=np.zeros(2),
        )

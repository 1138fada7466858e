"""Logit demand with random coefficients: many kinds of customers, each with tastes of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from teikei.base.errors import ConvergenceError, DemandError, Fault
from teikei.demand.choice import ChoiceArrays
from teikei.demand.logit import utility_faults
from teikei.demand.ownership import Array, frozen


@dataclass(frozen=True, eq=False)
class RandomCoefficients:
    """Random-coefficients logit, given draws.    s_j = Σ_i m_i exp(δ_j + μ_ij + α_i p_j) / (1 + Σ_k exp(…))

    Parameters
    ----------
    alpha : (I,) each kind's utility a unit of money, below zero
    quality : (J,) utility apart from price that all share, δ
    tastes : (J, I) what each kind adds to it, μ
    mass : (I,) share of each kind; equal if None. What is missing to 1 never buys (needs an outside good)
    outside_good : whether a customer may buy none; it must be said

    Raises
    ------
    DemandError    an α not below zero, a mass not above zero, wrong shapes, outside good unstated

    Source: Berry, Levinsohn & Pakes, Econometrica 63 (1995).

    Examples
    --------
    >>> two = RandomCoefficients([-1.0, -2.0], [1.0, 2.0], [[0.5, -0.5], [0.0, 0.0]], outside_good=True)
    >>> two.shares([1.0, 1.5]).round(4)
    array([0.2619, 0.3074])
    """

    alpha: ArrayLike
    quality: ArrayLike
    tastes: ArrayLike
    mass: ArrayLike | None = None
    outside_good: bool = None  # type: ignore[assignment]  # unstated is an error, not a default

    def __post_init__(self) -> None:
        for name in ("alpha", "quality", "tastes"):
            object.__setattr__(self, name, frozen(getattr(self, name)))
        kinds = np.size(self.alpha)
        object.__setattr__(
            self, "mass", frozen(np.full(kinds, 1 / kinds) if self.mass is None else self.mass)
        )
        faults = utility_faults(self.alpha, np.asarray(self.quality), self.outside_good)
        mass, tastes = np.asarray(self.mass), np.asarray(self.tastes)
        if np.ndim(self.alpha) != 1 or mass.shape != np.shape(self.alpha):
            what = f"alpha {np.shape(self.alpha)}, mass {mass.shape}"
            faults.append(
                Fault("demand, mass", what, "one of each a kind of customers", "give (I,) and (I,)")
            )
        elif not np.all((mass > 0) & np.isfinite(mass)) or mass.sum() > 1.1:
            why = "they are shares of all customers; importance weights sum to one up to chance"
            faults.append(
                Fault("demand, mass", f"sum {mass.sum():g}, least {mass.min():g}", why, "scale them")
            )
        elif not self.outside_good and abs(mass.sum() - 1) > 1e-9:
            why = "without an outside good everybody buys"
            faults.append(Fault("demand, mass", f"sum {mass.sum():g}", why, "scale them to 1"))
        if tastes.shape != (self.count, kinds) or not np.all(np.isfinite(tastes)):
            what = f"shape {tastes.shape}" if tastes.shape != (self.count, kinds) else "not all are numbers"
            why = "one taste a product and kind of customers"
            faults.append(Fault("demand, tastes", what, why, f"give {(self.count, kinds)} numbers"))
        if faults:
            raise DemandError(faults)

    @property
    def count(self) -> int:
        """Number of products."""
        return int(np.size(self.quality))

    def _choices(self, prices: ArrayLike) -> tuple[Array, Array]:
        """(J, I) share of each product with each kind, (I,) ln of the sum that divides it."""
        prices = np.asarray(prices, dtype=np.float64)
        utility = np.asarray(self.tastes) + np.asarray(self.quality)[:, None]
        utility = utility + prices[:, None] * np.asarray(self.alpha)
        high = utility.max(axis=0)
        if self.outside_good:
            high = np.maximum(high, 0.0)
        wish = np.exp(utility - high)
        total = wish.sum(axis=0) + (np.exp(-high) if self.outside_good else 0.0)
        return wish / total, high + np.log(total)

    def shares(self, prices: ArrayLike) -> Array:
        """(J,) share of each product."""
        return np.asarray(self._choices(prices)[0] @ np.asarray(self.mass))

    def jacobian(self, prices: ArrayLike) -> Array:
        """(J, J)   ∂s_j/∂p_k = Σ_i m_i α_i s_ij (1[j = k] − s_ik)."""
        each, weight = self._choices(prices)[0], np.asarray(self.mass) * np.asarray(self.alpha)
        return np.asarray(np.diag(each @ weight) - (each * weight) @ each.T)

    def response(self, prices: ArrayLike, worth: ArrayLike) -> Array:
        """Σ_j w_j ∂s_j/∂p_k = Σ_i m_i α_i s_ik (w_k − Σ_j w_j s_ij), by sums over kinds."""
        each, weight = self._choices(prices)[0], np.asarray(self.mass) * np.asarray(self.alpha)
        w = np.asarray(worth, dtype=np.float64)
        return np.asarray(w * (each @ weight) - ((w @ each) * weight) @ each.T)

    def consumer_surplus(self, prices: ArrayLike) -> float:
        """Σ_i m_i ln(Σ exp(…), and 1 for the outside good) / −α_i, money a potential customer."""
        return float(np.asarray(self.mass) @ (self._choices(prices)[1] / -np.asarray(self.alpha)))

    def better(self, quality: ArrayLike) -> Self:
        """The same with utility added to each product."""
        return replace(self, quality=np.asarray(self.quality) + np.asarray(quality, dtype=np.float64))

    def only(self, kept: ArrayLike) -> Self:
        """The same with only some of the products."""
        places = np.asarray(kept)
        return replace(self, quality=np.asarray(self.quality)[places], tastes=np.asarray(self.tastes)[places])

    def arrays(self) -> ChoiceArrays:
        """As the compiled loops read it: I kinds, no nests."""
        return ChoiceArrays(
            nested=False,
            outside=bool(self.outside_good),
            alpha=np.array(self.alpha),
            mass=np.array(self.mass),
            base=np.array(self.tastes) + np.asarray(self.quality)[:, None],
            subnest=np.zeros(self.count, dtype=np.int64),
            nest=np.zeros(1, dtype=np.int64),
            sigma=np.zeros(2),
        )

    def matched(
        self, shares: ArrayLike, prices: ArrayLike, *, tolerance: float = 1e-13, steps: int = 5000
    ) -> Self:
        """The same with the quality δ that gives these shares at these prices.      δ ← δ + ln s − ln s(δ)

        The contraction of Berry, Levinsohn & Pakes, accelerated by SQUAREM (Varadhan & Roland 2008), started
        from this quality. Without an outside good the first product keeps its quality.

        Raises
        ------
        DemandError    shares that are not above zero, or leave nothing (or too much) outside
        ConvergenceError    more than ``steps`` evaluations; ``best`` is the model reached
        """
        wanted = np.asarray(shares, dtype=np.float64)
        most = float(np.sum(np.asarray(self.mass)))
        sums = wanted.sum() < most if self.outside_good else abs(wanted.sum() - 1) < 1e-9
        if wanted.shape != (self.count,) or not np.all(wanted > 0) or not sums:
            what = f"{wanted.size} shares from {np.min(wanted, initial=1):g} with the sum {wanted.sum():g}"
            why = "no quality gives a share of zero, or more than all who might buy"
            fix = (
                f"give {self.count} above zero, with a sum {'below' if self.outside_good else 'of'} {most:g}"
            )
            raise DemandError(Fault("demand, matched", what, why, fix))
        target = np.log(wanted)

        def step(quality: Array) -> Array:
            found = quality + target - np.log(replace(self, quality=quality).shares(prices))
            return np.asarray(found if self.outside_good else found - found[0] + first)

        quality = np.array(self.quality)
        first = quality[0]
        one = two = quality
        for _ in range(max(1, steps // 3)):
            one = step(quality)
            two = step(one)
            change, bend = one - quality, two - 2 * one + quality
            if np.max(np.abs(two - one)) <= tolerance:
                return replace(self, quality=two)
            length = max(1.0, float(np.linalg.norm(change)) / max(float(np.linalg.norm(bend)), 1e-300))
            leap = quality + 2 * length * change + length**2 * bend
            quality = step(leap) if np.all(np.isfinite(leap)) else two
        fault = Fault(
            "demand, matched",
            f"shares are still {np.max(np.abs(two - one)):.1g} (in logs) off after {steps} evaluations",
            "a quality that does not give the observed shares makes every margin wrong",
            "start from the plain logit's quality, allow more steps, or check for shares near zero",
        )
        raise ConvergenceError(fault, replace(self, quality=two))

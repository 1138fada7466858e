"""Nested logit demand with two levels: customers choose a nest, a subnest in it, a product in that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from teikei.base.errors import DemandError, Fault
from teikei.demand.choice import ChoiceArrays, Integers
from teikei.demand.logit import utility_faults
from teikei.demand.ownership import Array, frozen


class Tree(NamedTuple):
    """Where each product hangs."""

    subnest: Integers
    """(J,) place of the subnest."""
    nest: Integers
    """(subnest,) place of its nest."""


def tree(nests: Sequence[str], subnests: Sequence[str] | None = None) -> Tree:
    """Places from names. Subnests of one name in two nests are two, as domestic small and domestic large
    cars.

    Examples
    --------
    >>> tree(["small", "small", "large"], ["home", "abroad", "home"])
    Tree(subnest=array([2, 1, 0]), nest=array([0, 1, 1]))
    """
    names = sorted(set(nests))
    outer = [names.index(name) for name in nests]
    pairs = [(nest, "" if subnests is None else subnests[j]) for j, nest in enumerate(outer)]
    known = sorted(set(pairs))
    return Tree(
        np.array([known.index(pair) for pair in pairs], dtype=np.int64),
        np.array([pair[0] for pair in known], dtype=np.int64),
    )


class Split(NamedTuple):
    """Shares of a nested choice: of all, within the subnest, of the subnest within the nest, of the nest."""

    share: Array
    in_subnest: Array
    in_nest: Array
    inclusive: float
    """ln of the sum over nests (and outside good): utility of the whole market."""


@dataclass(frozen=True, eq=False)
class NestedLogit:
    """Nested logit demand with two levels.

        s_j = s_{j|h} s_{h|g} s_g
        D_h = Σ_{j∈h} exp((δ_j + α p_j)/(1 − σ₁)),   D_g = Σ_{h∈g} D_h^((1−σ₁)/(1−σ₂))

    with σ₁ within subnests and σ₂ within nests, 0 ≤ σ₂ ≤ σ₁ < 1. Both 0: logit. Equal: one level of nests.

    Parameters
    ----------
    alpha : utility a unit of money, below zero
    quality : (J,) utility apart from price, δ
    nests : J names
    sigma_nest : σ₂, how alike customers find the products of a nest, in [0, 1)
    subnests, sigma_subnest : the second level and its σ₁; both or neither
    outside_good : whether a customer may buy none; it must be said. It is a nest of its own

    Raises
    ------
    DemandError    σ outside [0, 1) or σ₁ < σ₂, α not below zero, names missing, outside good unstated

    Source: Verboven, RAND Journal of Economics 27 (1996); Björnerstedt & Verboven, Stata Journal 14 (2014).

    Examples
    --------
    >>> cars = NestedLogit(-1.0, [1.0, 1.0, 1.0], ["small", "small", "large"], 0.5, outside_good=True)
    >>> cars.shares([1.0, 1.0, 1.0]).round(4)      # two small cars are worth √2 of one
    array([0.2071, 0.2071, 0.2929])
    """

    alpha: float
    quality: ArrayLike
    nests: Sequence[str]
    sigma_nest: float
    subnests: Sequence[str] | None = None
    sigma_subnest: float | None = None
    outside_good: bool = None  # type: ignore[assignment]  # unstated is an error, not a default
    places: Tree = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "quality", frozen(self.quality))
        object.__setattr__(self, "nests", tuple(map(str, self.nests)))
        if self.subnests is not None:
            object.__setattr__(self, "subnests", tuple(map(str, self.subnests)))
        faults = utility_faults(self.alpha, np.asarray(self.quality), self.outside_good) + self._nest_faults()
        if faults:
            raise DemandError(faults)
        object.__setattr__(self, "places", tree(self.nests, self.subnests))

    def _nest_faults(self) -> list[Fault]:
        faults = []
        if len(self.nests) != self.count or (self.subnests is not None and len(self.subnests) != self.count):
            why = "each product hangs in one nest, and in one subnest of it"
            fault = Fault("demand, nests", f"not {self.count} names", why, f"give {self.count} names")
            faults.append(fault)
        if (self.subnests is None) != (self.sigma_subnest is None):
            why = "the second level needs both its names and its σ"
            faults.append(Fault("demand, sigma_subnest", "only one is given", why, "give both or neither"))
        inner, outer = self._sigma
        for name, value in (("sigma_nest", outer), ("sigma_subnest", inner)):
            if not 0 <= value < 1 and (name == "sigma_nest" or self.sigma_subnest is not None):
                why = "at 1 products of a nest are the same to customers; below 0 utility falls with choice"
                faults.append(Fault(f"demand, {name}", f"σ = {value:g}", why, "give σ in [0, 1)"))
        if not faults and inner < outer:
            what = f"σ = {inner:g} within subnests, {outer:g} within nests"
            why = "products of a subnest cannot be less alike than those of its nest"
            faults.append(Fault("demand, sigma_subnest", what, why, "exchange the levels, or use one"))
        return faults

    @property
    def count(self) -> int:
        """Number of products."""
        return int(np.size(self.quality))

    @property
    def sigma(self) -> float:
        """σ₁ within subnests; σ₂ if there is one level."""
        return self._sigma[0]

    @property
    def _sigma(self) -> tuple[float, float]:
        inner = self.sigma_nest if self.sigma_subnest is None else self.sigma_subnest
        return float(inner), float(self.sigma_nest)

    def _split(self, prices: ArrayLike) -> Split:
        """Shares at each level, from the leaves up; every sum is taken relative to its largest term."""
        (inner, outer), (subnest, nest) = self._sigma, self.places
        utility = np.asarray(self.quality) + self.alpha * np.asarray(prices, dtype=np.float64)
        within, sub_value = _sums(utility / (1 - inner), subnest, len(nest))
        of_nest, nest_value = _sums((1 - inner) * sub_value / (1 - outer), nest, int(nest.max()) + 1)
        top = (1 - outer) * nest_value
        high = max(float(top.max()), 0.0 if self.outside_good else -np.inf)
        total = np.exp(top - high).sum() + (np.exp(-high) if self.outside_good else 0.0)
        in_nest = within * of_nest[subnest]
        share = in_nest * (np.exp(top - high) / total)[nest[subnest]]
        return Split(share, within, in_nest, float(high + np.log(total)))

    def shares(self, prices: ArrayLike) -> Array:
        """(J,) share of each product."""
        return self._split(prices).share

    def jacobian(self, prices: ArrayLike) -> Array:
        """(J, J) change of the share of the row with the price of the column.

            ∂s_j/∂p_k = α s_k (1[j=k]/(1−σ₁) − a₁ 1[same subnest] s_{j|h} − a₂ 1[same nest] s_{j|g} − s_j)

        a₁ = 1/(1−σ₁) − 1/(1−σ₂), a₂ = 1/(1−σ₂) − 1
        """
        return np.asarray(self.response(prices, np.eye(self.count)))

    def response(self, prices: ArrayLike, worth: ArrayLike) -> Array:
        """Σ_j w_j ∂s_j/∂p_k by sums within subnests, nests and the market."""
        split, (inner, outer), (subnest, nest) = self._split(prices), self._sigma, self.places
        w = np.asarray(worth, dtype=np.float64)
        first, second = 1 / (1 - inner), 1 / (1 - outer)
        in_subnest = _totals(w * split.in_subnest, subnest, len(nest))[..., subnest]
        of_nest = nest[subnest]
        in_nest = _totals(w * split.in_nest, of_nest, int(nest.max()) + 1)[..., of_nest]
        everywhere = (w @ split.share)[..., None]
        seen = first * w - (first - second) * in_subnest - (second - 1) * in_nest - everywhere
        return np.asarray(self.alpha * split.share * seen)

    def consumer_surplus(self, prices: ArrayLike) -> float:
        """ln of the sum of nests' values (and 1 for the outside good) / −α, money a potential customer."""
        return self._split(prices).inclusive / -self.alpha

    def better(self, quality: ArrayLike) -> Self:
        """The same with utility added to each product."""
        return replace(self, quality=np.asarray(self.quality) + np.asarray(quality, dtype=np.float64))

    def only(self, kept: ArrayLike) -> Self:
        """The same with only some of the products."""
        places = np.arange(self.count)[np.asarray(kept)].tolist()
        return replace(
            self,
            quality=np.asarray(self.quality)[places],
            nests=[self.nests[j] for j in places],
            subnests=None if self.subnests is None else [self.subnests[j] for j in places],
        )

    def arrays(self) -> ChoiceArrays:
        """As the compiled loops read it: one kind of customers, two levels."""
        return ChoiceArrays(
            nested=True,
            outside=bool(self.outside_good),
            alpha=np.array([float(self.alpha)]),
            mass=np.ones(1),
            base=np.array(self.quality)[:, None].copy(),
            subnest=self.places.subnest,
            nest=self.places.nest,
            sigma=np.array(self._sigma),
        )


def _totals(values: Array, place: Integers, count: int) -> Array:
    """(…, count) sums of (…, J) by place."""
    found = np.zeros((count, *values.shape[:-1]))
    np.add.at(found, place, np.moveaxis(values, -1, 0))
    return np.moveaxis(found, 0, -1)


def _sums(values: NDArray[np.float64], place: Integers, count: int) -> tuple[Array, Array]:
    """Shares exp(values) within each group, and ln of the group's sum."""
    high = np.full(count, -np.inf)
    np.maximum.at(high, place, values)
    wish = np.exp(values - high[place])
    total = np.bincount(place, weights=wish, minlength=count)
    return wish / total[place], high + np.log(total)


def invert(shares: ArrayLike, places: Tree, sigma: tuple[float, float], outside: float | None) -> Array:
    """Mean utilities δ + αp that give the shares, in closed form.

        δ_j + α p_j = ln s_j − σ₁ ln s_{j|h} − σ₂ ln s_{h|g} − ln s_0

    Without an outside good (None) the last term is left out: utilities are relative, and nothing depends on
    their level. Source: Berry, RAND Journal of Economics 25 (1994); Verboven (1996).
    """
    s, (subnest, nest), (inner, outer) = np.asarray(shares, dtype=np.float64), places, sigma
    of_subnest = _totals(s, subnest, len(nest))
    of_nest = np.bincount(nest, weights=of_subnest)
    within = np.log(s / of_subnest[subnest])
    between = np.log(of_subnest / of_nest[nest])[subnest]
    found = np.log(s) - inner * within - outer * between
    return np.asarray(found - (0.0 if outside is None else np.log(outside)))

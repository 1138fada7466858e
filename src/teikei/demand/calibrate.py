"""Demand and costs of one market from its prices and quantities and from what others measured.

In this order: σ from the diversion inside nests, α from elasticities and margins by least squares, utilities
by inversion, marginal costs from the first-order conditions. A cost at or below zero, or a figure that the
result misses by more than is allowed, is an error. What is measured comes with a range, so parameters come
as draws.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
import polars as pl
from scipy.optimize import brentq, minimize_scalar

from teikei.base.errors import DemandError, Fault, did_you_mean
from teikei.demand.choice import Choice, own_elasticities
from teikei.demand.logit import Logit
from teikei.demand.market import Market
from teikei.demand.nested_logit import NestedLogit, invert, tree
from teikei.demand.ownership import Array
from teikei.demand.pricing import implied_costs, variable_margins

Figure = Literal["own_elasticity", "margin", "nest_diversion", "subnest_diversion"]
SIGMA_MOST = 0.999


@dataclass(frozen=True)
class Known:
    """One figure that is known of a market, with its range and source.

    Attributes
    ----------
    figure : `own_elasticity`, mean over products, below −1 unless owners have other products;
        `margin`, Σ (kept p − c) q / Σ kept p q, in (0, 1);
        `nest_diversion`, `subnest_diversion`: of the sales that a product loses by a price rise, the share
        that stays in its nest (subnest), mean over the products that are not alone there
    value : central
    source : who says so
    of : products or firms it is about; all if empty
    low, high : its range; the value itself if None
    """

    figure: Figure
    value: float
    source: str
    of: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None

    def faults(self, market: Market) -> list[Fault]:
        """What is wrong with it for that market."""
        where = f"{market.name}, known {self.figure}"
        found = []
        if self.figure not in get_args(Figure):
            fix = did_you_mean(str(self.figure), get_args(Figure), "the docs")
            found.append(Fault(where, f"{self.figure} is no figure", "nothing follows from it", fix))
        if not self.source.strip():
            found.append(Fault(where, "it has no source", "nobody can check it", "say who measured it"))
        bounds = (-np.inf, 0.0) if self.figure == "own_elasticity" else (0.0, 1.0)
        if not bounds[0] < self.value < bounds[1]:
            why = "demand falls in its price" if self.figure == "own_elasticity" else "it is a share"
            found.append(Fault(where, f"it is {self.value:g}", why, f"give a number in {bounds}"))
        low, high = self.range
        if not (low <= self.value <= high) or not bounds[0] < low <= high < bounds[1]:
            why = "the value lies in its range"
            found.append(Fault(where, f"{self.value:g} in [{low:g}, {high:g}]", why, "mend the range"))
        known = (*market.products, *market.sellers)
        for name in self.of:
            if name not in known:
                fix = did_you_mean(name, known, "products and firms")
                found.append(Fault(where, f"{name} is unknown", "the figure is about nothing", fix))
        return found

    @property
    def range(self) -> tuple[float, float]:
        """Low and high."""
        low = self.value if self.low is None else self.low
        return low, self.value if self.high is None else self.high

    def about(self, market: Market) -> np.ndarray:
        """(J,) True for the products it is about."""
        pairs = zip(market.products, market.firms, strict=True)
        return np.array([not self.of or name in self.of or firm in self.of for name, firm in pairs])

    def drawn(self, random: np.random.Generator) -> Known:
        """The same with a value from its range: triangular, with its peak at the value."""
        low, high = self.range
        return self if low == high else replace(self, value=float(random.triangular(low, self.value, high)))


@dataclass(frozen=True, eq=False)
class Calibration:
    """Demand and costs that fit a market, and how well they fit what is known.

    Attributes
    ----------
    market : with marginal costs
    choice : `Logit`, or `NestedLogit` if the market has nests
    known : the figures used
    implied : the same figures of the result
    """

    market: Market
    choice: Logit | NestedLogit
    known: tuple[Known, ...]
    implied: tuple[float, ...]

    @property
    def alpha(self) -> float:
        """Utility a unit of money."""
        return self.choice.alpha

    @property
    def sigma(self) -> tuple[float, float]:
        """σ within subnests and within nests; zeros for logit."""
        if isinstance(self.choice, Logit):
            return 0.0, 0.0
        return float(self.choice.sigma), float(self.choice.sigma_nest)

    @property
    def gaps(self) -> tuple[float, ...]:
        """(implied − known) / |known| of each figure."""
        pairs = zip(self.known, self.implied, strict=True)
        return tuple((found - known.value) / abs(known.value) for known, found in pairs)

    def table(self) -> pl.DataFrame:
        """One row a known figure."""
        return pl.DataFrame(
            {
                "figure": [one.figure for one in self.known],
                "of": [", ".join(one.of) or "all" for one in self.known],
                "known": [one.value for one in self.known],
                "low": [one.range[0] for one in self.known],
                "high": [one.range[1] for one in self.known],
                "implied": list(self.implied),
                "gap": list(self.gaps),
                "source": [one.source for one in self.known],
            }
        )


@dataclass(frozen=True, eq=False)
class Draws:
    """Calibrations to figures drawn from their ranges, and why some draws gave none."""

    calibrations: tuple[Calibration, ...]
    refused: tuple[str, ...]

    @property
    def alpha(self) -> Array:
        """(draw,) price coefficients."""
        return np.array([one.alpha for one in self.calibrations])

    @property
    def sigma(self) -> Array:
        """(draw, 2) σ within subnests and within nests."""
        return np.array([one.sigma for one in self.calibrations]).reshape(-1, 2)


def calibrate(market: Market, known: Sequence[Known], *, largest_gap: float = 0.25) -> Calibration:
    """Demand and marginal costs of a market from its prices, quantities and known figures.

    Without nests: logit. With nests: nested logit, which needs a `nest_diversion` (and with subnests a
    `subnest_diversion`). Elasticities and margins together fix α by least squares of relative gaps.

    Parameters
    ----------
    market : prices, quantities, size, nests; costs are not used
    known : figures with sources; at least one elasticity or margin
    largest_gap : largest relative gap between a known figure and the result that is accepted

    Raises
    ------
    DemandError    too little known, a diversion that no σ gives, a cost at or below zero, a gap too large

    Examples
    --------
    >>> market = Market(products=["a", "b"], firms=["x", "y"], prices=[10.0, 12.0], quantities=[30, 20],
    ...                 outside_good=True, size=100)
    >>> found = calibrate(market, [Known("own_elasticity", -4.0, "made up")])
    >>> round(found.alpha, 4)      # α · mean(10 · .7, 12 · .8) = −4
    -0.4819
    """
    faults = [fault for one in known for fault in one.faults(market)] + _missing(market, known)
    if faults:
        raise DemandError(faults)
    sigma = _sigmas(market, known)
    alpha = _alpha(market, known, sigma)
    choice = matched(market, alpha, sigma)
    priced = market.with_(costs=implied_costs(market, choice))
    implied = tuple(_implied(one, market, choice) for one in known)
    made = Calibration(priced, choice, tuple(known), implied)
    faults = [
        Fault(
            f"{market.name}, known {one.figure} of {', '.join(one.of) or 'all'}",
            f"known {one.value:.4g}, implied {found:.4g} ({gap:+.0%})",
            "these figures, prices and owners cannot all be right under this model of choice",
            f"check the figure ({one.source}), give nests, or allow a larger gap than {largest_gap:.0%}",
        )
        for one, found, gap in zip(known, implied, made.gaps, strict=True)
        if not abs(gap) <= largest_gap
    ]
    if faults:
        raise DemandError(faults)
    return made


def draw(
    market: Market, known: Sequence[Known], count: int, *, seed: int = 0, largest_gap: float = 0.25
) -> Draws:
    """`calibrate` with each figure drawn from its range, independently: parameters as a spread, not a point.

    Draws that `calibrate` refuses are left out and counted; if many are, the ranges contradict each other.
    """
    random = np.random.default_rng(seed)
    made, refused = [], []
    for _ in range(count):
        try:
            made.append(calibrate(market, [one.drawn(random) for one in known], largest_gap=largest_gap))
        except DemandError as error:
            refused.append("; ".join(f"{fault.where}: {fault.what}" for fault in error.faults))
    return Draws(tuple(made), tuple(refused))


def matched(market: Market, alpha: float, sigma: tuple[float, float] = (0.0, 0.0)) -> Logit | NestedLogit:
    """The demand with these parameters that gives the observed shares at the observed prices.

    ``sigma`` is within subnests and within nests; it is used only if the market has nests.
    """
    prices, shares = np.asarray(market.prices), market.shares
    outside = 1 - float(shares.sum()) if market.outside_good else None
    may_leave = bool(market.outside_good)
    if market.nests is None:
        utility = np.log(shares) - (0.0 if outside is None else np.log(outside))
        return Logit(alpha, utility - alpha * prices, outside_good=may_leave)
    utility = invert(shares, tree(market.nests, market.subnests), sigma, outside)
    inner = None if market.subnests is None else sigma[0]
    return NestedLogit(
        alpha,
        utility - alpha * prices,
        market.nests,
        sigma[1],
        market.subnests,
        inner,
        outside_good=may_leave,
    )


def _missing(market: Market, known: Sequence[Known]) -> list[Fault]:
    """What would have to be known in addition, or is known of nothing."""
    given = {one.figure for one in known}
    needed: list[tuple[set[Figure], str, str]] = [
        (
            {"own_elasticity", "margin"},
            "neither an elasticity nor a margin is known",
            "α has nothing to fix it",
        )
    ]
    if market.nests is not None:
        needed.append(({"nest_diversion"}, "nests, but no nest_diversion", "σ has nothing to fix it"))
    if market.subnests is not None:
        needed.append(
            ({"subnest_diversion"}, "subnests, but no subnest_diversion", "σ has nothing to fix it")
        )
    faults = [
        Fault(f"{market.name}, known", what, why, f"give {' or '.join(sorted(figures))} with its source")
        for figures, what, why in needed
        if not given & figures
    ]
    levels: list[tuple[Figure, object]] = [
        ("nest_diversion", market.nests),
        ("subnest_diversion", market.subnests),
    ]
    faults += [
        Fault(
            f"{market.name}, known", f"{figure}, but no such level", "it is about nothing", "name the nests"
        )
        for figure, level in levels
        if level is None and figure in given
    ]
    return faults


def _diversion(market: Market, sigma: tuple[float, float], inner: bool) -> Array:
    """(J,) share of what a product loses that stays in its subnest or nest; NaN where it is alone there."""
    choice = matched(market, -1.0 / float(np.mean(np.asarray(market.prices))), sigma)
    subnest, nest = tree(market.nests or (), market.subnests)
    place = subnest if inner else nest[subnest]
    jacobian = choice.jacobian(market.prices)
    same = place[:, None] == place[None, :]
    np.fill_diagonal(same, False)
    stays = (jacobian * same).sum(axis=0) / -np.diag(jacobian)
    return np.where(same.any(axis=0), stays, np.nan)


def _mean_diversion(market: Market, one: Known, sigma: tuple[float, float]) -> float:
    stays = _diversion(market, sigma, one.figure == "subnest_diversion")[one.about(market)]
    return float(np.nanmean(stays)) if np.any(np.isfinite(stays)) else float("nan")


def _sigmas(market: Market, known: Sequence[Known]) -> tuple[float, float]:
    """σ within subnests and nests from the diversions; the mean over the figures of one level is met."""
    if market.nests is None:
        return 0.0, 0.0
    outer = [one for one in known if one.figure == "nest_diversion"]
    inner = [one for one in known if one.figure == "subnest_diversion"]

    def miss(figures: Sequence[Known], sigma: tuple[float, float]) -> float:
        return float(np.mean([_mean_diversion(market, one, sigma) - one.value for one in figures]))

    def inside(nest: float) -> float:
        """σ₁ for a σ₂: where the subnests' figure is met, or as near as can be."""
        return _root(lambda s: miss(inner, (s, nest)), nest) if inner else nest

    nest = _root(lambda s: miss(outer, (inside(s), s)), 0.0)
    sigma = inside(nest), nest
    faults = [
        Fault(
            f"{market.name}, known {figures[0].figure}",
            f"{_wanted(figures):.3g} is asked for, but σ between 0 and {SIGMA_MOST:g} comes no nearer than "
            f"{_wanted(figures) + miss(figures, sigma):.3g}",
            "by their shares alone more (or never as much) would stay in the nest",
            "check the figure and the market size, or merge nests",
        )
        for figures in (outer, inner)
        if figures and not abs(miss(figures, sigma)) < 1e-6
    ]
    if faults:
        raise DemandError(faults)
    return sigma


def _wanted(figures: Sequence[Known]) -> float:
    """Mean of the figures."""
    return float(np.mean([one.value for one in figures]))


def _root(miss: Callable[[float], float], low: float) -> float:
    """Where a diversion that rises with σ meets its figure, or the end that is nearer."""
    if not miss(low) < 0:
        return low
    if not miss(SIGMA_MOST) > 0:
        return SIGMA_MOST
    return float(brentq(miss, low, SIGMA_MOST, xtol=1e-13, rtol=1e-12))


def _alpha(market: Market, known: Sequence[Known], sigma: tuple[float, float]) -> float:
    """The price coefficient with the least squares of relative gaps of elasticities and margins.

    At given shares elasticities are proportional to α and margins are a + b/α (a from fees alone), so two
    evaluations give them for every α.
    """
    figures = [one for one in known if one.figure in ("own_elasticity", "margin")]
    scale = 1.0 / float(np.mean(np.asarray(market.prices)))
    once, twice = matched(market, -scale, sigma), matched(market, -2 * scale, sigma)
    lines = []
    for one in figures:
        first, second = _implied(one, market, once), _implied(one, market, twice)
        flat = 0.0 if one.figure == "own_elasticity" else 2 * second - first
        lines.append((one, flat, first - flat, 1.0 if one.figure == "own_elasticity" else -1.0))

    def misfit(log_alpha: float) -> float:
        times = float(np.exp(log_alpha))
        gaps = [(flat + slope * times**power) / one.value - 1 for one, flat, slope, power in lines]
        return float(np.dot(gaps, gaps))

    grid = np.linspace(np.log(1e-2), np.log(1e4), 57)
    best = int(np.argmin([misfit(point) for point in grid]))
    bounds = (grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)])
    found = minimize_scalar(misfit, bounds=bounds, method="bounded", options={"xatol": 1e-13, "maxiter": 500})
    return -scale * float(np.exp(found.x))


def _implied(one: Known, market: Market, choice: Choice) -> float:
    """A figure of a demand, in the words of `Known`."""
    about = one.about(market)
    if one.figure == "own_elasticity":
        return float(np.mean(own_elasticities(choice, market.prices)[about]))
    if one.figure == "margin":
        sold = np.asarray(market.quantities)[about]
        revenue = float((market.kept * np.asarray(market.prices))[about] @ sold)
        return float(variable_margins(market, choice)[about] @ sold) / revenue
    assert isinstance(choice, NestedLogit)
    return _mean_diversion(market, one, (choice.sigma, choice.sigma_nest))

"""Driver assistance as an option of the car: who takes it at which price, what it and a subscription earn.

    take            t(p) = 1 / (1 + exp((p − μ) / s))            μ mean willingness to pay, s its spread
    margin          M(p) = t(p)·(p − φ − h·[takers]) − h·[all]   a car sold; φ licence fee, h hardware
    best price      p* = c + s·(1 + w),  w + ln w = (μ − c)/s − 1,  t·(p* − c) = s·w      c = φ + h·[takers]
    subscription    V = f · Σ_{k<n} ((1 − churn) / (1 + r)^(1/12))^k

Hardware on every car is a cost of every car: it pays only if enough owners who declined it buy it later,
which is `later_take_needed`.

Source
------
Published points: 8,000 USD taken by 14 % (12 to 30) of buyers of Tesla's models 3 and Y, 55 % (50 to 60) of
models S and X; 99 USD a month; Nissan's target of about 4,000 USD. Mean 3,500 (2,500 to 4,900) from Daziano
and others (2017, partly from memory). Fee 400 (200 to 700) and hardware 1,000 (700 to 1,600) are judgement,
to be swept.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from teikei.industry.ranges import Range, require

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

Fitted = Literal["all", "takers"]
"""Which cars carry the hardware: every car, or those whose buyers pay."""


@dataclass(frozen=True, slots=True)
class TakeCurve:
    """Share of buyers who take an option at a price: ``1 / (1 + exp((p − mean) / spread))``.

    Attributes
    ----------
    mean : mean willingness to pay, money; half of the buyers take it at this price
    spread : scale of the logistic distribution, money; its standard deviation is 1.81 times that

    Examples
    --------
    >>> TakeCurve(3500, 2480).at([4000, 8000]).round(3)
    array([0.45, 0.14])
    """

    mean: float
    spread: float

    def __post_init__(self) -> None:
        figures = [Range("mean", self.mean), Range("spread", self.spread, 0.0, unit="money", above=True)]
        _check("TakeCurve", figures)

    @classmethod
    def through(cls, mean: float, price: float, take: float) -> TakeCurve:
        """The curve of a mean that passes through one published point: ``s = (p − μ) / ln(1/t − 1)``.

        Raises
        ------
        CaseError
            The point lies on the wrong side: more than half take it above the mean, or less than half below.

        Examples
        --------
        >>> round(TakeCurve.through(3500, 8000, 0.14).spread)
        2479
        """
        _check(
            "TakeCurve.through",
            [Range("mean", mean), Range("price", price), Range("take", take, 1e-9, 1 - 1e-9, "share")],
        )
        odds = math.log(1.0 / take - 1.0)
        spread = (price - mean) / odds if odds else 0.0
        _check("TakeCurve.through", [Range("spread of the curve", spread, 0.0, unit="money", above=True)])
        return cls(mean, spread)

    @classmethod
    def between(cls, first: tuple[float, float], second: tuple[float, float]) -> TakeCurve:
        """The curve through two points (price, take): ``s = Δp/ΔL``, ``μ = p − s·L``, ``L = ln(1/t − 1)``.

        >>> TakeCurve.between((4000, 0.45), (8000, 0.14))
        TakeCurve(mean=3502.8..., spread=2477.3...)
        """
        (p1, t1), (p2, t2) = first, second
        shares = [Range("take", t, 1e-9, 1 - 1e-9, "share") for t in (t1, t2)]
        _check("TakeCurve.between", [Range("prices", [p1, p2]), *shares])
        l1, l2 = (math.log(1.0 / t - 1.0) for t in (t1, t2))
        spread = (p2 - p1) / (l2 - l1) if l2 != l1 else 0.0
        _check("TakeCurve.between", [Range("spread of the curve", spread, 0.0, unit="money", above=True)])
        return cls(p1 - spread * l1, spread)

    def at(self, price: ArrayLike) -> NDArray[np.float64]:
        """Share that takes it at a price, any shape."""
        prices = np.asarray(price, dtype=np.float64)
        _check("TakeCurve.at", [Range("price", prices)])
        # the half-angle form cannot overflow however far the price is from the mean
        return np.asarray(0.5 * (1.0 - np.tanh(0.5 * (prices - self.mean) / self.spread)))


@dataclass(frozen=True, slots=True)
class Package:
    """What an option costs its maker.

    Attributes
    ----------
    fee : licence fee, money per car that has the option active
    hardware : cameras, radar, computer, money per car that carries it
    fitted : ``takers``, or ``all``: on every car, so that it can be sold later
    """

    fee: float
    hardware: float
    fitted: Fitted = "takers"

    def __post_init__(self) -> None:
        fee, hardware = Range("fee", self.fee, 0.0), Range("hardware", self.hardware, 0.0)
        _check("Package", [fee, hardware])

    @property
    def cost_of_a_taker(self) -> float:
        """What falls away if a taker declines, money per car: ``c = φ + h·[takers]``."""
        return self.fee + (self.hardware if self.fitted == "takers" else 0.0)


def margin(package: Package, curve: TakeCurve, price: ArrayLike) -> NDArray[np.float64]:
    """Margin per car *sold*, with or without the option: ``t(p)·(p − c) − h·[all]``; shape of the price.

    Examples
    --------
    Hardware 1,000 and a fee of 400, at 4,000 and at 8,000:

    >>> curve = TakeCurve(3500, 2480)
    >>> margin(Package(400, 1000, "all"), curve, [4000, 8000]).round()
    array([619.,  65.])
    >>> margin(Package(400, 1000, "takers"), curve, [4000, 8000]).round()
    array([1169.,  925.])
    """
    prices = np.asarray(price, dtype=np.float64)
    everywhere = package.hardware if package.fitted == "all" else 0.0
    return np.asarray(curve.at(prices) * (prices - package.cost_of_a_taker) - everywhere)


def best_price(package: Package, curve: TakeCurve) -> float:
    """The price of the highest margin, closed: ``p* = c + s·(1 + w)`` with ``w + ln w = (μ − c)/s − 1``.

    From ``M' = 0``: ``p − c = s / (1 − t)``. The margin has one hill, so it is the best of all prices.
    Hardware on all cars is spent whatever the price: such a maker prices *lower*, since a taker costs it
    less.

    >>> curve = TakeCurve(3500, 2480)
    >>> round(best_price(Package(400, 1000, "all"), curve)), round(best_price(Package(400, 1000), curve))
    (4522, 5153)
    """
    cost = package.cost_of_a_taker
    return cost + curve.spread * (1.0 + _root((curve.mean - cost) / curve.spread - 1.0))


def _root(x: float) -> float:
    """w > 0 with ``w + ln w = x`` (Lambert's W of e^x), by Newton on the logarithm of w."""
    u = x if x < 1.0 else math.log(x)
    for _ in range(60):
        step = (math.exp(u) + u - x) / (math.exp(u) + 1.0)
        u -= step
        if abs(step) < 1e-15 * max(1.0, abs(u)):
            break
    return math.exp(u)


def later_take_needed(package: Package, price: float) -> float:
    """Share of decliners that must buy later for hardware on all cars to match that on takers: ``h/(p − φ)``.

    Money of a later sale is counted at today's worth; more than 1 means never.

    >>> round(later_take_needed(Package(400, 1000), 4000), 3)
    0.278
    """
    _check("later_take_needed", [Range("price", price, package.fee, unit="money", above=True)])
    return package.hardware / (price - package.fee)


def monthly_churn(kept: float) -> float:
    """Share that leaves each month if ``kept`` stay over a year: ``1 − kept^(1/12)``.

    >>> round(monthly_churn(0.35), 4)
    0.0838
    """
    _check("monthly_churn", [Range("kept", kept, 0.0, 1.0, "share of a year")])
    return float(1.0 - kept ** (1.0 / 12.0))


def subscription_value(
    fee: float, *, churn: float, discount_rate: float, months: int | None = None, running_cost: float = 0.0
) -> float:
    """Present value of one subscriber, paid at the start of each month: ``(f − c)·Σ_{k<n} q^k``.

    ``q = (1 − churn) / (1 + r)^(1/12)``; for ever ``(f − c)/(1 − q)``.

    Parameters
    ----------
    fee : money a month
    churn : share of subscribers that leaves each month
    discount_rate : 1/year
    months : how long a car can be subscribed; None = for ever
    running_cost : computing, data and licence, money per subscriber and month

    Raises
    ------
    CaseError
        A figure outside its range; for ever without churn or discount, which is worth no finite sum.

    Examples
    --------
    >>> round(subscription_value(99, churn=0.04, discount_rate=0.08))
    2146
    """
    _check(
        "subscription_value",
        [
            Range("fee", fee, 0.0, unit="money a month"),
            Range("churn", churn, 0.0, 1.0, "share a month"),
            Range("discount_rate", discount_rate, 0.0, 1.0, "1/year"),
            Range("months", 0 if months is None else months, 0, unit="months"),
            Range("running_cost", running_cost, 0.0, unit="money a month"),
        ],
    )
    q = (1.0 - churn) / (1.0 + discount_rate) ** (1.0 / 12.0)
    if months is None:
        _check("subscription_value", [Range("churn + discount_rate", 1.0 - q, 0.0, unit="", above=True)])
        return float((fee - running_cost) / (1.0 - q))
    whole = float(months) if q == 1.0 else (1.0 - q**months) / (1.0 - q)
    return float((fee - running_cost) * whole)


def break_even_cars(yearly_cost: float, margin_per_car: float) -> float:
    """Cars a year from which the margin pays the programme: ``F / M``; infinite without a margin.

    >>> break_even_cars(100e6, 1169)
    85543.19...
    """
    _check(
        "break_even_cars",
        [
            Range("yearly_cost", yearly_cost, 0.0, unit="money a year"),
            Range("margin_per_car", margin_per_car),
        ],
    )
    return yearly_cost / margin_per_car if margin_per_car > 0 else math.inf


def _check(verb: str, ranges: list[Range]) -> None:
    require(f"industry.driver_assistance.{verb}", ranges)

"""A vehicle operating system shared by several makers: cost, time to market, service revenue.

    share of each of n partners      (1 + e·(n − 1)) / n        e = overhead of one more partner
    value of months to market        −months / 12 · late models' cars a year · margin of a car
    services over a car's life       revenue · gross share · Σ_{k<L} kept^k · (1 + r)^−(k + ½)

Sharing pays as long as e < 1, but the share tends to e and not to zero: at e = 0.15 two partners pay 0.575
each, three 0.433, four 0.3625. Delay is common to all partners of one programme: a slip hits each at once.

Source
------
Cost: Volkswagen's Cariad lost 2.1, 2.4 and 2.4 bn EUR in 2022 to 2024 and brought models 1 to 3 years late;
VW and Rivian up to 5.8 bn USD; Renault expects 1.5 bn EUR less development in ten years. Overhead 0.15,
months (−9, from −18 to +12) and services (80 EUR a car and year, 20 to 154) are judgement, to be swept.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from teikei.industry.ranges import Range, require

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def cost_share(partners: int, overhead: float = 0.15) -> float:
    """What each of n equal partners pays of the cost of one alone: ``(1 + e·(n − 1)) / n``.

    Below 1 for two or more exactly if ``e < 1``.

    >>> [round(cost_share(n), 4) for n in (1, 2, 3, 4)]
    [1.0, 0.575, 0.4333, 0.3625]
    """
    _check("cost_share", [Range("partners", partners, 1), Range("overhead", overhead, 0.0, unit="share")])
    return (1.0 + overhead * (partners - 1)) / partners


def split_cost(fixed_cost: float, cars: ArrayLike, overhead: float = 0.15) -> NDArray[np.float64]:
    """Yearly cost of each partner if they split it by volume: ``F·(1 + e·(n − 1)) · cars[f] / Σ cars``.

    Parameters
    ----------
    fixed_cost : money a year of one partner alone
    cars : (firm,) cars a year of each partner, not all zero
    overhead : cost of each further partner over the fixed cost, share

    Returns
    -------
    (firm,), money a year

    >>> split_cost(1400.0, [3.0, 4.0])
    array([690., 920.])
    """
    volume = np.atleast_1d(np.asarray(cars, dtype=np.float64))
    _check(
        "split_cost",
        [
            Range("fixed_cost", fixed_cost, 0.0, unit="money a year"),
            Range("cars", volume, 0.0, unit="cars a year"),
            Range("sum of cars", volume.sum(), 0.0, unit="cars a year", above=True),
            Range("overhead", overhead, 0.0, unit="share"),
        ],
    )
    whole = fixed_cost * (1.0 + overhead * (volume.size - 1))
    return np.asarray(whole * volume / volume.sum())


def delay_value(months: ArrayLike, late_cars: float, margin: float) -> NDArray[np.float64]:
    """Profit of models that come ``months`` later (negative: earlier): ``−months/12 · late_cars · margin``.

    Parameters
    ----------
    months : change of the time to market, any shape
    late_cars : cars a year of the models that wait for the software
    margin : money that one of them earns

    Returns
    -------
    Money, once; shape of ``months``. It counts a month as lost, not as moved to the end of the model's life.

    >>> delay_value([-9, 12], 100_000, 2_000) / 1e6
    array([ 150., -200.])
    """
    moved = np.asarray(months, dtype=np.float64)
    ranges = [Range("months", moved), Range("late_cars", late_cars, 0.0, unit="cars a year")]
    _check("delay_value", [*ranges, Range("margin", margin, unit="money per car")])
    return -moved / 12.0 * late_cars * margin


@dataclass(frozen=True, slots=True)
class Triangle:
    """A figure known as low, most likely and high: the triangular distribution over them.

    Examples
    --------
    Nine months earlier at best guess, from 18 earlier to 12 later:

    >>> months = Triangle(-18, -9, 12)
    >>> months.mean, round(months.above(0), 4)
    (-5.0, 0.2286)
    """

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        ranges = [
            Range("low", self.low),
            Range("mode", self.mode, self.low, self.high),
            Range("high", self.high),
        ]
        _check("Triangle", ranges)

    @property
    def mean(self) -> float:
        """``(low + mode + high) / 3``."""
        return (self.low + self.mode + self.high) / 3.0

    @property
    def deviation(self) -> float:
        """Standard deviation: ``√((a² + m² + b² − am − ab − mb) / 18)``."""
        a, m, b = self.low, self.mode, self.high
        return math.sqrt(max(0.0, a * a + m * m + b * b - a * m - a * b - m * b) / 18.0)

    def above(self, figure: float) -> float:
        """Probability of more than ``figure``."""
        a, m, b = self.low, self.mode, self.high
        if figure < a:
            return 1.0
        if figure >= b:
            return 0.0
        if figure < m:
            return 1.0 - (figure - a) ** 2 / ((b - a) * (m - a))
        return (b - figure) ** 2 / ((b - a) * (b - m))


def joint_deviation(deviation: float, partners: int, *, shared: bool) -> float:
    """Spread of the sum of all partners' months: ``n·σ`` with one programme, ``√n·σ`` if each has its own.

    The hidden cost of sharing: with one programme the partners are late together.

    >>> joint_deviation(6.0, 4, shared=True), joint_deviation(6.0, 4, shared=False)
    (24.0, 12.0)
    """
    _check("joint_deviation", [Range("deviation", deviation, 0.0), Range("partners", partners, 1)])
    return deviation * (partners if shared else math.sqrt(partners))


def service_value(
    revenue: float, *, years: int, discount_rate: float, gross_share: float = 1.0, kept: float = 1.0
) -> float:
    """Services over a car's life, present value: ``revenue·gross·Σ_{k<years} kept^k·(1+r)^−(k+½)``.

    Parameters
    ----------
    revenue : money per car and year in the first year, all cars sold counted, not only those that pay
    years : years that a car stays on the road and connected
    discount_rate : 1/year
    gross_share : part of the revenue left after payment fees, data and content, share
    kept : part of the payers of one year that still pay in the next, share

    Examples
    --------
    80 EUR a year over eight years at 8 % with a gross share of 0.6 and 85 % kept a year:

    >>> round(service_value(80.0, years=8, discount_rate=0.08, gross_share=0.6, kept=0.85), 1)
    185.0
    """
    _check(
        "service_value",
        [
            Range("revenue", revenue, 0.0, unit="money per car and year"),
            Range("years", years, 0, 60),
            Range("discount_rate", discount_rate, 0.0, 1.0, "1/year"),
            Range("gross_share", gross_share, 0.0, 1.0, "share"),
            Range("kept", kept, 0.0, 1.0, "share"),
        ],
    )
    k = np.arange(years)
    return float(revenue * gross_share * np.sum(kept**k * (1.0 + discount_rate) ** -(k + 0.5)))


@dataclass(frozen=True, slots=True)
class Programme:
    """One operating system, as a partner sees it.

    Attributes
    ----------
    fixed_cost : money a year of one firm alone
    overhead : cost of each further partner over the fixed cost, share
    saving_per_car : money per car for computers and wiring that fall away
    service_per_car : present value of services per car sold (`service_value`)
    months : change of the time to market against an own stack, months; negative is earlier
    """

    fixed_cost: float
    overhead: float = 0.15
    saving_per_car: float = 0.0
    service_per_car: float = 0.0
    months: float = 0.0


@dataclass(frozen=True, slots=True)
class Gain:
    """What sharing changes for each partner against an own stack without it; (firm,), money.

    Attributes
    ----------
    development : money a year: own cost less its share of the joint one
    parts, services : money a year, proportional to its cars
    timing : money once, by models that come earlier or later
    """

    development: NDArray[np.float64]
    parts: NDArray[np.float64]
    services: NDArray[np.float64]
    timing: NDArray[np.float64]

    @property
    def yearly(self) -> NDArray[np.float64]:
        """Development, parts and services, money a year, (firm,)."""
        return self.development + self.parts + self.services


def sharing_gain(programme: Programme, cars: ArrayLike, late_cars: ArrayLike, margin: ArrayLike) -> Gain:
    """Gain of every partner of one programme, cost split by volume, against a stack of its own each.

    Parameters
    ----------
    programme : costs and effects
    cars : (firm,) cars a year that carry it
    late_cars : (firm,) cars a year of the models whose launch waits for it
    margin : (firm,) money per car that these earn

    Examples
    --------
    Two makers of 3 and 4 (million) cars, 1,400 (million) a year alone; 9 months earlier for 0.1 at 2,000
    each:

    >>> plan = Programme(1400.0, saving_per_car=150, months=-9)
    >>> gain = sharing_gain(plan, [3, 4], [0.1, 0.1], [2000, 2000])
    >>> gain.development, gain.parts, gain.timing
    (array([710., 480.]), array([450., 600.]), array([150., 150.]))
    """
    volume = np.atleast_1d(np.asarray(cars, dtype=np.float64))
    late, earned = np.broadcast_arrays(np.asarray(late_cars, float), np.asarray(margin, float))
    _check("sharing_gain", [Range("late_cars", late, 0.0, unit="cars a year"), Range("margin", earned)])
    share = split_cost(programme.fixed_cost, volume, programme.overhead)
    timing = -programme.months / 12.0 * np.broadcast_to(late * earned, volume.shape)
    return Gain(
        development=programme.fixed_cost - share,
        parts=programme.saving_per_car * volume,
        services=programme.service_per_car * volume,
        timing=np.asarray(timing, dtype=np.float64),
    )


def _check(verb: str, ranges: list[Range]) -> None:
    require(f"industry.software.{verb}", ranges)

"""Economies of scale: unit cost that falls with volume, its marginal cost, chords for a linear program.

    average    c(V) = c0 · (min(V, U) / V0)^−b          b = −log2(1 − saving per doubling)
    total      C(V) = c(V) · V                          = c0 · V0 · (V / V0)^(1−b) up to U
    marginal   C'(V) = (1 − b) · c(V) below U, c(U) above

Up to ``U``, the volume beyond which nothing more is saved, ``C`` is concave: a chord never lies above it and
a tangent never below, so chords give a true lower bound of a cost and tangents an upper one. At ``U`` the
marginal cost jumps *up* from (1 − b)·c(U) to c(U): an interval of a linear program must end there.

Source
------
Progress ratios: learning in the making of cars about 0.84 a doubling (EPA-420-R-16-018). Where it stops:
100,000 a year for bought-in parts (NREL Annual Technology Baseline 2024), about a million for platforms
(Bernstein on VW's MQB).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from teikei.industry.ranges import Range, require

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def scale_exponent(saving_per_doubling: float) -> float:
    """b in C(V) = c0 V0 (V/V0)^(1−b): ``b = −log2(1 − saving)``. 3 % a doubling gives 0.0439.

    >>> round(scale_exponent(0.03), 4)
    0.0439
    """
    return -math.log2(1.0 - saving_per_doubling)


@dataclass(frozen=True, slots=True)
class CostCurve:
    """Unit cost as a function of yearly volume.

    Attributes
    ----------
    unit_cost : money per car at the reference volume; negative (a saving) only without learning
    reference : cars a year at which the unit cost holds
    saving_per_doubling : fall of the average cost when the volume doubles, share (1 − progress ratio)
    until : cars a year beyond which nothing more is saved

    Raises
    ------
    CaseError
        A figure outside its range, gathered.

    Examples
    --------
    The drive of 1,200 at 500,000 a year with a progress ratio of 0.85, at half and at twice the volume:

    >>> drive = CostCurve(1200.0, 500_000, 0.15)
    >>> drive.average([250_000, 1_000_000]).round(1)
    array([1411.8, 1020. ])
    """

    unit_cost: float
    reference: float
    saving_per_doubling: float = 0.0
    until: float = math.inf

    def __post_init__(self) -> None:
        learns = self.saving_per_doubling != 0.0
        stop = self.reference if self.until == math.inf else self.until
        require(
            "industry.scale.CostCurve",
            [
                Range("unit_cost", self.unit_cost, 0.0 if learns else -math.inf, unit="money per car"),
                Range("reference", self.reference, 0.0, unit="cars a year", above=True),
                Range("saving_per_doubling", self.saving_per_doubling, 0.0, 0.499999, "share"),
                Range("until", stop, 0.0, unit="cars a year", above=True),
            ],
        )

    @property
    def exponent(self) -> float:
        """``b = −log2(1 − saving_per_doubling)``."""
        return scale_exponent(self.saving_per_doubling)

    def average(self, volume: ArrayLike) -> NDArray[np.float64]:
        """Money per car (any shape): ``c0·(min(V, until)/V0)^−b``; at zero volume infinite if b > 0."""
        cars = _volume(volume)
        with np.errstate(divide="ignore"):
            factor = (np.minimum(cars, self.until) / self.reference) ** -self.exponent
        return np.asarray(self.unit_cost * factor, dtype=np.float64)

    def total(self, volume: ArrayLike) -> NDArray[np.float64]:
        """Money a year: ``C(V) = c(V)·V``, zero at zero."""
        cars = _volume(volume)
        capped = np.minimum(cars, self.until)
        power = self.unit_cost * self.reference * (capped / self.reference) ** (1.0 - self.exponent)
        beyond = np.maximum(cars - self.until, 0.0)
        last = 0.0 if self.until == math.inf else float(self.average(self.until))
        return np.asarray(power + beyond * last, dtype=np.float64)

    def marginal(self, volume: ArrayLike) -> NDArray[np.float64]:
        """Money for one car more: ``(1 − b)·c(V)`` below ``until``, ``c(until)`` from there on."""
        cars = _volume(volume)
        return np.where(cars < self.until, (1.0 - self.exponent) * self.average(cars), self.average(cars))


@dataclass(frozen=True, slots=True)
class Chord:
    """A straight line in place of a concave cost on ``[low, high]``.

    Attributes
    ----------
    low, high : cars a year between which it holds
    intercept : money a year, at zero volume
    slope : money per car
    gap : most by which the cost exceeds the line between the ends, money a year; zero if the cost is straight
    """

    low: float
    high: float
    intercept: float
    slope: float
    gap: float

    def at(self, volume: ArrayLike) -> NDArray[np.float64]:
        """Money a year on the line."""
        return np.asarray(self.intercept + self.slope * np.asarray(volume, dtype=np.float64))


def chord(curve: CostCurve, low: float, high: float) -> Chord:
    """The line through the cost at two volumes; between them the cost lies on or above it.

    ``slope = (C(high) − C(low)) / (high − low)``; the gap is where ``C'(V) = slope``:
    ``V = V0·(slope / ((1 − b)·c0))^(−1/b)``.

    Raises
    ------
    CaseError
        ``high`` not above ``low``, or ``curve.until`` strictly between them, where the cost is not concave.

    Examples
    --------
    >>> line = chord(CostCurve(1000.0, 100_000, 0.15), 100_000, 400_000)
    >>> round(line.slope), round(line.gap / 1e6, 2)      # 100 M at 100,000, 289 M at 400,000
    (630, 7.3)
    """
    ends = [
        Range("low", low, 0.0, unit="cars a year"),
        Range("high", high, low, unit="cars a year", above=True),
    ]
    if low < curve.until:
        ends.append(Range("high", high, -math.inf, curve.until, "cars a year: the cost bends upward beyond"))
    require("industry.scale.chord", ends)
    left, right = float(curve.total(low)), float(curve.total(high))
    slope = (right - left) / (high - low)
    intercept = left - slope * low
    b = curve.exponent
    if b == 0.0 or low >= curve.until or curve.unit_cost == 0.0:
        return Chord(low, high, intercept, slope, 0.0)
    steepest = curve.reference * (slope / ((1.0 - b) * curve.unit_cost)) ** (-1.0 / b)
    inside = min(max(steepest, low), high)
    return Chord(
        low, high, intercept, slope, max(0.0, float(curve.total(inside)) - intercept - slope * inside)
    )


def chords(curve: CostCurve, low: float, high: float, pieces: int = 4) -> tuple[Chord, ...]:
    """Chords over ``[low, high]`` with nearly equal gaps, and one more piece beyond ``until``.

    Together they lie on or below the cost everywhere, so a program that pays them never pays too much; the
    largest ``gap`` bounds what it may pay too little. It falls with the square of ``pieces``: the ends are
    even in ``V^((1 − b)/2)``, since a short chord's gap is ``length²·C''/8`` and ``C'' ~ V^−(1 + b)``.

    >>> drive = CostCurve(1000.0, 100_000, 0.15, until=400_000)
    >>> [(round(c.high), round(c.gap / 1e6, 2)) for c in chords(drive, 50_000, 800_000, 3)]
    [(121673, 1.46), (235943, 1.47), (400000, 1.48), (800000, 0.0)]
    """
    require(
        "industry.scale.chords",
        [
            Range("low", low, 0.0, unit="cars a year"),
            Range("high", high, low, unit="cars a year", above=True),
            Range("pieces", pieces, 1, 1000),
        ],
    )
    stop = min(high, curve.until)
    ends = [low]
    if low < stop:
        power = (1.0 - curve.exponent) / 2.0
        even = np.linspace(low**power, stop**power, pieces + 1) ** (1.0 / power)
        ends += [*(float(x) for x in even[1:-1]), stop]
    if high > stop:
        ends.append(high)
    return tuple(chord(curve, a, b) for a, b in pairwise(ends))


def development_per_car(
    cost: float, units_per_year: float, years: float, adopters: int = 0, follower_factor: float = 0.65
) -> float:
    """Development of a platform per car built on it: ``cost·(1 + follower·adopters) / (years·units)``.

    Parameters
    ----------
    cost : money, once, for the firm that develops it
    units_per_year : cars of all firms on it
    years : over which it is written off, without interest
    adopters : further firms that fit it to their own bodies
    follower_factor : cost of adopting over cost of developing; published claim 0.6, case default 0.65
        (0.60–0.80)

    Examples
    --------
    1.5 bn over 200,000 cars for five years is 1,500 a car; a partner doubles the cars and adds 60 %:

    >>> development_per_car(1.5e9, 200_000, 5), development_per_car(1.5e9, 400_000, 5, 1, 0.6)
    (1500.0, 1200.0)
    """
    require(
        "industry.scale.development_per_car",
        [
            Range("cost", cost, 0.0, unit="money"),
            Range("units_per_year", units_per_year, 0.0, unit="cars a year", above=True),
            Range("years", years, 0.0, unit="years", above=True),
            Range("adopters", adopters, 0),
            Range("follower_factor", follower_factor, 0.0, 1.0, "share"),
        ],
    )
    return cost * (1.0 + follower_factor * adopters) / (years * units_per_year)


def _volume(volume: ArrayLike) -> NDArray[np.float64]:
    cars = np.asarray(volume, dtype=np.float64)
    require("industry.scale.CostCurve", [Range("volume", cars, 0.0, unit="cars a year")])
    return cars

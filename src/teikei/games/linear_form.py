"""Sums of payoffs with signs: bounds that are exact when every payoff lies in its own interval."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from teikei.games.answers import Answer, ThreeWay


class Range(NamedTuple):
    """A number known to lie between two ends; for plain payoffs the ends are equal."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        return self.low if self.low == self.high else (self.low + self.high) / 2

    def __str__(self) -> str:
        return f"{self.low:g}" if self.low == self.high else f"{self.low:g} to {self.high:g}"


class LinearForm:
    """Σ c[g, i] π_i(g) over networks g and players i.

    Surpluses, transfers and payoffs after transfers all are such sums. With π_i(g) ∈ [low, high],
    independent of each other, the smallest value takes low where c > 0 and high where c < 0, and both ends
    are attained. Terms are collected first: π_i(g) that is added and taken away again leaves no width.

    Examples
    --------
    >>> gain = LinearForm.payoff(3, 0) - LinearForm.payoff(1, 0)
    >>> boxes = {1: (np.array([4.0]), np.array([5.0])), 3: (np.array([6.0]), np.array([6.0]))}
    >>> gain.bounds(boxes.__getitem__)
    Range(low=1.0, high=2.0)
    """

    __slots__ = ("terms",)

    def __init__(self, terms: Mapping[tuple[int, int], float] | None = None) -> None:
        self.terms = dict(terms or {})

    @classmethod
    def payoff(cls, mask: int, player: int) -> LinearForm:
        """π_player(mask)."""
        return cls({(mask, player): 1.0})

    def __add__(self, other: LinearForm) -> LinearForm:
        terms = dict(self.terms)
        for key, value in other.terms.items():
            terms[key] = terms.get(key, 0.0) + value
        return LinearForm(terms)

    def __sub__(self, other: LinearForm) -> LinearForm:
        return self + other * -1.0

    def __mul__(self, factor: float) -> LinearForm:
        return LinearForm({key: factor * value for key, value in self.terms.items()})

    def networks(self) -> set[int]:
        """Networks whose payoffs it needs."""
        return {mask for mask, _ in self.terms}

    def bounds(self, payoffs: Callable[[int], tuple[NDArray[np.float64], NDArray[np.float64]]]) -> Range:
        """Smallest and largest value over all payoffs within their intervals."""
        low = high = 0.0
        for (mask, player), value in self.terms.items():
            ends = payoffs(mask)
            low += value * float(ends[value < 0][player])
            high += value * float(ends[value >= 0][player])
        return Range(low, high)

    def scale(self, payoffs: Callable[[int], tuple[NDArray[np.float64], NDArray[np.float64]]]) -> float:
        """Largest |c π| among its terms: what rounding errors are measured against."""
        sizes = [abs(c) * float(np.abs([e[p] for e in payoffs(g)]).max()) for (g, p), c in self.terms.items()]
        return max(sizes, default=0.0)


def all_hold(slacks: Iterable[tuple[object, Range]]) -> Answer:
    """Whether every slack is ≥ 0, each given with its witness; the answer carries the tightest one.

    Examples
    --------
    >>> print(all_hold([("a", Range(1.0, 2.0)), ("b", Range(-1.0, 3.0))]))
    undetermined (margin -1, see b)
    """
    tightest = Answer("yes", None, np.inf)
    for witness, ends in slacks:
        answer: ThreeWay = "no" if ends.high < 0 else "undetermined" if ends.low < 0 else "yes"
        margin = ends.high if answer == "no" else ends.low
        if (answer == "no", -margin) > (tightest.answer == "no", -tightest.margin):
            tightest = Answer(answer, witness, margin)
    return tightest

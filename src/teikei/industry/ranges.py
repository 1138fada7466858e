"""What a figure of a technology may be: every figure outside its range is named, all at once."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from teikei.base.errors import CaseError, Fault

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike


@dataclass(frozen=True, slots=True)
class Range:
    """A figure and where it may lie: ``low ≤ value ≤ high``, with ``above`` ``low < value ≤ high``.

    Attributes
    ----------
    name : the argument, as in the signature
    value : number or array of numbers
    low, high : ends; infinite by default, but the value itself must be finite
    unit : unit of the figure
    above : the lower end itself is not allowed
    """

    name: str
    value: ArrayLike
    low: float = -math.inf
    high: float = math.inf
    unit: str = ""
    above: bool = False

    def holds(self) -> bool:
        """Whether every number lies inside; not-a-number and infinity never do."""
        values = np.asarray(self.value, dtype=np.float64)
        inside = (values > self.low) if self.above else (values >= self.low)
        return bool(np.all(np.isfinite(values) & inside & (values <= self.high)))

    def wanted(self) -> str:
        """The range in words: ``from 0 to 1``, ``above 0``, ``finite``."""
        start = "above" if self.above else "from"
        if self.low == -math.inf:
            words = "a finite number" if self.high == math.inf else f"at most {self.high:g}"
        elif self.high == math.inf:
            words = f"above {self.low:g}" if self.above else f"{self.low:g} or more"
        else:
            words = f"{start} {self.low:g} to {self.high:g}"
        return f"{words} {self.unit}".rstrip()


def require(where: str, ranges: Iterable[Range]) -> None:
    """Raise every figure that lies outside its range.

    Parameters
    ----------
    where : function the figures were given to, e.g. ``industry.scale``
    ranges : figures and their ranges

    Raises
    ------
    CaseError
        One fault a figure, gathered.

    Examples
    --------
    >>> require("here", [Range("share", 0.3, 0, 1)])
    >>> require("here", [Range("share", 1.3, 0, 1), Range("cars", -1.0, 0)])
    Traceback (most recent call last):
    ...
    teikei.base.errors.CaseError: share is 1.3...
    """
    faults = [
        Fault(
            where=f"{where}, {one.name}",
            what=f"{one.name} is {_shown(one.value)}",
            why="the formula has no meaning there, and its result would look like a figure",
            fix=f"give {one.wanted()}",
        )
        for one in ranges
        if not one.holds()
    ]
    if faults:
        raise CaseError(faults)


def _shown(value: ArrayLike) -> str:
    """A number as ``1.3``; of an array its ends."""
    values = np.asarray(value, dtype=np.float64)
    if values.ndim == 0:
        return f"{float(values):g}"
    return f"{values.min():g} to {values.max():g}" if values.size else "empty"

"""Corners of an interval game that push shares apart, for rules whose exact range is not known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from teikei.base.errors import UndefinedError
from teikei.games.allocation import Allocation
from teikei.games.values import CoalitionValues

FloatArray = NDArray[np.float64]
Rule = Callable[[CoalitionValues], ArrayLike]


@dataclass(frozen=True)
class SampledRange:
    """How a range was found.

    Attributes
    ----------
    corners : number of corners at which the rule was worked out
    undefined : at how many of them it has no answer
    at_found : certificate of the rule at the values found, if it gives one
    """

    corners: int
    undefined: int
    at_found: object = None


def adversarial_corners(game: CoalitionValues, samples: int = 16, seed: int = 0) -> Iterator[CoalitionValues]:
    """Games without intervals at 2n + 4 corners of the box that push shares apart, and at random ones.

    All low; all high; all high but the grand coalition, and the reverse; for each player the coalitions with
    it high and the others low, and the reverse; then each coalition low or high at random.

    Parameters
    ----------
    game : values, as intervals
    samples : number of random corners
    seed : of the random corners

    Examples
    --------
    >>> box = CoalitionValues([0, 1, 1, 3], [0, 2, 2, 5])
    >>> [corner.low[1:].tolist() for corner in adversarial_corners(box, samples=0)][:3]
    [[1.0, 1.0, 3.0], [2.0, 2.0, 5.0], [2.0, 2.0, 3.0]]
    """
    yield game.corner(False)
    yield game.corner(True)
    masks = np.arange(game.low.size)
    marked = [masks != game.grand, *((masks >> i & 1).astype(bool) for i in range(game.n))]
    for high in marked:
        yield game.corner(high)
        yield game.corner(~high)
    draw = np.random.default_rng(seed)
    for _ in range(samples):
        yield game.corner(draw.random(masks.size) < 0.5)


def sampled_range(game: CoalitionValues, rule: Rule, samples: int = 16, seed: int = 0) -> Allocation:
    """Shares at the values found, with the range seen over `adversarial_corners`: not certified.

    Parameters
    ----------
    game : values, exact or as intervals
    rule : exact game → (n,) shares; an `UndefinedError` at a corner is counted, at the values found it stands
    samples, seed : random corners
    """
    found = game.corner(game.kind == "cost")
    value = np.asarray(rule(found), dtype=np.float64)
    if game.exact:
        return Allocation.plain(game.players, value)
    low, high = value.copy(), value.copy()
    corners = undefined = 0
    for corner in adversarial_corners(game, samples, seed):
        corners += 1
        try:
            shares = np.asarray(rule(corner), dtype=np.float64)
        except UndefinedError:
            undefined += 1
            continue
        np.minimum(low, shares, out=low)
        np.maximum(high, shares, out=high)
    return Allocation(game.players, value, low, high, False, SampledRange(corners, undefined))

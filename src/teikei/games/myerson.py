"""The Myerson value: only players who are linked, directly or through others, make anything together."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numba import njit
from numpy.typing import NDArray

from teikei.base.errors import Fault, GameError
from teikei.games.allocation import Allocation
from teikei.games.faults import check_room
from teikei.games.linear import share_linearly
from teikei.games.players import Player, position
from teikei.games.values import CoalitionValues, GameLike, coalition_values

FloatArray = NDArray[np.float64]
MaskArray = NDArray[np.int64]


def myerson(game: GameLike, links: Iterable[tuple[Player, Player]]) -> Allocation:
    """The Myerson value: the Shapley value when S is worth what its connected parts are worth.

        φ_i = Σ_{C connected} v(C) · ( (c−1)! b!/(c+b)!  if i ∈ C,   −c! (b−1)!/(c+b)!  if i ∈ ∂C )

    c = |C|, and ∂C are the b players outside C with a link into it. C is a part of S exactly when S holds all
    of C and nobody of ∂C: in a random order of joining, i ∈ C makes it as the last of C, before all of ∂C,
    and i ∈ ∂C ends it as the first of ∂C, after all of C. One sign a coalition, so ranges are exact.

    Parameters
    ----------
    game : worths or costs of the coalitions, exact or as intervals
    links : pairs of players (names or places); each once

    Raises
    ------
    GameError    a link of other than two different players, or one that names no player

    Source
    ------
    Myerson 1977, Math. Oper. Res. 2, 225-229; the closed form is his definition with equal terms gathered.

    Examples
    --------
    Two of three decide, and 1 and 3 can only talk through 2:

    >>> print(myerson([0, 0, 0, 1, 0, 1, 1, 1], [("1", "2"), ("2", "3")]))
    1  0.1666666667
    2  0.6666666667
    3  0.1666666667
    """
    values = coalition_values(game)
    near = neighbours(links, values.players)
    inside, border = _weights(values.n)

    def rule(plus: FloatArray, minus: FloatArray) -> FloatArray:
        shares: FloatArray = np.zeros(values.n)
        _connected(plus, minus, near, inside, border, shares)
        return shares

    return share_linearly(values, rule)


def restricted(game: GameLike, links: Iterable[tuple[Player, Player]]) -> CoalitionValues:
    """The graph-restricted game.        v^g(S) = Σ_{C a connected part of S} v(C)

    Parameters
    ----------
    game : worths or costs of the coalitions, exact or as intervals
    links : pairs of players (names or places)

    Examples
    --------
    >>> restricted([0, 0, 0, 1, 0, 1, 1, 1], [("1", "2"), ("2", "3")]).low
    array([0., 0., 0., 1., 0., 0., 1., 1.])
    """
    values = coalition_values(game)
    check_room(values.n, copies=3)
    near = neighbours(links, values.players)
    low: FloatArray = np.zeros(values.low.size)
    _restrict(values.low, near, low)
    if values.exact:
        return CoalitionValues(low, None, values.players, values.kind)
    high: FloatArray = np.zeros(values.low.size)
    _restrict(values.high, near, high)
    return CoalitionValues(low, high, values.players, values.kind)


def neighbours(links: Iterable[tuple[Player, Player]], players: tuple[str, ...]) -> MaskArray:
    """(n,) mask of the players linked to each.

    Parameters
    ----------
    links : pairs of players (names or places)
    players : (n,) all names

    Examples
    --------
    >>> neighbours([("a", "c")], ("a", "b", "c"))
    array([4, 0, 1])
    """
    near = np.zeros(len(players), dtype=np.int64)
    for link in links:
        pair = link if isinstance(link, Iterable) else (link,)
        ends = [position(player, players) for player in pair]
        if len(ends) != 2 or ends[0] == ends[1]:
            raise GameError(
                Fault(
                    where=f"link {link!r}",
                    what="a link that does not join two players",
                    why="who is connected would not be known",
                    fix="two different players a link",
                )
            )
        i, j = ends
        near[i] |= 1 << j
        near[j] |= 1 << i
    return near


def _weights(n: int) -> tuple[FloatArray, FloatArray]:
    """(n+1, n+1) tables over c and b: (c−1)! b!/(c+b)! and c! (b−1)!/(c+b)!"""
    inside = np.zeros((n + 1, n + 1))
    border = np.zeros((n + 1, n + 1))
    for c in range(1, n + 1):
        inside[c, 0] = 1 / c
        for b in range(1, n + 1 - c):
            inside[c, b] = inside[c, b - 1] * b / (c + b)
            border[c, b] = inside[c, b] * c / b
    return inside, border


@njit(cache=True)
def _part(mask: int, start: int, near: MaskArray) -> int:
    """The players of the mask that the start reaches inside it."""
    reached = start
    fresh = start
    while fresh:
        found = 0
        for i in range(near.size):
            if fresh >> i & 1:
                found |= near[i]
        fresh = found & mask & ~reached
        reached |= fresh
    return reached


@njit(cache=True)
def _connected(  # type: ignore[no-untyped-def]
    plus, minus, near, inside, border, shares
):
    n = near.size
    for mask in range(1, plus.size):
        if _part(mask, mask & -mask, near) != mask:
            continue
        around = 0
        c = 0
        for i in range(n):
            if mask >> i & 1:
                around |= near[i]
                c += 1
        around &= ~mask
        b = 0
        for i in range(n):
            b += around >> i & 1
        for i in range(n):
            if mask >> i & 1:
                shares[i] += inside[c, b] * plus[mask]
            elif around >> i & 1:
                shares[i] -= border[c, b] * minus[mask]


@njit(cache=True)
def _restrict(values: FloatArray, near: MaskArray, made: FloatArray) -> None:
    for mask in range(1, values.size):
        part = _part(mask, mask & -mask, near)
        made[mask] = values[part] + made[mask & ~part]

"""Levels over a table of all values, solved and examined in one compiled call.

Each array that crosses between Python and machine code costs about a microsecond, which counts for three
players: the answer comes back in two arrays and is taken apart here.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from teikei.games.certificate import Certificate, examine
from teikei.games.levels import DONE, solve_levels
from teikei.games.loops import Floats, Ids, outer_loop
from teikei.games.scan import largest_absolute

#: Excesses are told apart when they differ by more than this, relative to the largest value.
RESOLUTION = 1e-10
#: What a certificate allows, relative to the largest value: what was told apart adds up over levels.
ALLOWED = 1e-8
#: Most rows, by player.
ROOM = 400
#: Numbers behind the test whether a coalition is spanned by others; not those of the loops.
RANDOM = np.random.default_rng(20210906).uniform(0.5, 1.5, (2, 32))


def solve_table(
    values: Floats, players: tuple[str, ...], bounded: bool, per_head: bool, depth: int
) -> tuple[Floats, Certificate | None]:
    """Levels of the nucleolus down to a depth: shares, and their certificate; None if the loops got stuck.

    Parameters
    ----------
    values : (2ⁿ,) worths, n ≥ 2, read-only
    players : (n,) names
    bounded : no share below the player's value alone
    per_head : divide excesses by the number of players
    depth : stop after so many levels; n for all

    Returns
    -------
    (n,) shares, certificate. It has been examined but need not hold: with fewer levels its rank is too small
    """
    n = len(players)
    m = n + 1
    whole, real = _solve_and_examine(values, bounded, _weights(n, per_head), depth, ROOM * n, RANDOM)
    status, count, pivots, passes, rows, rank = whole[-1, :6].tolist()
    x = real[-1, :n]
    if status != DONE:
        return x, None
    balance, tightness, breach, scale = real[-2, :4].tolist()
    certificate = Certificate(
        players,
        real[:count, m],
        whole[:count, :m],
        whole[:count, m : 2 * m],
        real[:count, :m],
        balance,
        tightness,
        breach,
        rank,
        ALLOWED * scale,
        pivots,
        passes,
        rows,
    )
    return x, certificate


def examine_levels(
    values: Floats, x: Floats, bounded: bool, per_head: bool, levels: tuple[Floats, Ids, Ids, Floats]
) -> tuple[tuple[float, float, float, int], float]:
    """Balance, tightness, breach and rank of levels found elsewhere, and the tolerance for them.

    Parameters
    ----------
    values : (2ⁿ,) worths, read-only
    x : (n,) shares
    bounded : no share below the player's value alone
    per_head : divide excesses by the number of players
    levels : excess, masks, kinds and weights, as in `Certificate`
    """
    tolerance = ALLOWED * (largest_absolute(values) or 1.0)
    excess, masks, kinds, weights = levels
    figures = examine(
        values,
        np.ascontiguousarray(x),
        bounded,
        per_head,
        np.ascontiguousarray(excess),
        np.ascontiguousarray(masks),
        np.ascontiguousarray(kinds),
        np.ascontiguousarray(weights),
        RANDOM,
        tolerance,
    )
    return figures, tolerance


@cache
def _weights(n: int, per_head: bool) -> Floats:
    """(n + 1,) weight of ε by number of players."""
    return np.arange(n + 1.0) if per_head else np.ones(n + 1)


@outer_loop
def _solve_and_examine(
    values: Floats, bounded: bool, weights: Floats, depth: int, room: int, chosen: Floats
) -> tuple[Ids, Floats]:
    """Row k: masks and kinds; weights and ε of level k. Then status and work; figures and scale; shares."""
    n = weights.size - 1
    m = n + 1
    scale = largest_absolute(values)
    if scale == 0.0:
        scale = 1.0
    room = min(room, values.size + 3 * n)
    status, y, levels = solve_levels(values, bounded, weights, depth, RESOLUTION * scale, 4 * n, room)
    count = levels.counts[0]
    whole, real = np.zeros((count + 1, max(2 * m, 6)), np.int64), np.zeros((count + 2, max(m + 1, 4)))
    for k in range(count):
        for c in range(m):
            whole[k, c], whole[k, m + c] = levels.masks[k, c], levels.kinds[k, c]
            real[k, c] = levels.weights[k, c]
        real[k, m] = levels.excess[k]
    balance, tightness, breach, rank = examine(
        values,
        y[:n],
        bounded,
        weights[n] != 1.0,
        levels.excess[:count],
        levels.masks[:count],
        levels.kinds[:count],
        levels.weights[:count],
        chosen,
        ALLOWED * scale,
    )
    whole[count, 0], whole[count, 1], whole[count, 5] = status, count, rank
    whole[count, 2], whole[count, 3], whole[count, 4] = levels.counts[1], levels.counts[2], levels.counts[3]
    real[count, 0], real[count, 1], real[count, 2], real[count, 3] = balance, tightness, breach, scale
    for i in range(n):
        real[count + 1, i] = y[i]
    return whole, real

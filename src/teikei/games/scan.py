"""All 2ⁿ excesses passed over once, in compiled loops: the rows that a sharing violates most.

x(S) is looked up as the sum of two halves, a block of low players and a set of high ones, so that one pass
costs little more than reading v. A block whose largest v(S) − x(S) lies below the last ε is left at once.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from teikei.games.loops import FIRST, Floats, Ids, inner_loop, outer_loop, vector_loop

#: |z(S)| below this means that S is a combination of what is settled; z is random of size 1.
NULL = 1e-9


class Found(NamedTuple):
    """The most violated rows of a pass.

    Attributes
    ----------
    masks : (room,) coalitions
    excess : (room,) how far above the ε of its level each one is
    level : (room,) that level
    filled : (1,) how many there are
    """

    masks: Ids
    excess: Floats
    level: Ids
    filled: Ids


@inner_loop
def make_found(room: int) -> Found:
    """Room for the most violated rows."""
    return Found(np.empty(room, np.int64), np.empty(room), np.empty(room, np.int64), np.zeros(1, np.int64))


@inner_loop
def add_up(amounts: Floats, into: Floats) -> None:
    """Sum of the amounts of every set; the sets in the order of their masks."""
    into[0] = 0.0
    for i in range(amounts.size):
        half = 1 << i
        for k in range(half):
            into[half + k] = into[k] + amounts[i]


@vector_loop
def above(values: Floats, start: int, shares: Floats, bar: float) -> int:
    """How many coalitions of a block have v(S) − x(S) above the bar; a count compiles to vectors."""
    block = values[start : start + shares.size]
    count = FIRST
    for k in range(shares.size):
        count += int(block[k] - shares[k] > bar)
    return count


@inner_loop
def keep(found: Found, mask: int, excess: float, level: int) -> float:
    """Keep a row if it is among the most violated; what the next one has to beat."""
    room, count = found.masks.size, found.filled[0]
    if count < room:
        at = count
        found.filled[0] = count + 1
    else:
        at = 0
        for k in range(1, room):
            if found.excess[k] < found.excess[at]:
                at = k
        if excess <= found.excess[at]:
            return float(found.excess[at])
    found.masks[at], found.excess[at], found.level[at] = mask, excess, level
    if found.filled[0] < room:
        return 0.0
    least = found.excess[0]
    for k in range(1, room):
        least = min(least, found.excess[k])
    return float(least)


@inner_loop
def scan(
    values: Floats,
    x: Floats,
    excesses: Floats,
    nulls: Floats,
    per_head: bool,
    tolerance: float,
    found: Found,
) -> None:
    """Fill `found` with the coalitions that are above the ε of their level.

    Coalition S violates level k if its excess e is above ε_k and S is no combination of what was settled
    before, i.e. z_k(S) ≠ 0; as the ε fall and the spans grow, only the first level with ε_k < e needs a look.

    Parameters
    ----------
    values : (2ⁿ,)
    x : (n,) shares
    excesses : (levels,) ε, falling
    nulls : (levels, n) z_k, a random vector that is zero on all that was settled before level k
    per_head : divide excesses by the number of players
    tolerance : excesses count as violated above ε + tolerance
    """
    n, levels = x.size, excesses.size
    low = n // 2 if n > 8 else n
    last = excesses[levels - 1]
    shifted = np.empty(n)
    for i in range(n):
        shifted[i] = x[i] + last if per_head else x[i]
    floor = 0.0 if per_head else last
    in_low, in_high = np.empty(1 << low), np.empty(1 << (n - low))
    add_up(shifted[:low], in_low)
    add_up(shifted[low:], in_high)
    null_low, null_high = np.empty((levels, 1 << low)), np.empty((levels, 1 << (n - low)))
    for k in range(levels):
        add_up(nulls[k, :low], null_low[k])
        add_up(nulls[k, low:], null_high[k])
    found.filled[0] = 0
    least = tolerance
    for h in range(in_high.size):
        bar = in_high[h] + floor + least
        start = h << low
        if above(values, start, in_low, bar) == 0:
            continue
        for k in range(in_low.size):
            over = values[start + k] - in_low[k] - in_high[h] - floor
            if over <= least:
                continue
            excess = over + last
            if per_head:
                excess = over / max(size_of(start + k), 1) + last
            level = 0
            while excess <= excesses[level] + tolerance and level < levels:
                level += 1
            if level == levels or abs(null_low[level, k] + null_high[level, h]) <= NULL:
                continue
            least = max(tolerance, keep(found, start + k, excess - excesses[level], level))


@outer_loop
def largest_absolute(values: Floats) -> float:
    """max |v(S)|, read as whole numbers, which order alike and whose maximum compiles to vectors."""
    bits = values.view(np.int64)
    top = FIRST
    for k in range(bits.size):
        top = max(top, bits[k] & 0x7FFFFFFFFFFFFFFF)
    return float(np.full(1, top).view(np.float64)[0])


@outer_loop
def most_over(values: Floats, x: Floats) -> tuple[int, float]:
    """The coalition with the largest excess v(S) − x(S), neither empty nor all together, and that excess."""
    n = x.size
    low = n // 2
    in_low, in_high = np.empty(1 << low), np.empty(1 << (n - low))
    add_up(x[:low], in_low)
    add_up(x[low:], in_high)
    chosen, most = FIRST, -np.inf
    for h in range(in_high.size):
        if above(values, h << low, in_low, in_high[h] + most) == 0:
            continue
        for k in range(in_low.size):
            mask = (h << low) + k
            over = values[mask] - in_low[k] - in_high[h]
            if over > most and mask != 0 and mask != values.size - 1:
                chosen, most = mask, over
    return chosen, most


@inner_loop
def size_of(mask: int) -> int:
    """Number of players of a mask."""
    size = 0
    while mask:
        mask &= mask - 1
        size += 1
    return size

"""Price equilibrium as a fixed point, compiled: the ζ map of Morrow and Skerlos, safely accelerated.

    ζ_k(p) = (c_k − M_fk + (Γ_k − kept_k s_k) / Λ_k) / kept_k        M = κ m, Γ and Λ as in `slopes`

Unlike the first-order condition itself, ζ(p) − p does not vanish as prices grow.

Source: Morrow & Skerlos, Operations Research 59 (2011); Anderson, Journal of the ACM 12 (1965), in the form
"type II" of Fang & Saad (2009). The safeguard is ours.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from teikei.demand.ownership import Array
from teikei.demand.slopes import REORDER, room, terms

MEMORY, AHEAD, REACH = 10, 40, 50.0
"""Steps that are combined, maps of one look ahead, and how many plain steps one combination may go."""
SHORT, NEAR = 1e-3, 1e-4
"""Of the mean price: when steps are short enough to look ahead, and how near plain steps must come to what
was seen.

On the BLP markets acceleration on its own found another equilibrium than plain steps in 34 of 1,999
counterfactuals (1973 and 1974), even when it began late: plain steps pass within 1e-3, and in four cases
within 1e-4, of points that they then leave. Hence `attracts`. With all three it found none."""
TRIED, SURE, RISING = 40, 10, 10.0
"""Maps by which a direction of growth is looked for, those done at least, and how many times its last rise
may still be added to growth without reaching 1."""
CONVERGED, TOO_LONG, ASTRAY = 0, 1, 2


@njit(cache=True)
def step(choice: Any, pricing: Any, price: Array, work: Any, out: Array, found: Array) -> float:
    """ζ(p) − p into `found`; returns the largest, infinite if one cannot be told."""
    terms(choice, pricing, price, work, out)
    largest = 0.0
    for k in range(price.size):
        found[k] = 0.0
        if pricing.fixed[k]:
            continue
        if out[1, k] == 0.0:  # nobody buys it: no price is better than another
            return np.inf
        f = pricing.firm[k]
        extra = pricing.extra[f, k] if pricing.extra.shape[0] else 0.0
        zeta = pricing.cost[k] - extra + (out[2, k] - pricing.kept[k] * out[0, k]) / out[1, k]
        found[k] = zeta / pricing.kept[k] - price[k]
        if not np.isfinite(found[k]):
            return np.inf
        largest = max(largest, abs(found[k]))
    return largest


@njit(cache=True)
def iterate(
    choice: Any, pricing: Any, start: Array, tolerance: float, maps: int, accelerate: bool, damping: float
) -> tuple[Array, float, int, int]:
    """Prices, largest |ζ(p) − p|, maps used and status, from a start.

    Plain steps p ← p + damping (ζ(p) − p) decide where the search ends, since there can be several
    equilibria. With `accelerate`, once steps are short (and again whenever they are ten times shorter)
    `look_ahead` works out where they seem to lead; that is taken if it `attracts`, as soon as plain steps
    come near it and still nearer. If they do not, they go on to the tolerance themselves.
    """
    n = start.size
    work, out = room(choice, pricing), np.empty((3, n))
    price, now, best = start.copy(), np.zeros(n), start.copy()
    ahead, ahead_size, known = np.zeros(n), np.inf, False
    best_size = np.inf
    scale = mean(start)
    short = SHORT * scale
    used = 0
    while used < maps:
        size = step(choice, pricing, price, work, out, now)
        used += 1
        if size < best_size:
            best_size = size
            copy(price, best)
        if size <= tolerance:
            return price, size, used, CONVERGED
        if not np.isfinite(size):
            return best, best_size, used, ASTRAY
        for k in range(n):
            price[k] += damping * now[k]
        if accelerate and size < short:
            short = 0.1 * size
            found, found_size, taken, status = look_ahead(
                choice, pricing, price, tolerance, SHORT * scale, work, out
            )
            used += taken
            if status == CONVERGED:
                known, taken = attracts(choice, pricing, found, 1e-6 * scale, work, out)
                used += taken
                copy(found, ahead)
                ahead_size = found_size
        if known:
            far = before = 0.0
            for k in range(n):
                far = max(far, abs(price[k] - ahead[k]))
                before = max(before, abs(price[k] - damping * now[k] - ahead[k]))
            if far <= NEAR * scale and far < before:
                return ahead, ahead_size, used, CONVERGED
    return best, best_size, used, TOO_LONG


@njit(cache=True)
def look_ahead(
    choice: Any, pricing: Any, start: Array, tolerance: float, leash: float, work: Any, out: Array
) -> tuple[Array, float, int, int]:
    """Where steps from a start seem to lead: Anderson's combination of the last `MEMORY` steps, `AHEAD` at
    most. One combination goes as far as `REACH` plain steps, or by `leash` where that is farther.

    A combination that doubles the residual is undone for a plain step, and the memory emptied.
    """
    n = start.size
    price, now, leap = start.copy(), np.zeros(n), np.zeros(n)
    last_price, last = np.zeros(n), np.zeros(n)
    moves, changes = np.empty((MEMORY, n)), np.empty((MEMORY, n))
    size = np.inf
    held, leapt = 0, False
    for used in range(1, AHEAD + 1):
        before = size
        size = step(choice, pricing, price, work, out, now)
        if size <= tolerance:
            return price, size, used, CONVERGED
        if leapt and not size <= 2.0 * before:
            for k in range(n):
                price[k] = last_price[k] + last[k]
            held, leapt, size = 1, False, before
            continue
        if not np.isfinite(size):
            return price, size, used, ASTRAY
        if held > 0:
            row = (held - 1) % MEMORY
            for k in range(n):
                moves[row, k], changes[row, k] = price[k] - last_price[k], now[k] - last[k]
        held += 1
        copy(price, last_price)
        copy(now, last)
        copy(now, leap)
        leapt = held > 1
        reach = 1.0
        if leapt:
            far = combined(moves, changes, held - 1, now, 1.0, leap)
            most = max(REACH * size, leash)
            reach = most / far if far > most else 1.0
        for k in range(n):
            price[k] += reach * leap[k]
    return price, size, AHEAD, TOO_LONG


@njit(cache=True)
def attracts(
    choice: Any, pricing: Any, price: Array, nudge: float, work: Any, out: Array
) -> tuple[bool, int]:
    """Whether plain steps that begin near a fixed point come back to it, and the maps used to tell.

    The largest factor by which a step stretches a small distance, by the power method from a direction that
    has all of them in it. Where conditions hold but a profit is least, or at a pass between two humps, some
    distance grows.
    """
    n = price.size
    way, trial, now, rest = np.empty(n), np.empty(n), np.zeros(n), np.zeros(n)
    for k in range(n):
        way[k] = 0.0 if pricing.fixed[k] else np.sin(12.9898 * (k + 1))
    step(choice, pricing, price, work, out, rest)
    growth, length = np.inf, np.sqrt(dot(way, way))
    for used in range(1, TRIED + 1):
        for k in range(n):
            way[k] *= nudge / length
            trial[k] = price[k] + way[k]
        if not np.isfinite(step(choice, pricing, trial, work, out, now)):
            return False, used + 1
        for k in range(n):
            way[k] += now[k] - rest[k]
        length = np.sqrt(dot(way, way))
        before, growth = growth, length / nudge
        if length == 0.0 or (used >= SURE and growth + RISING * max(growth - before, 0.0) < 1.0):
            return True, used + 1
    return growth < 1.0, TRIED + 1


@njit(cache=True)
def copy(a: Array, b: Array) -> None:
    """a into b: ``b[:] = a`` would compile the text of its error message, which takes ten seconds."""
    for k in range(a.size):
        b[k] = a[k]


@njit(cache=True)
def mean(values: Array) -> float:
    """Arithmetic mean."""
    total = 0.0
    for value in values:
        total += value
    return total / values.size


@njit(cache=True, fastmath=REORDER)
def dot(a: Array, b: Array) -> float:
    """Σ a b."""
    total = 0.0
    for k in range(a.size):
        total += a[k] * b[k]
    return total


@njit(cache=True)
def combined(moves: Array, changes: Array, newest: int, now: Array, damping: float, leap: Array) -> float:
    """Anderson's step: damping·f − Σ γ (Δp + damping·Δf) into `leap`, γ by least squares of f on Δf.

    Gram–Schmidt, newest first; a difference that depends on newer ones is left out. Returns the largest move.
    """
    held, n = changes.shape
    basis, carried, left = np.empty((held, n)), np.empty((held, n)), now.copy()
    rank = 0
    for k in range(n):
        leap[k] = damping * now[k]
    for back in range(min(held, newest)):
        row = (newest - 1 - back) % held
        v, m = basis[rank], carried[rank]
        copy(changes[row], v)
        copy(moves[row], m)
        length = np.sqrt(dot(v, v))
        for b in range(rank):
            part = dot(basis[b], v)
            for k in range(n):
                v[k] -= part * basis[b, k]
                m[k] -= part * carried[b, k]
        rest = np.sqrt(dot(v, v))
        if not rest > 1e-8 * length:
            continue
        for k in range(n):
            v[k] /= rest
            m[k] /= rest
        part = dot(v, left)
        for k in range(n):
            left[k] -= part * v[k]
            leap[k] -= part * (m[k] + damping * v[k])
        rank += 1
    far = 0.0
    for k in range(n):
        far = max(far, abs(leap[k]))
    return far

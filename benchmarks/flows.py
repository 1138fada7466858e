"""Cheapest flows of one scenario through a design, and better designs by leaving arcs out and swapping them.

Flows by successive shortest paths with node potentials (Ahuja, Magnanti & Orlin, Network Flows, 1993, 9.7);
the potentials are the duals that a cut of the flow costs is made of.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Flow below this is none, and a design must be cheaper by this to count as better.
NOTHING, BETTER = 1e-9, 1e-6


@njit(cache=True)
def cheapest_flow(
    tail: Any, head: Any, cost: Floats, room: Floats, balance: Floats
) -> tuple[float, Floats, Floats, float, Any]:
    """The cheapest flow that carries the balances through arcs of so much room.

    Parameters
    ----------
    tail, head, cost, room : (arc,) with cost at least 0
    balance : (node,) what leaves a node less what enters it

    Returns
    -------
    Cost (infinite when not all can be carried), flow (arc,), potentials (node,), what is not carried, and the
    nodes that it cannot leave.
    """
    nodes, arcs = balance.size, tail.size
    first, around = _arcs_around(tail, head, nodes)
    left, flow = room.copy(), np.zeros(arcs)
    over, under = np.maximum(balance, 0.0), np.maximum(-balance, 0.0)
    potential = np.zeros(nodes)
    rest = over.sum()
    while rest > 1e-7:
        far, via, done, target = _nearest(tail, head, cost, left, flow, over, under, potential, first, around)
        if target < 0:
            return np.inf, flow, potential, rest, done
        for i in range(nodes):
            potential[i] += far[i] if done[i] else far[target]
        step, i = under[target], target
        while via[i] >= 0:
            a = via[i]
            step = min(step, left[a] if a < arcs else flow[a - arcs])
            i = tail[a] if a < arcs else head[a - arcs]
        step = min(step, over[i])
        over[i] -= step
        under[target] -= step
        rest -= step
        i = target
        while via[i] >= 0:
            a, sign = via[i] % arcs, 1.0 if via[i] < arcs else -1.0
            left[a] -= sign * step
            flow[a] += sign * step
            i = tail[a] if sign > 0.0 else head[a]
    return float((flow * cost).sum()), flow, potential, 0.0, np.zeros(nodes, np.bool_)


@njit(cache=True)
def _arcs_around(tail: Any, head: Any, nodes: int) -> tuple[Any, Any]:
    """By node the arcs that leave it and, numbered from the number of arcs on, those that enter it."""
    arcs = tail.size
    first = np.zeros(nodes + 1, np.int64)
    for a in range(arcs):
        first[tail[a] + 1] += 1
        first[head[a] + 1] += 1
    first = np.cumsum(first)
    at = first[:-1].copy()
    around = np.empty(2 * arcs, np.int64)
    for a in range(arcs):
        around[at[tail[a]]] = a
        at[tail[a]] += 1
        around[at[head[a]]] = a + arcs
        at[head[a]] += 1
    return first, around


@njit(cache=True)
def _nearest(
    tail: Any,
    head: Any,
    cost: Floats,
    left: Floats,
    flow: Floats,
    over: Floats,
    under: Floats,
    potential: Floats,
    first: Any,
    around: Any,
) -> tuple[Floats, Any, Any, int]:
    """Dijkstra from what is still to be sent to the nearest that still lacks; -1 when none is in reach."""
    nodes, arcs = over.size, tail.size
    far = np.where(over > NOTHING, -potential, np.inf)
    via = np.full(nodes, -1)
    done = np.zeros(nodes, np.bool_)
    while True:
        i, least = -1, np.inf
        for j in range(nodes):
            if not done[j] and far[j] < least:
                i, least = j, far[j]
        if i < 0:
            return far, via, done, -1
        if under[i] > NOTHING:
            return far, via, done, i
        done[i] = True
        for at in range(first[i], first[i + 1]):
            e = around[at]
            a = e % arcs
            if e < arcs:
                j, along, more = head[a], cost[a], left[a]
            else:
                j, along, more = tail[a], -cost[a], flow[a]
            reached = far[i] + max(along + potential[i] - potential[j], 0.0)
            if more > NOTHING and reached < far[j] - 1e-12:
                far[j], via[j] = reached, e


@njit(cache=True)
def design_cost(
    tail: Any, head: Any, fixed: Floats, cost: Floats, capacity: Floats, balance: Floats, design: Floats
) -> tuple[float, Floats]:
    """Arcs used and flows of all scenarios, (scenario, arc) and (scenario, node); and the arcs used."""
    total = 0.0
    used = np.zeros(tail.size)
    for k in range(cost.shape[0]):
        worth, flow, _, rest, _ = cheapest_flow(tail, head, cost[k], capacity[k] * design, balance[k])
        if rest > 0.0:
            return np.inf, used
        total += worth
        used[flow > NOTHING] = 1.0
    return total + (used * fixed).sum(), used


@njit(cache=True)
def improve_design(
    tail: Any,
    head: Any,
    fixed: Floats,
    cost: Floats,
    capacity: Floats,
    balance: Floats,
    design: Floats,
    order: Any,
) -> tuple[float, Floats]:
    """A design no worse: arcs left out in this order where that is cheaper, then one put in for one left out.

    Infinite, and no arc, where the design given does not carry everything.
    """
    value, design = design_cost(tail, head, fixed, cost, capacity, balance, design)
    if value == np.inf:
        return value, np.zeros(tail.size)
    for a in order:
        if design[a] > 0.0:
            design[a] = 0.0
            other, used = design_cost(tail, head, fixed, cost, capacity, balance, design)
            if other <= value:
                value, design = other, used
            else:
                design[a] = 1.0
    better = True
    while better:
        better = False
        for b in range(tail.size):
            if design[b] > 0.0:
                continue
            design[b] = 1.0
            other, used = design_cost(tail, head, fixed, cost, capacity, balance, design)
            if other < value - BETTER:
                value, design, better = other, used, True
                continue
            if used[b] > 0.0:  # else no flow wants it
                for a in range(tail.size):
                    if design[a] == 0.0 or a == b:
                        continue
                    design[a] = 0.0
                    other, used = design_cost(tail, head, fixed, cost, capacity, balance, design)
                    if other < value - BETTER:
                        break
                    design[a] = 1.0
            if other < value - BETTER:
                value, design, better = other, used, True
            else:
                design[b] = 0.0
    return value, design

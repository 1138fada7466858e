"""Network design with scenarios: a tree over the arcs alone, cut at every node, flows checked beside.

    min Σ_a f_a y_a + Σ_k θ_k
    cuts of the sets of nodes (`cutsets.py`): w · y ≥ 1 for every whole y that carries what must leave a set
    cuts of the flows of scenario k, from potentials π (Benders 1962):
    θ_k ≥ Σ_i -π_i b_ki + Σ_a min(0, p_k c_ak + π_tail - π_head) u_ak y_a

A good design comes first, by local search from the relaxed one (`flows.py`), so that the tree mostly proves:
an arc whose reduced cost exceeds what is left to the best design is settled (Dantzig, Fulkerson & Johnson
1954). Cuts found with arcs held are written so that they hold everywhere. The tree branches on the arc that
moves the bound most, by looking ahead until it is known from experience (Achterberg, Koch & Martin 2005),
and goes on below a node while its bound is near the least.
"""

from __future__ import annotations

import heapq
import itertools
import time
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cutsets import NOTHING, Cutsets, Row
from flows import cheapest_flow, design_cost, improve_design
from instances import Network
from relaxation import Relaxation
from teikei.base.options import SolveOptions
from teikei.solve.answer import OPTIMAL_GAP, Answer, Status, relative_gap
from teikei.solve.decompose import solve_components
from teikei.solve.interruption import Interruption, interruptible
from teikei.solve.program import CompiledProgram

Floats = NDArray[np.float64]

#: The relaxed program stands still when rounds move it by less than STILL of its value, PATIENCE times.
STILL, PATIENCE = 1e-4, 5
#: Sets looked for a round, and cuts taken, in the relaxed program and at a node of the tree.
ROOT_SETS, NODE_SETS, ROOT_CUTS, NODE_CUTS = 40, 12, 60, 30
#: Searches in vain at a node before its other sets are left, and nodes between two local searches for sets.
FAILS, SEARCH_EVERY = 100, 4
#: Rounds of cuts at a node, while they move the bound by this share of what is left.
ROUNDS, WORTH = 4, 0.02
#: Flow costs may be missed by this share of them.
PAID = 1e-8
#: Solves without effect before a row is set aside, and nodes between two looks at that.
IDLE_ROOT, IDLE, TIDY_EVERY = 6, 8, 3
#: Starts of the local search for a design, arcs thrown in, and nodes between two of them in the tree.
STARTS, THROWN, DESIGN_EVERY = 12, 15, 20
#: Looks ahead after which an arc is known, and arcs in a row that are no better before the best is taken.
KNOWN, ENOUGH = 3, 6
#: A node is gone on from while its bound is within this share of what is left above the least.
NEAR = 0.3


@dataclass(slots=True)
class Node:
    """A part of the designs: arcs held built (lower 1) or not (upper 0), and what none of them is below."""

    bound: float
    lower: Floats
    upper: Floats


class Design:
    """The tree: the relaxed program, the best design, the open nodes, and the bound of all designs."""

    def __init__(self, data: Network, options: SolveOptions, wish: Interruption) -> None:
        self.data, self.options, self.wish = data, options, wish
        self.ends = time.perf_counter() + options.time_limit_s
        scenarios, arcs = data.cost.shape
        most = np.maximum(data.balance, 0.0).sum(axis=1)[:, None]
        self.capacity = np.ascontiguousarray(np.minimum(data.capacity, most), dtype=np.float64)
        self.cost = data.probability[:, None] * data.cost
        self.balance, self.fixed = data.balance.astype(np.float64), data.fixed.astype(np.float64)
        self.net = (data.tail, data.head, self.fixed, self.cost, self.capacity, self.balance)
        self.arcs = np.arange(arcs)
        self.least = np.array([self.flow(k, np.ones(arcs))[0] for k in range(scenarios)])
        self.program = Relaxation(
            np.r_[self.fixed, np.ones(scenarios)],
            np.r_[np.zeros(arcs), self.least],
            np.r_[np.ones(arcs), np.full(scenarios, np.inf)],
        )
        self.sets = Cutsets(data, self.capacity)
        self.rng = np.random.default_rng(0)
        self.value, self.best = np.inf, np.ones(arcs)
        self.open: list[tuple[float, int, Node]] = []
        self.pruned = np.inf  # the least bound of a node that was left because of the best design
        self.nodes = 0
        self._number = itertools.count()
        self._seen = np.zeros((arcs, 3))  # looks ahead at an arc, and gains a unit without it and with it

    @property
    def enough(self) -> float:
        """A bound from which on no design is better by more than the gap asked for."""
        return self.value - self.options.gap * abs(self.value)

    def late(self) -> bool:
        return self.wish.wanted or time.perf_counter() > self.ends

    def flow(self, k: int, y: Floats) -> tuple[float, Floats, float, Any]:
        """Scenario k through arcs y: cost, potentials, what is missing, and the nodes it cannot leave."""
        worth, _, potential, rest, inside = cheapest_flow(
            self.data.tail, self.data.head, self.cost[k], self.capacity[k] * y, self.balance[k]
        )
        return worth, potential, rest, inside

    def offer(self, design: Floats) -> None:
        """Keep a design, without the arcs that no flow uses, if it is the best."""
        value, used = design_cost(*self.net, design)
        if value < self.value:
            self.value, self.best = value, used

    def improve(self, y: Floats, starts: int) -> None:
        """Local search from the arcs of y, then from them with others thrown in and the order changed."""
        for start in range(starts):
            if self.late():
                return
            design = (y > NOTHING).astype(np.float64)
            liking = y * self.rng.uniform(0.2, 1.8, y.size) if start else y
            if start:
                design[self.rng.choice(y.size, min(THROWN, y.size), replace=False)] = 1.0
            value, design = improve_design(*self.net, design, np.argsort(liking, kind="stable"))
            if value < self.value:
                self.value, self.best = value, design

    def cut(self, node: Node, y: Floats, theta: Floats, search: int, root: bool) -> int:
        """Put in cuts that y and θ miss; how many."""
        count = self.program.bring_back()
        if count >= 5:
            return count
        reduced = self.program.reduced[self.arcs]
        flows = [self.flow(k, y) for k in range(theta.size)]
        missed = [inside for _, _, rest, inside in flows if rest > 1e-6]
        if missed:
            self.sets.add(np.array(missed))
        if search:
            self.sets.search(y, search)
        most, fails = (ROOT_CUTS, y.size**2) if root else (NODE_CUTS, FAILS)
        rows = self.sets.cuts(y, reduced, node.lower, node.upper, most, fails)
        for k, (worth, potential, rest, _) in enumerate(flows):
            if rest == 0.0 and worth > theta[k] + PAID * max(1.0, worth):
                rows.append(self.flow_cut(k, potential))
        if not rows and (np.abs(y - np.round(y)) < NOTHING).all():
            # The arcs of y out of a set do not carry what must leave it, so one more is wanted.
            for inside in missed:
                more = self.arcs[inside[self.data.tail] & ~inside[self.data.head] & (y < 0.5)]
                rows.append(Row(more, np.ones(more.size), 1.0))
        self.program.add(rows)
        return count + len(rows)

    def flow_cut(self, k: int, potential: Floats) -> Row:
        """What these potentials say of the flow costs of scenario k, of whatever arcs."""
        left = self.cost[k] + potential[self.data.tail] - potential[self.data.head]
        slope = np.minimum(left, 0.0) * self.capacity[k]
        used = np.flatnonzero(slope < 0)
        constant = float(-potential @ self.balance[k])
        return Row(np.r_[self.arcs.size + k, used], np.r_[1.0, -slope[used]], constant - 1e-9 * abs(constant))

    def cheapest(self) -> Floats:
        """(arc,) what flows when an arc costs what it does by unit carried at best, over all scenarios."""
        chance = self.data.probability[:, None]
        cost = self.cost + chance * self.fixed / np.maximum(self.capacity, NOTHING)
        flows = (
            cheapest_flow(self.data.tail, self.data.head, each, room, balance)[1]
            for each, room, balance in zip(cost, self.capacity, self.balance, strict=True)
        )
        return np.asarray(sum(flows))

    def point(self) -> tuple[Floats, Floats]:
        """Arcs and flow costs of the relaxed program as last solved."""
        return np.clip(self.program.x[self.arcs], 0.0, 1.0), self.program.x[self.arcs.size :]

    def relax(self) -> Node:
        """Cut the relaxed program until it stands still: the node of all designs."""
        self.improve(self.cheapest(), 1)
        node = Node(float(self.least.sum()), np.zeros(self.arcs.size), np.ones(self.arcs.size))
        still = 0
        while not self.late():
            value = self.program.solve()
            gain, node.bound = value - node.bound, max(node.bound, value)
            still = still + 1 if gain < STILL * abs(value) else 0
            y, theta = self.point()
            if not self.cut(node, y, theta, ROOT_SETS, root=True) or still >= PATIENCE:
                break
            self.program.set_aside(IDLE_ROOT)
        self.improve(self.point()[0], STARTS)
        return node

    def settle(self, node: Node, value: float) -> bool:
        """Hold arcs whose reduced cost exceeds what is left to the best design; whether there are such."""
        y, reduced = self.program.x[self.arcs], self.program.reduced[self.arcs]
        out = (y < NOTHING) & (value + reduced >= self.enough) & (node.upper > 0.5)
        into = (y > 1 - NOTHING) & (value - reduced >= self.enough) & (node.lower < 0.5)
        node.upper[out], node.lower[into] = 0.0, 1.0
        return bool(out.any() or into.any())

    def bound_node(self, node: Node) -> tuple[bool, bool]:
        """Solve and cut the program at a node: whether it is done with, and whether its arcs are whole."""
        value = -np.inf
        search = NODE_SETS if self.nodes % SEARCH_EVERY == 0 else 0
        for round_ in itertools.count():
            self.program.hold(self.arcs, node.lower, node.upper)
            before, value = value, self.program.solve(self.enough)
            node.bound = max(node.bound, value)
            if node.bound >= self.enough:
                return True, False
            y, theta = self.point()
            whole = bool((np.abs(y - np.round(y)) < NOTHING).all())
            settled = self.settle(node, value)
            if not whole and (
                round_ >= ROUNDS or value - before < WORTH * (min(self.value, 2 * value) - value)
            ):
                return False, False
            if self.cut(node, y, theta, 0 if round_ else search, root=False) == 0 and not settled:
                if whole:
                    self.offer(np.round(y))
                return whole, whole
            if self.late():
                return False, whole
        raise AssertionError("unreachable")

    def choose(self, node: Node) -> tuple[int, Floats] | None:
        """The arc to branch on and the gains without it and with it; None where looking ahead settled one."""
        y, _ = self.point()
        value = node.bound
        left = min(self.value, 2 * value) - value
        least = 1e-3 * left
        arcs = np.flatnonzero((np.abs(y - np.round(y)) > NOTHING) & (node.lower < node.upper))
        parts = np.c_[y[arcs], 1.0 - y[arcs]]
        looks = self._seen[arcs, 0]
        known = self._seen[self._seen[:, 0] > 0]
        usual = (known[:, 1:] / known[:, :1]).mean(axis=0) if known.size else np.ones(2)
        own = self._seen[arcs, 1:] / np.maximum(looks, 1.0)[:, None]
        gains = np.minimum(np.where(looks[:, None] > 0, own, usual) * parts, left)
        best, score, vain = -1, -1.0, 0
        for at in np.argsort(-np.maximum(gains, least).prod(axis=1), kind="stable"):
            arc = arcs[at : at + 1]
            if looks[at] < KNOWN:
                ahead = [self.program.look_ahead(int(arc[0]), side, self.enough) for side in (0.0, 1.0)]
                self.program.hold(arc, node.lower[arc], node.upper[arc])
                gains[at] = np.clip(np.array(ahead) - value, 0.0, left)
                self._seen[arc[0]] += np.r_[1.0, gains[at] / np.maximum(parts[at], 0.05)]
                if max(ahead) >= self.enough:
                    if ahead[0] >= self.enough:
                        node.lower[arc] = 1.0
                    if ahead[1] >= self.enough:
                        node.upper[arc] = 0.0
                    return None
            here = float(np.maximum(gains[at], least).prod())
            best, score, vain = (int(at), here, 0) if here > score else (best, score, vain + 1)
            if vain >= ENOUGH:
                break
        return int(arcs[best]), gains[best]

    def put(self, node: Node) -> None:
        heapq.heappush(self.open, (node.bound, next(self._number), node))

    def prove(self, root: Node) -> None:
        """Branch until no open node allows a better design, or time is up."""
        node: Node | None = root
        while not self.late():
            if node is None:
                if not self.open:
                    return
                node = heapq.heappop(self.open)[2]
            if node.bound >= self.enough or (node.lower > node.upper).any():
                self.pruned = min(self.pruned, node.bound) if node.bound >= self.enough else self.pruned
                node = None
                continue
            self.nodes += 1
            if self.nodes % TIDY_EVERY == 0:
                self.program.set_aside(IDLE)
            done, whole = self.bound_node(node)
            if done:
                self.pruned = min(self.pruned, node.bound)
                node = None
                continue
            if self.nodes % DESIGN_EVERY == 0:
                self.improve(self.point()[0], 1)
            if self.late():
                break
            if not whole:
                node = self.branch(node)
        if node is not None:
            self.put(node)

    def branch(self, node: Node) -> Node:
        """The node itself where an arc was settled; else the half to go on with, the other is put aside."""
        chosen = self.choose(node)
        if chosen is None:
            return node
        arc, gains = chosen
        without = Node(node.bound, node.lower.copy(), node.upper.copy())
        with_ = Node(node.bound, node.lower.copy(), node.upper.copy())
        without.upper[arc], with_.lower[arc] = 0.0, 1.0
        first, second = (without, with_) if gains[0] <= gains[1] else (with_, without)
        self.put(second)
        least = self.open[0][0]
        if node.bound <= least + NEAR * (min(self.value, 2 * least) - least):
            return first
        self.put(first)
        return heapq.heappop(self.open)[2]

    @property
    def bound(self) -> float:
        """No design is cheaper than this."""
        return min([self.value, self.pruned, *(bound for bound, _, _ in self.open[:1])])


def solve_network(data: Network, program: CompiledProgram, options: SolveOptions) -> Answer:
    """Solve a network design; ``program`` is the whole, in which the design found is worth what is answered.

    Ctrl-C and the time limit end the search with the best design and the bound so far.
    """
    with interruptible() as wish:
        design = Design(data, options, wish)
        if not np.isfinite(design.least).all():  # not even all arcs carry everything
            return solve_components(program, options)
        design.prove(design.relax())
        late = design.late()
    build = program.block("build").ids
    held = solve_components(program.with_bounds(build, design.best, design.best), options)
    bound = min(design.bound, held.value)
    gap = relative_gap(held.value, bound)
    status: Status = "optimal" if gap <= OPTIMAL_GAP else "interrupted" if late else "gap"
    return replace(held, status=status, bound=bound, gap=gap)

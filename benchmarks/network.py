"""Network design with scenarios, from its cutsets: a program of arcs alone, flows checked after.

    min Σ_a f_a y_a + Σ_k θ_k     a flow of scenario k fits into the arcs y if and only if, for every set S,
    Σ_{a leaves S} u_ak y_a ≥ balance_k(S)      (Gale 1957)

All scenarios' rows of one S hold for the same y: a cut of them together (`solve/covers.py`) says what no
scenario alone says. Sets are looked for by local search: what y builds out of S, less the fewest arcs that
can carry what must leave it. θ_k is at least what the duals of its flow say (Benders 1962).

Three rounds: the relaxed program; whole arcs out of those that it likes, which gives a design; whole arcs
out of all that are not ruled out by their reduced cost.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from instances import Network
from teikei.base.options import SolveOptions
from teikei.solve.answer import OPTIMAL_GAP, Answer, Status, relative_gap
from teikei.solve.covers import strongest_cut
from teikei.solve.decompose import solve_components
from teikei.solve.highs import Interruption, Solver, interruptible
from teikei.solve.program import CompiledProgram, Program

Floats = NDArray[np.float64]
Sets = NDArray[np.bool_]

#: Sets tried a round besides those of one node and of all but one; steps of the local search.
RANDOM_SETS, STEPS = 40, 40
#: A set is worth a search for a cut while y builds less than this many arcs too many out of it.
CLOSE = 0.8
#: The relaxed program stands still when rounds move it by less than STILL of its value, PATIENCE times.
STILL, PATIENCE = 2e-4, 3
#: Share of the gap left that a program of whole arcs may leave before its cuts are looked for.
LOOSE = 0.25
#: The gap of the first program of whole arcs; the one that ends the second round and begins the third.
FIRST, SECOND = 0.02, 1e-3
#: Arcs of the second round: reduced cost at most this share of the middle fixed cost.
LIKED = 0.35


@njit(cache=True)
def _spare(
    inside: Any, y: Floats, tail: Any, head: Any, capacity: Floats, order: Any, balance: Floats
) -> float:
    """What y builds out of a set less the fewest arcs that carry, by scenario, what must leave it."""
    fewest = 0
    for k in range(capacity.shape[0]):
        rest = 0.0
        for i in range(inside.size):
            if inside[i]:
                rest += balance[k, i]
        count = 0
        for a in order[k]:
            if rest <= 0.0:
                break
            if inside[tail[a]] and not inside[head[a]]:
                rest -= capacity[k, a]
                count += 1
        fewest = max(fewest, count)
    if fewest == 0:
        return np.inf
    built = 0.0
    for a in range(tail.size):
        if inside[tail[a]] and not inside[head[a]]:
            built += y[a]
    return built - fewest


@njit(cache=True)
def _spare_arcs(
    sets: Any, y: Floats, tail: Any, head: Any, capacity: Floats, order: Any, balance: Floats
) -> Floats:
    spare = np.empty(sets.shape[0])
    for s in range(sets.shape[0]):
        spare[s] = _spare(sets[s], y, tail, head, capacity, order, balance)
    return spare


@njit(cache=True)
def _improve(
    sets: Any, y: Floats, tail: Any, head: Any, capacity: Floats, order: Any, balance: Floats
) -> Floats:
    """Move nodes in or out of each set, in place, while that lowers its spare arcs; these."""
    spare = np.empty(sets.shape[0])
    for s in range(sets.shape[0]):
        inside = sets[s]
        least = _spare(inside, y, tail, head, capacity, order, balance)
        for _ in range(STEPS):
            best = -1
            for i in range(inside.size):
                inside[i] = not inside[i]
                other = _spare(inside, y, tail, head, capacity, order, balance)
                if other < least - 1e-9:
                    least, best = other, i
                inside[i] = not inside[i]
            if best < 0:
                break
            inside[best] = not inside[best]
        spare[s] = least
    return spare


@njit(cache=True)
def _shortfall(y: Floats, tail: Any, head: Any, capacity: Floats, balance: Floats) -> tuple[float, Any]:
    """What cannot be carried in one scenario, and the set of nodes that it cannot leave."""
    nodes = balance.size
    room = np.zeros((nodes + 2, nodes + 2))
    source, sink = nodes, nodes + 1
    room[source, :nodes] = np.maximum(balance, 0.0)
    room[:nodes, sink] = np.maximum(-balance, 0.0)
    rest = room[source].sum()
    for a in range(tail.size):
        room[tail[a], head[a]] += capacity[a] * y[a]
    before = np.empty(nodes + 2, np.int64)
    queue = np.empty(nodes + 2, np.int64)
    while True:
        before[:] = -1
        before[source], queue[0] = source, source
        first, last = 0, 1
        while first < last and before[sink] < 0:
            i = queue[first]
            first += 1
            for j in range(nodes + 2):
                if before[j] < 0 and room[i, j] > 1e-9:
                    before[j], queue[last] = i, j
                    last += 1
        if before[sink] < 0:
            return rest, before[:nodes] >= 0
        step, j = np.inf, sink
        while j != source:
            step, j = min(step, room[before[j], j]), before[j]
        j = sink
        while j != source:
            i = before[j]
            room[i, j] -= step
            room[j, i] += step
            j = i
        rest -= step


class Design:
    """The program of arcs and flow costs, growing by cuts; bound and best design found so far."""

    def __init__(self, data: Network, options: SolveOptions, wish: Interruption) -> None:
        self.data, self.options, self.wish = data, options, wish
        self.ends = time.perf_counter() + options.time_limit_s
        scenarios, arcs = data.cost.shape
        self.nodes = data.balance.shape[1]
        self.capacity = np.minimum(data.capacity, np.maximum(data.balance, 0.0).sum(axis=1)[:, None]).astype(
            np.float64
        )
        order = np.argsort(-self.capacity, axis=1)
        self.net = (data.tail, data.head, self.capacity, order, data.balance)
        self.flows = [self._flow_program(k) for k in range(scenarios)]
        self.master = Program("design", "min")
        self.build = self.master.add_columns(
            "build", {"arc": np.arange(arcs)}, upper=1, objective=data.fixed, integer=True
        )
        everything = np.ones(arcs)
        least = np.array([self.flow(k, everything)[0] for k in range(scenarios)])
        self.theta = self.master.add_columns(
            "cost", {"scenario": np.arange(scenarios)}, lower=least, objective=1
        )
        self.rng = np.random.default_rng(0)
        each = np.eye(self.nodes, dtype=np.bool_)
        self.sets: Sets = np.concatenate([each, ~each])
        self.known: set[bytes] = {one.tobytes() for one in self.sets}
        self.bound, self.value, self.best = -np.inf, np.inf, everything
        self.start: Floats | None = None

    def _flow_program(self, k: int) -> Solver:
        """Flows of one scenario whose capacities are bounds of the columns, costs times its probability."""
        data = self.data
        p = Program("flow", "min")
        cost = data.probability[k] * data.cost[k]
        flow = p.add_columns(
            "flow", {"arc": np.arange(data.tail.size)}, upper=self.capacity[k], objective=cost
        )
        p.add_rows(
            "balance",
            {"node": np.arange(self.nodes)},
            lower=data.balance[k],
            upper=data.balance[k],
            rows=np.r_[data.tail, data.head],
            columns=np.r_[flow.ids, flow.ids],
            values=np.repeat([1.0, -1.0], data.tail.size),
        )
        return Solver(p.compile())

    def flow(self, k: int, y: Floats) -> tuple[float, float, Floats]:
        """Cost of scenario k's flows through arcs y, and by their duals cost_k ≥ constant + slope · y."""
        solver = self.flows[k]
        solver.change_bounds(np.arange(y.size), 0.0, self.capacity[k] * y)
        answer = solver.solve(self.options)
        if not answer.found:
            return np.inf, 0.0, np.zeros(y.size)
        duals = answer.row_duals
        left = self.data.probability[k] * self.data.cost[k] - duals[self.data.tail] + duals[self.data.head]
        return answer.value, float(duals @ self.data.balance[k]), np.minimum(left, 0.0) * self.capacity[k]

    def add(self, columns: Any, values: Floats, lower: float) -> None:
        """One more row of the master."""
        self.master.add_rows(
            f"cut{self.master.row_count}",
            {},
            lower=lower,
            rows=np.zeros(len(columns)),
            columns=columns,
            values=values,
        )

    def cut_sets(self, y: Floats) -> int:
        """Put in what y misses of the sets known and found from it; how many cuts."""
        data = self.data
        drawn = self.rng.random((RANDOM_SETS, self.nodes)) < self.rng.random((RANDOM_SETS, 1))
        tried = np.concatenate([self.sets[: 2 * self.nodes], drawn])
        spare = _improve(tried, y, *self.net)
        missed: list[Sets] = []
        for k in range(len(self.flows)):
            missing, inside = _shortfall(y, data.tail, data.head, self.capacity[k], data.balance[k])
            if missing > 1e-6:
                missed.append(inside)
        found = [*tried[spare < CLOSE], *missed]
        fresh = {one.tobytes(): one for one in found if one.tobytes() not in self.known}
        self.known |= set(fresh)
        self.sets = np.concatenate([self.sets, *(one[None] for one in fresh.values())])
        near = _spare_arcs(self.sets, y, *self.net) < CLOSE
        count = sum(self.cut_set(inside, y) for inside in self.sets[near])
        if count == 0 and (y == np.round(y)).all():
            # The arcs of y out of a set do not carry its needs, so one more is wanted.
            for inside in missed:
                more = self.leaving(inside)
                more = more[y[more] == 0.0]
                self.add(self.build.ids[more], np.ones(more.size), 1.0)
            count = len(missed)
        return count

    def leaving(self, inside: Sets) -> NDArray[np.int64]:
        return np.flatnonzero(inside[self.data.tail] & ~inside[self.data.head])

    def cut_set(self, inside: Sets, y: Floats) -> bool:
        """Put in the cut of one set of nodes that y misses by most, if any."""
        arcs = self.leaving(inside)
        needs = self.data.balance @ inside
        rows = needs > 0
        if not rows.any():
            return False
        amounts = np.ascontiguousarray(self.capacity[np.ix_(rows, arcs)])
        missed, weights = strongest_cut(y[arcs], amounts, needs[rows].astype(np.float64))
        if missed == 0.0:
            return False
        used = weights > 0
        self.add(self.build.ids[arcs[used]], weights[used], 1.0)
        return True

    def cut_costs(self, y: Floats, theta: Floats) -> tuple[int, Floats]:
        """Put in what the flows through y say of their costs; how many cuts, and the costs."""
        costs = np.empty(theta.size)
        count = 0
        for k in range(theta.size):
            costs[k], constant, slope = self.flow(k, y)
            if np.isfinite(costs[k]) and costs[k] > theta[k] + 1e-7 * max(1.0, abs(costs[k])):
                used = slope < 0
                self.add(
                    np.r_[self.theta.ids[k], self.build.ids[used]],
                    np.r_[1.0, -slope[used]],
                    constant - 1e-9 * abs(constant),
                )
                count += 1
        return count, costs

    def late(self) -> bool:
        return self.wish.wanted or time.perf_counter() > self.ends

    def relaxed(self) -> Answer:
        """The program as it stands, arcs in parts allowed."""
        program = self.master.compile()
        answer = Solver(replace(program, integer=np.zeros_like(program.integer))).solve(self.options)
        self.bound = max(self.bound, answer.bound)
        return answer

    def relax(self) -> None:
        """Cut the relaxed program until it stands still."""
        still, before = 0, -np.inf
        while not self.late():
            answer = self.relaxed()
            y = np.clip(answer.x[self.build.ids], 0.0, 1.0)
            gain, before = answer.value - before, answer.value
            count = self.cut_sets(y)
            if count == 0 or gain < 10 * STILL * abs(answer.value):
                count += self.cut_costs(y, answer.x[self.theta.ids])[0]
            still = still + 1 if gain < STILL * abs(answer.value) else 0
            if count == 0 or still >= PATIENCE:
                return

    def choose(self, allowed: Sets, gap: float) -> float:
        """Cut designs of whole arcs, out of those allowed, until none is better; the bound of all of them."""
        closed = self.build.ids[~allowed]
        bound, loose = -np.inf, SECOND if np.isfinite(self.value) else FIRST
        while not self.late():
            program = self.master.compile().with_bounds(closed, 0.0, 0.0)
            seconds = max(self.ends - time.perf_counter(), 0.1)
            asked = replace(self.options, gap=max(loose, gap), time_limit_s=seconds)
            answer = Solver(program).solve(asked, self.start)
            bound = max(bound, answer.bound)
            if not answer.found or self.late():
                break
            y = np.round(answer.x[self.build.ids])
            count = self.cut_sets(y)
            more, costs = self.cut_costs(y, answer.x[self.theta.ids])
            total = float(self.data.fixed @ y + costs.sum())
            if total < self.value:
                self.value, self.best, self.start = total, y, np.r_[y, costs]
            left = (self.value - bound) / self.value if np.isfinite(self.value) else 1.0
            if left <= gap or (count + more == 0 and loose <= gap):
                break
            loose = min(loose, LOOSE * left) if count + more else LOOSE * loose
        return bound


def solve_network(data: Network, program: CompiledProgram, options: SolveOptions) -> Answer:
    """Solve a network design; ``program`` is the whole, in which the design found is worth what is answered.

    Ctrl-C and the time limit end the search with the best design and the bound so far.
    """
    with interruptible() as wish:
        design = Design(data, options, wish)
        design.relax()
        liked = design.relaxed().reduced_costs[design.build.ids] <= LIKED * np.median(data.fixed)
        design.choose(liked, SECOND)
        relaxed = design.relaxed()
        beyond = relaxed.bound + relaxed.reduced_costs[design.build.ids]
        # What is ruled out would cost more than the design found, so it cannot hide a better one.
        bound = design.choose(beyond <= design.value + options.gap * abs(design.value), options.gap)
        bound = max(design.bound, min(bound, design.value))
        late = design.late()
    build = program.block("build").ids
    held = solve_components(program.with_bounds(build, design.best, design.best), options)
    bound = min(bound, held.value)
    gap = relative_gap(held.value, bound)
    status: Status = "optimal" if gap <= OPTIMAL_GAP else "interrupted" if late else "gap"
    return replace(held, status=status, bound=bound, gap=gap)

"""Programs that fall into parts once some whole columns are held: a search over those columns alone.

    value = max_y value(y),    value(y) = Σ_k value_k(y)     (y the columns of the first stage, k the parts)

The relaxed program bounds every box of y; where its y is whole, that y is held and the parts are solved one
by one, exactly. A box is split until its bound is no better than the best value found. Best bound first, so
the bound of the whole is that of the box on top.

Source: Laporte & Louveaux, The integer L-shaped method (1993), with the relaxed program in place of cuts.
"""

from __future__ import annotations

import heapq
import time
from dataclasses import dataclass, field, replace

import numpy as np

from teikei.base.options import SolveOptions
from teikei.solve.answer import OPTIMAL_GAP, Answer, Status, relative_gap, without_point
from teikei.solve.blocks import Floats, Ids
from teikei.solve.decompose import solve_components
from teikei.solve.highs import Solver
from teikei.solve.program import CompiledProgram

#: A relaxed column this near a whole number counts as whole.
WHOLE = 1e-6


@dataclass(order=True)
class _Box:
    rank: float
    number: int
    lower: Floats = field(compare=False)
    upper: Floats = field(compare=False)
    y: Floats = field(compare=False)


@dataclass
class _Search:
    """What has been found: the best point, the best bound of boxes and leaves left aside, answers by y."""

    program: CompiledProgram
    first: Ids
    options: SolveOptions
    ends: float
    best: Answer | None = None
    aside: float = -np.inf
    leaves: dict[bytes, float] = field(default_factory=dict)
    late: bool = False
    boxes: list[_Box] = field(default_factory=list)
    nodes: int = 0

    def beaten(self, rank: float) -> bool:
        """Whether a bound (signed, to be maximised) is within the gap of the best value."""
        if self.best is None:
            return False
        value = self.program.sign * self.best.value
        return rank <= value + self.options.gap * abs(value)

    def open(self, relaxed: Solver, lower: Floats, upper: Floats) -> None:
        """Bound a box, and put it on the heap unless it is empty or beaten."""
        relaxed.change_bounds(self.first, lower, upper)
        left = max(self.ends - time.perf_counter(), 0.1)
        answer = relaxed.solve(replace(self.options, time_limit_s=left))
        self.nodes += 1
        if answer.status == "infeasible":
            return
        rank = self.program.sign * answer.bound if np.isfinite(answer.bound) else np.inf
        if self.beaten(rank):
            self.aside = max(self.aside, rank)
            return
        y = answer.x[self.first] if answer.found else 0.5 * (lower + upper)
        heapq.heappush(self.boxes, _Box(-rank, self.nodes, lower, upper, y))

    def hold(self, y: Floats) -> float:
        """Solve the parts with y held; the bound of that y (signed), remembered."""
        known = self.leaves.get(y.tobytes())
        if known is not None:
            return known
        answer = solve_components(self.program.with_bounds(self.first, y, y), self.options)
        sign = self.program.sign
        self.late |= answer.status in ("time_limit", "interrupted")
        if answer.found and (self.best is None or sign * answer.value > sign * self.best.value):
            self.best = answer
        bound = -np.inf if answer.status == "infeasible" else sign * answer.bound
        self.leaves[y.tobytes()] = bound
        return bound


def solve_by_stage(program: CompiledProgram, first: Ids, options: SolveOptions) -> Answer:
    """Solve a program by searching over its columns ``first``, whole and bounded.

    ``time_limit_s`` holds for the whole search; the answer then has the best point and the bound of what is
    left.
    Duals are those of the parts with the best y held. Ctrl-C ends the search likewise.

    >>> from teikei.solve.program import Program
    >>> p = Program("toy")
    >>> y = p.add_columns("y", {}, upper=1, objective=-3, integer=True)
    >>> x = p.add_columns("x", {"k": [0, 1]}, upper=4, objective=1, integer=True)
    >>> two = {"k": [0, 1]}
    >>> _ = p.add_rows("open", two, upper=0, rows=[0, 0, 1, 1], columns=[1, 0, 2, 0], values=[2, -7, 2, -7])
    >>> solve_by_stage(p.compile(), y.ids, SolveOptions()).value  # 3 + 3 - 3, for x ≤ 7/2
    3.0
    """
    began = time.perf_counter()
    search = _Search(program, first, options, began + options.time_limit_s)
    relaxed = Solver(replace(program, integer=np.zeros_like(program.integer)))
    search.open(relaxed, program.column_lower[first].copy(), program.column_upper[first].copy())
    while search.boxes and not search.late and time.perf_counter() < search.ends:
        box = heapq.heappop(search.boxes)
        if search.beaten(-box.rank):
            search.aside = max(search.aside, -box.rank)
            continue
        y = np.round(box.y)
        if (np.abs(box.y - y) <= WHOLE).all():
            bound = search.hold(y)
            if (box.lower == box.upper).all():
                search.aside = max(search.aside, bound)
                continue
        for lower, upper in _halves(box, y):
            search.open(relaxed, lower, upper)
    search.aside = max([search.aside, *(-box.rank for box in search.boxes)])
    return _answer(search, began)


def _halves(box: _Box, whole: Floats) -> list[tuple[Floats, Floats]]:
    """The box split at its most broken column; where all are whole, at the widest."""
    broken = np.abs(box.y - whole)
    at = int(np.argmax(broken)) if broken.max() > WHOLE else int(np.argmax(box.upper - box.lower))
    cut = np.floor(box.y[at] + WHOLE)
    if cut >= box.upper[at]:
        cut = box.upper[at] - 1.0
    below, above = box.upper.copy(), box.lower.copy()
    below[at], above[at] = cut, cut + 1.0
    return [(box.lower, below), (above, box.upper)]


def _answer(search: _Search, began: float) -> Answer:
    program = search.program
    seconds = time.perf_counter() - began
    ended = not search.boxes and not search.late
    if search.best is None:
        status: Status = "infeasible" if ended else "time_limit"
        return without_point(
            status, program.sense, program.matrix.shape, seconds, program.sign * search.aside
        )
    best = search.best
    bound = program.sign * max(search.aside, program.sign * best.value)
    gap = relative_gap(best.value, bound)
    status = "time_limit" if not ended else "optimal" if gap <= OPTIMAL_GAP else "gap"
    return replace(best, status=status, bound=bound, gap=gap, seconds=seconds, nodes=search.nodes)

"""The solver: HiGHS, held persistently, handed whole arrays; the only file that imports highspy.

Every solve is deterministic (fixed seed, one thread unless asked) as long as the clock does not stop it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar, TypeAlias

import highspy
import numpy as np
from numpy.typing import ArrayLike

from teikei.base.errors import Fault, SolverError
from teikei.base.options import SolveOptions
from teikei.solve.answer import OPTIMAL_GAP, Answer, Progress, Status, relative_gap, without_point
from teikei.solve.blocks import Floats
from teikei.solve.interruption import Interruption, interruptible
from teikei.solve.program import CompiledProgram

OnProgress: TypeAlias = Callable[[Progress], None]

TOLERANCE = 1e-9
RELAXED_TOLERANCE = 1e-7
PROGRESS_EVERY_S = 0.25
POLISH_S = 10.0
_STATUS: Any = highspy.HighsModelStatus
_CALLBACKS = highspy.cb.HighsCallbackType


class Solver:
    """One program kept inside HiGHS, whose bounds and costs may change between solves.

    >>> from teikei.solve.program import Program
    >>> p = Program("toy")
    >>> x = p.add_columns("x", {}, upper=4, objective=3.0)
    >>> solver = Solver(p.compile())
    >>> solver.solve(SolveOptions()).value
    12.0
    >>> solver.change_bounds(x.ids, 0, 5)
    >>> solver.solve(SolveOptions()).value
    15.0
    """

    #: HiGHS keeps one pool of threads a process, made at the first solve; its size says when to remake it.
    _threads_in_use: ClassVar[int | None] = None

    def __init__(self, program: CompiledProgram) -> None:
        self.program = program
        self._wish = Interruption()
        self._highs = _load(program, integer=True)

    def change_bounds(self, columns: ArrayLike, lower: ArrayLike, upper: ArrayLike) -> None:
        """Give columns other bounds; the basis of the last solve is kept."""
        ids, low, high = _aligned(columns, lower, upper)
        self.program = self.program.with_bounds(ids, low, high)
        _demand_ok(self._highs.changeColsBounds(ids.size, ids, low, high), self.program.name)

    def change_objective(self, columns: ArrayLike, values: ArrayLike) -> None:
        """Give columns other objective coefficients."""
        ids, gains, _ = _aligned(columns, values, 0.0)
        self.program = self.program.with_objective(ids, gains)
        _demand_ok(self._highs.changeColsCost(ids.size, ids, gains), self.program.name)

    def change_row_bounds(self, rows: ArrayLike, lower: ArrayLike, upper: ArrayLike) -> None:
        """Give rows other bounds; the basis of the last solve is kept."""
        ids, low, high = _aligned(rows, lower, upper)
        self.program = self.program.with_row_bounds(ids, low, high)
        _demand_ok(self._highs.changeRowsBounds(ids.size, ids, low, high), self.program.name)

    def stop(self) -> None:
        """End the running solve with its best point; may be called from another thread."""
        self._wish.wanted = True

    def solve(
        self,
        options: SolveOptions,
        start: Floats | None = None,
        on_progress: OnProgress | None = None,
    ) -> Answer:
        """Solve the program as it stands.

        Parameters
        ----------
        start : (column,) a point to begin from (mixed-integer programs only); it need not be feasible
        on_progress : called about four times a second with value, bound and gap; must not touch the solver

        Infeasible and unbounded programs give an `Answer` of that status; nothing is raised for them.
        Raises SolverError when HiGHS refuses the program or breaks down.
        """
        began = time.perf_counter()
        if self.program.matrix.shape[1] == 0:
            return _solve_empty(self.program, options)
        with interruptible() as wish:
            self._wish = wish
            near = start is not None and bool(self.program.integer.any())
            if near:
                solution = highspy.HighsSolution()
                solution.col_value = np.asarray(start, dtype=np.float64)
                self._highs.setSolution(solution)
            status = self._run(self._highs, options, on_progress, began, near)
            if status in (_STATUS.kUnboundedOrInfeasible, _STATUS.kUnbounded):
                status = self._tell_apart(options, began)
            return self._read(status, options, began)

    def _run(
        self,
        highs: Any,
        options: SolveOptions,
        on_progress: OnProgress | None,
        began: float,
        near: bool = False,
    ) -> Any:
        _set_options(highs, options, self.program)
        # Smaller programs around a good start soon hold a better point, and the tree is cut by it.
        highs.setOptionValue("mip_heuristic_run_rins", options.sub_mips or near)
        listener = _Listener(self._wish, on_progress, began)
        if Solver._threads_in_use not in (None, options.threads):
            highspy.Highs.resetGlobalScheduler(True)
        Solver._threads_in_use = options.threads
        highs.setCallback(listener, None)
        for kind in (_CALLBACKS.kCallbackMipInterrupt, _CALLBACKS.kCallbackSimplexInterrupt):
            highs.startCallback(kind)
        outcome = highs.run()
        for kind in (_CALLBACKS.kCallbackMipInterrupt, _CALLBACKS.kCallbackSimplexInterrupt):
            highs.stopCallback(kind)
        if listener.error is not None:
            raise listener.error
        if outcome == highspy.HighsStatus.kError:
            raise _failed(self.program.name, highs.modelStatusToString(highs.getModelStatus()))
        return highs.getModelStatus()

    def _tell_apart(self, options: SolveOptions, began: float) -> Any:
        """Unbounded or infeasible: without an objective only an infeasible program has no answer."""
        bare = _load(self.program.with_objective(np.arange(self.program.objective.size), 0.0), integer=True)
        status = self._run(bare, options, None, began)
        return _STATUS.kUnbounded if status == _STATUS.kOptimal else status

    def _read(self, status: Any, options: SolveOptions, began: float) -> Answer:
        program = self.program
        words: dict[Any, Status] = {
            _STATUS.kInfeasible: "infeasible",
            _STATUS.kUnbounded: "unbounded",
            _STATUS.kOptimal: "optimal",
            _STATUS.kTimeLimit: "time_limit",
            _STATUS.kInterrupt: "interrupted",
            _STATUS.kHighsInterrupt: "interrupted",
        }
        word: Status = words.get(status, "failed")
        shape = program.matrix.shape
        if word in ("infeasible", "unbounded"):
            return without_point(word, program.sense, shape, time.perf_counter() - began)
        info, whole = self._highs.getInfo(), bool(program.integer.any())
        bound = float(info.mip_dual_bound) if whole else program.sign * np.inf
        if int(info.primal_solution_status) != 2:
            return without_point(word, program.sense, shape, time.perf_counter() - began, bound)
        found = self._highs.getSolution()
        x, duals = np.array(found.col_value), np.array(found.row_dual)
        if whole:
            x, duals = _polish(program, x, options)
        elif word == "optimal":
            bound = _dual_bound(program, duals)
        else:
            duals = np.full(shape[0], np.nan)
        answer = _answer(program, word, options, x, duals, bound, began)
        return replace(answer, nodes=max(int(info.mip_node_count), 0))


def solve(program: CompiledProgram, options: SolveOptions | None = None) -> Answer:
    """Solve a program once, whole."""
    return Solver(program).solve(options or SolveOptions())


class _Listener:
    """The callback: passes progress out and the wish to stop in."""

    def __init__(self, wish: Interruption, on_progress: OnProgress | None, began: float) -> None:
        self.wish, self.on_progress, self.began = wish, on_progress, began
        self.last = 0.0
        self.error: BaseException | None = None

    def __call__(self, kind: Any, _message: str, out: Any, into: Any, _data: Any) -> None:
        if self.wish.wanted:
            into.user_interrupt = True
            return
        if self.on_progress is None or kind != _CALLBACKS.kCallbackMipInterrupt:
            return
        now = time.perf_counter()
        if now - self.last < PROGRESS_EVERY_S:
            return
        self.last = now
        value, bound = float(out.mip_primal_bound), float(out.mip_dual_bound)
        try:
            self.on_progress(Progress(now - self.began, value, bound, relative_gap(value, bound)))
        except BaseException as error:  # must not fly through C++; raised again once the solver is out
            self.error, self.wish.wanted = error, True


def _load(program: CompiledProgram, *, integer: bool) -> Any:
    """A fresh HiGHS holding the program, all arrays in one call."""
    highs = highspy._core._Highs()
    highs.setOptionValue("output_flag", False)
    matrix = program.matrix
    rows, columns = matrix.shape
    whole = program.integer if integer else np.zeros(columns, dtype=np.bool_)
    sense = highspy.ObjSense.kMaximize if program.sense == "max" else highspy.ObjSense.kMinimize
    outcome = highs.passModel(
        columns,
        rows,
        int(matrix.nnz),
        int(highspy.MatrixFormat.kColwise),
        int(sense),
        program.offset,
        np.ascontiguousarray(program.objective),
        np.ascontiguousarray(program.column_lower),
        np.ascontiguousarray(program.column_upper),
        np.ascontiguousarray(program.row_lower),
        np.ascontiguousarray(program.row_upper),
        matrix.indptr.astype(np.int32),
        matrix.indices.astype(np.int32),
        matrix.data,
        whole.astype(np.int32),
    )
    _demand_ok(outcome, program.name)
    return highs


def _set_options(
    highs: Any, options: SolveOptions, program: CompiledProgram, tolerance: float = TOLERANCE
) -> None:
    # The absolute gap follows the size of the costs, so that a change of currency changes no answer.
    size = float(np.max(np.abs(program.objective), initial=0.0)) or 1.0
    for name, value in {
        "threads": options.threads,
        "random_seed": 0,
        "time_limit": float(options.time_limit_s),
        "mip_rel_gap": float(options.gap),
        "mip_abs_gap": 1e-6 * min(1.0, size),
        "mip_feasibility_tolerance": tolerance,
        # Restarts of the root cost more than they save on the parts of a plan (benchmarks/README.md).
        "mip_allow_restart": options.restarts,
        "mip_heuristic_run_rins": options.sub_mips,
        "mip_heuristic_run_rens": options.sub_mips,
        "mip_heuristic_run_root_reduced_cost": options.sub_mips,
        "primal_feasibility_tolerance": tolerance,
        "dual_feasibility_tolerance": tolerance,
    }.items():
        highs.setOptionValue(name, value)


def _polish(program: CompiledProgram, x: Floats, options: SolveOptions) -> tuple[Floats, Floats]:
    """Round the whole columns, then solve the LP that is left: an exactly feasible point, and its duals.

    A solver's whole numbers are whole to a tolerance only; behind a large coefficient that sliver is money.
    """
    ids = np.flatnonzero(program.integer)
    rounded = np.round(x[ids])
    fixed = program.with_bounds(ids, rounded, rounded)
    # The clock may have run out for the search; the LP that is left still gets its time.
    again = replace(options, time_limit_s=max(options.time_limit_s, POLISH_S))
    for tolerance in (TOLERANCE, RELAXED_TOLERANCE):
        highs = _load(fixed, integer=False)
        _set_options(highs, again, fixed, tolerance)
        highs.run()
        if highs.getModelStatus() == _STATUS.kOptimal:
            found = highs.getSolution()
            polished = np.array(found.col_value)
            polished[ids] = rounded
            return polished, np.array(found.row_dual)
    # No feasible point at the rounded integers: keep the solver's own, whose violation the answer states.
    return x, np.full(program.matrix.shape[0], np.nan)


def _dual_bound(program: CompiledProgram, duals: Floats) -> float:
    """Bound of an LP by weak duality, recomputed from its duals.

    max: offset + Σ_i max(y_i u_i, y_i l_i) + Σ_j max(d_j u_j, d_j l_j) with d = c - Aᵀ y; min c is max -c.
    A dual of the wrong sign on a side that is infinite is noise of the solver and set to zero.
    """
    sign = program.sign
    total = 0.0
    y = sign * duals
    y[((y > 0) & np.isinf(program.row_upper)) | ((y < 0) & np.isinf(program.row_lower))] = 0.0
    d = sign * program.objective - program.matrix.T @ y
    for weight, low, high in (
        (y, program.row_lower, program.row_upper),
        (d, program.column_lower, program.column_upper),
    ):
        side = np.where(weight > 0, high, low)
        at = (weight != 0) & np.isfinite(side)
        total += float(weight[at] @ side[at])
    return sign * total + program.offset


def _answer(
    program: CompiledProgram,
    word: Status,
    options: SolveOptions,
    x: Floats,
    duals: Floats,
    bound: float,
    began: float,
) -> Answer:
    x = np.clip(x, program.column_lower, program.column_upper)
    value = program.value_of(x)
    bound = program.sign * max(program.sign * bound, program.sign * value)
    gap = relative_gap(value, bound)
    within = 1e-6 * min(1.0, float(np.max(np.abs(program.objective), initial=0.0)) or 1.0)
    if word == "optimal" and gap > OPTIMAL_GAP and abs(bound - value) > within:
        word = "gap"
    return Answer(
        status=word,
        value=value,
        bound=bound,
        gap=gap,
        x=x,
        row_duals=duals,
        reduced_costs=program.objective - program.matrix.T @ duals,
        seconds=time.perf_counter() - began,
        asked_gap=options.gap,
        violation=program.violation_of(x),
    )


def _solve_empty(program: CompiledProgram, options: SolveOptions) -> Answer:
    """A program without columns: feasible when every row admits zero."""
    nothing = np.zeros(0)
    if ((program.row_lower > 0) | (program.row_upper < 0)).any():
        return without_point("infeasible", program.sense, program.matrix.shape, 0.0)
    duals = np.zeros(program.matrix.shape[0])
    return _answer(program, "optimal", options, nothing, duals, program.offset, time.perf_counter())


def _aligned(ids: ArrayLike, first: ArrayLike, second: ArrayLike) -> tuple[Any, Floats, Floats]:
    at = np.atleast_1d(np.asarray(ids, dtype=np.int32))
    one, two = (
        np.ascontiguousarray(np.broadcast_to(np.asarray(v, dtype=np.float64), at.shape))
        for v in (first, second)
    )
    return at, one, two


def _demand_ok(outcome: Any, name: str) -> None:
    if outcome == highspy.HighsStatus.kError:
        raise _failed(name, "the arrays were refused")


def _failed(name: str, status: str) -> SolverError:
    return SolverError(
        Fault(
            where=f"program {name}",
            what=f"the solver stopped without an answer ({status})",
            why="no value and no bound can be given",
            fix="write the program with .write_mps() and look for missing or enormous numbers",
        )
    )

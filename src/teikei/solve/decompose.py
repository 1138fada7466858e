"""A program solved part by part (`solve.components`), each part once and remembered by its content.

    value = Σ_k value_k,     bound = Σ_k bound_k,     x = (x_k)

Columns that meet no row are put at the better of their two bounds, without the solver. Two programs that
contain the same part (equal numbers, whatever the names) get the same answer for it, so that in a difference
of values it cancels exactly.
"""

from __future__ import annotations

import time
from collections.abc import MutableMapping
from dataclasses import replace

import numpy as np

from teikei.base.errors import Fault, SolverError
from teikei.base.options import SolveOptions
from teikei.solve.answer import (
    OPTIMAL_GAP,
    Answer,
    ComponentAnswer,
    Progress,
    Status,
    relative_gap,
    without_point,
)
from teikei.solve.blocks import Floats, owner
from teikei.solve.components import REDUNDANT, Component, components
from teikei.solve.highs import OnProgress, Solver
from teikei.solve.interruption import Interruption, interruptible
from teikei.solve.program import CompiledProgram

#: Seconds that each remaining component gets after Ctrl-C, to give the answer a point and a bound.
GRACE_S = 1.0


def solve_components(
    program: CompiledProgram,
    options: SolveOptions,
    memory: MutableMapping[str, Answer] | None = None,
    starts: Floats | None = None,
    on_progress: OnProgress | None = None,
) -> Answer:
    """Solve a program part by part.

    Parameters
    ----------
    memory : answers by key; parts found there are not solved again, parts solved here are stored. An
        answer is used when it was asked for a gap at least as small, or ran as long as the options allow
    starts : (column,) a point to begin from
    on_progress : called during each part with that part's value and bound, and its number

    Row duals are zero on redundant rows. Ctrl-C ends the running part with its best point and gives each
    remaining one a second; the status is then "interrupted".
    Raises SolverError when a column without rows is unbounded.
    """
    began = time.perf_counter()
    parts = components(program)
    x = np.full(program.matrix.shape[1], np.nan)
    duals = np.zeros(program.matrix.shape[0])
    answers: list[ComponentAnswer] = []
    nodes = 0
    with interruptible() as wish:
        for number, part in enumerate(parts, start=1):
            start = None if starts is None else starts[part.column_ids]
            tell = None if on_progress is None else _numbered(on_progress, number, len(parts))
            answer, known = _solve_part(part, options, memory, start, tell, wish)
            answers.append(
                ComponentAnswer(
                    part.key,
                    part.column_ids,
                    answer.value,
                    answer.bound,
                    answer.seconds,
                    answer.status,
                    known,
                    part.closed,
                )
            )
            if answer.status in ("infeasible", "unbounded"):
                seconds = time.perf_counter() - began
                empty = without_point(answer.status, program.sense, program.matrix.shape, seconds)
                return replace(empty, components=tuple(answers), asked_gap=options.gap)
            x[part.column_ids] = answer.x
            duals[part.row_ids] = answer.row_duals
            nodes += 0 if known else answer.nodes
    return _joined(program, options, x, duals, answers, nodes, began)


def _joined(
    program: CompiledProgram,
    options: SolveOptions,
    x: Floats,
    duals: Floats,
    answers: list[ComponentAnswer],
    nodes: int,
    began: float,
) -> Answer:
    status = _worst([answer.status for answer in answers])
    bound = program.offset + float(sum(answer.bound for answer in answers))
    seconds = time.perf_counter() - began
    if np.isnan(x).any():
        empty = without_point(status, program.sense, program.matrix.shape, seconds, bound)
        return replace(empty, components=tuple(answers), asked_gap=options.gap, nodes=nodes)
    value = program.value_of(x)
    # The parts' values and the whole's differ by rounding only; the bound may not fall on the wrong side.
    bound = program.sign * max(program.sign * bound, program.sign * value)
    gap = relative_gap(value, bound)
    if status == "gap" and gap <= OPTIMAL_GAP:
        status = "optimal"
    return Answer(
        status=status,
        value=value,
        bound=bound,
        gap=gap,
        x=x,
        row_duals=duals,
        reduced_costs=program.objective - program.matrix.T @ duals,
        seconds=seconds,
        nodes=nodes,
        asked_gap=options.gap,
        violation=program.violation_of(x),
        components=tuple(answers),
    )


def _solve_part(
    part: Component,
    options: SolveOptions,
    memory: MutableMapping[str, Answer] | None,
    start: Floats | None,
    on_progress: OnProgress | None,
    wish: Interruption,
) -> tuple[Answer, bool]:
    if part.closed:
        return _solve_closed(part), False
    known = None if memory is None else memory.get(part.key)
    if known is not None and _serves(known, options):
        return known, True
    if known is not None and known.found:
        start = known.x
    stopping = wish.wanted
    if stopping:
        options = replace(options, time_limit_s=min(options.time_limit_s, GRACE_S))
        wish.wanted = False
    answer = Solver(part.program).solve(options, start, on_progress)
    if stopping:
        wish.wanted = True
        if answer.status == "time_limit":
            answer = replace(answer, status="interrupted")
    if memory is not None and answer.status not in ("interrupted", "failed"):
        memory[part.key] = answer
    return answer, False


def _serves(known: Answer, options: SolveOptions) -> bool:
    if known.status in ("infeasible", "unbounded") or known.gap <= options.gap:
        return True
    if known.status == "time_limit":
        return known.seconds >= 0.9 * options.time_limit_s
    return known.finished and known.asked_gap <= options.gap


def _solve_closed(part: Component) -> Answer:
    """Columns without rows: each at the bound its objective prefers, or nearest zero if none."""
    began = time.perf_counter()
    program = part.program
    low = np.where(program.integer, np.ceil(program.column_lower - REDUNDANT), program.column_lower)
    high = np.where(program.integer, np.floor(program.column_upper + REDUNDANT), program.column_upper)
    gain = program.sign * program.objective
    x = np.where(gain > 0, high, np.where(gain < 0, low, np.clip(0.0, low, np.maximum(low, high))))
    activity = program.matrix @ np.where(np.isfinite(x), x, 0.0)
    weight = abs(program.matrix) @ np.abs(np.where(np.isfinite(x), x, 0.0))
    broken = (activity > program.row_upper + REDUNDANT * (1.0 + weight)) | (
        activity < program.row_lower - REDUNDANT * (1.0 + weight)
    )
    if (low > high).any() or broken.any():
        seconds = time.perf_counter() - began
        return without_point("infeasible", program.sense, program.matrix.shape, seconds)
    if not np.isfinite(x).all():
        raise _endless(program, int(np.flatnonzero(~np.isfinite(x))[0]))
    value = program.value_of(x)
    return Answer(
        status="optimal",
        value=value,
        bound=value,
        gap=0.0,
        x=x,
        row_duals=np.zeros(program.matrix.shape[0]),
        reduced_costs=program.objective,
        seconds=time.perf_counter() - began,
    )


def _worst(statuses: list[Status]) -> Status:
    order: tuple[Status, ...] = ("failed", "interrupted", "time_limit", "gap")
    return next((status for status in order if status in statuses), "optimal")


def _numbered(on_progress: OnProgress, part: int, parts: int) -> OnProgress:
    def tell(progress: Progress) -> None:
        on_progress(replace(progress, part=part, parts=parts))

    return tell


def _endless(program: CompiledProgram, column: int) -> SolverError:
    block, position = owner(program.columns, column)
    return SolverError(
        Fault(
            where=f"column block {block.name}",
            what=f"{block.title(position)} earns without limit",
            why="nothing bounds it, so the best value is infinite",
            fix="give the column a bound, or a row that limits it",
        )
    )

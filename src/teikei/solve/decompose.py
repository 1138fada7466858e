"""A program as independent parts, each solved once and remembered by its content.

Why this is exact. (1) A row that no point inside the column bounds can violate may be left out: the
feasible set does not change. (2) A column whose bounds coincide is a number: its terms move into the row
bounds and the objective. (3) What remains falls into connected components of columns and rows that share no
variable, so the matrix is block diagonal and

    value = Σ_k value_k,     bound = Σ_k bound_k,     x = (x_k).

Columns that meet no remaining row are put at the better of their two bounds, without the solver.
Two programs that contain the same component (equal numbers, whatever the names) get the same answer for
it, so that in a difference of values it cancels exactly.
"""

from __future__ import annotations

import time
from collections.abc import MutableMapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

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
from teikei.solve.blocks import Columns, Flags, Floats, Ids, Rows, owner
from teikei.solve.highs import Interruption, OnProgress, Solver, interruptible
from teikei.solve.program import CompiledProgram

#: A row is redundant when its extreme activity passes the bound by at most this, relative to max(1, |bound|).
REDUNDANT = 1e-9
#: Seconds that each remaining component gets after Ctrl-C, to give the answer a point and a bound.
GRACE_S = 1.0


@dataclass(frozen=True, eq=False)
class Component:
    """An independent part: its columns and rows (ids in the whole), and the program they make.

    ``closed`` marks the one part that gathers all columns without rows, fixed columns included.
    """

    column_ids: Ids
    row_ids: Ids
    program: CompiledProgram
    key: str
    closed: bool = False


def drop_redundant_rows(program: CompiledProgram) -> Flags:
    """(row,) True where the row can never bind.

    With U_i = Σ_j max(a_ij l_j, a_ij u_j) and L_i = Σ_j min(a_ij l_j, a_ij u_j), row i is redundant when
    U_i ≤ row_upper_i and L_i ≥ row_lower_i, to 1e-9 relative.
    """
    low, high = _activity_bounds(program)
    above = high <= program.row_upper + REDUNDANT * _size(program.row_upper)
    below = low >= program.row_lower - REDUNDANT * _size(program.row_lower)
    return np.asarray(above & below)


def components(program: CompiledProgram) -> list[Component]:
    """The independent parts, by first column; the closed part, when there is one, comes last."""
    rows_left = ~drop_redundant_rows(program)
    free = program.column_lower != program.column_upper
    fixed_values = np.where(free, 0.0, program.column_lower)
    constant = program.matrix @ fixed_values
    links = program.matrix.tocoo()
    kept = free[links.col] & rows_left[links.row]
    rows, columns = links.row[kept], links.col[kept]
    row_count, column_count = program.matrix.shape
    graph = sparse.coo_array(
        (np.ones(rows.size, dtype=np.int8), (columns, column_count + rows)),
        shape=(column_count + row_count, column_count + row_count),
    )
    _, label = csgraph.connected_components(graph, directed=False)
    linked = np.zeros(column_count, dtype=np.bool_)
    linked[columns] = True
    with_columns = np.zeros(row_count, dtype=np.bool_)
    with_columns[rows] = True

    linked_ids, linked_rows = np.flatnonzero(linked), np.flatnonzero(with_columns)
    column_groups = _groups(label[:column_count], linked_ids)
    row_groups = _groups(label[column_count:], linked_rows)
    row_ids = [row_groups[group] for group in column_groups]
    matrices = _blocks(program, list(column_groups.values()), row_ids)
    parts = [
        _restricted(program, ids, rows, constant, matrix)
        for ids, rows, matrix in zip(column_groups.values(), row_ids, matrices, strict=True)
    ]
    rest = np.flatnonzero(~linked)
    lonely_rows = np.flatnonzero(rows_left & ~with_columns)
    if rest.size or lonely_rows.size:
        matrix = program.matrix[:, rest][lonely_rows, :].tocsc()
        parts.append(_restricted(program, rest, lonely_rows, np.zeros(row_count), matrix, closed=True))
    return parts


def _blocks(program: CompiledProgram, columns: list[Ids], rows: list[Ids]) -> list[Any]:
    """The diagonal blocks of the matrix, each with its own rows, all cut at once: there are hundreds."""
    if not columns:
        return []
    inside = np.full(program.matrix.shape[0], -1, dtype=np.int64)
    for ids in rows:
        inside[ids] = np.arange(ids.size)
    ordered = program.matrix[:, np.concatenate(columns)].tocsc()
    ordered.sort_indices()
    kept = inside[ordered.indices] >= 0
    before = np.concatenate([[0], np.cumsum(kept)])
    starts = before[ordered.indptr]
    indices, data = inside[ordered.indices[kept]], ordered.data[kept]
    found, first = [], 0
    for ids, own in zip(columns, rows, strict=True):
        cut = starts[first : first + ids.size + 1]
        part = slice(cut[0], cut[-1])
        shape = (own.size, ids.size)
        found.append(sparse.csc_array((data[part], indices[part], cut - cut[0]), shape=shape))
        first += ids.size
    return found


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


def _restricted(
    program: CompiledProgram,
    column_ids: Ids,
    row_ids: Ids,
    constant: Floats,
    matrix: Any,
    *,
    closed: bool = False,
) -> Component:
    part = replace(
        program,
        objective=program.objective[column_ids],
        column_lower=program.column_lower[column_ids],
        column_upper=program.column_upper[column_ids],
        integer=program.integer[column_ids],
        row_lower=program.row_lower[row_ids] - constant[row_ids],
        row_upper=program.row_upper[row_ids] - constant[row_ids],
        matrix=matrix,
        offset=0.0,
        columns=tuple(_cut(program.columns, column_ids)),
        rows=tuple(_cut(program.rows, row_ids)),
    )
    part.matrix.sort_indices()
    return Component(column_ids, row_ids, part, part.content_hash(), closed)


def _cut(blocks: tuple[Any, ...], ids: Ids) -> list[Any]:
    """The blocks with only the members in ``ids`` (sorted), renumbered; blocks left empty go."""
    cut: list[Any] = []
    start = 0
    ends = np.searchsorted(ids, [[b.start, b.start + b.size] for b in blocks]) if blocks else np.empty((0, 2))
    for block, (first, last) in zip(blocks, ends.tolist(), strict=True):
        if first == last:
            continue
        at = ids[first:last] - block.start
        labels = {name: values[at] for name, values in block.labels.items()}
        kind = Columns if isinstance(block, Columns) else Rows
        cut.append(kind(block.name, labels, start, int(last - first)))
        start += int(last - first)
    return cut


def _groups(label: Any, members: Ids) -> dict[int, Ids]:
    """Members by label, in order of each label's first member."""
    if members.size == 0:
        return {}
    of = label[members]
    order = np.argsort(of, kind="stable")
    cuts = np.flatnonzero(np.diff(of[order])) + 1
    pieces = np.split(members[order], cuts)
    return {int(label[piece[0]]): piece for piece in sorted(pieces, key=lambda piece: int(piece[0]))}


def _activity_bounds(program: CompiledProgram) -> tuple[Floats, Floats]:
    """(row,) least and greatest activity inside the column bounds; ±∞ where a bound is infinite."""
    up = program.matrix.copy()
    up.data = np.maximum(up.data, 0.0)
    up.eliminate_zeros()
    down = program.matrix.copy()
    down.data = np.minimum(down.data, 0.0)
    down.eliminate_zeros()
    low, high = program.column_lower, program.column_upper
    greatest = _sum_with_infinities(up, high, np.inf) + _sum_with_infinities(down, low, np.inf)
    least = _sum_with_infinities(up, low, -np.inf) + _sum_with_infinities(down, high, -np.inf)
    return least, greatest


def _sum_with_infinities(matrix: Any, bounds: Floats, infinite: float) -> Floats:
    endless = np.isinf(bounds)
    total = matrix @ np.where(endless, 0.0, bounds)
    touched = abs(matrix) @ endless.astype(np.float64) > 0
    return np.asarray(np.where(touched, infinite, total))


def _size(bound: Floats) -> Floats:
    return np.where(np.isfinite(bound), np.maximum(1.0, np.abs(bound)), 1.0)


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

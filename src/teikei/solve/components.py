"""The independent parts of a program.

Why solving them apart is exact. (1) A row that no point inside the column bounds can violate may be left
out: the feasible set does not change. (2) A column whose bounds coincide is a number: its terms move into the
row bounds and the objective. (3) What remains falls into connected components of columns and rows that share
no variable, so the matrix is block diagonal.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from teikei.solve.blocks import Columns, Flags, Floats, Ids, Rows
from teikei.solve.program import CompiledProgram, Numbers

#: A row is redundant when its extreme activity passes the bound by at most this, relative to max(1, |bound|).
REDUNDANT = 1e-9


@dataclass(frozen=True, eq=False)
class Component:
    """An independent part: its columns and rows (ids in the whole), and the program they make.

    ``key`` is a digest of its numbers: most parts are known from another program by it, and their own program
    is never made. ``closed`` marks the one part that gathers all columns without rows, fixed columns
    included.
    """

    whole: CompiledProgram
    column_ids: Ids
    row_ids: Ids
    numbers: Numbers
    closed: bool = False

    @cached_property
    def key(self) -> str:
        return self.numbers.digest(self.whole.sense)

    @cached_property
    def program(self) -> CompiledProgram:
        n = self.numbers
        shape = (self.row_ids.size, self.column_ids.size)
        return replace(
            self.whole,
            objective=n.objective,
            column_lower=n.column_lower,
            column_upper=n.column_upper,
            integer=n.integer,
            row_lower=n.row_lower,
            row_upper=n.row_upper,
            matrix=sparse.csc_array((n.data, n.indices, n.indptr), shape=shape),
            offset=0.0,
            columns=tuple(_cut(self.whole.columns, self.column_ids)),
            rows=tuple(_cut(self.whole.rows, self.row_ids)),
        )


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
        _part(program, ids, rows, constant, matrix)
        for ids, rows, matrix in zip(column_groups.values(), row_ids, matrices, strict=True)
    ]
    rest = np.flatnonzero(~linked)
    lonely_rows = np.flatnonzero(rows_left & ~with_columns)
    if rest.size or lonely_rows.size:
        cut = program.matrix[:, rest][lonely_rows, :].tocsc()
        cut.sort_indices()
        matrix = (cut.indptr, cut.indices, cut.data)
        parts.append(_part(program, rest, lonely_rows, np.zeros(row_count), matrix, closed=True))
    return parts


def _blocks(program: CompiledProgram, columns: list[Ids], rows: list[Ids]) -> list[tuple[Ids, Ids, Floats]]:
    """The diagonal blocks of the matrix (starts of columns, rows, values), each with its own rows; all cut at
    once, since there are hundreds."""
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
    for ids in columns:
        cut = starts[first : first + ids.size + 1]
        part = slice(cut[0], cut[-1])
        found.append((cut - cut[0], indices[part], data[part]))
        first += ids.size
    return found


def _part(
    program: CompiledProgram,
    columns: Ids,
    rows: Ids,
    constant: Floats,
    matrix: tuple[Ids, Ids, Floats],
    *,
    closed: bool = False,
) -> Component:
    numbers = Numbers(
        program.objective[columns],
        program.column_lower[columns],
        program.column_upper[columns],
        program.integer[columns],
        program.row_lower[rows] - constant[rows],
        program.row_upper[rows] - constant[rows],
        *matrix,
    )
    return Component(program, columns, rows, numbers, closed)


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

"""Why a program has no feasible point: a small set of rows and bounds that cannot hold together.

The elastic program  min Σ s  with every row side relaxed by a slack s ≥ 0 has a positive optimum when the
linear relaxation is infeasible; the row sides and bounds with a dual then prove it (Farkas). A deletion
filter drops each of them without which the rest is still infeasible, so that what stays is irreducible. When
only the whole numbers make the program infeasible, the filter starts from all rows of one infeasible
component and keeps the whole numbers.

Taken for granted and never listed: columns ≥ 0, and 0 ≤ x ≤ 1 for whole columns.

Source: Chinneck, Feasibility and Infeasibility in Optimization (2008), ch. 6 (elastic and deletion filters).
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from scipy import sparse

from teikei.base.options import SolveOptions
from teikei.solve.blocks import Floats, Ids, owner
from teikei.solve.components import components
from teikei.solve.highs import Solver
from teikei.solve.listing import column_title, row_text
from teikei.solve.program import CompiledProgram

Side = Literal["lower", "upper"]
Kind = Literal["row", "bound"]
#: Duals below this are noise of the solver.
NOISE = 1e-9
#: Seconds for one question "is this subset still infeasible?" when whole numbers are involved.
ONE_TEST_S = 1.0


@dataclass(frozen=True, eq=False)
class ConflictRow:
    """One row or column bound of a conflict.

    Attributes
    ----------
    kind : "row", or "bound" for a bound of a column
    side : which side of it takes part; both sides of a row may be listed as two entries
    block, labels : block name and labels of the row or column
    id : its global id
    limit : the number on that side
    text : the row as the listing writes it, or ``ship[rogue] <= 0`` for a bound
    """

    kind: Kind
    side: Side
    block: str
    labels: dict[str, Any]
    id: int
    limit: float
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True, order=True)
class _Item:
    kind: Kind
    id: int
    side: Side


def conflict(program: CompiledProgram, limit_s: float = 10.0) -> list[ConflictRow]:
    """Rows and bounds that cannot hold together; irreducible if time allows.

    Parameters
    ----------
    limit_s : seconds in all; when they run out the set is still infeasible but may hold more than it needs

    Returns
    -------
    Entries in order of kind and id. Empty when the program has a feasible point, or when the absence of one
    could not be proved in time.
    """
    deadline = time.perf_counter() + limit_s
    items = _contradictory(program) or _linear(program, deadline) or _whole(program, deadline)
    return [_entry(program, item) for item in sorted(items, key=lambda i: (i.kind == "bound", i.id, i.side))]


def _contradictory(program: CompiledProgram) -> list[_Item]:
    """A row or column whose own two sides leave no number, or no whole one, between them."""
    low = np.where(program.integer, np.ceil(program.column_lower - NOISE), program.column_lower)
    high = np.where(program.integer, np.floor(program.column_upper + NOISE), program.column_upper)
    crossed = np.flatnonzero(low > high)
    if crossed.size:
        return [_Item("bound", int(crossed[0]), "lower"), _Item("bound", int(crossed[0]), "upper")]
    crossed = np.flatnonzero(program.row_lower > program.row_upper)
    if crossed.size:
        return [_Item("row", int(crossed[0]), "lower"), _Item("row", int(crossed[0]), "upper")]
    return []


def _linear(program: CompiledProgram, deadline: float) -> list[_Item]:
    """The conflict of the linear relaxation, or nothing when that is feasible."""
    relaxed = replace(program, integer=np.zeros_like(program.integer))
    duals, reduced = _elastic_duals(relaxed, deadline)
    # In a min, what is held down by its upper side has a dual below zero, what is held up one above.
    sources: tuple[tuple[Kind, Floats], ...] = (("row", duals), ("bound", reduced))
    items = [
        _Item(kind, k, "upper" if weights[k] < 0 else "lower")
        for kind, weights in sources
        for k in np.flatnonzero(np.abs(weights) > NOISE).tolist()
    ]
    if not items:
        return []
    subset = _Subset(relaxed, deadline)
    items = [item for item in items if subset.may_drop(item)]
    if not subset.impossible(items):
        items = subset.all_items()
    return subset.filtered(items) if subset.impossible(items) else []


def _whole(program: CompiledProgram, deadline: float) -> list[_Item]:
    """The conflict of a program that only its whole numbers make infeasible."""
    if not program.integer.any():
        return []
    for part in components(program):
        rows = part.row_ids
        met = np.unique(program.matrix.tocsr()[rows, :].indices) if rows.size else np.zeros(0, int)
        columns = np.union1d(met, part.column_ids).astype(np.int64)
        subset = _Subset(program, deadline, rows, columns)
        items = subset.all_items()
        if subset.impossible(items, max(0.0, deadline - time.perf_counter()) / 2):
            return subset.filtered(items)
    return []


def _elastic_duals(program: CompiledProgram, deadline: float) -> tuple[Floats, Floats]:
    """Duals (row,) and reduced costs (column,) of min Σ slacks; zeros when no slack is needed."""
    rows, columns = program.matrix.shape
    up, low = np.flatnonzero(np.isfinite(program.row_upper)), np.flatnonzero(np.isfinite(program.row_lower))
    count = up.size + low.size
    slacks = sparse.coo_array(
        (np.r_[-np.ones(up.size), np.ones(low.size)], (np.r_[up, low], np.arange(count))), shape=(rows, count)
    )
    elastic = replace(
        program,
        sense="min",
        objective=np.r_[np.zeros(columns), np.ones(count)],
        column_lower=np.r_[program.column_lower, np.zeros(count)],
        column_upper=np.r_[program.column_upper, np.full(count, np.inf)],
        integer=np.zeros(columns + count, dtype=np.bool_),
        matrix=sparse.hstack([program.matrix, slacks], format="csc"),
        offset=0.0,
    )
    answer = Solver(elastic).solve(SolveOptions(time_limit_s=max(0.1, deadline - time.perf_counter())))
    if answer.status != "optimal" or answer.value <= NOISE:
        return np.zeros(rows), np.zeros(columns)
    return answer.row_duals, answer.reduced_costs[:columns]


class _Subset:
    """Answers "is this set of row sides and bounds, alone, infeasible?" on one persistent solver."""

    def __init__(
        self,
        program: CompiledProgram,
        deadline: float,
        rows: Ids | None = None,
        columns: Ids | None = None,
    ) -> None:
        self.program, self.deadline = program, deadline
        self.rows = np.arange(program.matrix.shape[0]) if rows is None else rows
        self.columns = np.arange(program.matrix.shape[1]) if columns is None else columns
        self.free_lower, self.free_upper = _granted(program)
        self.solver: Solver | None = None

    def may_drop(self, item: _Item) -> bool:
        """False for what is taken for granted and therefore always holds."""
        if item.kind == "row":
            return True
        if item.side == "lower":
            return bool(self.free_lower[item.id] != self.program.column_lower[item.id])
        return bool(self.free_upper[item.id] != self.program.column_upper[item.id])

    def all_items(self) -> list[_Item]:
        """Every row side and every bound that is not taken for granted."""
        p, items = self.program, []
        for j in self.columns.tolist():
            items += [_Item("bound", j, side) for side in _SIDES if self.may_drop(_Item("bound", j, side))]
        for i in self.rows.tolist():
            if np.isfinite(p.row_lower[i]):
                items.append(_Item("row", i, "lower"))
            if np.isfinite(p.row_upper[i]):
                items.append(_Item("row", i, "upper"))
        return items

    def impossible(self, items: list[_Item], seconds: float = ONE_TEST_S) -> bool:
        """True when the items are proved infeasible by themselves; False also when time ran out."""
        left = self.deadline - time.perf_counter()
        if left <= 0:
            return False
        p = self.program
        low, high = self.free_lower.copy(), self.free_upper.copy()
        row_low, row_high = np.full(p.row_lower.size, -np.inf), np.full(p.row_upper.size, np.inf)
        for item in items:
            if item.kind == "row":
                side, given = (row_low, p.row_lower) if item.side == "lower" else (row_high, p.row_upper)
            else:
                side, given = (low, p.column_lower) if item.side == "lower" else (high, p.column_upper)
            side[item.id] = given[item.id]
        if self.solver is None:
            bare = p.with_objective(np.arange(p.objective.size), 0.0)
            self.solver = Solver(_rows_only(bare, self.rows, self.columns))
        self.solver.change_bounds(np.arange(self.columns.size), low[self.columns], high[self.columns])
        self.solver.change_row_bounds(np.arange(self.rows.size), row_low[self.rows], row_high[self.rows])
        limit = min(left, seconds) if p.integer.any() else left
        return self.solver.solve(SolveOptions(time_limit_s=limit)).status == "infeasible"

    def filtered(self, items: list[_Item]) -> list[_Item]:
        """Deletion filter: bounds go before rows, large bites before single items."""
        kept = sorted(items, key=lambda item: item.kind != "bound")
        bite = max(1, len(kept) // 4)
        while True:
            position = 0
            while position < len(kept) and time.perf_counter() < self.deadline:
                trial = kept[:position] + kept[position + bite :]
                if self.impossible(trial):
                    kept = trial
                else:
                    position += bite
            if bite == 1 or time.perf_counter() >= self.deadline:
                return kept
            bite = max(1, bite // 3)


_SIDES: tuple[Side, Side] = ("lower", "upper")


def _granted(program: CompiledProgram) -> tuple[Floats, Floats]:
    """Column bounds that stay when everything is relaxed: x ≥ 0, and 0 ≤ x ≤ 1 for whole columns."""
    low, high = program.column_lower, program.column_upper
    free_low = np.where(low >= 0, 0.0, -np.inf)
    free_high = np.where(program.integer & (low >= 0) & (high <= 1), 1.0, np.inf)
    return free_low, free_high


def _rows_only(program: CompiledProgram, rows: Ids, columns: Ids) -> CompiledProgram:
    return replace(
        program,
        objective=program.objective[columns],
        column_lower=program.column_lower[columns],
        column_upper=program.column_upper[columns],
        integer=program.integer[columns],
        row_lower=program.row_lower[rows],
        row_upper=program.row_upper[rows],
        matrix=program.matrix.tocsr()[rows, :][:, columns].tocsc(),
        columns=(),
        rows=(),
    )


def _entry(program: CompiledProgram, item: _Item) -> ConflictRow:
    if item.kind == "row":
        block, position = owner(program.rows, item.id)
        limits = program.row_lower if item.side == "lower" else program.row_upper
        text = row_text(program, item.id)
    else:
        block, position = owner(program.columns, item.id)
        limits = program.column_lower if item.side == "lower" else program.column_upper
        sign = ">=" if item.side == "lower" else "<="
        text = f"{column_title(program, item.id)} {sign} {limits[item.id]:.10g}"
    labels = block.labels_of(position)
    return ConflictRow(item.kind, item.side, block.name, labels, item.id, float(limits[item.id]), text)

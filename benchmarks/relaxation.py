"""A linear program that grows by rows, kept inside HiGHS: rows that say nothing for a while are set aside.

A tree of many nodes solves it after a few rows or bounds have changed, from the basis it has. It talks to
HiGHS itself: `Solver` of the package holds whole programs and no growing ones.
"""

from __future__ import annotations

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from cutsets import Row

Floats = NDArray[np.float64]

TOLERANCE = 1e-9
#: A row set aside comes back when it is missed by this: 1 is what a cut of arcs asks for, or a unit of money.
MISSED = 0.01
#: Steps that a look ahead may take.
LOOK_STEPS = 60
_STATUS = highspy.HighsModelStatus


class Relaxation:
    """min objective · x over bounds and rows, which change."""

    def __init__(self, objective: Floats, lower: Floats, upper: Floats) -> None:
        self._highs = highspy._core._Highs()
        for name, value in {
            "output_flag": False,
            "threads": 1,
            "random_seed": 0,
            "presolve": "off",
            "primal_feasibility_tolerance": TOLERANCE,
            "dual_feasibility_tolerance": TOLERANCE,
        }.items():
            self._highs.setOptionValue(name, value)
        size = objective.size
        nothing = np.zeros(0)
        self._highs.addCols(
            size, objective, lower, upper, 0, np.zeros(size, np.int32), nothing.astype(np.int32), nothing
        )
        self.size = size
        self.rows: list[Row] = []
        self._idle = np.zeros(0, np.int64)
        self._aside: list[Row] = []
        self._matrix: sparse.csr_array | None = None
        self.x = self.reduced = np.zeros(size)

    def add(self, rows: list[Row]) -> None:
        for row in rows:
            self._highs.addRow(
                row.lower, highspy.kHighsInf, row.columns.size, row.columns.astype(np.int32), row.values
            )
        self.rows += rows
        self._idle = np.r_[self._idle, np.zeros(len(rows), np.int64)]

    def hold(self, columns: NDArray[np.int64], lower: Floats, upper: Floats) -> None:
        """Other bounds for some columns."""
        self._highs.changeColsBounds(columns.size, columns.astype(np.int32), lower, upper)

    def solve(self, enough: float = np.inf) -> float:
        """The least value, infinite when there is none; from ``enough`` on any bound of it will do.

        ``x`` and ``reduced`` are set where the value is below ``enough``.
        """
        self._highs.setOptionValue("objective_bound", float(enough))
        for _ in range(2):
            self._highs.run()
            status = self._highs.getModelStatus()
            if status in (_STATUS.kOptimal, _STATUS.kObjectiveBound, _STATUS.kInfeasible):
                break
            self._highs.clearSolver()  # once more, without the basis that led astray
        if status == _STATUS.kInfeasible:
            return np.inf
        value = float(self._highs.getInfo().objective_function_value)
        if status == _STATUS.kObjectiveBound:
            return value
        if status != _STATUS.kOptimal:
            raise RuntimeError(f"HiGHS: {self._highs.modelStatusToString(status)}")
        found = self._highs.getSolution()
        self.x, self.reduced = np.array(found.col_value), np.array(found.col_dual)
        self._idle = np.where(np.abs(np.array(found.row_dual)) > TOLERANCE, 0, self._idle + 1)
        return value

    def look_ahead(self, column: int, value: float, enough: float) -> float:
        """A bound of the value with one column held, after a few steps; infinite when there is no point.

        The column is left held: `hold` it as it was.
        """
        self._highs.setOptionValue("objective_bound", float(enough))
        self._highs.setOptionValue("simplex_iteration_limit", LOOK_STEPS)
        self._highs.changeColBounds(column, value, value)
        self._highs.run()
        self._highs.setOptionValue("simplex_iteration_limit", 2**31 - 1)
        if self._highs.getModelStatus() == _STATUS.kInfeasible:
            return np.inf
        return float(self._highs.getInfo().objective_function_value)

    def set_aside(self, idle: int) -> None:
        """Take out the rows that have said nothing in more than so many solves."""
        old = np.flatnonzero(self._idle > idle)
        if old.size == 0:
            return
        self._highs.deleteRows(old.size, old.astype(np.int32))
        gone = set(old.tolist())
        self._aside += [self.rows[i] for i in old]
        self._matrix = None
        self.rows = [row for i, row in enumerate(self.rows) if i not in gone]
        self._idle = np.delete(self._idle, old)

    def bring_back(self) -> int:
        """Put in the rows set aside that ``x`` misses; how many."""
        if not self._aside:
            return 0
        if self._matrix is None:
            first = np.cumsum([0] + [row.columns.size for row in self._aside])
            self._matrix = sparse.csr_array(
                (
                    np.concatenate([row.values for row in self._aside]),
                    np.concatenate([row.columns for row in self._aside]),
                    first,
                ),
                shape=(len(self._aside), self.size),
            )
        lower = np.array([row.lower for row in self._aside])
        missed = np.flatnonzero(lower - self._matrix @ self.x > MISSED)
        if missed.size == 0:
            return 0
        back = set(missed.tolist())
        self.add([self._aside[i] for i in missed])
        self._aside = [row for i, row in enumerate(self._aside) if i not in back]
        self._matrix = None
        return len(back)

    def every_row(self) -> list[Row]:
        """The rows that are in and those set aside."""
        return self.rows + self._aside

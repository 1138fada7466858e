"""Linear and mixed-integer programs as named blocks, compiled once into arrays.

    max (or min)   offset + Σ_j objective[j] x[j]
    subject to     row_lower ≤ A x ≤ row_upper,   column_lower ≤ x ≤ column_upper,   x[j] whole if integer[j]

A program knows nothing of what its columns mean: blocks carry names and labels only so that listings,
errors and conflicts can be read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, TypeVar

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse

from teikei.base.errors import Fault, SolverError, did_you_mean
from teikei.solve import listing
from teikei.solve.blocks import Columns, Floats, Ids, Rows, read_labels
from teikei.solve.blocks import Flags as Flags

__all__ = ["Columns", "CompiledProgram", "Program", "Rows", "Sense"]

BlockT = TypeVar("BlockT", Columns, Rows)
Sense = Literal["max", "min"]


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """All numbers of a program; the matrix by columns, rows of a column ascending."""

    objective: Floats
    column_lower: Floats
    column_upper: Floats
    integer: Flags
    row_lower: Floats
    row_upper: Floats
    indptr: Ids
    indices: Ids
    data: Floats

    def digest(self, sense: str) -> str:
        """Of the numbers and the sense."""
        digest = hashlib.blake2b(digest_size=16)
        digest.update(f"{sense} {self.row_lower.size} {self.objective.size}".encode())
        for array in (
            self.objective,
            self.column_lower,
            self.column_upper,
            self.row_lower,
            self.row_upper,
            self.data,
        ):
            # + 0.0 turns a negative zero into zero: equal programs must have equal digests.
            digest.update((np.ascontiguousarray(array, dtype=np.float64) + 0.0).tobytes())
        digest.update(np.ascontiguousarray(self.integer).tobytes())
        digest.update(np.ascontiguousarray(self.indptr, dtype=np.int64).tobytes())
        digest.update(np.ascontiguousarray(self.indices, dtype=np.int64).tobytes())
        return digest.hexdigest()


@dataclass(frozen=True, eq=False)
class CompiledProgram:
    """A program as arrays; frozen, so that copies may share what they do not change.

    Attributes
    ----------
    objective, column_lower, column_upper : (column,)
    integer : (column,), True where the column must be whole
    row_lower, row_upper : (row,)
    matrix : scipy csc array of shape (row, column), sorted, without duplicates or zeros
    offset : constant of the objective
    columns, rows : the blocks, in order of id
    """

    name: str
    sense: Sense
    objective: Floats
    column_lower: Floats
    column_upper: Floats
    integer: Flags
    row_lower: Floats
    row_upper: Floats
    matrix: Any
    offset: float
    columns: tuple[Columns, ...]
    rows: tuple[Rows, ...]

    @property
    def sign(self) -> float:
        """+1 for max, -1 for min: ``sign * objective`` is always to be maximised."""
        return 1.0 if self.sense == "max" else -1.0

    def value_of(self, x: Floats) -> float:
        """offset + Σ_j objective[j] x[j]"""
        return float(self.objective @ x) + self.offset

    def violation_of(self, x: Floats) -> float:
        """Largest violation of a row or column bound by x, each relative to max(1, |bound|)."""
        worst = 0.0
        activity = self.matrix @ x
        for point, lower, upper in (
            (activity, self.row_lower, self.row_upper),
            (x, self.column_lower, self.column_upper),
        ):
            for excess, bound in ((lower - point, lower), (point - upper, upper)):
                finite = np.isfinite(bound)
                if finite.any():
                    worst = max(worst, float(np.max(excess[finite] / np.maximum(1.0, np.abs(bound[finite])))))
        return worst

    def block(self, name: str) -> Columns:
        """The column block of that name; SolverError with the nearest name when there is none."""
        return _block(self.columns, name, self.name)

    def row_block(self, name: str) -> Rows:
        """The row block of that name; SolverError with the nearest name when there is none."""
        return _block(self.rows, name, self.name)

    def text(self, block: str | None = None) -> str:
        """Listing of one row block, of "objective" or "bounds", or of everything: one row a line."""
        if block is not None and block not in ("objective", "bounds"):
            self.row_block(block)
        return listing.program_text(self, block)

    def write_mps(self, path: str | Path) -> None:
        """Write the program in free MPS form, with OBJSENSE, ranges and integer markers."""
        Path(path).write_text(listing.mps_text(self), encoding="utf-8")

    def content_hash(self) -> str:
        """Digest of all numbers and the sense; names, labels and offset do not enter."""
        numbers = Numbers(
            self.objective,
            self.column_lower,
            self.column_upper,
            self.integer,
            self.row_lower,
            self.row_upper,
            self.matrix.indptr,
            self.matrix.indices,
            self.matrix.data,
        )
        return numbers.digest(self.sense)

    def with_bounds(self, columns: ArrayLike, lower: ArrayLike, upper: ArrayLike) -> CompiledProgram:
        """A copy in which the given columns have other bounds."""
        ids = np.asarray(columns, dtype=np.int64)
        new_lower, new_upper = self.column_lower.copy(), self.column_upper.copy()
        new_lower[ids], new_upper[ids] = lower, upper
        return replace(self, column_lower=new_lower, column_upper=new_upper)

    def with_objective(self, columns: ArrayLike, values: ArrayLike) -> CompiledProgram:
        """A copy in which the given columns have other objective coefficients."""
        new = self.objective.copy()
        new[np.asarray(columns, dtype=np.int64)] = values
        return replace(self, objective=new)

    def with_row_bounds(self, rows: ArrayLike, lower: ArrayLike, upper: ArrayLike) -> CompiledProgram:
        """A copy in which the given rows have other bounds."""
        ids = np.asarray(rows, dtype=np.int64)
        new_lower, new_upper = self.row_lower.copy(), self.row_upper.copy()
        new_lower[ids], new_upper[ids] = lower, upper
        return replace(self, row_lower=new_lower, row_upper=new_upper)


class Program:
    """A program under construction: add blocks of columns, then rows as triplets, then compile.

    >>> p = Program("toy")
    >>> ship = p.add_columns("ship", {"market": ["us", "jp"]}, upper=[4, 3], objective=[3.0, 2.0])
    >>> _ = p.add_rows("capacity", {}, upper=5, rows=[0, 0], columns=ship.ids, values=[1, 1])
    >>> print(p.compile().text("capacity"))
    capacity: + 1 ship[us] + 1 ship[jp] <= 5
    """

    def __init__(self, name: str, sense: Sense = "max") -> None:
        if sense not in ("max", "min"):
            raise _fault(name, f"sense {sense!r} is neither 'max' nor 'min'", "say which way is better")
        self.name = name
        self.sense: Sense = sense
        self.offset = 0.0
        self._columns: dict[str, Columns] = {}
        self._rows: dict[str, Rows] = {}
        self._column_parts: list[tuple[Floats, Floats, Floats, Flags]] = []
        self._row_parts: list[tuple[Floats, Floats]] = []
        self._triplets: list[tuple[Ids, Ids, Floats]] = []
        self._more_objective: list[tuple[Ids, Floats]] = []

    @property
    def column_count(self) -> int:
        return sum(block.size for block in self._columns.values())

    @property
    def row_count(self) -> int:
        return sum(block.size for block in self._rows.values())

    def __getitem__(self, block: str) -> Columns:
        return _block(tuple(self._columns.values()), block, self.name)

    def __contains__(self, block: object) -> bool:
        return block in self._columns

    def add_columns(
        self,
        name: str,
        labels: Mapping[str, ArrayLike],
        *,
        lower: ArrayLike = 0.0,
        upper: ArrayLike = np.inf,
        objective: ArrayLike = 0.0,
        integer: ArrayLike = False,
    ) -> Columns:
        """Append a block of columns; scalars hold for every member.

        Raises SolverError when the name is taken, lengths differ, or a number is missing (NaN).
        """
        where = f"column block {name}"
        arrays, size = self._labels(where, name, labels, self._columns)
        low, high, gain = (
            _numbers(where, word, given, size)
            for word, given in (("lower", lower), ("upper", upper), ("objective", objective))
        )
        if not np.isfinite(gain).all():
            raise _fault(where, "an objective coefficient is infinite", "give a finite number")
        whole = np.broadcast_to(np.asarray(integer, dtype=np.bool_), (size,))
        block = Columns(name, arrays, self.column_count, size)
        self._columns[name] = block
        self._column_parts.append((low, high, gain, whole))
        return block

    def add_rows(
        self,
        name: str,
        labels: Mapping[str, ArrayLike],
        *,
        lower: ArrayLike = -np.inf,
        upper: ArrayLike = np.inf,
        rows: ArrayLike,
        columns: ArrayLike,
        values: ArrayLike,
    ) -> Rows:
        """Append a block of rows ``lower ≤ Σ values · x[columns] ≤ upper``.

        Parameters
        ----------
        rows : position of each term's row within this block, 0 … size-1
        columns : global column ids
        values : coefficients; a scalar holds for every term, terms met twice are summed

        Raises SolverError when the name is taken, an id is out of range, or a number is missing.
        """
        where = f"row block {name}"
        arrays, size = self._labels(where, name, labels, self._rows)
        low, high = (_numbers(where, w, g, size) for w, g in (("lower", lower), ("upper", upper)))
        at = np.atleast_1d(np.asarray(rows, dtype=np.int64))
        ids = np.atleast_1d(np.asarray(columns, dtype=np.int64))
        if at.shape != ids.shape:
            raise _fault(where, f"{at.size} row positions but {ids.size} columns", "give one of each a term")
        terms = _numbers(where, "values", values, at.size)
        if not np.isfinite(terms).all():
            raise _fault(where, "a coefficient is infinite", "give a finite number")
        if at.size and (at.min() < 0 or at.max() >= size):
            raise _fault(where, f"row positions outside 0 … {size - 1}", "count rows within this block")
        if ids.size and (ids.min() < 0 or ids.max() >= self.column_count):
            raise _fault(where, "column ids that no block has", "use the .ids of a column block")
        block = Rows(name, arrays, self.row_count, size)
        self._rows[name] = block
        self._row_parts.append((low, high))
        self._triplets.append((at + block.start, ids, terms))
        return block

    def add_objective(self, columns: ArrayLike, values: ArrayLike) -> None:
        """Add ``Σ values · x[columns]`` to the objective; a column may come more than once."""
        ids = np.atleast_1d(np.asarray(columns, dtype=np.int64))
        gains = _numbers("objective", "values", values, ids.size)
        if ids.size and (ids.min() < 0 or ids.max() >= self.column_count):
            raise _fault("objective", "column ids that no block has", "use the .ids of a column block")
        self._more_objective.append((ids, gains))

    def compile(self) -> CompiledProgram:
        """All blocks as one set of arrays; the program may grow further and be compiled again."""
        low, high, gain, whole = (_joined([part[k] for part in self._column_parts]) for k in range(4))
        gain = gain.copy()
        for ids, gains in self._more_objective:
            np.add.at(gain, ids, gains)
        if not np.isfinite(gain).all() or not np.isfinite(self.offset):
            raise _fault("objective", "an infinite number in the objective", "give finite numbers")
        at, ids, terms = (_joined([part[k] for part in self._triplets]) for k in range(3))
        shape = (self.row_count, self.column_count)
        matrix = sparse.coo_array((terms, (at.astype(np.int32), ids.astype(np.int32))), shape=shape).tocsc()
        matrix.sum_duplicates()
        matrix.eliminate_zeros()
        return CompiledProgram(
            name=self.name,
            sense=self.sense,
            objective=gain,
            column_lower=low,
            column_upper=high,
            integer=whole.astype(np.bool_),
            row_lower=_joined([part[0] for part in self._row_parts]),
            row_upper=_joined([part[1] for part in self._row_parts]),
            matrix=matrix,
            offset=float(self.offset),
            columns=tuple(self._columns.values()),
            rows=tuple(self._rows.values()),
        )

    def _labels(
        self, where: str, name: str, labels: Mapping[str, ArrayLike], taken: Mapping[str, object]
    ) -> tuple[dict[str, Any], int]:
        if name in taken or name in ("objective", "bounds"):
            raise _fault(where, f"a block named {name!r} exists already", "choose another name")
        try:
            return read_labels(labels)
        except ValueError as error:
            raise _fault(where, str(error), "give every label one value a member") from None


def _block(blocks: tuple[BlockT, ...], name: str, program: str) -> BlockT:
    for block in blocks:
        if block.name == name:
            return block
    raise SolverError(
        Fault(
            where=f"program {program}",
            what=f"no block is named {name!r}",
            why="its members cannot be found",
            fix=did_you_mean(name, [block.name for block in blocks], "the program's blocks"),
        )
    )


def _numbers(where: str, word: str, given: ArrayLike, size: int) -> Floats:
    array = np.asarray(given, dtype=np.float64)
    if array.ndim and array.shape != (size,):
        raise _fault(where, f"{word} has shape {array.shape} for {size} members", "give one number a member")
    if np.isnan(array).any():
        at = int(np.flatnonzero(np.isnan(np.broadcast_to(array, (size,))))[0]) if size else 0
        raise _fault(where, f"{word} is not a number at position {at}", "fill the missing figure")
    return np.broadcast_to(array, (size,))


def _joined(parts: list[Any]) -> Any:
    return np.concatenate(parts) if parts else np.zeros(0)


def _fault(where: str, what: str, fix: str) -> SolverError:
    return SolverError(Fault(where=where, what=what, why="the program would not say what was meant", fix=fix))

"""A program as text: rows a person can read, and MPS that other solvers can."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol, TypeAlias

import numpy as np

from teikei.solve.blocks import Block, Flags, Floats, owner, titles

Names: TypeAlias = "list[str] | dict[int, str]"


class Listed(Protocol):
    """What a program must have to be listed."""

    @property
    def name(self) -> str: ...
    @property
    def sense(self) -> str: ...
    @property
    def objective(self) -> Floats: ...
    @property
    def column_lower(self) -> Floats: ...
    @property
    def column_upper(self) -> Floats: ...
    @property
    def integer(self) -> Flags: ...
    @property
    def row_lower(self) -> Floats: ...
    @property
    def row_upper(self) -> Floats: ...
    @property
    def matrix(self) -> Any: ...
    @property
    def offset(self) -> float: ...
    @property
    def columns(self) -> tuple[Block, ...]: ...
    @property
    def rows(self) -> tuple[Block, ...]: ...


def program_text(program: Listed, block: str | None = None) -> str:
    """Listing of one row block, of ``objective`` or ``bounds``, or of all of them.

    ``capacity[canton,2029]: + 1 ship[rogue,canton] + 1 ship[titan,canton] <= 410000``; terms in order of
    column, numbers with ten significant digits. Bounds are listed where they differ from 0 ≤ x < ∞.
    """
    names = titles(program.columns)
    if block == "objective":
        return _objective_line(program, names)
    if block == "bounds":
        return "\n".join(_bound_lines(program, names))
    wanted = [rows for rows in program.rows if block is None or rows.name == block]
    lines = [line for rows in wanted for line in _row_lines(program, rows, names)]
    if block is not None:
        return "\n".join(lines)
    return "\n".join([_objective_line(program, names), *lines, *_bound_lines(program, names)])


def row_text(program: Listed, row: int) -> str:
    """The line of one row, by its id."""
    rows, position = owner(program.rows, row)
    met = program.matrix[[row], :].tocoo()
    names = {j: column_title(program, j) for j in met.col.tolist()}
    return _row_lines(program, rows, names, [position])[0]


def column_title(program: Listed, column: int) -> str:
    """What one column is called, by its id."""
    block, position = owner(program.columns, column)
    return block.title(position)


def mps_text(program: Listed) -> str:
    """The program in free MPS form (OBJSENSE, RANGES, MARKER sections; numbers to 17 digits)."""
    columns = _safe(titles(program.columns), "C")
    rows = _safe(titles(program.rows), "R")
    low, high = program.row_lower, program.row_upper
    kinds = np.where(low == high, "E", np.where(np.isfinite(high), "L", np.where(np.isfinite(low), "G", "N")))
    lines = [f"NAME {_safe([program.name], 'P')[0]}", "OBJSENSE", f"    {program.sense.upper()}", "ROWS"]
    lines.append(" N  objective")
    lines += [f" {kind}  {name}" for kind, name in zip(kinds, rows, strict=True)]
    lines.append("COLUMNS")
    lines += _mps_columns(program, columns, rows)
    lines.append("RHS")
    if program.offset:
        lines.append(f"    RHS  objective  {-program.offset!r}")
    for name, kind, lo, hi in zip(rows, kinds, low.tolist(), high.tolist(), strict=True):
        side = lo if kind == "G" else hi
        if kind != "N" and side != 0.0:
            lines.append(f"    RHS  {name}  {side!r}")
    lines.append("RANGES")
    for name, kind, lo, hi in zip(rows, kinds, low.tolist(), high.tolist(), strict=True):
        if kind == "L" and np.isfinite(lo):
            lines.append(f"    RNG  {name}  {hi - lo!r}")
    lines.append("BOUNDS")
    for j, name in enumerate(columns):
        lines += _mps_bounds(name, float(program.column_lower[j]), float(program.column_upper[j]))
    return "\n".join([*lines, "ENDATA", ""])


def _mps_columns(program: Listed, columns: list[str], rows: list[str]) -> Iterator[str]:
    matrix, whole = program.matrix, False
    indices, data, starts = matrix.indices.tolist(), matrix.data.tolist(), matrix.indptr.tolist()
    for j, name in enumerate(columns):
        if bool(program.integer[j]) != whole:
            yield f"    MARKER  'MARKER'  '{'INTEND' if whole else 'INTORG'}'"
            whole = not whole
        yield f"    {name}  objective  {float(program.objective[j])!r}"
        for k in range(starts[j], starts[j + 1]):
            yield f"    {name}  {rows[indices[k]]}  {data[k]!r}"
    if whole:
        yield "    MARKER  'MARKER'  'INTEND'"


def _mps_bounds(name: str, low: float, high: float) -> list[str]:
    if low == high:
        return [f" FX BND  {name}  {low!r}"]
    if not np.isfinite(low) and not np.isfinite(high):
        return [f" FR BND  {name}"]
    # Both sides are always written: readers differ on the default upper bound of integer columns.
    lower = f" LO BND  {name}  {low!r}" if np.isfinite(low) else f" MI BND  {name}"
    upper = f" UP BND  {name}  {high!r}" if np.isfinite(high) else f" PL BND  {name}"
    return [lower, upper]


def _safe(names: list[str], prefix: str) -> list[str]:
    """Names without blanks and without doubles; what cannot be kept becomes prefix + number."""
    kept, seen = [], {"objective", "MARKER"}
    for number, name in enumerate(names):
        new = "_".join(name.split())
        if not new or new in seen or new.startswith(("$", "*")):
            new = f"{prefix}{number}"
        seen.add(new)
        kept.append(new)
    return kept


def _objective_line(program: Listed, names: Names) -> str:
    way = "maximize" if program.sense == "max" else "minimize"
    ids = np.flatnonzero(program.objective)
    line = f"{way}: {_terms(ids, program.objective[ids], names)}"
    return f"{line} {_signed(program.offset)}" if program.offset else line


def _row_lines(program: Listed, rows: Block, names: Names, at: list[int] | None = None) -> list[str]:
    inside = program.matrix[rows.start : rows.start + rows.size].tocsr()
    inside.sort_indices()
    lines = []
    for k in range(rows.size) if at is None else at:
        part = slice(inside.indptr[k], inside.indptr[k + 1])
        body = _terms(inside.indices[part], inside.data[part], names)
        low, high = float(program.row_lower[rows.start + k]), float(program.row_upper[rows.start + k])
        lines.append(f"{rows.title(k)}: {_between(body, low, high)}")
    return lines


def _bound_lines(program: Listed, names: list[str]) -> list[str]:
    lines = []
    for j, name in enumerate(names):
        low, high = float(program.column_lower[j]), float(program.column_upper[j])
        whole = ", whole" if program.integer[j] else ""
        if whole or low != 0.0 or high != np.inf:
            lines.append(f"bound: {_between(name, low, high)}{whole}")
    return lines


def _between(body: str, low: float, high: float) -> str:
    if low == high:
        return f"{body} = {low:.10g}"
    if np.isfinite(low) and np.isfinite(high):
        return f"{low:.10g} <= {body} <= {high:.10g}"
    if np.isfinite(high) or high == -np.inf:
        return f"{body} <= {high:.10g}"
    if np.isfinite(low) or low == np.inf:
        return f"{body} >= {low:.10g}"
    return f"{body} free"


def _terms(ids: Any, values: Any, names: Names) -> str:
    pairs = zip(ids.tolist(), values.tolist(), strict=True)
    return " ".join(f"{_signed(value)} {names[j]}" for j, value in pairs) or "0"


def _signed(value: float) -> str:
    return f"{'-' if value < 0 else '+'} {abs(value):.10g}"

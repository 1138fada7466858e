"""Building the plan of all firms of a case, in teikei, linopy and Pyomo, up to HiGHS.

Size `six` is the joint plan of the six firms of `nissan_2025` under today's book, `two` that of `two_makers`.
All three start from the `PlanProblem`: routes, margins, demand, capacity and gates as arrays. teikei's blocks
work out from it which cars stand in which row; linopy and Pyomo are given that ready made (for every row
block: which row, which column, which coefficient), so that their ratio is if anything too low.

    linopy: one 1-D variable a block; a row block is Σ over groups of coefficient · variable, sign, right side
        (a row with a minimum and a limit, as of a grant, is made twice: it has no such row)
    Pyomo:  one indexed Var and one indexed Constraint a block, expressions as sums of products

`solve` relaxes integrality. The number of columns, rows and coefficients must be those of teikei's program,
else it stops; the values (million, without constants) must agree to 1e-9. Needs the dependency group `bench`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from registry import Benchmark, main, register


class Block(NamedTuple):
    """Columns of one name: bounds, objective, whole numbers or not."""

    name: str
    lower: np.ndarray
    upper: np.ndarray
    objective: np.ndarray
    integer: bool


class Terms(NamedTuple):
    """Rows of one name: bounds, and by column block the terms (row, place in the block, coefficient)."""

    name: str
    lower: np.ndarray
    upper: np.ndarray
    parts: dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]]


class Given(NamedTuple):
    """``shape``: columns, rows with at least one coefficient, coefficients; ``one_sided``: the same
    where every row with two finite sides is made twice."""

    problem: Any
    columns: list[Block]
    rows: list[Terms]
    shape: tuple[int, int, int]
    one_sided: tuple[int, int, int]


def read(name: str) -> Given:
    import teikei
    from teikei.agreements.book import Book
    from teikei.base.options import PlanOptions
    from teikei.plan.build import build
    from teikei.plan.problem import build_problem

    case = teikei.read_case(Path(teikei.__file__).parent / "cases" / name)
    problem = build_problem(case, None, Book.today(case), PlanOptions())
    program = build(problem).compile()
    columns = []
    for block in program.columns:
        ids = slice(block.start, block.start + block.size)
        low, high = program.column_lower[ids], program.column_upper[ids]
        columns.append(Block(block.name, low, high, program.objective[ids], bool(program.integer[ids].any())))
    by_row = program.matrix.tocsr()
    rows = []
    for block in program.rows:
        ids = slice(block.start, block.start + block.size)
        part = by_row[ids].tocoo()
        parts = {}
        for owner in program.columns:
            mine = (part.col >= owner.start) & (part.col < owner.start + owner.size)
            if mine.any():
                parts[owner.name] = (part.row[mine], part.col[mine] - owner.start, part.data[mine])
        rows.append(Terms(block.name, program.row_lower[ids], program.row_upper[ids], parts))
    filled = np.diff(by_row.indptr)
    shape = (program.matrix.shape[1], int((filled > 0).sum()), program.matrix.nnz)
    twice = np.isfinite(program.row_lower) & np.isfinite(program.row_upper) & (filled > 0)
    one_sided = (shape[0], shape[1] + int(twice.sum()), shape[2] + int(filled[twice].sum()))
    return Given(problem, columns, rows, shape, one_sided)


def build_teikei(given: Given) -> Any:
    from teikei.plan.build import build
    from teikei.solve.highs import Solver

    return Solver(build(given.problem).compile())._highs, given.shape


def build_linopy(given: Given) -> Any:
    import linopy
    import pandas as pd

    model = linopy.Model()
    of = {}
    for block in given.columns:
        places = pd.RangeIndex(block.lower.size, name=block.name)
        bounds = (
            {"binary": True}
            if block.integer
            else {
                "lower": pd.Series(block.lower, places),
                "upper": pd.Series(block.upper, places),
            }
        )
        of[block.name] = model.add_variables(coords=[places], name=f"x_{block.name}", **bounds)
    for terms in given.rows:
        left = None
        for name, (row, at, value) in terms.parts.items():
            cells = pd.RangeIndex(at.size, name=name)
            product = pd.Series(value, cells) * of[name].isel({name: at}).assign_coords({name: cells})
            grouped = product.groupby(pd.Series(row, cells, name="row")).sum()
            left = grouped if left is None else left.add(grouped, join="outer")
        index = np.unique(np.concatenate([row for row, _, _ in terms.parts.values()]))
        for sign, bound in (("<=", terms.upper), (">=", terms.lower)):
            finite = index[np.isfinite(bound[index])]
            if finite.size:
                side = pd.Series(bound[finite], pd.Index(finite, name="row"))
                model.add_constraints(left.sel(row=finite), sign, side, name=f"{terms.name} {sign}")
    worth = 0
    for block in given.columns:
        gain = pd.Series(block.objective, pd.RangeIndex(block.objective.size, name=block.name))
        worth = worth + (gain * of[block.name]).sum()
    model.add_objective(worth, sense="max")
    return model.to_highspy(), given.one_sided


def build_pyomo(given: Given) -> Any:
    import pyomo.environ as pyo
    from pyomo.contrib.appsi.solvers import Highs

    model = pyo.ConcreteModel()
    of = {}
    for block in given.columns:
        low, high = block.lower.tolist(), block.upper.tolist()
        var = pyo.Var(
            range(len(low)),
            domain=pyo.Binary if block.integer else pyo.Reals,
            bounds=lambda _, k, low=low, high=high: (low[k], high[k]),
        )
        model.add_component(f"x_{block.name}", var)
        of[block.name] = var
    for terms in given.rows:
        line: list[list[tuple[str, int, float]]] = [[] for _ in terms.lower]
        for name, (row, at, value) in terms.parts.items():
            for r, k, v in zip(row.tolist(), at.tolist(), value.tolist(), strict=True):
                line[r].append((name, k, v))
        low = [b if np.isfinite(b) else None for b in terms.lower.tolist()]
        high = [b if np.isfinite(b) else None for b in terms.upper.tolist()]

        def rule(_: Any, r: int, line: Any = line, low: Any = low, high: Any = high) -> Any:
            if not line[r]:
                return pyo.Constraint.Skip
            return low[r], pyo.quicksum(v * of[name][k] for name, k, v in line[r]), high[r]

        model.add_component(f"rows_{terms.name}", pyo.Constraint(range(len(line)), rule=rule))
    model.worth = pyo.Objective(
        expr=pyo.quicksum(
            c * of[b.name][k] for b in given.columns for k, c in enumerate(b.objective.tolist())
        ),
        sense=pyo.maximize,
    )
    solver = Highs()
    solver.set_instance(model)
    return solver._solver_model, given.shape, solver


def solve(built: Any) -> float:
    """The value without integrality; an AssertionError if the program is not the same size."""
    import highspy

    highs, shape = built[:2]
    matrix = highs.getLp().a_matrix_
    # teikei keeps the few rows that have lost all their cars; the others never make them.
    start = np.array(matrix.start_)
    rows = (
        np.unique(np.array(matrix.index_)).size
        if "kColwise" in str(matrix.format_)
        else int((np.diff(start) > 0).sum())
    )
    found = (highs.getNumCol(), rows, highs.getNumNz())
    assert found == shape, f"columns, rows, coefficients: {found}, not {shape}"
    highs.setOptionValue("output_flag", False)
    for k in range(found[0]):
        highs.changeColIntegrality(k, highspy.HighsVarType.kContinuous)
    highs.run()
    return float(highs.getInfo().objective_function_value)


TOOLS = {"teikei": build_teikei, "linopy": build_linopy, "pyomo": build_pyomo}
for _size, _name in (("two", "two_makers"), ("six", "nissan_2025")):
    for _tool, _build in TOOLS.items():
        register(Benchmark("plan", _size, _tool, read, _build, solve, (_name,)))

if __name__ == "__main__":
    main()

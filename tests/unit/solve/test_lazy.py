"""Rows put in as they bind: the same answer as with all of them, and groups that carry over."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teikei.base.options import SolveOptions
from teikei.solve.answer import Answer
from teikei.solve.components import components
from teikei.solve.decompose import solve_components
from teikei.solve.lazy import solve_lazily
from teikei.solve.program import CompiledProgram, Program

TIGHT = SolveOptions(gap=1e-9)


def linked(seed: int) -> tuple[CompiledProgram, np.ndarray[tuple[int], np.dtype[np.int64]], list[str]]:
    """Three parts of three columns, a row inside each, and four rows across parts in two groups."""
    r = np.random.default_rng(seed)
    p = Program("linked", sense="max")
    x = p.add_columns(
        "x",
        {"k": np.arange(9)},
        upper=r.integers(1, 6, 9),
        objective=r.integers(-2, 9, 9),
        integer=r.random(9) < 0.5,
    )
    own = np.repeat(np.arange(3), 3)
    p.add_rows("own", {"part": np.arange(3)}, upper=r.integers(2, 12, 3), rows=own, columns=x.ids, values=1.0)
    row, column = np.nonzero(r.random((4, 9)) < 0.6)
    p.add_rows(
        "across",
        {"k": np.arange(4)},
        upper=r.integers(3, 40, 4),
        rows=row,
        columns=x.ids[column],
        values=r.integers(1, 4, row.size),
    )
    return p.compile(), np.array([-1, -1, -1, 0, 0, 1, 1], dtype=np.int64), ["first", "second"]


@given(seed=st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_lazily_and_at_once_agree(seed: int) -> None:
    program, group, names = linked(seed)
    whole = solve_components(program, TIGHT, None)
    binding: set[str] = set()
    answer, relaxed = solve_lazily(program, TIGHT, None, (group, names), binding)
    assert answer.status == whole.status
    assert answer.value == pytest.approx(whole.value, abs=1e-6)
    assert answer.bound == pytest.approx(whole.bound, abs=1e-5)
    # the point satisfies every row, those left out as well
    assert (program.matrix @ answer.x <= program.row_upper + 1e-6).all()
    # exactly the groups that bind are in
    inside = {names[k] for k in np.unique(group[np.isfinite(relaxed.row_upper)]) if k >= 0}
    assert inside == binding
    # the components of the answer are those of the program of the last round
    assert sorted(c.key for c in answer.components) == sorted(c.key for c in components(relaxed))


def pair(most: float) -> CompiledProgram:
    """max 3x + 2y, x, y ≤ 10, x + y ≤ most."""
    p = Program("pair", sense="max")
    x = p.add_columns("x", {"k": [0, 1]}, upper=10.0, objective=[3.0, 2.0])
    p.add_rows("sum", {}, upper=most, rows=[0, 0], columns=x.ids, values=1.0)
    return p.compile()


def solved(most: float, binding: set[str]) -> tuple[Answer, CompiledProgram]:
    return solve_lazily(pair(most), TIGHT, None, (np.array([0], dtype=np.int64), ["sum"]), binding)


def test_a_row_that_does_not_bind_stays_out() -> None:
    binding: set[str] = set()
    answer, relaxed = solved(25.0, binding)
    assert answer.value == pytest.approx(50.0)
    assert relaxed.row_upper.tolist() == [np.inf]
    assert answer.row_duals.tolist() == [0.0]
    assert binding == set()


def test_a_row_that_binds_is_put_in_and_known_from_then_on() -> None:
    binding: set[str] = set()
    answer, _ = solved(15.0, binding)
    assert answer.value == pytest.approx(30.0 + 10.0)
    assert binding == {"sum"}
    # the next program starts with the row in, though it does not bind there
    _, relaxed = solved(19.0, binding)
    assert relaxed.row_upper.tolist() == [19.0]


def test_no_point_is_said_with_all_that_is_in() -> None:
    p = Program("empty", sense="max")
    x = p.add_columns("x", {"k": [0]}, upper=1.0, objective=1.0)
    p.add_rows("least", {}, lower=2.0, rows=[0], columns=x.ids, values=1.0)
    binding: set[str] = set()
    answer, _ = solve_lazily(p.compile(), TIGHT, None, (np.array([0], dtype=np.int64), ["least"]), binding)
    assert answer.status == "infeasible"
    assert binding == {"least"}

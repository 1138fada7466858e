"""Conflicts: small, infeasible by themselves, irreducible, and named."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teikei.solve.highs import solve
from teikei.solve.infeasible import ConflictRow, conflict
from teikei.solve.program import CompiledProgram, Program


def plant() -> CompiledProgram:
    """Canton must build 30, has room for 20 rogues and titans; smyrna is not involved."""
    p = Program("plant")
    x = p.add_columns(
        "build",
        {"model": ["rogue", "titan", "leaf"], "plant": ["canton", "canton", "smyrna"]},
        upper=[50, 60, 70],
        objective=1,
    )
    p.add_rows(
        "capacity",
        {"plant": ["canton", "smyrna"], "year": [2029, 2029]},
        upper=[20, 40],
        rows=[0, 0, 1],
        columns=x.ids,
        values=1,
    )
    p.add_rows(
        "minimum",
        {"model": ["rogue", "titan", "leaf"]},
        lower=[18, 12, 5],
        rows=[0, 1, 2],
        columns=x.ids,
        values=1,
    )
    return p.compile()


def alone(p: CompiledProgram, rows: list[ConflictRow]) -> CompiledProgram:
    """The program with only the rows and bounds of the conflict (and what is taken for granted)."""
    low, high = np.where(p.column_lower >= 0, 0.0, -np.inf), np.full(p.column_upper.size, np.inf)
    high[p.integer & (p.column_lower >= 0) & (p.column_upper <= 1)] = 1.0
    row_low, row_high = np.full(p.row_lower.size, -np.inf), np.full(p.row_upper.size, np.inf)
    for row in rows:
        side = {("row", "lower"): row_low, ("row", "upper"): row_high, ("bound", "lower"): low}.get(
            (row.kind, row.side), high
        )
        side[row.id] = row.limit
    everything = np.arange(p.row_lower.size)
    return (
        p.with_bounds(np.arange(low.size), low, high)
        .with_row_bounds(everything, row_low, row_high)
        .with_objective(np.arange(low.size), 0.0)
    )


def assert_irreducible(p: CompiledProgram, rows: list[ConflictRow]) -> None:
    assert rows
    assert solve(alone(p, rows)).status == "infeasible"
    for k in range(len(rows)):
        assert solve(alone(p, rows[:k] + rows[k + 1 :])).status != "infeasible", rows[k]


def test_a_minimum_against_a_capacity() -> None:
    rows = conflict(plant())
    assert [(r.kind, r.block, r.side, r.labels) for r in rows] == [
        ("row", "capacity", "upper", {"plant": "canton", "year": 2029}),
        ("row", "minimum", "lower", {"model": "rogue"}),
        ("row", "minimum", "lower", {"model": "titan"}),
    ]
    assert str(rows[0]) == "capacity[canton,2029]: + 1 build[rogue,canton] + 1 build[titan,canton] <= 20"
    assert [r.limit for r in rows] == [20, 18, 12]
    assert_irreducible(plant(), rows)


def test_a_route_that_is_not_permitted_takes_part_as_a_bound() -> None:
    p = plant().with_bounds([0], 0, 0)
    rows = conflict(p)
    assert [(r.kind, r.text) for r in rows] == [
        ("row", "minimum[rogue]: + 1 build[rogue,canton] >= 18"),
        ("bound", "build[rogue,canton] <= 0"),
    ]
    assert_irreducible(p, rows)


def test_a_feasible_program_has_no_conflict() -> None:
    assert conflict(plant().with_row_bounds([0], -np.inf, 30)) == []


def test_whole_numbers_alone_can_conflict() -> None:
    p = Program("halves")
    x = p.add_columns("open", {"plant": [0, 1, 2]}, upper=1, integer=True)
    build = p.add_columns("build", {"plant": [0, 1, 2]}, upper=100)
    both = np.r_[x.ids, build.ids]
    p.add_rows(
        "room",
        {"plant": [0, 1, 2]},
        upper=0,
        rows=np.tile(np.arange(3), 2),
        columns=both,
        values=np.repeat([-10.0, 1.0], 3),
    )
    p.add_rows("all", {}, lower=15, rows=[0, 0, 0], columns=build.ids, values=1)
    p.add_rows("few", {}, upper=1.9, rows=[0, 0, 0], columns=x.ids, values=1)
    program = p.compile()
    # one plant has room for 10 of 15; the relaxation opens 1.5 of them
    rows = conflict(program)
    assert [r.block for r in rows] == ["room", "room", "room", "all", "few"]
    assert_irreducible(program, rows)


@pytest.mark.parametrize(
    ("lower", "upper", "integer"), [(3.0, 2.0, False), (0.2, 0.8, True)], ids=["crossed", "no whole number"]
)
def test_a_column_that_contradicts_itself(lower: float, upper: float, integer: bool) -> None:
    p = Program("self")
    p.add_columns("x", {"k": [1, 2]}, lower=[0, lower], upper=[5, upper], integer=integer)
    assert [(r.text, r.kind) for r in conflict(p.compile())] == [
        (f"x[2] >= {lower:g}", "bound"),
        (f"x[2] <= {upper:g}", "bound"),
    ]


def test_a_row_that_contradicts_itself_and_an_empty_one() -> None:
    p = Program("self")
    p.add_columns("x", {})
    p.add_rows("r", {}, lower=3, upper=2, rows=0, columns=0, values=1)
    assert [(r.block, r.side) for r in conflict(p.compile())] == [("r", "lower"), ("r", "upper")]
    q = Program("empty row")
    q.add_columns("x", {})
    q.add_rows("r", {}, lower=3, rows=[], columns=[], values=[])
    assert [r.text for r in conflict(q.compile())] == ["r: 0 >= 3"]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 100_000), st.booleans())
def test_any_conflict_is_irreducible(seed: int, whole: bool) -> None:
    r = np.random.default_rng(seed)
    n, m = 6, 9
    p = Program("any")
    x = p.add_columns(
        "x",
        {"k": np.arange(n)},
        lower=r.choice([0, 0, -1, 0.5], n),
        upper=r.choice([1, 3, 0.5], n),
        integer=whole and seed % 2 == 0,
    )
    low = np.where(r.random(m) < 0.5, r.uniform(1, 6, m), -np.inf)
    high = np.where(np.isinf(low), r.uniform(0, 3, m), np.inf)
    at = np.repeat(np.arange(m), 3)
    p.add_rows(
        "r",
        {"k": np.arange(m)},
        lower=low,
        upper=high,
        rows=at,
        columns=x.ids[r.integers(0, n, at.size)],
        values=r.choice([1.0, 2.0, -1.0], at.size),
    )
    program = p.compile()
    rows = conflict(program)
    if solve(program).status != "infeasible":
        assert rows == []
        return
    relaxed = replace(program, integer=np.zeros_like(program.integer))
    # A conflict of the relaxation is irreducible there: whole numbers need not be thought of to see it.
    linear = solve(alone(relaxed, rows)).status == "infeasible"
    assert_irreducible(relaxed if linear else program, rows)


def test_a_large_program_gives_a_small_conflict_in_time() -> None:
    n = 20_000
    p = Program("large")
    x = p.add_columns("x", {"k": np.arange(n)}, upper=1)
    p.add_rows(
        "pair",
        {"k": np.arange(n - 1)},
        upper=1.5,
        rows=np.repeat(np.arange(n - 1), 2),
        columns=np.c_[x.ids[:-1], x.ids[1:]].ravel(),
        values=1,
    )
    p.add_rows("sum", {}, lower=1.6, rows=[0, 0], columns=x.ids[[700, 701]], values=1)
    began = time.perf_counter()
    rows = conflict(p.compile(), limit_s=10)
    assert [r.text for r in rows] == [
        "pair[700]: + 1 x[700] + 1 x[701] <= 1.5",
        "sum: + 1 x[700] + 1 x[701] >= 1.6",
    ]
    assert time.perf_counter() - began < 10

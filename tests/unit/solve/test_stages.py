"""The search over first-stage columns: the optimum of brute force, and bounds that hold."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teikei.base.options import SolveOptions
from teikei.solve.decompose import solve_components
from teikei.solve.program import CompiledProgram, Program
from teikei.solve.stages import solve_by_stage

TIGHT = SolveOptions(gap=1e-9)


def two_stages(seed: int, sense: str) -> CompiledProgram:
    """Two whole first-stage columns in 0 … 3, three scenarios of three columns that share them."""
    r = np.random.default_rng(seed)
    p = Program("two stages", sense="max" if sense == "max" else "min")
    sign = 1 if sense == "max" else -1
    y = p.add_columns("y", {"k": [0, 1]}, upper=3, objective=-sign * r.integers(1, 9, 2), integer=True)
    x = p.add_columns(
        "x",
        {"s": np.repeat(np.arange(3), 3)},
        upper=r.integers(1, 5, 9),
        objective=sign * r.integers(1, 5, 9),
        integer=r.random(9) < 0.5,
    )
    own = np.repeat(np.arange(3), 3)
    for k in range(2):
        p.add_rows(
            f"room {k}",
            {"s": np.arange(3)},
            upper=r.integers(0, 3, 3),
            rows=np.r_[own, np.arange(3)],
            columns=np.r_[x.ids, np.repeat(y.ids[k], 3)],
            values=np.r_[r.integers(1, 5, 9), np.full(3, -2.5)],
        )
    return p.compile()


@given(seed=st.integers(0, 10_000), sense=st.sampled_from(["max", "min"]))
@settings(max_examples=8, deadline=None)
def test_the_search_finds_what_trying_every_first_stage_finds(seed: int, sense: str) -> None:
    program = two_stages(seed, sense)
    first = program.block("y").ids
    values = [
        solve_components(program.with_bounds(first, y, y), TIGHT).value
        for y in itertools.product(range(4), repeat=2)
    ]
    best = max(values) if sense == "max" else min(values)
    answer = solve_by_stage(program, first, TIGHT)
    assert answer.status == "optimal"
    assert answer.value == pytest.approx(best, abs=1e-6)
    assert answer.bound == pytest.approx(best, abs=1e-6)
    assert program.violation_of(answer.x) <= 1e-6


def test_no_time_leaves_a_bound_that_holds() -> None:
    program = two_stages(7, "max")
    best = solve_components(program, TIGHT).value
    answer = solve_by_stage(program, program.block("y").ids, SolveOptions(gap=1e-9, time_limit_s=1e-9))
    assert answer.status == "time_limit"
    assert answer.value <= best + 1e-9
    assert answer.bound >= best - 1e-9


def test_a_gap_asked_for_is_kept_and_said() -> None:
    program = two_stages(11, "max")
    best = solve_components(program, TIGHT).value
    answer = solve_by_stage(program, program.block("y").ids, SolveOptions(gap=0.5))
    assert answer.status in ("optimal", "gap")
    assert answer.value <= best + 1e-9 <= answer.bound + 2e-9
    assert answer.gap <= 0.5


def test_a_program_that_nothing_satisfies() -> None:
    p = Program("none", sense="max")
    y = p.add_columns("y", {}, upper=3, objective=1.0, integer=True)
    # 2y = 3 has a relaxed answer, y = 1.5, and no whole one
    p.add_rows("odd", {}, lower=3, upper=3, rows=[0], columns=y.ids, values=[2.0])
    answer = solve_by_stage(p.compile(), y.ids, TIGHT)
    assert answer.status == "infeasible"
    assert not answer.found

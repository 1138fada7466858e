"""The solver: hand-solved programs, signs of duals, bounds, limits, and Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teikei.base.errors import SolverError
from teikei.base.options import SolveOptions
from teikei.solve.answer import Progress
from teikei.solve.highs import Solver, solve
from teikei.solve.program import CompiledProgram, Program

TIGHT = SolveOptions(gap=1e-9)


def two_products(sense: str = "max") -> CompiledProgram:
    p = Program("two products", sense)  # type: ignore[arg-type]
    x = p.add_columns("make", {"product": ["a", "b"]}, objective=[3.0, 5.0])
    p.add_rows(
        "hours",
        {"shop": [1, 2, 3]},
        upper=[4.0, 12.0, 18.0],
        rows=[0, 1, 2, 2],
        columns=x.ids[[0, 1, 0, 1]],
        values=[1.0, 2.0, 3.0, 2.0],
    )
    return p.compile()


def test_lp_by_hand() -> None:
    # Hillier & Lieberman's two products: a = 2, b = 6, worth 3*2 + 5*6 = 36; duals 0, 3/2, 1
    answer = solve(two_products())
    assert answer.status == "optimal"
    assert answer.value == pytest.approx(36)
    assert answer.bound == pytest.approx(36)
    assert answer.x == pytest.approx([2, 6])
    assert answer.row_duals == pytest.approx([0, 1.5, 1])
    assert answer.reduced_costs == pytest.approx([0, 0])


def test_duals_of_a_max_are_gains_per_unit_of_right_hand_side() -> None:
    program = two_products()
    duals = solve(program).row_duals
    for row, dual in enumerate(duals):
        more = program.with_row_bounds(row, -np.inf, program.row_upper[row] + 0.1)
        assert solve(more).value - 36 == pytest.approx(0.1 * dual)


def test_duals_of_a_min_are_costs_per_unit_of_right_hand_side() -> None:
    p = Program("diet", "min")
    x = p.add_columns("eat", {"food": [0, 1]}, objective=[2.0, 3.0])
    p.add_rows("need", {}, lower=4, rows=[0, 0], columns=x.ids, values=[1, 2])
    p.add_rows("most", {}, upper=1, rows=[0], columns=x.ids[1], values=[1])
    program = p.compile()
    answer = solve(program)
    # b = 1 saves (2*2 - 3) = 1 against a; a = 4 - 2 = 2: cost 2*2 + 3 = 7; duals need 2, most 3 - 2*2 = -1
    assert answer.value == pytest.approx(7)
    assert answer.row_duals == pytest.approx([2, -1])
    for row, low, high in ((0, 4.1, np.inf), (1, -np.inf, 1.1)):
        more = solve(program.with_row_bounds(row, low, high)).value - 7
        assert more == pytest.approx(0.1 * answer.row_duals[row])


def test_a_least_row_of_a_max_has_a_dual_below_zero() -> None:
    p = Program("least")
    p.add_columns("x", {}, upper=10, objective=-2.0)
    p.add_rows("least", {}, lower=3, rows=0, columns=0, values=1)
    answer = solve(p.compile())
    assert answer.value == pytest.approx(-6)
    assert answer.row_duals == pytest.approx([-2])


def knapsack() -> CompiledProgram:
    p = Program("knapsack")
    p.add_columns("take", {"item": [0, 1, 2]}, upper=1, objective=[10.0, 13.0, 7.0], integer=True)
    p.add_columns("fill", {}, upper=2.5, objective=1.0)
    p.add_rows("weight", {}, upper=8, rows=[0] * 4, columns=[0, 1, 2, 3], values=[4, 6, 3, 1])
    p.offset = 100
    return p.compile()


def test_milp_by_hand() -> None:
    # items 0 and 2 weigh 7 and earn 17, one unit of filling earns 1: 118. Item 1 with 2 of filling: 115.
    answer = solve(knapsack(), TIGHT)
    assert answer.status == "optimal"
    assert answer.value == pytest.approx(118)
    assert answer.bound == pytest.approx(118)
    assert answer.x.tolist() == [1, 0, 1, 1]
    # with the items held, one more of weight lets one more filling in
    assert answer.row_duals == pytest.approx([1])
    assert answer.reduced_costs == pytest.approx([6, 7, 4, 0])


def test_value_is_recomputed_and_never_passes_the_bound() -> None:
    for seed in range(8):
        program = random_milp(seed)
        answer = solve(program, TIGHT)
        assert answer.value == program.value_of(answer.x)
        assert answer.violation <= 1e-8
        if program.sense == "max":
            assert answer.value <= answer.bound
        else:
            assert answer.value >= answer.bound


def random_milp(seed: int, columns: int = 14, rows: int = 6, sense: str | None = None) -> CompiledProgram:
    r = np.random.default_rng(seed)
    p = Program("random", sense or ("max" if seed % 2 else "min"))  # type: ignore[arg-type]
    sign = 1 if p.sense == "max" else -1
    x = p.add_columns(
        "x",
        {"k": np.arange(columns)},
        upper=r.integers(1, 4, columns),
        objective=np.round(r.uniform(0.5, 9, columns), 3),
        integer=r.random(columns) < 0.7,
    )
    weights = r.integers(0, 9, (rows, columns)).astype(float)
    limit = np.round(0.4 * weights.sum(axis=1) * 1.5, 1)
    i, j = np.nonzero(weights)
    bounds = {"upper": limit} if sign > 0 else {"lower": limit}
    p.add_rows("r", {"k": np.arange(rows)}, rows=i, columns=x.ids[j], values=weights[i, j], **bounds)
    return p.compile()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([0.3, 0.1, 0.01]))
def test_a_loose_gap_is_honest(seed: int, gap: float) -> None:
    program = random_milp(seed)
    exact, loose = solve(program, TIGHT), solve(program, SolveOptions(gap=gap))
    slack = 1e-7 * abs(exact.value)
    assert program.sign * loose.value <= program.sign * exact.value + slack
    assert program.sign * loose.bound >= program.sign * exact.value - slack
    assert loose.gap <= gap + 1e-9 or loose.status == "optimal"
    assert loose.status == ("optimal" if loose.gap <= 1e-6 else "gap")


@pytest.mark.parametrize(("cost", "volume"), [(1e-3, 1e6), (1e4, 1e6), (1e4, 1.0), (1.0, 1e3)])
def test_a_gap_of_1e_9_is_reached_at_any_scale(cost: float, volume: float) -> None:
    # each line earns cost a unit and costs 0.6 of a full one to open; there is volume for 3.5 lines
    p = Program("scale")
    build = p.add_columns("build", {"line": np.arange(6)}, objective=cost * (1 + np.arange(6) / 100))
    opened = p.add_columns(
        "open", {"line": np.arange(6)}, upper=1, objective=-0.6 * cost * volume, integer=True
    )
    both = np.r_[build.ids, opened.ids]
    at = np.tile(np.arange(6), 2)
    p.add_rows(
        "limit", {"k": np.arange(6)}, upper=0, rows=at, columns=both, values=np.repeat([1.0, -volume], 6)
    )
    p.add_rows("all", {}, upper=3.5 * volume, rows=np.zeros(6), columns=build.ids, values=1)
    answer = solve(p.compile(), TIGHT)
    # lines 3, 4, 5 full; a fourth with half a line would earn 0.5 * 1.02 - 0.6 < 0
    assert answer.value == pytest.approx(cost * volume * (1.03 + 1.04 + 1.05 - 3 * 0.6), rel=1e-9)
    assert answer.gap <= 1e-9


def test_changing_numbers_equals_building_again() -> None:
    program = random_milp(3)
    solver = Solver(program)
    first = solver.solve(TIGHT)
    changes = [
        lambda s: s.change_bounds([0, 3], 0.0, [0.0, 1.0]),
        lambda s: s.change_objective([1, 2], [0.25, 20.0]),
        lambda s: s.change_row_bounds([0], -np.inf, float(program.row_upper[0]) * 0.7),
        lambda s: s.change_bounds([0, 3], program.column_lower[[0, 3]], program.column_upper[[0, 3]]),
    ]
    for change in changes:
        change(solver)
        assert solver.solve(TIGHT).value == pytest.approx(solve(solver.program, TIGHT).value, rel=1e-9)
    solver.change_objective([1, 2], program.objective[[1, 2]])
    solver.change_row_bounds([0], program.row_lower[0], program.row_upper[0])
    assert solver.solve(TIGHT).value == pytest.approx(first.value, rel=1e-9)
    assert solver.program.content_hash() == program.content_hash()


def test_the_same_program_gives_the_same_point() -> None:
    program = random_milp(5)
    assert np.array_equal(solve(program).x, solve(program).x)


def test_a_start_is_used_and_a_wrong_one_does_no_harm() -> None:
    program = random_milp(7)
    best = solve(program, TIGHT)
    for start in (best.x, np.zeros_like(best.x), best.x + 100):
        assert Solver(program).solve(TIGHT, start=start).value == pytest.approx(best.value, rel=1e-9)


def test_infeasible_unbounded_and_empty() -> None:
    p = Program("wrong")
    p.add_columns("x", {}, objective=1.0)
    unbounded = solve(p.compile())
    assert (unbounded.status, unbounded.found) == ("unbounded", False)
    p.add_rows("low", {}, upper=-1, rows=0, columns=0, values=1)
    infeasible = solve(p.compile())
    assert (infeasible.status, infeasible.found) == ("infeasible", False)
    assert infeasible.bound == -np.inf
    whole = Program("whole")
    whole.add_columns("x", {}, objective=1.0, integer=True)
    assert solve(whole.compile()).status == "unbounded"
    whole.add_rows("half", {}, lower=0.4, upper=0.6, rows=0, columns=0, values=1)
    assert solve(whole.compile()).status == "infeasible"
    nothing = Program("nothing")
    nothing.offset = 5
    assert solve(nothing.compile()).value == 5
    nothing.add_rows("never", {}, lower=1, rows=[], columns=[], values=[])
    assert solve(nothing.compile()).status == "infeasible"
    crossed = two_products().with_bounds([0], 2, 1)
    assert solve(crossed).status == "infeasible"


def test_refused_numbers_are_a_solver_error() -> None:
    p = Program("huge")
    p.add_columns("x", {}, upper=1)
    p.add_rows("r", {}, upper=1, rows=0, columns=0, values=1e30)
    with pytest.raises(SolverError):
        solve(p.compile())


def test_time_limit_keeps_the_best_point_and_reports_progress(hard: CompiledProgram) -> None:
    seen: list[Progress] = []
    program = hard
    answer = Solver(program).solve(SolveOptions(time_limit_s=1.0), on_progress=seen.append)
    assert answer.status == "time_limit"
    assert answer.found
    assert answer.value < answer.bound
    assert answer.gap == pytest.approx((answer.bound - answer.value) / answer.value)
    assert answer.seconds < 5
    assert len(seen) >= 2
    assert seen[-1].bound >= answer.value - 1e-6
    assert seen[-1].value <= answer.value + 1e-6


def test_an_error_in_progress_reaches_the_caller(hard: CompiledProgram) -> None:
    def fail(_: Progress) -> None:
        raise KeyError("from progress")

    with pytest.raises(KeyError, match="from progress"):
        Solver(hard).solve(SolveOptions(time_limit_s=20.0), on_progress=fail)


def test_stop_from_another_thread(hard: CompiledProgram) -> None:
    solver = Solver(hard)
    threading.Timer(0.7, solver.stop).start()
    answer = solver.solve(SolveOptions(time_limit_s=30))
    assert answer.status == "interrupted"
    assert answer.found
    assert answer.seconds < 10


def test_threads_may_change_between_solves() -> None:
    program = random_milp(9)
    values = [solve(program, replace(TIGHT, threads=threads)).value for threads in (1, 2, 1)]
    assert values == pytest.approx([values[0]] * 3, rel=1e-9)


SCRIPT = """
    import sys
    sys.path.insert(0, {folder!r})
    from conftest import hard_milp, two_hard
    from teikei.base.options import SolveOptions
    from teikei.solve.decompose import solve_components
    from teikei.solve.highs import Solver
    print("ready", flush=True)
    options = SolveOptions(time_limit_s=60, threads={threads})
    answer = {call}
    print(answer.status, answer.found, answer.value <= answer.bound, flush=True)
"""


@pytest.mark.parametrize(
    ("call", "threads"),
    [
        ("Solver(hard_milp()).solve(options)", 1),
        ("Solver(hard_milp()).solve(options)", 2),
        ("solve_components(hard_milp(), options)", 1),
        # interrupted in the first part: the second still gets a point and a bound
        ("solve_components(two_hard(), options)", 1),
    ],
)
def test_ctrl_c_returns_the_best_point(call: str, threads: int) -> None:
    folder = os.path.dirname(__file__)  # noqa: PTH120
    script = textwrap.dedent(SCRIPT.format(folder=folder, call=call, threads=threads))
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(1.5)
        sent = time.perf_counter()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert out == "interrupted True True\n"
    assert err == ""
    assert process.returncode == 0
    assert time.perf_counter() - sent < 10


@pytest.mark.parametrize("restarts", [False, True])
def test_restarts_change_no_optimum(restarts: bool) -> None:
    # Σ_i y_i = 3 at least for 25 of demand in rooms of 10; the cheapest three of 1 … 6 cost 1 + 2 + 3
    p = Program("rooms", sense="min")
    y = p.add_columns("y", {"i": np.arange(6)}, upper=1, objective=np.arange(1.0, 7.0), integer=True)
    p.add_rows("room", {}, lower=25, rows=np.zeros(6), columns=y.ids, values=10.0)
    answer = solve(p.compile(), SolveOptions(gap=1e-9, restarts=restarts))
    assert (answer.status, answer.value) == ("optimal", pytest.approx(6.0))

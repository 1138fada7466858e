"""Independent parts: redundancy, exactness, memory, the closed part."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.blocks.hosts import two_hosts

from teikei.base.errors import SolverError
from teikei.base.options import SolveOptions
from teikei.solve.answer import Answer, Progress
from teikei.solve.components import components, drop_redundant_rows
from teikei.solve.decompose import solve_components
from teikei.solve.highs import solve
from teikei.solve.program import CompiledProgram, Program

TIGHT = SolveOptions(gap=1e-9)


def blocks(seed: int, parts: int = 3, sense: str | None = None) -> CompiledProgram:
    """A random program of unlinked blocks, its columns shuffled, with a redundant row across all of them."""
    r = np.random.default_rng(seed)
    p = Program("blocks", sense or ("max" if r.random() < 0.5 else "min"))  # type: ignore[arg-type]
    n = 4
    owner = r.permutation(np.repeat(np.arange(parts), n))
    upper = r.integers(1, 5, n * parts).astype(float)
    fixed = r.random(n * parts) < 0.15
    lower = np.where(fixed, upper, 0.0)
    x = p.add_columns(
        "x",
        {"part": owner, "k": np.arange(n * parts)},
        lower=lower,
        upper=upper,
        objective=np.round(r.normal(2, 4, n * parts), 2),
        integer=r.random(n * parts) < 0.5,
    )
    at, ids, values = [], [], []
    for part in range(parts):
        members = x.ids[owner == part]
        for row in range(2):
            at += [2 * part + row] * members.size
            ids += members.tolist()
            values += np.round(r.uniform(-1, 5, members.size), 1).tolist()
    total = np.bincount(at, np.array(values) * upper[ids], 2 * parts)
    need = np.bincount(at, np.array(values) * lower[ids], 2 * parts)
    limit = np.round(np.maximum(0.6 * total, need) + 1, 1)
    p.add_rows("r", {"k": np.arange(2 * parts)}, upper=limit, rows=at, columns=ids, values=values)
    p.add_rows("all", {}, upper=float(upper.sum()), rows=np.zeros(n * parts), columns=x.ids, values=1.0)
    p.add_columns(
        "alone",
        {"k": [0, 1, 2]},
        lower=[-1, 0.5, 2],
        upper=[2.5, 3.5, 2],
        objective=[-1, 2, 5],
        integer=[0, 1, 0],
    )
    p.offset = 3.5
    return p.compile()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 100_000))
def test_parts_together_are_the_whole(seed: int) -> None:
    program = blocks(seed)
    whole, parts = solve(program, TIGHT), solve_components(program, TIGHT)
    assert parts.status == whole.status
    if not whole.found:
        return
    assert parts.value == pytest.approx(whole.value, rel=1e-8, abs=1e-8)
    assert parts.bound == pytest.approx(whole.bound, rel=1e-8, abs=1e-8)
    assert parts.violation <= 1e-8
    assert parts.value == program.value_of(parts.x)
    assert len(parts.components) >= 2
    assert sum(c.value for c in parts.components) + program.offset == pytest.approx(parts.value)
    ids = np.concatenate([c.column_ids for c in parts.components])
    assert sorted(ids.tolist()) == list(range(program.objective.size))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 100_000))
def test_a_redundant_row_changes_no_value(seed: int) -> None:
    program = blocks(seed)
    mask = drop_redundant_rows(program)
    freed = program.with_row_bounds(np.flatnonzero(mask), -np.inf, np.inf)
    one, two = solve(program, TIGHT), solve(freed, TIGHT)
    assert one.status == two.status
    if one.found:
        assert one.value == pytest.approx(two.value, rel=1e-8, abs=1e-8)


def test_duals_of_parts_are_those_of_the_whole() -> None:
    p = Program("duals")
    x = p.add_columns("x", {"k": [0, 1, 2]}, upper=[9, 9, 1], objective=[3.0, 2.0, 1.0])
    p.add_rows(
        "r",
        {"k": [0, 1, 2]},
        upper=[4, 5, 50],
        rows=[0, 1, 2, 2],
        columns=x.ids[[0, 1, 0, 1]],
        values=[1, 2, 1, 1],
    )
    answer = solve_components(p.compile(), TIGHT)
    # 3 * 4 + 2 * 2.5 + 1; the third row is redundant: its dual is 0
    assert answer.value == pytest.approx(18)
    assert answer.row_duals == pytest.approx([3, 1, 0])
    assert answer.reduced_costs == pytest.approx([0, 0, 1])
    assert len(answer.components) == 3


def test_memory_spares_the_second_solve() -> None:
    memory: dict[str, Answer] = {}
    first = solve_components(two_hosts(0), TIGHT, memory)
    assert [c.from_memory for c in first.components] == [False, False, False]
    assert len(memory) == 2
    again = solve_components(two_hosts(0), TIGHT, memory)
    assert [c.from_memory for c in again.components] == [True, True, False]
    assert np.array_equal(first.x, again.x)
    assert again.value == first.value
    # another book that leaves firm h alone: its part is known, that of n is new
    other = solve_components(two_hosts(0).with_row_bounds([0], -np.inf, 7), TIGHT, memory)
    assert [c.from_memory for c in other.components] == [False, True, False]
    assert other.components[1].value == first.components[1].value


def test_memory_is_not_used_for_a_tighter_gap() -> None:
    program = next(
        p for p in (blocks(seed, parts=1, sense="max") for seed in range(50)) if solve(p, TIGHT).found
    )
    memory: dict[str, Answer] = {}
    key = components(program)[0].key
    tight = solve_components(program, TIGHT, memory)
    stored = memory[key]
    loose = Answer(
        **{**stored.__dict__, "status": "gap", "gap": 0.2, "asked_gap": 0.3, "bound": stored.bound * 1.2}
    )
    memory[key] = loose
    assert solve_components(program, SolveOptions(gap=0.3), memory).components[0].from_memory
    again = solve_components(program, TIGHT, memory)
    assert not again.components[0].from_memory
    assert again.value == pytest.approx(tight.value)
    late = Answer(**{**loose.__dict__, "status": "time_limit", "seconds": 10.0, "asked_gap": 0.0})
    for limit, used in ((10.0, True), (60.0, False)):
        memory[key] = late
        answer = solve_components(program, SolveOptions(time_limit_s=limit), memory)
        assert answer.components[0].from_memory is used


def test_closed_part_by_hand() -> None:
    p = Program("closed", "min")
    p.add_columns(
        "x",
        {"k": np.arange(4)},
        lower=[-3, 1.2, -2, 4],
        upper=[5, 2.9, 7, 9],
        objective=[2, 1, -3, 0],
        integer=[0, 1, 1, 0],
    )
    answer = solve_components(p.compile(), TIGHT)
    # min: 2*-3, whole and at least 1.2: 2, -3*7, no interest: nearest zero is 4
    assert answer.x.tolist() == [-3, 2, 7, 4]
    assert answer.value == answer.bound == -6 + 2 - 21
    assert answer.status == "optimal"
    assert answer.reduced_costs.tolist() == [2, 1, -3, 0]


def test_closed_part_without_limit_or_without_a_point() -> None:
    p = Program("endless")
    p.add_columns("ship", {"plant": ["canton"]}, objective=1.0)
    with pytest.raises(SolverError) as caught:
        solve_components(p.compile(), TIGHT)
    assert "ship[canton]" in caught.value.faults[0].what
    nowhole = Program("no whole number")
    nowhole.add_columns("x", {}, lower=0.2, upper=0.8, integer=True)
    assert solve_components(nowhole.compile(), TIGHT).status == "infeasible"
    crossed = Program("crossed")
    crossed.add_columns("x", {}, lower=2, upper=1)
    assert solve_components(crossed.compile(), TIGHT).status == "infeasible"
    fixed = Program("fixed")
    fixed.add_columns("x", {}, lower=2, upper=2)
    fixed.add_rows("r", {}, upper=1, rows=0, columns=0, values=1)
    assert solve_components(fixed.compile(), TIGHT).status == "infeasible"
    never = Program("never")
    never.add_rows("r", {}, lower=1, rows=[], columns=[], values=[])
    assert solve_components(never.compile(), TIGHT).status == "infeasible"


def test_rounding_in_fixed_columns_is_no_conflict() -> None:
    p = Program("rounding")
    p.add_columns("x", {"k": [0, 1, 2]}, lower=[0.1, 0.2, 0.3], upper=[0.1, 0.2, 0.3])
    p.add_rows("r", {}, lower=0, upper=0, rows=[0, 0, 0], columns=[0, 1, 2], values=[1, 1, -1])
    assert solve_components(p.compile(), TIGHT).status == "optimal"


def test_one_infeasible_part_makes_the_whole_infeasible() -> None:
    answer = solve_components(two_hosts(0).with_row_bounds([1], 25, np.inf), TIGHT)
    assert answer.status == "infeasible"
    assert answer.components[-1].column_ids.tolist() == [1]


def test_progress_counts_the_parts(hard: CompiledProgram) -> None:
    seen: list[Progress] = []
    solve_components(hard, SolveOptions(time_limit_s=0.6), on_progress=seen.append)
    assert {(p.part, p.parts) for p in seen} == {(1, 1)}


def test_a_start_is_cut_to_the_parts() -> None:
    program = blocks(4)
    best = solve_components(program, TIGHT)
    again = solve_components(program, TIGHT, starts=best.x)
    assert again.value == pytest.approx(best.value)

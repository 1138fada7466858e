"""Programs: blocks, triplets, listings, MPS and copies."""

from __future__ import annotations

from pathlib import Path

import highspy
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikei.base.errors import SolverError
from teikei.base.options import SolveOptions
from teikei.solve.highs import solve
from teikei.solve.program import CompiledProgram, Program


def shipping() -> Program:
    p = Program("shipping")
    ship = p.add_columns(
        "ship",
        {"model": ["rogue", "rogue", "titan"], "plant": ["canton", "smyrna", "canton"]},
        objective=[6.0, 5.5, 8.0],
    )
    tooled = p.add_columns("tooled", {"plant": ["canton", "smyrna"]}, upper=1, objective=-100, integer=True)
    p.add_rows(
        "capacity",
        {"plant": ["canton", "smyrna"], "year": [2029, 2029]},
        upper=[0, 0],
        rows=[0, 1, 0, 0, 1],
        columns=[*ship.ids, *tooled.ids],
        values=[1, 1, 1, -410_000, -300_000.5],
    )
    p.add_rows("mix", {}, lower=10, upper=20, rows=[0, 0], columns=ship.ids[:2], values=1)
    p.add_rows("least", {}, lower=5, rows=0, columns=ship.ids[2], values=1)
    p.add_rows("exact", {}, lower=3, upper=3, rows=[0, 0], columns=[1, 1], values=[0.5, 0.5])
    p.offset = -7
    return p


LISTING = """\
maximize: + 6 ship[rogue,canton] + 5.5 ship[rogue,smyrna] + 8 ship[titan,canton] \
- 100 tooled[canton] - 100 tooled[smyrna] - 7
capacity[canton,2029]: + 1 ship[rogue,canton] + 1 ship[titan,canton] - 410000 tooled[canton] <= 0
capacity[smyrna,2029]: + 1 ship[rogue,smyrna] - 300000.5 tooled[smyrna] <= 0
mix: 10 <= + 1 ship[rogue,canton] + 1 ship[rogue,smyrna] <= 20
least: + 1 ship[titan,canton] >= 5
exact: + 1 ship[rogue,smyrna] = 3
bound: 0 <= tooled[canton] <= 1, whole
bound: 0 <= tooled[smyrna] <= 1, whole"""


def test_listing_reads_as_the_program() -> None:
    assert shipping().compile().text() == LISTING


@pytest.mark.parametrize(
    ("block", "lines"),
    [("objective", slice(0, 1)), ("capacity", slice(1, 3)), ("mix", slice(3, 4)), ("bounds", slice(6, 8))],
)
def test_one_block_is_listed_alone(block: str, lines: slice) -> None:
    assert shipping().compile().text(block).split("\n") == LISTING.split("\n")[lines]


def test_blocks_know_their_ids_and_labels() -> None:
    p = shipping()
    assert p["tooled"].ids.tolist() == [3, 4]
    assert p["tooled"].labels_of(1) == {"plant": "smyrna"}
    assert "tooled" in p
    assert "towed" not in p
    assert (p.column_count, p.row_count) == (5, 5)
    assert p.compile().row_block("mix").start == 2
    with pytest.raises(SolverError) as caught:
        p["tooling"]
    assert "tooled" in caught.value.faults[0].fix


def test_duplicates_are_summed_and_zeros_dropped() -> None:
    p = Program("sum")
    x = p.add_columns("x", {"k": [0, 1]})
    p.add_rows("r", {}, upper=1, rows=[0, 0, 0, 0], columns=[0, 0, 1, 1], values=[1.5, 2.0, 3.0, -3.0])
    p.add_objective(x.ids, [1.0, 2.0])
    p.add_objective([1, 1], 0.5)
    compiled = p.compile()
    assert compiled.matrix.toarray().tolist() == [[3.5, 0.0]]
    assert compiled.matrix.nnz == 1
    assert compiled.objective.tolist() == [1.0, 3.0]


def test_empty_blocks_are_allowed() -> None:
    p = Program("empty")
    assert p.add_columns("none", {"k": []}).size == 0
    p.add_columns("x", {"k": [1]}, upper=2, objective=1)
    assert p.add_rows("nothing", {"k": []}, upper=[], rows=[], columns=[], values=[]).size == 0
    compiled = p.compile()
    assert compiled.text("nothing") == ""
    assert solve(compiled).value == 2
    assert Program("void").compile().matrix.shape == (0, 0)


def add(p: Program, **given: object) -> None:
    term = {"rows": [0], "columns": [0], "values": [1.0], "upper": 1.0, **given}
    p.add_rows("r", {"k": [1]}, **term)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        (lambda p: p.add_columns("x", {}), "column block x"),
        (lambda p: p.add_columns("objective", {}), "column block objective"),
        (lambda p: p.add_columns("y", {"a": [1, 2], "b": [1]}), "column block y"),
        (lambda p: p.add_columns("y", {"a": [1, 2]}, lower=[0.0]), "column block y"),
        (lambda p: p.add_columns("y", {"a": [1, 2]}, upper=[1.0, np.nan]), "column block y"),
        (lambda p: p.add_columns("y", {"a": [1]}, objective=np.inf), "column block y"),
        (lambda p: add(p, rows=[1]), "row block r"),
        (lambda p: add(p, rows=[-1]), "row block r"),
        (lambda p: add(p, columns=[5]), "row block r"),
        (lambda p: add(p, columns=[0, 1]), "row block r"),
        (lambda p: add(p, values=[np.nan]), "row block r"),
        (lambda p: add(p, values=[np.inf]), "row block r"),
        (lambda p: add(p, upper=[np.nan]), "row block r"),
        (lambda p: (add(p), add(p)), "row block r"),
        (lambda p: p.add_objective([9], [1.0]), "objective"),
        (lambda p: p.compile().text("rows"), "program bad"),
        (lambda _: Program("p", "most"), "p"),
    ],
)
def test_a_wrong_call_says_where(wrong: object, where: str) -> None:
    p = Program("bad")
    p.add_columns("x", {"k": [0, 1]})
    with pytest.raises(SolverError) as caught:
        wrong(p)  # type: ignore[operator]
    assert caught.value.faults[0].where == where


def test_position_of_a_missing_number_is_named() -> None:
    with pytest.raises(SolverError, match="position 1"):
        Program("p").add_columns("y", {"a": [1, 2]}, upper=[1.0, np.nan])


def read_back(path: Path) -> tuple[float, highspy.HighsLp]:
    highs = highspy.Highs()
    highs.silent()
    assert highs.readModel(str(path)) == highspy.HighsStatus.kOk
    highs.run()
    return highs.getInfo().objective_function_value, highs.getLp()


def test_mps_says_the_same_program(tmp_path: Path) -> None:
    compiled = shipping().compile()
    compiled.write_mps(tmp_path / "shipping.mps")
    value, lp = read_back(tmp_path / "shipping.mps")
    # rogues: exactly 3 from smyrna at 5.5 and, as 10 are due, 7 from canton at 6; titans at 8 fill the other
    # 410000 - 7 places there; two toolings at 100, offset -7
    by_hand = 3 * 5.5 + 7 * 6 + (410_000 - 7) * 8 - 200 - 7
    assert value == pytest.approx(by_hand, rel=1e-9)
    assert solve(compiled).value == pytest.approx(by_hand, rel=1e-9)
    assert list(lp.row_lower_) == compiled.row_lower.tolist()
    assert list(lp.row_upper_) == compiled.row_upper.tolist()
    assert list(lp.col_upper_) == compiled.column_upper.tolist()
    assert lp.sense_ == highspy.ObjSense.kMaximize


@given(st.integers(0, 10_000), st.sampled_from(["max", "min"]))
def test_mps_round_trip_of_any_program(
    tmp_path_factory: pytest.TempPathFactory, seed: int, sense: str
) -> None:
    compiled = any_program(seed, sense)
    path = tmp_path_factory.mktemp("mps") / "any.mps"
    compiled.write_mps(path)
    _, lp = read_back(path)
    assert np.array_equal(lp.col_lower_, compiled.column_lower)
    assert np.array_equal(lp.col_upper_, compiled.column_upper)
    # MPS readers leave out rows that are free on both sides
    bound = np.isfinite(compiled.row_lower) | np.isfinite(compiled.row_upper)
    assert np.allclose(lp.row_lower_, compiled.row_lower[bound], rtol=1e-15)
    assert np.array_equal(lp.row_upper_, compiled.row_upper[bound])
    assert np.array_equal(lp.col_cost_, compiled.objective)
    assert lp.offset_ == compiled.offset


def any_program(seed: int, sense: str) -> CompiledProgram:
    r = np.random.default_rng(seed)
    n, m = int(r.integers(1, 6)), int(r.integers(1, 5))
    p = Program("any program", sense)  # type: ignore[arg-type]
    lower = r.choice([0.0, -2.5, -np.inf, 1.0], n)
    p.add_columns(
        "x y",
        {"label": [f"a b {k // 2}" for k in range(n)]},
        lower=lower,
        upper=np.where(r.random(n) < 0.5, np.inf, 3.0),
        objective=np.round(r.normal(size=n), 3),
        integer=r.random(n) < 0.5,
    )
    low = np.where(r.random(m) < 0.5, -np.inf, np.round(r.normal(size=m), 3))
    high = np.where(r.random(m) < 0.4, np.inf, np.where(r.random(m) < 0.5, low, 5.0))
    high[np.isneginf(high)] = 4.0
    at = r.integers(0, m, 8)
    p.add_rows(
        "r",
        {"k": np.arange(m)},
        lower=low,
        upper=high,
        rows=at,
        columns=r.integers(0, n, 8),
        values=r.integers(1, 9, 8),
    )
    p.offset = float(r.integers(-3, 3))
    return p.compile()


def test_hash_follows_numbers_not_names() -> None:
    one, two = Program("one"), Program("two")
    one.add_columns("x", {"k": [1, 2]}, upper=[3, 4], objective=[1, 0.0])
    two.add_columns("y", {"m": ["a", "b"]}, upper=[3, 4], objective=[1, -0.0])
    two.offset = 5
    a, b = one.compile(), two.compile()
    assert a.content_hash() == b.content_hash()
    assert a.content_hash() != a.with_bounds([0], 0, 3.5).content_hash()
    assert a.content_hash() != a.with_objective([1], 1e-9).content_hash()
    assert a.content_hash() != Program("none").compile().content_hash()
    assert (
        shipping().compile().content_hash() != shipping().compile().with_row_bounds([0], 0, 0).content_hash()
    )
    other = Program("one", "min")
    other.add_columns("x", {"k": [1, 2]}, upper=[3, 4], objective=[1, 0.0])
    assert a.content_hash() != other.compile().content_hash()


def test_copies_change_only_what_was_asked() -> None:
    a = shipping().compile()
    b = a.with_bounds([0, 1], [1, 2], 5).with_objective(2, 9).with_row_bounds([3], 6, 7)
    assert b.column_lower.tolist() == [1, 2, 0, 0, 0]
    assert b.column_upper.tolist() == [5, 5, np.inf, 1, 1]
    assert b.objective[2] == 9
    assert (b.row_lower[3], b.row_upper[3]) == (6, 7)
    assert a.text() == LISTING
    assert b.matrix is a.matrix


def test_violation_is_relative_to_the_bound() -> None:
    p = Program("v")
    p.add_columns("x", {"k": [0, 1]}, upper=[1000, 1])
    p.add_rows("r", {}, upper=200, rows=[0, 0], columns=[0, 1], values=1)
    c = p.compile()
    assert c.violation_of(np.array([200.0, 0.0])) == 0
    assert c.violation_of(np.array([201.0, 1.0])) == pytest.approx(2 / 200)
    assert c.violation_of(np.array([0.0, 1.5])) == pytest.approx(0.5)


def test_options_default_is_tight() -> None:
    assert solve(shipping().compile(), SolveOptions()).status == "optimal"

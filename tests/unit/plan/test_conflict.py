from __future__ import annotations

import pytest
from tests.blocks.scenes import problem_of
from tests.cases.edits import changed, two_makers

from teikei.base.errors import PlanError
from teikei.plan.build import build
from teikei.plan.conflict import WORDS, plan_conflict
from teikei.plan.optimise import plan


def test_the_rows_that_clash_are_named_with_what_to_change() -> None:
    case = changed(two_makers(), "plants", {"plant": "harima"}, minimum_use_share=0.9)
    case = changed(case, "demand", {"model": "h_suv"}, units_per_year=30_000.0)
    problem = problem_of(case, ["hoku"])
    error = plan_conflict(problem, build(problem).compile())
    # 90,000 to build, 30,000 + 30,000 to sell: the minimum and the two demands of one year, nothing else
    words = [f.what for f in error.faults]
    assert len(words) == 3
    year = next(y for y in ("2027", "2028", "2029", "2030") if y in words[0])
    assert f"harima must build at least its minimum in {year}" in words
    assert all(year in w for w in words)
    assert any("h_suv" in w and "japan" in w for w in words)
    assert any("h_suv" in w and "us" in w for w in words)
    for fault in error.faults:
        assert fault.fix
        assert "infeasible" not in str(fault)


def test_capacity_against_a_granted_minimum() -> None:
    case = changed(
        two_makers(),
        "grants",
        {"agreement": "suv_at_harima"},
        minimum_units_per_year=60_000.0,
        limit_units_per_year=90_000.0,
    )
    case = changed(case, "lines", {"line": "harima_body"}, capacity_units_per_year=50_000.0)
    with pytest.raises(PlanError) as error:
        plan(case, book=["suv_at_harima"])
    words = " ".join(f.what for f in error.value.faults)
    assert "harima cannot build more (unibody) in 20" in words or "takes" in words
    assert "granted by suv_at_harima to nagi at harima" in words


def test_every_block_with_limits_has_words() -> None:
    assert {
        "sales",
        "capacity",
        "minimum_use",
        "permission",
        "tooling",
        "launch",
        "development",
        "quota",
        "ship",
    } <= set(WORDS)

from __future__ import annotations

import numpy as np
import pytest
from tests.blocks.scenes import problem_of
from tests.cases.edits import added, changed, two_makers

from teikei.plan.accounts import Decisions, accounts, present_value
from teikei.plan.build import build
from teikei.plan.optimise import plan


def test_decisions_are_read_from_columns() -> None:
    problem = problem_of(two_makers(), ["hoku"], "suv_at_delta")
    program = build(problem)
    x = np.arange(program.column_count, dtype=float)
    made = Decisions.read(problem, program, x)
    exists = problem.ship_of >= 0
    assert np.array_equal(made.ship[exists], x[problem.ship_of[exists]])
    assert (made.ship[~exists] == 0).all()
    assert np.array_equal(made.block("tool_up"), x[program["tool_up"].ids])
    assert made.block("lent").size == 0


def test_nothing_built_leaves_the_fixed_costs() -> None:
    problem = problem_of(two_makers(), ["hoku", "nagi"])
    made = Decisions(np.zeros(problem.ship_of.shape), {})
    found = {k: float(v.sum()) for k, v in accounts(problem, made).items() if v.any()}
    assert found == {
        ("overhead", "nagi", ""): -400.0,
        ("plant_fixed", "nagi", "delta"): -1_200.0,
        ("plant_fixed", "hoku", "harima"): -800.0,
    }


def test_a_shared_plant_is_split_by_share_and_overtime_among_members() -> None:
    case = added(two_makers(), "plant_owners", {"plant": "harima", "firm": "nagi", "share": 0.25})
    case = changed(case, "plant_owners", {"plant": "harima", "firm": "hoku"}, share=0.75)
    case = changed(case, "plants", {"plant": "harima"}, overtime_share=0.1, overtime_premium=0.5)
    joint = plan(case)
    fixed = {f: float(joint.amounts[("plant_fixed", f, "harima")][0]) for f in ("nagi", "hoku")}
    assert fixed == {"nagi": -50.0, "hoku": -150.0}
    # 10,000 cars at 500
    over = {f: float(joint.amounts[("overtime", f, "harima")][0]) for f in ("nagi", "hoku")}
    assert over == pytest.approx({"nagi": -1.25, "hoku": -3.75})
    # hoku alone causes all of the overtime and bears it, but only its share of the fixed cost
    alone = plan(case, ["hoku"])
    assert alone.amounts[("overtime", "hoku", "harima")][0] == pytest.approx(-5.0)
    assert alone.amounts[("plant_fixed", "hoku", "harima")][0] == pytest.approx(-150.0)
    assert joint.audit().holds
    assert alone.audit().holds


def test_transfers_sum_to_zero_and_are_left_out_unless_asked_for() -> None:
    case = added(
        two_makers(),
        "terms",
        {"agreement": "suv_at_delta", "payer": "hoku", "payee": "nagi", "per": "unit", "amount": 900},
    )
    found = plan(case, book=["suv_at_delta"])
    assert present_value(found.problem, found.amounts) == pytest.approx(found.value)
    assert present_value(found.problem, found.amounts, transfers=True) == pytest.approx(found.value)
    hoku = {k: v for k, v in found.amounts.items() if k[1] == "hoku"}
    # 900 * 120,000
    assert present_value(found.problem, hoku) - present_value(
        found.problem, hoku, transfers=True
    ) == pytest.approx(108)
    again = accounts(found.problem, found.made)
    assert present_value(found.problem, again) == pytest.approx(found.value)

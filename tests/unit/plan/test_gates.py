from __future__ import annotations

import numpy as np
from tests.blocks.scenes import problem_of
from tests.cases.edits import two_makers, years_of

from teikei.plan.blocks.sales import sales
from teikei.plan.build import build
from teikei.plan.gates import Gate, add_gates, add_starts
from teikei.solve.listing import program_text


def test_starts_cost_their_annuity_in_the_years_of_use() -> None:
    case = years_of(two_makers(), 2027, 2030, 2027, 2029)
    problem = problem_of(case, ["hoku"], "suv_at_delta")
    program = build(problem, [sales])
    starts = add_starts(program, "tool_up", problem, problem.tools)
    assert starts is not None
    gate = Gate(np.array([0]), np.array([0]), np.array([0]), np.full((1, 4), 10.0))
    add_gates(program, "gate", problem, problem.tools, starts, gate)
    compiled = program.compile()
    # 30 M a year: two years from 2029, one from 2030
    assert compiled.objective[starts.ids].tolist() == [-60.0, -30.0]
    assert "+ 1 tool_up[h_suv delta,2029] + 1 tool_up[h_suv delta,2030] <= 1" in program_text(
        compiled, "tool_up_once"
    )
    # half of the limit in the first year of each
    rows = program_text(compiled, "gate").splitlines()
    assert rows[0].endswith("- 5 tool_up[h_suv delta,2029] <= 0")
    assert rows[1].endswith("- 10 tool_up[h_suv delta,2029] - 5 tool_up[h_suv delta,2030] <= 0")


def test_nothing_to_start_adds_nothing() -> None:
    problem = problem_of(two_makers(), ["hoku"])
    program = build(problem, [sales])
    assert add_starts(program, "tool_up", problem, problem.tools) is None
    assert "tool_up" not in program

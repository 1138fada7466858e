from __future__ import annotations

from tests.blocks.scenes import problem_of
from tests.cases.edits import two_makers

from teikei.plan.blocks.sales import sales
from teikei.plan.build import BLOCKS, build


def test_sales_come_first_and_every_block_once() -> None:
    assert BLOCKS[0] is sales
    assert len({block.__name__ for block in BLOCKS}) == len(BLOCKS) == 12


def test_some_blocks_or_all() -> None:
    problem = problem_of(two_makers(), ["nagi"])
    alone = build(problem, [sales]).compile()
    assert [rows.name for rows in alone.rows] == ["sales"]
    assert alone.sense == "max"
    whole = build(problem).compile()
    assert [rows.name for rows in whole.rows] == ["sales", "capacity"]
    # 2 cars, 4 years; trade takes 500 a car of freight off the 10,000 of the pickup
    assert whole.objective.size == 8
    assert sorted(alone.objective - whole.objective) == [0.0005] * 8 or all(
        abs(v - 0.0005) < 1e-12 for v in alone.objective - whole.objective
    )

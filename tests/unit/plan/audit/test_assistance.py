"""Driver assistance counted from the tables, and books tampered with."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.cases.edits import changed, two_makers
from tests.cases.forged import audited, records
from tests.cases.kinds import with_lidar

from teikei.agreements.book import Book
from teikei.plan.audit.assistance import Options
from teikei.plan.optimise import plan
from teikei.plan.solution import PlanSolution

ALL = ("sight", "hands_off", "sight_too")


@pytest.fixture(scope="module")
def found() -> PlanSolution:
    return plan(with_lidar(two_makers()), book=ALL)


def test_options_of_a_car(found: PlanSolution) -> None:
    mine = records(found)
    options = Options(mine, mine.book)
    car = options.sold("nagi", "n_suv", "us", 2028)
    # three of four chances of the lidar at 3,000 and 750, the rest of the cameras at 2,000 and 500
    assert car.price == pytest.approx(0.5 * (0.75 * 3_000 + 0.25 * 2_000))
    assert car.hardware == pytest.approx(0.5 * (0.75 * 750 + 0.25 * 500))
    assert car.carrying == pytest.approx({"cameras": 0.5, "lidar": 0.375})
    assert options.sold("nagi", "n_pickup", "us", 2028).carrying == {}


def test_a_figure_that_the_tables_do_not_give_is_found(found: PlanSolution) -> None:
    assert found.audit().holds
    case = found.problem.case
    for table, where, cells, word in (
        ("changes", {"firm": "hoku"}, {"value": 2_100.0}, "revenue of hoku"),
        ("technologies", {"technology": "lidar"}, {"unit_cost": 300.0}, "extra of nagi"),
        ("technologies", {"technology": "cameras"}, {"sharing_overhead": 0.2}, "development of hoku"),
        ("terms", {"agreement": "hands_off"}, {"amount": 120.0}, "fees of nagi"),
        ("effects", {"target": "rule_hazard"}, {"value": 0.6}, "revenue of nagi"),
    ):
        other = changed(case, table, where, **cells)
        problem = replace(found.problem, case=other, book=Book(other, found.problem.book.agreements))
        said = audited(found, problem=problem).violations
        assert any(v.startswith(word) for v in said), (table, said)

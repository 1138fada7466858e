"""What a venture leaves to an owner; tests/unit/agreements/test_joint_venture.py has what it is worth."""

from __future__ import annotations

from tests.blocks.scenes import problem_of
from tests.cases.edits import added, two_makers
from tests.cases.kinds import change, with_venture

from teikei.agreements.book import Book
from teikei.plan.ventures import own_use


def test_rows_hold_while_the_venture_is_in_force_and_for_own_cars_only() -> None:
    row = change("delta_venture", "nagi", "plant", "delta", "own_use", 90_000.0)
    case = added(with_venture(two_makers()), "changes", row)
    problem = problem_of(case, ["hoku", "nagi"], "delta_venture")
    (limit,) = own_use(problem.book, problem.routes, problem.years)
    assert set(problem.routes.firm[limit.routes]) == {"nagi"}
    assert limit.limit.tolist() == [float("inf"), 90_000.0, 90_000.0, 90_000.0]
    assert limit.minimum.tolist() == [0.0] * 4
    assert own_use(Book(case, []), problem.routes, problem.years) == ()


def test_hoku_alone_has_no_car_of_nagi_to_limit() -> None:
    row = change("delta_venture", "nagi", "plant", "delta", "own_use", 90_000.0)
    case = added(with_venture(two_makers()), "changes", row)
    problem = problem_of(case, ["hoku"], "delta_venture")
    assert own_use(problem.book, problem.routes, problem.years) == ()

"""What one agreement does alone, and what several ask of a plan."""

from __future__ import annotations

from tests.cases.edits import changed
from tests.cases.three_makers import split_pickup

from teikei.agreements.book import Book
from teikei.base.options import PlanOptions
from teikei.plan.effects import Effect, on_any, shared_by
from teikei.plan.problem import build_problem


def test_constants_of_some_firms() -> None:
    effect = Effect({}, {("signing", "hoku", "x"): -3.0, ("signing", "nagi", "x"): -4.0})
    assert effect.fixed_m(["hoku"]) == -3.0
    assert effect.fixed_m(["hoku", "nagi"]) == -7.0


def test_what_is_shared_and_who_uses_it() -> None:
    case = changed(split_pickup(), "platforms", {"platform": "n_frame"}, saving_per_doubling=0.15)
    book = Book(case, Book.today(case).agreements | {"pickup_at_delta", "frame_for_hoku"})
    problem = build_problem(case, None, book, PlanOptions())
    assert shared_by(problem, "frame_for_hoku") == {("platform", "n_frame")}
    assert shared_by(problem, "pickup_at_delta") == set()
    uses = on_any(problem, [("platform", "n_frame")])
    assert {str(m) for m in problem.routes.model[uses]} == {"n_pickup", "h_pickup"}
    assert not on_any(problem, []).any()

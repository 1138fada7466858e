from __future__ import annotations

from dataclasses import replace

import numpy as np
from tests.cases.edits import changed, two_makers

from teikei.agreements.book import Book
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.plan.build import build
from teikei.plan.earned import counted_from, demand_sharing, first_counted, unearned
from teikei.plan.optimise import plan
from teikei.plan.problem import build_problem

YEARS = np.array([2027, 2028, 2029, 2030])


def shared() -> Case:
    return changed(two_makers(), "platforms", {"platform": "n_frame"}, saving_per_doubling=0.1)


def test_factors_count_from_their_year_or_never() -> None:
    factors = {"a": np.full(4, 0.9), "b": np.full(4, 0.8), "c": np.full(4, 0.7)}
    found = counted_from(factors, {"a": 2029, "b": None}, YEARS)
    assert set(found) == {"a", "c"}
    assert found["a"].tolist() == [1.0, 1.0, 0.9, 0.9]
    assert found["c"].tolist() == [0.7] * 4


def test_a_saving_is_earned_by_the_first_car_of_a_taker() -> None:
    found = plan(shared(), book=["pickup_at_delta"])
    first = first_counted(found.problem, "n_frame")
    assert first == 2029
    assert unearned(found.problem, found.made) == {}
    late = found.made.ship.copy()
    taken = found.problem.routes.firm == "hoku"
    late[taken & (found.problem.routes.platform == "n_frame"), 2] = 0.0
    assert unearned(found.problem, replace(found.made, ship=late)) == {"n_frame": 2030}
    assert unearned(found.problem, replace(found.made, ship=np.zeros_like(late))) == {"n_frame": None}
    # nagi alone is not asked what hoku builds
    alone = replace(found.problem, members=("nagi",))
    assert unearned(alone, replace(found.made, ship=np.zeros_like(late))) == {}
    # and where nothing is saved, nothing is unearned
    flat = replace(found.problem, parts_factor={"n_frame": np.ones(4)})
    assert unearned(flat, replace(found.made, ship=np.zeros_like(late))) == {}


def test_a_plan_that_shares_by_a_year_has_started_by_then() -> None:
    case = shared()
    problem = build_problem(case, None, Book(case, ["pickup_at_delta"]), PlanOptions())
    program = build(problem)
    assert demand_sharing(problem, program, "n_frame", 2030)
    rows = [b for b in program.compile().rows if b.name.startswith("shared_")]
    assert rows
    assert "shared_tool_up" in {b.name for b in rows}
    # nothing can be on the frame in 2028: granted from 2029
    assert not demand_sharing(problem, build(problem), "n_frame", 2028)

"""As text: tests/blocks/scale.lp. Here: what the block decides. More by hand in ../test_earned.py."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cases.bodies import shared_body
from tests.cases.edits import cars, changed, two_makers
from tests.cases.features import with_fleets

from teikei.agreements.book import Book
from teikei.base.options import PlanOptions
from teikei.plan.earned import first_built
from teikei.plan.optimise import Memory, _less_overlap, plan
from teikei.plan.problem import build_problem

BODY = ("platform", "n_body")


@settings(max_examples=12, deadline=None)
@given(nagi=st.integers(0, 180), adoption=st.integers(20, 400))
def test_the_year_of_a_saving_is_the_best_one(nagi: int, adoption: int) -> None:
    # nagi saves a tenth of its parts on 100,000 cars, hoku 80 in 2029 and 160 in 2030 less adoption a year:
    # from 2029: 2 nagi + 80 + 160 - 2 adoption;   from 2030: nagi + 160 - adoption;   never: 0
    case = changed(
        shared_body(100.0 * nagi), "platforms", {"platform": "n_body"}, development_cost_m=5.0 * adoption
    )
    early, late = 2 * nagi + 240 - 2 * adoption, nagi + 160 - adoption
    base, found = plan(case), plan(case, book=["body"])
    low, high = found.worth.minus(base.worth)
    assert (low, high) == (pytest.approx(max(early, late, 0), abs=1e-5),) * 2
    assert found.audit().holds, str(found.audit())
    first = min(cars(found.ship, variant="h_suv_shared"), default=None)
    counted = first_built(found.problem, found.made, BODY)
    assert first == counted
    if abs(early - late) > 1e-6 and max(early, late) > 1e-6:
        assert first == (2029 if early > late else 2030)


def test_what_is_in_doubt_is_known_to_the_next_plan() -> None:
    case, memory = shared_body(17_000.0), Memory()
    first = plan(case, book=["body"], memory=memory)
    assert memory.doubted == {BODY}
    again = plan(case, book=["body"], memory=memory)
    assert (again.value, again.bound) == (first.value, first.bound)
    # a book that does not share the body has nothing in doubt
    assert plan(case, memory=memory).value == pytest.approx(plan(case).value)


def test_takers_outside_the_plan_are_not_asked_when_they_come() -> None:
    # nagi alone plans hoku's cars no more than hoku's date: its saving counts from 2029, 2 * 170, whatever a
    # joint plan has put in doubt before
    case, memory = shared_body(17_000.0), Memory()
    plan(case, book=["body"], memory=memory)
    assert memory.doubted == {BODY}
    alone, base = plan(case, ["nagi"], ["body"], memory=memory), plan(case, ["nagi"], memory=memory)
    assert alone.worth.minus(base.worth) == pytest.approx((340.0, 340.0))
    assert alone.audit().holds, str(alone.audit())


def test_two_savings_on_one_car_are_less_than_their_sum() -> None:
    # nagi saves 1,700 on each of 100,000 SUVs and hoku 1,600 on 50,000, then 100,000: 250 + 330. A program
    # that counts 100 a car more from 2030 on, of which the dated problem knows nothing, has 20 too much
    case = shared_body(17_000.0)
    found = plan(case, book=["body"])
    problem = build_problem(case, None, Book(case, ["body"]), PlanOptions(), doubted=[BODY])
    saved = (found.made.ship * problem.savings[BODY]).sum(axis=0) / 1e6
    assert saved.tolist() == pytest.approx([0.0, 0.0, 250.0, 330.0])
    assert found.made.block("saved").sum() == pytest.approx(580.0)
    assert _less_overlap(found.worth, problem, found.problem, found.made) is found.worth
    counted = found.made.blocks | {"saved": np.array([250.0, 350.0])}
    double = replace(found.made, blocks=counted)
    less = _less_overlap(found.worth, problem, found.problem, double)
    assert less.value - found.worth.value == pytest.approx(-20.0)
    assert less.bound == found.worth.bound


def test_one_car_for_the_sake_of_a_saving_earns_nothing() -> None:
    # hoku's shared SUV is 3,000 dearer than its own; to adopt the body costs 120 a year, and nagi would save
    # 170 a year if hoku built a single one: that is in the bound, not in the plan
    case = changed(shared_body(17_000.0), "variants", {"variant": "h_suv_shared"}, parts_cost=19_000.0)
    base, found = plan(case), plan(case, book=["body"])
    assert cars(found.ship, variant="h_suv_shared") == {}
    assert found.value - base.value == pytest.approx(0.0, abs=1e-6)
    assert found.problem.parts_factor == {}
    # 2029 and 2030: 2 * (170 - 120), less the 1,400 that the one car costs
    assert found.bound - base.value == pytest.approx(100.0, abs=0.01)
    assert found.audit().holds


def test_what_a_plan_without_the_saving_builds_earns_it_all_the_same() -> None:
    # Delta has room for 40,000 pickups. With the frame's saving, 8.8 % off 26,000 of parts beat 8.8 % off
    # 8,000: hoku builds one pickup for the sake of nagi's 80,000. That earns nothing; and without the saving
    # hoku's are worth more: 80,000 in two years, each with 8.8 % of its 8,000 saved
    case = changed(
        two_makers(), "platforms", {"platform": "n_frame"}, saving_per_doubling=0.2, development_cost_m=0.0
    )
    case = changed(case, "tooling", {"model": "h_pickup"}, tooling_cost_m=0.0, ramp_share_first_year=1.0)
    case = changed(case, "models", {"model": "h_pickup"}, launch_cost_m=0.0)
    case = changed(case, "lines", {"line": "delta_frame"}, capacity_units_per_year=40_000.0)
    for firm, parts, price in (("n", 26_000.0, 38_000.0), ("h", 8_000.0, 20_400.0)):
        case = changed(case, "variants", {"variant": f"{firm}_pickup_petrol"}, parts_cost=parts)
        case = changed(case, "demand", {"model": f"{firm}_pickup"}, list_price=price)
    options = PlanOptions(diversion=False)
    base, found = plan(case, options=options), plan(case, book=["pickup_at_delta"], options=options)
    assert cars(found.ship, variant="h_pickup_petrol") == {2029: 40_000.0, 2030: 40_000.0}
    saved = 1 - found.problem.parts_factor["platform", "n_frame"]
    assert saved.tolist() == pytest.approx([0.0, 0.0, 0.08845375, 0.08845375])
    # margin 20,400 - 8,000 - 2,000 - 500 beside 9,500, less signing and running
    assert found.value - base.value == pytest.approx(0.08 * (400 + 8_000 * saved[3]) - 7.0, abs=1e-3)
    assert found.value < found.bound
    assert found.audit().holds, str(found.audit())


def test_a_fleet_that_pays_a_price_a_gram_saves_no_less_for_it() -> None:
    case = with_fleets(shared_body(17_000.0))
    grams = {("nagi", "us", "car", year): 10.0 for year in range(2027, 2031)}
    first = plan(case, book=["body"], grams=grams, memory=(memory := Memory()))
    assert memory.doubted
    in_doubt = plan(case, book=["body"], grams=grams, memory=Memory(doubted=set(memory.doubted)))
    dated = plan(case, book=["body"], grams={}, memory=Memory())
    assert in_doubt.value == pytest.approx(first.value)
    # 10 g above target, 10 a gram, on each of nagi's 100,000 cars: 10 a year less
    assert dated.value != pytest.approx(first.value)

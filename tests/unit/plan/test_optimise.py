from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.cases.edits import added, cars, changed, two_makers

from teikei.agreements.book import Book
from teikei.base.errors import UsageError
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.plan.optimise import Memory, as_book, late_launches, plan, program_of
from teikei.plan.problem import build_problem


def test_a_book_from_names_from_a_book_or_todays() -> None:
    case = changed(two_makers(), "agreements", {"agreement": "suv_at_delta"}, status="signed")
    assert as_book(case, None).agreements == {"suv_at_delta"}
    assert as_book(case, []).agreements == frozenset()
    book = Book(case, ["pickup_at_delta"])
    assert as_book(case, book) is book


def test_equal_parts_are_solved_once() -> None:
    memory = Memory()
    first = plan(two_makers(), memory=memory)
    solved = len(memory.answers)
    assert solved > 0
    second = plan(two_makers(), memory=memory)
    assert len(memory.answers) == solved
    # harima's four years are remembered; what no row binds is settled at its bounds and needs no memory
    assert sum(c.from_memory for c in second.components) == 4
    assert second.value == first.value


def test_memory_does_not_mix_cases() -> None:
    memory = Memory()
    plan(two_makers(), memory=memory)
    dearer = changed(two_makers(), "variants", {"variant": "n_suv_petrol"}, parts_cost=17_100.0)
    # 100 more on 100,000 cars a year
    assert plan(dearer, memory=memory).value == pytest.approx(6864 - 40)


def test_a_memory_that_forgets_is_a_new_one() -> None:
    memory = Memory(start={})
    plan(two_makers(), memory=memory)
    memory.doubted.add(("platform", "nagi_b"))
    assert memory != Memory()
    memory.forget()
    assert memory == Memory()


def test_an_unknown_member() -> None:
    with pytest.raises(UsageError):
        plan(two_makers(), ["nobody"])


def test_program_of_is_what_is_solved() -> None:
    program = program_of(two_makers(), ["hoku"])
    assert program.sense == "max"
    assert [b.name for b in program.columns] == ["ship"]
    assert program.objective.size == 8


def crowded_until_2030() -> Case:
    """The pickup could be built in 2029, but nagi's earns 45,000 - 20,500 = 24,500 and needs 55,000 of 60,000
    places then; 40,000 more come in 2030. Tooling costs 600 M / 5 = 120 a year."""
    case = changed(two_makers(), "lines", {"line": "delta_frame"}, capacity_units_per_year=60_000.0)
    line = next(r for r in case["lines"].to_dicts() if r["line"] == "delta_frame")
    more = {"line": "delta_frame_2", "capacity_units_per_year": 40_000.0, "from_year": 2030}
    case = added(case, "lines", line | more)
    case = changed(case, "demand", {"model": "n_pickup"}, list_price=45_000.0)
    return changed(case, "tooling", {"model": "h_pickup"}, tooling_cost_m=600.0)


def test_a_launch_happens_when_the_plan_first_sells_it() -> None:
    # dated 2029: 5,000 in 2029 and 20,000 + 5,000 in 2030 earn 55 + 275 for 2 * (120 + 10 + 10), that is 50;
    # one more in 2029 and in 2030 earns 22,000 and costs nagi 24,500. From 2030 on 20,000 earn 220 for 120 +
    # 10 and two years of launch, 20: 70. So it is launched in 2030, takes nothing in 2029, pays launch once
    case = crowded_until_2030()
    base, found = plan(case), plan(case, book=["pickup_at_delta"])
    assert found.problem.slots.launched == {"h_pickup": 2030}
    assert cars(found.ship, model="n_pickup")[2029] == 60_000.0
    assert cars(found.ship, model="h_pickup") == {2030: 20_000.0}
    # 220 - 120 - 10 - 10, less 5,000 * 24,500 = 122.5 of nagi's and 7 for the deal
    assert found.value - base.value == pytest.approx(220 - 140 - 122.5 - 7)
    assert found.bound - base.bound == pytest.approx(-49.5)
    assert found.audit().holds
    dry = PlanOptions(diversion=False)
    gain = plan(case, book=["pickup_at_delta"], options=dry).value - plan(case, options=dry).value
    assert gain == pytest.approx(220 - 140 - 7)


def test_launches_that_are_late_never_sold_or_in_time() -> None:
    case = crowded_until_2030()
    first = build_problem(case, None, Book(case, ["pickup_at_delta"]), PlanOptions())
    found = plan(case, book=["pickup_at_delta"])
    assert late_launches(found.problem, found.made) == {}
    # the same cars under the earlier date
    late = replace(found.problem, slots=first.slots)
    assert late_launches(late, found.made) == {"h_pickup": 2030}
    nothing = replace(found.made, ship=np.zeros_like(found.made.ship))
    assert late_launches(found.problem, nothing) == {"h_pickup": None}
    dry = replace(found.problem, options=PlanOptions(diversion=False))
    assert late_launches(dry, nothing) == {}
    # hoku's launch is not nagi's to move
    assert late_launches(replace(late, members=("nagi",)), found.made) == {}


def test_a_saving_counts_from_the_year_in_which_the_plan_earns_it() -> None:
    # granted from 2029, the pickup is built from 2030 on: the frame is shared in 2030 alone
    case = changed(crowded_until_2030(), "platforms", {"platform": "n_frame"}, saving_per_doubling=0.1)
    base, found = plan(case), plan(case, book=["pickup_at_delta"])
    factor = found.problem.parts_factor["platform", "n_frame"]
    assert list(found.problem.years) == [2027, 2028, 2029, 2030]
    assert factor[:3].tolist() == [1.0, 1.0, 1.0]
    # yearly mean: today 60,000; nagi 60,000 less 5,000 in one year of four, 58,750; hoku 20,000 / 4 = 5,000
    assert factor[3] == pytest.approx((63_750 / 60_000) ** np.log2(0.9))
    # beyond what the deal is worth without it (test above: -49.5), the saving on the cars of 2030
    bills = found.ship.filter(year=2030).join(case["variants"], on="variant").filter(platform="n_frame")
    bill = float((bills["units"] * bills["parts_cost"]).sum()) / 1e6
    assert found.value - base.value == pytest.approx(-49.5 + (1 - factor[3]) * bill, abs=0.01)
    assert found.bound == pytest.approx(found.value)
    assert found.audit().holds


def test_a_start_saves_work_and_moves_no_worth() -> None:
    case, book = two_makers(), ["pickup_at_delta", "suv_at_delta"]
    cold = plan(case, None, book)
    memory = Memory(start={})
    # from nothing known, from the decisions just found, and from every decision turned round
    for _ in range(2):
        warm = plan(case, None, book, memory=Memory(start=memory.start))
        assert (warm.value, warm.bound) == pytest.approx((cold.value, cold.bound))
        assert memory.start == warm.choices
    turned = Memory(start={key: 1.0 - value for key, value in cold.choices.items()})
    assert plan(case, None, book, memory=turned).value == pytest.approx(cold.value)
    assert turned.start == cold.choices
    # without one, nothing is kept
    bare = Memory()
    plan(case, None, book, memory=bare)
    assert bare.start is None

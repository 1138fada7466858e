from __future__ import annotations

import pytest
from tests.cases.edits import changed, two_makers

from teikei.agreements.book import Book
from teikei.base.errors import UsageError
from teikei.plan.optimise import Memory, as_book, plan, program_of, unused_sharing


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


def test_an_unknown_member() -> None:
    with pytest.raises(UsageError):
        plan(two_makers(), ["nobody"])


def test_program_of_is_what_is_solved() -> None:
    program = program_of(two_makers(), ["hoku"])
    assert program.sense == "max"
    assert [b.name for b in program.columns] == ["ship"]
    assert program.objective.size == 8


def test_sharing_that_is_used_is_not_idle() -> None:
    case = changed(two_makers(), "platforms", {"platform": "n_frame"}, saving_per_doubling=0.1)
    found = plan(case, book=["pickup_at_delta"])
    assert set(found.problem.parts_factor) == {"n_frame"}
    assert unused_sharing(found.problem, found.made) == frozenset()

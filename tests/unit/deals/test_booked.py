"""One book: how profits are split where plans are equally good, and what is left for the next plan."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from tests.cases.edits import two_makers
from tests.cases.features import with_fleets, with_pool

from teikei.agreements.book import Book
from teikei.base.options import PlanOptions
from teikei.deals.booked import Asked, Beginning, firm_profits, value_book, value_there
from teikei.deals.desk import hold
from teikei.deals.gains import ranges
from teikei.deals.profits import Profits
from teikei.plan.optimise import Memory


class Made:
    """A plan of two firms that earn 100 and 50."""

    problem = SimpleNamespace(members=("hoku", "nagi"))
    program = None

    def profit(self, firm: str) -> float:
        return {"hoku": 100.0, "nagi": 50.0}[firm]


@pytest.mark.parametrize(
    ("ranges", "expected"),
    [
        # hoku could have up to 10 more and nagi up to 10 less: the middles, 105 and 45, add up to 150
        (((10.0, 0.0), (0.0, 10.0)), {"hoku": 105.0, "nagi": 45.0}),
        # middles 105 and 47 are 2 too many: each gives 1
        (((10.0, 0.0), (4.0, 10.0)), {"hoku": 104.0, "nagi": 46.0}),
    ],
)
def test_plans_that_are_equally_good_are_split_by_a_rule(
    monkeypatch: pytest.MonkeyPatch,
    ranges: tuple[tuple[float, float], ...],
    expected: dict[str, float],
) -> None:
    monkeypatch.setattr("teikei.deals.booked.owned_objective", lambda *_: None)
    # two parts: one with both firms, 0.5 short of its bound, and one of hoku alone, 0.1 short of its own
    parts = [(["hoku", "nagi"], 0.5, ranges), (["hoku"], 0.1, ((0.1, 0.1),))]
    monkeypatch.setattr("teikei.deals.booked._part_ranges", lambda *_: iter(parts))
    found = firm_profits(Made())  # type: ignore[arg-type]
    assert {f: (p.low + p.high) / 2 for f, p in found.items()} == pytest.approx(expected)
    assert sum(expected.values()) == 150.0
    assert found["hoku"].high - found["hoku"].low == pytest.approx(2 * (0.5 + 0.1))
    assert found["nagi"].high - found["nagi"].low == pytest.approx(2 * 0.5)
    assert (found["hoku"].least, found["hoku"].most) == pytest.approx((99.9, 110.1))
    assert found["nagi"].most == pytest.approx(50.0 + ranges[1][0])


def test_ranges_are_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def told(part: Any, *rest: Any) -> Any:
        asked.append(part.key)
        return ranges(part, *rest)

    monkeypatch.setattr("teikei.deals.booked.ranges", told)
    case = with_pool(with_fleets(two_makers()))
    profits = Profits(case)
    pool = profits.mask(["pool"])
    profits.at(pool)
    first = len(asked)
    assert first > 0  # the fleets of hoku and nagi are one part under the pool
    again = Profits(case, memory=profits.memory)
    again.ranges = profits.ranges
    assert again.at(pool).low == pytest.approx(profits.at(pool).low)
    assert len(asked) == first


def pickup() -> Asked:
    today = Book.today(two_makers()).agreements
    return Asked(today | {"pickup_at_delta"}, ("pickup_at_delta",), PlanOptions())


def test_a_plan_leaves_what_the_next_begins_from() -> None:
    memory = Memory()
    booked, left = value_book(two_makers(), pickup(), Beginning(), memory, {})
    # nagi 4,080 and hoku 2,784 today, and 430.5 by the pickup
    assert booked.worth.value == pytest.approx(4_080.0 + 2_784.0 + 430.5)
    assert booked.agreements == ("pickup_at_delta",)
    assert left.choices
    assert all(left.choices.values())  # what is 0 is not worth carrying
    assert memory.start is None
    assert left.binding == memory.binding


def test_what_is_known_goes_into_the_memory() -> None:
    memory = Memory(binding={"capacity a"})
    Beginning({("open", "x"): 1.0}, frozenset({"capacity b"}), frozenset({("platform", "p")})).into(memory)
    assert memory.binding == {"capacity a", "capacity b"}
    assert memory.doubted == {("platform", "p")}
    assert memory.start == {("open", "x"): 1.0}
    again = Beginning.of(memory, {("open", "x"): 1.0, ("open", "y"): 0.0})
    assert again.choices == {("open", "x"): 1.0}
    assert again.binding == {"capacity a", "capacity b"}


def test_as_a_job_it_is_the_same() -> None:
    case = two_makers()
    hold(case)
    there, _ = value_there(pickup(), Beginning())
    here, _ = value_book(case, pickup(), Beginning(), Memory(), {})
    assert there.low == pytest.approx(here.low)
    assert there.worth.minus(here.worth) == pytest.approx((0.0, 0.0), abs=0.05)


def test_joint_worths_alone_have_no_range() -> None:
    asked = Asked(Book.today(two_makers()).agreements, (), PlanOptions(), joint=True)
    booked, _ = value_book(two_makers(), asked, Beginning(), Memory(), {})
    assert booked.low == booked.high
    assert booked.low == pytest.approx({"nagi": 4_080.0, "hoku": 2_784.0})

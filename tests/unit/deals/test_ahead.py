"""A fee under cash limits, by hand.

Hoku earns 6 a year and has no cash but credit at 10 %. suv_at_delta is in force from 2028; its plant is
tooled for 150 M that year, with 2.5 for signing and running it. By the year it pays 318 / 3 = 106:

    2027 +6, 2028 +6 - 152.5 - 106: debt 246.5       2029 +6 + 288 - 0.5 - 106 - interest

Of the fee the part s paid at once is 106 + 212 s in 2028: with credit of 350 at most 209.5, s = 103.5 / 212 =
0.488, between 31 and 32 64ths. All at once, 318, needs 458.5; then it is better not to build at all.
"""

from __future__ import annotations

import pytest
from tests.cases.edits import changed, two_makers
from tests.unit.plan.test_cash import poor

from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.deals.ahead import Ahead, Paid, ahead, rows_of_fee
from teikei.deals.replanned import replanned
from teikei.plan.optimise import Memory

FEE = {"hoku": 318.0, "nagi": -318.0}


def tried(case: Case, fee: dict[str, float]) -> Ahead | None:
    memory, options = Memory(), PlanOptions()
    return ahead(replanned(case, "suv_at_delta", options, memory), fee, options, memory)


def by_way(found: Ahead | None) -> dict[str, Paid]:
    assert found is not None
    return {one.way: one for one in found.ways}


def test_by_the_year_it_can_be_paid() -> None:
    ways = by_way(tried(poor(limit=250.0), FEE))
    assert ways["year"].possible
    assert ways["year"].surplus_m == pytest.approx((629.0, 629.0))
    assert ways["year"].lost_m == pytest.approx((0.0, 0.0))
    assert ways["year"].after_m == pytest.approx({"hoku": 314.5, "nagi": 314.5})
    assert ways["unit"].after_m == pytest.approx({"hoku": 314.5, "nagi": 314.5})


def test_at_once_it_cannot_and_a_part_can() -> None:
    ways = by_way(tried(poor(limit=350.0), FEE))
    assert not ways["once"].possible
    assert set(ways["once"].lacking_m) == {"hoku"}
    # 636 = 629 and the 7 that an idle deal costs
    assert ways["once"].lost_m == pytest.approx((636.0, 636.0))
    assert ways["part"].possible
    assert ways["part"].ahead_m == pytest.approx((318 * 31 / 64, 318 * 32 / 64))
    assert ways["part"].surplus_m == pytest.approx((629.0, 629.0))


def test_where_there_is_credit_no_part_is_sought() -> None:
    ways = by_way(tried(poor(limit=500.0), FEE))
    assert set(ways) == {"once", "year", "unit"}
    assert ways["once"].possible
    assert ways["once"].ahead_m == pytest.approx((318.0, 318.0))
    assert ways["once"].after_m == pytest.approx({"hoku": 314.5, "nagi": 314.5})


def test_a_firm_that_can_pay_neither_way() -> None:
    # credit of 200: not even the 246.5 of the year of tooling
    ways = by_way(tried(poor(limit=200.0), FEE))
    assert "part" not in ways
    assert ways["year"].lacking_m == pytest.approx({"hoku": 46.5})


def test_what_was_lacking_before_is_no_fault_of_the_deal() -> None:
    # an overhead of 700 is 4 a year too much with a credit of 1 alone; with the deal nothing more is lacking
    found = tried(poor(overhead=700.0, limit=1.0), {"hoku": -10.0, "nagi": 10.0})
    assert by_way(found)["once"].lacking_m == {}


def test_nobody_with_limits_or_nothing_to_pay() -> None:
    assert tried(two_makers(), FEE) is None
    assert tried(poor(), {"hoku": 0.0, "nagi": 0.0}) is None


def test_rows_of_a_fee() -> None:
    found = replanned(two_makers(), "suv_at_delta", PlanOptions(), Memory())
    pays = {"payer": "hoku", "payee": "nagi"}
    # three years in force; 120,000 cars
    assert rows_of_fee(found, FEE, "once") == [pays | {"per": "once", "amount": 318.0}]
    assert rows_of_fee(found, FEE, "year") == [pays | {"per": "year", "amount": pytest.approx(106.0)}]
    assert rows_of_fee(found, FEE, "unit") == [pays | {"per": "unit", "amount": pytest.approx(2_650.0)}]
    # one pays two: each by its part of what is received; by the car nobody knows for which cars
    three = {"hoku": 30.0, "nagi": -10.0, "kita": -20.0}
    assert [(r["payee"], r["amount"]) for r in rows_of_fee(found, three, "once")] == [
        ("nagi", pytest.approx(10.0)),
        ("kita", pytest.approx(20.0)),
    ]
    assert rows_of_fee(found, three, "unit") == []
    idle = replanned(
        changed(two_makers(), "demand", {"model": "h_suv"}, units_per_year=0.0), "suv_at_delta",
        PlanOptions(), Memory(),
    )  # fmt: skip
    assert rows_of_fee(idle, FEE, "unit") == []

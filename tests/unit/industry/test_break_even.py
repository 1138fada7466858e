"""Nagi of two_makers: 160,000 cars leave 1,420 M a year, fixed cost and overhead are 400 M."""

from __future__ import annotations

import pytest
from tests.cases.edits import changed, dropped, two_makers

from teikei.industry.base_year import BaseYear, fixed_cost_m
from teikei.industry.break_even import break_even_units


def test_by_hand() -> None:
    base = BaseYear(two_makers())
    assert fixed_cost_m(base, "nagi") == pytest.approx(400.0)
    assert break_even_units(base, "nagi", 2027).value == pytest.approx(160_000 * 400 / 1420)
    # hoku: 40,000 at 9,800 and 60,000 at 8,400 are 896 M; fixed 200
    assert break_even_units(base, "hoku", 2027).value == pytest.approx(100_000 * 200 / 896)


def test_at_the_law_of_the_year_asked_for() -> None:
    # no duty into the us in 2027 only: 60,000 cars leave 3,600 more, together 1,112 M
    case = changed(two_makers(), "tariffs", {"origin": "japan", "customs_class": "car"}, rate=0.0)
    assert break_even_units(BaseYear(case), "hoku", 2027).value == pytest.approx(100_000 * 200 / 1112)


def test_a_car_that_leaves_nothing_and_a_firm_that_sells_nothing() -> None:
    case = changed(two_makers(), "variants", {"model": "h_suv"}, parts_cost=40_000.0)
    assert "leaves nothing at the law of 2027" in break_even_units(BaseYear(case), "hoku", 2027).why
    idle = dropped(two_makers(), "sourcing", variant="h_suv_petrol")
    assert break_even_units(BaseYear(idle), "hoku", 2027).value is None

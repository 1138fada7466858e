from __future__ import annotations

import datetime as dt

import pytest
from tests.cases.edits import changed, two_makers

from teikei.deals.dates import day_of, milestones
from teikei.deals.worth import surplus


@pytest.mark.parametrize(
    ("point", "day"),
    [(2027.0, dt.date(2027, 1, 1)), (2027.5, dt.date(2027, 7, 2)), (2028.999, dt.date(2028, 12, 31))],
)
def test_day_of_a_point_of_the_year_axis(point: float, day: dt.date) -> None:
    assert day_of(point) == day


def test_dates_follow_signing_and_leads() -> None:
    found = milestones(surplus(two_makers(), "suv_at_delta"))
    # six months from 2026-12-31; a year of tooling; half of the cars in 2029, all in 2030
    assert (found.signature.year, found.signature.month) == (2027, 7) or found.signature == dt.date(
        2027, 6, 30
    )
    assert (found.start_year, found.full_rate_year) == (2029, 2030)
    # 2029 less a year less six months
    assert found.decide_by == dt.date(2027, 7, 2)


def test_nobody_decides_before_the_decision_date() -> None:
    case = changed(two_makers(), "tooling", {"model": "h_suv", "plant": "delta"}, lead_years=1.5)
    # 2029 less 1.5 years less six months: the first day of 2027
    assert milestones(surplus(case, "suv_at_delta")).decide_by == dt.date(2027, 1, 1)
    longer = changed(
        two_makers(), "agreements", {"agreement": "suv_at_delta"}, lead_years=0.5, months_to_sign=12
    )
    found = milestones(surplus(longer, "suv_at_delta"))
    assert found.decide_by is not None
    assert found.decide_by >= dt.date(2026, 12, 31)


def test_a_deal_that_builds_nothing_has_a_signature_only() -> None:
    found = milestones(surplus(two_makers(), "suv_at_harima"))
    assert (found.decide_by, found.start_year, found.full_rate_year) == (None, None, None)

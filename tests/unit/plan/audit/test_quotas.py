"""Quotas: what they save, counted day by day, and tables tampered with."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from tests.cases.edits import added, changed, two_makers, with_imported_parts
from tests.cases.features import with_quota
from tests.cases.forged import audited, edited, records, without

from teikei.case.case import Case
from teikei.plan.audit.quotas import entries_of, over_quotas
from teikei.plan.optimise import plan
from teikei.plan.solution import PlanSolution

NAME = "us_quota:japan>us:car:hoku:2020-01-01"


@pytest.fixture(scope="module")
def found() -> PlanSolution:
    """25,000 of hoku's SUVs a year enter the us at 5 % instead of 15 %."""
    return plan(with_quota(two_makers(), 25_000), ["hoku"])


def another(case: Case, **more: Any) -> Case:
    """The case with the row of its quota once more, some cells at other values."""
    return added(case, "origin_rules", case["origin_rules"].row(0, named=True) | more)


def test_a_car_saves_the_difference_of_the_duties(found: PlanSolution) -> None:
    entries = entries_of(records(found))
    assert (entries[0].quota, entries[0].car.year, entries[0].car.units) == (NAME, 2027, 25_000.0)
    assert {round(e.saving, 9) for e in entries} == {0.1}
    assert {len(e.days) for e in entries} == {365, 366}
    assert entries_of(records(found, in_quota=found.in_quota.clear())) == ()


def test_content_gives_the_rate_inside() -> None:
    # 5 % and 20 % of what does not come from japan (a tenth): 7 %
    case = with_imported_parts(two_makers(), 0.0)
    case = changed(with_quota(case), "origin_rules", {}, content_rate=0.2, content_territory="japan")
    found = plan(case, ["hoku"])
    assert {round(e.saving, 9) for e in entries_of(records(found))} == {0.08}
    assert found.audit().holds


def half_a_year() -> PlanSolution:
    """The quota of 40,000 a year holds from 2 July 2028 to the end of that year: 183 of 366 days."""
    case = changed(with_quota(two_makers(), 40_000), "origin_rules", {}, valid_from=dt.date(2028, 7, 2))
    return plan(changed(case, "origin_rules", {}, valid_to=dt.date(2028, 12, 31)), ["hoku"])


def test_half_a_year_has_half_the_places_and_half_the_cars() -> None:
    found = half_a_year()
    assert found.audit().holds
    (entry,) = entries_of(records(found))
    assert (entry.car.year, len(entry.days), round(entry.saving, 9)) == (2028, 183, 0.1)
    over = audited(found, in_quota=edited(found.in_quota, {}, units=31_000.0)).violations
    words = "\n".join(over)
    assert "2028: 31000 cars on 20000 places" in words
    # 60,000 cars of the year, 30,000 of them on the days of the quota
    assert "h_suv_petrol from harima in us 2028: 31000 cars in quotas, 30000 shipped on their days" in words


def test_more_cars_than_places(found: PlanSolution) -> None:
    assert found.audit().holds
    over = edited(found.in_quota, {"year": 2028}, units=26_000.0)
    assert f"quota {NAME} 2028: 26000 cars on 25000 places" in audited(found, in_quota=over).violations


def test_cars_in_a_quota_that_are_not_shipped(found: PlanSolution) -> None:
    none = without(found.ship, market="us", year=2028)
    assert (
        "h_suv_petrol from harima in us 2028: 25000 cars in quotas, 0 shipped on their days"
        in audited(found, ship=none).violations
    )


def test_two_quotas_do_not_count_a_car_twice() -> None:
    case = another(with_quota(two_makers(), 25_000), rule="second", rate_if_met=0.10, quota_units=50_000.0)
    found = plan(case, ["hoku"])
    assert found.audit().holds
    # 25,000 and 35,000 are the 60,000 cars shipped
    name = "second:japan>us:car:hoku:2020-01-01"
    more = edited(found.in_quota, {"quota": name, "year": 2028}, units=45_000.0)
    assert (
        "h_suv_petrol from harima in us 2028: 70000 cars in quotas, 60000 shipped on their days"
        in audited(found, in_quota=more).violations
    )


@pytest.mark.parametrize(
    ("other", "name"),
    [
        ({"quota_firm": "nagi"}, "us_quota:japan>us:car:nagi:2020-01-01"),
        ({"quota_firm": "any"}, "us_quota:japan>us:car:any:2020-01-01"),  # hoku is named: not in any's share
        ({"customs_class": "light_truck"}, "us_quota:japan>us:light_truck:hoku:2020-01-01"),
        ({"origin": "us", "destination": "japan"}, "us_quota:us>japan:car:hoku:2020-01-01"),
        ({"rule": "strict", "minimum_regional_share": 1.0}, "strict:japan>us:car:hoku:2020-01-01"),
        ({"rule": "past", "valid_to": dt.date(2027, 12, 31)}, "past:japan>us:car:hoku:2020-01-01"),
        ({"rule": "dear", "rate_if_met": 0.2}, "dear:japan>us:car:hoku:2020-01-01"),
    ],
)
def test_a_quota_that_is_not_open_to_the_car(found: PlanSolution, other: dict[str, Any], name: str) -> None:
    case = another(found.problem.case, **other)
    if other.get("rule") == "strict":
        case = changed(case, "content", {"plant": "harima"}, share_of_value=0.9)
    moved = edited(found.in_quota, {"year": 2028}, quota=name)
    seen = replace(records(found, in_quota=moved), case=case)
    assert f"h_suv_petrol from harima in us 2028: no car saves anything by quota {name}" in over_quotas(seen)


def test_a_quota_that_nobody_wrote(found: PlanSolution) -> None:
    words = "\n".join(
        audited(found, in_quota=edited(found.in_quota, {"year": 2028}, quota="free")).violations
    )
    assert "no car saves anything by quota free" in words
    assert "quota free 2028: 25000 cars on 0 places" in words
    assert "duty of hoku" in words

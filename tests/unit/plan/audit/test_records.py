from __future__ import annotations

import pytest
from tests.cases.edits import changed, two_makers
from tests.cases.forged import records

from teikei.plan.audit.records import Records, in_window
from teikei.plan.optimise import plan


@pytest.fixture(scope="module")
def found() -> Records:
    case = changed(two_makers(), "agreements", {"agreement": "suv_at_delta"}, term_years=2)
    case = changed(case, "lines", {"line": "delta_body"}, from_year=2028)
    case = changed(case, "plants", {"plant": "harima"}, closes_after=2029)
    return records(plan(case, book=["pickup_at_delta", "suv_at_delta"]))


def test_what_a_car_needs_from_others(found: Records) -> None:
    assert found.lacking("h_pickup_petrol", "delta") == (("plant", "delta"), ("platform", "n_frame"))
    assert found.lacking("h_suv_petrol", "delta") == (("plant", "delta"),)
    assert found.lacking("n_pickup_petrol", "delta") == ()


def test_grants_by_taker_model_and_year(found: Records) -> None:
    delta = ("plant", "delta")
    assert len(found.grants("hoku", delta)) == 2
    assert [p.agreement for p in found.grants("hoku", delta, "h_suv")] == ["suv_at_delta"]
    # in force from 2028, for two years
    assert [y for y in found.years if found.grants("hoku", delta, "h_suv", y)] == [2028, 2029]
    assert found.grants("nagi", delta) == []


def test_capacity_by_line_and_year(found: Records) -> None:
    assert found.capacity("delta", 2027, ["body_on_frame", "unibody"]) == 100_000
    assert found.capacity("delta", 2028, ["body_on_frame", "unibody"]) == 300_000
    assert found.capacity("delta", 2028, ["unibody"]) == 200_000
    assert (found.capacity("harima", 2029, ["unibody"]), found.capacity("harima", 2030, ["unibody"])) == (
        100_000,
        0.0,
    )


def test_a_car_is_what_the_tables_say_it_is(found: Records) -> None:
    car = next(c for c in found.cars if c.model == "h_pickup")
    assert (car.firm, car.platform, car.construction) == ("hoku", "n_frame", "body_on_frame")
    assert (car.plant, car.market) == ("delta", "us")


def test_starts_and_ends_by_what_they_are(found: Records) -> None:
    assert found.started("tool_up")[("h_pickup", "delta")] == 2029
    assert found.started("adopt") == {("n_frame", "hoku"): 2029}
    assert found.ends("closed") == {}


def test_windows_may_be_open() -> None:
    assert in_window({"first_year": None, "last_year": None}, 1999)
    assert not in_window({"first_year": 2028, "last_year": None}, 2027)
    assert not in_window({"first_year": None, "last_year": 2026}, 2027)

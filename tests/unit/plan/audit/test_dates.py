from __future__ import annotations

import pytest
from tests.cases.edits import added, changed, dropped, two_makers
from tests.cases.forged import records

from teikei.case.case import Case
from teikei.plan.audit.dates import (
    NEVER,
    adopts,
    buildable,
    developed_from,
    engineered_from,
    fits,
    launched_from,
    on_sale_from,
    permitted,
    tooled_from,
    usable_from,
)
from teikei.plan.audit.records import Records
from teikei.plan.optimise import plan


def found(case: Case, *book: str) -> Records:
    return records(plan(case, book=list(book)))


@pytest.fixture(scope="module")
def pickup() -> Records:
    return found(two_makers(), "pickup_at_delta")


def test_whole_years_after_review_or_signature(pickup: Records) -> None:
    # first review 2027
    assert usable_from(pickup, -1e9, 2.0) == 2029
    assert usable_from(pickup, 2027.42, 2.0) == 2030
    assert usable_from(pickup, 2027.5, 1.5) == 2029


def test_tooling_waits_for_the_signature(pickup: Records) -> None:
    # signed in the middle of 2027, a year to tool: first whole year 2029
    assert tooled_from(pickup, "h_pickup", "delta") == 2029
    assert tooled_from(pickup, "n_suv", "delta") == 0
    # no deal of the book grants it, no row names it
    assert tooled_from(pickup, "n_suv", "harima") == NEVER
    assert tooled_from(pickup, "n_pickup", "harima") == NEVER
    # an own plant waits for the review only
    case = changed(two_makers(), "tooling", {"model": "n_suv", "plant": "delta"}, status="possible")
    case = changed(case, "tooling", {"model": "n_suv", "plant": "delta"}, lead_years=1.0)
    assert tooled_from(found(case), "n_suv", "delta") == 2028


def test_engineering_waits_for_platform_and_technology(pickup: Records) -> None:
    assert adopts(pickup, "h_pickup_petrol")
    assert not adopts(pickup, "n_pickup_petrol")
    assert engineered_from(pickup, "h_pickup_petrol") == 2029
    case = changed(two_makers(), "platforms", {"platform": "n_frame"}, lead_years=2.0)
    assert engineered_from(found(case, "pickup_at_delta"), "h_pickup_petrol") == 2030
    # a badge twin of the owner's pickup adopts nothing
    twin = changed(case, "models", {"model": "h_pickup"}, twin_of="n_pickup")
    assert engineered_from(found(twin, "pickup_at_delta"), "h_pickup_petrol") == 0
    # but the frame itself may still be to come
    late = changed(twin, "platforms", {"platform": "n_frame"}, available_from=2030)
    assert developed_from(found(late, "pickup_at_delta"), "develop", "n_frame", "nagi") == 2030
    assert engineered_from(found(late, "pickup_at_delta"), "h_pickup_petrol") == 2030


def test_a_technology_of_others_is_fitted() -> None:
    case = added(
        two_makers(),
        "technologies",
        {"technology": "drive", "name": "Drive", "kind": "powertrain", "owners": "nagi", "lead_years": 2},
    )
    case = changed(case, "variants", {"variant": "h_pickup_petrol"}, technologies=["drive"])
    grant = {"agreement": "pickup_at_delta", "giver": "nagi", "taker": "hoku", "what": "technology"}
    case = added(case, "grants", grant | {"resource": "drive"})
    seen = found(case, "pickup_at_delta")
    assert fits(seen, "h_pickup_petrol") == ("drive",)
    assert fits(seen, "n_pickup_petrol") == ()
    assert developed_from(seen, "fit", "drive", "hoku") == 2030
    assert developed_from(seen, "fit", "drive", "nobody") == NEVER
    assert engineered_from(seen, "h_pickup_petrol") == 2030


def test_on_sale_by_lead_and_agreement(pickup: Records) -> None:
    assert on_sale_from(pickup, "n_suv") == 0
    assert on_sale_from(pickup, "h_pickup") == 2029
    slow = changed(two_makers(), "agreements", {"agreement": "pickup_at_delta"}, lead_years=2.6)
    # mid 2027 + 2.6 = 2030.1
    assert on_sale_from(found(slow, "pickup_at_delta"), "h_pickup") == 2031


def test_buildable_where_and_when_everything_is_there(pickup: Records) -> None:
    assert buildable(pickup, "h_pickup_petrol", "delta") == (2029, 2030)
    assert buildable(pickup, "h_pickup_petrol", "harima") == ()
    assert buildable(pickup, "h_suv_petrol", "harima") == (2027, 2028, 2029, 2030)
    assert not permitted(pickup, "h_suv_petrol", "delta", 2030)
    assert permitted(pickup, "h_pickup_petrol", "delta", 2030)
    assert not permitted(pickup, "h_pickup_petrol", "delta", 2027)


def test_a_launch_waits_for_the_slowest_of_all() -> None:
    assert launched_from(found(two_makers(), "pickup_at_delta"), "h_pickup") == 2029
    for table, where, values in (
        ("platforms", {"platform": "n_frame"}, {"lead_years": 2.0}),  # adopting a frame in production
        ("tooling", {"model": "h_pickup"}, {"lead_years": 2.0}),
        ("models", {"model": "h_pickup"}, {"lead_years": 2.0}),
        ("agreements", {"agreement": "pickup_at_delta"}, {"lead_years": 1.6}),
        ("grants", {"what": "platform"}, {"from_year": 2030}),
        ("lines", {"line": "delta_frame"}, {"from_year": 2030}),
        ("variants", {"variant": "h_pickup_petrol"}, {"first_year": 2030}),
    ):
        case = changed(two_makers(), table, where, **values)
        assert launched_from(found(case, "pickup_at_delta"), "h_pickup") == 2030, table


def test_a_quick_plant_that_may_not_be_used_brings_nothing_forward() -> None:
    # harima is tooled for the pickup but has no line for frames
    case = added(two_makers(), "tooling", {"model": "h_pickup", "plant": "harima", "status": "tooled"})
    assert launched_from(found(case, "pickup_at_delta"), "h_pickup") == 2029
    case = dropped(two_makers(), "tooling", model="h_pickup")
    case = added(case, "tooling", {"model": "h_pickup", "plant": "harima", "status": "tooled"})
    assert launched_from(found(case, "pickup_at_delta"), "h_pickup") == NEVER

from __future__ import annotations

from typing import Any

import pytest
from tests.cases.edits import added, changed, dropped, two_makers, years_of

from teikei.agreements.book import Book
from teikei.case.case import Case
from teikei.plan.dates import Launch, launch_years, launches_of, platform_step, usable_year

PICKUP = {"agreement": "pickup_at_delta"}


@pytest.mark.parametrize(
    ("decided", "lead", "year"),
    [
        (2027.0, 0.0, 2027),
        (2027.0, 2.0, 2029),
        (2027.01, 0.0, 2028),
        (2027.5, 0.5, 2028),
        (2027.5, 0.51, 2029),
    ],
)
def test_usable_from_the_first_whole_year(decided: float, lead: float, year: int) -> None:
    assert usable_year(decided, lead) == year


def longer(case: Case | None = None) -> Case:
    """The case until 2034, so that late launches can be seen."""
    return years_of(case or two_makers(), 2027, 2034, 2027)


@pytest.mark.parametrize(
    ("table", "where", "cells", "year"),
    [
        # decided 2026-12-31, signed a day short of mid 2027
        ("agreements", PICKUP, {}, 2029),  # tooling, adoption and launch take a year
        ("agreements", PICKUP, {"lead_years": 2.0}, 2030),
        ("agreements", PICKUP, {"months_to_sign": 30}, 2031),
        ("models", {"model": "h_pickup"}, {"lead_years": 2.0}, 2030),
        ("models", {"model": "h_pickup"}, {"first_year": 2030}, 2030),
        ("tooling", {"model": "h_pickup"}, {"lead_years": 3.0}, 2031),
        ("variants", {"model": "h_pickup"}, {"first_year": 2031}, 2031),
        # adopting a frame in production takes its lead too: 2027.5 + 2.5 = 2030.0
        ("platforms", {"platform": "n_frame"}, {"lead_years": 2.5}, 2030),
        ("platforms", {"platform": "n_frame"}, {"available_from": 2026, "lead_years": 3.0}, 2031),
        ("platforms", {"platform": "n_frame"}, {"available_from": 2030}, 2030),
        # one still to come is adopted once its owner has developed it: 2027 + 5
        ("platforms", {"platform": "n_frame"}, {"available_from": 2028, "lead_years": 5.0}, 2033),
        ("lines", {"line": "delta_frame"}, {"from_year": 2032}, 2032),
        ("grants", PICKUP | {"what": "plant"}, {"from_year": 2031}, 2031),
        ("grants", PICKUP | {"what": "platform"}, {"from_year": 2031}, 2031),
    ],
)
def test_a_launch_waits_for_the_slowest_step(
    table: str, where: dict[str, str], cells: dict[str, Any], year: int
) -> None:
    case = changed(longer(), table, where, **cells)
    assert launch_years(Book(case, ["pickup_at_delta"])) == {"h_pickup": year}


def test_an_owner_develops_without_waiting_for_the_signature() -> None:
    # nagi's own pickup, brought by the same deal: its frame takes two years from the review of 2027, to 2029;
    # from the signature in mid 2027 it would be 2030
    case = changed(longer(), "platforms", {"platform": "n_frame"}, available_from=2028, lead_years=2.0)
    case = changed(case, "models", {"model": "h_pickup"}, firm="nagi")
    assert launch_years(Book(case, ["pickup_at_delta"])) == {"h_pickup": 2029}


def test_a_badge_twin_waits_for_no_adoption() -> None:
    case = changed(longer(), "platforms", {"platform": "n_frame"}, lead_years=4.0)
    assert launch_years(Book(case, ["pickup_at_delta"])) == {"h_pickup": 2032}
    twin = changed(case, "models", {"model": "h_pickup"}, twin_of="n_pickup")
    assert launch_years(Book(twin, ["pickup_at_delta"])) == {"h_pickup": 2029}
    # but no twin comes before the car whose badge it changes: the review of 2027 + 4
    new = changed(twin, "platforms", {"platform": "n_frame"}, available_from=2027)
    assert launch_years(Book(new, ["pickup_at_delta"])) == {"h_pickup": 2031}


def test_a_technology_takes_its_lead() -> None:
    case = changed(longer(), "variants", {"model": "h_pickup"}, technologies=["n_drive"])
    tech = {"technology": "n_drive", "name": "Drive", "kind": "powertrain", "owners": "nagi"}
    case = added(case, "technologies", tech | {"fixed_cost_m": 1, "life_years": 5, "lead_years": 4})
    # nobody grants it: it cannot be built
    assert launch_years(Book(case, ["pickup_at_delta"])) == {}
    case = added(
        case,
        "grants",
        PICKUP | {"giver": "nagi", "taker": "hoku", "what": "technology", "resource": "n_drive"},
    )
    # signed a day short of mid 2027, four years: 2032
    assert launch_years(Book(case, ["pickup_at_delta"])) == {"h_pickup": 2032}


def quick_at_harima(case: Case) -> Case:
    """Tooling for the pickup at harima too, quicker and with another ramp."""
    row = {"model": "h_pickup", "plant": "harima", "status": "possible", "tooling_cost_m": 100}
    return added(case, "tooling", row | {"lead_years": 1, "life_years": 5, "ramp_share_first_year": 0.8})


def test_only_plants_that_may_build_it_count() -> None:
    slow = changed(longer(), "tooling", {"model": "h_pickup"}, lead_years=3.0)
    # harima takes no frames, though the pickup could be tooled there at once
    case = quick_at_harima(slow)
    assert launch_years(Book(case, ["pickup_at_delta"])) == {"h_pickup": 2031}
    frames = changed(case, "lines", {"line": "harima_body"}, constructions=["body_on_frame", "unibody"])
    assert launches_of(Book(frames, ["pickup_at_delta"])) == {"h_pickup": Launch(2029, 0.8, {"petrol": 2029})}
    closed = changed(frames, "plants", {"plant": "harima"}, closes_after=2028)
    assert launch_years(Book(closed, ["pickup_at_delta"])) == {"h_pickup": 2031}
    # nagi's harima, which nobody grants
    foreign = changed(frames, "plant_owners", {"plant": "harima"}, firm="nagi")
    assert launch_years(Book(foreign, ["pickup_at_delta"])) == {"h_pickup": 2031}


def test_the_ramp_is_that_of_the_plants_that_are_ready() -> None:
    # harima ramps quicker, but comes later: the launch of 2029 is delta's, with half
    case = changed(
        quick_at_harima(longer()), "lines", {"line": "harima_body"}, constructions=["body_on_frame"]
    )
    late = changed(case, "tooling", {"model": "h_pickup", "plant": "harima"}, lead_years=2.0)
    assert launches_of(Book(late, ["pickup_at_delta"]))["h_pickup"].ramp == 0.5
    assert launches_of(Book(case, ["pickup_at_delta"]))["h_pickup"].ramp == 0.8
    tooled = changed(case, "tooling", {"model": "h_pickup", "plant": "delta"}, status="tooled")
    assert launches_of(Book(tooled, ["pickup_at_delta"]))["h_pickup"].ramp == 1.0


def test_every_powertrain_has_its_own_first_year() -> None:
    row = next(r for r in two_makers()["variants"].to_dicts() if r["model"] == "h_pickup")
    hybrid = row | {"variant": "h_pickup_hybrid", "powertrain": "hybrid", "first_year": 2031}
    launch = launches_of(Book(added(longer(), "variants", hybrid), ["pickup_at_delta"]))["h_pickup"]
    assert (launch.year, launch.powertrains) == (2029, {"petrol": 2029, "hybrid": 2031})


def test_launches_moved_and_called_off() -> None:
    book = Book(longer(), ["pickup_at_delta"])
    assert launches_of(book, {"h_pickup": 2032})["h_pickup"].year == 2032
    # never earlier than it can be
    assert launches_of(book, {"h_pickup": 2027})["h_pickup"].year == 2029
    assert launches_of(book, {"h_pickup": None}) == {}


def test_a_car_that_cannot_be_built_within_the_horizon_is_not_launched() -> None:
    late = changed(two_makers(), "tooling", {"model": "h_pickup"}, lead_years=4.0)
    assert launch_years(Book(late, ["pickup_at_delta"])) == {}
    bare = dropped(two_makers(), "grants", agreement="pickup_at_delta", what="plant")
    assert launch_years(Book(bare, ["pickup_at_delta"])) == {}


def test_a_book_that_brings_nothing() -> None:
    assert launch_years(Book(two_makers(), ["suv_at_delta"])) == {}


def test_what_a_firm_does_before_it_uses_a_platform() -> None:
    case = two_makers()
    there = next(r for r in case["platforms"].to_dicts() if r["platform"] == "n_frame")
    coming = there | {"available_from": 2028}
    assert platform_step(case, there, "nagi", candidate=True, twin=False) == ""
    assert platform_step(case, coming, "nagi", candidate=False, twin=False) == "develop"
    assert platform_step(case, there, "hoku", candidate=True, twin=False) == "adopt"
    assert platform_step(case, there, "hoku", candidate=True, twin=True) == ""
    # a car that is built today has its platform already
    assert platform_step(case, there, "hoku", candidate=False, twin=False) == ""

"""Every rule on cars and decisions: a plan that keeps it, and a table tampered with that does not."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from tests.cases.edits import added, changed, two_makers, years_of
from tests.cases.features import with_guest, with_own_launch
from tests.cases.forged import audited, beside, edited, without

from teikei.plan.optimise import plan
from teikei.plan.solution import PlanSolution

H_SUV = {"variant": "h_suv_petrol", "model": "h_suv", "firm": "hoku", "plant": "delta", "market": "us"}
H_PICKUP = H_SUV | {"variant": "h_pickup_petrol", "model": "h_pickup"}


def said(found: PlanSolution, **other: Any) -> str:
    """The breaches that the audit finds in a tampered plan; the plan itself must have none."""
    assert found.audit().holds, str(found.audit())
    return "\n".join(audited(found, **other).violations)


@pytest.fixture(scope="module")
def both() -> PlanSolution:
    return plan(two_makers(), book=["pickup_at_delta", "suv_at_delta"])


@pytest.fixture(scope="module")
def closing() -> PlanSolution:
    """Hoku closes harima and leaves the us at once: it earns less than its fixed cost of 2,000 M."""
    case = changed(two_makers(), "plants", {"plant": "harima"}, may_close_from=2027, fixed_cost_m=2_000.0)
    presence = {"firm": "hoku", "market": "us", "fixed_cost_m": 25, "may_leave": True}
    return plan(added(case, "market_presence", presence), ["hoku"])


@pytest.fixture(scope="module")
def fitted() -> PlanSolution:
    """The pickup needs a drive of nagi's, and its frame is still to come."""
    drive = {"technology": "drive", "name": "Drive", "kind": "powertrain", "owners": "nagi", "lead_years": 1}
    case = added(two_makers(), "technologies", drive)
    case = changed(case, "variants", {"variant": "h_pickup_petrol"}, technologies=["drive"])
    grant = {"agreement": "pickup_at_delta", "giver": "nagi", "taker": "hoku", "what": "technology"}
    case = added(case, "grants", grant | {"resource": "drive"})
    case = changed(case, "platforms", {"platform": "n_frame"}, available_from=2028)
    return plan(case, book=["pickup_at_delta"])


def test_half_a_decision(both: PlanSolution) -> None:
    half = edited(both.decisions, {"decision": "adopt"}, taken=0.5)
    assert "adopt n_frame hoku is taken by 0.500, not as a whole" in said(both, decisions=half)


def test_a_decision_taken_twice(both: PlanSolution) -> None:
    row = both.decisions.filter(decision="adopt").row(0, named=True)
    assert "adopt n_frame hoku is taken twice" in said(both, decisions=beside(both.decisions, **row))


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        ("tool_up", "tool_up h_pickup delta counts from 2028, 2029 at the earliest"),
        ("launch", "launch h_pickup counts from 2028, 2029 at the earliest"),
        ("adopt", "adopt n_frame hoku counts from 2028, 2029 at the earliest"),
    ],
)
def test_a_start_before_its_lead(both: PlanSolution, decision: str, words: str) -> None:
    early = edited(both.decisions, {"decision": decision}, first_year=2028)
    assert words in said(both, decisions=early)


def test_a_fitting_and_a_development_before_their_lead(fitted: PlanSolution) -> None:
    early = edited(fitted.decisions, {"decision": "fit"}, first_year=2028)
    assert "fit drive hoku counts from 2028, 2029 at the earliest" in said(fitted, decisions=early)
    early = edited(fitted.decisions, {"decision": "develop"}, first_year=2027)
    assert "develop n_frame nagi counts from 2027, 2028 at the earliest" in said(fitted, decisions=early)


def test_a_start_that_nobody_granted(both: PlanSolution) -> None:
    other = beside(both.decisions, kind="tooling", decision="tool_up", what="n_suv harima", first_year=2030)
    assert "tool_up n_suv harima counts from 2030, never" in said(both, decisions=other)


def test_closing_and_leaving_where_they_are_no_decision(closing: PlanSolution) -> None:
    row = {"payer": "", "review": 2027, "first_year": 2027, "yearly_m": 0.0, "taken": 1.0}
    other = beside(closing.decisions, kind="closed", decision="closed", what="delta", **row)
    assert "closed delta counts from 2027, never" in said(closing, decisions=other)
    other = beside(closing.decisions, kind="left", decision="left", what="hoku japan", **row)
    assert "left hoku japan counts from 2027, never" in said(closing, decisions=other)


def test_adopting_what_its_owner_has_not_developed(fitted: PlanSolution) -> None:
    late = edited(fitted.decisions, {"decision": "develop"}, first_year=2030)
    words = said(fitted, decisions=late)
    assert "hoku adopts platform n_frame in 2029, before it is developed" in words
    assert "n_pickup_petrol built at delta for us in 2029: platform n_frame is not developed" in words


def test_a_twin_too_needs_the_frame_developed() -> None:
    case = changed(two_makers(), "platforms", {"platform": "n_frame"}, available_from=2028)
    case = changed(case, "models", {"model": "h_pickup"}, twin_of="n_pickup")
    found = plan(case, book=["pickup_at_delta"])
    none = without(found.decisions, decision="develop")
    words = said(found, decisions=none)
    assert "h_pickup_petrol built at delta for us in 2030: platform n_frame is not developed" in words


def test_a_car_that_is_not_on_sale(both: PlanSolution) -> None:
    pickup = {"variant": "h_pickup_petrol", "model": "h_pickup"}
    ship = beside(both.ship, **(H_SUV | pickup | {"plant": "harima"}), year=2030, units=10.0)
    assert "no tooling row of h_pickup at harima" in said(both, ship=ship)
    ship = beside(both.ship, **(H_SUV | pickup | {"market": "japan"}), year=2030, units=10.0)
    assert "h_pickup_petrol built at delta for japan in 2030: no demand row" in said(both, ship=ship)
    assert "in 2030: -10 cars" in said(both, ship=beside(both.ship, **H_SUV, year=2030, units=-10.0))
    alone = plan(two_makers(), ["hoku"])
    other = {"variant": "n_suv_petrol", "model": "n_suv", "firm": "nagi"}
    ship = beside(alone.ship, **(H_SUV | other), year=2028, units=5.0)
    assert "nagi is not in the plan" in said(alone, ship=ship)


def test_a_car_out_of_its_years() -> None:
    case = changed(two_makers(), "models", {"model": "n_suv"}, last_year=2028)
    found = plan(case, ["nagi"])
    row = {"variant": "n_suv_petrol", "model": "n_suv", "plant": "delta", "market": "us", "year": 2029}
    assert "in 2029: the model is not on sale then" in said(found, ship=beside(found.ship, **row, units=9.0))
    case = changed(two_makers(), "variants", {"variant": "n_suv_petrol"}, first_year=2028)
    found = plan(case, ["nagi"])
    row["year"] = 2027
    assert "in 2027: the variant is not on sale then" in said(
        found, ship=beside(found.ship, **row, units=9.0)
    )


def test_a_car_that_nobody_permits(both: PlanSolution) -> None:
    today = plan(two_makers())
    ship = beside(today.ship, **H_SUV, year=2030, units=10.0)
    assert "plant delta is not granted to hoku in 2030" in said(today, ship=ship)
    # the plant is granted, the frame is not
    case = two_makers()
    grants = case["grants"].filter(pl.col("what") != "platform")
    bare = plan(case.with_(grants=grants), book=["pickup_at_delta"])
    words = said(bare, ship=beside(bare.ship, **H_PICKUP, year=2030, units=10.0))
    assert "platform n_frame is not granted to hoku in 2030" in words
    assert "plant delta is not granted" not in words


def test_a_car_after_the_term() -> None:
    case = changed(two_makers(), "agreements", {"agreement": "suv_at_delta"}, term_years=2)
    found = plan(case, book=["suv_at_delta"])
    # in force 2028 and 2029
    ship = beside(found.ship, **H_SUV, year=2030, units=10.0)
    assert "plant delta is not granted to hoku in 2030" in said(found, ship=ship)


def test_a_car_of_another_model_than_granted(both: PlanSolution) -> None:
    found = plan(two_makers(), book=["pickup_at_delta"])
    ship = beside(found.ship, **H_SUV, year=2030, units=10.0)
    assert "h_suv_petrol built at delta for us in 2030: plant delta is not granted" in said(found, ship=ship)


def test_a_car_before_its_tooling(both: PlanSolution) -> None:
    # today's sourcing holds until the lead is over
    ship = beside(both.ship, **H_SUV, year=2028, units=10.0)
    assert "h_suv_petrol built at delta for us in 2028 without tooling" in said(both, ship=ship)


def test_more_than_the_ramp_lets_through(both: PlanSolution) -> None:
    ship = edited(both.ship, {"model": "h_suv", "plant": "delta", "year": 2029}, units=50_000.0)
    assert "h_suv petrol at delta for us 2029: 50000 cars, the ramp allows 40000" in said(both, ship=ship)
    case = changed(two_makers(), "lines", {"line": "delta_body"}, capacity_units_per_year=60_000.0)
    tight = plan(case, book=["suv_at_delta"])
    ship = edited(tight.ship, {"model": "h_suv", "plant": "delta", "year": 2029}, units=35_000.0)
    assert "h_suv at delta 2029: 35000 cars, the ramp allows 30000" in said(tight, ship=ship)


def test_the_ramp_is_a_year_of_production() -> None:
    # tooled for 2029 and left idle then: 2030 is the first year of production, half of 80,000 + 40,000
    found = plan(two_makers(), book=["suv_at_delta"])
    idle = without(found.ship, model="h_suv", plant="delta", year=2029)
    assert "h_suv at delta 2030: 80000 cars, the ramp allows 60000" in said(found, ship=idle)
    # a few cars in 2029 let through as many more as they are: 60,000 + 5,000
    few = edited(found.ship, {"model": "h_suv", "plant": "delta", "year": 2029}, units=5_000.0)
    assert "h_suv at delta 2030: 80000 cars, the ramp allows 65000" in said(found, ship=few)


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        ("develop", "n_pickup_petrol built at delta for us in 2028: platform n_frame is not developed"),
        ("adopt", "h_pickup_petrol built at delta for us in 2029: hoku has not adopted platform n_frame"),
        ("fit", "h_pickup_petrol built at delta for us in 2029: hoku has not fitted technology drive"),
        ("launch", "h_pickup_petrol built at delta for us in 2029: h_pickup is not launched"),
        ("tool_up", "h_pickup_petrol built at delta for us in 2029 without tooling"),
    ],
)
def test_a_car_without_what_it_needs(fitted: PlanSolution, decision: str, words: str) -> None:
    assert words in said(fitted, decisions=without(fitted.decisions, decision=decision))


def test_a_car_that_no_agreement_of_the_book_brings() -> None:
    # the frame and the plant are granted by another deal, the pickup is brought by its own
    grant = {"agreement": "suv_at_delta", "giver": "nagi", "taker": "hoku"}
    case = added(
        two_makers(),
        "grants",
        grant | {"what": "plant", "resource": "harima"},
        grant | {"what": "platform", "resource": "n_frame"},
    )
    case = changed(case, "grants", {"agreement": "suv_at_delta", "resource": "delta"}, models=[])
    found = plan(case, book=["suv_at_delta"])
    words = said(found, ship=beside(found.ship, **H_PICKUP, year=2030, units=10.0))
    assert "no agreement of the book brings h_pickup" in words


def test_a_launch_of_choice_before_its_lead() -> None:
    found = plan(with_own_launch(two_makers()), ["nagi"])
    early = edited(found.decisions, {"decision": "launch"}, first_year=2027)
    assert "launch n_coupe counts from 2027, 2028 at the earliest" in said(found, decisions=early)


def test_a_car_from_a_closed_plant_or_in_a_market_left(closing: PlanSolution) -> None:
    row = H_SUV | {"plant": "harima", "year": 2029}
    words = said(closing, ship=beside(closing.ship, **row, units=10.0))
    assert "h_suv_petrol built at harima for us in 2029: the plant is closed" in words
    assert "h_suv_petrol built at harima for us in 2029: hoku has left us" in words


def test_a_car_after_an_announced_end() -> None:
    case = changed(two_makers(), "plants", {"plant": "harima"}, closes_after=2028)
    found = plan(case, ["hoku"])
    ship = beside(found.ship, **(H_SUV | {"plant": "harima"}), year=2029, units=10.0)
    assert "h_suv_petrol built at harima for us in 2029: the plant is closed" in said(found, ship=ship)


def test_a_guest_in_a_closed_plant() -> None:
    case = changed(with_guest(two_makers()), "plants", {"plant": "delta"}, may_close_from=2027)
    found = plan(case, ["nagi"], ["zai_guest"])
    row = {"payer": "", "review": 2027, "first_year": 2030, "yearly_m": 0.0, "taken": 1.0}
    row |= {"kind": "closed", "decision": "closed", "what": "delta"}
    words = said(found, decisions=beside(found.decisions, **row))
    assert "zai_guest at delta in 2030: the plant is closed" in words


def test_a_plan_over_two_reviews_starts_each_thing_once() -> None:
    found = plan(years_of(two_makers(), 2027, 2030, 2027, 2029), book=["suv_at_delta"])
    row = found.decisions.filter(decision="tool_up").row(0, named=True) | {"first_year": 2030}
    assert "tool_up h_suv delta is taken twice" in said(found, decisions=beside(found.decisions, **row))

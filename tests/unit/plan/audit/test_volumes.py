"""Every rule on volumes: a plan that keeps it, and a table tampered with that does not."""

from __future__ import annotations

import polars as pl
import pytest
from tests.cases.edits import added, changed, two_makers
from tests.cases.features import with_guest, with_own_launch, with_second_grant
from tests.cases.forged import audited, beside, edited, records, without

from teikei.case.case import Case
from teikei.plan.audit.demand import demand_of, guests_of
from teikei.plan.audit.volumes import output_of, overtime_of
from teikei.plan.optimise import plan
from teikei.plan.solution import PlanSolution


def said(found: PlanSolution, **other: object) -> str:
    """The breaches that the audit finds in a tampered plan; the plan itself must have none."""
    assert found.audit().holds, str(found.audit())
    return "\n".join(audited(found, **other).violations)


@pytest.fixture(scope="module")
def both() -> PlanSolution:
    return plan(two_makers(), book=["pickup_at_delta", "suv_at_delta"])


def test_more_than_the_demand(both: PlanSolution) -> None:
    # with the pickup n_pickup sells 50,000 in 2030, not the 60,000 of the table
    ship = edited(both.ship, {"model": "n_pickup", "year": 2030}, units=60_000.0)
    assert "n_pickup petrol in us 2030: 60000 sold of 50000" in said(both, ship=ship)


def test_more_than_a_launch_of_choice_leaves() -> None:
    found = plan(with_own_launch(two_makers()), ["nagi"])
    ship = edited(found.ship, {"model": "n_suv", "year": 2029}, units=100_000.0)
    # 0.3 * 50,000 coupes come from n_suv
    assert "n_suv petrol in us 2029: 100000 sold of 85000" in said(found, ship=ship)


def test_two_variants_share_one_demand() -> None:
    row = next(r for r in two_makers()["variants"].to_dicts() if r["variant"] == "n_suv_petrol")
    case = added(two_makers(), "variants", row | {"variant": "n_suv_other"})
    found = plan(case, ["nagi"])
    first = found.ship.filter(model="n_suv", year=2028).row(0, named=True)["variant"]
    other = "n_suv_other" if first == "n_suv_petrol" else "n_suv_petrol"
    ship = beside(
        found.ship, variant=other, model="n_suv", plant="delta", market="us", year=2028, units=1_000.0
    )
    assert "n_suv petrol in us 2028: 101000 sold of 100000" in said(found, ship=ship)


def frames() -> Case:
    """Delta: 70,000 on a line for frames, 100,000 on one for both; 150,000 SUVs and 60,000 pickups wanted."""
    case = changed(two_makers(), "lines", {"line": "delta_frame"}, capacity_units_per_year=70_000)
    case = changed(
        case,
        "lines",
        {"line": "delta_body"},
        capacity_units_per_year=100_000,
        constructions=["body_on_frame", "unibody"],
    )
    return changed(case, "demand", {"model": "n_suv"}, units_per_year=150_000)


def test_constructions_fit_on_the_lines_that_take_them() -> None:
    found = plan(frames(), ["nagi"])
    # the plant holds 170,000, unibody cars only 100,000 of them
    ship = edited(found.ship, {"model": "n_suv", "year": 2028}, units=110_000.0)
    assert "delta 2028: 110000 unibody built on a capacity of 100000" in said(found, ship=ship)
    ship = edited(ship, {"model": "n_pickup", "year": 2028}, units=65_000.0)
    words = "\n".join(audited(found, ship=ship).violations)
    assert "delta 2028: 175000 body_on_frame+unibody built on a capacity of 170000" in words


def test_overtime_is_the_largest_excess_of_any_set() -> None:
    case = changed(frames(), "plants", {"plant": "delta"}, overtime_share=0.1, overtime_premium=0.1)
    found = plan(case, ["nagi"])
    seen = records(found)
    # 110,000 unibody cars on a line of 100,000: 10,000 in overtime, though the plant has 10,000 places left
    assert overtime_of(seen, ())[("delta", 2028)] == pytest.approx(10_000.0)
    assert found.audit().holds
    ship = edited(found.ship, {"model": "n_suv", "year": 2028}, units=110_100.0)
    assert "delta 2028: 110100 unibody built on a capacity of 100000 (110000 with overtime)" in said(
        found, ship=ship
    )


def test_cars_of_outsiders_keep_their_room() -> None:
    case = changed(two_makers(), "agreements", {"agreement": "suv_at_delta"}, status="signed")
    case = changed(case, "sourcing", {"variant": "h_suv_petrol", "market": "us"}, plant="delta")
    case = changed(case, "lines", {"line": "delta_body"}, capacity_units_per_year=150_000)
    found = plan(case, ["nagi"])
    seen = records(found)
    guests = guests_of(seen, demand_of(seen))
    # 80,000 SUVs of hoku leave 70,000 places
    assert output_of(seen, guests)[("delta", 2028)]["unibody"] == (70_000.0, 80_000.0)
    ship = edited(found.ship, {"model": "n_suv", "year": 2028}, units=80_000.0)
    assert "delta 2028: 160000 unibody built on a capacity of 150000" in said(found, ship=ship)


def test_less_than_the_minimum_use() -> None:
    case = changed(two_makers(), "plants", {"plant": "harima"}, minimum_use_share=0.7)
    found = plan(case, ["hoku"])
    ship = without(found.ship, market="us", year=2029)
    assert "harima 2029: 40000 built, its minimum use is 70000" in said(found, ship=ship)


def test_a_wide_grant_does_not_open_a_narrow_one() -> None:
    # delta for any car of hoku, 10,000 a year, and 50,000 for its pickup: together not 60,000 SUVs
    case = changed(
        two_makers(),
        "grants",
        {"agreement": "pickup_at_delta", "what": "plant"},
        limit_units_per_year=50_000.0,
    )
    case = changed(case, "grants", {"agreement": "suv_at_delta"}, limit_units_per_year=10_000.0, models=[])
    found = plan(case, book=["pickup_at_delta", "suv_at_delta"])
    ship = edited(found.ship, {"model": "h_suv", "plant": "delta", "year": 2030}, units=60_000.0)
    assert "h_suv of hoku with plant delta 2030: 60000 cars, 10000 granted" in said(found, ship=ship)
    # the pickups keep within their 50,000, so the SUVs alone are named; 45,000 + 20,000 name both
    ship = edited(found.ship, {"model": "h_suv", "plant": "delta", "year": 2030}, units=15_000.0)
    ship = edited(ship, {"model": "h_pickup", "year": 2030}, units=55_000.0)
    words = "\n".join(audited(found, ship=ship).violations)
    assert "h_pickup + h_suv of hoku with plant delta 2030: 70000 cars, 60000 granted" in words


def test_a_grant_of_a_platform_has_a_limit_too() -> None:
    case = changed(
        two_makers(),
        "grants",
        {"agreement": "pickup_at_delta", "what": "platform"},
        limit_units_per_year=30_000.0,
    )
    found = plan(case, book=["pickup_at_delta"])
    ship = edited(found.ship, {"model": "h_pickup", "year": 2030}, units=40_000.0)
    assert "h_pickup of hoku with platform n_frame 2030: 40000 cars, 30000 granted" in said(found, ship=ship)


def test_less_than_is_guaranteed() -> None:
    found = plan(with_second_grant(two_makers()), book=["suv_at_delta", "more_at_delta"])
    ship = edited(found.ship, {"model": "h_suv", "plant": "delta", "year": 2030}, units=3_000.0)
    words = said(found, ship=ship)
    assert "hoku with plant delta 2030: 3000 cars of the 5000 that more_at_delta guarantees" in words
    assert "2029: " not in words.split("parts of")[0]
    none = without(found.ship, model="h_suv", plant="delta", year=2029)
    assert "hoku with plant delta 2029: 0 cars of the 5000" in said(found, ship=none)


def test_a_guarantee_goes_no_further_than_demand() -> None:
    # 60,000 guaranteed of a pickup that sells 20,000 and 40,000
    case = changed(
        two_makers(),
        "grants",
        {"agreement": "pickup_at_delta", "what": "plant"},
        minimum_units_per_year=60_000.0,
        limit_units_per_year=60_000.0,
    )
    found = plan(case, book=["pickup_at_delta"])
    ship = edited(found.ship, {"model": "h_pickup", "year": 2030}, units=39_000.0)
    assert "2030: 39000 cars of the 40000 that pickup_at_delta guarantees" in said(found, ship=ship)


def test_guests_have_what_their_grant_says() -> None:
    found = plan(with_guest(two_makers()), ["nagi"], ["zai_guest"])
    more = edited(found.lent, {"year": 2028}, units=35_000.0)
    assert "zai_guest at delta 2028: 35000 cars lent to zai, 20000 to 30000 granted" in said(found, lent=more)
    none = without(found.lent, year=2029)
    assert "zai_guest at delta 2029: 0 cars lent to zai, 20000 to 30000 granted" in said(found, lent=none)
    # and their cars take room: 200,000 on the line, 100,000 SUVs
    full = edited(found.lent, {"year": 2028}, units=120_000.0)
    assert "delta 2028: 220000 unibody built on a capacity of 200000" in said(found, lent=full)


def test_lines_for_cars_that_nobody_may_build_count_in_no_minimum() -> None:
    # harima must use 90 % of its body line; the frame line beside it would be for nagi's pickup, which no
    # deal lets it build there
    case = changed(two_makers(), "plants", {"plant": "harima"}, minimum_use_share=0.9)
    line = {"line": "harima_frame", "plant": "harima", "constructions": ["body_on_frame"]}
    case = added(case, "lines", line | {"capacity_units_per_year": 100_000.0})
    tool = {"model": "n_pickup", "plant": "harima", "status": "possible", "tooling_cost_m": 1.0}
    case = added(case, "tooling", tool)
    for members in (["hoku"], ["hoku", "nagi"]):
        found = plan(case, members, [])
        assert found.audit().holds
        fewer = found.ship.with_columns(
            units=pl.when(pl.col("plant") == "harima").then(pl.col("units") * 0.8).otherwise(pl.col("units"))
        )
        assert "harima 2027: 80000 built, its minimum use is 90000" in said(found, ship=fewer)

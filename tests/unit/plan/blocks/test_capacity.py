"""As text: tests/blocks/capacity.lp. Here: what the block decides."""

from __future__ import annotations

import polars as pl
import pytest
from tests.cases.edits import added, cars, changed, dropped, money, two_makers, years_of
from tests.cases.features import with_guest

from teikei.base.errors import PlanError
from teikei.case.case import Case
from teikei.plan.optimise import plan


def closable(**cells: float) -> Case:
    """Harima may close from 2028, for 300 M."""
    case = years_of(two_makers(), 2027, 2030, 2027, 2028)
    return changed(case, "plants", {"plant": "harima"}, may_close_from=2028, closing_cost_m=300.0, **cells)


def test_a_plant_closes_when_its_fixed_cost_exceeds_its_margin() -> None:
    # margin 896 M a year (392 + 504). Fixed 950: lost 54 a year; closing saves 3 * 54 = 162 < 300
    stays = plan(closable(fixed_cost_m=950.0), ["hoku"])
    assert stays.decisions.filter(stays.decisions["kind"] == "closed").height == 0
    assert stays.value == pytest.approx(4 * (896 - 950))
    # fixed 1,000: lost 104 a year; closing saves 312 > 300
    leaves = plan(closable(fixed_cost_m=1_000.0), ["hoku"])
    assert leaves.decisions.filter(leaves.decisions["kind"] == "closed")["first_year"].to_list() == [2028]
    assert leaves.value == pytest.approx((896 - 1_000) - 300)
    assert cars(leaves.ship) == {2027: 100_000.0}
    assert money(leaves.accounts, "hoku", "closing") == {2028: -300.0}
    assert leaves.audit().holds


def test_a_plant_that_may_not_close_stays() -> None:
    case = changed(two_makers(), "plants", {"plant": "harima"}, fixed_cost_m=5_000.0)
    assert plan(case, ["hoku"]).value == pytest.approx(4 * (896 - 5_000))


def test_an_announced_end_saves_the_fixed_cost() -> None:
    case = changed(two_makers(), "plants", {"plant": "harima"}, closes_after=2028)
    found = plan(case, ["hoku"])
    assert cars(found.ship) == {2027: 100_000.0, 2028: 100_000.0}
    assert found.value == pytest.approx(2 * 696.0)
    assert found.audit().holds


def test_minimum_use_beyond_demand_is_told_in_words() -> None:
    # delta holds 300,000; 60 % = 180,000 > 160,000 that can be sold
    case = changed(two_makers(), "plants", {"plant": "delta"}, minimum_use_share=0.6)
    with pytest.raises(PlanError) as error:
        plan(case, ["nagi"])
    assert error.value.exit_code == 4
    words = " ".join(f.what for f in error.value.faults)
    assert "delta must build at least its minimum in 20" in words
    assert "cannot exceed demand" in words
    assert any("minimum_use_share in plants.csv" in f.fix for f in error.value.faults)


def test_minimum_use_builds_cars_at_a_loss() -> None:
    # the SUV loses 500 a car; delta must build 90,000 of 300,000, so 30,000 SUVs beside 60,000 pickups
    case = changed(two_makers(), "variants", {"variant": "n_suv_petrol"}, parts_cost=26_000.0)
    case = changed(case, "plants", {"plant": "delta"}, minimum_use_share=0.3)
    found = plan(case, ["nagi"])
    assert cars(found.ship, model="n_suv")[2027] == pytest.approx(30_000.0)
    assert found.value == pytest.approx(4 * (570 - 400 - 15))


def test_a_guest_counts_for_minimum_use() -> None:
    # 40 % of 300,000 = 120,000: 60,000 pickups, 30,000 of zai, so 30,000 SUVs at a loss of 500
    case = changed(two_makers(), "variants", {"variant": "n_suv_petrol"}, parts_cost=26_000.0)
    case = changed(case, "plants", {"plant": "delta"}, minimum_use_share=0.4)
    found = plan(with_guest(case), ["nagi"], ["zai_guest"])
    assert cars(found.ship, model="n_suv")[2030] == pytest.approx(30_000.0)
    # zai pays 2,500 a car for 2,000 of conversion: 500 * 30,000 = 15 M
    assert found.value == pytest.approx(4 * (570 - 400 - 15 + 15))
    assert found.audit().holds


def test_overtime_at_a_premium() -> None:
    # harima leaves 20,000 cars at 8,400 unsold; 10 % overtime at +50 % of 1,000 earns 7,900 each: 79 M a year
    case = changed(two_makers(), "plants", {"plant": "harima"}, overtime_share=0.1, overtime_premium=0.5)
    found = plan(case, ["hoku"])
    assert cars(found.ship)[2027] == pytest.approx(110_000.0)
    assert found.value == pytest.approx(4 * (696 + 79))
    assert money(found.accounts, "hoku", "overtime")[2029] == pytest.approx(-5.0)
    assert found.audit().holds
    # at nine times the wage a car loses 600: no overtime
    dear = changed(case, "plants", {"plant": "harima"}, overtime_premium=9.0)
    assert cars(plan(dear, ["hoku"]).ship)[2027] == pytest.approx(100_000.0)


def test_constructions_share_a_line_that_takes_both() -> None:
    # 100,000 places for either: 60,000 pickups at 9,500 first, then 40,000 SUVs at 8,500
    case = dropped(two_makers(), "lines", plant="delta")
    line = {"plant": "delta", "capacity_units_per_year": 100_000}
    case = added(case, "lines", line | {"line": "delta_both", "constructions": "body_on_frame;unibody"})
    # a line that takes nothing built here adds no place
    case = added(case, "lines", line | {"line": "delta_kei", "constructions": "kei"})
    found = plan(case, ["nagi"])
    assert cars(found.ship, model="n_pickup")[2027] == 60_000.0
    assert cars(found.ship, model="n_suv")[2027] == 40_000.0


def test_a_line_opens_and_ends() -> None:
    case = changed(two_makers(), "lines", {"line": "harima_body"}, from_year=2028, to_year=2029)
    assert cars(plan(case, ["hoku"]).ship) == {2028: 100_000.0, 2029: 100_000.0}


def test_cars_of_a_firm_outside_the_members_keep_their_place() -> None:
    case = changed(two_makers(), "agreements", {"agreement": "suv_at_delta"}, status="signed")
    case = changed(case, "sourcing", {"variant": "h_suv_petrol", "market": "us"}, plant="delta")
    case = changed(case, "tooling", {"model": "h_suv", "plant": "delta"}, status="tooled")
    case = changed(case, "lines", {"line": "delta_body"}, capacity_units_per_year=150_000.0)
    alone = plan(case, ["nagi"])
    # 80,000 SUVs of hoku leave 70,000 of 150,000; frames are untouched
    assert cars(alone.ship, model="n_suv")[2027] == pytest.approx(70_000.0)
    assert cars(alone.ship, model="n_pickup")[2027] == pytest.approx(60_000.0)
    row = alone.use.filter(alone.use["year"] == 2027).row(0, named=True)
    assert row["units"] == pytest.approx(70_000 + 60_000 + 80_000)


def test_a_closed_plant_works_no_overtime_for_guests() -> None:
    # Delta costs 9,000 a year and would close, but keeps 80,000 SUVs of hoku, which the members do not plan:
    # 150,000 cars of overtime must not build them behind a closed gate. 4 * (1,420 - 9,000 - 100)
    case = changed(two_makers(), "agreements", {"agreement": "suv_at_delta"}, status="signed")
    case = changed(case, "agreements", {"agreement": "suv_at_delta"}, signing_cost_m=0.0, running_cost_m=0.0)
    case = changed(case, "sourcing", {"variant": "h_suv_petrol", "market": "us"}, plant="delta")
    case = changed(case, "tooling", {"model": "h_suv", "plant": "delta"}, status="tooled")
    ends = {"may_close_from": 2027, "fixed_cost_m": 9_000.0, "overtime_share": 0.5, "overtime_premium": 0.25}
    stays = plan(changed(case, "plants", {"plant": "delta"}, **ends), ["nagi"])
    assert stays.decisions.filter(stays.decisions["kind"] == "closed").height == 0
    assert stays.value == pytest.approx(4 * (1_420 - 9_000 - 100), abs=1)
    assert stays.audit().holds
    # with nobody else's cars there it does close, overtime or not: 4 * -100
    alone = plan(changed(two_makers(), "plants", {"plant": "delta"}, **ends), ["nagi"])
    assert alone.value == pytest.approx(-400.0)
    assert alone.audit().holds


def test_overtime_of_the_plant_is_not_all_worked_on_one_line() -> None:
    # delta: a frame line of 100,000 and a body line of 200,000; 20 % overtime is 120,000 pickups, not 160,000
    case = changed(two_makers(), "plants", {"plant": "delta"}, overtime_share=0.2, overtime_premium=0.0)
    case = changed(case, "demand", {"model": "n_pickup"}, units_per_year=160_000.0)
    found = plan(case, ["nagi"]).ship
    assert cars(found.filter(found["model"] == "n_pickup")) == pytest.approx(
        dict.fromkeys(range(2027, 2031), 120_000.0)
    )


def test_a_guest_alone_builds_no_more_than_the_hosts_lines_take() -> None:
    # hoku plans alone; 50,000 h_suv a year from delta instead of 80,000: 2029 40,000 and 2030 50,000 of them.
    # 40,000*11,400 + 40,000*8,400 - 504 = 288 M; 50,000*11,400 + 30,000*8,400 - 504 = 318 M; 606 - 60 - 3.5
    case = changed(two_makers(), "lines", {"line": "delta_body"}, capacity_units_per_year=50_000.0)
    case = changed(case, "grants", {"agreement": "suv_at_delta"}, limit_units_per_year=None)
    found = plan(case, ["hoku"], ["suv_at_delta"])
    # the ramp is half of what delta can build at full rate: of all that is asked, as its lines are not hoku's
    assert cars(found.ship, plant="delta") == {2029: 40_000.0, 2030: 50_000.0}
    assert found.value == pytest.approx(2784 + 606 - 60 - 3.5)
    assert found.audit().holds


def test_a_guest_alone_builds_nothing_where_its_host_has_closed() -> None:
    # 2029 only, and for one year's 288 M the tooling of 30 M a year is still worth it
    case = changed(two_makers(), "plants", {"plant": "delta"}, closes_after=2029)
    found = plan(case, ["hoku"], ["suv_at_delta"])
    assert cars(found.ship, plant="delta") == {2029: 40_000.0}
    assert found.audit().holds
    # a minimum ends with the plant
    least = changed(case, "grants", {"agreement": "suv_at_delta"}, minimum_units_per_year=30_000.0)
    assert cars(plan(least, ["hoku"], ["suv_at_delta"]).ship, plant="delta") == {2029: 40_000.0}


def test_the_minimum_of_a_guest_that_does_not_plan_ends_with_the_lines() -> None:
    # delta closes after 2028: two years of 30,000 * (2,500 - 2,000), then nothing: not a plan that cannot be
    case = changed(with_guest(two_makers()), "plants", {"plant": "delta"}, closes_after=2028)
    found = plan(case, ["nagi"], ["zai_guest"])
    assert found.lent.group_by("year").agg(pl.col("units").sum()).sort("year").rows() == [
        (2027, 30_000.0), (2028, 30_000.0),
    ]  # fmt: skip
    assert found.value == pytest.approx(plan(case, ["nagi"], []).value + 2 * 15)
    assert found.audit().holds

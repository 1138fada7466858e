"""As text: tests/blocks/permission.lp. Here: what the block decides."""

from __future__ import annotations

import pytest
from tests.cases.edits import cars, changed, dropped, two_makers
from tests.cases.features import with_second_grant

from teikei.base.errors import PlanError
from teikei.case.case import Case
from teikei.plan.optimise import plan


def test_a_limit_binds_and_has_a_price() -> None:
    case = changed(two_makers(), "grants", {"agreement": "suv_at_delta"}, limit_units_per_year=30_000.0)
    found = plan(case, book=["suv_at_delta"])
    assert cars(found.ship, plant="delta", firm="hoku") == {2029: 30_000.0, 2030: 30_000.0}
    text = found.explain(agreement="suv_at_delta")
    assert "Hoku Motor at Delta 2030: 30,000 of 30,000 cars" in text
    # one more from delta takes one of harima's in the us: 11,400 - 8,400
    assert "one more car of the limit in 2030 is worth 3,000 a car" in text


def test_limits_of_two_agreements_add_up_and_their_price_is_told() -> None:
    case = changed(two_makers(), "grants", {"agreement": "suv_at_delta"}, limit_units_per_year=20_000.0)
    case = with_second_grant(case, least=0, most=10_000)
    found = plan(case, book=["suv_at_delta", "more_at_delta"])
    assert cars(found.ship, plant="delta", firm="hoku") == {2029: 30_000.0, 2030: 30_000.0}
    for agreement in ("suv_at_delta", "more_at_delta"):
        assert "is worth 3,000 a car" in found.explain(agreement=agreement)


def test_either_of_two_agreements_is_enough_both_needs_are_needed() -> None:
    case = with_second_grant(two_makers(), least=0, most=10_000)
    assert cars(plan(case, book=["more_at_delta"]).ship, plant="delta", firm="hoku")[2030] == 10_000.0
    # the pickup needs plant and frame: without the grant of the frame it is not built
    frameless = dropped(two_makers(), "grants", agreement="pickup_at_delta", what="platform")
    assert cars(plan(frameless, book=["pickup_at_delta"]).ship, model="h_pickup") == {}


def test_a_minimum_builds_cars_that_would_not_pay() -> None:
    # the SUV at harima loses 8,500 - 5,640 = 2,860 a car against delta
    case = changed(two_makers(), "grants", {"agreement": "suv_at_harima"}, minimum_units_per_year=1_000.0)
    found = plan(case, book=["suv_at_harima"])
    assert cars(found.ship, plant="harima", firm="nagi") == {2029: 1_000.0, 2030: 1_000.0}
    # harima is full: each takes an h_suv for the us at 8,400; tooling 100 / 5 * 2 = 40; signing and running 7
    assert found.value == pytest.approx(6864 - 2 * 1_000 * (2_860 + 8_400) / 1e6 - 40 - 7)


def with_high_minimum(demand: float) -> Case:
    """120,000 SUVs a year guaranteed at harima, whose line makes 100,000, at this demand for them."""
    case = changed(
        two_makers(),
        "grants",
        {"agreement": "suv_at_harima"},
        minimum_units_per_year=120_000.0,
        limit_units_per_year=150_000.0,
    )
    return changed(case, "demand", {"model": "n_suv"}, units_per_year=demand)


def test_a_minimum_beyond_demand_asks_for_the_demand() -> None:
    case = with_high_minimum(90_000.0)
    found = plan(case, book=["suv_at_harima"])
    # the line at harima ramps in 2029: half of what can be sold
    assert cars(found.ship, plant="harima", firm="nagi") == {2029: 45_000.0, 2030: 90_000.0}
    assert found.audit().holds


def test_a_minimum_beyond_the_line_is_told_in_words() -> None:
    case = with_high_minimum(150_000.0)
    with pytest.raises(PlanError) as error:
        plan(case, book=["suv_at_harima"])
    assert error.value.exit_code == 4
    words = " ".join(f.what for f in error.value.faults)
    assert "granted by suv_at_harima to nagi at harima in 20" in words


def test_a_minimum_ends_with_the_lines_of_its_plant() -> None:
    case = changed(two_makers(), "grants", {"agreement": "suv_at_harima"}, minimum_units_per_year=1_000.0)
    case = changed(case, "lines", {"line": "harima_body"}, to_year=2029)
    found = plan(case, book=["suv_at_harima"])
    # tooled from 2029; no line is left in 2030
    assert cars(found.ship, plant="harima", firm="nagi") == {2029: pytest.approx(1_000.0)}


def test_a_wide_and_a_narrow_grant_are_told_apart() -> None:
    case = changed(
        two_makers(), "grants", {"agreement": "suv_at_delta"}, limit_units_per_year=10_000.0, models=[]
    )
    found = plan(case, book=["pickup_at_delta", "suv_at_delta"])
    text = found.explain(agreement="suv_at_delta")
    assert "Hoku Motor at Delta 2030 (Hoku SUV): 10,000 of 10,000 cars" in text
    assert "Hoku Motor at Delta 2030 (Hoku pickup, Hoku SUV): 50,000 of 50,000 cars" in text


def test_a_minimum_has_a_price() -> None:
    case = changed(two_makers(), "grants", {"agreement": "suv_at_harima"}, minimum_units_per_year=1_000.0)
    text = plan(case, book=["suv_at_harima"]).explain(agreement="suv_at_harima")
    assert "Nagi Motor at Harima 2030: 1,000 of 50,000 cars, at least 1,000" in text
    # each loses 2,860 against delta and takes the place of an h_suv at 8,400
    assert "one car less of the minimum in 2030 is worth 11,260 a car" in text

"""As text: tests/blocks/permission.lp. Here: what the block decides."""

from __future__ import annotations

import pytest
from tests.blocks.scenes import with_second_grant
from tests.cases.edits import cars, changed, dropped, two_makers

from teikei.base.errors import PlanError
from teikei.plan.optimise import plan


def test_a_limit_binds_and_has_a_price() -> None:
    case = changed(two_makers(), "grants", {"agreement": "suv_at_delta"}, limit_units_per_year=30_000.0)
    found = plan(case, book=["suv_at_delta"])
    assert cars(found.ship, plant="delta", firm="hoku") == {2029: 30_000.0, 2030: 30_000.0}
    text = found.explain(agreement="suv_at_delta")
    assert "hoku at delta 2030: 30,000 of 30,000 cars" in text
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


def test_a_minimum_beyond_demand_is_told_in_words() -> None:
    case = changed(
        two_makers(),
        "grants",
        {"agreement": "suv_at_harima"},
        minimum_units_per_year=120_000.0,
        limit_units_per_year=150_000.0,
    )
    with pytest.raises(PlanError) as error:
        plan(case, book=["suv_at_harima"])
    assert error.value.exit_code == 4
    words = " ".join(f.what for f in error.value.faults)
    assert "granted by suv_at_harima to nagi at harima in 20" in words

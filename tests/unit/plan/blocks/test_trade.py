"""As text: tests/blocks/trade.lp. Here: what the block decides."""

from __future__ import annotations

import pytest
from tests.blocks.scenes import with_quota
from tests.cases.edits import added, cars, changed, money, two_makers

from teikei.plan.optimise import plan


def test_a_quota_saves_duty_on_its_cars_only() -> None:
    # 25,000 of 60,000 cars at 5 % instead of 15 % of 24,000: 2,400 * 25,000 = 60 M a year
    found = plan(with_quota(two_makers(), 25_000), ["hoku"])
    assert found.value == pytest.approx(4 * (696 + 60))
    assert money(found.accounts, "hoku", "duty")[2028] == pytest.approx(-60_000 * 3_600 / 1e6 + 60)
    assert found.audit().holds
    # wider than the sales: the us earns 8,400 + 2,400 = 10,800, more than japan with 9,800, and comes first:
    # 80,000 * 10,800 + 20,000 * 9,800 - 200 M = 860 M
    assert plan(with_quota(two_makers(), 90_000), ["hoku"]).value == pytest.approx(4 * 860)
    # another firm's share helps nobody else
    assert plan(with_quota(two_makers(), 25_000, "nagi"), ["hoku"]).value == pytest.approx(4 * 696)


def test_a_quota_that_names_no_firm_is_one_quota() -> None:
    # nagi ships its SUV from harima too, if asked to: 40,000 places
    case = changed(
        with_quota(two_makers(), 25_000, "any"),
        "tooling",
        {"model": "n_suv", "plant": "harima"},
        status="tooled",
    )
    case = changed(case, "grants", {"agreement": "suv_at_harima"}, minimum_units_per_year=25_000.0)
    found = plan(case, book=["suv_at_harima"])
    assert cars(found.ship, plant="harima", firm="nagi")[2029] == pytest.approx(25_000.0)
    used = found.made.block("in_quota").reshape(-1, 1).sum()
    # four years of 25,000 and not a car more
    assert used == pytest.approx(100_000.0)
    assert found.audit().holds


@pytest.mark.parametrize(("rate", "sold"), [(0.49, 60_000.0), (0.51, 0.0)])
def test_a_car_stays_at_home_when_the_duty_eats_its_margin(rate: float, sold: float) -> None:
    # before duty the SUV earns 12,000 in the us; 0.5 * 24,000 = 12,000
    case = changed(two_makers(), "tariffs", {"origin": "japan", "customs_class": "car"}, rate=rate)
    assert cars(plan(case, ["hoku"]).ship, market="us").get(2027, 0.0) == sold


def test_the_cheapest_lane_is_used() -> None:
    case = added(
        two_makers(),
        "freight",
        {"origin": "japan", "destination": "us", "mode": "air", "per_unit": 400, "transit_days": 1},
    )
    # 600 less on 60,000 cars = 36 M a year
    assert plan(case, ["hoku"]).value == pytest.approx(4 * (696 + 36))

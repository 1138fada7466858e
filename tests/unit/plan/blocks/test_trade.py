"""As text: tests/blocks/trade.lp. Here: what the block decides."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.cases.edits import added, cars, changed, money, two_makers
from tests.cases.features import with_quota

from teikei.base.errors import CaseError
from teikei.case.case import Case
from teikei.plan.blocks.trade import MOST_QUOTAS
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


def another(case: Case, **more: object) -> Case:
    """The case with the row of its quota once more, some cells at other values."""
    return added(case, "origin_rules", case["origin_rules"].row(0, named=True) | more)


def test_a_quota_of_each_class_binds_for_its_own_cars() -> None:
    # nagi's SUV counts as a truck at the border: 25 % of 22,400; its own quota is for 10,000 at 5 %
    case = another(with_quota(two_makers(), 25_000, "any"), customs_class="light_truck", quota_units=10_000.0)
    case = changed(case, "models", {"model": "n_suv"}, customs_class="light_truck")
    case = changed(case, "tooling", {"model": "n_suv", "plant": "harima"}, status="tooled")
    case = changed(case, "grants", {"agreement": "suv_at_harima"}, minimum_units_per_year=25_000.0)
    found = plan(case, book=["suv_at_harima"])
    inside = found.made.block("in_quota")
    entries = found.problem.entries
    used = {
        (found.problem.entries.quotas[q].customs_class, int(found.problem.years[t])): inside[
            (entries.quota == q) & (entries.year == t)
        ].sum()
        for q, t in zip(entries.quota, entries.year, strict=True)
    }
    # the rule has one id and names no firm: its rows are two quotas nevertheless
    assert used["car", 2029] == pytest.approx(25_000.0)
    assert used["light_truck", 2029] == pytest.approx(10_000.0)
    saved = money(found.accounts, "nagi", "duty")[2029] + 25_000 * 0.25 * 22_400 / 1e6
    assert saved == pytest.approx(10_000 * 0.20 * 22_400 / 1e6)
    assert found.audit().holds


def test_a_quota_of_half_a_year_serves_half_the_cars() -> None:
    # from 2 July 2028, 183 of 366 days: half of the cars of the year come too early for it
    def half(units: int) -> Case:
        case = changed(with_quota(two_makers(), units), "origin_rules", {}, valid_from=dt.date(2028, 7, 2))
        return changed(case, "origin_rules", {}, valid_to=dt.date(2028, 12, 31))

    # 20,000 places a year are 10,000 in half of it: 2,400 saved on each
    assert plan(half(20_000), ["hoku"]).value == pytest.approx(4 * 696 + 10_000 * 2_400 / 1e6)
    # places for all, but only half of the cars arrive in time: the us earns 8,400 + 1,200 on average, japan
    # comes first with 9,800, so 60,000 go to the us and 30,000 of them enter by the quota
    assert plan(half(900_000), ["hoku"]).value == pytest.approx(4 * 696 + 30_000 * 2_400 / 1e6)


def test_two_quotas_do_not_count_a_car_twice() -> None:
    # 25,000 at 5 % and 50,000 at 10 %: 60,000 cars fill the first and take 35,000 of the second
    case = another(with_quota(two_makers(), 25_000), rule="second", rate_if_met=0.10, quota_units=50_000.0)
    found = plan(case, ["hoku"])
    assert found.value == pytest.approx(4 * (696 + 25_000 * 2_400 / 1e6 + 35_000 * 1_200 / 1e6))
    assert found.audit().holds


def test_so_many_quotas_that_they_cannot_be_listed_are_told() -> None:
    case = with_quota(two_makers())
    for k in range(MOST_QUOTAS):
        case = another(case, rule=f"more{k}")
    with pytest.raises(CaseError) as error:
        plan(case, ["hoku"])
    assert "11 quotas are open to it" in error.value.faults[0].what


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

"""Every account: recounted by hand, and found when a plan states it otherwise."""

from __future__ import annotations

from typing import Any

import pytest
from tests.cases.edits import added, changed, two_makers, with_imported_parts, years_of
from tests.cases.features import with_guest, with_quota
from tests.cases.forged import audited, edited, records, without

from teikei.case.case import Case
from teikei.plan.audit.demand import demand_of, guests_of
from teikei.plan.audit.money import Count, accounts_of, under
from teikei.plan.optimise import plan
from teikei.plan.solution import PlanSolution

TERMS = (("unit", 900.0), ("share", 0.02), ("year", 3.0), ("once", 5.0))


def counted(found: PlanSolution, **other: Any) -> dict[tuple[str, str], float]:
    """(account, firm) -> million, from the tables."""
    seen = records(found, **other)
    demand = demand_of(seen)
    return accounts_of(Count(seen, demand, guests_of(seen, demand)))


def with_terms(case: Case, *per: str, agreement: str = "suv_at_delta") -> Case:
    """Hoku pays nagi under a deal."""
    terms = [(p, a) for p, a in TERMS if p in per]
    row = {"agreement": agreement, "payer": "hoku", "payee": "nagi"}
    return added(case, "terms", *(row | {"per": p, "amount": a} for p, a in terms))


@pytest.fixture(scope="module")
def rich() -> PlanSolution:
    """Both deals with their terms, joint; no discounting, so sums of four years."""
    case = with_terms(two_makers(), "unit", "share", "year", "once")
    case = changed(case, "freight", {"origin": "japan", "destination": "us"}, transit_days=36.5)
    case = case.with_(settings={"inventory_rate": 0.1})
    presence = {"firm": "hoku", "market": "us", "fixed_cost_m": 25}
    case = added(case, "market_presence", presence)
    return plan(case, book=["pickup_at_delta", "suv_at_delta"])


@pytest.fixture(scope="module")
def alone() -> PlanSolution:
    """Hoku alone, which pays nagi at the terms, with a quota, overtime and a guest at harima."""
    case = with_terms(with_quota(two_makers(), 25_000), "unit")
    case = changed(case, "plants", {"plant": "harima"}, overtime_share=0.1, overtime_premium=0.5)
    case = with_imported_parts(case, 0.1)
    return plan(with_guest(case, "harima"), ["hoku"], ["suv_at_delta", "zai_guest"])


@pytest.fixture(scope="module")
def closing() -> PlanSolution:
    """Hoku closes harima and leaves the us in 2029, the only review."""
    case = years_of(two_makers(), 2027, 2030, 2029)
    case = changed(
        case, "plants", {"plant": "harima"}, may_close_from=2029, fixed_cost_m=2_000.0, closing_cost_m=70.0
    )
    presence = {"firm": "hoku", "market": "us", "fixed_cost_m": 25, "may_leave": True}
    return plan(added(case, "market_presence", presence), ["hoku"])


def test_cars_by_hand(rich: PlanSolution) -> None:
    found = counted(rich)
    # hoku: japan 4 * 40,000; us at harima 60, 60, 40, 0 and at delta 0, 0, 40, 80 thousand; pickups 20, 40
    us_home, us_delta, pickups = 160_000, 120_000, 60_000
    revenue = 160_000 * 27_000 + (us_home + us_delta) * 30_000 + pickups * 32_000
    assert found[("revenue", "hoku")] == pytest.approx(revenue / 1e6)
    parts = (160_000 + us_home + us_delta) * 16_000 + pickups * 18_500
    assert found[("parts", "hoku")] == pytest.approx(-parts / 1e6)
    conversion = (160_000 + us_home) * 1_000 + (us_delta + pickups) * 2_000
    assert found[("conversion", "hoku")] == pytest.approx(-conversion / 1e6)
    assert found[("extra", "hoku")] == pytest.approx(-us_delta * 100 / 1e6)
    freight = 160_000 * 200 + us_home * 1_000 + (us_delta + pickups) * 500
    assert found[("freight", "hoku")] == pytest.approx(-freight / 1e6)
    assert found[("duty", "hoku")] == pytest.approx(-us_home * 0.15 * 0.8 * 30_000 / 1e6)


def test_starts_by_hand(rich: PlanSolution) -> None:
    found = counted(rich)
    # pickup 100 / 5 and SUV 150 / 5 in 2029 and 2030; launch 60 / 6; the frame 0.6 * 50 / 3
    assert found[("tooling", "hoku")] == pytest.approx(-2 * (20 + 30))
    assert found[("launch", "hoku")] == pytest.approx(-20)
    assert found[("development", "hoku")] == pytest.approx(-20)
    host = changed(two_makers(), "tooling", {"model": "h_suv", "plant": "delta"}, who_pays="host")
    assert counted(plan(host, book=["suv_at_delta"]))[("tooling", "nagi")] == pytest.approx(-60)


def test_fixed_money_by_hand(rich: PlanSolution, closing: PlanSolution) -> None:
    found = counted(rich)
    assert found[("overhead", "nagi")] == pytest.approx(-400)
    assert found[("plant_fixed", "nagi")] == pytest.approx(-1_200)
    assert found[("market_fixed", "hoku")] == pytest.approx(-100)
    # two deals, signing 4 and three years of 1 each, halved
    assert found[("signing", "nagi")] == pytest.approx(-4)
    assert found[("running", "hoku")] == pytest.approx(-3)
    # open in 2027 and 2028
    shut = counted(closing)
    assert shut[("plant_fixed", "hoku")] == pytest.approx(-4_000)
    assert shut[("closing", "hoku")] == pytest.approx(-70)
    assert shut[("market_fixed", "hoku")] == pytest.approx(-50)


def test_terms_by_hand(rich: PlanSolution) -> None:
    found = counted(rich)
    # 120,000 SUVs at 900 and at 2 % of 30,000; 3 a year from 2028; 5 once
    paid = 120_000 * (900 + 600) / 1e6 + 9 + 5
    assert found[("transfers", "hoku")] == pytest.approx(-paid)
    assert found[("transfers", "nagi")] == pytest.approx(paid)


def test_hoku_alone_by_hand(alone: PlanSolution) -> None:
    found = counted(alone)
    cars = sum(u for *_, u in alone.ship.filter(plant="delta").iter_rows())
    assert found[("fees", "hoku")] == pytest.approx((alone.lent["units"].sum() * 2_500 - cars * 900) / 1e6)
    made_at_home = alone.ship.filter(plant="harima")["units"].sum() + alone.lent["units"].sum()
    assert found[("conversion", "hoku")] == pytest.approx(-(made_at_home * 1_000 + cars * 2_000) / 1e6)
    # overtime: what harima makes beyond 100,000 a year at half of 1,000 more
    beyond = sum(
        max(
            0.0,
            alone.ship.filter(plant="harima", year=y)["units"].sum()
            + alone.lent.filter(year=y)["units"].sum()
            - 100_000,
        )
        for y in (2027, 2028, 2029, 2030)
    )
    assert beyond > 0
    assert found[("overtime", "hoku")] == pytest.approx(-beyond * 500 / 1e6)
    # duty of 3,600 on cars for the us, 2,400 less inside the quota; parts: a tenth of a tenth of the value
    us = alone.ship.filter(plant="harima", market="us")["units"].sum()
    japan = alone.ship.filter(plant="harima", market="japan")["units"].sum()
    saved = alone.in_quota["units"].sum() * 2_400
    assert saved > 0
    assert found[("duty", "hoku")] == pytest.approx((saved - us * 3_600) / 1e6)
    parts = (us * 24_000 + japan * 21_600) * 0.01
    assert found[("parts_duty", "hoku")] == pytest.approx(-parts / 1e6)


def test_cars_of_a_firm_outside_pay_their_host() -> None:
    case = changed(two_makers(), "agreements", {"agreement": "suv_at_delta"}, status="signed")
    case = changed(case, "sourcing", {"variant": "h_suv_petrol", "market": "us"}, plant="delta")
    found = plan(with_terms(case, "unit", "share"), ["nagi"])
    # signed today: 80,000 a year at 900 + 600
    assert counted(found)[("fees", "nagi")] == pytest.approx(4 * 80_000 * 1_500 / 1e6)
    assert found.audit().holds


def test_a_car_is_under_a_deal_by_what_it_uses_and_when() -> None:
    case = changed(two_makers(), "grants", {"agreement": "suv_at_delta"}, from_year=2030)
    second = {"agreement": "more", "title": "More", "kind": "contract_build", "status": "candidate"}
    case = added(
        case, "agreements", second | {"parties": "nagi;hoku", "months_to_sign": 6, "lead_years": 0.5}
    )
    grant = {"agreement": "more", "giver": "nagi", "taker": "hoku", "what": "plant", "resource": "delta"}
    case = added(case, "grants", grant | {"to_year": 2029})
    seen = records(plan(case, book=["suv_at_delta", "more"]))
    cars = {car.year: car for car in seen.cars if car.model == "h_suv" and car.plant == "delta"}
    assert (under(seen, "more", cars[2029]), under(seen, "more", cars[2030])) == (True, False)
    assert (under(seen, "suv_at_delta", cars[2029]), under(seen, "suv_at_delta", cars[2030])) == (False, True)
    own = next(car for car in seen.cars if car.plant == "harima")
    assert not under(seen, "more", own)


RICH = [
    "revenue", "parts", "conversion", "extra", "freight", "transit", "duty", "tooling", "launch",
    "development", "plant_fixed", "market_fixed", "overhead", "signing", "running", "transfers",
]  # fmt: skip
ALONE = ["duty", "parts_duty", "overtime", "fees", "conversion"]


@pytest.mark.parametrize(
    ("scene", "account"),
    [*(("rich", a) for a in RICH), *(("alone", a) for a in ALONE), ("closing", "closing")],
)
def test_an_account_left_out_is_named(scene: str, account: str, request: pytest.FixtureRequest) -> None:
    found = request.getfixturevalue(scene)
    assert found.audit().holds, str(found.audit())
    gone = {k: a * 0.0 if k[0] == account else a for k, a in found.amounts.items()}
    firms = {k[1] for k, a in found.amounts.items() if k[0] == account and a.any()}
    assert firms
    words = audited(found, amounts=gone).violations
    assert {f"{account} of {firm}" for firm in firms} == {w.split(":")[0] for w in words}


def test_money_on_the_wrong_firm_is_named(rich: PlanSolution) -> None:
    moved = {
        (k[0], {"hoku": "nagi", "nagi": "hoku"}[k[1]], k[2]) if k[0] == "launch" else k: a
        for k, a in rich.amounts.items()
    }
    words = "\n".join(audited(rich, amounts=moved).violations)
    assert "launch of hoku: -20.000 m recounted, 0.000 m claimed" in words
    assert "launch of nagi: 0.000 m recounted, -20.000 m claimed" in words


def test_tables_tampered_with_move_their_account(alone: PlanSolution, rich: PlanSolution) -> None:
    def accounts(found: PlanSolution, **other: Any) -> set[str]:
        return {w.split(" of ")[0] for w in audited(found, **other).violations if "recounted" in w}

    assert accounts(alone, lent=edited(alone.lent, {"year": 2030}, units=21_000.0)) >= {"conversion", "fees"}
    assert accounts(alone, in_quota=without(alone.in_quota, year=2028)) == {"duty"}
    assert accounts(rich, decisions=without(rich.decisions, what="h_suv delta")) == {"tooling"}

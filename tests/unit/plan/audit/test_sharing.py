from __future__ import annotations

import math

import pytest
from tests.cases.bodies import shared_body
from tests.cases.drives import with_licence
from tests.cases.edits import added, changed, two_makers
from tests.cases.forged import audited, edited, records, without

from teikei.case.case import Case
from teikei.plan.audit.demand import demand_of
from teikei.plan.audit.records import Records
from teikei.plan.audit.sharing import parts_factors, saved_per_car
from teikei.plan.optimise import plan
from teikei.plan.solution import PlanSolution

TENTH = math.log2(0.9)


def framed(**platform: float) -> Case:
    """A tenth off the parts when the frame's volume doubles; 60,000 pickups may be built at delta."""
    case = changed(two_makers(), "platforms", {"platform": "n_frame"}, saving_per_doubling=0.1, **platform)
    case = changed(
        case, "grants", {"agreement": "pickup_at_delta", "what": "plant"}, limit_units_per_year=60_000.0
    )
    return changed(case, "lines", {"line": "delta_frame"}, capacity_units_per_year=200_000.0)


@pytest.fixture(scope="module")
def found() -> PlanSolution:
    return plan(framed(), book=["pickup_at_delta"])


def factors(seen: Records) -> list[float]:
    return [float(f) for f in parts_factors(seen, demand_of(seen)).get(("platform", "n_frame"), [])]


def test_one_car_of_a_taker_is_none() -> None:
    # harima has room for some cars a year until 2029, then for thousands; from 2029 on hoku's SUV is on
    # nagi's body. Up to one car in 2029 it is shared from 2030 on, in the plan and in the audit
    for most, since in ((0.7, 2030), (1.0, 2030), (1.6, 2029)):
        case = changed(shared_body(2_000.0), "platforms", {"platform": "n_body"}, development_cost_m=0.0)
        case = changed(case, "lines", {"line": "harima_body"}, capacity_units_per_year=most)
        plan_ = plan(case, book=["body"])
        assert plan_.audit().holds, str(plan_.audit())
        counted = plan_.problem.parts_factor["platform", "n_body"]
        assert min(plan_.problem.years[counted < 1]) == since


def test_today_is_counted_before_the_launch_takes_from_it(found: PlanSolution) -> None:
    # today 60,000; with the deal n_pickup 60, 60, 55, 50 and h_pickup 0, 0, 20, 40 thousand: 71,250 a year
    factor = (71_250 / 60_000) ** TENTH
    assert factors(records(found)) == pytest.approx([1, 1, factor, factor])
    assert found.audit().holds


def test_nothing_is_saved_before_the_taker_builds(found: PlanSolution) -> None:
    late = records(found, ship=without(found.ship, model="h_pickup", year=2029))
    assert factors(late) == pytest.approx([1, 1, 1, (71_250 / 60_000) ** TENTH])
    never = records(found, ship=without(found.ship, model="h_pickup"))
    assert factors(never) == []


def test_a_taker_outside_the_plan_shares_as_soon_as_it_can() -> None:
    alone = records(plan(framed(), ["nagi"], ["pickup_at_delta"]))
    factor = (71_250 / 60_000) ** TENTH
    assert factors(alone) == pytest.approx([1, 1, factor, factor])


def test_limits_of_joint_volume_and_of_grants() -> None:
    capped = plan(framed(joint_volume_limit=66_000.0), book=["pickup_at_delta"])
    assert factors(records(capped))[3] == pytest.approx(1.1**TENTH)
    # 10,000 granted: (55,000 + 10,000 and 50,000 + 10,000): 61,250 on average
    case = changed(
        framed(),
        "grants",
        {"agreement": "pickup_at_delta", "what": "platform"},
        limit_units_per_year=10_000.0,
    )
    seen = records(plan(case, book=["pickup_at_delta"]))
    assert factors(seen)[3] == pytest.approx((61_250 / 60_000) ** TENTH)
    # the only plant it may use gives 20,000: 63,750
    case = changed(
        framed(), "grants", {"agreement": "pickup_at_delta", "what": "plant"}, limit_units_per_year=20_000.0
    )
    seen = records(plan(case, book=["pickup_at_delta"]))
    assert factors(seen)[3] == pytest.approx((66_250 / 60_000) ** TENTH)


def test_what_is_signed_today_is_in_the_parts_already() -> None:
    case = changed(framed(), "agreements", {"agreement": "pickup_at_delta"}, status="signed")
    seen = records(plan(case, book=["pickup_at_delta"]))
    assert parts_factors(seen, demand_of(seen)) == {}


def test_a_model_is_counted_once_under_two_grants() -> None:
    case = changed(
        framed(), "grants", {"agreement": "pickup_at_delta", "what": "platform"}, limit_units_per_year=5_000.0
    )
    case = added(
        case,
        "agreements",
        {
            "agreement": "frame",
            "title": "Frame",
            "kind": "shared_platform",
            "status": "candidate",
            "parties": "nagi;hoku",
        },
    )
    grant = {"agreement": "frame", "giver": "nagi", "taker": "hoku", "what": "platform"}
    case = added(case, "grants", grant | {"resource": "n_frame", "limit_units_per_year": 10_000.0})
    seen = records(plan(case, book=["pickup_at_delta", "frame"]))
    # 15,000 granted in 2029 and 2030: (120,000 + 70,000 + 65,000) / 4 = 63,750
    assert factors(seen)[3] == pytest.approx((63_750 / 60_000) ** TENTH)


def test_parts_at_the_wrong_factor_are_found(found: PlanSolution) -> None:
    # a plan that counts the saving two years early states parts that the recount does not find
    early = {
        k: a * (71_250 / 60_000) ** TENTH if k[:2] == ("parts", "nagi") else a
        for k, a in found.amounts.items()
    }
    assert any(v.startswith("parts of nagi") for v in audited(found, amounts=early).violations)
    more = edited(found.ship, {"model": "h_pickup", "year": 2029}, units=20_000.0)
    assert audited(found, ship=more).holds


@pytest.fixture(scope="module")
def licensed() -> PlanSolution:
    return plan(with_licence(), book=["drive_licence"])


def test_a_drive_is_recounted_by_hand(licensed: PlanSolution) -> None:
    seen = records(licensed)
    factors = parts_factors(seen, demand_of(seen))
    learned = 1.5**TENTH
    assert factors["technology", "h_drive"].tolist() == pytest.approx([1, 1, learned, learned])
    saved = saved_per_car(seen, factors)
    assert ("h_suv_hybrid", 2028) not in saved
    assert saved["h_suv_hybrid", 2029] == saved["n_suv_hybrid", 2030] == pytest.approx(1_000 * (1 - learned))
    assert ("n_suv_petrol", 2030) not in saved
    # parts of Hoku: 120,000 petrol at 16,000 and 40,000 hybrids at 17,200, less 59.77 in two years
    parts = -sum(a.sum() for k, a in licensed.amounts.items() if k[:2] == ("parts", "hoku"))
    assert parts == pytest.approx(4 * (120 * 16.0 + 40 * 17.2) - 2 * 40 * (1 - learned))
    assert licensed.audit().holds


def test_a_drive_that_gets_cheaper_too_soon_is_found(licensed: PlanSolution) -> None:
    # Nagi's first hybrids struck out of 2029: Hoku's drives of that year have been made too cheap
    late = without(licensed.ship, variant="n_suv_hybrid", year=2029)
    assert any(said.startswith("parts of hoku") for said in audited(licensed, ship=late).violations)
    # and a plan that counts no learning states parts that are not in the tables
    dear = {
        k: a - 40 * (1 - 1.5**TENTH) if k[:2] == ("parts", "hoku") else a for k, a in licensed.amounts.items()
    }
    assert any(said.startswith("parts of hoku") for said in audited(licensed, amounts=dear).violations)


def test_a_drive_of_a_taker_outside_the_plan_counts_as_early_as_it_could_be(licensed: PlanSolution) -> None:
    alone = plan(with_licence(), ["hoku"], book=["drive_licence"])
    learned = 1.5**TENTH
    assert alone.problem.parts_factor["technology", "h_drive"].tolist() == pytest.approx(
        [1, 1, learned, learned]
    )
    assert alone.audit().holds


def test_a_taker_with_another_drive_to_choose_adds_no_volume() -> None:
    own = {"variant": "n_suv_own", "model": "n_suv", "powertrain": "hybrid", "platform": "n_body"}
    case = added(with_licence(), "variants", own | {"parts_cost": 18_000.0, "co2_g_per_km": 110.0})
    found = plan(case, book=["drive_licence"])
    assert parts_factors(records(found), demand_of(records(found))) == {}
    assert found.audit().holds


def test_an_owner_that_is_granted_its_own_frame_brings_its_cars_all_the_same() -> None:
    # the frame belongs to both; planned without hoku, its pickup still makes nagi's frames cheaper
    case = changed(two_makers(), "platforms", {"platform": "n_frame"}, owners=["hoku", "nagi"])
    case = changed(case, "platforms", {"platform": "n_frame"}, saving_per_doubling=0.05)
    found = plan(case, ["nagi"], ["pickup_at_delta"])
    assert found.problem.parts_factor[("platform", "n_frame")][3] < 1.0
    assert found.audit().holds

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.cases.bodies import shared_body
from tests.cases.drives import with_licence
from tests.cases.edits import added, cars, changed, two_makers
from tests.cases.three_makers import three_makers

from teikei.agreements.book import Book
from teikei.case.case import Case
from teikei.plan.earned import counted_from, first_built, first_counted, unearned
from teikei.plan.optimise import plan
from teikei.plan.solution import PlanSolution

YEARS = np.array([2027, 2028, 2029, 2030])


def shared() -> Case:
    return changed(two_makers(), "platforms", {"platform": "n_frame"}, saving_per_doubling=0.1)


def test_factors_count_from_their_year_or_never() -> None:
    factors = {("platform", k): np.full(4, v) for k, v in {"a": 0.9, "b": 0.8, "c": 0.7}.items()}
    found = counted_from(factors, {("platform", "a"): 2029, ("platform", "b"): None}, YEARS)
    assert {name for _, name in found} == {"a", "c"}
    assert found["platform", "a"].tolist() == [1.0, 1.0, 0.9, 0.9]
    assert found["platform", "c"].tolist() == [0.7] * 4


def test_a_saving_is_earned_by_the_first_car_of_a_taker() -> None:
    found = plan(shared(), book=["pickup_at_delta"])
    first = first_counted(found.problem, ("platform", "n_frame"))
    assert first == 2029
    assert unearned(found.problem, found.made) == {}
    late = found.made.ship.copy()
    taken = found.problem.routes.firm == "hoku"
    late[taken & (found.problem.routes.platform == "n_frame"), 2] = 0.0
    assert unearned(found.problem, replace(found.made, ship=late)) == {("platform", "n_frame"): 2030}
    # 0.6 cars a year are more than one and a half in the third year
    assert (
        first_built(found.problem, replace(found.made, ship=late * 0 + 0.6), ("platform", "n_frame")) == 2029
    )
    assert unearned(found.problem, replace(found.made, ship=np.zeros_like(late))) == {
        ("platform", "n_frame"): None
    }
    # nagi alone is not asked what hoku builds
    alone = replace(found.problem, members=("nagi",))
    assert unearned(alone, replace(found.made, ship=np.zeros_like(late))) == {}
    # and where nothing is saved, nothing is unearned
    flat = replace(found.problem, parts_factor={("platform", "n_frame"): np.ones(4)})
    assert unearned(flat, replace(found.made, ship=np.zeros_like(late))) == {}


def gained(case: Case) -> tuple[PlanSolution, float, float]:
    base, found = plan(case), plan(case, book=["body"])
    assert found.audit().holds, str(found.audit())
    return found, found.value - base.value, found.bound - base.bound


def test_a_taker_that_comes_early_for_the_sake_of_the_owner() -> None:
    # counted from 2029 and used from 2030 it would be 2 * 170 + 40; earned are
    #   from 2029: 2 * 170 + (80 - 120) + (160 - 120) = 340;   from 2030: 170 + 40 = 210
    found, value, bound = gained(shared_body(17_000.0))
    assert (value, bound) == (pytest.approx(340.0), pytest.approx(340.0))
    assert min(cars(found.ship, variant="h_suv_shared")) == 2029
    assert first_counted(found.problem, ("platform", "n_body")) == 2029


def test_a_taker_that_comes_late_saves_late() -> None:
    # nagi saves 20 a year: from 2029 2 * 20 - 40 + 40 = 40;  from 2030: 20 + 40 = 60
    found, value, bound = gained(shared_body(2_000.0))
    assert (value, bound) == (pytest.approx(60.0), pytest.approx(60.0))
    assert min(cars(found.ship, variant="h_suv_shared")) == 2030
    assert found.problem.parts_factor["platform", "n_body"].tolist() == pytest.approx([1, 1, 1, 0.9])


def test_a_taker_that_never_comes_saves_nothing() -> None:
    # 3,000 dearer a car and 10 a year for nagi: never
    case = changed(shared_body(1_000.0), "variants", {"variant": "h_suv_shared"}, parts_cost=19_000.0)
    found, value, _ = gained(case)
    assert value == pytest.approx(0.0, abs=1e-6)
    assert found.problem.parts_factor == {}
    assert cars(found.ship, variant="h_suv_shared") == {}


def test_a_taker_outside_the_plan_saves_from_its_first_possible_year() -> None:
    alone = plan(shared_body(17_000.0), ["nagi"], ["body"])
    assert alone.problem.parts_factor["platform", "n_body"].tolist() == pytest.approx([1, 1, 0.9, 0.9])
    assert alone.audit().holds


def test_who_may_use_it_today_already_earns_nothing_new() -> None:
    # kita may put its SUV on nagi's body today, and does: 50,000 cars a year, 1,000 cheaper. Hoku's is 3,000
    # dearer on it and never built: what hoku's volume would take off the cars of nagi and kita is not earned
    case = shared_body(17_000.0, three_makers())
    row = next(r for r in case["variants"].to_dicts() if r["variant"] == "k_suv_petrol")
    row |= {"variant": "k_suv_shared", "platform": "n_body", "status": "candidate", "parts_cost": 15_000.0}
    case = added(case, "variants", row)
    deal = {"agreement": "kita_body", "title": "Kita too", "kind": "shared_platform", "status": "signed"}
    case = added(case, "agreements", deal | {"parties": "nagi;kita"})
    grant = {"giver": "nagi", "taker": "kita", "what": "platform", "resource": "n_body"}
    case = added(case, "grants", grant | {"agreement": "kita_body"})
    case = changed(case, "platforms", {"platform": "n_body"}, development_cost_m=0.0)
    case = changed(case, "variants", {"variant": "h_suv_shared"}, parts_cost=19_000.0)
    base, found = plan(case), plan(case, book=[*Book.today(case).agreements, "body"])
    assert cars(found.ship, variant="h_suv_shared") == {}
    assert min(cars(found.ship, variant="k_suv_shared").values()) == pytest.approx(50_000.0)
    assert found.value - base.value == pytest.approx(0.0, abs=1e-6)
    assert found.audit().holds, str(found.audit())


def test_a_drive_is_earned_by_the_takers_cars() -> None:
    found = plan(with_licence(), book=["drive_licence"])
    drive = ("technology", "h_drive")
    assert first_counted(found.problem, drive) == 2029
    assert unearned(found.problem, found.made) == {}
    taken = (found.problem.routes.firm == "nagi") & (found.problem.routes.powertrain == "hybrid")
    late = found.made.ship.copy()
    late[taken, 2] = 0.0
    assert unearned(found.problem, replace(found.made, ship=late)) == {drive: 2030}


def test_an_owner_earns_nothing_from_cars_nobody_builds() -> None:
    # fitting for 640 M / 3, two years: 426.7 M; Nagi's hybrids bring 20,000 x 10,459.77 a year, 418.4 M,
    # and make 40,000 drives of Hoku 59.77 cheaper, 4.8 M: nobody builds them, so nothing is saved
    dear = changed(with_licence(), "technologies", {"technology": "h_drive"}, fixed_cost_m=640.0)
    alone, found = plan(dear, book=[]), plan(dear, book=["drive_licence"])
    assert found.worth.minus(alone.worth) == pytest.approx((0.0, 0.0), abs=1e-6)
    assert found.problem.parts_factor == {}
    assert found.audit().holds
    assert alone.ship.filter(variant="h_suv_hybrid")["units"].sum() == 160_000.0
    # at 630 M (420 M) the saving of the owner is what makes it worth it
    near = changed(with_licence(), "technologies", {"technology": "h_drive"}, fixed_cost_m=630.0)
    surplus = plan(near, book=["drive_licence"]).worth.minus(plan(near, book=[]).worth)
    saved = 1_000 * (1 - 1.5**-0.15200309344504997)
    assert surplus == pytest.approx(
        [2 * (20 * (10.4 + saved / 1e3) + 40 * saved / 1e3) - 420.0] * 2, abs=1e-3
    )

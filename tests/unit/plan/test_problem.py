from __future__ import annotations

import numpy as np
import pytest
from tests.blocks.scenes import problem_of
from tests.cases.edits import added, cars, changed, dropped, two_makers

from teikei.base.errors import CaseError, UsageError
from teikei.case.case import Case
from teikei.plan.optimise import plan
from teikei.plan.problem import members_of, planning_firms


def test_only_firms_that_plan_are_members() -> None:
    case = added(
        two_makers(), "firms", {"firm": "lab", "name": "Lab", "home_territory": "us", "role": "licenses"}
    )
    assert planning_firms(case) == ("hoku", "nagi")
    assert members_of(case, None) == ("hoku", "nagi")
    assert members_of(case, ["nagi", "nagi"]) == ("nagi",)
    with pytest.raises(UsageError) as error:
        members_of(case, ["nagy", "lab"])
    assert [f.what for f in error.value.faults] == [
        "no planning firm is called 'nagy'",
        "no planning firm is called 'lab'",
    ]
    assert "did you mean 'nagi'" in error.value.faults[0].fix


def test_routes_and_margins_by_hand() -> None:
    problem = problem_of(two_makers(), ["hoku", "nagi"])
    ways = problem.routes
    names = [f"{v}>{p}>{m}" for v, p, m in zip(ways.variant, ways.plant, ways.market, strict=True)]
    # no deal is signed: nobody builds in the other's plant
    assert sorted(names) == [
        "h_suv_petrol>harima>japan",
        "h_suv_petrol>harima>us",
        "n_pickup_petrol>delta>us",
        "n_suv_petrol>delta>us",
    ]
    margin = dict(zip(names, ways.margin[:, 0], strict=True))
    assert margin["n_pickup_petrol>delta>us"] == pytest.approx(30_000 - 18_000 - 2_000 - 500)
    assert margin["n_suv_petrol>delta>us"] == pytest.approx(28_000 - 17_000 - 2_000 - 500)
    assert margin["h_suv_petrol>harima>us"] == pytest.approx(30_000 - 16_000 - 1_000 - 1_000 - 3_600)
    assert margin["h_suv_petrol>harima>japan"] == pytest.approx(27_000 - 16_000 - 1_000 - 200)
    assert problem.weights.tolist() == [1.0] * 4


def test_a_route_is_dated_by_its_deal() -> None:
    problem = problem_of(two_makers(), ["hoku"], "suv_at_delta")
    at = np.flatnonzero(problem.routes.plant == "delta")
    # permitted from 2028 (mid 2027 + half a year), tooled from 2029 (mid 2027 + a year)
    assert problem.routes.allowed[at].tolist() == [[False, True, True, True]] * at.size
    assert (problem.ship_of[at] >= 0).tolist() == [[False, False, True, True]] * at.size


def test_the_term_ends() -> None:
    case = changed(two_makers(), "agreements", {"agreement": "suv_at_delta"}, term_years=2)
    found = plan(case, ["hoku"], ["suv_at_delta"])
    # in force 2028 and 2029, tooled from 2029: 40,000 * 11,400 - 20,000 * 8,400 = 288 M for 30 M
    assert cars(found.ship, plant="delta") == {2029: 40_000.0}


def licensed_body(case: Case) -> Case:
    """Hoku's SUV stands on nagi's body, licensed in 2020."""
    case = changed(case, "variants", {"variant": "h_suv_petrol"}, platform="n_body")
    case = added(
        case,
        "agreements",
        {
            "agreement": "body_licence",
            "title": "Body",
            "kind": "shared_platform",
            "status": "signed",
            "parties": "nagi;hoku",
            "may_sign_from": "2020-01-01",
        },
    )
    return added(
        case,
        "grants",
        {
            "agreement": "body_licence",
            "giver": "nagi",
            "taker": "hoku",
            "what": "platform",
            "resource": "n_body",
        },
    )


def test_tooling_waits_for_the_plant_even_if_the_platform_is_old() -> None:
    case = licensed_body(two_makers())
    problem = problem_of(case, ["hoku"], "body_licence", "suv_at_delta")
    # mid 2027 (the plant's deal) + 1 year -> 2029; not 2027 + 1 = 2028
    assert problem.tools.first_year.tolist() == [2029, 2030]


def test_adoption_starts_with_the_first_of_two_grants_whatever_they_are_called() -> None:
    for other in ("a_later", "z_later"):
        case = added(
            two_makers(),
            "agreements",
            {
                "agreement": other,
                "title": "Later",
                "kind": "shared_platform",
                "status": "candidate",
                "parties": "nagi;hoku",
                "may_sign_from": "2028-06-01",
            },
        )
        case = added(
            case,
            "grants",
            {"agreement": other, "giver": "nagi", "taker": "hoku", "what": "platform", "resource": "n_frame"},
        )
        problem = problem_of(case, ["hoku"], "pickup_at_delta", other)
        assert problem.developments.first_year.tolist() == [2029, 2030], other


def test_sourcing_without_a_permit_is_a_fault_of_the_case() -> None:
    case = changed(two_makers(), "sourcing", {"variant": "h_suv_petrol", "market": "us"}, plant="delta")
    with pytest.raises(CaseError) as error:
        plan(case)
    (fault,) = error.value.faults
    assert "'h_suv_petrol' at 'delta'" in fault.what
    assert "plant delta" in fault.fix
    assert error.value.exit_code == 3


def test_a_border_without_a_tariff_is_a_fault_of_the_case() -> None:
    case = dropped(two_makers(), "tariffs", origin="japan", customs_class="car")
    with pytest.raises(CaseError) as error:
        plan(case)
    assert any("japan" in f.what and "us" in f.what for f in error.value.faults)


def test_a_car_is_sold_in_its_years_only() -> None:
    case = changed(two_makers(), "models", {"model": "n_suv"}, first_year=2028, last_year=2029)
    assert cars(plan(case, ["nagi"]).ship, model="n_suv") == {2028: 100_000.0, 2029: 100_000.0}
    case = changed(two_makers(), "variants", {"variant": "n_suv_petrol"}, last_year=2027)
    assert cars(plan(case, ["nagi"]).ship, model="n_suv") == {2027: 100_000.0}

"""As text: tests/blocks/development.lp. Here: what the block decides."""

from __future__ import annotations

import pytest
from tests.cases.edits import added, cars, changed, dropped, money, two_makers

from teikei.case.case import Case
from teikei.plan.optimise import plan


def test_a_taker_adopts_at_the_follower_factor() -> None:
    case = changed(two_makers(), "platforms", {"platform": "n_frame"}, follower_factor=0.8)
    found = plan(case, book=["pickup_at_delta"])
    # 0.8 * 50 M / 3 years
    assert money(found.accounts, "hoku", "development")[2030] == pytest.approx(-40 / 3)
    assert money(found.accounts, "nagi", "development") == {}  # the frame is in production: sunk


def test_owners_develop_what_is_still_to_come_in_equal_parts() -> None:
    case = changed(
        two_makers(), "platforms", {"platform": "n_frame"}, available_from=2028, owners=["hoku", "nagi"]
    )
    found = plan(case, ["nagi"])
    assert cars(found.ship, model="n_pickup") == dict.fromkeys((2028, 2029, 2030), 60_000.0)
    # half of 50 M over three years
    assert money(found.accounts, "nagi", "development") == dict.fromkeys(
        (2028, 2029, 2030), pytest.approx(-25 / 3)
    )
    assert found.audit().holds


def test_a_platform_that_earns_less_than_it_costs_is_not_developed() -> None:
    # three years of 570 M against 3 * 600 M
    case = changed(
        two_makers(), "platforms", {"platform": "n_frame"}, available_from=2028, development_cost_m=1_800.0
    )
    found = plan(case, ["nagi"])
    assert cars(found.ship, model="n_pickup") == {}
    assert found.value == pytest.approx(4080 - 4 * 570)


def test_a_taker_follows_what_its_owner_develops() -> None:
    # worth nothing to nagi (its pickups lose money) but 660 M to hoku: together they develop it for 50 M
    case = changed(two_makers(), "platforms", {"platform": "n_frame"}, available_from=2029)
    case = changed(case, "variants", {"variant": "n_pickup_petrol"}, parts_cost=29_000.0)
    found = plan(case, book=["pickup_at_delta"])
    assert sorted(found.decisions.filter(found.decisions["kind"] == "development")["decision"].to_list()) == [
        "adopt",
        "develop",
    ]
    # 2 of 3 years: 33.33 M of development and 20 M of adoption
    assert money(found.accounts, "nagi", "development")[2029] == pytest.approx(-50 / 3)
    assert found.audit().holds


def licensed(fixed: float, parts: float = 16_500.0) -> Case:
    """Nagi's SUV with hoku's drive: other parts, fitted once for a fixed cost."""
    case = added(
        two_makers(),
        "technologies",
        {
            "technology": "h_drive",
            "name": "Hoku drive",
            "kind": "powertrain",
            "owners": "hoku",
            "fixed_cost_m": fixed,
            "life_years": 4,
            "lead_years": 1,
        },
    )
    case = added(
        case,
        "variants",
        {
            "variant": "n_suv_drive",
            "model": "n_suv",
            "powertrain": "petrol",
            "platform": "n_body",
            "technologies": "h_drive",
            "parts_cost": parts,
            "status": "candidate",
        },
    )
    case = added(
        case,
        "agreements",
        {
            "agreement": "drive",
            "title": "The drive",
            "kind": "technology_licence",
            "status": "candidate",
            "parties": "hoku;nagi",
            "months_to_sign": 0,
            "lead_years": 0,
        },
    )
    return added(
        case,
        "grants",
        {"agreement": "drive", "giver": "hoku", "taker": "nagi", "what": "technology", "resource": "h_drive"},
    )


def test_a_licensee_pays_to_fit_it_once() -> None:
    # 500 less parts on 100,000 cars = 50 M a year; decided at the review of 2027, lead 1 -> 2028-2030;
    # fitting 120 M over four years = 30 M a year
    found = plan(licensed(120.0), book=["drive"])
    assert cars(found.ship, variant="n_suv_drive") == dict.fromkeys((2028, 2029, 2030), 100_000.0)
    assert found.value == pytest.approx(6864 + 3 * (50 - 30))
    assert money(found.accounts, "nagi", "development") == dict.fromkeys((2028, 2029, 2030), -30.0)
    assert found.audit().holds
    # at 240 M it is not worth fitting; without the licence it cannot be
    assert plan(licensed(240.0), book=["drive"]).value == pytest.approx(6864)
    assert plan(licensed(120.0)).value == pytest.approx(6864)


def test_all_owners_pay_for_a_platform_whoever_has_cars_on_it() -> None:
    # the frame belongs to both, and only nagi sells pickups on it: 50 M are 50 M, half of it hoku's
    case = changed(
        two_makers(), "platforms", {"platform": "n_frame"}, available_from=2028, owners=["hoku", "nagi"]
    )
    found = plan(case, book=[])
    assert cars(found.ship, model="n_pickup") == dict.fromkeys((2028, 2029, 2030), 60_000.0)
    for firm in ("hoku", "nagi"):
        paid = money(found.accounts, firm, "development")
        assert paid == dict.fromkeys((2028, 2029, 2030), pytest.approx(-25 / 3))
    assert found.value == pytest.approx(6864 - 570 - 50)
    assert found.audit().holds
    # at 1,600 M it earns 3 * 570 M: still worth it together; at 1,800 it is not, half of it would have been
    dear = changed(case, "platforms", {"platform": "n_frame"}, development_cost_m=1_800.0)
    assert cars(plan(dear, book=[]).ship, model="n_pickup") == {}


def test_an_owner_without_a_car_on_it_develops_for_its_taker() -> None:
    # nagi has no pickup any more; hoku's alone must carry frame, adoption, tooling and launch:
    # 60,000 * 11,000 = 660 less 40, 20, 20, 7 and two of three years of 50 M
    case = changed(two_makers(), "platforms", {"platform": "n_frame"}, available_from=2028)
    for table in ("demand", "tooling"):
        case = dropped(case, table, model="n_pickup")
    case = dropped(dropped(case, "sourcing", variant="n_pickup_petrol"), "diversion", to="n_pickup")
    found = plan(case, book=["pickup_at_delta"])
    assert money(found.accounts, "nagi", "development")[2030] == pytest.approx(-50 / 3)
    assert found.value == pytest.approx(6864 - 4 * 570 + 660 - 87 - 100 / 3)
    assert found.audit().holds

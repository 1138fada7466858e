"""As text: tests/blocks/tooling.lp. Here: what the block decides."""

from __future__ import annotations

import pytest
from tests.cases.edits import added, cars, changed, money, two_makers, years_of

from teikei.case.case import Case
from teikei.plan.optimise import plan


def test_the_ramp_sells_half_in_the_first_year() -> None:
    found = plan(two_makers(), book=["suv_at_delta"])
    assert cars(found.ship, model="h_suv", plant="delta") == {2029: 40_000.0, 2030: 80_000.0}


def test_lead_time_counts_from_the_signature() -> None:
    # signed a day short of mid 2027: a lead of 1.5 years is over before 2029 begins; 1.6 is not
    case = changed(two_makers(), "tooling", {"model": "h_suv", "plant": "delta"}, lead_years=1.5)
    assert min(cars(plan(case, book=["suv_at_delta"]).ship, plant="delta", firm="hoku")) == 2029
    later = changed(two_makers(), "tooling", {"model": "h_suv", "plant": "delta"}, lead_years=1.6)
    found = plan(later, book=["suv_at_delta"])
    # 2030 at half: 288 M more for 30 M
    assert cars(found.ship, plant="delta", firm="hoku") == {2030: 40_000.0}
    never = changed(two_makers(), "tooling", {"model": "h_suv", "plant": "delta"}, lead_years=4.0)
    assert cars(plan(never, book=["suv_at_delta"]).ship, plant="delta", firm="hoku") == {}


def own_second_plant(cost: float) -> Case:
    """A second plant of nagi in the us: 50,000 places, 1,000 less conversion, the SUV not yet tooled."""
    case = added(
        two_makers(),
        "plants",
        {
            "plant": "gamma",
            "name": "Gamma",
            "territory": "us",
            "latitude": 40,
            "longitude": -90,
            "fixed_cost_m": 0,
            "conversion_cost_per_unit": 1_000,
        },
    )
    case = added(case, "plant_owners", {"plant": "gamma", "firm": "nagi", "share": 1})
    case = added(
        case,
        "lines",
        {"line": "gamma_1", "plant": "gamma", "constructions": "unibody", "capacity_units_per_year": 50_000},
    )
    case = added(
        case,
        "tooling",
        {
            "model": "n_suv",
            "plant": "gamma",
            "status": "possible",
            "tooling_cost_m": cost,
            "lead_years": 1,
            "life_years": 5,
            "ramp_share_first_year": 1,
        },
    )
    return added(case, "content", {"model": "any", "plant": "gamma", "territory": "us", "share_of_value": 1})


@pytest.mark.parametrize(("cost", "used"), [(240.0, True), (260.0, False)])
def test_a_second_plant_is_tooled_only_if_worth_it(cost: float, used: bool) -> None:
    # 1,000 less conversion on 50,000 cars = 50 M a year in 2028-2030; the annuity is cost / 5: 48 or 52
    found = plan(own_second_plant(cost), ["nagi"])
    assert (cars(found.ship, plant="gamma") == dict.fromkeys((2028, 2029, 2030), 50_000.0)) is used
    assert found.value == pytest.approx(4080 + (3 * (50 - cost / 5) if used else 0))


def test_one_start_at_the_best_review() -> None:
    # decided 2027 (used from 2029) or 2029 (used from 2030)
    case = years_of(two_makers(), 2027, 2030, 2027, 2029)
    found = plan(case, book=["suv_at_delta"])
    assert found.decisions["first_year"].to_list() == [2029]
    assert found.value == pytest.approx(6864 + 629)
    # 300 M a year for 288 + 408 M from 2029, or for 288 M from 2030: still the earlier
    dear = changed(case, "tooling", {"model": "h_suv", "plant": "delta"}, tooling_cost_m=1_500.0)
    found = plan(dear, book=["suv_at_delta"])
    # 696 - 600 = 96
    assert found.decisions["first_year"].to_list() == [2029]
    assert found.value == pytest.approx(6864 + 96 - 7)


def test_the_host_pays_if_the_table_says_so() -> None:
    case = changed(
        two_makers(),
        "tooling",
        {"model": "h_suv", "plant": "delta"},
        who_pays="host",
        local_supplier_cost_m=50.0,
    )
    found = plan(case, book=["suv_at_delta"])
    # (150 + 50) / 5
    assert money(found.accounts, "nagi", "tooling") == {2029: -40.0, 2030: -40.0}
    assert money(found.accounts, "hoku", "tooling") == {}
    assert found.audit().holds

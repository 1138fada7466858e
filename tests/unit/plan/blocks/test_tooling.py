"""As text: tests/blocks/tooling.lp. Here: what the block decides."""

from __future__ import annotations

import pytest
from tests.cases.edits import added, cars, changed, dropped, money, two_makers, years_of

from teikei.base.options import PlanOptions
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


def test_an_investment_may_wait() -> None:
    # gamma's line stands from 2030 on: 50 M in 2030 for 48 M if tooled for 2030; tooled for 2028, as early as
    # can be, it would cost three times 48 M
    case = changed(own_second_plant(240.0), "lines", {"line": "gamma_1"}, from_year=2030)
    found = plan(case, ["nagi"])
    assert found.decisions["first_year"].to_list() == [2030]
    assert cars(found.ship, plant="gamma") == {2030: 50_000.0}
    assert found.value == pytest.approx(4080 + 50 - 48)
    assert found.audit().holds


def test_the_ramp_is_a_year_of_production() -> None:
    # sold in the us only, 3,000 a car cheaper from delta, which builds no unibody cars in 2029. Tooled for
    # 2029 and left idle it would build 80,000 in 2030 if the calendar alone were a ramp: 240 - 2 * 30 M. It
    # builds 40,000 whenever it is tooled: 120 - 30 M for 2030
    case = dropped(two_makers(), "demand", model="h_suv", market="japan")
    case = dropped(case, "sourcing", variant="h_suv_petrol", market="japan")
    case = changed(case, "lines", {"line": "delta_body"}, from_year=2030)
    before, found = plan(case), plan(case, book=["suv_at_delta"])
    assert found.decisions["first_year"].to_list() == [2030]
    assert cars(found.ship, model="h_suv", plant="delta") == {2030: 40_000.0}
    assert found.value - before.value == pytest.approx(120 - 30 - 7)
    assert found.bound - before.bound == pytest.approx(120 - 30 - 7)
    assert found.audit().holds


def test_the_ramp_of_a_small_line_is_its_own() -> None:
    # 10,000 places in 2029, of which the ramp fills half; with that year behind it, delta builds all in 2030
    case = changed(two_makers(), "lines", {"line": "delta_body"}, to_year=2028)
    line = next(r for r in case["lines"].to_dicts() if r["line"] == "delta_body")
    case = added(
        case,
        "lines",
        line | {"line": "delta_2029", "capacity_units_per_year": 10_000, "from_year": 2029, "to_year": 2029},
        line | {"line": "delta_2030", "from_year": 2030, "to_year": None},
    )
    built = cars(plan(case, book=["suv_at_delta"]).ship, model="h_suv", plant="delta")
    assert built == {2029: 5_000.0, 2030: 80_000.0}


def test_one_start_in_the_best_year() -> None:
    # used from 2029 or from 2030
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


def test_nothing_is_renewed_for_a_deal_that_ends() -> None:
    # in force 2028 and 2029, tooled from 2029 for a life of one year: 150 M once. 288 - 150 - signing and
    # running 4 + 2
    case = changed(two_makers(), "tooling", {"model": "h_suv", "plant": "delta"}, life_years=1)
    case = changed(case, "agreements", {"agreement": "suv_at_delta"}, term_years=2)
    found = plan(case, book=["suv_at_delta"])
    assert money(found.accounts, "hoku", "tooling") == {2029: -150.0}
    assert found.value == pytest.approx(6864 + 288 - 150 - 6)
    assert found.audit().holds
    # to the end of the horizon there are two lives
    case = changed(case, "agreements", {"agreement": "suv_at_delta"}, term_years=None)
    assert money(plan(case, book=["suv_at_delta"]).accounts, "hoku", "tooling") == {
        2029: -150.0,
        2030: -150.0,
    }


def test_a_host_that_is_no_member_pays_for_tooling_under_cash_limits_too() -> None:
    case = changed(two_makers(), "tooling", {"model": "h_suv", "plant": "delta"}, who_pays="host")
    rich = {"cash_m": 1_000.0, "cash_floor_m": 0.0, "borrowing_limit_m": 0.0}
    case = changed(case, "firms", {"firm": "hoku"}, **rich)
    found = plan(case, ["hoku"], ["suv_at_delta"], PlanOptions(cash_limits=True))
    # the flow of hoku: 696 a year, 288 and 408 more, and half of signing 4 and running 1 a year
    flow = found.cash.filter(firm="hoku")["flow_m"].to_list()
    assert flow == pytest.approx([696.0, 696 - 2.5, 696 + 288 - 0.5, 696 + 408 - 0.5])
    assert found.audit().holds

from __future__ import annotations

import pytest
from tests.cases.edits import cars, changed, dropped, money, two_makers
from tests.cases.features import electric, with_network

from teikei.agreements.book import Book
from teikei.deals.worth import surplus
from teikei.plan.access import demand_factors, fitting, port_costs, uplifts
from teikei.plan.optimise import plan


def test_the_uplift_is_capped_and_holds_in_the_markets_of_its_effects() -> None:
    # 4 ^ 0.5 = 2, at most 1.6
    case = with_network(two_makers())
    assert uplifts(case, "plug") == {"us": pytest.approx(1.6)}
    free = dropped(case, "effects", target="ev_demand_cap")
    assert uplifts(free, "plug") == {"us": pytest.approx(2.0)}
    assert uplifts(dropped(case, "effects", target="stalls_ratio"), "plug") == {}


def test_access_gained_from_the_first_year_of_use() -> None:
    case = with_network(electric(two_makers()))  # signed in mid 2027: from 2028
    book = Book(case, ["plugs"])
    assert demand_factors(book)[("nagi", "us")].tolist() == pytest.approx([1.0, 1.6, 1.6, 1.6])
    assert port_costs(book)[("nagi", "us")].tolist() == [0.0, 100.0, 100.0, 100.0]
    assert fitting(book)[("nagi", "plug")].tolist() == [0.0, 2.0, 2.0, 2.0]  # 12 M over 6 years
    assert demand_factors(Book(case, [])) == {}


def test_what_access_is_worth() -> None:
    # delta's body line holds 200,000: 160,000 n_suv instead of 100,000, each 8,500, a port of 100 each
    # 3 * (60,000 * 8,500 - 160,000 * 100) - 3 * 2 M = 1,482 - 6
    case = with_network(electric(two_makers()))
    found = surplus(case, "plugs")
    assert found.alone == pytest.approx((1_476.0, 1_476.0))
    assert cars(found.with_plan.ship, model="n_suv")[2028] == pytest.approx(160_000)
    assert money(found.with_plan.accounts, "nagi", "development") == dict.fromkeys((2028, 2029, 2030), -2.0)
    assert found.with_plan.audit().holds


def test_access_in_force_is_valued_by_ending_it() -> None:
    # the demand rows hold with access: without it 100,000 / 1.6 = 62,500 are left, a port saved on each
    case = with_network(electric(two_makers()), "signed")
    found = surplus(case, "plugs")
    years = 4
    assert cars(found.without_plan.ship, model="n_suv")[2027] == pytest.approx(62_500)
    lost = 37_500 * 8_500 - 62_500 * 100
    assert found.alone == pytest.approx((years * lost / 1e6,) * 2)
    assert found.with_plan.value == pytest.approx(6_864.0)
    assert found.without_plan.audit().holds


def test_petrol_cars_do_not_charge() -> None:
    case = with_network(two_makers())
    assert surplus(case, "plugs").alone == pytest.approx((-6.0, -6.0))  # fitted for nothing


def test_a_network_that_nobody_joins_changes_nothing() -> None:
    case = changed(with_network(electric(two_makers())), "technologies", {}, unit_cost=10_000.0)
    assert plan(case).value == pytest.approx(6_864.0)

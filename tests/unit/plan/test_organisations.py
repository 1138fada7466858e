from __future__ import annotations

import pytest
from tests.cases.edits import cars, changed, money, two_makers
from tests.cases.features import with_system
from tests.cases.kinds import with_lead, with_leads, with_merger

from teikei.agreements.book import Book
from teikei.deals.worth import surplus
from teikei.plan.optimise import plan
from teikei.plan.organisations import compensations, overheads, presence_costs, programmes


def test_a_follower_saves_half_of_its_organisation_and_pays_its_dealers_once() -> None:
    case = with_lead(two_makers())
    book = Book(case, ["us_lead"])
    assert presence_costs(book, ("hoku",))[("hoku", "us")].tolist() == [40.0, 20.0, 20.0, 20.0]
    assert compensations(book, ("hoku",))[("hoku", "us")].tolist() == [0.0, 10.0, 0.0, 0.0]
    assert compensations(book, ("nagi",)) == {}
    found = surplus(case, "us_lead")
    assert found.alone == pytest.approx((50.0, 50.0))  # 3 * 20 - 10
    assert found.with_plan.audit().holds


def test_a_follower_saves_part_of_its_own_programmes() -> None:
    case = with_leads(two_makers())
    both = programmes(Book(case, ["us_nagi", "os_nagi"]), ("nagi", "hoku"))
    assert both[("hoku", "us")].tolist() == [12.0, 9.0, 9.0, 9.0]
    assert both[("hoku", "os")].tolist() == [30.0, 18.0, 18.0, 18.0]
    assert both[("nagi", "us")].tolist() == [20.0] * 4
    assert set(programmes(Book.today(case), ("nagi",))) == {("nagi", "us"), ("nagi", "os")}
    found = surplus(case, "os_nagi")
    assert found.alone == pytest.approx((36.0, 36.0))  # 3 * 0.4 * 30
    assert found.with_plan.audit().holds


def test_a_programme_cut_by_a_lead_in_force_is_in_todays_costs() -> None:
    case = changed(with_leads(two_makers()), "agreements", {"agreement": "os_nagi"}, status="signed")
    case = changed(case, "agreements", {"agreement": "os_nagi"}, months_to_sign=0.0, lead_years=0.0)
    assert programmes(Book.today(case), ("hoku",))[("hoku", "os")].tolist() == [30.0] * 4
    assert programmes(Book(case, []), ("hoku",))[("hoku", "os")].tolist() == [50.0] * 4  # 30 / 0.6
    assert plan(case, book=Book(case, [])).audit().holds


def test_a_lead_in_force_is_in_todays_costs() -> None:
    case = changed(with_lead(two_makers()), "agreements", {"agreement": "us_lead"}, status="signed")
    case = changed(case, "agreements", {"agreement": "us_lead"}, months_to_sign=0.0)
    assert presence_costs(Book.today(case), ("hoku",))[("hoku", "us")].tolist() == [40.0] * 4
    ended = Book(case, [])
    assert presence_costs(ended, ("hoku",))[("hoku", "us")].tolist() == [80.0] * 4
    assert plan(case, book=ended).audit().holds


def test_cars_that_the_leader_no_longer_offers_go_where_diversion_says() -> None:
    # from 2028 no h_suv in the us: 60,000 cars a year at 8,400 are lost, 0.6 * 80,000 = 48,000 more n_suv
    # wanted at 8,500, delta's line takes 200,000; and 50 M as above
    found = surplus(with_lead(two_makers(), "h_suv"), "us_lead")
    expected = 3 * (48_000 * 8_500 - 60_000 * 8_400) / 1e6 + 50.0
    assert found.alone == pytest.approx((expected, expected))
    assert 2028 not in cars(found.with_plan.ship, model="h_suv", market="us")
    assert cars(found.with_plan.ship, model="n_suv")[2028] == pytest.approx(148_000.0)
    assert cars(found.with_plan.ship, model="h_suv", market="japan")[2028] == pytest.approx(40_000.0)
    assert found.with_plan.audit().holds


def test_a_market_that_is_left_saves_what_is_left_of_it() -> None:
    # hoku loses money in the us at a parts cost of 26,000 and leaves in 2027: saves 40 and then 20 a year
    case = changed(with_lead(two_makers()), "variants", {"variant": "h_suv_petrol"}, parts_cost=26_000.0)
    case = changed(case, "market_presence", {"firm": "hoku"}, may_leave=True)
    made = plan(case, book=["us_lead"])
    left = money(made.accounts, "hoku", "market_fixed")
    assert left == pytest.approx({2028: -10.0})
    assert made.audit().holds


def test_a_merger_is_what_it_permits_and_saves_less_integration() -> None:
    # as suv_at_delta but for its own cost, where h_suv are 800 cheaper: margins 12,200 at delta, 9,200 at
    # harima (us); overhead 3 * 10; integration 30
    found = surplus(with_merger(two_makers()), "one_firm")
    assert overheads(found.book, ("nagi",))["nagi"].tolist() == [100.0, 90.0, 90.0, 90.0]
    built = 0.0
    for at_delta, here in ((0, 60_000), (40_000, 40_000 + 20_000), (80_000, 0)):
        built += (at_delta * 12_200 + min(80_000 - at_delta, here) * 9_200 - 60_000 * 8_400) / 1e6
    japan = 3 * 40_000 * 800 / 1e6
    expected = built + japan - 60.0 + 30.0 - 30.0
    assert found.alone == pytest.approx((expected, expected))
    assert found.with_plan.audit().holds


def test_a_system_is_shared_once_whoever_shares_it() -> None:
    case = with_merger(with_system(two_makers()))
    both = plan(case, book=["one_firm", "one_system"])
    assert money(both.accounts, "nagi", "development")[2030] == pytest.approx(8.0)
    assert money(plan(case, book=["one_firm"]).accounts, "nagi", "development")[2030] == pytest.approx(8.0)
    assert both.audit().holds

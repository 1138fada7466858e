"""As text: tests/blocks/co2.lp. Here: what the block decides."""

from __future__ import annotations

import pytest
from tests.cases.edits import added, cars, changed, money, two_makers
from tests.cases.features import with_fleets, with_pool

from teikei.plan.optimise import plan

BASE = 4080.0 + 2784.0


def test_a_fleet_above_its_target_pays_for_every_gram() -> None:
    # nagi: 10 g * 100,000 n_suv * 50 = 50 M a year; an n_suv still earns 8,500 - 500. Pickups do not count.
    # hoku is 10 g below: nothing to pay, and nobody to give it to
    found = plan(with_fleets(two_makers()))
    assert found.value == pytest.approx(BASE - 4 * 50)
    assert money(found.accounts, "nagi", "co2") == dict.fromkeys(range(2027, 2031), -50.0)
    assert money(found.accounts, "hoku", "co2") == {}
    assert found.audit().holds


def test_a_car_that_earns_less_than_its_grams_cost_is_not_sold() -> None:
    # 180 g above at 50 a gram: 9,000 an n_suv, which earns 8,500
    found = plan(with_fleets(two_makers(), nagi=180.0))
    assert cars(found.ship, model="n_suv") == {}
    assert found.value == pytest.approx(BASE - 4 * 850)
    assert found.audit().holds


def test_an_average_over_years_is_settled_in_its_last_year() -> None:
    # two windows of two years: 2 * 10 g * 100,000 * 50 = 100 M at the end of each
    found = plan(with_fleets(two_makers(), years=2))
    assert money(found.accounts, "nagi", "co2") == {2028: -100.0, 2030: -100.0}
    assert found.fleets.filter(firm="nagi")["first_year"].to_list() == [2027, 2029]
    assert found.audit().holds


def test_partners_hand_over_slack() -> None:
    # hoku: 60,000 cars 10 g below are 600 kg/km a year, worth 600,000 * 50 = 30 M to nagi
    case = with_pool(with_fleets(two_makers()))
    found = plan(case, book=["pool"])
    assert found.value == pytest.approx(BASE - 4 * 50 + 4 * 30)
    assert found.credits["kg_per_km"].to_list() == pytest.approx([600.0] * 4)
    assert found.credits["giver"].unique().to_list() == ["hoku"]
    assert found.fleets.filter(firm="nagi")["pooled_kg_per_km"].to_list() == pytest.approx([600.0] * 4)
    assert found.audit().holds


def test_two_fleets_that_pay_the_penalty_gain_nothing_from_each_other() -> None:
    case = with_pool(with_fleets(two_makers(), hoku=5.0))
    assert plan(case, book=["pool"]).value == pytest.approx(plan(case).value)


def test_a_pool_is_worth_most_between_fleets_that_would_sell_fewer_cars() -> None:
    # at 200 a gram an n_suv (10 g: 2,000) still sells; hoku's car at 60 g above costs 12,000 and earns 8,400,
    # so hoku stops. Pooled nothing changes: hoku has no gram to give that it would not need itself
    case = changed(with_fleets(two_makers(), hoku=60.0), "co2_rules", {}, penalty_per_g=200.0)
    apart, pooled = plan(case), plan(with_pool(case), book=["pool"])
    assert cars(apart.ship, model="h_suv", market="us") == {}
    assert pooled.value == pytest.approx(apart.value)
    # with nagi 10 g below, 1,000 kg/km are free a year: a gram given to hoku's cars (8,400 / 60 = 140 a gram)
    # keeps 1,000,000 / 60 = 16,667 of them on sale: 140 M a year
    slack = changed(with_fleets(two_makers(), nagi=-10.0, hoku=60.0), "co2_rules", {}, penalty_per_g=200.0)
    apart, pooled = plan(slack), plan(with_pool(slack), book=["pool"])
    assert pooled.value - apart.value == pytest.approx(4 * 140.0)
    assert set(pooled.fleets["price_per_g"].round(6)) == {140.0}
    assert pooled.audit().holds


def test_an_outside_partner_sells_what_it_has_at_its_price() -> None:
    # zai: 30,000 cars 20 g below are 600 kg/km; nagi lacks 1,000: 600,000 * (50 - 20) = 18 M a year
    case = with_pool(with_fleets(two_makers()), "zai")
    found = plan(case, book=["pool"])
    assert found.value == pytest.approx(BASE - 4 * 50 + 4 * 18)
    assert money(found.accounts, "nagi", "fees") == dict.fromkeys(range(2027, 2031), -12.0)
    assert money(found.accounts, "nagi", "co2") == dict.fromkeys(range(2027, 2031), -20.0)
    assert found.fleets.filter(firm="nagi")["price_per_g"].to_list() == pytest.approx([50.0] * 4)
    assert found.audit().holds


def test_a_grant_limits_how_many_of_its_cars_it_hands_over() -> None:
    # 10,000 cars: 200 kg/km, 200,000 * 30 = 6 M a year
    case = with_pool(with_fleets(two_makers()), "zai", limit_units_per_year=10_000.0)
    assert plan(case, book=["pool"]).value == pytest.approx(BASE - 4 * 50 + 4 * 6)


def test_a_price_above_the_penalty_buys_nothing() -> None:
    case = changed(with_pool(with_fleets(two_makers()), "zai"), "terms", {"agreement": "pool"}, amount=51.0)
    found = plan(case, book=["pool"])
    assert found.value == pytest.approx(BASE - 4 * 50)
    assert found.credits.height == 0


def test_a_price_between_members_cancels() -> None:
    case = with_pool(with_fleets(two_makers()))
    term = {"agreement": "pool", "payer": "nagi", "payee": "hoku", "per": "gram", "amount": 20.0}
    found = plan(added(case, "terms", term), book=["pool"])
    assert found.value == pytest.approx(BASE - 4 * 50 + 4 * 30)
    assert money(found.accounts, "hoku", "transfers") == dict.fromkeys(range(2027, 2031), 12.0)
    assert found.profit("nagi", transfers=True) - found.profit("nagi") == pytest.approx(-48.0)
    assert found.audit().holds


def test_a_firm_alone_gets_nothing_from_a_partner_that_plans() -> None:
    case = with_pool(with_fleets(two_makers()))
    assert plan(case, ["nagi"], ["pool"]).value == pytest.approx(4080.0 - 4 * 50)

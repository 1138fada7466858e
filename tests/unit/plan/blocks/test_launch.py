"""As text: tests/blocks/launch.lp. Here: what the block decides."""

from __future__ import annotations

import polars as pl
import pytest
from tests.cases.edits import added, cars, changed, dropped, money, two_makers
from tests.cases.features import with_offer, with_own_launch
from tests.cases.forged import audited, edited

from teikei.base.options import PlanOptions
from teikei.plan.optimise import plan

# n_coupe earns 29,000 - 17,000 - 2,000 - 500 = 9,500 a car, 50,000 a year from 2028: 475 M; launch 10 M.
# Three tenths of its sales come from n_suv at 8,500: 15,000 * 8,500 = 127.5 M a year.


def test_an_own_launch_pays_and_takes_from_its_own_line_up() -> None:
    found = plan(with_own_launch(two_makers()), ["nagi"])
    assert cars(found.ship, model="n_coupe") == dict.fromkeys((2028, 2029, 2030), 50_000.0)
    assert cars(found.ship, model="n_suv") == {2027: 100_000.0} | dict.fromkeys((2028, 2029, 2030), 85_000.0)
    assert found.value == pytest.approx(4080 + 3 * (475 - 127.5 - 10))
    assert found.audit().holds


def test_an_own_launch_that_only_moves_sales_is_not_made() -> None:
    # all its sales come from n_suv, and it earns 8,600: 100 more on 50,000 = 5 M a year < 10 M of launch
    case = with_own_launch(two_makers(), share=1.0)
    case = changed(case, "demand", {"model": "n_coupe"}, list_price=28_100.0)
    found = plan(case, ["nagi"])
    assert cars(found.ship, model="n_coupe") == {}
    assert found.value == pytest.approx(4080.0)
    # without diversion it looks good: 430 - 10 a year
    dry = plan(case, ["nagi"], options=PlanOptions(diversion=False))
    assert dry.value == pytest.approx(4080 + 3 * (430 - 10))


def test_an_own_launch_takes_no_more_than_there_is() -> None:
    # 50,000 coupes would take 50,000 of 30,000 SUVs: 30,000 are lost, not more
    case = changed(
        with_own_launch(two_makers(), share=1.0), "demand", {"model": "n_suv"}, units_per_year=30_000.0
    )
    found = plan(case, ["nagi"])
    assert cars(found.ship, model="n_suv") == {2027: 30_000.0}
    assert cars(found.ship, model="n_coupe")[2029] == 50_000.0


def test_two_own_launches_together_take_no_more_than_there_is() -> None:
    # each would take 25,000 of 30,000 SUVs; both are worth it and leave none
    case = changed(
        with_own_launch(two_makers(), share=0.5), "demand", {"model": "n_suv"}, units_per_year=30_000.0
    )
    for table, key in (
        ("models", "model"),
        ("variants", "model"),
        ("demand", "model"),
        ("tooling", "model"),
        ("diversion", "model"),
    ):
        rows = [r for r in case[table].to_dicts() if r[key] == "n_coupe"]
        twin = [
            r | {"model": "n_cabrio"} | ({"variant": "n_cabrio_petrol"} if table == "variants" else {})
            for r in rows
        ]
        case = added(case, table, *twin)
    found = plan(case, ["nagi"])
    assert cars(found.ship, model="n_coupe")[2029] == 50_000.0
    assert cars(found.ship, model="n_cabrio")[2029] == 50_000.0
    assert cars(found.ship, model="n_suv") == {2027: 30_000.0}


def test_a_brought_launch_comes_with_its_deal_only() -> None:
    assert cars(plan(two_makers()).ship, model="h_pickup") == {}
    assert cars(plan(two_makers(), book=["pickup_at_delta"]).ship, model="h_pickup")[2030] == 40_000.0


def test_a_brought_launch_may_be_left_unused() -> None:
    # too dear to tool: it is not launched, and takes nobody's sales; only the deal's own cost is lost
    case = changed(two_makers(), "tooling", {"model": "h_pickup", "plant": "delta"}, tooling_cost_m=2_000.0)
    found = plan(case, book=["pickup_at_delta"])
    assert cars(found.ship, model="h_pickup") == {}
    assert cars(found.ship, model="n_pickup")[2030] == 60_000.0
    assert found.value == pytest.approx(6864 - 7)
    assert found.bound == pytest.approx(6864 - 7)


# n_suv in japan: 30,000 at 4,000 are 120 M a year, of which 3,000 n_coupe at 3,000 take 9 M; 20/5 + 3 = 7 M


def test_a_model_is_offered_in_one_more_market_where_it_pays() -> None:
    case = with_offer(two_makers())
    without = dropped(case, "offers", model="n_suv")
    without = dropped(without, "demand", model="n_suv", market="japan")
    free, found = plan(without, ["nagi"]), plan(case, ["nagi"])
    assert cars(found.ship, model="n_suv", market="japan") == dict.fromkeys((2028, 2029, 2030), 30_000.0)
    assert cars(found.ship, model="n_coupe", market="japan") == (
        {2027: 10_000.0} | dict.fromkeys((2028, 2029, 2030), 7_000.0)
    )
    # its sales in the us, where it is on sale already, take nobody's
    assert cars(found.ship, model="n_suv", market="us")[2030] == 100_000.0
    assert found.value - free.value == pytest.approx(3 * (120 - 9 - 7))
    assert sum(money(found.accounts, "nagi", "launch").values()) == pytest.approx(-3 * 7)
    assert found.decisions.filter(found.decisions["kind"] == "launch")["what"].to_list() == ["n_suv japan"]
    assert found.audit().holds


def test_a_market_that_does_not_pay_its_fixed_cost_is_not_entered() -> None:
    # 120 - 9 - 4 = 107 a year are left before the fixed cost
    for fixed, entered in ((106.0, True), (108.0, False)):
        found = plan(with_offer(two_makers(), fixed), ["nagi"])
        assert (cars(found.ship, model="n_suv", market="japan") != {}) is entered
        assert cars(found.ship, model="n_coupe", market="japan")[2030] == (7_000.0 if entered else 10_000.0)
        assert found.audit().holds


def test_forged_offers_are_found() -> None:
    found = plan(with_offer(two_makers()), ["nagi"])
    early = edited(found.decisions, {"what": "n_suv japan"}, first_year=2027)
    assert (
        "launch n_suv japan counts from 2027, 2028 at the earliest"
        in audited(found, decisions=early).violations
    )
    none = found.decisions.filter(found.decisions["what"] != "n_suv japan")
    said = audited(found, decisions=none).violations
    assert "n_suv_petrol built at delta for japan in 2028: n_suv is not offered in japan" in said
    assert "launch of nagi: 0.000 m recounted, -21.000 m claimed" in said
    more = edited(found.ship, {"model": "n_coupe", "market": "japan", "year": 2029}, units=10_000.0)
    assert "n_coupe petrol in japan 2029: 10000 sold of 7000" in audited(found, ship=more).violations


def test_money_for_an_offer_is_paid_when_it_is_spent() -> None:
    # 20 in 2027; 3 a year from 2028 on, in cash as in the accounts
    case = changed(with_offer(two_makers()), "firms", {"firm": "nagi"}, cash_m=0.0, cash_floor_m=0.0)
    held = plan(case, ["nagi"], options=PlanOptions(cash_limits=True))
    assert held.audit().violations == ()
    yearly = held.accounts.group_by("year").agg(pl.col("amount_m").sum()).sort("year")["amount_m"].to_list()
    paid = [flow - of for flow, of in zip(held.cash["flow_m"].to_list(), yearly, strict=True)]
    assert paid == pytest.approx([-20.0, 4.0, 4.0, 4.0])


def test_a_launch_is_not_renewed_for_a_model_that_has_ended() -> None:
    # on sale in 2028 only, 30 M for a life of one year: 50,000 * 9,500 = 475 M less 0.3 * 50,000 * 8,500
    case = changed(
        with_own_launch(two_makers()), "models", {"model": "n_coupe"}, last_year=2028, life_years=1
    )
    case = changed(case, "models", {"model": "n_coupe"}, launch_cost_m=30.0)
    found = plan(case, ["nagi"], [])
    assert money(found.accounts, "nagi", "launch") == {2028: -30.0}
    assert found.value == pytest.approx(4080 + 475 - 127.5 - 30)
    assert found.audit().holds

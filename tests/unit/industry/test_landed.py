from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cases.edits import added, changed, two_makers

from teikei.base.errors import CaseError
from teikei.case.case import Case
from teikei.case.check import check
from teikei.case.columns import frame_of
from teikei.industry.landed import COSTS, landed, price_received
from teikei.industry.routes import routes
from teikei.plan.optimise import plan

from .conftest import SETTINGS, Build, Settings, demanded, tables


def stack(case: Case, variant: str, plant: str) -> dict[str, float]:
    rows = landed(case, years=[2027]).filter(pl.col("variant") == variant, pl.col("plant") == plant)
    return rows.row(0, named=True)


def test_price_received_takes_off_tax_dealer_and_incentive(build: Build) -> None:
    # 36,000 € incl. 20 % tax: 30,000 before tax; less 10 %: 27,000; less 1,000: 26,000 €; × 1.25 = 32,500 USD
    row = demanded("rogue", "petrol", "eu", list_price=36_000.0, dealer_margin_share=0.1, incentive=1_000.0)
    case = build(demand=[row | {"sales_tax_rate": 0.2, "currency": "EUR"}])
    assert price_received(case)["price"].to_list() == pytest.approx([32_500.0])


def test_stack_of_an_imported_car_by_hand(build: Build) -> None:
    # price 30,000 × 0.9 − 2,000 = 25,000; customs value 0.8 × 25,000 = 20,000
    # conversion 300,000 JPY = 2,000; roro 14 × 80 = 1,120; capital 8 % × 36.5/365 × 20,000 = 160
    # duty 15 % × 20,000 = 3,000; margin 25,000 − 15,000 − 2,000 − 1,120 − 160 − 3,000 = 3,720
    row = stack(build(), "rogue_petrol", "kyushu")
    expected = {
        "price": 25_000,
        "parts": 15_000,
        "conversion": 2_000,
        "extra": 0,
        "freight": 1_120,
        "transit": 160,
        "duty": 3_000,
        "parts_duty": 0,
        "margin": 3_720,
    }
    assert {name: row[name] for name in expected} == pytest.approx(expected)


def test_stack_of_a_home_built_car_by_hand(build: Build) -> None:
    # conversion 3,000; rail 500; capital 8 % × 10/365 × 20,000 = 43.84; duty on parts 262.5 (test_origin)
    row = stack(build(), "rogue_petrol", "canton")
    assert row["transit"] == pytest.approx(0.08 * 10 / 365 * 20_000)
    assert row["duty"] == 0.0
    assert row["margin"] == pytest.approx(25_000 - 15_000 - 3_000 - 500 - 0.08 * 10 / 365 * 20_000 - 262.5)


def test_variant_adds_its_price_difference_in_its_own_currency(build: Build) -> None:
    # 40,000 × 0.9 + 150,000 JPY / 150 = 37,000; parts 3,000,000 JPY = 20,000
    row = stack(build(), "rogue_electric", "civac")
    assert (row["price"], row["parts"], row["extra"]) == pytest.approx((37_000.0, 20_000.0, 50.0))


def test_pickup_pays_twenty_five_percent(build: Build) -> None:
    # 36,000 received × 0.85 (default share) = 30,600 × 25 % = 7,650
    assert stack(build(), "frontier_petrol", "kyushu")["duty"] == pytest.approx(7_650.0)


def test_one_row_a_route_and_year_in_order(build: Build) -> None:
    case = build()
    table = landed(case)
    ways = routes(case)
    assert table.height == ways.height * 2
    assert table["year"].to_list() == [2027, 2028] * ways.height
    assert (
        table.select("variant", "plant", "market")[::2].rows()
        == ways.select("variant", "plant", "market").rows()
    )


def test_years_outside_the_horizon_have_their_own_law(build: Build) -> None:
    rows = landed(build(), years=[2024, 2027]).filter(pl.col("variant") == "rogue_petrol", plant="kyushu")
    assert rows["duty_rate"].to_list() == pytest.approx([0.025, 0.15])


def test_layers_and_margin_add_up_to_the_price(build: Build) -> None:
    table = landed(build())
    gap = table.select((pl.col("price") - pl.sum_horizontal(COSTS) - pl.col("margin")).abs().max()).item()
    assert gap < 1e-9


def test_a_flow_without_a_price_is_an_error(build: Build) -> None:
    case = build()
    with pytest.raises(CaseError, match="no demand row of 'rogue' with powertrain 'petrol' in 'us'"):
        landed(case.with_(demand=case["demand"].filter(pl.col("model") != "rogue")), routes(case))


def test_no_routes_make_an_empty_table(build: Build) -> None:
    table = landed(build(tooling=[]))
    assert table.height == 0
    assert table["duty"].dtype == pl.Float64


def test_order_of_rows_changes_nothing(build: Build) -> None:
    case = build()
    turned = case.with_(
        **{name: case[name].reverse() for name in ("tariffs", "content", "freight", "demand")}
    )
    assert landed(turned).equals(landed(case))


def test_a_route_costs_the_same_whatever_else_is_asked(build: Build) -> None:
    case = build()
    together = landed(case)
    ways = routes(case)
    alone = pl.concat([landed(case, ways[n : n + 1]) for n in range(ways.height)])
    assert together.equals(alone)


@settings(max_examples=20, deadline=None)
@given(scale=st.floats(0.2, 5.0))
def test_law_scaling_the_currency_scales_all_money(scale: float) -> None:
    # the same industry told in another unit: every amount and every exchange rate times the scale
    rows = tables()
    money = {
        "plants": ("conversion_cost_per_unit",),
        "variants": ("parts_cost", "price_difference"),
        "demand": ("list_price", "incentive_per_unit"),
        "tooling": ("extra_cost_per_unit",),
        "freight": ("per_unit", "per_cbm"),
    }
    frames = {name: frame_of(name, given) for name, given in rows.items()}
    scaled = dict(frames)
    for name, columns in money.items():
        home = pl.col("currency") == ""
        scaled[name] = frames[name].with_columns(
            pl.when(home).then(pl.col(c) * scale).otherwise(pl.col(c)).alias(c) for c in columns
        )
    scaled["fx"] = frames["fx"].with_columns(pl.col("units_per_case_currency") / scale)
    first = landed(Case(Settings(**SETTINGS), frames))
    second = landed(Case(Settings(**SETTINGS), scaled))
    assert second["margin"].to_list() == pytest.approx(
        (first["margin"] * scale).to_list(), rel=1e-9, abs=1e-6
    )
    assert second["duty_rate"].to_list() == pytest.approx(first["duty_rate"].to_list())


# The Hoku SUV pays 15 % of 24,000 = 3,600 into the us and leaves 8,400; none of it comes from there. With
# 40 % from there it enters free. In japan, where no rule asks for it, it leaves 9,800. A year 40,000 cars are
# wanted in japan and 80,000 in the us; the line holds 100,000.


def with_choice(extra: float, share: float = 0.4, needed: float = 0.4) -> Case:
    rule = {
        "rule": "content", "origin": "japan", "destination": "us", "customs_class": "car",
        "regional_territories": "us", "minimum_regional_share": needed, "rate_if_met": 0.0,
        "valid_from": dt.date(2020, 1, 1),
    }  # fmt: skip
    option = {
        "option": "us_parts", "model": "h_suv", "plant": "harima", "from_territory": "japan",
        "to_territory": "us", "share_of_value": share, "extra_cost_per_unit": extra,
    }  # fmt: skip
    parts = {
        "origin": "us",
        "destination": "japan",
        "customs_class": "parts",
        "rate": 0.0,
        "stacking": "base",
    }
    case = added(two_makers(), "tariffs", parts | {"valid_from": dt.date(2020, 1, 1)})
    return added(added(case, "origin_rules", rule), "content_options", option)


@pytest.mark.parametrize(
    ("extra", "share", "meets"), [(1_000.0, 0.4, True), (3_700.0, 0.4, False), (1_000.0, 0.3, False)]
)
def test_a_car_meets_the_rule_or_pays(extra: float, share: float, meets: bool) -> None:
    cars = landed(with_choice(extra, share)).filter(variant="h_suv_petrol", plant="harima", year=2028)
    us, japan = cars.filter(market="us").row(0, named=True), cars.filter(market="japan").row(0, named=True)
    assert (us["content_option"], us["duty"], us["extra"]) == (
        ("us_parts", 0.0, 1_000.0) if meets else ("", 3_600.0, 0.0)
    )
    assert us["margin"] == pytest.approx(8_400 + (2_600 if meets else 0))
    assert us["preference"] == ("content" if meets else "")
    assert (japan["content_option"], japan["margin"]) == ("", pytest.approx(9_800))


def test_of_two_options_the_cheaper_is_taken_and_no_other_car_is_touched() -> None:
    case = with_choice(1_000.0)
    row = case["content_options"].row(0, named=True)
    both = added(case, "content_options", row | {"option": "us_engine", "extra_cost_per_unit": 900.0})
    found = landed(both)
    taken = (
        found.filter(pl.col("content_option") != "").select("variant", "market", "content_option").unique()
    )
    assert taken.rows() == [("h_suv_petrol", "us", "us_engine")]
    plain = landed(two_makers())
    rest = pl.col("variant") != "h_suv_petrol"
    assert found.filter(rest).drop("content_option").equals(plain.filter(rest).drop("content_option"))
    assert found.select("variant", "plant", "market", "year").equals(
        plain.select("variant", "plant", "market", "year")
    )


def test_content_does_not_move_beyond_what_is_there() -> None:
    # only a fifth comes from japan and the rest from the us already: half cannot move, a fifth does
    case = with_choice(100.0, 0.5, needed=0.9)
    some = changed(case, "content", {"plant": "harima"}, share_of_value=0.2)
    some = added(
        some, "content", {"model": "any", "plant": "harima", "territory": "us", "share_of_value": 0.8}
    )
    us = landed(some).filter(variant="h_suv_petrol", plant="harima", market="us", year=2028)
    assert us["content_option"].item() == "us_parts"


def test_a_plan_lives_by_the_choice_and_its_audit_holds() -> None:
    # at 11,000 the us comes first: 80,000 there and 20,000 in japan, 1,076 M instead of 896 M a year
    found = plan(with_choice(1_000.0), ["hoku"])
    assert found.value == pytest.approx(4 * (1_076 - 200))
    assert found.audit().holds
    assert check(with_choice(1_000.0)) == []

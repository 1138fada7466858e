from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from teikei.base.errors import CaseError
from teikei.case.case import Case
from teikei.industry.landed import landed
from teikei.industry.routes import routes

from .conftest import Build, duty, tables, trq


def row_of(case: Case, variant: str, plant: str, year: int) -> dict[str, Any]:
    ways = routes(case).filter(pl.col("variant") == variant, pl.col("plant") == plant)
    return landed(case, ways, [year]).row(0, named=True)


def content(plant: str, **shares: float) -> list[dict[str, Any]]:
    """The content table with the rows of one plant replaced."""
    kept = [row for row in tables()["content"] if row["plant"] != plant]
    new = [{"model": "any", "plant": plant, "territory": t, "share_of_value": s} for t, s in shares.items()]
    return kept + new


def test_qualifying_car_pays_on_its_foreign_content_only(build: Build) -> None:
    # civac: 40 % us + 40 % mexico = 80 % ≥ 75 %; 0 + 25 % × (1 − 40 %) = 15 %, below 27.5 %
    row = row_of(build(), "rogue_petrol", "civac", 2027)
    assert row["duty_rate"] == pytest.approx(0.15)
    assert row["preference"] == "usmca"
    assert row["legal_basis"] == "USMCA, Proc 10908(2)"


def test_share_exactly_at_the_minimum_meets_the_rule(build: Build) -> None:
    # 0.45 + 0.30 is 0.75 on paper and 0.7500000000000001 or less in floats: 25 % × (1 − 30 %) = 17.5 %
    case = build(content=content("civac", mexico=0.45, us=0.3, japan=0.25))
    assert row_of(case, "rogue_petrol", "civac", 2027)["duty_rate"] == pytest.approx(0.175)


def test_rule_not_met_pays_the_normal_rate(build: Build) -> None:
    # 34 % + 40 % = 74 % < 75 %: MFN 2.5 % + 25 % = 27.5 %
    case = build(content=content("civac", mexico=0.34, us=0.4, japan=0.26))
    row = row_of(case, "rogue_petrol", "civac", 2027)
    assert (row["duty_rate"], row["preference"]) == (pytest.approx(0.275), "")


def test_rule_names_its_class_only(build: Build) -> None:
    # the shipped rule is for cars: a pickup from mexico pays 25 % + 25 %
    lines = [dict(line, constructions="unibody;frame") for line in tables()["lines"]]
    assert row_of(build(lines=lines), "frontier_petrol", "civac", 2027)["duty_rate"] == pytest.approx(0.5)


def test_preference_dearer_than_the_normal_rate_is_not_taken(build: Build) -> None:
    rules = [dict(rule, rate_if_met=0.3) for rule in tables()["origin_rules"]]
    row = row_of(build(origin_rules=rules), "rogue_petrol", "civac", 2027)
    assert (row["duty_rate"], row["preference"]) == (pytest.approx(0.275), "")


def test_preference_ending_in_mid_year_weighs_days(build: Build) -> None:
    # to 30 June 2027: 181 days at 15 %, 184 days at 27.5 %; most days are normal, so no preference is named
    rules = [dict(rule, valid_to=dt.date(2027, 6, 30)) for rule in tables()["origin_rules"]]
    row = row_of(build(origin_rules=rules), "rogue_petrol", "civac", 2027)
    assert row["duty_rate"] == pytest.approx((181 * 0.15 + 184 * 0.275) / 365)
    assert row["preference"] == ""


def test_own_content_rows_of_a_model_beat_those_of_any(build: Build) -> None:
    own = [
        {"model": "rogue", "plant": "civac", "territory": "us", "share_of_value": 0.8},
        {"model": "rogue", "plant": "civac", "territory": "mexico", "share_of_value": 0.2},
    ]
    # 25 % × (1 − 80 %) = 5 %
    assert row_of(build(add_content=own), "rogue_petrol", "civac", 2027)["duty_rate"] == pytest.approx(0.05)


def test_quota_keeps_both_rates(build: Build) -> None:
    # outside the quota 15 %, inside 10 % of the customs value 0.8 × 25,000 = 20,000
    row = row_of(build(add_origin_rules=[trq()]), "rogue_petrol", "kyushu", 2027)
    assert row["duty_rate"] == pytest.approx(0.15)
    assert row["duty"] == pytest.approx(3_000.0)
    assert (row["quota_rule"], row["quota_duty"]) == ("trq", pytest.approx(2_000.0))
    assert row["preference"] == ""


def test_quota_of_another_firm_is_not_open(build: Build) -> None:
    row = row_of(build(add_origin_rules=[trq(quota_firm="honda")]), "rogue_petrol", "kyushu", 2027)
    assert (row["quota_rule"], row["quota_duty"]) == ("", None)
    row = row_of(build(add_origin_rules=[trq(quota_firm="nissan")]), "rogue_petrol", "kyushu", 2027)
    assert row["quota_rule"] == "trq"


def test_cars_without_a_quota_say_so_with_null(build: Build) -> None:
    row = row_of(build(add_origin_rules=[trq()]), "rogue_petrol", "canton", 2027)
    assert (row["quota_rule"], row["quota_duty"]) == ("", None)


def test_duty_on_parts_less_the_credit(build: Build) -> None:
    # canton: 40 % japanese content × 20,000 × 15 % = 1,200; credit 3.75 % × price 25,000 = 937.5; left 262.5
    row = row_of(build(), "rogue_petrol", "canton", 2027)
    assert row["parts_duty"] == pytest.approx(262.5)
    # civac: parts enter mexico free
    assert row_of(build(), "rogue_petrol", "civac", 2027)["parts_duty"] == 0.0


def test_credit_is_at_most_the_duty_on_parts(build: Build) -> None:
    # 10 % × 20,000 × 15 % = 300 < 937.5
    case = build(content=content("canton", us=0.9, japan=0.1))
    assert row_of(case, "rogue_petrol", "canton", 2027)["parts_duty"] == 0.0


def test_credit_that_starts_in_mid_year_weighs_days(build: Build) -> None:
    # 184 of 365 days: 1,200 − 3.75 % × 25,000 × 184/365
    rows = [r for r in tables()["tariffs"] if r["stacking"] != "offset"]
    rows.append(duty("us", "us", "parts", 0.0375, stacking="offset", valid_from=dt.date(2027, 7, 1)))
    row = row_of(build(tariffs=rows), "rogue_petrol", "canton", 2027)
    assert row["parts_duty"] == pytest.approx(1_200 - 937.5 * 184 / 365)


def test_parts_may_have_a_preference_of_their_own(build: Build) -> None:
    # a part is wholly from where it comes: mexican parts enter free by the rule, japanese at 15 %
    rule = dict(tables()["origin_rules"][0], rule="usmca_parts", customs_class="parts", content_rate=0.0)
    case = build(content=content("canton", us=0.5, mexico=0.4, japan=0.1), add_origin_rules=[rule])
    no_credit = case.with_(tariffs=case["tariffs"].filter(pl.col("stacking") != "offset"))
    assert row_of(no_credit, "rogue_petrol", "canton", 2027)["parts_duty"] == pytest.approx(
        0.1 * 20_000 * 0.15
    )


def test_missing_content_is_an_error_only_where_it_matters(build: Build) -> None:
    without = [row for row in tables()["content"] if row["plant"] not in ("civac", "canton", "kyushu")]
    with pytest.raises(CaseError) as error:
        landed(build(content=without))
    wheres = [fault.where for fault in error.value.faults]
    # civac claims usmca for the car and no parts duty; canton pays duty on parts; kyushu needs nothing
    assert "content.csv, model rogue, plant civac" in wheres
    assert "content.csv, model frontier, plant canton" in wheres
    assert not any("kyushu" in where or "frontier, plant civac" in where for where in wheres)


def test_imported_parts_over_a_border_without_a_rate_are_an_error(build: Build) -> None:
    rows = [r for r in tables()["tariffs"] if (r["destination"], r["customs_class"]) != ("mexico", "parts")]
    with pytest.raises(CaseError) as error:
        landed(build(tariffs=rows))
    assert [fault.where for fault in error.value.faults] == [
        "tariffs.csv, japan to mexico, class parts",
        "tariffs.csv, us to mexico, class parts",
    ]


def test_maker_specific_rate_reaches_the_car(build: Build) -> None:
    # byd's electric car at 27 %, nissan's at the 30.7 % of all others
    rows = [
        duty("japan", "us", "car", 0.27, firm="byd", powertrain="electric"),
        duty("japan", "us", "car", 0.307, powertrain="electric"),
    ]
    firms = [dict(row, role="plans") for row in tables()["firms"]]
    case = build(add_tariffs=rows, firms=firms)
    assert row_of(case, "atto_electric", "kyushu", 2027)["duty_rate"] == pytest.approx(0.27)
    assert row_of(case, "rogue_electric", "kyushu", 2027)["duty_rate"] == pytest.approx(0.307)
    assert row_of(case, "rogue_petrol", "kyushu", 2027)["duty_rate"] == pytest.approx(0.15)

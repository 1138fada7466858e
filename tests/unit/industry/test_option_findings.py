"""Findings of a driver-assistance option, by hand from the figures of the flagship."""

from __future__ import annotations

import polars as pl
import pytest

from teikei.case.case import Case
from teikei.case.read import read_case
from teikei.industry.option_findings import option
from teikei.industry.technology import Finding, Known


@pytest.fixture(scope="module")
def case() -> Case:
    return read_case("nissan_2025")


def said(case: Case, technology: str) -> dict[str, Finding]:
    return {one.what: one for one in option(Known(case, technology))}


def test_take_and_margins_of_the_vision_package(case: Case) -> None:
    rows = said(case, "wayve_vision")
    # mean 3,500, spread 2,480, hardware 1,000, fee 400: see test_driver_assistance
    assert rows["take at 8,000 USD"].value == pytest.approx(0.14, abs=0.01)
    assert rows["take at 4,000 USD"].value == pytest.approx(0.4498, abs=1e-4)
    takers = rows["margin a car sold at 4,000, hardware on cars of takers"]
    assert takers.value == pytest.approx(1169, abs=1)
    assert rows["margin a car sold at 4,000, hardware on all cars"].value == pytest.approx(619, abs=1)
    assert rows["price of the highest margin, hardware on cars of takers"].value == pytest.approx(5153, abs=1)
    # low: the highest hardware, 1,600: 0.4498 · (4,000 − 2,000) = 900
    assert takers.low == pytest.approx(900, abs=1)
    assert takers.judgement


def test_a_subscriber_who_stays_a_third_of_a_year_each_time(case: Case) -> None:
    # q = 0.35^(1/12) / 1.08^(1/12) = 0.91038; 99 / 0.08962 = 1,105
    row = said(case, "wayve_vision")["a subscriber's months, today's worth"]
    assert row.value == pytest.approx(99 / (1 - (0.35 / 1.08) ** (1 / 12)))
    assert row.value == pytest.approx(1105, abs=1)


def test_the_lidar_package_is_weighed_on_top_of_vision(case: Case) -> None:
    rows = said(case, "wayve_lidar")
    added = next(one for what, one in rows.items() if what.startswith("margin added"))
    # vision: (3,500 − 1,400)/2,480 − 1 = −0.1532, w = 0.51347: 2,480 · w = 1,273.4
    # with lidar: mean 5,500, cost 1,900 + 700: 2,900/2,480 − 1 = 0.16935, w = 0.63058: 1,563.8; 290 more
    assert added.value == pytest.approx(290.4, abs=1)
    commit = next(one for what, one in rows.items() if what.startswith("commit now"))
    wait = next(one for what, one in rows.items() if what.startswith("wait"))
    assert commit.value < 0 <= wait.value
    assert wait.low >= 0


def test_where_the_rule_is_in_force_nothing_is_uncertain(case: Case) -> None:
    elsewhere = case["effects"].filter(~((pl.col("target") == "rule_hazard") & (pl.col("scope") == "US")))
    rows = said(case.with_(effects=elsewhere), "wayve_lidar")
    commit = next(one for what, one in rows.items() if what.startswith("commit now, on 250,000"))
    # first car in 2030, the fourth of twelve years: Σ_{s=3..11} 1.08^−(s + ½) = 0.76386 · 6.7466 = 5.1535;
    # 250,000 · 290.44 = 72.61 M a year: 374.2 − 400
    assert commit.value == pytest.approx(250_000 * 290.44e-6 * 5.1535 - 400, abs=0.3)
    assert rows["  probability of ever acting"].value == 0.0


def test_the_chance_of_a_rule_is_read_whatever_the_form_of_its_row(case: Case) -> None:
    ruled = pl.col("target") == "rule_hazard"
    form = pl.when(ruled).then(pl.lit("set")).otherwise(pl.col("form")).alias("form")
    assert said(case.with_(effects=case["effects"].with_columns(form)), "wayve_lidar") == said(
        case, "wayve_lidar"
    )


def test_each_market_weighs_by_what_its_taker_sells(case: Case) -> None:
    # all of the volume where the rule never comes: nothing but readiness is lost beside the 400 M
    never = case["effects"].with_columns(
        pl.when(pl.col("target") == "rule_hazard").then(0.0).otherwise(pl.col("value")).alias("value")
    )
    rows = said(case.with_(effects=never), "wayve_lidar")
    commit = next(one for what, one in rows.items() if what.startswith("commit now"))
    assert commit.value == pytest.approx(-250_000 * 350e-6 * 5.1535 - 400, abs=0.3)
    assert rows["  probability of a loss by it"].value == pytest.approx(1.0)
    assert rows["  probability of a loss by waiting"].value == 0.0


def test_without_its_base_the_package_says_nothing(case: Case) -> None:
    alone = case.with_(effects=case["effects"].filter(pl.col("target") != "option_s"))
    assert said(alone, "wayve_lidar") == {}
    assert said(alone, "wayve_vision") == {}

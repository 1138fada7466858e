"""Findings by kind of technology, by hand from the figures of the flagship."""

from __future__ import annotations

import polars as pl
import pytest

from teikei.base.errors import UsageError
from teikei.case.case import Case
from teikei.case.read import read_case
from teikei.industry.technology import Finding
from teikei.industry.technology_findings import findings, remarks


@pytest.fixture(scope="module")
def case() -> Case:
    return read_case("nissan_2025")


def said(case: Case, technology: str) -> dict[str, Finding]:
    return {one.what: one for one in findings(case, technology)}


def test_price_of_a_gram_from_which_epower_pays(case: Case) -> None:
    rows = said(case, "epower3")
    # worth 900 − cost 1,200 = −300; + 41 g · 95 = 3,595; (1,200 − 900)/41 = 7.32
    assert rows["buyers' worth less its cost, a gram being free"].value == pytest.approx(-300)
    assert rows["the same with every gram at the penalty of 95"].value == pytest.approx(3595)
    price = rows["price of a gram from which it pays"]
    assert price.value == pytest.approx(300 / 41)
    # cost 600: paid without; worth 300: 900/41
    assert (price.low, price.high) == pytest.approx((0.0, 900 / 41))
    assert price.judgement


def test_without_a_co2_rule_no_penalty_is_shown(case: Case) -> None:
    free = case.with_(co2_rules=case["co2_rules"].clear())
    assert not [what for what in said(free, "epower3") if "penalty" in what]


def test_learning_ends_at_its_limit(case: Case) -> None:
    def learning(**more: float) -> Case:
        return case.with_(
            technologies=case["technologies"].with_columns(pl.lit(v).alias(k) for k, v in more.items())
        )

    figures = {
        "saving_per_doubling": 0.15,
        "saving_per_doubling_low": 0.0,
        "saving_per_doubling_high": 0.2,
        "reference_units_per_year": 500_000.0,
    }
    name = "its cost at 1,000,000 a year, twice the reference"
    row = said(learning(**figures, joint_volume_limit=1e6), "epower3")[name]
    # 1,200 · 0.85; the cost from 600 to 1,800
    assert (row.value, row.low, row.high) == pytest.approx((1020, 510, 1530))
    # nothing more is saved beyond the volume of today
    ended = f"{name}; nothing more is saved from 500,000"
    stopped = said(learning(**figures, joint_volume_limit=500_000.0), "epower3")[ended]
    assert stopped.value == pytest.approx(1200)


def test_worth_and_grams_are_against_the_same_car(case: Case) -> None:
    elsewhere = case["effects"].with_columns(
        pl.when(pl.col("target") == "utility_wtp")
        .then(pl.lit("diesel"))
        .otherwise(pl.col("baseline"))
        .alias("baseline")
    )
    assert not [what for what in said(case.with_(effects=elsewhere), "epower3") if "worth" in what]


def test_a_plug_in_burns_by_the_share_it_drives_empty(case: Case) -> None:
    rows = said(case, "phev_mmc")
    # 235.2146/26 = 9.0467; · 0.45 = 4.071; at 0.35 electric 5.880
    assert rows["petrol with an empty battery, US label"].value == pytest.approx(9.0467, abs=1e-4)
    assert rows["petrol on average, US label"].value == pytest.approx(4.071, abs=1e-3)
    assert rows["petrol on average, US label"].high == pytest.approx(5.880, abs=1e-3)


def test_software_is_cheaper_shared(case: Case) -> None:
    rows = said(case, "vehicle_os_hn")
    assert rows["cost of each of two equal partners, of a stack of its own"].value == pytest.approx(0.575)
    years = case["technologies"].filter(pl.col("technology") == "vehicle_os_hn")["life_years"][0]
    on_sale = (pl.col("last_year").fill_null(2027) >= 2027) & (pl.col("first_year").fill_null(2027) <= 2027)
    models = case["models"].filter(on_sale, pl.col("status") != "candidate").join(case["demand"], on="model")
    cars = [models.filter(pl.col("firm") == firm)["units_per_year"].sum() for firm in ("honda", "nissan")]
    assert [rows[f"cars of {name}"].value for name in ("Honda", "Nissan")] == pytest.approx(cars)
    # 7 bn as an annuity at 8 %, as in the plan; joint cost 1.15 times that, over the cars of both
    yearly = 7e9 * 0.08 / (1 - 1.08**-years)
    assert rows["  development a car, Honda alone"].value == pytest.approx(yearly / cars[0])
    shared = rows["development a car, shared by 2 in proportion to cars"]
    assert shared.value == pytest.approx(1.15 * yearly / sum(cars))
    # (−18 − 9 + 12)/3; 144/630
    assert rows["months to market, mean"].value == pytest.approx(-5)
    assert rows["  probability of coming late"].value == pytest.approx(144 / 630)


def test_access_is_worth_what_hangs_on_it(case: Case) -> None:
    rows = said(case, "nacs")
    # 2.4^0.2 = 1.19136; 1 − 1/1.19136 = 0.16063
    assert rows["electric sales with access, over those without"].value == pytest.approx(1.19136, abs=1e-5)
    lost = rows["electric sales lost by staying out, once rivals have access"]
    assert lost.value == pytest.approx(0.16063, abs=1e-5)
    # with no effect of stalls on sales access never pays
    earn = rows["  what each of these must earn Nissan for access to pay"]
    assert earn.high == float("inf")
    cars = rows["  of these hang on it"].value
    # on sale in 2027 is only the third Leaf: the second and the Ariya have ended, a Rogue is a candidate
    assert rows["electric cars of Nissan in the US, with access"].value == 10_000
    assert cars == pytest.approx(10_000 * lost.value)
    years = case["technologies"].filter(pl.col("technology") == "nacs")["life_years"][0]
    # port 60 on all cars with access, the annuity of 20 M, over the cars that hang on it
    assert earn.value == pytest.approx((60 * 10_000 + 20e6 * 0.08 / (1 - 1.08**-years)) / cars)
    # 1,500 for a car of 100 miles, the Leaf drives 303; ends 500, 6,500 and 259 miles
    worth = rows["worth of access to the driver of a car of 303 miles"]
    assert (worth.value, worth.low, worth.high) == pytest.approx((1500 / 3.03, 500 / 3.03, 6500 / 3.03))
    assert worth.judgement


def test_remarks_name_the_cars_the_years_and_the_body(case: Case) -> None:
    assert "10,000 a year" in remarks(case, "nacs")[0]
    development, services, counted = remarks(case, "vehicle_os_hn")
    assert counted.startswith("The plan, and with it the advice, counts shared development alone")
    assert "an annuity over 8 years" in development
    assert "nobody stopped paying in 8 years" in services
    (waiting,) = remarks(case, "wayve_lidar")
    assert "decided in 2027, first car 3 years later, since it is there from 2030" in waiting
    assert "the rule comes with 25% a year from 2028" in waiting
    assert remarks(case, "hybrid_ford") == ()
    (take,) = remarks(case, "wayve_vision")
    # 1/(1 + e^(500/2480)) = 0.4498
    assert "45% at 4,000 USD" in take
    assert "the 40% of the tables" in take
    body, outlander = remarks(case, "phev_mmc")
    assert "2,000 kg with this drive" in body
    assert "2,155 kg as tested" in outlander


def test_a_technology_with_few_effects_says_nothing(case: Case) -> None:
    bare = case.with_(effects=case["effects"].clear())
    silent = {
        name
        for name, kind in bare["technologies"].select("technology", "kind").iter_rows()
        if kind != "powertrain" and not findings(bare, name)
    }
    # what a drive burns stands on the road-load model, not on effects
    powered = set(bare["technologies"].filter(pl.col("kind") == "powertrain")["technology"])
    assert silent == set(bare["technologies"]["technology"]) - powered


def test_an_unknown_technology(case: Case) -> None:
    with pytest.raises(UsageError):
        findings(case, "epower33")

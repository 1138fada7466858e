from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.cases.edits import added, changed

from teikei.base.errors import UsageError
from teikei.case.read import read_case
from teikei.cli.landed import landed, law_changes, not_sold
from teikei.industry.landed import stacks

PARTS = "japan,usa,parts,0.1,base,2020-01-01,,MFN,annual\n"


@pytest.fixture
def case(tiny_case: Path) -> str:
    """The tiny case with a duty on parts, so that every border is covered."""
    with (tiny_case / "tariffs.csv").open("a", encoding="utf-8") as file:
        file.write(PARTS)
    return str(tiny_case)


def test_stacks_stand_side_by_side_cheapest_first(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert landed(case, model="ridge", market="usa", json=True) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["year"], shown["currency"]) == (2027, "USD")
    petrol = [row for row in shown["stacks"] if row["variant"] == "ridge_petrol"]
    # price 40,000 × 0.92 = 36,800; customs value 0.85 × 36,800 = 31,280
    # canton: 19,000 + 3,000 + 600 + 7 % × 10/365 × 31,280 + parts 40 % × 31,280 × 10 % = 1,251.2
    # suzuka: 19,000 + 2,000 + 500 + 40 × 17 + 7 % × 35/365 × 31,280; the pact is met: 10 % × 31,280 = 3,128
    canton = 19_000 + 3_000 + 600 + 0.07 * 10 / 365 * 31_280 + 1_251.2
    suzuka = 19_000 + 2_000 + 1_180 + 0.07 * 35 / 365 * 31_280 + 3_128
    assert [row["plant"] for row in petrol] == ["canton", "suzuka"]
    assert [row["landed_cost"] for row in petrol] == pytest.approx([canton, suzuka])
    assert [row["cheapest"] for row in petrol] == [True, False]
    assert [row["tooling_status"] for row in petrol] == ["possible", "tooled"]
    assert petrol[1]["preference"] == "pact"


def test_text_names_the_plants_the_rate_and_its_law(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert landed(case, model="ridge", market="usa", year=2030) == 0
    text = capsys.readouterr().out
    for word in (
        "Canton",
        "possible",
        "cheapest",
        "landed cost",
        "margin",
        "duty on parts",
        "25.0%",
        "HTS 8704",
    ):
        assert word in text
    assert "Ridge, petrol in United States, 2030: USD per car" in " ".join(text.split())


def test_another_currency_scales_the_money_and_not_the_rate(
    case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    landed(case, model="frontier", market="usa", json=True)
    dollars = json.loads(capsys.readouterr().out)["stacks"][0]
    landed(case, model="frontier", market="usa", currency="jpy", json=True)
    yen = json.loads(capsys.readouterr().out)["stacks"][0]
    assert yen["landed_cost"] == pytest.approx(150 * dollars["landed_cost"])
    assert yen["duty_rate"] == dollars["duty_rate"]


def test_a_scenario_is_applied_first(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    landed(case, model="ridge", market="usa", scenario="pact_lost", json=True)
    rows = json.loads(capsys.readouterr().out)["stacks"]
    assert {row["duty_rate"] for row in rows if row["plant"] == "suzuka"} == {0.25}


@pytest.mark.parametrize(
    ("call", "fix"),
    [
        ({"model": "rige", "market": "usa"}, "did you mean 'ridge'?"),
        ({"model": "ridge", "market": "us"}, "did you mean 'usa'?"),
        ({"model": "ridge", "market": "usa", "currency": "JPN"}, "did you mean 'jpy'?"),
        ({"model": "frontier", "market": "japan"}, "give it routes to: usa"),
    ],
)
def test_unknown_names_are_usage_errors(case: str, call: dict[str, str], fix: str) -> None:
    with pytest.raises(UsageError) as error:
        landed(case, **call)  # type: ignore[arg-type]
    assert fix in error.value.faults[0].fix
    assert error.value.exit_code == 2


@pytest.mark.parametrize("year", [1990, 2050])
def test_a_year_that_the_case_does_not_know_is_a_usage_error(case: str, year: int) -> None:
    with pytest.raises(UsageError) as error:
        landed(case, model="ridge", market="usa", year=year)
    assert error.value.faults[0].where == "--year"
    assert error.value.exit_code == 2


def test_model_and_market_are_both_named_when_both_are_wrong(case: str) -> None:
    with pytest.raises(UsageError) as error:
        landed(case, model="x", market="y")
    assert len(error.value.faults) == 2


def test_a_year_in_which_the_car_is_not_sold_is_said(case: str) -> None:
    read = changed(read_case(case), "variants", {"variant": "ridge_petrol"}, first_year=2028, last_year=2030)
    assert not_sold(read, "ridge_petrol", 2027) == ["Not sold in 2027: its first year is 2028."]
    assert not_sold(read, "ridge_petrol", 2028) == []
    assert not_sold(read, "ridge_petrol", 2031) == ["Not sold in 2031: its last year is 2030."]
    launch = changed(read, "models", {"model": "ridge"}, status="candidate")
    assert not_sold(launch, "ridge_petrol", 2028)[0].startswith("A candidate")


def test_law_that_changes_on_the_way_is_said(case: str) -> None:
    read = read_case(case)
    table = stacks(read, "ridge", "usa", 2027)
    ended = changed(read, "tariffs", {"customs_class": "parts"}, valid_to=date(2028, 12, 31))
    later = read_case(case)["tariffs"].filter(pl.col("customs_class") == "parts").to_dicts()[0]
    other = added(ended, "tariffs", later | {"rate": 0.2, "valid_from": date(2029, 1, 1)})
    # the duty on cars ends or begins by itself in 2029 and 2030; that on parts only where it is edited
    cars = "Within the horizon law and content change the rate of duty on cars in 2029, 2030."
    assert law_changes(read, table) == [cars]
    assert law_changes(other, table) == [
        cars,
        "Within the horizon law and content change the duty on parts in 2029.",
    ]

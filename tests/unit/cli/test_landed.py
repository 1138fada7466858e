from __future__ import annotations

import json
from pathlib import Path

import pytest

from teikei.base.errors import UsageError
from teikei.cli.landed import landed

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
    assert "ridge_petrol in usa, 2030: USD per car" in text


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

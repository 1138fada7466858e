"""A technology of the tiny case: what the tables know of it. 150 yen to the dollar."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cases.edits import changed

from teikei.base.errors import UsageError
from teikei.case.case import Case
from teikei.case.read import read_case
from teikei.industry.technology import Input, Known, found

TECHNOLOGIES = """\
technology,name,kind,owners,may_license,unit_cost,unit_cost_low,unit_cost_high,fixed_cost_m,currency,source,confidence
hybrid_drive,Hybrid drive,powertrain,lab,south;north,150000,120000,,0,JPY,annual,assumption
plain_drive,Plain drive,powertrain,north,,900,,,5,,annual,reported
"""
EFFECTS = """\
technology,target,scope,baseline,form,value,value_low,value_high,unit,source,confidence
hybrid_drive,co2,EU,petrol,add,-41,-43,-36,g/km,annual,reported
hybrid_drive,utility_wtp,all,petrol,add,900,300,1800,USD,annual,assumption
hybrid_drive,fuel_factor,wltc,,mult,0.88,,,,annual,reported
"""


@pytest.fixture
def case(tiny_case: Path) -> Case:
    (tiny_case / "technologies.csv").write_text(TECHNOLOGIES, encoding="utf-8")
    (tiny_case / "effects.csv").write_text(EFFECTS, encoding="utf-8")
    return read_case(str(tiny_case))


def test_figures_come_with_their_range_and_mark(case: Case) -> None:
    drive = Known(case, "hybrid_drive")
    assert drive.currency == "JPY"
    assert drive.owners == ("lab",)
    # no high: the value itself
    assert drive.unit_cost == Input(150_000, 120_000, 150_000, True)
    assert Known(case, "plain_drive").currency == "USD"
    assert Known(case, "plain_drive").unit_cost == Input(900, 900, 900, False)


def test_money_effects_are_in_the_technologys_currency(case: Case) -> None:
    drive = Known(case, "hybrid_drive")
    # 900 USD at 150; 300 to 1,800
    assert drive.effect("utility_wtp") == Input(135_000, 45_000, 270_000, True)
    assert drive.effect("co2", "add") == Input(-41, -43, -36, False)
    assert drive.effect("co2", "mult") is None
    assert drive.effect("fuel_factor", scope="highway") is None
    assert drive.effect("co2", baseline="diesel") is None
    assert drive.effect("co2", baseline="petrol") == drive.effect("co2")
    assert drive.effect("nothing") is None


def test_agreements_terms_and_fee(case: Case) -> None:
    drive = Known(case, "hybrid_drive")
    (deal,) = drive.agreements
    assert (deal["agreement"], deal["status"], deal["taker"]) == ("lab_licence", "signed", "south")
    # 200 USD a car to its owner: 30,000 JPY; a row without a confidence is an assumption
    assert drive.fee == Input(30_000, 30_000, 30_000, True)
    assert Known(case, "plain_drive").fee is None


def test_cars_that_use_it_and_sales_of_a_firm(case: Case) -> None:
    drive = Known(case, "hybrid_drive")
    assert {row["variant"] for row in drive.variants} == {
        row["variant"]
        for row in case["variants"].iter_rows(named=True)
        if "hybrid_drive" in row["technologies"]
    }
    rows = case["demand"].join(case["models"].select("model", "firm"), on="model")
    south = rows.filter(rows["firm"] == "south")
    assert drive.sold("south") == south["units_per_year"].sum() > 0
    assert drive.sold("south", market="usa") == south.filter(south["market"] == "usa")["units_per_year"].sum()
    assert drive.sold("lab") == 0.0


@pytest.mark.parametrize("cells", [{"status": "candidate"}, {"last_year": 2026}, {"first_year": 2028}])
def test_a_car_that_is_not_on_sale_is_not_sold(case: Case, cells: dict[str, object]) -> None:
    assert case.settings.first_year == 2027
    rows = case["demand"].join(case["models"].select("model", "firm"), on="model")
    south = rows.filter(rows["firm"] == "south")
    name = str(south["model"][0])
    gone = south.filter(south["model"] == name)["units_per_year"].sum()
    left = Known(changed(case, "models", {"model": name}, **cells), "hybrid_drive").sold("south")
    assert left == pytest.approx(south["units_per_year"].sum() - gone)


def test_an_unknown_technology_names_the_nearest(case: Case) -> None:
    with pytest.raises(UsageError) as error:
        Known(case, "hybrid_driv")
    assert error.value.faults[0].where == "technology"
    assert "hybrid_drive" in error.value.faults[0].fix


def test_the_range_moves_one_input_at_a_time() -> None:
    # 10 − 4 = 6; a alone: 8 − 4, 11 − 4; b alone: 10 − 5, 10 − 2; never 11 − 2
    figure = found("d", "x", "a − b", lambda a, b: a - b, a=Input(10, 8, 11), b=Input(4, 2, 5))
    assert (figure.value, figure.low, figure.high, figure.judgement) == (6, 4, 8, False)

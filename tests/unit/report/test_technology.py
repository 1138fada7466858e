from __future__ import annotations

import json

import pytest

from teikei.base.errors import UsageError
from teikei.case.case import Case
from teikei.case.read import read_case
from teikei.industry.money import rate
from teikei.report.technology import listed, sheet


@pytest.fixture(scope="module")
def flagship() -> Case:
    return read_case("nissan_2025")


def test_sheet_gathers_owner_costs_effects_cars_and_deals(flagship: Case) -> None:
    found = sheet(flagship, "epower3")
    assert found.owners == ("nissan",)
    assert "ford" in found.licensees
    cost = next(row for row in found.costs if row["column"] == "unit_cost")
    assert (cost["value"], cost["low"], cost["high"], cost["unit"]) == (1200, 600, 1800, "EUR a car")
    assert cost["judgement"]
    co2 = next(row for row in found.effects if row["target"] == "co2")
    assert (co2["value"], co2["unit"], co2["judgement"]) == (-41, "g/km", False)
    qashqai = next(row for row in found.cars if row["model"] == "qashqai")
    sourced = (
        flagship["sourcing"].filter(flagship["sourcing"]["variant"] == qashqai["variant"])["units"].sum()
    )
    assert qashqai["units"] == sourced > 0
    ford = next(row for row in found.agreements if row["agreement"] == "epower_ford")
    assert {(pay["per"], pay["amount"]) for pay in ford["pays"]} == {("once", 100.0), ("unit", 450.0)}
    assert found.says


def test_a_derived_car_is_shown_beside_its_base(flagship: Case) -> None:
    bronco = next(
        row for row in sheet(flagship, "epower3").cars if row["variant"] == "bronco_sport_hybrid_hybrid"
    )
    # 1,200 EUR and 41 g of the effects; candidates are not sourced
    assert bronco["parts_difference"] == pytest.approx(1200 * rate(flagship, "EUR"))
    assert bronco["drive_difference"] == pytest.approx(bronco["parts_difference"])
    assert (bronco["co2_difference"], bronco["units"]) == (pytest.approx(-41), 0.0)
    # a dearer version carries more than the drive: 21,916 fitted, 2,687 of it beyond petrol car and drive
    qashqai = next(row for row in sheet(flagship, "epower3").cars if row["model"] == "qashqai")
    assert qashqai["parts_difference"] - qashqai["drive_difference"] == pytest.approx(2687)
    assert (qashqai["units_judgement"], qashqai["co2_judgement"]) == (True, False)
    kicks = next(row for row in sheet(flagship, "epower2").cars if row["model"] == "kicks")
    assert (kicks["base"], kicks["co2_difference"]) == ("", None)


def test_each_car_stands_under_the_generation_it_carries(flagship: Case) -> None:
    # Note 2020, X-Trail and Kicks 2022, Serena 2023; the third came with the Qashqai of September 2025
    on_sale = {
        technology: {row["model"] for row in sheet(flagship, technology).cars if row["status"] == "current"}
        for technology in ("epower2", "epower3")
    }
    assert on_sale == {"epower2": {"note", "x_trail", "kicks", "serena"}, "epower3": {"qashqai"}}


def test_claims_are_those_that_name_it(flagship: Case) -> None:
    assert [claim.claim for claim in sheet(flagship, "wayve_vision").claims] == ["propilot_price"]
    assert {claim.claim for claim in sheet(flagship, "epower3").claims} == {"epower_highway", "epower_mode"}
    assert "propilot_price" not in [claim.claim for claim in sheet(flagship, "nacs").claims]


def test_every_source_shown_has_its_title(flagship: Case) -> None:
    found = sheet(flagship, "wayve_vision")
    assert {"s_fsdprice", "press_alliance_2_2025"} <= set(found.sources)
    assert all(found.sources.values())


def test_years_of_a_fixed_cost_and_the_end_of_learning_are_shown(flagship: Case) -> None:
    costs = {row["column"]: row for row in sheet(flagship, "vehicle_os_hn").costs}
    assert (costs["life_years"]["value"], costs["life_years"]["source"]) == (8.0, "default of the table")
    assert costs["fixed_cost_m"]["what"] == "to develop one stack, once"
    drive = {row["column"]: row for row in sheet(flagship, "epower3").costs}
    assert drive["joint_volume_limit"]["value"] == 1e6
    assert drive["fixed_cost_m"]["what"] == "to fit it to a taker's cars, once"
    # nothing to write off
    assert "life_years" not in {row["column"] for row in sheet(flagship, "epower2").costs}


def test_json_has_no_number_that_is_none(flagship: Case) -> None:
    text = json.dumps(sheet(flagship, "nacs").as_dict(), allow_nan=False)
    earn = next(row for row in json.loads(text)["says"] if "each of these must earn" in row["what"])
    assert earn["high"] is None


def test_list_holds_every_technology(flagship: Case) -> None:
    rows = {row["technology"]: row for row in listed(flagship)}
    assert set(rows) == set(flagship["technologies"]["technology"])
    assert rows["nacs"]["owners"] == ["tesla"]
    assert rows["epower3"]["agreements"] >= 4


def test_an_unknown_technology_is_named(flagship: Case) -> None:
    with pytest.raises(UsageError) as error:
        sheet(flagship, "epower")
    assert "epower" in error.value.faults[0].what

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from teikei.base.errors import CaseError
from teikei.case.case import Case
from teikei.industry.tariffs import yearly_rates

from .conftest import Build, duty


def rate_of(case: Case, year: int, origin: str = "japan", **goods: Any) -> float:
    row = {"origin": origin, "destination": "us", "customs_class": "car"} | goods
    return float(yearly_rates(case, pl.DataFrame([row]), [year])["rate"][0])


def test_fifteen_percent_or_mfn_whichever_is_greater(build: Build) -> None:
    # car: MFN 2.5 % < 15 % -> 15 %; light truck: MFN 25 % > 15 % -> 25 %
    case = build()
    assert rate_of(case, 2027) == pytest.approx(0.15)
    assert rate_of(case, 2027, customs_class="light_truck") == pytest.approx(0.25)


def test_layers_add_up(build: Build) -> None:
    # mexico without preference: 2.5 % + 25 % = 27.5 % for cars, 25 % + 25 % = 50 % for trucks
    case = build()
    assert rate_of(case, 2027, "mexico") == pytest.approx(0.275)
    assert rate_of(case, 2027, "mexico", customs_class="light_truck") == pytest.approx(0.50)


def test_rate_of_2025_from_japan_weighs_days(build: Build) -> None:
    # 1 Jan–2 Apr: 31+28+31+2 = 92 days at 2.5 %; 3 Apr–15 Sep: 28+31+30+31+31+15 = 166 at 27.5 %;
    # the other 365−92−166 = 107 at 15 %
    expected = (92 * 0.025 + 166 * 0.275 + 107 * 0.15) / 365
    assert rate_of(build(), 2025) == pytest.approx(expected)
    assert rate_of(build(), 2024) == pytest.approx(0.025)


def test_leap_year_has_366_days(build: Build) -> None:
    # 15–29 Feb are 15 of 366 days at +10 %
    extra = duty(
        "japan",
        "us",
        "parts",
        0.10,
        stacking="add",
        valid_from=dt.date(2028, 2, 15),
        valid_to=dt.date(2028, 2, 29),
    )
    case = build(add_tariffs=[extra])
    assert rate_of(case, 2028, customs_class="parts") == pytest.approx(0.15 + 0.10 * 15 / 366)


def test_domestic_goods_pay_nothing(build: Build) -> None:
    assert rate_of(build(), 2027, "us") == 0.0


@pytest.mark.parametrize(
    ("goods", "expected"),
    [
        ({"origin": "eu"}, 0.10),  # any
        ({"origin": "mexico"}, 0.08),  # bloc over any
        ({"origin": "us"}, 0.05),  # territory over bloc
        ({"origin": "china"}, 0.10),
        ({"origin": "china", "powertrain": "electric"}, 0.307),  # territory and powertrain
        (
            {"origin": "china", "powertrain": "electric", "firm": "byd"},
            0.27,
        ),  # maker over the powertrain alone
        ({"origin": "china", "powertrain": "petrol", "firm": "byd"}, 0.10),
        (
            {"origin": "us", "powertrain": "electric", "firm": "byd"},
            0.05,
        ),  # territory before firm and powertrain
    ],
)
def test_most_specific_base_row_wins(build: Build, goods: dict[str, str], expected: float) -> None:
    rows = [
        duty("any", "japan", "car", 0.10),
        duty("usmca_states", "japan", "car", 0.08),
        duty("us", "japan", "car", 0.05),
        duty("china", "japan", "car", 0.307, powertrain="electric"),
        duty("china", "japan", "car", 0.27, powertrain="electric", firm="byd"),
        duty("any", "japan", "car", 0.99, powertrain="electric", firm="byd"),
    ]
    assert rate_of(build(add_tariffs=rows), 2027, destination="japan", **goods) == pytest.approx(expected)


def test_destination_bloc_is_met_and_a_territory_beats_it(build: Build) -> None:
    bloc = duty("eu", "usmca_states", "van", 0.2)
    assert rate_of(build(add_tariffs=[bloc]), 2027, "eu", customs_class="van") == pytest.approx(0.2)
    both = [bloc, duty("eu", "us", "van", 0.1)]
    assert rate_of(build(add_tariffs=both), 2027, "eu", customs_class="van") == pytest.approx(0.1)


def test_missing_pairs_are_all_named_with_the_fix(build: Build) -> None:
    goods = pl.DataFrame(
        [
            {"origin": "us", "destination": "eu", "customs_class": "car"},
            {"origin": "japan", "destination": "us", "customs_class": "van"},
            {"origin": "japan", "destination": "us", "customs_class": "car"},
        ]
    )
    with pytest.raises(CaseError) as error:
        yearly_rates(build(), goods, [2027, 2028])
    assert [fault.where for fault in error.value.faults] == [
        "tariffs.csv, japan to us, class van",
        "tariffs.csv, us to eu, class car",
    ]
    assert "origin=us, destination=eu, customs_class=car, stacking=base" in error.value.faults[1].fix
    assert "2027 to 2028" in error.value.faults[1].what


def test_a_gap_of_one_day_is_an_error_of_its_year_only(build: Build) -> None:
    rows = [
        duty("us", "eu", "car", 0.1, valid_to=dt.date(2028, 5, 31)),
        duty("us", "eu", "car", 0.0, valid_from=dt.date(2028, 6, 2)),
    ]
    case, goods = build(add_tariffs=rows), {"destination": "eu"}
    assert rate_of(case, 2027, "us", **goods) == pytest.approx(0.1)
    assert rate_of(case, 2029, "us", **goods) == 0.0
    with pytest.raises(CaseError, match="every day of 2028"):
        rate_of(case, 2028, "us", **goods)


def test_an_added_layer_alone_does_not_cover_a_border(build: Build) -> None:
    row = duty("us", "eu", "car", 0.1, stacking="add")
    with pytest.raises(CaseError, match="no base tariff"):
        rate_of(build(add_tariffs=[row]), 2027, "us", destination="eu")


def test_order_of_rows_changes_nothing(build: Build) -> None:
    case = build()
    turned = case.with_(tariffs=case["tariffs"].reverse())
    goods = pl.DataFrame(
        [
            {"origin": o, "destination": "us", "customs_class": c}
            for o in ("japan", "mexico", "china")
            for c in ("car", "light_truck", "parts")
        ]
    )
    years = [2024, 2025, 2026, 2027]
    assert yearly_rates(case, goods, years).equals(yearly_rates(turned, goods, years))


def test_basis_names_the_floor_or_the_layers(build: Build) -> None:
    goods = pl.DataFrame(
        [
            {"origin": "japan", "destination": "us", "customs_class": "car"},
            {"origin": "mexico", "destination": "us", "customs_class": "car"},
        ]
    )
    assert yearly_rates(build(), goods, [2027])["legal_basis"].to_list() == ["EO 14345", "MFN + Proc 10908"]

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from teikei.base.errors import UsageError
from teikei.cli.fuel import fuel
from teikei.cli.main import call
from teikei.industry.certified_cars import cars
from teikei.industry.roadload import Vehicle, drive, estimated, power_split, series_hybrid


def shown(capsys: pytest.CaptureFixture[str], **options: Any) -> dict[str, Any]:
    assert fuel(json=True, **options) == 0
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, dict)
    return found


def test_the_default_is_a_series_crossover_on_the_wltc(capsys: pytest.CaptureFixture[str]) -> None:
    trip = drive(Vehicle("x", estimated(1750, 130, 0.78), series_hybrid(1.5, 116, 0.39)), "wltc")
    found = shown(capsys)
    assert found["litres_per_100km"] == pytest.approx(trip.litres_per_100km)
    assert found["km"] == pytest.approx(23.27, abs=0.01)
    assert sum(found["megajoules_per_100km"].values()) == pytest.approx(
        trip.chain.supplied / trip.metres / 10
    )
    assert abs(found["imbalance"]) < 1e-9


def test_body_engine_and_clutch(capsys: pytest.CaptureFixture[str]) -> None:
    body, engine = "1600,110,0.7", "2.0,107,0.406"
    found = shown(capsys, body=body, engine=engine, powertrain="hybrid", cycle="us06")
    trip = drive(Vehicle("x", estimated(1600, 110, 0.7), power_split(2.0, 107, 0.406)), "us06")
    assert found["litres_per_100km"] == pytest.approx(trip.litres_per_100km)
    plain = shown(capsys, cycle="130")["litres_per_100km"]
    assert shown(capsys, cycle="130", lock_up=70)["litres_per_100km"] < plain
    stepless, stepped = (
        shown(capsys, powertrain=name)["litres_per_100km"] for name in ("petrol", "petrol_stepped")
    )
    assert 5 < stepless < stepped
    assert shown(capsys, powertrain="electric")["kwh_per_100km"] > 10


def test_a_technology_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    second, third = (shown(capsys, powertrain=name) for name in ("epower2", "epower3"))
    assert third["grams_co2_per_km"] < second["grams_co2_per_km"]


def test_a_certified_car_shows_certificate_and_label(capsys: pytest.CaptureFixture[str]) -> None:
    found = shown(capsys, car="leaf", cycle="udds")
    leaf = next(car for car in cars() if "Leaf" in car.name)
    assert found["vehicle"] == leaf.name
    assert found["certified"]["city"] == leaf.city
    assert found["label"]["certified"]["city"] == pytest.approx(leaf.city / 0.7)
    assert found["label"]["model"]["city"] == pytest.approx(found["kwh_per_100km"] / 0.7)
    rogue = shown(capsys, car="rogue")
    # the sticker of the Rogue: 30, 38 and 33 mpg
    assert [235.215 / rogue["label"]["certified"][name] for name in ("city", "highway", "combined")] == (
        pytest.approx([30.0, 38.0, 33.1], abs=0.06)
    )


def test_text_has_the_chain_the_label_and_the_picture(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fuel(car="accord", draw=tmp_path / "chain.svg") == 0
    text = capsys.readouterr().out
    for word in ("Honda Accord Hybrid, wltc", "engine: heat", "gears and clutch", "tyres", "█", "Label"):
        assert word in text
    # 3,625 lb; 17.49 lbf = 77.8 N; + 0.2772 · 74.565 + 0.01654 · 74.565² lbf at 120 km/h = 579 N
    assert "Litres of petrol E10 (EU). Test mass 1,644 kg; the road takes 78 N at a crawl, 579 N" in text
    assert "Engine running" in text
    assert "ends as it began" in text
    assert (tmp_path / "chain.svg").read_text("utf-8").startswith("<svg")


@pytest.mark.parametrize(
    ("options", "where"),
    [
        ({"powertrain": "diesel"}, "--powertrain"),
        ({"powertrain": "epower3", "body": "1600,110,0.7"}, "--powertrain"),
        ({"powertrain": "electric", "engine": "1.5,116,0.39"}, "--engine"),
        ({"powertrain": "petrol", "lock_up": 70.0}, "--lock-up"),
        ({"lock_up": 0.0}, "--lock-up"),
        ({"lock_up": float("nan")}, "--lock-up"),
        ({"body": "1750"}, "--body"),
        ({"body": "heavy,130,0.78"}, "--body"),
        ({"body": "-1,130,0.78"}, "car, mass"),
        ({"engine": "1.5,116,0.39,2"}, "--engine"),
        ({"engine": "1.5,116,0.9"}, "engine, peak efficiency"),
        ({"cycle": "nedc"}, "drive cycle"),
        ({"car": "trabant"}, "--car"),
        ({"car": "nissan"}, "--car"),
        ({"car": "leaf", "lock_up": 70.0}, "--car"),
        ({"car": "leaf", "powertrain": "petrol"}, "--car"),
        ({"engine": "0.6,20,0.39", "cycle": "130"}, "engine of 20 kW"),
    ],
)
def test_bad_calls_say_which_option(options: dict[str, Any], where: str) -> None:
    with pytest.raises(UsageError) as caught:
        fuel(**options)
    assert caught.value.faults[0].where == where


def test_a_wrong_cycle_is_told_what_to_write() -> None:
    with pytest.raises(UsageError) as caught:
        fuel(cycle="wlct")
    fix = caught.value.faults[0].fix
    assert "did you mean 'wltc'?" in fix
    for words in ("us06", "wltc_extra_high", "a steady speed in km/h such as 120"):
        assert words in fix
    assert "teikei." not in fix  # no place in the code
    for speed, ends in (("400", "at most 250 km/h; above 130"), ("0", "above 0 and at most 250 km/h")):
        with pytest.raises(UsageError) as caught:
            fuel(cycle=speed)
        assert ends in caught.value.faults[0].fix
        assert "130" not in caught.value.faults[0].why


def test_petrol_is_named_and_what_lies_beyond_coast_down(capsys: pytest.CaptureFixture[str]) -> None:
    words = "Coast-downs end at 130 km/h"
    for speed, beyond in (("130", False), ("140", True)):
        assert fuel(cycle=speed) == 0
        assert (words in capsys.readouterr().out) == beyond
    assert fuel(cycle="hwfet") == 0
    assert "Litres of petrol without ethanol (EPA)" in capsys.readouterr().out
    assert fuel(powertrain="electric") == 0
    assert "Litres" not in capsys.readouterr().out


def test_pictures_go_only_where_they_can(tmp_path: Path) -> None:
    for target in (tmp_path / "chain.png", tmp_path / "none" / "chain.svg"):
        with pytest.raises(UsageError) as caught:
            fuel(draw=target)
        assert caught.value.faults[0].where == "--draw"


def test_by_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["fuel", "--powertrain", "series", "--cycle", "wltc", "--lock-up", "70"]) == 0
    assert "clutch from 70 km/h" in capsys.readouterr().out
    assert call(["fuel", "--cycle", "nedc"]) == 2


def test_a_hybrid_whose_engine_never_stops_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert fuel(powertrain="series", cycle="120", lock_up=80.0) == 0
    said = capsys.readouterr().out
    assert "Engine running" in said
    assert "The battery ends as it began" in said

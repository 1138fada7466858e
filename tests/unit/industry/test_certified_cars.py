from __future__ import annotations

import os
from pathlib import Path

import pytest

from teikei.base.errors import CaseError
from teikei.industry.certified_cars import FILE, STEPPED, cars, mean_absolute, miss, read_cars
from teikei.industry.cycles import data

ROOT = Path(__file__).resolve().parents[3]
FACTS = Path(os.environ.get("TEIKEI_DATA") or ROOT.parent / "shared" / "data") / "facts" / "tech"


def test_the_cars_are_those_of_the_facts() -> None:
    facts = FACTS / "fuel_economy.csv"
    if not facts.is_file() and not os.environ.get("CI"):
        pytest.skip(f"no fuel_economy.csv in {FACTS}: set TEIKEI_DATA")
    assert data(FILE).read_text("utf-8") == facts.read_text("utf-8")


def test_one_car_by_hand() -> None:
    rogue = cars()[0]
    assert rogue.name.startswith("Nissan Rogue")
    # 39.7 mpg are 235.2146 / 39.7 l/100 km
    assert (rogue.city, rogue.highway) == pytest.approx((5.9248, 4.2078), abs=1e-4)
    assert (rogue.kind, rogue.litres, rogue.us06) == ("ICE", 1.5, None)
    leaf = next(car for car in cars() if "Leaf" in car.name)
    assert leaf.city == pytest.approx(19.2 / 1.609344)  # kWh a 100 miles
    assert (leaf.litres, leaf.kind) == (None, "BEV")


def test_kinds() -> None:
    counted = {kind: sum(car.kind == kind for car in cars()) for kind in ("ICE", "HEV", "SER", "BEV")}
    assert counted == {"ICE": 8, "HEV": 5, "SER": 3, "BEV": 4}
    assert [car.name for car in cars() if car.gearbox == "stepped"] == list(STEPPED)
    names = {car.vehicle().powertrain.name for car in cars() if car.kind == "SER"}
    assert names == {"series hybrid, clutch from 70 km/h"}


def test_misses_are_relative() -> None:
    accord = next(car for car in cars() if "Accord" in car.name)
    off = miss(accord)
    assert off.us06 is not None
    assert miss(accord, us06=False).us06 is None
    least, most = sorted((off.city, off.highway))
    assert least <= off.combined <= most
    city, highway, both = mean_absolute([off, off])
    assert (city, highway, both) == (abs(off.city), abs(off.highway), abs(off.combined))


def test_bad_rows_come_all_at_once(tmp_path: Path) -> None:
    lines = data(FILE).read_text("utf-8").splitlines()
    lines[1] = lines[1].replace(",ICE,", ",STEAM,")
    lines[2] = lines[2].replace(",38.5,", ",,")
    lines[3] = lines[3].replace(",3000,", ",heavy,")
    (tmp_path / "cars.csv").write_text("\n".join(lines) + "\n", "utf-8")
    with pytest.raises(CaseError) as caught:
        read_cars(tmp_path / "cars.csv")
    assert [fault.where for fault in caught.value.faults] == ["cars.csv:2", "cars.csv:3", "cars.csv:4"]

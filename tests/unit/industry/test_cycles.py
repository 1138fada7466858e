from __future__ import annotations

import numpy as np
import pytest

from teikei.base.errors import UsageError
from teikei.industry.cycles import E10, EPA_GASOLINE, FILES, Cycle, cycle, data, steady


@pytest.mark.parametrize(
    ("name", "seconds", "km", "top_kmh"),
    [
        # 40 CFR 1066 and EPA's tables: miles 7.45, 10.26, 8.01; mph 56.7, 59.9, 80.3
        ("udds", 1369, 11.99, 91.2),
        ("hwfet", 765, 16.51, 96.4),
        ("us06", 600, 12.89, 129.2),
        # UN GTR 15, class 3b: 3095, 4756, 7162, 8254 m
        ("wltc", 1800, 23.27, 131.3),
        ("wltc_low", 589, 3.095, 56.5),
        ("wltc_medium", 433, 4.756, 76.6),
        ("wltc_high", 455, 7.162, 97.4),
        ("wltc_extra_high", 323, 8.254, 131.3),
    ],
)
def test_cycles_are_those_of_the_rules(name: str, seconds: int, km: float, top_kmh: float) -> None:
    driven = cycle(name)
    assert len(driven.speeds) == seconds + 1
    assert driven.metres / 1e3 == pytest.approx(km, abs=0.02)
    assert driven.speeds.max() * 3.6 == pytest.approx(top_kmh, abs=0.1)
    assert driven.speeds[0] == driven.speeds[-1] == 0


def test_phases_make_the_whole() -> None:
    phases = [cycle(name) for name in FILES if name.startswith("wltc_")]
    assert sum(phase.metres for phase in phases) == pytest.approx(cycle("wltc").metres, rel=1e-12)
    assert sum(phase.cold_starts for phase in phases) == cycle("wltc").cold_starts == 1


def test_the_ftp_is_the_udds_begun_cold_in_43_percent() -> None:
    assert cycle("ftp").speeds is not None
    np.testing.assert_array_equal(cycle("ftp").speeds, cycle("udds").speeds)
    assert (cycle("ftp").cold_starts, cycle("udds").cold_starts) == (0.43, 0.0)
    assert cycle("ftp").fuel is EPA_GASOLINE
    assert cycle("wltc").fuel is E10


@pytest.mark.parametrize("name", ["120", "120kmh", "120 km/h", " 120.0 "])
def test_a_number_is_a_steady_speed(name: str) -> None:
    driven = cycle(name)
    assert driven.speeds == pytest.approx(120 / 3.6)
    assert driven.metres == pytest.approx(20_000)  # 120 km/h for 600 s
    assert driven.name == "120 km/h"


def test_names_forgive_case_and_hyphens() -> None:
    assert cycle("WLTC-Low").name == "wltc_low"


@pytest.mark.parametrize("name", ["nedc", "", "-50", "0", "900", "nan"])
def test_what_is_no_cycle_is_said(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        cycle(name)
    assert caught.value.faults[0].where == "drive cycle"


@pytest.mark.parametrize(
    "speeds", [[1.0], [0.0, 0.0], [0.0, -1.0, 0.0], [0.0, float("nan")], [[0.0, 1.0], [1.0, 0.0]]]
)
def test_speeds_that_cannot_be_driven(speeds: list[float]) -> None:
    with pytest.raises(UsageError):
        Cycle("own", np.array(speeds), 0.0, E10)


def test_speeds_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        cycle("udds").speeds[0] = 1.0
    with pytest.raises(UsageError):
        steady(251)


def test_fuels() -> None:
    # petrol burns to 2.35 kg CO2 a litre without ethanol, E10 to 2.27
    assert EPA_GASOLINE.grams_per_litre == pytest.approx(2348, abs=1)
    assert E10.grams_per_litre == pytest.approx(2274, abs=1)
    assert E10.joules_per_litre < EPA_GASOLINE.joules_per_litre


def test_files_are_in_the_package() -> None:
    assert {file for file, *_ in FILES.values()} == {"udds", "hwfet", "us06", "wltc"}
    assert data("README.md").is_file()

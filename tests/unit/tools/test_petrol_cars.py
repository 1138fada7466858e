"""Which cars of EPA's list are taken, on rows made by hand."""

from __future__ import annotations

import csv
from typing import Any

import pytest
from tools.petrol_cars import COAST, COLUMNS, OUT, POWER, SIZE, WEIGHT, cars, mean_mpg

TEST = {
    "Test Vehicle ID": "V1",
    "Test Veh Configuration #": "0",
    "Test Number": "T1",
    "Represented Test Veh Make": "Acme",
    "Represented Test Veh Model": "RUNNER",
    "Tested Transmission Type": "Semi-Automatic",
    "Analytically Derived FE?": "No",
    "Police - Emergency Vehicle?": "N",
    "Test Fuel Type Cd": "61",
    "Test Procedure Cd": "21",
    "RND_ADJ_FE": "30",
    WEIGHT: "3500",
    POWER: "150",
    SIZE: "2.0",
    COAST[0]: "30",
    COAST[1]: "0.1",
    COAST[2]: "0.02",
}


def both(**changed: Any) -> list[dict[str, str]]:
    """A city and a highway test of one vehicle."""
    row = TEST | changed
    return [row, row | {"Test Procedure Cd": "3", "RND_ADJ_FE": str(1.4 * float(row["RND_ADJ_FE"]))}]


def test_a_car_with_both_tests_is_taken() -> None:
    (found,) = cars(both())
    assert (found["vehicle"], found["gearbox"], found["power_kw"]) == ("ACME RUNNER", "stepped", "112")
    assert (found["ftp_or_udds_unadj"], found["hwfet_unadj"], found["unit"]) == ("30.0", "42.0", "mpg")


def test_repeats_are_averaged_as_consumption() -> None:
    assert mean_mpg([20.0, 30.0]) == pytest.approx(24.0)
    (found,) = cars([*both(), TEST | {"RND_ADJ_FE": "20"}])
    assert found["ftp_or_udds_unadj"] == "24.0"


@pytest.mark.parametrize(
    "changed",
    [
        {"Test Fuel Type Cd": "19"},
        {"Analytically Derived FE?": "Yes"},
        {"Police - Emergency Vehicle?": "Y"},
        {"Represented Test Veh Model": "RUNNER HYBRID"},
        {"Tested Transmission Type": "Manual"},
        {WEIGHT: "5500"},
        {POWER: "400"},
        {SIZE: "5.0"},
        {COAST[2]: ""},
        {"RND_ADJ_FE": "0"},
    ],
)
def test_other_cars_are_left_out(changed: dict[str, str]) -> None:
    assert cars(both(**changed)) == []


def test_one_that_goes_as_far_in_the_city_is_a_hybrid() -> None:
    assert cars([TEST, TEST | {"Test Procedure Cd": "3", "RND_ADJ_FE": "34"}]) == []
    assert cars([TEST]) == []  # no highway test


def test_a_car_of_the_twenty_is_left_out() -> None:
    assert cars(both(**{"Test Number": "MNSX10067335"})) == []


def test_the_committed_file_has_these_columns() -> None:
    with OUT.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    assert {row["use"] for row in rows} == {"fit", "held_out"}

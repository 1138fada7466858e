from __future__ import annotations

from typing import Any

import pytest

from teikei.case.row import Row
from teikei.case.tables.plants import ROWS, Content, Line, Plant, PlantOwner, Tooling

from .conftest import needs_each, refuses

GOOD: dict[type[Row], dict[str, Any]] = {
    Plant: {
        "plant": "delta",
        "name": "Delta",
        "territory": "us",
        "latitude": 33,
        "longitude": -90,
        "fixed_cost_m": 300,
        "conversion_cost_per_unit": 2000,
    },
    PlantOwner: {"plant": "delta", "firm": "nagi", "share": 1},
    Line: {
        "line": "delta_body",
        "plant": "delta",
        "constructions": "unibody",
        "capacity_units_per_year": 100000,
    },
    Tooling: {"model": "n_suv", "plant": "delta", "status": "tooled"},
    Content: {"model": "any", "plant": "delta", "territory": "us", "share_of_value": 1},
}


@pytest.mark.parametrize("row", GOOD, ids=lambda row: row.table)
def test_what_must_be_given(row: type[Row]) -> None:
    assert row in ROWS
    needs_each(row, GOOD[row])


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        (Plant, "fixed_cost_m", -1),
        (Plant, "minimum_use_share", 1.1),
        (Plant, "overtime_share", 0.6),
        (Plant, "plant", "Delta"),
        (PlantOwner, "share", 1.1),
        (Line, "capacity_units_per_year", -1),
        (Tooling, "status", "maybe"),
        (Content, "share_of_value", 1.1),
    ],
)
def test_what_no_row_may_hold(row: type[Row], column: str, value: object) -> None:
    refuses(row, GOOD[row], column, value)


def test_a_plant_is_open_and_stays_so_by_default() -> None:
    plant = Plant(**GOOD[Plant])
    assert (plant.may_close_from, plant.closes_after, plant.minimum_use_share) == (None, None, 0.0)
    assert (plant.overtime_share, plant.overtime_premium) == (0.0, 0.5)

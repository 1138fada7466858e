from __future__ import annotations

from typing import Any

import pytest

from teikei.case.row import Row
from teikei.case.tables.cars import ROWS, Demand, Diversion, Model, Sourcing, Variant

from .conftest import needs_each, refuses

GOOD: dict[type[Row], dict[str, Any]] = {
    Model: {
        "model": "n_suv",
        "name": "SUV",
        "firm": "nagi",
        "segment": "suv",
        "customs_class": "car",
        "volume_cbm": 12,
        "status": "current",
    },
    Variant: {
        "variant": "n_suv_petrol",
        "model": "n_suv",
        "powertrain": "petrol",
        "platform": "n_body",
        "parts_cost": 17000,
    },
    Demand: {
        "model": "n_suv",
        "powertrain": "petrol",
        "market": "us",
        "base_year": 2026,
        "units_per_year": 100000,
        "list_price": 28000,
    },
    Diversion: {"model": "h_pickup", "to": "n_pickup", "market": "us", "share": 0.25},
    Sourcing: {
        "variant": "n_suv_petrol",
        "plant": "delta",
        "market": "us",
        "base_year": 2026,
        "units": 100000,
    },
}


@pytest.mark.parametrize("row", GOOD, ids=lambda row: row.table)
def test_what_must_be_given(row: type[Row]) -> None:
    assert row in ROWS
    needs_each(row, GOOD[row])


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        (Model, "volume_cbm", 3),
        (Model, "status", "old"),
        (Model, "customs_value_share", 0),
        (Model, "segment", "Compact SUV"),
        (Variant, "powertrain", "steam"),
        (Variant, "co2_g_per_km", 601),
        (Demand, "list_price", 0),
        (Demand, "growth", 0.51),
        (Demand, "dealer_margin_share", 0.41),
        (Demand, "units_per_year", -1),
        (Diversion, "share", 1.01),
        (Sourcing, "units", -1),
    ],
)
def test_what_no_row_may_hold(row: type[Row], column: str, value: object) -> None:
    refuses(row, GOOD[row], column, value)


def test_defaults_that_move_money() -> None:
    demand, model = Demand(**GOOD[Demand]), Model(**GOOD[Model])
    assert (demand.dealer_margin_share, demand.sales_tax_rate, demand.growth) == (0.08, 0.0, 0.0)
    assert (model.customs_value_share, model.life_years, model.lead_years) == (0.85, 7, 3.0)

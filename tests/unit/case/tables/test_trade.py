from __future__ import annotations

from typing import Any

import pytest

from teikei.case.row import Row
from teikei.case.tables.trade import ROWS, Freight, OriginRule, Tariff

from .conftest import needs_each, refuses

GOOD: dict[type[Row], dict[str, Any]] = {
    Tariff: {
        "origin": "japan",
        "destination": "us",
        "customs_class": "car",
        "rate": 0.15,
        "stacking": "base",
        "valid_from": "2020-01-01",
    },
    Freight: {"origin": "japan", "destination": "us", "transit_days": 35},
}


@pytest.mark.parametrize("row", GOOD, ids=lambda row: row.table)
def test_what_must_be_given(row: type[Row]) -> None:
    assert row in ROWS
    needs_each(row, GOOD[row])


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        (Tariff, "rate", 3.1),
        (Tariff, "rate", -0.01),
        (Tariff, "stacking", "sum"),
        (Tariff, "valid_from", "soon"),
        (Tariff, "powertrain", "steam"),
        (Freight, "per_unit", -1),
    ],
)
def test_what_no_row_may_hold(row: type[Row], column: str, value: object) -> None:
    refuses(row, GOOD[row], column, value)


def test_a_tariff_is_for_every_maker_and_open_ended_by_default() -> None:
    tariff = Tariff(**GOOD[Tariff])
    assert (tariff.firm, tariff.powertrain, tariff.valid_to) == ("any", "any", None)


def test_blocs_and_any_are_places_of_a_tariff() -> None:
    assert Tariff.also["origin"] == ("any", "<bloc>")
    assert "any" not in OriginRule.also["origin"]

from __future__ import annotations

from typing import Any

import pytest

from teikei.case.row import Row
from teikei.case.tables.firms import ROWS, ExchangeRate, Firm, Programme, Territory

from .conftest import needs_each, refuses

GOOD: dict[type[Row], dict[str, Any]] = {
    Firm: {"firm": "nagi", "name": "Nagi", "home_territory": "us", "role": "plans"},
    Territory: {
        "territory": "us",
        "name": "United States",
        "latitude": 38,
        "longitude": -97,
        "currency": "USD",
    },
    Programme: {"firm": "nagi", "what": "market", "resource": "us", "cost_m_per_year": 20.0},
    ExchangeRate: {"currency": "JPY", "year": 2026, "units_per_case_currency": 150.0},
}


@pytest.mark.parametrize("row", GOOD, ids=lambda row: row.table)
def test_what_must_be_given(row: type[Row]) -> None:
    assert row in ROWS
    needs_each(row, GOOD[row])


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        (Firm, "role", "planner"),
        (Firm, "firm", "Nagi"),
        (Firm, "overhead_m", -1),
        (Firm, "colour", "red"),
        (Firm, "own_discount_rate", 0),
        (Territory, "latitude", 91),
        (Territory, "currency", "usd"),
        (ExchangeRate, "units_per_case_currency", 0),
        (ExchangeRate, "year", 26),
        (Programme, "what", "plant"),
        (Programme, "cost_m_per_year", -1),
        (Programme, "units_to_date", -1),
    ],
)
def test_what_no_row_may_hold(row: type[Row], column: str, value: object) -> None:
    refuses(row, GOOD[row], column, value)


def test_a_firm_stands_for_itself_by_default() -> None:
    firm = Firm(**GOOD[Firm])
    assert (firm.overhead_m, firm.cash_m, firm.currency, firm.colour) == (0.0, None, "", "")

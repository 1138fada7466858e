from __future__ import annotations

from typing import Any

import pytest

from teikei.case.row import Row
from teikei.case.tables.evidence import ROWS, Announced, Edit, ScenarioRow, Source

from .conftest import needs_each, refuses

GOOD: dict[type[Row], dict[str, Any]] = {
    Source: {"source": "annual", "title": "Annual report"},
    ScenarioRow: {"scenario": "slump", "title": "A slump"},
    Edit: {
        "scenario": "slump",
        "table_name": "demand",
        "column_name": "units_per_year",
        "operation": "scale",
    },
    Announced: {"what": "market", "resource": "us", "leader": "nagi"},
}


@pytest.mark.parametrize("row", GOOD, ids=lambda row: row.table)
def test_what_must_be_given(row: type[Row]) -> None:
    assert row in ROWS
    needs_each(row, GOOD[row])


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        (Source, "kind", "gossip"),
        (Source, "source", "Annual"),
        (ScenarioRow, "probability", 1.5),
        (Edit, "operation", "multiply"),
        (Announced, "what", "plant"),
    ],
)
def test_what_no_row_may_hold(row: type[Row], column: str, value: object) -> None:
    refuses(row, GOOD[row], column, value)


def test_a_source_is_secondary_unless_said() -> None:
    assert Source(**GOOD[Source]).kind == "secondary"
    assert Edit(**GOOD[Edit]).where == ""

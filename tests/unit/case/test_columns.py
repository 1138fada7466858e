from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from teikei.base.errors import CaseError
from teikei.case.columns import column_names, columns, conform, empty, frame_of, schema, split, table_names
from teikei.case.tables.registry import TABLES


@pytest.mark.parametrize("table", table_names())
def test_columns_stand_for_the_row_model(table: str) -> None:
    row = TABLES[table]
    plain = {column.name for column in columns(table) if not column.bound_of}
    assert plain == set(row.model_fields)
    assert {column.bound_of for column in columns(table)} - {""} == set(row.swept)
    for column in columns(table):
        assert column.meaning, f"{table}.{column.name} does not say what it means"
        if not column.bound_of:
            assert column.required == row.model_fields[column.name].is_required()
    assert dict(empty(table).schema) == schema(table)
    assert column_names(table)[0] in (*row.key, "agreement"), "ids come first"


def test_limits_are_read_from_the_model() -> None:
    by_name = {column.name: column for column in columns("models")}
    size = by_name["volume_cbm"]
    assert (size.least, size.most, size.open_least, size.open_most) == (3, 60, True, True)
    share = by_name["customs_value_share"]
    assert (share.least, share.most, share.open_least, share.open_most) == (0, 1, True, False)
    assert by_name["customs_class"].choices == ("car", "light_truck", "van")
    assert by_name["model"].pattern


def test_a_frame_of_rows_gets_defaults_and_types() -> None:
    frame = frame_of(
        "tariffs",
        [
            {"origin": "japan", "destination": "us", "customs_class": "car", "rate": 0, "stacking": "base"}
            | {"valid_from": "2025-01-01"},
            {"origin": "eu", "destination": "us", "customs_class": "car", "rate": 0.15, "stacking": "base"}
            | {"valid_from": dt.date(2025, 8, 1), "rate_high": 0.25},
        ],
    )
    assert frame["firm"].to_list() == ["any", "any"]
    assert frame["valid_from"].to_list() == [dt.date(2025, 1, 1), dt.date(2025, 8, 1)]
    assert frame["valid_to"].to_list() == [None, None]
    assert frame["rate_high"].to_list() == [None, 0.25]
    assert frame["rate"].dtype == pl.Float64


def test_lists_come_as_text_or_lists() -> None:
    rows = [
        {"line": "a", "plant": "p", "constructions": "unibody; kei", "capacity_units_per_year": 1},
        {"line": "b", "plant": "p", "constructions": ["van"], "capacity_units_per_year": 2},
    ]
    assert frame_of("lines", rows)["constructions"].to_list() == [["unibody", "kei"], ["van"]]
    assert split(" a;; b ;") == ["a", "b"]


def test_unknown_columns_and_wrong_types_are_faults() -> None:
    with pytest.raises(CaseError) as caught:
        conform("plant_owners", pl.DataFrame({"plant": ["p"], "frm": ["x"], "share": ["many"]}))
    assert "'firm'" in str(caught.value)
    assert "share" in str(caught.value)
    assert len(caught.value.faults) == 2


def test_a_year_and_a_half_is_no_year() -> None:
    with pytest.raises(CaseError, match="whole"):
        conform("fx", pl.DataFrame({"currency": ["JPY"], "year": [2025.5], "units_per_case_currency": [150]}))

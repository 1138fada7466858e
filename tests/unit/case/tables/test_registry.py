from __future__ import annotations

import typing

import pytest

from teikei.case.row import Row
from teikei.case.tables.registry import TABLES


def test_tables_by_their_file_name_sources_first() -> None:
    assert next(iter(TABLES)) == "sources"
    assert all(name == row.table for name, row in TABLES.items())


@pytest.mark.parametrize("row", TABLES.values(), ids=lambda row: row.table)
def test_what_a_row_says_of_itself_is_true(row: type[Row]) -> None:
    fields = row.model_fields
    assert row.__doc__
    assert row.key
    assert set(row.key) <= set(fields)
    assert set(row.lists) <= set(fields)
    assert set(row.references) <= set(fields)
    assert set(row.references.values()) <= set(TABLES)
    assert set(row.also) <= set(row.references)
    assert all(field.description for field in fields.values()), row.table


@pytest.mark.parametrize("row", TABLES.values(), ids=lambda row: row.table)
def test_swept_columns_are_numbers(row: type[Row]) -> None:
    for name in row.swept:
        kinds = typing.get_args(row.model_fields[name].annotation) or (row.model_fields[name].annotation,)
        assert float in kinds or int in kinds, f"{row.table}.{name}"

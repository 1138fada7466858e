"""The tables of a case as rows, before they are a case."""

from __future__ import annotations

from typing import Any

from teikei.case.case import Case
from teikei.case.columns import frame_of
from teikei.case.settings import Settings

Rows = list[dict[str, Any]]


def case_of(settings: Settings, rows: dict[str, Rows]) -> Case:
    """Return the case made of rows, without the keys that are for the builder only."""
    clean = {
        table: frame_of(table, [{k: v for k, v in row.items() if not k.startswith("_")} for row in lines])
        for table, lines in rows.items()
    }
    return Case(settings, clean)

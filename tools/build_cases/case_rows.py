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


def ranged(column: str, value: float, low: float, high: float, digits: int | None = 1) -> dict[str, float]:
    """Return a column with its low and high as parts of the value, all rounded to some digits (None: whole).

    ``ranged("cost_m", 10.0, 0.6, 1.4)`` is ``{"cost_m": 10.0, "cost_m_low": 6.0, "cost_m_high": 14.0}``.
    """
    made = {column: value, f"{column}_low": low * value, f"{column}_high": high * value}
    return {name: round(amount, digits) for name, amount in made.items()}

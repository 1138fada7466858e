"""Columns that may be filled but move no figure yet, so that nobody takes them for part of an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teikei.case.tables.registry import TABLES

if TYPE_CHECKING:
    from teikei.case.case import Case

UNREAD: dict[str, tuple[str, ...]] = {
    "firms": ("own_discount_rate", "market_value_m"),
    "agreements": ("exclusivity", "ip_owner"),
    "terms": ("index", "currency_risk_share", "negotiable"),
    "scenarios": ("probability",),
}
"""Table -> columns that no plan and no verdict reads."""


def unread(case: Case) -> dict[str, int]:
    """``table.column`` -> rows that give something else than the column's default, for columns that no plan
    reads."""
    found: dict[str, int] = {}
    for table, columns in UNREAD.items():
        for column in columns:
            default = TABLES[table].model_fields[column].default
            given = [value for value in case[table][column].to_list() if value not in (None, default)]
            if given:
                found[f"{table}.{column}"] = len(given)
    return found

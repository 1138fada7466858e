"""A column of a table, or a setting, in plain words: type, range, default, meaning; read from its schema."""

from __future__ import annotations

from typing import Any

from teikei.case.row import Row
from tools.docs.markdown import cell


def shape(column: dict[str, Any]) -> dict[str, Any]:
    """The JSON Schema of a column without its ``null`` branch."""
    branches = [branch for branch in column.get("anyOf", []) if branch.get("type") != "null"]
    return {**column, **branches[0]} if branches else column


def type_of(column: dict[str, Any]) -> str:
    """Type in plain words."""
    bare = shape(column)
    if bare.get("format") == "date":
        return "date"
    if "enum" in bare or "const" in bare:
        return "choice"
    words = {"number": "number", "integer": "whole number", "boolean": "true or false", "string": "text"}
    return words.get(str(bare.get("type")), str(bare.get("type")))


def range_of(column: dict[str, Any]) -> str:
    """Permitted values: limits, choices or pattern."""
    bare = shape(column)
    if "enum" in bare:
        return ", ".join(f"`{choice}`" for choice in bare["enum"])
    signs = (
        ("minimum", "≥ "),
        ("exclusiveMinimum", "> "),
        ("maximum", "≤ "),
        ("exclusiveMaximum", "< "),
    )
    limits = [f"{sign}{bare[key]:,}".replace(",", " ") for key, sign in signs if key in bare]
    if limits:
        return ", ".join(limits)
    pattern = bare.get("pattern", "")
    known = {"^[a-z][a-z0-9_]*$": "snake_case", "^([a-z][a-z0-9_]*)?$": "snake_case or blank"}
    return known.get(pattern, f"`{pattern}`".replace("|", "\\|") if pattern else "")


def default_of(name: str, column: dict[str, Any], required: list[str]) -> str:
    """Default as it would stand in the CSV."""
    if name in required:
        return "**required**"
    default = column.get("default")
    if default in (None, ""):
        return "blank"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def meaning_of(row: type[Row], name: str, column: dict[str, Any]) -> str:
    """Meaning, the table whose ids it holds, and the words allowed beside them."""
    said = cell(str(column.get("description", "")))
    if name in row.references:
        beside = "".join(f" or {word}" for word in row.also.get(name, ()))
        said += cell(f" → {row.references[name]}{beside}")
    return said

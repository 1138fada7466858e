"""What every row of every table has: a source, a confidence, units and ranges that document themselves."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

Confidence = Literal["reported", "derived", "estimate", "assumption"]


def column(default: Any = ..., *, unit: str = "", meaning: str, **limits: Any) -> Any:
    """A table column: default (… = required), unit, one line of meaning, and limits (ge, le, gt, pattern)."""
    return Field(default, description=meaning, json_schema_extra={"unit": unit}, **limits)


def name_column(default: Any = ..., *, meaning: str) -> Any:
    """A column holding an id: lower-case letters, digits and underscores."""
    return column(
        default, meaning=meaning, pattern=r"^[a-z][a-z0-9_]*$" if default is ... else r"^([a-z][a-z0-9_]*)?$"
    )


class Row(BaseModel):
    """Base of all row models. The class is the single truth for one table: columns, types, units, docs.

    Class attributes
    ----------------
    table : file name without ``.csv``
    key : columns that together may occur once
    references : column -> table whose first key column holds the known ids. A column of ids joined by ``;``
        is listed in ``lists``. The words in ``also`` are allowed beside the ids.
    swept : numeric columns that may be accompanied by ``<column>_low`` and ``<column>_high``
    lists : columns that hold several values joined by ``;``
    also : column -> extra words allowed in a reference column
    needed : the table must have at least one row in a case that is to be planned
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    table: ClassVar[str] = ""
    key: ClassVar[tuple[str, ...]] = ()
    references: ClassVar[dict[str, str]] = {}
    swept: ClassVar[tuple[str, ...]] = ()
    lists: ClassVar[tuple[str, ...]] = ()
    also: ClassVar[dict[str, tuple[str, ...]]] = {}
    needed: ClassVar[bool] = False

    source: str = column("", meaning="ids of sources.csv, joined by ';'; blank shows in amber")
    confidence: Confidence = column("assumption", meaning="how the figure is known")
    note: str = column("", meaning="how it was derived, what conflicts")

"""An empty case to fill in, and the description of its tables for other programs."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from teikei.base.errors import Fault, UsageError
from teikei.case.case import Case
from teikei.case.columns import Column, columns, table_names
from teikei.case.settings import Settings
from teikei.case.tables.registry import TABLES
from teikei.case.write import header, settings_text

EXAMPLE = Settings(
    name="my_case",
    title="My case",
    currency="USD",
    price_year=2025,
    first_year=2027,
    last_year=2035,
    reviews=(2027, 2029, 2032),
    decision_date=dt.date(2026, 12, 1),
    discount_rate=0.07,
)


def write_template(folder: str | Path, force: bool = False) -> Path:
    """Write an empty case: ``case.toml`` with comments, a CSV with header for each table, a README,
    and ``datapackage.json``, which tells other programs what the tables hold.

    Parameters
    ----------
    folder : folder to write, made if it is missing
    force : overwrite files that are there

    Returns
    -------
    Path
        the folder

    Raises
    ------
    UsageError
        if a file would be overwritten and ``force`` is false; nothing is written then
    """
    target = Path(folder)
    described = json.dumps(datapackage(), indent=2, ensure_ascii=False) + "\n"
    files = {
        "case.toml": settings_text(EXAMPLE, comments=True),
        "README.md": readme(),
        "datapackage.json": described,
        **_headers(),
    }
    if target.exists() and not target.is_dir():
        raise UsageError(
            Fault(str(folder), f"{target.name!r} is a file", "a case is a folder", "give another name")
        )
    there = [name for name in files if (target / name).exists()]
    if there and not force:
        raise UsageError(
            Fault(
                str(folder),
                f"{', '.join(there[:3])}{', …' if len(there) > 3 else ''} would be overwritten",
                "what stands in these files would be lost",
                "give an empty folder, or --force to overwrite",
            )
        )
    try:
        target.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (target / name).write_text(content, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(
            Fault(
                str(folder),
                f"{error.filename or folder} cannot be written: {error.strerror}",
                "the empty case is not whole",
                "give a folder that you may write to",
            )
        ) from None
    return target


def _headers() -> dict[str, str]:
    return {f"{table}.csv": header(table) + "\n" for table in table_names()}


def readme() -> str:
    """What every table and column of a case means, as Markdown."""
    parts = [
        "# A teikei case\n",
        "One CSV a table, UTF-8, commas; one row a thing; ids in lower_case. A blank cell takes the default "
        "of its column; a bold column has none and must be filled in. Lists are joined by `;`, dates are "
        "written 2026-12-01, shares as 0.57. Columns marked ↕ may be followed by `<column>_low` and "
        "`<column>_high`. Every row names its `source` (ids of sources.csv) and its `confidence`. Tables "
        "marked * must have rows; "
        "the others may be empty or deleted. `teikei check FOLDER` shows every fault at once. "
        "`datapackage.json` says the same to other programs (a Frictionless tabular data package); "
        "teikei does not read it.\n",
    ]
    for table in table_names():
        row = TABLES[table]
        summary = " ".join((row.__doc__ or "").split("\n\n")[0].split())
        parts.append(f"## {table}{' *' if row.needed else ''}\n\n{summary} Key: {', '.join(row.key)}.\n")
        lines = [_described(column, table) for column in columns(table) if not column.bound_of]
        parts.append("| column | holds | unit | default |\n|---|---|---|---|\n" + "\n".join(lines) + "\n")
    return "\n".join(parts)


def _described(column: Column, table: str) -> str:
    swept = " ↕" if column.name in TABLES[table].swept else ""
    name = f"**{column.name}**" if column.required else column.name
    words = f" ({', '.join(column.choices)})" if column.choices else ""
    default = "" if column.default is None else str(column.default)
    return f"| {name}{swept} | {column.meaning.replace('|', '/')}{words} | {column.unit} | {default} |"


_TYPES = {
    "text": "string",
    "list": "string",
    "number": "number",
    "integer": "integer",
    "flag": "boolean",
    "date": "date",
}


def datapackage(case: Case | None = None, tables: Iterable[str] | None = None) -> dict[str, Any]:
    """Description of the tables as a Frictionless tabular data package (``datapackage.json``).

    Parameters
    ----------
    case : case whose name, title and non-empty tables are described; None = every table
    tables : names of the tables; None = all, or those of the case with rows
    """
    if tables is None:
        tables = [name for name in table_names() if case is None or case[name].height]
    chosen = list(tables)
    return {
        "name": (case.name if case else "teikei_case").replace("_", "-"),
        "title": case.settings.title if case else "A teikei case",
        "profile": "tabular-data-package",
        "resources": [_resource(table, set(chosen)) for table in chosen],
    }


def _resource(table: str, there: set[str]) -> dict[str, Any]:
    row = TABLES[table]
    foreign = [
        {"fields": [name], "reference": {"resource": target, "fields": [TABLES[target].key[0]]}}
        for name, target in row.references.items()
        # lists, and columns that take words beside the ids, are no foreign keys in the sense of the format
        if target in there and name not in row.lists and name not in row.also
    ]
    return {
        "name": table.replace("_", "-"),
        "path": f"{table}.csv",
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "schema": {
            "fields": [_field(column) for column in columns(table)],
            "primaryKey": list(row.key),
            "foreignKeys": foreign,
            "missingValues": [""],
        },
    }


def _field(column: Column) -> dict[str, Any]:
    limits: dict[str, Any] = {}
    if column.required:
        limits["required"] = True
    if column.choices:
        limits["enum"] = list(column.choices)
    if column.pattern:
        limits["pattern"] = column.pattern
    if column.least is not None and not column.open_least:
        limits["minimum"] = column.least
    if column.most is not None and not column.open_most:
        limits["maximum"] = column.most
    field: dict[str, Any] = {"name": column.name, "type": _TYPES[column.kind], "description": column.meaning}
    if column.unit:
        field["unit"] = column.unit
    if limits:
        field["constraints"] = limits
    return field

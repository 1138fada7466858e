"""Writing a case as a folder of CSV files that reads back to the same hash."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl

from teikei.case.case import Case, canonical
from teikei.case.columns import Column, columns, required_names, table_names
from teikei.case.settings import Settings


def write_case(case: Case, folder: str | Path) -> Path:
    """Write a case as ``case.toml`` and one CSV a table; ``read_case`` of the folder has the same hash.

    Rows are sorted by key. Columns in which every cell is the default are left out, so are tables without
    rows.
    Files of tables that the case no longer holds are removed.

    Parameters
    ----------
    case : the case
    folder : folder to write, made if it is missing

    Returns
    -------
    Path
        the folder
    """
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    (target / "case.toml").write_text(settings_text(case.settings), encoding="utf-8", newline="\n")
    for table in table_names():
        path = target / f"{table}.csv"
        if case[table].height:
            write_table(table, case[table], path)
        else:
            path.unlink(missing_ok=True)
    return target


def write_table(table: str, frame: pl.DataFrame, path: Path) -> None:
    """Write one table, sorted by key, without columns that say nothing."""
    flat = canonical(table, frame)
    kept = [
        column
        for column in columns(table)
        if column.name in flat.columns or column.name in required_names(table)
    ]
    cells = [[text(column, value) for value in flat[column.name]] for column in kept]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([column.name for column in kept])
        writer.writerows(zip(*cells, strict=True))


def text(column: Column, value: Any) -> str:
    """A value as the cell that reads back to it."""
    if value is None:
        return ""
    match column.kind:
        case "flag":
            return "true" if value else "false"
        case "number":
            whole = value == int(value) and abs(value) < 2**53
            return str(int(value)) if whole else repr(float(value))
        case _:
            return str(value)


def settings_text(settings: Settings, comments: bool = False) -> str:
    """``case.toml`` of some settings; those at their default are left out unless comments are asked for."""
    lines = []
    for name, info in Settings.model_fields.items():
        value = getattr(settings, name)
        if comments:
            lines.append(f"# {info.description}")
        if value == info.default and not info.is_required():
            if comments:
                lines.append(f"# {name} = {_toml(value if value is not None else settings.discount_rate)}\n")
            continue
        lines.append(f"{name} = {_toml(value)}" + ("\n" if comments else ""))
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return f"[{', '.join(_toml(part) for part in value)}]"
    if isinstance(value, int | float):
        return repr(value)
    escaped = "".join(_ESCAPES.get(letter, letter) for letter in str(value))
    return f'"{escaped}"'


_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def header(table: str) -> str:
    """The header of an empty table: every column but the bounds for sweeps."""
    return ",".join(column.name for column in columns(table) if not column.bound_of)

"""Reading of the fact tables: tidy CSV files in theme folders, each row with its source."""

from __future__ import annotations

import csv
import os
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=64)
def _read(path: Path) -> tuple[dict[str, str], ...]:
    with path.open(encoding="utf-8", newline="") as handle:
        lines = csv.DictReader(handle)
        return tuple({key: (cell or "").strip() for key, cell in line.items()} for line in lines)


def facts_folder() -> Path:
    """Return the folder of the fact tables: TEIKEI_DATA (default ../shared/data) and in it ``facts``."""
    return Path(os.environ.get("TEIKEI_DATA", "../shared/data")) / "facts"


class Facts:
    """The folder of fact tables. A table is named ``theme/table``, e.g. ``nissan_group/plants``."""

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)

    def table(self, name: str) -> list[dict[str, str]]:
        """Return all rows of a table as dictionaries of text, blanks as ``""``."""
        return [dict(row) for row in _read(self.folder / f"{name}.csv")]

    def rows(self, table: str, **where: str) -> list[dict[str, str]]:
        """Return the rows whose columns equal the values given."""
        found = _read(self.folder / f"{table}.csv")
        return [dict(row) for row in found if all(row[column] == value for column, value in where.items())]

    def text(self, table: str, column: str, **where: str) -> str:
        """Return one cell. Raises LookupError unless exactly one row matches."""
        found = self.rows(table, **where)
        if len(found) != 1:
            raise LookupError(f"{table}: {len(found)} rows match {where}, wanted one for column {column}")
        return found[0][column]

    def number(self, table: str, column: str, **where: str) -> float:
        """Return one cell as a number. LookupError unless one row matches, ValueError if blank."""
        cell = self.text(table, column, **where)
        try:
            return float(cell)
        except ValueError:
            raise ValueError(f"{table}.{column} where {where}: '{cell}' is not a number") from None

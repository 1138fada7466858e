"""`teikei cases`: the cases that come with teikei."""

from __future__ import annotations

import json as encode
from typing import Any

from rich.console import Console
from rich.table import Table

from teikei.case.read import read_case, shipped_cases

SIZES = ("firms", "territories", "plants", "models", "variants", "agreements", "scenarios")


def cases(*, json: bool = False) -> int:
    """List the cases that come with teikei.

    Parameters
    ----------
    json
        print one JSON object instead of text
    """
    rows = [_row(name) for name in shipped_cases()]
    if json:
        print(encode.dumps({"cases": rows}, ensure_ascii=False))
        return 0
    shown = Table(title_justify="left")
    shown.add_column("case")
    shown.add_column("title", overflow="fold")
    shown.add_column("years")
    for size in SIZES:
        shown.add_column(size, justify="right")
    for row in rows:
        years = f"{row['first_year']}–{row['last_year']}"
        shown.add_row(row["case"], row["title"], years, *(str(row[size]) for size in SIZES))
    console = Console()
    if not console.is_terminal:
        console = Console(width=140)
    console.print(shown)
    return 0


def _row(name: str) -> dict[str, Any]:
    case = read_case(name, check=False)
    sizes = {size: case[size].height for size in SIZES}
    settings = case.settings
    return {
        "case": name,
        "title": settings.title,
        "first_year": settings.first_year,
        "last_year": settings.last_year,
        **sizes,
    }

"""`teikei template`: an empty case to fill in."""

from __future__ import annotations

from pathlib import Path

from teikei.case.columns import table_names
from teikei.case.template import write_template


def template(folder: Path, *, force: bool = False) -> int:
    """Write an empty case to fill in.

    The folder gets case.toml with comments, a CSV with its header for every table, a README.md that says what
    each column holds, and datapackage.json, which says the same to other programs (Frictionless).

    Parameters
    ----------
    folder
        folder to write; made if it is missing
    force
        overwrite files that are there
    """
    write_template(folder, force)
    print(f"Wrote case.toml, {len(table_names())} tables, README.md and datapackage.json to {folder}.")
    print(f"Fill them in, then run: teikei check {folder}")
    return 0

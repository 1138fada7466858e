"""The command that builds a shipped case: ``python -m tools.build_cases.CASE.build [--facts …] [--out …]``."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from tools.build_cases.facts import facts_folder


def command(about: str | None, out: Path, written: Callable[[Path, Path], str]) -> None:
    """Write a case from the facts to a folder, and print what ``written`` says of it.

    ``about`` is the builder's docstring, ``out`` the folder of the shipped case.
    """
    parser = argparse.ArgumentParser(description=(about or "").partition("\n")[0])
    parser.add_argument("--facts", type=Path, default=facts_folder(), help="folder with the fact tables")
    parser.add_argument("--out", type=Path, default=out, help="folder to write the case to")
    options = parser.parse_args()
    if not options.facts.is_dir():
        parser.error(
            f"no fact tables in {options.facts}: set TEIKEI_DATA to the data folder, or name --facts"
        )
    print(written(options.facts, options.out))

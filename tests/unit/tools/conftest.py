"""What tests of the builders of cases share: the fact tables, and the tables that are committed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tools.build_cases.case_rows import Rows, case_of
from tools.build_cases.facts import facts_folder

from teikei.case.settings import Settings
from teikei.case.write import write_case

REPOSITORY = Path(__file__).parents[3]
Differing = Callable[[Settings, dict[str, Rows], Path], list[str]]


@pytest.fixture(scope="session")
def folder() -> Path:
    """The folder of the fact tables; without it there is nothing to build from."""
    found = REPOSITORY / facts_folder()
    if not found.is_dir() and not os.environ.get("CI"):
        pytest.skip(f"no fact tables in {facts_folder()}: set TEIKEI_DATA")
    return found


@pytest.fixture
def differing(tmp_path: Path) -> Differing:
    """Names of the files that rebuilding from settings and rows would change in a committed folder."""

    def differ(settings: Settings, rows: dict[str, Rows], committed: Path) -> list[str]:
        write_case(case_of(settings, rows), tmp_path)
        made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
        kept = {path.name: path.read_bytes() for path in (REPOSITORY / committed).iterdir() if path.is_file()}
        assert made
        return sorted(name for name in made.keys() | kept.keys() if made.get(name) != kept.get(name))

    return differ

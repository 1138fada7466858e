from __future__ import annotations

from pathlib import Path

import pytest

from teikei.case.columns import column_names, table_names
from teikei.cli.main import call


def test_an_empty_case_to_fill_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "mine"
    assert call(["template", str(folder)]) == 0
    assert f"teikei check {folder}" in capsys.readouterr().out
    for table in table_names():
        header = (folder / f"{table}.csv").read_text("utf-8").splitlines()[0]
        assert set(header.split(",")) <= set(column_names(table))
    assert (folder / "case.toml").exists()
    assert (folder / "README.md").exists()
    assert (folder / "datapackage.json").exists()


def test_what_is_there_is_not_overwritten_unasked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "mine"
    assert call(["template", str(folder)]) == 0
    (folder / "firms.csv").write_text("mine")
    assert call(["template", str(folder)]) == 2
    assert (folder / "firms.csv").read_text() == "mine"
    assert call(["template", str(folder), "--force"]) == 0
    assert (folder / "firms.csv").read_text() != "mine"
    capsys.readouterr()

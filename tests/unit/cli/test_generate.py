from __future__ import annotations

from pathlib import Path

import pytest

from teikei.cli.main import call

SIZE = ["--firms", "2", "--plants", "3", "--models", "11", "--markets", "3", "--agreements", "3"]


def test_what_is_generated_can_be_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "made_up"
    assert call(["generate", "--out", str(folder), *SIZE]) == 0
    assert f"teikei check {folder}" in capsys.readouterr().out
    assert call(["check", str(folder)]) == 0


def test_sizes_that_hold_no_industry(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["generate", "--out", str(tmp_path), "--firms", "5", "--plants", "2"]) == 2
    assert "--plants" in capsys.readouterr().err
    assert not (tmp_path / "case.toml").exists()

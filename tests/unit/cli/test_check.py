from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from teikei.cli.main import call

SetCell = Callable[[Path, str, int, str, str], None]


def test_a_clean_case(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["check", "two_makers"]) == 0
    out = capsys.readouterr().out
    assert "No faults." in out
    assert "Money by confidence" in out
    assert "100.0%" in out  # invented figures: all of it rests on assumptions


def test_as_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["check", "two_makers", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is True
    assert told["hash"]


def test_rows_without_a_source_are_named(
    tiny_case: Path, set_cell: SetCell, capsys: pytest.CaptureFixture[str]
) -> None:
    # a border that no row covers is a fault, though every table by itself is right
    assert call(["check", str(tiny_case)]) == 3
    assert "tariffs.csv, japan to usa, class parts" in capsys.readouterr().err
    with (tiny_case / "tariffs.csv").open("a") as file:
        file.write("japan,usa,parts,0.1,base,2020-01-01,,MFN,annual\n")
    assert call(["check", str(tiny_case)]) == 0
    assert "Every row names a source." in capsys.readouterr().out
    set_cell(tiny_case, "plants", 2, "source", "")
    assert call(["check", str(tiny_case)]) == 0
    assert "1 rows name no source" in capsys.readouterr().out


def test_faults_end_with_three(
    tiny_case: Path, set_cell: SetCell, capsys: pytest.CaptureFixture[str]
) -> None:
    set_cell(tiny_case, "plants", 2, "territory", "atlantis")
    assert call(["check", str(tiny_case)]) == 3
    assert "atlantis" in capsys.readouterr().err

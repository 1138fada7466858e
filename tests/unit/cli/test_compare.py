from __future__ import annotations

import json
from pathlib import Path

import pytest

from teikei.cli.advise import advise
from teikei.cli.main import call


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """Two runs of one agreement that differ in the number of inputs moved."""
    folder = tmp_path_factory.mktemp("runs")
    for name, inputs in (("one", 0), ("two", 1)):
        advise("two_makers", agreements="suv_at_delta", out=folder / name, workers=1, inputs=inputs)
    return str(folder / "one"), str(folder / "two")


def test_text_json_and_page(
    runs: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(["compare", *runs]) == 0
    said = capsys.readouterr().out
    assert "Option inputs: 0 → 1." in said
    assert "No verdict changed" in said
    assert call(["compare", *runs, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["options"] == {"inputs": [0, 1]}
    assert call(["compare", *runs, "--out", str(tmp_path / "x.md")]) == 0
    assert (tmp_path / "x.md").read_text("utf-8").startswith("# Two answers compared")


def test_the_same_run_twice(runs: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["compare", runs[0], runs[0], "--apart"]) == 0
    assert "The two answers are the same" in capsys.readouterr().out


def test_bad_requests(runs: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["compare", runs[0], str(tmp_path)]) == 2
    assert "holds no saved run" in capsys.readouterr().err
    assert call(["compare", *runs, "--out", "x.docx"]) == 2
    assert "ends in" in capsys.readouterr().err

from __future__ import annotations

import json
from pathlib import Path

import pytest

from teikei.cli.advise import advise
from teikei.cli.main import call


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("run") / "saved"
    advise("two_makers", agreements="suv_at_delta", out=folder, workers=1, inputs=0)
    return str(folder)


def test_from_a_run_twice_gives_equal_files(
    run: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a", "b"):
        words = ["--for", "hoku", "--fiscal-year", "april", "--workers", "1"]
        assert call(["board", run, "--out", str(tmp_path / name), *words]) == 0
    assert "Written to" in capsys.readouterr().err
    for name in ("board.html", "board.xlsx", "manifest.json"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    about = json.loads((tmp_path / "a" / "manifest.json").read_text("utf-8"))
    assert (about["for"], about["fiscal_year"], about["scenarios"]) == ("hoku", "april", [])


def test_from_a_case(tmp_path: Path) -> None:
    words = ["--agreements", "suv_at_delta", "--workers", "1"]
    assert call(["board", "two_makers", "--out", str(tmp_path / "x"), *words]) == 0
    assert "629.0 ±0 m USD" in (tmp_path / "x" / "board.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--fiscal-year", "may"], "no year is called 'may'"),
        (["--for", "hokku"], "did you mean 'hoku'"),
        (["--scenarios", "fre"], "has no scenario 'fre'"),
        (["--agreements", "suv_at_delta"], "the saved run has its own"),
        (["--currency", "XXX"], "no exchange rate"),
    ],
)
def test_bad_requests(
    run: str, tmp_path: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(["board", run, "--out", str(tmp_path / "x"), *words]) == 2
    shown = capsys.readouterr().err
    assert said in shown
    assert "fix:" in shown
    assert not (tmp_path / "x").exists()


def test_an_empty_portfolio_and_no_such_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--agreements", "suv_at_harima", "--workers", "1"]
    assert call(["board", "two_makers", "--out", str(tmp_path / "x"), *words]) == 2
    assert "nothing to sign" in capsys.readouterr().err
    assert call(["board", "nowhere", "--out", str(tmp_path / "x")]) == 2
    assert "neither a case nor a saved run" in capsys.readouterr().err

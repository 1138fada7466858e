from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from teikei.cli.main import call
from teikei.cli.worth import worth


def test_two_makers(capsys: pytest.CaptureFixture[str]) -> None:
    assert worth("two_makers", workers=1, json=True) == 0
    said = capsys.readouterr()
    shown = json.loads(said.out)
    # 430.5 + 629
    assert shown["groups"][2]["beyond_alone_m"] == pytest.approx([1_059.5] * 2, abs=1e-2)
    assert "3 of 3 groups after" in said.err


def test_some_firms_and_deals(capsys: pytest.CaptureFixture[str]) -> None:
    assert worth("two_makers", firms="nagi,hoku", agreements="suv_at_delta", workers=1) == 0
    # 629
    assert "beyond its firms alone 629.0 ±0" in capsys.readouterr().out


def test_groups_are_kept_and_not_valued_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["worth", "two_makers", "--workers", "1", "--resume", str(tmp_path)]
    assert call(words) == 0
    first = capsys.readouterr()
    assert "3 of 3 groups after" in first.err
    # seconds, and the memory of a process that has a case and a solver in it
    megabytes = re.search(
        r"this run took \d+ s, \d+ s of processors, its largest process (\d+) MB", first.out
    )
    assert megabytes is not None
    assert int(megabytes[1]) > 50
    assert call(words) == 0
    again = capsys.readouterr()
    assert "groups after" not in again.err
    assert again.out.splitlines()[:-1] == first.out.splitlines()[:-1]
    assert call([*words, "--agreements", "suv_at_delta"]) == 2
    assert "of other agreements" in capsys.readouterr().err


def test_faults_in_four_fields(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["worth", "two_makers", "--firms", "nagy"]) == 2
    assert "did you mean 'nagi'?" in capsys.readouterr().err
    assert call(["worth", "two_makers", "--agreements", "suv_at_dalta"]) == 2
    assert "suv_at_delta" in capsys.readouterr().err
    for option in ("--firms", "--agreements"):
        assert call(["worth", "two_makers", option, ""]) == 2
        assert f"leave {option} out for all" in capsys.readouterr().err
    assert call(["worth", "two_makers", "--width", "-1"]) == 2
    assert "width" in capsys.readouterr().err

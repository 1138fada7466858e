from __future__ import annotations

import json

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


def test_faults_in_four_fields(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["worth", "two_makers", "--firms", "nagy"]) == 2
    assert "did you mean 'nagi'?" in capsys.readouterr().err
    assert call(["worth", "two_makers", "--agreements", "suv_at_dalta"]) == 2
    assert "suv_at_delta" in capsys.readouterr().err
    assert call(["worth", "two_makers", "--width", "-1"]) == 2
    assert "width" in capsys.readouterr().err

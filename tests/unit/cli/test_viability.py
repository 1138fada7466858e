from __future__ import annotations

import json

import pytest
from tests.cases.edits import added, changed, dropped, two_makers

from teikei.cli.main import call
from teikei.cli.viability import _break_even, viability
from teikei.plan.viability import Standing, Viability


def test_the_focal_firm_at_given_volumes(capsys: pytest.CaptureFixture[str]) -> None:
    assert viability("two_makers", cars="80000,200000", json=True) == 0
    shown = json.loads(capsys.readouterr().out)
    # tests/unit/plan/test_viability.py has the arithmetic
    assert shown["firm"] == "nagi"
    assert [one["yearly_m"] for one in shown["standings"]] == pytest.approx([310.0, 1375.0])
    assert shown["break_even"]["loses_at_cars"] < 45_070.4 < shown["break_even"]["earns_at_cars"]


def test_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["viability", "two_makers", "--firm", "hoku", "--cars", "60000"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "Hoku Motor alone, with today's signed agreements" in text
    # half of 120,000: 20,000 * 9,800 + 40,000 * 8,400 = 532 less 200
    assert "60,000 60,000 60% 332" in text
    assert "Hoku Motor breaks even between" in text


def test_a_firm_without_a_plant(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    case = dropped(two_makers(), "plant_owners", firm="nagi")
    case = added(case, "plant_owners", {"plant": "delta", "firm": "hoku", "share": 1.0})
    case = dropped(changed(case, "tooling", {"plant": "delta"}, status="possible"), "sourcing", plant="delta")
    monkeypatch.setattr("teikei.cli.viability.read_case", lambda _: case)
    assert viability("no plant", firm="nagi") == 0
    # nothing sold and 100 of overhead lost; use and share of revenue are not there
    assert "160,000 0 – -100.0 – -400.0" in " ".join(capsys.readouterr().out.split())
    assert viability("no plant", firm="nagi", json=True) == 0
    assert json.loads(capsys.readouterr().out)["today"]["use"] is None


@pytest.mark.parametrize("words", [["--cars", "many"], ["--cars", "-1"], ["--firm", "hokku"]])
def test_wrong_words_are_faults_of_the_call(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["viability", "two_makers", *words]) == 2
    assert "fix:" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("loses", "earns", "said"),
    [
        (640_000.0, None, "Nagi loses money at every volume up to 4 times the demand of the case."),
        (160_000.0, None, "Nagi loses money up to 160,000 cars a year; more is not certain"),
        (None, 320.0, "Nagi earns money at any volume."),
        (None, 160_000.0, "Nagi earns money from 160,000 cars a year; less is not certain"),
        (None, None, "Whether Nagi earns money is not certain at any volume"),
    ],
)
def test_no_more_is_said_than_is_certified(loses: float | None, earns: float | None, said: str) -> None:
    today = Standing(160_000.0, 160_000.0, 1.0, 1.0, 1.0, 0.1, 0.5, None, None, 0.0)
    assert _break_even(Viability("nagi", today, (), loses, earns), "Nagi").startswith(said)

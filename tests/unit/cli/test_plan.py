from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.unit.plan.test_cash import poor

from teikei.case.write import write_case
from teikei.cli.main import call
from teikei.cli.plan import Why, plan
from teikei.report.plan import PLAN_FILES


def test_today_and_with_an_agreement(capsys: pytest.CaptureFixture[str]) -> None:
    assert plan("two_makers") == 0
    assert "6,864 ±0 m USD present value" in capsys.readouterr().out
    # 6,864 + 629
    assert plan("two_makers", agreements="suv_at_delta", json=True) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["value_m"], shown["book"]) == (pytest.approx(7493.0), ["suv_at_delta"])
    assert shown["audit"]["agrees"] is True


def test_one_member_plans_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert plan("two_makers", members="nagi", json=True) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["members"], shown["value_m"]) == (["nagi"], pytest.approx(4080.0))


def test_a_block_as_text_and_a_wrong_name_lists_the_blocks(capsys: pytest.CaptureFixture[str]) -> None:
    assert plan("two_makers", lp="capacity") == 0
    assert capsys.readouterr().out.startswith("capacity[delta,")
    assert call(["plan", "two_makers", "--lp", "capcity"]) == 2
    said = capsys.readouterr().err
    assert "did you mean 'capacity'?" in said
    assert "blocks: sales, capacity, objective, bounds" in said


def test_the_program_as_a_file(tmp_path: Path) -> None:
    assert plan("two_makers", mps=tmp_path / "plan.mps") == 0
    assert (tmp_path / "plan.mps").read_text("utf-8").startswith("NAME ")
    assert call(["plan", "two_makers", "--mps", str(tmp_path)]) == 2


def test_why(capsys: pytest.CaptureFixture[str]) -> None:
    assert plan("two_makers", why=Why(explain_plant="delta")) == 0
    said = capsys.readouterr().out
    assert said.startswith("Delta (delta): owned by Nagi Motor")
    assert "Accounts" not in said
    assert call(["plan", "two_makers", "--explain-plant", "delta"]) == 0
    assert capsys.readouterr().out == said
    assert call(["plan", "two_makers", "--explain-agreement", "suv_at_delta"]) == 2
    assert "not in the book" in capsys.readouterr().err


def test_cash_limits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_case(poor(690.0, 100.0), tmp_path / "case")
    words = [str(tmp_path / "case"), "--agreements", "suv_at_delta"]
    assert call(["plan", *words, "--cash", "--json", "--out", str(tmp_path / "out")]) == 0
    shown = json.loads(capsys.readouterr().out)
    # without the deal's cars: 629 + 7
    assert shown["cash_limits"]["lost_m"] == pytest.approx([636.0, 636.0])
    assert (tmp_path / "out" / "cash.csv").read_text("utf-8").startswith("firm,year,opening_m,flow_m")
    assert call(["plan", *words, "--cash"]) == 0
    assert capsys.readouterr().out.startswith("A plan under the cash limits of Hoku Motor")
    assert call(["plan", *words, "--lp", "cash", "--cash"]) == 0
    assert capsys.readouterr().out.startswith("cash[hoku,2027]: ")
    assert call(["plan", "two_makers", "--cash"]) == 3
    assert "none of hoku, nagi has cash_m and cash_floor_m" in capsys.readouterr().err


def test_out(tmp_path: Path) -> None:
    assert plan("two_makers", out=tmp_path / "plan") == 0
    assert {p.name for p in (tmp_path / "plan").iterdir()} == set(PLAN_FILES)
    (tmp_path / "letters.txt").write_text("mine")
    assert call(["plan", "two_makers", "--out", str(tmp_path)]) == 2


@pytest.mark.parametrize(
    "words", [["--members", "nagy"], ["--agreements", "suv_at_dleta"], ["--currency", "XYZ"]]
)
def test_unknown_names_are_faults_of_the_call(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["plan", "two_makers", *words]) == 2
    assert "fix:" in capsys.readouterr().err


def test_a_folder_that_cannot_be_made_stops_before_the_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("planned before the folder was made")

    monkeypatch.setattr("teikei.cli.plan.planned", never)
    monkeypatch.setattr("teikei.cli.advise.valued", never)
    (tmp_path / "file").write_text("no folder")
    for verb in ("plan", "advise"):
        assert call([verb, "two_makers", "--out", str(tmp_path / "file" / "answer")]) == 2
        assert "cannot be made" in capsys.readouterr().err

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cases.edits import added, two_makers
from tests.cases.kinds import with_leads

from teikei.case.write import write_case
from teikei.cli.leaders import leaders
from teikei.cli.main import call


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    case = added(with_leads(two_makers()), "scenarios", {"scenario": "dear", "title": "Dear dealers"})
    edit = {
        "scenario": "dear",
        "table_name": "changes",
        "column_name": "value",
        "operation": "set",
        "value": "1.8",
    }
    case = added(case, "edits", edit | {"where": "agreement=us_nagi & change=dealer_compensation"})
    return str(write_case(case, Path(tmp_path_factory.mktemp("case")) / "leads"))


def test_who_leads_and_what_a_scenario_moves(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert leaders(folder, over="dear") == 0
    shown = capsys.readouterr()
    assert "47.0 ±0" in shown.out
    assert "Scenario dear: United States: Hoku Motor, not Nagi Motor" in shown.out
    assert shown.err.startswith("1 book after")


def test_one_object(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert leaders(folder, scenario="dear", json=True) == 0
    shown = json.loads(capsys.readouterr().out)
    assert [one["chosen"] for one in shown["subjects"]] == ["hoku", "nagi"]


def test_faults_in_four_fields(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["leaders", "two_makers"]) == 2
    said = capsys.readouterr().err
    assert "no candidate makes one firm leader" in said
    assert all(word in said for word in ("where:", "why:", "fix:"))
    assert call(["leaders", folder, "--over", "deer"]) == 2
    assert "did you mean 'dear'?" in capsys.readouterr().err
    assert call(["leaders", folder, "--gap", "-1"]) == 2
    assert "gap = -1" in capsys.readouterr().err

"""`teikei errors` lists every kind with its exit code."""

from __future__ import annotations

import json

import pytest

from teikei.base.errors import CaseError, TeikeiError
from teikei.cli.errors import kinds
from teikei.cli.main import call


def test_kinds_are_listed_parents_first() -> None:
    names = [kind.__name__ for kind in kinds()]
    assert len(set(names)) == len(names)
    assert names.index("CaseError") < names.index("AgreementError")
    assert all(issubclass(kind, TeikeiError) for kind in kinds())


def test_a_kind_below_a_kind_is_found() -> None:
    assert "AgreementError" in [kind.__name__ for kind in kinds(CaseError)]


def test_text_and_json_say_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["errors", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["errors"]
    assert {row["error"]: row["exit_code"] for row in rows}["PlanError"] == 4
    assert call(["errors"]) == 0
    shown = capsys.readouterr().out
    assert all(row["error"] in shown and f"exit code {row['exit_code']}" in shown for row in rows)

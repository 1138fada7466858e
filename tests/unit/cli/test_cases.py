from __future__ import annotations

import json

import pytest

from teikei.case.read import shipped_cases
from teikei.cli.main import call


def test_every_shipped_case_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["cases", "--json"]) == 0
    rows = {row["case"]: row for row in json.loads(capsys.readouterr().out)["cases"]}
    assert set(rows) == set(shipped_cases())
    two = rows["two_makers"]
    assert (two["firms"], two["plants"], two["models"], two["agreements"]) == (2, 2, 4, 3)
    assert (two["first_year"], two["last_year"]) == (2027, 2030)
    assert call(["cases"]) == 0
    shown = capsys.readouterr().out
    assert "Two makers, solved by hand" in shown
    assert "2027–2030" in shown

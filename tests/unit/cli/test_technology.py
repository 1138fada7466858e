from __future__ import annotations

import json

import pytest

from teikei.case.read import read_case
from teikei.cli.main import call


def test_all_and_one_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["technology", "nissan_2025"]) == 0
    assert "epower3" in capsys.readouterr().out
    assert call(["technology", "nissan_2025", "epower3"]) == 0
    text = capsys.readouterr().out
    assert "powertrain of Nissan" in text
    assert "What the model says" in text


def test_json_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["technology", "nissan_2025", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["technologies"]) >= 7
    assert call(["technology", "nissan_2025", "nacs", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["case"], shown["kind"], shown["owners"]) == ("nissan_2025", "charging", ["tesla"])


def test_a_case_without_technologies(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["technology", "two_makers"]) == 0
    assert "no rows in technologies.csv" in capsys.readouterr().out


def test_an_unknown_technology_is_a_fault_of_the_call(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["technology", "nissan_2025", "epower4"]) == 2
    assert "did you mean 'epower3'" in capsys.readouterr().err


@pytest.mark.parametrize("technology", read_case("nissan_2025")["technologies"]["technology"].to_list())
def test_every_technology_of_the_flagship_has_its_sheet(
    technology: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(["technology", "nissan_2025", technology]) == 0
    assert technology in capsys.readouterr().out

from __future__ import annotations

import json
from pathlib import Path

import pytest

from teikei.base.errors import CaseError, UsageError
from teikei.deals.advice import Advice
from teikei.report.answer import Findings, findings
from teikei.report.folder import write_advice
from teikei.report.money import Money
from teikei.report.page import advice_page
from teikei.report.run import case_or_run, is_run, read_run


@pytest.fixture
def folder(tmp_path: Path, advice: Advice, found: Findings, dollars: Money) -> Path:
    place = tmp_path / "run"
    write_advice(place, advice, found, dollars, {"joint": ["suv_at_delta"], "seconds": 3.0})
    return place


def test_a_run_read_back_prints_the_same_page(folder: Path, advice: Advice, dollars: Money) -> None:
    run = read_run(folder)
    assert run.advice.case.hash == advice.case.hash
    assert (run.scenario, run.search) == ("", {"joint": ["suv_at_delta"]})
    assert advice_page(findings(run.advice, dollars)) == (folder / "advice.html").read_text("utf-8")


def test_writing_what_was_read_gives_equal_files(folder: Path, tmp_path: Path, dollars: Money) -> None:
    run = read_run(folder)
    write_advice(tmp_path / "again", run.advice, findings(run.advice, dollars), dollars, run.search)
    for name in ("run.json", "advice.json", "advice.xlsx", "agreements.csv", "case/demand.csv"):
        assert (tmp_path / "again" / name).read_bytes() == (folder / name).read_bytes(), name


def test_no_such_run(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no saved run"):
        read_run(tmp_path / "nowhere")
    assert not is_run(tmp_path)


def test_a_damaged_run_and_changed_tables(folder: Path) -> None:
    text = (folder / "run.json").read_text("utf-8")
    (folder / "run.json").write_text(text[:-30], encoding="utf-8")
    with pytest.raises(CaseError, match="cannot be read"):
        read_run(folder)
    (folder / "run.json").write_text("[]", encoding="utf-8")
    with pytest.raises(CaseError, match="it is no object"):
        read_run(folder)
    (folder / "run.json").write_text(text, encoding="utf-8")
    table = folder / "case" / "tariffs.csv"
    table.write_text(table.read_text("utf-8").replace("0.15", "0.16"), encoding="utf-8")
    with pytest.raises(CaseError, match="not those of the saved run"):
        read_run(folder)
    assert json.loads(text)["format"] == 1


def test_a_name_is_a_case_or_a_run(folder: Path) -> None:
    assert case_or_run(str(folder))
    assert not case_or_run("two_makers")
    assert not case_or_run(str(folder / "case"))
    with pytest.raises(UsageError, match="neither a case nor a saved run") as error:
        case_or_run("two_makres")
    assert "'two_makers'" in error.value.faults[0].fix
    with pytest.raises(UsageError, match="neither"):
        case_or_run(str(folder.parent))

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from teikei.base.errors import UsageError
from teikei.deals.advice import Advice
from teikei.deals.search import search
from teikei.report.answer import Findings, findings
from teikei.report.books import searched_object
from teikei.report.folder import (
    ADVICE_FILES,
    ADVICE_TABLES,
    PORTFOLIO_FILES,
    checked_folder,
    tried_folder,
    write_advice,
)
from teikei.report.headline import with_portfolio
from teikei.report.money import Money


@pytest.fixture
def written(tmp_path: Path, advice: Advice, found: Findings, dollars: Money) -> Path:
    folder = tmp_path / "new" / "advice"
    write_advice(folder, advice, found, dollars)
    return folder


def test_every_file_is_there_and_in_the_manifest(written: Path, advice: Advice) -> None:
    assert {p.name for p in written.iterdir()} == set(ADVICE_FILES) - set(PORTFOLIO_FILES)
    manifest = json.loads((written / "manifest.json").read_text("utf-8"))
    assert manifest["case_hash"] == advice.case.hash
    assert manifest["currency"] == "USD"
    for name, told in manifest["files"].items():
        assert hashlib.sha256((written / name).read_bytes()).hexdigest() == told


def test_the_same_figures_in_csv_json_and_page(written: Path) -> None:
    with (written / "agreements.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["agreement"]: row for row in csv.DictReader(file)}
    shown = json.loads((written / "advice.json").read_text("utf-8"))
    for row in shown["agreements"]:
        assert float(rows[row["agreement"]]["surplus_low_m"]) == pytest.approx(row["surplus_m"][0])
    page = (written / "advice.html").read_text("utf-8")
    for figure in ("430.5 ±0", "629.0 ±0", "573.0 ±0", "2,433 to 9,608 USD a car", "146.0 to 576.5 m USD"):
        assert figure in page


def test_writing_twice_gives_the_same_tables(
    written: Path, advice: Advice, found: Findings, dollars: Money
) -> None:
    before = contents(written)
    checked_folder(written, ADVICE_FILES)
    write_advice(written, advice, found, dollars)
    assert contents(written) == before


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_times_stand_in_the_manifest_only(tmp_path: Path, advice: Advice, dollars: Money) -> None:
    slow = replace(advice, seconds=99.5, advised=tuple(replace(a, seconds=33.25) for a in advice.advised))
    for folder, one in ((tmp_path / "quick", advice), (tmp_path / "slow", slow)):
        write_advice(folder, one, findings(one, dollars), dollars, {"seconds": one.seconds, "joint": ["x"]})
    quick, late = contents(tmp_path / "quick"), contents(tmp_path / "slow")
    assert [name for name in quick if quick[name] != late[name]] == ["manifest.json"]
    manifest = json.loads(late["manifest.json"])
    assert manifest["seconds"] == 99.5
    assert manifest["seconds_by_agreement"] == {a.agreement: 33.25 for a in advice.advised}


def test_a_folder_case_that_no_run_wrote_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "case").mkdir()
    with pytest.raises(UsageError, match="holds case"):
        checked_folder(tmp_path, ADVICE_FILES)
    (tmp_path / "run.json").write_text("{}")
    checked_folder(tmp_path, ADVICE_FILES)


def test_an_amount_a_year_says_over_which_years_it_is_level(found: Findings) -> None:
    heads = [column.head for column in found.table("corridor").columns]
    assert "lowest, level over 2027–2030 [m USD a year]" in heads
    assert "highest, level over 2027–2030 [m USD a year]" in heads


def test_a_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    checked_folder(tmp_path, ADVICE_FILES)
    (tmp_path / "thesis.docx").write_text("mine")
    with pytest.raises(UsageError, match=r"thesis\.docx"):
        checked_folder(tmp_path, ADVICE_FILES)
    with pytest.raises(UsageError, match="is a file"):
        checked_folder(tmp_path / "thesis.docx", ADVICE_FILES)


def test_the_tables_are_those_of_the_findings(found: Findings) -> None:
    assert tuple(t.name for t in found.tables) == ADVICE_TABLES


def test_a_folder_is_tried_before_anything_is_computed_and_all_left_as_it_was(tmp_path: Path) -> None:
    tried_folder(tmp_path / "new" / "advice")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "there").mkdir()
    tried_folder(tmp_path / "there")
    assert list((tmp_path / "there").iterdir()) == []
    (tmp_path / "there").rmdir()
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(UsageError, match="cannot be made or written"):
        tried_folder(tmp_path / "file" / "advice")


def test_the_portfolio_is_in_every_file(tmp_path: Path, advice: Advice, found: Findings, yen: Money) -> None:
    searched = search(advice.case, "nagi")
    told = with_portfolio(findings(advice, yen), searched, advice, yen)
    home = searched_object(searched, Money(advice.case.settings.currency, 1.0))
    write_advice(tmp_path, advice, told, yen, home)
    made = json.loads((tmp_path / "advice.json").read_text("utf-8"))["search"]
    shown = searched_object(searched, yen)
    assert made["currency"] == "JPY"
    assert made["portfolio"]["over_today_m"] == shown["portfolio"]["over_today_m"]
    with (tmp_path / "portfolio.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["agreement"] for row in rows} == set(made["portfolio"]["agreements"])
    paid = made["portfolio"]["pays_m"]["suv_at_delta"]["hoku"][0]
    assert any(float(row["pays_low_m"]) == pytest.approx(paid) for row in rows)
    with (tmp_path / "portfolio_gains.csv").open(encoding="utf-8", newline="") as file:
        gains = {row["firm"]: float(row["over_today_low_m"]) for row in csv.DictReader(file)}
    assert gains == pytest.approx({f: ends[0] for f, ends in made["portfolio"]["over_today_m"].items()})
    assert told.first[0] in unescape((tmp_path / "advice.html").read_text("utf-8"))
    # an answer without a portfolio leaves none of an earlier one
    write_advice(tmp_path, advice, found, yen)
    assert not any((tmp_path / name).exists() for name in PORTFOLIO_FILES)

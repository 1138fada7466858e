from __future__ import annotations

import json
from pathlib import Path

import pytest

from teikei.cli.claims import claims

CLAIMS = """\
claim,statement,figure,unit,measure,tolerance,why_not,source
exposure,South pays 400 M,400,usd_m,"tariff_exposure(south, usa, 0.25)",0.15,before mitigation,annual
"""
REPORTED = """\
line,measure,subject,figure,unit,tolerance,counted,source
canton_output,output,canton,70000,units,0.15,true,annual
suzuka_output,output,suzuka,90000,units,0.15,true,annual
south_sales,sales,south,45000,units,0.15,false,annual
"""


@pytest.fixture
def case(tiny_case: Path) -> str:
    with (tiny_case / "tariffs.csv").open("a", encoding="utf-8") as file:
        file.write("japan,usa,parts,0.1,base,2020-01-01,,MFN,annual\n")
    (tiny_case / "claims.csv").write_text(CLAIMS, encoding="utf-8")
    (tiny_case / "reported.csv").write_text(REPORTED, encoding="utf-8")
    return str(tiny_case)


def test_json_has_every_claim_and_line(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert claims(case, json=True) == 0
    shown = json.loads(capsys.readouterr().out)
    (result,) = shown["claims"]
    # 40,000 × 31,280 × 25 % = 312.8 M; 312.8 / 400 − 1 = −21.8 %: within twice 15 %
    assert result["recomputed"] == pytest.approx(312.8)
    assert result["difference"] == pytest.approx(-0.218)
    assert result["verdict"] == "roughly right"
    assert result["in_points"] is False
    check = shown["base_year"]
    # canton holds; suzuka 45,000 of 90,000 does not; the calibrated line is not counted
    assert (check["counted"], check["hold"], check["scenario"]) == (2, 1, "central")


def test_text_prints_both_tables_and_the_count(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert claims(case) == 0
    text = capsys.readouterr().out
    for word in (
        "South pays 400 M",
        "roughly right",
        "-21.8%",
        "before mitigation",
        "output of Suzuka",
        "-50.0%",
    ):
        assert word in text
    assert "1 of 2 counted lines hold" in text
    counted, fitted = text.split("counted lines hold")
    assert "sales of South" in fitted
    assert "sales of South" not in counted
    assert "suzuka_output" not in text  # an id is for machines


def test_text_fits_a_hundred_and_twenty_columns(capsys: pytest.CaptureFixture[str]) -> None:
    claims("nissan_2025")
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 120


def test_a_miss_of_a_share_is_in_points(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    with (Path(case) / "claims.csv").open("a", encoding="utf-8") as file:
        file.write('use,Suzuka is 60 % used,60,pct,"plant_use(suzuka)",0.05,,annual\n')
    claims(case, json=True)
    used = json.loads(capsys.readouterr().out)["claims"][1]
    claims(case)
    text = capsys.readouterr().out
    points = used["recomputed"] - 60
    assert used["in_points"]
    assert used["difference"] == pytest.approx(points / 100)
    assert f"{points:+.1f} points" in text


def test_a_case_without_claims_says_so(tiny_case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert claims(str(tiny_case)) == 0
    assert "no rows in claims.csv" in capsys.readouterr().out

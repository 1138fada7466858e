from __future__ import annotations

import json
from pathlib import Path

import pytest

from teikei.cli.advise import advise
from teikei.cli.main import call
from teikei.cli.sheet import sheet


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("run") / "saved"
    advise("two_makers", out=folder, workers=1)
    return str(folder)


def test_from_a_saved_run_as_text(run: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert sheet(run, "suv_at_delta") == 0
    said = capsys.readouterr()
    assert "629.0 ±0 m USD" in said.out
    assert "Valuing" not in said.err


def test_a_page_twice_gives_equal_bytes_and_so_does_markdown(run: str, tmp_path: Path) -> None:
    for name in ("a.html", "b.html", "a.md", "b.md"):
        assert sheet(run, "pickup_at_delta", out=tmp_path / "new" / name) == 0
    for kind in ("html", "md"):
        one, other = ((tmp_path / "new" / f"{k}.{kind}").read_bytes() for k in "ab")
        assert one == other
        assert b"430.5" in one


def test_from_a_case_the_agreement_is_valued_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert sheet("two_makers", "suv_at_harima", inputs=0) == 0
    said = capsys.readouterr()
    assert "Valuing suv_at_harima" in said.err
    assert "Do not sign" in said.out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["pickup_at_dleta"], 2, "did you mean 'pickup_at_delta'"),
        (["pickup_at_delta", "--for", "hokku"], 2, "did you mean 'hoku'"),
        (["pickup_at_delta", "--out", "x.docx"], 2, "ends in .html, .md or .pdf"),
        (["pickup_at_delta", "--scenario", "free"], 2, "made under no scenario"),
        (["pickup_at_delta", "--audience", "partners"], 2, "'partner'"),
        (["pickup_at_delta", "--audience", "partner", "--to", "hokku"], 2, "did you mean 'hoku'"),
        (["pickup_at_delta", "--audience", "partner", "--to", "nagi"], 2, "is the firm that asks"),
        (["pickup_at_delta", "--to", "hoku"], 2, "add --audience partner"),
        (["pickup_at_delta", "--clauses", "royalties"], 2, "no clause is called 'royalties'"),
        (["pickup_at_delta", "--royalty", "5"], 2, "no clause is called ''"),
        (["pickup_at_delta", "--royalty", "0"], 2, "no clause is called ''"),
        (["pickup_at_delta", "--drop", "0"], 2, "no clause is called ''"),
        (["pickup_at_delta", "--clauses", "all", "--drop", "2"], 2, "drop = 2"),
        (["pickup_at_delta", "--for", "nagi", "--audience", "partner", "--clauses", "all"], 2, "no clauses"),
        (["pickup_at_delta", "--currency", "XXX"], 2, "no exchange rate of 'XXX'"),
    ],
)
def test_bad_requests(
    run: str, words: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(["sheet", run, *words]) == code
    shown = capsys.readouterr().err
    assert said in shown
    assert all(field in shown for field in ("where:", "why:", "fix:"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--for", "hokku"], "did you mean 'hoku'"),
        (["--audience", "partners"], "'partner'"),
        (["--audience", "partner", "--to", "hokku"], "did you mean 'hoku'"),
    ],
)
def test_a_case_is_not_valued_for_a_sheet_that_cannot_be_had(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(["sheet", "two_makers", "pickup_at_delta", *words]) == 2
    shown = capsys.readouterr().err
    assert said in shown
    assert "Valuing" not in shown


def test_a_sheet_to_hand_over_is_for_the_only_partner(run: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert sheet(run, "pickup_at_delta", audience="partner", json=True) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["to"] == "hoku"
    assert "Several partners" not in said.err
    assert sheet(run, "pickup_at_delta", audience="partner", to="hoku", json=True) == 0
    assert capsys.readouterr().out == said.out


def test_clauses_of_a_saved_run(run: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert sheet(run, "suv_at_delta", clauses="shortfall,royalty", royalty=4_000.0) == 0
    said = capsys.readouterr()
    assert "Planning suv_at_delta again for its clauses." in said.err
    assert "240.0 ±0 m USD of the surplus" in " ".join(said.out.split())
    assert sheet(run, "suv_at_delta", clauses="shortfall", drop=0.5, json=True) == 0
    shown = json.loads(capsys.readouterr().out)
    # half of 120,000 cars; the fee is that of equal parts
    assert sum(shown["clauses"]["shortfall"]["cars_left"]) == pytest.approx(60_000)
    assert shown["clauses"]["shortfall"]["fee_m"]["hoku"] == pytest.approx(318.0)
    assert shown["figures"]["pays hoku"]["value"] == pytest.approx(318.0)


def test_no_such_run_or_case(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["sheet", "two_makres", "pickup_at_delta"]) == 2
    assert "neither a case nor a saved run" in capsys.readouterr().err
    assert call(["sheet", "two_makers", "pickup_at_dleta"]) == 2
    assert "did you mean 'pickup_at_delta'" in capsys.readouterr().err

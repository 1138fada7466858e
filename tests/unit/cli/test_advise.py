from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.cases.edits import added, two_makers

import teikei.cli.advise
import teikei.deals.advise
import teikei.deals.profits
from teikei.base.errors import UsageError
from teikei.base.options import AdviseOptions
from teikei.case.case import Case
from teikei.case.read import read_case
from teikei.cli.advise import advise, demand_role, in_play, passed_over
from teikei.cli.main import call
from teikei.deals.advice import Advice, Advised
from teikei.deals.booked import Stopped
from teikei.deals.verdict import Verdict
from teikei.report.folder import ADVICE_FILES, PORTFOLIO_FILES

CASES = Path(teikei.__file__).parent / "cases"
YEN = "currency,year,units_per_case_currency,source\nJPY,2026,150,invented\n"


@pytest.fixture
def with_yen(tmp_path: Path) -> str:
    """two_makers with an exchange rate and a scenario without duty."""
    folder = Path(shutil.copytree(CASES / "two_makers", tmp_path / "two_makers"))
    (folder / "fx.csv").write_text(YEN, encoding="utf-8")
    (folder / "scenarios.csv").write_text("scenario,title,source\nfree,No duty,invented\n", encoding="utf-8")
    (folder / "edits.csv").write_text(
        "scenario,table_name,where,column_name,operation,value,source\n"
        "free,tariffs,origin=japan and customs_class=car,rate,set,0,invented\n",
        encoding="utf-8",
    )
    return str(folder)


def shown(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_text_answers_first_and_progress_goes_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    assert advise("two_makers", workers=1) == 0
    said = capsys.readouterr()
    assert "629.0 ±0 m USD" in said.out
    assert "of 3 after" not in said.out
    lines = said.err.splitlines()
    assert [line.split(" after ")[0] for line in lines] == ["1 of 3", "2 of 3", "3 of 3"]
    assert "suv_at_delta recommended, 629.0 ±0 m USD (gap " in said.err


def test_json_is_one_object_and_agreements_narrow_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert advise("two_makers", agreements="suv_at_delta, suv_at_harima", json=True, workers=1) == 0
    rows = shown(capsys)["agreements"]
    assert isinstance(rows, list)
    assert [row["agreement"] for row in rows] == ["suv_at_delta", "suv_at_harima"]


def test_currency_and_scenario(with_yen: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = {"agreements": "suv_at_delta", "json": True, "workers": 1, "inputs": 0}
    assert advise(with_yen, currency="JPY", **asked) == 0  # type: ignore[arg-type]
    yen = shown(capsys)
    assert yen["currency"] == "JPY"
    assert yen["together_m"] == pytest.approx([629.0 * 150] * 2)
    assert advise(with_yen, scenario="free", **asked) == 0  # type: ignore[arg-type]
    free = shown(capsys)
    # a car of Harima in the us earns 8,400 + 0.15 × 0.8 × 30,000 = 12,000 without duty, one of Delta 11,400
    # without it: 80,000 × 12,000 + 20,000 × 9,800 (japan)                   = 1,156 m a year
    # with it:    60,000 × 12,000 + 40,000 × 9,800 + 20,000 × 11,400 (Delta) = 1,340 m, in 2029 and 2030
    # 2 × 184 − tooling 60 − signing and running 7                            =   301 m
    assert free["together_m"] == pytest.approx([301.0] * 2)
    assert free["scenario"] == "free"


def test_for_a_firm(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["advise", "two_makers", "--for", "hoku", "--json", "--workers", "1", "--inputs", "1"]) == 0
    assert shown(capsys)["for"] == "hoku"
    assert call(["advise", "two_makers", "--for", "hokku"]) == 2
    assert "did you mean 'hoku'?" in capsys.readouterr().err


def test_an_agreement_asked_for_without_the_firm_is_said_to_be_left_out() -> None:
    case = read_case("two_makers")
    empty = Advice(case, (), AdviseOptions(), (), (), (0.0, 0.0), 0.0, focal="third")
    assert passed_over(empty, ["suv_at_delta"]) == [
        "suv_at_delta is not valued: third is no party to it (Nagi Motor, Hoku Motor); "
        "leave --for out to value it"
    ]
    assert passed_over(empty, None) == []


def test_what_is_searched_is_what_may_pay() -> None:
    case = read_case("two_makers")

    def judged(agreement: str, verdict: Verdict) -> Advised:
        return Advised(agreement, agreement, "contract_build", ("nagi", "hoku"), verdict)

    advised = (
        judged("pickup_at_delta", Verdict("rejected", "worse", worse_than="suv_at_delta")),
        judged("suv_at_delta", Verdict("recommended", "")),
        judged("suv_at_harima", Verdict("rejected", "no use")),
    )
    advice = Advice(case, (), AdviseOptions(), advised, (), (0.0, 0.0), 0.0, focal="hoku")
    # the pickup pays, too: that the SUV is better on today's book does not say so beside other deals
    assert in_play(advice) == ["pickup_at_delta", "suv_at_delta"]


def test_the_threshold_is_that_of_the_case_unless_given(capsys: pytest.CaptureFixture[str]) -> None:
    asked = {"agreements": "suv_at_delta", "json": True, "workers": 1, "inputs": 0}
    advise("two_makers", **asked)  # type: ignore[arg-type]
    assert shown(capsys)["threshold_m_per_year"] == read_case("two_makers").settings.materiality_m
    advise("two_makers", epsilon_m=200.0, **asked)  # type: ignore[arg-type]
    rows = shown(capsys)["agreements"]
    assert isinstance(rows, list)
    assert rows[0]["verdict"] == "rejected"  # 157.25 a year is less than 200


def test_out_writes_every_file_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "advice"
    assert advise("two_makers", agreements="suv_at_delta", out=folder, workers=1, inputs=0) == 0
    assert {p.name for p in folder.iterdir()} == set(ADVICE_FILES) - set(PORTFOLIO_FILES)
    assert "Written to" in capsys.readouterr().err


def test_nothing_is_written_for_a_bad_call_or_a_bad_case(
    tmp_path: Path, with_yen: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "advice"
    assert call(["advise", "two_makers", "--out", str(folder), "--agreements", "suv_at_dleta"]) == 2
    assert "did you mean 'suv_at_delta'?" in capsys.readouterr().err
    assert call(["advise", "two_makers", "--out", str(folder), "--currency", "XXX"]) == 2
    (Path(with_yen) / "tariffs.csv").unlink()
    assert call(["advise", with_yen, "--out", str(folder)]) == 3
    assert not folder.exists()


def test_a_folder_of_others_is_refused_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("mine")
    with pytest.raises(UsageError, match="not empty"):
        advise("no such case is even read", out=tmp_path)


def test_ctrl_c_ends_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(teikei.cli.advise, "valued", stopped)
    assert call(["advise", "two_makers", "--out", str(tmp_path / "advice")]) == 130
    assert "Stopped by you" in capsys.readouterr().err
    assert not (tmp_path / "advice").exists()


def test_a_stopped_advice_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"workers": 1, "inputs": 0, "resume": tmp_path / "kept"}
    valued = teikei.deals.advise._value_one
    begun: list[str] = []

    def stopped_at_the_second(agreement: str, options: AdviseOptions) -> Advised:
        begun.append(agreement)
        if len(begun) == 2:
            raise KeyboardInterrupt
        return valued(agreement, options)

    monkeypatch.setattr("teikei.deals.advise._value_one", stopped_at_the_second)
    assert advise("two_makers", **asked) == 130  # type: ignore[arg-type]
    said = capsys.readouterr()
    assert said.out == ""
    assert "1 agreement is kept in" in said.err
    assert advise("two_makers", **asked) == 0  # type: ignore[arg-type]
    said = capsys.readouterr()
    assert [line.split(" after ")[0] for line in said.err.splitlines()] == ["2 of 3", "3 of 3"]
    assert "2 of 3  agreements valued are recommended" in said.out
    assert begun.count(begun[0]) == 1
    assert call(["advise", "two_makers", "--resume", str(tmp_path / "kept"), "--inputs", "3"]) == 2
    assert "of other options (inputs)" in capsys.readouterr().err


def test_the_search_of_a_stopped_advice_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"workers": 1, "inputs": 0, "for_": "hoku", "resume": tmp_path / "kept"}
    valued, begun = teikei.deals.profits.value_book, list[tuple[str, ...]]()

    def stopped_at_the_third(*given: Any) -> Any:
        begun.append(given[1].new)
        if len(begun) == 3:
            raise Stopped
        return valued(*given)

    monkeypatch.setattr("teikei.deals.profits.value_book", stopped_at_the_third)
    assert advise("two_makers", **asked) == 0  # type: ignore[arg-type]
    assert "Stopped at" in capsys.readouterr().out
    assert advise("two_makers", **asked) == 0  # type: ignore[arg-type]
    said = capsys.readouterr()
    assert "Stopped at" not in said.out
    # the third was cut short; no other book was valued twice
    assert sorted(begun) == sorted([*set(begun), begun[2]])
    assert len(list((tmp_path / "kept" / "books").glob("*.book.json"))) == len(set(begun))
    # a question about the same books begins from them
    assert call(["stable", "two_makers", "--resume", str(tmp_path / "kept")]) == 0


def test_an_empty_request_is_a_fault_in_four_fields(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["advise", "two_makers", "--agreements", ""]) == 2
    said = capsys.readouterr().err
    assert "no agreement is named" in said
    assert all(field in said for field in ("where:", "why:", "fix:"))


def test_a_firm_with_no_role_is_refused_before_anything_is_valued(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UsageError) as raised:
        demand_role(two_makers_and_miri(), "miri", None)
    (fault,) = raised.value.faults
    assert fault.where == "--for"
    assert fault.what == "'miri' is no party to any agreement that is open"
    assert fault.fix == "choose from: hoku, nagi"
    with pytest.raises(UsageError):
        demand_role(two_makers_and_miri(), "miri", ["suv_at_delta"])
    demand_role(two_makers_and_miri(), "hoku", ["suv_at_delta"])
    demand_role(two_makers_and_miri(), "nobody", None)  # an unknown firm has an error of its own
    assert call(["advise", "two_makers", "--agreements", "suv_at_detla", "--for", "hoku"]) == 2
    assert "did you mean 'suv_at_delta'?" in capsys.readouterr().err


def test_an_empty_portfolio_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["advise", "two_makers", "--agreements", "suv_at_harima", "--for", "hoku"]) == 0
    said = " ".join(capsys.readouterr().err.split())
    assert "The portfolio of Hoku Motor is empty: none of its agreements pays or may pay." in said


def two_makers_and_miri() -> Case:
    firm = {"firm": "miri", "name": "Miri", "home_territory": "us", "role": "plans"}
    return added(two_makers(), "firms", firm)

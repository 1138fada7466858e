from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from teikei.cli.main import call
from teikei.cli.stable import stable


def test_the_book_that_holds(capsys: pytest.CaptureFixture[str]) -> None:
    assert stable("two_makers") == 0
    shown = capsys.readouterr()
    assert "Best joint book found: 1,060 ±0 m USD" in shown.out
    lines = shown.err.splitlines()
    assert lines[0].startswith("1 book after")
    # the second book is today's; each further line says how far the best is ahead: 430.5, then 629, then both
    assert [line.split("best so far ")[1] for line in lines[1:5]] == [
        "430.5 m USD over today's",
        "629.0 m USD over today's",
        "629.0 m USD over today's",
        "1,060 m USD over today's",
    ]
    assert ", each alone, 2 of 3: suv_at_delta; " in lines[2]


def test_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert stable("two_makers", agreements="suv_at_delta, suv_at_harima", json=True) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["joint"] == ["suv_at_delta"]
    assert shown["stable"][0]["worth_m"] == pytest.approx([629.0, 629.0])
    assert set(shown["alone_m"]) == {"suv_at_delta", "suv_at_harima"}


def test_faults_in_four_fields(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["stable", "two_makers", "--agreements", "suv_at_detla"]) == 2
    assert "did you mean 'suv_at_delta'?" in capsys.readouterr().err
    assert call(["stable", "two_makers", "--agreements", ","]) == 2
    assert "name some, joined by commas" in capsys.readouterr().err
    assert call(["stable", "two_makers", "--weight", "2"]) == 2
    assert "weight = 2" in capsys.readouterr().err


def test_each_book_that_holds_is_checked_if_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert stable("two_makers", check=True) == 0
    assert "The book of 2 holds." in capsys.readouterr().out
    assert stable("two_makers", check=True, json=True) == 0
    (held,) = json.loads(capsys.readouterr().out)["holding"]
    assert held["holds"] == "yes"
    assert stable("two_makers", json=True) == 0
    assert "holding" not in json.loads(capsys.readouterr().out)


def test_books_that_were_valued_are_not_valued_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert stable("two_makers", resume=tmp_path / "kept") == 0
    first = capsys.readouterr()
    books = len(first.err.splitlines())
    assert len(list((tmp_path / "kept" / "books").glob("*.book.json"))) == books

    def never(*_: Any) -> None:
        raise AssertionError("valued again")

    monkeypatch.setattr("teikei.deals.profits.value_book", never)
    assert stable("two_makers", resume=tmp_path / "kept") == 0
    again = capsys.readouterr()
    assert again.err == ""
    told = [
        [line for line in said.splitlines() if "books planned" not in line] for said in (first.out, again.out)
    ]
    assert told[0] == told[1]
    assert call(["stable", "two_makers", "--resume", str(tmp_path / "kept"), "--gap", "0.001"]) == 2
    assert "of other gap" in capsys.readouterr().err

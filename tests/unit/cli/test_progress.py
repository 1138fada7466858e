from __future__ import annotations

import io
from types import SimpleNamespace as Stub

import pytest
from rich.console import Console

import teikei.cli.progress
from teikei.cli.progress import advised_told, books_counted, books_told, groups_told
from teikei.deals.advice import Advised
from teikei.report.money import Money

USD = Money("USD", 1.0)


@pytest.fixture(autouse=True)
def _four_seconds_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock begins at 10 and then shows 14.2, however busy the machine is."""

    class Time:
        asked = 0

        @classmethod
        def perf_counter(cls) -> float:
            cls.asked += 1
            return 10.0 if cls.asked == 1 else 14.2

    monkeypatch.setattr(teikei.cli.progress, "time", Time)


def booked(value: float, *agreements: str) -> Stub:
    return Stub(agreements=agreements, worth=Stub(value=value))


def test_the_best_book_so_far_is_held_against_todays(capsys: pytest.CaptureFixture[str]) -> None:
    tell = books_told(USD)
    tell("all at once", booked(900.0, "a", "b"), 1)  # today's is not known yet
    tell("none", booked(500.0), 2)
    tell("each alone", booked(700.0, "a"), 3)  # the best stays 900 - 500 = 400 ahead
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.splitlines() == [
        "1 book after 4 s, all at once: a, b",
        "2 books after 4 s, none: today's book; best so far 400.0 m USD over today's",
        "3 books after 4 s, each alone: a; best so far 400.0 m USD over today's",
    ]


def test_books_are_counted_at_the_first_and_every_twentieth(capsys: pytest.CaptureFixture[str]) -> None:
    tell = books_counted("high_oil")
    for number in range(1, 42):
        tell(booked(0.0), number)
    said = [line.split(" after")[0] for line in capsys.readouterr().err.splitlines()]
    assert said == ["1 book", "20 books", "40 books"]


def test_books_of_a_scenario_name_it(capsys: pytest.CaptureFixture[str]) -> None:
    books_counted("high_oil")(booked(0.0), 20)
    assert capsys.readouterr().err == "20 books after 4 s, scenario high_oil\n"


def test_a_group_is_named_with_its_worth(capsys: pytest.CaptureFixture[str]) -> None:
    groups_told(USD)(Stub(firms=("nagi", "hoku"), low=100.0, high=104.0), 2, 3)
    assert capsys.readouterr().err == "2 of 3 groups after 4 s: nagi, hoku, 102.0 ±2.0 m USD\n"


def advised(**more: object) -> Advised:
    verdict = Stub(word="recommended")
    return Advised("deal", "Deal", "contract_build", ("a", "b"), verdict, **more)  # type: ignore[arg-type]


def test_an_agreement_is_told_with_its_gap_and_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    with advised_told(USD) as told:
        told(advised(surplus_m=(10.0, 12.0), gap=0.002, seconds=1.26), 1, 2)
        told(advised(gap=1e-12), 2, 2)
    assert capsys.readouterr().err.splitlines() == [
        "1 of 2 after 4 s: deal recommended, 10.0 to 12.0 m USD (gap 2e-03, 1.3 s)",
        "2 of 2 after 4 s: deal recommended, not valued (gap <1e-09, 0.0 s)",
    ]


def test_on_a_terminal_a_bar_counts_below_the_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")  # where the tests run in a dumb terminal, no bar would be drawn
    shown = io.StringIO()
    terminal = Console(file=shown, force_terminal=True, width=120, markup=False, highlight=False)
    monkeypatch.setattr(teikei.cli.progress, "Console", lambda **_: terminal)
    with advised_told(USD) as told:
        told(advised(surplus_m=(10.0, 12.0)), 1, 2)
    said = shown.getvalue()
    assert "1 of 2 after 4 s: deal recommended, 10.0 to 12.0 m USD" in said
    assert "valuing agreements" in said
    assert "1/2" in said

from __future__ import annotations

import io

from rich.console import Console

from teikei.deals.advice import Advice
from teikei.report.answer import Findings, findings
from teikei.report.money import Money
from teikei.report.text import WIDTH, print_advice


def said(found: Findings, width: int = WIDTH) -> str:
    file = io.StringIO()
    print_advice(found, Console(file=file, width=width, markup=False, highlight=False, emoji=False))
    return file.getvalue()


def test_the_answer_comes_first(found: Findings) -> None:
    lines = said(found).splitlines()
    assert lines[2].startswith("  1 of 3  agreements valued are recommended")
    assert lines[3].startswith("  629.0 ±0 m USD  present value at 2026-12-31")


def test_the_figures_worked_out_by_hand(found: Findings) -> None:
    text = " ".join(said(found).split())
    for figure in (
        "430.5 ±0", "573.0 ±0", "629.0 ±0", "-7.0 ±0", "301.0 to 821.0", "2,433 to 9,608 USD a car",
        "146.0 to 576.5 m USD present value", "loses 3,750 cars a year", "decide by 2027-07-02 to keep 2029",
        "built at Delta 60,000 cars a year, mean of the years from the first cars on",
    ):  # fmt: skip
        assert figure in text, figure


def test_certified_never_stands_alone(found: Findings) -> None:
    text = " ".join(said(found).split())
    assert text.count("certified") == text.count("certified for these inputs") > 0


def test_titles_are_no_markup_and_a_narrow_terminal_holds_every_word(strange: Advice, dollars: Money) -> None:
    found = findings(strange, dollars)
    assert "<b>[red]</b>" in said(found)
    assert "One operating system (shared software)" in said(found, width=80)
    assert max(len(line) for line in said(found, width=80).splitlines()) <= 80

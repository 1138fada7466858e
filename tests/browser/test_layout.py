"""Pages in a real browser, on a phone and on paper: nothing sticks out, no text lies on another one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from tests.browser.pages import PAPER, PHONE, laid_out

from teikei.case.read import read_case
from teikei.deals.advice import Advice
from teikei.deals.advise import advise
from teikei.deals.agenda import agenda
from teikei.deals.sheet import sheet
from teikei.report.answer import findings
from teikei.report.board import paper
from teikei.report.board_tables import Year
from teikei.report.leaf_page import leaf_page
from teikei.report.money import Money
from teikei.report.page import advice_page
from teikei.report.sheet import leaf_of

LONG = "Compact electric crossover for both brands, built in turns at Delta and at Harima"


@pytest.fixture(scope="module")
def long_names() -> Advice:
    """two_makers, its agreements with titles as long as those of a real case, in a horizon of nine years."""
    found = advise(read_case("two_makers"))
    advised = tuple(
        replace(a, title=f"{LONG} {k}", units_per_year=a.units_per_year * 3)
        for k, a in enumerate(found.advised)
    )
    rows = found.yearly
    years = rows["year"].unique().to_list()
    case = found.case.with_(settings={"last_year": max(years) + 2 * len(years)})
    later = [rows.with_columns(pl.col("year") + (max(years) - min(years) + 1) * k) for k in (1, 2)]
    return replace(found, case=case, advised=advised, yearly=pl.concat([rows, *later]))


@pytest.fixture(scope="module")
def pages(long_names: Advice) -> dict[str, str]:
    money = Money.of(long_names.case)
    board, _ = paper(agenda(long_names, None), money, "", Year(), None)
    return {
        "advice": advice_page(findings(long_names, money)),
        "sheet": leaf_page(leaf_of(sheet(long_names, "suv_at_delta", "hoku"), money)),
        "board": leaf_page(board),
    }


@pytest.mark.parametrize("name", ["advice", "sheet", "board"])
def test_on_a_phone_nothing_sticks_out_and_no_text_lies_on_another(
    browser: str, pages: dict[str, str], name: str, tmp_path: Path
) -> None:
    found = laid_out(browser, tmp_path, pages[name], PHONE)
    assert found["scroll"] == PHONE
    assert found["wide"] == []
    assert found["over"] == []
    assert found["drawn"] > 0


@pytest.mark.parametrize("name", ["advice", "sheet", "board"])
def test_on_paper_nothing_sticks_out_and_no_text_lies_on_another(
    browser: str, pages: dict[str, str], name: str, tmp_path: Path
) -> None:
    found = laid_out(browser, tmp_path, pages[name], PAPER, paper=True)
    assert found["wide"] == []
    assert found["over"] == []


@pytest.mark.parametrize("width", [PHONE, 1280])
def test_with_every_figure_opened_nothing_sticks_out(
    browser: str, pages: dict[str, str], width: int, tmp_path: Path
) -> None:
    opened = pages["sheet"].replace("<details>", "<details open>")
    assert opened.count("<details open>") > 20
    found = laid_out(browser, tmp_path, opened, width)
    assert found["wide"] == []
    assert found["over"] == []


def test_the_chart_is_drawn_once_narrow_on_a_phone_and_wide_elsewhere(
    browser: str, pages: dict[str, str], tmp_path: Path
) -> None:
    widths = {
        name: laid_out(
            browser, tmp_path, pages["advice"], width, ".chart.wide", ".chart.narrow", paper=printed
        )
        for name, width, printed in (("phone", PHONE, False), ("desk", 1280, False), ("paper", PAPER, True))
    }
    drawn = {name: [w > 0 for w in found["widths"].values()] for name, found in widths.items()}
    assert drawn == {"phone": [False, True], "desk": [True, False], "paper": [True, False]}


def test_on_paper_an_agreement_has_a_fifth_of_the_width(
    browser: str, pages: dict[str, str], tmp_path: Path
) -> None:
    found = laid_out(browser, tmp_path, pages["advice"], PAPER, ".verdicts tbody th", paper=True)
    assert found["widths"][".verdicts tbody th"] >= PAPER / 5


def test_years_stand_three_on_a_line_of_a_phone(browser: str, pages: dict[str, str], tmp_path: Path) -> None:
    found = laid_out(browser, tmp_path, pages["board"], PHONE, ".years td.n")
    assert PHONE / 5 < found["widths"][".years td.n"] < PHONE / 3


def test_the_measure_finds_what_sticks_out_and_what_lies_on_another(browser: str, tmp_path: Path) -> None:
    bad = (
        '<!doctype html><main><p style="width:900px">too wide</p><svg width="100" height="40">'
        '<text x="0" y="20">one text</text><text x="9" y="22">another</text></svg></main>'
    )
    found = laid_out(browser, tmp_path, bad, PHONE)
    assert found["scroll"] > PHONE
    assert found["wide"] == ["too wide"]
    assert found["over"] == ["one text | another"]

from __future__ import annotations

import io

import pytest
from rich.console import Console

from teikei.case.case import Case
from teikei.case.read import read_case
from teikei.report.names import Names
from teikei.report.technology import listed, sheet
from teikei.report.technology_text import counted, figure, print_list, print_sheet, span


@pytest.fixture(scope="module")
def flagship() -> Case:
    return read_case("nissan_2025")


def printed(case: Case, technology: str) -> str:
    out = io.StringIO()
    print_sheet(
        sheet(case, technology), Names(case), Console(file=out, width=140, highlight=False, markup=False)
    )
    return out.getvalue()


def test_numbers_as_they_are_read() -> None:
    assert figure(1169.4) == "1,169"
    assert figure(0.5625, "share") == "56.2 %"
    assert figure(-0.0144) == "-0.0144"
    assert span(1800, 600) == "600 to 1,800"
    assert span(5, 5) == span(None, 5) == ""


def test_sheet_says_everything_in_order(flagship: Case) -> None:
    text = printed(flagship, "wayve_vision")
    heads = ["What it costs", "What it does", "Agreements that grant it", "Claims", "What the model says"]
    places = [text.index(head) for head in heads]
    assert places == sorted(places)
    for words in (
        "driver assistance of Wayve",
        "1,000*",
        "14.0 %",
        "roughly right",
        "s_fsdprice:",
        "from 2027",
    ):
        assert words in text


def test_sheet_of_a_plugin_says_that_its_co2_has_no_date(flagship: Case) -> None:
    said = " ".join(printed(flagship, "phev_mmc").split())
    assert "CO2 of a plug-in: one figure in all years" in said
    assert "CO2 of a plug-in" not in " ".join(printed(flagship, "epower3").split())


def test_sheet_marks_assumptions_and_money_once(flagship: Case) -> None:
    text = printed(flagship, "epower3")
    assert "100* m EUR once to Nissan (30 to 200)" in text
    assert "drive: its unit cost less that of" in text
    assert "+2,687" in text  # parts of the Qashqai beyond the drive
    assert "-41 " in text  # reported: no mark
    assert "900*" in text


def test_sheet_of_a_technology_that_nobody_uses(flagship: Case) -> None:
    text = printed(flagship.with_(grants=flagship["grants"].clear()), "wayve_lidar")
    assert "No variant of the case is made with it: it comes to cars by agreement" in text
    assert "No agreement of the case grants it" in text


def test_one_line_for_an_agreement_with_several_takers(flagship: Case) -> None:
    text = printed(flagship, "vehicle_os_hn")
    assert text.count("One vehicle operating system from 2028") == 1
    assert "Nissan, Honda" in text


def test_one_year_is_no_plural(flagship: Case) -> None:
    assert "first car 1 year after" in printed(flagship, "nacs")
    assert counted(2.5, "year") == "2.5 years"
    assert "first car" not in printed(flagship, "hybrid_ford")  # nobody may take it


def test_list(flagship: Case) -> None:
    out = io.StringIO()
    print_list(listed(flagship), Names(flagship), Console(file=out, width=140))
    text = out.getvalue()
    for technology in flagship["technologies"]["technology"]:
        assert technology in text

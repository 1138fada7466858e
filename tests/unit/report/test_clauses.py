"""Clauses in words, grids and as an object; the figures are those of tests/unit/deals."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from tests.cases.edits import changed, two_makers
from tests.unit.plan.test_cash import poor

from teikei.case.case import Case
from teikei.deals.clauses import Clauses, chosen, clauses
from teikei.report.clauses import clauses_object, clauses_section
from teikei.report.leaf import Grid, Section
from teikei.report.money import Money
from teikei.report.names import Names


@cache
def found() -> tuple[Case, Clauses]:
    case = poor(limit=350.0)
    return case, clauses(case, "suv_at_delta", {"hoku": 318.0, "nagi": -318.0}, chosen("all", per_car=4e3))


def section(made: Clauses | None = None) -> Section:
    case, its = found()
    return clauses_section(made or its, case, Money.of(case), Names(case))


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


def test_fewer_cars() -> None:
    said = " ".join(section().lines)
    assert "84,000 of 120,000 planned cars are still built" in said
    assert "185.0 ±0 m USD present value" in said
    # 36,000 of 120,000 cars, 0.3 of 318
    assert "of 120,000 cars 36,000 are then missing" in said
    assert "On missing cars is owed, present value: Hoku Motor 95.4 m USD." in said
    assert texts(section().grids[0]) == [
        ["Nagi Motor", "314.5", "-3.5", "314.5", "219.1", "314.5"],
        ["Hoku Motor", "314.5", "188.5", "-129.5", "-34.1", "-129.5"],
    ]
    assert "decides anew" not in said
    _, its = found()
    assert its.shortfall is not None
    anew = section(replace(its, shortfall=replace(its.shortfall, anew=True, given_owed_m={"hoku": 3.0})))
    assert "unless it decides anew" in " ".join(anew.lines)
    assert (
        "take-or-pay volume of terms.csv is owed besides, present value: Hoku Motor 3.0 m USD."
        in " ".join(anew.lines)
    )


def test_the_fee_that_all_is_planned_at_is_said() -> None:
    line = "All at the fee for equal parts on today's book: Hoku Motor pays 318.0 m USD, present value."
    assert section().lines[0] == line
    _, its = found()
    assert section(replace(its, shortfall=None)).lines.count(line) == 1
    # a royalty stands in place of a fee
    assert line not in section(replace(its, shortfall=None, ahead=None)).lines


def test_a_royalty() -> None:
    said = " ".join(section().lines)
    assert "4,000 USD a car from Hoku Motor to Nagi Motor" in said
    assert "40,000 of 120,000 cars are then built under the deal, and 240.0 ±0 m USD of the surplus" in said
    # a year: over 4
    assert "from 160.0 to 400.0 m USD (40.0 to 100.0 m USD a year, level)" in said
    assert "256.6 m USD splits it in the same parts" in said
    assert "That is more" not in said
    _, its = found()
    assert its.royalty is not None
    after = its.royalty.after_m
    poorer = replace(its.royalty, after_m=after | {"hoku": after["hoku"].plus(-300.0)})
    # 232.5 less 300; with the 400 that the royalty costs it, it gains 332.5 without one
    told = (
        "That is more than Hoku Motor can pay, 332.5 m USD: with it paid it loses 67.5 m USD by the agreement"
    )
    assert f"{told}." in section(replace(its, royalty=poorer)).lines
    alike = replace(its.royalty, least_m=its.royalty.most_m)
    said = " ".join(section(replace(its, royalty=alike)).lines)
    assert "It pays 160.0 m USD present value. A fixed fee of 400.0 m USD leaves both as well off." in said
    assert texts(section().grids[1]) == [
        ["2029", "40,000", "20,000"],
        ["2030", "80,000", "20,000"],
        ["Hoku Motor, m USD", "", "232.5"],
        ["Nagi Motor, m USD", "", "156.5"],
    ]


def test_cash_limits() -> None:
    said = " ".join(section().lines)
    assert "Paid at once, in the first year in force, Hoku Motor would lack at least" in said
    assert "At once, 154.0 m USD of it can be paid without harm to the deal, 159.0 m USD not." in said
    rows = texts(section().grids[2])
    assert [row[0] for row in rows] == [
        "at once, in the first year in force",
        "by the year, level while in force",
        "by the car",
        "part at once, the rest by the year",
    ]
    assert rows[1][1:] == ["629.0 ±0", "0.0 ±0", "314.5", "314.5", "kept"]
    assert rows[0][-1] == "not kept"


def test_what_is_not_there_says_why() -> None:
    made = section(Clauses(absent={"royalty": "none is given"}))
    assert made.lines == ("A royalty: none is given.",)
    assert made.grids == ()


def test_as_one_object_in_another_currency() -> None:
    _, its = found()
    told = clauses_object(its, Money("JPY", 150.0))
    assert told["shortfall"]["owed_m"]["hoku"] == pytest.approx(95.4 * 150)
    assert told["shortfall"]["cars_left"] == pytest.approx([0, 0, 28_000, 56_000])
    assert told["shortfall"]["drop"] == 0.3
    assert told["royalty"]["amount_per_car"] == pytest.approx(4_000 * 150)
    assert told["royalty"]["lost_m"] == pytest.approx([36_000.0, 36_000.0])
    assert [way["paid"] for way in told["cash"]["ways"]] == ["once", "year", "unit", "part"]
    assert told["cash"]["ways"][3]["at_once_m"] == pytest.approx([318 * 150 * 31 / 64, 318 * 150 / 2])
    nothing = clauses_object(Clauses(absent={"cash": "none"}), Money("USD", 1.0))
    assert nothing == {"shortfall": None, "royalty": None, "cash": None, "absent": {"cash": "none"}}


def test_a_small_royalty_loses_nothing() -> None:
    case = changed(two_makers(), "firms", {"firm": "hoku"}, overhead_m=0.0)
    made = clauses(case, "suv_at_delta", {}, chosen("royalty", per_car=2_000.0))
    said = clauses_section(made, case, Money.of(case), Names(case)).lines[0]
    assert said.endswith(
        "120,000 of 120,000 cars are then built under the deal, and nothing of the surplus is lost."
    )

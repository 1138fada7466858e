from __future__ import annotations

from teikei.deals.advice import Advice
from teikei.deals.figure import Cited, Figure
from teikei.report.evidence import behind, cell_of, column_words, printed, row_words, unit_of, value_words
from teikei.report.money import Money
from teikei.report.names import Names

ROW = Cited(
    "tooling",
    "tooling.csv:2",
    "h_pickup delta",
    "tooling_cost_m",
    100.0,
    50.0,
    None,
    "assumption",
    ("A", "B"),
)


def test_a_figure_is_printed_by_its_unit(dollars: Money, yen: Money) -> None:
    assert printed(Figure("x", "m", 2.0, 1.9, 2.1, certified=True, formula=""), dollars) == "1.9 to 2.1"
    assert printed(Figure("x", "m", 2.0, 2.0, 2.0, certified=False, formula=""), yen) == "300.0"
    assert (
        printed(Figure("x", "m", 2.0, 1.0, 2.5, certified=False, formula=""), dollars) == "2.0 (1.0 to 2.5)"
    )
    car = Figure("x", "a car", 1234.5, 1234.5, 1234.5, certified=False, formula="")
    assert (printed(car, dollars), unit_of(car, dollars)) == ("1,235", "USD a car")
    cars = Figure("x", "cars a year", 20_000.0, 1.0, 1.0, certified=False, formula="")
    assert (printed(cars, yen), unit_of(cars, yen)) == ("20,000", "cars a year")


def test_behind_a_figure_stand_formula_parts_and_rows(advice: Advice, yen: Money) -> None:
    names = Names(advice.case)
    figure = Figure(
        "gain", "m", 1.0, -1.0, 3.0, False, "a less b:", (("gain of hoku", 2.0), ("parties", 2.0)), (ROW,) * 8
    )
    lines = behind(figure, yen, names)
    assert lines[0] == "How: a less b."
    assert "Undetermined: the range holds zero." in lines
    assert "From: gain of Hoku Motor 300.0; parties 2" in lines
    assert lines[-2].startswith("Row: tooling.csv:2")
    assert lines[-1].startswith("and 2 more rows")
    assert cell_of(None, yen, names).text == ""
    assert cell_of(figure, yen, names, unit=True).text == "150.0 (-150.0 to 450.0) m JPY"


def test_a_row_says_place_value_range_and_who_says_so(advice: Advice) -> None:
    assert row_words(ROW, Names(advice.case)) == (
        "tooling.csv:2, Hoku pickup, Delta: tooling cost, million, 100 (50 to 100), assumption, A; B"
    )
    assert [value_words(v) for v in (None, "so_called", 1234.5, 0.25)] == [
        "blank",
        "so called",
        "1,234",
        "0.25",
    ]


def test_a_column_of_millions_says_so() -> None:
    assert column_words("signing_cost_m") == "signing cost, million,"
    assert column_words("rate") == "rate"

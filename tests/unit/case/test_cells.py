from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikei.case.cells import kind_fault, typed
from teikei.case.columns import Column


def column(kind: Any, default: Any = None) -> Column:
    return Column("x", kind, "", "a thing", required=default is None, default=default)


def read(kind: Any, *cells: str, default: Any = None) -> tuple[list[Any], list[int], list[int]]:
    values, wrong, formula = typed([column(kind, default)], {"x": cells})
    return values["x"].to_list(), wrong.get("x", []), formula.get("x", [])


def test_numbers() -> None:
    assert read("number", "1", " 2.5 ", "-1e3", "", "x", "nan", "inf", "1,000", default=7.0) == (
        [1.0, 2.5, -1000.0, 7.0, None, None, None, None],
        [4, 5, 6, 7],
        [],
    )


def test_minus_zero_is_zero() -> None:
    assert math.copysign(1, read("number", "-0")[0][0]) == 1


def test_whole_numbers() -> None:
    assert read("integer", "2027", "2027.0", "2027.5", "", "1e300") == (
        [2027, 2027, None, None, None],
        [2, 4],
        [],
    )


def test_flags_dates_lists_and_text() -> None:
    assert read("flag", "true", "No", "1", "maybe", "", default=True)[:2] == (
        [True, False, True, None, True],
        [3],
    )
    assert read("date", "2026-12-01", "2026-02-30", "1.2.2026", "2026-1-5", "")[:2] == (
        [dt.date(2026, 12, 1), None, None, None, None],
        [1, 2, 3],
    )
    assert read("list", "a; b", "", ";")[0] == [["a", "b"], [], []]
    assert read("text", " a ", "", default="any")[0] == ["a", "any"]


def test_formulas() -> None:
    cells = ("=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "#REF!", "-12", "+5 % a year", "#c3002f", "a=b")
    assert read("text", *cells, default="")[2] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("kind", "cell", "fix"),
    [
        ("number", "57 %", "0.57"),
        ("number", "1,234,567.8", "1234567.8"),
        ("number", "0,57", "0.57"),
        ("number", "1 234", "1234"),
        ("number", "$400", "400"),
        ("integer", "3.7", "4"),
        ("date", "1.12.2026", "2026-12-01"),
        ("date", "5 March 2026", "2026-03-05"),
        ("flag", "perhaps", "true or false"),
    ],
)
def test_the_fix_is_what_was_meant(kind: Any, cell: str, fix: str) -> None:
    assert fix in kind_fault(column(kind), cell, "here").fix


@given(st.text(max_size=60))
def test_no_text_breaks_reading_or_wording(cell: str) -> None:
    for kind in ("number", "integer", "flag", "date", "list", "text"):
        _, wrong, _ = read(kind, cell)
        if wrong:
            assert all(kind_fault(column(kind), cell, "here").as_dict().values())


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_reads_back(number: float) -> None:
    assert read("number", repr(number))[0] == [number]

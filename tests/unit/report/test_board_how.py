from __future__ import annotations

import re

from teikei.case.read import read_case
from teikei.report.board import TITLES
from teikei.report.board_how import HOW, how_table
from teikei.report.tables import Table


def test_a_workbook_has_a_line_a_rule() -> None:
    made = how_table((Table("plants", "", (), ()),), TITLES)
    assert [row[0] for row in made.rows] == [TITLES["plants"]] * len(HOW["plants"])
    assert "jobs today × cars" in str(made.rows[0][1])


def test_rows_that_are_named_are_columns_of_the_tables() -> None:
    case = read_case("nissan_2025")
    named = {pair for lines in HOW.values() for line in lines for pair in re.findall(r"(\w+)\.(\w+)", line)}
    assert named
    assert not [(table, column) for table, column in named if column not in case[table].columns]

from __future__ import annotations

import time
from pathlib import Path

import pytest

from teikei.base.errors import CaseError
from teikei.case.read import read_case, setting_lines, shipped_cases
from teikei.cli.check import check as check_verb


def test_a_byte_order_mark_blank_lines_and_carriage_returns_are_no_fault(tiny_case: Path) -> None:
    plain = read_case(tiny_case).hash
    path = tiny_case / "plants.csv"
    text = path.read_text().replace("\n", "\r\n") + "\r\n,,,\r\n"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert read_case(tiny_case).hash == plain


def test_trailing_commas_of_a_spreadsheet_are_no_fault(tiny_case: Path) -> None:
    plain = read_case(tiny_case).hash
    path = tiny_case / "fx.csv"
    path.write_text("".join(f"{line},,\n" for line in path.read_text().splitlines()))
    assert read_case(tiny_case).hash == plain


def test_columns_in_any_order(tiny_case: Path) -> None:
    plain = read_case(tiny_case).hash
    path = tiny_case / "fx.csv"
    path.write_text(
        "".join(",".join(reversed(line.split(","))) + "\n" for line in path.read_text().splitlines())
    )
    assert read_case(tiny_case).hash == plain


def test_a_row_over_two_lines_keeps_the_line_it_begins_on(tiny_case: Path) -> None:
    path = tiny_case / "fx.csv"
    path.write_text(
        "currency,year,units_per_case_currency,note,source\n"
        'JPY,2025,150,"two\nlines",annual\n'
        "USD,2025,1,,annual\n"
    )
    case = read_case(tiny_case)
    assert case["fx"]["note"].to_list()[0] == "two\nlines"
    assert [case.place("fx", row) for row in (0, 1)] == ["fx.csv:2", "fx.csv:4"]


def test_other_files_are_left_alone(tiny_case: Path) -> None:
    before = read_case(tiny_case).hash
    (tiny_case / "README.md").write_text("notes")
    (tiny_case / ".~lock.plants.csv").write_text("open in a spreadsheet")
    assert read_case(tiny_case).hash == before


def test_reading_without_checking_still_reads_types(tiny_case: Path) -> None:
    path = tiny_case / "plant_owners.csv"
    path.write_text("plant,firm,share\ncanton,nobody,1\n")
    assert read_case(tiny_case, check=False)["plant_owners"]["firm"].to_list() == ["nobody"]
    path.write_text("plant,firm,share\ncanton,nobody,all\n")
    with pytest.raises(CaseError, match="all"):
        read_case(tiny_case, check=False)


def test_lines_of_settings() -> None:
    assert setting_lines('# a\nname = "x"\n\nreviews=[\n 2027]\n') == {"name": 2, "reviews": 4}


@pytest.mark.parametrize("name", shipped_cases())
def test_shipped_cases_are_valid(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert read_case(name).name == name
    assert check_verb(name) == 0
    assert "No faults" in capsys.readouterr().out


def test_a_hundred_thousand_rows_are_read_and_checked_in_seconds(tiny_case: Path) -> None:
    with (tiny_case / "tariffs.csv").open("a") as file:
        for number in range(100_000):
            year = 1000 + number // 300
            file.write(f"usa,japan,van,0.1,add,{year}-01-01,{year}-12-31,law {number % 300},annual\n")
    start = time.process_time()
    case = read_case(tiny_case)
    # 1.4 s of one processor; the limit only catches what grows faster than the rows
    assert time.process_time() - start < 8
    assert case["tariffs"].height == 100_003

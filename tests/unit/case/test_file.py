from __future__ import annotations

from pathlib import Path

import pytest

from teikei.base.errors import CaseError
from teikei.case.file import folder_faults, read_sheet, read_text

HEADER = "firm,name,home_territory,role,source\n"


def test_a_file_that_is_no_table(tmp_path: Path) -> None:
    (tmp_path / "firms.csv").write_text(HEADER)
    (tmp_path / "frims.csv").write_text(HEADER)
    (tmp_path / ".hidden.csv").write_text("x")
    (tmp_path / "README.md").write_text("x")
    found, (fault,) = folder_faults(tmp_path)
    assert found == {"firms.csv"}
    assert fault.where == "frims.csv"
    assert "firms.csv" in fault.fix


def test_text_with_a_byte_order_mark_and_without(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"\xef\xbb\xbffirm\n")
    assert read_text(tmp_path, "a.csv", 100) == "firm\n"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"firm\nn\xe4gi\n", "not UTF-8"),
        ("firm\n".encode("utf-16"), "not UTF-8"),
        (b"firm\n\x07\n", "control character"),
        (b"x" * 200, "the most is"),
    ],
)
def test_bytes_that_are_no_table(tmp_path: Path, data: bytes, word: str) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    with pytest.raises(CaseError) as error:
        read_text(tmp_path, "a.csv", 100)
    assert word in error.value.faults[0].what


def test_missing_links_out_and_folders(tmp_path: Path) -> None:
    case = tmp_path / "case"
    case.mkdir()
    (tmp_path / "secret.csv").write_text("x")
    (case / "a.csv").symlink_to(tmp_path / "secret.csv")
    (case / "b.csv").mkdir()
    for name, word in (("a.csv", "leads out"), ("b.csv", "not an ordinary file"), ("c.csv", "is missing")):
        with pytest.raises(CaseError) as error:
            read_text(case, name, 100)
        assert word in error.value.faults[0].what


def test_rows_keep_the_line_they_begin_on(tmp_path: Path) -> None:
    (tmp_path / "firms.csv").write_text(HEADER + 'a,"A\nB",us,plans,s\n\nb,B,us,plans,s\n')
    sheet = read_sheet(tmp_path, "firms")
    assert sheet.lines == [2, 5]
    assert list(sheet.cells["firm"]) == ["a", "b"]
    assert sheet.faults == []


def test_a_row_of_another_width_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "firms.csv").write_text(HEADER + "a,A,us,plans\nb,B,us,plans,s,extra\nc,C,us,plans,s,\n")
    sheet = read_sheet(tmp_path, "firms")
    # an empty cell too many is no fault
    assert [f.where for f in sheet.faults] == ["firms.csv:2", "firms.csv:3"]
    assert sheet.ragged == {"firms.csv:2", "firms.csv:3"}
    assert list(sheet.cells["source"]) == ["", "s", "s"]


def test_header_faults(tmp_path: Path) -> None:
    (tmp_path / "firms.csv").write_text("firm,name,home_teritory,role,firm\n")
    told = " ".join(f.what for f in read_sheet(tmp_path, "firms").faults)
    assert "'home_teritory'" in told
    assert "'home_territory' is missing" in told
    (tmp_path / "firms.csv").write_text("")
    with pytest.raises(CaseError) as error:
        read_sheet(tmp_path, "firms")
    assert "is empty" in error.value.faults[0].what

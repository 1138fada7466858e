from __future__ import annotations

from pathlib import Path

from teikei.case.read import read_case
from teikei.case.write import settings_text, write_case


def test_written_and_read_again(tiny_template: Path, tmp_path: Path) -> None:
    case = read_case(tiny_template)
    again = read_case(write_case(case, tmp_path / "copy"))
    assert again == case
    # rows by key, no column that says nothing, whole numbers without a point
    assert (tmp_path / "copy" / "plant_owners.csv").read_text() == (
        "plant,firm,share,source\ncanton,north,1,annual\nsuzuka,north,0.2,annual\nsuzuka,south,0.8,annual\n"
    )


def test_tables_without_rows_leave_no_file(tiny_template: Path, tmp_path: Path) -> None:
    case = read_case(tiny_template)
    write_case(case, tmp_path)
    assert (tmp_path / "edits.csv").exists()
    less = case.with_(edits=case["edits"].clear())
    write_case(less, tmp_path)
    assert not (tmp_path / "edits.csv").exists()
    assert read_case(tmp_path) == less


def test_awkward_texts_survive(tiny_template: Path, tmp_path: Path) -> None:
    title = 'a "b" \\ c\nd\té'
    case = read_case(tiny_template).with_(settings={"title": title, "notes": "x # y"})
    names = case["plants"].with_columns(
        name=case["plants"]["name"].replace("Canton", 'C, "the" plant\nof north')
    )
    case = case.with_(plants=names)
    assert read_case(write_case(case, tmp_path)) == case


def test_settings_with_comments_say_what_each_is(tiny_template: Path) -> None:
    text = settings_text(read_case(tiny_template).settings, comments=True)
    assert "# million case currency a year below which" in text
    assert "# materiality_m = 1.0" in text

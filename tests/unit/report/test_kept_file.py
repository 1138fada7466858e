from __future__ import annotations

from pathlib import Path

import pytest

from teikei.base.errors import CaseError
from teikei.report.kept_file import HALF, read_as, write_whole


def test_what_is_written_is_read_and_no_half_is_left(tmp_path: Path) -> None:
    place = tmp_path / "one.json"
    write_whole(place, {"name": "北", "value": 1.5})
    assert [p.name for p in tmp_path.iterdir()] == ["one.json"]
    assert place.with_suffix(HALF) != place
    assert read_as(lambda record: (record["name"], record["value"]), place, "-") == ("北", 1.5)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{", "JSONDecodeError"),
        ("[]", "it is no object"),
        ("{}", "KeyError"),
        (b"\xff", "UnicodeDecodeError"),
    ],
    ids=["cut", "list", "lacking", "bytes"],
)
def test_a_damaged_file_is_named_with_what_to_do(tmp_path: Path, text: str | bytes, what: str) -> None:
    place = tmp_path / "one.json"
    place.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(CaseError) as raised:
        read_as(lambda record: record["name"], place, "delete it")
    (fault,) = raised.value.faults
    assert (fault.where, fault.fix) == ("one.json", "delete it")
    assert what in fault.what

"""An advice that is kept agreement by agreement, stopped and continued."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.cases.advices import two
from tests.cases.edits import changed, two_makers

from teikei.base.errors import CaseError, UsageError
from teikei.base.options import AdviseOptions
from teikei.deals.advise import advise
from teikei.deals.saved import plain, saved
from teikei.report.underway import ENDING, TOLD, stopped_line, underway

OPTIONS = AdviseOptions(workers=1, last=True)


def test_what_was_kept_is_read_back_equal(tmp_path: Path) -> None:
    kept = underway(tmp_path / "run", two_makers(), OPTIONS)
    assert kept.done == {}
    for one in two().advised:
        kept.keep(one)
    again = underway(tmp_path / "run", two_makers(), OPTIONS)
    assert {a: plain(one) for a, one in again.done.items()} == {a.agreement: plain(a) for a in two().advised}
    assert {a: one.seconds for a, one in again.done.items()} == {
        a.agreement: a.seconds for a in two().advised
    }
    assert all(one.seconds > 0.0 for one in again.done.values())
    assert stopped_line(again).startswith("Stopped by you: 3 agreements are kept in ")


def test_a_continued_advice_is_that_of_one_go(tmp_path: Path) -> None:
    kept = underway(tmp_path, two_makers(), OPTIONS)
    kept.keep(two()["suv_at_delta"])
    told: list[tuple[str, int, int]] = []
    again = advise(
        two_makers(),
        options=OPTIONS,
        told=lambda found, done, of: told.append((found.agreement, done, of)),
        done=underway(tmp_path, two_makers(), OPTIONS).done,
    )
    assert sorted(told) == [("pickup_at_delta", 2, 3), ("suv_at_harima", 3, 3)]
    assert saved(again) == saved(two())


def test_other_workers_are_the_same_advice(tmp_path: Path) -> None:
    underway(tmp_path, two_makers(), OPTIONS).keep(two()["suv_at_delta"])
    assert set(underway(tmp_path, two_makers(), replace(OPTIONS, workers=2)).done) == {"suv_at_delta"}


def test_other_tables_options_or_versions_are_refused(tmp_path: Path) -> None:
    underway(tmp_path, two_makers(), OPTIONS).keep(two()["suv_at_delta"])
    other = changed(two_makers(), "tariffs", {"origin": "japan", "customs_class": "car"}, rate=0.1)
    with pytest.raises(UsageError, match="of other tables"):
        underway(tmp_path, other, OPTIONS)
    with pytest.raises(UsageError, match=r"of other options \(inputs\)"):
        underway(tmp_path, two_makers(), replace(OPTIONS, inputs=2))
    told = json.loads((tmp_path / TOLD).read_text(encoding="utf-8"))
    told["versions"]["highspy"] = "0.1"
    (tmp_path / TOLD).write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(UsageError, match="of other versions"):
        underway(tmp_path, two_makers(), OPTIONS)


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(UsageError, match="letter"):
        underway(tmp_path, two_makers(), OPTIONS)
    with pytest.raises(UsageError, match="cannot be made"):
        underway(tmp_path / "letter.txt", two_makers(), OPTIONS)


@pytest.mark.parametrize("text", ["{", "[]", '{"agreement": 1}'])
def test_a_damaged_file_is_named(tmp_path: Path, text: str) -> None:
    underway(tmp_path, two_makers(), OPTIONS)
    (tmp_path / f"suv_at_delta{ENDING}").write_text(text, encoding="utf-8")
    with pytest.raises(CaseError, match=r"suv_at_delta\.agreement\.json"):
        underway(tmp_path, two_makers(), OPTIONS)


def test_a_file_half_written_counts_as_none(tmp_path: Path) -> None:
    underway(tmp_path, two_makers(), OPTIONS)
    (tmp_path / "suv_at_delta.agreement.part").write_text("{", encoding="utf-8")
    assert underway(tmp_path, two_makers(), OPTIONS).done == {}

"""One shape for every error: what, where, why, fix; the nearest known name."""

from __future__ import annotations

import pytest

from teikei.base.errors import (
    AgreementError,
    CaseError,
    Fault,
    TeikeiError,
    UsageError,
    did_you_mean,
    nearest,
)

FIRST = Fault(where="b.csv:2", what="what", why="why", fix="fix")
SECOND = Fault(where="a.csv:9", what="other", why="why", fix="fix")


def test_a_fault_prints_its_four_fields() -> None:
    assert str(FIRST) == "what\n  where: b.csv:2\n  why:   why\n  fix:   fix"
    assert FIRST.as_dict() == {"where": "b.csv:2", "what": "what", "why": "why", "fix": "fix"}


def test_faults_sort_by_place() -> None:
    assert sorted([FIRST, SECOND]) == [SECOND, FIRST]


def test_an_error_takes_one_fault_or_many() -> None:
    assert CaseError(FIRST).faults == (FIRST,)
    gathered = CaseError(fault for fault in (FIRST, SECOND))
    assert gathered.faults == (FIRST, SECOND)
    assert "b.csv:2" in str(gathered)
    assert "a.csv:9" in str(gathered)


def test_a_book_that_cannot_be_formed_is_a_bad_case() -> None:
    with pytest.raises(CaseError):
        raise AgreementError(FIRST)
    assert (TeikeiError.exit_code, UsageError.exit_code, AgreementError.exit_code) == (1, 2, 3)


@pytest.mark.parametrize(
    ("name", "known", "found"),
    [
        ("nisan", ["nissan", "honda"], "nissan"),
        ("NISSAN", ["nissan"], "nissan"),
        ("xyz", ["nissan", "honda"], None),
        ("nissan", [], None),
        ("", ["", "honda"], None),
    ],
)
def test_nearest(name: str, known: list[str], found: str | None) -> None:
    assert nearest(name, known) == found


def test_did_you_mean_lists_names_when_none_is_near() -> None:
    assert "'nissan'" in did_you_mean("nisan", ["nissan"], "firms.csv")
    far = did_you_mean("xyz", [f"firm_{i}" for i in range(20)], "firms.csv")
    assert "firm_0" in far
    assert far.count("firm_") == 8  # a list that fits a line
    assert "none yet" in did_you_mean("xyz", [], "firms.csv")

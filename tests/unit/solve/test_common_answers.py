"""Answers that processes share through a folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from teikei.base.options import SolveOptions
from teikei.solve.answer import Answer
from teikei.solve.common_answers import CommonAnswers
from teikei.solve.highs import Solver
from teikei.solve.program import Program


def answer(seconds: float = 1.0) -> Answer:
    """max 3 x, x ≤ 4, as if it had taken a second."""
    program = Program("toy")
    program.add_columns("x", {}, upper=4, objective=3.0)
    return replace(Solver(program.compile()).solve(SolveOptions()), seconds=seconds)


def test_what_one_has_solved_the_other_knows(tmp_path: Path) -> None:
    one, other = CommonAnswers(tmp_path), CommonAnswers(tmp_path)
    assert other.get("part") is None
    one["part"] = answer()
    assert other["part"].value == 12.0
    assert other["part"].x.tolist() == [4.0]
    # each counts what it has met itself
    assert (list(one), list(other), len(CommonAnswers(tmp_path))) == (["part"], ["part"], 0)
    # half-written files are never taken for answers
    assert [place.name for place in tmp_path.iterdir()] == ["part.answer"]


def test_what_one_forgets_is_still_in_the_folder(tmp_path: Path) -> None:
    one = CommonAnswers(tmp_path)
    one["part"] = answer()
    one.clear()
    assert len(one) == 0
    assert one["part"].value == 12.0


def test_without_its_folder_each_keeps_its_own(tmp_path: Path) -> None:
    one = CommonAnswers(tmp_path / "gone")
    one["part"] = answer()
    assert one["part"].value == 12.0
    with pytest.raises(KeyError):
        CommonAnswers(tmp_path / "gone")["part"]


def test_what_takes_no_time_is_not_written(tmp_path: Path) -> None:
    one = CommonAnswers(tmp_path)
    one["part"] = answer(seconds=0.001)
    assert one["part"].value == 12.0
    assert list(tmp_path.iterdir()) == []


def test_a_file_cut_short_and_a_folder_that_is_none_are_no_answers(tmp_path: Path) -> None:
    (tmp_path / "part.answer").write_bytes(b"")
    with pytest.raises(KeyError):
        CommonAnswers(tmp_path)["part"]
    none = CommonAnswers(tmp_path / "part.answer")
    none["part"] = answer()
    assert none["part"].value == 12.0
    assert "other" not in none

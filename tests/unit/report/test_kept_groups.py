"""Groups on disk: kept, read back, valued again where more is asked, refused where of something else."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.cases.edits import changed, two_makers

from teikei.base.errors import CaseError, UsageError
from teikei.base.options import CoalitionOptions
from teikei.deals.coalitions import Valued, coalitions
from teikei.report.kept_groups import ENDING, KeptGroups, kept_groups

OPTIONS = CoalitionOptions()
WIDE = Valued(("hoku", "nagi"), 100.0, 101.0, ("suv_at_delta",), 3, 2, 1.5, certified=False)


def begun(folder: Path, options: CoalitionOptions = OPTIONS) -> KeptGroups:
    return kept_groups(folder, two_makers(), options)


def test_a_group_comes_back_as_it_was(tmp_path: Path) -> None:
    begun(tmp_path).keep(WIDE)
    assert begun(tmp_path).done == {frozenset(WIDE.firms): WIDE}


def test_a_stopped_run_goes_on_with_the_groups_that_are_left(tmp_path: Path) -> None:
    case, kept, tried = two_makers(), begun(tmp_path), []

    def stop(one: Valued, done: int, of: int) -> None:
        kept.keep(one)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        coalitions(case, told=stop)
    again = begun(tmp_path)
    assert [tuple(firms) for firms in again.done] == [("hoku",)]
    found = coalitions(case, told=lambda one, done, of: tried.append((one.firms, done, of)), done=again.done)
    assert tried == [(("nagi",), 2, 3), (("hoku", "nagi"), 3, 3)]
    # 2,784 and 4,080 alone; 1,059.5 by two deals
    assert found.worths.low.tolist() == pytest.approx([0.0, 2_784.0, 4_080.0, 7_923.5], abs=1e-3)


@pytest.mark.parametrize(
    ("width", "rounds", "kept"),
    [
        (2e-3, 16, True),  # asked for as much before
        (2e-3, 8, True),
        (2e-3, 17, False),  # 1 on 100 is not 2e-3, and more rounds are asked for
        (1e-3, 16, False),
        (2e-2, 40, True),  # narrow enough
    ],
)
def test_a_wide_group_is_valued_again_if_more_is_asked(
    width: float, rounds: int, kept: bool, tmp_path: Path
) -> None:
    begun(tmp_path).keep(WIDE)
    assert bool(begun(tmp_path, replace(OPTIONS, width=width, rounds=rounds)).done) is kept


def test_groups_of_another_question_are_refused(tmp_path: Path) -> None:
    begun(tmp_path)
    other = changed(two_makers(), "agreements", {"agreement": "suv_at_harima"}, status="closed")
    for word, ask in {
        "tables": lambda: kept_groups(tmp_path, other, OPTIONS),
        "gap": lambda: begun(tmp_path, replace(OPTIONS, gap=1e-4)),
        "time limit": lambda: begun(tmp_path, replace(OPTIONS, time_limit_s=1.0)),
        "agreements": lambda: kept_groups(tmp_path, two_makers(), OPTIONS, ["suv_at_delta"]),
        "firms": lambda: kept_groups(tmp_path, two_makers(), OPTIONS, None, ["nagi"]),
    }.items():
        with pytest.raises(UsageError) as raised:
            ask()
        assert raised.value.faults[0].what == f"the worths in it are of other {word}"
        assert all(part.strip() for part in raised.value.faults[0].as_dict().values())


def test_a_folder_of_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(UsageError, match=r"letter\.txt"):
        begun(tmp_path)
    with pytest.raises(UsageError, match="cannot be made"):
        begun(tmp_path / "letter.txt")


@pytest.mark.parametrize(("name", "value"), [("high", 99.0), ("low", None), ("firms", 3)])
def test_a_damaged_group_is_refused(name: str, value: object, tmp_path: Path) -> None:
    begun(tmp_path).keep(WIDE)
    [place] = tmp_path.glob(f"*{ENDING}")
    place.write_text(
        json.dumps(json.loads(place.read_text(encoding="utf-8")) | {name: value}), encoding="utf-8"
    )
    with pytest.raises(CaseError) as raised:
        begun(tmp_path)
    assert raised.value.faults[0].fix.startswith(f"delete {place.name}")

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from tests.cases.edits import changed, two_makers

from teikei.base.jobs import Job
from teikei.deals import desk
from teikei.plan.optimise import plan


def test_what_was_solved_stands_until_another_case_comes() -> None:
    case = two_makers()
    desk.hold(case)
    known, memory = desk.held()
    assert known is case
    plan(case, memory=memory)
    assert memory.answers
    desk.hold(case)
    assert desk.held()[1].answers
    other = changed(case, "variants", {"variant": "n_suv_petrol"}, parts_cost=17_100.0)
    desk.hold(other)
    assert desk.held()[0] is other
    assert not desk.held()[1].answers


def test_a_job_before_its_process_was_readied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "_case", [])
    with pytest.raises(LookupError, match="calls `begin`"):
        desk.held()


def held_folder() -> str:
    return str(desk.held()[1].answers.folder)  # type: ignore[attr-defined]


def test_whoever_asks_finds_the_same_desks() -> None:
    case = two_makers()
    jobs = [Job("folder", held_folder), Job("again", held_folder)]
    with desk.CommonDesk(case) as common:
        first = dict(common.run(jobs))
        # another asks, with a `begin` of its own: the case and the answers stay
        answers = desk.held()[1].answers
        second = dict(common.run(jobs, partial(desk.hold, case)))
        assert desk.held()[1].answers is answers
        folder = Path(first["folder"])
        assert folder.is_dir()
    assert set(first.values()) == set(second.values()) == {str(folder)}
    assert not folder.exists()

from __future__ import annotations

import pytest
from tests.cases.edits import changed, two_makers

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

from __future__ import annotations

from teikei.agreements.not_yet_planned import NOT_YET_PLANNED


def test_they_are_listed_and_ask_for_nothing() -> None:
    assert len({kind.name for kind in NOT_YET_PLANNED}) == len(NOT_YET_PLANNED) == 1
    for kind in NOT_YET_PLANNED:
        assert not kind.planned
        assert kind.faults("a", (), "x") == []
        assert kind.faults("a", ("market", "pool", "plant"), "x") == []

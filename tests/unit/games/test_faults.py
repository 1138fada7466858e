"""Faults of a game, gathered before any work."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.base.errors import GameError
from teikei.games import faults


def test_room_is_asked_for_before_it_is_taken() -> None:
    faults.check_room(20)
    with pytest.raises(GameError) as caught:
        faults.check_room(31)
    assert caught.value.faults[0].where == "31 players"


def test_a_small_machine_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faults.os, "sysconf", lambda name: 1000)  # 1000 pages of 1000 bytes
    faults.check_room(16)  # 0.5 MB
    with pytest.raises(GameError) as caught:
        faults.check_room(17, copies=1)
    assert "GB" in caught.value.faults[0].what


def test_a_system_that_does_not_say_is_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(name: str) -> int:
        raise ValueError(name)

    monkeypatch.setattr(faults.os, "sysconf", silent)
    faults.check_room(30)


def test_good_values_have_none() -> None:
    low = np.array([0.0, 1.0])
    assert faults.value_faults(low, low, ("a",), "worth") == []


def test_every_fault_says_why_and_what_to_do() -> None:
    low = np.array([1.0, np.nan, 3.0, 4.0])
    found = faults.value_faults(low, low, ("a", "a", "b"), "gain")
    assert {fault.where for fault in found} == {"players", "kind", "low[0]", "low[1]"}
    assert all(part for fault in found for part in fault.as_dict().values())

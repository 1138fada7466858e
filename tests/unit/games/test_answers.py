"""Three-way answers."""

from __future__ import annotations

import pytest

from teikei.base.errors import UndefinedError
from teikei.games.answers import Answer


def test_yes_and_no_are_true_and_false() -> None:
    assert Answer("yes")
    assert not Answer("no")


def test_undetermined_is_neither() -> None:
    with pytest.raises(UndefinedError) as caught:
        bool(Answer("undetermined", witness=("1", "2"), margin=-1.0))
    assert "('1', '2')" in caught.value.faults[0].where


def test_it_says_what_shows_it() -> None:
    assert str(Answer("no", ("1",), -2.5)) == "no (margin -2.5, see ('1',))"
    assert str(Answer("yes")) == "yes (margin 0)"

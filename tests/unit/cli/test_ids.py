from __future__ import annotations

import pytest

from teikei.base.errors import UsageError
from teikei.cli.ids import ids_of, some_ids


def test_ids_are_joined_by_commas_with_room_around_them() -> None:
    assert ids_of("a, b,") == ["a", "b"]


def test_none_asked_for_is_not_an_empty_list() -> None:
    assert ids_of(None) is None
    assert ids_of("") == []


def test_an_option_that_is_given_names_some() -> None:
    assert some_ids("--firms", "a,b") == ["a", "b"]
    assert some_ids("--firms", None) is None
    with pytest.raises(UsageError) as error:
        some_ids("--firms", " , ")
    (fault,) = error.value.faults
    assert fault.where == "--firms"
    assert all((fault.what, fault.why, fault.fix))

from __future__ import annotations

from teikei.cli.ids import ids_of


def test_ids_are_joined_by_commas_with_room_around_them() -> None:
    assert ids_of("a, b,") == ["a", "b"]


def test_none_asked_for_is_not_an_empty_list() -> None:
    assert ids_of(None) is None
    assert ids_of("") == []

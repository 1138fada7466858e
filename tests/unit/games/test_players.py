"""Names, places and masks."""

from __future__ import annotations

import pytest

from teikei.base.errors import GameError
from teikei.games.players import mask_of, names_of, partition_masks, position

NAMES = ("north", "south", "2")


def test_players_are_numbered_from_one_or_keep_their_names() -> None:
    assert names_of(2) == ("1", "2")
    assert names_of(["north", "south"]) == ("north", "south")
    assert names_of(0) == ()


def test_text_is_a_name_and_a_number_a_place() -> None:
    assert [position(player, NAMES) for player in ("north", "2", 0, 2)] == [0, 2, 0, 2]
    assert mask_of(["2", "north"], NAMES) == 5


@pytest.mark.parametrize("player", ["nort", 3, -1, True])
def test_unknown_players(player: str | int) -> None:
    with pytest.raises(GameError):
        position(player, NAMES)


def test_the_nearest_name_is_offered() -> None:
    with pytest.raises(GameError) as caught:
        position("nort", NAMES)
    assert "'north'" in caught.value.faults[0].fix


def test_groups_hold_every_player_once() -> None:
    assert partition_masks([["2"], [0, 1]], NAMES, "unions") == [4, 3]
    with pytest.raises(GameError) as caught:
        partition_masks([["north", "south"], ["south"], []], NAMES, "unions")
    assert len(caught.value.faults) == 3  # south twice, a group without players, "2" in none
    assert {fault.where for fault in caught.value.faults} == {"unions"}


def test_a_name_alone_is_a_group_of_one() -> None:
    assert partition_masks(["north", 1], ["north", "south"], "unions") == [1, 2]  # type: ignore[list-item]

"""Links: who signs, with what weight, what is signed, what needs what."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.base.errors import GameError
from teikei.games.links import Links


def places(error: pytest.ExceptionInfo[GameError]) -> list[str]:
    return [fault.where for fault in error.value.faults]


def test_names_and_equal_weights_by_default() -> None:
    links = Links([(0, 1), (0, 1, 2)])
    assert links.players == ("1", "2", "3")
    assert links.names == ("1-2", "1-2-3")
    assert links.weights == ((0.5, 0.5), (1 / 3, 1 / 3, 1 / 3))
    assert (links.n, len(links), links.full) == (3, 2, 0b11)


def test_links_of_the_same_players_are_told_apart() -> None:
    assert Links([(0, 1)] * 3).names == ("1-2", "1-2 #2", "1-2 #3")


def test_a_pair_takes_the_weight_of_the_first() -> None:
    links = Links([(0, 1), (0, 1, 2)], weights=[0.25, (0.5, 0.3, 0.2)])
    assert links.weights == ((0.25, 0.75), (0.5, 0.3, 0.2))
    assert links.weighted([1, (0, 0, 1)]).weights == ((1.0, 0.0), (0.0, 0.0, 1.0))


def test_a_network_by_mask_position_name_or_players() -> None:
    links = Links([("a", "b"), ("b", "c"), ("a", "c")], players=["a", "b", "c"])
    assert (
        links.mask(5)
        == links.mask([0, 2])
        == links.mask(["a-b", "a-c"])
        == links.mask([(1, 0), ("c", "a")])
        == 5
    )
    assert links.say(5) == ("a-b", "a-c")
    assert links.of(0, 0b111) == [0, 2]
    for wrong in (8, -1, [3], ["a-d"], [("a", "d")]):
        with pytest.raises(GameError):
            links.mask(wrong)
    with pytest.raises(GameError):  # which of the two?
        Links([(0, 1), (1, 0)]).mask([(0, 1)])


def test_what_needs_a_link_falls_with_it() -> None:
    # 2 needs 1, 1 needs 0
    links = Links([(0, 1), (0, 2), (1, 2), (0, 1)], needs={1: [0], 2: [1]}, signed=[3])
    assert links.falling == (0b111, 0b110, 0b100, 0b1000)
    assert links.without(0b1111, 0) == 0b1000
    assert links.without(0b1011, 0) == 0b1000
    assert [mask for mask in range(16) if links.admits(mask)] == [0b1000, 0b1001, 0b1011, 0b1111]
    again = links.weighted([1, 1, 1, 1])
    assert (again.needs, again.signed) == (links.needs, links.signed)


def test_all_faults_of_the_links_at_once() -> None:
    with pytest.raises(GameError) as error:
        Links([(0,), (), (1, 1), (0, 7), ("a", 1), (0, 1)], players=2, weights=[1, 1, 0.5, 1.5, 0.5, 2])
    assert places(error) == ["link 0", "link 1", "link 2", "link 3", "link 4", "weights of 1-2"]


def test_bad_weights_names_and_players() -> None:
    for weights in ([0.5], [float("nan"), 0.5], [(0.5, 0.6), 0.5], [(1, 0, 0), 0.5], [-0.1, 0.5]):
        with pytest.raises(GameError) as error:
            Links([(0, 1), (1, 2)], weights=weights)
        assert places(error)[0].startswith("weights")
    with pytest.raises(GameError):
        Links([(0, 1)], names=["x", "y"])
    with pytest.raises(GameError):
        Links([(0, 1)], players=["a", "a"])
    with pytest.raises(GameError) as error:
        Links([("a", "b")])
    assert "players=" in error.value.faults[0].fix


def test_needs_that_cannot_be() -> None:
    with pytest.raises(GameError) as error:
        Links([(0, 1), (1, 2), (0, 2)], needs={0: [1], 1: [0]})
    assert places(error) == ["needs of 1-2, 2-3"]
    with pytest.raises(GameError) as error:
        Links([(0, 1), (1, 2)], needs={1: [0]}, signed=[1])
    assert places(error) == ["link 2-3"]


def test_a_player_by_position_or_name() -> None:
    links = Links([("a", "b")], players=["a", "b"])
    assert (links.player("b"), links.player(0)) == (1, 0)
    for wrong in ("c", 2):
        with pytest.raises(GameError):
            links.player(wrong)


def test_one_player_by_name_and_by_place_is_one() -> None:
    with pytest.raises(GameError, match="twice"):
        Links([("a", 0)], players=["a", "b"])


def test_whole_numbers_may_come_from_arrays() -> None:
    links = Links(np.array([[0, 1], [1, 2]]))
    assert links.members == ((0, 1), (1, 2))
    assert links.mask(np.int64(2)) == 2  # type: ignore[arg-type]
    assert links.mask(np.array([0, 1])) == 3
    assert links.player(np.int64(2)) == 2  # type: ignore[arg-type]


@pytest.mark.parametrize("link", [3, None, "ab"])
def test_a_link_is_a_list_of_players(link: object) -> None:
    with pytest.raises(GameError) as error:
        Links([(0, 1), link])  # type: ignore[list-item]
    assert places(error) == ["link 1"]


@pytest.mark.parametrize("weights", [0.3, [None], ["a"], [("a", "b")]])
def test_weights_are_numbers_one_entry_a_link(weights: object) -> None:
    with pytest.raises(GameError, match="weights"):
        Links([(0, 1)], weights=weights)  # type: ignore[arg-type]

"""Shares as intervals."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.base.errors import GameError
from teikei.games.allocation import Allocation


def test_plain_shares_have_no_width() -> None:
    share = Allocation.plain(("a", "b"), [1, 2])
    assert share.as_dict() == {"a": 1.0, "b": 2.0}
    assert share.total == 3.0
    assert share.n == 2
    assert share.certified
    np.testing.assert_array_equal(share.low, share.high)


def test_shares_cannot_be_changed() -> None:
    given = np.array([1.0, 2.0])
    share = Allocation.plain(("a", "b"), given)
    given[0] = 9
    assert share["a"] == 1.0
    with pytest.raises(ValueError, match="read-only"):
        share.value[0] = 5.0


def test_negated_exchanges_the_ends() -> None:
    cost = Allocation(("a",), np.array([2.0]), np.array([1.0]), np.array([4.0]), False).negated()
    assert (cost.low[0], cost.value[0], cost.high[0], cost.certified) == (-4.0, -2.0, -1.0, False)


def test_printed_with_range_and_how_it_was_got() -> None:
    share = Allocation(("a", "bb"), np.array([2.0, 3.0]), np.array([1.0, 3.0]), np.array([4.0, 3.0]), False)
    assert str(share) == "a   2  [1, 4] sampled\nbb  3"


def test_one_share_a_player() -> None:
    with pytest.raises(GameError) as caught:
        Allocation.plain(("a", "b"), [1.0])
    assert caught.value.faults[0].where == "Allocation.value"


def test_an_unknown_player_has_no_share() -> None:
    with pytest.raises(GameError, match="no such player"):
        Allocation.plain(("north", "south"), [1, 2])["nort"]

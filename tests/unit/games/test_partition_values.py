"""Games with externalities, on a table written by hand."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.base.errors import GameError
from teikei.games.families import cournot
from teikei.games.partition_values import (
    PartitionValues,
    average_value,
    coalition_game,
    externality_free_value,
    externality_risk,
    mcquillin_value,
    partitions,
    status_quo_value,
)

TABLE = {
    (("a",), ("b",), ("c",)): (1.0, 1.0, 1.0),
    (("a", "b"), ("c",)): (4.0, 3.0),
    (("a", "c"), ("b",)): (4.0, 2.0),
    (("b", "c"), ("a",)): (5.0, 0.0),
    (("a", "b", "c"),): (9.0,),
}
GAME = PartitionValues.from_table(TABLE)


def test_three_rules_by_hand() -> None:
    # alone: singles 1; merged: a 0, b 2, c 3; pairs and all as listed; today c finds a and b together
    np.testing.assert_array_equal(coalition_game(GAME, "alone").low, [0, 1, 1, 4, 1, 4, 5, 9])
    np.testing.assert_array_equal(coalition_game(GAME, "merged").low, [0, 0, 2, 4, 3, 4, 5, 9])
    today = coalition_game(GAME, "today", [["a", "b"], ["c"]])
    np.testing.assert_array_equal(today.low, [0, 1, 1, 4, 3, 4, 5, 9])
    # two outsiders are together with chance 1/2
    np.testing.assert_array_equal(coalition_game(GAME, "average").low, [0, 0.5, 1.5, 4, 2, 4, 5, 9])


def test_values_are_shapley_values_of_those() -> None:
    for share in (externality_free_value(GAME), mcquillin_value(GAME), average_value(GAME)):
        assert share.total == pytest.approx(9)
        assert share.players == ("a", "b", "c")
    # φ_a of [1, 1, 4, 1, 4, 5, 9]: (2·1 + (4−1) + (4−1) + 2·(9−5))/6
    assert externality_free_value(GAME)["a"] == pytest.approx(16 / 6)
    assert mcquillin_value(GAME)["a"] == pytest.approx((0 + (4 - 2) + (4 - 3) + 2 * (9 - 5)) / 6)
    assert status_quo_value(GAME, [["a", "b"], ["c"]])["a"] == pytest.approx((2 + 3 + 1 + 8) / 6)


def test_average_lies_between_for_three_players_and_its_weights_add_up() -> None:
    for n in range(1, 6):
        one = PartitionValues(lambda mask, outside: 1.0, n)
        np.testing.assert_allclose(coalition_game(one, "average").low[1:], 1.0)


def test_weights_of_the_average_for_three_outsiders() -> None:
    # seating three: alone 1/6, one pair 1/6 each of three, all together 2/6
    for wanted, chance in (((2, 4, 8), 1 / 6), ((2, 12), 1 / 6), ((14,), 2 / 6)):
        game = PartitionValues(lambda mask, outside, w=wanted: float(mask == 1 and outside == w), 4)
        assert coalition_game(game, "average").low[1] == pytest.approx(chance)


def test_externality_risk() -> None:
    risk = externality_risk(PartitionValues.from_table(TABLE), today=[["a", "b"], ["c"]])
    assert set(risk.games) == set(risk.shares) == {"alone", "merged", "today", "average"}
    np.testing.assert_array_equal(risk.spread, [0, 1, 1, 0, 2, 0, 0, 0])
    assert risk.most_exposed == ("c",)
    assert risk.evaluations == 10  # 3 singles in 2 partitions, 3 pairs, all: asked once each
    shares = [share["a"] for share in risk.shares.values()]
    assert (risk.low[0], risk.high[0]) == (min(shares), max(shares))


def test_without_externalities_there_is_no_risk() -> None:
    risk = externality_risk(PartitionValues(lambda mask, outside: float(mask.bit_count() ** 2), 4))
    assert not risk.spread.any()
    np.testing.assert_allclose(risk.high - risk.low, 0, atol=1e-12)


def test_intervals_pass_through() -> None:
    game = PartitionValues(lambda mask, outside: (1.0, 2.0) if len(outside) == 2 else (5.0, 6.0), 3)
    made = coalition_game(game, "average")
    assert made.interval(1) == (3.0, 4.0)  # half of each
    assert not made.exact


def test_cournot_of_two() -> None:
    # costs 0.2, 0.4: p = 1.6/3, profits (1/3)², (0.4/3)²; a dear third firm sells nothing and changes nothing
    game = cournot(1.0, [0.2, 0.4, 0.9])
    assert game.value(1, [2, 4])[0] == pytest.approx(1 / 9)
    assert game.value(2, [1, 4])[0] == pytest.approx((0.4 / 3) ** 2)
    assert game.value(4, [1, 2])[0] == 0.0


def test_every_partition_once() -> None:
    for n, bell in enumerate([1, 1, 2, 5, 15, 52]):
        every = [tuple(sorted(parts)) for parts in partitions((1 << n) - 1)]
        assert len(every) == len(set(every)) == bell
        assert all(sum(parts) == (1 << n) - 1 for parts in every)


def test_bad_input() -> None:
    for wrong in (
        lambda: coalition_game(GAME, "gone"),  # type: ignore[arg-type]
        lambda: coalition_game(GAME, "today"),
        lambda: coalition_game(GAME, "today", [["a"], ["b"]]),
        lambda: coalition_game(PartitionValues(lambda mask, outside: 1.0, 11), "average"),
        lambda: coalition_game(PartitionValues(lambda mask, outside: float("nan"), 2)),
        lambda: coalition_game(PartitionValues(lambda mask, outside: (2.0, 1.0), 2)),
        lambda: PartitionValues.from_table({(("a",), ("b",)): (1.0,)}),
        lambda: PartitionValues.from_table({(("a",), ("b",)): (1.0, 1.0), (("a",),): (1.0,)}),
        lambda: PartitionValues(lambda mask, outside: 1.0, 31),
    ):
        with pytest.raises(GameError):
            wrong()


def test_a_missing_partition_is_named() -> None:
    game = PartitionValues.from_table({(("a",), ("b",)): (1.0, 1.0)})
    with pytest.raises(GameError) as caught:
        coalition_game(game, "alone")
    assert "[['a', 'b']]" in caught.value.faults[0].what


def test_values_and_names_are_checked() -> None:
    with pytest.raises(GameError, match="twice"):
        PartitionValues(lambda own, outside: 1.0, ["a", "a"])
    with pytest.raises(GameError, match="no number"):
        PartitionValues(lambda own, outside: None, 2).value(3, [])  # type: ignore[arg-type, return-value]

"""The core: emptiness, membership and excesses, exact and for all values inside intervals."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.base.errors import GameError
from teikei.games.core import core_is_empty, excesses, in_core, is_balanced
from teikei.games.values import CoalitionValues

MAJORITY = [0, 0, 0, 1, 0, 1, 1, 1]


def test_majority_has_no_core() -> None:
    found = core_is_empty(MAJORITY)
    assert found.answer == "yes"
    assert found.witness == pytest.approx({("1", "2"): 0.5, ("1", "3"): 0.5, ("2", "3"): 0.5})
    assert found.margin == pytest.approx(1 - 1.5)  # three halves of 1 are claimed, 1 is there
    assert is_balanced(MAJORITY).answer == "no"


def test_a_core_just_not_empty() -> None:
    # pairs 2/3 each: ½ (⅔ + ⅔ + ⅔) = 1 = v(N)
    found = core_is_empty([0, 0, 0, 2 / 3, 0, 2 / 3, 2 / 3, 1])
    assert found.answer == "no"
    assert found.margin == pytest.approx(0, abs=1e-12)
    assert in_core([0, 0, 0, 2 / 3, 0, 2 / 3, 2 / 3, 1], [1 / 3] * 3).answer == "yes"


def test_the_witness_is_a_balanced_collection() -> None:
    rng = np.random.default_rng(2)
    values = rng.integers(0, 30, 64).astype(float)
    values[0] = 0
    game = CoalitionValues(values)
    found = core_is_empty(game)
    for player in game.players:
        assert sum(w for names, w in found.witness.items() if player in names) == pytest.approx(1)
    claimed = sum(w * game.value(names) for names, w in found.witness.items())
    assert found.margin == pytest.approx(values[-1] - claimed)
    assert (found.answer == "yes") == (found.margin < 0)


def test_intervals_decide_at_their_corners() -> None:
    low = [0, 0, 0, 0.5, 0, 0.5, 0.5, 1]
    # pairs up to 0.6: 0.9 of 1 at most is claimed; up to 0.8: 1.2, so it depends; from 0.7: always 1.05
    assert core_is_empty(CoalitionValues(low, [0, 0, 0, 0.6, 0, 0.6, 0.6, 1])).answer == "no"
    assert core_is_empty(CoalitionValues(low, [0, 0, 0, 0.8, 0, 0.8, 0.8, 1])).answer == "undetermined"
    always = CoalitionValues([0, 0, 0, 0.7, 0, 0.7, 0.7, 1], [0, 0, 0, 0.8, 0, 0.8, 0.8, 1])
    assert core_is_empty(always).answer == "yes"
    # v(N) from 1 to 1.3 can save it
    assert (
        core_is_empty(CoalitionValues(always.low, [0, 0, 0, 0.8, 0, 0.8, 0.8, 1.3])).answer == "undetermined"
    )


def test_costs_are_mirrored() -> None:
    # each pair pays 1, all together 2: half of 3 pays less than 2, so nobody can be made to pay it
    assert core_is_empty(CoalitionValues([0, 1, 1, 1, 1, 1, 1, 2], kind="cost")).answer == "yes"
    fine = CoalitionValues([0, 1, 1, 1.5, 1, 1.5, 1.5, 2], kind="cost")
    assert core_is_empty(fine).answer == "no"
    assert in_core(fine, [2 / 3] * 3).answer == "yes"
    dear = in_core(fine, [1.1, 0.5, 0.4])  # player 1 would pay 1 alone
    assert (dear.answer, dear.witness) == ("no", ("1",))
    assert dear.margin == pytest.approx(-0.1)
    assert excesses(fine, [1.1, 0.5, 0.4]).low[1] == pytest.approx(0.1)


@pytest.mark.parametrize("values", [[0.0], [0.0, 5.0]])
def test_few_players(values: list[float]) -> None:
    assert core_is_empty(values).answer == "no"
    assert in_core(values, values[1:]).answer == "yes"


def test_membership_and_the_coalition_that_misses_most() -> None:
    game = [0, 1, 0, 4]
    assert in_core(game, [1, 3]).answer == "yes"
    low = in_core(game, [0.5, 3.5])
    assert (low.answer, low.witness, low.margin) == ("no", ("1",), -0.5)
    short = in_core(game, [1, 2])
    assert (short.answer, short.witness, short.margin) == ("no", ("1", "2"), -1)


def test_membership_with_intervals() -> None:
    game = CoalitionValues([0, 1, 0, 4], [0, 2, 0, 4])
    assert in_core(game, [2.5, 1.5]).answer == "yes"
    open_ = in_core(game, [1.5, 2.5])
    assert (open_.answer, open_.witness, open_.margin) == ("undetermined", ("1",), -0.5)
    assert in_core(game, [0.5, 3.5]).answer == "no"
    wide = CoalitionValues([0, 0, 0, 4], [0, 0, 0, 5])
    # what is handed out cannot be 4 and 5 at once
    assert in_core(wide, [2, 2]).answer == "undetermined"
    assert in_core(wide, [2, 4]).answer == "no"


def test_excesses_by_coalition() -> None:
    found = excesses(CoalitionValues([0, 1, 0, 4], [0, 2, 0, 4]), [1, 3])
    np.testing.assert_allclose(found.low, [0, 0, -3, 0])
    np.testing.assert_allclose(found.high, [0, 1, -3, 0])
    assert found.largest(1) == [(("1",), 0.0, 1.0)]


@pytest.mark.parametrize("x", [[1.0], [1.0, 2.0, 3.0], [1.0, np.nan]])
def test_shares_that_do_not_fit(x: list[float]) -> None:
    with pytest.raises(GameError) as refused:
        in_core([0, 1, 0, 4], x)
    assert refused.value.faults[0].where == "x"


@pytest.mark.parametrize("seed", range(20))
def test_verdicts_hold_at_random_corners(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = 4
    low = np.r_[0.0, rng.uniform(0, 1, 14), 2.0]
    high = low + np.r_[0.0, rng.uniform(0, 0.6, 14), 0.5 * (seed % 2)]
    game = CoalitionValues(low, high)
    verdict, shares = core_is_empty(game).answer, rng.dirichlet(np.ones(n)) * 2
    member = in_core(game, shares).answer
    corners = [game.corner(rng.random(16) < 0.5) for _ in range(20)]
    seen = {core_is_empty(corner).answer for corner in corners}
    inside = {in_core(corner, shares).answer for corner in corners}
    assert verdict == "undetermined" or seen == {verdict}
    assert member == "undetermined" or inside == {member}
    if verdict == "undetermined":  # both happen at the corners that decide
        worst, best = low.copy(), high.copy()
        worst[1:-1], best[1:-1] = high[1:-1], low[1:-1]
        assert [core_is_empty(v).answer for v in (worst, best)] == ["yes", "no"]


def test_verdicts_do_not_hang_on_the_unit() -> None:
    majority = np.array([0, 0, 0, 1, 0, 1, 1, 1])
    for unit in (1e-12, 1.0, 1e12):
        assert core_is_empty(majority * unit).answer == "yes"
        assert in_core(np.array([0, 1, 1, 4]) * unit, np.array([-1, 5]) * unit).answer == "no"


@pytest.mark.parametrize("x", [["a", "b"], {"1": 1, "2": 3}, None])
def test_shares_are_numbers(x: object) -> None:
    with pytest.raises(GameError, match="for 2 players"):
        in_core([0, 1, 1, 4], x)  # type: ignore[arg-type]

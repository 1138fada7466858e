"""The sampled Shapley value: exact where it must be, and errors that its ranges hold as often as they say."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from teikei.base.errors import GameError
from teikei.games.families import airport, glove, random_game, weighted_majority
from teikei.games.sampled import shapley_sampled
from teikei.games.shapley import shapley
from teikei.games.values import CoalitionValues


def test_a_budget_for_all_values_is_exact() -> None:
    game = random_game(1, 6, 3)
    share = shapley_sampled(lambda mask: float(game.low[mask]), 6, budget=63)
    np.testing.assert_allclose(share.value, shapley(game).value)
    assert share.certified
    assert (share.certificate.exact, share.certificate.evaluations) == (True, 63)


def test_additive_games_are_exact_at_the_smallest_budget() -> None:
    own = np.arange(1.0, 21)
    worth = lambda mask: sum(own[i] for i in range(20) if mask >> i & 1)  # noqa: E731
    share = shapley_sampled(worth, 20, budget=80)
    np.testing.assert_allclose(share.value, own)
    np.testing.assert_allclose(share.high - share.low, 0, atol=1e-6)
    assert not share.certified  # the range is estimated, even where it is nil


def test_all_pairs_are_exact_though_the_empty_pair_is_free() -> None:
    # n = 5: 15 pairs and the grand coalition are 31 values, so 30 leave out one pair of the largest size
    game = random_game(2, 5, 3)
    share = shapley_sampled(lambda mask: float(game.low[mask]), 5, budget=30)
    assert share.certificate.evaluations == 29
    np.testing.assert_allclose(share.value, shapley(game).value, atol=40)


@pytest.mark.parametrize("budget", [48, 99, 100, 401, 1000])
def test_never_more_values_than_the_budget_and_none_twice(budget: int) -> None:
    asked: list[int] = []

    def worth(mask: int) -> float:
        asked.append(mask)
        return float(mask % 7)

    share = shapley_sampled(worth, 12, budget=budget)
    assert len(asked) == len(set(asked)) == share.certificate.evaluations
    assert budget - 2 < len(asked) <= budget
    everything = (1 << 12) - 1
    assert everything in asked
    assert all(everything ^ mask in asked for mask in asked if mask != everything)
    assert share.total == pytest.approx(everything % 7)


GAMES = [
    random_game(1, 10, 461375),
    random_game(4, 12, 11),
    CoalitionValues(-airport(np.arange(1.0, 13)).low),
    weighted_majority(39, [7] * 5 + [1] * 10),
    glove(5, 7),
]


@pytest.mark.parametrize("budget", [60, 300])
def test_ranges_hold_all_shares_about_as_often_as_they_say(budget: int) -> None:
    # 100 draws (5 games, 20 seeds) at 90 %: fewer than 80 hits have chance below 0.2 % if the claim is true
    hits = 0
    for game in GAMES:
        true = shapley(game).value
        for seed in range(20):
            share = shapley_sampled(lambda k, g=game: float(g.low[k]), game.n, budget, seed, 0.9)
            hits += bool(np.all((share.low <= true) & (true <= share.high)))
    assert hits >= 80


@pytest.mark.parametrize("game", GAMES, ids=range(len(GAMES)))
def test_standard_error_is_of_the_size_of_the_error(game: CoalitionValues) -> None:
    true = shapley(game).value
    shares = [shapley_sampled(lambda k: float(game.low[k]), game.n, 300, seed) for seed in range(20)]
    seen = np.sqrt(np.mean([(share.value - true) ** 2 for share in shares]))
    said = np.sqrt(np.mean([share.certificate.standard_error**2 for share in shares]))
    assert 0.6 < said / seen < 2


def test_more_values_err_less() -> None:
    game = GAMES[1]
    true = shapley(game).value
    errors = [
        np.mean(
            [(shapley_sampled(lambda k: float(game.low[k]), 12, b, s).value - true) ** 2 for s in range(10)]
        )
        for b in (60, 240, 960)
    ]
    assert errors[0] > 2 * errors[1] > 4 * errors[2]


def test_intervals_widen_the_range() -> None:
    game = random_game(2, 8, 5)
    plain = shapley_sampled(lambda k: float(game.low[k]), 8, 100)
    wide = shapley_sampled(lambda k: (float(game.low[k]), float(game.low[k]) + 1), 8, 100)
    np.testing.assert_allclose(wide.value, plain.value)
    assert np.all(wide.high > plain.high + 0.1)
    assert np.all(wide.low < plain.low - 0.1)
    cost = shapley_sampled(lambda k: (float(game.low[k]) - 1, float(game.low[k])), 8, 100, kind="cost")
    np.testing.assert_allclose(cost.value, plain.value)  # the cost found is the high one


def test_interval_range_holds_every_corner_of_what_was_asked() -> None:
    # with the draw fixed the estimate is linear in the values: no corner may lead out
    game = random_game(2, 7, 5)
    wide = shapley_sampled(lambda k: (float(game.low[k]), float(game.low[k]) + 9), 7, 60)
    for seed in range(30):
        extra = 9 * np.random.default_rng(seed).integers(0, 2, 128)
        inside = shapley_sampled(lambda k, e=extra: float(game.low[k] + e[k]), 7, 60)
        assert np.all((wide.low <= inside.value) & (inside.value <= wide.high))


def test_more_players_than_a_table_holds() -> None:
    share = shapley_sampled(lambda mask: float(mask.bit_count()), 70, budget=300)
    np.testing.assert_allclose(share.value, 1.0)


def test_the_draw_can_be_repeated_and_changed() -> None:
    game = GAMES[1]
    one, same, other = (shapley_sampled(lambda k: float(game.low[k]), 12, 100, seed) for seed in (4, 4, 5))
    np.testing.assert_array_equal(one.value, same.value)
    assert np.any(one.value != other.value)


@pytest.mark.parametrize(
    ("worth", "budget", "confidence"),
    [
        (lambda mask: 1.0, 39, 0.9),
        (lambda mask: 1.0, 100, 1.0),
        (lambda mask: float("nan"), 100, 0.9),
        (lambda mask: (2.0, 1.0), 100, 0.9),
    ],
)
def test_bad_input(worth: Callable[[int], float], budget: int, confidence: float) -> None:
    with pytest.raises(GameError):
        shapley_sampled(worth, 10, budget, confidence=confidence)


def test_values_and_names_are_checked() -> None:
    with pytest.raises(GameError, match="no number"):
        shapley_sampled(lambda mask: None, 8, 100)  # type: ignore[arg-type, return-value]
    with pytest.raises(GameError, match="twice"):
        shapley_sampled(lambda mask: 1.0, ["a", "a", *"bcdefg"], 100)

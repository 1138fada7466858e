"""The lazy nucleolus: few values and searches, proofs from bounds, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.base.errors import ConvergenceError, GameError, UndefinedError
from teikei.games.families import random_game
from teikei.games.lazy import Separation, Settled, TableOracle, nucleolus_lazy
from teikei.games.loops import Floats
from teikei.games.nucleolus import nucleolus, prenucleolus
from teikei.games.values import CoalitionValues


@pytest.mark.parametrize("kind", [1, 2, 3, 4])
@pytest.mark.parametrize("seed", [3, 17, 461375])
def test_ten_players_from_few_values(kind: int, seed: int) -> None:
    game = random_game(kind, 10, seed)
    table = TableOracle(game)
    asked: list[int] = []

    def worth(mask: int) -> float:
        asked.append(mask)
        return float(game.low[mask])

    share = nucleolus_lazy(worth, table.separate, players=10)
    np.testing.assert_allclose(share.value, nucleolus(game).value, atol=1e-6)
    proof = share.certificate
    assert share.certified
    assert proof.proved
    assert len(asked) == len(set(asked)) == proof.values_asked <= 60  # of 1,023
    assert proof.separations <= 30
    assert proof.epsilon[0] == pytest.approx(proof.epsilon[1])
    assert [level.excess for level in proof.levels] == pytest.approx([level.bound for level in proof.levels])


def test_several_coalitions_a_search_save_searches() -> None:
    game = random_game(1, 10, 5)
    one = nucleolus_lazy(TableOracle(game).worth, TableOracle(game).separate, 10)
    many = nucleolus_lazy(TableOracle(game).worth, TableOracle(game, batch=3).separate, 10)
    np.testing.assert_allclose(one.value, many.value, atol=1e-6)
    assert many.certificate.separations < one.certificate.separations


def test_names_and_no_lower_limit() -> None:
    table = TableOracle([0, 0, 0, 10, 0, 0, 0, 2])
    share = nucleolus_lazy(table.worth, table.separate, ["a", "b", "c"], bounded=False)
    assert share.as_dict() == pytest.approx({"a": 3, "b": 3, "c": -4})
    np.testing.assert_allclose(share.value, prenucleolus([0, 0, 0, 10, 0, 0, 0, 2]).value)


@pytest.mark.parametrize(("values", "shares"), [([0, 4.0], [4.0]), ([0, 1.0, 2.0, 5.0], [2.0, 3.0])])
def test_one_and_two_players(values: list[float], shares: list[float]) -> None:
    table = TableOracle(values)
    share = nucleolus_lazy(table.worth, table.separate, len(shares))
    assert share.value == pytest.approx(shares)
    assert share.certified


def test_a_search_with_a_gap_certifies_nothing() -> None:
    table = TableOracle([0, 0, 0, 1, 0, 1, 1, 4])

    def vague(x: Floats, epsilon: float, settled: Settled) -> Separation:
        return Separation(table.separate(x, epsilon, settled).bound + 0.25)

    share = nucleolus_lazy(table.worth, vague, 3)
    assert not share.certified
    assert not share.certificate.proved
    level = share.certificate.levels[0]
    assert level.bound >= level.excess + 0.2
    low, high = share.certificate.epsilon
    assert low <= -4 / 3 + 1e-9 <= high  # ε = −4/3: each alone gets 4/3


def test_values_with_a_gap_bracket_epsilon() -> None:
    game = CoalitionValues([0, 0, 0, 1, 0, 1, 1, 1], [0, 0, 0, 1.3, 0, 1.3, 1.3, 1.1])
    share = nucleolus_lazy(TableOracle(game).worth, TableOracle(game).separate, 3)
    assert not share.certified
    low, high = share.certificate.epsilon
    # ε = pair − ⅔ v(N): from 1 − ⅔ 1.1 to 1.3 − ⅔
    assert low == pytest.approx(1 - 2.2 / 3)
    assert high == pytest.approx(1.3 - 2 / 3)


def test_settled_coalitions() -> None:
    settled = Settled((7, 1), np.array([[0.0, 1.0, -1.0]]))
    assert [settled.covers(mask) for mask in (1, 6, 7, 2, 3)] == [True, True, True, False, False]


def test_a_search_that_returns_what_is_settled() -> None:
    table = TableOracle([0, 0, 0, 1, 0, 1, 1, 4])
    with pytest.raises(GameError) as refused:
        nucleolus_lazy(table.worth, lambda x, epsilon, settled: Separation(99.0, (7,)), 3)
    assert "separate" in refused.value.faults[0].where


def test_too_many_searches() -> None:
    game = random_game(2, 8, 1)
    table = TableOracle(game)
    with pytest.raises(ConvergenceError) as stopped:
        nucleolus_lazy(table.worth, table.separate, 8, most_separations=2)
    assert stopped.value.best.total == pytest.approx(game.low[-1])


@pytest.mark.parametrize("given", [float("nan"), (2.0, 1.0), (0.0, float("inf"))])
def test_values_that_are_no_values(given: float | tuple[float, float]) -> None:
    with pytest.raises(GameError):
        nucleolus_lazy(lambda mask: given, lambda x, epsilon, settled: Separation(0.0), 3)


def test_singles_worth_more_than_all_and_too_many_players() -> None:
    table = TableOracle([0, 2, 2, 3])
    with pytest.raises(UndefinedError):
        nucleolus_lazy(table.worth, table.separate, 2)
    with pytest.raises(GameError):
        nucleolus_lazy(table.worth, table.separate, 63)


def test_epsilon_holds_although_players_may_be_worth_more_alone() -> None:
    # 1 and 2 may make up to 10 each alone, 3 and 4 together 20, all four 20. If they do make 10, the one
    # sharing that leaves them that is (10, 10, 0, 0), and 3 and 4 miss 20
    low = np.zeros(16)
    low[12:] = 20
    high = low.copy()
    high[[1, 2]] = 10
    table = TableOracle(CoalitionValues(low, high))
    proof = nucleolus_lazy(table.worth, table.separate, 4).certificate
    assert proof.epsilon[0] <= 0
    assert proof.epsilon[1] >= 20
    free = nucleolus_lazy(table.worth, table.separate, 4, bounded=False).certificate
    assert free.epsilon[1] < 20  # where they may get less, (5, 5, 5, 5) leaves nobody missing more than 10
    high[1] = 15  # 25 alone, 20 together: perhaps there is no sharing
    none = TableOracle(CoalitionValues(low, high))
    assert nucleolus_lazy(none.worth, none.separate, 4).certificate.epsilon[1] == np.inf


@pytest.mark.parametrize("seed", range(12))
def test_bounds_of_levels_hold_at_the_shares_found(seed: int) -> None:
    draw = np.random.default_rng(seed)
    game = random_game(1, 5, seed)
    high = game.low + np.where(draw.random(32) < 0.4, draw.integers(0, 80, 32), 0)
    high[0] = 0
    box = CoalitionValues(game.low, high)
    table = TableOracle(box)
    share = nucleolus_lazy(table.worth, table.separate, 5, bounded=False)
    member = ((np.arange(32)[:, None] >> np.arange(5)) & 1).astype(float)
    missed = box.high - member @ share.value
    settled = [31]
    assert share.certificate.levels
    for level in share.certificate.levels:
        rank = np.linalg.matrix_rank(member[settled])
        is_open = [s for s in range(1, 31) if np.linalg.matrix_rank(member[[*settled, s]]) > rank]
        assert missed[is_open].max() <= level.bound + 1e-6
        settled += [box.mask(names) for names in level.coalitions]


def test_worths_are_read_as_everywhere() -> None:
    table = TableOracle([0, 0, 0, 1, 0, 1, 1, 4])
    pairs = nucleolus_lazy(lambda mask: [table.worth(mask)] * 2, table.separate, 3)  # type: ignore[arg-type, return-value]
    assert pairs.certified
    with pytest.raises(GameError, match="no number"):
        nucleolus_lazy(lambda mask: None, table.separate, 3)  # type: ignore[arg-type, return-value]
    with pytest.raises(GameError, match="twice"):
        nucleolus_lazy(table.worth, table.separate, ["a", "a", "b"])

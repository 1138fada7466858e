"""The nucleolus: games worked by hand, the classic mistake, intervals, costs, and what is refused."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from scipy.optimize import linprog

from teikei.base.errors import ConvergenceError, GameError, UndefinedError
from teikei.games import table
from teikei.games.families import airport, random_game
from teikei.games.loops import Floats
from teikei.games.nucleolus import nucleolus, per_capita_nucleolus, prenucleolus
from teikei.games.values import CoalitionValues

MODULE = sys.modules["teikei.games.nucleolus"]  # the package exports a function of this name
MAJORITY = [0, 0, 0, 1, 0, 1, 1, 1]


def test_two_players_share_the_surplus_equally() -> None:
    # alone 1 and 2, together 5: the surplus 2 is halved
    assert nucleolus([0, 1, 2, 5]).value == pytest.approx([2, 3])
    assert per_capita_nucleolus([0, 1, 2, 5]).value == pytest.approx([2, 3])


@pytest.mark.parametrize("values", [[0.0], [0.0, -7.0]])
def test_nobody_and_one_player(values: list[float]) -> None:
    share = nucleolus(values)
    np.testing.assert_array_equal(share.value, values[1:])
    assert share.certified
    assert share.certificate.holds


def test_a_game_without_a_core() -> None:
    # {1, 2} could make 10, all together 2; nobody may get less than 0, so 1 and 2 get 1 each (published)
    assert nucleolus([0, 0, 0, 10, 0, 0, 0, 2]).value == pytest.approx([1, 1, 0])
    # without that limit player 3 pays: (3, 3, −4) leaves {1, 2} missing 4 and {3}, all others 4 or less
    assert prenucleolus([0, 0, 0, 10, 0, 0, 0, 2]).value == pytest.approx([3, 3, -4])


def test_the_limits_are_in_the_certificate() -> None:
    proof = nucleolus([0, 0, 0, 10, 0, 0, 0, 2]).certificate
    assert proof.holds
    assert "3" in proof.levels[0].limits


def test_per_head() -> None:
    # all singles 0, {1,3} 9, {2,3} 10, all 12 (Young 1985). Per head {1} and {2,3} miss −2/3 each, then {1,3}
    # misses (9 − 65/6)/2 = −11/12 and {1,2} (0 − 11/6)/2 = −11/12
    share = per_capita_nucleolus([0, 0, 0, 0, 0, 9, 10, 12])
    assert share.value == pytest.approx([2 / 3, 7 / 6, 61 / 6])
    assert share.certificate.excess == pytest.approx([-2 / 3, -11 / 12])


def test_costs_are_shared_as_costs() -> None:
    # runways of 1, 2, 3; everybody saves something: the mirrored game of worths gives minus the same
    costs = airport([1, 2, 3])
    share = nucleolus(costs)
    assert share.total == pytest.approx(3)
    assert (share.value > 0).all()
    np.testing.assert_allclose(share.value, -nucleolus(-costs.low).value)
    # the smallest pays least: x1 = 1/2, then {2} saves as much as {1, 2}: 3/4 (Littlechild 1974)
    np.testing.assert_allclose(share.value, [0.5, 0.75, 1.75])


def test_singles_worth_more_than_all() -> None:
    with pytest.raises(UndefinedError) as refused:
        nucleolus([0, 2, 2, 3])
    assert refused.value.faults[0].where == "nucleolus"
    assert prenucleolus([0, 2, 2, 3]).value == pytest.approx([1.5, 1.5])


@pytest.mark.parametrize("wrong", [[0, 1, 2], [1, 2, 3, 4], [0, 1, 2, np.nan]])
def test_bad_values_are_refused(wrong: list[float]) -> None:
    with pytest.raises(GameError):
        nucleolus(wrong)


@pytest.mark.parametrize("factor", [1e-9, 1.0, 1e9])
def test_the_unit_does_not_matter(factor: float) -> None:
    game = random_game(2, 7, 3)
    share = nucleolus(CoalitionValues(game.low * factor))
    np.testing.assert_allclose(share.value / factor, nucleolus(game).value, rtol=1e-7, atol=1e-6)


def test_programs_take_over_when_the_loops_get_stuck(monkeypatch: pytest.MonkeyPatch) -> None:
    game = random_game(4, 5, 8)
    expected = nucleolus(game)
    monkeypatch.setattr(table, "ROOM", 1)  # no room for any row
    share = nucleolus(game)
    assert share.certificate.engine == "highs"
    assert share.certificate.holds
    np.testing.assert_allclose(share.value, expected.value, atol=1e-8)


def test_what_cannot_be_certified_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "ROOM", 1)
    true_programs = MODULE.solve_sequence

    def spoilt(*given: object) -> object:
        found = true_programs(*given)
        found.x[0] += 1.0
        found.x[1] -= 1.0
        return found

    monkeypatch.setattr(MODULE, "solve_sequence", spoilt)
    with pytest.raises(ConvergenceError) as failed:
        nucleolus(random_game(4, 5, 8))
    assert failed.value.best.certificate.holds is False
    assert failed.value.best.total == pytest.approx(random_game(4, 5, 8).low[-1])


def test_intervals_give_a_sampled_range() -> None:
    game = CoalitionValues([0, 0, 0, 1, 0, 1, 1, 3], [0, 0, 0, 2, 0, 1, 1, 3])
    share = nucleolus(game)
    assert not share.certified
    assert share.certificate.at_found.holds
    assert share.value == pytest.approx([1, 1, 1])
    # with v(12) = 2 player 3 gets less: e(12) = e(3) at x3 = ½, the others 5/4 each
    high = nucleolus(game.corner(True)).value
    assert (share.low <= high + 1e-12).all()
    assert (high <= share.high + 1e-12).all()
    assert share.low[2] < 1 - 1e-6


def test_an_interval_without_width_is_certified() -> None:
    share = nucleolus(CoalitionValues(np.array(MAJORITY), np.array(MAJORITY, dtype=float)))
    assert share.certified
    assert share.value == pytest.approx([1 / 3] * 3)


def test_a_corner_without_an_answer_is_counted() -> None:
    share = nucleolus(CoalitionValues([0, 1, 1, 3], [0, 2, 2, 3]), samples=0)
    assert share.certificate.undefined >= 1
    assert share.certificate.corners > share.certificate.undefined


def classic_mistake(values: Floats) -> Floats | None:
    """Level by level, but every coalition that is tight at the one optimum found is settled: the mistake."""
    n = values.size.bit_length() - 1
    member = ((np.arange(values.size)[:, None] >> np.arange(n)) & 1).astype(float)
    settled: dict[int, float] = {values.size - 1: float(values[-1])}
    x = np.zeros(n)
    while np.linalg.matrix_rank(member[list(settled)]) < n:
        free = [s for s in range(1, values.size - 1) if s not in settled]
        found = linprog(
            np.r_[np.zeros(n), 1.0],
            A_ub=-np.c_[member[free], np.ones(len(free))],
            b_ub=-values[free],
            A_eq=np.c_[member[list(settled)], np.zeros(len(settled))],
            b_eq=list(settled.values()),
            bounds=[*((float(values[1 << i]), None) for i in range(n)), (None, None)],
        )
        if found.x is None:
            return None
        x, excess = found.x[:n], found.x[n]
        tight = [s for s in free if abs(values[s] - member[s] @ x - excess) < 1e-7]
        if not tight:
            return None
        settled.update({s: float(member[s] @ x) for s in tight})
    return x


def test_the_classic_mistake_is_caught() -> None:
    """Ten games of each type with five players: the mistake goes wrong on many, the certificate holds on all.

    Measured with SciPy 1.17: 8, 6, 1 and 2 of 10 are wrong. Which optimum a solver finds is its own affair,
    hence the room below; another one's were wrong on 35, 33, 1 and 24 of 40.
    """
    wrong = {1: 0, 2: 0, 3: 0, 4: 0}
    for kind in wrong:
        for seed in range(10):
            game = random_game(kind, 5, 1000 + seed)
            share = nucleolus(game)
            assert share.certificate.holds
            mistaken = classic_mistake(game.low)
            wrong[kind] += mistaken is None or bool(np.abs(mistaken - share.value).max() > 1e-5)
    assert wrong[1] >= 4
    assert wrong[2] >= 3
    assert sum(wrong.values()) >= 10


# type 3 with three players leaves no imputation: sets that lack two players are single players
@pytest.mark.parametrize(
    ("n", "kind"), [(n, kind) for n in (3, 4, 5, 10, 15) for kind in (1, 2, 3, 4) if (n, kind) != (3, 3)]
)
def test_random_games_are_certified(n: int, kind: int) -> None:
    for seed in range(6 if n < 15 else 2):
        share = nucleolus(random_game(kind, n, 7 * seed + n))
        assert share.certificate.holds
        assert share.certificate.engine == "simplex"


@pytest.mark.parametrize("seed", range(40))
def test_games_full_of_ties(seed: int) -> None:
    rng = np.random.default_rng(seed)
    values = rng.integers(0, 3, 1 << int(rng.integers(2, 8))).astype(float)
    values[0] = 0.0
    assert prenucleolus(values).certificate.holds

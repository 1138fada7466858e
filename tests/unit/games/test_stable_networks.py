"""All networks that hold: against brute force, over intervals, and by paths when there are many links."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from teikei.base.errors import GameError
from teikei.games.links import Links
from teikei.games.moves import FormationOptions
from teikei.games.network_game import network_game
from teikei.games.stable_networks import climb, fullest, stable_networks

SIX = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]
PAIR_MOVES = FormationOptions(moves=("add", "drop"))
ROUND = {0: [0, 0, 1, 0], 1: [1, 0, 0, 0], 2: [1, 0, 0, 0], 3: [0, 0, 1, 0]}


def holds(table: np.ndarray, links: list[tuple[int, int]], mask: int, transfers: bool, swaps: bool) -> bool:
    """Stability by its definition, written without the package."""
    for a, (i, j) in enumerate(links):
        other = table[mask ^ 1 << a] - table[mask]
        if mask >> a & 1:
            if other[i] + other[j] > 0 if transfers else max(other[i], other[j]) > 0:
                return False
        elif other[i] + other[j] > 0 if transfers else min(other[i], other[j]) >= 0 < max(other[i], other[j]):
            return False
    for a, b in itertools.permutations(range(len(links)), 2):
        if swaps and mask >> b & 1 and not mask >> a & 1 and set(links[a]) & set(links[b]):
            change = (table[mask ^ 1 << a ^ 1 << b] - table[mask])[list(links[a])]
            if change.sum() > 0 if transfers else change.min() >= 0 < change.max():
                return False
    return True


@pytest.mark.parametrize("transfers", [True, False])
@pytest.mark.parametrize("swaps", [True, False])
def test_networks_at_rest_are_those_of_brute_force(transfers: bool, swaps: bool) -> None:
    source = np.random.default_rng(17)
    moves = ("add", "drop", "swap") if swaps else ("add", "drop")
    options = FormationOptions(transfers=transfers, moves=moves)
    none = 0
    for _ in range(50):
        table = source.integers(0, 6, (64, 4)).astype(float)
        found = stable_networks(table, SIX, options=options)
        wanted = tuple(mask for mask in range(64) if holds(table, SIX, mask, transfers, swaps))
        assert found.networks == wanted
        assert found.evaluations == 64
        assert found.complete
        assert all(one.stable == "yes" for one in found.stable)
        if not wanted:
            none += 1
            assert found.cycles
        for path in found.paths.values():
            assert path.end in wanted or (path.cycle is not None and path.cycle in found.cycles)
    assert none < 50


def test_a_planted_cycle() -> None:
    found = stable_networks(ROUND, [(0, 1), (2, 3)])
    assert found.stable == ()
    (cycle,) = found.cycles
    assert cycle.networks == (0, 1, 2, 3)
    assert cycle.closed == "yes"
    assert "no rest" in str(found)
    assert {path.cycle for path in found.paths.values()} == {cycle}


def test_how_far_below_the_best() -> None:
    # the link gains its parties 1 and costs the third 4: stable, but 3 below nothing at all
    found = stable_networks({0: [0, 0, 5], 1: [1, 0, 1]}, [(0, 1)])
    (one,) = found.stable
    assert (one.network, one.loss, one.payoffs.value.tolist()) == (1, (3, 3), [1, 0, 1])
    assert (found.efficient, found.efficient_links) == (0, ())
    assert (found.efficiency.answer, found.efficiency.witness, found.efficiency.margin) == (
        "yes",
        ("1-2",),
        3,
    )
    assert str(one) == "{1-2} stable; 3 below the best"
    assert {name: path.end for name, path in found.paths.items()} == {"empty": 1, "full": 1, "efficient": 1}


def test_intervals_are_right_at_every_corner() -> None:
    """Stable: at all corners. Not listed: at none. Closed cycles: no corner has a stable network in them."""
    source = np.random.default_rng(23)
    links = [(0, 1), (1, 2)]
    seen = set()
    for _ in range(60):
        low = source.integers(0, 4, (4, 3)).astype(float)
        high = low.copy()
        wide = source.choice(12, 4, replace=False)
        high.reshape(-1)[wide] += source.integers(1, 3, 4)
        found = stable_networks((low, high), links, options=PAIR_MOVES)
        said = {one.network: one.stable for one in found.stable}
        always = set(range(4))
        ever: set[int] = set()
        for pick in itertools.product((0, 1), repeat=4):
            table = low.copy()
            table.reshape(-1)[wide] += np.array(pick) * (high - low).reshape(-1)[wide]
            at_rest = {mask for mask in range(4) if holds(table, links, mask, True, False)}
            always &= at_rest
            ever |= at_rest
        assert {mask for mask, word in said.items() if word == "yes"} == always
        assert ever <= set(said)
        for cycle in found.cycles:
            assert not set(cycle.networks) & ever
        seen |= set(said.values())
        best = max(float(high[m].sum()) for m in range(4))
        assert all(one.loss.high <= best - low[one.network].sum() for one in found.stable)
    assert seen == {"yes", "undetermined"}


def test_the_loss_over_intervals_is_the_range_over_corners() -> None:
    low, high = [[0, 0, 5], [1, 0, 1]], [[0, 0, 7], [1, 0, 6]]
    (one,) = stable_networks((np.array(low, float), np.array(high, float)), [(0, 1)]).stable
    # Σ(0) = 5 to 7, Σ(1) = 2 to 7: loss from max(0, 5 - 7) to 7 - 2
    assert one.loss == (0, 5)


def test_signed_needs_and_exclusions_bound_the_search() -> None:
    links = Links(SIX[:4], signed=[0], needs={2: [1]})
    asked = []

    def payoff(mask: int) -> list[float]:
        asked.append(mask)
        return [mask, 0, 0, 0]

    found = stable_networks(payoff, links, feasible=lambda mask: mask & 0b1010 != 0b1010)
    assert sorted(asked) == [0b0001, 0b0011, 0b0111, 0b1001]
    assert found.networks == (0b0111, 0b1001)
    with pytest.raises(GameError):
        stable_networks(payoff, links, feasible=lambda mask: False)
    with pytest.raises(GameError):
        stable_networks(payoff, links, starts={"today": [1]})


def test_contested_swaps_agree_with_paths() -> None:
    source = np.random.default_rng(29)
    options = FormationOptions(contested=True)
    for _ in range(20):
        table = source.integers(0, 6, (64, 4)).astype(float)
        found = stable_networks(table, SIX, options=options)
        for path in found.paths.values():
            assert path.end in found.networks or path.cycle in found.cycles


def test_many_links_by_paths() -> None:
    # 14 links of player 0 with 14 others, each worth 1 to it, but only up to 5 of them
    links = [(0, partner) for partner in range(1, 15)]
    payoffs = lambda mask: [min(mask.bit_count(), 5), *[0] * 14]  # noqa: E731
    found = stable_networks(payoffs, links, starts={"today": [0, 1]})
    assert not found.complete
    assert found.evaluations < 2**14 / 10
    assert found.efficiency.answer == "undetermined"
    assert set(found.paths) == {"empty", "full", "efficient", "today"}
    for one in found.stable:
        assert one.payoffs.value[0] == 5
        assert one.loss == (0, np.inf)
    assert found.paths["full"].end == 2**14 - 1  # nobody gains by dropping one of fourteen
    assert "improving paths lead to" in str(found)


def test_climbing_and_filling() -> None:
    game = network_game(np.arange(64)[:, None] * np.ones((1, 4)), SIX, feasible=lambda mask: mask & 3 != 3)
    assert fullest(game) == 0b111101  # the first link shuts out the second
    assert climb(game) == 0b111110  # until climbing swaps it
    links = Links(SIX, needs={0: [5]})
    assert fullest(network_game(np.zeros((64, 4)), links)) == 63


def test_bad_input_before_any_work() -> None:
    asked: list[int] = []
    with pytest.raises(GameError):
        stable_networks(asked.append, [(0, 0)])
    assert asked == []
    with pytest.raises(GameError, match="no row"):
        stable_networks({0: [0, 0, 0], 1: [0, 0, 0]}, [(0, 1), (1, 2)])

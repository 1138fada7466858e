"""Whether one network holds."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.base.errors import GameError
from teikei.games.links import Links
from teikei.games.network_payoffs import NetworkPayoffs
from teikei.games.networks import pairwise_stable

TRIANGLE = [(0, 1), (0, 2), (1, 2)]


def connections(n: int, delta: float, cost: float, links: list[tuple[int, int]], mask: int) -> np.ndarray:
    """u_i = Σ_j δ^distance(i, j) − cost × degree(i) (Jackson & Wolinsky 1996, connections model)."""
    far = np.full((n, n), np.inf)
    np.fill_diagonal(far, 0)
    for a, (i, j) in enumerate(links):
        if mask >> a & 1:
            far[i, j] = far[j, i] = 1
    for k in range(n):
        far = np.minimum(far, far[:, [k]] + far[[k], :])
    reached = np.where(np.isfinite(far) & (far > 0), delta**far, 0.0)
    return reached.sum(axis=1) - cost * (far == 1).sum(axis=1)


def test_the_star_is_pairwise_stable_without_transfers() -> None:
    # Proposition 2: δ − δ² < c < δ; δ = .5, c = .4. Centre: 3 (.5 - .4) = .3; a leaf: .5 + 2 (.25) - .4 = .6.
    links = [(i, j) for i in range(4) for j in range(i + 1, 4)]
    star = [(0, 1), (0, 2), (0, 3)]
    found = pairwise_stable(lambda mask: connections(4, 0.5, 0.4, links, mask), links, star, transfers=False)
    assert found.stable.answer == "yes"
    assert found.evaluations == 7
    # at c = .6 > δ the centre would drop a leaf: .5 - .6 < 0
    found = pairwise_stable(lambda mask: connections(4, 0.5, 0.6, links, mask), links, star, transfers=False)
    assert found.stable.answer == "no"
    assert {move.kind for move in found.improving} == {"drop"}
    assert found.stable.margin == pytest.approx(-0.1)


def test_transfers_hold_a_link_that_one_side_would_drop() -> None:
    table = {0: [0, 0], 1: [3, -1]}
    assert pairwise_stable(table, [(0, 1)]).stable.answer == "yes"
    alone = pairwise_stable(table, [(0, 1)], transfers=False)
    assert (alone.stable.answer, alone.stable.margin) == ("no", -1)
    assert "improves: drop 1-2" in str(alone)
    # nor is the empty network stable with transfers: adding gains 2
    empty = pairwise_stable(table, [(0, 1)], network=0)
    assert (empty.stable.answer, empty.stable.margin) == ("no", -2)
    assert empty.stable.witness == "add 1-2 (gain 2)"


def test_stable_by_so_much() -> None:
    assert pairwise_stable({0: [0, 0], 1: [3, -1]}, [(0, 1)]).stable.margin == 2
    assert pairwise_stable({0: [1, 2]}, []).stable.margin == np.inf


def test_open_signs_leave_it_undetermined() -> None:
    found = pairwise_stable({0: [0, 0], 1: ([-1, 0], [4, 0])}, [(0, 1)])
    assert found.stable.answer == "undetermined"
    assert [move.kind for move in found.undetermined] == ["drop"]
    # one sure improvement is enough to say no
    found = pairwise_stable(
        {0: [0, 0, 0], 1: ([-1, 0, 0], [4, 0, 0]), 2: [0, 0, 0], 3: [5, 5, 5]}, [(0, 1), (1, 2)], network=1
    )
    assert found.stable.answer == "no"


def test_dropping_two_at_once_may_pay_though_dropping_one_does_not() -> None:
    # Losing one of two licences costs player 0 4, losing both 5. Partners gain nothing.
    # t: each D_0 = 4, so 0 pays 2 and 2: keeps 5 - 4 = 1 against 0 without: holds, though margins increase.
    table = {0: [0, 0, 0], 1: [1, 0, 0], 2: [1, 0, 0], 3: [5, 0, 0]}
    links = [(0, 1), (0, 2)]
    found = pairwise_stable(table, links, strong=True)
    assert found.stable.answer == "yes"
    assert found.strong is not None
    assert (found.strong.answer, found.strong.witness, found.strong.margin) == (
        "yes",
        ("1", ("1-2", "1-3")),
        1,
    )
    # with weight .2 it pays .8 × 4 = 3.2 twice and would rather drop both: 5 - 6.4 = -1.4
    found = pairwise_stable(table, Links(links, weights=[0.2, 0.2]), strong=True)
    assert found.stable.answer == "yes"
    assert found.strong is not None
    assert found.strong.answer == "no"
    assert found.strong.witness == ("1", ("1-2", "1-3"))
    assert found.strong.margin == pytest.approx(-1.4)
    # beside a third link worth 10, of which it keeps 2, dropping all three is no good, but those two: -1.4
    beside = {mask | 4: [row[0] + 10, 0, 0] for mask, row in table.items()}
    three = Links([*links, (1, 0)], weights=[0.2, 0.2, 0.8])
    found = pairwise_stable({**table, **beside}, three, strong=True)
    assert found.strong is not None
    assert found.strong.witness == ("1", ("1-2", "1-3"))
    assert found.strong.margin == pytest.approx(-1.4)
    # without transfers 0 pays nothing
    alone = pairwise_stable(table, links, transfers=False, strong=True)
    assert alone.strong is not None
    assert alone.strong.answer == "yes"


def test_strong_over_intervals() -> None:
    wide = {0: [0, 0, 0], 1: [1, 0, 0], 2: [1, 0, 0], 3: ([3, 0, 0], [9, 0, 0])}
    # keeps π(3) - 2 (1-b) (π(3) - 1): with b = .25: 3 - 1.5 (2) = 0 and 9 - 1.5 (8) = -3
    found = pairwise_stable(wide, Links([(0, 1), (0, 2)], weights=[0.25, 0.25]), strong=True)
    assert found.strong is not None
    assert (found.strong.answer, found.strong.margin) == ("undetermined", -3)


def test_swaps_on_demand() -> None:
    table = {0: [0, 0, 0], 1: [2, 1, 0], 2: [3, 0, 4], 4: [0, 0, 0]}
    given = {"feasible": lambda mask: mask in (0, 1, 2)}
    assert pairwise_stable(table, [(0, 1), (0, 2)], 1, **given).stable.answer == "yes"
    assert pairwise_stable(table, [(0, 1), (0, 2)], 1, swaps=True, **given).stable.answer == "no"


def test_bad_input_before_any_work() -> None:
    asked: list[int] = []
    with pytest.raises(GameError):
        pairwise_stable(asked.append, [(0, 1), (2,)])
    with pytest.raises(GameError):
        pairwise_stable(asked.append, TRIANGLE, network=[(0, 3)])
    with pytest.raises(GameError, match="no row"):
        pairwise_stable({7: [0, 0, 0]}, TRIANGLE)
    assert asked == []


def test_of_a_player_with_many_links_few_sets_are_tried() -> None:
    # player 0 has four links, each worth 1 to it alone and 1 more if three or four are there
    pairs = [(0, 1), (0, 2), (0, 3), (0, 4)]

    def payoff(mask: int) -> list[float]:
        count = mask.bit_count()
        return [count + (count >= 3), 0, 0, 0, 0]

    asked = NetworkPayoffs(payoff)
    few = pairwise_stable(asked, pairs, strong=True, up_to=3)
    assert few.strong is not None
    assert few.strong.answer == "undetermined"
    assert "1" in few.strong.witness
    # all, each single one dropped, and none: 1 + 4 + 1; two or three at a time never
    assert asked.evaluations == 6
    every = pairwise_stable(asked, pairs, strong=True)
    assert every.strong is not None
    assert every.strong.answer == "yes"
    assert asked.evaluations == 16

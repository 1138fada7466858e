"""Improving paths: steps of largest gain, open signs, cycles and ways out of them."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.base.errors import GameError
from teikei.games.links import Links
from teikei.games.moves import FormationOptions
from teikei.games.network_payoffs import NetworkPayoffs
from teikei.games.paths import improving_path

ROUND = {0: [0, 0, 1, 0], 1: [1, 0, 0, 0], 2: [1, 0, 0, 0], 3: [0, 0, 1, 0]}
PAIRS = [(0, 1), (2, 3)]


def test_the_largest_gain_goes_first() -> None:
    # adding 0-1 brings 2, adding 2-3 brings 3; then each the rest
    path = improving_path({0: [0] * 4, 1: [2, 0, 0, 0], 2: [0, 0, 3, 0], 3: [2, 0, 3, 0]}, PAIRS)
    assert [str(move) for move in path.steps] == ["add 3-4 (gain 3)", "add 1-2 (gain 2)"]
    assert (path.start, path.end, path.stable, path.cycle, path.revisits) == (0, 3, "yes", None, False)
    assert path.links == ("1-2", "3-4")
    assert path.evaluations == 4


def test_only_what_is_asked_for_is_evaluated() -> None:
    payoffs = NetworkPayoffs(lambda mask: [-mask, 0, 0, 0, 0])  # every link costs player 0
    path = improving_path(payoffs, [(0, 1), (0, 2), (0, 3), (0, 4)])
    assert path.end == 0
    assert payoffs.evaluations == 5  # the empty network and four with one link
    improving_path(payoffs, [(0, 1), (0, 2), (0, 3), (0, 4)])
    assert payoffs.evaluations == 5


def test_moves_of_open_sign_are_listed_and_not_taken() -> None:
    path = improving_path({0: [0, 0], 1: ([-1, 0], [4, 0])}, [(0, 1)])
    assert path.end == 0
    assert path.stable == "undetermined"
    assert [str(move) for move in path.undetermined] == ["add 1-2 (gain -1 to 4)"]
    assert str(path) == "{} is stable except undetermined: add 1-2 (gain -1 to 4)"


def test_certain_gains_go_before_possible_ones() -> None:
    # 0-1 brings 1 to 9, 2-3 brings 2 for certain
    table = {0: [0] * 4, 1: ([1, 0, 0, 0], [9, 0, 0, 0]), 2: [0, 0, 2, 0], 3: ([1, 0, 2, 0], [9, 0, 2, 0])}
    assert [move.link for move in improving_path(table, PAIRS).steps] == ["3-4", "1-2"]


def test_a_planted_cycle_is_reported_closed() -> None:
    path = improving_path(ROUND, PAIRS)
    assert path.stable == "no"
    assert path.revisits
    assert path.cycle is not None
    assert path.cycle.networks == (0, 1, 2, 3)
    assert path.cycle.closed == "yes"
    assert "no rest" in str(path)


def test_a_path_is_led_out_of_a_cycle_that_is_not_closed() -> None:
    # At 2 dropping 2-3 gains 2 and adding 0-2 gains 0.5, after which nobody moves.
    table: dict[int, list[float]] = {**ROUND, **{4 | mask: [-9.0, 0, -9, 0] for mask in range(4)}}
    table[0] = [0, 0, 2, 0]
    table[6] = [1.5, 9, 0, 9]
    path = improving_path(table, [*PAIRS, (0, 2)], options=FormationOptions(moves=("add", "drop")))
    assert path.revisits
    assert path.cycle is None
    assert path.stable == "yes"
    assert path.end == 6
    assert str(path.steps[-1]) == "add 1-3 (gain 0.5)"


def test_a_cycle_that_could_not_be_explored_stays_open() -> None:
    # Four more pairs whose links bring nothing, but from each network of the cycle one may look at them.
    links = [*PAIRS, (0, 2), (0, 3), (1, 2), (1, 3)]
    payoffs = NetworkPayoffs(lambda mask: ROUND[mask & 3])
    fixed = FormationOptions(moves=("add", "drop"), limit=0)
    path = improving_path(payoffs, links, options=fixed)
    assert path.cycle is not None
    assert path.cycle.networks == (0, 1, 2, 3)
    assert path.cycle.closed == "yes"  # nothing new had to be evaluated to see that
    assert payoffs.evaluations == 4 + 4 * 4
    # Adding 0-2 at 2 gains 0.5, less than dropping 2-3: a way out, if it is looked into.
    table = {mask: [0.0, 0, 0, 0] for mask in range(64)} | {mask: list(row) for mask, row in ROUND.items()}
    table[0][2] = 2
    for mask in range(64):
        if mask & 0b111100:
            table[mask] = [-9, -9, -9, -9]
    table[6] = [1.5, 0, 0, 0]
    table[6 | 8] = [1.5, 0, 0, 0.25]  # and then one more step, so that new networks are seen
    for limit, closed in ((0, "undetermined"), (100, None)):
        path = improving_path(
            NetworkPayoffs(table), links, options=FormationOptions(moves=("add", "drop"), limit=limit)
        )
        assert (path.cycle.closed if path.cycle else None) == closed
        assert path.end == (14 if closed is None else path.end)


def test_a_path_may_run_into_a_cycle_it_did_not_start_in() -> None:
    # A third link, good on its own at first; after it is dropped the path goes round without it.
    links = Links([*PAIRS, (0, 2)])
    table = {mask: [*row, 0] for mask, row in ROUND.items()}
    table |= {4 | mask: [-5, 0, -5, 0, 0] for mask in range(4)}
    path = improving_path(table, links, start=4)
    assert path.steps[0].kind in ("drop", "swap")
    assert path.cycle is not None
    assert path.cycle.networks == (0, 1, 2, 3)


def test_signed_links_stay_and_needs_are_kept() -> None:
    table = {0b001: [0, 0, 0], 0b011: [1, 0, 0], 0b111: [3, 0, 0]}
    links = Links([(0, 1), (0, 2), (1, 2)], signed=[0], needs={2: [1]})
    path = improving_path(table, links)
    assert (path.start, path.end) == (
        1,
        7,
    )  # players 2 and 3 gain nothing by their link; player 1 pays for it
    assert str(path.steps[0]) == "add 2-3 with 1-3 (gain 3)"
    loss = {0b001: [0, 0, 0], 0b011: [-1, 0, 0], 0b111: [-3, 0, 2]}
    path = improving_path(loss, links, start=7)
    assert path.end == 1
    assert str(path.steps[0]) == "drop 1-3 and with it 2-3 (gain 1)"


def test_exclusion_needs_a_swap() -> None:
    # 0 deals with 1 (2 and 1 to each) or with 2 (3 and 4)
    table = {0: [0, 0, 0], 1: [2, 1, 0], 2: [3, 0, 4]}
    links = [(0, 1), (0, 2)]
    for start in (0, 1):
        assert improving_path(table, links, start, feasible=lambda mask: mask != 3).end == 2
    fixed = FormationOptions(moves=("add", "drop"))
    assert improving_path(table, links, 1, feasible=lambda mask: mask != 3, options=fixed).end == 1


def test_who_books_the_profit_decides_no_contested_swap() -> None:
    # 0 and 1 gain 2 together, booked by 0; 0 and 2 gain 5, booked by 2. Payments apart, 0 always leaves:
    # 1 → 2: -2 + 5 > 0; 2 → 1: 2 + 0 > 0. Contested: 5 - 2 and 2 - 5.
    table = {0: [0, 0, 0], 1: [2, 0, 0], 2: [0, 0, 5]}
    links = [(0, 1), (0, 2)]
    path = improving_path(table, links, feasible=lambda mask: mask != 3)
    assert path.cycle is not None
    assert path.cycle.networks == (1, 2)
    for start in (0, 1, 2):
        path = improving_path(table, links, start, lambda mask: mask != 3, FormationOptions(contested=True))
        assert (path.end, path.stable) == (2, "yes")
    swap = improving_path(table, links, 1, lambda mask: mask != 3, FormationOptions(contested=True)).steps[0]
    assert swap.gain == (3, 3)


def test_without_transfers_nobody_is_paid() -> None:
    table = {0: [0, 0], 1: [3, -1]}
    assert improving_path(table, [(0, 1)]).end == 1
    assert improving_path(table, [(0, 1)], options=FormationOptions(transfers=False)).end == 0


def test_a_start_that_cannot_be_is_an_error_before_any_work() -> None:
    asked: list[int] = []
    for start, feasible in ((3, lambda mask: mask != 3), (9, None)):
        with pytest.raises(GameError):
            improving_path(asked.append, PAIRS, start, feasible)
    assert asked == []


def test_the_path_holds_at_corners_of_the_intervals() -> None:
    """Every step of a path over intervals improves at every payoff inside them."""
    source = np.random.default_rng(8)
    links = Links([(0, 1), (1, 2), (0, 2)])
    for _ in range(40):
        low = source.integers(0, 9, (8, 3)).astype(float)
        high = low + source.integers(0, 3, (8, 3))
        for move in improving_path((low, high), links).steps:
            who = [links.players.index(player) for player in move.parties]
            assert (low[move.end] - high[move.start])[who].sum() > 0


def test_with_an_order_the_first_certain_gain_is_taken() -> None:
    asked: list[int] = []
    table = {0: [0] * 4, 1: [2, 0, 0, 0], 2: [0, 0, 3, 0], 3: [2, 0, 3, 0]}

    def payoff(mask: int) -> list[int]:
        asked.append(mask)
        return table[mask]

    # link 0 is tried first although link 1 brings more; from there link 1 is next, and nothing else is asked
    path = improving_path(payoff, PAIRS, order=lambda step, _: -step.link)
    assert [str(move) for move in path.steps] == ["add 1-2 (gain 2)", "add 3-4 (gain 3)"]
    assert asked == [0, 1, 3, 2]  # the last one to see that dropping 0-1 does not pay
    assert path.stable == "yes"


def test_only_rivals_are_swapped() -> None:
    # 0-1 may be had, or 0-2 which is better; adding the second to the first does not pay
    table = {0: [0, 0, 0], 1: [2, 0, 0], 2: [3, 0, 0], 3: [0, 0, 0]}
    pairs = [(0, 1), (0, 2)]
    bound = FormationOptions(rivals=())
    assert improving_path(table, pairs, 1, options=bound).end == 1
    free = FormationOptions(rivals=(("1-2", "1-3"),))
    assert improving_path(table, pairs, 1, options=free).end == 2

"""Laws of sharing rules: efficiency, symmetry, dummies, additivity, relabelling, shifting, ranges."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from teikei.base.errors import UndefinedError
from teikei.games.allocation import Allocation
from teikei.games.banzhaf import banzhaf
from teikei.games.corners import adversarial_corners
from teikei.games.families import subset_sums
from teikei.games.myerson import myerson
from teikei.games.owen import owen
from teikei.games.properties import is_convex, is_superadditive, tighten
from teikei.games.sampled import shapley_sampled
from teikei.games.shapley import shapley, weighted_shapley
from teikei.games.structure import optimal_partition
from teikei.games.tau import gately, tau_value
from teikei.games.values import CoalitionValues, coalition_values

quick = settings(max_examples=60, deadline=None)  # the first example compiles
Values = NDArray[np.float64]
Sharing = Callable[..., Allocation]

# in thousandths, so that no value hides below the rounding of another
amounts = st.integers(-10_000, 10_000).map(lambda k: k / 1000)
sizes = st.integers(1, 6)


def values_of(n: int) -> st.SearchStrategy[Values]:
    def nothing_for_nobody(values: Values) -> Values:
        values[0] = 0
        return values

    return arrays(np.float64, 1 << n, elements=amounts).map(nothing_for_nobody)


tables = sizes.flatmap(values_of)


def boxes(n: int) -> st.SearchStrategy[tuple[Values, Values]]:
    widths = arrays(np.float64, 1 << n, elements=st.sampled_from([0.0, 0.5, 1.0, 4.0]))
    return st.tuples(values_of(n), widths).map(lambda pair: (pair[0], pair[0] + pair[1] * (pair[0] != 0)))


def unions_of(n: int) -> list[list[int]]:
    """The first two together, the next two together, then the rest."""
    return [group for group in ([*range(min(n, 2))], [*range(2, min(n, 4))], [*range(4, n)]) if group]


def ring(n: int) -> list[tuple[int, int]]:
    return [(i, (i + 1) % n) for i in range(n)] if n > 2 else [(0, 1)][: n - 1]


LINEAR: dict[str, Sharing] = {
    "shapley": shapley,
    "weighted": lambda game: weighted_shapley(game, np.arange(1.0, coalition_values(game).n + 1)),
    "owen": lambda game: owen(game, unions_of(coalition_values(game).n)),
    "myerson": lambda game: myerson(game, ring(coalition_values(game).n)),
    "banzhaf": banzhaf,
}
NEITHER_BLOCKS_NOR_WEIGHTS: dict[str, Sharing] = {
    "shapley": shapley,
    "banzhaf": banzhaf,
    "tau": tau_value,
    "gately": gately,
}
DEFINED_FOR_SOME = {"tau": tau_value, "gately": gately}


def answered(rule: Sharing, values: Values | CoalitionValues) -> Allocation:
    """The rule's answer; examples without one are passed over."""
    try:
        return rule(values)
    except UndefinedError:
        assume(False)
        raise


def permuted(values: Values, order: list[int]) -> Values:
    """The game in which player order[i] has the place i."""
    made = np.zeros_like(values)
    for mask in range(values.size):
        made[sum(1 << i for i, player in enumerate(order) if mask >> player & 1)] = values[mask]
    return made


def superadditive(values: Values) -> Values:
    """A game near the given one in which joining pays, where tau and Gately have answers more often."""
    members = subset_sums(np.ones(values.size.bit_length() - 1))
    return values / 10 + members**2


@pytest.mark.parametrize("rule", ["shapley", "weighted", "owen", "myerson"])
@quick
@given(values=tables)
def test_all_is_handed_out(rule: str, values: Values) -> None:
    assert LINEAR[rule](values).total == pytest.approx(values[-1], abs=1e-9)


@pytest.mark.parametrize("rule", list(DEFINED_FOR_SOME))
@quick
@given(values=tables)
def test_all_is_handed_out_where_the_rule_has_an_answer(rule: str, values: Values) -> None:
    values = superadditive(values)
    assert answered(DEFINED_FOR_SOME[rule], values).total == pytest.approx(values[-1], abs=1e-9)


@pytest.mark.parametrize("rule", list(LINEAR))
@quick
@given(data=st.data(), factor=amounts)
def test_linear_rules_are_linear(rule: str, data: st.DataObject, factor: float) -> None:
    n = data.draw(sizes)
    one, other = data.draw(values_of(n)), data.draw(values_of(n))
    both = LINEAR[rule](one + factor * other).value
    np.testing.assert_allclose(both, LINEAR[rule](one).value + factor * LINEAR[rule](other).value, atol=1e-8)


@pytest.mark.parametrize("rule", ["shapley", "weighted", "owen", "banzhaf"])
@quick
@given(values=tables, place=st.integers(0, 5), own=amounts)
def test_a_dummy_gets_its_own_worth(rule: str, values: Values, place: int, own: float) -> None:
    n = values.size.bit_length() - 1
    i = place % n
    masks = np.arange(values.size)
    values = values[masks & ~(1 << i)] + own * (masks >> i & 1)
    assert LINEAR[rule](values).value[i] == pytest.approx(own, abs=1e-9)


@pytest.mark.parametrize("rule", list(NEITHER_BLOCKS_NOR_WEIGHTS))
@quick
@given(data=st.data())
def test_relabelling_moves_the_shares_along(rule: str, data: st.DataObject) -> None:
    values = superadditive(data.draw(tables))
    n = values.size.bit_length() - 1
    order = data.draw(st.permutations(range(n)))
    share = answered(NEITHER_BLOCKS_NOR_WEIGHTS[rule], values).value
    moved = answered(NEITHER_BLOCKS_NOR_WEIGHTS[rule], permuted(values, order)).value
    np.testing.assert_allclose(moved, share[order], atol=1e-8)


@pytest.mark.parametrize("rule", list(NEITHER_BLOCKS_NOR_WEIGHTS))
@quick
@given(data=st.data())
def test_equal_players_get_the_same(rule: str, data: st.DataObject) -> None:
    n = data.draw(st.integers(2, 6))
    values = superadditive(data.draw(values_of(n)))
    swapped = permuted(values, [1, 0, *range(2, n)])
    share = answered(NEITHER_BLOCKS_NOR_WEIGHTS[rule], (values + swapped) / 2).value
    assert share[0] == pytest.approx(share[1], abs=1e-8)


@pytest.mark.parametrize("rule", list(NEITHER_BLOCKS_NOR_WEIGHTS))
@quick
@given(data=st.data(), factor=st.sampled_from([0.25, 3.0]))
def test_shifting_and_scaling(rule: str, data: st.DataObject, factor: float) -> None:
    values = superadditive(data.draw(tables))
    n = values.size.bit_length() - 1
    own = data.draw(arrays(np.float64, n, elements=amounts))
    share = answered(NEITHER_BLOCKS_NOR_WEIGHTS[rule], values).value
    shifted = answered(NEITHER_BLOCKS_NOR_WEIGHTS[rule], factor * values + subset_sums(own)).value
    np.testing.assert_allclose(shifted, factor * share + own, atol=1e-7)


@quick
@given(values=tables)
def test_costs_are_shared_as_their_negative_worths(values: Values) -> None:
    cost = CoalitionValues(values, kind="cost")
    for rule in LINEAR.values():
        np.testing.assert_allclose(rule(cost).value, -rule(-values).value, atol=1e-9)
    assert optimal_partition(cost).value == pytest.approx(-optimal_partition(-values).value)


@quick
@given(data=st.data())
def test_myerson_hands_each_part_its_worth(data: st.DataObject) -> None:
    values = data.draw(values_of(5))
    share = myerson(values, [(0, 1), (1, 3)]).value
    assert share[[0, 1, 3]].sum() == pytest.approx(values[0b01011], abs=1e-9)
    assert share[2] == pytest.approx(values[0b00100], abs=1e-9)
    assert share[4] == pytest.approx(values[0b10000], abs=1e-9)


@quick
@given(data=st.data())
def test_unions_share_what_they_get_as_players_of_the_game_among_unions(data: st.DataObject) -> None:
    values = data.draw(values_of(5))
    share = owen(values, [[0, 2], [1], [3, 4]]).value
    blocks = [0b00101, 0b00010, 0b11000]
    quotient = [values[sum(block for k, block in enumerate(blocks) if mask >> k & 1)] for mask in range(8)]
    among = shapley(quotient).value
    np.testing.assert_allclose([share[0] + share[2], share[1], share[3] + share[4]], among, atol=1e-9)


@pytest.mark.parametrize("rule", list(LINEAR))
@settings(max_examples=15, deadline=None)
@given(box=boxes(3))
def test_ranges_of_linear_rules_are_those_over_all_corners(rule: str, box: tuple[Values, Values]) -> None:
    low, high = box
    share = LINEAR[rule](CoalitionValues(low, high))
    assert share.certified
    corners = [np.where((False, *ends), high, low) for ends in product((False, True), repeat=7)]
    found = [LINEAR[rule](corner).value for corner in corners]
    np.testing.assert_allclose(share.low, np.min(found, axis=0), atol=1e-9)
    np.testing.assert_allclose(share.high, np.max(found, axis=0), atol=1e-9)


@quick
@given(data=st.data())
def test_no_adversarial_corner_leads_out_of_a_certified_range(data: st.DataObject) -> None:
    n = data.draw(sizes)
    game = CoalitionValues(*data.draw(boxes(n)))
    for rule in LINEAR.values():
        share = rule(game)
        for corner in adversarial_corners(game, samples=4):
            found = rule(corner).value
            assert np.all((share.low <= found + 1e-9) & (found <= share.high + 1e-9))


@quick
@given(data=st.data())
def test_verdicts_on_a_box_hold_at_adversarial_corners(data: st.DataObject) -> None:
    n = data.draw(sizes)
    low, high = data.draw(boxes(n))
    members = subset_sums(np.ones(n)) ** 2
    game = CoalitionValues(low / 4 + members, high / 4 + members)
    for asked in (is_superadditive, is_convex):
        verdict = asked(game).answer
        for corner in adversarial_corners(game, samples=4):
            if verdict != "undetermined":
                assert asked(corner).answer == verdict


@quick
@given(values=tables)
def test_convex_games_are_superadditive(values: Values) -> None:
    values = superadditive(values)
    assume(bool(is_convex(values)))
    assert is_superadditive(values)


@quick
@given(data=st.data())
def test_tightening_keeps_the_superadditive_games(data: st.DataObject) -> None:
    n = data.draw(sizes)
    low, high = data.draw(boxes(n))
    members = 3 * subset_sums(np.ones(n)) ** 2
    inside = (low + high) / 2 + members
    assume(bool(is_superadditive(inside)))
    box = tighten(CoalitionValues(low + members, high + members))
    assert np.all((box.low <= inside + 1e-9) & (inside <= box.high + 1e-9))
    again = tighten(box)
    np.testing.assert_allclose(again.low, box.low, atol=1e-9)
    np.testing.assert_allclose(again.high, box.high, atol=1e-9)


@quick
@given(values=values_of(6), seed=st.integers(0, 100))
def test_a_sampled_value_hands_out_all(values: Values, seed: int) -> None:
    share = shapley_sampled(lambda mask: float(values[mask]), 6, budget=30, seed=seed)
    assert share.total == pytest.approx(values[-1], abs=1e-9)
    assert np.all((share.low <= share.value) & (share.value <= share.high))

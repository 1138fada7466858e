"""Laws of bargaining and networks: what must hold whatever the payoffs are."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from teikei.games.links import Links
from teikei.games.moves import FormationOptions
from teikei.games.nash_in_nash import nash_in_nash
from teikei.games.networks import pairwise_stable
from teikei.games.paths import improving_path
from teikei.games.replacement import replacement_terms
from teikei.games.stable_networks import stable_networks

TRIANGLE = [(0, 1), (0, 2), (1, 2)]
WHOLE = st.integers(-9, 9).map(float)
TABLES = arrays(np.float64, (8, 3), elements=WHOLE)
WIDTHS = arrays(np.float64, (8, 3), elements=st.integers(0, 3).map(float))
WEIGHTS = st.lists(st.floats(0, 1), min_size=3, max_size=3)
QUICK = settings(max_examples=60, deadline=None)


@QUICK
@given(TABLES, WEIGHTS, WHOLE, st.integers(0, 2))
def test_a_constant_on_one_players_payoffs_changes_no_payment(
    table: np.ndarray, weights: list[float], constant: float, player: int
) -> None:
    shifted = table.copy()
    shifted[:, player] += constant
    one, other = (nash_in_nash(given, TRIANGLE, weights) for given in (table, shifted))
    assert one.links == other.links
    for deal, moved in zip(one.deals, other.deals, strict=True):
        np.testing.assert_allclose(deal.pays.value, moved.pays.value, atol=1e-9)
    change = np.zeros(3)
    change[player] = constant
    np.testing.assert_allclose(other.payoffs.value - one.payoffs.value, change, atol=1e-9)
    assert stable_networks(table, TRIANGLE).networks == stable_networks(shifted, TRIANGLE).networks


@QUICK
@given(TABLES, WEIGHTS)
def test_exchanging_the_parties_of_links_flips_the_payments(table: np.ndarray, weights: list[float]) -> None:
    turned = [(j, i) for i, j in TRIANGLE]
    one = nash_in_nash(table, TRIANGLE, weights)
    other = nash_in_nash(table, turned, [1 - weight for weight in weights])
    for deal, moved in zip(one.deals, other.deals, strict=True):
        np.testing.assert_allclose(deal.pays.value, moved.pays.value[::-1], atol=1e-9)
        np.testing.assert_allclose(deal.pays.value.sum(), 0, atol=1e-9)
    np.testing.assert_allclose(one.payoffs.value, other.payoffs.value, atol=1e-9)
    np.testing.assert_allclose(one.payoffs.value.sum(), table[one.network].sum(), atol=1e-9)


@QUICK
@given(TABLES, WEIGHTS, st.permutations(range(3)))
def test_new_names_for_players_change_nothing_else(
    table: np.ndarray, weights: list[float], order: list[int]
) -> None:
    renamed = np.empty_like(table)
    renamed[:, order] = table  # player p becomes order[p]
    links = [(order[i], order[j]) for i, j in TRIANGLE]
    one, other = nash_in_nash(table, TRIANGLE, weights), nash_in_nash(renamed, links, weights)
    np.testing.assert_allclose(other.payoffs.value[order], one.payoffs.value, atol=1e-9)
    assert stable_networks(table, TRIANGLE).networks == stable_networks(renamed, links).networks


@QUICK
@given(arrays(np.float64, (3, 2), elements=st.integers(1, 9).map(float)), WEIGHTS)
def test_deals_that_do_not_touch_each_other_add_up(brings: np.ndarray, weights: list[float]) -> None:
    table = np.zeros((8, 3))
    for mask in range(8):
        for a, (i, j) in enumerate(TRIANGLE):
            if mask >> a & 1:
                table[mask, i] += brings[a, 0]
                table[mask, j] += brings[a, 1]
    together = nash_in_nash(table, TRIANGLE, weights)
    gains = np.zeros(3)
    for a, (i, j) in enumerate(TRIANGLE):
        alone = nash_in_nash(table, TRIANGLE, weights, network=1 << a)
        np.testing.assert_allclose(together.deals[a].pays.value, alone.deals[0].pays.value, atol=1e-9)
        gains[[i, j]] += alone.deals[0].after.value
    np.testing.assert_allclose(together.payoffs.value, gains, atol=1e-9)
    assert stable_networks(table, TRIANGLE).networks == (7,)


@QUICK
@given(TABLES)
def test_a_deal_that_costs_its_parties_more_than_it_brings_is_dropped(table: np.ndarray) -> None:
    terms = nash_in_nash(table, TRIANGLE)
    for gone in terms.dropped:
        assert gone.surplus.high < 0
        assert gone.link not in terms.links
    for deal in terms.deals:
        assert deal.surplus.low >= 0
        assert (deal.after.value >= 0).all()


@QUICK
@given(TABLES, WIDTHS, WEIGHTS, st.data())
def test_terms_over_intervals_hold_at_their_corners(
    low: np.ndarray, widths: np.ndarray, weights: list[float], data: st.DataObject
) -> None:
    """At each corner every payment lies within its bounds, and the adversarial corner attains them."""
    high = low + widths
    found = nash_in_nash((low, high), TRIANGLE, weights)
    assume(len(found.links) == 3)
    pick = data.draw(arrays(np.bool_, (8, 3)))
    corner = np.where(pick, high, low)
    sharp = [corner[7, i] - corner[7 ^ 1 << a, i] for a, i in ((0, 0), (1, 0), (2, 1))]
    blunt = [corner[7, j] - corner[7 ^ 1 << a, j] for a, j in ((0, 1), (1, 2), (2, 2))]
    for a, deal in enumerate(found.deals):
        paid = (1 - weights[a]) * sharp[a] - weights[a] * blunt[a]
        assert deal.pays.low[0] - 1e-9 <= paid <= deal.pays.high[0] + 1e-9
        i, j = TRIANGLE[a]
        left = 7 ^ 1 << a
        most = (1 - weights[a]) * (high[7, i] - low[left, i]) - weights[a] * (low[7, j] - high[left, j])
        np.testing.assert_allclose(deal.pays.high[0], most, atol=1e-9)


@QUICK
@given(TABLES, WIDTHS, st.booleans())
def test_stability_over_intervals_holds_at_adversarial_corners(
    low: np.ndarray, widths: np.ndarray, transfers: bool
) -> None:
    """Worst for a network: it low, all others high; best: the other way round. Yes and no hold at both."""
    high = low + widths
    for mask in range(8):
        said = pairwise_stable((low, high), TRIANGLE, mask, transfers, swaps=True).stable.answer
        worst, best = high.copy(), low.copy()
        worst[mask], best[mask] = low[mask], high[mask]
        against = pairwise_stable(worst, TRIANGLE, mask, transfers, swaps=True).stable.answer
        favour = pairwise_stable(best, TRIANGLE, mask, transfers, swaps=True).stable.answer
        if said != "undetermined":
            assert (against, favour) == (said, said)
        elif transfers:
            assert (against, favour) == ("no", "yes")


@QUICK
@given(TABLES, WIDTHS)
def test_what_paths_reach_is_at_rest_or_a_closed_cycle(low: np.ndarray, widths: np.ndarray) -> None:
    found = stable_networks((low, low + widths), TRIANGLE)
    for start in range(8):
        path = improving_path((low, low + widths), TRIANGLE, start)
        if path.cycle is None:
            assert path.end in found.networks
        else:
            assert path.cycle in found.cycles
    in_cycles = list(itertools.chain.from_iterable(cycle.networks for cycle in found.cycles))
    assert len(set(in_cycles)) == len(in_cycles)
    assert not set(in_cycles) & set(found.networks)
    assert found.stable or found.cycles


@QUICK
@given(TABLES)
def test_a_threat_never_raises_what_the_one_who_threatens_pays(table: np.ndarray) -> None:
    links = Links(TRIANGLE)
    for mask in (1, 2, 4):
        terms = replacement_terms(table, links, network=mask, by=[0])
        for deal in terms.deals:
            if "1" in deal.pays.players:
                assert deal.pays["1"] <= deal.nash["1"] + 1e-9
            else:
                assert deal.pays.as_dict() == deal.nash.as_dict()


@QUICK
@given(TABLES)
def test_without_transfers_what_improves_also_improves_with(table: np.ndarray) -> None:
    """Nobody is paid to agree to an addition that all parties want anyway."""
    for mask in range(8):
        alone = improving_path(
            table, TRIANGLE, mask, options=FormationOptions(transfers=False, moves=("add",))
        )
        for move in alone.steps:
            assert move.gain.low > 0
            who = [int(player) - 1 for player in move.parties]
            assert (table[move.end] - table[move.start])[who].sum() == pytest.approx(move.gain.low)

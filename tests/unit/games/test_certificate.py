"""Certificates: they hold for the nucleolus, and fail for everything that is wrong."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from teikei.games.certificate import Certificate
from teikei.games.families import random_game
from teikei.games.nucleolus import nucleolus, per_capita_nucleolus, prenucleolus
from teikei.games.table import examine_levels
from teikei.games.values import CoalitionValues

TALMUD = CoalitionValues([0, 0, 0, 0, 0, 100, 200, 300], players=("a", "b", "c"))


def examined(
    game: CoalitionValues, x: object, proof: Certificate, per_head: bool = False, bounded: bool = True
) -> Certificate:
    """The certificate with the figures of other shares or lists."""
    lists = proof.excess, proof.masks, proof.kinds, proof.weights
    figures, _ = examine_levels(game.low, np.asarray(x, dtype=float), bounded, per_head, lists)
    balance, tightness, breach, rank = figures
    return replace(proof, balance=balance, tightness=tightness, breach=breach, rank=rank)


def test_a_certificate_in_words() -> None:
    proof = nucleolus(TALMUD).certificate
    assert proof.holds
    first, second = proof.levels
    # {a} and {b, c} balance: together they are everybody
    assert first.excess == pytest.approx(-50)
    assert first.coalitions == pytest.approx({("a",): 0.5, ("b", "c"): 0.5})
    assert first.earlier == pytest.approx({("a", "b", "c"): -0.5})
    assert second.coalitions == pytest.approx({("b",): 0.5, ("a", "c"): 0.5})
    assert first.limits == second.limits == {}
    assert str(proof).splitlines()[0] == "holds: 2 levels, rank 3 of 3"


def test_other_shares_fail() -> None:
    proof = nucleolus(TALMUD).certificate
    assert examined(TALMUD, [50, 100, 150], proof).holds
    wrong = examined(TALMUD, [50, 101, 149], proof)
    assert not wrong.holds
    assert wrong.tightness == pytest.approx(1)
    unpaid = examined(TALMUD, [50, 100, 149], proof)  # one is not handed out
    assert unpaid.tightness == pytest.approx(1)


def test_a_coalition_above_its_level_fails() -> None:
    proof = nucleolus(TALMUD).certificate
    low = TALMUD.low.copy()
    low[3] = 153  # {a, b} gets 150: it misses 3, and is open at the first level, whose ε is −50
    dearer = CoalitionValues(low)
    assert examined(dearer, [50, 100, 150], proof).breach == pytest.approx(3 + 50)
    low[3] = 40  # misses −110, below every level
    assert examined(CoalitionValues(low), [50, 100, 150], proof).holds


def test_weights_that_do_not_balance_fail() -> None:
    proof = nucleolus(TALMUD).certificate
    weights = proof.weights.copy()
    weights[0, proof.masks[0] == 1] *= 1.01
    assert examined(TALMUD, [50, 100, 150], replace(proof, weights=weights)).balance > 1e-3


def test_what_was_not_settled_before_cannot_be_used() -> None:
    proof = nucleolus(TALMUD).certificate
    swapped = replace(
        proof,
        excess=proof.excess[::-1].copy(),
        masks=proof.masks[::-1].copy(),
        kinds=proof.kinds[::-1].copy(),
        weights=proof.weights[::-1].copy(),
    )
    kinds = proof.kinds.copy()
    kinds[0, proof.masks[0] == 1] = 2  # {a} is claimed to be settled before anything was
    assert examined(TALMUD, [50, 100, 150], replace(proof, kinds=kinds)).balance == np.inf
    assert examined(TALMUD, [50, 100, 150], swapped).breach == pytest.approx(50)  # {a} at −50 above −100


def test_a_level_too_few_leaves_shares_open() -> None:
    proof = nucleolus(TALMUD).certificate
    cut = replace(
        proof,
        excess=proof.excess[:1],
        masks=proof.masks[:1],
        kinds=proof.kinds[:1],
        weights=proof.weights[:1],
    )
    short = examined(TALMUD, [50, 100, 150], cut)
    assert (short.rank, short.holds) == (2, False)


@pytest.mark.parametrize("kind", [1, 2, 3, 4])
@pytest.mark.parametrize("n", [5, 8])
def test_certificates_by_plain_arithmetic(kind: int, n: int) -> None:
    """The same proof checked again with NumPy, level by level, over all coalitions."""
    game = random_game(kind, n, 11 * n)
    share = nucleolus(game)
    member = ((np.arange(1 << n)[:, None] >> np.arange(n)) & 1).astype(float)
    over = game.low - member @ share.value
    settled = [(1 << n) - 1]
    for k, level in enumerate(share.certificate.levels):
        spanned = np.linalg.matrix_rank(member[settled])
        is_open = np.array([np.linalg.matrix_rank(member[[*settled, s]]) > spanned for s in range(1 << n)])
        assert over[is_open].max() <= level.excess + 1e-7
        masks = [game.mask(names) for names in level.coalitions]
        np.testing.assert_allclose(over[masks], level.excess, atol=1e-7)
        proof = share.certificate
        used = np.isin(proof.kinds[k], (0, 1, 2))
        np.testing.assert_allclose(proof.weights[k][used] @ member[proof.masks[k][used]], 0, atol=1e-9)
        assert min(level.coalitions.values()) > 0
        assert set(level.earlier) <= {game.names(mask) for mask in settled}
        settled += masks + [game.mask([one]) for one in level.limits]
        for one in level.limits:
            assert share[one] == pytest.approx(game.value([one]), abs=1e-7)
    assert np.linalg.matrix_rank(member[settled]) == n


def test_an_excess_per_head() -> None:
    game = random_game(2, 6, 4)
    share = per_capita_nucleolus(game)
    proof = share.certificate
    assert examined(game, share.value, proof, per_head=True).holds
    assert not examined(game, share.value, proof).holds


def test_shares_below_their_limit_prove_no_nucleolus() -> None:
    # 1 and 2 make 10, all three 2: the prenucleolus (3, 3, -4) is proved as such, but 3 makes 0 alone
    game = CoalitionValues([0, 0, 0, 10, 0, 0, 0, 2])
    share = prenucleolus(game)
    assert examined(game, share.value, share.certificate, bounded=False).holds
    taken = examined(game, share.value, share.certificate)
    assert taken.breach == pytest.approx(4)
    assert not taken.holds


def test_limits_prove_no_prenucleolus() -> None:
    game = CoalitionValues([0, 0, 0, 10, 0, 0, 0, 2])
    share = nucleolus(game)
    assert share.certificate.levels[0].limits
    assert examined(game, share.value, share.certificate).holds
    assert not examined(game, share.value, share.certificate, bounded=False).holds

"""Laws of core and nucleolus on random games: each holds whatever the values are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teikei.games import (
    CoalitionValues,
    core_is_empty,
    excesses,
    in_core,
    least_core,
    nucleolus,
    per_capita_nucleolus,
    prenucleolus,
)
from teikei.games.loops import Floats

QUICK = settings(max_examples=40, deadline=None)


@st.composite
def tables(draw: st.DrawFn, least: int = 2, most: int = 5) -> Floats:
    """Values of a game; small whole numbers make ties, which are what goes wrong."""
    n = draw(st.integers(least, most))
    rest = draw(st.lists(st.integers(-4, 12), min_size=(1 << n) - 1, max_size=(1 << n) - 1))
    return np.array([0, *rest], dtype=float)


def size_of(values: Floats) -> int:
    return values.size.bit_length() - 1


def additive(shares: Floats) -> Floats:
    total = np.zeros(1)
    for share in shares:
        total = np.concatenate([total, total + share])
    return total


@QUICK
@given(tables())
def test_all_is_handed_out_and_certified(values: Floats) -> None:
    for rule in (prenucleolus, per_capita_nucleolus, nucleolus):
        if rule is not prenucleolus:
            values = values.copy()
            values[-1] = max(values[-1], sum(values[1 << i] for i in range(size_of(values))))
        share = rule(values)
        assert share.total == pytest.approx(values[-1], abs=1e-9)
        assert share.certificate.holds
        assert (np.diff(share.certificate.excess) <= 1e-9).all()


@QUICK
@given(tables())
def test_the_nucleolus_is_in_a_core_that_is_not_empty(values: Floats) -> None:
    share = prenucleolus(values)
    empty = core_is_empty(values).answer
    assert in_core(values, share.value).answer == ("no" if empty == "yes" else "yes")
    if empty == "no":  # then the limits do not bind, and both are the same
        np.testing.assert_allclose(nucleolus(values).value, share.value, atol=1e-8)
        assert in_core(values, per_capita_nucleolus(values).value).answer == "yes"


@QUICK
@given(tables())
def test_the_largest_excess_of_the_prenucleolus_is_the_least_core(values: Floats) -> None:
    found = least_core(values)
    for shares in (prenucleolus(values).value, found.allocation.value):
        assert excesses(values, shares).low[1:-1].max() == pytest.approx(found.epsilon, abs=1e-8)
    assert (found.epsilon > 1e-8) == (core_is_empty(values).answer == "yes")


@QUICK
@given(tables(), st.randoms(use_true_random=False))
def test_names_do_not_matter(values: Floats, random: object) -> None:
    n = size_of(values)
    order = list(range(n))
    random.shuffle(order)  # type: ignore[attr-defined]
    masks = np.arange(values.size)
    moved = np.zeros_like(masks)
    for i in range(n):
        moved |= (masks >> i & 1) << order[i]
    relabelled = np.zeros_like(values)
    relabelled[moved] = values
    np.testing.assert_allclose(prenucleolus(relabelled).value[order], prenucleolus(values).value, atol=1e-8)


@QUICK
@given(tables(), st.lists(st.integers(-9, 9), min_size=5, max_size=5), st.sampled_from([0.5, 1.0, 3.0]))
def test_shifts_and_units_carry_over(values: Floats, gifts: list[int], unit: float) -> None:
    shift = np.array(gifts[: size_of(values)], dtype=float)
    moved = unit * values + additive(shift)
    np.testing.assert_allclose(
        prenucleolus(moved).value, unit * prenucleolus(values).value + shift, atol=1e-7
    )


@QUICK
@given(tables())
def test_equal_players_get_the_same(values: Floats) -> None:
    n = size_of(values)
    masks = np.arange(values.size)
    swapped = (masks & ~3) | (masks & 1) << 1 | (masks >> 1 & 1)
    symmetric = values + values[swapped]
    shares = prenucleolus(symmetric).value
    assert shares[0] == pytest.approx(shares[1], abs=1e-8)
    assert n >= 2


@QUICK
@given(tables(most=4), st.integers(-5, 5))
def test_a_player_who_adds_only_his_own(values: Floats, own: int) -> None:
    """A dummy gets what he has alone, and the others share as without him, if the core is not empty."""
    n = size_of(values)
    if core_is_empty(values).answer != "no":
        # as much for each as any group has: all groups are content with equal shares
        values = np.append(values[:-1], n * np.abs(values).max())
    with_dummy = np.concatenate([values, values + own])
    share = nucleolus_or_none(with_dummy)
    assert share is not None
    assert share[n] == pytest.approx(own, abs=1e-8)
    np.testing.assert_allclose(share[:n], nucleolus(values).value, atol=1e-8)


def nucleolus_or_none(values: Floats) -> Floats | None:
    alone = sum(values[1 << i] for i in range(size_of(values)))
    return nucleolus(values).value if alone <= values[-1] else None


@QUICK
@given(tables())
def test_costs_mirror_worths(values: Floats) -> None:
    cost = CoalitionValues(values, kind="cost")
    np.testing.assert_allclose(prenucleolus(cost).value, -prenucleolus(-values).value, atol=1e-9)
    assert core_is_empty(cost) == core_is_empty(-values)


@QUICK
@given(tables(most=4), st.data())
def test_verdicts_hold_inside_the_intervals(low: Floats, data: st.DataObject) -> None:
    wide = data.draw(st.lists(st.integers(0, 3), min_size=low.size, max_size=low.size))
    high = low + np.array(wide, dtype=float)
    high[0] = 0
    game = CoalitionValues(low, high)
    shares = prenucleolus(low).value
    empty, member, core = core_is_empty(game).answer, in_core(game, shares).answer, least_core(game)
    worst, best = high.copy(), low.copy()
    worst[-1], best[-1] = low[-1], high[-1]
    corners = [
        worst,
        best,
        low,
        high,
        np.where(
            np.array(data.draw(st.lists(st.booleans(), min_size=low.size, max_size=low.size))), high, low
        ),
    ]
    for corner in corners:
        assert empty in ("undetermined", core_is_empty(corner).answer)
        assert member in ("undetermined", in_core(corner, shares).answer)
        assert core.low - 1e-9 <= least_core(corner).epsilon <= core.high + 1e-9
    if empty == "undetermined":
        assert {core_is_empty(corner).answer for corner in (worst, best)} == {"yes", "no"}

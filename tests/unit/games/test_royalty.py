"""Royalties: known answers, several fixed points, none, refusals, bad input."""

from __future__ import annotations

import math

import numpy as np
import pytest

from teikei.base.errors import GameError
from teikei.games.links import Links
from teikei.games.royalty import RoyaltyOptions, royalties


def licence(size: float):
    """Monopoly with demand size − p takes a licence at rate r: (A−r)²/4 to it, r (A−r)/2 to the licensor."""

    def payoff(mask: int, rates: np.ndarray) -> list[float]:
        sold = (size - rates[0]) / 2 if mask else 0.0
        return [sold**2, rates[0] * sold]

    return payoff


@pytest.mark.parametrize("weight", [0.3, 0.5, 0.7])
def test_a_monopoly_licensee(weight: float) -> None:
    # max (A−r)^(2b) (r (A−r))^(1−b):  (1−b)/r = (1+b)/(A−r), so r = A (1−b)/2; joint profit (A² − r²)/4
    found = royalties(licence(8), [(0, 1)], (0, 8), weights=[weight])
    (point,) = found.points
    rate = 8 * (1 - weight) / 2
    assert point.rates["1-2"] == pytest.approx(rate, rel=1e-5)
    assert point.joint == pytest.approx((64 - rate**2) / 4, rel=1e-5)
    assert point.joint_at_zero == 16
    assert point.gains["1-2"]["2"] == pytest.approx(rate * (8 - rate) / 2, rel=1e-5)
    assert (point.starts, point.refused, found.unsettled) == (5, (), ())
    assert point.residual <= 1e-6
    assert found.weights == {"1-2": (weight, 1 - weight)}
    assert found.evaluations > 0
    assert "1 fixed points found, 0 starts unsettled" in str(found)


def steered(target):
    """Two links of two pairs: each player gains 10 − (r − target(other's rate))² by its link."""

    def payoff(mask: int, rates: np.ndarray) -> list[float]:
        both = []
        for a in (0, 1):
            gain = 10 - (rates[a] - target(a, rates[1 - a])) ** 2 if mask >> a & 1 else 0.0
            both += [gain, gain]
        return both

    return payoff


TWO = [(0, 1), (2, 3)]


def test_all_fixed_points_that_starts_lead_to() -> None:
    # r = S(other's r) with a steep S: fixed points near 0.07 and 0.93, and at 0.5, where only 0.5 stays
    def steep(a: int, other: float) -> float:
        return 1 / (1 + math.exp(-6 * (other - 0.5)))

    found = royalties(steered(steep), TWO, (0, 1))
    low = 0.0
    for _ in range(200):
        low = steep(0, low)
    rates = sorted(point.rates["1-2"] for point in found.points)
    assert rates == pytest.approx([low, 0.5, 1 - low], abs=1e-4)
    assert sum(point.starts for point in found.points) == 5
    for point in found.points:
        assert point.rates["1-2"] == pytest.approx(point.rates["3-4"], abs=1e-4)


@pytest.mark.parametrize("peak", [0.01, 0.99])
def test_a_peak_beside_an_end_of_the_span(peak: float) -> None:
    (point,) = royalties(steered(lambda a, other: peak), TWO, (0, 1)).points
    assert point.rates["1-2"] == pytest.approx(peak, abs=1e-5)


def test_rates_that_chase_each_other_do_not_settle() -> None:
    # the first wants the other's side of 1/2, the second the opposite side: no pair of rates answers itself
    def chase(a: int, other: float) -> float:
        return float((other > 0.5) == (a == 0)) * 0.8 + 0.1

    found = royalties(steered(chase), TWO, (0, 1), options=RoyaltyOptions(sweeps=20))
    assert found.points == ()
    assert sum(point.starts for point in found.unsettled) == 5
    assert all(point.residual > 0.5 for point in found.unsettled)


def test_the_higher_of_two_peaks_is_taken() -> None:
    # gains 1 + two bumps: at .2 of height 2, at .9 of height 3 and narrow
    def payoff(mask: int, rates: np.ndarray) -> list[float]:
        r = rates[0]
        gain = (
            1 + 2 * math.exp(-((r - 0.2) ** 2) / 0.02) + 3 * math.exp(-((r - 0.9) ** 2) / 0.002)
            if mask
            else 0
        )
        return [gain, gain]

    (point,) = royalties(payoff, [(0, 1)], (0, 1)).points
    assert point.rates["1-2"] == pytest.approx(0.9, abs=1e-5)


def test_a_link_that_gains_at_no_rate_is_refused() -> None:
    (point,) = royalties(lambda mask, rates: [rates[0] if mask else 9, 1], [(0, 1)], (1, 4)).points
    assert point.refused == ("1-2",)
    assert point.rates["1-2"] == 1


def test_a_fixed_rate_and_a_part_of_the_links() -> None:
    seen = []

    def payoff(mask: int, rates: np.ndarray) -> list[float]:
        seen.append((mask, *rates))
        return [*licence(8)(mask & 1, rates), 0.0]

    links = Links([(0, 1), (1, 2)], names=["a", "b"])
    found = royalties(payoff, links, [(3, 3), (0, 5)], network=["a"])
    assert found.points[0].rates == {"a": 3.0}
    assert {mask for mask, *_ in seen} == {0, 1}
    assert {last for *_, last in seen} == {0.0}
    assert found.evaluations == len(seen)


def test_three_parties_and_a_party_without_weight() -> None:
    # the third weighs nothing and need only not lose; the others split as above with b = 2/3 : 1/3
    def payoff(mask: int, rates: np.ndarray) -> list[float]:
        return [*licence(8)(mask, rates), 0.0]

    (point,) = royalties(payoff, [(0, 1, 2)], (0, 8), weights=[(2 / 3, 1 / 3, 0)]).points
    assert point.rates["1-2-3"] == pytest.approx(8 * (1 / 3) / 2, rel=1e-5)


def test_bad_input() -> None:
    asked = []

    def payoff(mask: int, rates: np.ndarray) -> list[float]:
        asked.append(mask)
        return [0.0, 0.0]

    for spans in ((1, 0), (0, math.inf), [(0, 1), (0, 1)], (math.nan, 1)):
        with pytest.raises(GameError) as error:
            royalties(payoff, [(0, 1)], spans)
        assert error.value.faults[0].where == "spans"
    with pytest.raises(GameError):
        royalties(payoff, [(0,)], (0, 1))
    with pytest.raises(GameError):
        royalties(payoff, [(0, 1)], (0, 1), weights=[2])
    with pytest.raises(GameError):
        RoyaltyOptions(starts=4)
    assert asked == []
    for wrong in ([0.0], [0.0, math.nan], 3.0):
        with pytest.raises(GameError):
            royalties(lambda mask, rates, wrong=wrong: wrong, [(0, 1)], (0, 1))

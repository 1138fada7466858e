from __future__ import annotations

import numpy as np
import pytest

from teikei.base.errors import CaseError
from teikei.industry.co2 import (
    averaging_value,
    credit_per_car,
    excess,
    fleet_target,
    gram_price,
    penalty,
    pool_penalty,
    pool_value,
    split,
    windows,
)

NISSAN, BYD = 29 * 190_000, (12 - 92) * 128_000
RATE = 95.0


def test_target_falls_with_mass() -> None:
    # 93.6 − 0.0144 · 100 = 92.16; never below zero
    assert fleet_target(93.6, -0.0144, 1600, 1500) == pytest.approx(92.16)
    assert fleet_target(0.0, -0.0144, 1600, 1500) == 0.0


def test_windows_are_blocks_from_the_first_year() -> None:
    assert windows(2025, 2027, 3) == ((2025, 2026, 2027),)
    assert windows(2025, 2029, 2) == ((2025, 2026), (2027, 2028), (2029,))
    with pytest.raises(CaseError):
        windows(2027, 2025, 3)


def test_excess_adds_the_years_of_a_window() -> None:
    # 29·100 + 20·100 + 5·100 = 5,400; −10·50·3 = −1,500
    assert excess([[29, 20, 5], [-10, -10, -10]], [[100], [50]]) == pytest.approx([5400, -1500])
    assert excess([29, -10], [100, 50]) == pytest.approx([2900, -500])
    assert excess(29, 100) == pytest.approx([2900])


def test_penalty_is_never_a_reward() -> None:
    assert penalty([100.0, -100.0], RATE) == pytest.approx([9500.0, 0.0])
    assert pool_penalty([100.0, -40.0], RATE) == pytest.approx(5700.0)
    assert pool_penalty([100.0, -400.0], RATE) == 0.0


def test_nissan_and_byd_are_within_five_percent_of_the_worked_figure() -> None:
    # worked by hand: 29 g · 190,000 = 5.51 M g·cars, · 95 = EUR 523 M; slack 80 · 128,000 = 10.24 M;
    # together (5.51 − 10.24) M / 318,000 = −14.9 g a car; even split 47.5 EUR a gram
    value = pool_value([NISSAN, BYD], RATE)
    assert value / 1e6 == pytest.approx(523.0, rel=0.05)
    over = (NISSAN + BYD) / 318_000
    assert over == pytest.approx(-14.9, abs=0.05)
    even = split([NISSAN, BYD], RATE)
    assert even.price == pytest.approx(47.5)
    assert even.gain == pytest.approx([value / 2, value / 2])


def test_pooling_two_deficits_creates_nothing() -> None:
    mitsubishi, renault_at, renault_below = 15 * 40_000, 0.0, -5 * 1_220_000
    assert pool_value([NISSAN, mitsubishi, renault_at], RATE) == 0.0
    # deficits 5.51 + 0.60 = 6.11 M, slack 6.10 M: 6.10 M · 95 = 579.5 M
    assert pool_value([NISSAN, mitsubishi, renault_below], RATE) / 1e6 == pytest.approx(579.5)


def test_value_is_the_fall_of_the_joint_penalty() -> None:
    grams = [300.0, -100.0, 50.0]
    assert pool_value(grams, RATE) == pytest.approx(penalty(grams, RATE).sum() - pool_penalty(grams, RATE))


@pytest.mark.parametrize(
    ("grams", "low", "high"),
    [([29, -40], 0, 0), ([29, -20], 95, 95), ([29, -29], 0, 95), ([29, 5], 95, 95), ([0, 0], 0, 95)],
)
def test_a_gram_is_worth_the_dual(grams: list[float], low: float, high: float) -> None:
    price = gram_price(grams, RATE)
    assert (price.low, price.high) == (low, high)


def test_slack_that_others_buy_is_never_worth_less() -> None:
    assert gram_price([29, -40], RATE, resale=30).low == 30
    # alone the seller gets 30 for each of 40; in the pool 29 at 62.5 and nothing for the rest here
    deal = split([29, -40], RATE, resale=30)
    assert deal.price == pytest.approx(62.5)
    assert deal.gain == pytest.approx([29 * 32.5, 29 * 32.5])


def test_short_pool_leaves_penalties_and_shares_slack_in_proportion() -> None:
    # deficits 60 and 20, slack 40: each gets half of what it lacks; price 50
    deal = split([60, 20, -40], RATE, price=50)
    assert deal.grams == pytest.approx([30, 10, -40])
    assert deal.penalty == pytest.approx([30 * 95, 10 * 95, 0])
    assert deal.payment == pytest.approx([1500, 500, -2000])
    assert deal.gain == pytest.approx([30 * 45, 10 * 45, 2000])


def test_long_pool_sells_in_proportion() -> None:
    # deficit 30; slack 40 and 20: two thirds and one third of 30
    deal = split([30, -40, -20], RATE, price=20)
    assert deal.grams == pytest.approx([30, -20, -10])
    assert deal.gain == pytest.approx([30 * 75, 400, 200])


def test_a_pool_without_both_sides_trades_nothing() -> None:
    for grams in ([5.0, 3.0], [-5.0, -3.0], [0.0, 0.0]):
        deal = split(grams, RATE)
        assert not deal.grams.any()
        assert not deal.gain.any()
        assert deal.penalty == pytest.approx(penalty(grams, RATE))


def test_averaging_is_a_pool_of_years() -> None:
    # each year alone: (29 + 10) · 0.1 M · 95 = 370.5 M; together (29 + 10 − 24) = 15: 142.5 M
    assert averaging_value([29, 10, -24], [100_000] * 3, RATE) / 1e6 == pytest.approx(370.5 - 142.5)


def test_credit_of_a_car_is_at_the_dual() -> None:
    # 116 → 102 g: 14 · 95 = 1,330; 143 → 102: 3,895; 143 → 0: 13,585
    assert [credit_per_car(g, 95) for g in (14, 41, 143)] == [1330, 3895, 13_585]
    assert credit_per_car(41, gram_price([NISSAN, BYD], RATE).low) == 0.0


def test_wrong_figures_are_refused() -> None:
    for call in (
        lambda: pool_value([np.nan, 1.0], RATE),
        lambda: pool_value([1.0], -1.0),
        lambda: split([1.0, -1.0], RATE, price=96.0),
        lambda: split([1.0, -1.0], RATE, price=20.0, resale=30.0),
        lambda: gram_price([1.0], RATE, resale=100.0),
        lambda: excess([1.0], [-5.0]),
        lambda: credit_per_car(1.0, -1.0),
    ):
        with pytest.raises(CaseError):
            call()

from __future__ import annotations

import math

import numpy as np
import pytest

from teikei.base.errors import CaseError
from teikei.industry.driver_assistance import (
    Package,
    TakeCurve,
    best_price,
    break_even_cars,
    later_take_needed,
    margin,
    monthly_churn,
    subscription_value,
)

CURVE = TakeCurve(3500, 2480)
"""The central mean and spread of the shipped case."""
ALL, TAKERS = Package(400, 1000, "all"), Package(400, 1000, "takers")


def test_fourteen_percent_take_it_at_eight_thousand() -> None:
    # (8,000 − 3,500)/2,480 = 1.8145; e^1.8145 = 6.138; 1/7.138 = 0.1401
    assert float(CURVE.at(8000)) == pytest.approx(0.14, abs=0.01)
    assert float(CURVE.at(8000)) == pytest.approx(0.1401, abs=1e-4)


@pytest.mark.parametrize(("mean", "at_4000"), [(2500, 0.38), (3500, 0.45), (4900, 0.63)])
def test_low_central_and_high_mean_through_the_same_point(mean: float, at_4000: float) -> None:
    # ln(0.86/0.14) = 1.8153: spreads 3,030, 2,479 and 1,708
    curve = TakeCurve.through(mean, 8000, 0.14)
    assert curve.spread == pytest.approx((8000 - mean) / 1.8153, rel=1e-4)
    assert curve.at([4000, 8000]) == pytest.approx([at_4000, 0.14], abs=0.005)


def test_curve_between_two_points_returns_them() -> None:
    curve = TakeCurve.between((4000, 0.45), (8000, 0.14))
    assert curve.at([4000, 8000]) == pytest.approx([0.45, 0.14])


def test_take_falls_with_price_and_holds_far_out() -> None:
    shares = CURVE.at(np.linspace(-20_000, 30_000, 101))
    assert np.all(np.diff(shares) < 0)
    assert CURVE.at([-1e9, 3500, 1e9]) == pytest.approx([1.0, 0.5, 0.0])


def test_hardware_on_all_cars_against_on_takers() -> None:
    # at 4,000: take 0.4498: 0.4498 · 3,600 − 1,000 = 619; 0.4498 · 2,600 = 1,169
    # at 8,000: take 0.1401: 0.1401 · 7,600 − 1,000 = 65;  0.1401 · 6,600 = 925
    assert margin(ALL, CURVE, [4000, 8000]) == pytest.approx([619, 65], abs=1)
    assert margin(TAKERS, CURVE, [4000, 8000]) == pytest.approx([1169, 925], abs=1)


@pytest.mark.parametrize("package", [ALL, TAKERS, Package(0, 0), Package(20_000, 0), Package(0, 9000, "all")])
def test_no_price_beats_the_best(package: Package) -> None:
    best = best_price(package, CURVE)
    top = float(margin(package, CURVE, best))
    assert top >= margin(package, CURVE, np.linspace(-5000, 40_000, 20_001)).max() - 1e-9
    # first order: p − c = s/(1 − t)
    assert best - package.cost_of_a_taker == pytest.approx(2480 / (1 - float(CURVE.at(best))))


def test_best_prices_by_hand() -> None:
    # all: x = 3,100/2,480 − 1 = 0.25; w + ln w = 0.25 at w = 0.6622: 400 + 2,480 · 1.6622 = 4,522
    # takers: x = 2,100/2,480 − 1 = −0.1532; w = 0.5135: 1,400 + 2,480 · 1.5135 = 5,153; earns s·w = 1,273
    assert best_price(ALL, CURVE) == pytest.approx(4522, abs=1)
    assert best_price(TAKERS, CURVE) == pytest.approx(5153, abs=1)
    assert float(margin(TAKERS, CURVE, best_price(TAKERS, CURVE))) == pytest.approx(1273, abs=1)


def test_a_narrow_curve_is_priced_just_below_its_mean() -> None:
    # x = 8,000/10 − 1 = 799; w = 799 − ln w = 792.325; p = 10 · 793.325: all but one in 800 take it
    best = best_price(Package(0, 0), TakeCurve(8000, 10))
    assert best == pytest.approx(7933.25, abs=0.01)
    assert float(TakeCurve(8000, 10).at(best)) == pytest.approx(1 - 1 / 793.3, abs=1e-5)


def test_later_sales_that_would_pay_hardware_on_all_cars() -> None:
    # 1,000 / 3,600 of those who declined: (1 − t)·0.2778·3,600 = (1 − t)·1,000, cost of the idle hardware
    share = later_take_needed(TAKERS, 4000)
    assert share == pytest.approx(0.27778, abs=1e-5)
    idle = 1.0 - float(CURVE.at(4000))
    made_up = float(margin(ALL, CURVE, 4000)) + idle * share * (4000 - 400)
    assert made_up == pytest.approx(float(margin(TAKERS, CURVE, 4000)))


def test_a_subscription_is_worth_a_quarter_of_the_price() -> None:
    # q = 0.96 / 1.08^(1/12) = 0.953862; 99 / 0.046138 = 2,146, against 8,000
    assert subscription_value(99, churn=0.04, discount_rate=0.08) == pytest.approx(2146, abs=1)
    # three months at q = 1/2: 99 · 1.75
    assert subscription_value(99, churn=0.5, discount_rate=0.0, months=3) == pytest.approx(173.25)
    assert subscription_value(99, churn=0.0, discount_rate=0.0, months=24) == pytest.approx(2376)
    assert subscription_value(99, churn=1.0, discount_rate=0.08) == pytest.approx(99)
    assert subscription_value(99, churn=0.5, discount_rate=0.0, running_cost=49) == pytest.approx(100)


def test_churn_of_a_month_compounds_to_the_year() -> None:
    # 1 − 0.35^(1/12) = 0.0838
    assert (1 - monthly_churn(0.35)) ** 12 == pytest.approx(0.35)
    assert (monthly_churn(1.0), monthly_churn(0.0)) == (0.0, 1.0)


def test_break_even_cars() -> None:
    assert break_even_cars(100e6, 1000) == pytest.approx(100_000)
    assert break_even_cars(100e6, -5) == math.inf


def test_wrong_figures_are_refused() -> None:
    for call in (
        lambda: TakeCurve(3500, 0.0),
        lambda: TakeCurve.through(3500, 8000, 0.6),
        lambda: TakeCurve.through(3500, 8000, 1.0),
        lambda: TakeCurve.through(3500, 8000, 0.5),
        lambda: TakeCurve.between((4000, 0.1), (8000, 0.5)),
        lambda: TakeCurve.between((4000, 0.1), (4000, 0.1)),
        lambda: CURVE.at(math.nan),
        lambda: Package(-1, 0),
        lambda: later_take_needed(TAKERS, 400),
        lambda: monthly_churn(1.1),
        lambda: subscription_value(99, churn=0.0, discount_rate=0.0),
        lambda: subscription_value(99, churn=-0.1, discount_rate=0.0),
        lambda: break_even_cars(-1, 1),
    ):
        with pytest.raises(CaseError):
            call()

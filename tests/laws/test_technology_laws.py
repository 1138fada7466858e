"""Laws of the technologies' arithmetic that hold whatever the numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teikei.industry.charging import relative_demand, uplift
from teikei.industry.co2 import GramPrice, gram_price, penalty, pool_penalty, pool_value, split
from teikei.industry.driver_assistance import Package, TakeCurve, best_price, margin, subscription_value
from teikei.industry.scale import CostCurve, chords
from teikei.industry.software import cost_share, split_cost
from teikei.industry.waiting import RuleMarket, Stake, weigh

few = settings(max_examples=60, deadline=None)
grams = st.lists(st.floats(-1e7, 1e7), min_size=1, max_size=6)
rates = st.floats(0.0, 200.0)
curves = st.builds(
    CostCurve,
    unit_cost=st.floats(1.0, 10_000.0),
    reference=st.floats(1_000.0, 1e6),
    saving_per_doubling=st.floats(0.0, 0.3),
    until=st.floats(10_000.0, 2e6),
)


@few
@given(grams, rates)
def test_a_pool_is_never_worth_less_than_nothing(excesses: list[float], rate: float) -> None:
    value = pool_value(excesses, rate)
    assert value >= 0.0
    fall = float(penalty(excesses, rate).sum()) - pool_penalty(excesses, rate)
    assert value == pytest.approx(fall, rel=1e-9, abs=1e-6 * (1 + rate * np.abs(excesses).sum()))


@few
@given(st.lists(st.floats(0.0, 1e7), min_size=2, max_size=6), rates)
def test_deficits_alone_are_worth_nothing(excesses: list[float], rate: float) -> None:
    assert pool_value(excesses, rate) == 0.0
    assert pool_value([-e for e in excesses], rate) == 0.0


@few
@given(grams, st.floats(-1e7, 1e7), rates)
def test_one_firm_more_never_lowers_the_value(excesses: list[float], more: float, rate: float) -> None:
    assert pool_value([*excesses, more], rate) >= pool_value(excesses, rate) - 1e-6


@few
@given(grams, rates, st.floats(0.0, 1.0))
def test_the_dual_lies_between_resale_and_penalty(excesses: list[float], rate: float, part: float) -> None:
    price = gram_price(excesses, rate, resale=part * rate)
    assert part * rate <= price.low <= price.high <= rate
    assert isinstance(price, GramPrice)


@few
@given(grams, st.floats(0.1, 200.0))
def test_the_dual_is_the_slope_of_the_penalty(excesses: list[float], rate: float) -> None:
    # one gram less saves the dual: slope of the pool's penalty, by a finite step on either side
    step = 1e-3 * (1.0 + np.abs(excesses).sum())
    now = pool_penalty(excesses, rate)
    saved = (now - pool_penalty([*excesses, -step], rate)) / step
    spent = (pool_penalty([*excesses, step], rate) - now) / step
    price = gram_price(excesses, rate)
    if abs(sum(excesses)) > step:
        assert saved == pytest.approx(price.low, abs=1e-6 * rate)
        assert spent == pytest.approx(price.high, abs=1e-6 * rate)


@few
@given(grams, rates, st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_a_split_hands_out_exactly_the_value(
    excesses: list[float], rate: float, at: float, part: float
) -> None:
    resale = part * rate
    deal = split(excesses, rate, price=min(rate, resale + at * (rate - resale)), resale=resale)
    scale = 1e-9 * (1.0 + rate * float(np.abs(excesses).sum()))
    assert deal.gain.min() >= -scale
    assert abs(deal.payment.sum()) <= scale
    kept = float(np.maximum(-deal.grams, 0.0).sum()) * resale
    assert deal.gain.sum() == pytest.approx(pool_value(excesses, rate) - kept, abs=10 * scale)
    assert deal.penalty.sum() == pytest.approx(pool_penalty(excesses, rate), abs=10 * scale)


@few
@given(curves, st.floats(0.0, 1e6), st.floats(1_000.0, 3e6), st.integers(1, 8), st.floats(0.0, 1.0))
def test_chords_never_pay_too_much_nor_miss_their_gap(
    curve: CostCurve, low: float, width: float, pieces: int, at: float
) -> None:
    for piece in chords(curve, low, low + width, pieces):
        volume = piece.low + at * (piece.high - piece.low)
        cost, line = float(curve.total(volume)), float(piece.at(volume))
        slack = 1e-7 * (1.0 + cost)
        assert -slack <= cost - line <= piece.gap + slack


@few
@given(curves, st.floats(1.0, 3e6), st.floats(1.0, 3e6))
def test_more_volume_never_costs_more_a_car_nor_less_in_all(curve: CostCurve, a: float, b: float) -> None:
    small, large = min(a, b), max(a, b)
    assert curve.average(large) <= curve.average(small) * (1 + 1e-12)
    assert curve.total(large) >= curve.total(small) * (1 - 1e-12)
    assert curve.marginal(a) <= curve.average(a) * (1 + 1e-12)


@few
@given(st.integers(2, 20), st.floats(0.0, 3.0))
def test_sharing_pays_exactly_if_a_partner_costs_less_than_a_stack(partners: int, overhead: float) -> None:
    assert (cost_share(partners, overhead) < 1.0) == (overhead < 1.0 - 1e-15) or overhead == pytest.approx(
        1.0
    )


@few
@given(st.lists(st.floats(0.1, 10.0), min_size=1, max_size=6), st.floats(0.0, 1.0), st.floats(0.0, 1e4))
def test_shares_of_a_programme_sum_to_its_cost(cars: list[float], overhead: float, cost: float) -> None:
    whole = cost * (1.0 + overhead * (len(cars) - 1))
    assert split_cost(cost, cars, overhead).sum() == pytest.approx(whole)


@few
@given(st.floats(1.0, 10.0), st.floats(0.0, 1.0), st.floats(1.0, 2.0), st.floats(0.0, 1.0))
def test_access_lifts_up_to_its_cap_and_less_the_more_have_it(
    ratio: float, elasticity: float, cap: float, rivals: float
) -> None:
    factor = float(uplift(ratio, elasticity, cap))
    assert 1.0 <= factor <= cap
    assert relative_demand(factor, rivals, access=True) >= relative_demand(factor, rivals, access=False)
    assert relative_demand(factor, 1.0, access=True) == pytest.approx(1.0)
    assert relative_demand(factor, rivals, access=True) <= relative_demand(factor, 0.0, access=True) + 1e-12


@few
@given(
    st.floats(-5_000, 20_000),
    st.floats(50, 10_000),
    st.floats(0, 10_000),
    st.floats(0, 5_000),
    st.sampled_from(["all", "takers"]),
    st.floats(-3.0, 3.0),
)
def test_no_other_price_earns_more(
    mean: float, spread: float, fee: float, hardware: float, fitted: Any, off: float
) -> None:
    curve, package = TakeCurve(mean, spread), Package(fee, hardware, fitted)
    best = best_price(package, curve)
    top = float(margin(package, curve, best))
    assert top >= float(margin(package, curve, best + off * spread)) - 1e-9 * (1 + abs(top))
    assert best >= package.cost_of_a_taker + spread * (1 - 1e-12)


@few
@given(st.floats(-5_000, 20_000), st.floats(50, 10_000), st.floats(-2e4, 4e4), st.floats(1.0, 1e4))
def test_take_never_rises_with_price(mean: float, spread: float, price: float, more: float) -> None:
    low, high = TakeCurve(mean, spread).at([price, price + more])
    assert 0.0 <= high <= low <= 1.0


@few
@given(st.floats(0.0, 0.99), st.floats(0.0, 0.3), st.integers(0, 200))
def test_a_subscription_is_worth_at_most_its_months(churn: float, rate: float, months: int) -> None:
    value = subscription_value(1.0, churn=churn, discount_rate=rate, months=months)
    assert -1e-9 <= value <= months + 1e-9
    assert value <= subscription_value(1.0, churn=churn, discount_rate=rate, months=months + 1)


stakes = st.builds(
    Stake,
    fixed_cost=st.floats(0.0, 10.0),
    margin=st.floats(-1.0, 4.0),
    readiness=st.floats(0.0, 1.0),
    activation=st.floats(0.0, 1.0),
    lead_years=st.integers(0, 3),
    horizon=st.integers(1, 6),
    discount_rate=st.floats(0.0, 0.2),
)
places = st.lists(
    st.builds(
        RuleMarket,
        name=st.just("x"),
        cars=st.floats(0.0, 3.0),
        hazard=st.floats(0, 1),
        first_year=st.integers(1, 4),
    ),
    min_size=1,
    max_size=2,
)


@few
@given(stakes, places)
def test_waiting_is_never_worth_less_than_nothing(stake: Stake, markets: list[RuleMarket]) -> None:
    answer = weigh(stake, markets)
    assert answer.wait.mean >= -1e-9
    assert answer.wait.low <= answer.wait.mean + 1e-9 <= answer.wait.high + 2e-9
    assert 0.0 <= answer.commit.loss <= 1.0 + 1e-9
    assert answer.commit.acts == pytest.approx(1.0)


@few
@given(stakes, st.floats(0.0, 1.0), st.integers(1, 4))
def test_waiting_in_one_market_is_the_best_of_all_plans(stake: Stake, hazard: float, first: int) -> None:
    # a plan: act in year a even without the rule, or, once the rule is there, in the best year left, or never
    market = RuleMarket("us", 1.0, hazard, first)
    chances, horizon = market.arrival(stake.horizon), stake.horizon

    def worth(acted: int, rule: int) -> float:
        return stake.path(acted, rule) - stake.fixed_cost / (1 + stake.discount_rate) ** acted

    def plan(act: int) -> float:
        found = 0.0
        for rule, chance in enumerate(chances):
            if rule <= min(act, horizon - 1):
                found += chance * max(0.0, *(worth(year, rule) for year in range(max(rule, 1), horizon)), 0.0)
            elif act < horizon:
                found += chance * worth(act, rule)
        return found

    best = max(plan(act) for act in range(1, horizon + 1))
    assert weigh(stake, [market]).wait.mean == pytest.approx(best, abs=1e-9)

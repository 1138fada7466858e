from __future__ import annotations

import pytest

from teikei.base.errors import CaseError
from teikei.industry.waiting import RuleMarket, Stake, weigh

HALF = RuleMarket("us", 1.0, 0.5)
SMALL = Stake(1.0, 3.0, readiness=0.4, lead_years=0, horizon=2, discount_rate=0.0)


def test_arrival_of_the_rule() -> None:
    # 0.25, 0.75 · 0.25, 0.5625 · 0.25; never 0.421875
    assert RuleMarket("us", 1.0, 0.25, 2).arrival(5) == pytest.approx(
        [0, 0, 0.25, 0.1875, 0.140625, 0.421875]
    )
    assert RuleMarket("japan", 1.0, 1.0, 0).arrival(2) == pytest.approx([1, 0, 0])
    assert RuleMarket("never", 1.0, 0.0).arrival(2) == pytest.approx([0, 0, 1])


def test_paths_by_hand() -> None:
    stake = Stake(0.0, 10.0, readiness=1.0, activation=2.0, lead_years=1, horizon=4, discount_rate=0.0)
    # act in 0, first car in 1; rule in 3: two ready years −2, they activate +4, one year sold +10
    assert stake.path(0, 3) == pytest.approx(12.0)
    # rule in 0: three years sold; never: three ready years
    assert (stake.path(0, 0), stake.path(0, 4)) == pytest.approx((30.0, -3.0))
    # too late to build one car
    assert (stake.path(3, 0), stake.path(3, 4)) == (0.0, 0.0)
    # at 21 %: rule and act in 1, cars in 2 and 3: 10 · (1.21^−2.5 + 1.21^−3.5) = 10 · 1.21^−2.5 · 2.21/1.21
    dear = Stake(0.0, 10.0, lead_years=1, horizon=4, discount_rate=0.21)
    assert dear.path(1, 1) == pytest.approx(10 * 1.1**-5 * 2.21 / 1.21)


def test_wait_beats_commit_by_hand() -> None:
    # commit: rule in 1: −0.4 + 3 − 1 = 1.6; never: −0.8 − 1 = −1.8; half each: −0.1
    # wait: rule in 1: 3 − 1 = 2, else leave: 1.0
    answer = weigh(SMALL, [HALF])
    assert answer.commit.mean == pytest.approx(-0.1)
    assert (answer.commit.low, answer.commit.high) == pytest.approx((-1.8, 1.6))
    assert answer.commit.loss == pytest.approx(0.5)
    assert (answer.wait.mean, answer.wait.loss, answer.wait.acts) == pytest.approx((1.0, 0.0, 0.5))
    assert (answer.best, answer.worth) == ("wait", pytest.approx(1.0))


def test_activation_of_ready_cars_speaks_for_committing() -> None:
    # + 0.5 · 1 ready year, if the rule comes: −0.1 + 0.25 = 0.15; waiting is worth 1.0 − 0.15
    ready = Stake(1.0, 3.0, readiness=0.4, activation=0.5, lead_years=0, horizon=2, discount_rate=0.0)
    answer = weigh(ready, [HALF])
    assert answer.commit.mean == pytest.approx(0.15)
    assert answer.worth == pytest.approx(0.85)


def test_a_rule_in_force_is_not_waited_for() -> None:
    # 3 a year for two years − 1 = 5 now, one year − 1 = 2 later
    answer = weigh(SMALL, [RuleMarket("japan", 1.0, 1.0, 0)])
    assert (answer.commit.mean, answer.wait.mean) == pytest.approx((5.0, 2.0))
    assert (answer.best, answer.worth, answer.commit.loss) == ("commit", pytest.approx(-3.0), 0.0)


def test_without_a_margin_never() -> None:
    answer = weigh(Stake(1.0, 0.0, lead_years=0, horizon=3), [HALF])
    assert answer.best == "never"
    assert (answer.wait.mean, answer.wait.acts, answer.worth) == (0.0, 0.0, 0.0)
    assert answer.commit.loss == pytest.approx(1.0)


def test_waiting_may_act_before_the_rule() -> None:
    # no cost of being ready, one year of lead: acting in 1 for a rule that comes surely in 2 loses nothing,
    # and waiting for it in 2 would sell in 3 only
    stake = Stake(1.0, 3.0, lead_years=1, horizon=4, discount_rate=0.0)
    answer = weigh(stake, [RuleMarket("us", 1.0, 1.0, 2)])
    assert answer.wait.mean == pytest.approx(2 * 3 - 1)
    assert answer.wait.acts == 1.0


def test_markets_draw_on_their_own() -> None:
    # two alike markets, one fixed cost. commit: 2 · (0.5 · 2.6 − 0.5 · 0.8) − 1; both never: −0.8 · 2 − 1
    answer = weigh(SMALL, [HALF, RuleMarket("china", 1.0, 0.5)])
    assert answer.commit.mean == pytest.approx(0.8)
    assert answer.commit.loss == pytest.approx(0.25)
    assert answer.commit.low == pytest.approx(-2.6)
    # wait: in 1 both (¼): 6 − 1; one (½): 3 − 0.4 − 1; none (¼): leave
    assert answer.wait.mean == pytest.approx(0.25 * 5 + 0.5 * 1.6)
    assert answer.wait.acts == pytest.approx(0.75)


def test_wrong_figures_are_refused() -> None:
    for call in (
        lambda: RuleMarket("us", 1.0, 0.25, 0),
        lambda: RuleMarket("us", -1.0, 0.25),
        lambda: RuleMarket("us", 1.0, 1.25),
        lambda: Stake(-1.0, 1.0),
        lambda: Stake(1.0, 1.0, horizon=0),
        lambda: weigh(SMALL, []),
        lambda: weigh(Stake(1.0, 1.0, horizon=50), [HALF] * 3),
    ):
        with pytest.raises(CaseError):
            call()

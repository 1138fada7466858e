"""As text: tests/blocks/cash.lp. Here: what the block decides."""

from __future__ import annotations

import polars as pl
import pytest
from tests.cases.edits import added, cars, changed, two_makers
from tests.unit.plan.test_cash import LIMITS, poor

from teikei.plan.optimise import Memory, plan

# hoku keeps 6 a year. suv_at_delta costs it 150 of tooling in 2028, and 2 + 0.5 for the deal: of 12 it has
# 9.5, so it lacks 140.5. 2029 brings 288 more, 2030 408: together worth 629 (case.toml). Paid in 2029
# it would lack 135 still.


@pytest.mark.parametrize(("limit", "used"), [(140.6, True), (130.0, False)])
def test_a_deal_is_used_only_if_the_money_for_it_is_there(limit: float, used: bool) -> None:
    case = poor(690.0, limit)
    free, held = plan(case, book=["suv_at_delta"]), plan(case, book=["suv_at_delta"], options=LIMITS)
    assert (cars(held.ship, plant="delta", variant="h_suv_petrol") != {}) is used
    assert held.value == pytest.approx(6864 - 4 * 690 + (629 if used else -7))
    low, high = free.worth.minus(held.worth)
    assert low == pytest.approx(0.0 if used else 636.0)
    assert high == pytest.approx(low)
    assert held.audit().holds


def test_debt_is_paid_back_with_interest_and_moves_no_worth() -> None:
    # 140.5 at the end of 2028, 14.05 of interest: 6 + 288 - 0.5 - 14.05 = 279.45 pays it back
    held = plan(poor(), book=["suv_at_delta"], options=LIMITS)
    rows = held.cash.filter(held.cash["firm"] == "hoku")
    assert rows["borrowed_m"].to_list() == pytest.approx([0.0, 140.5, 0.0, 0.0])
    assert rows["interest_m"].to_list() == pytest.approx([0.0, 0.0, 14.05, 0.0])
    assert rows["cash_m"].to_list() == pytest.approx([6.0, 0.0, 279.45 - 140.5, 138.95 + 413.5])
    assert held.value == pytest.approx(6864 - 4 * 690 + 629)


def test_what_a_partner_pays_counts() -> None:
    # nagi pays 50 at signature, in 2028: hoku lacks 90.5
    term = {"agreement": "suv_at_delta", "payer": "nagi", "payee": "hoku", "per": "once", "amount": 50.0}
    case = added(poor(690.0, 100.0), "terms", term)
    held = plan(case, book=["suv_at_delta"], options=LIMITS)
    assert held.value == pytest.approx(6864 - 4 * 690 + 629)
    assert held.cash["borrowed_m"].max() == pytest.approx(90.5)


def test_the_rate_can_forbid_what_the_limit_allows() -> None:
    # 4 a year are lacking: after four years 16 at no interest, 18.564 at 10 %
    for rate, debt in ((0.0, 16.0), (0.1, 18.564)):
        case = changed(poor(700.0, 17.0), "firms", {"firm": "hoku"}, borrowing_rate=rate)
        held = plan(case, ["hoku"], options=LIMITS)
        assert held.cash["borrowed_m"][3] == pytest.approx(debt)
        assert held.problem.cash[0].beyond_m == pytest.approx(max(0.0, debt - 17.0), abs=1e-4)


def test_limits_that_do_not_bind_change_nothing() -> None:
    case = changed(two_makers(), "firms", {"firm": "nagi"}, cash_m=0.0, cash_floor_m=0.0)
    free, held = plan(case, book=["suv_at_delta"]), plan(case, book=["suv_at_delta"], options=LIMITS)
    assert free.worth.minus(held.worth) == pytest.approx((0.0, 0.0))
    assert held.ship.equals(free.ship)


def test_what_sharing_saves_once_it_is_earned_is_money_too() -> None:
    # n_frame is a tenth cheaper at double volume: with hoku's pickups nagi's cost less from 2029 on. Nagi
    # loses 12 a year before that, and without it in 2029 and 2030 too; it has 24.5 and no credit
    frame = changed(two_makers(), "platforms", {"platform": "n_frame"}, saving_per_doubling=0.1)
    frame = changed(frame, "models", {"model": "h_pickup"}, launch_cost_m=0.0)
    frame = frame.with_(diversion=frame["diversion"].filter(pl.col("to") != "n_pickup"))
    frame = changed(
        frame, "agreements", {"agreement": "pickup_at_delta"}, signing_cost_m=0.0, running_cost_m=0.0
    )
    poorer = {"overhead_m": 1_132.0, "cash_m": 24.5, "cash_floor_m": 0.0, "borrowing_limit_m": 0.0}
    case = changed(frame, "firms", {"firm": "nagi"}, **poorer)
    doubted = Memory(doubted={("platform", "n_frame")})
    held = plan(case, book=["pickup_at_delta"], options=LIMITS, memory=doubted)
    free = plan(case, book=["pickup_at_delta"])
    assert free.worth.minus(held.worth) == pytest.approx((0.0, 0.0), abs=1e-3)
    assert held.problem.cash[0].beyond_m == 0.0
    flow = held.cash["flow_m"].to_list()
    assert flow[:2] == pytest.approx([-12.0, -12.0])
    assert min(flow[2:]) > 0.0
    assert held.audit().holds
    # if nobody shares the frame, 23.5 are lacking: 4 * 12 less 24.5
    alone = plan(case, ["nagi"], options=LIMITS)
    assert alone.problem.cash[0].beyond_m == pytest.approx(23.5, abs=1e-3)

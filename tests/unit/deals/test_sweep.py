from __future__ import annotations

import json
import math
from typing import Any

import pytest
from tests.cases.edits import changed, two_makers
from tests.cases.features import with_fleets, with_pool

from teikei.agreements.book import Book
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.deals.inputs import Input, inputs_with_range
from teikei.deals.sweep import Move, Sweep, is_idle, prices_kept, sweep, unused, value_on
from teikei.deals.worth import Surplus, surplus
from teikei.plan.optimise import Memory, plan
from teikei.plan.solution import PlanSolution

YEARS = range(2027, 2031)


def test_inputs_move_one_at_a_time_by_hand() -> None:
    found = surplus(two_makers(), "pickup_at_delta")
    swept = sweep(found, PlanOptions(), strongest=10, threshold_m=4.0)
    moves = {m.input.name: m for m in swept.moves}
    assert swept.central == pytest.approx(430.5)

    # demand 20,000 or 50,000, at most 40,000 built: 2029 and 2030 sell 10,000 + 20,000 or 25,000 + 40,000
    demand = next(m for name, m in moves.items() if name.startswith("demand: h_pickup"))
    # 30,000 * 11,000 - 7,500 * 9,500 - 87 = 330 - 71.25 - 87
    assert demand.at_low == pytest.approx(171.75)
    # 65,000 * 11,000 - (6,250 + 12,500) * 9,500 - 87 = 715 - 178.125 - 87
    assert demand.at_high == pytest.approx(449.875)

    # a tenth or half from n_pickup: 660 - 87 - 57 and 660 - 87 - 285
    share = next(m for name, m in moves.items() if name.startswith("diversion: h_pickup"))
    assert (share.at_low, share.at_high) == (pytest.approx(516.0), pytest.approx(288.0))

    # tooling at 50 M or 2,000 M: 430.5 + 40 - 20; at 2,000 M (400 M a year) it is not launched: -7
    tooling = next(m for name, m in moves.items() if name.startswith("tooling: h_pickup"))
    assert tooling.at_low == pytest.approx(450.5)
    assert tooling.at_high == pytest.approx(-7.0)
    # it passes 4 where 430.5 + 40 - 0.4 c = 4: c = 1,166.25; a twentieth of 1,950 is 97.5, so steps of 50
    (turn,) = tooling.turns
    assert (turn.start.at, turn.end.at, turn.certified) == (1_150.0, 1_200.0, True)
    # 470.5 - 460 and 470.5 - 480
    assert (turn.start.low, turn.end.high) == (pytest.approx(10.5), pytest.approx(-9.5))
    # all that turn and the three strongest are read between low, central and high too
    assert tooling.grid == (50.0, 100.0, 1_050.0, 2_000.0)
    assert share.grid == (0.1, 0.18, 0.25, 0.38, 0.5)
    assert demand.turns == share.turns == ()
    assert (swept.low, swept.high) == (pytest.approx(-7.0), pytest.approx(516.0))
    # strongest first
    assert [m.width for m in swept.moves] == sorted((m.width for m in swept.moves), reverse=True)


def test_a_surplus_that_pays_only_between_two_values() -> None:
    # demand d a year, half of it in 2029; at most 40,000 a year are built; n_pickup loses a quarter of d:
    # d ≤ 40,000: 1.5 d * 11,000 - 0.375 d * 9,500 - 87 M = 12,937.5 d - 87 M: above 4 M from 7,034 on
    # d ≥ 80,000: 80,000 * 11,000 - 0.375 d * 9,500 - 87 M = 793 M - 3,562.5 d: above 4 M up to 221,474
    case = changed(
        two_makers(),
        "demand",
        {"model": "h_pickup", "market": "us"},
        units_per_year_low=1_000.0,
        units_per_year_high=240_000.0,
    )
    found = surplus(case, "pickup_at_delta")
    move = next(
        m
        for m in sweep(found, PlanOptions(), strongest=10, threshold_m=4.0).moves
        if m.input.table == "demand"
    )
    # a twentieth of 239,000 is 11,950: steps of 10,000
    assert move.grid == (1_000.0, 20_000.0, 40_000.0, 140_000.0, 240_000.0)
    assert [(t.start.at, t.end.at) for t in move.turns] == [(1_000.0, 10_000.0), (220_000.0, 230_000.0)]
    assert all(t.certified for t in move.turns)
    # not launched: -7; 129.375 - 87; 793 - 783.75; 793 - 819.375
    assert [r.low for t in move.turns for r in (t.start, t.end)] == pytest.approx(
        [-7.0, 42.375, 9.25, -26.375]
    )


def test_ends_whose_interval_holds_the_threshold_have_no_sign() -> None:
    found = surplus(two_makers(), "pickup_at_delta")
    # at a share of a half the surplus is 288: with a threshold there, no sign of more or less
    swept = sweep(found, PlanOptions(), strongest=10, threshold_m=288.0)
    share = next(m for m in swept.moves if m.input.table == "diversion")
    assert share.unsigned in ((), ("high",))  # exactly at the threshold is "not above", up to rounding
    open_end = Move(share.input, 516.0, 288.0, unsigned=("high",))
    assert open_end.note == "the sign is not known at its high"
    assert Move(share.input, None, 288.0, unsigned=("high",)).note == (
        "no plan is left at its low; the sign is not known at its high"
    )


def test_an_agreement_left_unused_costs_what_it_costs_without_a_second_plan(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = surplus(two_makers(), "suv_at_harima")
    assert is_idle(found.with_plan, "suv_at_harima")
    # signing 4 + running 3 * 1
    assert unused(found.with_plan, "suv_at_harima") == pytest.approx(found.alone) == (-7.0, -7.0)
    assert not is_idle(surplus(two_makers(), "pickup_at_delta").with_plan, "pickup_at_delta")

    planned: list[frozenset[str]] = []

    def counted(case: Case, members: None, book: Book, *rest: Any, **named: Any) -> PlanSolution:
        planned.append(book.agreements)
        return plan(case, members, book, *rest, **named)

    monkeypatch.setattr("teikei.deals.sweep.plan", counted)
    assert value_on(two_makers(), found, PlanOptions(), Memory()) == pytest.approx((-7.0, -7.0))
    assert planned == [frozenset({"suv_at_harima"})]
    # with room at harima and 9,000 a car at delta it is used: 5,640 against 1,500 on 50,000 cars in each of
    # two years, less tooling of 20 a year: 414 - 40 - 7
    used = changed(two_makers(), "plants", {"plant": "delta"}, conversion_cost_per_unit=9_000.0)
    used = changed(used, "lines", {"plant": "harima"}, capacity_units_per_year=200_000.0)
    both = value_on(used, found, PlanOptions(), Memory())
    assert both == pytest.approx((367.0, 367.0))
    assert len(planned) == 3


def test_an_end_without_a_plan_is_left_out_and_said() -> None:
    # hoku must build at least 70 % of harima; at its low the demand of the us leaves too little
    case = changed(two_makers(), "plants", {"plant": "harima"}, minimum_use_share=0.7)
    case = changed(
        case,
        "demand",
        {"model": "h_suv", "market": "us"},
        units_per_year_low=1_000.0,
        units_per_year_high=90_000.0,
    )
    found = surplus(case, "pickup_at_delta")
    item = next(
        i for i in inputs_with_range(case) if i.table == "demand" and i.key[0] == "h_suv" and "us" in i.key
    )
    assert sweep_of_one(found, item) == (None, pytest.approx(430.5))
    suv = surplus(case, "suv_at_delta")
    swept = sweep(suv, PlanOptions(), strongest=10, threshold_m=4.0)
    (move,) = [m for m in swept.moves if m.input == item]
    assert move.at_low is None
    assert move.note == "no plan is left at its low"
    # between, it turns: all but the 30,000 that harima must keep for the us could move, 3,000 a car better:
    # 12,000 cars of 42,000 for two years are 72 M - 60 - 7; 10,000 of 40,000 only pay the tooling: unused, -7
    (turn,) = move.turns
    assert (turn.start.at, turn.end.at, turn.certified) == (40_000.0, 42_000.0, True)
    assert (turn.start.high, turn.end.low) == (pytest.approx(-7.0), pytest.approx(5.0))
    assert math.isfinite(swept.low)
    assert swept.low <= swept.central <= swept.high
    json.dumps([move.at_low, move.at_high, swept.low, swept.high], allow_nan=False)


def sweep_of_one(found: Surplus, item: Input) -> tuple[float | None, float | None]:
    """The surplus at the low and at the high of one input, on the whole case."""
    case, options = found.book.case, PlanOptions()
    ends = [value_on(item.moved(case, v), found, options, Memory()) for v in (item.low, item.high)]
    low, high = (None if worth is None else worth[0] for worth in ends)
    return low, high


def test_a_move_without_ends() -> None:
    item = Input("tariffs", ("a",), "rate", 0.0, 0.1, 0.2)
    gone = Move(item, None, None)
    assert (gone.ends, gone.width) == ((), 0.0)
    assert gone.note == "no plan is left at its low and its high"
    assert Move(item, 1.0, 2.0).note == ""
    swept = Sweep(5.0, (gone, Move(item, None, 7.0)), 2, True)
    assert (swept.low, swept.high) == (5.0, 7.0)


def test_only_the_strongest_are_kept() -> None:
    found = surplus(two_makers(), "pickup_at_delta")
    swept = sweep(found, PlanOptions(), strongest=1, threshold_m=4.0)
    assert [m.input.table for m in swept.moves] == ["tooling"]
    assert swept.considered >= 3


def test_the_range_always_holds_the_central_value() -> None:
    item = Input("tariffs", ("a",), "rate", 0.0, 0.1, 0.2)
    assert (Sweep(5.0, (), 0, True).low, Sweep(5.0, (), 0, True).high) == (5.0, 5.0)
    one_sided = Sweep(5.0, (Move(item, 6.0, 9.0),), 1, True)
    assert (one_sided.low, one_sided.high) == (5.0, 9.0)
    assert one_sided.moves[0].width == 3.0


def test_fleets_that_the_deal_leaves_alone_pay_the_printed_price() -> None:
    assert prices_kept(surplus(two_makers(), "suv_at_delta")) == {}
    # both fleets keep theirs under suv_at_delta: inputs move it as the whole plans say
    case = with_fleets(two_makers())
    found = surplus(case, "suv_at_delta")
    assert len(prices_kept(found)) == 8
    swept = sweep(found, PlanOptions(), strongest=10, threshold_m=4.0)
    assert swept.sliced
    assert len(swept.moves) >= 2
    for move in swept.moves:
        for end, at_end in ((move.input.low, move.at_low), (move.input.high, move.at_high)):
            whole = surplus(move.input.moved(case, end), "suv_at_delta").alone
            assert at_end == pytest.approx(whole[0], abs=1e-6)


def test_fleets_that_the_deal_pools_keep_their_targets() -> None:
    # nagi pays 50 a gram with the pool and without; at that price it would need no pool at all
    ranges = {"gap_g_per_km_low": -12.0, "gap_g_per_km_high": -2.0}
    case = changed(with_pool(with_fleets(two_makers())), "co2_positions", {"firm": "hoku"}, **ranges)
    ranges = {"gap_g_per_km_low": 0.0, "gap_g_per_km_high": 12.0}
    case = changed(case, "co2_positions", {"firm": "nagi"}, **ranges)
    found = surplus(case, "pool")
    assert prices_kept(found) == {}
    swept = sweep(found, PlanOptions(), strongest=10, threshold_m=0.1)
    ends = [
        (m, end, at) for m in swept.moves for end, at in ((m.input.low, m.at_low), (m.input.high, m.at_high))
    ]
    assert len(ends) >= 4
    for move, end, at_end in ends:
        assert at_end == pytest.approx(surplus(move.input.moved(case, end), "pool").alone[0], abs=1e-6)

"""Nagi alone, by hand: 60,000 pickups at 9,500 and 100,000 SUVs at 8,500 are 1,420 M a year; fixed cost and
overhead 400 M. It breaks even at 400 / 1,420 of 160,000 cars, at 45,070."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from tests.cases.edits import added, changed, dropped, two_makers

from teikei.base.errors import UsageError
from teikei.plan import viability as module
from teikei.plan.viability import MOST, WITHIN, viability


def test_profit_by_volume() -> None:
    found = viability(two_makers(), "nagi", [80_000.0, 200_000.0])
    assert found.today.cars == pytest.approx(160_000)
    assert found.today.value_m == pytest.approx(4 * 1020)
    half, more = found.standings
    assert (half.cars, half.sold) == pytest.approx((80_000, 80_000))
    assert half.yearly_m == pytest.approx(710 - 400)
    assert more.value_m == pytest.approx(4 * (1775 - 400))
    # 30,000 * 30,000 + 50,000 * 28,000 = 2,300 M; lines for 300,000
    assert half.margin == pytest.approx(310 / 2300)
    assert half.use == pytest.approx(80 / 300)


def test_cars_beyond_the_lines_are_not_sold() -> None:
    # twice the demand: 120,000 pickups on a line of 100,000, 200,000 SUVs on one of 200,000
    [twice] = viability(two_makers(), "nagi", [320_000.0]).standings
    assert (twice.cars, twice.sold) == pytest.approx((320_000, 300_000))
    assert twice.yearly_m == pytest.approx(950 + 1700 - 400)


def test_break_even_by_hand() -> None:
    found = viability(two_makers(), "nagi")
    assert found.loses is not None
    assert found.earns is not None
    assert found.loses < 160_000 * 400 / 1420 < found.earns
    assert found.earns - found.loses <= 0.002 * found.earns


def test_break_even_above_today_and_beyond_all_volumes() -> None:
    # overhead 1,500: 1,800 / 1,420 of 160,000 is 202,817; the lines hold 300,000, which leave 2,650 at most
    case = changed(two_makers(), "firms", {"firm": "nagi"}, overhead_m=1_500.0)
    found = viability(case, "nagi")
    assert found.loses is not None
    assert found.earns is not None
    assert found.loses < 160_000 * 1800 / 1420 < found.earns
    never = viability(changed(case, "firms", {"firm": "nagi"}, overhead_m=2_400.0), "nagi")
    assert (never.loses, never.earns) == (MOST * 160_000, None)


def test_who_pays_nothing_earns_at_any_volume() -> None:
    case = changed(two_makers(), "firms", {"firm": "nagi"}, overhead_m=0.0)
    case = changed(case, "plants", {"plant": "delta"}, fixed_cost_m=0.0)
    found = viability(case, "nagi")
    assert found.loses is None
    assert found.earns is not None


@pytest.mark.parametrize(
    ("at_one", "at_most", "at_least", "loses", "earns"),
    [
        ((-10, -8), (-1, 1), (-20, -19), 160_000, None),  # open at four times: it loses at today's, no more
        ((-1, 1), (-1, 1), (-1, 1), None, None),  # nothing certain, so nothing said
        ((5, 6), (9, 10), (-1, 1), None, 160_000),  # open near zero: it earns from today's on
    ],
)
def test_only_certified_signs_bracket(
    monkeypatch: pytest.MonkeyPatch,
    at_one: tuple[int, int],
    at_most: tuple[int, int],
    at_least: tuple[int, int],
    loses: float | None,
    earns: float | None,
) -> None:
    ends = {1.0: at_one, MOST: at_most, WITHIN: at_least}
    monkeypatch.setattr(
        module, "_planned", lambda *words: SimpleNamespace(value=ends[words[2]][0], bound=ends[words[2]][1])
    )
    monkeypatch.setattr(module, "_demand", lambda _: 160_000.0)
    monkeypatch.setattr(module, "_standing", lambda *_: None)
    found = viability(two_makers(), "nagi")
    assert (found.loses, found.earns) == (loses, earns)


def test_cash_and_when_it_ends() -> None:
    # half the demand, overhead 600: 710 - 900 = -190 a year; 300 of cash, 50 kept, 400 of free credit:
    # 110, -80, -270, -460: debt 0, 130, 320, 510, beyond 400 in 2030 by 110
    case = changed(
        two_makers(), "firms", {"firm": "nagi"}, overhead_m=600.0, cash_m=300.0, cash_floor_m=50.0,
        borrowing_limit_m=400.0, borrowing_rate=0.0,
    )  # fmt: skip
    found = viability(case, "nagi", [80_000.0])
    [half] = found.standings
    assert (half.cash_m, half.short_from, half.lacking_m) == pytest.approx((-460, 2030, 110))
    # at 160,000 cars 520 a year come in: 2,380 at the end
    assert (found.today.cash_m, found.today.short_from) == (pytest.approx(300 + 4 * 520), None)
    assert viability(two_makers(), "nagi").today.cash_m is None


def test_without_a_plant_no_use_and_no_margin_are_said() -> None:
    case = dropped(two_makers(), "plant_owners", firm="nagi")
    case = added(case, "plant_owners", {"plant": "delta", "firm": "hoku", "share": 1.0})
    case = changed(case, "tooling", {"plant": "delta"}, status="possible", lead_years=9.0)
    case = dropped(case, "sourcing", plant="delta")
    found = viability(case, "nagi")
    # 100 of overhead a year, nothing sold
    assert found.today.yearly_m == pytest.approx(-100.0)
    assert (found.today.use, found.today.margin, found.today.sold) == (None, None, 0.0)


def test_bad_input() -> None:
    with pytest.raises(UsageError, match="no planning firm is called 'nagy'"):
        viability(two_makers(), "nagy")
    with pytest.raises(UsageError, match="-5 cars a year"):
        viability(two_makers(), "nagi", [-5.0])
    empty = changed(two_makers(), "demand", {}, units_per_year=0.0)
    with pytest.raises(UsageError, match="hoku has no demand"):
        viability(empty, "hoku")

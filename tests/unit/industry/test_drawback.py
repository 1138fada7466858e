"""A tenth of the value of harima's cars comes from the us at a duty of a tenth: of the SUV for the us, with a
customs value of 24,000, 240 a car; of the one for japan, 21,600, 216. The us asks 3,600 for the SUV."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
from tests.cases.edits import added, cars, changed, money, two_makers, with_imported_parts

from teikei.case.case import Case
from teikei.case.check import check
from teikei.industry.drawback import refund_shares
from teikei.industry.landed import landed
from teikei.plan.optimise import plan


def with_drawback(**cells: Any) -> Case:
    row = {"origin": "japan", "destination": "any", "refund_share": 0.8, "valid_from": dt.date(2020, 1, 1)}
    return added(with_imported_parts(two_makers(), 0.1), "drawbacks", row | cells)


def parts_duty(case: Case, market: str, year: int = 2028) -> float:
    found = landed(case).filter(variant="h_suv_petrol", plant="harima", market=market, year=year)
    return float(found["parts_duty"].item())


def test_cars_that_leave_get_it_back_and_others_do_not() -> None:
    assert parts_duty(with_imported_parts(two_makers(), 0.1), "us") == pytest.approx(240.0)
    assert parts_duty(with_drawback(), "us") == pytest.approx(240.0 * 0.2)
    assert parts_duty(with_drawback(), "japan") == pytest.approx(216.0)
    # a row for another destination, or another origin, is for others
    assert parts_duty(with_drawback(destination="japan"), "us") == pytest.approx(240.0)
    assert parts_duty(with_drawback(origin="us"), "us") == pytest.approx(240.0)


def test_no_more_than_the_duty_at_the_destination() -> None:
    case = with_drawback(lesser_of=True)
    assert parts_duty(case, "us") == pytest.approx(48.0)  # 192 is less than 3,600
    # at 0.5 % the us asks 120: that much is paid back
    low = changed(case, "tariffs", {"origin": "japan", "customs_class": "car"}, rate=0.005)
    assert parts_duty(low, "us") == pytest.approx(240.0 - 120.0)
    free = changed(case, "tariffs", {"origin": "japan", "customs_class": "car"}, rate=0.0)
    assert parts_duty(free, "us") == pytest.approx(240.0)


def test_days_count() -> None:
    # from 2 July 2027 on 183 of 365 days
    case = with_drawback(valid_from=dt.date(2027, 7, 2))
    assert parts_duty(case, "us", 2027) == pytest.approx(240.0 * (1 - 0.8 * 183 / 365))
    ended = with_drawback(valid_to=dt.date(2027, 12, 31))
    assert parts_duty(ended, "us", 2027) == pytest.approx(48.0)
    assert parts_duty(ended, "us", 2028) == pytest.approx(240.0)


def test_of_two_rows_the_larger_share_holds() -> None:
    row = {"lesser_of": False, "valid_from": dt.date(2020, 1, 1), "valid_to": None}
    flat, capped, days = refund_shares(
        [row | {"refund_share": 0.3}, row | {"refund_share": 0.6, "lesser_of": True}], [2028]
    )
    assert (flat[0], capped[0], days[0]) == pytest.approx((0.0, 0.6, 1.0))
    assert np.allclose(np.concatenate(refund_shares([], [2028])), 0.0)


def test_a_plan_earns_what_is_paid_back_and_its_audit_holds() -> None:
    # 60,000 SUVs a year leave for the us: 192 back on each is 11.52 M a year
    plain, back = plan(with_imported_parts(two_makers(), 0.1), ["hoku"]), plan(with_drawback(), ["hoku"])
    assert back.value - plain.value == pytest.approx(4 * 11.52)
    assert money(back.accounts, "hoku", "parts_duty")[2030] == pytest.approx(
        -(60_000 * 48 + 40_000 * 216) / 1e6
    )
    assert back.audit().holds
    assert check(with_drawback()) == []


def test_it_decides_for_whom_cars_are_built() -> None:
    # at a duty on parts of 130 % the SUV leaves 8,400 - 3,120 = 5,280 in the us and 9,800 - 2,808 = 6,992 in
    # japan, which comes first: 40,000 and 60,000 cars, 596.48 M a year. With all paid back for the us it
    # leaves 8,400 there, and 80,000 and 20,000 cars are built: 811.84 M
    dear = with_imported_parts(two_makers(), 1.3)
    row = {"origin": "japan", "destination": "us", "refund_share": 1.0, "valid_from": dt.date(2020, 1, 1)}
    before, after = plan(dear, ["hoku"]), plan(added(dear, "drawbacks", row), ["hoku"])
    assert cars(before.ship, market="us")[2030] == pytest.approx(60_000)
    assert cars(after.ship, market="us")[2030] == pytest.approx(80_000)
    assert after.value - before.value == pytest.approx(4 * (811.84 - 596.48))

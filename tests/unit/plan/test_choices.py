from __future__ import annotations

import math
from dataclasses import replace

import pytest
from tests.cases.edits import two_makers, years_of

from teikei.plan.choices import Choice, dated

CASE = years_of(two_makers(), 2027, 2032, 2027, 2029, 2032)
CHOICE = Choice(("tool_up", "m", "p"), "nagi", 100.0, 5, 2.0, 0.5, -math.inf, 0)


def test_an_option_in_every_year_that_a_review_can_reach() -> None:
    options, listed = dated(CASE, [CHOICE])
    assert listed == [("tool_up", "m", "p")]
    # 2027 + 2 = 2029 on; what is decided in 2029 is there from 2031 on; 2032 + 2 = 2034 is after the horizon
    assert options.first_year.tolist() == [2029, 2030, 2031, 2032]
    # the last review in time for it
    assert options.review.tolist() == [2027, 2027, 2029, 2029]
    assert options.share[:3].tolist() == [[0, 0, 0.5, 1, 1, 1], [0, 0, 0, 0.5, 1, 1], [0, 0, 0, 0, 0.5, 1]]
    assert options.yearly_m.tolist() == [20.0] * 4
    assert options.names[1] == ("tool_up", "m", "p", "2030")
    assert options.what.tolist() == [0, 0, 0, 0]


def test_nothing_before_the_signature_and_its_lead() -> None:
    # signed 2029.5: the reviews of 2027 and 2029 are both too early; with two years of lead 2031.5, so 2032
    options, _ = dated(CASE, [replace(CHOICE, signed=2029.5)])
    assert options.first_year.tolist() == [2032]
    assert options.review.tolist() == [2029]
    assert dated(CASE, [replace(CHOICE, signed=2030.5)])[0].size == 0


def test_not_before_and_a_fixed_year() -> None:
    options, _ = dated(CASE, [replace(CHOICE, not_before=2031)])
    assert options.first_year.tolist() == [2031, 2032]
    options, _ = dated(CASE, [replace(CHOICE, fixed_year=2028, ramp=1.0)])
    assert options.first_year.tolist() == [2028]
    assert options.share.tolist() == [[0, 1, 1, 1, 1, 1]]


def test_a_ramp_that_demand_has_already_is_not_counted_twice() -> None:
    # in 2029 demand is that of a launch at 0.5: this plant holds it back no further; a slower one would
    options, _ = dated(CASE, [replace(CHOICE, demand_ramp=(2029, 0.5))])
    assert options.share[0].tolist() == [0, 0, 1, 1, 1, 1]
    assert options.share[1].tolist() == [0, 0, 0, 0.5, 1, 1]
    slow, _ = dated(CASE, [replace(CHOICE, ramp=0.4, demand_ramp=(2029, 0.5))])
    assert slow.share[0].tolist() == [0, 0, 0.8, 1, 1, 1]
    quick, _ = dated(CASE, [replace(CHOICE, ramp=0.9, demand_ramp=(2029, 0.5))])
    assert quick.share[0].tolist() == [0, 0, 1, 1, 1, 1]


def test_nothing_to_choose() -> None:
    options, listed = dated(CASE, [])
    assert (options.size, listed) == (0, [])
    assert options.share.shape == (0, 6)


def test_the_annuity_at_a_rate() -> None:
    case = CASE.with_(settings={"discount_rate": 0.1})
    options, _ = dated(case, [replace(CHOICE, life_years=2)])
    # 100 * 0.1 / (1 - 1.1^-2) = 57.619
    assert options.yearly_m[0] == pytest.approx(57.619, abs=1e-3)


def test_a_life_is_paid_to_its_end_and_renewed_only_while_it_is_of_use() -> None:
    # 100 M over 2 years, used from 2029 on: a second life begins in 2031 if a car of 2031 needs it, and then
    # ends in 2032
    short = replace(CHOICE, life_years=2)
    lasts = (9999, 2031, 2030, 2029)
    yearly = [dated(CASE, [replace(short, last_use=last)])[0].paid_m[0].tolist() for last in lasts]
    assert yearly == [
        [0, 0, 50, 50, 50, 50],
        [0, 0, 50, 50, 50, 50],
        [0, 0, 50, 50, 0, 0],
        [0, 0, 50, 50, 0, 0],
    ]
    spent = [dated(CASE, [replace(short, last_use=last)])[0].spent_m[0].tolist() for last in (2031, 2030)]
    assert spent == [[0, 100, 0, 100, 0, 0], [0, 100, 0, 0, 0, 0]]
    # what is paid a year beside it ends with the last car; the annuity of a long life goes on to the horizon
    options, _ = dated(CASE, [replace(CHOICE, yearly_m=3.0, last_use=2030)])
    assert options.paid_m[0].tolist() == [0, 0, 23, 23, 20, 20]
    assert options.spent_m[0].tolist() == [0, 100, 3, 3, 0, 0]

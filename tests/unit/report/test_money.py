from __future__ import annotations

import pytest

from teikei.base.errors import UsageError
from teikei.case.case import Case
from teikei.report.money import Money, interval, number

USD = Money("USD", 1.0)


def test_every_amount_is_converted_at_the_rate_of_the_price_year(yen: Money) -> None:
    # 629 m USD × 150 = 94,350 m JPY; 2,433.33 × 150 = 365,000 a car
    assert yen.m(629.0) == "94,350 m JPY"
    assert yen.interval_m(629.0, 629.0) == "94,350 ±0 m JPY"
    assert yen.span(146.0, 576.5) == "21,900 to 86,475"
    assert yen.per_car(146e6 / 60_000, 576.5e6 / 60_000) == "365,000 to 1,441,250 JPY"


def test_a_currency_without_a_rate_is_a_fault_of_the_call(case: Case) -> None:
    with pytest.raises(UsageError, match="no exchange rate of 'JPX' in 2026") as error:
        Money.of(case, "jpx")
    assert "'jpy'" in error.value.faults[0].fix.lower()


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (430.5, 430.5, "430.5 ±0"),
        (-7.0, -7.0, "-7.0 ±0"),
        (430.46, 430.50, "430.5 ±<0.1"),
        (99.8, 100.2, "100.0 ±0.2"),
        (1_999.0, 2_001.0, "2,000 ±1"),
        (400.0, 430.0, "400.0 to 430.0"),
        (-2.0, 90.0, "-2.0 to 90.0"),
    ],
)
def test_an_interval_always_shows_that_it_is_one(low: float, high: float, text: str) -> None:
    assert interval(low, high) == text


def test_the_half_width_is_never_rounded_down() -> None:
    # half of 0.24 is 0.12: 0.1 would promise too much
    assert interval(100.0, 100.24).endswith("±0.2")


def test_an_end_without_a_plan_is_said() -> None:
    assert USD.span(float("-inf"), 12.0) == "no plan to 12.0"
    assert USD.of_m(float("-inf")) is None
    assert number(float("inf")) == "no plan"


def test_a_printed_range_holds_its_figure() -> None:
    # "886.8 (887 to 1,080)" would leave the figure outside
    assert USD.around(886.8, 886.8, 1080.2) == "887 (886 to 1,081)"
    assert USD.around(-632.55, -640.01, -600.0) == "-632.6 (-640.1 to -600.0)"
    assert USD.around(5.0, float("-inf"), 12.0) == "5.0 (no plan to 12.0)"
    assert USD.outward(301.0, 821.0) == "301.0 to 821.0"
    assert USD.outward(-0.01, 5.0) == "-0.1 to 5.0"
    assert USD.outward(7.0, 7.0) == "7.0"


def test_no_minus_zero() -> None:
    assert number(-0.04) == "0.0"
    assert USD.span(-0.01, 5.0) == "0.0 to 5.0"

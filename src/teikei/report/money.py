"""Amounts as they are printed: one currency a report, millions, intervals that show they are intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from teikei.base.errors import Fault, UsageError, did_you_mean
from teikei.industry.money import rate

if TYPE_CHECKING:
    from teikei.case.case import Case

EXACT = 1e-9
NO_PLAN = "no plan"


@dataclass(frozen=True, slots=True)
class Money:
    """The currency that a report prints: ``amount × factor`` turns case currency into it.

    >>> usd = Money("USD", 1.0)
    >>> usd.interval(430.5, 430.5), usd.interval(412.0, 430.5), usd.interval(99.9, 100.1)
    ('430.5 ±0', '412.0 to 430.5', '100.0 ±0.1')
    """

    currency: str
    factor: float

    @classmethod
    def of(cls, case: Case, currency: str | None = None) -> Money:
        """The case currency, or another one at the exchange rate of the price year.

        Raises
        ------
        UsageError
            fx.csv has no rate of ``currency`` in the price year
        """
        home = case.settings.currency
        wanted = (currency or home).upper()
        fx = case["fx"]
        known = sorted({home, *fx.filter(fx["year"] == case.settings.price_year)["currency"].to_list()})
        if wanted not in known:
            raise UsageError(
                Fault(
                    "--currency",
                    f"no exchange rate of {wanted!r} in {case.settings.price_year}",
                    "nothing was computed",
                    did_you_mean(wanted, [c.lower() for c in known], "fx.csv"),
                )
            )
        return cls(wanted, 1.0 / rate(case, wanted))

    @property
    def unit(self) -> str:
        """``m USD``."""
        return f"m {self.currency}"

    def of_m(self, amount: float | None) -> float | None:
        """An amount of the case in this currency; None where there is none or it is not finite."""
        return None if amount is None or not math.isfinite(amount) else amount * self.factor

    def number(self, amount: float | None) -> str:
        """Million, without the unit: ``1,234`` or ``430.5``; words where no plan is left."""
        return NO_PLAN if amount is None else number(amount * self.factor)

    def m(self, amount: float | None) -> str:
        """Million with the unit: ``430.5 m USD``."""
        return NO_PLAN if amount is None else f"{self.number(amount)} {self.unit}"

    def interval(self, low: float, high: float) -> str:
        """A solver interval: middle and half width where that is short, both ends where it is wide."""
        return interval(low * self.factor, high * self.factor)

    def interval_m(self, low: float, high: float) -> str:
        return f"{self.interval(low, high)} {self.unit}"

    def span(self, low: float, high: float) -> str:
        """Two ends of a range, ``301.0 to 821.0``; one figure when they print alike."""
        if not math.isfinite(low):
            return f"{NO_PLAN} to {self.number(high)}" if math.isfinite(high) else NO_PLAN
        ends = _together(low * self.factor, high * self.factor)
        return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"

    def around(self, value: float, low: float, high: float) -> str:
        """A figure and its range, equal decimals, ends rounded outward so that the range holds the figure.

        >>> Money("USD", 1.0).around(886.8, 886.8, 1080.2)
        '887 (886 to 1,081)'
        """
        ends = [v * self.factor for v in (low, high) if math.isfinite(v)]
        digits = _digits(*ends, value * self.factor)
        return f"{rounded(value * self.factor, digits)} ({self.outward(low, high, digits)})"

    def ends(self, low: float, high: float) -> str:
        """Two ends of a range, each as it is printed where it stands alone.

        >>> Money("USD", 1.0).ends(-23.22, 76.4), Money("USD", 1.0).ends(5.0, 5.0)
        ('-23.2 to 76.4', '5.0')
        """
        first, last = self.number(low), self.number(high)
        return first if first == last else f"{first} to {last}"

    def outward(self, low: float, high: float, digits: int | None = None) -> str:
        """Two ends of a range, each rounded away from what lies between; one figure when they print alike."""
        if not (math.isfinite(low) and math.isfinite(high)):
            return self.span(low, high)
        ends = low * self.factor, high * self.factor
        places = _digits(*ends) if digits is None else digits
        first, last = (
            rounded(_away(end, sign, places), places) for end, sign in zip(ends, (-1, 1), strict=True)
        )
        return first if first == last else f"{first} to {last}"

    def per_car(self, low: float, high: float) -> str:
        """A range of amounts a car in whole units of the currency."""
        return f"{rounded(low * self.factor, 0)} to {rounded(high * self.factor, 0)} {self.currency}"


def number(value: float) -> str:
    """Whole from a thousand on, one decimal below.

    >>> number(1234.4), number(-3.5), number(-0.01)
    ('1,234', '-3.5', '0.0')
    """
    if not math.isfinite(value):
        return NO_PLAN
    return rounded(value, 0 if abs(value) >= 1000 else 1)


def rounded(value: float, digits: int) -> str:
    """Rounded half away from zero, as a reader does it by hand; never ``-0``.

    >>> rounded(157.25, 1), rounded(-0.01, 1)
    ('157.3', '0.0')
    """
    text = f"{value + math.copysign(1e-9 * max(1.0, abs(value)), value):,.{digits}f}"
    return text if text.strip("-0.,") else text.removeprefix("-")


def interval(low: float, high: float) -> str:
    """An interval as text.

    >>> interval(628.99, 629.0), interval(5000.0, 6000.0)
    ('629.0 ±<0.1', '5,000 to 6,000')
    """
    middle, half = (low + high) / 2.0, (high - low) / 2.0
    scale = max(1.0, abs(middle))
    if half <= EXACT * scale:
        return f"{number(middle)} ±0"
    digits = 0 if abs(middle) >= 1000 else 1
    step = 10.0**-digits
    if half <= step / 2.0:
        return f"{number(middle)} ±<{step:.{digits}f}"
    if half > 0.02 * scale:
        return " to ".join(_together(low, high))
    return f"{number(middle)} ±{math.ceil(half / step - EXACT) * step:,.{digits}f}"


def _digits(*values: float) -> int:
    """Decimals that several figures share."""
    return 0 if max(map(abs, values)) >= 1000 else 1


def _away(value: float, sign: int, digits: int) -> float:
    """The next multiple of the last decimal upwards (``sign`` 1) or downwards (-1), noise left aside."""
    steps = sign * value * 10.0**digits
    return sign * math.ceil(steps - EXACT * max(1.0, abs(steps))) / 10.0**digits


def _together(low: float, high: float) -> tuple[str, str]:
    """Two ends with the same number of decimals."""
    digits = _digits(low, high)
    return rounded(low, digits), rounded(high, digits)

"""Units that published figures come in, and how a figure of the case is put into them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from teikei.industry.money import rate

if TYPE_CHECKING:
    from teikei.case.case import Case


class Kind(Enum):
    """What sort of quantity a figure is."""

    MONEY_M = "million case currency a year"
    MONEY_PER_CAR = "case currency a car"
    SHARE = "share"
    UNITS = "cars a year"


@dataclass(frozen=True, slots=True)
class Figure:
    """A recomputed quantity; ``why`` says why there is none, or what to know about it."""

    value: float | None
    kind: Kind
    why: str = ""


_MONEY = re.compile(r"^([a-z]{3})(?:_(bn|m|k))?(_per_(?:year|car|unit|[a-z]+_car))?$")
_SCALE = {"bn": 1e9, "m": 1e6, "k": 1e3, None: 1.0}
_SHARES = {"share": 1.0, "pct": 100.0, "percent": 100.0, "points": 100.0}
_UNITS = ("units", "cars", "units_per_year", "cars_per_year")


def shares_in(unit: str) -> float:
    """How many of a unit make the whole: 1 for ``share``, 100 for ``pct``."""
    return _SHARES.get(unit.strip().lower(), 1.0)


def in_unit(case: Case, figure: Figure, unit: str) -> Figure:
    """The figure in a published unit: ``jpy_bn``, ``usd_m``, ``eur_per_car``, ``share``, ``pct``, ``units``.

    Money is converted at the exchange rate of the price year. A figure that cannot stand in the unit (a
    share in yen) comes back empty with the reason.
    """
    if figure.value is None:
        return figure
    unit = unit.strip().lower().replace("/", "_per_")
    money = _MONEY.match(unit)
    if figure.kind is Kind.SHARE and unit in _SHARES:
        return Figure(figure.value * _SHARES[unit], figure.kind, figure.why)
    if figure.kind is Kind.UNITS and unit in _UNITS:
        return figure
    if money and unit not in _SHARES and figure.kind in (Kind.MONEY_M, Kind.MONEY_PER_CAR):
        currency, scale, per = money.groups()
        per_car = per is not None and per != "_per_year"
        if per_car == (figure.kind is Kind.MONEY_PER_CAR) or (per is None and scale is None):
            amount = figure.value * (1e6 if figure.kind is Kind.MONEY_M else 1.0)
            return Figure(amount / rate(case, currency.upper()) / _SCALE[scale], figure.kind, figure.why)
    return Figure(
        None, figure.kind, f"the measure gives {figure.kind.value}, which cannot be put in {unit!r}"
    )

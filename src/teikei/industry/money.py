"""Exchange rates frozen at the price year, discounting to the decision date, annuities."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from teikei.base.errors import CaseError, Fault
from teikei.case.kept import kept

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from teikei.case.case import Case


def rate(case: Case, currency: str) -> float:
    """Units of the case currency that one unit of ``currency`` buys, at the price year.

    ``rate = 1 / units_per_case_currency[currency, price_year]``; blank and the case currency itself are 1.
    Rates are frozen at ``price_year``; a scenario moves them by editing the table.

    Raises
    ------
    CaseError
        fx.csv has no row of the currency in the price year.
    """
    return _rates(case, [currency])[currency]


def in_case_currency(case: Case, frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """The frame with the money ``columns`` converted from each row's ``currency`` to the case currency.

    The ``currency`` column then names the case currency, so that converting twice changes nothing.
    """
    home = case.settings.currency
    present = frame["currency"].unique().to_list()
    if all(c in ("", home) for c in present):
        return frame.with_columns(pl.lit(home).alias("currency"))
    factors = _rates(case, present)
    factor = pl.col("currency").replace_strict(factors, return_dtype=pl.Float64)
    converted = [(pl.col(c) * factor).alias(c) for c in columns]
    return frame.with_columns(*converted, pl.lit(home).alias("currency"))


def _rates(case: Case, currencies: Iterable[str]) -> dict[str, float]:
    home, year = case.settings.currency, case.settings.price_year
    known = _fx(case)
    rates, faults = {}, []
    for currency in sorted(set(currencies)):
        if currency in ("", home):
            rates[currency] = 1.0
        elif currency in known:
            rates[currency] = 1.0 / known[currency]
        else:
            faults.append(
                Fault(
                    where="fx.csv",
                    what=f"no exchange rate of {currency} in {year}",
                    why=f"money in {currency} could not be added to money in {home}",
                    fix=f"add a row {currency},{year},<{currency} for one {home}>",
                )
            )
    if faults:
        raise CaseError(faults)
    return rates


@kept
def _fx(case: Case) -> dict[str, float]:
    """Currency -> units for one of the case currency, at the price year."""
    fx = case["fx"].filter(pl.col("year") == case.settings.price_year)
    return dict(zip(fx["currency"].to_list(), fx["units_per_case_currency"].to_list(), strict=True))


@kept
def money_rows(
    case: Case, table: str, key: tuple[str, ...], columns: tuple[str, ...]
) -> dict[Any, dict[str, Any]]:
    """The rows of a table by ``key`` (one column, or a tuple of several), the money ``columns`` in the case
    currency."""
    rows = in_case_currency(case, case[table], *columns).iter_rows(named=True)
    return {row[key[0]] if len(key) == 1 else tuple(row[k] for k in key): row for row in rows}


def year_fraction(day: dt.date) -> float:
    """A date as a point on the year axis: 2026-12-01 is 2026 + 334/365."""
    start, end = dt.date(day.year, 1, 1), dt.date(day.year + 1, 1, 1)
    return day.year + (day - start).days / (end - start).days


def year_weights(case: Case) -> NDArray[np.float64]:
    """Discount factors of the case's years: mid-year flows, discounted to the decision date.

    ``w[t] = (1 + r)^-((t + 0.5) - decision_date)``, real and pre-tax.
    """
    years = np.asarray(case.settings.years, dtype=np.float64)
    distance = years + 0.5 - year_fraction(case.settings.decision_date)
    return np.asarray((1.0 + case.settings.discount_rate) ** -distance, dtype=np.float64)


def annuity(cost: float, rate: float, life: float) -> float:
    """Yearly amount whose present value over ``life`` years is ``cost``: ``cost·r / (1 − (1+r)^−life)``.

    >>> annuity(100.0, 0.0, 8)
    12.5
    >>> round(annuity(100.0, 0.10, 2), 4)
    57.619
    """
    if abs(rate) < 1e-12:
        return cost / life
    return float(cost * rate / (1.0 - (1.0 + rate) ** -life))


def level(pv: float, case: Case) -> float:
    """The level yearly amount over the horizon that is worth ``pv`` at the decision date: ``pv / Σ w[t]``."""
    return float(pv / year_weights(case).sum())

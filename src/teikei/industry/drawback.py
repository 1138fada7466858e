"""Duty on imported parts that is paid back for cars that leave again (duty drawback).

    parts_duty = paid − refund,     refund = share · paid,  on days of a row with ``lesser_of``
                                    refund = min(share · paid, duty at the destination)

Each day counts alike; on a day with several rows the one with the larger share holds. A car sold where it is
built gets nothing back.

Source: K. Mariel, S. Minner, "Strategic capacity planning in automotive production networks under duties and
duty drawbacks", International Journal of Production Economics 170 (2015) 687-700.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl
    from numpy.typing import NDArray

    from teikei.case.case import Case

    Floats = NDArray[np.float64]

Row = dict[str, Any]


def parts_duty_left(
    case: Case, ways: pl.DataFrame, years: Sequence[int], paid: Floats, duty: Floats
) -> Floats:
    """Duty on the parts of a car after drawback, case currency a car.

    Parameters
    ----------
    ways : routes with ``origin`` and ``market``
    paid, duty : (route · year,) duty on parts, and on the car at its destination, year by year of each route
    """
    bloc = dict(case["territories"].select("territory", "bloc").iter_rows())
    rows = case["drawbacks"].to_dicts()
    shares: dict[tuple[str, str], tuple[Floats, Floats, Floats]] = {}
    flat, capped, days = (np.zeros(paid.size) for _ in range(3))
    for i, pair in enumerate(ways.select("origin", "market").iter_rows()):
        if pair not in shares:
            shares[pair] = refund_shares(_open_to(rows, (pair[0], pair[1]), bloc), years)
        at = slice(i * len(years), (i + 1) * len(years))
        flat[at], capped[at], days[at] = shares[pair]
    return np.asarray(paid - flat * paid - np.minimum(capped * paid, days * duty), dtype=np.float64)


def _open_to(rows: list[Row], pair: tuple[str, str], bloc: dict[str, str]) -> list[Row]:
    """Rows that hold for cars built in one territory and sold in another."""
    origin, market = pair
    if origin == market:
        return []
    places = {market, bloc.get(market) or market, "any"}
    return [r for r in rows if r["origin"] in (origin, bloc.get(origin)) and r["destination"] in places]


def refund_shares(rows: Sequence[Row], years: Sequence[int]) -> tuple[Floats, Floats, Floats]:
    """For each year: mean share paid back without limit, mean share under ``lesser_of``, and the part of the
    year's days on which that limit holds.

    >>> row = {"refund_share": 0.5, "valid_to": None}
    >>> half = row | {"lesser_of": False, "valid_from": dt.date(2027, 7, 2)}
    >>> [values.round(4).tolist() for values in refund_shares([half], [2027, 2028])]
    [[0.2507, 0.5], [0.0, 0.0], [0.0, 0.0]]
    """
    flat, capped, limited = (np.zeros(len(years)) for _ in range(3))
    for t, year in enumerate(years):
        first = dt.date(year, 1, 1).toordinal()
        length = dt.date(year + 1, 1, 1).toordinal() - first
        share, lesser = np.zeros(length), np.zeros(length, dtype=bool)
        for row in rows:
            start = max(0, row["valid_from"].toordinal() - first)
            end = length if row["valid_to"] is None else row["valid_to"].toordinal() - first + 1
            held = np.zeros(length, dtype=bool)
            held[start : max(start, min(end, length))] = True
            better = held & (row["refund_share"] > share)
            share[better], lesser[better] = row["refund_share"], row["lesser_of"]
        flat[t] = share[~lesser].sum() / length
        capped[t], limited[t] = share[lesser].sum() / length, lesser.mean()
    return flat, capped, limited

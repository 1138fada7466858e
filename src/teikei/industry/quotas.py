"""Preference quotas: how many cars a year each holds, and which cars may enter by which, saving how much.

Each row of origin_rules.csv with ``quota_units`` is a quota of its own: a rule at one border (origin,
destination, customs class), for one firm or for any, between two dates. In a year t

    places[q,t]   = quota_units · days on which q holds / days of t
    saving[v,q,t] = mean of (duty outside − duty inside) over the days on which q holds and charges less
    cars of v that enter by a set Q of quotas ≤ cars of v · days on which one of Q does so / days of t

since the cars of a year cross the border evenly over its days.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from teikei.industry.origin import origin_law
from teikei.industry.tariffs import FOREVER, Goods, days_of_year

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl
    from numpy.typing import NDArray

    from teikei.case.case import Case
    from teikei.industry.origin import Preference
    from teikei.industry.tariffs import Schedule

Spans = tuple[tuple[int, int], ...]
"""Days as (first, day after the last), ordinals."""


@dataclass(frozen=True, slots=True, eq=False)
class Quota:
    """A row of origin_rules.csv with a quota; ``places`` (year,) cars that may enter by it."""

    rule: str
    origin: str
    destination: str
    customs_class: str
    firm: str
    valid_from: dt.date
    places: NDArray[np.float64]

    @property
    def name(self) -> str:
        """All that tells it from other quotas, in one word."""
        border = f"{self.origin}>{self.destination}"
        return ":".join((self.rule, border, self.customs_class, self.firm, str(self.valid_from)))


@dataclass(frozen=True, slots=True)
class Entry:
    """A route that may enter by a quota in a year (their numbers): what a car saves, as a share of its
    customs value, on average over the ``days`` on which it saves anything."""

    route: int
    quota: int
    year: int
    rate: float
    days: Spans


def quotas(
    case: Case, routes: pl.DataFrame, years: Sequence[int]
) -> tuple[tuple[Quota, ...], tuple[Entry, ...]]:
    """The quotas of a case that routes may use, and the entries by them.

    Parameters
    ----------
    routes : columns model, firm, powertrain, plant, origin, market, customs_class (see ``routes.routes``)
    years : calendar years

    Returns
    -------
    Quotas in the order of the key of origin_rules.csv, and entries by route, quota and year. Only cars of
    planning firms are routes: places that other makers of the world take are not known.
    """
    if not case["origin_rules"]["quota_units"].is_not_null().any():
        return (), ()
    origins = origin_law(case, tuple(years))
    numbers: dict[int, int] = {}
    kept: list[dict[str, Any]] = []
    drafts: list[Entry] = []
    known: dict[tuple[Schedule, Preference], list[tuple[int, float, Spans]]] = {}
    columns = ("model", "firm", "powertrain", "plant", "origin", "market", "customs_class")
    for n, row in enumerate(routes.select(columns).iter_rows()):
        model, firm, powertrain, plant, origin, market, customs_class = row
        goods = Goods(origin, market, customs_class, firm, powertrain)
        if not any(rule["quota_units"] is not None for rule in origins.rules_of(goods)):
            continue
        shares = origins.shares(origins.content_key(model, plant))
        outside = origins.outside(goods, shares)
        for rule, inside in origins.quotas(goods, shares):
            key = (outside, inside)
            if key not in known:
                known[key] = _savings(outside, inside, years)
            if known[key] and id(rule) not in numbers:
                numbers[id(rule)] = len(kept)
                kept.append(rule)
            drafts += [Entry(n, numbers[id(rule)], t, rate, days) for t, rate, days in known[key]]
    order = sorted(range(len(kept)), key=lambda k: _key(kept[k]))
    place = {old: new for new, old in enumerate(order)}
    entries = [Entry(e.route, place[e.quota], e.year, e.rate, e.days) for e in drafts]
    return (
        tuple(_quota(kept[k], years) for k in order),
        tuple(sorted(entries, key=lambda e: (e.route, e.year, e.quota))),
    )


def _key(rule: dict[str, Any]) -> tuple[str, str, str, str, str, dt.date]:
    border = rule["rule"], rule["origin"], rule["destination"], rule["customs_class"]
    return (*border, rule["quota_firm"], rule["valid_from"])


def _quota(rule: dict[str, Any], years: Sequence[int]) -> Quota:
    first = rule["valid_from"].toordinal()
    end = rule["valid_to"].toordinal() + 1 if rule["valid_to"] is not None else FOREVER
    held = []
    for year in years:
        begin, after = days_of_year(year)
        held.append(max(0, min(end, after) - max(first, begin)) / (after - begin))
    return Quota(*_key(rule), rule["quota_units"] * np.array(held))


def _savings(outside: Schedule, inside: Preference, years: Sequence[int]) -> list[tuple[int, float, Spans]]:
    """(number of the year, saving as a share of the customs value, days) where a quota saves anything."""
    found = []
    for t, year in enumerate(years):
        begin, after = days_of_year(year)
        spans, saved = list[tuple[int, int]](), 0.0
        for first, end, rate, _ in outside.pieces():
            start, stop = max(first, begin, inside.first), min(end, after, inside.last + 1)
            if start < stop and rate > inside.rate:
                saved += (stop - start) * (rate - inside.rate)
                if spans and spans[-1][1] == start:
                    start, _ = spans.pop()
                spans.append((start, stop))
        if spans:
            found.append((t, saved / sum(stop - start for start, stop in spans), tuple(spans)))
    return found


def days_in(spans: Sequence[Spans]) -> int:
    """Days on which at least one of several holds.

    >>> days_in([((0, 100),), ((50, 120), (200, 210))])
    130
    """
    total, reached = 0, 0
    for start, stop in sorted(span for days in spans for span in days):
        total += max(0, stop - max(start, reached))
        reached = max(reached, stop)
    return total

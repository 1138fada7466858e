"""Cars inside preference quotas, counted again from origin_rules.csv and the tariffs, day by day.

    places[q,t] = quota_units · days on which q holds / days of t
    saving      = mean of (duty outside − duty inside) over the days on which q holds and charges less
    Σ_{q in Q} cars of a way in q ≤ its cars shipped · days on which one of Q does so / days of t

A quota is a row of origin_rules.csv: a rule at one border, for a class, a firm or any, between two dates.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from teikei.industry.origin import OriginLaw
from teikei.industry.tariffs import Goods, TariffLaw
from teikei.plan.audit.records import Car, Records, Row

HALF_A_CAR = 0.5
Way = tuple[str, str, str, int]
NAME = ("rule", "border", "customs_class", "quota_firm", "valid_from")


class Entry(NamedTuple):
    """Cars of one way and year in one quota; ``saving``: share of the customs value that each saves, on the
    ``days`` (ordinals) on which it does."""

    car: Car
    quota: str
    saving: float
    days: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Law:
    """The tariffs of the years, and the quotas by their name."""

    origin: OriginLaw
    quotas: dict[str, Row]


def entries_of(records: Records) -> tuple[Entry, ...]:
    """The cars that the plan says are in quotas, with what each saves."""
    if not records.in_quota.height:
        return ()
    law = _Law(OriginLaw(records.case, TariffLaw(records.case, records.years)), _quotas(records))
    found = []
    for row in records.in_quota.iter_rows(named=True):
        car = records.car(row["variant"], row["plant"], row["market"], row["year"], row["units"])
        saving, days = _saving(records, law, car, row["quota"])
        found.append(Entry(car, row["quota"], saving, days))
    return tuple(found)


def over_quotas(records: Records) -> Iterator[str]:
    """Cars in quotas may enter by them, are shipped on their days, and find a place."""
    entries = entries_of(records)
    rules = _quotas(records)
    inside: dict[tuple[str, int], float] = {}
    by_way: dict[Way, list[Entry]] = {}
    for entry in entries:
        car = entry.car
        if not entry.days:
            yield f"{_name(car)}: no car saves anything by quota {entry.quota}"
        key = (entry.quota, car.year)
        inside[key] = inside.get(key, 0.0) + car.units
        by_way.setdefault((car.variant, car.plant, car.market, car.year), []).append(entry)
    for (name, year), units in sorted(inside.items()):
        rule = rules.get(name)
        places = rule["quota_units"] * len(_days(rule, year)) / _length(year) if rule is not None else 0.0
        if units > places + HALF_A_CAR:
            yield f"quota {name} {year}: {units:.0f} cars on {places:.0f} places"
    yield from _unshipped(records, by_way)


def _unshipped(records: Records, by_way: dict[Way, list[Entry]]) -> Iterator[str]:
    shipped: dict[Way, float] = {}
    for car in records.cars:
        way = (car.variant, car.plant, car.market, car.year)
        shipped[way] = shipped.get(way, 0.0) + car.units
    for way, entries in sorted(by_way.items()):
        sets = [some for size in range(1, len(entries) + 1) for some in combinations(entries, size)]
        for some in sets:
            days = frozenset[int]().union(*(entry.days for entry in some))
            units = sum(entry.car.units for entry in some)
            most = shipped.get(way, 0.0) * len(days) / _length(way[3])
            if units > most + HALF_A_CAR:
                yield f"{_name(some[0].car)}: {units:.0f} cars in quotas, {most:.0f} shipped on their days"


def _quotas(records: Records) -> dict[str, Row]:
    """Name of a quota, as the plan writes it -> row of origin_rules.csv."""
    found: dict[str, Row] = {}
    for row in records.case["origin_rules"].iter_rows(named=True):
        if row["quota_units"] is not None:
            words = row | {"border": f"{row['origin']}>{row['destination']}"}
            found[":".join(str(words[n]) for n in NAME)] = row
    return found


def _saving(records: Records, law: _Law, car: Car, quota: str) -> tuple[float, frozenset[int]]:
    """Mean saving (share of the customs value) of a car by a quota, and its days; (0, none) where the quota
    is not open to it."""
    rule = law.quotas.get(quota)
    if rule is None or not _open(records, law, rule, car):
        return 0.0, frozenset()
    goods = _goods(records, car)
    shares = law.origin.shares(law.origin.content_key(car.model, car.plant))
    rate = rule["rate_if_met"] + rule["content_rate"] * (
        1.0 - (shares or {}).get(rule["content_territory"], 0.0)
    )
    holds, saved, days = _days(rule, car.year), 0.0, set[int]()
    for first, end, outside, _ in law.origin.outside(goods, shares).pieces():
        lower = [day for day in holds if first <= day < end] if outside > rate else []
        saved += len(lower) * (outside - rate)
        days.update(lower)
    return (saved / len(days) if days else 0.0), frozenset(days)


def _open(records: Records, law: _Law, rule: Row, car: Car) -> bool:
    """By border, class, firm and content. A firm that the rule names at the border has its own share only."""
    places = {r["territory"]: {r["territory"], r["bloc"]} for r in records.case["territories"].to_dicts()}
    goods = _goods(records, car)

    def at_border(one: Row) -> bool:
        border = ("rule", "origin", "destination", "customs_class")
        return all(one[n] == rule[n] for n in border)

    named = {r["quota_firm"] for r in law.quotas.values() if at_border(r)}
    firm = car.firm if car.firm in named else "any"
    shares = law.origin.shares(law.origin.content_key(car.model, car.plant)) or {}
    regional = sum(shares.get(t, 0.0) for t in rule["regional_territories"])
    return (
        rule["origin"] in places[goods.origin]
        and rule["destination"] in places[goods.destination]
        and rule["customs_class"] == goods.customs_class
        and rule["quota_firm"] == firm
        and regional >= rule["minimum_regional_share"] - 1e-9
    )


def _goods(records: Records, car: Car) -> Goods:
    origin = records.plants[car.plant]["territory"]
    return Goods(origin, car.market, records.models[car.model]["customs_class"], car.firm, car.powertrain)


def _days(rule: Row, year: int) -> range:
    """Days (ordinals) of a year on which a rule holds."""
    first = max(rule["valid_from"], dt.date(year, 1, 1))
    last = min(rule["valid_to"] or dt.date.max, dt.date(year, 12, 31))
    return range(first.toordinal(), last.toordinal() + 1)


def _length(year: int) -> int:
    return (dt.date(year + 1, 1, 1) - dt.date(year, 1, 1)).days


def _name(car: Car) -> str:
    return f"{car.variant} from {car.plant} in {car.market} {car.year}"

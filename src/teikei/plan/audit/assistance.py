"""Driver assistance counted again, car by car, from effects, prices and licences.

    S_k = P_k C_k + (1 − P_k) S_j,   t_k = 1 / (1 + e^((p_k − μ_k) / s)),   P_k = 1 − (1 − h)^(years waited)

of the book, less the same of today's book.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from teikei.agreements.book import Book
from teikei.industry.money import annuity, rate
from teikei.plan.audit.records import Car, Records

LICENCE = "driver_assistance_licence"
Entry = tuple[str, str, float]


class Sold(NamedTuple):
    """What the options of a car bring: money before the dealer's part, hardware, and the share of cars with
    each technology."""

    price: float
    hardware: float
    carrying: dict[str, float]


def differs(records: Records) -> bool:
    """Whether the book licenses driver assistance otherwise than today's."""
    kinds = {row["agreement"]: row["kind"] for row in records.case["agreements"].iter_rows(named=True)}
    changed = records.book.agreements ^ Book.today(records.case).agreements
    return any(kinds[name] == LICENCE for name in changed)


class Options:
    """The options of a book, by firm, model, market and year."""

    def __init__(self, records: Records, book: Book) -> None:
        self.records = records
        self.permits = book.permits
        rows = records.technologies
        self.needs = {
            name: [n for n in row["needs"] if rows[n]["kind"] == "driver_assistance"]
            for name, row in rows.items()
            if row["kind"] == "driver_assistance"
        }
        self.price = {
            (row["firm"], row["resource"]): row["value"]
            for row in records.case["changes"].filter(change="option_price").iter_rows(named=True)
            if row["agreement"] in book
        }
        self.known: dict[tuple[str, str, str, int], Sold] = {}

    def sold(self, firm: str, model: str, market: str, year: int) -> Sold:
        """What options bring a car of a model in a market and a year."""
        key = (firm, model, market, year)
        if key not in self.known:
            best = Sold(0.0, 0.0, {})
            for name in sorted(self.needs, key=lambda n: len(self.under(n))):
                if all(self.held(firm, part, model, year) for part in self.under(name)):
                    best = self.on_top(firm, name, market, year, best)
            self.known[key] = best
        return self.known[key]

    def under(self, name: str) -> list[str]:
        """A technology and all that it builds on."""
        return [name, *(below for need in self.needs[name][:1] for below in self.under(need))]

    def held(self, firm: str, name: str, model: str, year: int) -> bool:
        return any(
            (p.taker, p.what, p.resource) == (firm, "technology", name)
            and (not p.models or model in p.models)
            and p.first_year <= year <= p.last_year
            for p in self.permits
        )

    def on_top(self, firm: str, name: str, market: str, year: int, below: Sold) -> Sold:
        """An option where the law allows it, what is below where it does not."""
        parts = self.under(name)
        mean = sum(self.effect(part, "option_mu") for part in parts)
        ask = self.price[(firm, name)]
        take = 1.0 / (1.0 + math.exp((ask - mean) / self.effect(parts[-1], "option_s")))
        hardware = sum(self.records.technologies[part]["unit_cost"] for part in parts)
        chance = self.chance(name, market, year)
        carrying = {
            part: (1.0 - chance) * below.carrying.get(part, 0.0) + chance * take * (part in parts)
            for part in {*parts, *below.carrying}
        }
        return Sold(
            (1.0 - chance) * below.price + chance * take * ask,
            (1.0 - chance) * below.hardware + chance * take * hardware,
            carrying,
        )

    def effect(self, name: str, target: str) -> float:
        (row,) = self.records.case["effects"].filter(technology=name, target=target).iter_rows(named=True)
        return float(row["value"]) * rate(self.records.case, row["unit"])

    def chance(self, name: str, market: str, year: int) -> float:
        rules = self.records.case["effects"].filter(technology=name, target="rule_hazard")
        if not rules.height:
            return 1.0
        hazard = {row["scope"].lower(): row["value"] for row in rules.iter_rows(named=True)}.get(market, 0.0)
        waited = max(0, year - self.records.case.settings.decision_date.year)
        return float(1.0 - (1.0 - hazard) ** waited)


class Difference:
    """What options bring beyond today's, car by car."""

    def __init__(self, records: Records) -> None:
        self.now = Options(records, records.book)
        self.then = Options(records, Book.today(records.case))
        self.dealer = {
            (row["model"], row["powertrain"], row["market"]): row["dealer_margin_share"]
            for row in records.case["demand"].iter_rows(named=True)
        }

    def of(self, car: Car) -> Sold:
        """Money that reaches the maker, hardware and shares of cars, beyond today's."""
        now, then = (o.sold(car.firm, car.model, car.market, car.year) for o in (self.now, self.then))
        kept = 1.0 - self.dealer[(car.model, car.powertrain, car.market)]
        more = {
            part: now.carrying.get(part, 0.0) - then.carrying.get(part, 0.0)
            for part in {*now.carrying, *then.carrying}
        }
        return Sold((now.price - then.price) * kept, now.hardware - then.hardware, more)


def option_entries(records: Records, weight: dict[int, float]) -> Iterator[Entry]:
    """Revenue and hardware of options, and their integration."""
    if not differs(records):
        return
    beyond = Difference(records)
    for car in records.cars:
        sold = beyond.of(car)
        if sold.carrying:
            yield "revenue", car.firm, car.units * sold.price * weight[car.year] / 1e6
            yield "extra", car.firm, -car.units * sold.hardware * weight[car.year] / 1e6
    yield from _integrations(records, weight)


def _integrations(records: Records, weight: dict[int, float]) -> Iterator[Entry]:
    today = [p for p in Book.today(records.case).permits if p.what == "technology"]
    done = set()
    for p in records.book.permits:
        if p.what != "technology" or records.technologies[p.resource]["kind"] != "driver_assistance":
            continue
        holders = {q.taker for q in today if q.resource == p.resource}
        if p.taker in holders or (p.taker, p.resource) in done or p.taker not in records.members:
            continue
        done.add((p.taker, p.resource))
        row = records.technologies[p.resource]
        cost = row["fixed_cost_m"] * (row["sharing_overhead"] if holders else 1.0)
        yearly = annuity(cost, records.case.settings.discount_rate, row["life_years"])
        years = [y for y in records.years if p.first_year <= y < p.first_year + row["life_years"]]
        yield "development", p.taker, -yearly * sum(weight[y] for y in years)


def carried(
    records: Records, agreement: str, payer: str, first: int, last: int
) -> Iterator[tuple[int, float]]:
    """(year, cars) of a payer on which a unit fee of a licence is paid, beyond today's."""
    if not differs(records):
        return
    beyond = Difference(records)
    book = records.book if agreement in records.book else Book.today(records.case)
    granted = {p.resource for p in book.permits if (p.agreement, p.taker) == (agreement, payer)}
    for car in records.cars:
        if car.firm == payer and first <= car.year <= last:
            shares = [s for part, s in beyond.of(car).carrying.items() if part in granted]
            yield car.year, car.units * max(shares, key=abs, default=0.0)

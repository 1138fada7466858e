"""Charging access and shared software counted again from the tables.

factor  = min(stalls_ratio ^ ev_demand, ev_demand_cap) for each network gained beside today's book, and
          inverse for each that ended
saving  = annuity(F) (1 − part),   part = (1 + e (n − 1)) / n,   e = 2 fixed_cost_share − 1
"""

from __future__ import annotations

from collections.abc import Iterator

from teikei.agreements.book import Book
from teikei.industry.money import annuity, rate
from teikei.plan.audit.records import Records, Row

Entry = tuple[str, str, float]


def access_factor(records: Records, firm: str, market: str, year: int) -> float:
    """What charging access gained or ended makes of a firm's electric demand in a market."""
    factor = 1.0
    for row, change in _changes(records, firm, year):
        told = _effects(records, row["technology"], market)
        if told:
            more = told["stalls_ratio"] ** told["ev_demand"]
            factor *= min(more, told.get("ev_demand_cap", more)) ** change
    return factor


def port_cost(records: Records, firm: str, market: str, year: int) -> float:
    """Money a car for ports gained, or saved, beside today's book."""
    return sum(
        change * float(row["unit_cost"]) * rate(records.case, row["currency"])
        for row, change in _changes(records, firm, year)
        if _effects(records, row["technology"], market)
    )


def fixed_entries(records: Records, weight: dict[int, float]) -> Iterator[Entry]:
    """What sharing a system saves and fitting to a network costs, as entries of account development."""
    discount = records.case.settings.discount_rate
    for firm in sorted(records.members):
        years = [(year, dict(_networks(records, firm, year))) for year in records.years]
        for name, row in _charging(records).items():
            gained = [year for year, change in years if change.get(name, 0) > 0]
            if gained:
                cost = row["fixed_cost_m"] * rate(records.case, row["currency"])
                paid = [y for y in records.years if gained[0] <= y < gained[0] + row["life_years"]]
                yearly = annuity(cost, discount, row["life_years"])
                yield "development", firm, -yearly * sum(weight[y] for y in paid)
    for name, row, sign in _shared(records):
        book = records.book if sign > 0 else Book.today(records.case)
        parties = [f for f in book.row(name)["parties"] if f in records.planning]
        first, last = book.first_year(name), book.last_year(name)
        share = float(
            records.case["effects"].filter(technology=row["technology"], target="fixed_cost_share")["value"][
                0
            ]
        )
        overhead = max(0.0, 2.0 * share - 1.0)
        part = (1.0 + overhead * (len(parties) - 1)) / len(parties)
        own = annuity(row["fixed_cost_m"] * rate(records.case, row["currency"]), discount, row["life_years"])
        saved = [y for y in records.years if first <= y <= last and y < first + row["life_years"]]
        for firm in (f for f in parties if f in records.members):
            yield "development", firm, sign * own * (1.0 - part) * sum(weight[y] for y in saved)


def _shared(records: Records) -> Iterator[tuple[str, Row, float]]:
    """(agreement, its system, +1 new or −1 ended) of shared software that differs from today's book."""
    kinds = {row["agreement"]: row["kind"] for row in records.case["agreements"].iter_rows(named=True)}
    today = Book.today(records.case).agreements
    counted: set[str] = set()
    for name in sorted(records.book.agreements ^ today, key=lambda n: (records.book.first_year(n), n)):
        if kinds[name] in ("shared_software", "merger"):
            grants = records.case["grants"].filter(agreement=name, what="technology")
            for technology in sorted(set(grants["resource"].to_list())):
                if records.technologies[technology]["kind"] != "software" or technology in counted:
                    continue
                if name in records.book.agreements:
                    counted.add(technology)
                (row,) = records.case["technologies"].filter(technology=technology).iter_rows(named=True)
                yield name, row, 1.0 if name in records.book.agreements else -1.0


def _charging(records: Records) -> dict[str, Row]:
    rows = records.case["technologies"].filter(kind="charging").iter_rows(named=True)
    return {row["technology"]: row for row in rows}


def _changes(records: Records, firm: str, year: int) -> list[tuple[Row, int]]:
    rows = _charging(records)
    return [(rows[name], change) for name, change in _networks(records, firm, year)]


def _networks(records: Records, firm: str, year: int) -> Iterator[tuple[str, int]]:
    """(network, +1 gained or −1 ended) of a firm in a year beside today's book."""
    rows = _charging(records)
    if not rows:
        return
    then = Book.today(records.case)
    for name in rows:
        has = [
            any(
                (p.taker, p.what, p.resource) == (firm, "technology", name)
                and p.first_year <= year <= p.last_year
                for p in book.permits
            )
            for book in (records.book, then)
        ]
        if has[0] != has[1]:
            yield name, 1 if has[0] else -1


def _effects(records: Records, technology: str, market: str) -> dict[str, float]:
    """Target -> value of a network's effects in a market; empty if it has none on demand there."""
    found = {
        row["target"]: row["value"]
        for row in records.case["effects"].filter(technology=technology).iter_rows(named=True)
        if row["scope"].lower() == market
    }
    return found if {"stalls_ratio", "ev_demand"} <= set(found) else {}

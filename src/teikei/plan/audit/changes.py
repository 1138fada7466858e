"""What agreements change for their parties (table changes), counted again from the tables.

paid[car,t] = Π (1 − s now) / (1 − s today) over the powertrain, model and platform of a car
"""

from __future__ import annotations

from collections.abc import Iterator

from teikei.agreements.book import Book
from teikei.industry.money import in_case_currency
from teikei.plan.audit.records import Records

Part = tuple[str, str, str, int]
"""Firm, sort of resource, resource, year."""


def still_paid(records: Records) -> dict[Part, float]:
    """Part of today's price that a firm still pays for what it buys with others; what is not listed is paid
    in full."""
    books = (records.book, Book.today(records.case))
    saved: dict[Part, list[float]] = {}
    for row in records.case["changes"].filter(change="parts_saving").iter_rows(named=True):
        name = row["agreement"]
        for k, book in enumerate(books):
            if name not in book:
                continue
            for year in records.years:
                if book.first_year(name) <= year <= book.last_year(name):
                    both = saved.setdefault((row["firm"], row["what"], row["resource"], year), [0.0, 0.0])
                    both[k] = max(both[k], row["value"])
    return {part: (1.0 - now) / (1.0 - then) for part, (now, then) in saved.items() if now != then}


def bought_cars(records: Records) -> dict[tuple[str, int], float]:
    """(variant, year) -> part of the parts bill that is left when powertrain, model and platform are bought
    together; only cars that the plan builds."""
    paid = still_paid(records)
    found: dict[tuple[str, int], float] = {}
    for car in records.cars if paid else ():
        left = 1.0
        for what in ("powertrain", "model", "platform", "firm"):
            left *= paid.get((car.firm, what, getattr(car, what), car.year), 1.0)
        found[(car.variant, car.year)] = left
    return found


def follower_part(records: Records, firm: str, platform: str) -> float:
    """Part of a platform's development that a firm pays to adopt it: what it adds as a partner, if the book
    makes it one, else the follower's."""
    joining = [
        float(row["value"])
        for row in records.case["changes"].filter(change="joining_cost").iter_rows(named=True)
        if row["agreement"] in records.book and (row["firm"], row["resource"]) == (firm, platform)
    ]
    return joining[-1] if joining else float(records.platforms[platform]["follower_factor"])


def share_of(records: Records, plant: str, firm: str, year: int) -> float:
    """A firm's share of a plant in a year: what a joint venture in force gives it, else the table's."""
    parts = [row for row in records.ventures.get(plant, []) if _in_force(records, row["agreement"], year)]
    if parts:
        return float(sum(row["value"] for row in parts if row["firm"] == firm))
    return float(records.shares.get(plant, {}).get(firm, 0.0))


def _in_force(records: Records, agreement: str, year: int) -> bool:
    return records.book.first_year(agreement) <= year <= records.book.last_year(agreement)


def owners_ever(records: Records, plant: str) -> set[str]:
    """Firms that own a part of a plant today, or by a joint venture of the book."""
    return {*records.shares.get(plant, {}), *(row["firm"] for row in records.ventures.get(plant, []))}


def part_left(records: Records, change: str, firm: str, resource: str) -> dict[int, float]:
    """Year -> part of today's cost that is left to a firm of what it shares (``change``: a saving)."""
    rows = records.saving_rows(change, firm, resource)
    found = {}
    for year in records.years:
        left = []
        for book in (records.book, Book.today(records.case)) if rows else ():
            held = [
                row["value"]
                for row in rows
                if row["agreement"] in book
                and book.first_year(row["agreement"]) <= year <= book.last_year(row["agreement"])
            ]
            left.append(1.0 - max(held, default=0.0))
        found[year] = left[0] / left[1] if left else 1.0
    return found


def paid_to_dealers(records: Records) -> Iterator[tuple[str, int, float]]:
    """(firm, year, million) of compensations under leads that today's book has not."""
    today = Book.today(records.case)
    table = in_case_currency(records.case, records.case["market_presence"], "fixed_cost_m")
    cost = {(row["firm"], row["market"]): row["fixed_cost_m"] for row in table.iter_rows(named=True)}
    for row in records.case["changes"].filter(change="dealer_compensation").iter_rows(named=True):
        name = row["agreement"]
        if name in records.book and name not in today and row["firm"] in records.members:
            year_of_use = records.book.first_year(name)
            yield row["firm"], year_of_use, row["value"] * cost.get((row["firm"], row["resource"]), 0.0)

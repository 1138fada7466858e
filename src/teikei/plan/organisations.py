"""What agreements save of overhead, sales organisations and programmes, and what they pay dealers: constants
of a book.

    presence[f,r,t] = fixed_cost (1 − s_f,r,t(g)) / (1 − s_f,r,t(today))    regional lead: ``presence_saving``
    overhead[f,t]   = overhead (1 − s_f,t(g)) / (1 − s_f,t(today))          merger: ``overhead_saving``
    programme[f,k,t] = cost (1 − s_f,k,t(g)) / (1 − s_f,k,t(today))         leads: ``programme_saving``
    compensation    = fixed_cost × ``dealer_compensation``, once, in the first year of use

What is shared today is in today's costs already.
"""

from __future__ import annotations

import numpy as np

from teikei.agreements.book import Book
from teikei.industry.money import money_rows
from teikei.plan.sets import Floats

Pair = tuple[str, str]


def presence_costs(book: Book, firms: tuple[str, ...]) -> dict[Pair, Floats]:
    """(firm, market) -> million a year (year,) of its sales organisation under the book."""
    rows = money_rows(book.case, "market_presence", ("firm", "market"), ("fixed_cost_m",)).values()
    left = _left(book, "presence_saving")
    one = np.ones(len(book.case.settings.years))
    return {
        (row["firm"], row["market"]): row["fixed_cost_m"] * left.get((row["firm"], row["market"]), one)
        for row in rows
        if row["firm"] in firms
    }


def overheads(book: Book, firms: tuple[str, ...]) -> dict[str, Floats]:
    """Firm -> million a year (year,) of overhead under the book."""
    rows = money_rows(book.case, "firms", ("firm",), ("overhead_m",)).values()
    left = _left(book, "overhead_saving")
    one = np.ones(len(book.case.settings.years))
    return {
        row["firm"]: float(row["overhead_m"]) * left.get((row["firm"], row["firm"]), one)
        for row in rows
        if row["firm"] in firms
    }


def programmes(book: Book, firms: tuple[str, ...]) -> dict[Pair, Floats]:
    """(firm, market or technology) -> million a year (year,) of its own programmes under the book."""
    rows = money_rows(book.case, "programmes", ("firm", "what", "resource"), ("cost_m_per_year",)).values()
    left = _left(book, "programme_saving")
    one = np.ones(len(book.case.settings.years))
    return {
        (row["firm"], row["resource"]): row["cost_m_per_year"] * left.get((row["firm"], row["resource"]), one)
        for row in rows
        if row["firm"] in firms
    }


def compensations(book: Book, firms: tuple[str, ...]) -> dict[Pair, Floats]:
    """(firm, market) -> million (year,) paid to dealers when a lead comes into use that is not in force
    today."""
    years = np.array(book.case.settings.years)
    today = Book.today(book.case)
    costs = money_rows(book.case, "market_presence", ("firm", "market"), ("fixed_cost_m",)).values()
    cost = {(row["firm"], row["market"]): row["fixed_cost_m"] for row in costs}
    found: dict[Pair, Floats] = {}
    for row in book.changes("dealer_compensation"):
        key = row.firm, row.resource
        if row.agreement not in today and row.firm in firms and key in cost:
            paid = np.where(years == row.first_year, row.value * cost[key], 0.0)
            found[key] = found.get(key, np.zeros(years.size)) + paid
    return found


def _left(book: Book, change: str) -> dict[Pair, Floats]:
    """(firm, resource) -> part (year,) of today's cost that is left."""
    now, then = _saved(book, change), _saved(Book.today(book.case), change)
    none = np.zeros(len(book.case.settings.years))
    return {key: (1.0 - now.get(key, none)) / (1.0 - then.get(key, none)) for key in now.keys() | then.keys()}


def _saved(book: Book, change: str) -> dict[Pair, Floats]:
    years = np.array(book.case.settings.years)
    found: dict[Pair, Floats] = {}
    for row in book.changes(change):
        inside = (years >= row.first_year) & (years <= row.last_year)
        key = row.firm, row.resource
        found[key] = np.maximum(found.get(key, np.zeros(years.size)), np.where(inside, row.value, 0.0))
    return found

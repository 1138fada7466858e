"""What a joint venture leaves to an owner of its plant: its own cars there, a year.

    (``permission``)  Σ ship of the owner's cars at i in t ≤ own_use[f,i]        while the venture is in force

Who owns a part of a plant needs no grant to build there, and would use all that others leave. A row
``own_use`` of table changes holds it to its part. Cars of guests, and cars that are reserved for planning
firms outside the plan, are none of its own.
"""

from __future__ import annotations

import numpy as np

from teikei.agreements.book import Book
from teikei.plan.sets import Ints, Limit, Routes


def own_use(book: Book, ways: Routes, years: Ints) -> tuple[Limit, ...]:
    """Rows of block permission for owners that the book holds to a part of a plant."""
    found = []
    for change in book.changes("own_use"):
        routes = np.flatnonzero((ways.firm == change.firm) & (ways.plant == change.resource))
        inside = (years >= change.first_year) & (years <= change.last_year)
        if routes.size and inside.any():
            models = tuple(sorted({str(m) for m in ways.model[routes]}))
            found.append(
                Limit(
                    change.firm, "plant", change.resource, (change.agreement,), models, routes,
                    np.zeros(years.size), np.where(inside, change.value, np.inf),
                )
            )  # fmt: skip
    return tuple(found)

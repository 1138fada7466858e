"""What buying together takes off the parts bill, in the cars of each party.

    parts = (parts_cost − Σ_k c_k (1 − φ_k (1 − s_f,k))) · Φ · Π (1 − s_f)
    off[f,x,t] = (1 − s_f,x,t(g)) / (1 − s_f,x,t(today))

c unit cost of a technology, φ and Φ what joint volume saves on technology and platform (`plan.sharing`), s
the ``parts_saving`` of firm f on a technology (of its unit cost) or on a powertrain, model, platform or all
cars of the firm (of the whole parts bill). A resource bought under several agreements saves the largest of
their shares. Savings of today's book are in today's parts costs: ending one makes the parts dearer again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from teikei.agreements.book import Book

if TYPE_CHECKING:
    from teikei.plan.sets import Floats, Routes

SAVING = "parts_saving"
Bought = dict[tuple[str, str, str], "Floats"]
"""(firm, what, resource) -> factor (year,) on what the firm pays for it."""


def bought_together(book: Book) -> Bought:
    """Factors on what each firm pays for parts beside today's book, only where they are not one."""
    now, then = _savings(book), _savings(Book.today(book.case))
    none = np.zeros(len(book.case.settings.years))
    found = {}
    for key in sorted(now.keys() | then.keys()):
        factor = (1.0 - now.get(key, none)) / (1.0 - then.get(key, none))
        if (factor != 1.0).any():
            found[key] = factor
    return found


def _savings(book: Book) -> Bought:
    years = np.array(book.case.settings.years)
    found: Bought = {}
    for row in book.changes(SAVING):
        inside = (years >= row.first_year) & (years <= row.last_year)
        key = row.firm, row.what, row.resource
        found[key] = np.maximum(found.get(key, np.zeros(years.size)), np.where(inside, row.value, 0.0))
    return found


def apply_to_parts(ways: Routes, bought: Bought) -> None:
    """Takes the savings on powertrains, models and platforms off the parts of the routes concerned."""
    for (firm, what, resource), factor in bought.items():
        if what != "technology":
            ways.money["parts"][(ways.firm == firm) & (getattr(ways, what) == resource)] *= factor

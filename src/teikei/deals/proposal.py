"""What the rows of terms.csv would move between parties that plan, as present value.

    once   amount × w_t in the first year in force      year   amount × Σ w_t over the years in force
    unit   amount × Σ w_t cars_t of the years in force

Such rows are a first proposal: no gain counts them, and the fee that suits both is worked out without them. A
share of a price, a gram of CO2, and a fee a car where the agreement counts no cars or cars of several parties
cannot be read from a valued agreement alone: then nothing is said of the proposal at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from teikei.agreements.book import Book, paid_before
from teikei.deals.replanned import proposed
from teikei.industry.money import rate, year_weights

if TYPE_CHECKING:
    from teikei.case.case import Case
    from teikei.deals.advice import Advised
    from teikei.plan.sets import Floats


def paid_as_proposed(found: Advised, case: Case) -> dict[str, float] | None:
    """Party that plans -> what it pays by the rows of terms.csv (below zero: is paid), million present value;
    None where no row is between them, or one cannot be counted."""
    rows = proposed(case, found.agreement)
    if not rows or not {firm for row in rows for firm in (row["payer"], row["payee"])} <= set(found.gains):
        return None
    paid = dict.fromkeys((f for f in found.parties if f in found.gains), 0.0)
    for row in rows:
        amount = _present_value(row, found, case)
        if amount is None:
            return None
        paid[row["payer"]] += amount
        paid[row["payee"]] -= amount
    return paid


def _present_value(row: dict[str, Any], found: Advised, case: Case) -> float | None:
    weights = _weights_in_force(row, found.agreement, case)
    amount = float(row["amount"]) * (1.0 if row["per"] == "share" else rate(case, row["currency"]))
    if row["per"] == "once":
        starts = weights[weights > 0.0]
        spent = (row["from_year"] or 0) < case.settings.first_year and paid_before(case, found.agreement)
        return 0.0 if spent or not starts.size else amount * float(starts[0])
    if row["per"] == "year":
        return amount * float(weights.sum())
    if row["per"] == "unit" and max(found.units_per_year, default=0.0) > 0.0 and _on_all_cars(row, case):
        return amount * float(weights @ np.asarray(found.units_per_year)) / 1e6
    return None


def _weights_in_force(row: dict[str, Any], agreement: str, case: Case) -> Floats:
    """Discount factors of the years in which the row is due, zero in the others, (year,)."""
    book, years = Book(case, ()), np.asarray(case.settings.years)
    first = max(book.first_year(agreement), row["from_year"] or 0)
    last = min(book.last_year(agreement), row["to_year"] or 9999)
    return np.where((years >= first) & (years <= last), year_weights(case), 0.0)


def _on_all_cars(row: dict[str, Any], case: Case) -> bool:
    """Whether a fee a car is due on every car under the agreement: those of the payer, or of the payee where
    it grants the payer nothing."""
    grants = case["grants"]
    takers = set(grants.filter(grants["agreement"] == row["agreement"])["taker"].to_list())
    return takers in ({row["payer"]}, {row["payee"]})

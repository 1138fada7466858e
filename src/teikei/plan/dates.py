"""From when a decision can be used: reviews, signing and lead times, whole calendar years."""

from __future__ import annotations

import math

from teikei.agreements.book import Book, first_use, signed_at


def usable_year(decided: float, lead_years: float) -> int:
    """First whole calendar year of use of something decided at a point in time: ceil(decided + lead).

    >>> usable_year(2027.0, 2.0), usable_year(2027.42, 2.0)
    (2029, 2030)
    """
    return math.ceil(decided + lead_years - 1e-9)


def earliest_signing(book: Book, agreements: frozenset[str]) -> float:
    """When the earliest of several agreements is signed; minus infinity for an empty set (nothing to
    sign)."""
    return min((signed_at(book.case, a) for a in agreements), default=-math.inf)


def launch_years(book: Book) -> dict[str, int]:
    """First year on sale of every model that the book brings: a term of the agreement, known once the book is
    given.

    The latest of: first use of the agreement; the model's own lead; the quickest tooling; the development of
    its platform; each counted from the first review or the signature, whichever is later.
    """
    case = book.case
    if not book.brought:
        return {}
    review = float(case.settings.reviews[0])
    models = {
        row["model"]: row for row in case["models"].iter_rows(named=True) if row["model"] in book.brought
    }
    platforms = {row["platform"]: row for row in case["platforms"].iter_rows(named=True)}
    tooling: dict[str, list[float]] = {}
    for row in case["tooling"].iter_rows(named=True):
        lead = 0.0 if row["status"] == "tooled" else float(row["lead_years"])
        tooling.setdefault(row["model"], []).append(lead)
    developing: dict[str, list[tuple[int, float]]] = {}
    for row in case["variants"].iter_rows(named=True):
        platform = platforms[row["platform"]]
        start = platform["available_from"]
        developing.setdefault(row["model"], []).append(
            (0, 0.0) if start is None else (int(start), float(platform["lead_years"]))
        )
    found: dict[str, int] = {}
    for model, agreement in book.brought.items():
        if model not in models:
            continue
        decided = max(review, signed_at(case, agreement))
        row = models[model]
        platform_year = min(
            (
                max(start, usable_year(decided, lead) if lead else 0)
                for start, lead in developing.get(model, [(0, 0.0)])
            ),
            default=0,
        )
        found[model] = max(
            first_use(case, agreement),
            usable_year(decided, float(row["lead_years"])),
            usable_year(decided, min(tooling.get(model, [0.0]))),
            platform_year,
            row["first_year"] or 0,
        )
    return found

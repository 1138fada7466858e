"""What sharing a platform takes off the parts bill, at the demand volumes of the book.

    factor[k,t] = (V_g / V_today)^(-b),   b = -log2(1 - saving_per_doubling_k)

V_today is the yearly demand on the platform under today's book, V_g under the book given, each averaged over
the years of the horizon and capped at the platform's joint volume limit. It is data of the book, in force
from the first year in which a taker's cars are on the platform; the plan checks that the taker then really
uses it (`plan.optimise`).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from teikei.agreements.book import Book
from teikei.plan.dates import usable_year
from teikei.plan.permits import owners

if TYPE_CHECKING:
    from teikei.plan.demand import Slots
    from teikei.plan.sets import Floats


def scale_exponent(saving_per_doubling: float) -> float:
    """b in C(V) = c0 V0 (V/V0)^(1-b): 3 % a doubling gives 0.0439.

    >>> round(scale_exponent(0.03), 4)
    0.0439
    """
    return -math.log2(1.0 - saving_per_doubling)


def sharing_agreements(book: Book) -> dict[str, list[str]]:
    """Platform -> agreements of the book, beyond today's, that grant it to another firm."""
    today = Book.today(book.case).agreements
    found: dict[str, list[str]] = {}
    for permit in book.permits:
        if permit.what == "platform" and permit.agreement not in today:
            found.setdefault(permit.resource, []).append(permit.agreement)
    return found


def parts_factors(book: Book, slots: Slots) -> dict[str, Floats]:
    """Platform -> factor on the parts cost of all its variants (year,); only platforms newly shared by the
    book."""
    shared = sharing_agreements(book)
    if not shared:
        return {}
    case = book.case
    years = np.array(case.settings.years)
    models = {row["model"]: row["firm"] for row in case["models"].iter_rows(named=True)}
    owned = owners(case)
    volume = slots.demand.mean(axis=1)
    by_pair: dict[tuple[str, str], float] = {}
    for model, powertrain, units in zip(slots.model, slots.powertrain, volume, strict=True):
        by_pair[(str(model), str(powertrain))] = by_pair.get((str(model), str(powertrain)), 0.0) + float(
            units
        )
    found: dict[str, Floats] = {}
    platforms = {row["platform"]: row for row in case["platforms"].iter_rows(named=True)}
    for name, agreements in shared.items():
        platform = platforms[name]
        takers = {
            p.taker
            for p in book.permits
            if p.what == "platform" and p.resource == name and p.agreement in agreements
        }
        pairs = {
            (row["model"], row["powertrain"], models[row["model"]] in takers and row["status"] == "candidate")
            for row in case["variants"].iter_rows(named=True)
            if row["platform"] == name
            and (models[row["model"]] in takers or models[row["model"]] in owned[("platform", name)])
        }
        own = sum(by_pair.get((m, p), 0.0) for m, p, taker in pairs if not taker)
        joint = own + sum(by_pair.get((m, p), 0.0) for m, p, taker in pairs if taker)
        base = own or platform["reference_units_per_year"] or joint
        limit = platform["joint_volume_limit"] or math.inf
        if base <= 0 or min(joint, limit) <= base:
            continue
        factor = (min(joint, limit) / base) ** -scale_exponent(platform["saving_per_doubling"])
        start = _first_shared_year(book, name, agreements, platform)
        found[name] = np.where(years >= start, factor, 1.0)
    return found


def _first_shared_year(book: Book, name: str, agreements: list[str], platform: dict[str, object]) -> int:
    del name
    review = float(book.case.settings.reviews[0])
    start = min(
        max(
            book.first_year(a),
            usable_year(max(review, book.signed_at(a)), float(str(platform["lead_years"]))),
        )
        for a in agreements
    )
    available = platform["available_from"]
    return max(start, int(str(available)) if available is not None else 0)

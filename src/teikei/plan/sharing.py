"""What sharing a platform takes off the parts bill, at the demand volumes of the book.

    factor[k,t] = (V_g / V_today)^(-b),   b = -log2(1 - saving_per_doubling_k)

V_today is the yearly demand on the platform under today's book, V_g under the book given, each averaged over
the years of the horizon and capped at the platform's joint volume limit; a taker's demand counts at most up
to the limits of what it is granted. It is data of the book, in force from the first year in which a taker's
cars could be on the platform; the plan dates it where it earns it (`plan.earned`, `plan.optimise`).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from teikei.agreements.book import Book, Permit, owners
from teikei.plan.dates import usable_year
from teikei.plan.volumes import most_matched

if TYPE_CHECKING:
    from teikei.plan.demand import Slots
    from teikei.plan.sets import Floats

Pair = tuple[str, str]


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
    by_pair: dict[Pair, Floats] = {}
    for model, powertrain, units in zip(slots.model, slots.powertrain, slots.demand, strict=True):
        pair = (str(model), str(powertrain))
        by_pair[pair] = by_pair.get(pair, np.zeros(years.size)) + units
    found: dict[str, Floats] = {}
    platforms = {row["platform"]: row for row in case["platforms"].iter_rows(named=True)}
    for name, agreements in shared.items():
        platform = platforms[name]
        grants = [
            p
            for p in book.permits
            if p.what == "platform" and p.resource == name and p.agreement in agreements
        ]
        takers = {p.taker for p in grants}
        own, taken = set[Pair](), set[Pair]()
        for row in case["variants"].filter(pl.col("platform") == name).iter_rows(named=True):
            firm, pair = models[row["model"]], (row["model"], row["powertrain"])
            if firm in takers and row["status"] == "candidate":
                taken.add(pair)
            elif firm in takers or firm in owned[("platform", name)]:
                own.add(pair)
        volume = sum(float(by_pair[pair].mean()) for pair in sorted(own) if pair in by_pair)
        joint = volume + _taken(book, grants, {pair: by_pair[pair] for pair in taken if pair in by_pair})
        base = volume or platform["reference_units_per_year"] or joint
        limit = platform["joint_volume_limit"] or math.inf
        if base <= 0 or min(joint, limit) <= base:
            continue
        factor = (min(joint, limit) / base) ** -scale_exponent(platform["saving_per_doubling"])
        start = _first_shared_year(book, name, agreements, platform)
        found[name] = np.where(years >= start, factor, 1.0)
    return found


def _taken(book: Book, grants: list[Permit], cars: dict[Pair, Floats]) -> float:
    """Yearly cars that takers put on a platform: their demand, in every year at most what the grants let
    them build, each car counted under one grant (`plan.volumes`)."""
    models = dict(book.case["models"].select("model", "firm").iter_rows())
    total = 0.0
    for taker in sorted({p.taker for p in grants}):
        mine = [p for p in grants if p.taker == taker]
        covers: dict[frozenset[int], Floats] = {}
        for (model, _), units in sorted(cars.items()):
            cover = frozenset(g for g, p in enumerate(mine) if not p.models or model in p.models)
            if cover and models[model] == taker:
                covers[cover] = covers.get(cover, np.zeros(units.size)) + units
        if covers:
            own = {model for model, _ in cars if models[model] == taker}
            limit = np.array([_limit(book, p, own & p.models if p.models else own) for p in mine])
            years = next(iter(covers.values())).size
            limits = np.repeat(limit[:, None], years, axis=1)
            total += float(most_matched(np.array(list(covers.values())), list(covers), limits).mean())
    return total


def _limit(book: Book, grant: Permit, models: set[str]) -> float:
    """Cars a year of a platform's grant: its own limit, and that of the plants which the same agreement
    grants, where the taker could build these models nowhere else."""
    own = math.inf if grant.limit is None else grant.limit
    case = book.case
    plants = set(case["tooling"].filter(pl.col("model").is_in(sorted(models)))["plant"].to_list())
    lent = [
        p
        for p in book.permits
        if p.what == "plant" and p.agreement == grant.agreement and p.taker == grant.taker
    ]
    if not plants or not plants <= {p.resource for p in lent}:
        return own
    limits = [p.limit for p in lent if p.resource in plants]
    return min(own, sum(math.inf if limit is None else limit for limit in limits))


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

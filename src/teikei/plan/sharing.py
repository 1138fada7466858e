"""What sharing a platform or a technology takes off the parts bill, at the demand volumes of the book.

    factor[k,t] = (V_g / V_today)^(-b),   b = -log2(1 - saving_per_doubling_k)
    parts       = (parts_cost - Σ_technologies unit_cost · (1 - factor)) · factor of the platform

V_today is the yearly demand on the platform (of cars with the technology) under today's book, V_g under the
book given, each averaged over the years of the horizon and capped at the joint volume limit; a taker's demand
counts at most up to the limits of what it is granted. It is data of the book, in force from the first year in
which a taker's cars could be built with it; the plan dates it where it earns it (`plan.earned`,
`plan.optimise`). A taker's car that could also be built without the technology adds no volume to it: nobody
knows beforehand which of the two drives it will have, and a saving that is not sure is not counted.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from teikei.agreements.book import Book, Permit, owners
from teikei.case.kept import kept, rows_by
from teikei.industry.scale import scale_exponent
from teikei.plan.dates import years_built
from teikei.plan.demand import Slots, slots_of_book
from teikei.plan.volumes import most_matched

if TYPE_CHECKING:
    from teikei.case.case import Case
    from teikei.plan.sets import Floats

Pair = tuple[str, str]
Resource = tuple[str, str]
"""What is shared: ("platform", id) or ("technology", id)."""
TABLE_OF = {"platform": "platforms", "technology": "technologies"}


def sharing_agreements(book: Book) -> dict[Resource, list[str]]:
    """Platform or technology -> agreements of the book, beyond today's, that grant it to another firm.

    A technology whose unit cost falls with no volume is left out.
    """
    today = Book.today(book.case).agreements
    learns = {
        name
        for name, row in rows_by(book.case, "technologies", "technology").items()
        if row["saving_per_doubling"] > 0 and row["unit_cost"] > 0
    }
    found: dict[Resource, list[str]] = {}
    for permit in book.permits:
        shared = permit.what == "platform" or (permit.what == "technology" and permit.resource in learns)
        if shared and permit.agreement not in today:
            found.setdefault((permit.what, permit.resource), []).append(permit.agreement)
    return found


def parts_factors(book: Book, slots: Slots, *, diversion: bool = True) -> dict[Resource, Floats]:
    """Platform -> factor on the parts cost of all its variants (year,), technology -> factor on its unit cost
    in all that use it, from the first year in which a taker could; only what the book newly shares.
    ``slots``: the demand of the book, with ``diversion`` or without."""
    shared = sharing_agreements(book)
    if not shared:
        return {}
    case = book.case
    years = np.array(case.settings.years)
    models = {name: row["firm"] for name, row in rows_by(case, "models", "model").items()}
    owned = owners(case)
    by_pair = _by_pair(case, slots)
    today = _by_pair(case, slots_of_book(Book.today(case), diversion=diversion))
    found: dict[Resource, Floats] = {}
    for resource, agreements in shared.items():
        what, name = resource
        scale = rows_by(case, TABLE_OF[what], what)[name]
        grants = [p for p in book.permits if (p.what, p.resource) == resource and p.agreement in agreements]
        takers = {p.taker for p in grants}
        own, taken, coming = set[Pair](), set[Pair](), list[int]()
        free = served_without(case, resource)
        for row in users(case, resource):
            firm, pair = models[row["model"]], (row["model"], row["powertrain"])
            if firm in takers and row["status"] == "candidate":
                if pair in free:
                    continue
                taken.add(pair)
                coming += _first_year(book, slots, row["variant"], row["model"])
            elif firm in takers or firm in owned[resource]:
                own.add(pair)
        joint = _mean(by_pair, own) + _taken(
            book, grants, {pair: by_pair[pair] for pair in taken if pair in by_pair}
        )
        base = _mean(today, own) or scale["reference_units_per_year"] or joint
        limit = scale["joint_volume_limit"] or math.inf
        if base <= 0 or min(joint, limit) <= base or not coming:
            continue
        factor = (min(joint, limit) / base) ** -scale_exponent(scale["saving_per_doubling"])
        found[resource] = np.where(years >= min(coming), factor, 1.0)
    return found


@kept
def users(case: Case, resource: Resource) -> list[dict[str, Any]]:
    """Variants on a platform, or with a technology."""
    what, name = resource
    on = pl.col("platform") == name if what == "platform" else pl.col("technologies").list.contains(name)
    return case["variants"].filter(on).to_dicts()


def served_without(case: Case, resource: Resource) -> set[Pair]:
    """(model, powertrain) that a variant without a technology can serve as well; none for a platform."""
    what, name = resource
    if what == "platform":
        return set()
    without = case["variants"].filter(~pl.col("technologies").list.contains(name))
    return set(without.select("model", "powertrain").iter_rows())


def _by_pair(case: Case, slots: Slots) -> dict[Pair, Floats]:
    """(model, powertrain) -> cars a year (year,) in all markets where it is on sale today."""
    found: dict[Pair, Floats] = {}
    offers = rows_by(case, "offers", "model", "market")
    sold = zip(slots.model, slots.powertrain, slots.market, slots.demand, strict=True)
    for model, powertrain, market, units in sold:
        if (str(model), str(market)) in offers:
            continue
        pair = (str(model), str(powertrain))
        found[pair] = found.get(pair, np.zeros(units.size)) + units
    return found


def _mean(by_pair: dict[Pair, Floats], some: set[Pair]) -> float:
    """Cars a year of some (model, powertrain), mean over the horizon."""
    return sum(float(by_pair[pair].mean()) for pair in sorted(some) if pair in by_pair)


def _taken(book: Book, grants: list[Permit], cars: dict[Pair, Floats]) -> float:
    """Yearly cars that takers build with it: their demand, in every year at most what the grants let
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
    """Cars a year of a grant: its own limit, and that of the plants which the same agreement
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


def _first_year(book: Book, slots: Slots, variant: str, model: str) -> list[int]:
    """First year in which a taker's variant can be built, from the launch on that the book dates; empty if
    never."""
    if model in book.brought and model not in slots.launched:
        return []
    return [year for year in years_built(book, variant) if year >= slots.launched.get(model, 0)][:1]

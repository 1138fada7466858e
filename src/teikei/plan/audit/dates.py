"""The earliest year of everything that must be started first, counted from the tables alone.

    first year of use = ceil( max(first review, signature) + lead )        and not before it is available

A signature counts for what needs a grant: each need by its first agreement, all needs together by the last.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from teikei.agreements.book import agreement_rows, first_use, signed_at
from teikei.plan.audit.records import Need, Records, Row, in_window

NEVER = 9999


def usable_from(records: Records, signature: float, lead_years: float) -> int:
    """First whole year of use of what is decided at the first review, or signed if that is later."""
    return math.ceil(max(float(records.case.settings.reviews[0]), signature) + lead_years - 1e-9)


def signature(records: Records, model: str, needs: Iterable[Need]) -> float:
    """When all that a model needs from others is signed, with the agreement that brings it; −∞ if it needs
    nothing."""
    firm = records.models[model]["firm"]
    brings = records.book.brought.get(model, ())
    found = min((signed_at(records.case, a) for a in brings), default=-math.inf)
    for need in needs:
        dates = [signed_at(records.case, p.agreement) for p in records.grants(firm, need, model)]
        found = max(found, min(dates, default=math.inf))
    return found


def tooled_from(records: Records, model: str, plant: str) -> int:
    """A plant tooled today is ready; else the first of the model's variants that may be built there."""
    row = records.tooling.get((model, plant))
    if row is None:
        return NEVER
    if row["status"] == "tooled":
        return 0
    dates = [
        signature(records, model, records.lacking(name, plant))
        for name, variant in records.variants.items()
        if variant["model"] == model
    ]
    earliest = min(dates, default=math.inf)
    return NEVER if earliest == math.inf else usable_from(records, earliest, row["lead_years"])


def is_new(records: Records, platform: str) -> bool:
    """Its owners have still to develop it."""
    start = records.platforms[platform]["available_from"]
    return start is not None and start >= records.case.settings.first_year


def adopts(records: Records, variant: str) -> bool:
    """A candidate car on a platform of others is engineered for it, unless it is a badge twin of an owner's
    car."""
    row = records.variants[variant]
    model, owning = records.models[row["model"]], records.owned[("platform", row["platform"])]
    twin = records.models.get(model["twin_of"])
    is_twin = twin is not None and twin["firm"] in owning
    return model["firm"] not in owning and row["status"] == "candidate" and not is_twin


def fits(records: Records, variant: str) -> tuple[str, ...]:
    """Technologies of others that a candidate car is engineered for."""
    row = records.variants[variant]
    firm = records.models[row["model"]]["firm"]
    if row["status"] != "candidate":
        return ()
    return tuple(t for t in row["technologies"] if firm not in records.owned.get(("technology", t), ()))


def developed_from(records: Records, decision: str, name: str, firm: str) -> int:
    """Earliest year of a platform developed or adopted, or of a technology fitted, by a firm."""
    row = records.technologies[name] if decision == "fit" else records.platforms[name]
    signed = -math.inf
    if decision != "develop":
        need = ("technology" if decision == "fit" else "platform", name)
        signed = min(
            (
                signed_at(records.case, p.agreement)
                for car in _engineered_for(records, decision, name, firm)
                for p in records.grants(firm, need, car)
            ),
            default=math.inf,
        )
    if signed == math.inf:
        return NEVER
    return max(row["available_from"] or 0, usable_from(records, signed, row["lead_years"]))


def _engineered_for(records: Records, decision: str, name: str, firm: str) -> set[str]:
    """Models of a firm on offer that adopt a platform or are fitted with a technology."""
    elsewhere = {m for row in agreement_rows(records.case).values() for m in row["brings"]} - set(
        records.book.brought
    )
    found = set()
    for variant, row in records.variants.items():
        model = records.models[row["model"]]
        if model["firm"] != firm or (model["status"] == "candidate" and row["model"] in elsewhere):
            continue
        if (
            name in fits(records, variant)
            if decision == "fit"
            else row["platform"] == name and adopts(records, variant)
        ):
            found.add(row["model"])
    return found


def engineered_from(records: Records, variant: str) -> int:
    """Earliest year in which a variant's platform and technologies are there for its firm."""
    row = records.variants[variant]
    firm = records.models[row["model"]]["firm"]
    platform = row["platform"]
    found = 0
    if is_new(records, platform):
        found = developed_from(records, "develop", platform, firm)
    if adopts(records, variant):
        found = max(found, _with_model(records, variant, "adopt", platform))
    for name in fits(records, variant):
        found = max(found, _with_model(records, variant, "fit", name))
    return found


def _with_model(records: Records, variant: str, decision: str, name: str) -> int:
    """Adoption and fitting of a car that an agreement brings wait for that agreement too."""
    model = records.variants[variant]["model"]
    lead = (records.technologies if decision == "fit" else records.platforms)[name]["lead_years"]
    brings = records.book.brought.get(model, ())
    found = developed_from(records, decision, name, records.models[model]["firm"])
    signed = min((signed_at(records.case, a) for a in brings), default=-math.inf)
    return max(found, usable_from(records, signed, lead)) if brings else found


def on_sale_from(records: Records, model: str) -> int:
    """Earliest year that a model's own lead and the agreement that brings it allow."""
    row: Row = records.models[model]
    if row["status"] != "candidate":
        return 0
    case, brings = records.case, records.book.brought.get(model, ())
    if not brings:
        return max(row["first_year"] or 0, usable_from(records, -math.inf, row["lead_years"]))
    return min(
        max(first_use(case, a), usable_from(records, signed_at(case, a), row["lead_years"])) for a in brings
    )


def offered_from(records: Records, model: str, market: str) -> int:
    """Earliest year in which a model can be offered in one more market: the first review and its lead."""
    lead = records.offers[(model, market)]["lead_years"]
    return max(records.models[model]["first_year"] or 0, usable_from(records, -math.inf, lead))


def permitted(records: Records, variant: str, plant: str, year: int) -> bool:
    """Every resource that the firm does not own is granted in that year."""
    model = records.variants[variant]["model"]
    firm = records.models[model]["firm"]
    return all(records.grants(firm, need, model, year) for need in records.lacking(variant, plant))


def buildable(records: Records, variant: str, plant: str) -> tuple[int, ...]:
    """Years in which a variant could be built at a plant: permitted, tooled, engineered, on a line, on
    sale."""
    row = records.variants[variant]
    model = records.models[row["model"]]
    construction = records.platforms[row["platform"]]["construction"]
    start = max(
        tooled_from(records, row["model"], plant),
        engineered_from(records, variant),
        on_sale_from(records, row["model"]),
    )
    return tuple(
        year
        for year in records.years
        if year >= start
        and in_window(row, year)
        and in_window(model, year)
        and records.capacity(plant, year, [construction]) > 0
        and permitted(records, variant, plant, year)
    )


def ways_of(records: Records, model: str) -> dict[tuple[str, str], tuple[int, ...]]:
    """(variant, plant) -> years in which a model could be built that way."""
    if model not in records.ways:
        plants = sorted(plant for built, plant in records.tooling if built == model)
        names = [name for name, row in records.variants.items() if row["model"] == model]
        records.ways[model] = {(n, plant): buildable(records, n, plant) for n in names for plant in plants}
    return records.ways[model]


def launched_from(records: Records, model: str) -> int:
    """First year in which a car that the book brings could be built anywhere; NEVER if it could not."""
    return min((years[0] for years in ways_of(records, model).values() if years), default=NEVER)

"""The factors on the parts bill of what is shared, counted again from the cars that the plan builds with it.

    factor[k,t] = (V_g / V_today)^(−b),   b = −log2(1 − saving per doubling)

of a platform on all parts, of a technology on its unit cost in the cars that use it. V is yearly demand on
the platform (of cars with the technology), mean over the horizon, under the book and under today's; takers'
cars count up to what they are granted, and not if they have another drive to choose; beyond the joint volume
limit nothing more is saved. In force from the first year in which a taker's cars are built with it: in the
plan, if the taker is planned (one car in all years so far is none); else as early as it could be.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from teikei.agreements.book import Book, Permit
from teikei.plan.audit.changes import still_paid
from teikei.plan.audit.dates import NEVER, buildable
from teikei.plan.audit.demand import Slot, demand_of
from teikei.plan.audit.records import Need, Records
from teikei.plan.audit.room import unplaced
from teikei.plan.sets import Floats

ONE_CAR = 1.5
"""Cars (up to rounding) that are still none: one may be built for the sake of what others save."""
Pair = tuple[str, str]


def parts_factors(records: Records, demand: dict[Slot, Floats]) -> dict[Need, Floats]:
    """Platform -> factor (year,) on the parts of all its cars, technology -> on its unit cost in all cars
    that use it; only what the book newly shares."""
    today = Book.today(records.case)
    shared: dict[Need, list[Permit]] = {}
    for permit in records.book.permits:
        if permit.what in ("platform", "technology") and permit.agreement not in today:
            shared.setdefault((permit.what, permit.resource), []).append(permit)
    if not shared:
        return {}
    now = demand_of(replace(records, book=today))
    years = np.array(records.years)
    found: dict[Need, Floats] = {}
    for name, grants in shared.items():
        row = (records.platforms if name[0] == "platform" else records.technologies)[name[1]]
        if name[0] == "technology" and not (row["saving_per_doubling"] > 0 and row["unit_cost"] > 0):
            continue
        own, taken = _pairs(records, name, {p.taker for p in grants})
        joint = _mean(demand, own) + _granted(records, grants, demand, taken)
        base = _mean(now, own) or row["reference_units_per_year"] or joint
        volume = min(joint, row["joint_volume_limit"] or math.inf)
        start = _shared_from(records, name, {p.taker for p in grants}, taken)
        if base > 0 and volume > base and start < NEVER:
            exponent = math.log2(1.0 - row["saving_per_doubling"])
            found[name] = np.where(years >= start, (volume / base) ** exponent, 1.0)
    return found


def saved_per_car(records: Records, factors: dict[Need, Floats]) -> dict[tuple[str, int], float]:
    """(variant, year) -> case currency that joint volume and buying together take off the technologies of a
    car."""
    paid = still_paid(records)
    found: dict[tuple[str, int], float] = {}
    for name, row in records.variants.items():
        firm = records.models[row["model"]]["firm"]
        for technology in row["technologies"]:
            cost = records.technologies[technology]["unit_cost"]
            learned = factors.get(("technology", technology), [1.0] * len(records.years))
            for year, factor in zip(records.years, learned, strict=True):
                left = float(factor) * paid.get((firm, "technology", technology, year), 1.0)
                if left != 1.0:
                    found[(name, year)] = found.get((name, year), 0.0) + cost * (1.0 - left)
    return found


def _pairs(records: Records, shared: Need, takers: set[str]) -> tuple[set[Pair], set[Pair]]:
    """(model, powertrain) that use what is shared: those that are there, and those that takers bring."""
    own, taken, other = set[Pair](), set[Pair](), set[Pair]()
    for name, row in records.variants.items():
        firm, pair = records.models[row["model"]]["firm"], (row["model"], row["powertrain"])
        if not _uses(records, name, shared):
            other.add(pair)
        elif firm in takers and row["status"] == "candidate":
            taken.add(pair)
        elif firm in takers or firm in records.owned[shared]:
            own.add(pair)
    return own, taken if shared[0] == "platform" else taken - other


def _uses(records: Records, variant: str, shared: Need) -> bool:
    row = records.variants[variant]
    return shared in [("platform", row["platform"]), *(("technology", t) for t in row["technologies"])]


def _mean(demand: dict[Slot, Floats], pairs: set[Pair]) -> float:
    return float(sum(units.mean() for slot, units in demand.items() if slot[:2] in pairs))


def _granted(records: Records, grants: list[Permit], demand: dict[Slot, Floats], pairs: set[Pair]) -> float:
    """Yearly cars that takers may put on a platform, mean over the horizon."""
    total = 0.0
    for taker in sorted({p.taker for p in grants}):
        mine = {pair for pair in pairs if records.models[pair[0]]["firm"] == taker}
        models = {pair[0] for pair in mine}
        rooms = {str(i): _limit(records, p, models) for i, p in enumerate(grants) if p.taker == taker}
        fits = {m: [i for i in rooms if not (some := grants[int(i)].models) or m in some] for m in models}
        for t in range(len(records.years)):
            cars = {
                m: float(sum(u[t] for slot, u in demand.items() if slot[0] == m and slot[:2] in mine))
                for m in models
            }
            total += sum(cars.values()) - unplaced(cars, rooms, fits)[0]
    return total / len(records.years)


def _limit(records: Records, grant: Permit, models: set[str]) -> float:
    """A grant's own limit; no more than the plants that its agreement lends hold, if the cars can be built
    nowhere else."""
    own = math.inf if grant.limit is None else grant.limit
    some = models & set(grant.models) if grant.models else models
    plants = {plant for model, plant in records.tooling if model in some}
    lent = [
        p
        for p in records.book.permits
        if (p.what, p.agreement, p.taker) == ("plant", grant.agreement, grant.taker)
    ]
    if not plants or not plants <= {p.resource for p in lent}:
        return own
    return min(own, sum(math.inf if p.limit is None else p.limit for p in lent if p.resource in plants))


def _shared_from(records: Records, shared: Need, takers: set[str], taken: set[Pair]) -> int:
    """First year by which takers have built more than one of the cars that add volume; NEVER if there is
    none."""
    counted = {
        name
        for name, row in records.variants.items()
        if _uses(records, name, shared)
        and row["status"] == "candidate"
        and (row["model"], row["powertrain"]) in taken
    }
    if takers & records.members:
        theirs = [car for car in records.cars if car.variant in counted and car.firm in takers]
        built = {year: sum(car.units for car in theirs if car.year <= year) for year in records.years}
        return min((int(year) for year, units in built.items() if units > ONE_CAR), default=NEVER)
    first = NEVER
    for name in counted:
        for model, plant in records.tooling:
            if model == records.variants[name]["model"]:
                first = min([first, *buildable(records, name, plant)[:1]])
    return first

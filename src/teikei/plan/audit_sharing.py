"""The factor on the parts bill of a shared platform, counted again from the cars that the plan builds on it.

    factor[k,t] = (V_g / V_today)^(−b),   b = −log2(1 − saving per doubling)

V is yearly demand on the platform, mean over the horizon, under the book and under today's; takers' cars
count up to what they are granted; beyond the joint volume limit nothing more is saved. In force from the
first year in which a taker's cars are on the platform: in the plan, if the taker is planned; else as early as
it could be.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from teikei.agreements.book import Book, Permit
from teikei.plan.audit_dates import NEVER, buildable
from teikei.plan.audit_demand import Slot, demand_of
from teikei.plan.audit_records import Need, Records
from teikei.plan.audit_room import unplaced
from teikei.plan.sets import Floats

Pair = tuple[str, str]


def parts_factors(records: Records, demand: dict[Slot, Floats]) -> dict[str, Floats]:
    """Platform -> factor (year,) on the parts of all its cars; only platforms that the book newly shares."""
    today = Book.today(records.case)
    shared: dict[str, list[Permit]] = {}
    for permit in records.book.permits:
        if permit.what == "platform" and permit.agreement not in today:
            shared.setdefault(permit.resource, []).append(permit)
    if not shared:
        return {}
    now = demand_of(replace(records, book=today))
    years = np.array(records.years)
    found: dict[str, Floats] = {}
    for name, grants in shared.items():
        row = records.platforms[name]
        own, taken = _pairs(records, name, {p.taker for p in grants})
        joint = _mean(demand, own) + _granted(records, grants, demand, taken)
        base = _mean(now, own) or row["reference_units_per_year"] or joint
        volume = min(joint, row["joint_volume_limit"] or math.inf)
        start = _shared_from(records, name, {p.taker for p in grants})
        if base > 0 and volume > base and start < NEVER:
            exponent = math.log2(1.0 - row["saving_per_doubling"])
            found[name] = np.where(years >= start, (volume / base) ** exponent, 1.0)
    return found


def _pairs(records: Records, platform: str, takers: set[str]) -> tuple[set[Pair], set[Pair]]:
    """(model, powertrain) on a platform: those that are there, and those that takers bring."""
    own, taken = set[Pair](), set[Pair]()
    for row in records.variants.values():
        firm = records.models[row["model"]]["firm"]
        if row["platform"] != platform:
            continue
        if firm in takers and row["status"] == "candidate":
            taken.add((row["model"], row["powertrain"]))
        elif firm in takers or firm in records.owned[("platform", platform)]:
            own.add((row["model"], row["powertrain"]))
    return own, taken


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


def _shared_from(records: Records, platform: str, takers: set[str]) -> int:
    """First year of a taker's car on the platform; NEVER if there is none."""
    need: Need = ("platform", platform)
    if takers & records.members:
        return min(
            (
                car.year
                for car in records.cars
                if car.platform == platform
                and car.firm in takers
                and records.variants[car.variant]["status"] == "candidate"
                and car.units > 0.5
            ),
            default=NEVER,
        )
    first = NEVER
    for name, row in records.variants.items():
        if row["platform"] != platform or row["status"] != "candidate":
            continue
        for model, plant in records.tooling:
            if model == row["model"] and need in records.lacking(name, plant):
                first = min([first, *buildable(records, name, plant)[:1]])
    return first

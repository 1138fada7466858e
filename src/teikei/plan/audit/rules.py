"""The rules that every car and every decision of a plan must keep, checked from the tables.

Each rule is a function of the records that yields one sentence a breach. Cars: offered, permitted, tooled,
ramped, developed, launched, at an open plant, in a market not left. Decisions: whole, taken once, in time.
"""

from __future__ import annotations

from collections.abc import Iterator

from teikei.plan.audit.dates import (
    NEVER,
    adopts,
    developed_from,
    fits,
    is_new,
    launched_from,
    offered_from,
    on_sale_from,
    permitted,
    tooled_from,
)
from teikei.plan.audit.demand import Slot, brought_by_any, demand_ramp, full_rate
from teikei.plan.audit.records import Begun, Car, Records, in_window
from teikei.plan.sets import Floats

HALF_A_CAR = 0.5
WHOLE = 1e-6


def unoffered(records: Records) -> Iterator[str]:
    """A car on sale: of a member, in its years, with a row of tooling.csv and of demand.csv."""
    slots = set(records.case["demand"].select("model", "powertrain", "market").iter_rows())
    for car in records.cars:
        known = [
            (car.units >= -HALF_A_CAR, f"{car.units:.0f} cars"),
            (car.firm in records.members, f"{car.firm} is not in the plan"),
            ((car.model, car.plant) in records.tooling, f"no tooling row of {car.model} at {car.plant}"),
            ((car.model, car.powertrain, car.market) in slots, "no demand row"),
            (in_window(records.variants[car.variant], car.year), "the variant is not on sale then"),
            (in_window(records.models[car.model], car.year), "the model is not on sale then"),
        ]
        yield from (f"{_name(car)}: {said}" for holds, said in known if not holds)


def unpermitted(records: Records) -> Iterator[str]:
    """Every resource that the firm does not own is granted to it, for the model, in that year."""
    for car in _built(records):
        if not permitted(records, car.variant, car.plant, car.year):
            for need in records.lacking(car.variant, car.plant):
                if not records.grants(car.firm, need, car.model, car.year):
                    yield f"{_name(car)}: {need[0]} {need[1]} is not granted to {car.firm} in {car.year}"


def untooled(records: Records) -> Iterator[str]:
    """Nothing is built at a plant that is not tooled for it, today or by a decision of the plan."""
    begun = records.started("tool_up")
    for car in _built(records):
        row = records.tooling.get((car.model, car.plant))
        ready = (
            row is None or row["status"] == "tooled" or car.year >= begun.get((car.model, car.plant), NEVER)
        )
        if not ready:
            yield f"{_name(car)} without tooling"


def unramped(records: Records, demand: dict[Slot, Floats]) -> Iterator[str]:
    """In the first year of a new tooling no more than its ramp of the demand is built; and the ramp is a year
    of production: what is left idle has it still to come.

        cars[t] ≤ ramp · F[t] + (1 − ramp) / ramp · Σ_{u<t} F[t]/F[u] · cars[u],     F: cars at full rate
    """
    begun = records.started("tool_up")
    sold: dict[tuple[Slot, str], float] = {}
    built: dict[tuple[str, str], dict[int, float]] = {}
    for car in _built(records):
        first, slot = begun.get((car.model, car.plant)), (car.model, car.powertrain, car.market)
        if first is None:
            continue
        if car.year == first:
            sold[(slot, car.plant)] = sold.get((slot, car.plant), 0.0) + car.units
        years = built.setdefault((car.model, car.plant), {})
        years[car.year] = years.get(car.year, 0.0) + car.units
    for (slot, plant), units in sorted(sold.items()):
        year = begun[(slot[0], plant)]
        ramp = records.tooling[(slot[0], plant)]["ramp_share_first_year"]
        carried = demand_ramp(records, slot[0], year)
        cars = float(demand[slot][records.years.index(year)]) if slot in demand else 0.0
        most = min(1.0, ramp / carried) * cars
        if units > most + HALF_A_CAR:
            said = f"{slot[0]} {slot[1]} at {plant} for {slot[2]} {year}: {units:.0f} cars"
            yield f"{said}, the ramp allows {most:.0f}"
    for (model, plant), years in sorted(built.items()):
        ramp = records.tooling[(model, plant)]["ramp_share_first_year"]
        full = dict(zip(records.years, full_rate(records, demand, model, plant), strict=True))
        for year, units in sorted(years.items()):
            past = sum(cars * full[year] / full[u] for u, cars in years.items() if u < year and full[u] > 0)
            most = ramp * full[year] + (1.0 - ramp) / ramp * past
            if units > most + HALF_A_CAR:
                yield f"{model} at {plant} {year}: {units:.0f} cars, the ramp allows {most:.0f}"


def undeveloped(records: Records) -> Iterator[str]:
    """A car's platform is developed by all its owners in the plan and adopted by its firm, its technologies
    are fitted, before it is built."""
    develop, adopt, fit = (records.started(d) for d in ("develop", "adopt", "fit"))
    for car in _built(records):
        owning = records.owned[("platform", car.platform)]
        if is_new(records, car.platform):
            planned = owning & records.members
            if car.year < max((develop.get((car.platform, f), NEVER) for f in planned), default=0):
                yield f"{_name(car)}: platform {car.platform} is not developed"
        if adopts(records, car.variant) and car.year < adopt.get((car.platform, car.firm), NEVER):
            yield f"{_name(car)}: {car.firm} has not adopted platform {car.platform}"
        for name in fits(records, car.variant):
            if car.year < fit.get((name, car.firm), NEVER):
                yield f"{_name(car)}: {car.firm} has not fitted technology {name}"


def unlaunched(records: Records) -> Iterator[str]:
    """A candidate model is built only from the year of its launch, and only if the book or its firm may
    launch it; a model of table offers for a market only from the year in which it is offered there."""
    begun, brought = records.started("launch"), brought_by_any(records)
    for car in _built(records):
        here = (car.model, car.market)
        if here in records.offers and car.year < begun.get(here, NEVER):
            yield f"{_name(car)}: {car.model} is not offered in {car.market}"
        if records.models[car.model]["status"] != "candidate":
            continue
        if car.model in brought and car.model not in records.book.brought:
            yield f"{_name(car)}: no agreement of the book brings {car.model}"
        elif car.year < begun.get((car.model,), NEVER):
            yield f"{_name(car)}: {car.model} is not launched"


def closed_or_left(records: Records) -> Iterator[str]:
    """No car from a plant that is closed, or in a market that its firm has left."""
    closed, left = records.ends("closed"), records.ends("left")
    for car in _built(records):
        announced = records.plants[car.plant]["closes_after"] or NEVER
        if car.year > announced or car.year >= closed.get(car.plant, NEVER):
            yield f"{_name(car)}: the plant is closed"
        if car.year >= left.get(f"{car.firm} {car.market}", NEVER):
            yield f"{_name(car)}: {car.firm} has left {car.market}"
    for lease in records.lent:
        shut = lease.year >= closed.get(lease.plant, NEVER)
        if lease.units > HALF_A_CAR and shut:
            yield f"{lease.agreement} at {lease.plant} in {lease.year}: the plant is closed"


def broken(records: Records) -> Iterator[str]:
    """A decision is taken or not, and a thing is started, closed or left once."""
    seen: dict[tuple[str, tuple[str, ...]], int] = {}
    for b in records.begun:
        if abs(b.taken - 1.0) > WHOLE:
            yield f"{_said(b)} is taken by {b.taken:.3f}, not as a whole"
        key = (b.decision, b.what)
        seen[key] = seen.get(key, 0) + 1
        if seen[key] == 2:
            yield f"{b.decision} {' '.join(b.what)} is taken twice"


def too_early(records: Records) -> Iterator[str]:
    """Nothing is in use before the first review or its signature, and its lead time after that."""
    for b in records.begun:
        earliest = _earliest(records, b)
        if b.first_year < earliest:
            when = "never" if earliest >= NEVER else f"{earliest} at the earliest"
            yield f"{_said(b)} counts from {b.first_year}, {when}"


def _earliest(records: Records, b: Begun) -> int:
    if b.decision == "tool_up":
        return tooled_from(records, b.what[0], b.what[1])
    if b.decision == "launch":
        model = b.what[0]
        if b.what in records.offers:
            return offered_from(records, model, b.what[1])
        if model in records.book.brought:
            return launched_from(records, model)
        return on_sale_from(records, model)
    if b.decision in ("develop", "adopt", "fit"):
        return developed_from(records, b.decision, b.what[0], b.what[1])
    first = int(records.case.settings.reviews[0])
    if b.decision == "closed":
        return max(first, records.plants[b.what[0]]["may_close_from"] or NEVER)
    may = records.case["market_presence"].filter(firm=b.what[0], market=b.what[1], may_leave=True)
    return first if may.height else NEVER


def unfollowed(records: Records) -> Iterator[str]:
    """A taker adopts a platform only once the members that own it have developed it."""
    develop = records.started("develop")
    for (name, firm), year in records.started("adopt").items():
        owning = records.owned[("platform", name)] & records.members if is_new(records, name) else ()
        if year < max((develop.get((name, owner), NEVER) for owner in owning), default=0):
            yield f"{firm} adopts platform {name} in {year}, before it is developed"


def _built(records: Records) -> Iterator[Car]:
    return (car for car in records.cars if car.units > HALF_A_CAR)


def _name(car: Car) -> str:
    return f"{car.variant} built at {car.plant} for {car.market} in {car.year}"


def _said(b: Begun) -> str:
    return f"{b.decision} {' '.join(b.what)}"

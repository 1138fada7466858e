"""The volumes of a plan against their limits, counted from the tables: demand, lines, grants, guests.

Where several limits hold for overlapping kinds of cars, the cars must fit into them together
(`plan.audit.room`): models under grants, constructions on lines.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations

from teikei.agreements.book import Permit
from teikei.plan.audit.dates import permitted
from teikei.plan.audit.demand import (
    Guest,
    Slot,
    brought_by_any,
    launch_years,
    reach_of,
    taken_by_choice,
)
from teikei.plan.audit.records import Need, Records, in_window
from teikei.plan.audit.room import unplaced
from teikei.plan.sets import Floats

HALF_A_CAR = 0.5
Cell = tuple[str, int]


def over_demand(records: Records, demand: dict[Slot, Floats]) -> Iterator[str]:
    """Σ cars of a slot ≤ demand, less what the firm's own launches take from its own line-up."""
    taken = taken_by_choice(records, demand)
    sold: dict[tuple[Slot, int], float] = {}
    for car in records.cars:
        key = ((car.model, car.powertrain, car.market), car.year)
        sold[key] = sold.get(key, 0.0) + car.units
    for (slot, year), units in sorted(sold.items()):
        t = records.years.index(year)
        most = float(demand[slot][t]) if slot in demand else 0.0
        most = max(0.0, most - float(taken[slot][t])) if slot in taken else most
        if units > most + HALF_A_CAR:
            yield f"{slot[0]} {slot[1]} in {slot[2]} {year}: {units:.0f} sold of {most:.0f}"


def output_of(records: Records, guests: tuple[Guest, ...]) -> dict[Cell, dict[str, tuple[float, float]]]:
    """(plant, year) -> construction -> (members' cars, cars of planning firms outside the plan; these at
    members' plants only); cars lent to guests that do not plan stand under the construction "" (it is not
    known)."""
    found: dict[Cell, dict[str, tuple[float, float]]] = {}

    def put(plant: str, year: int, construction: str, mine: float, theirs: float) -> None:
        cell = found.setdefault((plant, year), {})
        one, other = cell.get(construction, (0.0, 0.0))
        cell[construction] = (one + mine, other + theirs)

    for car in records.cars:
        put(car.plant, car.year, car.construction, car.units, 0.0)
    for guest in guests:
        for year, units in zip(records.years, guest.cars, strict=True):
            put(guest.plant, year, guest.construction, 0.0, float(units))
    for lease in records.lent:
        put(lease.plant, lease.year, "", lease.units, 0.0)
    return found


def _sets(
    records: Records, plant: str, year: int, cell: dict[str, tuple[float, float]]
) -> Iterator[tuple[str, float, float, float]]:
    """(constructions in words, members' cars, others' cars, capacity) of every set of constructions built at
    a plant. Guests of unknown construction count in every set."""
    built = sorted(c for c, cars in cell.items() if c and sum(cars) > 0)
    lent = cell.get("", (0.0, 0.0))[0]
    takes = {c for row in records.lines.get(plant, []) for c in row["constructions"]}
    sets = [some for size in range(1, len(built) + 1) for some in combinations(built, size)]
    for some in sets or [tuple(sorted(takes))]:
        mine = sum(cell[c][0] for c in some if c in cell) + lent
        theirs = sum(cell[c][1] for c in some if c in cell)
        yield "+".join(some), mine, theirs, records.capacity(plant, year, some)


def overtime_of(records: Records, guests: tuple[Guest, ...]) -> dict[Cell, float]:
    """(plant, year) -> members' cars beyond regular capacity: of all sets of constructions the largest
    excess."""
    found: dict[Cell, float] = {}
    for (plant, year), cell in output_of(records, guests).items():
        if not set(records.shares.get(plant, {})) & records.members:
            continue
        for _, mine, theirs, capacity in _sets(records, plant, year, cell):
            over = mine - max(0.0, capacity - theirs)
            if over > 0:
                found[(plant, year)] = max(found.get((plant, year), 0.0), over)
    return found


def over_lines(records: Records, guests: tuple[Guest, ...]) -> Iterator[str]:
    """Cars of every set of constructions fit on the lines that take any of it, overtime included."""
    for (plant, year), cell in sorted(output_of(records, guests).items()):
        overtime = records.plants[plant]["overtime_share"]
        for some, mine, theirs, capacity in _sets(records, plant, year, cell):
            most = capacity * (1.0 + overtime)
            if mine > HALF_A_CAR + max(0.0, most - theirs):
                yield (
                    f"{plant} {year}: {mine + theirs:.0f} {some} built on a capacity of {capacity:.0f} "
                    f"({most:.0f} with overtime)"
                )


def under_use(records: Records, guests: tuple[Guest, ...]) -> Iterator[str]:
    """An open plant builds at least its share of minimum use."""
    closed, output = records.ends("closed"), output_of(records, guests)
    for plant, row in records.plants.items():
        if not row["minimum_use_share"] or not set(records.shares.get(plant, {})) & records.members:
            continue
        takes = {guest.construction for guest in guests if guest.plant == plant}
        takes |= {
            records.platforms[variant["platform"]]["construction"]
            for name, variant in records.variants.items()
            if _may_be_built(records, name, plant)
        }
        for year in records.years:
            least = row["minimum_use_share"] * records.capacity(plant, year, takes)
            units = sum(sum(cars) for cars in output.get((plant, year), {}).values())
            if year < closed.get(plant, 9999) and units < least - HALF_A_CAR:
                yield f"{plant} {year}: {units:.0f} built, its minimum use is {least:.0f}"


def _may_be_built(records: Records, variant: str, plant: str) -> bool:
    """Whether a member may build a variant at a plant in some year: lines for others are no use to it."""
    row = records.variants[variant]
    model = records.models[row["model"]]
    if (row["model"], plant) not in records.tooling or model["firm"] not in records.members:
        return False
    if row["model"] in brought_by_any(records) and row["model"] not in launch_years(records):
        return False
    years = (y for y in records.years if in_window(row, y) and in_window(model, y))
    return any(permitted(records, variant, plant, year) for year in years)


def _by_need(records: Records) -> dict[tuple[str, Need, int], dict[str, float]]:
    """(taker, resource of others, year) -> model -> cars that use it."""
    found: dict[tuple[str, Need, int], dict[str, float]] = {}
    for car in records.cars:
        for need in records.lacking(car.variant, car.plant):
            models = found.setdefault((car.firm, need, car.year), {})
            models[car.model] = models.get(car.model, 0.0) + car.units
    return found


def over_grants(records: Records) -> Iterator[str]:
    """Cars of every set of models fit under the grants that cover any of it."""
    for (taker, need, year), cars in sorted(_by_need(records).items()):
        grants = {str(i): p for i, p in enumerate(records.grants(taker, need, year=year))}
        rooms = {i: math.inf if p.limit is None else p.limit for i, p in grants.items()}
        fits = {m: [i for i, p in grants.items() if not p.models or m in p.models] for m in cars}
        over, models = unplaced(cars, rooms, fits)
        if over > HALF_A_CAR:
            units = sum(cars[m] for m in models)
            yield (
                f"{' + '.join(sorted(models))} of {taker} with {need[0]} {need[1]} {year}: {units:.0f} cars, "
                f"{units - over:.0f} granted"
            )


def over_own_use(records: Records) -> Iterator[str]:
    """An owner that a joint venture holds to a part of a plant builds no more of its own cars there."""
    built: dict[tuple[str, str, int], float] = {}
    for car in records.cars:
        key = (car.firm, car.plant, car.year)
        built[key] = built.get(key, 0.0) + car.units
    for row in records.case["changes"].filter(change="own_use").iter_rows(named=True):
        name = row["agreement"]
        for year in records.years if name in records.book else ():
            cars = built.get((row["firm"], row["resource"], year), 0.0)
            inside = records.book.first_year(name) <= year <= records.book.last_year(name)
            if inside and cars > row["value"] + HALF_A_CAR:
                said = f"{row['firm']} at {row['resource']} {year}: {cars:.0f} cars"
                yield f"{said}, {row['value']:.0f} left to it by {name}"


def under_grants(records: Records, demand: dict[Slot, Floats]) -> Iterator[str]:
    """Guaranteed volumes are built as far as there is demand for them."""
    used = _by_need(records)
    asked: dict[tuple[str, Need], None] = {
        (p.taker, (p.what, p.resource)): None
        for p in records.book.permits
        if p.minimum > 0 and p.taker in records.members
    }
    for taker, need in asked:
        reach = reach_of(records, demand, taker, need)
        for t, year in enumerate(records.years):
            grants = {str(i): p for i, p in enumerate(records.grants(taker, need, year=year)) if p.minimum}
            least = {i: p.minimum for i, p in grants.items()}
            fits = {i: [m for m in reach if not p.models or m in p.models] for i, p in grants.items()}
            possible = sum(least.values()) - unplaced(least, {m: r[t] for m, r in reach.items()}, fits)[0]
            cars = used.get((taker, need, year), {})
            built = sum(least.values()) - unplaced(least, cars, fits)[0]
            if built < possible - HALF_A_CAR:
                yield (
                    f"{taker} with {need[0]} {need[1]} {year}: {built:.0f} cars of the {possible:.0f} "
                    f"that {' + '.join(sorted({p.agreement for p in grants.values()}))} guarantees"
                )


def out_of_lease(records: Records) -> Iterator[str]:
    """Guests that do not plan have built what their grant says: at least its minimum, at most its limit."""
    lent: dict[tuple[str, str, str, int], float] = {}
    for lease in records.lent:
        key = (lease.agreement, lease.plant, lease.guest, lease.year)
        lent[key] = lent.get(key, 0.0) + lease.units
    granted: dict[tuple[str, str, str], list[Permit]] = {}
    for p in records.book.permits:
        outside = p.what == "plant" and p.taker not in records.planning
        if outside and records.host[p.resource] in records.members:
            granted.setdefault((p.agreement, p.resource, p.taker), []).append(p)
    for key in sorted(set(lent) | {(*one, year) for one in granted for year in records.years}):
        takes = [c for row in records.lines.get(key[1], []) for c in row["constructions"]]
        stands = records.capacity(key[1], key[3], takes) > 0
        grants = granted.get(key[:3], []) if stands else []
        held = [p for p in grants if p.first_year <= key[3] <= p.last_year]
        low = sum(p.minimum for p in held)
        high = sum(max(p.minimum, p.minimum if p.limit is None else p.limit) for p in held)
        units = lent.get(key, 0.0)
        if not low - HALF_A_CAR <= units <= high + HALF_A_CAR:
            said = f"{key[0]} at {key[1]} {key[3]}: {units:.0f} cars lent to {key[2]}"
            yield f"{said}, {low:.0f} to {high:.0f} granted"

"""What could be sold, counted again from demand.csv, growth and diversion, with the launches the plan makes.

    D[s,t] = units · (1 + growth)^(t − base year), while the model is on sale; the ramp in a launch's first
    year; less what launches of the book take (share · their sales, never more than there is), plus what
    withdrawals give

A model that the book brings is on sale from the year the plan launches it; one of which the plan launches
nothing takes nobody's sales. Brought models of firms outside the plan go on sale as soon as they can.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from teikei.plan.audit.dates import NEVER, adopts, fits, launched_from, ways_of
from teikei.plan.audit.records import Begun, Need, Records, yearly
from teikei.plan.audit.technologies import access_factor
from teikei.plan.sets import Floats

Slot = tuple[str, str, str]


class Guest(NamedTuple):
    """Cars a year (year,) that a planning firm outside the plan has built in a member's plant."""

    variant: str
    model: str
    firm: str
    construction: str
    plant: str
    market: str
    cars: Floats


def launch_years(records: Records) -> dict[str, int]:
    """Model that the book brings -> first year on sale; models called off are left out."""
    begun = records.started("launch")
    found: dict[str, int] = {}
    for model in records.book.brought:
        if records.models[model]["firm"] in records.members:
            year = begun.get((model,), NEVER)
        else:
            year = launched_from(records, model)
        if year <= records.years[-1]:
            found[model] = year
    return found


def brought_by_any(records: Records) -> frozenset[str]:
    """Models that some agreement of the case brings; other candidates are their firm's choice."""
    return frozenset(m for row in records.case["agreements"].iter_rows(named=True) for m in row["brings"])


def demand_of(records: Records) -> dict[Slot, Floats]:
    """(model, powertrain, market) -> cars a year (year,) that can be sold under the book."""
    launched = launch_years(records)
    before = _undiverted(records, launched)
    return _diverted(records, before, launched) if records.diversion else before


def _undiverted(records: Records, launched: dict[str, int]) -> dict[Slot, Floats]:
    years = np.array(records.years)
    choice = {m for m, row in records.models.items() if row["status"] == "candidate"} - brought_by_any(
        records
    )
    ramp = {model: launch_ramp(records, model, year) for model, year in launched.items()}
    first = {model: _powertrain_years(records, model, year) for model, year in launched.items()}
    found: dict[Slot, Floats] = {}
    for row in records.case["demand"].iter_rows(named=True):
        model = records.models[row["model"]]
        if model["firm"] not in records.planning:
            continue
        start, last = model["first_year"] or 0, model["last_year"] or NEVER
        units = row["units_per_year"] * (1.0 + (row["growth"] or 0.0)) ** (years - row["base_year"])
        if model["status"] == "candidate" and row["model"] not in choice:
            start = first.get(row["model"], {}).get(row["powertrain"], NEVER)
            launch = launched.get(row["model"], NEVER)
            units = units * np.where(years == launch, ramp.get(row["model"], 1.0), 1.0)
        if row["powertrain"] == "electric":
            firm, market = model["firm"], row["market"]
            units = units * [access_factor(records, firm, market, year) for year in records.years]
        slot = (row["model"], row["powertrain"], row["market"])
        found[slot] = np.where((years >= start) & (years <= last), units, 0.0)
    return found


def _powertrain_years(records: Records, model: str, launch: int) -> dict[str, int]:
    """Powertrain -> first year, from a launch on, in which it could be built."""
    found: dict[str, int] = {}
    for (variant, _), possible in ways_of(records, model).items():
        drive = records.variants[variant]["powertrain"]
        later = [year for year in possible if year >= launch]
        found[drive] = min([found.get(drive, NEVER), *later[:1]])
    return found


def launch_ramp(records: Records, model: str, year: int) -> float:
    """Share of a year's cars that a launch sells in its first year: the ramp of the best plant that could
    build it then."""
    shares = [
        1.0
        if records.tooling[(model, plant)]["status"] == "tooled"
        else float(records.tooling[(model, plant)]["ramp_share_first_year"])
        for (_, plant), possible in ways_of(records, model).items()
        if year in possible
    ]
    return max(shares, default=1.0)


def demand_ramp(records: Records, model: str, year: int) -> float:
    """The ramp that the demand of a model has already in a year: that of its launch, else 1."""
    return launch_ramp(records, model, year) if launch_years(records).get(model) == year else 1.0


def full_rate(records: Records, demand: dict[Slot, Floats], model: str, plant: str) -> Floats:
    """Cars a year (year,) that a plant could build of a model at full rate: what could be sold without a
    ramp, or its lines, overtime included, if they hold less than the demand."""
    there: dict[str, Floats] = {}
    constructions: set[str] = set()
    for (variant, where), possible in ways_of(records, model).items():
        if where == plant and possible:
            row = records.variants[variant]
            constructions.add(records.platforms[row["platform"]]["construction"])
            open_ = np.array([float(year in possible) for year in records.years])
            there[row["powertrain"]] = np.maximum(there.get(row["powertrain"], yearly(records)), open_)
    slots = [slot for slot in demand if slot[0] == model and slot[1] in there]
    total = yearly(records) + np.sum([demand[slot] for slot in slots], axis=0)
    ramps = np.array([demand_ramp(records, model, year) for year in records.years])
    found = (yearly(records) + np.sum([demand[slot] * there[slot[1]] for slot in slots], axis=0)) / ramps
    if not set(records.shares.get(plant, {})) & records.members:
        return np.asarray(found, dtype=np.float64)
    overtime = 1.0 + records.plants[plant]["overtime_share"]
    lines = np.array([overtime * records.capacity(plant, year, constructions) for year in records.years])
    return np.asarray(np.where(lines < total, np.minimum(found, lines), found), dtype=np.float64)


def _diverted(records: Records, before: dict[Slot, Floats], launched: dict[str, int]) -> dict[Slot, Floats]:
    years = np.array(records.years)
    none = yearly(records)
    left = dict(before)
    for model, agreement in records.book.withdrawn.items():
        gone = years >= records.book.first_year(agreement)
        left |= {slot: np.where(gone, 0.0, left[slot]) for slot in left if slot[0] == model}
    for p in records.book.permits:
        for model in p.models if p.what == "market" else ():
            out = years >= p.first_year
            mine = [slot for slot in left if (slot[0], slot[2]) == (model, p.resource)]
            left |= {slot: np.where(out, 0.0, left[slot]) for slot in mine}
    lost: dict[Slot, Floats] = {}
    won: dict[Slot, Floats] = {}
    for row in records.case["diversion"].iter_rows(named=True):
        mover, other, market = row["model"], row["to"], row["market"]
        sold = _sum(before, mover, market, none) if mover in launched else none
        leaves = none
        if any(slot[0] == mover and left[slot] is not before[slot] for slot in left):
            leaves = _sum(before, mover, market, none) - _sum(left, mover, market, none)
        total = _sum(before, other, market, none)
        for slot in _slots(before, other, market):
            weight = np.divide(before[slot], total, out=np.zeros(years.size), where=total > 0)
            lost[slot] = lost.get(slot, none) + weight * row["share"] * sold
            won[slot] = won.get(slot, none) + weight * row["share"] * leaves
    return {
        slot: np.where(units > 0, np.maximum(units - lost.get(slot, none), 0.0) + won.get(slot, none), 0.0)
        for slot, units in left.items()
    }


def taken_by_choice(records: Records, demand: dict[Slot, Floats]) -> dict[Slot, Floats]:
    """Cars a year (year,) that launches of a member's own choice take from its own other models."""
    if not records.diversion:
        return {}
    years = np.array(records.years)
    none = yearly(records)
    begun = records.started("launch")
    chosen = {what: year for what, year in begun.items() if what[0] not in records.book.brought}
    found: dict[Slot, Floats] = {}
    for row in records.case["diversion"].iter_rows(named=True):
        mover, other, market = row["model"], row["to"], row["market"]
        since = min(chosen.get((mover,), NEVER), chosen.get((mover, market), NEVER))
        if since == NEVER or other not in records.models:
            continue
        if records.models[other]["firm"] != records.models[mover]["firm"]:
            continue
        flow = row["share"] * _sum(demand, mover, market, none) * (years >= since)
        total = _sum(demand, other, market, none)
        for slot in _slots(demand, other, market):
            weight = np.divide(demand[slot], total, out=np.zeros(years.size), where=total > 0)
            found[slot] = found.get(slot, none) + np.minimum(weight * flow, demand[slot])
    return found


def guests_of(records: Records, demand: dict[Slot, Floats]) -> tuple[Guest, ...]:
    """Cars of planning firms outside the plan in members' plants: their demand, sourced as today."""
    flows: list[tuple[str, str, Slot, float]] = []
    whole: dict[Slot, float] = {}
    for row in records.case["sourcing"].iter_rows(named=True):
        variant = records.variants[row["variant"]]
        slot = (variant["model"], variant["powertrain"], row["market"])
        firm = records.models[slot[0]]["firm"]
        if slot in demand and firm not in records.members and row["units"] > 0:
            flows.append((row["variant"], row["plant"], slot, row["units"]))
            whole[slot] = whole.get(slot, 0.0) + row["units"]
    found = []
    for name, plant, slot, units in flows:
        if not set(records.shares.get(plant, {})) & records.members:
            continue
        construction = records.platforms[records.variants[name]["platform"]]["construction"]
        cars = demand[slot] * units / whole[slot]
        firm = records.models[slot[0]]["firm"]
        found.append(Guest(name, slot[0], firm, construction, plant, slot[2], cars))
    return tuple(found)


def reach_of(records: Records, demand: dict[Slot, Floats], taker: str, need: Need) -> dict[str, Floats]:
    """Model -> cars a year (year,) that a firm could sell of it with a resource of others: what a guaranteed
    volume can be asked of. Only the ramp of the demand, and of the lines, in the first year of a tooling."""
    found: dict[str, Floats] = {}
    for model, row in records.models.items():
        if row["firm"] != taker or not records.grants(taker, need, model):
            continue
        best: dict[str, Floats] = {}
        room: dict[str, Floats] = {}
        for (variant, plant), possible in ways_of(records, model).items():
            if need not in records.lacking(variant, plant) or not possible:
                continue
            share, most = _ramped(records, variant, plant, possible)
            drive = records.variants[variant]["powertrain"]
            best[drive] = np.maximum(best.get(drive, yearly(records)), share)
            room[plant] = np.maximum(room.get(plant, yearly(records)), most)
        cars = [demand[slot] * best[slot[1]] for slot in demand if slot[0] == model and slot[1] in best]
        if cars:
            found[model] = np.minimum(np.sum(cars, axis=0), np.sum(list(room.values()), axis=0))
    return found


def _ramped(records: Records, variant: str, plant: str, possible: tuple[int, ...]) -> tuple[Floats, Floats]:
    """(share of the demand, cars) that a variant may have from a plant, by year (year,): in the first year of
    a tooling its ramp, later no limit of cars."""
    row = records.variants[variant]
    tool = records.tooling[(row["model"], plant)]
    share = np.array([float(year in possible) for year in records.years])
    most = np.where(share > 0, np.inf, 0.0)
    if tool["status"] == "possible" and row["model"] not in records.book.brought:
        first = records.years.index(possible[0])
        share[first] = tool["ramp_share_first_year"]
        construction = records.platforms[row["platform"]]["construction"]
        lines = records.capacity(plant, possible[0], [construction])
        most[first] = share[first] * lines * (1.0 + records.plants[plant]["overtime_share"])
    return share, most


def _slots(demand: dict[Slot, Floats], model: str, market: str) -> list[Slot]:
    return [slot for slot in demand if slot[0] == model and slot[2] == market]


def _sum(demand: dict[Slot, Floats], model: str, market: str, none: Floats) -> Floats:
    cars = [demand[slot] for slot in _slots(demand, model, market)]
    return np.asarray(np.sum(cars, axis=0), dtype=np.float64) if cars else none


def last_uses(records: Records, demand: dict[Slot, Floats], b: Begun) -> list[int]:
    """Years in which a car that needs what a decision starts can be built and sold."""
    found = []
    for name, row in records.variants.items():
        if not _needs(records, name, b):
            continue
        markets = b.what[1:] if b.decision == "launch" else ()
        slots = [
            cars
            for (model, drive, market), cars in demand.items()
            if (model, drive) == (row["model"], row["powertrain"]) and (not markets or market in markets)
        ]
        sold = np.sum(slots, axis=0) if slots else yearly(records)
        for (variant, plant), possible in ways_of(records, row["model"]).items():
            if variant == name and (b.decision != "tool_up" or plant == b.what[1]):
                found += [year for year in possible if sold[records.years.index(year)] > 0]
    return found


def _needs(records: Records, variant: str, b: Begun) -> bool:
    """Whether a variant of a member needs what a decision starts."""
    row = records.variants[variant]
    firm = records.models[row["model"]]["firm"]
    if b.decision in ("tool_up", "launch"):
        return bool(row["model"] == b.what[0])
    if b.decision == "fit":
        return firm == b.what[1] and b.what[0] in fits(records, variant)
    mine = firm in records.members if b.decision == "develop" else firm == b.what[1]
    return mine and row["platform"] == b.what[0] and (b.decision == "develop" or adopts(records, variant))

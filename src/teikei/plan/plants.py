"""Plants of a plan: owners, cost, and the capacity of every set of constructions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

import numpy as np

from teikei.agreements.book import Book, Changed
from teikei.case.case import Case
from teikei.case.kept import kept, rows_by
from teikei.industry.money import money_rows
from teikei.industry.routes import hosts
from teikei.plan.demand import Slots
from teikei.plan.hosted import hosted_cars, reserved_room
from teikei.plan.sets import Floats, Plants, Routes


def shares_of(book: Book) -> dict[str, dict[str, Floats]]:
    """Plant -> owner -> share (year,): as in plant_owners.csv, and from the first year of a joint venture of
    the book as its ``owned_share`` say."""
    years = np.array(book.case.settings.years)
    found: dict[str, dict[str, Floats]] = {}
    for row in book.case["plant_owners"].iter_rows(named=True):
        found.setdefault(row["plant"], {})[row["firm"]] = np.full(years.size, float(row["share"]))
    ventures: dict[str, list[Changed]] = {}
    for change in book.changes("owned_share"):
        ventures.setdefault(change.resource, []).append(change)
    for plant, changes in ventures.items():
        inside = (years >= changes[0].first_year) & (years <= changes[0].last_year)
        own = found.setdefault(plant, {})
        for firm in {*own, *(c.firm for c in changes)}:
            share = sum(c.value for c in changes if c.firm == firm)
            own[firm] = np.where(inside, share, own.get(firm, np.zeros(years.size)))
    return found


def plants_of(book: Book, firms: tuple[str, ...], ways: Routes, slots: Slots) -> Plants:
    """Plants in which a member has a share, and the room at plants of others. There the lines limit members'
    cars beside the grants; what the owners build themselves is not in the plan.

    Capacity of a set S of constructions = Σ of the lines that take any of S (Hall's condition: cars of
    different constructions fit on the lines if and only if every set does). Lines that take nothing built
    here do not count.
    """
    case, shares = book.case, shares_of(book)
    host = dict(hosts(case).iter_rows())
    money = ("fixed_cost_m", "conversion_cost_per_unit", "closing_cost_m")
    rows = money_rows(case, "plants", ("plant",), money)
    names = tuple(sorted(p for p, owned in shares.items() if set(owned) & set(firms)))
    hosted = hosted_cars(case, names, firms, slots)
    reserved = reserved_room(names, hosted, len(case.settings.years))
    return Plants(
        names=names,
        host={p: host[p] for p in names},
        shares={p: shares[p] for p in names},
        fixed_m={p: rows[p]["fixed_cost_m"] for p in names},
        closing_m={p: rows[p]["closing_cost_m"] for p in names},
        may_close_from={p: rows[p]["may_close_from"] for p in names},
        closes_after={p: rows[p]["closes_after"] for p in names},
        minimum_share={p: rows[p]["minimum_use_share"] for p in names},
        overtime_share={p: rows[p]["overtime_share"] for p in names},
        overtime_cost={p: rows[p]["overtime_premium"] * rows[p]["conversion_cost_per_unit"] for p in names},
        conversion={p: rows[p]["conversion_cost_per_unit"] for p in names},
        capacity=_capacities(case, names, ways, reserved),
        reserved=reserved,
        hosted=hosted,
        abroad=_abroad(case, names, ways, {p: rows[p]["overtime_share"] for p in rows}),
    )


def _abroad(
    case: Case, names: tuple[str, ...], ways: Routes, overtime: Mapping[str, float]
) -> dict[str, dict[frozenset[str], Floats]]:
    """Plants of others -> constructions that members have built there -> cars a year (year,), overtime
    included."""
    others = tuple(sorted(set(ways.plant.tolist()) - set(names)))
    found = _capacities(case, others, ways, {plant: {} for plant in others})
    return {p: {some: c * (1.0 + overtime[p]) for some, c in sets.items()} for p, sets in found.items()}


def _capacities(
    case: Case, names: tuple[str, ...], ways: Routes, reserved: dict[str, dict[str, Floats]]
) -> dict[str, dict[frozenset[str], Floats]]:
    built: dict[str, set[str]] = {}
    for plant, construction in zip(ways.plant.tolist(), ways.construction.tolist(), strict=True):
        built.setdefault(plant, set()).add(construction)
    used = {p: tuple(sorted(built.get(p, set()) | set(reserved[p]))) for p in names}
    return {p: _sets(case, p, used[p]) for p in names}


@kept
def _sets(case: Case, plant: str, used: tuple[str, ...]) -> dict[frozenset[str], Floats]:
    """Capacity (year,) of the constructions used at a plant, and of every set of them that is tighter."""
    lines, years = _lines(case).get(plant, []), len(case.settings.years)
    total = _taking(lines, used or None, years)
    found: dict[frozenset[str], Floats] = {frozenset(used): total}
    for size in range(1, len(used)):
        for some in combinations(used, size):
            capacity = _taking(lines, some, years)
            if (capacity < total).any():
                found[frozenset(some)] = capacity
    return found


@kept
def _lines(case: Case) -> dict[str, list[tuple[frozenset[str], Floats]]]:
    """Of each plant its lines: what they take, and their capacity (year,)."""
    years, plants = np.array(case.settings.years), rows_by(case, "plants", "plant")
    found: dict[str, list[tuple[frozenset[str], Floats]]] = {}
    for row in case["lines"].iter_rows(named=True):
        last = min(row["to_year"] or 9999, (plants.get(row["plant"]) or {}).get("closes_after") or 9999)
        inside = (years >= (row["from_year"] or 0)) & (years <= last)
        found.setdefault(row["plant"], []).append(
            (frozenset(row["constructions"]), np.where(inside, row["capacity_units_per_year"], 0.0))
        )
    return found


def _taking(lines: list[tuple[frozenset[str], Floats]], some: Iterable[str] | None, years: int) -> Floats:
    """Capacity (year,) of the lines that take any of some constructions; of all lines if none is named."""
    wanted = None if some is None else set(some)
    taken = [capacity for takes, capacity in lines if wanted is None or takes & wanted]
    return np.asarray(np.sum(taken or [np.zeros(years)], axis=0), dtype=np.float64)

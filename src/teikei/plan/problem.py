"""From a case, members and a book to the sets and arrays of one plan."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from teikei.agreements.book import Book
from teikei.base.errors import Fault, UsageError, did_you_mean
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.industry.money import in_case_currency, year_weights
from teikei.plan.access import ELECTRIC, port_costs
from teikei.plan.assistance import Assisted, apply_to_cars, assisted
from teikei.plan.constants import fixed_accounts, payments_of, presence_of
from teikei.plan.demand import Slots, slots_of_book
from teikei.plan.earned import counted_from, takers
from teikei.plan.fleets import FleetKey, charged, credits_of, fleets_of
from teikei.plan.hosted import hosted_fees
from teikei.plan.permits import lent_capacity
from teikei.plan.plants import plants_of
from teikei.plan.purchasing import Bought, apply_to_parts, bought_together
from teikei.plan.sets import Choices, Entries, Floats, Ints, Lent, Payment, PlanProblem, Plants, Routes
from teikei.plan.sharing import Resource, parts_factors
from teikei.plan.starts import development_starts, launch_starts, pairs_of, tooling_starts, within_reach
from teikei.plan.ventures import own_use
from teikei.plan.volumes import Reach, limits_of_grants
from teikei.plan.ways import landed_arrays, permitted, routes_of


def planning_firms(case: Case) -> tuple[str, ...]:
    """Firms with role ``plans``, by name."""
    return tuple(sorted(case["firms"].filter(pl.col("role") == "plans")["firm"].to_list()))


def members_of(case: Case, members: Sequence[str] | None) -> tuple[str, ...]:
    """The members to plan for: given ones, checked, or every planning firm."""
    planning = planning_firms(case)
    if members is None:
        return planning
    unknown = [m for m in members if m not in planning]
    if unknown:
        raise UsageError(
            [
                Fault(
                    "members",
                    f"no planning firm is called {m!r}",
                    "only planning firms have a plan",
                    did_you_mean(m, list(planning), "firms.csv"),
                )
                for m in unknown
            ]
        )
    return tuple(sorted(set(members)))


def build_problem(
    case: Case,
    members: Sequence[str] | None,
    book: Book,
    options: PlanOptions,
    since: Mapping[Resource, int | None] | None = None,
    moved: Mapping[str, int | None] | None = None,
    grams: Mapping[FleetKey, float] | None = None,
    doubted: Collection[Resource] = (),
) -> PlanProblem:
    """Sets and arrays of the plan of ``members`` under ``book``.

    ``since`` names shared platforms and technologies whose joint volume counts in the parts bill only from a
    later year, or never (None); ``doubted`` those of which the plan decides whether, and from when on, if a
    member takes them; ``moved`` launches of the book that are dated not before another year, or called off
    (None).

    ``grams``: fleets that pay a price a gram instead of meeting their target (`plan.optimise`).

    Raises
    ------
    UsageError
        a member is not a planning firm
    CaseError
        a border without tariff, a lane without freight, or today's sourcing that no signed agreement permits
    """
    firms = members_of(case, members)
    years = np.array(case.settings.years, dtype=np.int64)
    frame, money = landed_arrays(case)
    slots = slots_of_book(book, diversion=options.diversion, moved=moved)
    at, allowed, needs = permitted(case, book, firms, years, slots)
    ways = routes_of(case, frame, money, at, allowed, slots)
    counted = counted_from(parts_factors(book, slots, diversion=options.diversion), since or {}, years)
    asked = [resource for resource in doubted if takers(book, resource) & set(firms)]
    factors, savings, options_sold = _shared(book, ways, counted, asked)
    fleets = charged(fleets_of(case, firms, years), ways, grams or {}, years, year_weights(case))
    plants = plants_of(book, firms, ways, slots)
    room = _rooms(ways, plants)
    there = ways.allowed & (slots.demand[ways.slot] > 0) & (room > 0)
    developments, development_of = development_starts(book, firms, ways, there)
    launches, launch_of = launch_starts(case, ways, slots, there)
    begun = _begun(ways, slots, (launches, pairs_of(launch_of)), (developments, development_of))
    tools, tool_of = tooling_starts(book, ways, needs, slots, (begun > 0) & (room > 0))
    ship_of, reach = _existing(ways, slots, begun, (tools, tool_of), room)
    presence, leave = presence_of(book, firms)
    payments = payments_of(book, needs, years, ways, options_sold)
    return PlanProblem(
        case=case,
        book=book,
        options=options,
        members=firms,
        years=years,
        weights=year_weights(case),
        slots=slots,
        routes=ways,
        plants=plants,
        tools=tools,
        tool_of=tool_of,
        developments=developments,
        development_of=development_of,
        launches=launches,
        launch_of=launch_of,
        entries=_entries(money, at, ship_of),
        limits=(*limits_of_grants(book.permits, needs, years, reach), *own_use(book, ways, years)),
        lent=_while_open(lent_capacity(book, years, plants.host, frozenset(firms)), plants),
        fleets=fleets,
        credits=credits_of(book, firms, years),
        payments=payments,
        presence_m=presence,
        may_leave=leave,
        constants=_constants(book, firms, plants, payments, (frame, money)),
        needs=tuple(needs),
        ship_of=ship_of,
        parts_factor=factors,
        savings=savings,
    )


def _while_open(lent: tuple[Lent, ...], plants: Plants) -> tuple[Lent, ...]:
    """What guests have built ends with the lines of the plant, whatever their minimum."""
    found = []
    for one in lent:
        lines = plants.capacity[one.plant]
        stands = lines[max(lines, key=len)] > 0
        found.append(replace(one, minimum=one.minimum * stands, limit=one.limit * stands))
    return tuple(found)


def _with_money(ways: Routes) -> Routes:
    """The same routes with money of their own."""
    return replace(ways, money={account: amount.copy() for account, amount in ways.money.items()})


def _shared(
    book: Book, ways: Routes, counted: dict[Resource, Floats], doubted: Collection[Resource]
) -> tuple[dict[Resource, Floats], dict[Resource, Floats], Assisted | None]:
    """What the book changes in the money of a car: the factors that are counted, what those in doubt would
    save (route, year), the options sold."""
    factors = {resource: factor for resource, factor in counted.items() if resource not in doubted}
    untouched = {r: _with_money(ways) for r in sorted(set(doubted) & set(counted))}
    sold = _apply_book(book, ways, factors)
    savings = {r: _saved(book, ways, one, factors | {r: counted[r]}) for r, one in untouched.items()}
    return factors, savings, sold


def _saved(book: Book, ways: Routes, untouched: Routes, factors: dict[Resource, Floats]) -> Floats:
    """(route, year) what a car costs less with these factors, in case currency."""
    _apply_book(book, untouched, factors)
    return np.asarray(untouched.margin - ways.margin, dtype=np.float64)


def _begun(ways: Routes, slots: Slots, *starts: tuple[Choices, tuple[tuple[int, int], ...]]) -> Floats:
    """(route, year) share of a route's cars that permission, demand and all but tooling let through at
    best."""
    share = np.where(slots.demand[ways.slot] > 0, ways.allowed.astype(float), 0.0)
    for choices, pairs in starts:
        share = np.minimum(share, within_reach(choices, pairs, share.shape))
    return share


def _existing(
    ways: Routes, slots: Slots, begun: Floats, tools: tuple[Choices, Ints], room: Floats
) -> tuple[Ints, Reach]:
    """(route, year) number of the flow, −1 where there can be none, and what the routes could sell at
    most."""
    options, tool_of = tools
    tooled = within_reach(options, pairs_of(tool_of), begun.shape)
    share = np.minimum(begun, tooled)
    exists = share > 0
    ship_of = np.full(exists.shape, -1, dtype=np.int64)
    ship_of[exists] = np.arange(int(exists.sum()))
    ramps = _ramp_rooms(tool_of, tooled, room)
    return ship_of, Reach(ways.slot, share * (room > 0), slots.demand, tool_of, ramps)


def _rooms(ways: Routes, plants: Plants) -> Floats:
    """(route, year) cars that the lines of a route's plant take of its construction, overtime included."""
    rooms = np.full(ways.allowed.shape, np.inf)
    for plant, sets in (plants.capacity | plants.abroad).items():
        here = ways.plant == plant
        more = 1.0 + plants.overtime_share.get(plant, 0.0)
        for construction in {str(c) for c in ways.construction[here]}:
            room = np.min([c for some, c in sets.items() if construction in some], axis=0)
            rooms[here & (ways.construction == construction)] = room * more
    return rooms


def _ramp_rooms(tool_of: Ints, tooled: Floats, room: Floats) -> Floats:
    """(gate, year) cars that a tooling lets through in its ramp year, infinite in the others."""
    found = np.full((int(tool_of.max(initial=-1)) + 1, room.shape[1]), np.inf)
    ramp = (tooled > 0) & (tooled < 1)
    through = np.multiply(tooled, room, out=np.full_like(room, np.inf), where=ramp)
    for gate in range(found.shape[0]):
        found[gate] = through[tool_of == gate].min(axis=0, initial=np.inf)
    return found


def _constants(
    book: Book,
    firms: tuple[str, ...],
    plants: Plants,
    payments: tuple[Payment, ...],
    landed_money: tuple[pl.DataFrame, dict[str, Any]],
) -> dict[tuple[str, str, str], Floats]:
    """Money that no decision moves, what outsiders pay for cars in members' plants included."""
    frame, money = landed_money
    hosted = {one.way for one in plants.hosted}
    rows = frame.select("variant", "plant", "market").iter_rows() if hosted else ()
    price = {way: money["price"][i] for i, way in enumerate(rows) if way in hosted}
    found = fixed_accounts(book, firms, plants, payments)
    for key, amount in hosted_fees(book, firms, plants.hosted, payments, price).items():
        found[key] = found[key] + amount if key in found else amount
    return found


def _entries(money: dict[str, Any], at: Ints, ship_of: Ints) -> Entries:
    """Entries into quotas of the routes that exist, by their number in the plan."""
    held, listed = money["quotas"]
    place = {i: k for k, i in enumerate(at.tolist())}
    value = money["customs_value"]
    found = [(place[e.route], e) for e in listed if e.route in place and ship_of[place[e.route], e.year] >= 0]
    return Entries(
        held,
        np.array([k for k, _ in found], dtype=np.int64),
        np.array([e.year for _, e in found], dtype=np.int64),
        np.array([e.quota for _, e in found], dtype=np.int64),
        np.array([e.rate * value[e.route, e.year] for _, e in found], dtype=np.float64),
        tuple(e.days for _, e in found),
    )


def _apply_book(book: Book, ways: Routes, factors: dict[Resource, Floats]) -> Assisted | None:
    """What the agreements in force change in the money of a car; the options sold with it."""
    bought = bought_together(book)
    _apply_parts_factors(book.case, ways, factors, bought)
    apply_to_parts(ways, bought)
    _apply_ports(ways, book)
    options = assisted(book, ways)
    apply_to_cars(ways, options)
    return options


def _apply_parts_factors(case: Case, ways: Routes, factors: dict[Resource, Floats], bought: Bought) -> None:
    """Savings on technologies first, by joint volume and by buying together, then what the platform takes off
    the rest."""
    table = in_case_currency(case, case["technologies"], "unit_cost").select("technology", "unit_cost")
    one = np.ones(len(case.settings.years))
    for name, cost in table.iter_rows():
        learned = factors.get(("technology", name), one)
        uses = np.array([name in some for some in ways.technologies], dtype=bool)
        for firm in sorted({str(f) for f in ways.firm[uses]}):
            paid = learned * bought.get((firm, "technology", name), one)
            if (paid != 1.0).any():
                ways.money["parts"][uses & (ways.firm == firm)] -= cost * (1.0 - paid)
    for (what, name), factor in factors.items():
        if what == "platform":
            ways.money["parts"][ways.platform == name] *= factor


def _apply_ports(ways: Routes, book: Book) -> None:
    for (firm, market), cost in port_costs(book).items():
        ways.money["extra"][
            (ways.firm == firm) & (ways.market == market) & (ways.powertrain == ELECTRIC)
        ] += cost

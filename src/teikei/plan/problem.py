"""From a case, members and a book to the sets and arrays of one plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from teikei.agreements.book import Book, owners
from teikei.base.errors import CaseError, Fault, UsageError, did_you_mean
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.case.derived import finished
from teikei.industry.landed import COSTS, landed
from teikei.industry.money import in_case_currency, year_weights
from teikei.industry.quotas import quotas
from teikei.industry.routes import hosts, routes
from teikei.plan.access import ELECTRIC, port_costs
from teikei.plan.constants import fixed_accounts, payments_of, presence_of
from teikei.plan.demand import Slots, optional_launches, slots_of_book
from teikei.plan.earned import counted_from
from teikei.plan.fleets import FleetKey, charged, counted_as, credits_of, fleets_of
from teikei.plan.hosted import hosted_fees
from teikei.plan.permits import lent_capacity, needs_of, permitted_years
from teikei.plan.plants import plants_of
from teikei.plan.purchasing import Bought, apply_to_parts, bought_together
from teikei.plan.sets import Choices, Entries, Floats, Ints, Needs, Payment, PlanProblem, Plants, Routes
from teikei.plan.sharing import Resource, parts_factors
from teikei.plan.starts import development_starts, launch_starts, pairs_of, tooling_starts, within_reach
from teikei.plan.volumes import Reach, limits_of_grants

_landed_of: list[tuple[Case, tuple[pl.DataFrame, dict[str, Any]]]] = []


def landed_arrays(case: Case) -> tuple[pl.DataFrame, dict[str, Any]]:
    """Routes of a case and their money as (route, year) arrays; the last few cases are kept."""
    for known, held in _landed_of:
        if known is case:
            return held
    frame = routes(case)
    table = landed(case, frame)
    shape = (frame.height, len(case.settings.years))
    money: dict[str, Any] = {name: table[name].to_numpy().reshape(shape) for name in ("price", *COSTS)}
    money["customs_value"] = table["customs_value"].to_numpy().reshape(shape)
    money["quotas"] = quotas(case, frame, case.settings.years)
    _landed_of.insert(0, (case, (frame, money)))
    del _landed_of[3:]
    return frame, money


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
) -> PlanProblem:
    """Sets and arrays of the plan of ``members`` under ``book``.

    ``since`` names shared platforms and technologies whose joint volume counts in the parts bill only from a
    later year, or never (None); ``moved`` launches of the book that are dated not before another year, or
    called off (None).

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
    kept, needs = _permitted(case, book, frame, firms, years, slots)
    ways = _routes(case, frame, money, kept, slots)
    savings = parts_factors(book, slots, diversion=options.diversion)
    factors = counted_from(savings, since or {}, years)
    bought = bought_together(book)
    _apply_parts_factors(case, ways, factors, bought)
    apply_to_parts(ways, bought)
    _apply_ports(ways, book)
    fleets = charged(fleets_of(case, firms, years), ways, grams or {}, years)
    developments, development_of = development_starts(book, ways)
    launches, launch_of = launch_starts(case, ways, slots)
    plants = plants_of(case, firms, ways, slots)
    begun = _begun(ways, slots, (launches, pairs_of(launch_of)), (developments, development_of))
    tools, tool_of = tooling_starts(book, ways, needs, slots, begun > 0)
    ship_of, reach = _existing(ways, slots, begun, (tools, tool_of), _rooms(ways, plants))
    presence, leave = presence_of(case, firms)
    payments = payments_of(book, needs, years)
    host = dict(hosts(case).iter_rows())
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
        entries=_entries(money, [i for i, _ in kept], ship_of),
        limits=limits_of_grants(book.permits, needs, years, reach),
        lent=lent_capacity(book, years, host, frozenset(firms)),
        fleets=fleets,
        credits=credits_of(book, firms, years),
        payments=payments,
        presence_m=presence,
        may_leave=leave,
        constants=_constants(book, firms, plants, payments, (frame, money)),
        needs=tuple(needs),
        ship_of=ship_of,
        parts_factor=factors,
    )


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
    """(route, year) cars that the lines of a route's plant take of its construction, overtime included;
    infinite at plants of which the members own nothing."""
    rooms = np.full(ways.allowed.shape, np.inf)
    for plant, sets in plants.capacity.items():
        here = ways.plant == plant
        for construction in {str(c) for c in ways.construction[here]}:
            room = np.min([c for some, c in sets.items() if construction in some], axis=0)
            rooms[here & (ways.construction == construction)] = room * (1.0 + plants.overtime_share[plant])
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


def _permitted(
    case: Case, book: Book, frame: pl.DataFrame, firms: tuple[str, ...], years: Ints, slots: Slots
) -> tuple[list[tuple[int, np.ndarray[Any, np.dtype[np.bool_]]]], list[Needs]]:
    """Rows of ``frame`` that members may use under the book, with the years, and what each needs from
    others."""
    owned = owners(case)
    permits = book.permits
    models = {row["model"]: row for row in case["models"].iter_rows(named=True)}
    variants = {row["variant"]: row for row in case["variants"].iter_rows(named=True)}
    offered = (
        {m for m, row in models.items() if row["status"] != "candidate"}
        | set(slots.launched)
        | optional_launches(book)
    )
    seen: dict[Needs, Any] = {}
    kept, needs = [], []
    sourced = set(
        case["sourcing"].filter(pl.col("units") > 0).select("variant", "plant", "market").iter_rows()
    )
    faults: list[Fault] = []
    for i, row in enumerate(frame.iter_rows(named=True)):
        if row["firm"] not in firms or row["model"] not in offered:
            continue
        wanted = [
            ("plant", row["plant"]),
            ("platform", row["platform"]),
            *(("technology", t) for t in row["technologies"]),
        ]
        need = needs_of(row["firm"], row["model"], wanted, owned)
        if need not in seen:
            seen[need] = permitted_years(need, permits, years)
        allowed = seen[need]
        if not allowed.any():
            key = (row["variant"], row["plant"], row["market"])
            if key in sourced and book.agreements >= Book.today(case).agreements:
                faults.append(_unpermitted(key, need))
            continue
        variant, model = variants[row["variant"]], models[row["model"]]
        window = _window(variant, years) & _window(model, years)
        if (allowed & window).any():
            kept.append((i, allowed & window))
            needs.append(need)
    if faults:
        raise CaseError(faults)
    return kept, needs


def _window(row: dict[str, Any], years: Ints) -> np.ndarray[Any, np.dtype[np.bool_]]:
    return (years >= (row["first_year"] or 0)) & (years <= (row["last_year"] or 9999))


def _unpermitted(key: tuple[str, str, str], need: Needs) -> Fault:
    what = ", ".join(f"{kind} {resource}" for kind, resource in need.needs)
    return Fault(
        f"sourcing.csv, {key[0]} at {key[1]} for {key[2]}",
        f"{need.firm} builds {key[0]!r} at {key[1]!r} today, but no signed agreement grants it {what}",
        "the car would vanish from every plan",
        f"add a signed agreement with a grant of {what} to {need.firm}, or correct the owners",
    )


def _routes(
    case: Case, frame: pl.DataFrame, money: dict[str, Any], kept: list[tuple[int, Any]], slots: Slots
) -> Routes:
    at = np.array([i for i, _ in kept], dtype=np.int64)
    part = frame[at] if at.size else frame.head(0)
    construction = dict(case["platforms"].select("platform", "construction").iter_rows())
    status = dict(case["variants"].select("variant", "status").iter_rows())
    grams = dict(finished(case).select("variant", "co2_g_per_km").iter_rows())
    counted = {m["model"]: counted_as(m) for m in case["models"].iter_rows(named=True)}
    index = slots.index
    words = {
        name: part[name].to_numpy().astype(str)
        for name in ("variant", "model", "firm", "platform", "powertrain", "plant", "market")
    }
    slot = np.array(
        [
            index[(m, p, r)]
            for m, p, r in zip(words["model"], words["powertrain"], words["market"], strict=True)
        ],
        dtype=np.int64,
    )
    layers = {name: money[name][at].copy() for name in ("price", *COSTS)}
    allowed = np.array([years for _, years in kept], dtype=bool).reshape(at.size, len(case.settings.years))
    return Routes(
        **words,
        construction=np.array([construction[p] for p in words["platform"]], dtype=str),
        technologies=tuple(frozenset(t) for t in part["technologies"].to_list()),
        slot=slot,
        tooled=(part["tooling_status"] == "tooled").to_numpy().astype(bool),
        candidate=np.array([status[v] == "candidate" for v in words["variant"]], dtype=bool),
        co2=np.array([grams[v] for v in words["variant"]], dtype=np.float64),
        co2_class=np.array([counted[m] for m in words["model"]], dtype=str),
        allowed=allowed,
        money=layers,
    )


def _entries(money: dict[str, Any], kept: list[int], ship_of: Ints) -> Entries:
    """Entries into quotas of the routes that exist, by their number in the plan."""
    held, listed = money["quotas"]
    place = {i: k for k, i in enumerate(kept)}
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

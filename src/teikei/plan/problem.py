"""From a case, members and a book to the sets and arrays of one plan."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from teikei.agreements.book import Book, signed_at
from teikei.base.errors import CaseError, Fault, UsageError, did_you_mean
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.industry.landed import COSTS, landed
from teikei.industry.money import in_case_currency, year_weights
from teikei.industry.routes import hosts, routes
from teikei.plan.choices import Choice, dated
from teikei.plan.constants import fixed_accounts, payments_of, presence_of
from teikei.plan.demand import Slots, optional_launches, slots_of_book
from teikei.plan.permits import lent_capacity, limits_of_grants, needs_of, owners, permitted_years, signed_for
from teikei.plan.plants import plants_of
from teikei.plan.sets import Choices, Floats, Ints, Needs, PlanProblem, Routes
from teikei.plan.sharing import parts_factors

_landed_of: list[tuple[Case, pl.DataFrame, dict[str, Any]]] = []


def landed_arrays(case: Case) -> tuple[pl.DataFrame, dict[str, Any]]:
    """Routes of a case and their money as (route, year) arrays; the last few cases are kept."""
    for known, frame, money in _landed_of:
        if known is case:
            return frame, money
    frame = routes(case)
    table = landed(case, frame)
    shape = (frame.height, len(case.settings.years))
    money: dict[str, Any] = {name: table[name].to_numpy().reshape(shape) for name in ("price", *COSTS)}
    money["quota_duty"] = table["quota_duty"].fill_null(float("nan")).to_numpy().reshape(shape)
    money["quota_rule"] = table["quota_rule"].to_numpy().astype(str).reshape(shape)
    _landed_of.insert(0, (case, frame, money))
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
                Fault("members", f"no planning firm is called {m!r}", "only planning firms have a plan", did_you_mean(m, list(planning), "firms.csv"))
                for m in unknown
            ]
        )  # fmt: skip
    return tuple(sorted(set(members)))


def build_problem(
    case: Case,
    members: Sequence[str] | None,
    book: Book,
    options: PlanOptions,
    no_saving: frozenset[str] = frozenset(),
    unlaunched: frozenset[str] = frozenset(),
) -> PlanProblem:
    """Sets and arrays of the plan of ``members`` under ``book``.

    ``no_saving`` names shared platforms whose joint volume is not to be counted in the parts bill;
    ``unlaunched`` models of the book whose launch is called off.

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
    slots = slots_of_book(book, diversion=options.diversion, unlaunched=unlaunched)
    kept, needs = _permitted(case, book, frame, firms, years, slots)
    ways = _routes(case, frame, money, kept, slots)
    factors = {k: f for k, f in parts_factors(book, slots).items() if k not in no_saving}
    _apply_parts_factors(ways, factors)
    tools, tool_of = _tooling(case, book, ways, needs, slots)
    developments, development_of = _developments(case, book, ways)
    launches, launch_of = _launches(case, book, ways, slots)
    plants = plants_of(case, firms, ways, slots)
    usable = ways.allowed & _startable(tools, tool_of, ways.allowed.shape)
    exists = ways.allowed & (slots.demand[ways.slot] > 0) & usable
    ship_of = np.full(exists.shape, -1, dtype=np.int64)
    ship_of[exists] = np.arange(int(exists.sum()))
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
        limits=limits_of_grants(book.permits, needs, years, exists),
        lent=lent_capacity(book, years, host, frozenset(firms)),
        payments=payments,
        presence_m=presence,
        may_leave=leave,
        constants=fixed_accounts(book, firms, plants, payments),
        needs=tuple(needs),
        ship_of=ship_of,
        parts_factor=factors,
    )


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
    saving = np.nan_to_num(layers["duty"] - money["quota_duty"][at], nan=0.0)
    allowed = np.array([years for _, years in kept], dtype=bool).reshape(at.size, len(case.settings.years))
    return Routes(
        **words,
        construction=np.array([construction[p] for p in words["platform"]], dtype=str),
        technologies=tuple(frozenset(t) for t in part["technologies"].to_list()),
        slot=slot,
        tooled=(part["tooling_status"] == "tooled").to_numpy().astype(bool),
        candidate=np.array([status[v] == "candidate" for v in words["variant"]], dtype=bool),
        allowed=allowed,
        money=layers,
        quota_rule=money["quota_rule"][at],
        quota_saving=np.maximum(saving, 0.0),
    )


def _apply_parts_factors(ways: Routes, factors: dict[str, Floats]) -> None:
    for platform, factor in factors.items():
        ways.money["parts"][ways.platform == platform] *= factor


def _tooling(case: Case, book: Book, ways: Routes, needs: list[Needs], slots: Slots) -> tuple[Choices, Ints]:
    """Options to tool a model at a plant, and for each route the index of what it needs (-1: tooled
    today)."""
    table = in_case_currency(case, case["tooling"], "tooling_cost_m", "local_supplier_cost_m")
    rows = {(row["model"], row["plant"]): row for row in table.iter_rows(named=True)}
    host = dict(hosts(case).iter_rows())
    pairs = sorted({(str(ways.model[i]), str(ways.plant[i])) for i in np.flatnonzero(~ways.tooled)})
    choices = []
    for model, plant in pairs:
        row = rows[(model, plant)]
        at = np.flatnonzero((ways.model == model) & (ways.plant == plant))
        signatures = [signed_for(needs[i], book.permits, book) for i in at]
        launched = slots.launched.get(model)
        signed = max(
            min(signatures), _signed(book, frozenset({book.brought[model]} if model in book.brought else ()))
        )
        firm = str(ways.firm[at[0]])
        choices.append(
            Choice(
                ("tool_up", model, plant),
                firm if row["who_pays"] == "brand" else host[plant],
                row["tooling_cost_m"] + row["local_supplier_cost_m"],
                row["life_years"],
                row["lead_years"],
                1.0 if launched is not None else row["ramp_share_first_year"],
                signed,
                launched or 0,
            )
        )
    options, _ = dated(case, choices)
    position = {pair: k for k, pair in enumerate(pairs)}
    tool_of = np.array(
        [
            -1 if ways.tooled[i] else position[(str(ways.model[i]), str(ways.plant[i]))]
            for i in range(ways.slot.size)
        ],
        dtype=np.int64,
    )
    return options, tool_of


def _signed(book: Book, agreements: frozenset[str]) -> float:
    return min((signed_at(book.case, a) for a in agreements), default=-math.inf)


def _developments(case: Case, book: Book, ways: Routes) -> tuple[Choices, tuple[tuple[int, int], ...]]:
    """Platforms to develop or adopt and technologies to fit: options, and pairs (route, index of what it
    needs).

    A badge twin of the owner's own car on the platform adopts nothing: all its engineering is its launch.
    """
    platforms = {
        r["platform"]: r
        for r in in_case_currency(case, case["platforms"], "development_cost_m").iter_rows(named=True)
    }
    technologies = {
        r["technology"]: r
        for r in in_case_currency(case, case["technologies"], "fixed_cost_m").iter_rows(named=True)
    }
    owned = owners(case)
    owner_of = dict(case["models"].select("model", "firm").iter_rows())
    twin_of = dict(case["models"].select("model", "twin_of").iter_rows())
    signed: dict[tuple[str, str, str], float] = {}
    for p in book.permits:
        one = (p.what, p.resource, p.taker)
        signed[one] = min(signed.get(one, math.inf), signed_at(case, p.agreement))
    wanted: dict[tuple[str, str, str], Choice] = {}
    pairs: list[tuple[int, tuple[str, str, str]]] = []
    for i in range(ways.slot.size):
        firm, platform = str(ways.firm[i]), str(ways.platform[i])
        row = platforms[platform]
        mine = firm in owned[("platform", platform)]
        new = row["available_from"] is not None and row["available_from"] >= case.settings.first_year
        twin = owner_of.get(twin_of.get(str(ways.model[i]), ""), "") in owned[("platform", platform)]
        if (mine and new) or (not mine and ways.candidate[i] and not twin):
            key = ("develop" if mine else "adopt", platform, firm)
            share = 1.0 / len(owned[("platform", platform)]) if mine else row["follower_factor"]
            wanted.setdefault(
                key,
                Choice(
                    key, firm, share * row["development_cost_m"], row["life_years"], row["lead_years"], 1.0,
                    signed.get(("platform", platform, firm), -math.inf), row["available_from"] or 0,
                ),
            )  # fmt: skip
            pairs.append((i, key))
        for name in sorted(ways.technologies[i]):
            if firm in owned[("technology", name)] or not ways.candidate[i]:
                continue
            tech = technologies[name]
            key = ("fit", name, firm)
            wanted.setdefault(
                key,
                Choice(
                    key, firm, tech["fixed_cost_m"], tech["life_years"], tech["lead_years"], 1.0,
                    signed.get(("technology", name, firm), -math.inf), tech["available_from"] or 0,
                ),
            )  # fmt: skip
            pairs.append((i, key))
    options, listed = dated(case, [wanted[key] for key in sorted(wanted)])
    position = {name: k for k, name in enumerate(listed)}
    return options, tuple((i, position[key]) for i, key in pairs)


def _launches(case: Case, book: Book, ways: Routes, slots: Slots) -> tuple[Choices, Ints]:
    """Launches: dated by the agreement that brings them, or a choice of their firm at every review."""
    table = in_case_currency(case, case["models"], "launch_cost_m")
    rows = {row["model"]: row for row in table.iter_rows(named=True)}
    names = sorted({str(m) for m in ways.model if rows[str(m)]["status"] == "candidate"})
    choices = []
    for model in names:
        row = rows[model]
        choices.append(
            Choice(
                ("launch", model), row["firm"], row["launch_cost_m"], row["life_years"], row["lead_years"], 1.0,
                -math.inf, row["first_year"] or 0, slots.launched.get(model),
            )
        )  # fmt: skip
    options, _ = dated(case, choices)
    position = {model: k for k, model in enumerate(names)}
    return options, np.array([position.get(str(m), -1) for m in ways.model], dtype=np.int64)


def _startable(tools: Choices, tool_of: Ints, shape: tuple[int, int]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """(route, year) true where the plant is tooled today or some option is usable by then."""
    usable = np.ones(shape, dtype=bool)
    best = np.zeros((int(tool_of.max(initial=-1)) + 1, shape[1]))
    for k, share in zip(tools.what, tools.share, strict=True):
        best[k] = np.maximum(best[k], share)
    needs = tool_of >= 0
    if needs.any():
        usable[needs] = best[tool_of[needs]] > 0
    return usable

"""What must be started before a car uses it: tooling at a plant, a platform, a technology, a launch.

Each gives the dated options (`plan.choices`) and, for every route, which of them it needs.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from teikei.agreements.book import Book, owners, signed_at
from teikei.case.case import Case
from teikei.industry.money import money_rows
from teikei.industry.routes import hosts
from teikei.plan.choices import Choice, dated
from teikei.plan.dates import first_grants, is_to_come, platform_step
from teikei.plan.demand import Slots
from teikei.plan.permits import signed_for
from teikei.plan.sets import Choices, Floats, Ints, Needs, Routes

Name = tuple[str, str, str]
K = TypeVar("K", bound=Hashable)


def tooling_starts(
    book: Book, ways: Routes, needs: list[Needs], slots: Slots, ready: NDArray[np.bool_]
) -> tuple[Choices, Ints]:
    """Options to tool a model at a plant, and for each route the index of what it needs (-1: tooled
    today).

    ``ready`` (route, year): all but tooling is there. No tooling is used before a car can be: the ramp is a
    year of production; and none is renewed after the last. A pair that is never ready has no option.
    """
    case = book.case
    years = np.array(case.settings.years)
    rows = money_rows(case, "tooling", ("model", "plant"), ("tooling_cost_m", "local_supplier_cost_m"))
    host = dict(hosts(case).iter_rows())
    built = _alike(zip(ways.model.tolist(), ways.plant.tolist(), strict=True))
    pairs = sorted(pair for pair, at in built.items() if not ways.tooled[at].all())
    choices = []
    for model, plant in pairs:
        row, at = rows[(model, plant)], built[(model, plant)]
        signatures = [signed_for(need, book.permits, book) for need in {needs[i] for i in at}]
        used = np.flatnonzero(ready[at].any(axis=0))
        signed = max(min(signatures), _signed(book, frozenset(book.brought.get(model, ()))))
        firm = str(ways.firm[at[0]])
        choices.append(
            Choice(
                ("tool_up", model, plant),
                firm if row["who_pays"] == "brand" else host[plant],
                row["tooling_cost_m"] + row["local_supplier_cost_m"],
                row["life_years"],
                row["lead_years"],
                row["ramp_share_first_year"],
                signed,
                int(years[used[0]]) if used.size else case.settings.last_year + 1,
                demand_ramp=(slots.launched.get(model, 0), slots.ramps.get(model, 1.0)),
                last_use=int(years[used[-1]]) if used.size else 0,
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


def development_starts(
    book: Book, firms: tuple[str, ...], ways: Routes, there: NDArray[np.bool_]
) -> tuple[Choices, tuple[tuple[int, int], ...]]:
    """Platforms to develop or adopt and technologies to fit: options, and pairs (route, index of what it
    needs).

    A badge twin of the owner's own car on the platform adopts nothing: all its engineering is its launch.
    Every car on a platform that is still to come waits until all owners among the members ``firms`` develop
    it, each for its part, whoever has cars on it. ``there`` (route, year): a car can be built and sold.
    """
    case = book.case
    wanted: dict[Name, Choice] = {}
    pairs: list[tuple[int, Name]] = []
    for i, choice in [*_platforms(book, firms, ways), *_technologies(book, ways)]:
        name = (choice.name[0], choice.name[1], choice.name[2])
        wanted.setdefault(name, choice)
        pairs.append((i, name))
    used: dict[Name, list[int]] = {}
    for i, name in pairs:
        used.setdefault(name, []).append(i)
    options, listed = dated(
        case, [replace(wanted[name], last_use=_last(case, there[used[name]])) for name in sorted(wanted)]
    )
    position = {name: k for k, name in enumerate(listed)}
    return options, tuple((i, position[name]) for i, name in sorted(pairs, key=lambda pair: pair[0]))


def _last(case: Case, there: NDArray[np.bool_]) -> int:
    """Last year in which one of some routes (route, year) is there; 0 if none ever is."""
    used = np.flatnonzero(there.any(axis=0))
    return case.settings.years[int(used[-1])] if used.size else 0


def _platforms(book: Book, firms: tuple[str, ...], ways: Routes) -> list[tuple[int, Choice]]:
    """(route, platform that its firm must adopt, or that an owner must develop)."""
    case, signed = book.case, first_grants(book)
    rows = money_rows(case, "platforms", ("platform",), ("development_cost_m",))
    joining = {(c.firm, c.resource): c.value for c in book.changes("joining_cost")}
    owner_of = dict(case["models"].select("model", "firm").iter_rows())
    twin_of = dict(case["models"].select("model", "twin_of").iter_rows())
    found = []
    cars = zip(
        ways.firm.tolist(), ways.platform.tolist(), ways.model.tolist(), ways.candidate.tolist(), strict=True
    )
    for (firm, platform, model, candidate), routes in _alike(cars).items():
        row = rows[platform]
        other = owner_of.get(twin_of.get(model, ""), "")
        twin = other in row["owners"]
        waits = [("develop", owner) for owner in row["owners"] if owner in firms and is_to_come(case, row)]
        if platform_step(case, row, firm, candidate=candidate, twin=twin) == "adopt":
            waits.append(("adopt", firm))
        for step, payer in waits:
            follower = joining.get((firm, platform), row["follower_factor"])
            share = 1.0 / len(row["owners"]) if step == "develop" else follower
            choice = Choice(
                (step, platform, payer),
                payer,
                share * row["development_cost_m"],
                row["life_years"],
                row["lead_years"],
                1.0,
                signed.get(("platform", platform, payer), -math.inf),
                row["available_from"] or 0,
            )
            found += [(i, choice) for i in routes]
    return found


def _technologies(book: Book, ways: Routes) -> list[tuple[int, Choice]]:
    """(route, technology that its firm must fit): candidates that use what their firm does not own."""
    case, signed = book.case, first_grants(book)
    rows = money_rows(case, "technologies", ("technology",), ("fixed_cost_m",))
    owned = owners(case)
    found = []
    candidates = np.flatnonzero(ways.candidate).tolist()
    for (firm, technologies), places in _alike(
        (str(ways.firm[i]), ways.technologies[i]) for i in candidates
    ).items():
        for name in sorted(technologies):
            if firm in owned[("technology", name)]:
                continue
            row = rows[name]
            choice = Choice(
                ("fit", name, firm),
                firm,
                row["fixed_cost_m"],
                row["life_years"],
                row["lead_years"],
                1.0,
                signed.get(("technology", name, firm), -math.inf),
                row["available_from"] or 0,
            )
            found += [(candidates[k], choice) for k in places]
    return found


def _alike(keys: Iterable[K]) -> dict[K, list[int]]:
    """Positions of equal keys."""
    found: dict[K, list[int]] = {}
    for i, key in enumerate(keys):
        found.setdefault(key, []).append(i)
    return found


def launch_starts(
    case: Case, ways: Routes, slots: Slots, there: NDArray[np.bool_], *, open_dates: bool = False
) -> tuple[Choices, Ints]:
    """Launches: dated by the agreement that brings them, or a choice of their firm; and models on sale
    elsewhere that their firm may offer in one more market. ``there`` (route, year): a car can be built and
    sold. ``open_dates``: what an agreement brings may come in any year from its own on."""
    rows = money_rows(case, "models", ("model",), ("launch_cost_m",))
    names = sorted({str(m) for m in ways.model if rows[str(m)]["status"] == "candidate"})
    choices = []
    for model in names:
        row, brought = rows[model], slots.launched.get(model)
        choices.append(
            Choice(
                ("launch", model),
                row["firm"],
                row["launch_cost_m"],
                row["life_years"],
                row["lead_years"],
                1.0,
                -math.inf,
                (brought if open_dates else None) or row["first_year"] or 0,
                None if open_dates else brought,
                last_use=_last(case, there[ways.model == model]),
            )
        )
    pairs = list(zip(ways.model.tolist(), ways.market.tolist(), strict=True))
    offers = money_rows(case, "offers", ("model", "market"), ("entry_cost_m", "fixed_cost_m"))
    offered = sorted({pair for pair in pairs if pair in offers})
    choices += [
        replace(
            _offer(rows[pair[0]], offers[pair]),
            last_use=_last(case, there[(ways.model == pair[0]) & (ways.market == pair[1])]),
        )
        for pair in offered
    ]
    options, _ = dated(case, choices)
    position: dict[str | tuple[str, str], int] = {model: k for k, model in enumerate(names)}
    position |= {pair: len(names) + k for k, pair in enumerate(offered)}
    of = [position.get(pair, position.get(pair[0], -1)) for pair in pairs]
    return options, np.array(of, dtype=np.int64)


def _offer(model: Mapping[str, Any], row: Mapping[str, Any]) -> Choice:
    return Choice(
        ("launch", row["model"], row["market"]),
        model["firm"],
        row["entry_cost_m"],
        row["life_years"],
        row["lead_years"],
        1.0,
        -math.inf,
        model["first_year"] or 0,
        yearly_m=row["fixed_cost_m"],
    )


def within_reach(choices: Choices, pairs: tuple[tuple[int, int], ...], shape: tuple[int, int]) -> Floats:
    """(route, year) share of a route's cars that its starts could let through at best: 0 before the first
    option of all it needs, by ``pairs`` (route, need), the ramp in a ramp year, 1 after."""
    share = np.ones(shape)
    best = np.zeros((max((k for _, k in pairs), default=-1) + 1, shape[1]))
    for k, option in zip(choices.what, choices.share, strict=True):
        if k < best.shape[0]:
            best[k] = np.maximum(best[k], option)
    for route, k in pairs:
        share[route] = np.minimum(share[route], best[k])
    return share


def pairs_of(need_of: Ints) -> tuple[tuple[int, int], ...]:
    """(route, what it needs) from one index a route, -1 for none."""
    return tuple((int(i), int(need_of[i])) for i in np.flatnonzero(need_of >= 0))

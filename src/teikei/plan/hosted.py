"""Cars of planning firms that are not members, built in members' plants: the room they keep and what they
pay.

    cars[v,i,r,t] = D[s(v,r),t] × today's share of plant i in what slot s builds      (kept out of the
        members' room)
    fee[f,t]      = Σ cars[v,i,r,t] × (amount, or share × price)    by the terms of today's signed agreements

Their firm stays with today's book, so their number is data, and what they pay is a constant of the plan.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from teikei.agreements.book import Book, owners
from teikei.case.case import Case
from teikei.case.kept import rows_by
from teikei.plan.demand import Slots
from teikei.plan.permits import needs_of, paid_under
from teikei.plan.sets import Floats, Hosted, Payment, Way


def hosted_cars(
    case: Case, names: tuple[str, ...], firms: tuple[str, ...], slots: Slots
) -> tuple[Hosted, ...]:
    """Demand of planning firms that are not members, in today's shares of sourcing, at the plants
    ``names``."""
    construction = dict(case["platforms"].select("platform", "construction").iter_rows())
    variants = rows_by(case, "variants", "variant")
    model_firm = dict(case["models"].select("model", "firm").iter_rows())
    owned, index = owners(case), slots.index
    flows: list[tuple[Way, int, float]] = []
    total: dict[int, float] = {}
    for row in case["sourcing"].iter_rows(named=True):
        car = variants[row["variant"]]
        slot = index.get((car["model"], car["powertrain"], row["market"]))
        if slot is None or model_firm[car["model"]] in firms or row["units"] <= 0:
            continue
        flows.append(((row["variant"], row["plant"], row["market"]), slot, row["units"]))
        total[slot] = total.get(slot, 0.0) + row["units"]
    found = []
    for way, slot, units in flows:
        if way[1] not in names:
            continue
        car = variants[way[0]]
        wanted = [("plant", way[1]), ("platform", car["platform"])]
        wanted += [("technology", t) for t in car["technologies"]]
        needs = needs_of(model_firm[car["model"]], car["model"], wanted, owned)
        share = units / total[slot]
        found.append(Hosted(way, construction[car["platform"]], needs, slots.demand[slot] * share))
    return tuple(found)


def reserved_room(
    names: tuple[str, ...], hosted: tuple[Hosted, ...], years: int
) -> dict[str, dict[str, Floats]]:
    """Plant -> construction -> cars a year (year,) that keep their place."""
    found: dict[str, dict[str, Floats]] = {plant: {} for plant in names}
    for one in hosted:
        room = found[one.way[1]]
        room[one.construction] = room.get(one.construction, np.zeros(years)) + one.cars
    return found


def hosted_fees(
    book: Book,
    firms: tuple[str, ...],
    hosted: tuple[Hosted, ...],
    terms: tuple[Payment, ...],
    price: Mapping[Way, Floats],
) -> dict[tuple[str, str, str], Floats]:
    """("fees", member, agreement) -> million a year (year,) that outsiders pay for cars in members' plants.

    Only terms of agreements signed today count: an outsider does nothing new under the book given. ``price``:
    case currency a car (year,) by (variant, plant, market), for terms that are a share of it.
    """
    signed, years = Book.today(book.case).agreements, np.array(book.case.settings.years)
    permits = [p for p in book.permits if p.agreement in signed]
    found: dict[tuple[str, str, str], Floats] = {}
    for term in terms:
        if term.per not in ("unit", "share") or term.agreement not in signed or term.payee not in firms:
            continue
        for one in hosted:
            if one.needs.firm != term.payer:
                continue
            part = paid_under(one.needs, permits, term.agreement, years)
            if not part.any():
                continue
            rate = term.amount * (1.0 if term.per == "unit" else price[one.way])
            key = ("fees", term.payee, term.agreement)
            found[key] = found.get(key, np.zeros(one.cars.size)) + one.cars * part * rate * term.years / 1e6
    return found

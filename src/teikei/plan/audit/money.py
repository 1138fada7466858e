"""All money of a plan counted again from the tables: present value in million by (account, firm).

Cars carry their landed cost (`industry.landed`), starts their annuity, plants and markets their fixed cost,
agreements their signing, running and terms. Each amount is worked out here from the tables; the plan's own
accounts are only compared with the result.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import cached_property

import polars as pl

from teikei.agreements.book import Book, paid_before
from teikei.industry.landed import COSTS, landed
from teikei.industry.money import annuity, in_case_currency, rate, year_weights
from teikei.industry.routes import described
from teikei.plan.audit.assistance import LICENCE, carried, option_entries
from teikei.plan.audit.changes import (
    bought_cars,
    follower_part,
    owners_ever,
    paid_to_dealers,
    part_left,
    share_of,
)
from teikei.plan.audit.co2 import KILO, dues, settled_with
from teikei.plan.audit.demand import Guest, Slot, last_uses
from teikei.plan.audit.quotas import entries_of
from teikei.plan.audit.records import Begun, Car, Records, Row
from teikei.plan.audit.sharing import parts_factors, saved_per_car
from teikei.plan.audit.technologies import fixed_entries, port_cost
from teikei.plan.audit.volumes import overtime_of
from teikei.plan.sets import Floats

Entry = tuple[str, str, float]
WAY = ("variant", "plant", "market")


class Count:
    """One recount: the records, the demand and guests counted from them, and weights by year."""

    def __init__(self, records: Records, demand: dict[Slot, Floats], guests: tuple[Guest, ...]) -> None:
        self.records = records
        self.demand = demand
        self.guests = guests
        case = records.case
        self.weight = dict(zip(case.settings.years, (float(w) for w in year_weights(case)), strict=True))

    @cached_property
    def stack(self) -> pl.DataFrame:
        """Landed cost of every way that the plan or a guest uses, by year. A car without a demand row has no
        price, so it earns nothing (and breaks a rule)."""
        case = self.records.case
        guests = [(g.variant, g.plant, g.market) for g in self.guests]
        found = [self.records.ship.select(WAY), self.records.in_quota.select(WAY)]
        found.append(pl.DataFrame(guests, dict.fromkeys(WAY, pl.String), orient="row"))
        priced = case["variants"].join(case["demand"], on=("model", "powertrain")).select("variant", "market")
        ways = pl.concat(found).unique().join(priced, on=("variant", "market"), how="semi")
        return landed(case, described(case, ways))

    @cached_property
    def customs_value(self) -> dict[tuple[str, str, str, int], float]:
        rows = self.stack.select(*WAY, "year", "customs_value").iter_rows()
        return {(variant, plant, market, year): value for variant, plant, market, year, value in rows}

    @cached_property
    def price(self) -> dict[tuple[str, str, str, int], float]:
        rows = self.stack.select(*WAY, "year", "price").iter_rows()
        return {(variant, plant, market, year): price for variant, plant, market, year, price in rows}

    def force(self, first: int, last: int = 9999) -> float:
        """Present value of one a year from a first to a last year."""
        return sum(w for year, w in self.weight.items() if first <= year <= last)


def accounts_of(count: Count) -> dict[tuple[str, str], float]:
    """(account, firm) -> present value in million; revenue and savings positive, cost negative."""
    found: dict[tuple[str, str], float] = {}
    for account in ACCOUNTS:
        for name, firm, amount in account(count):
            found[(name, firm)] = found.get((name, firm), 0.0) + amount
    return found


def _cars(count: Count) -> Iterator[Entry]:
    """Revenue and every layer of cost of the cars shipped; parts less what joint volume saves on their
    technologies, at the factor of their platform, less what buying together saves."""
    records = count.records
    if not records.ship.height:
        return
    factors = parts_factors(records, count.demand)
    shared = [
        (name, y, float(f))
        for (what, name), row in factors.items()
        if what == "platform"
        for y, f in zip(records.years, row, strict=True)
    ]
    schema = {"platform": pl.String, "year": pl.Int64, "factor": pl.Float64}
    saved = [(*key, less) for key, less in saved_per_car(records, factors).items()]
    less = pl.DataFrame(saved, {"variant": pl.String, "year": pl.Int64, "saved": pl.Float64}, orient="row")
    cheaper = [(*key, left) for key, left in bought_cars(records).items()]
    left = pl.DataFrame(cheaper, {"variant": pl.String, "year": pl.Int64, "left": pl.Float64}, orient="row")
    weights = pl.DataFrame({"year": list(count.weight), "weight": list(count.weight.values())})
    cars = (
        records.ship.select(*WAY, "year", "units")
        .join(count.stack, on=(*WAY, "year"), how="left")
        .join(weights, on="year", how="left")
        .join(records.case["variants"].select("variant", "model", "platform"), on="variant", how="left")
        .join(records.case["models"].select("model", "firm"), on="model", how="left")
        .join(pl.DataFrame(shared, schema, orient="row"), on=("platform", "year"), how="left")
        .join(less, on=("variant", "year"), how="left")
        .join(left, on=("variant", "year"), how="left")
        .with_columns(
            (pl.col("parts") - pl.col("saved").fill_null(0.0))
            * pl.col("factor").fill_null(1.0)
            * pl.col("left").fill_null(1.0)
        )
    )
    money = pl.col("units") * pl.col("weight") / 1e6
    sums = [(money * pl.col("price")).sum().alias("revenue")]
    sums += [-(money * pl.col(layer)).sum().alias(layer) for layer in COSTS]
    for row in cars.group_by("firm").agg(*sums).sort("firm").iter_rows(named=True):
        yield from ((name, row["firm"], row[name]) for name in ("revenue", *COSTS))


def _quota(count: Count) -> Iterator[Entry]:
    """A car inside a quota saves a share of its customs value."""
    for entry in entries_of(count.records):
        car = entry.car
        value = count.customs_value[(car.variant, car.plant, car.market, car.year)]
        yield "duty", car.firm, car.units * entry.saving * value * count.weight[car.year] / 1e6


def _overtime(count: Count) -> Iterator[Entry]:
    """Cars beyond regular capacity cost the premium, borne by the members that own the plant."""
    records = count.records
    for (plant, year), cars in overtime_of(records, count.guests).items():
        row = records.plants[plant]
        cost = cars * row["overtime_premium"] * row["conversion_cost_per_unit"] * count.weight[year] / 1e6
        owning = owners_ever(records, plant) & records.members
        mine = {firm: share_of(records, plant, firm, year) for firm in sorted(owning)}
        for firm, share in mine.items():
            yield "overtime", firm, -cost * share / sum(mine.values())


def _lent(count: Count) -> Iterator[Entry]:
    """Cars built for guests that do not plan cost their host the conversion."""
    for lease in count.records.lent:
        cost = lease.units * count.records.plants[lease.plant]["conversion_cost_per_unit"]
        yield "conversion", count.records.host[lease.plant], -cost * count.weight[lease.year] / 1e6


def _co2(count: Count) -> Iterator[Entry]:
    """Penalties of fleets above their target."""
    for due in dues(count.records):
        if due.penalty_m:
            yield "co2", due.firm, -due.penalty_m * count.weight[due.year]


def _technologies(count: Count) -> Iterator[Entry]:
    """Shared software, fitting to charging networks, driver assistance; ports of electric cars."""
    records = count.records
    yield from fixed_entries(records, count.weight)
    yield from option_entries(records, count.weight)
    for car in records.cars:
        if car.powertrain == "electric" and (cost := port_cost(records, car.firm, car.market, car.year)):
            yield "extra", car.firm, -car.units * cost * count.weight[car.year] / 1e6


def starts(count: Count) -> Iterator[Entry]:
    """Tooling, development and launches: the annuity of their cost to the end of their last life."""
    records = count.records
    discount = records.case.settings.discount_rate
    for b in records.begun:
        if b.kind not in ("tooling", "development", "launch"):
            continue
        payer, cost, life = start_cost(records, b.decision, b.what)
        last, lives = lives_of(count, b, life)
        paid = annuity(cost, discount, life) * count.force(b.first_year, lives[-1] + max(1, int(life)) - 1)
        paid += yearly_cost(records, b.what) * count.force(b.first_year, last)
        yield b.kind, payer, -b.taken * paid


def lives_of(count: Count, b: Begun, life: float) -> tuple[int, list[int]]:
    """Last year in which a car can use what a decision starts, and the first years of its lives: the first,
    and one more whenever a life is over and a car can still use it."""
    last = max((b.first_year - 1, *last_uses(count.records, count.demand, b)))
    lives = [b.first_year]
    while (again := lives[-1] + max(1, int(life))) <= last:
        lives.append(again)
    return last, lives


def start_cost(records: Records, decision: str, what: tuple[str, ...]) -> tuple[str, float, float]:
    """Who pays for a start, what it costs in million, and over how many years."""
    if decision == "tool_up":
        row = records.tooling[(what[0], what[1])]
        brand = str(records.models[what[0]]["firm"])
        payer = brand if row["who_pays"] == "brand" else records.host[what[1]]
        return payer, row["tooling_cost_m"] + row["local_supplier_cost_m"], row["life_years"]
    if decision == "launch" and what in records.offers:
        offer, model = records.offers[what], records.models[what[0]]
        return str(model["firm"]), offer["entry_cost_m"], offer["life_years"]
    if decision == "launch":
        row = records.models[what[0]]
        return str(row["firm"]), row["launch_cost_m"], row["life_years"]
    if decision == "fit":
        row = records.technologies[what[0]]
        return what[1], row["fixed_cost_m"], row["life_years"]
    row = records.platforms[what[0]]
    part = follower_part(records, what[1], what[0]) if decision == "adopt" else 1.0 / len(row["owners"])
    return what[1], part * row["development_cost_m"], row["life_years"]


def yearly_cost(records: Records, what: tuple[str, ...]) -> float:
    """What a start costs in every year of use beside its annuity, million: a model offered in one more
    market."""
    return float(records.offers[what]["fixed_cost_m"]) if what in records.offers else 0.0


def _fixed(count: Count) -> Iterator[Entry]:
    """Overhead, plants, closing, sales organisations, programmes."""
    records, case = count.records, count.records.case
    closed, left = records.ends("closed"), records.ends("left")
    for row in in_case_currency(case, case["firms"], "overhead_m").iter_rows(named=True):
        if row["firm"] in records.members:
            kept = part_left(records, "overhead_saving", row["firm"], row["firm"])
            force = sum(kept[year] * w for year, w in count.weight.items())
            yield "overhead", row["firm"], -row["overhead_m"] * force
    for name, plant in records.plants.items():
        end = closed.get(name)
        last = min(plant["closes_after"] or 9999, 9999 if end is None else end - 1)
        for firm in sorted(owners_ever(records, name) & records.members):
            share = {year: share_of(records, name, firm, year) for year in records.years}
            force = sum(share[year] * w for year, w in count.weight.items() if year <= last)
            yield "plant_fixed", firm, -plant["fixed_cost_m"] * force
            if end is not None:
                closing = share.get(end, 0.0) * plant["closing_cost_m"] * count.force(end, end)
                yield "closing", firm, -closing
    for row in in_case_currency(case, case["market_presence"], "fixed_cost_m").iter_rows(named=True):
        if row["firm"] in records.members:
            last = left.get(f"{row['firm']} {row['market']}", 10_000) - 1
            kept = part_left(records, "presence_saving", row["firm"], row["market"])
            force = sum(kept[year] * w for year, w in count.weight.items() if year <= last)
            yield "market_fixed", row["firm"], -row["fixed_cost_m"] * force
    for row in in_case_currency(case, case["programmes"], "cost_m_per_year").iter_rows(named=True):
        if row["firm"] in records.members:
            kept = part_left(records, "programme_saving", row["firm"], row["resource"])
            force = sum(kept[year] * w for year, w in count.weight.items())
            yield "programmes", row["firm"], -row["cost_m_per_year"] * force
    for firm, year, paid in paid_to_dealers(records):
        yield "market_fixed", firm, -paid * count.weight.get(year, 0.0)


def _agreements(count: Count) -> Iterator[Entry]:
    """Signing (an annuity over the years in force, unless it was paid before the first year) and running of
    the book, in equal parts of the planning parties."""
    records, case = count.records, count.records.case
    table = in_case_currency(case, case["agreements"], "signing_cost_m", "running_cost_m")
    for row in table.iter_rows(named=True):
        name = row["agreement"]
        parties = [f for f in row["parties"] if f in records.planning]
        if name not in records.book or not parties:
            continue
        first, last = records.book.first_year(name), records.book.last_year(name)
        inside = max(1, sum(first <= year <= last for year in records.years))
        cost = 0.0 if paid_before(case, name) else row["signing_cost_m"]
        signing = annuity(cost, case.settings.discount_rate, inside)
        for firm in (f for f in parties if f in records.members):
            yield "signing", firm, -signing * count.force(first, last) / len(parties)
            yield "running", firm, -row["running_cost_m"] * count.force(first, last) / len(parties)


def _terms(count: Count) -> Iterator[Entry]:
    """What the terms of the book make members pay and receive: ``transfers`` between them, ``fees`` with
    others."""
    records = count.records
    for row in records.case["terms"].iter_rows(named=True):
        payer, payee, name = row["payer"], row["payee"], row["agreement"]
        inside = [f for f in (payer, payee) if f in records.members]
        ended = row["per"] == "unit" and records.book.kind(name).name == LICENCE
        ended = ended and name in Book.today(records.case)
        if not inside or (name not in records.book and not ended):
            continue
        first = max(records.book.first_year(name), row["from_year"] or 0)
        last = min(records.book.last_year(name), row["to_year"] or 9999)
        amount = row["amount"] * (1.0 if row["per"] == "share" else rate(records.case, row["currency"]))
        if row["per"] == "year":
            paid = amount * count.force(first, last)
        elif row["per"] == "once":
            days = [year for year in records.years if first <= year <= last]
            was = paid_before(records.case, name) and (row["from_year"] or 0) < records.years[0]
            paid = amount * count.weight[days[0]] if days and not was else 0.0
        else:
            paid = amount * _volume(count, row, first, last) / 1e6
        account = "transfers" if len(inside) == 2 else "fees"
        if payer in records.members:
            yield account, payer, -paid
        if payee in records.members:
            yield account, payee, paid


def _volume(count: Count, row: Row, first: int, last: int) -> float:
    """Present value of the cars (``share``: their revenue; ``gram``: the grams) that a term is paid on."""
    records, name = count.records, row["agreement"]
    if row["per"] == "gram":
        return sum(
            one.kilograms * KILO * count.weight[one.year]
            for one in records.handed
            if (one.agreement, one.giver, one.taker) == (name, row["payee"], row["payer"])
            and any(first <= year <= last for year in settled_with(records, one))
        )
    kind = records.book.kind(name).name
    if kind == LICENCE and row["per"] == "unit":
        cars = carried(records, name, row["payer"], first, last)
        return sum(units * count.weight[year] for year, units in cars)
    total, firm = 0.0, _maker(records, row)
    for car in records.cars:
        if first <= car.year <= last and car.firm == firm and (part := under(records, name, car)):
            each = (
                1.0 if row["per"] == "unit" else count.price[(car.variant, car.plant, car.market, car.year)]
            )
            total += car.units * part * each * count.weight[car.year]
    if row["per"] == "unit":
        total += sum(
            lease.units * count.weight[lease.year]
            for lease in records.lent
            if lease.agreement == name and first <= lease.year <= last
            if lease.guest in (row["payer"], row["payee"])
        )
    if row["payee"] in records.members and name in Book.today(records.case):
        total += _guests(count, row, first, last)
    return total


def _guests(count: Count, row: Row, first: int, last: int) -> float:
    """The same of cars that a planning firm outside the plan has built in members' plants."""
    records, total = count.records, 0.0
    for guest in count.guests:
        if guest.firm != row["payer"]:
            continue
        for year, units in zip(records.years, guest.cars, strict=True):
            car = records.car(guest.variant, guest.plant, guest.market, year, float(units))
            if first <= year <= last and (part := under(records, row["agreement"], car)):
                each = 1.0
                if row["per"] == "share":
                    each = count.price[(guest.variant, guest.plant, guest.market, year)]
                total += units * part * each * count.weight[year]
    return float(total)


def _maker(records: Records, row: Row) -> str:
    """Whose cars a fee is paid on: of the payer, or of the payee where only that is granted something."""
    takers = {
        p.taker
        for p in records.book.permits
        if p.agreement == row["agreement"] and p.what not in ("pool", "market")
    }
    return str(row["payee"] if row["payee"] in takers and row["payer"] not in takers else row["payer"])


def under(records: Records, agreement: str, car: Car) -> float:
    """Part of the cars of a way and year that is under a deal: all that use what only the deal grants; of
    what several deals grant, in proportion to their limits, and none beside a grant without limit."""
    most = 0.0
    for need in records.lacking(car.variant, car.plant):
        room: dict[str, float] = {}
        for p in records.grants(car.firm, need, car.model, car.year):
            room[p.agreement] = room.get(p.agreement, 0.0) + (math.inf if p.limit is None else p.limit)
        if math.inf in room.values():
            room = {name: 1.0 for name, cars in room.items() if cars == math.inf}
        if room.get(agreement):
            most = max(most, room[agreement] / sum(room.values()))
    return most


ACCOUNTS: tuple[Callable[[Count], Iterator[Entry]], ...] = (
    _cars,
    _quota,
    _overtime,
    _lent,
    _co2,
    _technologies,
    starts,
    _fixed,
    _agreements,
    _terms,
)

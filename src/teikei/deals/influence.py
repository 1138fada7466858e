"""How much an input could move a surplus, estimated without planning again, so that only the strongest are
re-planned.

    estimate = |high − low| × |∂ surplus / ∂ input| at the printed plans

The derivative is taken with the flows and decisions of the two plans held: what each Δcar earns, costs or
pays. For volumes (demand, limits, capacity) the cars concerned are scaled. An agreement that the plan does
not use has no Δcars: the cars that it permits, each on its best route, stand in. Estimates only rank; every
figure that is printed comes from plans.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from teikei.case.derived import chain_of
from teikei.case.tables.registry import TABLES
from teikei.deals.influence_changes import currency_of, of_changes
from teikei.deals.inputs import family
from teikei.industry.landed import landed
from teikei.industry.money import annuity, rate, year_weights
from teikei.industry.routes import described
from teikei.plan.constants import routes_under
from teikei.plan.fleets import Targets

if TYPE_CHECKING:
    from teikei.case.case import Case
    from teikei.deals.inputs import Input
    from teikei.deals.worth import Surplus

KEYS = ["variant", "plant", "market", "year"]
OF_BOOKS = ("fixed_cost_share", "ev_demand", "ev_demand_cap", "stalls_ratio")
"""Targets of effects that change what a book brings, not what a car is."""


@dataclass(frozen=True, slots=True, eq=False)
class Stakes:
    """Δcars with their discounted units, margin and what they are; and the years' weights."""

    cars: pl.DataFrame
    weights: float
    idle: bool


def stakes_of(found: Surplus) -> Stakes:
    """Δcars of the two plans, or the cars that an unused agreement would permit."""
    case = found.book.case
    keys = [*KEYS, "model", "firm"]
    after = found.with_plan.ship.select(*keys, pl.col("units"))
    before = found.without_plan.ship.select(*keys, pl.col("units").alias("before"))
    cars = (
        after.join(before, on=keys, how="full", coalesce=True)
        .with_columns((pl.col("units").fill_null(0.0) - pl.col("before").fill_null(0.0)).alias("delta"))
        .filter(pl.col("delta").abs() > 0.5)
        .select(*keys, "delta")
    )
    idle = float(found.units.sum()) < 0.5
    if idle:
        cars = pl.concat([cars, _permitted(found)]) if cars.height else _permitted(found)
    weights = pl.DataFrame({"year": list(case.settings.years), "weight": year_weights(case)})
    where = case["plants"].select("plant", pl.col("territory").alias("origin"))
    body = case["models"].select("model", "volume_cbm")
    power = case["variants"].select("variant", "powertrain", "platform")
    cars = cars.join(weights, on="year").join(where, on="plant")
    cars = _with_margin(case, cars.join(body, on="model").join(power, on="variant"))
    discounted = (pl.col("delta") * pl.col("weight") / 1e6).alias("dm")
    return Stakes(cars.with_columns(discounted), float(year_weights(case).sum()), idle)


def _permitted(found: Surplus) -> pl.DataFrame:
    """Cars of every demand that the deal's routes could serve, on the best of them, in the years it
    allows."""
    problem = found.with_plan.problem
    under = routes_under(found.book, found.agreement, list(problem.needs), problem.members)
    ways = problem.routes
    best: dict[int, int] = {}
    for i in under:
        slot = int(ways.slot[i])
        if slot not in best or ways.margin[i].mean() > ways.margin[best[slot]].mean():
            best[slot] = int(i)
    rows = []
    for slot, i in best.items():
        for t in np.flatnonzero(ways.allowed[i]):
            units = float(problem.slots.undiverted[slot, t])
            if units > 0.5:
                rows.append(
                    (
                        str(ways.variant[i]),
                        str(ways.plant[i]),
                        str(ways.market[i]),
                        int(problem.years[t]),
                        str(ways.model[i]),
                        str(ways.firm[i]),
                        units,
                    )
                )
    schema = {
        "variant": pl.String,
        "plant": pl.String,
        "market": pl.String,
        "year": pl.Int64,
        "model": pl.String,
        "firm": pl.String,
        "delta": pl.Float64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _with_margin(case: Case, cars: pl.DataFrame) -> pl.DataFrame:
    if not cars.height:
        return cars.with_columns(pl.lit(0.0).alias("margin"), pl.lit(0.0).alias("duty"))
    stack = landed(case, described(case, cars.select(KEYS[:3]).unique()))
    stack = stack.with_columns((pl.col("duty") + pl.col("parts_duty")).alias("duty"))
    return cars.join(stack.select(*KEYS, "margin", "duty"), on=KEYS, how="left").with_columns(
        pl.col("margin", "duty").fill_null(0.0)
    )


def ranked(found: Surplus, items: list[Input]) -> list[tuple[float, Input]]:
    """Inputs with their estimates, the largest first, ties by name; those that move nothing are left out."""
    stakes = stakes_of(found)
    scored = [(estimate(found, stakes, item), item) for item in items]
    scored = [(score, item) for score, item in scored if score > 1e-3]
    scored.sort(key=lambda pair: (-pair[0], pair[1].name))
    return scored


def estimate(found: Surplus, stakes: Stakes, item: Input) -> float:
    """|high − low| × |slope|, in million present value."""
    key = dict(zip(TABLES[item.table].key, item.key, strict=True))
    wide = item.high - item.low
    relative = wide / item.central if abs(item.central) > 1e-12 else 0.0
    cars = stakes.cars
    if (moved := of_changes(found, item, key)) is not None:
        return moved
    if item.table == "effects" and key["target"] in OF_BOOKS:
        return _effect(found, item, key)
    if (
        item.table in ("content", "tariffs", "origin_rules", "effects")
        or item.column == "customs_value_share"
    ):
        return _recounted(found.book.case, cars, item, key)
    if item.column == "parts_cost" or (item.table, item.column) == ("technologies", "unit_cost"):
        return _parts(found.book.case, cars, item, key)
    if item.table == "co2_positions":
        return _grams(found, item, key)
    unit = _per_car(found.book.case, cars, item, key)
    if unit is not None:
        return abs(unit * wide)
    volume = _volume(found, cars, item, key)
    if volume is not None:
        return abs(volume) * (abs(relative) if item.column not in ("growth", "share") else abs(wide))
    return abs(_lump(found, stakes, item, key) * relative)


def _parts(case: Case, cars: pl.DataFrame, item: Input, key: dict[str, str]) -> float:
    """Million that a car's parts bill, or a drive's cost, would move on the Δcars."""
    variants = case["variants"]
    if item.table == "technologies":
        users = variants.filter(pl.col("technologies").list.contains(key["technology"]))["variant"].to_list()
        cost = abs(item.high - item.low) * rate(case, currency_of(case, item, key))
        return abs(float(cars.filter(pl.col("variant").is_in(users))["dm"].sum()) * cost)
    mine = variants.filter(pl.col("variant") == key["variant"])
    if mine["derived_from"][0]:
        part = cars.filter(pl.col("variant").is_in(_derived_from(case, {key["variant"]})))
        return abs(float(part["dm"].sum()) * (item.high - item.low)) * rate(
            case, currency_of(case, item, key)
        )
    siblings = variants.filter(
        pl.col("model").is_in(family(case, str(mine["model"][0])))
        & (pl.col("powertrain") == mine["powertrain"][0])
        & (pl.col("derived_from") == "")
    )
    moved = 0.0
    for variant, cost in siblings.select("variant", "parts_cost").iter_rows():
        part = cars.filter(pl.col("variant").is_in(_derived_from(case, {variant})))
        moved += float(part["dm"].sum()) * cost
    return abs(moved * (item.high - item.low) / item.central)


def _derived_from(case: Case, some: set[str]) -> list[str]:
    """Variants, and all that are derived from them, step by step."""
    return [v for v in case["variants"]["variant"].to_list() if some & set(chain_of(case, v))]


def _per_car(case: Case, cars: pl.DataFrame, item: Input, key: dict[str, str]) -> float | None:
    """Million per unit of a cost a car: Σ Δcars it falls on; None for other inputs."""
    lane = ("origin", "origin"), ("market", "destination")
    columns = {
        ("plants", "conversion_cost_per_unit"): (("plant", "plant"),),
        ("tooling", "extra_cost_per_unit"): (("plant", "plant"), ("model", "model")),
        ("demand", "list_price"): (("model", "model"), ("market", "market"), ("powertrain", "powertrain")),
        ("freight", "per_unit"): lane,
        ("freight", "per_cbm"): lane,
    }.get((item.table, item.column))
    if columns is None:
        return None
    part = cars.filter(*(pl.col(mine) == key[theirs] for mine, theirs in columns))
    weight = part["dm"] * part["volume_cbm"] if item.column == "per_cbm" else part["dm"]
    return float(weight.sum()) * rate(case, currency_of(case, item, key))


def _effect(found: Surplus, item: Input, key: dict[str, str]) -> float:
    """Million that an effect would move: of shared software the saving, of charging the electric cars."""
    if key["target"] == "fixed_cost_share":
        saved = _lump(found, stakes_of(found), item, key)
        return abs(saved * (item.high - item.low) / max(1e-9, 1.0 - item.central))
    cars = stakes_of(found).cars.filter(powertrain="electric", market=key["scope"].lower())
    whole = float((cars["dm"] * cars["margin"]).sum())
    return abs(whole) * abs(item.high - item.low) / max(1e-9, abs(item.central))


def _grams(found: Surplus, item: Input, key: dict[str, str]) -> float:
    """Million that a fleet's gap, or how far it follows the target, would move: cars times the worth of a
    gram, with less without; for a fleet of a pool's party the larger, since the pool may run dry or over."""
    case, wide = found.book.case, item.high - item.low
    ends = []
    for plan in (found.with_plan, found.without_plan):
        weight = dict(zip(plan.problem.years.tolist(), plan.problem.weights.tolist(), strict=True))
        targets = Targets(case, key["market"], key["customs_class"])
        start = targets.target(int(plan.problem.years[0]))
        total = 0.0
        for row in plan.fleets.filter(
            firm=key["firm"], market=key["market"], customs_class=key["customs_class"]
        ).iter_rows(named=True):
            grams = wide
            if item.column == "target_follow_share":
                grams *= (start or 0.0) - (targets.target(row["last_year"]) or 0.0)
            cars = row["units_per_year"] * (row["last_year"] - row["first_year"] + 1)
            total += cars * grams * row["price_per_g"] * weight[row["last_year"]] / 1e6
        ends.append(total)
    deal = found.book.row(found.agreement)
    if deal["kind"] == "co2_pool" and key["firm"] in deal["parties"]:
        return max(abs(end) for end in ends)
    return abs(ends[0] - ends[1])


def _volume(found: Surplus, cars: pl.DataFrame, item: Input, key: dict[str, str]) -> float | None:
    """Million that scale with a volume: the margin of the Δcars concerned; None for other inputs."""

    def worth(part: pl.DataFrame) -> float:
        return float((part["dm"] * part["margin"]).sum())

    if item.table == "demand" and item.column in ("units_per_year", "growth"):
        part = cars.filter((pl.col("model") == key["model"]) & (pl.col("market") == key["market"]))
        losses = (
            _diverted_margin(found, key["model"])
            if key["model"] in found.book.row(found.agreement)["brings"]
            else 0.0
        )
        return (worth(part) - losses) * (5.0 if item.column == "growth" else 1.0)
    if item.table == "diversion":
        cell = found.book.case["diversion"].filter(
            (pl.col("model") == key["model"])
            & (pl.col("to") == key["to"])
            & (pl.col("market") == key["market"])
        )
        share = float(cell["share"][0]) if cell.height else 0.0
        return (
            worth(cars.filter((pl.col("model") == key["to"]) & (pl.col("market") == key["market"]))) / share
            if share
            else 0.0
        )
    if item.table == "grants":
        takers = {p.taker for p in found.book.permits if p.agreement == found.agreement}
        guests = sum(
            float(found.with_plan.problem.weights @ g.limit)
            for g in found.with_plan.problem.lent
            if g.agreement == found.agreement
        )
        return (
            worth(cars.filter(pl.col("firm").is_in(sorted(takers)) & (pl.col("delta") > 0))) + guests * 1e-3
        )
    if item.table == "lines":
        plant = found.book.case["lines"].filter(pl.col("line") == key["line"])["plant"]
        return 0.3 * worth(cars.filter(pl.col("plant").is_in(plant.to_list()) & (pl.col("delta") > 0)))
    return None


def _diverted_margin(found: Surplus, brought: str) -> float:
    """Margin lost on cars that the launch takes, in million present value."""
    problem = found.with_plan.problem
    margin: dict[str, float] = {}
    for model in {source for source, *_ in problem.slots.diverted}:
        mine = problem.routes.margin[problem.routes.model == model]
        margin[model] = float(mine.mean()) if mine.size else 0.0
    return sum(
        float(problem.weights @ units) * margin[source] / 1e6
        for source, target, _, units in problem.slots.diverted
        if target == brought
    )


def _recounted(case: Case, cars: pl.DataFrame, item: Input, key: dict[str, str]) -> float:
    """Margin of the Δcars at the input's low and at its high, by landed cost on just those routes."""
    part = cars
    if item.table == "content":
        part = cars.filter(
            (pl.col("plant") == key["plant"])
            & (pl.lit(key["model"] == "any") | (pl.col("model") == key["model"]))
        )
    elif item.table == "models":
        part = cars.filter(pl.col("model") == key["model"])
    elif item.table == "effects":
        users = case["variants"].filter(pl.col("technologies").list.contains(key["technology"]))
        part = cars.filter(pl.col("variant").is_in(users["variant"].to_list()))
    if not part.height:
        return 0.0
    routes = described(case, part.select(KEYS[:3]).unique())
    ends = []
    for value in (item.low, item.high):
        moved = item.moved(case, value)
        stack = landed(moved, routes).select(*KEYS, pl.col("margin").alias("moved"))
        joined = part.join(stack, on=KEYS, how="left")
        ends.append(float((joined["dm"] * joined["moved"].fill_null(0.0)).sum()))
    return abs(ends[1] - ends[0])


def _lump(found: Surplus, stakes: Stakes, item: Input, key: dict[str, str]) -> float:
    """Present value in million of a single or yearly amount: what the plans' difference holds of it, or would
    hold."""
    account = {
        ("tooling", "tooling_cost_m"): "tooling",
        ("platforms", "development_cost_m"): "development",
        ("platforms", "follower_factor"): "development",
        ("technologies", "fixed_cost_m"): "development",
        ("models", "launch_cost_m"): "launch",
        ("agreements", "signing_cost_m"): "signing",
        ("agreements", "running_cost_m"): "running",
        ("effects", "value"): "development",
        ("terms", "amount"): "fees",
        ("plants", "fixed_cost_m"): "plant_fixed",
        ("platforms", "saving_per_doubling"): "parts",
        ("technologies", "saving_per_doubling"): "parts",
    }.get((item.table, item.column))
    if account is None:
        return 0.0
    if account == "parts":
        return _saved(found, key)
    named = ("model", "platform", "technology", "agreement", "plant")
    name = next((key[k] for k in named if key.get(k)), "")
    held = 0.0
    for plan, sign in ((found.with_plan, 1.0), (found.without_plan, -1.0)):
        for (kind, _, what), amount in plan.amounts.items():
            if kind == account and what == name:
                held += sign * float(plan.problem.weights @ amount)
    if (
        stakes.idle
        and abs(held) < 1e-9
        and account in ("tooling", "development", "launch")
        and _within(stakes, account, key)
    ):
        case = found.book.case
        held = (
            annuity(item.central, case.settings.discount_rate, 7)
            * stakes.weights
            * (1e3 if item.column == "follower_factor" else 1.0)
        )
    return held


def _saved(found: Surplus, key: dict[str, str]) -> float:
    """Present value in million of what joint volume saves on a platform or a technology with the deal."""
    problem = found.with_plan.problem
    name = key.get("platform") or key["technology"]
    factor = problem.parts_factor.get(("platform" if "platform" in key else "technology", name))
    if factor is None:
        return 0.0
    ways, made = problem.routes, found.with_plan.made
    if "platform" in key:
        on, each = ways.platform == name, ways.money["parts"] / factor
    else:
        on = np.array([name in some for some in ways.technologies], dtype=bool)
        row = found.book.case["technologies"].filter(pl.col("technology") == name)
        each = np.full_like(
            ways.money["parts"], float(row["unit_cost"][0]) * rate(found.book.case, str(row["currency"][0]))
        )
    money = made.ship[on] * each[on] * (1.0 - factor)
    return float(money.sum(axis=0) @ problem.weights) / 1e6


def _within(stakes: Stakes, account: str, key: dict[str, str]) -> bool:
    """Whether a cost that no plan holds belongs to the cars at stake."""
    if account == "tooling":
        return bool(
            stakes.cars.filter((pl.col("model") == key["model"]) & (pl.col("plant") == key["plant"])).height
        )
    if "platform" in key:
        return bool(stakes.cars.filter(pl.col("platform") == key["platform"]).height)
    if account == "launch":
        return bool(stakes.cars.filter(pl.col("model") == key["model"]).height)
    return stakes.idle

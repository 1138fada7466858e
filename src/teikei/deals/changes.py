"""What an agreement changes on the ground: cars built elsewhere, cars diverted, money by account, and what
each party does without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from teikei.deals.inputs import models_of_changed_parts

if TYPE_CHECKING:
    from teikei.deals.worth import Surplus

ACCOUNT_WORDS = {
    "revenue": "revenue",
    "parts": "parts bill",
    "conversion": "conversion",
    "extra": "local extra cost",
    "freight": "freight",
    "transit": "capital in transit",
    "duty": "duty on cars",
    "parts_duty": "duty on parts",
    "tooling": "tooling",
    "development": "development and adoption",
    "launch": "launch",
    "plant_fixed": "plant fixed cost",
    "closing": "closing",
    "overtime": "overtime",
    "signing": "signing",
    "running": "running the deal",
    "fees": "given fees",
    "co2": "CO2 penalties",
    "market_fixed": "sales organisation",
    "programmes": "own programmes",
}


EARNS_ALIKE_M = 0.05
"""Million a year by which the profit of a firm may differ between two plans that are equally good for it."""

REST = 0.1
"""Largest part of a sum that may go by the name of "other"."""


def flows_moved(found: Surplus) -> pl.DataFrame:
    """Cars a year (mean over the horizon) that differ: model, firm, plant, market, units with, without,
    difference. The deal's own cars come first.

    Two best plans may also differ where the agreement changes nothing, as where two plants are equally good
    for a car. Left out are cars in independent parts that both programs share, and what `without_swaps`
    drops.
    """
    years = len(found.with_plan.problem.years)
    keys = ["model", "firm", "plant", "market"]

    def mean(ship: pl.DataFrame, name: str) -> pl.DataFrame:
        return ship.group_by(keys).agg((pl.col("units").sum() / years).alias(name))

    moved = (
        mean(found.with_plan.ship, "with_units_per_year")
        .join(mean(found.without_plan.ship, "without_units_per_year"), on=keys, how="full", coalesce=True)
        .with_columns(pl.col("with_units_per_year", "without_units_per_year").fill_null(0.0))
        .with_columns(
            (pl.col("with_units_per_year") - pl.col("without_units_per_year")).alias("change_units_per_year")
        )
        .filter(pl.col("change_units_per_year").abs() > 0.5)
        .filter(pl.col("model").is_in(sorted(models_of_changed_parts(found))))
    )
    return (
        without_swaps(moved, _earning_alike(found))
        .with_columns(pl.col("model").is_in(sorted(_models_under(found))).alias("under"))
        .sort(
            "under",
            pl.col("change_units_per_year").abs(),
            *keys,
            descending=[True, True, False, False, False, False],
        )
        .drop("under")
    )


def without_swaps(moved: pl.DataFrame, alike: set[str]) -> pl.DataFrame:
    """Changes less the equally good swaps: cars of firms that earn alike in both plans, of which a market
    gets as many as before.

    ``moved``: model, firm, plant, market, change_units_per_year; ``alike``: those firms.
    """
    net = pl.col("change_units_per_year").sum().over("model", "market").abs()
    return moved.filter(~pl.col("firm").is_in(sorted(alike)) | (net > 0.5))


def _earning_alike(found: Surplus) -> set[str]:
    """Planning firms that are no party, sell to the same demand and earn alike with and without."""
    slots, base = found.with_plan.problem.slots, found.without_plan.problem.slots
    demanded = set(slots.firm[np.abs(slots.demand - base.demand).max(axis=1) > 1e-9].tolist())
    plan = found.with_plan
    return {
        firm
        for firm in plan.problem.members
        if firm not in found.parties
        and firm not in demanded
        and abs(plan.yearly(plan.profit(firm) - found.without_plan.profit(firm))) < EARNS_ALIKE_M
    }


def built_at(found: Surplus) -> dict[str, float]:
    """Plant -> cars a year of the deal in the plan, mean from its first car on; the largest first."""
    years = int((found.units.cumsum() > 0.5).sum())
    cars = {plant: float(units.sum()) / years for plant, units in found.units_at.items()}
    return dict(sorted(cars.items(), key=lambda item: (-item[1], item[0])))


def _models_under(found: Surplus) -> set[str]:
    """Models that the deal is about: granted by name, or launched by it."""
    permits = [p for p in found.book.permits if p.agreement == found.agreement]
    return {m for p in permits for m in p.models} | set(found.book.row(found.agreement)["brings"])


def money_moved(found: Surplus) -> pl.DataFrame:
    """Present value by account (million) with less without: what the surplus is made of."""
    weights = found.with_plan.problem.weights
    total: dict[str, float] = {}
    for plan, sign in ((found.with_plan, 1.0), (found.without_plan, -1.0)):
        for (account, _, _), amount in plan.amounts.items():
            if account != "transfers":
                total[account] = total.get(account, 0.0) + sign * float(weights @ amount)
    rows = [(a, v) for a, v in sorted(total.items(), key=lambda kv: -abs(kv[1])) if abs(v) > 1e-6]
    return pl.DataFrame(rows, schema={"account": pl.String, "present_value_m": pl.Float64}, orient="row")


def diverted(found: Surplus) -> pl.DataFrame:
    """Cars a year (mean over the horizon) that launches of the deal take: from model, its firm, to model,
    market."""
    slots = found.with_plan.problem.slots
    brought = set(found.book.row(found.agreement)["brings"])
    firm = dict(found.book.case["models"].select("model", "firm").iter_rows())
    rows = [
        (source, firm[source], target, market, float(units.mean()))
        for source, target, market, units in slots.diverted
        if target in brought and units.mean() > 0.5
    ]
    schema = {
        "from_model": pl.String,
        "firm": pl.String,
        "to_model": pl.String,
        "market": pl.String,
        "units_per_year": pl.Float64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row").sort(
        "units_per_year", "from_model", descending=[True, False]
    )


def driver(found: Surplus) -> str:
    """One clause: what the surplus is mostly made of."""
    return made_of(money_moved(found))


def made_of(money: pl.DataFrame, factor: float = 1.0, unit: str = "m") -> str:
    """The same clause from a table of `money_moved`, every amount times ``factor`` and named in ``unit``.

    The two largest of a sort are named, more while the rest is over a tenth of them, and the rest summed, so
    that the amounts add up to the surplus.
    """
    if not money.height:
        return "it changes nothing in the plan"
    moved = {account for account, value in money.iter_rows() if abs(value) > 1.0}
    # a host that builds an outsider's cars sells none: then conversion is a cost and no part of a margin
    sold = ("revenue", "parts", "conversion", "extra") if moved & {"revenue", "parts"} else ()
    earned = dict.fromkeys(sold, "margin before trade") | {"fees": "given fees"}
    merged = {"freight": "freight", "transit": "freight"}
    gained: dict[str, float] = {}
    spent: dict[str, float] = {}
    for account, value in money.iter_rows():
        group = gained if account in earned else spent
        name = earned.get(account) or merged.get(account) or ACCOUNT_WORDS.get(account, account)
        group[name] = group.get(name, 0.0) + value

    def words(verb: str, amounts: list[tuple[str, float]]) -> str:
        amounts.sort(key=lambda row: -row[1])
        named = 2
        while sum(v for _, v in amounts[named:]) > REST * sum(v for _, v in amounts):
            named += 1
        rest = sum(v for _, v in amounts[named:])
        shown = [*amounts[:named], *([("other", rest)] if rest > 1.0 else [])]
        parts = [f"{v * factor:,.0f} {unit} {name}" for name, v in shown]
        return (
            f"{verb} " + ", ".join(parts[:-1]) + (" and " if parts[1:] else "") + parts[-1] if parts else ""
        )

    text = [
        words("adds", [(a, v) for a, v in gained.items() if v > 1.0]),
        words("saves", [(a, v) for a, v in spent.items() if v > 1.0]),
        words("gives up", [(a, -v) for a, v in gained.items() if v < -1.0]),
        words("costs", [(a, -v) for a, v in spent.items() if v < -1.0]),
    ]
    return ", ".join(t for t in text if t) or "it moves less than a million"


def without_it(found: Surplus, firm: str) -> str:
    """What a party does in the best plan without the agreement, in one sentence."""
    kind = found.book.kind(found.agreement)
    if kind.without != "":
        return _beside_the_taker(found, firm, kind.without) if kind.one_sided else kind.without
    # what the deal is about comes before what else moves: its own cars, shipped without it or not
    models = {m for m in _models_under(found) if _firm_of(found, m) == firm}
    if not models:
        moved = flows_moved(found).filter(pl.col("firm") == firm)
        models = set(moved.filter(pl.col("change_units_per_year") > 0)["model"].to_list())
    ship = found.without_plan.ship.filter(pl.col("model").is_in(sorted(models)) & (pl.col("firm") == firm))
    if ship.height:
        years = len(found.with_plan.problem.years)
        top = (
            ship.group_by("model", "plant")
            .agg((pl.col("units").sum() / years).alias("units"))
            .sort("units", "model", descending=[True, False])
            .head(2)
        )
        return "builds " + " and ".join(
            f"{r['model']} at {r['plant']} ({r['units']:,.0f} a year)" for r in top.iter_rows(named=True)
        )
    if models:
        return f"does not offer {', '.join(sorted(models))}"
    plants = sorted(
        {
            p.resource
            for p in found.book.permits
            if p.agreement == found.agreement and p.what == "plant" and p.giver == firm
        }
    )
    if plants:
        use = (
            found.without_plan.use.filter(pl.col("plant").is_in(plants))
            .group_by("plant")
            .agg(pl.col("use_share").mean())
            .sort("plant")
        )
        return "runs " + ", ".join(f"{p} at {(u or 0.0):.0%}" for p, u in use.iter_rows()) + " of capacity"
    return "keeps its asset to itself"


def _beside_the_taker(found: Surplus, firm: str, taker_does: str) -> str:
    """Without a licence: what who takes it does, and what the others have of the same thing by agreements
    that stand anyway."""
    case = found.book.case
    mine = pl.col("agreement") == found.agreement
    grants = case["grants"].filter(pl.col("what") == "technology")
    here = grants.filter(mine)
    if firm in here["taker"].to_list():
        return taker_does
    beside = grants.filter(
        ~mine
        & pl.col("agreement").is_in(sorted(found.without_book.agreements))
        & pl.col("resource").is_in(here["resource"].to_list())
    )

    def titles(role: str) -> str:
        names = sorted(set(beside.filter(pl.col(role) == firm)["agreement"].to_list()))
        return " and ".join(f"“{found.without_book.row(a)['title']}”" for a in names)

    if said := titles("taker"):
        paid = case["terms"].filter(mine & (pl.col("payee") == firm)).height
        return f"offers the option in its own cars, by {said}" + (
            ", and earns no fee on others'" if paid else ""
        )
    if firm in here["giver"].to_list():
        return f"licenses it by {said} only" if (said := titles("giver")) else "licenses it to nobody"
    return "has no part in the option"


def _firm_of(found: Surplus, model: str) -> str:
    firms: dict[str, str] = dict(found.book.case["models"].select("model", "firm").iter_rows())
    return firms.get(model, "")

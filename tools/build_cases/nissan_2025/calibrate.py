"""Unit costs from accounts: what no maker publishes, fitted so that the base year gives the reported margins.

Steps (docs/decisions/0003): conversion cost by country = labour cost ÷ 0.675; fixed cost of a plant =
anchor a unit of capacity × country factor; overhead = R&D, administration and renewal as a share of
revenue; parts bill = one scalar a firm × weight of the variant × its price received, so that the margin
of 2024 (law, sourcing, overhead) is the reported one. Accounts do not identify the split between parts
and overhead, only their sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from teikei.case.case import Case
from teikei.case.derived import finished
from teikei.case.settings import Settings
from teikei.industry.landed import landed, price_received
from teikei.industry.routes import described, hosts
from tools.build_cases.case_rows import Rows, case_of
from tools.build_cases.facts import Facts
from tools.build_cases.nissan_2025.accounts import Account, accounts
from tools.build_cases.nissan_2025.cash import cash_limits
from tools.build_cases.plant_costs import BASE_YEAR, capacity_of, with_plant_costs

PARTS_RANGE = 0.05
BREAK_EVEN_USE = 0.80
CHECKED_PLANTS = ("smyrna", "canton", "sunderland", "oppama", "kyushu", "honda_lincoln", "douai")


@dataclass(frozen=True, slots=True)
class Fit:
    """One line of the calibration table, million USD a year unless a share."""

    firm: str
    revenue_m: float
    reported_m: float
    contribution_m: float
    plants_m: float
    presence_m: float
    overhead_m: float
    margin: float
    parts_scalar: float
    use: float

    @property
    def covered(self) -> float:
        """Share of the reported revenue that the case covers."""
        return self.revenue_m / self.reported_m if self.reported_m else float("nan")

    @property
    def break_even_use(self) -> float:
        """Use of all plants at which the contribution pays plants, presence and overhead."""
        return self.use * (self.plants_m + self.presence_m + self.overhead_m) / self.contribution_m


@dataclass(frozen=True, slots=True)
class Calibrated:
    """The completed tables, the case made of them, and what the fit says."""

    rows: dict[str, Rows]
    fits: tuple[Fit, ...]
    notes: tuple[str, ...]


def _prices(case: Case) -> dict[tuple[str, str], float]:
    """Return the average price received of a model and powertrain over its markets, USD a car."""
    table = price_received(case).join(
        case["demand"].select("model", "powertrain", "market", "units_per_year"),
        on=("model", "powertrain", "market"),
    )
    means = table.group_by("model", "powertrain").agg(
        (
            (pl.col("price") * (pl.col("units_per_year") + 1)).sum() / (pl.col("units_per_year") + 1).sum()
        ).alias("price")
    )
    return {(model, powertrain): price for model, powertrain, price in means.iter_rows()}


def _base_year(case: Case) -> pl.DataFrame:
    """Return the flows of the base year with their landed cost under the law of 2024, parts bill left out."""
    flows = case["sourcing"].select("variant", "plant", "market", "units")
    ways = described(case, flows)
    stack = landed(case, ways, [BASE_YEAR])
    return stack.join(flows, on=("variant", "plant", "market")).join(
        ways.select("variant", "plant", "market", "firm"), on=("variant", "plant", "market")
    )


def _fixed_by_firm(rows: dict[str, Rows]) -> tuple[dict[str, float], dict[str, float]]:
    """Return plant fixed cost by owner and sales organisations by firm, million USD a year."""
    plants = {row["plant"]: float(row["fixed_cost_m"]) for row in rows["plants"]}
    owned: dict[str, float] = {}
    for row in rows["plant_owners"]:
        owned[row["firm"]] = owned.get(row["firm"], 0.0) + float(row["share"]) * plants[row["plant"]]
    presence: dict[str, float] = {}
    for row in rows["market_presence"]:
        presence[row["firm"]] = presence.get(row["firm"], 0.0) + float(row["fixed_cost_m"])
    return owned, presence


def _fit(
    account: Account,
    flows: pl.DataFrame,
    weighted: dict[str, float],
    fixed_m: tuple[float, float],
    room: dict[str, float],
) -> Fit:
    """Solve the parts scalar of one firm.

    revenue × margin = revenue − direct − scalar × Σ units × weight × price − plants − presence − overhead.
    Capital tied up in transit is no cost in accounts and is left out here. ``fixed_m`` is plants and
    presence, ``room`` the capacity of the plants that the firm runs.
    """
    plants_m, presence_m = fixed_m
    built = float(flows.filter(pl.col("plant").is_in(list(room)))["units"].sum())
    use = built / sum(room.values())
    own = flows.filter(pl.col("firm") == account.firm)
    units = pl.col("units")
    revenue = float(own.select((pl.col("price") * units).sum()).item()) / 1e6
    direct = pl.sum_horizontal("conversion", "extra", "freight", "duty", "parts_duty")
    direct_m = float(own.select((direct * units).sum()).item()) / 1e6
    base_m = (
        sum(weighted[variant] * count for variant, count in own.select("variant", "units").iter_rows()) / 1e6
    )
    overhead = account.overhead_share * revenue
    left = revenue * (1 - account.margin) - direct_m - plants_m - presence_m - overhead
    scalar = left / base_m
    contribution = revenue - direct_m - left
    return Fit(
        account.firm,
        revenue,
        account.revenue_m,
        contribution,
        plants_m,
        presence_m,
        overhead,
        account.margin,
        scalar,
        use,
    )


def _with_parts(rows: dict[str, Rows], weighted: dict[str, float], scalars: dict[str, float]) -> Rows:
    firm_of = {row["model"]: row["firm"] for row in rows["models"]}
    made: Rows = []
    for variant in rows["variants"]:
        scalar = scalars[firm_of[variant["model"]]]
        fitted = "_parts_weight" in variant
        parts = scalar * weighted[variant["variant"]] if fitted else 0.0
        why = f"parts = {scalar:.3f} × weight {variant['_parts_weight']:g} × price received" if fitted else ""
        if fitted:
            why += ", fitted to the accounts"
        sources = [s for s in str(variant.get("source", "")).split(";") if s] + ["teikei_derivation"]
        made.append(
            variant
            | _with_range(parts)
            | {
                "currency": variant.get("currency", "") if not fitted else "",
                "price_difference": variant.get("price_difference", 0.0),
                "source": ";".join(dict.fromkeys(sources)),
                "confidence": "assumption" if variant.get("confidence") == "assumption" else "derived",
                "note": "; ".join(note for note in (str(variant.get("note", "")), why) if note),
            }
        )
    return made


def _with_range(parts: float) -> dict[str, Any]:
    """A parts cost with its range; none around an addition of nothing."""
    if not parts:
        return {"parts_cost": 0}
    ends = sorted((parts * (1 - PARTS_RANGE), parts * (1 + PARTS_RANGE)))
    return {"parts_cost": round(parts), "parts_cost_low": round(ends[0]), "parts_cost_high": round(ends[1])}


def _as_additions(settings: Settings, rows: dict[str, Rows], made: Rows) -> Rows:
    """Return the variants, fitted ones that are derived from another with what they have beyond it and the drive.

    The fitted parts bill and the stated CO2 of a car on sale stay what they are; ``_parts`` keeps the former.
    """
    bare = [
        row | {"parts_cost": 0.0, "co2_g_per_km": 0.0} if row.get("derived_from") else row for row in made
    ]
    table = finished(case_of(settings, rows | {"variants": bare}))
    figures = {row["variant"]: row for row in table.to_dicts()}
    found: Rows = []
    for row in made:
        start = figures[row["variant"]]
        if not row.get("derived_from") or "_parts_weight" not in row:
            parts = start["parts_cost"] if row.get("derived_from") else float(row["parts_cost"])
            found.append(row | {"_parts": parts})
            continue
        more = _with_range(float(row["parts_cost"]) - start["parts_cost"])
        stated = float(row["co2_g_per_km"])
        grams = round(stated - start["co2_g_per_km"], 2) if stated else 0.0
        note = f"{row['note']} ({row['parts_cost']:,}): {more['parts_cost']:,} beyond {row['derived_from']} and its drive"
        found.append(row | more | {"co2_g_per_km": grams, "note": note, "_parts": float(row["parts_cost"])})
    return found


def _with_reference_volumes(rows: dict[str, Rows]) -> Rows:
    """Return platforms whose blank reference volume is filled: parts costs were fitted at these volumes.

    In production: its cars of the base year. Still to come: the base-year cars of the models that announced
    variants move to it, and the first-year demand of announced models.
    """
    variants = {row["variant"]: row for row in rows["variants"]}
    volume: dict[str, float] = {}
    moved: dict[tuple[str, str], float] = {}
    for row in rows["sourcing"]:
        car, units = variants[row["variant"]], float(row["units"])
        volume[car["platform"]] = volume.get(car["platform"], 0.0) + units
        moved[car["model"], car["powertrain"]] = moved.get((car["model"], car["powertrain"]), 0.0) + units
    expected: dict[tuple[str, str], float] = {}
    for row in rows["demand"]:
        key = row["model"], row["powertrain"]
        expected[key] = expected.get(key, 0.0) + float(row["units_per_year"])
    coming: dict[str, float] = {}
    for row in rows["variants"]:
        if row.get("status", "current") == "announced" and row["platform"] not in volume:
            key = row["model"], row["powertrain"]
            units = moved.get(key) or expected[key]
            coming[row["platform"]] = coming.get(row["platform"], 0.0) + units
    known = coming | volume
    return [
        row
        if row.get("reference_units_per_year") or not known.get(row["platform"])
        else row | {"reference_units_per_year": round(known[row["platform"]])}
        for row in rows["platforms"]
    ]


def _plant_checks(rows: dict[str, Rows], flows: pl.DataFrame, fits: dict[str, Fit]) -> tuple[str, ...]:
    """Return what a car of some plants must leave to break even at 80 %, and what it leaves.

    A car leaves its contribution less its share, by price, of presence and overhead of its maker.
    """
    parts = {row["variant"]: float(row["_parts"]) for row in rows["variants"]}
    room = capacity_of(rows, BASE_YEAR)
    notes = []
    for plant in (row for row in rows["plants"] if row["plant"] in CHECKED_PLANTS):
        built = flows.filter(pl.col("plant") == plant["plant"])
        if built.is_empty():
            continue
        fixed, units = float(plant["fixed_cost_m"]) * 1e6, float(built["units"].sum())
        left = 0.0
        for variant, firm, count, price, margin in built.select(
            "variant", "firm", "units", "price", "margin"
        ).iter_rows():
            fit = fits[firm]
            carried = (fit.presence_m + fit.overhead_m) / fit.revenue_m * price
            left += count * (margin - parts[variant] - carried) / units
        use = units / room[plant["plant"]]
        full = fixed / room[plant["plant"]]
        even = f"breaks even at {full / left:.0%} of capacity" if left > 0 else "never breaks even"
        notes.append(
            f"{plant['plant']}: fixed {fixed / 1e6:.0f} M, use {use:.0%}: {fixed / units:.0f} USD a car, at "
            f"{BREAK_EVEN_USE:.0%} {full / BREAK_EVEN_USE:.0f}; a car leaves {left:.0f} over overhead: {even}"
        )
    return tuple(notes)


def _reported_margins(known: tuple[Account, ...]) -> Rows:
    """Return the margins that hold by calibration: printed in the base-year check, not counted."""
    return [
        {
            "line": f"margin_{account.firm}",
            "measure": "operating_margin",
            "subject": account.firm,
            "figure": round(account.margin, 4),
            "unit": "share",
            "tolerance": 0.01,
            "counted": False,
            "source": account.source,
            "confidence": "derived",
            "note": f"{account.note}; fitted at the exchange rates of the price year; the miss is capital tied "
            "up in transit and, in as_reported, the exchange rates of the base year",
        }
        for account in known
    ]


def calibrate(facts: Facts, settings: Settings, rows: dict[str, Rows]) -> Calibrated:
    """Complete plants, variants, platforms and firms with the costs that accounts imply.

    Raises
    ------
    KeyError : a variant without a price, a country without a labour cost or peer
    """
    done = dict(rows) | {"plants": with_plant_costs(facts, rows), "platforms": _with_reference_volumes(rows)}
    blank = done | {"variants": [row | {"parts_cost": 0.0, "derived_from": ""} for row in rows["variants"]]}
    case = case_of(settings, blank)
    prices = _prices(case)
    weighted = {
        row["variant"]: float(row.get("_parts_weight", 1.0)) * prices[row["model"], row["powertrain"]]
        for row in rows["variants"]
    }
    flows = _base_year(case)
    plants, presence = _fixed_by_firm(done)
    host = dict(hosts(case).iter_rows())
    room = capacity_of(done, BASE_YEAR)
    fits = tuple(
        _fit(
            account,
            flows,
            weighted,
            (plants[account.firm], presence[account.firm]),
            {plant: units for plant, units in room.items() if host[plant] == account.firm},
        )
        for account in accounts(facts)
    )
    scalars = {fit.firm: fit.parts_scalar for fit in fits}
    done["variants"] = _as_additions(settings, rows, _with_parts(rows, weighted, scalars))
    overhead = {fit.firm: fit for fit in fits}
    shares = {account.firm: account for account in accounts(facts)}
    limits = cash_limits(facts, {fit.firm: fit.revenue_m for fit in fits})
    done["firms"] = [
        row
        if row["firm"] not in overhead
        else row
        | {
            "overhead_m": round(overhead[row["firm"]].overhead_m),
            "note": f"{row.get('note', '')}; overhead {shares[row['firm']].overhead_note}; "
            + limits[row["firm"]].pop("_note"),
            **limits[row["firm"]],
            "source": ";".join(
                dict.fromkeys([*str(row["source"]).split(";"), *shares[row["firm"]].source.split(";")])
            ),
        }
        for row in rows["firms"]
    ]
    done["reported"] = [*rows.get("reported", []), *_reported_margins(accounts(facts))]
    return Calibrated(done, fits, _plant_checks(done, flows, overhead))

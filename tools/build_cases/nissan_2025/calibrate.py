"""Unit costs from accounts: what no maker publishes, fitted so that the base year gives the reported margins.

Steps (docs/decisions/0003): conversion cost by country = labour cost ÷ 0.675; fixed cost of a plant = anchor a
unit of capacity × country factor; overhead = R&D, administration and renewal as a share of revenue; parts bill = one
scalar a firm × weight of the variant × its price received, so that the margin of 2024 (law, sourcing, overhead)
is the reported one. Accounts do not identify the split between parts and overhead, only their sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from teikei.case.case import Case
from teikei.case.columns import frame_of
from teikei.case.settings import Settings
from teikei.industry.landed import landed, price_received
from teikei.industry.routes import described
from tools.build_cases.nissan_2025.accounts import Account, accounts
from tools.build_cases.nissan_2025.facts import Facts

Rows = list[dict[str, Any]]

BASE_LAW_YEAR = 2024
LABOUR_SHARE = (0.70, 0.675, 0.65)  # low, central, high cost
FIXED_RANGE = 0.30
PARTS_RANGE = 0.05
FACTOR = (0.5, 0.6)  # country factor = 0.5 + 0.6 × labour cost ÷ that of France, at most 1.1
TOP_COUNTRY = "france"

# Labour cost a vehicle where Oliver Wyman's figures are not at hand: peer country, factor, reason.
PEERS: dict[str, tuple[str, float, str]] = {
    "canada": ("united_states", 1.0, "same union pattern as the United States"),
    "spain": ("france", 0.65, "hourly labour cost of Spanish car making about two thirds of France's"),
    "slovenia": ("czechia", 1.0, "neighbouring wage level"),
    "poland": ("czechia", 0.9, "neighbouring wage level"),
    "thailand": ("mexico", 0.9, "similar wage level"),
    "indonesia": ("mexico", 0.7, "lower wages than Mexico"),
    "philippines": ("mexico", 0.8, "low wages, small series"),
    "india": ("mexico", 0.6, "lower wages than Mexico"),
    "brazil": ("turkey", 1.2, "wages somewhat above Turkey's"),
    "argentina": ("turkey", 1.3, "wages somewhat above Turkey's"),
    "south_africa": ("turkey", 1.2, "wages somewhat above Turkey's"),
}
COUNTRY_OF = {
    "us": "united_states",
    "uk": "united_kingdom",
    "korea": "south_korea",
}


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

    @property
    def covered(self) -> float:
        """Share of the reported revenue that the case covers."""
        return self.revenue_m / self.reported_m if self.reported_m else float("nan")


@dataclass(frozen=True, slots=True)
class Calibrated:
    """The completed tables, the case made of them, and what the fit says."""

    rows: dict[str, Rows]
    fits: tuple[Fit, ...]
    notes: tuple[str, ...]


def case_of(settings: Settings, rows: dict[str, Rows]) -> Case:
    """Return the case made of rows, without the keys that are for calibration only."""
    clean = {
        table: frame_of(table, [{k: v for k, v in row.items() if not k.startswith("_")} for row in lines])
        for table, lines in rows.items()
    }
    return Case(settings, clean)


def labour_cost(facts: Facts, country: str) -> tuple[float, str, str, str]:
    """Return labour cost a vehicle in USD, source, confidence and note for a country."""
    found = facts.rows("world/cost_facts", fact_id=f"labour_cost_{country}")
    if found:
        [row] = found
        return float(row["value_central"]), row["source_id"], "derived", ""
    peer, factor, why = PEERS[country]
    value, source, _, _ = labour_cost(facts, peer)
    return value * factor, f"{source};teikei_assumption", "assumption", f"{factor:g} × {peer}: {why}"


def anchor_per_unit(facts: Facts) -> tuple[float, float]:
    """Return fixed cost of a unit of capacity in USD, at the exchange rates of 2025 and of 2020.

    Nissan's plan of 2020: JPY 300 bn of fixed cost for 1.8 million units of capacity (7.2 less 5.4 million).
    """
    saved = facts.number("nissan_group/claims", "figure", claim_id="c21") * 1e9
    before = facts.number("nissan_group/claims", "figure", claim_id="c17")
    after = facts.number("nissan_group/claims", "figure", claim_id="c18")
    yen = saved / (before - after)
    rates = {year: facts.number("world/fx", "value", pair="usd_jpy", year=year) for year in ("2025", "2020")}
    return yen / rates["2025"], yen / rates["2020"]


def _with_plant_costs(facts: Facts, rows: dict[str, Rows]) -> Rows:
    """Return plants with conversion and fixed cost."""
    anchor, early = anchor_per_unit(facts)
    top = labour_cost(facts, TOP_COUNTRY)[0]
    capacity: dict[str, float] = {}
    for line in rows["lines"]:
        capacity[line["plant"]] = capacity.get(line["plant"], 0.0) + float(line["capacity_units_per_year"])
    made: Rows = []
    for plant in rows["plants"]:
        country = str(plant.get("_country") or COUNTRY_OF.get(plant["territory"], plant["territory"]))
        labour, source, confidence, why = labour_cost(facts, country)
        factor = min(FACTOR[0] + FACTOR[1] * labour / top, sum(FACTOR))
        fixed = anchor * factor * capacity[plant["plant"]] / 1e6
        low, central, high = (labour / share for share in LABOUR_SHARE)
        notes = [str(plant.get("note", "")), f"conversion = labour {labour:.0f} USD ÷ 0.675 ({country})", why]
        if labour < 500:
            notes.append("low wages: energy and upkeep make this an understatement")
        notes.append(
            f"fixed = {anchor:.0f} USD a unit of capacity (JPY 300 bn ÷ 1.8 m; {early:.0f} at 2020 rates)"
            f" × country factor {factor:.2f}"
        )
        sources = (
            [s for s in str(plant.get("source", "")).split(";") if s] + source.split(";") + ["siasat_next"]
        )
        costs = {
            "conversion_cost_per_unit": round(central),
            "conversion_cost_per_unit_low": round(low),
            "conversion_cost_per_unit_high": round(high),
            "fixed_cost_m": round(fixed, 1),
            "fixed_cost_m_low": round(fixed * (1 - FIXED_RANGE), 1),
            "fixed_cost_m_high": round(fixed * (1 + FIXED_RANGE), 1),
            "currency": "",
            "source": ";".join(dict.fromkeys(sources)),
            "confidence": "assumption" if confidence == "assumption" else "derived",
            "note": "; ".join(note for note in notes if note),
        }
        made.append(plant | costs)
    return made


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
    stack = landed(case, ways, [BASE_LAW_YEAR])
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
    account: Account, flows: pl.DataFrame, weighted: dict[str, float], plants_m: float, presence_m: float
) -> Fit:
    """Solve the parts scalar of one firm.

    revenue × margin = revenue − direct − scalar × Σ units × weight × price − plants − presence − overhead.
    Capital tied up in transit is no cost in accounts and is left out here.
    """
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
    )


def _with_parts(rows: dict[str, Rows], weighted: dict[str, float], scalars: dict[str, float]) -> Rows:
    firm_of = {row["model"]: row["firm"] for row in rows["models"]}
    made: Rows = []
    for variant in rows["variants"]:
        scalar = scalars[firm_of[variant["model"]]]
        parts = scalar * weighted[variant["variant"]]
        weight = float(variant.get("_parts_weight", 1.0))
        why = f"parts = {scalar:.3f} × weight {weight:g} × price received, fitted to the accounts"
        sources = [s for s in str(variant.get("source", "")).split(";") if s] + ["teikei_derivation"]
        made.append(
            variant
            | {
                "parts_cost": round(parts),
                "parts_cost_low": round(parts * (1 - PARTS_RANGE)),
                "parts_cost_high": round(parts * (1 + PARTS_RANGE)),
                "currency": "",
                "price_difference": variant.get("price_difference", 0.0),
                "source": ";".join(dict.fromkeys(sources)),
                "confidence": "assumption" if variant.get("confidence") == "assumption" else "derived",
                "note": "; ".join(note for note in (str(variant.get("note", "")), why) if note),
            }
        )
    return made


def _with_reference_volumes(rows: dict[str, Rows]) -> Rows:
    """Return platforms whose blank reference volume is that of the base year, where parts are fitted."""
    platform_of = {row["variant"]: row["platform"] for row in rows["variants"]}
    volume: dict[str, float] = {}
    for row in rows["sourcing"]:
        platform = platform_of[row["variant"]]
        volume[platform] = volume.get(platform, 0.0) + float(row["units"])
    return [
        row
        if row.get("reference_units_per_year") or not volume.get(row["platform"])
        else row | {"reference_units_per_year": round(volume[row["platform"]])}
        for row in rows["platforms"]
    ]


def calibrate(facts: Facts, settings: Settings, rows: dict[str, Rows]) -> Calibrated:
    """Complete plants, variants, platforms and firms with the costs that accounts imply.

    Raises
    ------
    KeyError : a variant without a price, a country without a labour cost or peer
    """
    done = dict(rows) | {"plants": _with_plant_costs(facts, rows), "platforms": _with_reference_volumes(rows)}
    blank = done | {"variants": [row | {"parts_cost": 0.0} for row in rows["variants"]]}
    case = case_of(settings, blank)
    prices = _prices(case)
    weighted = {
        row["variant"]: float(row.get("_parts_weight", 1.0)) * prices[row["model"], row["powertrain"]]
        for row in rows["variants"]
    }
    flows = _base_year(case)
    plants, presence = _fixed_by_firm(done)
    fits = tuple(
        _fit(account, flows, weighted, plants.get(account.firm, 0.0), presence.get(account.firm, 0.0))
        for account in accounts(facts)
    )
    scalars = {fit.firm: fit.parts_scalar for fit in fits}
    done["variants"] = _with_parts(rows, weighted, scalars)
    overhead = {fit.firm: fit for fit in fits}
    shares = {account.firm: account for account in accounts(facts)}
    done["firms"] = [
        row
        if row["firm"] not in overhead
        else row
        | {
            "overhead_m": round(overhead[row["firm"]].overhead_m),
            "note": f"{row.get('note', '')}; overhead {shares[row['firm']].overhead_note}",
            "source": ";".join(
                dict.fromkeys([*str(row["source"]).split(";"), *shares[row["firm"]].source.split(";")])
            ),
        }
        for row in rows["firms"]
    ]
    return Calibrated(done, fits, ())

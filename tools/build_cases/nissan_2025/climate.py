"""EU fleet targets, and where the firms stand against them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tools.build_cases.case_rows import Rows
from tools.build_cases.facts import Facts


def co2_rules(facts: Facts) -> Rows:
    """Return the EU targets; others stay out: no penalty a gram (US: zero) or shares counted (UK)."""
    table = "world/co2_rules"
    slope = facts.number(table, "target_value", regime="mass_adjustment")
    spans = (
        ("car", "2021-01-01", 2021, 2024, 1),
        ("car", "2025-01-01", 2025, 2027, 3),
        ("car", "2025-01-01", 2028, 2029, 1),
        ("car", "2030-01-01", 2030, 2034, 1),
        ("car", "2035-01-01", 2035, None, 1),
        ("van", "2025-01-01", 2025, 2029, 1),
    )
    rows: Rows = []
    for vehicle, since, first, last, window in spans:
        [fact] = [
            row
            for row in facts.rows(
                table, jurisdiction="european_union", vehicle_class=vehicle, valid_from=since
            )
            if row["regime"] != "mass_adjustment"
        ]
        row: dict[str, Any] = {
            "market": "eu",
            "customs_class": vehicle,
            "valid_from": first,
            "target_g_per_km": float(fact["target_value"]),
            "mass_slope": slope if vehicle == "car" and first in (2025, 2028) else 0.0,
            "penalty_per_g": float(fact["penalty_value"]),
            "averaging_years": window,
            "currency": "EUR",
            "source": fact["source_id"],
            "confidence": fact["confidence"],
            "note": fact["note"],
        }
        rows.append(row | ({"valid_to": last} if last else {}))
    return rows


FOLLOWS = (
    "later targets: assumed to keep this distance, as the demand rows hold little of the electric growth that the "
    "targets of 2030 and 2035 ask for"
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one firm stands against the EU target: grams above it, of which year's fleet, cars if it is a pool's
    outside member."""

    firm: str
    gap: float
    source: str
    confidence: str
    note: str
    units: int | None = None
    year: int | None = 2025


def standings(facts: Facts) -> tuple[Standing, ...]:
    """Return the firms' gaps to the EU target of 2025–2027, grams a km."""
    pools, own = "world/co2_pools", ("teikei_assumption", "assumption")
    gap = "gap_to_target_g_per_km"
    nissan = facts.number(pools, gap, pool_id="nissan_alone", jurisdiction="european_union")
    ford = facts.number(pools, gap, pool_id="ford_brand")
    byd = -facts.number("world/cost_facts", "value_central", fact_id="byd_slack_per_car")
    memory = "German fleet of nine months of 2025; sales in Europe from memory"
    return (
        Standing("nissan", nissan, "icct_jun_2025", "reported", "first half of 2025"),
        Standing("ford", ford, "icct_jan_2025", "reported", "brand, January 2025"),
        Standing("stellantis", 12.0, *own, "2024 sales against 2025 target, range of press"),
        Standing("renault", 2.0, *own, "close to target once R5, R4 and Scenic sell", year=2027),
        Standing("mitsubishi_motors", 20.0, *own, "petrol twins with few plug-ins"),
        Standing("honda", 15.0, *own, "hybrids only; in the Tesla pool"),
        Standing("byd", byd, "schmidt_nissan_byd", "derived", memory, 130000, None),
        Standing("tesla", -94.0, *own, "electric only, 0 g", 240000, None),
    )


def co2_positions(facts: Facts) -> Rows:
    """Return where the firms stand against the EU target of 2025–2027, ±6 g."""
    rows: Rows = []
    for stands in standings(facts):
        row: dict[str, Any] = {
            "market": "eu",
            "firm": stands.firm,
            "gap_g_per_km": stands.gap,
            "gap_g_per_km_low": stands.gap - 6,
            "gap_g_per_km_high": stands.gap + 6,
            "source": stands.source,
            "confidence": stands.confidence,
            "note": stands.note,
        }
        if stands.year:
            row |= {"fleet_year": stands.year, "note": f"{stands.note}; {FOLLOWS}"}
            row |= {
                "target_follow_share": 1.0,
                "target_follow_share_low": 0.9,
                "target_follow_share_high": 1.0,
            }
        if stands.units:
            row["registrations_units"] = stands.units
        rows.append(row)
    return rows

"""EU fleet targets, and where the firms stand against them."""

from __future__ import annotations

from typing import Any

from tools.build_cases.nissan_2025.facts import Facts

Rows = list[dict[str, Any]]


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


def co2_positions(facts: Facts) -> Rows:
    """Return where the firms stand against the EU target of 2025–2027."""
    nissan = {"pool_id": "nissan_alone", "jurisdiction": "european_union"}
    ford = {"pool_id": "ford_brand"}
    gap, slack = "gap_to_target_g_per_km", "byd_slack_per_car"
    table: tuple[tuple[str, float, float | None, str, str, str], ...] = (
        (
            "nissan",
            facts.number("world/co2_pools", gap, **nissan),
            None,
            "icct_jun_2025",
            "reported",
            "first half of 2025",
        ),
        (
            "ford",
            facts.number("world/co2_pools", gap, **ford),
            None,
            "icct_jan_2025",
            "reported",
            "brand, January 2025",
        ),
        (
            "stellantis",
            12.0,
            None,
            "teikei_assumption",
            "assumption",
            "2024 sales against 2025 target, range of press",
        ),
        (
            "renault",
            2.0,
            None,
            "teikei_assumption",
            "assumption",
            "close to target once R5, R4 and Scenic sell",
        ),
        (
            "mitsubishi_motors",
            20.0,
            None,
            "teikei_assumption",
            "assumption",
            "petrol twins with few plug-ins",
        ),
        ("honda", 15.0, None, "teikei_assumption", "assumption", "hybrids only; in the Tesla pool"),
        (
            "byd",
            -facts.number("world/cost_facts", "value_central", fact_id=slack),
            130000,
            "schmidt_nissan_byd",
            "derived",
            "German fleet of nine months of 2025; sales in Europe and price of slack from memory or assumed",
        ),
        ("tesla", -94.0, 240000, "teikei_assumption", "assumption", "electric only, 0 g"),
    )
    rows: Rows = []
    for firm, value, units, source, confidence, note in table:
        row: dict[str, Any] = {"market": "eu", "firm": firm, "gap_g_per_km": value, "currency": "EUR"}
        row |= {"source": source, "confidence": confidence, "note": note}
        row |= {"gap_g_per_km_low": value - 6, "gap_g_per_km_high": value + 6}
        if units:
            row |= {"registrations_units": units, "slack_price_per_g": 30.0}
        rows.append(row)
    return rows

"""Freight and duty between the regions: a region has the lanes and the law of one country in it.

Sea lanes are those of the flagship's builder between these countries; Russia is reached over land from Europe.
Duties are those of 2019, most favoured nation unless a preference is listed; from memory but for the staging of
the agreement between the European Union and Japan.
"""

from __future__ import annotations

from typing import Any

from tools.build_cases.alliance_2020.ranges import MEMORY, REGIONS
from tools.build_cases.case_rows import Rows
from tools.build_cases.facts import Facts
from tools.build_cases.lanes import freight as lanes

STANDS_FOR = {
    "us": "north_america", "japan": "japan", "china": "china", "eu": "europe", "brazil": "south_america",
    "morocco": "north_africa", "thailand": "asean", "australia": "oceania",
}  # fmt: skip
OVERLAND, INSIDE_RUSSIA, DAYS = 900.0, 400.0, 14
"""USD a car from a European port to Russia, inside Russia, and days: assumptions."""

# Destination: rate on cars of any origin.
DUTY: dict[str, tuple[float, str]] = {
    "japan": (0.0, "none on cars"),
    "north_america": (0.025, "as in the United States"),
    "china": (0.15, "since July 2018"),
    "europe": (0.10, "most favoured nation"),
    "russia": (0.15, "most favoured nation; fees on cars in use left out"),
    "south_america": (0.35, "Mercosur"),
    "north_africa": (0.25, "between Morocco's 17.5 % and Algeria's 30 %"),
    "asean": (0.40, "between 30 % and 80 %"),
    "oceania": (0.05, "Australia"),
}
# Preferences: origin, destination, rate, why.
PREFERENCES: tuple[tuple[str, str, float, str], ...] = (
    ("japan", "oceania", 0.0, "Japan–Australia agreement"),
    ("asean", "oceania", 0.0, "Thailand–Australia agreement"),
    ("japan", "asean", 0.20, "agreements of Japan with Thailand and ASEAN"),
    ("north_america", "south_america", 0.0, "ACE 55 with Mexico, quotas left out"),
    ("south_america", "north_america", 0.0, "ACE 55 with Mexico; Colombia"),
    ("north_america", "europe", 0.025, "halfway between Mexico, free, and the rest: little is sent"),
    ("europe", "north_africa", 0.0, "association agreements"),
    ("north_africa", "europe", 0.0, "association agreements"),
)


def freight(facts: Facts) -> Rows:
    """Return a lane for every pair of regions."""
    rows = []
    for row in lanes(facts):
        if row["origin"] in STANDS_FOR and row["destination"] in STANDS_FOR:
            ends = {"origin": STANDS_FOR[row["origin"]], "destination": STANDS_FOR[row["destination"]]}
            rows.append(row | ends | {"note": f"{row['origin']} to {row['destination']}: {row['note']}"})
    from_europe = {row["destination"]: row for row in rows if row["origin"] == "europe"}
    to_europe = {row["origin"]: row for row in rows if row["destination"] == "europe"}
    for region in REGIONS:
        if region == "russia":
            rows.append(_russia("russia", "russia", {"per_unit": INSIDE_RUSSIA, "transit_days": 7}))
            continue
        out = from_europe[region] if region != "europe" else {"per_unit": 0.0, "transit_days": 0}
        back = to_europe[region] if region != "europe" else {"per_unit": 0.0, "transit_days": 0}
        rows.append(_russia("russia", region, out | {"per_unit": out["per_unit"] + OVERLAND}))
        rows.append(_russia(region, "russia", back | {"per_unit": back["per_unit"] + OVERLAND}))
    return rows


def _russia(origin: str, destination: str, lane: dict[str, Any]) -> dict[str, Any]:
    days = lane["transit_days"] + (0 if origin == destination else DAYS)
    return {
        "origin": origin, "destination": destination, "mode": "rail_truck", "per_unit": lane["per_unit"],
        "per_cbm": lane.get("per_cbm", 0.0), "transit_days": days, "source": "own_assumption",
        "confidence": "assumption", "note": f"over land between Europe and Russia {OVERLAND:.0f} USD a car",
    }  # fmt: skip


def tariffs(facts: Facts) -> Rows:
    """Return the duties on cars."""
    rows = [_duty("any", to, rate, "2010-01-01", "", MEMORY, why) for to, (rate, why) in DUTY.items()]
    rows += [_duty(here, to, rate, "2010-01-01", "", MEMORY, why) for here, to, rate, why in PREFERENCES]
    rows += [_duty(region, region, 0.0, "2010-01-01", "", MEMORY, "inside the region") for region in REGIONS]
    for stage in facts.rows(
        "world/tariffs", origin="japan", destination="european_union", product_class="car"
    ):
        rate = float(stage["rate_percent"]) / 100
        rows.append(
            _duty(
                "japan",
                "europe",
                rate,
                stage["valid_from"],
                stage["valid_to"],
                stage["source_id"].lower(),
                stage["legal_basis"],
            )
        )
    return rows


def _duty(origin: str, to: str, rate: float, first: str, last: str, source: str, why: str) -> dict[str, Any]:
    return {
        "origin": origin, "destination": to, "customs_class": "car", "rate": rate, "stacking": "base",
        "valid_from": first, "valid_to": last or None, "legal_basis": why, "source": source,
        "confidence": "estimate" if source == MEMORY else "derived",
    }  # fmt: skip

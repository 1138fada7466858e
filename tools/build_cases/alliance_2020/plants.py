"""Plants of the back-test as rows, what they cost, and the agreements of 2019 under which one builds for another."""

from __future__ import annotations

from tools.build_cases.alliance_2020.works import FLOWS, HOSTED, OUTSIDE, PLANTS
from tools.build_cases.case_rows import Rows, ranged
from tools.build_cases.facts import Facts
from tools.build_cases.plant_costs import (
    TOP_COUNTRY,
    anchor_per_unit,
    conversion,
    country_factor,
    labour_cost,
)
from tools.build_cases.sources import OWN

TO_2019 = 255.7 / 313.7
"""Prices of 2019 against those of 2024: US consumer prices, from memory."""
CLOSING_YEARS, MAY_CLOSE, LITTLE_USED = 2.0, 2023, 0.5
"""Closing costs two years of fixed cost; it is a decision only at plants that built less than half of what they
could in 2019. (Left open everywhere, the best joint plan without any lead closes all French plants.)"""


def plants(facts: Facts) -> dict[str, Rows]:
    anchor = anchor_per_unit(facts)[1]
    top = labour_cost(facts, TOP_COUNTRY)[0]
    plants, lines, owners = [], [], []
    built: dict[str, float] = {}
    for flows in FLOWS.values():
        for plant, cars in flows.items():
            built[plant] = built.get(plant, 0.0) + cars
    for plant, (name, owner, region, country, latitude, longitude, capacity, source, note) in PLANTS.items():
        labour, whose, how, why = labour_cost(facts, country)
        cost = conversion(facts, labour, how == "assumption")
        factor = country_factor(labour, top)
        fixed = anchor * factor * capacity / 1e6
        said = f"conversion: labour {labour:.0f} USD of 2024 ({country}{', ' + why if why else ''}), at prices of 2019; fixed = {anchor:.0f} USD a unit of capacity × {factor:.2f}; closing = two years of it (assumption)"
        use = built.get(plant, 0.0) / (capacity - OUTSIDE.get(plant, 0.0))
        said += f"; use in 2019 {use:.0%}, open to closing below {LITTLE_USED:.0%}"
        source_ids = f"{source.lower()};{whose.lower()};siasat_next;{OWN}"
        plants.append({
            "plant": plant, "name": name, "territory": region, "latitude": latitude, "longitude": longitude,
            **ranged("fixed_cost_m", fixed, 0.7, 1.3),
            "conversion_cost_per_unit": round(cost.central * TO_2019), "conversion_cost_per_unit_low": round(cost.low * TO_2019),
            "conversion_cost_per_unit_high": round(cost.high * TO_2019), "overtime_share": 0.1, "may_close_from": MAY_CLOSE if use < LITTLE_USED else None,
            "closing_cost_m": round(CLOSING_YEARS * fixed, 1), "source": source_ids, "confidence": "assumption",
            "note": "; ".join(n for n in (note, said) if n),
        })  # fmt: skip
        outside = OUTSIDE.get(plant, 0.0)
        free = "" if not outside else f"; {outside:.0f} for other markets taken off"
        lines.append(
            {
                "line": f"{plant}_line",
                "plant": plant,
                "constructions": "unibody",
                "capacity_units_per_year": capacity - outside,
                "source": source.lower(),
                "confidence": "estimate",
                "note": f"nameplate {capacity:.0f}{free}; takes any car of the case once tooled",
            }
        )
        owners.append(
            {"plant": plant, "firm": owner, "share": 1.0, "source": source.lower(), "confidence": "estimate"}
        )
    return {"plants": plants, "lines": lines, "plant_owners": owners}


def hosted() -> dict[str, Rows]:
    """Return the agreements in force at the end of 2019 under which one builds cars for another."""
    agreements, grants = [], []
    for name, title, host, guest, plant, model, limit, source, note in HOSTED:
        known = {"source": source, "confidence": "estimate", "note": note}
        agreements.append(
            {
                "agreement": name,
                "title": title,
                "kind": "contract_build",
                "status": "signed",
                "parties": f"{host};{guest}",
                "screen": "green",
                **known,
            }
        )
        grants.append(
            {
                "agreement": name,
                "giver": host,
                "taker": guest,
                "what": "plant",
                "resource": plant,
                "models": model,
                "limit_units_per_year": limit,
                **known,
            }
        )
    return {"agreements": agreements, "grants": grants}

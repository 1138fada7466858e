"""Plants, lines, tooling, platforms, models and variants of a partner firm as table rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from tools.build_cases.facts import Facts
from tools.build_cases.nissan_2025.partners_lists import (
    CO2,
    CO2_FACTOR,
    COUNTRY,
    LIGHT_TRUCKS,
    OWN,
    PARTS,
    Frame,
    Move,
    Nameplate,
    Row,
    Sale,
    Site,
    powertrains,
)

NAMES = {"honda": "Honda", "ford": "Ford", "stellantis": "Stellantis"}

CALLED = {
    "aat_rayong": "Ford Rayong (AutoAlliance)",
    "ford_kentucky_truck": "Ford Louisville (Kentucky Truck)",
}
"""Plants that would share the name of their town with another plant of the firm."""


def plant_rows(facts: Facts, firm: str, sites: Iterable[Site], places: Mapping[str, Row]) -> list[Row]:
    """Return one row a plant; place and source from world/plants, else from ``places``."""
    known = {row["plant_id"]: row for row in facts.table("world/plants")}
    rows: list[Row] = []
    for plant in dict.fromkeys(site.plant for site in sites):
        row: Row = {"plant": plant, "overtime_share": 0.1, "confidence": "assumption", "source": OWN}
        fact = known.get(plant)
        if fact:
            row |= {
                "name": CALLED.get(plant, f"{NAMES[firm]} {fact['place'].split(',')[0].split(' (')[0]}"),
                "territory": COUNTRY.get(fact["country"], fact["country"]),
                "latitude": float(fact["lat_deg"]),
                "longitude": float(fact["lon_deg"]),
                "_country": fact["country"],
                "source": fact["source_id"],
                "confidence": "estimate",
                "note": f"place {fact['coord_source_id']}; overtime 10 % assumed",
            }
        rows.append(row | places.get(plant, {}))
    return rows


def _use(firm: str, territory: str) -> tuple[str, str]:
    """Return the fact that says how full the plants of a region were."""
    if territory in ("eu", "turkey"):
        return (
            ("world/plants", "stla_europe_total")
            if firm == "stellantis"
            else ("world/cost_facts", "europe_util_2023")
        )
    return ("world/cost_facts", "us_idle_capacity")


def regional_use(facts: Facts, firm: str, territory: str) -> tuple[float, str]:
    """Return use as a share and its source; the United States stand in for every region without a fact."""
    table, fact = _use(firm, territory)
    if table == "world/plants":
        cell = facts.number(table, "utilisation_percent", plant_id=fact)
        return cell / 100, facts.text(table, "source_id", plant_id=fact)
    cell = facts.number(table, "value_central", fact_id=fact)
    share = (100 - cell) / 100 if fact == "us_idle_capacity" else cell / 100
    return share, facts.text(table, "source_id", fact_id=fact)


def line_rows(
    facts: Facts,
    firm: str,
    sites: Iterable[Site],
    plants: Iterable[Row],
    made: Mapping[tuple[str, str], float],
) -> list[Row]:
    """Return one row a line: capacity as set, else as the facts have it, else output / use of the region.

    ``made`` holds the cars of the base year by plant and construction.
    """
    territory = {str(row["plant"]): str(row["territory"]) for row in plants}
    fact = {row["plant_id"]: row for row in facts.table("world/plants")}
    rows: list[Row] = []
    for site in sites:
        listed = fact.get(site.plant, {}).get("capacity_units_per_year", "")
        row: Row = {
            "line": f"{site.plant}_{site.constructions}",
            "plant": site.plant,
            "constructions": site.constructions,
        }
        if site.capacity:
            figures = (site.capacity, site.low, site.high)
            row |= {"source": site.source, "confidence": site.confidence, "note": site.note}
        elif listed:
            figures = (float(listed), float(listed) * 0.9, float(listed) * 1.1)
            row |= {"source": fact[site.plant]["source_id"], "confidence": fact[site.plant]["confidence"]}
            row["note"] = "; ".join(text for text in (fact[site.plant]["note"], site.note) if text)
        else:
            share, source = regional_use(facts, firm, territory[site.plant])
            cars = made[site.plant, site.constructions]
            figures = (cars / share, cars / min(0.95, share + 0.12), cars / (share - 0.12))
            row |= {"source": f"{source};{OWN}", "confidence": "assumption"}
            row["note"] = "; ".join(
                t for t in (f"output of 2024 / {share:.2f} use of the region", site.note) if t
            )
        central, low, high = (round(figure, -3) for figure in figures)
        row |= {
            "capacity_units_per_year": central,
            "capacity_units_per_year_low": low,
            "capacity_units_per_year_high": high,
        }
        rows.append(row | ({"from_year": site.first} if site.first else {}))
    return rows


def tooling_rows(sourcing: Iterable[Row], drives: Mapping[str, str], moves: Iterable[Move]) -> list[Row]:
    """Return what plants build today, what is announced, and the moves open to a planner (cost ±40 %)."""
    today = dict.fromkeys((drives[str(row["variant"])], str(row["plant"])) for row in sourcing)
    rows: list[Row] = [
        {
            "model": model,
            "plant": plant,
            "status": "tooled",
            "source": OWN,
            "confidence": "derived",
            "note": "sourcing of 2024",
        }
        for model, plant in today
    ]
    for move in moves:
        if (move.model, move.plant) in today:
            continue
        row: Row = {
            "model": move.model,
            "plant": move.plant,
            "status": move.status,
            "lead_years": move.lead,
            "source": move.source,
            "confidence": "assumption" if move.source == OWN else "reported",
            "note": move.note,
        }
        if move.status == "possible":
            row |= {
                "tooling_cost_m": move.cost,
                "tooling_cost_m_low": round(move.cost * 0.6),
                "tooling_cost_m_high": round(move.cost * 1.4),
                "ramp_share_first_year": 0.5,
                "note": f"{move.note}; anchors USD 100m, 400m, 600m of Warren, Toledo, Belvidere",
            }
        rows.append(row)
    return rows


def platform_rows(firm: str, frames: Iterable[Frame], volume: Mapping[str, float]) -> list[Row]:
    """Return one row a platform; reference volume = its cars of the base year (or of the first full year)."""
    rows: list[Row] = []
    for frame in frames:
        row: Row = {
            "platform": frame.platform,
            "name": frame.name,
            "owners": firm,
            "construction": frame.construction,
            "saving_per_doubling": 0.03,
            "saving_per_doubling_low": 0.02,
            "saving_per_doubling_high": 0.05,
            "follower_factor": 0.65,
            "follower_factor_low": 0.6,
            "follower_factor_high": 0.8,
            "reference_units_per_year": round(volume[frame.platform]),
            "lead_years": frame.lead,
            "source": OWN,
            "confidence": "assumption",
            "note": "; ".join(
                t for t in (frame.note, "scale 2-5 % a doubling and follower factor: assumptions") if t
            ),
        }
        if frame.available:
            row |= {
                "available_from": frame.available,
                "development_cost_m": frame.cost,
                "development_cost_m_low": frame.low,
                "development_cost_m_high": frame.high,
            }
        rows.append(row)
    return rows


def model_rows(facts: Facts, firm: str, cars: Iterable[Nameplate]) -> list[Row]:
    """Return one row a nameplate; size from world/models where it is there."""
    size = {row["model_id"]: row for row in facts.table("world/models") if row["firm"] == firm}
    rows: list[Row] = []
    for car in cars:
        fact = size.get(car.model)
        klass = "light_truck" if car.segment in LIGHT_TRUCKS else "van" if car.segment == "van" else "car"
        row: Row = {
            "model": car.model,
            "name": car.name,
            "firm": firm,
            "brand": car.brand,
            "segment": car.segment,
            "customs_class": klass,
            "volume_cbm": float(fact["envelope_cbm"]) if fact else car.cbm,
            "status": car.status,
            "customs_value_share": 0.85,
            "customs_value_share_low": 0.75,
            "customs_value_share_high": 0.95,
            "source": fact["source_id"] if fact else OWN,
            "confidence": "estimate" if fact else "assumption",
            "note": "; ".join(t for t in (car.note, "customs value 85 % of the price received assumed") if t),
        }
        row |= {"first_year": car.first} if car.first else {}
        rows.append(row | ({"last_year": car.last} if car.last else {}))
    return rows


def variant_rows(cars: Iterable[Nameplate], sales: Iterable[Sale], changes: Iterable[Row]) -> list[Row]:
    """Return one row for each powertrain a model sells with, changed and extended by ``changes``."""
    plates = {car.model: car for car in cars}
    rows: dict[str, Row] = {}
    for model, drives in powertrains(sales).items():
        car = plates[model]
        for drive in drives:
            rows[f"{model}_{drive}"] = _variant(car, drive)
    for change in changes:
        name = str(change["variant"])
        if name not in rows:
            rows[name] = _variant(plates[str(change["model"])], str(change["powertrain"]))
        rows[name] |= change
    return list(rows.values())


def _variant(car: Nameplate, drive: str) -> Row:
    return {
        "variant": f"{car.model}_{drive}",
        "model": car.model,
        "powertrain": drive,
        "platform": car.platform,
        "_parts_weight": PARTS[drive],
        "co2_g_per_km": round(CO2[car.segment] * CO2_FACTOR[drive]),
        "status": car.status,
        "source": OWN,
        "confidence": "assumption",
        "note": "CO2: rough figure of the segment and powertrain",
    }


def volumes(cars: Iterable[Nameplate], sales: Iterable[Sale], changes: Iterable[Row]) -> dict[str, float]:
    """Return cars by platform; a successor platform gets the cars of the models that move to it."""
    home = {car.model: car.platform for car in cars}
    found: dict[str, float] = defaultdict(float)
    by_model: dict[str, float] = defaultdict(float)
    for sale in sales:
        found[home[sale.model]] += sale.units
        by_model[sale.model] += sale.units
    for change in changes:
        if "platform" in change:
            found[str(change["platform"])] += by_model[str(change["model"])]
    return found

"""The car side of Nissan, Mitsubishi Motors and Renault: plants, models, demand, sourcing, reported outcomes.

``python -m tools.build_cases.nissan_2025.alliance`` prints the totals beside the reported ones. The facts
folder is ``$TEIKEI_DATA/facts`` (default ``../shared/data/facts``).
"""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

from tools.build_cases.facts import Facts
from tools.build_cases.nissan_2025 import (
    adoption,
    alliance_demand,
    alliance_models,
    alliance_plants,
    alliance_reported,
    alliance_variants,
)

Rows = list[dict[str, object]]


def rows(facts: Path) -> dict[str, Rows]:
    """Return the rows of all tables of the three firms, keyed by table."""
    known = Facts(facts)
    demand, sourcing = alliance_demand.demand_and_sourcing(known)
    plants, owners = alliance_plants.plants(known)
    return {
        "plants": plants,
        "plant_owners": owners,
        "lines": alliance_plants.lines(known),
        "tooling": alliance_plants.tooling(known, sourcing),
        "platforms": adoption.with_adoption(known, alliance_models.platforms(known)),
        "models": alliance_models.models(known),
        "variants": alliance_variants.variants(known),
        "demand": demand,
        "sourcing": sourcing,
        "reported": alliance_reported.reported(known),
    }


def _number(cell: object) -> float:
    """Read a number out of a row."""
    if isinstance(cell, (int, float)):
        return float(cell)
    raise TypeError(f"{cell!r} is not a number")


def recount(tables: dict[str, Rows]) -> dict[str, float]:
    """Add up the flows into the figures that ``reported`` names: output, use, import share, sales."""
    firm_of = {str(row["model"]): str(row["firm"]) for row in tables["models"]}
    home = {str(row["plant"]): str(row["territory"]) for row in tables["plants"]}
    capacity: defaultdict[str, float] = defaultdict(float)
    found: defaultdict[str, float] = defaultdict(float)
    imports: defaultdict[str, float] = defaultdict(float)
    for row in tables["lines"]:
        capacity[str(row["plant"])] += _number(row["capacity_units_per_year"])
    for row in tables["sourcing"]:
        plant, market, units = str(row["plant"]), str(row["market"]), _number(row["units"])
        firm = firm_of[alliance_demand.model_of(str(row["variant"]))[0]]
        found[f"output {plant}"] += units
        found[f"sales {firm}"] += units
        found[f"sales {firm}:{market}"] += units
        imports[f"{firm}:{market}"] += units * (home[plant] != market)
    for plant, size in capacity.items():
        found[f"use {plant}"] = found[f"output {plant}"] / size
    for subject, units in imports.items():
        found[f"import_share {subject}"] = units / found[f"sales {subject}"]
    return found


def main() -> None:
    """Print every reported line with its miss, and use of each plant."""
    folder = Path(os.environ.get("TEIKEI_DATA", "../shared/data")) / "facts"
    tables = rows(folder)
    found = recount(tables)
    for name, table in tables.items():
        print(f"{name:14}{len(table):5}")
    for row in tables["reported"]:
        ours = found[f"{row['measure']} {row['subject']}"]
        figure, tolerance = _number(row["figure"]), _number(row["tolerance"])
        share = row["measure"] in ("use", "import_share")
        miss = ours - figure if share else ours / figure - 1
        verdict = "ok" if abs(miss) <= tolerance else "MISS"
        counted = "" if row["counted"] is not False else "(by construction)"
        print(f"{row['line']:34}{figure:14,.3f}{ours:14,.3f}{miss:+8.1%} {verdict:5}{counted}")
    for subject in sorted(found):
        if subject.startswith("use ") or (subject.startswith("sales ") and ":" in subject):
            print(f"{subject:44}{found[subject]:14,.2f}")


if __name__ == "__main__":
    main()

"""The car side of Honda, Ford and Stellantis: plants, lines, tooling, platforms, cars, demand, sourcing.

Volumes are those of 2024. What the facts hold is read from them; each gap is an assumption with its
derivation in the ``note``. Run as a program to compare the totals with what was reported:
``TEIKEI_DATA=../shared/data python -m tools.build_cases.nissan_2025.partners``.
"""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path
from types import ModuleType

from tools.build_cases.facts import Facts
from tools.build_cases.nissan_2025 import partners_check, partners_ford, partners_honda, partners_stellantis
from tools.build_cases.nissan_2025.partners_lists import Row, demand_rows, sourcing_rows
from tools.build_cases.nissan_2025.partners_rows import (
    line_rows,
    model_rows,
    plant_rows,
    platform_rows,
    tooling_rows,
    variant_rows,
    volumes,
)

FIRMS: tuple[ModuleType, ...] = (partners_honda, partners_ford, partners_stellantis)


def rows(facts: Path) -> dict[str, list[Row]]:
    """Return the rows of the three firms by table, with the columns of the row models.

    Parameters
    ----------
    facts : folder of the fact tables (``nissan_group/``, ``world/`` …)

    Returns
    -------
    table name -> rows; keys that start with ``_`` are for the calibration of costs and never written
    """
    source = Facts(facts)
    merged: dict[str, list[Row]] = defaultdict(list)
    for firm in FIRMS:
        for table, found in _firm(source, firm).items():
            merged[table] += found
    return dict(merged)


def _firm(facts: Facts, firm: ModuleType) -> dict[str, list[Row]]:
    sales = firm.sales(facts)
    sourcing = sourcing_rows(sales)
    variants = variant_rows(firm.NAMEPLATES, sales, firm.VARIANTS)
    plants = plant_rows(facts, firm.FIRM, firm.SITES, firm.PLACES)
    model_of = {str(row["variant"]): str(row["model"]) for row in variants}
    construction = {frame.platform: frame.construction for frame in firm.FRAMES}
    platform_of = {str(row["variant"]): str(row["platform"]) for row in variants}
    made: dict[tuple[str, str], float] = defaultdict(float)
    for row in sourcing:
        made[str(row["plant"]), construction[platform_of[str(row["variant"])]]] += float(str(row["units"]))
    return {
        "plants": plants,
        "plant_owners": [
            {
                "plant": row["plant"],
                "firm": firm.FIRM,
                "share": 1.0,
                "source": row["source"],
                "confidence": row["confidence"],
            }
            for row in plants
        ],
        "lines": line_rows(facts, firm.FIRM, firm.SITES, plants, made),
        "tooling": tooling_rows(sourcing, model_of, firm.MOVES),
        "platforms": platform_rows(firm.FIRM, firm.FRAMES, volumes(firm.NAMEPLATES, sales, firm.VARIANTS)),
        "models": model_rows(facts, firm.FIRM, firm.NAMEPLATES),
        "variants": variants,
        "demand": demand_rows(facts, firm.FIRM, firm.NAMEPLATES, sales),
        "sourcing": sourcing,
        "reported": partners_check.reported_rows(facts, firm.FIRM, firm.REPORTED),
    }


if __name__ == "__main__":
    folder = Path(os.environ.get("TEIKEI_DATA", "../shared/data")) / "facts"
    for line in partners_check.lines(Facts(folder), rows(folder)):
        print(line)

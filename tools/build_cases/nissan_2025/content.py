"""Where the customs value of a car comes from, plant by plant.

No public table gives it. US parts content is taken at 50 % for Nissan and the Detroit makers and 60 % for
Honda, with the range of 20 to 70 % that decides between Mexico and Japan as a source for the US. A sweep
of one share rescales the others.
"""

from __future__ import annotations

from typing import Any

from tools.build_cases.case_rows import Rows

Shares = dict[str, float]

# (territory of the plant, firm or "any"): shares of the customs value by territory.
NORTH_AMERICA: dict[tuple[str, str], Shares] = {
    ("us", "nissan"): {
        "us": 0.50,
        "mexico": 0.24,
        "canada": 0.03,
        "japan": 0.14,
        "china": 0.06,
        "korea": 0.03,
    },
    ("us", "honda"): {"us": 0.60, "mexico": 0.13, "canada": 0.07, "japan": 0.14, "china": 0.06},
    ("us", "any"): {"us": 0.50, "mexico": 0.23, "canada": 0.08, "eu": 0.06, "china": 0.08, "japan": 0.05},
    ("mexico", "nissan"): {"us": 0.40, "mexico": 0.40, "japan": 0.12, "china": 0.06, "korea": 0.02},
    ("mexico", "honda"): {"us": 0.40, "mexico": 0.35, "canada": 0.02, "japan": 0.16, "china": 0.07},
    ("mexico", "any"): {"us": 0.40, "mexico": 0.36, "canada": 0.04, "eu": 0.08, "china": 0.09, "japan": 0.03},
    ("canada", "any"): {"us": 0.45, "canada": 0.27, "mexico": 0.08, "japan": 0.14, "china": 0.06},
}
DOMESTIC: dict[str, Shares] = {
    "japan": {"japan": 0.90, "china": 0.06, "thailand": 0.02, "korea": 0.02},
    "eu": {"eu": 0.88, "turkey": 0.03, "morocco": 0.02, "china": 0.05, "japan": 0.02},
    "uk": {"uk": 0.45, "eu": 0.32, "japan": 0.13, "china": 0.07, "turkey": 0.03},
    "turkey": {"turkey": 0.55, "eu": 0.38, "china": 0.07},
    "morocco": {"morocco": 0.50, "eu": 0.40, "turkey": 0.05, "china": 0.05},
    "china": {"china": 0.95, "japan": 0.05},
    "korea": {"korea": 0.85, "china": 0.08, "eu": 0.04, "japan": 0.03},
    "thailand": {"thailand": 0.75, "japan": 0.15, "china": 0.06, "indonesia": 0.04},
    "indonesia": {"indonesia": 0.70, "thailand": 0.15, "japan": 0.15},
    "philippines": {"philippines": 0.40, "thailand": 0.30, "japan": 0.20, "indonesia": 0.10},
    "india": {"india": 0.90, "korea": 0.03, "japan": 0.03, "china": 0.04},
    "brazil": {"brazil": 0.70, "argentina": 0.08, "eu": 0.10, "mexico": 0.05, "china": 0.07},
    "argentina": {"argentina": 0.40, "brazil": 0.35, "thailand": 0.10, "eu": 0.08, "china": 0.07},
    "south_africa": {"south_africa": 0.45, "thailand": 0.25, "eu": 0.15, "india": 0.08, "japan": 0.07},
}
US_RANGE = (0.20, 0.70)

# Models that differ from their plant.
OWN: dict[tuple[str, str], tuple[Shares, str]] = {
    ("maverick", "ford_hermosillo"): (
        {"us": 0.35, "mexico": 0.42, "canada": 0.03, "eu": 0.07, "china": 0.08, "japan": 0.05},
        "parts list of the label not found",
    ),
}


def _shares(plant: dict[str, Any], firm: str) -> Shares:
    territory = str(plant["territory"])
    known = NORTH_AMERICA.get((territory, firm)) or NORTH_AMERICA.get((territory, "any"))
    return known or DOMESTIC[territory]


def _rows(model: str, plant: str, home: str, shares: Shares, note: str) -> Rows:
    if abs(sum(shares.values()) - 1) > 1e-9:
        raise ValueError(f"content of {model} at {plant} sums to {sum(shares.values())}")
    rows: Rows = []
    for territory, share in shares.items():
        row: dict[str, Any] = {
            "model": model,
            "plant": plant,
            "territory": territory,
            "share_of_value": share,
            "source": "teikei_assumption",
            "confidence": "assumption",
        }
        if territory == "us" and home in ("us", "mexico", "canada"):
            low, high = US_RANGE
            row |= {"share_of_value_low": min(low, share), "share_of_value_high": max(high, share)}
            row["note"] = (
                f"{note}; range of 20 to 70 %, the others rescaled" if note else "range of 20 to 70 %"
            )
        elif territory == home:
            row["note"] = note
        rows.append(row)
    return rows


def content(merged: dict[str, Rows]) -> Rows:
    """Return the shares of every plant of the case, and of the models that have their own.

    Raises
    ------
    ValueError : shares of a plant do not sum to one
    KeyError : a plant stands in a territory without shares
    """
    largest = {
        row["plant"]: row["firm"] for row in sorted(merged["plant_owners"], key=lambda r: float(r["share"]))
    }
    rows: Rows = []
    homes = {}
    for plant in merged["plants"]:
        home = homes[plant["plant"]] = str(plant["territory"])
        shares = _shares(plant, str(largest.get(plant["plant"], "any")))
        note = "by territory and maker; no public figure by plant"
        rows += _rows("any", str(plant["plant"]), home, shares, note)
    models = {row["model"] for row in merged["models"]}
    for (model, name), (shares, note) in OWN.items():
        if model in models and name in homes:
            rows += _rows(model, name, homes[name], shares, note)
    return rows

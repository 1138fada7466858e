"""Freight lanes: the sea by the shortest chain of legs, the land by a figure a car.

Roro rate = 30 + 0.0075 × nautical miles USD per cubic metre, the rule of the facts: it gives about 90 USD
for a voyage of 8,000 miles, the reported average of Hoegh. Distances are rounded, from memory, and agree
within 5 % with those in the facts.
"""

from __future__ import annotations

from itertools import product
from typing import Any

from tools.build_cases.case_rows import Rows
from tools.build_cases.facts import Facts

Miles = dict[tuple[str, str], float]

RATE_BASE = 30.0
RATE_PER_MILE = 0.0075
KNOTS = 16
DAYS_ON_LAND = 12

# Legs between ports and straits, nautical miles.
LEGS: dict[tuple[str, str], int] = {
    ("us_west", "japan"): 4840,
    ("us_west", "panama"): 2950,
    ("us_west", "mexico_west"): 1300,
    ("us_west", "canada_west"): 1150,
    ("us_east", "panama"): 1550,
    ("us_east", "mexico_east"): 1250,
    ("us_east", "canada_east"): 1150,
    ("us_east", "eu"): 3900,
    ("us_east", "gibraltar"): 3850,
    ("us_east", "brazil"): 4800,
    ("us_east", "cape"): 6900,
    ("canada_east", "eu"): 2800,
    ("canada_west", "japan"): 4260,
    ("mexico_east", "panama"): 1450,
    ("mexico_east", "eu"): 4950,
    ("mexico_east", "brazil"): 5300,
    ("mexico_west", "panama"): 1600,
    ("mexico_west", "japan"): 6300,
    ("mexico_west", "thailand"): 9000,
    ("japan", "panama"): 7700,
    ("japan", "korea"): 660,
    ("japan", "china"): 1050,
    ("japan", "philippines"): 1760,
    ("japan", "thailand"): 2980,
    ("japan", "singapore"): 2890,
    ("japan", "australia"): 4900,
    ("korea", "china"): 490,
    ("korea", "singapore"): 2500,
    ("china", "philippines"): 1160,
    ("china", "thailand"): 2290,
    ("china", "singapore"): 2240,
    ("philippines", "singapore"): 1330,
    ("philippines", "thailand"): 1430,
    ("philippines", "australia"): 4500,
    ("thailand", "singapore"): 830,
    ("thailand", "indonesia"): 1260,
    ("thailand", "australia"): 4600,
    ("indonesia", "singapore"): 530,
    ("indonesia", "australia"): 3500,
    ("indonesia", "south_africa"): 4700,
    ("singapore", "australia"): 3850,
    ("singapore", "ceylon"): 1570,
    ("singapore", "south_africa"): 4860,
    ("india", "ceylon"): 600,
    ("india", "singapore"): 1590,
    ("ceylon", "south_africa"): 3800,
    ("ceylon", "suez"): 3600,
    ("suez", "gibraltar"): 1920,
    ("suez", "turkey"): 800,
    ("south_africa", "suez"): 4700,
    ("south_africa", "cape"): 810,
    ("south_africa", "australia"): 5400,
    ("cape", "brazil"): 3350,
    ("cape", "argentina"): 3750,
    ("cape", "eu"): 6150,
    ("gibraltar", "morocco"): 30,
    ("gibraltar", "turkey"): 1800,
    ("gibraltar", "eu"): 1330,
    ("gibraltar", "brazil"): 4500,
    ("brazil", "eu"): 5500,
    ("brazil", "argentina"): 1000,
    ("brazil", "panama"): 4300,
    ("eu", "uk"): 350,
    ("australia", "us_west"): 7000,
    ("australia", "panama"): 7900,
}
# A destination with ports on two oceans takes half of its cars on each; an origin ships from the nearer one.
COASTS = {
    "us": ("us_west", "us_east"),
    "canada": ("canada_west", "canada_east"),
    "mexico": ("mexico_west", "mexico_east"),
}

# Plant to dealer inside a territory, USD a car: US and Europe as in the facts, others by distance and wages.
INLAND = {
    "us": 600,
    "canada": 500,
    "mexico": 350,
    "japan": 250,
    "eu": 350,
    "uk": 250,
    "china": 350,
    "thailand": 150,
    "indonesia": 150,
    "philippines": 150,
    "india": 250,
    "brazil": 350,
    "argentina": 300,
    "turkey": 250,
    "morocco": 150,
    "south_africa": 250,
    "australia": 350,
    "korea": 200,
}
FACT_LANES = {
    ("us", "us"): "us_domestic_plant_to_dealer",
    ("eu", "eu"): "europe_truck_rail",
    ("mexico", "us"): "mexico_us_rail",
    ("canada", "us"): "canada_us_rail",
}
RANGES = {("us", "us"): (300, 900), ("eu", "eu"): (200, 600), ("mexico", "us"): (500, 1100)}
# Land borders: cost a car to the first ramp, days; (a, b) holds both ways unless the facts give one.
LAND = {
    ("us", "mexico"): (600, 12),
    ("us", "canada"): (450, 9),
    ("canada", "mexico"): (1100, 16),
    ("eu", "uk"): (450, 9),
    ("eu", "turkey"): (500, 12),
    ("brazil", "argentina"): (600, 12),
}


def distances(*closed: str) -> Miles:
    """Return shortest sea distances between all nodes (Floyd–Warshall), leaving out the nodes ``closed``."""
    legs = {pair: miles for pair, miles in LEGS.items() if not set(closed) & set(pair)}
    nodes = sorted({node for pair in legs for node in pair})
    far = {(a, b): 0.0 if a == b else float("inf") for a, b in product(nodes, nodes)}
    for (a, b), miles in legs.items():
        far[a, b] = far[b, a] = float(miles)
    for middle, a, b in product(nodes, nodes, nodes):
        far[a, b] = min(far[a, b], far[a, middle] + far[middle, b])
    return far


def sea_miles(far: Miles, origin: str, destination: str) -> float:
    """Return the miles from the nearer coast of the origin, averaged over the coasts of the destination."""
    ends = COASTS.get(destination, (destination,))
    return sum(min(far[start, end] for start in COASTS.get(origin, (origin,))) for end in ends) / len(ends)


def _per_cbm(miles: float) -> float:
    return round(RATE_BASE + RATE_PER_MILE * miles, 1)


def _sea(origin: str, destination: str, seas: tuple[Miles, Miles, Miles]) -> dict[str, Any]:
    """Return a lane; ``seas`` are the distances with all canals, without Suez, without Suez and Panama."""
    miles, without_suez, by_cape = (sea_miles(sea, origin, destination) for sea in seas)
    through_suez = without_suez > miles * 1.02
    detour = by_cape if through_suez else miles
    rate = _per_cbm(miles)
    note = f"30 + 0.0075 × {miles:.0f} nm a cbm (distance from memory); a car: half the inland figure to "
    note += "port, all of it at the end"
    if through_suez:
        note += f"; high also holds the way round the Cape, {detour:.0f} nm"
    return {
        "origin": origin,
        "destination": destination,
        "mode": "roro",
        "per_unit": INLAND[origin] / 2 + INLAND[destination],
        "per_cbm": rate,
        "per_cbm_low": round(rate * 0.8, 1),
        "per_cbm_high": round(max(rate * 1.25, _per_cbm(detour)), 1),
        "transit_days": round(miles / (KNOTS * 24) + DAYS_ON_LAND),
        "source": "own_assumption",
        "confidence": "assumption",
        "note": note,
    }


def _land(facts: Facts, origin: str, destination: str) -> dict[str, Any]:
    pair = (origin, destination)
    lane = FACT_LANES.get(pair)
    if origin == destination:
        cost, days, note = float(INLAND[origin]), 7.0, "plant to dealer; by distance and wages"
    else:
        cost, days = LAND.get(pair) or LAND[destination, origin]
        note = f"to the first ramp {cost:.0f}, then half of the inland figure"
    if lane:
        cost = facts.number("world/freight", "cost_usd_per_vehicle", lane=lane)
        note = facts.text("world/freight", "note", lane=lane)
    share = 0.0 if origin == destination else INLAND[destination] / 2
    if lane and share:
        note += f"; to the first ramp, then half of the inland figure ({share:.0f})"
    low, high = RANGES.get(pair, (round(cost * 0.6), round(cost * 1.5)))
    return {
        "origin": origin,
        "destination": destination,
        "mode": "rail_truck",
        "per_unit": cost + share,
        "per_unit_low": low + share,
        "per_unit_high": high + share,
        "transit_days": days,
        "source": "own_assumption",
        "confidence": "assumption",
        "note": note,
    }


def freight(facts: Facts) -> Rows:
    """Return a lane for every ordered pair of territories, and the one inside each."""
    # Without the canals the way from Asia to Europe is round the Cape.
    seas = distances(), distances("suez"), distances("suez", "panama")
    both = set(LAND) | {(b, a) for a, b in LAND}
    rows: Rows = []
    for pair in product(INLAND, INLAND):
        if pair[0] == pair[1] or pair in both:
            rows.append(_land(facts, *pair))
        else:
            rows.append(_sea(*pair, seas))
    return rows

"""What it costs to run a plant: conversion by country, fixed cost by capacity."""

from __future__ import annotations

from dataclasses import dataclass

from tools.build_cases.case_rows import Rows
from tools.build_cases.facts import Facts

BASE_YEAR = 2024
COST_FACTS = "world/cost_facts"
LABOUR_SHARE = "labour_share_conversion"
MAINSTREAM = "labour_cost_group_mainstream"
HOURS = ("hpv_assembly_smyrna_2003", "hpv_assembly_nissan_2005")
WAGE_TIED = 0.5  # of what is not labour, the part that follows local wages; the rest has a world price
PEER_RANGE = 1.25  # a labour cost guessed from a peer country may be this much higher, or as much lower
FIXED_RANGE = 0.30
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


def labour_cost(facts: Facts, country: str) -> tuple[float, str, str, str]:
    """Return labour cost a vehicle in USD, source, confidence and note for a country."""
    found = facts.rows("world/cost_facts", fact_id=f"labour_cost_{country}")
    if found:
        [row] = found
        return float(row["value_central"]), row["source_id"], "derived", ""
    peer, factor, why = PEERS[country]
    value, source, _, _ = labour_cost(facts, peer)
    return value * factor, f"{source};teikei_assumption", "assumption", f"{factor:g} × {peer}: {why}"


def hours_spread(facts: Facts) -> float:
    """Return the labour hours of a good plant over those of its maker: Smyrna 15.33 against 18.93 hours."""
    best, mean = (facts.number(COST_FACTS, "value_central", fact_id=fact) for fact in HOURS)
    return best / mean


@dataclass(frozen=True, slots=True)
class Conversion:
    """Conversion cost a car in USD: low, central, high, and how it came about."""

    low: float
    central: float
    high: float
    note: str


def conversion(facts: Facts, labour: float, guessed: bool) -> Conversion:
    """Return the conversion cost of a plant from the labour cost a car of its country.

        cost = L + (1/s − 1) · W,   W = L where L ≥ M, else w·L + (1 − w)·M

    s share of labour in conversion (0.65 to 0.70); M labour cost of a mainstream maker, at which that share
    was reported; w part of energy, material, upkeep and services that follows local wages (0.5, an
    assumption: 1 at the low end, 0 at the high). Low and high: also hours of a good plant against its maker's
    mean, and as much the other way; a labour cost guessed from a peer a quarter more or less.
    """
    low_share, share, high_share = (
        facts.number(COST_FACTS, column, fact_id=LABOUR_SHARE) / 100
        for column in ("value_low", "value_central", "value_high")
    )
    mainstream = facts.number(COST_FACTS, "value_central", fact_id=MAINSTREAM)
    hours, guess = hours_spread(facts), PEER_RANGE if guessed else 1.0

    def cost(paid: float, share_of_labour: float, tied: float) -> float:
        other = max(paid, tied * paid + (1.0 - tied) * mainstream)
        return paid + (1.0 / share_of_labour - 1.0) * other

    how = f"conversion = labour {labour:.0f} USD ÷ {share:g}"
    if labour < mainstream:
        how = (
            f"conversion = labour {labour:.0f} USD + {1 / share - 1:.2f} × the mean of {labour:.0f} and "
            f"{mainstream:.0f} (a mainstream maker): energy, material and upkeep are half at world prices"
        )
    spread = f"low and high: hours ×{hours:.2f} or ÷{hours:.2f}" + (
        f", labour cost of a peer country ÷ or × {guess:g}" if guessed else ""
    )
    return Conversion(
        cost(labour * hours / guess, high_share, 1.0),
        cost(labour, share, WAGE_TIED),
        cost(labour / hours * guess, low_share, 0.0),
        f"{how}; {spread}",
    )


def country_factor(labour: float, top: float) -> float:
    """Return the fixed cost of a plant against the anchor: 0.5 + 0.6 · labour cost / that of France, at most 1.1."""
    return min(FACTOR[0] + FACTOR[1] * labour / top, sum(FACTOR))


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


def capacity_of(rows: dict[str, Rows], year: int) -> dict[str, float]:
    """Return the capacity of each plant on the lines that stand in a year."""
    room: dict[str, float] = {}
    for line in rows["lines"]:
        if int(line.get("from_year") or year) <= year <= int(line.get("to_year") or year):
            room[line["plant"]] = room.get(line["plant"], 0.0) + float(line["capacity_units_per_year"])
    return room


def largest_capacity(rows: dict[str, Rows]) -> dict[str, float]:
    """Return the most that each plant can build in any year, so that lines that replace others count once."""
    room: dict[str, float] = {}
    for year in range(BASE_YEAR, 2036):
        for plant, units in capacity_of(rows, year).items():
            room[plant] = max(units, room.get(plant, 0.0))
    return room


def with_plant_costs(facts: Facts, rows: dict[str, Rows]) -> Rows:
    """Return plants with conversion and fixed cost."""
    anchor, early = anchor_per_unit(facts)
    top = labour_cost(facts, TOP_COUNTRY)[0]
    capacity = largest_capacity(rows)
    spread = [
        facts.text(COST_FACTS, "source_id", fact_id=fact) for fact in (LABOUR_SHARE, MAINSTREAM, *HOURS)
    ]
    made: Rows = []
    for plant in rows["plants"]:
        country = str(plant.get("_country") or COUNTRY_OF.get(plant["territory"], plant["territory"]))
        labour, source, confidence, why = labour_cost(facts, country)
        factor = country_factor(labour, top)
        fixed = anchor * factor * capacity[plant["plant"]] / 1e6
        guessed = confidence == "assumption"
        cost = conversion(facts, labour, guessed)
        notes = [str(plant.get("note", "")), f"{cost.note} ({country})", why]
        notes.append(
            f"fixed = {anchor:.0f} USD a unit of capacity (JPY 300 bn ÷ 1.8 m; {early:.0f} at 2020 rates)"
            f" × country factor {factor:.2f}"
        )
        known = [s for s in str(plant.get("source", "")).split(";") if s]
        sources = [*known, *source.split(";"), *spread, "siasat_next"]
        costs = {
            "conversion_cost_per_unit": round(cost.central),
            "conversion_cost_per_unit_low": round(cost.low),
            "conversion_cost_per_unit_high": round(cost.high),
            "fixed_cost_m": round(fixed, 1),
            "fixed_cost_m_low": round(fixed * (1 - FIXED_RANGE), 1),
            "fixed_cost_m_high": round(fixed * (1 + FIXED_RANGE), 1),
            "currency": "",
            "source": ";".join(dict.fromkeys(sources)),
            "confidence": "assumption" if guessed else "derived",
            "note": "; ".join(note for note in notes if note),
        }
        made.append(plant | costs)
    return made

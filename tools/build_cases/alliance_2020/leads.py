"""What a lead is worth in money, as rows: candidates, grants, changes; and the announcement, kept apart.

Written before any choice was computed, and not changed after it: see docs/background/leaders.md.

    presence_saving of follower f under leader g    = 0.30 · min(1, C_g / C_f)       C: sales organisation
    programme_saving in a market                    = 0.35 · 0.50 · min(1, D_g / D_f)  D: cars for the market
    programme_saving of a technology                = 0.35 · min(1, L_f / L_g)       L: part still to be done
    dealer_compensation                             = 0.50 years of C_f, once

What is done twice is done once: a leader saves a follower only what it does itself. The part of a technology
still to be done falls by 15 % with every doubling of the cars sold with it: L = (1 + U / 10,000)^log2(0.85).
"""

from __future__ import annotations

import math
from typing import Any

from tools.build_cases.alliance_2020.ranges import FIRMS, MEMORY, REGIONS, SHORT, Sold
from tools.build_cases.alliance_2020.works import PLANTS
from tools.build_cases.case_rows import Rows, ranged
from tools.build_cases.sources import OWN

PRESENCE_SHARE, PRESENCE_LEAST_M = 0.025, 5.0
PRESENCE_SAVED = (0.15, 0.30, 0.45)
COMPENSATION = (0.25, 0.5, 1.0)
FOLLOWER_SAVES = (0.20, 0.35, 0.40)
IN_SCHEME = 0.5
SPENDING_SHARE, FOR_MARKETS = 0.107, 0.4
LIFE_YEARS = 8
LEARNING, FIRST_CARS = 0.85, 10_000.0
SIGNING_M, RUNNING_M = 10.0, 2.0

# Technology: name, kind, cost of a whole programme in million USD (an assumption), note.
TECHNOLOGIES: dict[str, tuple[str, str, float, str]] = {
    "driver_assistance": ("Driver assistance and autonomous driving", "driver_assistance", 2000, "two new-car programmes"),
    "connected_car": ("Connected car", "software", 800, "half a new-car programme"),
    "body_electronics": ("Electric and electronic architecture", "component", 1500, "a typical new programme"),
    "small_electric_drive": ("Electric drive of small cars (CMF-A, CMF-B)", "powertrain", 1200, "between a programme and a platform"),
    "mid_electric_drive": ("Electric drive of midsize cars (CMF-EV)", "powertrain", 1500, "an electric platform, 1,000 to 2,000"),
    "plugin_drive": ("Plug-in hybrid of C and D cars", "powertrain", 800, "half a new-car programme"),
}  # fmt: skip

# Cars sold with it to the end of 2019: technology, firm, units, source, note.
TO_DATE: tuple[tuple[str, str, float, str, str], ...] = (
    ("driver_assistance", "nissan", 450000, MEMORY, "ProPILOT since 2016, about 350,000 by May 2019; from memory"),
    ("driver_assistance", "renault", 30000, MEMORY, "lane centring in the Clio and others since 2019; from memory"),
    ("driver_assistance", "mitsubishi_motors", 15000, MEMORY, "MI-PILOT in the eK since 2019; from memory"),
    ("connected_car", "nissan", 5176189, "response_cy19", "no count is known: cars of one year stand for it, for all three"),
    ("connected_car", "renault", 3750000, "er2019", "no count is known: cars of one year stand for it, for all three"),
    ("connected_car", "mitsubishi_motors", 1127000, "acn_mmc_apr20", "no count is known: cars of one year stand for it, for all three"),
    ("body_electronics", "nissan", 5176189, "response_cy19", "every car has one: cars of one year"),
    ("body_electronics", "renault", 3750000, "er2019", "every car has one: cars of one year"),
    ("body_electronics", "mitsubishi_motors", 1127000, "acn_mmc_apr20", "every car has one: cars of one year"),
    ("small_electric_drive", "nissan", 40000, MEMORY, "e-NV200; from memory"),
    ("small_electric_drive", "renault", 230000, f"ieev_renault_200k;insideevs_renault_2019;{MEMORY}", "200,000 in Europe by February 2019 and about 55,000 after, less about 25,000 Twizy (memory)"),
    ("small_electric_drive", "mitsubishi_motors", 45000, MEMORY, "i-MiEV family with its twins; from memory"),
    ("mid_electric_drive", "nissan", 450000, f"worldkings_leaf;{MEMORY}", "Leaf: Europe 150,000, US 141,907, Japan near 140,000 by December 2019, and others"),
    ("mid_electric_drive", "renault", 10000, MEMORY, "Fluence and SM3; from memory"),
    ("mid_electric_drive", "mitsubishi_motors", 0, MEMORY, ""),
    ("plugin_drive", "nissan", 0, MEMORY, ""),
    ("plugin_drive", "renault", 0, MEMORY, "its first went on sale in 2020"),
    ("plugin_drive", "mitsubishi_motors", 250000, "insideevs_outlander_2019", "Outlander: 200,000 by April 2019, about 250,000 by the end of the year"),
)  # fmt: skip

# The announcement of 27 May 2020: what, resource, leader, source, note.
ANNOUNCED: tuple[tuple[str, str, str, str, str], ...] = (
    *(("market", region, "nissan", "fn_lf2020;ms_lf2020;press_divvy_markets_2020", "") for region in ("china", "north_america", "japan")),
    *(("market", region, "renault", "fn_lf2020;ilsole_lf;press_divvy_markets_2020", "") for region in ("europe", "russia", "south_america", "north_africa")),
    *(("market", region, "mitsubishi_motors", "fn_lf2020;ilsole_lf;press_divvy_markets_2020", "") for region in ("asean", "oceania")),
    ("technology", "driver_assistance", "nissan", "fn_lf2020", "autonomous driving"),
    ("technology", "connected_car", "renault", "fn_lf2020", "the Android-based platform; in China Nissan leads"),
    ("technology", "body_electronics", "renault", "fn_lf2020", "core system of the electric and electronic architecture"),
    ("technology", "small_electric_drive", "renault", "an_lf2020b;levif_lf", "small vehicles"),
    ("technology", "mid_electric_drive", "nissan", "an_lf2020b;levif_lf", "midsize vehicles"),
    ("technology", "plugin_drive", "mitsubishi_motors", "an_lf2020b", "C and D segments"),
)  # fmt: skip


def presence_m(revenue_m: float) -> float:
    """Return the yearly cost of a sales organisation, in million."""
    return max(PRESENCE_SHARE * revenue_m, PRESENCE_LEAST_M)


def programme_m(revenue_m: float) -> float:
    """Return what a firm spends a year on cars for a market, in million."""
    return SPENDING_SHARE * FOR_MARKETS * revenue_m


def still_to_do(units: float) -> float:
    """Return the part of a technology's programme that is left after some cars.

    >>> still_to_do(0.0), round(still_to_do(10_000.0), 2)
    (1.0, 0.85)
    """
    return float((1.0 + units / FIRST_CARS) ** math.log2(LEARNING))


def organisations(revenue: dict[tuple[str, str], float]) -> dict[str, Rows]:
    """Return sales organisations and programmes for markets, from revenue in million by (firm, region)."""
    presence, spending = [], []
    for (firm, region), million in revenue.items():
        cost = presence_m(million)
        note = f"2.5 % of {million:.0f} M received there, at least 5 M"
        row: dict[str, Any] = {"firm": firm, "market": region, "source": OWN, "confidence": "assumption"}
        presence.append(
            row
            | {
                **ranged("fixed_cost_m", cost, 0.6, 1.4),
                "note": note,
            }
        )
        cost = programme_m(million)
        note = f"bodies and fitting to the market: 0.4 (assumed) of 10.7 % of {million:.0f} M, what R&D and capital spending came to at Renault and Nissan in 2019"
        spending.append(
            {
                "firm": firm,
                "what": "market",
                "resource": region,
                **ranged("cost_m_per_year", cost, 0.6, 1.4),
                "source": f"urd2019;{MEMORY};{OWN}",
                "confidence": "assumption",
                "note": note,
            }
        )
    for technology, firm, units, source, note in TO_DATE:
        whole = TECHNOLOGIES[technology][2]
        cost = whole * still_to_do(units) / LIFE_YEARS
        said = f"{whole:.0f} M over {LIFE_YEARS} years × {still_to_do(units):.3f} still to be done" + (
            f"; {note}" if note else ""
        )
        spending.append(
            {
                "firm": firm,
                "what": "technology",
                "resource": technology,
                **ranged("cost_m_per_year", cost, 0.5, 1.5, 2),
                "units_to_date": units,
                "source": f"{source};{OWN}",
                "confidence": "assumption",
                "note": said,
            }
        )
    return {"market_presence": presence, "programmes": spending}


def technologies() -> Rows:
    """Return the technologies; each firm has its own version, so all own it."""
    return [
        {"technology": key, "name": name, "kind": kind, "owners": ";".join(FIRMS), "source": OWN, "confidence": "assumption", "note": f"a whole programme of {cost:.0f} M USD: {why}"}
        for key, (name, kind, cost, why) in TECHNOLOGIES.items()
    ]  # fmt: skip


def announced() -> Rows:
    """Return the announcement of 27 May 2020."""
    return [
        {"what": what, "resource": resource, "leader": leader, "date": "2020-05-27", "source": source, "confidence": "reported", "note": note}
        for what, resource, leader, source, note in ANNOUNCED
    ]  # fmt: skip


def regional_leads(ranges: list[Sold], revenue: dict[tuple[str, str], float]) -> dict[str, Rows]:
    """Return every region × leader, with its grants and changes."""
    tables: dict[str, Rows] = {"agreements": [], "grants": [], "changes": []}
    for region, (title, *_) in REGIONS.items():
        names = {leader: f"{region}_{SHORT[leader]}" for leader in FIRMS}
        for leader, name in names.items():
            rivals = ";".join(other for other in names.values() if other != name)
            tables["agreements"].append(
                _candidate(
                    name,
                    "regional_lead",
                    f"{FIRMS[leader][0]} leads {title}",
                    rivals,
                    ip="each its own brand",
                )
            )
            for firm in (f for f in FIRMS if f != leader):
                tables["grants"].append(_grant(name, firm, leader, "market", region))
                mine = [one.model for one in ranges if (one.firm, one.region) == (firm, region)]
                for plant, (_, owner, place, *_) in PLANTS.items():
                    if owner == leader and place == region:
                        tables["grants"].append(
                            _grant(name, leader, firm, "plant", plant) | {"models": ";".join(mine)}
                        )
                tables["changes"] += _market_changes(
                    name, firm, region, revenue[firm, region], revenue[leader, region]
                )
    return tables


def _market_changes(name: str, firm: str, region: str, own: float, leads: float) -> Rows:
    """Return what a follower saves and pays, from its own and its leader's revenue in million."""
    part = min(1.0, presence_m(leads) / presence_m(own))
    saved = f"0.30 (0.15 to 0.45) of what the leader does too: {part:.3f} of it"
    rows = [
        _change(name, firm, "market", region, "presence_saving", [s * part for s in PRESENCE_SAVED], saved)
    ]
    part = min(1.0, programme_m(leads) / programme_m(own))
    saved = f"0.35 (0.20 to 0.40) × half of the cars × {part:.3f} that the leader makes too"
    rows.append(
        _change(
            name,
            firm,
            "market",
            region,
            "programme_saving",
            [s * IN_SCHEME * part for s in FOLLOWER_SAVES],
            saved,
        )
    )
    rows.append(
        _change(
            name,
            firm,
            "market",
            region,
            "dealer_compensation",
            list(COMPENSATION),
            "half a year's cost of the sales organisation, once (a quarter to one)",
        )
    )
    return rows


def technology_leads() -> dict[str, Rows]:
    """Return every technology × leader, with its grants and changes."""
    tables: dict[str, Rows] = {"agreements": [], "grants": [], "changes": []}
    left = {(technology, firm): still_to_do(units) for technology, firm, units, *_ in TO_DATE}
    for technology, (title, *_) in TECHNOLOGIES.items():
        names = {leader: f"{technology}_{SHORT[leader]}" for leader in FIRMS}
        for leader, name in names.items():
            rivals = ";".join(other for other in names.values() if other != name)
            tables["agreements"].append(
                _candidate(
                    name, "technology_lead", f"{FIRMS[leader][0]} leads: {title}", rivals, ip="the leader"
                )
            )
            for firm in (f for f in FIRMS if f != leader):
                tables["grants"].append(_grant(name, leader, firm, "technology", technology))
                part = min(1.0, left[technology, firm] / left[technology, leader])
                note = f"0.35 (0.20 to 0.40) × {part:.3f} that the leader has done too"
                tables["changes"].append(
                    _change(
                        name,
                        firm,
                        "technology",
                        technology,
                        "programme_saving",
                        [s * part for s in FOLLOWER_SAVES],
                        note,
                    )
                )
    return tables


def _candidate(name: str, kind: str, title: str, rivals: str, ip: str) -> dict[str, Any]:
    return {
        "agreement": name, "title": title, "kind": kind, "status": "candidate", "parties": ";".join(FIRMS),
        "months_to_sign": 6, "lead_years": 0.5, "notice_months": 12, "ip_owner": ip, "signing_cost_m": SIGNING_M,
        "running_cost_m": RUNNING_M, "excludes": rivals, "screen": "amber",
        "legal_note": "within the Alliance of 1999, with cross-shareholdings and a common board: ask counsel",
        "source": OWN, "confidence": "assumption",
    }  # fmt: skip


def _grant(name: str, giver: str, taker: str, what: str, resource: str) -> dict[str, Any]:
    return {"agreement": name, "giver": giver, "taker": taker, "what": what, "resource": resource, "source": OWN, "confidence": "assumption"}  # fmt: skip


def _change(
    name: str, firm: str, what: str, resource: str, change: str, values: list[float], note: str
) -> dict[str, Any]:
    low, central, high = (round(value, 5) for value in values)
    return {
        "agreement": name, "firm": firm, "what": what, "resource": resource, "change": change, "value": central,
        "value_low": low, "value_high": high, "source": OWN, "confidence": "assumption", "note": note,
    }  # fmt: skip

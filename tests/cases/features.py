"""two_makers with one thing more: a fleet target, a pool, a network, a guest, a launch, an offer, a quota."""

from __future__ import annotations

import polars as pl
from tests.cases.edits import added, changed, two_makers, years_of

from teikei.case.case import Case


def only(*years: int) -> Case:
    """two_makers over the years first … last, decided in the first of them (the deals still in 2027)."""
    return years_of(two_makers(), years[0], years[-1], 2027)


def with_fleets(case: Case, nagi: float = 10.0, hoku: float = -10.0, years: int = 1) -> Case:
    """Cars sold in the us count against a target of 140 g, 50 a gram; all emit 150 g, so that each n_suv adds
    nagi's gap to its fleet, each h_suv hoku's."""
    case = case.with_(variants=case["variants"].with_columns(co2_g_per_km=pl.lit(150.0)))
    rule = {
        "market": "us",
        "customs_class": "car",
        "valid_from": 2027,
        "target_g_per_km": 140.0,
        "penalty_per_g": 50.0,
        "averaging_years": years,
    }
    stands = [
        {"market": "us", "firm": "nagi", "gap_g_per_km": nagi},
        {"market": "us", "firm": "hoku", "gap_g_per_km": hoku},
    ]
    return added(added(case, "co2_rules", rule), "co2_positions", *stands)


def with_pool(case: Case, giver: str = "hoku", **grant: float) -> Case:
    """A candidate pool for the us: ``giver`` hands slack to nagi; an outsider has 30,000 cars 20 g below and
    takes 20 a gram."""
    if giver == "zai":
        case = added(
            case, "firms", {"firm": "zai", "name": "Zai", "home_territory": "japan", "role": "outside"}
        )
        case = added(
            case,
            "co2_positions",
            {"market": "us", "firm": "zai", "gap_g_per_km": -20.0, "registrations_units": 30_000.0},
        )
        case = added(
            case,
            "terms",
            {"agreement": "pool", "payer": "nagi", "payee": "zai", "per": "gram", "amount": 20.0},
        )
    case = added(
        case,
        "agreements",
        {
            "agreement": "pool",
            "title": "A pool",
            "kind": "co2_pool",
            "status": "candidate",
            "parties": f"{giver};nagi",
            "months_to_sign": 6.0,
            "lead_years": 0.0,
        },
    )
    row = {"agreement": "pool", "giver": giver, "taker": "nagi", "what": "pool", "resource": "us"}
    return added(case, "grants", row | grant)


def electric(case: Case) -> Case:
    """The n_suv runs on batteries."""
    case = changed(case, "variants", {"model": "n_suv"}, powertrain="electric")
    return changed(case, "demand", {"model": "n_suv"}, powertrain="electric")


def with_network(case: Case, status: str = "candidate") -> Case:
    """Zai's chargers in the us: 4 times the stalls, elasticity 0.5, at most +60 %; a port of 100, fitting
    12 M over 6 years. Nagi may use them."""
    case = added(case, "firms", {"firm": "zai", "name": "Zai", "home_territory": "japan", "role": "outside"})
    case = added(
        case,
        "technologies",
        {
            "technology": "plug",
            "name": "Zai's chargers",
            "kind": "charging",
            "owners": ["zai"],
            "may_license": ["nagi"],
            "unit_cost": 100.0,
            "fixed_cost_m": 12.0,
            "life_years": 6,
        },
    )
    effect = {"technology": "plug", "scope": "US", "baseline": "none"}
    case = added(
        case,
        "effects",
        effect | {"target": "stalls_ratio", "form": "set", "value": 4.0},
        effect | {"target": "ev_demand", "form": "elasticity", "value": 0.5},
        effect | {"target": "ev_demand_cap", "form": "mult", "value": 1.6},
    )
    deal = {"agreement": "plugs", "title": "Plugs", "kind": "charging_access", "status": status}
    case = added(case, "agreements", deal | {"parties": "zai;nagi", "months_to_sign": 6.0, "lead_years": 0.0})
    grant = {"agreement": "plugs", "giver": "zai", "taker": "nagi", "what": "technology", "resource": "plug"}
    return added(case, "grants", grant)


def with_system(case: Case, status: str = "candidate") -> Case:
    """A vehicle operating system of 80 M over 4 years that two partners have for 0.6 each; from 2028."""
    case = added(
        case,
        "technologies",
        {
            "technology": "system",
            "name": "A system",
            "kind": "software",
            "owners": ["nagi", "hoku"],
            "fixed_cost_m": 80.0,
            "life_years": 4,
        },
    )
    effect = {"technology": "system", "target": "fixed_cost_share", "scope": "n partners", "form": "mult"}
    case = added(case, "effects", effect | {"baseline": "own", "value": 0.6})
    deal = {"agreement": "one_system", "title": "One", "kind": "shared_software", "status": status}
    case = added(
        case, "agreements", deal | {"parties": "nagi;hoku", "months_to_sign": 6.0, "lead_years": 0.0}
    )
    grant = {"agreement": "one_system", "what": "technology", "resource": "system"}
    return added(
        case,
        "grants",
        grant | {"giver": "nagi", "taker": "hoku"},
        grant | {"giver": "hoku", "taker": "nagi"},
    )


def with_guest(case: Case, plant: str = "delta", least: int = 20_000, most: int = 30_000) -> Case:
    """An outside maker, zai, has cars built at a plant: volume and fee given by a signed deal."""
    case = added(case, "firms", {"firm": "zai", "name": "Zai", "home_territory": "japan", "role": "outside"})
    host = "nagi" if plant == "delta" else "hoku"
    case = added(
        case,
        "agreements",
        {
            "agreement": "zai_guest",
            "title": "Zai builds here",
            "kind": "contract_build",
            "status": "signed",
            "parties": f"{host};zai",
        },
    )
    case = added(
        case,
        "grants",
        {
            "agreement": "zai_guest",
            "giver": host,
            "taker": "zai",
            "what": "plant",
            "resource": plant,
            "minimum_units_per_year": least,
            "limit_units_per_year": most,
        },
    )
    return added(
        case,
        "terms",
        {"agreement": "zai_guest", "payer": "zai", "payee": host, "per": "unit", "amount": 2_500},
    )


def with_own_launch(case: Case, share: float = 0.3) -> Case:
    """Nagi's n_coupe: 50,000 a year at 29,000 in the us, built at delta; launch 60 M over 6 years."""
    case = added(
        case,
        "models",
        {
            "model": "n_coupe",
            "name": "Nagi coupe",
            "firm": "nagi",
            "segment": "coupe",
            "customs_class": "car",
            "volume_cbm": 10,
            "status": "candidate",
            "launch_cost_m": 60,
            "lead_years": 1,
            "life_years": 6,
            "customs_value_share": 0.8,
        },
    )
    case = added(
        case,
        "variants",
        {
            "variant": "n_coupe_petrol",
            "model": "n_coupe",
            "powertrain": "petrol",
            "platform": "n_body",
            "parts_cost": 17_000,
            "status": "candidate",
        },
    )
    case = added(
        case,
        "demand",
        {
            "model": "n_coupe",
            "powertrain": "petrol",
            "market": "us",
            "base_year": 2026,
            "units_per_year": 50_000,
            "list_price": 29_000,
            "dealer_margin_share": 0,
        },
    )
    case = added(case, "tooling", {"model": "n_coupe", "plant": "delta", "status": "tooled"})
    return added(case, "diversion", {"model": "n_coupe", "to": "n_suv", "market": "us", "share": share})


def with_offer(case: Case, fixed: float = 3.0) -> Case:
    """N_suv in japan: 30,000 a year at 24,000, which leave 24,000 - 17,000 - 2,000 - 1,000 = 4,000 each. Of
    the n_coupe 10,000 are sold there at 23,000; they leave 3,000 each."""
    case = changed(with_own_launch(case), "models", {"model": "n_coupe"}, status="current")
    case = changed(case, "variants", {"model": "n_coupe"}, status="current")
    sold = {"powertrain": "petrol", "market": "japan", "base_year": 2026, "dealer_margin_share": 0.0}
    case = added(
        case,
        "demand",
        sold | {"model": "n_suv", "units_per_year": 30_000.0, "list_price": 24_000.0},
        sold | {"model": "n_coupe", "units_per_year": 10_000.0, "list_price": 23_000.0},
    )
    case = added(case, "diversion", {"model": "n_suv", "to": "n_coupe", "market": "japan", "share": 0.1})
    entry = {"model": "n_suv", "market": "japan", "entry_cost_m": 20.0, "life_years": 5, "lead_years": 1.0}
    return added(case, "offers", entry | {"fixed_cost_m": fixed})


def with_second_grant(case: Case, least: int = 5_000, most: int = 10_000) -> Case:
    """A second deal that grants delta for the SUV."""
    case = added(
        case,
        "agreements",
        {
            "agreement": "more_at_delta",
            "title": "More SUVs",
            "kind": "contract_build",
            "status": "candidate",
            "parties": "nagi;hoku",
            "months_to_sign": 6,
            "lead_years": 0.5,
        },
    )
    return added(
        case,
        "grants",
        {
            "agreement": "more_at_delta",
            "giver": "nagi",
            "taker": "hoku",
            "what": "plant",
            "resource": "delta",
            "models": "h_suv",
            "minimum_units_per_year": least,
            "limit_units_per_year": most,
        },
    )


def with_quota(case: Case, units: int = 25_000, firm: str = "hoku", rate: float = 0.05) -> Case:
    """Japan's cars enter the us at a lower rate up to a number of cars."""
    return added(
        case,
        "origin_rules",
        {
            "rule": "us_quota",
            "origin": "japan",
            "destination": "us",
            "customs_class": "car",
            "regional_territories": "japan",
            "minimum_regional_share": 0.5,
            "rate_if_met": rate,
            "quota_units": units,
            "quota_firm": firm,
            "valid_from": "2020-01-01",
        },
    )

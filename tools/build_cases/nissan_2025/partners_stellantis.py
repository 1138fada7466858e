"""Stellantis: nameplates, sales and plants of 2024, announced changes, moves a planner would consider."""

from __future__ import annotations

from tools.build_cases.facts import Facts
from tools.build_cases.nissan_2025.partners_lists import (
    Frame,
    Move,
    Nameplate,
    Row,
    Sale,
    Site,
    reported_sale,
    sold,
)

FIRM = "stellantis"

FRAMES = (
    Frame("stla_frame", "STLA Frame and its forerunner (DT)", "body_on_frame", note="Ram pickups, Wagoneer"),
    Frame("stla_midsize_frame", "Next midsize frame of Stellantis (own)", "body_on_frame", 2028, 1250, 1000, 1500, 1.0,
          "announced October 2025 for Toledo 2028, so work is under way: one year from the decision date"),
    Frame("jeep_jl_jt", "Jeep JL/JT frame", "body_on_frame", note="Wrangler, Gladiator"),
    Frame("stla_large", "STLA Large and its forerunner (WL)", note="Grand Cherokee, Durango, Cherokee"),
    Frame("stla_medium", "STLA Medium and its forerunner (EMP2)"),
    Frame("stla_cmp", "CMP and Smart Car family"),
    Frame("stla_small_wide", "Small Wide 4x4", note="Compass, Renegade, Tonale, Hornet"),
    Frame("stla_cusw", "Pacifica platform"),
    Frame("fiat_mini", "Fiat Mini and 500e"),
    Frame("alfa_giorgio", "Giorgio"),
    Frame("stla_kvan", "Compact and medium vans (K0, K9)", "van"),
    Frame("stla_xvan", "Large vans (Ducato, ProMaster)", "van"),
    Frame("stla_latam", "Latin American small car family (MPP, CMP)"),
)  # fmt: skip

NAMEPLATES = (
    Nameplate("ram_1500", "Ram 1500", "Ram", "full_size_pickup", 23.6, "stla_frame", 0),
    Nameplate("ram_hd", "Ram 2500 and up", "Ram", "full_size_pickup", 26.0, "stla_frame", 45_565),
    Nameplate("ram_midsize", "Ram midsize pickup", "Ram", "midsize_pickup", 19.4, "stla_midsize_frame", 34_000,
              first=2028, status="announced", note="announced October 2025 for Toledo"),
    Nameplate("promaster", "ProMaster", "Ram", "van", 29.0, "stla_xvan", 46_000),
    Nameplate("wrangler", "Wrangler", "Jeep", "midsize_suv", 16.8, "jeep_jl_jt", 0),
    Nameplate("gladiator", "Gladiator", "Jeep", "midsize_pickup", 19.8, "jeep_jl_jt", 0),
    Nameplate("grand_cherokee", "Grand Cherokee", "Jeep", "midsize_suv", 17.5, "stla_large", 0),
    Nameplate("durango", "Durango", "Dodge", "midsize_suv", 18.0, "stla_large", 41_000),
    Nameplate("wagoneer", "Wagoneer / Grand Wagoneer", "Jeep", "large_suv", 22.5, "stla_frame", 62_945),
    Nameplate("compass", "Compass", "Jeep", "compact_suv", 13.6, "stla_small_wide", 25_900),
    Nameplate("cherokee", "Cherokee", "Jeep", "compact_suv", 15.0, "stla_large", 34_000, first=2026, status="announced",
              note="relaunched as a hybrid"),
    Nameplate("pacifica", "Pacifica / Voyager / Grand Caravan", "Chrysler", "minivan", 18.7, "stla_cusw", 0),
    Nameplate("hornet_tonale", "Hornet / Tonale", "Dodge", "compact_suv", 13.5, "stla_small_wide", 31_400),
    Nameplate("fiat_500", "500 electric", "Fiat", "subcompact_car", 9.3, "fiat_mini", 28_000, "eu",
              note="Maserati cars of Mirafiori inside"),
    Nameplate("alfa_maserati", "Giulia, Stelvio, Grecale", "Alfa Romeo", "midsize_suv", 14.6, "alfa_giorgio", 58_000, "eu"),
    Nameplate("panda", "Panda", "Fiat", "subcompact_car", 9.6, "fiat_mini", 16_500, "eu"),
    Nameplate("renegade", "Renegade / 500X", "Jeep", "subcompact_suv", 12.7, "stla_small_wide", 28_000, "eu"),
    Nameplate("stellantis_europe_small", "Small cars, Europe (208, C3, Corsa, 2008 …)", "Peugeot", "subcompact_car", 11.0,
              "stla_cmp", 23_500, "eu", note="aggregate"),
    Nameplate("stellantis_europe_medium", "Compact cars, Europe (308, 3008, Astra …)", "Peugeot", "compact_suv", 13.0,
              "stla_medium", 35_000, "eu", note="aggregate"),
    Nameplate("stellantis_europe_vans", "Compact and medium vans, Europe", "Peugeot", "van", 17.5, "stla_kvan", 36_000, "eu",
              note="aggregate"),
    Nameplate("ducato", "Ducato and twins", "Fiat", "van", 29.0, "stla_xvan", 46_000, "eu"),
    Nameplate("stellantis_latam", "Cars and pickups, Brazil and Argentina", "Fiat", "subcompact_suv", 12.0, "stla_latam",
              115_000, "brazil", note="aggregate: Strada, Argo, Polo-class cars, Compass, Toro and others"),
)  # fmt: skip

IDLE = "idle: shown with the capacity of two shifts at a low rate"
SITES = (
    Site("stla_belvidere", "unibody", 150_000, 100_000, 220_000, first=2027, source="autoguide_stla_13bn", confidence="estimate",
         note="USD 600m, 3,300 jobs announced; reopening 2027, Compass really 2028"),
    Site("stla_toledo", "body_on_frame"),
    Site("stla_warren_truck", "body_on_frame", note="low: the Ram 1500 Classic left in 2024; the site has built over 200k"),
    Site("stla_sterling_heights", "body_on_frame"),
    Site("stla_detroit_jefferson", "unibody", note="Jefferson North and Mack together"),
    Site("stla_toluca", "unibody", 220_000, 160_000, 300_000, note="Compass alone in 2024; room held for the new Cherokee"),
    Site("stla_saltillo", "body_on_frame"),
    Site("stla_saltillo", "van"),
    Site("stla_windsor", "unibody"),
    Site("stla_brampton", "unibody", 150_000, 100_000, 220_000, first=2027, note=IDLE),
    Site("stla_mirafiori", "unibody"),
    Site("stla_cassino", "unibody"),
    Site("stla_pomigliano", "unibody"),
    Site("stla_melfi", "unibody"),
    Site("stla_atessa", "van"),
    Site("stla_europe_rest", "unibody"),
    Site("stla_europe_rest", "van"),
    Site("stla_brazil", "unibody", note="Betim, Goiana, Porto Real and the Argentine plants"),
)  # fmt: skip

PLACES: dict[str, Row] = {
    "stla_brampton": {"may_close_from": 2027, "closing_cost_m": 300.0, "note": "idle; closing cost assumed"},
    "stla_europe_rest": {"name": "Stellantis, other European plants", "territory": "eu", "latitude": 46.0, "longitude": 2.5,
                         "_country": "france", "note": "aggregate of French, Spanish, German, Polish and Slovak plants; not in the facts"},
    "stla_brazil": {"name": "Stellantis Brazil and Argentina", "territory": "brazil", "latitude": -19.95, "longitude": -44.1,
                    "_country": "brazil", "note": "aggregate led by Betim; not in the facts"},
}  # fmt: skip

VARIANTS: tuple[Row, ...] = ()

MOVES = (
    Move(
        "ram_midsize",
        "stla_toledo",
        400,
        "announced: USD 400m for a midsize truck, 900 jobs",
        lead=1.0,
        source="mf_stla_13bn",
    ),
    Move(
        "compass",
        "stla_belvidere",
        0,
        "announced (2028) with the USD 600m reopening",
        "tooled",
        source="autoguide_stla_13bn",
    ),
    Move(
        "cherokee",
        "stla_belvidere",
        0,
        "announced (2027) with the USD 600m reopening",
        "tooled",
        source="autoguide_stla_13bn",
    ),
    Move(
        "cherokee",
        "stla_toluca",
        0,
        "first plant of the new Cherokee",
        "tooled",
        source="autoguide_stla_13bn",
    ),
    Move("compass", "stla_brampton", 300, "planned there until moved to Belvidere"),
    Move("hornet_tonale", "stla_toluca", 300, "imported from Italy; twin of the Compass"),
    Move("hornet_tonale", "stla_belvidere", 300, "imported from Italy; twin of the Compass"),
    Move("pacifica", "stla_belvidere", 350, "imported from Canada; new platform there"),
    Move("pacifica", "stla_detroit_jefferson", 350, "imported from Canada; new platform there"),
    Move("ram_hd", "stla_warren_truck", 350, "imported from Mexico; frame plant with room"),
    Move("ram_hd", "stla_sterling_heights", 400, "imported from Mexico; same frame as the Ram 1500"),
    Move("ram_1500", "stla_warren_truck", 250, "built there until 2024 (Classic)"),
    Move("cherokee", "stla_detroit_jefferson", 300, "same platform family as the Grand Cherokee"),
    Move("stellantis_europe_small", "stla_pomigliano", 300, "fills Italy"),
    Move("stellantis_europe_small", "stla_mirafiori", 300, "fills Italy"),
    Move("stellantis_europe_medium", "stla_melfi", 300, "STLA Medium is announced for Melfi"),
    Move("stellantis_europe_medium", "stla_cassino", 350, "fills Italy"),
    Move("stellantis_europe_vans", "stla_atessa", 300, "van plant with room"),
)

REPORTED: tuple[Row, ...] = (
    {"line": "stellantis_us_imports", "measure": "import_share", "subject": "stellantis:us",
     "fact": "cost_facts:stellantis_us_import_share", "unit": "share", "tolerance": 0.05,
     "note": "run-out of cars that Brampton built in 2023 is left out (about 3 points)"},
    {"line": "stellantis_us_sales", "measure": "sales", "subject": "stellantis:us", "fact": "sales:total:united_states:cy2024",
     "unit": "cars/year", "tolerance": 0.10, "counted": False, "note": "Charger, Challenger, 300 run-out left out"},
    {"line": "stellantis_canada_sales", "measure": "sales", "subject": "stellantis:canada", "fact": "sales:total:canada:cy2024",
     "unit": "cars/year", "tolerance": 0.15, "counted": False},
    {"line": "stla_mirafiori_output", "measure": "output", "subject": "stla_mirafiori", "fact": "output:stla_mirafiori",
     "unit": "cars/year", "tolerance": 0.15, "counted": False, "figure": 39_020, "note": "twice H1 2024 (19,510); 85,000 in 2023"},
    {"line": "stla_cassino_output", "measure": "output", "subject": "stla_cassino", "fact": "output:stla_cassino",
     "unit": "cars/year", "tolerance": 0.15, "counted": False, "figure": 29_914, "note": "48,800 in 2023 less 38.7 % (H1 2024)"},
    {"line": "stla_pomigliano_output", "measure": "output", "subject": "stla_pomigliano", "fact": "output:stla_pomigliano",
     "unit": "cars/year", "tolerance": 0.15, "counted": False, "note": "2023"},
    {"line": "stla_melfi_output", "measure": "output", "subject": "stla_melfi", "fact": "output:stla_melfi",
     "unit": "cars/year", "tolerance": 0.15, "counted": False, "figure": 72_131, "note": "170,120 in 2023 less 57.6 % (H1 2024)"},
    {"line": "stla_atessa_output", "measure": "output", "subject": "stla_atessa", "fact": "output:stla_atessa",
     "unit": "cars/year", "tolerance": 0.15, "counted": False, "note": "2023"},
)  # fmt: skip

HEAVY = 0.45
"""Share of heavy-duty trucks in Ram pickups (373k); assumption, 0.38 to 0.50. It moves the import share by two points."""


def sales(facts: Facts) -> list[Sale]:
    """Return who bought and who built Stellantis's cars in 2024, and what announced models are taken to sell."""
    return [*_united_states(facts), *_canada(facts), *_italy(facts), *_europe_and_latam(facts), *_announced()]


def _united_states(facts: Facts) -> list[Sale]:
    pickups = sold(facts, FIRM, "ram_pickup")
    memory = "from memory, consistent with the brand totals of January to September 2024"
    ram = ("gk_unverified", "estimate", f"Ram pickups × {HEAVY} heavy duty (0.38 to 0.50 assumed)")
    detroit, saltillo = "stla_detroit_jefferson:1", "stla_saltillo:1"
    return [
        Sale("ram_1500", "us", pickups * (1 - HEAVY), "petrol:1", "stla_sterling_heights:1", *ram),
        Sale("ram_hd", "us", pickups * HEAVY, "diesel:1", saltillo, *ram),
        Sale("promaster", "us", 61_000, "petrol:1", saltillo, note=memory),
        reported_sale(facts, FIRM, "wrangler", "petrol:0.63 plugin:0.37", "stla_toledo:1", note="plug-in share from memory"),
        reported_sale(facts, FIRM, "gladiator", "petrol:1", "stla_toledo:1"),
        reported_sale(facts, FIRM, "grand_cherokee", "petrol:0.88 plugin:0.12", detroit, note="plug-in share from memory"),
        Sale("durango", "us", 59_000, "petrol:1", detroit, note=memory),
        Sale("wagoneer", "us", 52_000, "petrol:1", "stla_warren_truck:1", note=memory),
        Sale("compass", "us", 111_700, "petrol:1", "stla_toluca:1", note=memory),
        reported_sale(facts, FIRM, "pacifica", "petrol:0.8 plugin:0.2", "stla_windsor:1", extra=14_000,
                      note="Voyager 14k from memory added"),
        Sale("hornet_tonale", "us", 23_000, "petrol:1", "stla_pomigliano:1", note=memory + "; plug-in inside petrol"),
        Sale("renegade", "us", 12_000, "petrol:1", "stla_melfi:1", note=memory + "; run-out of the Renegade"),
        Sale("alfa_maserati", "us", 10_000, "petrol:1", "stla_cassino:1", note=memory),
    ]  # fmt: skip


def _canada(facts: Facts) -> list[Sale]:
    memory = "from memory; the whole stays below the reported 129,945; one powertrain shown"
    rows = (
        ("ram_1500", 24_000, "petrol:1", "stla_sterling_heights:1"),
        ("ram_hd", 18_000, "diesel:1", "stla_saltillo:1"),
        ("wrangler", 15_000, "petrol:1", "stla_toledo:1"),
        ("gladiator", 3_000, "petrol:1", "stla_toledo:1"),
        ("grand_cherokee", 13_000, "petrol:1", "stla_detroit_jefferson:1"),
        ("durango", 7_000, "petrol:1", "stla_detroit_jefferson:1"),
        ("wagoneer", 4_000, "petrol:1", "stla_warren_truck:1"),
        ("compass", 9_000, "petrol:1", "stla_toluca:1"),
        ("promaster", 7_000, "petrol:1", "stla_saltillo:1"),
        ("hornet_tonale", 6_000, "petrol:1", "stla_pomigliano:1"),
    )
    pacifica = sold(facts, FIRM, "pacifica", "canada") + 9_000
    return [
        *(Sale(model, "canada", units, mix, built, note=memory) for model, units, mix, built in rows),
        Sale("pacifica", "canada", pacifica, "petrol:0.8 plugin:0.2", "stla_windsor:1", "fca_canada_2024", "estimate",
             "5,486 reported, Grand Caravan 9k from memory"),
    ]  # fmt: skip


def italian_output(facts: Facts) -> dict[str, float]:
    """Return 2024 output by Italian plant: 2023 as reported, moved by what the first half of 2024 showed."""
    year = {
        plant: facts.number("world/plants", "output_units", plant_id=plant)
        for plant in ("stla_cassino", "stla_pomigliano", "stla_melfi", "stla_atessa")
    }
    return {
        "stla_mirafiori": 2 * 19_510.0,
        "stla_cassino": year["stla_cassino"] * (1 - 0.387),
        "stla_pomigliano": year["stla_pomigliano"],
        "stla_melfi": year["stla_melfi"] * (1 - 0.576),
        "stla_atessa": year["stla_atessa"],
    }


def _italy(facts: Facts) -> list[Sale]:
    made = italian_output(facts)
    given = ("stla_italy_2023;teikei_assumption", "assumption")
    note = "output of the plant (2023, or 2023 and H1 2024) split by market by assumption"
    alfa, panda = made["stla_cassino"] - 10_000, made["stla_pomigliano"] - 29_000 - 54_000
    melfi = made["stla_melfi"] - 12_000
    rows = (
        ("fiat_500", "eu", made["stla_mirafiori"] * 0.92, "electric:1", "stla_mirafiori"),
        ("fiat_500", "uk", made["stla_mirafiori"] * 0.08, "electric:1", "stla_mirafiori"),
        ("alfa_maserati", "eu", alfa * 0.83, "petrol:1", "stla_cassino"),
        ("alfa_maserati", "uk", alfa * 0.17, "petrol:1", "stla_cassino"),
        ("hornet_tonale", "eu", 50_000, "petrol:1", "stla_pomigliano"),
        ("hornet_tonale", "uk", 4_000, "petrol:1", "stla_pomigliano"),
        ("panda", "eu", panda, "petrol:1", "stla_pomigliano"),
        ("renegade", "eu", melfi * 0.35, "petrol:1", "stla_melfi"),
        ("compass", "eu", melfi * 0.57, "petrol:1", "stla_melfi"),
        ("compass", "uk", melfi * 0.08, "petrol:1", "stla_melfi"),
        ("ducato", "eu", made["stla_atessa"] * 0.85, "diesel:1", "stla_atessa"),
        ("ducato", "uk", made["stla_atessa"] * 0.15, "diesel:1", "stla_atessa"),
    )
    return [
        Sale(model, market, units, mix, f"{plant}:1", *given, note)
        for model, market, units, mix, plant in rows
    ]


def europe_total(facts: Facts) -> float:
    """Return deliveries in Europe: the world less North America, times Europe's part of the remaining revenue."""
    mexico = 100_000  # from memory
    world = sold(facts, FIRM, "deliveries", "world")
    abroad = world - sold(facts, FIRM, "total") - sold(facts, FIRM, "total", "canada") - mexico

    def revenue(metric: str) -> float:
        return facts.number("world/financials", "value", firm=FIRM, fiscal_period="cy2024", metric=metric)

    return abroad * revenue("revenue_europe") / (revenue("revenue") - revenue("revenue_north_america"))


def _europe_and_latam(facts: Facts) -> list[Sale]:
    italian = sum(sale.units for sale in _italy(facts))
    left = europe_total(facts) - italian
    given = ("quotidiano_stla_2024;icdn_stla_fy2024;teikei_assumption", "assumption")
    note = "deliveries outside North America × Europe's part of the revenue, less Italian models; split by class and market assumed"
    rest = "stla_europe_rest:1"
    small, medium = "petrol:0.7 hybrid:0.17 electric:0.13", "petrol:0.6 hybrid:0.25 electric:0.15"
    vans = "diesel:1"
    rows = (
        ("stellantis_europe_small", "eu", left * 0.5, small, rest),
        ("stellantis_europe_small", "uk", left * 0.075, small, rest),
        ("stellantis_europe_medium", "eu", left * 0.17, medium, rest),
        ("stellantis_europe_medium", "uk", left * 0.02, medium, rest),
        ("stellantis_europe_vans", "eu", left * 0.2, vans, rest),
        ("stellantis_europe_vans", "uk", left * 0.035, vans, rest),
    )
    latam = "from memory; deliveries outside North America and Europe are 1.5m by the same derivation"
    return [
        *(Sale(model, market, units, mix, built, *given, note) for model, market, units, mix, built in rows),
        Sale("stellantis_latam", "brazil", 735_000, "petrol:1", "stla_brazil:1", note=latam),
        Sale("stellantis_latam", "argentina", 115_000, "petrol:1", "stla_brazil:1", note=latam),
    ]


def _announced() -> list[Sale]:
    truck = "an eighth of the midsize pickups sold in 2024 (533k); nothing announced"
    jeep = "half of what the old Cherokee sold in 2019 (about 190k, from memory)"
    return [
        Sale("ram_midsize", "us", 65_000, "petrol:1", "", note=truck, year=2028, spread=0.4),
        Sale("ram_midsize", "canada", 5_000, "petrol:1", "", note=truck, year=2028, spread=0.4),
        Sale("cherokee", "us", 95_000, "hybrid:1", "", note=jeep, year=2026, spread=0.4),
        Sale("cherokee", "canada", 6_000, "hybrid:1", "", note=jeep, year=2026, spread=0.4),
    ]

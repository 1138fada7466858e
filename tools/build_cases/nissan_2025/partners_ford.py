"""Ford: nameplates, sales and plants of 2024, announced changes, moves a planner would consider."""

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

FIRM = "ford"

FRAMES = (
    Frame("ford_t3", "Ford full-size frame", "body_on_frame", note="F-Series, Expedition, Navigator"),
    Frame(
        "ford_t6",
        "Ford T6 frame",
        "body_on_frame",
        note="Ranger, Everest, Bronco; the VW Amarok is not counted",
    ),
    Frame("ford_c2", "Ford C2", note="Escape, Kuga, Bronco Sport, Maverick"),
    Frame("ford_cd6", "Ford CD6", note="Explorer, Aviator"),
    Frame("ford_ge1", "Ford GE1", note="Mustang Mach-E"),
    Frame(
        "ford_uev",
        "Ford Universal EV",
        note="announced 11 Aug 2025 for 2027: spent or committed by the decision date",
    ),
    Frame("ford_s650", "Ford Mustang platform"),
    Frame(
        "ford_meb",
        "MEB under licence from Volkswagen",
        note="Volkswagen does not plan in this case; fee inside parts",
    ),
    Frame("ford_bcar", "Ford global B-car", note="Puma"),
    Frame("ford_van", "Ford Transit family", "van"),
)

NAMEPLATES = (
    Nameplate("f_150", "F-150", "Ford", "full_size_pickup", 23.4, "ford_t3", 0),
    Nameplate("super_duty", "F-Series Super Duty", "Ford", "full_size_pickup", 26.0, "ford_t3", 44_970,
              note="F-250 and up, medium duty included"),
    Nameplate("expedition", "Expedition / Navigator", "Ford", "large_suv", 21.5, "ford_t3", 58_000),
    Nameplate("explorer", "Explorer / Aviator", "Ford", "midsize_suv", 18.0, "ford_cd6", 39_625),
    Nameplate("ranger", "Ranger", "Ford", "midsize_pickup", 19.4, "ford_t6", 0),
    Nameplate("everest", "Everest", "Ford", "midsize_suv", 17.4, "ford_t6", 65_000, "australia"),
    Nameplate("bronco", "Bronco", "Ford", "midsize_suv", 18.0, "ford_t6", 39_630),
    Nameplate("maverick", "Maverick", "Ford", "compact_pickup", 16.3, "ford_c2", 0),
    Nameplate("bronco_sport", "Bronco Sport", "Ford", "compact_suv", 14.8, "ford_c2", 29_795),
    Nameplate("mustang_mach_e", "Mustang Mach-E", "Ford", "compact_suv", 14.3, "ford_ge1", 0),
    Nameplate("mustang", "Mustang", "Ford", "midsize_car", 12.9, "ford_s650", 36_000, note="base of all body styles and V8"),
    Nameplate("escape", "Escape / Corsair", "Ford", "compact_suv", 14.4, "ford_c2", 29_495, last=2025,
              note="United States production ended in December 2025"),
    Nameplate("kuga", "Kuga", "Ford", "compact_suv", 14.2, "ford_c2", 38_000, "eu"),
    Nameplate("transit", "Transit (North America)", "Ford", "van", 31.0, "ford_van", 47_000),
    Nameplate("ford_europe_vans", "Transit family (Europe)", "Ford", "van", 24.0, "ford_van", 46_000, "eu",
              note="aggregate: Transit, Transit Custom and relatives; electric share of about 8 % inside"),
    Nameplate("ford_europe_cars", "Puma and small Fords (Europe)", "Ford", "subcompact_suv", 11.5, "ford_bcar", 28_500, "eu",
              note="aggregate; the Focus is left out: Saarlouis closed in November 2025"),
    Nameplate("ford_explorer_ev", "Explorer EV / Capri (Europe)", "Ford", "compact_suv", 13.4, "ford_meb", 46_000, "eu"),
    Nameplate("ford_midsize_ev_pickup", "Midsize electric pickup", "Ford", "midsize_pickup", 16.5, "ford_uev", 30_000,
              first=2027, status="announced", note="about USD 30,000 announced"),
    Nameplate("ford_small_ev", "Small electric Ford", "Ford", "subcompact_car", 10.5, "cmf_bev", 27_000, "eu",
              first=2028, status="announced", note="on Renault's Ampere platform, showrooms early 2028"),
    Nameplate("ford_small_ev_crossover", "Small electric Ford crossover", "Ford", "subcompact_suv", 11.3, "cmf_bev", 31_000,
              "eu", first=2028, status="announced", note="on Renault's Ampere platform, from 2028"),
)  # fmt: skip

ROOM = "nameplate 200k Silverton, 180k FTM, 195k AAT pickups; room for markets outside the case and the Amarok taken off"
AAT = ROOM + "; Mazda owns half of AAT and its own pickup has moved to Isuzu: shown as Ford's"
SITES = (
    Site("ford_dearborn_truck", "body_on_frame"),
    Site("ford_kansas_city", "body_on_frame"),
    Site("ford_kansas_city", "van"),
    Site("ford_kentucky_truck", "body_on_frame", note="Ohio Assembly (medium duty) counted here"),
    Site("ford_louisville", "unibody", note="Escape until 2025, electric pickup from 2027 on the same line"),
    Site("ford_chicago", "unibody"),
    Site("ford_flat_rock", "unibody"),
    Site("ford_michigan_assembly", "body_on_frame"),
    Site("ford_hermosillo", "unibody"),
    Site("ford_cuautitlan", "unibody"),
    Site(
        "ford_oakville",
        "body_on_frame",
        100_000,
        70_000,
        120_000,
        first=2026,
        note="up to 100k Super Duty a year announced",
    ),
    Site(
        "ford_silverton",
        "body_on_frame",
        120_000,
        90_000,
        200_000,
        source="bta_silverton",
        confidence="estimate",
        note=ROOM,
    ),
    Site(
        "ford_ftm_rayong",
        "body_on_frame",
        90_000,
        70_000,
        180_000,
        source="automoview_ftm",
        confidence="estimate",
        note=ROOM,
    ),
    Site(
        "aat_rayong",
        "body_on_frame",
        130_000,
        100_000,
        195_000,
        source="autoinformed_aat",
        confidence="estimate",
        note=AAT,
    ),
    Site("ford_cologne", "unibody"),
    Site("ford_valencia", "unibody"),
    Site("ford_craiova", "unibody"),
    Site("ford_otosan_kocaeli", "van", note="Ford Otosan (41 % Ford, 41 % Koc) shown as Ford's"),
    Site("ford_pacheco", "body_on_frame"),
)

PLACES: dict[str, Row] = {
    "ford_craiova": {
        "name": "Ford Craiova",
        "territory": "eu",
        "latitude": 44.33,
        "longitude": 23.8,
        "_country": "romania",
        "note": "not in the facts; from memory: Puma plant of Ford Otosan",
    }
}

VARIANTS: tuple[Row, ...] = (
    {
        "variant": "f_150_electric",
        "last_year": 2025,
        "note": "Lightning: output ended in December 2025 (from memory)",
    },
    {"variant": "kuga_hybrid", "technologies": "hybrid_ford"},
)

MOVES = (
    Move("super_duty", "ford_oakville", 0, "announced for 2026", "tooled"),
    Move("ford_midsize_ev_pickup", "ford_louisville", 0, "announced, plant retooled for it", "tooled"),
    Move("ford_small_ev", "douai", 0, "announced December 2025", "tooled", source="gnw_ford_renault"),
    Move(
        "ford_small_ev_crossover", "douai", 0, "announced December 2025", "tooled", source="gnw_ford_renault"
    ),
    Move("maverick", "ford_louisville", 350, "imported from Mexico; first of C2 there since the Escape"),
    Move("bronco_sport", "ford_louisville", 300, "imported from Mexico; C2 like the Escape that left"),
    Move("maverick", "ford_flat_rock", 350, "imported from Mexico; room beside the Mustang"),
    Move("mustang_mach_e", "ford_flat_rock", 350, "imported from Mexico; room beside the Mustang"),
    Move("ranger", "ford_pacheco", 0, "tooled today", "tooled"),
    Move("everest", "ford_silverton", 150, "same frame as the Ranger there"),
    Move("ford_europe_cars", "ford_valencia", 300, "fills Valencia; other platform than the Kuga"),
    Move("ford_small_ev", "ford_cologne", 350, "own electric plant instead of a partner's"),
    Move("ford_small_ev_crossover", "ford_cologne", 350, "own electric plant instead of a partner's"),
    Move("kuga", "ford_cologne", 300, "fills Cologne"),
)

REPORTED: tuple[Row, ...] = (
    {"line": "ford_us_sales", "measure": "sales", "subject": "ford:us", "fact": "sales:total:united_states:cy2024",
     "unit": "cars/year", "tolerance": 0.10, "counted": False, "note": "Edge run-out, Nautilus, E-Series left out"},
    {"line": "ford_michigan_output", "measure": "output", "subject": "ford_michigan_assembly", "fact": "output:ford_michigan_assembly",
     "unit": "cars/year", "tolerance": 0.15, "counted": False, "note": "the reported figure is United States sales only"},
    {"line": "ford_hermosillo_output", "measure": "output", "subject": "ford_hermosillo", "fact": "output:ford_hermosillo",
     "unit": "cars/year", "tolerance": 0.15, "counted": False, "note": "the reported figure is United States sales only"},
)  # fmt: skip


def sales(facts: Facts) -> list[Sale]:
    """Return who bought and who built Ford's cars in 2024, and what announced models are taken to sell."""
    return [*_united_states(facts), *_canada(), *_ranger_world(), *_europe(facts), *_announced()]


def _united_states(facts: Facts) -> list[Sale]:
    f_150, lightning = sold(facts, FIRM, "f_150"), sold(facts, FIRM, "f_150_lightning")
    super_duty = sold(facts, FIRM, "f_series") - f_150
    derived = ("topgir_ford_2025;jato_2024_top", "derived")
    hermosillo, dearborn = "ford_hermosillo:1", "ford_dearborn_truck:1"
    return [
        Sale("f_150", "us", f_150 - lightning, "petrol:0.83 hybrid:0.17", "ford_dearborn_truck:0.5 ford_kansas_city:0.5",
             "jato_2024_top", "estimate", "registrations less Lightning; hybrid share from memory", spread=0.05),
        Sale("f_150", "us", lightning, "electric:1", dearborn, "gk_unverified", "estimate", "Lightning"),
        Sale("super_duty", "us", super_duty, "diesel:1", "ford_kentucky_truck:1", *derived,
             "F-Series less F-150, medium duty (33k) and petrol inside", spread=0.05),
        Sale("expedition", "us", 94_000, "petrol:1", "ford_kentucky_truck:1", note="Expedition 78k, Navigator 16k, from memory"),
        reported_sale(facts, FIRM, "explorer", "petrol:1", "ford_chicago:1", extra=25_000, note="Aviator 25k from memory added"),
        reported_sale(facts, FIRM, "ranger", "petrol:1", "ford_michigan_assembly:1"),
        reported_sale(facts, FIRM, "bronco", "petrol:1", "ford_michigan_assembly:1"),
        reported_sale(facts, FIRM, "maverick", "petrol:0.45 hybrid:0.55", hermosillo, note="hybrid share from memory"),
        reported_sale(facts, FIRM, "bronco_sport", "petrol:1", hermosillo),
        reported_sale(facts, FIRM, "mustang_mach_e", "electric:1", "ford_cuautitlan:1"),
        Sale("mustang", "us", 44_000, "petrol:1", "ford_flat_rock:1", note="from memory"),
        reported_sale(facts, FIRM, "escape", "petrol:0.65 hybrid:0.35", "ford_louisville:1", extra=27_000,
                      note="Corsair 27k from memory added; plug-in inside hybrid"),
        reported_sale(facts, FIRM, "transit", "petrol:1", "ford_kansas_city:1", note="E-Transit (8 %) inside petrol"),
    ]  # fmt: skip


def _canada() -> list[Sale]:
    memory = "from memory of Canadian sales (F-Series about 130k), about ±15 %; one powertrain shown"
    rows = (
        ("f_150", 80_000, "petrol:1", "ford_dearborn_truck:0.5 ford_kansas_city:0.5"),
        ("super_duty", 45_000, "diesel:1", "ford_kentucky_truck:1"),
        ("expedition", 8_000, "petrol:1", "ford_kentucky_truck:1"),
        ("explorer", 14_000, "petrol:1", "ford_chicago:1"),
        ("bronco", 9_000, "petrol:1", "ford_michigan_assembly:1"),
        ("ranger", 5_000, "petrol:1", "ford_michigan_assembly:1"),
        ("maverick", 13_000, "hybrid:1", "ford_hermosillo:1"),
        ("bronco_sport", 20_000, "petrol:1", "ford_hermosillo:1"),
        ("mustang_mach_e", 8_000, "electric:1", "ford_cuautitlan:1"),
        ("mustang", 5_000, "petrol:1", "ford_flat_rock:1"),
        ("escape", 22_000, "petrol:1", "ford_louisville:1"),
        ("transit", 16_000, "petrol:1", "ford_kansas_city:1"),
    )
    return [Sale(model, "canada", units, mix, built, note=memory) for model, units, mix, built in rows]


def _ranger_world() -> list[Sale]:
    memory = "from memory of registrations by country, about ±15 %; its Thai, South African and Argentine origin is known"
    thai = "aat_rayong:0.6 ford_ftm_rayong:0.4"
    rows = (
        ("ranger", "australia", 62_000, thai),
        ("ranger", "thailand", 18_000, thai),
        ("ranger", "philippines", 10_000, thai),
        ("ranger", "eu", 38_000, "ford_silverton:1"),
        ("ranger", "uk", 16_000, "ford_silverton:1"),
        ("ranger", "south_africa", 25_000, "ford_silverton:1"),
        ("ranger", "argentina", 22_000, "ford_pacheco:1"),
        ("ranger", "brazil", 31_000, "ford_pacheco:1"),
        ("everest", "australia", 26_000, thai),
        ("everest", "philippines", 18_000, thai),
    )
    return [
        Sale(model, market, units, "diesel:1", built, note=memory) for model, market, units, built in rows
    ]


def _europe(facts: Facts) -> list[Sale]:
    year = (
        facts.number(
            "world/sales", "units", firm=FIRM, model_or_total="passenger_cars", period="jan_sep_2024"
        )
        * 4
        / 3
    )
    kuga, mach_e, electric, focus_mustang = 115_000, 33_000, 35_000, 95_000
    small = year - kuga - mach_e - electric - focus_mustang
    memory = "from memory; with the Puma it adds up to the cars Ford sold in Europe in nine months × 4/3"
    mix = "petrol:0.35 hybrid:0.3 plugin:0.35"
    left = "Ford cars in Europe (nine months of 2024 × 4/3) less Kuga, Mach-E, Explorer EV, Focus and Mustang"
    return [
        Sale("kuga", "eu", kuga * 0.65, mix, "ford_valencia:1", note=memory),
        Sale("kuga", "uk", kuga * 0.35, mix, "ford_valencia:1", note=memory),
        Sale("mustang_mach_e", "eu", mach_e * 0.7, "electric:1", "ford_cuautitlan:1", note=memory),
        Sale("mustang_mach_e", "uk", mach_e * 0.3, "electric:1", "ford_cuautitlan:1", note=memory),
        Sale("mustang", "eu", 5_000, "petrol:1", "ford_flat_rock:1", note=memory),
        Sale("ford_explorer_ev", "eu", electric * 0.8, "electric:1", "ford_cologne:1", note=memory + "; year of launch", spread=0.4),
        Sale("ford_explorer_ev", "uk", electric * 0.2, "electric:1", "ford_cologne:1", note=memory + "; year of launch", spread=0.4),
        Sale("ford_europe_cars", "eu", small * 0.7, "petrol:1", "ford_craiova:1", note=left),
        Sale("ford_europe_cars", "uk", small * 0.3, "petrol:1", "ford_craiova:1", note=left),
        Sale("ford_europe_vans", "eu", 250_000, "diesel:1", "ford_otosan_kocaeli:1", note="from memory of van registrations"),
        Sale("ford_europe_vans", "uk", 95_000, "diesel:1", "ford_otosan_kocaeli:1", note="from memory of van registrations"),
    ]  # fmt: skip


def _announced() -> list[Sale]:
    pickup = "a third of the Ranger and Maverick class it joins (177k in 2024); nothing announced"
    small = "about a third of the Puma's sales; Ford has announced no volume"
    rows = (
        ("ford_midsize_ev_pickup", "us", 60_000, 2027, pickup),
        ("ford_midsize_ev_pickup", "canada", 5_000, 2027, pickup),
        ("ford_small_ev", "eu", 38_000, 2028, small),
        ("ford_small_ev", "uk", 18_000, 2028, small),
        ("ford_small_ev_crossover", "eu", 42_000, 2028, small),
        ("ford_small_ev_crossover", "uk", 18_000, 2028, small),
    )
    return [
        Sale(model, market, units, "electric:1", "", note=note, year=year, spread=0.4)
        for model, market, units, year, note in rows
    ]

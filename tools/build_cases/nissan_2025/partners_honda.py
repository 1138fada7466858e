"""Honda: nameplates, sales and plants of 2024, announced changes, moves a planner would consider."""

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

FIRM = "honda"

FRAMES = (
    Frame("honda_architecture", "Honda Architecture", note="Civic, CR-V, Accord, HR-V (US)"),
    Frame("honda_global_light_truck", "Honda Global Light Truck", note="V6 family, base of the Ridgeline"),
    Frame(
        "honda_large_suv_next",
        "Next large Honda SUV platform (own)",
        available=2030,
        cost=1500,
        low=1000,
        high=2000,
        note="USD 1.0-2.0bn for a platform (cost_facts platform_bev_shared, new_vehicle_programme)",
    ),
    Frame("honda_small", "Honda small car platform", note="Fit, Freed, Vezel"),
    Frame("honda_kei", "Honda N platform", "kei"),
)

NAMEPLATES = (
    Nameplate("civic", "Civic", "Honda", "compact_car", 11.9, "honda_architecture", 0),
    Nameplate("accord", "Accord", "Honda", "midsize_car", 13.4, "honda_architecture", 0),
    Nameplate("cr_v", "CR-V", "Honda", "compact_suv", 14.7, "honda_architecture", 0),
    Nameplate("hr_v", "HR-V", "Honda", "subcompact_suv", 13.6, "honda_architecture", 25_100),
    Nameplate("pilot", "Pilot", "Honda", "midsize_suv", 18.2, "honda_global_light_truck", 0),
    Nameplate("passport", "Passport", "Honda", "midsize_suv", 18.3, "honda_global_light_truck", 41_900),
    Nameplate("odyssey", "Odyssey", "Honda", "minivan", 18.4, "honda_global_light_truck", 0),
    Nameplate("ridgeline", "Ridgeline", "Honda", "midsize_pickup", 19.2, "honda_global_light_truck", 0),
    Nameplate(
        "acura_others",
        "Acura (MDX, RDX, Integra, TLX)",
        "Acura",
        "midsize_suv",
        16.0,
        "honda_architecture",
        43_000,
        note="aggregate of the Acura line; ZDX (built by GM) left out; MDX really stands on the light truck platform",
    ),
    Nameplate("n_box", "N-BOX", "Honda", "kei", 9.0, "honda_kei", 1_950_000, "japan"),
    Nameplate(
        "honda_kei_others", "Other Honda kei cars", "Honda", "kei", 8.6, "honda_kei", 1_650_000, "japan"
    ),
    Nameplate("freed", "Freed", "Honda", "mpv", 12.8, "honda_small", 2_750_000, "japan"),
    Nameplate(
        "vezel",
        "Vezel / HR-V (Japan, Europe)",
        "Honda",
        "subcompact_suv",
        12.5,
        "honda_small",
        3_150_000,
        "japan",
    ),
    Nameplate(
        "honda_japan_others",
        "Other Honda cars, Japan",
        "Honda",
        "compact_car",
        12.5,
        "honda_architecture",
        2_800_000,
        "japan",
        note="aggregate: Fit, Step WGN, ZR-V, Civic, WR-V and others; those imported from India and Thailand included",
    ),
    Nameplate(
        "honda_europe_others",
        "Other Honda cars, Europe",
        "Honda",
        "compact_car",
        12.8,
        "honda_architecture",
        34_000,
        "eu",
        note="aggregate: Civic, Jazz, CR-V, ZR-V; all shown as built in Japan, some really come from China",
    ),
    Nameplate(
        "honda_china_others",
        "Honda cars, China",
        "Honda",
        "compact_suv",
        14.0,
        "honda_architecture",
        165_000,
        "china",
        note="aggregate of both joint ventures",
    ),
)

IMPORTS = 455_000
"""Honda cars sold in the United States that Canada or Mexico built: sources say 400k to 500k; 32 % (Nikkei) of 1.42m."""

SITES = (
    Site("honda_marysville", "unibody", 220_000, 220_000, 440_000, note="440k (2006) had two lines; one now serves the EV hub"),
    Site("honda_east_liberty", "unibody"),
    Site("honda_lincoln", "unibody"),
    Site("honda_greensburg", "unibody"),
    Site("honda_alliston", "unibody"),
    Site("honda_celaya", "unibody"),
    Site("honda_suzuka", "kei", 330_000, 300_000, 350_000, note="540k of both lines, divided by their output of 2024"),
    Site("honda_suzuka", "unibody", 210_000, 190_000, 240_000, note="540k of both lines, divided by their output of 2024"),
    Site("honda_yorii", "unibody"),
    Site("honda_china", "unibody", 1_200_000, 1_000_000, 1_200_000, source="atw_honda_china", confidence="reported",
         note="1.49m to 1.2m in late 2024; a further cut of 200k reported in March 2025; joint ventures shown as Honda's"),
)  # fmt: skip

PLACES: dict[str, Row] = {
    "honda_china": {
        "name": "Honda China (Guangzhou, Wuhan)",
        "territory": "china",
        "latitude": 23.13,
        "longitude": 113.26,
        "_country": "china",
    }
}

NEXT = "own next platform from 2030; the present one may run out a year beside it, to the end of 2030"
VARIANTS: tuple[Row, ...] = (
    {"variant": "pilot_petrol", "last_year": 2030, "note": NEXT},
    {"variant": "passport_petrol", "last_year": 2030, "note": NEXT},
    {"variant": "pilot_petrol_next", "model": "pilot", "powertrain": "petrol", "platform": "honda_large_suv_next",
     "first_year": 2030, "status": "announced", "note": NEXT},
    {"variant": "passport_petrol_next", "model": "passport", "powertrain": "petrol", "platform": "honda_large_suv_next",
     "first_year": 2030, "status": "announced", "note": NEXT},
)  # fmt: skip

MOVES = (
    Move(
        "hr_v", "honda_greensburg", 250, "imported today from Mexico; same platform as Civic and CR-V there"
    ),
    Move("hr_v", "honda_lincoln", 300, "imported today from Mexico; first car of its platform at Lincoln"),
    Move("hr_v", "honda_marysville", 250, "imported today from Mexico; same platform as the Accord there"),
    Move("cr_v", "honda_marysville", 250, "relieves Alliston; same platform as the Accord there"),
    Move("civic", "honda_marysville", 250, "relieves Alliston; same platform as the Accord there"),
    Move("accord", "honda_greensburg", 250, "same platform as the Civic there"),
    Move("passport", "honda_east_liberty", 300, "first of the light truck platform there"),
    Move("freed", "honda_yorii", 150, "Japanese plants build for each other at low cost"),
)

REPORTED: tuple[Row, ...] = (
    {"line": "honda_us_imports", "measure": "import_share", "subject": "honda:us", "fact": "cost_facts:honda_us_import_share",
     "unit": "share", "tolerance": 0.05, "note": "sources differ (400k to 500k of 1.42m)"},
    {"line": "honda_us_output", "measure": "output", "subject": "honda:us", "fact": "sales:production_total:united_states:fy_apr23_mar24",
     "unit": "cars/year", "tolerance": 0.15, "note": "year to March 2024"},
    {"line": "honda_japan_output", "measure": "output", "subject": "honda:japan", "fact": "sales:production_total:japan:fy_apr23_mar24",
     "unit": "cars/year", "tolerance": 0.15, "note": "year to March 2024"},
    {"line": "honda_japan_use", "measure": "use", "subject": "honda:japan", "fact": "use:honda_japan_total",
     "unit": "share", "tolerance": 0.10, "note": "706,846 of 810,000"},
    {"line": "honda_china_use", "measure": "use", "subject": "honda_china", "fact": "use:honda_china_total",
     "unit": "share", "tolerance": 0.05, "counted": False, "note": "output and capacity both read in"},
    {"line": "honda_us_sales", "measure": "sales", "subject": "honda:us", "fact": "sales:total:united_states:cy2024",
     "unit": "cars/year", "tolerance": 0.10, "counted": False, "note": "Prologue and ZDX (built by GM, 40k) left out"},
    {"line": "honda_japan_sales", "measure": "sales", "subject": "honda:japan", "fact": "sales:total:japan:cy2024",
     "unit": "cars/year", "tolerance": 0.05, "counted": False},
    {"line": "honda_china_sales", "measure": "sales", "subject": "honda:china", "fact": "sales:total:china:cy2024",
     "unit": "cars/year", "tolerance": 0.05, "counted": False},
)  # fmt: skip


def sales(facts: Facts) -> list[Sale]:
    """Return who bought and who built Honda's cars in 2024."""
    return [*_united_states(facts), *_neighbours(), *_japan_and_beyond(facts)]


def _united_states(facts: Facts) -> list[Sale]:
    civic, hr_v, cr_v = (sold(facts, FIRM, model) for model in ("civic", "hr_v", "cr_v"))
    from_japan = 2_078 * 12 / 5  # five months of exports to the United States, all shown as Civics
    alliston = IMPORTS - hr_v  # the HR-V is all Mexican; the rest of the imports is Canadian
    # Alliston splits its exports in the proportion of what the two models sell
    civic_canada = alliston * civic / (civic + cr_v)
    civic_home = civic - civic_canada - from_japan
    cr_v_canada = (alliston - civic_canada) / cr_v
    rest = (1 - cr_v_canada) / 2
    acura = sold(facts, FIRM, "total") - sold(facts, FIRM, "honda_brand") - sold(facts, FIRM, "acura_zdx")
    lincoln = "honda_lincoln:1"
    hybrids = "hybrid share of 2025: fits 400k electrified cars that year"
    return [
        reported_sale(
            facts,
            FIRM,
            "civic",
            "petrol:0.74 hybrid:0.26",
            f"honda_greensburg:{civic_home / civic} honda_alliston:{civic_canada / civic} honda_yorii:{from_japan / civic}",
            note=hybrids,
        ),
        reported_sale(facts, FIRM, "accord", "petrol:0.5 hybrid:0.5", "honda_marysville:1", note=hybrids),
        reported_sale(
            facts,
            FIRM,
            "cr_v",
            "petrol:0.46 hybrid:0.54",
            f"honda_alliston:{cr_v_canada} honda_greensburg:{rest} honda_east_liberty:{rest}",
            note="54 % hybrid as reported for 2025",
        ),
        reported_sale(facts, FIRM, "hr_v", "petrol:1", "honda_celaya:1"),
        *(reported_sale(facts, FIRM, model, "petrol:1", lincoln) for model in ("pilot", "passport", "odyssey", "ridgeline")),
        Sale("acura_others", "us", acura, "petrol:1", "honda_east_liberty:0.7 honda_marysville:0.3",
             "nasdaq_honda_2025", "derived", "brand total less ZDX", spread=0.05),
    ]  # fmt: skip


def _neighbours() -> list[Sale]:
    memory = "from memory of Canadian and Mexican sales, about ±15 %"
    lincoln = "honda_lincoln:1"
    return [
        Sale("civic", "canada", 28_000, "petrol:0.74 hybrid:0.26", "honda_alliston:1", note=memory),
        Sale("cr_v", "canada", 56_000, "petrol:0.46 hybrid:0.54", "honda_alliston:1", note=memory),
        Sale("hr_v", "canada", 16_000, "petrol:1", "honda_celaya:1", note=memory),
        Sale("hr_v", "mexico", 12_000, "petrol:1", "honda_celaya:1", note=memory),
        Sale("pilot", "canada", 8_000, "petrol:1", lincoln, note=memory),
        Sale("odyssey", "canada", 5_000, "petrol:1", lincoln, note=memory),
        Sale(
            "acura_others",
            "canada",
            13_000,
            "petrol:1",
            "honda_east_liberty:0.7 honda_marysville:0.3",
            note=memory,
        ),
    ]


def _japan_and_beyond(facts: Facts) -> list[Sale]:
    total, n_box, freed = (sold(facts, FIRM, model, "japan") for model in ("total", "n_box", "freed"))
    kei_others, vezel = 110_000, 75_000
    others = total - n_box - freed - kei_others - vezel
    europe = 24_830 * 12 / 5  # five months of exports to Europe from Japan, taken as the year's sales there
    suzuka, yorii = "honda_suzuka:1", "honda_yorii:1"
    press = "autofile_japan_2024"
    return [
        Sale("n_box", "japan", n_box, "petrol:1", suzuka, press, "reported", spread=0.05),
        Sale("honda_kei_others", "japan", kei_others, "petrol:1", suzuka, note="N-WGN, N-VAN, N-ONE from memory"),
        Sale("freed", "japan", freed, "hybrid:1", suzuka, press, "reported", "petrol inside hybrid", spread=0.05),
        Sale("vezel", "japan", vezel, "hybrid:1", suzuka, note="from memory; petrol version under 10 %"),
        Sale("vezel", "eu", europe * 0.25, "hybrid:1", suzuka, "honda_prod_5m_2024;teikei_assumption", "assumption",
             "a quarter of exports to Europe in Jan-May 2024 × 12/5"),
        Sale("vezel", "uk", europe * 0.2, "hybrid:1", suzuka, "honda_prod_5m_2024;teikei_assumption", "assumption",
             "a fifth of exports to Europe in Jan-May 2024 × 12/5"),
        Sale("honda_japan_others", "japan", others, "hybrid:1", yorii, "nippon_japan_2024", "derived",
             "total of Honda in Japan less the named models; petrol inside hybrid"),
        Sale("honda_europe_others", "eu", europe * 0.3, "hybrid:1", yorii, "honda_prod_5m_2024;teikei_assumption",
             "assumption", "three tenths of exports to Europe in Jan-May 2024 × 12/5"),
        Sale("honda_europe_others", "uk", europe * 0.25, "hybrid:1", yorii, "honda_prod_5m_2024;teikei_assumption",
             "assumption", "a quarter of exports to Europe in Jan-May 2024 × 12/5"),
        Sale("honda_china_others", "china", sold(facts, FIRM, "total", "china"), "petrol:1",
             "honda_china:1", "chosun_honda_china", "reported", "about 850,000, down 30 %; all powertrains shown as petrol"),
    ]  # fmt: skip

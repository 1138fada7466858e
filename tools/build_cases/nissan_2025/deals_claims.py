"""Published figures that the case recomputes, right or wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tools.build_cases.nissan_2025.deals_paper import Paper

NISSAN, WORLD = "nissan_group/claims", "world/claims"
FISCAL = "fiscal year against calendar year; customs value is an assumption"
MIXED = (
    "15 % holds from mid-September 2025 only, and the figure is after mitigation; here 15 % on every "
    "imported car of a year, "
    "before mitigation"
)


# A claim is right within 15 %, or within 5 points for shares, as the base year is held.
RELATIVE, POINTS = 0.15, 0.05
# Ratios of fuel are known to 3 points (docs/background/epower.md): nothing beyond them, which is twice this
# tolerance, is roughly right.
RATIO = 0.015
# A range of 3.2 to 3.4 million is 3 % to either side of its middle.
ALONE = 0.03


class Published(NamedTuple):
    """One claim: where its figure stands (table, column, key column, key), in what unit, and the measure that answers."""

    claim: str
    statement: str
    table: str
    column: str
    key: tuple[str, str]
    unit: str
    measure: str
    why_not: str
    comparable: bool = True


class Quoted(NamedTuple):
    """One claim whose figure stands in a text."""

    claim: str
    statement: str
    figure: float
    unit: str
    measure: str
    source: str
    why_not: str
    comparable: bool = True
    tolerance: float | None = None


COST, SALES = "world/cost_facts", "nissan_group/sales"
MONEY = "world/financials"

CLAIMS = (
    Published(
        "nissan_tariff_25",
        "Nissan: US tariffs at 25 % cost up to JPY 450 bn a year",
        NISSAN,
        "figure",
        ("claim_id", "c39"),
        "jpy_bn",
        "tariff_exposure(nissan, us, 0.25)",
        "450 bn over 442,000 imported cars is 6,800 USD a car, 25 % of 27,200, above any customs value of "
        "these cars: parts for US plants come on top",
    ),
    Published(
        "nissan_tariff_15",
        "Nissan: US tariffs cost JPY 275 bn after the deal with Japan",
        NISSAN,
        "figure",
        ("claim_id", "c40"),
        "jpy_bn",
        "tariff_exposure(nissan, us, 0.15)",
        f"{FISCAL}; {MIXED}",
        comparable=False,
    ),
    Published(
        "honda_tariff_25_gross",
        "Honda: US tariffs at 25 % cost JPY 650 bn a year before mitigation",
        MONEY,
        "value",
        ("metric", "guidance_tariff_gross_may2025"),
        "jpy_bn",
        "tariff_exposure(honda, us, 0.25)",
        "includes 220 for parts and materials and 130 for motorcycles and others, which the measure leaves "
        "out",
        comparable=False,
    ),
    Published(
        "honda_tariff_25_cars",
        "Honda: US tariffs at 25 % cost JPY 300 bn a year on finished cars",
        MONEY,
        "value",
        ("metric", "guidance_tariff_vehicles_may2025"),
        "jpy_bn",
        "tariff_exposure_actual(honda, us, 2027)",
        "at the law of 2027: cars from Canada and Mexico, nearly all of Honda's imports, pay 25 % on foreign "
        "content only, as in May 2025",
    ),
    Published(
        "honda_tariff_15",
        "Honda: US tariffs cost JPY 385 bn by the guidance of November 2025",
        MONEY,
        "value",
        ("metric", "guidance_tariff_nov2025"),
        "jpy_bn",
        "tariff_exposure(honda, us, 0.15)",
        f"includes parts and motorcycles; {MIXED}",
        comparable=False,
    ),
    Published(
        "mitsubishi_tariff_25",
        "Mitsubishi: US tariffs cost JPY 40 bn",
        NISSAN,
        "figure",
        ("claim_id", "c43"),
        "jpy_bn",
        "tariff_exposure(mitsubishi_motors, us, 0.25)",
        "40 bn over 113,000 cars is 2,400 USD a car, 25 % of a customs value of 9,500: it cannot be a full "
        "year's gross; here 25 % on every imported car of a year, before mitigation",
        comparable=False,
    ),
    Published(
        "mitsubishi_tariff_15",
        "Mitsubishi: US tariffs cost JPY 32 bn after the deal with Japan",
        NISSAN,
        "figure",
        ("claim_id", "c44"),
        "jpy_bn",
        "tariff_exposure(mitsubishi_motors, us, 0.15)",
        f"{FISCAL}; {MIXED}",
        comparable=False,
    ),
    Published(
        "canton_half_idle",
        "Canton runs at just 50 % of capacity",
        WORLD,
        "claimed_value",
        ("claim_id", "canton_utilisation"),
        "pct",
        "plant_use(canton)",
        "410,000 is nameplate; capacity on the shifts run is lower",
    ),
    Published(
        "canton_use",
        "Canton used 57 % of its capacity in 2024",
        NISSAN,
        "figure",
        ("claim_id", "c34"),
        "pct",
        "plant_use(canton)",
        "MarkLines; implies a capacity of 370,000",
    ),
    Published(
        "nissan_from_mexico",
        "Nissan brought 327,000 cars from Mexico into the US in 2024",
        SALES,
        "units",
        ("model_or_total", "imports_from_mexico"),
        "units",
        "import_units(nissan, us, mexico)",
        "exports of Mexico, not sales: stocks move",
    ),
    Published(
        "nissan_from_japan",
        "Nissan brought 115,000 cars from Japan into the US in 2024",
        SALES,
        "units",
        ("model_or_total", "imports_from_japan"),
        "units",
        "import_units(nissan, us, japan)",
        "another outlet says 16 % of sales, 148,000",
    ),
    Published(
        "nissan_imports",
        "47 % of Nissan's US sales are built outside the US",
        COST,
        "value_central",
        ("fact_id", "nissan_us_import_share"),
        "pct",
        "import_share(nissan, us)",
        "",
    ),
    Published(
        "honda_imports",
        "32 % of Honda's US sales are built outside the US",
        COST,
        "value_central",
        ("fact_id", "honda_us_import_share"),
        "pct",
        "import_share(honda, us)",
        "sources give 28 to nearly 50 %",
    ),
    Published(
        "stellantis_imports",
        "45 % of Stellantis' US sales are imported",
        COST,
        "value_central",
        ("fact_id", "stellantis_us_import_share"),
        "pct",
        "import_share(stellantis, us)",
        "",
    ),
    Published(
        "honda_import_units",
        "Honda sold 455,000 cars from Canada and Mexico in the US in 2024",
        WORLD,
        "check_value",
        ("claim_id", "honda_mx_ca_imports"),
        "units",
        "import_units(honda, us, any)",
        "sources give 400,000 to 500,000",
    ),
    Published(
        "nissan_co2",
        "Alone, Nissan would pay EUR 2,755 for each car registered in the EU",
        COST,
        "value_central",
        ("fact_id", "nissan_gap_cost_per_car"),
        "eur_per_car",
        "co2_exposure_per_car(nissan, eu)",
        "29 g of the first half of 2025 times 95 EUR; averaged over 2025-27",
    ),
    Published(
        "sunderland_output",
        "Sunderland built 282,000 cars in 2024",
        NISSAN,
        "figure",
        ("claim_id", "c77"),
        "units",
        "output(sunderland)",
        "",
    ),
    Published(
        "platform_saves_3bn",
        "Shared lines and platforms of Honda and Nissan save up to JPY 3 bn a year",
        NISSAN,
        "figure",
        ("claim_id", "c49"),
        "jpy_bn",
        "platform_doubling(nissan_large_suv_next, 2, 200000)",
        "no derivation was published; here one platform of 200,000 cars a year doubled: parts bill and a "
        "second development",
    ),
    Published(
        "pickup_saves_3bn",
        "The Honda pickup from Canton saves up to JPY 3 bn a year",
        NISSAN,
        "figure",
        ("claim_id", "c49"),
        "jpy_bn",
        "saving_of(honda_pickup_canton)",
        "no derivation was published",
    ),
)


QUOTED = (
    Quoted(
        "smyrna_use",
        "Smyrna used 49 % of its capacity in 2024",
        49.0,
        "pct",
        "plant_use(smyrna)",
        "businessdistrict_smyrna",
        "of a nameplate of 640,000; here of 0.79 of it, the shifts run",
        comparable=False,
    ),
    Quoted(
        "sunderland_use",
        "Sunderland used 47 % of its capacity in 2024",
        47.0,
        "pct",
        "plant_use(sunderland)",
        "techdigest_sunderland",
        "of a nameplate of 600,000; here of 0.79 of it, the shifts run; other sources give 520,000",
        comparable=False,
    ),
    Quoted(
        "mitsubishi_imports",
        "Mitsubishi imports every car that it sells in the US",
        100.0,
        "pct",
        "import_share(mitsubishi_motors, us)",
        "justauto_mmc_us",
        "",
    ),
    Quoted(
        "nissan_alone",
        "Nissan can stand alone at 3.2 to 3.4 million cars a year",
        3300000.0,
        "units",
        "break_even_units(nissan, 2027)",
        "press_alliance_2_2025",
        "the car business alone, without what its bank earns, with plants, sales organisations and overhead of the base "
        "year; at the law of 2024 it is 3.4 million, duties of 2025 in the US make the rest; `teikei viability` plans it",
        tolerance=ALONE,
    ),
    Quoted(
        "large_suv_200k",
        "A partner doubles a large-SUV platform of 200,000 cars a year",
        400000.0,
        "units",
        "joint_platform_units(nissan_large_suv_next, honda_large_suv_next)",
        "press_new_roadmap_2025",
        "a design target; here Pathfinder and QX60 with Pilot and Passport of 2024; what doubling is worth: "
        "see the JPY 3 bn of shared lines and platforms",
    ),
    Quoted(
        "epower_highway",
        "The third e-POWER uses 15 % less fuel on the motorway than the second",
        15.0,
        "pct",
        "fuel_saved(epower3, 120)",
        "s_kuruma;s_netden",
        "what is published of engine and speed explains 7 to 8 %, with one point each for motor, generator and battery "
        "10 %; the rest needs the second to run its engine 2.3 points below its peak on the motorway, of which "
        "nothing is published; the model knows ratios to 3 points, twice the tolerance",
        tolerance=RATIO,
    ),
    Quoted(
        "epower_mode",
        "The third e-POWER uses 9 % less fuel in the mode than the second",
        9.0,
        "pct",
        "fuel_saved(epower3)",
        "s_kuruma",
        "the mode is taken as the WLTC; the model knows ratios to 3 points, twice the tolerance",
        tolerance=RATIO,
    ),
    Quoted(
        "propilot_price",
        "ProPILOT with Wayve is to be offered at about USD 4,000",
        4000.0,
        "usd_per_car",
        "option_price(wayve_vision)",
        "press_alliance_2_2025",
        "here the price of the highest margin with hardware on takers' cars only; with hardware on every car it is "
        "630 lower; what buyers would pay is inferred from Tesla's price and take",
    ),
    Quoted(
        "pickups_ford_tesla",
        "Ford and Tesla dominate US pickups",
        50.0,
        "pct",
        "",
        "press_honda_canton_2025",
        "sales contradict it: of full-size pickups in 2024 GM sold 885,000, Ford 765,000, Ram 373,000, and "
        "Tesla is not among them; the case holds no rivals' sales",
    ),
)


def write(paper: Paper) -> None:
    """Claims whose figures stand in the facts, then those that are quoted from their text."""
    for claim in CLAIMS:
        where = {claim.key[0]: claim.key[1]}
        figure = paper.facts.number(claim.table, claim.column, **where)
        _claim(paper, claim, figure, paper.facts.text(claim.table, "source_id", **where))
    for quoted in QUOTED:
        _claim(paper, quoted, quoted.figure, quoted.source)


def _claim(paper: Paper, claim: Published | Quoted, figure: float, source: str) -> None:
    paper.add(
        "claims",
        claim=claim.claim,
        statement=claim.statement,
        figure=figure,
        unit=claim.unit,
        measure=claim.measure,
        tolerance=getattr(claim, "tolerance", None) or (POINTS if claim.unit == "pct" else RELATIVE),
        comparable=claim.comparable,
        why_not=claim.why_not,
        source=source,
        confidence="reported",
    )

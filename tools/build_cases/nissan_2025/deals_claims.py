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
    scale: float = 1.0


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
    ),
    Published(
        "honda_tariff_25_gross",
        "Honda: US tariffs cost JPY 650 bn before mitigation",
        MONEY,
        "value",
        ("metric", "guidance_tariff_gross_may2025"),
        "jpy_bn",
        "tariff_exposure(honda, us, 0.25)",
        "includes 220 for parts and materials and 130 for motorcycles and others, which the measure leaves "
        "out",
    ),
    Published(
        "honda_tariff_25_cars",
        "Honda: of which JPY 300 bn on finished cars",
        MONEY,
        "value",
        ("metric", "guidance_tariff_vehicles_may2025"),
        "jpy_bn",
        "tariff_exposure(honda, us, 0.25)",
        "300 bn over 455,000 cars is 4,400 USD a car: Honda's imports come from Canada and Mexico and pay "
        "on foreign content only, which the measure leaves out",
    ),
    Published(
        "honda_tariff_15",
        "Honda: US tariffs cost JPY 385 bn by November 2025",
        MONEY,
        "value",
        ("metric", "guidance_tariff_nov2025"),
        "jpy_bn",
        "tariff_exposure(honda, us, 0.15)",
        f"includes parts and motorcycles; {MIXED}",
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
        "year's gross",
    ),
    Published(
        "mitsubishi_tariff_15",
        "Mitsubishi: US tariffs cost JPY 32 bn after the deal",
        NISSAN,
        "figure",
        ("claim_id", "c44"),
        "jpy_bn",
        "tariff_exposure(mitsubishi_motors, us, 0.15)",
        f"{FISCAL}; {MIXED}",
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
        "platform_doubling(nissan_large_suv_next, 2)",
        "no derivation was published; one platform of 200,000 a year doubled is meant to be what it takes",
    ),
    Published(
        "pickup_saves_3bn",
        "The same figure for the Honda pickup from Canton",
        NISSAN,
        "figure",
        ("claim_id", "c49"),
        "jpy_bn",
        "saving_of(honda_pickup_canton)",
        "no derivation was published",
    ),
)


def write(paper: Paper) -> None:
    """Claims whose figures stand in the facts, then those that are quoted from their text."""
    for claim in CLAIMS:
        where = {claim.key[0]: claim.key[1]}
        source = paper.facts.text(claim.table, "source_id", **where)
        figure = paper.facts.number(claim.table, claim.column, **where)
        _claim(paper, claim.claim, claim.statement, figure, claim.unit, claim.measure, source, claim.why_not)
    for name, statement, figure, unit, measure, source, why in (
        (
            "smyrna_use",
            "Smyrna used 49 % of its capacity in 2024",
            49.0,
            "pct",
            "plant_use(smyrna)",
            "businessdistrict_smyrna",
            "640,000 is nameplate: on 0.79 of it the use is 62 %",
        ),
        (
            "sunderland_use",
            "Sunderland used 47 % of its capacity in 2024",
            47.0,
            "pct",
            "plant_use(sunderland)",
            "techdigest_sunderland",
            "of 600,000; other sources give 520,000",
        ),
        (
            "mitsubishi_imports",
            "Mitsubishi imports every car that it sells in the US",
            100.0,
            "pct",
            "import_share(mitsubishi_motors, us)",
            "justauto_mmc_us",
            "",
        ),
        (
            "large_suv_200k",
            "A large-SUV platform of 200,000 a year is too small alone; a partner doubles it",
            400000.0,
            "units",
            "",
            "press_new_roadmap_2025",
            "a volume, not a saving; see platform_saves_3bn for what doubling is worth",
        ),
        (
            "pickups_ford_tesla",
            "Ford and Tesla dominate US pickups",
            50.0,
            "pct",
            "",
            "press_honda_canton_2025",
            "wrong: of full-size pickups in 2024 GM sold 885,000, Ford 765,000, Ram 373,000; Tesla's is "
            "not among them",
        ),
    ):
        _claim(paper, name, statement, figure, unit, measure, source, why)


def _claim(
    paper: Paper, claim: str, statement: str, figure: float, unit: str, measure: str, source: str, why: str
) -> None:
    paper.add(
        "claims",
        claim=claim,
        statement=statement,
        figure=figure,
        unit=unit,
        measure=measure,
        tolerance=0.15,
        why_not=why,
        source=source,
        confidence="reported",
    )

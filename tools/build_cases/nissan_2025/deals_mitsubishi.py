"""Candidates between Nissan and Mitsubishi Motors: US production, drives, the next kei cars, one pickup programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.build_cases.nissan_2025.alliance_variants import ALONE, WEIGHT
from tools.build_cases.nissan_2025.deals_paper import EPOWER_DEARER

if TYPE_CHECKING:
    from tools.build_cases.nissan_2025.deals_market import Market
    from tools.build_cases.nissan_2025.deals_paper import Paper

BOTH = "nissan;mitsubishi_motors"
TALKS = "justauto_mmc_us;cbt_mmc_us;japantoday_mmc"
GREEN = "no listed threshold crossed (Nissan holds about a quarter of Mitsubishi); not legal advice"
# Part of a new powertrain's sales that come from the same car's petrol version: low and high 15 points
# either side.
OWN_PETROL = 0.75


def write(paper: Paper, market: Market) -> None:
    """All candidates of this pair."""
    smyrna(paper, market)
    electric(paper)
    plugin(paper, market)
    epower(paper)
    pickup(paper, market)
    kei(paper)


def smyrna(paper: Paper, market: Market) -> None:
    """The Outlander for North America built in Smyrna, beside the Rogue on the same platform."""
    paper.agreement(
        "mitsubishi_suv_smyrna",
        "contract_build",
        BOTH,
        "Outlander for the US built in Smyrna",
        months_to_sign=6.0,
        lead_years=1.5,
        notice_months=24.0,
        exit_cost_m=80.0,
        exclusivity="none",
        ip_owner="each its own body",
        signing_cost_m=15.0,
        running_cost_m=4.0,
        screen="green",
        legal_note=GREEN,
        source=TALKS,
        confidence="assumption",
        note="talks since May 2025, outcome not found; 18 months, as the Rogue's line and platform are in "
        "place",
    )
    limit = market.room(["outlander"])
    paper.grant(
        "mitsubishi_suv_smyrna",
        "plant",
        "smyrna",
        "nissan",
        "mitsubishi_motors",
        models="outlander",
        limit_units_per_year=min(limit, 80000.0),
        note="US and Canada demand plus 20 %, at most 80,000",
    )
    paper.building_fee("mitsubishi_suv_smyrna", "mitsubishi_motors", "nissan")
    paper.tooling(
        "outlander",
        "smyrna",
        (120.0, 220.0, 400.0),
        "same platform as the Rogue there: above one large SUV (Warren, 100), below a new platform "
        "(Toledo, 400)",
        lead_years=1.5,
    )


def electric(paper: Paper) -> None:
    """A Mitsubishi electric crossover on CMF-EV, built in Smyrna."""
    paper.agreement(
        "mitsubishi_ev_us",
        "shared_platform",
        BOTH,
        "Mitsubishi electric crossover built in Smyrna",
        months_to_sign=6.0,
        lead_years=1.5,
        notice_months=24.0,
        exit_cost_m=60.0,
        exclusivity="none",
        ip_owner="Nissan owns the platform",
        signing_cost_m=15.0,
        running_cost_m=4.0,
        brings="mitsubishi_ev_us_crossover",
        screen="green",
        legal_note=GREEN,
        source=f"{TALKS};teikei_assumption",
    )
    model = "mitsubishi_ev_us_crossover"
    paper.grant("mitsubishi_ev_us", "platform", "cmf_ev", "nissan", "mitsubishi_motors", models=model)
    paper.grant(
        "mitsubishi_ev_us",
        "plant",
        "smyrna",
        "nissan",
        "mitsubishi_motors",
        models=model,
        limit_units_per_year=30000.0,
    )
    paper.building_fee("mitsubishi_ev_us", "mitsubishi_motors", "nissan")
    paper.launch(
        model,
        "Mitsubishi electric crossover (US)",
        "outlander",
        (150.0, 250.0, 400.0),
        lead_years=2.0,
        twin_of="leaf_gen3",
        note="a sixth of a new programme (1,500): body and trim on a platform in production",
    )
    paper.variant(f"{model}_electric", model, "electric", "cmf_ev", 1.12, note="battery as the Leaf's 75 kWh")
    paper.sells(
        model,
        "electric",
        (5000.0, 12000.0, 25000.0),
        ("outlander", "petrol", "us"),
        list_price=39000.0,
        currency="USD",
        note="Mitsubishi's 0.7 % of the US market times 1.3 million electric cars of 2024 is 9,000; a "
        "crossover sells better "
        "than the average body; price between Leaf and Ariya",
    )
    note = "a new body and an electric line with pack assembly; Canton's was put at 500"
    paper.tooling(model, "smyrna", (250.0, 400.0, 600.0), note)
    paper.takes_sales(model)


def plugin(paper: Paper, market: Market) -> None:
    """Mitsubishi's plug-in drive in the Rogue that Nissan builds in Smyrna."""
    paper.agreement(
        "phev_licence",
        "technology_licence",
        "mitsubishi_motors;nissan",
        "Mitsubishi plug-in drive in Nissan's own plants",
        months_to_sign=6.0,
        lead_years=2.0,
        notice_months=24.0,
        exclusivity="none",
        ip_owner="Mitsubishi owns the drive",
        signing_cost_m=15.0,
        running_cost_m=4.0,
        brings="rogue_phev_us",
        screen="green",
        legal_note=GREEN,
        source="iab_rogue_phev;teikei_assumption",
        note="rogue_phev_us takes the place of the Rogue plug-in from Okazaki; the signed supply holds for "
        "that car only. Europe is left out until grams of CO2 count: there lies the worth of a plug-in "
        "Qashqai",
    )
    paper.grant(
        "phev_licence", "technology", "phev_mmc", "mitsubishi_motors", "nissan", models="rogue_phev_us"
    )
    fee = paper.facts.number("tech/technologies", "licence_fee_unit", tech_id="phev_mmc")
    paper.pays(
        "phev_licence",
        "nissan",
        "mitsubishi_motors",
        "unit",
        fee,
        amount_low=400.0,
        amount_high=1500.0,
        currency="USD",
        source="s_judge",
        note="licence fee of the technology facts; a first proposal",
    )
    rogue(paper, market)


def rogue(paper: Paper, market: Market) -> None:
    """The Rogue plug-in from Smyrna, which takes the place of the one from Okazaki."""
    paper.launch(
        "rogue_phev_us",
        "Rogue Plug-in Hybrid (Smyrna)",
        "rogue_phev",
        (20.0, 50.0, 100.0),
        twin_of="rogue_phev",
        lead_years=2.0,
        note="same car from another plant: parts approval and suppliers",
    )
    paper.variant(
        "rogue_phev_us_plugin",
        "rogue_phev_us",
        "plugin",
        "cmf_cd",
        None,
        technologies="phev_mmc",
        derived_from="rogue_phev_plugin",
        note="the Rogue plug-in from Okazaki, built elsewhere",
    )
    penalty = {
        column: paper.facts.number("tech/effects", column, tech_id="phev_mmc", target="brand_penalty")
        for column in ("lo", "value", "hi")
    }
    for where in market.markets("rogue_phev"):
        row = market.row("rogue_phev", "plugin", where)
        units, price = float(row["units_per_year"]), float(row["list_price"])
        paper.sells(
            "rogue_phev_us",
            "plugin",
            (0.9 * units, units, 1.1 * units),
            ("rogue_phev", "plugin", where),
            base_year=row["base_year"],
            growth=row.get("growth", 0.0),
            list_price_low=round(price * (1.0 + penalty["lo"] - penalty["value"])),
            list_price_high=round(price * (1.0 + penalty["hi"] - penalty["value"])),
            note="the whole demand of the Rogue plug-in moves; its price holds what a badge twin loses at the "
            f"central value ({-penalty['value']:.0%}), from none to {-penalty['lo']:.0%}",
        )
    note = "battery and drive fitted on the Rogue's line"
    paper.tooling("rogue_phev_us", "smyrna", (60.0, 120.0, 200.0), note)
    paper.takes_sales("rogue_phev_us", {"rogue_phev": 0.97})


def epower(paper: Paper) -> None:
    """Nissan's e-POWER in the Outlander for North America."""
    paper.agreement(
        "epower_mitsubishi",
        "technology_licence",
        BOTH,
        "e-POWER for the Outlander",
        months_to_sign=6.0,
        lead_years=2.0,
        notice_months=24.0,
        exclusivity="none",
        ip_owner="Nissan owns the drive",
        signing_cost_m=12.0,
        running_cost_m=3.0,
        brings="outlander_hybrid_us",
        screen="green",
        legal_note=GREEN,
        source="electriquity_epower;teikei_assumption",
        note="Europe left out: the Outlander is sold there as a plug-in only",
    )
    model = "outlander_hybrid_us"
    paper.grant("epower_mitsubishi", "technology", "epower3", "nissan", "mitsubishi_motors", models=model)
    epower_fee(paper, "epower_mitsubishi", "mitsubishi_motors")
    paper.launch(
        model,
        "Outlander e-POWER (North America)",
        "outlander",
        (60.0, 120.0, 200.0),
        lead_years=2.0,
        twin_of="outlander",
        note="same body; approval, calibration, cooling",
    )
    for where in ("us", "canada"):
        paper.part_of_petrol(model, "hybrid", "outlander", where, EPOWER_DEARER, (0.15, 0.30, 0.50))
    paper.with_epower(f"{model}_hybrid", model, "outlander", "cmf_cd")
    paper.tooling(model, "okazaki", (40.0, 80.0, 150.0), "new drive on the Outlander's line", lead_years=1.5)
    paper.takes_sales(model, {"outlander": OWN_PETROL})


def epower_fee(paper: Paper, agreement: str, taker: str) -> None:
    """First proposal for e-POWER: the unit fee and the sum at signing of the technology facts."""
    fee = paper.facts.number("tech/technologies", "licence_fee_unit", tech_id="epower3")
    once = paper.facts.number("tech/technologies", "licence_upfront_m", tech_id="epower3")
    cells = {"currency": "EUR", "source": "s_judge", "note": "of the technology facts; a first proposal"}
    paper.pays(agreement, taker, "nissan", "unit", fee, amount_low=200.0, amount_high=700.0, **cells)
    paper.pays(agreement, taker, "nissan", "once", once, amount_low=30.0, amount_high=200.0, **cells)


def pickup(paper: Paper, market: Market) -> None:
    """Navara and Triton as one programme on Mitsubishi's frame, built at Laem Chabang."""
    paper.agreement(
        "pickup_thailand",
        "shared_platform",
        "mitsubishi_motors;nissan",
        "Navara and Triton as one programme",
        months_to_sign=9.0,
        lead_years=2.0,
        notice_months=36.0,
        exit_cost_m=150.0,
        exclusivity="none",
        ip_owner="Mitsubishi owns the frame, each its body",
        signing_cost_m=20.0,
        running_cost_m=6.0,
        screen="amber",
        legal_note="ask counsel: shares of pickups in Thailand and ASEAN not in the tables",
        source="iab_rogue_phev;netdenjd_mmc_fy23",
        confidence="assumption",
        note="extends to all markets what navara_triton does for Oceania; the frame of 2023 is carried on",
    )
    paper.grant("pickup_thailand", "platform", "mmc_ladder", "mitsubishi_motors", "nissan", models="navara")
    paper.grant(
        "pickup_thailand",
        "plant",
        "laem_chabang",
        "mitsubishi_motors",
        "nissan",
        models="navara",
        limit_units_per_year=market.room(["navara"]),
        note="peak demand plus 20 %",
    )
    paper.building_fee("pickup_thailand", "nissan", "mitsubishi_motors")
    weight, how = paper.weight_on("mmc_ladder", "nissan_np300")
    paper.variant(
        "navara_diesel_triton",
        "navara",
        "diesel",
        "mmc_ladder",
        weight,
        co2_g_per_km=205.0,
        first_year=2029,
        note=f"as the Navara for Oceania; {how}",
    )
    paper.tooling(
        "navara", "laem_chabang", (60.0, 120.0, 250.0), "beside the Navara for Oceania, same frame and cab"
    )


def kei(paper: Paper) -> None:
    """The next kei generation: Nissan's petrol cars on Mitsubishi's platform, Mitsubishi's electric one on Nissan's."""
    paper.agreement(
        "kei_next",
        "joint_development",
        BOTH,
        "Next kei generation, petrol and electric",
        months_to_sign=6.0,
        lead_years=3.0,
        notice_months=36.0,
        exit_cost_m=150.0,
        exclusivity="neither develops a kei car with others",
        ip_owner="owned jointly",
        signing_cost_m=10.0,
        running_cost_m=5.0,
        screen="green",
        legal_note=GREEN,
        needs="kei_nmkv",
        source="livedoor_mizushima;teikei_assumption",
        note="splits about 600 M USD (400-900) of development that each would pay alone; who develops which is assumed: "
        "Mitsubishi, which builds them, the petrol car, Nissan the electric one",
    )
    for platform, giver, taker, model, powertrain, weight in (
        ("mmc_kei_next", "mitsubishi_motors", "nissan", "dayz", "petrol", ALONE["ek_petrol_next"]),
        (
            "nissan_kei_ev_next",
            "nissan",
            "mitsubishi_motors",
            "ek_ev",
            "electric",
            WEIGHT["electric"] * ALONE["sakura_electric_next"],
        ),
    ):
        paper.grant("kei_next", "platform", platform, giver, taker, models=model)
        paper.changes(
            "kei_next",
            "joining_cost",
            taker,
            ("platform", platform),
            (0.05, 0.15, 0.30),
            "one more partner adds 15 % to the cost of a joint programme, as in joint software; 5 to 30",
        )
        paper.variant(
            f"{model}_{powertrain}_joint",
            model,
            powertrain,
            platform,
            weight,
            co2_g_per_km=110.0 if powertrain == "petrol" else 0.0,
            first_year=2030,
            note="parts at the giver's own volume; joint volume comes on top, from the plan",
        )
    note = "half of the joint programme, less the 15 % that the taker pays itself; a first proposal"
    for payer, payee, amount in (
        ("nissan", "mitsubishi_motors", 170.0),
        ("mitsubishi_motors", "nissan", 85.0),
    ):
        low, high = round(amount / 1.5), round(amount * 1.5)
        cells = {"amount_low": low, "amount_high": high, "currency": "USD", "note": note}
        paper.pays("kei_next", payer, payee, "once", amount, **cells)

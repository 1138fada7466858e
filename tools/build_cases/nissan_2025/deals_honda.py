"""Candidates between Nissan and Honda: the Canton pickup, a large-SUV platform, drives, software."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.build_cases.nissan_2025.deals_market import Market
    from tools.build_cases.nissan_2025.deals_paper import Paper

BOTH = "nissan;honda"
TALKS = "benzinga_canton;aw_canton57;press_honda_canton_2025"
# Part of a car's parts bill that is electric drive and battery, low, central and high. A hybrid's drive, battery
# included, costs 1,200 EUR (Nissan) and 1,500 (Honda) of some 15,000 and 17,000 USD. An electric car's pack of 60 kWh
# at 108 USD a kWh (81-128) and an axle taken as the e-POWER's 1,200 EUR are 7,800 of some 24,000 USD.
HYBRID_PART = {"nissan": (0.06, 0.09, 0.12), "honda": (0.07, 0.10, 0.13)}
ELECTRIC_PART = (0.25, 0.32, 0.38)
# Cars whose drives a partner buys (Renault, Mitsubishi, Dongfeng), or that have ended.
BOUGHT_BY_OTHERS = (
    "nissan_micra_ev",
    "nissan_a_segment_ev",
    "rogue_phev",
    "n7",
    "nissan_china_models",
    "leaf_gen2",
    "ariya_us",
    "sakura",
)
COUNSEL = "ask counsel: plans, costs and volumes of competitors must stay ring-fenced"


def write(paper: Paper, market: Market) -> None:
    """All candidates of this pair but the closer ties."""
    pickup(paper, market)
    suv(paper, market)
    large_suv(paper, market)
    ehev(paper)
    software_and_parts(paper, market)


def pickup(paper: Paper, market: Market) -> None:
    """Honda's twin of the next Frontier, built in Canton."""
    frontier, ridgeline = market.row("frontier", "petrol", "us"), market.row("ridgeline", "petrol", "us")
    both = float(frontier["units_per_year"]) + float(ridgeline["units_per_year"])
    total, _ = market.segment_total("midsize_pickup", "us")
    paper.agreement(
        "honda_pickup_canton",
        "contract_build",
        BOTH,
        "Honda pickup built in Canton",
        months_to_sign=6.0,
        lead_years=1.5,
        notice_months=24.0,
        exit_cost_m=100.0,
        exclusivity="none; the twin is Honda's only body-on-frame pickup in the US",
        ip_owner="Nissan owns the frame, Honda its body and trim",
        signing_cost_m=20.0,
        running_cost_m=5.0,
        brings="honda_pickup",
        screen="amber",
        source=TALKS,
        confidence="assumption",
        legal_note=f"{COUNSEL}; the two hold {both / total:.0%} of US midsize pickups, "
        f"{'above' if both > 0.2 * total else 'below'} the 20 % that specialisation exemptions use (from memory)",
        note="talks reported July 2025; volume, fee and date not public. 18 months from signature: frame "
        "and line are "
        "Nissan's for 2028, the twin needs body panels, trim and approval",
    )
    paper.grant(
        "honda_pickup_canton",
        "plant",
        "canton",
        "nissan",
        "honda",
        models="honda_pickup",
        limit_units_per_year=80000.0,
        limit_units_per_year_low=50000.0,
        limit_units_per_year_high=100000.0,
        note="high volume plus a margin",
    )
    paper.grant(
        "honda_pickup_canton", "platform", "nissan_bof_next", "nissan", "honda", models="honda_pickup"
    )
    paper.building_fee("honda_pickup_canton", "honda", "nissan")
    twin(paper, market)


def twin(paper: Paper, market: Market) -> None:
    """The truck itself: launch, parts, demand, tooling, and whose sales it takes."""
    frontier, ridgeline = market.row("frontier", "petrol", "us"), market.row("ridgeline", "petrol", "us")
    paper.launch(
        "honda_pickup",
        "Honda midsize pickup",
        "frontier",
        (200.0, 300.0, 450.0),
        firm="honda",
        brand="honda",
        twin_of="frontier",
        lead_years=1.5,
        note="a fifth of a new programme (1,500): own body panels and trim on the frame and cab of the "
        "Frontier",
    )
    price = (float(frontier["list_price"]) + float(ridgeline["list_price"])) / 2
    weight = 1.0 - 0.5 * (1.0 - float(frontier["list_price"]) / price)
    paper.variant(
        "honda_pickup_petrol",
        "honda_pickup",
        "petrol",
        "nissan_bof_next",
        round(weight, 4),
        status="candidate",
        co2_g_per_km=245.0,
        note="parts of the Frontier; half of what it costs more than a Frontier is equipment",
    )
    paper.sells(
        "honda_pickup",
        "petrol",
        (25000.0, 40000.0, 70000.0),
        ("frontier", "petrol", "us"),
        list_price=price,
        note="7.5 % (4.7-13 %) of 533,000 midsize pickups of 2024: Honda holds 6.8 % of midsize SUVs, 8.5 "
        "% here with the "
        "Ridgeline, 14.7 % of compact SUVs; price halfway between Frontier and Ridgeline",
    )
    paper.tooling(
        "honda_pickup",
        "canton",
        (300.0, 400.0, 500.0),
        "anchor: 400 M USD adds a midsize truck to a running plant (Toledo)",
        lead_years=1.5,
    )
    paper.takes_sales("honda_pickup")


def suv(paper: Paper, market: Market) -> None:
    """An imported Honda SUV (HR-V from Celaya, CR-V from Alliston) in Canton or Smyrna."""
    paper.agreement(
        "honda_suv_canton",
        "contract_build",
        BOTH,
        "Imported Honda SUV built in Canton or Smyrna",
        months_to_sign=9.0,
        lead_years=1.5,
        notice_months=24.0,
        exit_cost_m=80.0,
        exclusivity="none",
        ip_owner="Honda owns the car",
        signing_cost_m=20.0,
        running_cost_m=5.0,
        screen="amber",
        legal_note=f"{COUNSEL}; no new product, no joint sale",
        source="benzinga_canton;teikei_assumption",
        note="Honda has no idle US line (its plants run near capacity)",
    )
    for plant in ("canton", "smyrna"):
        paper.grant(
            "honda_suv_canton",
            "plant",
            plant,
            "nissan",
            "honda",
            models="hr_v;cr_v",
            limit_units_per_year=100000.0,
            limit_units_per_year_low=50000.0,
            limit_units_per_year_high=150000.0,
            note="one shift of the idle half of the plant; HR-V sold 151 thousand in the US in 2024",
        )
        note = "between 100 (one large SUV, Warren) and 400 (midsize truck, Toledo): a new body and "
        "platform for the plant"
        paper.tooling("hr_v", plant, (200.0, 300.0, 400.0), note)
        paper.tooling("cr_v", plant, (200.0, 300.0, 400.0), note)
    paper.building_fee("honda_suv_canton", "honda", "nissan")
    market.row("hr_v", "petrol", "us")


def large_suv(paper: Paper, market: Market) -> None:
    """One three-row platform for Pathfinder, QX60, Pilot and Passport."""
    units = {name: market.units(name, "us") for name in ("pathfinder", "qx60", "pilot", "passport")}
    note = "US 2024: " + ", ".join(f"{name} {cars:,.0f}" for name, cars in units.items())
    paper.agreement(
        "large_suv_platform",
        "shared_platform",
        BOTH,
        "One three-row SUV platform for both",
        months_to_sign=6.0,
        lead_years=3.0,
        notice_months=36.0,
        exit_cost_m=300.0,
        ip_owner="Nissan owns the platform, each its upper bodies",
        exclusivity="no third brand on the platform in North America for five years",
        signing_cost_m=40.0,
        running_cost_m=12.0,
        screen="amber",
        legal_note=f"{COUNSEL}; shares of both in US midsize SUVs below 15 %",
        source="press_new_roadmap_2025",
        note=f"press: 200,000 doubled to 400,000. Talks on joint US cars since November 2025; "
        f"the present cars of both may run out to the end of 2030, so that three years of development "
        f"after signature leave no gap. {note}",
    )
    paper.grant(
        "large_suv_platform", "platform", "nissan_large_suv_next", "nissan", "honda", models="pilot;passport"
    )
    paper.royalty(
        "large_suv_platform", "honda", "nissan", 8000.0, "the value of the platform's share of a car"
    )
    weight, how = paper.weight_on("nissan_large_suv_next", "honda_large_suv_next")
    for model in ("pilot", "passport"):
        paper.variant(
            f"{model}_petrol_shared",
            model,
            "petrol",
            "nissan_large_suv_next",
            weight,
            co2_g_per_km=245.0,
            first_year=2030,
            note=f"beside the variant on Honda's own next platform; same demand; {how}",
        )


def ehev(paper: Paper) -> None:
    """Honda's two-motor hybrid in the Rogue, in place of e-POWER."""
    paper.agreement(
        "ehev_nissan",
        "technology_licence",
        "honda;nissan",
        "Honda e:HEV drive for the Rogue",
        months_to_sign=9.0,
        lead_years=2.0,
        notice_months=24.0,
        exclusivity="none",
        ip_owner="Honda owns the drive",
        signing_cost_m=15.0,
        running_cost_m=4.0,
        screen="amber",
        legal_note=COUNSEL,
        note="competes with e-POWER for the same demand; nothing else is excluded",
    )
    paper.grant("ehev_nissan", "technology", "ehev_h", "honda", "nissan", models="rogue")
    fee = paper.facts.number("tech/technologies", "licence_fee_unit", tech_id="ehev_h")
    paper.pays(
        "ehev_nissan",
        "nissan",
        "honda",
        "unit",
        fee,
        amount_low=200.0,
        amount_high=700.0,
        currency="EUR",
        source="s_judge",
        note="licence fee of the technology facts; a first proposal",
    )
    paper.variant(
        "rogue_hybrid_ehev",
        "rogue",
        "hybrid",
        "cmf_cd",
        None,
        technologies="ehev_h",
        derived_from="rogue_hybrid",
        first_year=2029,
        note="Honda's drive in place of e-POWER: 300 EUR dearer, less fuel, worth 200 USD more to a buyer",
    )


def software_and_parts(paper: Paper, market: Market) -> None:
    """Vehicle operating system and joint purchasing."""
    paper.agreement(
        "vehicle_os",
        "shared_software",
        BOTH,
        "One vehicle operating system from 2028",
        months_to_sign=9.0,
        lead_years=2.0,
        notice_months=36.0,
        exit_cost_m=200.0,
        signing_cost_m=50.0,
        running_cost_m=15.0,
        screen="amber",
        ip_owner="owned jointly; Mitsubishi may join by licence",
        exclusivity="none",
        source="sms_mou",
        legal_note=f"{COUNSEL}; research and development between competitors below 25 % of the market "
        f"(threshold from memory)",
        note="programme of about 7 bn EUR over five years (4-12); two partners pay 0.575 (0.55-0.65) of an "
        "own stack each",
    )
    paper.grant("vehicle_os", "technology", "vehicle_os_hn", "honda", "nissan", from_year=2028)
    paper.grant("vehicle_os", "technology", "vehicle_os_hn", "nissan", "honda", from_year=2028)
    paper.agreement(
        "honda_power_units",
        "joint_purchasing",
        BOTH,
        "E-axles and batteries bought together",
        months_to_sign=6.0,
        lead_years=1.5,
        notice_months=12.0,
        signing_cost_m=15.0,
        running_cost_m=6.0,
        screen="amber",
        ip_owner="suppliers",
        exclusivity="none",
        source="sms_mou",
        legal_note=f"{COUNSEL}; joint buying must leave pricing of cars apart",
        note="3 % (2-5) of the bought value for each doubling of the joint volume of electric drives",
    )
    power_units(paper, market)


def power_units(paper: Paper, market: Market) -> None:
    """What each saves on the parts of its cars: part of the parts bill × (1 − (V_joint / V_own)^log2(1 − saving)).

    V: cars a year of the base year that carry an electric drive which the firm buys itself.
    """
    volume = {firm: market.drives(firm, BOUGHT_BY_OTHERS) for firm in ("nissan", "honda")}
    joint = sum(volume.values())
    per_doubling = [
        paper.cost("variable_cost_per_doubling", c) / 100
        for c in ("value_low", "value_central", "value_high")
    ]
    for firm, on, part in (
        ("nissan", ("powertrain", "hybrid"), HYBRID_PART["nissan"]),
        ("nissan", ("platform", "cmf_ev"), ELECTRIC_PART),
        ("honda", ("powertrain", "hybrid"), HYBRID_PART["honda"]),
    ):
        cheaper = [1.0 - (joint / volume[firm]) ** math.log2(1.0 - saving) for saving in per_doubling]
        paper.changes(
            "honda_power_units",
            "parts_saving",
            firm,
            on,
            (part[0] * cheaper[0], part[1] * cheaper[1], part[2] * cheaper[2]),
            f"drive and battery, {part[1]:.0%} ({part[0]:.0%}-{part[2]:.0%}) of the parts bill, {cheaper[1]:.1%} "
            f"cheaper: {volume[firm]:,.0f} cars a year become {joint:,.0f}, 3 % (2-5) a doubling",
            source="s_judge;s_bnef25;own_assumption;teikei_assumption",
        )

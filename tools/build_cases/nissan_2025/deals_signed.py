"""Agreements in force at the decision date: who builds, lends or licenses what for whom today.

Fees are public for none of them: every fee is an assumption with a range (see `Paper.building_fee`, `Paper.design_fee`).
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from tools.build_cases.nissan_2025.deals_market import COMMITTED

if TYPE_CHECKING:
    from tools.build_cases.nissan_2025.deals_market import Market
    from tools.build_cases.nissan_2025.deals_paper import Paper

AGREEMENTS = "nissan_group/agreements"


class Supply(NamedTuple):
    """A signed contract build: the host builds the guest's models; ``designed`` if the host developed them too."""

    agreement: str
    title: str
    host: str
    guest: str
    builds: dict[str, str]
    """Plant -> models joined by ';'."""
    platforms: tuple[str, ...]
    signed: dt.date | None
    lead_years: float
    designed: bool
    fact: str = ""
    note: str = ""
    technology: str = ""


SUPPLIES = (
    Supply(
        "micra_douai",
        "Nissan Micra EV built by Renault at Douai",
        "renault",
        "nissan",
        {"douai": "nissan_micra_ev"},
        ("cmf_bev",),
        dt.date(2023, 7, 1),
        2.5,
        True,
        "micra_douai",
    ),
    Supply(
        "eclipse_cross_ev_douai",
        "Mitsubishi Eclipse Cross EV built by Renault at Douai",
        "renault",
        "mitsubishi_motors",
        {"douai": "mitsubishi_eclipse_cross_ev"},
        ("cmf_ev",),
        dt.date(2024, 10, 1),
        1.2,
        True,
        "eclipse_cross_ev_douai",
    ),
    Supply(
        "mitsubishi_eu_oem",
        "Mitsubishi Colt and ASX built by Renault",
        "renault",
        "mitsubishi_motors",
        {"bursa": "mitsubishi_colt", "valladolid": "mitsubishi_asx_eu"},
        ("cmf_b",),
        dt.date(2021, 3, 1),
        2.0,
        True,
        "mitsubishi_eu_oem",
    ),
    Supply(
        "rogue_phev_supply",
        "Nissan Rogue plug-in built by Mitsubishi at Okazaki",
        "mitsubishi_motors",
        "nissan",
        {"okazaki": "rogue_phev"},
        (),
        dt.date(2024, 3, 25),
        1.7,
        True,
        "rogue_phev_supply",
        "the drive comes with the car; other Nissans need phev_licence",
        "phev_mmc",
    ),
    Supply(
        "navara_triton",
        "Nissan Navara for Oceania built by Mitsubishi at Laem Chabang",
        "mitsubishi_motors",
        "nissan",
        {"laem_chabang": "navara_oceania"},
        ("mmc_ladder",),
        dt.date(2024, 6, 1),
        1.5,
        True,
        "navara_triton",
    ),
    Supply(
        "kei_nmkv",
        "Kei cars developed together, built by Mitsubishi at Mizushima",
        "mitsubishi_motors",
        "nissan",
        {"mizushima": "dayz;sakura"},
        (),
        dt.date(2011, 6, 1),
        2.0,
        False,
        "kei_nmkv",
        "joint development, planned here as the contract build that it is for Nissan; both firms own the "
        "platforms",
    ),
    Supply(
        "rnaipl_supply",
        "Nissan Magnite built by Renault at Chennai",
        "renault",
        "nissan",
        {"chennai_rnaipl": "magnite"},
        (),
        dt.date(2008, 2, 1),
        2.0,
        False,
        "rnaipl_supply",
        "dated from the joint plant of 2008, because Chennai has built for Nissan ever since; all "
        "Renault's from 2025",
    ),
    Supply(
        "leaf_ev_supply",
        "Mitsubishi electric crossover built by Nissan at Tochigi",
        "nissan",
        "mitsubishi_motors",
        {"tochigi": "mitsubishi_leaf_based_ev"},
        ("cmf_ev",),
        dt.date(2025, 5, 7),
        1.2,
        True,
        "leaf_ev_supply",
    ),
    Supply(
        "twingo_derivative",
        "Nissan city EV on the Twingo, built by Renault at Novo mesto",
        "renault",
        "nissan",
        {"novo_mesto": "nissan_a_segment_ev"},
        ("rgev_small",),
        dt.date(2025, 3, 31),
        1.7,
        True,
        "twingo_derivative",
    ),
    Supply(
        "vans_supply",
        "Nissan Townstar, Primastar and Interstar built by Renault",
        "renault",
        "nissan",
        {"maubeuge": "townstar", "sandouville": "primastar", "batilly": "interstar"},
        ("lcv_ev", "trafic_x82", "master_x62"),
        dt.date(2014, 1, 1),
        1.0,
        True,
        "",
        "badge vans of the alliance since the 2000s; terms and dates not found",
    ),
    Supply(
        "ford_renault",
        "Two Ford EVs on a Renault platform, built at Douai",
        "renault",
        "ford",
        {"douai": "ford_small_ev;ford_small_ev_crossover"},
        ("cmf_bev",),
        dt.date(2025, 12, 9),
        2.0,
        True,
        "ford_renault",
        "cars designed by Ford on Renault's platform",
    ),
)


def supplies(paper: Paper, market: Market) -> None:
    """Write the signed contract builds with what they grant and pay."""
    for deal in SUPPLIES:
        source, confidence = "teikei_assumption", "assumption"
        if deal.fact:
            source = paper.facts.text(AGREEMENTS, "source_id", agreement_id=deal.fact)
            confidence = paper.facts.text(AGREEMENTS, "confidence", agreement_id=deal.fact)
        paper.agreement(
            deal.agreement,
            "contract_build",
            f"{deal.host};{deal.guest}",
            deal.title,
            status="signed",
            may_sign_from=deal.signed,
            months_to_sign=0.0,
            lead_years=deal.lead_years,
            screen="green",
            legal_note="in force; no listed threshold crossed; not legal advice",
            ip_owner="the host owns what it developed" if deal.designed else "each its own",
            source=source,
            confidence=confidence,
            note=deal.note,
        )
        models = [name for joined in deal.builds.values() for name in joined.split(";")]
        cells = {"source": source, "confidence": "assumption"}
        for plant, joined in deal.builds.items():
            volumes = _volumes(market, joined.split(";"))
            paper.grant(
                deal.agreement, "plant", plant, deal.host, deal.guest, models=joined, **cells, **volumes
            )
        for platform in deal.platforms:
            paper.grant(
                deal.agreement, "platform", platform, deal.host, deal.guest, models=";".join(models), **cells
            )
        if deal.technology:
            more = {"models": ";".join(models)}
            paper.grant(deal.agreement, "technology", deal.technology, deal.host, deal.guest, **cells, **more)
        paper.building_fee(deal.agreement, deal.guest, deal.host, negotiable=False)
        if deal.designed:
            paper.design_fee(deal.agreement, deal.guest, deal.host, negotiable=False)


def _volumes(market: Market, models: list[str]) -> dict[str, object]:
    """What a contract build guarantees and what it reserves, with how they are found."""
    low, central, high = COMMITTED
    note = (
        f"limit: peak demand of the models to 2035 plus 20 %; minimum: {central:.0%} ({low:.0%}-{high:.0%}) of the "
        f"{market.planned(models):,.0f} a year of their demand rows, a committed volume that no source gives"
    )
    return {
        "minimum_units_per_year": market.committed(models),
        "limit_units_per_year": market.room(models),
        "note": note,
    }


def others(paper: Paper) -> None:
    """Charging, driver assistance, cells and pools in force: full rows, not yet planned."""
    facts = paper.facts
    for agreement, kind, parties, title, signed, lead in (
        ("nacs", "charging_access", "tesla;nissan", "Tesla chargers for Nissan", dt.date(2023, 7, 19), 1.4),
        (
            "wayve_propilot",
            "driver_assistance_licence",
            "wayve;nissan",
            "Wayve driver in ProPILOT",
            dt.date(2025, 12, 10),
            1.3,
        ),
        (
            "sk_on_supply",
            "battery_supply",
            "sk_on;nissan",
            "SK On cells for Canton",
            dt.date(2025, 3, 19),
            2.8,
        ),
    ):
        where = {"agreement_id": agreement}
        paper.agreement(
            agreement,
            kind,
            parties,
            title,
            status="signed",
            may_sign_from=signed,
            months_to_sign=0.0,
            lead_years=lead,
            term_years=6 if agreement == "sk_on_supply" else None,
            notice_months=12.0 if agreement == "nacs" else None,
            screen="green",
            legal_note="in force; no listed threshold crossed; not legal advice",
            source=facts.text(AGREEMENTS, "source_id", **where),
            confidence=facts.text(AGREEMENTS, "confidence", **where),
            note=facts.text(AGREEMENTS, "terms", **where)
            + ("; notice assumed: it can be ended, so keeping it is valued" if agreement == "nacs" else ""),
        )
    paper.grant("nacs", "technology", "nacs", "tesla", "nissan", source="longport_nacs;econotimes_nacs")
    paper.grant(
        "wayve_propilot",
        "technology",
        "wayve_vision",
        "wayve",
        "nissan",
        models="rogue;x_trail;serena;qashqai;leaf_gen3;ariya;murano;pathfinder;qx60;armada",
        from_year=2027,
        note="Japan first, then North America and others: the larger cars, an assumption",
    )
    paper.changes(
        "wayve_propilot",
        "option_price",
        "nissan",
        ("technology", "wayve_vision"),
        (3000.0, 4000.0, 5000.0),
        "what Nissan aims at",
        source="press_alliance_2_2025;teikei_assumption",
    )
    fee = facts.number("tech/technologies", "licence_fee_unit", tech_id="adas_wayve_v")
    paper.pays(
        "wayve_propilot",
        "nissan",
        "wayve",
        "unit",
        fee,
        amount_low=200.0,
        amount_high=700.0,
        negotiable=False,
        currency="USD",
        source="s_judge",
        note="a car with the driver active; fees are not public",
    )
    pools(paper)


def pools(paper: Paper) -> None:
    """The two EU CO2 pools in force. A pool is declared for a year; what follows is a candidate."""
    paper.agreement(
        "pool_byd_nissan_2025",
        "co2_pool",
        "byd;nissan",
        "Nissan in BYD's EU CO2 pool, 2025 and 2026",
        status="signed",
        may_sign_from=dt.date(2025, 10, 1),
        months_to_sign=0.0,
        lead_years=0.0,
        term_years=1,
        screen="green",
        legal_note="open pools are provided for in Regulation 2019/631",
        source="particle_nissan_byd",
        confidence="reported",
        note="announced for 2025; 2026 assumed; from 2027 see pool_byd_nissan and its rivals",
    )
    paper.grant("pool_byd_nissan_2025", "pool", "eu", "byd", "nissan", from_year=2025, to_year=2026)
    members = {"stellantis": 168_000.0, "ford": 68_000.0, "honda": 4_000.0}
    paper.agreement(
        "tesla_pool",
        "co2_pool",
        "tesla;toyota;" + ";".join(members),
        "Tesla's open EU CO2 pool",
        status="signed",
        may_sign_from=dt.date(2025, 1, 1),
        months_to_sign=0.0,
        lead_years=0.0,
        screen="green",
        legal_note="open pools are provided for in Regulation 2019/631",
        source="icct_jun_2025;rho_super_pool",
        confidence="reported",
        note="Mazda, Suzuki, Subaru and Leapmotor are members too; assumed to be renewed",
    )
    for member, cars in members.items():
        paper.grant(
            "tesla_pool",
            "pool",
            "eu",
            "tesla",
            member,
            from_year=2025,
            limit_units_per_year=cars,
            note="Teslas whose slack it takes: 240,000 a year shared by what each planning member lacks "
            "(12 g on 1.62 m, 28 g on 281,000, 15 g on 33,000 cars); other members assumed to balance",
        )
        paper.pays(
            "tesla_pool",
            member,
            "tesla",
            "gram",
            30.0,
            amount_low=20.0,
            amount_high=60.0,
            currency="EUR",
            negotiable=False,
            note="price of slack from memory of press reports; not public",
        )

"""Candidates between Renault and Nissan, pools, regions and driver assistance."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.build_cases.nissan_2025.deals_market import Market
    from tools.build_cases.nissan_2025.deals_paper import Paper

GREEN = "no listed threshold crossed; not legal advice"
COUNSEL = "ask counsel: plans, costs and volumes of competitors must stay ring-fenced"


def write(paper: Paper, market: Market) -> None:
    """All candidates of this page."""
    small_suv(paper, market)
    sunderland(paper, market)
    pools(paper)
    regions(paper)
    driver_assistance(paper)


def small_suv(paper: Paper, market: Market) -> None:
    """Renault leads the next small SUV; the Juke's successor is its twin."""
    paper.agreement(
        "renault_bsuv_europe",
        "shared_platform",
        "renault;nissan",
        "Juke successor on Renault's next small-SUV platform",
        months_to_sign=6.0,
        lead_years=2.5,
        notice_months=36.0,
        exit_cost_m=150.0,
        ip_owner="Renault owns the platform",
        exclusivity="Renault leads small SUVs of both in Europe",
        signing_cost_m=20.0,
        running_cost_m=6.0,
        screen="amber",
        legal_note=COUNSEL,
        source="ilsole_lf;levif_lf",
        confidence="assumption",
        note="planned in 2020 as leader-follower; Juke in Valladolid or, as today, in Sunderland",
    )
    paper.add(
        "platforms",
        platform="renault_bsuv_next",
        name="Renault next small-SUV platform",
        owners="renault",
        construction="unibody",
        development_cost_m=1000.0,
        development_cost_m_low=700.0,
        development_cost_m_high=1500.0,
        follower_factor=0.65,
        follower_factor_low=0.60,
        follower_factor_high=0.80,
        saving_per_doubling=0.03,
        saving_per_doubling_low=0.02,
        saving_per_doubling_high=0.05,
        lead_years=2.5,
        currency="USD",
        source="teikei_assumption",
        confidence="assumption",
        note="Renault develops it for its own Captur whatever Nissan does, so that only the follower's "
        "part is charged; cost as "
        "for nissan_bsuv_next",
    )
    for drive, co2 in (("petrol", 128.0), ("hybrid", 103.0)):
        paper.variant(
            f"captur_{drive}_next",
            "captur",
            drive,
            "renault_bsuv_next",
            1.0 if drive == "petrol" else 1.03,
            status="announced",
            co2_g_per_km=co2,
            first_year=2029,
            note="next Captur, so that the platform has its owner's volume; no change of cost",
        )
    juke(paper, market)


def juke(paper: Paper, market: Market) -> None:
    """What Nissan gets, and its variants beside those on its own platform."""
    paper.grant("renault_bsuv_europe", "platform", "renault_bsuv_next", "renault", "nissan", models="juke")
    paper.grant(
        "renault_bsuv_europe",
        "plant",
        "valladolid",
        "renault",
        "nissan",
        models="juke",
        limit_units_per_year=market.room(["juke"]),
        note="peak demand plus 20 %",
    )
    paper.royalty(
        "renault_bsuv_europe", "nissan", "renault", 5000.0, "the value of the platform's share of a small car"
    )
    scale, how = paper.weight_on("renault_bsuv_next", "nissan_bsuv_next")
    for drive, base, co2 in (("petrol", 1.0, 125.0), ("hybrid", 1.03, 102.0)):
        paper.variant(
            f"juke_{drive}_renault",
            "juke",
            drive,
            "renault_bsuv_next",
            round(base * scale, 4),
            co2_g_per_km=co2,
            first_year=2030,
            note=f"beside the variant on Nissan's own platform; same demand; {how}",
        )
    note = "new body beside the Captur on its platform: between 100 (Warren) and 400 (Toledo)"
    paper.tooling("juke", "valladolid", (120.0, 200.0, 350.0), note)


def sunderland(paper: Paper, market: Market) -> None:
    """A Renault compact SUV built in the idle half of Sunderland."""
    paper.agreement(
        "renault_in_sunderland",
        "contract_build",
        "nissan;renault",
        "Renault compact SUV built in Sunderland",
        months_to_sign=6.0,
        lead_years=1.5,
        notice_months=24.0,
        exit_cost_m=80.0,
        exclusivity="none",
        ip_owner="Renault owns the car",
        signing_cost_m=15.0,
        running_cost_m=4.0,
        screen="green",
        legal_note=GREEN,
        note="Austral shares the Qashqai's platform, Symbioz that of the Juke; no talks known",
    )
    paper.grant(
        "renault_in_sunderland",
        "plant",
        "sunderland",
        "nissan",
        "renault",
        models="austral;symbioz",
        limit_units_per_year=100000.0,
        limit_units_per_year_low=50000.0,
        limit_units_per_year_high=150000.0,
        note="one of two idle shifts: 282,000 built of 520-600,000",
    )
    paper.building_fee("renault_in_sunderland", "renault", "nissan")
    for model, platform in (("austral", "Qashqai"), ("symbioz", "Juke")):
        market.row(model, "hybrid", "eu")
        paper.tooling(model, "sunderland", (120.0, 200.0, 350.0), f"on the {platform}'s platform, new body")


def pools(paper: Paper) -> None:
    """EU CO2 pools from 2027: one of three."""
    ids = ("pool_renault_nissan", "pool_byd_nissan", "pool_rnm")
    details = (
        (
            "renault;nissan",
            "Renault and Nissan pool CO2",
            "icct_sep_2025",
            "Nissan pooled with Renault before",
        ),
        (
            "byd;nissan",
            "Nissan stays in BYD's CO2 pool",
            "particle_nissan_byd",
            "follows pool_byd_nissan_2025",
        ),
        ("renault;nissan;mitsubishi_motors", "Renault, Nissan and Mitsubishi pool CO2", "icct_sep_2025", ""),
    )
    for agreement, (parties, title, source, note) in zip(ids, details, strict=True):
        paper.agreement(
            agreement,
            "co2_pool",
            parties,
            title,
            months_to_sign=3.0,
            lead_years=0.0,
            notice_months=12.0,
            signing_cost_m=10.0,
            running_cost_m=2.0,
            excludes=";".join(other for other in ids if other != agreement),
            screen="green",
            legal_note="open pools are provided for in Regulation 2019/631",
            source=source,
            note=note or "declared by 31 December of each year",
        )
        giver = parties.split(";")[0]
        for taker in parties.split(";")[1:]:
            paper.grant(agreement, "pool", "eu", giver, taker, from_year=2027)
    # The price of a gram lies between zero (slack is left over) and the penalty of 95 EUR; none is public.
    paper.pays(
        "pool_byd_nissan",
        "nissan",
        "byd",
        "gram",
        47.5,
        amount_low=30.0,
        amount_high=80.0,
        currency="EUR",
        negotiable=False,
        source="s_eu95;teikei_assumption",
        note="half the penalty of 95 EUR: an even split of what a gram saves; low: a price of slack recalled from the "
        "press, high: BYD has other buyers; not public",
    )


def regions(paper: Paper) -> None:
    """Reference regions as in 2020: red, kept to show what is barred and why."""
    paper.agreement(
        "regions_2026",
        "regional_lead",
        "renault;nissan;mitsubishi_motors",
        "Reference regions again",
        months_to_sign=9.0,
        lead_years=1.0,
        notice_months=24.0,
        signing_cost_m=30.0,
        running_cost_m=10.0,
        screen="red",
        exclusivity="each sells first in its own regions",
        ip_owner="each its own",
        source="fn_lf2020;ilsole_lf",
        legal_note="shares out territories between competitors that no longer own one another: a hardcore "
        "restriction",
        note="Renault Europe, Turkey, Morocco, South America; Nissan US, Canada, Mexico, Japan, China; "
        "Mitsubishi ASEAN, Oceania",
    )
    leads = {
        "renault": ("eu", "uk", "turkey", "morocco", "brazil", "argentina"),
        "nissan": ("us", "canada", "mexico", "japan", "china"),
        "mitsubishi_motors": ("thailand", "indonesia", "philippines", "australia"),
    }
    for leader, markets in leads.items():
        for market in markets:
            for other in leads:
                if other != leader:
                    paper.grant("regions_2026", "market", market, other, leader)
                    if paper.market.sells(other, market):
                        _follower(paper, other, market)


def _follower(paper: Paper, firm: str, market: str) -> None:
    """What a follower saves in a market that another leads, and what its dealers get."""
    on = ("market", market)
    note = "national company and logistics run by the leader; dealers, brand and cars on offer stay"
    paper.changes("regions_2026", "presence_saving", firm, on, (0.15, 0.30, 0.45), note)
    note = "half a year's cost of the sales organisation, once (a quarter to one)"
    paper.changes("regions_2026", "dealer_compensation", firm, on, (0.25, 0.50, 1.0), note)


def driver_assistance(paper: Paper) -> None:
    """Eyes-off driving when the law allows it, and ProPILOT for partners."""
    paper.agreement(
        "wayve_lidar",
        "driver_assistance_licence",
        "wayve;nissan",
        "Wayve driver of level 3 with lidar",
        months_to_sign=6.0,
        lead_years=2.0,
        notice_months=24.0,
        exclusivity="none: Mercedes and Stellantis are investors too",
        ip_owner="Wayve owns the driver",
        signing_cost_m=30.0,
        running_cost_m=10.0,
        needs="wayve_propilot",
        screen="green",
        legal_note="needs a law that allows eyes-off driving: open in the US",
        source="s_judge;s_selfdrive",
        note="usable from 2030 at the earliest",
    )
    paper.grant(
        "wayve_lidar",
        "technology",
        "wayve_lidar",
        "wayve",
        "nissan",
        models=LIDAR_CARS,
        from_year=2030,
        note="the upper half of the range, where a lidar is paid for",
    )
    paper.changes(
        "wayve_lidar",
        "option_price",
        "nissan",
        ("technology", "wayve_lidar"),
        (5500.0, 6700.0, 8000.0),
        "the price of the highest margin at the central figures (mean 5,500, spread 2,480, hardware 1,900, fees 700); "
        "a fifth either way",
        source="s_judge;s_daziano",
    )
    fee = paper.facts.number("tech/technologies", "licence_fee_unit", tech_id="adas_wayve_l")
    paper.pays(
        "wayve_lidar",
        "nissan",
        "wayve",
        "unit",
        fee,
        amount_low=150.0,
        amount_high=600.0,
        currency="USD",
        negotiable=False,
        source="s_judge",
        note="licence fee of the technology facts",
    )
    propilot(paper)


LIDAR_CARS = "qx60;armada;pathfinder;murano;ariya;serena;x_trail"


def propilot(paper: Paper) -> None:
    """The package for Mitsubishi: Nissan integrates, Wayve licenses its driver."""
    paper.agreement(
        "propilot_to_partners",
        "driver_assistance_licence",
        "nissan;mitsubishi_motors;wayve",
        "ProPILOT package for Mitsubishi",
        months_to_sign=6.0,
        lead_years=2.0,
        notice_months=24.0,
        exclusivity="none",
        ip_owner="Nissan owns the integration, Wayve the driver",
        signing_cost_m=15.0,
        running_cost_m=4.0,
        needs="wayve_propilot",
        screen="green",
        legal_note=GREEN,
        source="s_judge;independent_wayve",
        note="integration only; Wayve licenses its driver to the taker itself; other firms may join",
    )
    paper.grant(
        "propilot_to_partners",
        "technology",
        "wayve_vision",
        "wayve",
        "mitsubishi_motors",
        models="outlander;outlander_phev;outlander_hybrid_us;eclipse_cross;delica_d5",
        from_year=2029,
        note="cars of a price at which buyers of an option are found",
    )
    paper.changes(
        "propilot_to_partners",
        "option_price",
        "mitsubishi_motors",
        ("technology", "wayve_vision"),
        (3000.0, 4000.0, 5000.0),
        "what Nissan aims at",
        source="press_alliance_2_2025;teikei_assumption",
    )
    paper.pays(
        "propilot_to_partners",
        "mitsubishi_motors",
        "nissan",
        "unit",
        150.0,
        amount_low=50.0,
        amount_high=300.0,
        currency="USD",
        note="for integration; about a third of Wayve's own fee of 400",
    )
    paper.pays(
        "propilot_to_partners",
        "mitsubishi_motors",
        "wayve",
        "unit",
        400.0,
        amount_low=200.0,
        amount_high=700.0,
        currency="USD",
        negotiable=False,
        source="s_judge",
        note="as Nissan pays; not public",
    )

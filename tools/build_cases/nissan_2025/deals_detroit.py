"""Candidates of Nissan with Ford and with Stellantis: e-POWER, an electric crossover, the next frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tools.build_cases.nissan_2025.deals_mitsubishi import OWN_PETROL, epower_fee
from tools.build_cases.nissan_2025.deals_paper import EPOWER_DEARER

if TYPE_CHECKING:
    from tools.build_cases.nissan_2025.deals_market import Market
    from tools.build_cases.nissan_2025.deals_paper import Paper

COUNSEL = "ask counsel: plans, costs and volumes of competitors must stay ring-fenced"


class Hybrid(NamedTuple):
    """An e-POWER version of a partner's compact SUV that has no full hybrid today."""

    firm: str
    agreement: str
    title: str
    model: str
    name: str
    base: str
    platform: str
    plants: tuple[str, ...]
    markets: tuple[str, ...]


HYBRIDS = (
    Hybrid(
        "ford",
        "epower_ford",
        "e-POWER for Ford compact SUVs",
        "bronco_sport_hybrid",
        "Bronco Sport e-POWER",
        "bronco_sport",
        "ford_c2",
        ("ford_hermosillo",),
        ("us", "canada"),
    ),
    Hybrid(
        "stellantis",
        "epower_stellantis",
        "e-POWER for Stellantis compact SUVs",
        "compass_hybrid",
        "Compass e-POWER",
        "compass",
        "stla_small_wide",
        ("stla_toluca", "stla_melfi", "stla_belvidere"),
        ("us", "canada", "eu", "uk"),
    ),
)


class Crossover(NamedTuple):
    """A partner's electric crossover on the platform of the Rogue-class electric car."""

    firm: str
    agreement: str
    title: str
    model: str
    name: str
    like: str
    own_plant: str
    units: tuple[float, float, float]
    derivation: str


CROSSOVERS = (
    Crossover(
        "ford",
        "ev_crossover_ford",
        "Rogue-class electric platform shared with Ford",
        "ford_ev_crossover",
        "Ford electric crossover on CMF-EV",
        "bronco_sport",
        "ford_louisville",
        (10000.0, 25000.0, 45000.0),
        "half of the Mach-E's 51,745 of 2024, a dearer car; Ford's 13 % of the market times 1.3 million "
        "electric cars "
        "is a ceiling of 170,000 over all bodies",
    ),
    Crossover(
        "stellantis",
        "ev_crossover_stellantis",
        "Rogue-class electric platform shared with Stellantis",
        "jeep_ev_crossover",
        "Jeep electric crossover on CMF-EV",
        "compass",
        "stla_belvidere",
        (8000.0, 18000.0, 35000.0),
        "Stellantis' 8 % of the market times 1.3 million electric cars of 2024 is 106,000 over all bodies, "
        "of which a "
        "sixth for one compact Jeep",
    ),
)


def write(paper: Paper, market: Market) -> None:
    """All candidates with Ford and Stellantis."""
    for hybrid in HYBRIDS:
        epower(paper, hybrid)
    kuga(paper)
    for crossover in CROSSOVERS:
        electric(paper, crossover)
    frame(paper, market)


def epower(paper: Paper, deal: Hybrid) -> None:
    """Licence of e-POWER with the hybrid car that it brings."""
    paper.agreement(
        deal.agreement,
        "technology_licence",
        f"nissan;{deal.firm}",
        deal.title,
        months_to_sign=9.0,
        lead_years=2.0,
        notice_months=24.0,
        exclusivity="none",
        ip_owner="Nissan owns the drive",
        signing_cost_m=15.0,
        running_cost_m=4.0,
        brings=deal.model,
        screen="amber",
        legal_note=COUNSEL,
        source="press_alliance_2_2025;electriquity_epower",
        note="press names e-POWER as what Nissan offers; no talks on it confirmed",
    )
    models = f"{deal.model};kuga" if deal.firm == "ford" else deal.model
    paper.grant(deal.agreement, "technology", "epower3", "nissan", deal.firm, models=models)
    epower_fee(paper, deal.agreement, deal.firm)
    paper.launch(
        deal.model,
        deal.name,
        deal.base,
        (80.0, 150.0, 250.0),
        lead_years=2.0,
        twin_of=deal.base,
        note="a tenth of a new programme (1,500): same body, new drive, approval",
    )
    for market in deal.markets:
        paper.part_of_petrol(deal.model, "hybrid", deal.base, market, EPOWER_DEARER, (0.15, 0.30, 0.50))
    paper.with_epower(f"{deal.model}_hybrid", deal.model, deal.base, deal.platform)
    for plant in deal.plants:
        paper.tooling(deal.model, plant, (60.0, 120.0, 200.0), "new drive on the line of the petrol car")
    paper.takes_sales(deal.model, {deal.base: OWN_PETROL})


def kuga(paper: Paper) -> None:
    """e-POWER in the Kuga, beside Ford's own full hybrid and for the same demand."""
    paper.variant(
        "kuga_hybrid_epower",
        "kuga",
        "hybrid",
        "ford_c2",
        None,
        technologies="epower3",
        derived_from="kuga_hybrid",
        first_year=2029,
        note="e-POWER in place of Ford's own drive, at the same cost: chosen only if the licence pays otherwise",
    )


def electric(paper: Paper, deal: Crossover) -> None:
    """The platform, and room in Canton, for a partner's electric crossover."""
    paper.agreement(
        deal.agreement,
        "shared_platform",
        f"nissan;{deal.firm}",
        deal.title,
        months_to_sign=9.0,
        lead_years=2.0,
        notice_months=36.0,
        exit_cost_m=150.0,
        exclusivity="none",
        ip_owner="Nissan owns the platform, each its body",
        signing_cost_m=25.0,
        running_cost_m=8.0,
        brings=deal.model,
        screen="amber",
        legal_note=COUNSEL,
        source="press_alliance_2_2025",
        note="press; neither confirmed. Cells of SK On are for Canton from 2028",
    )
    paper.grant(deal.agreement, "platform", "cmf_ev", "nissan", deal.firm, models=deal.model)
    paper.grant(
        deal.agreement,
        "plant",
        "canton",
        "nissan",
        deal.firm,
        models=deal.model,
        limit_units_per_year=60000.0,
    )
    paper.building_fee(deal.agreement, deal.firm, "nissan")
    paper.launch(
        deal.model,
        deal.name,
        deal.like,
        (400.0, 650.0, 1000.0),
        lead_years=3.0,
        note="300 for the body plus 350 for adopting a platform in production: follower factor of an own "
        "one is 0.65 of "
        "1,500, of which a third is carried by the body",
    )
    paper.variant(f"{deal.model}_electric", deal.model, "electric", "cmf_ev", 1.12)
    paper.sells(
        deal.model,
        "electric",
        deal.units,
        (deal.like, "petrol", "us"),
        list_price=39500.0,
        currency="USD",
        note=f"{deal.derivation}; price between Leaf and Mach-E",
    )
    paper.tooling(
        deal.model,
        "canton",
        (250.0, 400.0, 600.0),
        "on the electric line for which Nissan put 500 into Canton",
    )
    paper.tooling(deal.model, deal.own_plant, (350.0, 500.0, 700.0), "a new electric line with pack assembly")
    paper.takes_sales(deal.model)


def frame(paper: Paper, market: Market) -> None:
    """The announced Ram midsize pickup on Nissan's next frame, in Canton or Toledo, instead of an own frame in Toledo."""
    paper.agreement(
        "frame_stellantis",
        "shared_platform",
        "nissan;stellantis",
        "Ram midsize pickup on Nissan's next frame",
        months_to_sign=9.0,
        lead_years=2.0,
        notice_months=36.0,
        exit_cost_m=150.0,
        ip_owner="Nissan owns the frame",
        exclusivity="none",
        signing_cost_m=25.0,
        running_cost_m=6.0,
        screen="amber",
        legal_note=f"{COUNSEL}; shares of both in US midsize pickups about 20 %",
        source="press_alliance_2_2025;mf_stla_13bn",
        note="Stellantis has announced its own truck at Toledo (USD 400m); competes with it for the same "
        "demand",
    )
    paper.grant(
        "frame_stellantis", "platform", "nissan_bof_next", "nissan", "stellantis", models="ram_midsize"
    )
    paper.grant(
        "frame_stellantis",
        "plant",
        "canton",
        "nissan",
        "stellantis",
        models="ram_midsize",
        limit_units_per_year=market.room(["ram_midsize"]),
        note="peak demand plus 20 %",
    )
    paper.building_fee("frame_stellantis", "stellantis", "nissan")
    weight, how = paper.weight_on("nissan_bof_next", "stla_midsize_frame")
    paper.variant(
        "ram_midsize_petrol_bof",
        "ram_midsize",
        "petrol",
        "nissan_bof_next",
        weight,
        co2_g_per_km=250.0,
        first_year=2029,
        note=f"beside the truck on Stellantis' own frame; same demand; {how}",
    )
    paper.tooling(
        "ram_midsize",
        "canton",
        (300.0, 400.0, 500.0),
        "anchor: 400 M USD adds a midsize truck to a running plant (Toledo)",
    )

"""Cars of makers that do not plan, built in Nissan's idle plants: volume and fee are given."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tools.build_cases.plant_costs import conversion, labour_cost

if TYPE_CHECKING:
    from tools.build_cases.nissan_2025.deals_paper import Paper


def write(paper: Paper) -> None:
    """All candidates of this page."""
    dongfeng(paper)
    foxconn(paper)


def dongfeng(paper: Paper) -> None:
    """Dongfeng cars in Sunderland: volume and fee are given, as Dongfeng does not plan."""
    paper.agreement(
        "dongfeng_sunderland",
        "contract_build",
        "nissan;dongfeng",
        "Dongfeng cars built in Sunderland",
        months_to_sign=9.0,
        lead_years=1.5,
        notice_months=24.0,
        exclusivity="none",
        ip_owner="Dongfeng owns the car",
        signing_cost_m=20.0,
        running_cost_m=5.0,
        screen="amber",
        source="techdigest_sunderland",
        legal_note="ask counsel: UK investment and security review; origin of the cars in the EU",
        note="everything is on the table (May 2025); rivals of Qashqai and Juke, whose losses are not in "
        "the surplus",
    )
    _outside_build(
        paper,
        "dongfeng_sunderland",
        "sunderland",
        "dongfeng",
        "united_kingdom",
        (20000.0, 50000.0, 100000.0),
    )


def foxconn(paper: Paper) -> None:
    """An electric car built in Oppama for a contract maker, which would keep the plant."""
    paper.agreement(
        "foxconn_oppama",
        "contract_build",
        "nissan;foxconn",
        "Electric car built in Oppama for Foxconn",
        may_sign_from=dt.date(2026, 12, 1),
        months_to_sign=6.0,
        lead_years=0.5,
        notice_months=24.0,
        exclusivity="none",
        ip_owner="Foxconn owns the car",
        signing_cost_m=20.0,
        running_cost_m=5.0,
        screen="amber",
        source="digitimes_oppama;asiareview_oppama",
        legal_note="ask counsel: foreign investment review in Japan",
        note="talks of July 2025 were denied; output in Oppama ends with fiscal year 2027, so it must be "
        "signed in 2027",
    )
    # The announced closure of Oppama stands. The deal would keep a part of it, which therefore is a plant
    # of its own: closed
    # at once and at no cost wherever nobody uses it.
    plant, text = "oppama_contract", "teikei_assumption"
    paper.add(
        "plants",
        plant=plant,
        name="Oppama, kept for a contract maker",
        territory="japan",
        latitude=35.32,
        longitude=139.63,
        _country="japan",
        may_close_from=2020,
        closing_cost_m=0.0,
        source=text,
        confidence="assumption",
        note="severance is in the announced closure; keeping a third of the plant would save part of it, "
        "left out",
    )
    paper.add("plant_owners", plant=plant, firm="nissan", share=1.0, source=text, confidence="assumption")
    paper.add(
        "lines",
        line=f"{plant}_unibody",
        plant=plant,
        constructions="unibody",
        capacity_units_per_year=80000.0,
        capacity_units_per_year_low=60000.0,
        capacity_units_per_year_high=100000.0,
        from_year=2028,
        source=text,
        confidence="assumption",
        note="a third of Oppama's 240,000: one line, one shift",
    )
    paper.tooling(
        "note", plant, (80.0, 150.0, 250.0), "the Note could stay in the part that is kept", lead_years=1.0
    )
    _outside_build(paper, "foxconn_oppama", plant, "foxconn", "japan", (20000.0, 50000.0, 80000.0))


def _outside_build(
    paper: Paper, agreement: str, plant: str, guest: str, country: str, units: tuple[float, float, float]
) -> None:
    """Grant and fee of a guest that does not plan: conversion cost of the country plus the contract fee."""
    low, central, high = units
    paper.grant(
        agreement,
        "plant",
        plant,
        "nissan",
        guest,
        minimum_units_per_year=low,
        limit_units_per_year=central,
        limit_units_per_year_low=low,
        limit_units_per_year_high=high,
        note="volume assumed; the low volume is guaranteed",
    )
    labour, source, _, _ = labour_cost(paper.facts, country)
    cost = round(conversion(paper.facts, labour, guessed=False).central)
    low_fee, fee, high_fee = (
        paper.cost("contract_fee_mainstream", column)
        for column in ("value_low", "value_central", "value_high")
    )
    paper.pays(
        agreement,
        guest,
        "nissan",
        "unit",
        cost + fee,
        amount_low=cost + low_fee,
        amount_high=cost + high_fee,
        currency="USD",
        negotiable=False,
        minimum_units=low,
        shortfall_share=0.5,
        source=f"{source};own_assumption",
        note=f"conversion {cost:,.0f} of the country plus a fee of {fee:,.0f} (500-1,500): a price above the "
        f"host's own cost, which would move with it; the guest pays its own tooling",
    )

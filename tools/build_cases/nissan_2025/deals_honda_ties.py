"""Closer ties between Nissan and Honda: Canton as a joint venture, and a merger."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tools.build_cases.nissan_2025.deals_honda import BOTH

if TYPE_CHECKING:
    from tools.build_cases.nissan_2025.deals_market import Market
    from tools.build_cases.nissan_2025.deals_paper import Paper


def write(paper: Paper, market: Market) -> None:
    """Both ties."""
    joint_venture(paper, market)
    merger(paper, market)


def joint_venture(paper: Paper, market: Market) -> None:
    """Canton owned half and half."""
    paper.agreement(
        "canton_joint_venture",
        "joint_venture",
        BOTH,
        "Canton as a 50:50 joint venture",
        months_to_sign=15.0,
        lead_years=1.0,
        notice_months=60.0,
        exit_cost_m=500.0,
        signing_cost_m=50.0,
        running_cost_m=10.0,
        brings="honda_pickup",
        excludes="honda_merger;honda_pickup_canton",
        screen="amber",
        exclusivity="each uses half of the capacity first",
        ip_owner="each its own cars",
        source="benzinga_canton;teikei_assumption",
        legal_note="change of control: merger notification in the US; screens on US pickups and SUVs",
    )
    paper.grant(
        "canton_joint_venture",
        "plant",
        "canton",
        "nissan",
        "honda",
        models="honda_pickup;hr_v;cr_v",
        limit_units_per_year=160000.0,
        limit_units_per_year_low=120000.0,
        limit_units_per_year_high=205000.0,
        note="half of 410,000 nameplate times 0.79",
    )
    paper.grant(
        "canton_joint_venture", "platform", "nissan_bof_next", "nissan", "honda", models="honda_pickup"
    )
    for firm in ("nissan", "honda"):
        paper.add(
            "changes",
            agreement="canton_joint_venture",
            firm=firm,
            what="plant",
            resource="canton",
            change="owned_share",
            value=0.5,
            source="benzinga_canton;teikei_assumption",
            confidence="assumption",
            note="half and half",
        )
    paper.pays(
        "canton_joint_venture",
        "honda",
        "nissan",
        "once",
        700.0,
        amount_low=300.0,
        amount_high=1400.0,
        currency="USD",
        note="half of book value: 410,000 a year at 11,400 USD of a new plant (Aguascalientes 2: 2 bn for "
        "175,000), 30 % left",
    )
    market.row("hr_v", "petrol", "us")


def merger(paper: Paper, market: Market) -> None:
    """The yardstick: every plant, platform and drive of each is open to the other."""
    paper.agreement(
        "honda_merger",
        "merger",
        "honda;nissan",
        "Honda and Nissan merge",
        months_to_sign=18.0,
        lead_years=1.0,
        signing_cost_m=2000.0,
        signing_cost_m_low=1000.0,
        signing_cost_m_high=4000.0,
        running_cost_m=0.0,
        brings="honda_pickup",
        screen="amber",
        excludes="canton_joint_venture",
        ip_owner="the joint firm",
        exclusivity="all",
        source="fn_mou_dec24;mezha_mou;teikei_assumption",
        legal_note="change of control: merger control in every large market; shares by segment needed "
        "before any advice",
        note="ended February 2025; kept as a yardstick. Integration cost about 1 % of joint revenue, an "
        "assumption",
    )
    owners: dict[str, set[str]] = {}
    for row in market.rows["plant_owners"]:
        owners.setdefault(str(row["plant"]), set()).add(str(row["firm"]))
    owned = [("plant", plant, firms) for plant, firms in sorted(owners.items())]
    owned += [
        ("platform", str(row["platform"]), set(str(row["owners"]).split(";")))
        for row in sorted(market.rows["platforms"], key=lambda r: str(r["platform"]))
    ]
    owned += [("technology", "epower3", {"nissan"}), ("technology", "ehev_h", {"honda"})]
    for what, resource, firms in owned:
        for giver, taker in (("nissan", "honda"), ("honda", "nissan")):
            if giver in firms and taker not in firms:
                paper.grant("honda_merger", what, resource, giver, taker)
    paper.grant("honda_merger", "technology", "vehicle_os_hn", "honda", "nissan", from_year=2028)
    paper.grant("honda_merger", "technology", "vehicle_os_hn", "nissan", "honda", from_year=2028)
    both = ("nissan", "honda")
    cars = {firm: market.cars(firm) for firm in both}
    per_doubling = [
        paper.cost("variable_cost_per_doubling", c) / 100
        for c in ("value_low", "value_central", "value_high")
    ]
    for firm in both:
        grown = math.log2(sum(cars.values()) / cars[firm])
        cheaper = [1.0 - (1.0 - saving) ** grown for saving in per_doubling]
        paper.changes(
            "honda_merger",
            "parts_saving",
            firm,
            ("firm", firm),
            (0.05 * cheaper[0], 0.10 * cheaper[1], 0.20 * cheaper[2]),
            f"a tenth (5-20 %) of the parts are bought as common ones, {cheaper[1]:.1%} cheaper: {cars[firm]:,.0f} "
            f"cars a year become {sum(cars.values()):,.0f}, 3 % (2-5) a doubling; the rest keeps two architectures",
        )
        paper.changes(
            "honda_merger",
            "overhead_saving",
            firm,
            ("firm", firm),
            (0.0, 0.015, 0.04),
            "a twentieth of administration, which is 3 % of revenue and about 30 % of the overhead; up to 4 % if "
            "development is merged too",
        )

"""Three makers, still small enough to solve by hand: kita also sells an SUV in the us and could have it
built at Delta, where there is not room for everybody.

    k_suv    sapporo->us    29,000 - 16,000 - 1,000 - 1,000 - 0.15*0.8*29,000  =  7,520
    k_suv    delta->us      29,000 - 16,000 - 2,000 -   500 - 100              = 10,400: 2,880 more

k_suv_at_delta alone: 2029 (the ramp takes half) 25,000 cars, 2030 50,000: 75,000 * 2,880 = 216 M;
    tooling 50 / 5 = 10 a year, two years: 20; signing 4 + running 3 = 7      -> 189 M:
    kita 216 - 20 - 3.5 = 192.5, nagi -3.5

Beside suv_at_delta: Delta's body line holds 200,000, n_suv takes 100,000 (8,500 a car), and in 2030 h_suv
wants 80,000 of the rest: its last 60,000 gain 11,400 - 8,400 = 3,000 there, more than 2,880. So k_suv has
20,000:
    2029 25,000 + 2030 20,000 = 45,000 * 2,880 = 129.6 - 27                   = 102.6 M:
    kita 129.6 - 20 - 3.5 = 106.1, nagi -3.5.  What hoku's SUV does to kita: 106.1 - 192.5 = -86.4
"""

from __future__ import annotations

from functools import cache

from tests.cases.edits import added, changed, two_makers

from teikei.case.case import Case
from teikei.case.columns import frame_of


@cache
def three_makers() -> Case:
    """two_makers and kita."""
    case = added(
        two_makers(), "firms", {"firm": "kita", "name": "Kita", "home_territory": "japan", "role": "plans"}
    )
    plant = {"plant": "sapporo", "name": "Sapporo", "territory": "japan", "fixed_cost_m": 0.0}
    plant |= {"conversion_cost_per_unit": 1_000.0, "latitude": 43.0, "longitude": 141.0}
    case = added(case, "plants", plant)
    case = added(case, "plant_owners", {"plant": "sapporo", "firm": "kita", "share": 1.0})
    line = {"line": "sapporo_body", "plant": "sapporo", "constructions": ["unibody"]}
    case = added(case, "lines", line | {"capacity_units_per_year": 100_000.0})
    body = {"platform": "k_body", "name": "Kita body", "owners": ["kita"], "construction": "unibody"}
    body |= {"development_cost_m": 0.0, "lead_years": 1.0, "life_years": 3, "follower_factor": 0.6}
    case = added(case, "platforms", body | {"saving_per_doubling": 0.0})
    model = {"model": "k_suv", "name": "Kita SUV", "firm": "kita", "segment": "compact_suv"}
    model |= {"customs_class": "car", "volume_cbm": 10.0, "status": "current", "launch_cost_m": 0.0}
    case = added(case, "models", model | {"lead_years": 1.0, "life_years": 6, "customs_value_share": 0.8})
    variant = {"variant": "k_suv_petrol", "model": "k_suv", "powertrain": "petrol", "platform": "k_body"}
    case = added(case, "variants", variant | {"parts_cost": 16_000.0, "status": "current"})
    demand = {"model": "k_suv", "powertrain": "petrol", "market": "us", "base_year": 2026}
    demand |= {"units_per_year": 50_000.0, "list_price": 29_000.0, "dealer_margin_share": 0.0}
    case = added(case, "demand", demand)
    sourcing = {"variant": "k_suv_petrol", "plant": "sapporo", "market": "us", "base_year": 2026}
    case = added(case, "sourcing", sourcing | {"units": 50_000.0})
    content = {"model": "any", "plant": "sapporo", "territory": "japan", "share_of_value": 1.0}
    case = added(case, "content", content)
    tool = {"model": "k_suv", "life_years": 5, "extra_cost_per_unit": 0.0}
    case = added(
        case,
        "tooling",
        tool | {"plant": "sapporo", "status": "tooled", "tooling_cost_m": 0.0, "lead_years": 0.0}
        | {"ramp_share_first_year": 1.0},
        tool | {"plant": "delta", "status": "possible", "tooling_cost_m": 50.0, "lead_years": 1.0}
        | {"ramp_share_first_year": 0.5, "extra_cost_per_unit": 100.0},
    )  # fmt: skip
    deal = {"agreement": "k_suv_at_delta", "title": "The Kita SUV built at Delta", "screen": "green"}
    deal |= {"kind": "contract_build", "status": "candidate", "parties": ["nagi", "kita"]}
    deal |= {"months_to_sign": 6.0, "lead_years": 0.5, "signing_cost_m": 4.0, "running_cost_m": 1.0}
    case = added(case, "agreements", deal)
    grant = {"agreement": "k_suv_at_delta", "giver": "nagi", "taker": "kita", "what": "plant"}
    grant |= {"resource": "delta", "models": ["k_suv"], "limit_units_per_year": 50_000.0}
    return added(case, "grants", grant)


def split_pickup() -> Case:
    """two_makers with the pickup's plant and its frame as two deals: neither is of use alone.

    Both: 573 - 142.5 - 7 for the second deal = 423.5 M: hoku 576.5 - 3.5 = 573, nagi -146 - 3.5 = -149.5.
    """
    case = two_makers()
    rows = case["grants"].to_dicts()
    for row in rows:
        if row["agreement"] == "pickup_at_delta" and row["what"] == "platform":
            row["agreement"] = "frame_for_hoku"
    deal = next(r for r in case["agreements"].to_dicts() if r["agreement"] == "pickup_at_delta")
    frame = deal | {"agreement": "frame_for_hoku", "title": "Frame", "kind": "shared_platform", "brings": []}
    case = added(case, "agreements", frame)
    return case.with_(grants=frame_of("grants", rows))


def with_diversion() -> Case:
    """three_makers where a tenth of the h_pickup's sales come from k_suv: 2,000 in 2029 and 4,000 in 2030, at
    7,520 a car from Sapporo 45.12 M."""
    case = changed(three_makers(), "diversion", {"to": "outside"}, share=0.65)
    return added(case, "diversion", {"model": "h_pickup", "to": "k_suv", "market": "us", "share": 0.1})

"""Cars of the back-test as rows: one range for each firm and region, who builds it today, and who could."""

from __future__ import annotations

from tools.build_cases.alliance_2020.ranges import FIRMS, MEMORY, PRICES, REGIONS, SHORT, Sold
from tools.build_cases.alliance_2020.works import FLOW_NOTES, FLOWS, PLANTS
from tools.build_cases.case_rows import Rows, ranged
from tools.build_cases.sources import DERIVED, OWN

DEALER = 0.08
TOOLING_PER_CAR, TOOLING_LEAST_M, LEAST_CARS = 4000.0, 100.0, 20_000.0
"""USD 400 m added a truck of about 100,000 cars a year to a running plant; 100 m is the smallest anchor."""
CBM = 12.5


def price_received(firm: str, region: str) -> float:
    """Return what a firm receives for an average car in a region, USD."""
    return PRICES[firm][region] * (1 - DEALER)


def revenue_of(ranges: list[Sold]) -> dict[tuple[str, str], float]:
    return {(one.firm, one.region): one.units * price_received(one.firm, one.region) / 1e6 for one in ranges}


def cars(ranges: list[Sold]) -> dict[str, Rows]:
    models, demand, sourcing = [], [], []
    for one in ranges:
        known = {"source": one.source, "confidence": one.confidence, "note": one.note}
        name = f"{FIRMS[one.firm][0]} cars for {REGIONS[one.region][0]}"
        models.append(
            {
                "model": one.model,
                "name": name,
                "firm": one.firm,
                "brand": FIRMS[one.firm][0],
                "segment": "all_cars",
                "customs_class": "car",
                "volume_cbm": CBM,
                "status": "current",
                "source": OWN,
                "confidence": "assumption",
                "note": "all cars of the firm there as one range",
            }
        )
        demand.append(
            {
                "model": one.model,
                "powertrain": "petrol",
                "market": one.region,
                "base_year": 2019,
                "units_per_year": round(one.units),
                "units_per_year_low": one.low,
                "units_per_year_high": one.high,
                "list_price": PRICES[one.firm][one.region],
                "sales_tax_rate": 0.0,
                "dealer_margin_share": DEALER,
                **known,
            }
        )
        flows = FLOWS[one.model]
        whole = sum(flows.values())
        note = FLOW_NOTES.get(one.model, "split over plants by hand")
        sourcing += [
            {"variant": f"{one.model}_petrol", "plant": plant, "market": one.region, "base_year": 2019, "units": round(one.units * cars / whole), "source": f"{MEMORY};{DERIVED}", "confidence": "assumption", "note": note}
            for plant, cars in flows.items()
        ]  # fmt: skip
    return {"models": models, "demand": demand, "sourcing": sourcing}


def tooling(ranges: list[Sold]) -> Rows:
    """Return today's tooling, and what could be tooled: plants of a region, for ranges of that region."""
    rows: Rows = []
    for one in ranges:
        today = FLOWS[one.model]
        rows += [
            {
                "model": one.model,
                "plant": plant,
                "status": "tooled",
                "source": DERIVED,
                "confidence": "derived",
                "note": "builds it in 2019",
            }
            for plant in today
        ]
        for plant, (_, _, region, _, _, _, capacity, _, _) in PLANTS.items():
            if region != one.region or plant in today or one.units < LEAST_CARS:
                continue
            cars = min(one.units, capacity)
            cost = max(TOOLING_LEAST_M, TOOLING_PER_CAR * cars / 1e6)
            rows.append(
                {
                    "model": one.model,
                    "plant": plant,
                    "status": "possible",
                    **ranged("tooling_cost_m", cost, 0.6, 1.4, None),
                    "lead_years": 2.0,
                    "source": f"mf_stla_13bn;{OWN}",
                    "confidence": "assumption",
                    "note": f"4,000 USD a car for {cars:.0f} cars a year, at least 100 M; ranges below 20,000 cars are not moved",
                }
            )
    return rows


def variants(ranges: list[Sold], share: dict[str, float]) -> Rows:
    rows = []
    for one in ranges:
        parts = share.get(one.firm, 0.0) * price_received(one.firm, one.region)
        rows.append(
            {
                "variant": f"{one.model}_petrol",
                "model": one.model,
                "powertrain": "petrol",
                "platform": f"{SHORT[one.firm]}_cars",
                **ranged("parts_cost", parts, 0.95, 1.05, None),
                "source": f"{OWN};{DERIVED}",
                "confidence": "derived",
                "note": f"{share.get(one.firm, 0.0):.3f} of the price received, fitted to the accounts",
            }
        )
    return rows

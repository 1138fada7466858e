"""Build the back-test case from facts of 2019: who could lead which region and technology of the Alliance.

``python -m tools.build_cases.alliance_2020.build [--facts FOLDER] [--out FOLDER]``

Cars are one range for each firm and region. Parts costs are one share of the price a firm, fitted so that its
margin in the base year is the reported one. What stands in `leads` was written before any choice was computed.
"""

from __future__ import annotations

import argparse
import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from teikei.case.columns import column_names
from teikei.case.settings import Settings
from teikei.case.write import write_case
from teikei.industry.landed import landed
from teikei.industry.routes import described
from tools.build_cases.alliance_2020 import borders, leads, papers
from tools.build_cases.alliance_2020.ranges import ASEAN, FIRMS, MEMORY, PRICES, REGIONS, SHORT, Sold, sold
from tools.build_cases.alliance_2020.works import FLOW_NOTES, FLOWS, HOSTED, OUTSIDE, PLANTS
from tools.build_cases.nissan_2025.build import facts_folder
from tools.build_cases.nissan_2025.calibrate import case_of
from tools.build_cases.nissan_2025.facts import Facts
from tools.build_cases.nissan_2025.plant_costs import (
    FACTOR,
    TOP_COUNTRY,
    anchor_per_unit,
    conversion,
    labour_cost,
)

Rows = list[dict[str, Any]]

OUT = Path("src/teikei/cases/alliance_2020")
OWN, DERIVED = "teikei_assumption", "teikei_derivation"
DEALER = 0.08
TO_2019 = 255.7 / 313.7
"""Prices of 2019 against those of 2024: US consumer prices, from memory."""
OVERHEAD_SHARE = 0.13
"""R&D, selling and administration with sales organisations and programmes, as a share of revenue: assumption."""
TOOLING_PER_CAR, TOOLING_LEAST_M, LEAST_CARS = 4000.0, 100.0, 20_000.0
"""USD 400 m added a truck of about 100,000 cars a year to a running plant; 100 m is the smallest anchor."""
CLOSING_YEARS, MAY_CLOSE, LITTLE_USED = 2.0, 2023, 0.5
"""Closing costs two years of fixed cost; it is a decision only at plants that built less than half of what they
could in 2019. (Left open everywhere, the best joint plan without any lead closes all French plants.)"""
CBM = 12.5
BASE_YEAR = 2021  # the first year planned: its law is that of 2019 but for the staging with Japan
VARIED = (240_000.0, 265_000.0, 315_000.0, 340_000.0)

SETTINGS = Settings(
    name="alliance_2020",
    title="Renault, Nissan and Mitsubishi before May 2020: who should lead which region and technology",
    currency="USD",
    price_year=2019,
    first_year=2021,
    last_year=2030,
    reviews=(2021, 2023, 2025),
    decision_date=dt.date(2020, 1, 1),
    discount_rate=0.08,
    focal_firm="nissan",
    integrated_groups=(tuple(FIRMS),),
    integrated_note="the Alliance of 1999: cross-shareholdings, Nissan's 34 % of Mitsubishi, the board of March 2019",
    notes=(
        "A back-test: facts of 2019, no growth, nothing of 2020. Many volumes, capacities and prices are from "
        "memory (general_knowledge); what a lead is worth rests on assumptions that were written before any "
        "choice was computed. The split announced on 27 May 2020 stands in announced.csv, which no choice reads."
    ),
)


@dataclass(frozen=True, slots=True)
class Built:
    """The tables, and what the fit of parts costs says by firm: revenue, reported revenue, margin, parts share."""

    rows: dict[str, Rows]
    fits: dict[str, tuple[float, float, float, float]]


def price_received(firm: str, region: str) -> float:
    """Return what a firm receives for an average car in a region, USD."""
    return PRICES[firm][region] * (1 - DEALER)


def _revenue(ranges: list[Sold]) -> dict[tuple[str, str], float]:
    return {(one.firm, one.region): one.units * price_received(one.firm, one.region) / 1e6 for one in ranges}


def _cars(ranges: list[Sold]) -> dict[str, Rows]:
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


def _plants(facts: Facts) -> dict[str, Rows]:
    anchor = anchor_per_unit(facts)[1]
    top = labour_cost(facts, TOP_COUNTRY)[0]
    plants, lines, owners = [], [], []
    built: dict[str, float] = {}
    for flows in FLOWS.values():
        for plant, cars in flows.items():
            built[plant] = built.get(plant, 0.0) + cars
    for plant, (name, owner, region, country, latitude, longitude, capacity, source, note) in PLANTS.items():
        labour, whose, how, why = labour_cost(facts, country)
        cost = conversion(facts, labour, how == "assumption")
        factor = min(FACTOR[0] + FACTOR[1] * labour / top, sum(FACTOR))
        fixed = anchor * factor * capacity / 1e6
        said = f"conversion: labour {labour:.0f} USD of 2024 ({country}{', ' + why if why else ''}), at prices of 2019; fixed = {anchor:.0f} USD a unit of capacity × {factor:.2f}; closing = two years of it (assumption)"
        use = built.get(plant, 0.0) / (capacity - OUTSIDE.get(plant, 0.0))
        said += f"; use in 2019 {use:.0%}, open to closing below {LITTLE_USED:.0%}"
        source_ids = f"{source.lower()};{whose.lower()};siasat_next;{OWN}"
        plants.append({
            "plant": plant, "name": name, "territory": region, "latitude": latitude, "longitude": longitude,
            "fixed_cost_m": round(fixed, 1), "fixed_cost_m_low": round(0.7 * fixed, 1), "fixed_cost_m_high": round(1.3 * fixed, 1),
            "conversion_cost_per_unit": round(cost.central * TO_2019), "conversion_cost_per_unit_low": round(cost.low * TO_2019),
            "conversion_cost_per_unit_high": round(cost.high * TO_2019), "overtime_share": 0.1, "may_close_from": MAY_CLOSE if use < LITTLE_USED else None,
            "closing_cost_m": round(CLOSING_YEARS * fixed, 1), "source": source_ids, "confidence": "assumption",
            "note": "; ".join(n for n in (note, said) if n),
        })  # fmt: skip
        outside = OUTSIDE.get(plant, 0.0)
        free = "" if not outside else f"; {outside:.0f} for other markets taken off"
        lines.append(
            {
                "line": f"{plant}_line",
                "plant": plant,
                "constructions": "unibody",
                "capacity_units_per_year": capacity - outside,
                "source": source.lower(),
                "confidence": "estimate",
                "note": f"nameplate {capacity:.0f}{free}; takes any car of the case once tooled",
            }
        )
        owners.append(
            {"plant": plant, "firm": owner, "share": 1.0, "source": source.lower(), "confidence": "estimate"}
        )
    return {"plants": plants, "lines": lines, "plant_owners": owners}


def _tooling(ranges: list[Sold]) -> Rows:
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
                    "tooling_cost_m": round(cost),
                    "tooling_cost_m_low": round(0.6 * cost),
                    "tooling_cost_m_high": round(1.4 * cost),
                    "lead_years": 2.0,
                    "source": f"mf_stla_13bn;{OWN}",
                    "confidence": "assumption",
                    "note": f"4,000 USD a car for {cars:.0f} cars a year, at least 100 M; ranges below 20,000 cars are not moved",
                }
            )
    return rows


def _variants(ranges: list[Sold], share: dict[str, float]) -> Rows:
    rows = []
    for one in ranges:
        parts = share.get(one.firm, 0.0) * price_received(one.firm, one.region)
        rows.append(
            {
                "variant": f"{one.model}_petrol",
                "model": one.model,
                "powertrain": "petrol",
                "platform": f"{SHORT[one.firm]}_cars",
                "parts_cost": round(parts),
                "parts_cost_low": round(0.95 * parts),
                "parts_cost_high": round(1.05 * parts),
                "source": f"{OWN};{DERIVED}",
                "confidence": "derived",
                "note": f"{share.get(one.firm, 0.0):.3f} of the price received, fitted to the accounts",
            }
        )
    return rows


def _hosted() -> dict[str, Rows]:
    """Return the agreements in force at the end of 2019 under which one builds cars for another."""
    agreements, grants = [], []
    for name, title, host, guest, plant, model, limit, source, note in HOSTED:
        known = {"source": source, "confidence": "estimate", "note": note}
        agreements.append(
            {
                "agreement": name,
                "title": title,
                "kind": "contract_build",
                "status": "signed",
                "parties": f"{host};{guest}",
                "screen": "green",
                **known,
            }
        )
        grants.append(
            {
                "agreement": name,
                "giver": host,
                "taker": guest,
                "what": "plant",
                "resource": plant,
                "models": model,
                "limit_units_per_year": limit,
                **known,
            }
        )
    return {"agreements": agreements, "grants": grants}


def _accounts(facts: Facts) -> dict[str, tuple[float, float, str]]:
    """Return revenue of 2019 in million USD, operating margin, and sources.

    Fiscal years end in March: calendar 2019 lies between two of them, and margins are the mean of both.
    """
    table, found = "nissan_group/financials", {}
    for firm in ("nissan", "mitsubishi_motors"):
        sums = {}
        for metric in ("revenue", "operating_profit"):
            sums[metric] = [
                facts.number(table, "value_jpy_bn", firm=firm, period=p, metric=metric)
                for p in ("FY2018", "FY2019")
            ]
        yen = facts.number("world/fx", "value", pair="usd_jpy", year="2019")
        margin = sum(sums["operating_profit"]) / sum(sums["revenue"])
        found[firm] = (
            sums["revenue"][1] * 1000 / yen,
            margin,
            "nissan_ca_fy19" if firm == "nissan" else "acn_mmc_apr20",
        )
    euro = facts.number("world/fx", "value", pair="usd_eur", year="2019")
    revenue = facts.number(table, "value_eur_m", firm="renault", period="CY2019", metric="revenue")
    profit = facts.number(
        table, "value_eur_m", firm="renault", period="CY2019", metric="operating_margin_amount"
    )
    found["renault"] = revenue / euro, profit / revenue, "er2019"
    return found


def tables_of(
    facts: Facts, asean: float | None = None, shares: dict[str, float] | None = None
) -> dict[str, Rows]:
    """Return the tables, with Mitsubishi's cars in ASEAN at another figure if one is given."""
    ranges = sold(facts, asean)
    revenue = _revenue(ranges)
    held = leads.organisations(revenue)
    own_m = dict.fromkeys(FIRMS, 0.0)
    for row in held["market_presence"]:
        own_m[row["firm"]] += row["fixed_cost_m"]
    for row in held["programmes"]:
        own_m[row["firm"]] += row["cost_m_per_year"]
    by_firm = {firm: sum(m for (f, _), m in revenue.items() if f == firm) for firm in FIRMS}
    firms = [
        {"firm": firm, "name": name, "home_territory": home, "role": "plans", "colour": colour, "overhead_m": round(OVERHEAD_SHARE * by_firm[firm] - own_m[firm], 1), "source": OWN, "confidence": "assumption", "note": f"13 % of {by_firm[firm]:.0f} M, less sales organisations and programmes"}
        for firm, (name, home, colour) in FIRMS.items()
    ]  # fmt: skip
    territories = [
        {"territory": key, "name": name, "latitude": latitude, "longitude": longitude, "currency": currency, "source": OWN, "confidence": "assumption", "note": "a region of the announcement, taken as one customs area"}
        for key, (name, latitude, longitude, currency) in REGIONS.items()
    ]  # fmt: skip
    platforms = [
        {"platform": f"{short}_cars", "name": f"{FIRMS[firm][0]} platforms", "owners": firm, "construction": "unibody", "source": OWN, "confidence": "assumption", "note": "all platforms of the firm as one"}
        for firm, short in SHORT.items()
    ]  # fmt: skip
    parts = [_hosted(), leads.regional_leads(ranges, revenue), leads.technology_leads()]
    deals = {
        table: [row for some in parts for row in some.get(table, [])]
        for table in ("agreements", "grants", "changes")
    }
    return {
        "firms": firms, "territories": territories, "platforms": platforms, "technologies": leads.technologies(),
        "variants": _variants(ranges, shares or {}), "tooling": _tooling(ranges), "announced": leads.announced(),
        "freight": borders.freight(facts), "tariffs": borders.tariffs(facts), "fx": [],
        **_cars(ranges), **_plants(facts), **held, **deals,
    }  # fmt: skip


def _fit(
    rows: dict[str, Rows], accounts: dict[str, tuple[float, float, str]]
) -> dict[str, tuple[float, float, float, float]]:
    """Return revenue, reported revenue, margin and parts share by firm.

    parts share = 1 − margin − (conversion + freight + duty + plants + overhead with organisations) / revenue
    """
    case = case_of(SETTINGS, rows)
    flows = case["sourcing"].select("variant", "plant", "market", "units")
    ways = described(case, flows)
    stack = landed(case, ways, [BASE_YEAR]).join(flows, on=("variant", "plant", "market"))
    stack = stack.join(ways.select("variant", "plant", "market", "firm"), on=("variant", "plant", "market"))
    paid = pl.sum_horizontal("conversion", "extra", "freight", "duty", "parts_duty") * pl.col("units") / 1e6
    whose = {row["plant"]: row["firm"] for row in rows["plant_owners"]}
    found = {}
    for firm, (reported, margin, _) in accounts.items():
        mine = stack.filter(pl.col("firm") == firm)
        revenue = float(mine.select((pl.col("price") * pl.col("units")).sum()).item()) / 1e6
        direct = float(mine.select(paid.sum()).item())
        plants = sum(row["fixed_cost_m"] for row in rows["plants"] if whose[row["plant"]] == firm)
        share = 1 - margin - OVERHEAD_SHARE - (direct + plants) / revenue
        found[firm] = revenue, reported, margin, share
    return found


def _edits(before: dict[str, Rows], after: dict[str, Rows], scenario: str) -> Rows:
    """Return the edits that turn one set of tables into the other, cell by cell."""
    keys = {
        "demand": ("model", "market"), "market_presence": ("firm", "market"), "firms": ("firm",),
        "programmes": ("firm", "what", "resource"), "changes": ("agreement", "firm", "change"),
        "tooling": ("model", "plant"),
    }  # fmt: skip
    rows = []
    for table, names in keys.items():
        for old, new in zip(before[table], after[table], strict=True):
            where = " & ".join(f"{k}={old[k]}" for k in names)
            for column, value in new.items():
                if (
                    column in column_names(table)
                    and column not in ("note", "source")
                    and value != old[column]
                ):
                    rows.append(
                        {
                            "scenario": scenario,
                            "table_name": table,
                            "where": where,
                            "column_name": column,
                            "operation": "set",
                            "value": f"{value:g}" if isinstance(value, int) else repr(value),
                            "source": OWN,
                        }
                    )
    return rows


def build(folder: Path) -> Built:
    """Return the tables of the case and the fit."""
    facts = Facts(folder)
    fits = _fit(tables_of(facts), _accounts(facts))
    shares = {firm: fit[3] for firm, fit in fits.items()}
    rows = tables_of(facts, shares=shares)
    scenarios = [{"scenario": "central", "title": "Volumes as in the tables", "story": "", "source": OWN}]
    edits: Rows = []
    for units in VARIED:
        name = f"asean_{units / 1000:.0f}"
        story = f"Mitsubishi sells {units:,.0f} cars a year in ASEAN (assumed range {ASEAN[0]:,.0f} to {ASEAN[1]:,.0f}); its organisation, programme and what leads save there follow."
        scenarios.append(
            {
                "scenario": name,
                "title": f"Mitsubishi {units / 1000:.0f},000 in ASEAN",
                "story": story,
                "source": OWN,
                "note": "what-if",
            }
        )
        edits += _edits(rows, tables_of(facts, units, shares), name)
    story = "What-if: followers pay their dealers nothing, so that this favours nobody."
    scenarios.append(
        {
            "scenario": "dealers_unpaid",
            "title": "Dealers are not compensated",
            "story": story,
            "source": OWN,
            "note": "what-if",
        }
    )
    where = "change=dealer_compensation"
    edits += [
        {"scenario": "dealers_unpaid", "table_name": "changes", "where": where, "column_name": column, "operation": "set", "value": "0", "source": OWN}
        for column in ("value", "value_low", "value_high")
    ]  # fmt: skip
    rows |= {"scenarios": scenarios, "edits": edits}
    rows["sources"] = papers.sources(facts, rows)
    return Built(rows, fits)


def table_of(fits: dict[str, tuple[float, float, float, float]]) -> str:
    """Return how the costs were fitted, as text, million USD."""
    lines = ["firm               revenue reported covered margin parts"]
    lines += [
        f"{firm:18} {revenue:7.0f} {reported:8.0f} {revenue / reported:7.0%} {margin:6.1%} {share:5.3f}"
        for firm, (revenue, reported, margin, share) in fits.items()
    ]
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> None:
    """Build and write the case; print how the costs were fitted."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--facts", type=Path, default=facts_folder(), help="folder with the fact tables")
    parser.add_argument("--out", type=Path, default=OUT, help="folder to write the case to")
    options = parser.parse_args(arguments)
    done = build(options.facts)
    write_case(case_of(SETTINGS, done.rows), options.out)
    print(table_of(done.fits))


if __name__ == "__main__":
    main()

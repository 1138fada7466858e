"""Build the back-test case from facts of 2019: who could lead which region and technology of the Alliance.

``python -m tools.build_cases.alliance_2020.build [--facts FOLDER] [--out FOLDER]``

Cars are one range for each firm and region. Parts costs are one share of the price a firm, fitted so that its
margin in the base year is the reported one. What stands in `leads` was written before any choice was computed.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from teikei.case.settings import Settings
from teikei.case.write import write_case
from tools.build_cases.alliance_2020 import borders, leads
from tools.build_cases.alliance_2020.cars import cars, revenue_of, tooling, variants
from tools.build_cases.alliance_2020.fit import OVERHEAD_SHARE, accounts_of_2019, fitted
from tools.build_cases.alliance_2020.papers import PAGES
from tools.build_cases.alliance_2020.plants import hosted, plants
from tools.build_cases.alliance_2020.ranges import FIRMS, REGIONS, SHORT, sold
from tools.build_cases.alliance_2020.what_ifs import what_ifs
from tools.build_cases.case_rows import Rows, case_of
from tools.build_cases.command import command
from tools.build_cases.facts import Facts
from tools.build_cases.sources import OWN, sources, used_sources

OUT = Path("src/teikei/cases/alliance_2020")

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


def tables_of(
    facts: Facts, asean: float | None = None, shares: dict[str, float] | None = None
) -> dict[str, Rows]:
    """Return the tables, with Mitsubishi's cars in ASEAN at another figure if one is given."""
    ranges = sold(facts, asean)
    revenue = revenue_of(ranges)
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
    parts = [hosted(), leads.regional_leads(ranges, revenue), leads.technology_leads()]
    deals = {
        table: [row for some in parts for row in some.get(table, [])]
        for table in ("agreements", "grants", "changes")
    }
    return {
        "firms": firms, "territories": territories, "platforms": platforms, "technologies": leads.technologies(),
        "variants": variants(ranges, shares or {}), "tooling": tooling(ranges), "announced": leads.announced(),
        "freight": borders.freight(facts), "tariffs": borders.tariffs(facts), "fx": [],
        **cars(ranges), **plants(facts), **held, **deals,
    }  # fmt: skip


def build(folder: Path) -> Built:
    """Return the tables of the case and the fit."""
    facts = Facts(folder)
    fits = fitted(SETTINGS, tables_of(facts), accounts_of_2019(facts))
    shares = {firm: fit[3] for firm, fit in fits.items()}
    rows = tables_of(facts, shares=shares)
    rows |= what_ifs(rows, lambda units: tables_of(facts, units, shares))
    rows["sources"] = used_sources(sources(facts, PAGES), rows)
    return Built(rows, fits)


def table_of(fits: dict[str, tuple[float, float, float, float]]) -> str:
    """Return how the costs were fitted, as text, million USD."""
    lines = ["firm               revenue reported covered margin parts"]
    lines += [
        f"{firm:18} {revenue:7.0f} {reported:8.0f} {revenue / reported:7.0%} {margin:6.1%} {share:5.3f}"
        for firm, (revenue, reported, margin, share) in fits.items()
    ]
    return "\n".join(lines)


def written(facts: Path, out: Path) -> str:
    """Build and write the case; return how the costs were fitted."""
    done = build(facts)
    write_case(case_of(SETTINGS, done.rows), out)
    return table_of(done.fits)


if __name__ == "__main__":
    command(__doc__, OUT, written)

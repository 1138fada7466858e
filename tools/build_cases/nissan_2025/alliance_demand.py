"""Demand and today's sourcing of Nissan, Mitsubishi Motors and Renault, from flow lines and price facts."""

from __future__ import annotations

from dataclasses import dataclass

from tools.build_cases.facts import Facts
from tools.build_cases.nissan_2025.alliance_flows import MITSUBISHI, NISSAN, RENAULT, reported_figures
from tools.build_cases.nissan_2025.alliance_models import Rows, cells, models_text

BASE_YEAR = 2024
DESTINATION_US = 1_495.0
"""Destination charge beside the US base price, USD (Leaf, telemetry_leaf); taken for every model."""
TRIM_UPLIFT = 1.10
"""Average trim over the base price where one trim is known: a Rogue at 1.10 plus destination is 32,944,
below the 36,417 paid for compact SUVs in Dec 2025; a Pathfinder 41,810 against 49,144 for midsize SUVs. Range
1.00-1.20."""
PRICE_RANGE = 0.08
"""Low and high of an assumed or uplifted price, as a share of it."""
CANADA_OVER_US = 1.30
UK_OVER_EU = 0.87
TURKEY_OVER_EU = 1.1306 * 0.95 / 1.20


@dataclass(frozen=True)
class Market:
    """What stands between list price and price received, and how the market grows."""

    currency: str
    tax: float
    margin: float
    incentive: float
    growth: float
    note: str


MARKETS = {
    "us": Market("USD", 0.0, 0.08, 0.075 / 1.075, 0.003, "list without sales tax; incentive 7.5 % of ATP"),
    "canada": Market("CAD", 0.0, 0.08, 0.06, 0.005, "list without tax"),
    "mexico": Market("MXN", 0.16, 0.10, 0.05, 0.01, "VAT 16 %"),
    "japan": Market("JPY", 0.10, 0.15, 0.03, 0.0, "consumption tax 10 %; dealer margin 0.10-0.18"),
    "eu": Market("EUR", 0.20, 0.12, 0.08, 0.003, "average VAT 20 %; rest of Europe carried in the EU"),
    "uk": Market("GBP", 0.20, 0.12, 0.08, 0.003, "VAT 20 %"),
    "china": Market("CNY", 0.13, 0.08, 0.15, -0.02, "VAT 13 %; Nissan fell 6.3 % in 2025"),
    "thailand": Market("THB", 0.20, 0.10, 0.04, 0.005, "VAT 7 % and excise 3-25 %, 20 % together"),
    "indonesia": Market("USD", 0.0, 0.10, 0.04, 0.01, "price before tax in USD"),
    "philippines": Market("USD", 0.0, 0.10, 0.04, 0.01, "price before tax in USD"),
    "india": Market("USD", 0.0, 0.06, 0.04, 0.01, "price before tax in USD"),
    "brazil": Market("USD", 0.0, 0.10, 0.05, 0.01, "price before tax in USD"),
    "argentina": Market("USD", 0.0, 0.10, 0.04, 0.01, "price before tax in USD"),
    "turkey": Market("USD", 0.0, 0.10, 0.03, 0.005, "price before tax in USD"),
    "morocco": Market("USD", 0.0, 0.10, 0.03, 0.01, "price before tax in USD"),
    "south_africa": Market("ZAR", 0.15, 0.10, 0.04, 0.005, "VAT 15 %"),
    "australia": Market("AUD", 0.10, 0.10, 0.04, 0.005, "GST 10 %; Oceania and Gulf states"),
    "korea": Market("KRW", 0.10, 0.10, 0.03, 0.0, "VAT 10 %"),
}

# variant -> trims of the latest year that count, and what lifts their mean to the average car
_TRIMS: dict[str, tuple[tuple[str, ...], float]] = {
    "leaf_gen3_electric": (("S+", "SV+", "Platinum+"), 1.0),
    "duster_petrol": (("base", "Journey mild hybrid 130"), 1.0),
    "duster_hybrid": (("Extreme/Journey hybrid 140",), 1.0),
    "jogger_petrol": (("base",), TRIM_UPLIFT),
    "jogger_hybrid": (("Extreme Hybrid 140",), 1.0),
    "twingo_e_tech_electric": (("target",), 1.0),
    "nissan_micra_ev_electric": (("base (estimate by What Car?)",), TRIM_UPLIFT),
}
_FACT_MARKETS = {"eu": ("france", "europe"), "uk": ("uk",), "us": ("us",), "japan": ("japan",)}
_FACT_COLUMN = {"eu": "price_eur", "uk": "price_gbp", "us": "price_usd", "japan": "price_jpy"}


@dataclass(frozen=True)
class Price:
    """A list price with where it comes from."""

    value: float
    source: str
    confidence: str
    note: str


def model_of(variant: str) -> tuple[str, str]:
    """Split a variant id into model and powertrain."""
    for powertrain in ("petrol", "diesel", "hybrid", "plugin", "electric"):
        head, mark, tail = variant.rpartition(f"_{powertrain}")
        if mark and (not tail or tail.startswith("_")):
            return head, powertrain
    raise ValueError(f"{variant}: no powertrain in the id")


def fact_price(facts: Facts, variant: str, market: str) -> Price:
    """Mean of the trims known for the latest year; one base trim is lifted to the average trim."""
    model, column = model_of(variant)[0], _FACT_COLUMN[market]
    found = [
        row
        for row in facts.table("nissan_group/prices")
        if row["model_id"] == model and row["market"] in _FACT_MARKETS[market] and row[column]
    ]
    trims, uplift = _TRIMS.get(variant, ((), 0.0))
    found = [row for row in found if row["trim"] in trims] if trims else found
    if not found:
        raise LookupError(f"no price fact for {variant} in {market}")
    latest = max(row["model_year"] for row in found)
    if not trims or market == "us":
        found = [row for row in found if row["model_year"] == latest]
    uplift = uplift or (TRIM_UPLIFT if len(found) == 1 else 1.0)
    mean = sum(float(row[column]) for row in found) / len(found)
    charge = DESTINATION_US if "no destination" in found[0]["price_basis"] else 0.0
    note = f"mean of {len(found)} trim(s) of {latest} {mean:,.0f} x {uplift:.2f}" + (
        f" + destination {charge:,.0f}" if charge else ""
    )
    confidence = "estimate" if any(row["confidence"] != "reported" for row in found) else "derived"
    return Price(
        mean * uplift + charge, ";".join(dict.fromkeys(row["source_id"] for row in found)), confidence, note
    )


def price_of(
    facts: Facts, variant: str, market: str, cell: str, known: dict[tuple[str, str], Price]
) -> Price:
    """Read a price cell: ``fact``, ``fact*1.07``, thousands of the currency, or blank (lead market)."""
    if cell.startswith("fact"):
        base = fact_price(facts, base_variant(variant), market)
        factor = float(cell.partition("*")[2] or 1.0)
        note = base.note + (f" x {factor}" if factor != 1.0 else "")
        return Price(base.value * factor, base.source, base.confidence, note)
    if cell:
        return Price(
            1000 * float(cell), "teikei_assumption", "assumption", "list price assumed from the segment"
        )
    lead, factor = {
        "canada": ("us", CANADA_OVER_US),
        "uk": ("eu", UK_OVER_EU),
        "turkey": ("eu", TURKEY_OVER_EU),
        "morocco": ("eu", TURKEY_OVER_EU),
    }[market]
    base = known[variant, lead]
    note = f"list price of {lead} x {factor:.3f} (list-price parity, before tax in Turkey and Morocco)"
    return Price(base.value * factor, "teikei_assumption", "assumption", note)


def base_variant(variant: str) -> str:
    """Return the variant whose base price holds: hybrid Rogue and Xterra are priced from the petrol car."""
    return {"rogue_hybrid": "rogue_petrol", "xterra_hybrid": "xterra_petrol"}.get(variant, variant)


def _demand_row(
    variant: str, market: str, price: Price, growth: str, notes: tuple[str, str]
) -> dict[str, object]:
    """One demand row without its units."""
    model, powertrain = model_of(variant)
    place = MARKETS[market]
    rate = float(growth) if growth else place.growth
    spread = 0.05 if powertrain == "electric" or growth else 0.03 if market == "china" else 0.01
    before_tax = price.value / (1 + place.tax)
    sure = price.confidence == "derived" and " x 1.00" in price.note
    return {
        "model": model,
        "powertrain": powertrain,
        "market": market,
        "growth": rate,
        "growth_low": round(rate - spread, 4),
        "growth_high": round(rate + spread, 4),
        "list_price": round(price.value),
        "list_price_low": None if sure else round(price.value * (1 - PRICE_RANGE)),
        "list_price_high": None if sure else round(price.value * (1 + PRICE_RANGE)),
        "sales_tax_rate": place.tax,
        "dealer_margin_share": place.margin,
        "incentive_per_unit": round(before_tax * place.incentive),
        "currency": place.currency,
        "note": "; ".join(part for part in (*notes, f"price: {price.note}; {place.note}") if part),
    }


def _flows(cell: str, figures: dict[str, float]) -> list[tuple[str, float]]:
    """Read ``plant units, plant units``; units are a number or ``{name}`` of the reported figures."""
    flows = []
    for part in cell.split(","):
        plant, units = part.split()
        flows.append((plant, figures[units[1:-1]] if units.startswith("{") else float(units)))
    return flows


def demand_and_sourcing(facts: Facts) -> tuple[Rows, Rows]:
    """Return the demand rows and the flows of the base year."""
    figures = reported_figures(facts)
    known: dict[tuple[str, str], Price] = {}
    demand: Rows = []
    sourcing: Rows = []
    lines = [row for text in (NISSAN, MITSUBISHI, RENAULT) for row in cells(text, 6)]
    for variant, market, cell, price_cell, growth, note in lines:
        price = known[variant, market] = price_of(facts, variant, market, price_cell, known)
        today, _, later = cell.partition(">")
        if today.strip()[:1].isdigit():
            today, later = "", today
        flows = _flows(today, figures) if today else []
        fact = "{" in today
        source = f"{_sales_source(facts, variant, market)};{price.source}" if fact else price.source
        row = _demand_row(variant, market, price, growth, (note, "" if fact or note else "units assumed"))
        row |= {"source": ";".join(dict.fromkeys([*source.split(";"), "teikei_assumption"]))}
        row |= {"confidence": "derived" if fact and price.confidence == "derived" else "assumption"}
        if later:
            year, volume, low, high = later.split()
            row |= {"base_year": int(year), "units_per_year": float(volume)}
            row |= {"units_per_year_low": float(low), "units_per_year_high": float(high)}
        else:
            units_now = sum(units for _, units in flows)
            row |= {"base_year": BASE_YEAR, "units_per_year": units_now}
            if not fact:
                row |= {"units_per_year_low": 0.8 * units_now, "units_per_year_high": 1.2 * units_now}
        demand.append(row)
        for plant, units in flows:
            sourcing.append(
                {
                    "variant": variant,
                    "plant": plant,
                    "market": market,
                    "base_year": BASE_YEAR,
                    "units": units,
                    "source": row["source"],
                    "confidence": "derived" if fact else "assumption",
                    "note": note or ("" if fact else "units assumed so that plants and markets add up"),
                }
            )
    return demand, sourcing


def _sales_source(facts: Facts, variant: str, market: str) -> str:
    """Return the sources of the sales facts of a model in a market, else those of the firm's total there."""
    model = model_of(variant)[0]
    firm = {row[0]: row[2] for row in models_text()}[model]
    stem, place = model.removesuffix("_export").removesuffix("_us"), "europe" if market == "eu" else market
    known = [
        row
        for row in facts.rows("nissan_group/sales", firm=firm, market=place)
        if "2024" in row["period"] and row["source_id"] != "not_found"
    ]
    found = [row for row in known if row["model_or_total"].startswith(stem)]
    found = found or [row for row in known if row["model_or_total"] in ("total", f"imports_from_{place}")]
    return ";".join(dict.fromkeys(source for row in found for source in row["source_id"].split(";")))

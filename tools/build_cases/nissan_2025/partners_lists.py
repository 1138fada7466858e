"""Words in which the car side of Honda, Ford and Stellantis is written down, and how they become rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from tools.build_cases.facts import Facts

Row = dict[str, object]
BASE_YEAR = 2024
OWN = "teikei_assumption"


class Nameplate(NamedTuple):
    """A model (or an aggregate of models) with its platform and its price at home."""

    model: str
    name: str
    brand: str
    segment: str
    cbm: float
    platform: str
    price: float
    """List price of the petrol (or only) powertrain, local money of ``home``; 0 = base MSRP of the facts."""
    home: str = "us"
    first: int | None = None
    last: int | None = None
    status: str = "current"
    note: str = ""


class Sale(NamedTuple):
    """Cars of a model sold in a market in the base year, by powertrain, and the plants that built them."""

    model: str
    market: str
    units: float
    mix: str
    """``powertrain:share …`` adding up to one."""
    built: str
    """``plant:share …`` adding up to one, the same for every powertrain of the line. Blank = not yet."""
    source: str = OWN
    confidence: str = "assumption"
    note: str = ""
    year: int = BASE_YEAR
    spread: float = 0.15


class Site(NamedTuple):
    """A line of a plant. Capacity 0 = output of the base year over the use of its region."""

    plant: str
    constructions: str
    capacity: float = 0.0
    low: float = 0.0
    high: float = 0.0
    first: int | None = None
    source: str = OWN
    confidence: str = "assumption"
    note: str = ""


class Move(NamedTuple):
    """A tooling: what it costs to build a model in another plant (cost 0 and tooled = announced)."""

    model: str
    plant: str
    cost: float
    note: str
    status: str = "possible"
    lead: float = 2.0
    source: str = OWN


class Frame(NamedTuple):
    """A platform of a firm; ``available`` is a year only if it is still to be developed."""

    platform: str
    name: str
    construction: str = "unibody"
    available: int | None = None
    cost: float = 0.0
    low: float = 0.0
    high: float = 0.0
    lead: float = 3.0
    note: str = ""


class Market(NamedTuple):
    """What stands between list price and the maker; ``level`` = price before tax, United States = 1."""

    currency: str
    rate: float
    tax: float
    dealer: float
    level: float
    growth: float
    growth_low: float
    growth_high: float


COUNTRY = {
    "united_states": "us",
    "germany": "eu",
    "spain": "eu",
    "italy": "eu",
    "france": "eu",
    "romania": "eu",
}
"""Countries of the facts that are not a territory of the case under their own name."""

UPLIFT = {
    "compact_car": 1.13,
    "midsize_car": 1.13,
    "subcompact_suv": 1.25,
    "compact_suv": 1.28,
    "midsize_suv": 1.30,
    "large_suv": 1.30,
    "minivan": 1.15,
    "compact_pickup": 1.25,
    "midsize_pickup": 1.25,
    "full_size_pickup": 1.60,
    "van": 1.15,
}
"""Average sticker (trim mix and destination charge in) over base MSRP of the United States.

Anchors: compact SUV ATP 36,417 and midsize SUV ATP 49,144 (Dec 2025) × 1.075 (incentive back in) over the
mean base MSRP of our nameplates (28.7k, 38.7k) give 1.36 each, hybrids and plug-ins included, hence 1.28 and
1.30 for petrol; compact car ATP 21,594 (Aug 2020) over base about 20.6k gives 1.13. Full-size pickups: 1.60
brings the averages of Ford and Stellantis as near to their ATP of Dec 2018 moved by the industry's rise as
Honda's is (about 4 % below; our MSRPs are of model year 2024, the ATP of Dec 2025)."""

PREMIUM = {"petrol": 1.0, "diesel": 1.0, "hybrid": 1.08, "plugin": 1.22, "electric": 1.25}
"""Price of a powertrain over the petrol (or only) one of the same nameplate; assumption, in the ±8 %."""

PARTS = {"petrol": 1.0, "diesel": 1.02, "hybrid": 1.03, "plugin": 1.10, "electric": 1.12}

CO2 = {
    "kei": 108,
    "subcompact_car": 118,
    "compact_car": 132,
    "midsize_car": 150,
    "subcompact_suv": 138,
    "compact_suv": 158,
    "midsize_suv": 212,
    "large_suv": 262,
    "compact_pickup": 190,
    "midsize_pickup": 232,
    "full_size_pickup": 268,
    "minivan": 215,
    "mpv": 140,
    "van": 205,
}
CO2_FACTOR = {"petrol": 1.0, "diesel": 0.95, "hybrid": 0.74, "plugin": 0.2, "electric": 0.0}

LIGHT_TRUCKS = ("compact_pickup", "midsize_pickup", "full_size_pickup")

INCENTIVE = 0.075 / 1.075
"""Share of the sticker: 7.5 % of the average transaction price, which is the sticker less the incentive."""


def shares(text: str) -> dict[str, float]:
    """Read ``a:0.4 b:0.6``. Raises ValueError unless the shares add up to one."""
    pairs = [part.split(":") for part in text.split()]
    found = {name: float(share) for name, share in pairs}
    if abs(sum(found.values()) - 1.0) > 1e-6:
        raise ValueError(f"shares do not add up to one: {text}")
    return found


def sold(facts: Facts, firm: str, model: str, market: str = "united_states") -> float:
    """Return the units of a model or total that a firm sold in a market in 2024, from world/sales."""
    return facts.number(
        "world/sales", "units", firm=firm, model_or_total=model, market=market, period="cy2024"
    )


def reported_sale(  # one fact in, one line out
    facts: Facts, firm: str, model: str, mix: str, built: str, extra: float = 0.0, note: str = ""
) -> Sale:
    """Return a line of the United States: units of world/sales, plus ``extra`` relatives of the model."""
    where = {"firm": firm, "model_or_total": model, "market": "united_states", "period": "cy2024"}
    units = sold(facts, firm, model)
    source = facts.text("world/sales", "source_id", **where)
    known = facts.text("world/sales", "confidence", **where)
    return Sale(model, "us", units + extra, mix, built, source, known, note, spread=0.05)


def markets(facts: Facts) -> dict[str, Market]:
    """Return the markets: exchange rates of 2025 from the facts; taxes, margins, levels, growth are assumptions.

    Levels: what the same car fetches before tax, United States = 1, at these rates. Japan at 150 yen to the
    dollar is 0.62: a Vezel of JPY 3.15m (USD 19k before tax) sells as an HR-V for about EUR 31k in Europe.
    """

    def rate(pair: str) -> float:
        return facts.number("world/fx", "value", pair=pair, year="2025")

    return {
        "us": Market("USD", 1.0, 0.0, 0.08, 1.0, 0.005, -0.01, 0.015),
        "canada": Market("CAD", rate("usd_cad"), 0.0, 0.08, 0.93, 0.005, -0.01, 0.015),
        "mexico": Market("MXN", rate("usd_mxn"), 0.16, 0.10, 0.75, 0.01, -0.01, 0.02),
        "japan": Market("JPY", rate("usd_jpy"), 0.10, 0.15, 0.62, 0.0, -0.01, 0.005),
        "china": Market("CNY", rate("usd_cny"), 0.13, 0.10, 0.70, 0.0, -0.05, 0.01),
        "eu": Market("EUR", rate("usd_eur"), 0.20, 0.12, 0.95, 0.005, -0.01, 0.015),
        "uk": Market("GBP", 1.0 / rate("gbp_usd"), 0.20, 0.12, 0.95, 0.005, -0.01, 0.015),
        "thailand": Market("THB", rate("usd_thb"), 0.15, 0.10, 0.80, 0.005, -0.02, 0.02),
        "australia": Market("AUD", rate("usd_aud"), 0.10, 0.10, 0.90, 0.005, -0.01, 0.015),
        "philippines": Market("USD", 1.0, 0.12, 0.10, 0.80, 0.01, 0.0, 0.03),
        "south_africa": Market("ZAR", rate("usd_zar"), 0.20, 0.10, 0.80, 0.005, -0.01, 0.02),
        "brazil": Market("BRL", rate("usd_brl"), 0.30, 0.10, 0.95, 0.005, -0.01, 0.02),
        "argentina": Market("USD", 1.0, 0.30, 0.10, 1.0, 0.005, -0.02, 0.03),
    }


def base_msrp(facts: Facts, firm: str, car: Nameplate) -> float:
    """Return the base MSRP in the United States: newest model year up to 2025 of world/prices."""
    names = (car.model, f"{car.model}_tradesman")
    found = [
        row
        for row in facts.table("world/prices")
        if row["firm"] == firm
        and row["model_or_segment"] in names
        and row["price_kind"].startswith("base_msrp")
        and row["period"] <= "my2025"
    ]
    if not found:
        raise LookupError(f"world/prices: no base MSRP of {firm} {car.model}")
    return float(max(found, key=lambda row: row["period"])["price_usd"])


def local_price(facts: Facts, firm: str, car: Nameplate, powertrain: str, market: str) -> float:
    """Return the list price in local money, tax in: home price before tax × level × (1 + tax) × rate."""
    table = markets(facts)
    home, here = table[car.home], table[market]
    listed = car.price or base_msrp(facts, firm, car) * UPLIFT[car.segment]
    if car.price and car.home == "us":
        listed = car.price * UPLIFT[car.segment]
    net = listed / (1 + home.tax) / home.rate / home.level
    price = net * here.level * (1 + here.tax) * here.rate * PREMIUM[powertrain]
    digits = -3 if here.currency == "JPY" else -1
    return round(price, digits)


def powertrains(sales: Iterable[Sale]) -> dict[str, list[str]]:
    """Return the powertrains of each model, in the order in which they are first named."""
    found: dict[str, list[str]] = {}
    for sale in sales:
        known = found.setdefault(sale.model, [])
        known += [name for name in shares(sale.mix) if name not in known]
    return found


def demand_rows(facts: Facts, firm: str, cars: Iterable[Nameplate], sales: Iterable[Sale]) -> list[Row]:
    """Return the demand rows: units of the base year, price, tax, margin, incentive, with derivation."""
    plates = {car.model: car for car in cars}
    table = markets(facts)
    sales = tuple(sales)
    drives = powertrains(sales)
    rows: list[Row] = []
    for sale in sales:
        car, here = plates[sale.model], table[sale.market]
        priced = (
            "base MSRP × trim uplift" if car.home == "us" else f"own estimate of the {car.home} list price"
        )
        for powertrain, share in shares(sale.mix).items():
            plain = "petrol" if len(drives[sale.model]) == 1 else powertrain
            price = local_price(facts, firm, car, plain, sale.market)
            before_tax = price / (1 + here.tax)
            stickers = sale.market in ("us", "canada")
            rows.append(
                {
                    "model": sale.model,
                    "powertrain": powertrain,
                    "market": sale.market,
                    "base_year": sale.year,
                    "units_per_year": round(sale.units * share),
                    "units_per_year_low": round(sale.units * share * (1 - sale.spread)),
                    "units_per_year_high": round(sale.units * share * (1 + sale.spread)),
                    "growth": here.growth,
                    "growth_low": here.growth_low,
                    "growth_high": here.growth_high,
                    "list_price": price,
                    "list_price_low": round(price * 0.92, -1),
                    "list_price_high": round(price * 1.08, -1),
                    "sales_tax_rate": here.tax,
                    "dealer_margin_share": here.dealer,
                    "incentive_per_unit": round(before_tax * INCENTIVE) if stickers else 0.0,
                    "currency": "" if here.currency == "USD" else here.currency,
                    "source": sale.source if OWN in sale.source else f"{sale.source};{OWN}",
                    "confidence": "assumption" if sale.confidence == "assumption" else "estimate",
                    "note": f"{sale.note or 'units as named'}; price: {priced}, ±8 %",
                }
            )
    return rows


def sourcing_rows(sales: Iterable[Sale]) -> list[Row]:
    """Return the flows of the base year; rounding goes to the last plant so that flows add up to demand."""
    rows: list[Row] = []
    for sale in sales:
        if not sale.built:
            continue
        plants = shares(sale.built)
        for powertrain, share in shares(sale.mix).items():
            left = float(round(sale.units * share))
            for at, (plant, part) in enumerate(plants.items(), start=1):
                units = left if at == len(plants) else float(round(sale.units * share * part))
                left -= units
                rows.append(
                    {
                        "variant": f"{sale.model}_{powertrain}",
                        "plant": plant,
                        "market": sale.market,
                        "base_year": sale.year,
                        "units": units,
                        "source": sale.source,
                        "confidence": "assumption" if len(plants) > 1 else sale.confidence,
                        "note": "split by plant assumed" if len(plants) > 1 else sale.note,
                    }
                )
    return rows


def output(sourcing: Iterable[Row]) -> dict[str, float]:
    """Return the cars of the base year by plant."""
    made: dict[str, float] = defaultdict(float)
    for row in sourcing:
        made[str(row["plant"])] += float(str(row["units"]))
    return dict(made)

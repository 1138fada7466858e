"""Firms, territories, exchange rates, sales organisations and sources of the flagship."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from tools.build_cases.case_rows import Rows
from tools.build_cases.facts import Facts
from tools.build_cases.lanes import freight
from tools.build_cases.nissan_2025.climate import co2_positions, co2_rules
from tools.build_cases.nissan_2025.content import content
from tools.build_cases.nissan_2025.preferences import origin_rules
from tools.build_cases.nissan_2025.tariffs import tariffs
from tools.build_cases.sources import Page, sources

PRICE_YEAR = 2025
PRESENCE_SHARE = 0.025
PRESENCE_LEAST_M = 5.0

# id: name, home, colour, own discount rate, market value in million USD (memory).
PLANNERS: dict[str, tuple[str, str, str, float, float]] = {
    "nissan": ("Nissan", "japan", "#c3002f", 0.10, 9000),
    "mitsubishi_motors": ("Mitsubishi Motors", "japan", "#e76f51", 0.09, 3500),
    "honda": ("Honda", "japan", "#2a9d8f", 0.08, 45000),
    "renault": ("Renault Group", "eu", "#e9c46a", 0.09, 12000),
    "ford": ("Ford", "us", "#1d4e89", 0.085, 50000),
    "stellantis": ("Stellantis", "eu", "#6a4c93", 0.095, 30000),
}
OTHERS: dict[str, tuple[str, str, str]] = {
    "wayve": ("Wayve", "uk", "licenses"),
    "byd": ("BYD", "china", "outside"),
    "dongfeng": ("Dongfeng Motor", "china", "outside"),
    "foxconn": ("Foxconn", "china", "outside"),
    "gm": ("General Motors", "us", "outside"),
    "hyundai_kia": ("Hyundai Motor Group", "korea", "outside"),
    "sk_on": ("SK On", "korea", "outside"),
    "tesla": ("Tesla", "us", "outside"),
    "toyota": ("Toyota", "japan", "outside"),
}
# id: name, latitude, longitude (where a picture puts it: the middle of its plants), currency, bloc.
TERRITORIES: dict[str, tuple[str, float, float, str, str]] = {
    "us": ("United States", 39.0, -88.0, "USD", "usmca_states"),
    "canada": ("Canada", 45.0, -79.0, "CAD", "usmca_states"),
    "mexico": ("Mexico", 22.0, -102.0, "MXN", "usmca_states"),
    "japan": ("Japan", 35.5, 138.0, "JPY", ""),
    "eu": ("European Union", 48.0, 6.0, "EUR", ""),
    "uk": ("United Kingdom", 53.5, -1.5, "GBP", ""),
    "china": ("China", 31.0, 115.0, "CNY", ""),
    "thailand": ("Thailand", 13.3, 101.0, "THB", "asean"),
    "indonesia": ("Indonesia", -6.4, 107.2, "IDR", "asean"),
    "philippines": ("Philippines", 14.3, 121.1, "PHP", "asean"),
    "india": ("India", 13.0, 80.0, "INR", ""),
    "brazil": ("Brazil", -23.5, -46.6, "BRL", "mercosur"),
    "argentina": ("Argentina", -33.0, -61.5, "ARS", "mercosur"),
    "turkey": ("Turkey", 40.5, 29.5, "TRY", ""),
    "morocco": ("Morocco", 34.5, -6.5, "MAD", ""),
    "south_africa": ("South Africa", -25.7, 28.2, "ZAR", ""),
    "australia": ("Australia", -33.9, 151.0, "AUD", ""),
    "korea": ("South Korea", 36.0, 128.0, "KRW", ""),
}
# Yearly averages that the facts lack, units for one USD, from memory.
REMEMBERED_FX = {
    "TRY": {2024: 32.8, 2025: 39.5},
    "MAD": {2024: 9.94, 2025: 9.30},
    "IDR": {2024: 15850.0, 2025: 16450.0},
    "PHP": {2024: 57.3, 2025: 57.5},
    "ARS": {2024: 915.0, 2025: 1240.0},
}
PAGES: tuple[Page, ...] = (
    (
        "bestcar_note20",
        "Note of December 2020: e-POWER only, of the second generation",
        "Best Car",
        "2021",
        "https://bestcarweb.jp/news/entame/317837",
    ),
    (
        "gcc_serena22",
        "Serena of 2022: second-generation e-POWER with a new 1.4 l engine, from spring 2023",
        "Green Car Congress",
        "2022-11-29",
        "https://www.greencarcongress.com/2022/11/20221129-serena.html",
    ),
    (
        "goonet_kicks23",
        "Kicks from Thailand, e-POWER only since 2020, four driven wheels since July 2022; its successor is still to come",
        "Goo-net",
        "2023-09-01",
        "https://goo-net.com/magazine/newmodel/scoop/201499",
    ),
)
"""Sources that no fact folder lists: id, title, publisher, date, address."""
MAY_LEAVE = (
    ("mitsubishi_motors", "eu"),
    ("nissan", "argentina"),
    ("nissan", "brazil"),
    ("nissan", "south_africa"),
    ("honda", "eu"),
    ("honda", "uk"),
)


def _usd(facts: Facts, currency: str, year: int) -> float:
    """Return units of a currency for one USD."""
    if currency == "USD":
        return 1.0
    if currency == "GBP":
        return round(1 / facts.number("world/fx", "value", pair="gbp_usd", year=str(year)), 6)
    return facts.number("world/fx", "value", pair=f"usd_{currency.lower()}", year=str(year))


def fx(facts: Facts) -> Rows:
    """Return exchange rates of 2024 and 2025 for every currency of a territory."""
    rows: Rows = []
    for currency in sorted({row[3] for row in TERRITORIES.values()} - {"USD"}):
        for year in (2024, PRICE_YEAR):
            row: dict[str, Any] = {"currency": currency, "year": year}
            if currency in REMEMBERED_FX:
                row["units_per_case_currency"] = REMEMBERED_FX[currency][year]
                row |= {
                    "source": "gk_unverified",
                    "confidence": "estimate",
                    "note": "yearly average from memory",
                }
            else:
                pair = "gbp_usd" if currency == "GBP" else f"usd_{currency.lower()}"
                row["units_per_case_currency"] = _usd(facts, currency, year)
                row["source"] = facts.text("world/fx", "source_id", pair=pair, year=str(year))
                row["confidence"] = facts.text("world/fx", "confidence", pair=pair, year=str(year))
            if currency == "JPY" and year == PRICE_YEAR:
                rate = row["units_per_case_currency"]
                row |= {
                    "units_per_case_currency_low": round(rate * 0.85, 2),
                    "units_per_case_currency_high": round(rate * 1.15, 2),
                    "note": "range of 15 % either way, as in the scenarios",
                }
            rows.append(row)
    return rows


def territories() -> Rows:
    """Return the customs areas."""
    return [
        {
            "territory": key,
            "name": name,
            "latitude": latitude,
            "longitude": longitude,
            "currency": currency,
            "bloc": bloc,
            "source": "gk_unverified",
            "confidence": "estimate",
            "note": "France, Germany, Italy, Spain, Romania, Slovenia are inside" if key == "eu" else "",
        }
        for key, (name, latitude, longitude, currency, bloc) in TERRITORIES.items()
    ]


def _cash(facts: Facts) -> dict[str, tuple[float, str, str, str]]:
    """Return cash in million USD at 2025 rates, source, confidence and note."""
    group, world = "nissan_group/financials", "world/financials"
    yen, euro = _usd(facts, "JPY", PRICE_YEAR), _usd(facts, "EUR", PRICE_YEAR)
    billion = 1000.0

    def of(firm: str, period: str, metric: str, column: str) -> tuple[float, str]:
        where = {"firm": firm, "period": period, "metric": metric}
        return facts.number(group, column, **where), facts.text(group, "source_id", **where)

    nissan, nissan_source = of("nissan", "FY2025_9m", "cash", "value_jpy_bn")
    mmc, mmc_source = of("mitsubishi_motors", "FY2025_9m", "cash", "value_jpy_bn")
    renault, renault_source = of("renault", "CY2025", "auto_net_cash", "value_eur_m")
    ford = facts.number(world, "value", firm="ford", fiscal_period="cy2024", metric="cash")
    liquidity = "industrial_available_liquidity"
    stellantis = facts.number(world, "value", firm="stellantis", fiscal_period="cy2024", metric=liquidity)
    return {
        "nissan": (nissan * billion / yen, nissan_source, "reported", "cash of December 2025"),
        "mitsubishi_motors": (mmc * billion / yen, mmc_source, "reported", "cash of December 2025"),
        "honda": (
            4500 * billion / yen,
            "gk_unverified",
            "estimate",
            "about JPY 4.5 trillion in March 2025, memory",
        ),
        "renault": (
            renault / euro,
            renault_source,
            "reported",
            "automotive net cash at the end of 2025, not gross",
        ),
        "ford": (ford * billion, "rideradar_ford_fy2024", "reported", "cash at the end of 2024"),
        "stellantis": (
            stellantis * billion / euro,
            "stla_pr_fy2024",
            "reported",
            "industrial available liquidity at the end of 2024, credit lines included",
        ),
    }


def firms(facts: Facts) -> Rows:
    """Return the firms; calibration adds the overhead of those that plan."""
    rows: Rows = []
    for firm, (cash, source, confidence, note) in _cash(facts).items():
        name, home, colour, rate, value = PLANNERS[firm]
        rows.append(
            {
                "firm": firm,
                "name": name,
                "home_territory": home,
                "role": "plans",
                "own_discount_rate": rate,
                "market_value_m": value,
                "cash_m": round(cash),
                "colour": colour,
                "source": f"{source};teikei_assumption",
                "confidence": confidence if confidence == "estimate" else "derived",
                "note": f"{note}, in USD; market value from memory; own discount rate an assumption",
            }
        )
    for firm, (name, home, role) in OTHERS.items():
        row: dict[str, Any] = {"firm": firm, "name": name, "home_territory": home, "role": role}
        row |= {"colour": "#8d99ae", "source": "gk_unverified", "confidence": "estimate"}
        if firm == "wayve":
            where = {"firm": "wayve", "period": "2026-02", "metric": "valuation"}
            row["market_value_m"] = facts.number("nissan_group/financials", "value_usd_m", **where)
            row["source"] = facts.text("nissan_group/financials", "source_id", **where)
            row["confidence"] = "reported"
        if firm == "foxconn":
            row["note"] = "home in Taiwan, which is no territory of the case"
        rows.append(row)
    return rows


def market_presence(merged: dict[str, Rows]) -> Rows:
    """Return the sales organisation of a firm in each market with demand: 2.5 % of revenue received."""
    firm_of = {row["model"]: row["firm"] for row in merged["models"]}
    candidate = {row["model"] for row in merged["models"] if row.get("status") == "candidate"}
    revenue: dict[tuple[str, str], float] = defaultdict(float)
    for row in merged["demand"]:
        if row["model"] in firm_of and row["model"] not in candidate:
            received = price_received(row) / rate_of(merged, str(row.get("currency", "")) or "USD")
            revenue[str(firm_of[row["model"]]), str(row["market"])] += (
                received * float(row["units_per_year"]) / 1e6
            )
    return [
        {
            "firm": firm,
            "market": market,
            "fixed_cost_m": round(max(PRESENCE_SHARE * million, PRESENCE_LEAST_M), 1),
            "fixed_cost_m_low": round(0.6 * max(PRESENCE_SHARE * million, PRESENCE_LEAST_M), 1),
            "fixed_cost_m_high": round(1.4 * max(PRESENCE_SHARE * million, PRESENCE_LEAST_M), 1),
            "may_leave": (firm, market) in MAY_LEAVE,
            "source": "teikei_assumption",
            "confidence": "assumption",
            "note": f"2.5 % of {million:.0f} M received there, at least {PRESENCE_LEAST_M:.0f} M",
        }
        for (firm, market), million in sorted(revenue.items())
    ]


def rate_of(merged: dict[str, Rows], currency: str) -> float:
    """Return units of a currency for one USD at the price year."""
    if currency == "USD":
        return 1.0
    [rate] = [
        float(row["units_per_case_currency"])
        for row in merged["fx"]
        if row["currency"] == currency and row["year"] == PRICE_YEAR
    ]
    return rate


def price_received(row: dict[str, Any]) -> float:
    """Return what the maker receives for a car: list ÷ (1 + tax) × (1 − dealer margin) − incentive."""
    before_tax = float(row["list_price"]) / (1 + float(row.get("sales_tax_rate", 0) or 0))
    margin = float(row.get("dealer_margin_share", 0.08))
    return before_tax * (1 - margin) - float(row.get("incentive_per_unit", 0) or 0)


def rows(folder: Path) -> dict[str, Rows]:
    """Return the tables that do not depend on other modules."""
    facts = Facts(folder)
    return {
        "sources": sources(facts, PAGES),
        "firms": firms(facts),
        "territories": territories(),
        "fx": fx(facts),
        "tariffs": tariffs(facts),
        "origin_rules": origin_rules(facts),
        "freight": freight(facts),
        "co2_rules": co2_rules(facts),
        "co2_positions": co2_positions(facts),
    }


def dependent_rows(merged: dict[str, Rows]) -> dict[str, Rows]:
    """Return the tables that follow from the plants and demand of the other modules."""
    return {"content": content(merged), "market_presence": market_presence(merged)}

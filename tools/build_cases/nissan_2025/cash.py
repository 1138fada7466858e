"""What a maker's money is held to: the cash it keeps, the credit it has, the rate it pays. Read only by plans
with cash limits."""

from __future__ import annotations

from typing import Any

from tools.build_cases.facts import Facts

FLOOR_MONTHS = 1
CREDIT_SHARE = 0.10
# Real rate on new debt: a coupon less some 2.3 % of inflation, by the maker's standing with lenders (memory).
RATES = {
    "nissan": (0.055, "7.5 to 8.1 % on its dollar bonds of July 2025, memory"),
    "mitsubishi_motors": (0.035, "assumption"),
    "honda": (0.025, "assumption"),
    "renault": (0.035, "assumption"),
    "ford": (0.040, "assumption"),
    "stellantis": (0.040, "assumption"),
}


def cash_limits(facts: Facts, revenues: dict[str, float]) -> dict[str, dict[str, Any]]:
    """Return by firm the columns of its cash limits in million USD, and the words of its note.

    ``revenues``: covered revenue, million USD a year. Cash kept: a month of it (assumption). Credit: the lines
    a maker reports beside its cash; where none are known, a tenth of revenue, as Nissan and Ford have.
    """
    lines = _reported_lines(facts)
    found = {}
    for firm, revenue in revenues.items():
        credit, why = lines.get(firm, (CREDIT_SHARE * revenue, "a tenth of covered revenue, assumption"))
        rate, told = RATES[firm]
        found[firm] = {
            "cash_floor_m": round(FLOOR_MONTHS * revenue / 12),
            "borrowing_limit_m": round(credit),
            "borrowing_rate": rate,
            "_note": f"cash kept: {FLOOR_MONTHS} month of covered revenue, assumption; credit: {why}; "
            f"real rate: {told}",
        }
    return found


def _reported_lines(facts: Facts) -> dict[str, tuple[float, str]]:
    """Return unused credit in million USD at 2025 rates, and where it comes from."""
    group, world = "nissan_group/financials", "world/financials"
    yen = facts.number("world/fx", "value", pair="usd_jpy", year="2025")
    where = {"firm": "nissan", "period": "FY2025_9m"}
    nissan = facts.number(group, "value_jpy_bn", metric="liquidity", **where)
    nissan -= facts.number(group, "value_jpy_bn", metric="cash", **where)
    ford = facts.number(world, "value", firm="ford", fiscal_period="cy2024", metric="liquidity")
    ford -= facts.number(world, "value", firm="ford", fiscal_period="cy2024", metric="cash")
    return {
        "nissan": (nissan * 1000 / yen, "liquidity less cash in December 2025"),
        "ford": (ford * 1000, "liquidity less cash at the end of 2024"),
        "stellantis": (0.0, "its lines are in the cash stated"),
    }

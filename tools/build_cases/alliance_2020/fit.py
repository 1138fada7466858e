"""Parts costs of the back-test: one share of the price a firm, so that its margin of 2019 is the reported one."""

from __future__ import annotations

import polars as pl

from teikei.case.settings import Settings
from teikei.industry.landed import landed
from teikei.industry.routes import described
from tools.build_cases.case_rows import Rows, case_of
from tools.build_cases.facts import Facts

OVERHEAD_SHARE = 0.13
"""R&D, selling and administration with sales organisations and programmes, as a share of revenue: assumption."""
BASE_YEAR = 2021  # the first year planned: its law is that of 2019 but for the staging with Japan


def accounts_of_2019(facts: Facts) -> dict[str, tuple[float, float, str]]:
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


def fitted(
    settings: Settings, rows: dict[str, Rows], accounts: dict[str, tuple[float, float, str]]
) -> dict[str, tuple[float, float, float, float]]:
    """Return revenue, reported revenue, margin and parts share by firm.

    parts share = 1 − margin − (conversion + freight + duty + plants + overhead with organisations) / revenue
    """
    case = case_of(settings, rows)
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

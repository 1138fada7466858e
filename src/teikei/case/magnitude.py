"""Costs, prices and volumes of the wrong magnitude: thousands for units, yen for dollars."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import polars as pl

from teikei.base.errors import Fault
from teikei.case.case import Case
from teikei.case.limits import where

LEAST_PRICE_USD, MOST_PRICE_USD = 500.0, 1_000_000.0
MOST_FIXED_COST_USD_M = 20_000.0
MOST_PARTS_TO_PRICE = 3.0
MOST_FLOW_TO_CAPACITY = 2.0


def in_case_money(case: Case, frame: pl.DataFrame, *names: str) -> pl.DataFrame:
    """The frame with money columns in the case currency; null where the exchange rate is not known."""
    present = frame["currency"].unique().to_list()
    rates = pl.Series([case.rate(currency) for currency in present], dtype=pl.Float64)
    factor = pl.col("currency").replace_strict(present, 1 / rates, return_dtype=pl.Float64)
    return frame.with_columns(pl.col(name) * factor for name in names)


def prices(case: Case) -> pl.DataFrame:
    """Highest list price of each model, in the case currency."""
    demand = in_case_money(case, case["demand"], "list_price")
    return demand.group_by("model").agg(pl.col("list_price").max().alias("price"))


def prices_are_plausible(case: Case) -> Iterator[Fault]:
    """A list price is that of a car."""
    usd = case.rate("USD")
    if usd is None:
        return
    demand = in_case_money(case, case["demand"], "list_price").with_row_index("row_number")
    price = pl.col("list_price") * usd
    for entry in demand.filter((price < LEAST_PRICE_USD) | (price > MOST_PRICE_USD)).iter_rows(named=True):
        currency = entry["currency"] or case.settings.currency
        written = case["demand"]["list_price"][entry["row_number"]]
        yield Fault(
            where(case, "demand", entry["row_number"], "list_price"),
            f"the list price of {entry['model']!r} is {written:,.10g} {currency}, that is"
            f" {entry['list_price'] * usd:,.4g} USD",
            f"a car costs between {LEAST_PRICE_USD:,.0f} and {MOST_PRICE_USD:,.0f} USD",
            "write the price of one car in single units, and its currency in column currency",
        )


def costs_are_plausible(case: Case) -> Iterator[Fault]:
    """Building a car costs less than its price, parts at most three times it; a plant 20 bn a year."""
    best = prices(case)
    plants = in_case_money(case, case["plants"], "conversion_cost_per_unit", "fixed_cost_m")
    plants = plants.with_row_index("row_number")
    dearest = case["tooling"].join(best, on="model").group_by("plant").agg(pl.col("price").max())
    for entry in plants.join(dearest, on="plant").iter_rows(named=True):
        cost, price = entry["conversion_cost_per_unit"], entry["price"]
        if cost is not None and price is not None and cost > price:
            yield Fault(
                where(case, "plants", entry["row_number"], "conversion_cost_per_unit"),
                f"building a car at {entry['plant']!r} costs {cost:,.0f} {case.settings.currency},"
                f" more than its dearest car is sold for ({price:,.0f})",
                "no car would ever be built there; a cost in another currency looks so",
                "write labour and energy for one car, and its currency in column currency",
            )
    usd = case.rate("USD")
    if usd is not None:
        for entry in plants.filter(pl.col("fixed_cost_m") * usd > MOST_FIXED_COST_USD_M).iter_rows(
            named=True
        ):
            yield Fault(
                where(case, "plants", entry["row_number"], "fixed_cost_m"),
                f"{entry['plant']!r} costs {entry['fixed_cost_m'] * usd / 1000:,.0f} bn USD a year",
                f"no plant costs more than {MOST_FIXED_COST_USD_M / 1000:g} billion a year",
                "write millions, and the currency in column currency",
            )
    variants = in_case_money(case, case["variants"], "parts_cost").with_row_index("row_number")
    variants = variants.filter(pl.col("derived_from") == "")
    dear = variants.join(best, on="model").filter(
        pl.col("parts_cost") > MOST_PARTS_TO_PRICE * pl.col("price")
    )
    for entry in dear.iter_rows(named=True):
        yield Fault(
            where(case, "variants", entry["row_number"], "parts_cost"),
            f"the parts of {entry['variant']!r} cost {entry['parts_cost']:,.0f} {case.settings.currency},"
            f" {entry['parts_cost'] / entry['price']:.0f} times its price",
            "a cost in another currency looks so",
            "write the parts of one car, and their currency in column currency",
        )


def flows_fit_plants(case: Case) -> Iterator[Fault]:
    """What a plant sends out today is not a multiple of its capacity."""
    capacity = case["lines"].group_by("plant").agg(pl.col("capacity_units_per_year").sum().alias("capacity"))
    flows = case["sourcing"].with_row_index("row_number")
    sent = flows.group_by("plant", maintain_order=True).agg(
        pl.col("row_number").first(), pl.col("units").sum()
    )
    wrong = sent.join(capacity, on="plant").filter(
        pl.col("units") > MOST_FLOW_TO_CAPACITY * pl.col("capacity")
    )
    for entry in wrong.iter_rows(named=True):
        yield Fault(
            where(case, "sourcing", entry["row_number"], "units"),
            f"{entry['plant']!r} sends out {entry['units']:,.0f} cars, lines make {entry['capacity']:,.0f}",
            "today's flows hold until something changes, so they must be possible",
            "check the units here and capacity_units_per_year in lines.csv: single cars, not thousands",
        )


RULES: tuple[tuple[Callable[[Case], Iterator[Fault]], tuple[str, ...]], ...] = (
    (prices_are_plausible, ("demand", "fx")),
    (costs_are_plausible, ("plants", "demand", "tooling", "variants", "fx")),
    (flows_fit_plants, ("lines", "sourcing")),
)

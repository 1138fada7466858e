"""What a car costs delivered, layer by layer, and what is left of its price."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from teikei.base.errors import CaseError, Fault, UsageError, did_you_mean
from teikei.case.derived import finished
from teikei.industry.drawback import parts_duty_left
from teikei.industry.logistics import lanes, transit_capital
from teikei.industry.money import in_case_currency
from teikei.industry.origin import Borders, borders
from teikei.industry.routes import KEY
from teikei.industry.routes import routes as all_routes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from teikei.case.case import Case

COSTS = ("parts", "conversion", "extra", "freight", "transit", "duty", "parts_duty")
"""Layers of the cost of a car, case currency per car; the margin is price received less their sum."""
SAME = 1e-6
"""Case currency a car that is no reason to change where parts come from."""


def price_received(case: Case) -> pl.DataFrame:
    """What the maker receives for a car, before the price difference of a variant.

    ``price = list_price / (1 + sales_tax_rate) · (1 − dealer_margin_share) − incentive_per_unit``

    Returns
    -------
    One row a demand row: model, powertrain, market, price (case currency per car, price-year money).
    """
    price = (
        pl.col("list_price") / (1.0 + pl.col("sales_tax_rate")) * (1.0 - pl.col("dealer_margin_share"))
        - pl.col("incentive_per_unit")
    ).alias("price")
    frame = in_case_currency(case, case["demand"], "list_price", "incentive_per_unit")
    return frame.select("model", "powertrain", "market", price)


def landed(
    case: Case, routes: pl.DataFrame | None = None, years: Sequence[int] | None = None
) -> pl.DataFrame:
    """Cost stack and margin of every route in every year, per car, in the case currency of the price year.

    ``margin = price − (parts + conversion + extra + freight + transit + duty + parts_duty)`` with
    ``customs value = customs_value_share · price``; ``duty = duty_rate · customs value``;
    ``parts_duty = max(0, parts rate · customs value − offset rate · price)``, less what is paid back
    for cars that leave again (`industry.drawback`).
    Parts cost holds at the reference volume of the platform, conversion at straight time.

    Parameters
    ----------
    routes : as `teikei.industry.routes.routes` makes them (default: all of the case)
    years : calendar years whose law holds (default: the years of the case)

    Returns
    -------
    One row a route and year, in the order of the routes: variant, plant, market, year, price, the layers of
    `COSTS`, customs_value, duty_rate, preference (rule id or blank), legal_basis, quota_rule (or blank),
    quota_duty (duty per car inside the quota, null where there is none), margin (without the quota),
    content_option (other sourcing that costs less than the duty it saves, whose cost is in extra; or blank).

    Raises
    ------
    CaseError
        Borders without a tariff, lanes without freight, cars without a price or without content rows where
        needed.
    """
    ways = all_routes(case) if routes is None else routes
    span = tuple(case.settings.years if years is None else years)
    cars = _per_car(case, ways)
    table = _laid(case, ways, cars, span)
    options = case["content_options"]["option"].unique().sort().to_list()
    return _with_margin(_cheapest(case, (ways, cars), span, table, options) if options else table)


def _laid(
    case: Case, ways: pl.DataFrame, cars: pl.DataFrame, span: Sequence[int], option: str = ""
) -> pl.DataFrame:
    """Routes × years with every layer, with the content of today or of an option."""
    table = _over_years(cars, borders(case, ways, span, option), span)
    if case["drawbacks"].height:
        paid = parts_duty_left(case, ways, span, table["parts_duty"].to_numpy(), table["duty"].to_numpy())
        table = table.with_columns(pl.Series("parts_duty", paid, dtype=pl.Float64))
    return table.with_columns(pl.lit(option).alias("content_option"))


def _cheapest(
    case: Case,
    routes: tuple[pl.DataFrame, pl.DataFrame],
    span: Sequence[int],
    today: pl.DataFrame,
    options: Sequence[str],
) -> pl.DataFrame:
    """Each route and year with the content that costs least: today's, or an option's with its cost a car.

    A car meets a rule of origin, or pays. Places in quotas are shared out later, at the content chosen here.
    """
    ways, cars = routes
    rows = in_case_currency(case, case["content_options"], "extra_cost_per_unit")
    layers = pl.sum_horizontal("extra", "duty", "parts_duty")
    found, best = [today], today.select(layers).to_series().to_numpy().copy()
    pick, offset = np.arange(today.height), today.height
    for option in options:
        extra = rows.filter(option=option).select("model", "plant", "extra_cost_per_unit")
        asked = ways.with_row_index("way").join(extra, on=("model", "plant"), maintain_order="left")
        at = asked["way"].to_numpy()
        more = np.repeat(asked["extra_cost_per_unit"].to_numpy(), len(span))
        table = _laid(case, ways[at], cars[at], span, option).with_columns(
            extra=pl.col("extra") + pl.Series(more)
        )
        cost = table.select(layers).to_series().to_numpy()
        places = (at[:, None] * len(span) + np.arange(len(span))).reshape(-1)
        better = cost < best[places] - SAME
        pick[places[better]] = offset + np.flatnonzero(better)
        best[places[better]] = cost[better]
        found.append(table)
        offset += table.height
    return pl.concat(found)[pick]


def _per_car(case: Case, ways: pl.DataFrame) -> pl.DataFrame:
    """Everything of a route that no year moves."""
    variants = in_case_currency(case, finished(case), "parts_cost", "price_difference")
    plants = in_case_currency(case, case["plants"], "conversion_cost_per_unit").select(
        "plant", "conversion_cost_per_unit"
    )
    tooling = in_case_currency(case, case["tooling"], "extra_cost_per_unit")
    models = case["models"].select("model", "volume_cbm", "customs_value_share")
    cars = (
        ways.select(*KEY, "model", "powertrain", "origin")
        .join(models, on="model", how="left", maintain_order="left")
        .join(
            variants.select("variant", "parts_cost", "price_difference"),
            on="variant",
            how="left",
            maintain_order="left",
        )
        .join(plants, on="plant", how="left", maintain_order="left")
        .join(
            tooling.select("model", "plant", "extra_cost_per_unit"),
            on=("model", "plant"),
            how="left",
            maintain_order="left",
        )
        .join(price_received(case), on=("model", "powertrain", "market"), how="left", maintain_order="left")
    )
    unpriced = cars.filter(pl.col("price").is_null()).select("model", "powertrain", "market").unique()
    if unpriced.height:
        raise CaseError(sorted(_unpriced(*row) for row in unpriced.iter_rows()))
    cars = cars.join(
        lanes(case, cars), on=("origin", "market", "volume_cbm"), how="left", maintain_order="left"
    ).with_columns(pl.col("price") + pl.col("price_difference"))
    cars = cars.with_columns((pl.col("customs_value_share") * pl.col("price")).alias("customs_value"))
    return cars.select(
        *KEY,
        "price",
        pl.col("parts_cost").alias("parts"),
        pl.col("conversion_cost_per_unit").alias("conversion"),
        pl.col("extra_cost_per_unit").fill_null(0.0).alias("extra"),
        "freight",
        transit_capital(case).alias("transit"),
        "customs_value",
    )


def _over_years(cars: pl.DataFrame, law: Borders, years: Sequence[int]) -> pl.DataFrame:
    """Routes × years with the duty of each year."""
    take = np.repeat(np.arange(cars.height), len(years))
    table = cars[take] if cars.height else cars
    value, price = table["customs_value"].to_numpy(), table["price"].to_numpy()

    def flat(rows: list[np.ndarray]) -> np.ndarray:
        return np.concatenate(rows) if rows else np.zeros(0)

    duty_rate = flat([duty.rate for duty in law.cars])
    parts_duty = np.maximum(0.0, law.parts_rate.reshape(-1) * value - law.offset_rate.reshape(-1) * price)
    quota = pl.Series("quota_duty", flat([duty.quota_rate for duty in law.cars]) * value, dtype=pl.Float64)
    return table.with_columns(
        pl.Series("year", list(years) * cars.height, dtype=pl.Int64),
        pl.Series("duty", duty_rate * value),
        pl.Series("parts_duty", parts_duty),
        pl.Series("duty_rate", duty_rate),
        pl.Series("preference", [name for duty in law.cars for name in duty.preference], dtype=pl.String),
        pl.Series("legal_basis", [name for duty in law.cars for name in duty.law], dtype=pl.String),
        pl.Series("quota_rule", [name for duty in law.cars for name in duty.quota_rule], dtype=pl.String),
        quota.fill_nan(None),
    )


def _with_margin(table: pl.DataFrame) -> pl.DataFrame:
    margin = (pl.col("price") - pl.sum_horizontal(COSTS)).alias("margin")
    return table.with_columns(margin).select(
        *KEY,
        "year",
        "price",
        *COSTS,
        "customs_value",
        "duty_rate",
        "preference",
        "legal_basis",
        "quota_rule",
        "quota_duty",
        "margin",
        "content_option",
    )


def _unpriced(model: str, powertrain: str, market: str) -> Fault:
    return Fault(
        where=f"demand.csv, {model} {powertrain} in {market}",
        what=f"no demand row of {model!r} with powertrain {powertrain!r} in {market!r}",
        why="a car without a price there has no margin and no customs value",
        fix=f"add a row model={model}, powertrain={powertrain}, market={market}, or take the flow away",
    )


def stacks(case: Case, model: str, market: str, year: int) -> pl.DataFrame:
    """Cost stacks of a model in a market side by side: each variant from each plant that could build it.

    Returns
    -------
    The columns of `landed` with powertrain, host, tooling_status and ``landed_cost`` (sum of `COSTS`), by
    variant and then cheapest first.

    Raises
    ------
    UsageError
        Unknown model or market, or no plant that could build the model for the market.
    """
    models, territories = case["models"]["model"].to_list(), case["territories"]["territory"].to_list()
    faults = []
    if model not in models:
        faults.append(_unknown("model", model, models, "models.csv"))
    if market not in territories:
        faults.append(_unknown("market", market, territories, "territories.csv"))
    if faults:
        raise UsageError(faults)
    ways = all_routes(case).filter(pl.col("model") == model)
    here = ways.filter(pl.col("market") == market)
    if not here.height:
        known = ", ".join(sorted(ways["market"].unique().to_list())) or "no market"
        raise UsageError(
            Fault(
                where=f"market {market}",
                what=f"no plant could build {model!r} of a planning firm for {market!r}",
                why="there is nothing to compare",
                fix=f"tooling, lines and demand give it routes to: {known}",
            )
        )
    cost = pl.sum_horizontal(COSTS).alias("landed_cost")
    says = here.select(*KEY, "powertrain", "host", "tooling_status")
    return (
        landed(case, here, [year])
        .join(says, on=KEY, how="left")
        .with_columns(cost)
        .sort("variant", "landed_cost", "plant")
    )


def _unknown(what: str, name: str, known: Sequence[str], listed_in: str) -> Fault:
    return Fault(
        where=f"--{what}",
        what=f"the case has no {what} {name!r}",
        why="nothing was computed",
        fix=did_you_mean(name, known, listed_in),
    )

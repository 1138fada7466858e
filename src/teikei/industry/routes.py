"""Which cars could be built where for whom: the ways that exist physically, whoever may use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from teikei.case.kept import kept

if TYPE_CHECKING:
    from teikei.case.case import Case

KEY = ("variant", "plant", "market")


@kept
def routes(case: Case) -> pl.DataFrame:
    """Every way of bringing a variant of a planning firm from a plant to a market.

    A route exists if tooling.csv names the model at the plant (tooled or possible), a line of the plant
    takes the construction of the variant's platform, and demand.csv has the model with that powertrain in
    the market. Whether the firm may use plant, platform and technologies is for the book of agreements to
    say.

    Returns
    -------
    One row a route, sorted by variant, plant, market: variant, model, firm (whose brand it is), platform,
    powertrain, technologies (list), plant, host (largest owner; of equals the first by name), origin
    (territory of the plant), market, tooling_status, customs_class.
    """
    planning = case["firms"].filter(pl.col("role") == "plans").select("firm")
    constructions = case["platforms"].select("platform", pl.col("construction").alias("constructions"))
    takes = case["lines"].select("plant", "constructions").explode("constructions").unique()
    cars = (
        case["variants"]
        .select("variant", "model", "platform", "powertrain")
        .join(case["models"].select("model", "firm"), on="model")
        .join(planning, on="firm", how="semi")
        .join(constructions, on="platform")
    )
    keys = (
        cars.join(case["tooling"].select("model", "plant"), on="model")
        .join(takes, on=("plant", "constructions"), how="semi")
        .join(case["demand"].select("model", "powertrain", "market"), on=("model", "powertrain"))
    )
    return described(case, keys)


def described(case: Case, keys: pl.DataFrame) -> pl.DataFrame:
    """The columns of `routes` for given (variant, plant, market); tooling_status is blank if not tooled."""
    tooling = case["tooling"].select("model", "plant", pl.col("status").alias("tooling_status"))
    plants = case["plants"].select("plant", pl.col("territory").alias("origin"))
    return (
        keys.select(KEY)
        .unique()
        .join(
            case["variants"].select("variant", "model", "platform", "powertrain", "technologies"),
            on="variant",
        )
        .join(case["models"].select("model", "firm", "customs_class"), on="model")
        .join(plants, on="plant")
        .join(hosts(case), on="plant", how="left")
        .join(tooling, on=("model", "plant"), how="left")
        .with_columns(pl.col("tooling_status", "host").fill_null(""))
        .select(
            "variant",
            "model",
            "firm",
            "platform",
            "powertrain",
            "technologies",
            "plant",
            "host",
            "origin",
            "market",
            "tooling_status",
            "customs_class",
        )
        .sort(KEY)
    )


@kept
def hosts(case: Case) -> pl.DataFrame:
    """Who runs each plant: its largest owner; of equal owners the first by name."""
    return (
        case["plant_owners"]
        .sort("plant", "share", "firm", descending=[False, True, False])
        .unique("plant", keep="first", maintain_order=True)
        .select("plant", pl.col("firm").alias("host"))
    )

"""Carrying cars: freight by size over the cheapest lane, and capital tied up on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from teikei.base.errors import CaseError, Fault
from teikei.industry.money import in_case_currency

if TYPE_CHECKING:
    from teikei.case.case import Case


def lanes(case: Case, trips: pl.DataFrame) -> pl.DataFrame:
    """Cheapest way of carrying one car: ``min over modes of per_unit + per_cbm · volume_cbm``.

    Parameters
    ----------
    trips : columns origin, market, volume_cbm

    Returns
    -------
    Distinct trips with ``freight`` (case currency per car), ``transit_days`` and ``mode`` of the cheapest
    lane; of two lanes at one cost the faster is taken. A car sold where it is built still travels: plant to
    dealer is a lane too.

    Raises
    ------
    CaseError
        Every pair of territories that has no lane, gathered.
    """
    wanted = trips.select("origin", "market", "volume_cbm").unique()
    table = in_case_currency(case, case["freight"], "per_unit", "per_cbm").select(
        "origin", pl.col("destination").alias("market"), "mode", "per_unit", "per_cbm", "transit_days"
    )
    missing = wanted.join(table, on=("origin", "market"), how="anti").select("origin", "market").unique()
    if missing.height:
        raise CaseError(sorted(_missing_fault(*pair) for pair in missing.iter_rows()))
    return (
        wanted.join(table, on=("origin", "market"))
        .with_columns((pl.col("per_unit") + pl.col("per_cbm") * pl.col("volume_cbm")).alias("freight"))
        .sort("origin", "market", "volume_cbm", "freight", "transit_days", "mode")
        .unique(("origin", "market", "volume_cbm"), keep="first", maintain_order=True)
        .select("origin", "market", "volume_cbm", "freight", "transit_days", "mode")
    )


def _missing_fault(origin: str, destination: str) -> Fault:
    return Fault(
        where=f"freight.csv, {origin} to {destination}",
        what=f"no lane from {origin!r} to {destination!r}",
        why="a route whose freight nobody stated would travel for nothing",
        fix=f"add a row origin={origin}, destination={destination} with its cost and transit days, "
        "or take away the tooling that makes the route possible",
    )


def capital_rate(case: Case) -> float:
    """Cost of capital on cars in transit, 1/year: ``inventory_rate``, else the discount rate."""
    rate = case.settings.inventory_rate
    return case.settings.discount_rate if rate is None else rate


def transit_capital(case: Case) -> pl.Expr:
    """Capital tied up on the way, per car: ``inventory rate · transit_days / 365 · customs_value``.

    The customs value stands for what is tied up: at the border the car is worth that, and its unit cost
    would differ by plant although the same car is on the ship.
    """
    return capital_rate(case) * pl.col("transit_days") / 365.0 * pl.col("customs_value")

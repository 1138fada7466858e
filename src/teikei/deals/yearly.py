"""Year by year: what a book changes in every firm's accounts and in the use of plants.

amount[f, account, t] = π_f account of the plan with − without, million a year, before fees between firms
"""

from __future__ import annotations

import polars as pl

from teikei.plan.cash import flows
from teikei.plan.solution import PlanSolution

ACCOUNTS = ["firm", "account", "year"]
LEAST_M = 1e-9
"""Million a year below which an amount is rounding."""


def accounts_beside(after: PlanSolution, before: PlanSolution) -> pl.DataFrame:
    """Firm, account, year, and the amounts of two plans: ``without_m``, ``with_m``, ``change_m`` (million a
    year; revenue and savings positive). Fees between planning firms are left out: they move no decision."""

    def yearly(plan: PlanSolution, name: str) -> pl.DataFrame:
        kept = plan.accounts.filter(pl.col("account") != "transfers")
        return kept.group_by(ACCOUNTS).agg(pl.col("amount_m").sum().alias(name))

    both = yearly(before, "without_m").join(yearly(after, "with_m"), on=ACCOUNTS, how="full", coalesce=True)
    return (
        both.with_columns(pl.col("without_m", "with_m").fill_null(0.0))
        .with_columns((pl.col("with_m") - pl.col("without_m")).alias("change_m"))
        .sort(ACCOUNTS)
    )


def accounts_moved(after: PlanSolution, before: PlanSolution) -> pl.DataFrame:
    """The rows of `accounts_beside` that differ: firm, account, year, ``change_m``."""
    rows = accounts_beside(after, before).filter(pl.col("change_m").abs() > LEAST_M)
    return rows.select(*ACCOUNTS, "change_m")


def plants_beside(after: PlanSolution, before: PlanSolution) -> pl.DataFrame:
    """Plant, year, cars built without and with, and what the plant holds then (cars a year)."""
    keys = ["plant", "year"]
    without = before.use.select(*keys, pl.col("units").alias("without_units"))
    using = after.use.select(*keys, pl.col("units").alias("with_units"), "capacity_units_per_year")
    return using.join(without, on=keys, how="left").select(
        *keys, pl.col("without_units").fill_null(0.0), "with_units", "capacity_units_per_year"
    )


def plants_moved(after: PlanSolution, before: PlanSolution) -> pl.DataFrame:
    """The plants of `plants_beside` whose output differs in some year, all their years."""
    rows = plants_beside(after, before)
    moved = (pl.col("with_units") - pl.col("without_units")).abs().max().over("plant") > 0.5
    return rows.filter(moved)


def cash_beside(after: PlanSolution, before: PlanSolution) -> pl.DataFrame:
    """Firm, year, and the cash of two plans: ``without_m``, ``with_m``, ``change_m`` (million a year). As
    profit, but what is started and signed is paid for when it is spent (`plan.cash`); fees between planning
    firms are left out."""

    def rows(plan: PlanSolution) -> dict[tuple[str, int], float]:
        kept = {key: amount for key, amount in plan.amounts.items() if key[0] != "transfers"}
        years = plan.problem.years.tolist()
        found = flows(plan.problem, plan.made, kept)
        return {(f, y): float(v) for f, flow in found.items() for y, v in zip(years, flow, strict=True)}

    without, with_it = rows(before), rows(after)
    keys = sorted(set(without) | set(with_it))
    both = [(*k, without.get(k, 0.0), with_it.get(k, 0.0)) for k in keys]
    schema = {"firm": pl.String, "year": pl.Int64, "without_m": pl.Float64, "with_m": pl.Float64}
    made = pl.DataFrame(both, schema=schema, orient="row")
    return made.with_columns((pl.col("with_m") - pl.col("without_m")).alias("change_m"))


def cash_moved(after: PlanSolution, before: PlanSolution) -> pl.DataFrame:
    """The firms of `cash_beside` whose cash differs in some year, all their years: firm, year,
    ``change_m``."""
    moved = pl.col("change_m").abs().max().over("firm") > LEAST_M
    return cash_beside(after, before).filter(moved).select("firm", "year", "change_m")

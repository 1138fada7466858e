"""A plan under cash limits: what the limits cost, who lacks credit, and each member's money."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from teikei.report.names import Names

if TYPE_CHECKING:
    from rich.console import Console

    from teikei.plan.solution import PlanSolution
    from teikei.report.money import Money


def lacking(found: PlanSolution) -> dict[str, tuple[float, int]]:
    """Member -> (most debt beyond its limit in million, first year of it), where no plan keeps the limits."""
    over = found.cash.filter(pl.col("beyond_m") > 1e-3)
    rows = over.group_by("firm").agg(pl.col("beyond_m").max(), pl.col("year").min()).sort("firm")
    return {firm: (beyond, year) for firm, beyond, year in rows.iter_rows()}


def cash_object(found: PlanSolution, free: PlanSolution, money: Money) -> dict[str, Any]:
    """For ``--json``: what limits cost (an interval), who lacks credit, and the table by firm and year."""
    low, high = free.worth.minus(found.worth)
    return {
        "lost_m": [low * money.factor, high * money.factor],
        "lacking": [
            {"firm": firm, "credit_m": credit * money.factor, "from_year": year}
            for firm, (credit, year) in lacking(found).items()
        ],
        "without_limits_m": [free.value * money.factor, free.bound * money.factor],
        "cash": found.cash.with_columns(pl.col("^.*_m$") * money.factor).to_dicts(),
    }


def print_cash(found: PlanSolution, free: PlanSolution, money: Money, out: Console) -> None:
    """Say that the plan is one under cash limits, what they cost, and show each member's money."""
    names = Names(found.problem.case)
    low, high = free.worth.minus(found.worth)
    held = [one.firm for one in found.problem.cash]
    out.print(
        Text(
            f"A plan under the cash limits of {names.parties(held)} (firms.csv), not a worth. They cost "
            f"{money.interval_m(low, high)} present value: without them the plan is worth "
            f"{money.interval_m(free.value, free.bound)}.",
            "bold",
        )
    )
    for firm, (credit, year) in lacking(found).items():
        out.print(
            Text(
                f"No plan keeps the limits of {names.firm(firm)}: from {year} on it lacks credit, at least "
                f"{money.number(credit)} {money.unit} beyond borrowing_limit_m. The plan shown has it.",
                "bold",
            )
        )
    out.print(_table(found, money, names))


def _table(found: PlanSolution, money: Money, names: Names) -> Table:
    last = int(found.problem.years[-1])
    title = f"Cash, {money.unit} of each year: what is started is paid the year before use"
    shown = Table(box=SIMPLE_HEAD, title=title, title_justify="left", title_style="bold", pad_edge=False)
    shown.add_column("")
    for word in ("at the start", "flow, all years", "interest", "most debt", "in", f"cash {last}", "kept"):
        shown.add_column(word, justify="right")
    for one in found.problem.cash:
        rows = found.cash.filter(pl.col("firm") == one.firm).sort("year")
        debt = rows.sort("borrowed_m", descending=True).row(0, named=True)
        amounts = (one.opening_m, rows["flow_m"].sum(), rows["interest_m"].sum(), debt["borrowed_m"])
        year = str(debt["year"]) if debt["borrowed_m"] > 0 else ""
        ends = (rows["cash_m"][-1], one.floor_m)
        cells = [*map(money.number, amounts), year, *map(money.number, ends)]
        shown.add_row(names.firm(one.firm), *cells)
    return shown

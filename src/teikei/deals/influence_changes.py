"""How much a row of table changes moves a surplus, estimated with the plans held: million for one unit of its
value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from teikei.agreements.book import Book
from teikei.industry.money import rate
from teikei.plan.assistance import LICENCE, assisted
from teikei.plan.constants import payments_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from teikei.case.case import Case
    from teikei.deals.inputs import Input
    from teikei.deals.worth import Surplus
    from teikei.plan.sets import PlanProblem


def of_changes(found: Surplus, item: Input, key: Mapping[str, str]) -> float | None:
    """Million that an input of a change, or of an option, moves; None for other inputs."""
    if moves_options(found, item):
        return on_options(found, item)
    return abs(per_unit(found, key)) * (item.high - item.low) if item.table == "changes" else None


def currency_of(case: Case, item: Input, key: Mapping[str, str]) -> str:
    """Currency of the row of an input; blank if it names none."""
    frame = case[item.table]
    for name, value in key.items():
        frame = frame.filter(pl.col(name).cast(pl.String).fill_null("") == value)
    return str(frame["currency"][0]) if "currency" in frame.columns and frame.height else ""


def per_unit(found: Surplus, key: Mapping[str, str]) -> float:
    """Present value in million of one unit of a change (a share of one, one of the case currency)."""
    if key["change"] == "parts_saving":
        return _bought(found, key)
    if key["change"] == "joining_cost":
        return _joined(found, key)
    if key["change"] in ACCOUNTS:
        return _saved(found, key)
    return 0.0


def _joined(found: Surplus, key: Mapping[str, str]) -> float:
    """What the whole programme costs that the firm joins, in the years in which its cars use it."""
    plan = found.with_plan
    rows = plan.problem.case["changes"].filter(*(pl.col(k) == v for k, v in key.items()))
    paid = plan.amounts.get(("development", key["firm"], key["resource"]))
    value = float(rows["value"][0]) if rows.height else 0.0
    return float(plan.problem.weights @ paid) / value if paid is not None and value else 0.0


ACCOUNTS = {
    "presence_saving": "market_fixed",
    "overhead_saving": "overhead",
    "programme_saving": "programmes",
}
"""Saving -> the account that it lowers."""


def _saved(found: Surplus, key: Mapping[str, str]) -> float:
    """What the whole of a cost is in the years of the agreement, without it."""
    plan, book = found.without_plan, found.book
    years = plan.problem.years
    inside = (years >= book.first_year(found.agreement)) & (years <= book.last_year(found.agreement))
    what = "" if key["what"] == "firm" else key["resource"]
    cost = plan.amounts.get((ACCOUNTS[key["change"]], key["firm"], what))
    return 0.0 if cost is None else -float(plan.problem.weights @ (cost * inside))


def moves_options(found: Surplus, item: Input) -> bool:
    """Whether an input says who takes an option of the deal, and what it earns."""
    if found.book.kind(found.agreement).name != LICENCE:
        return False
    own = {p.resource for p in found.book.permits if p.agreement == found.agreement}
    of_options = item.table == "effects" or (item.table, item.column) == ("technologies", "unit_cost")
    return (of_options and item.key[0] in own) or (item.table == "changes" and item.key[-1] == "option_price")


def on_options(found: Surplus, item: Input) -> float:
    """Million that an input moves what options earn, on the cars of the plan with the deal."""
    low, high = (_earned(found, item.moved(found.book.case, end)) for end in (item.low, item.high))
    return abs(high - low)


def _earned(found: Surplus, case: Case) -> float:
    """What options beyond today's earn on the cars of a plan, after hardware and fees to outsiders."""
    problem, made = found.with_plan.problem, found.with_plan.made
    book = Book(case, found.book.agreements)
    sold = assisted(book, problem.routes)
    if sold is None:
        return 0.0
    each = sold.received - sold.hardware
    total = float((made.ship * each).sum(axis=0) @ problem.weights)
    for term in payments_of(book, list(problem.needs), problem.years, problem.routes, sold):
        if term.carrying is not None and term.per == "unit" and term.payee not in problem.members:
            cars = made.ship[term.routes] * term.carrying * term.years
            total -= float(cars.sum(axis=0) @ problem.weights) * term.amount
    return total / 1e6


def _bought(found: Surplus, key: Mapping[str, str]) -> float:
    """What the firm would pay alone for the parts that it buys with others."""
    plan = found.with_plan
    problem = plan.problem
    years = (problem.years >= found.book.first_year(found.agreement)) & (
        problem.years <= found.book.last_year(found.agreement)
    )
    on, each = _parts_of(problem, key)
    cars = plan.made.ship[on] * each[on] * years
    return float(cars.sum(axis=0) @ problem.weights) / 1e6


def _parts_of(
    problem: PlanProblem, key: Mapping[str, str]
) -> tuple[np.ndarray[tuple[int], np.dtype[np.bool_]], np.ndarray[tuple[int, int], np.dtype[np.float64]]]:
    ways, case = problem.routes, problem.case
    mine = ways.firm == key["firm"]
    if key["what"] != "technology":
        return mine & (getattr(ways, key["what"]) == key["resource"]), ways.money["parts"]
    (row,) = case["technologies"].filter(pl.col("technology") == key["resource"]).iter_rows(named=True)
    uses = np.array([key["resource"] in some for some in ways.technologies], dtype=bool)
    cost = float(row["unit_cost"]) * rate(case, str(row["currency"]))
    return mine & uses, np.full_like(ways.money["parts"], cost)

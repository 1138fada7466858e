"""An agreement planned again, on a case that was moved or with other terms of payment.

What its parties would pay each other is a row of the tables like any other: terms between planning firms are
taken out, and those to be tried put in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from teikei.agreements.book import Book
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.case.columns import frame_of
from teikei.deals.worth import Surplus, compared_books
from teikei.plan.optimise import Memory, plan
from teikei.plan.problem import planning_firms

Decided = Mapping[tuple[str, ...], float]


def replanned(
    case: Case,
    agreement: str,
    options: PlanOptions,
    memory: Memory,
    held: tuple[Decided, Decided] | None = None,
) -> Surplus:
    """The plans with an agreement and without it on today's book, diversion as the options say; no others.

    Parameters
    ----------
    case : the industry, moved or not
    agreement : its id
    options : gap, time, cash limits
    memory : answers of components solved before
    held : yes/no decisions that each of the two plans may not take again, as `PlanSolution.choices` has them

    Raises whatever `plan` raises.
    """
    with_book, without = compared_books(case, agreement, Book.today(case))
    kept = held or ({}, {})
    after = plan(case, None, with_book, options, memory=memory, held=kept[0])
    before = plan(case, None, without, options, memory=memory, held=kept[1])
    worth = after.worth.minus(before.worth)
    return Surplus(agreement, with_book, without, after, before, worth, worth)


def proposed(case: Case, agreement: str) -> list[dict[str, Any]]:
    """Rows of terms.csv by which one party that plans pays another."""
    firms = planning_firms(case)
    rows = case["terms"].filter(pl.col("agreement") == agreement).iter_rows(named=True)
    return [row for row in rows if row["payer"] in firms and row["payee"] in firms]


def with_terms(case: Case, agreement: str, rows: Sequence[Mapping[str, Any]]) -> Case:
    """The case in which these rows (payer, payee, per, amount; case currency) stand in place of what parties
    that plan are to pay each other; given terms of the others stay."""
    firms = planning_firms(case)
    inside = pl.col("payer").is_in(firms) & pl.col("payee").is_in(firms)
    kept = case["terms"].filter(~((pl.col("agreement") == agreement) & inside))
    if not rows:
        return case.with_(terms=kept)
    new = frame_of("terms", [{"agreement": agreement} | dict(row) for row in rows])
    return case.with_(terms=pl.concat([kept, new]))

"""Cash under limits, counted again: each member's money by year from the tables, and whether limits hold.

The recount of all money (`plan.audit.money`) is done with the weight of one year at 1 and of all others at 0;
annuities of starts and of signing are left out and what is spent on them put in.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator

import polars as pl

from teikei.agreements.book import paid_before
from teikei.industry.money import in_case_currency
from teikei.plan.audit.money import ACCOUNTS, Count, lives_of, start_cost, starts, yearly_cost
from teikei.plan.audit.records import Records

Cell = tuple[str, int]
NEAR_M = 1e-3
"""Million within which two counts of cash agree, beside a part in a million of the largest flow."""


def out_of_money(count: Count, table: pl.DataFrame) -> Iterator[str]:
    """Cash that the plan states otherwise than the tables, below the floor, or owed beyond the limit."""
    records = count.records
    flow = _flows(count)
    near = max([NEAR_M, *(1e-6 * abs(amount) for amount in flow.values())])
    stated = {(row["firm"], row["year"]): row for row in table.iter_rows(named=True)}
    money = ("cash_m", "cash_floor_m", "borrowing_limit_m")
    for firm in in_case_currency(records.case, records.case["firms"], *money).iter_rows(named=True):
        name = firm["firm"]
        if name not in records.members or firm["cash_m"] is None or firm["cash_floor_m"] is None:
            continue
        rate = firm["borrowing_rate"]
        rate = records.case.settings.discount_rate if rate is None else rate
        net, owed = firm["cash_m"], 0.0
        for year in records.years:
            row = stated.get((name, year))
            if row is None:
                yield f"cash: {name} in {year} is not stated"
                break
            net += flow.get((name, year), 0.0) - rate * owed
            owed = row["borrowed_m"]
            if abs(net + owed - row["cash_m"]) > near:
                counted = f"{net + owed:,.3f} m recounted, {row['cash_m']:,.3f} m claimed"
                yield f"cash of {name} at the end of {year}: {counted}"
            if net + owed < firm["cash_floor_m"] - near:
                yield f"cash of {name} in {year}: {net + owed:,.3f} m, below its floor"
            if owed < -near or owed - row["beyond_m"] > (firm["borrowing_limit_m"] or 0.0) + near:
                yield f"{name} owes {owed:,.3f} m in {year}, not within its limit"


def _flows(count: Count) -> dict[Cell, float]:
    """(firm, year) -> million that comes in, less what goes out."""
    records, found = count.records, dict[Cell, float]()

    def put(firm: str, year: int, amount: float) -> None:
        found[(firm, year)] = found.get((firm, year), 0.0) + amount

    for year in records.years:
        one = _in_year(count, year)
        for account in ACCOUNTS:
            if account is starts:
                continue
            for name, firm, amount in account(one):
                if name != "signing":
                    put(firm, year, amount)
    for firm, year, amount in (*_started(count), *_signed(records)):
        put(firm, year, -amount)
    return found


def _in_year(count: Count, year: int) -> Count:
    """The recount of one year alone, undiscounted."""
    _ = count.stack, count.customs_value, count.price  # worked out once for all years
    one = copy.copy(count)
    one.weight = {other: float(other == year) for other in count.weight}
    return one


def _started(count: Count) -> Iterator[tuple[str, int, float]]:
    """What is paid for starts: all of it in the year before a life begins, or in the first year."""
    records = count.records
    for begun in records.begun:
        if begun.kind not in ("tooling", "development", "launch"):
            continue
        payer, cost, life = start_cost(records, begun.decision, begun.what)
        last, lives = lives_of(count, begun, life)
        for year in lives:
            yield payer, max(records.years[0], year - 1), begun.taken * cost
        for year in records.years:
            if begun.first_year <= year <= last:
                yield payer, year, begun.taken * yearly_cost(records, begun.what)


def _signed(records: Records) -> Iterator[tuple[str, int, float]]:
    """What signing costs each planning party, in the first year in force."""
    table = in_case_currency(records.case, records.case["agreements"], "signing_cost_m")
    for row in table.iter_rows(named=True):
        name = row["agreement"]
        parties = [firm for firm in row["parties"] if firm in records.planning]
        if name not in records.book or paid_before(records.case, name):
            continue
        first, last = records.book.first_year(name), records.book.last_year(name)
        inside = [year for year in records.years if first <= year <= last]
        for firm in parties if inside else ():
            if firm in records.members:
                yield firm, inside[0], row["signing_cost_m"] / len(parties)

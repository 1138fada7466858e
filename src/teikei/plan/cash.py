"""Each member's money by year when cash limits are on: what flows, what is borrowed, what is left.

    n_t = n_{t−1} + flow_t − r · borrow_{t−1}          net position, opening at the cash of firms.csv
    borrow_t = max(0, floor − n_t) ≤ limit             cash_t = n_t + borrow_t ≥ floor

The flow is the firm's profit with fees between members, except that what is started and signed is paid for
when it is spent (`Choices.spent_m`; signing in the first year in force) and not as an annuity. Interest
leaves the cash and is no part of the joint value: a loan at a fair rate is worth nothing in itself. Idle cash
earns nothing in real terms. Debts of today, dividends and taxes are in no table and are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import polars as pl

from teikei.base.errors import CaseError, Fault
from teikei.case.case import Case
from teikei.industry.money import annuity, in_case_currency
from teikei.plan.accounts import Decisions, Key
from teikei.plan.fleets import GRAMS, handed_over, is_priced
from teikei.plan.sets import CashLimit, Floats, Ints, Payment, PlanProblem
from teikei.solve.program import Program

Terms = tuple[Ints, Ints, Floats]
"""Columns, position of the year, million a unit of the column in that year."""
STARTS = (("tool_up", "tools"), ("developed", "developments"), ("launched", "launches"))
COLUMNS = {
    "firm": pl.String,
    "year": pl.Int64,
    "opening_m": pl.Float64,
    "flow_m": pl.Float64,
    "interest_m": pl.Float64,
    "borrowed_m": pl.Float64,
    "cash_m": pl.Float64,
    "floor_m": pl.Float64,
    "limit_m": pl.Float64,
    "beyond_m": pl.Float64,
}


def with_limits(problem: PlanProblem, beyond: Mapping[str, float]) -> PlanProblem:
    """The problem with its members' cash limits, if the options ask for them.

    Raises
    ------
    CaseError
        no member has cash and a floor in firms.csv
    """
    if not problem.options.cash_limits:
        return problem
    return replace(problem, cash=limits_of(problem.case, problem.members, beyond))


def limits_of(case: Case, firms: tuple[str, ...], beyond: Mapping[str, float]) -> tuple[CashLimit, ...]:
    """Limits of the firms that have cash and a floor, in million case currency, by name."""
    money = ("cash_m", "cash_floor_m", "borrowing_limit_m")
    found = []
    for row in in_case_currency(case, case["firms"], *money).sort("firm").iter_rows(named=True):
        if row["firm"] not in firms or row["cash_m"] is None or row["cash_floor_m"] is None:
            continue
        rate = row["borrowing_rate"]
        found.append(
            CashLimit(
                row["firm"],
                row["cash_m"],
                row["cash_floor_m"],
                row["borrowing_limit_m"] or 0.0,
                case.settings.discount_rate if rate is None else rate,
                beyond.get(row["firm"], 0.0),
            )
        )
    if not found:
        raise CaseError(
            Fault(
                "firms.csv",
                f"none of {', '.join(firms)} has cash_m and cash_floor_m",
                "there is no cash limit to plan under",
                "fill both columns for a firm that plans, or leave cash limits off",
            )
        )
    return tuple(found)


def flow_terms(problem: PlanProblem, program: Program, firm: str) -> Iterator[Terms]:
    """What every column adds to a member's cash flow in each year, million."""
    ways = problem.routes
    route, year = np.nonzero((problem.ship_of >= 0) & (ways.firm == firm)[:, None])
    yield program["ship"].start + problem.ship_of[route, year], year, ways.margin[route, year] / 1e6
    if "in_quota" in program:
        entries = problem.entries
        mine = np.flatnonzero(ways.firm[entries.route] == firm)
        yield program["in_quota"].ids[mine], entries.year[mine], entries.saving[mine] / 1e6
    yield from _plants(problem, program, firm)
    for block, name in STARTS:
        choices = getattr(problem, name)
        if choices.size and block in program:
            k, t = np.nonzero((choices.spent_m > 0) & (choices.payer == firm)[:, None])
            yield program[block].start + k, t, -choices.spent_m[k, t]
    if "left" in program:
        pairs = [(p, e) for p in sorted(problem.may_leave) for e in problem.case.settings.reviews]
        for column, (pair, e) in zip(program["left"].ids, pairs, strict=True):
            if pair[0] == firm:
                t = np.flatnonzero(problem.years >= e)
                yield np.full(t.size, column), t, problem.presence_m[pair][t]
    for n, fleet in enumerate(problem.fleets):
        if fleet.firm == firm:
            due = fleet.years[-1:]
            yield program["excess"].ids[[n]], due, np.array([-fleet.penalty * GRAMS / 1e6])
    for term in problem.payments:
        if sign := float(term.payee == firm) - float(term.payer == firm):
            yield from ((c, t, sign * v) for c, t, v in _term(problem, program, term))


def _plants(problem: PlanProblem, program: Program, firm: str) -> Iterator[Terms]:
    """Overtime and closing by share, cars of guests at the host's cost."""
    plants, each = problem.plants, np.arange(problem.years.size)
    if "overtime" in program:
        for k, plant in enumerate(p for p in plants.names if plants.overtime_share[p] > 0):
            if firm in plants.shares[plant]:
                part = borne(problem, plant, firm)
                ids = program["overtime"].ids[k * each.size : (k + 1) * each.size]
                yield ids, each, -plants.overtime_cost[plant] / 1e6 * part
    for k, guest in enumerate(problem.lent):
        if plants.host[guest.plant] == firm:
            ids = program["lent"].ids[k * each.size : (k + 1) * each.size]
            yield ids, each, np.full(each.size, -plants.conversion[guest.plant] / 1e6)
    if "closed" not in program:
        return
    labels = program["closed"].labels
    for column, plant, e in zip(program["closed"].ids, labels["plant"], labels["review"], strict=True):
        if firm in (shares := plants.shares[str(plant)]):
            saved = (problem.years >= e) & (problem.years <= (plants.closes_after[plant] or 9999))
            gain = plants.fixed_m[plant] * saved - plants.closing_m[plant] * (problem.years == e)
            yield np.full(each.size, column), each, shares[firm] * gain


def borne(problem: PlanProblem, plant: str, firm: str) -> Floats:
    """Share (year,) of a plant's overtime that a member pays: only members cause it."""
    shares = {f: s for f, s in problem.plants.shares[plant].items() if f in problem.members}
    whole = np.sum(list(shares.values()), axis=0)
    even = np.full(whole.size, 1.0 / len(shares))
    return np.asarray(np.divide(shares[firm], whole, out=even, where=whole > 0), dtype=np.float64)


def _term(problem: PlanProblem, program: Program, term: Payment) -> Iterator[Terms]:
    """What a term pays on every column, million; yearly and single amounts are in `fixed_flow`."""
    if term.per in ("unit", "share"):
        ship = problem.ship_of[term.routes]
        r, t = np.nonzero((ship >= 0) & term.years[None, :])
        rate = np.ones(r.size) if term.per == "unit" else problem.routes.money["price"][term.routes[r], t]
        if term.carrying is not None:
            rate = rate * term.carrying[r, t]
        yield program["ship"].start + ship[r, t], t, term.amount * rate / 1e6
    for k, guest in enumerate(problem.lent):
        if term.on(guest):
            t = np.flatnonzero(term.years)
            ids = program["lent"].start + k * problem.years.size + t
            yield ids, t, np.full(t.size, term.amount / 1e6)
    if term.per == "gram":
        for j, (one, due) in enumerate(handed_over(problem)):
            if is_priced(problem, one, due, term):
                yield program["credit"].ids[[j]], np.array([due]), np.array([term.amount * GRAMS / 1e6])


def fixed_flow(problem: PlanProblem, firm: str) -> Floats:
    """A member's cash flow (year,) that no decision moves, million."""
    found = np.zeros(problem.years.size)
    for key, amount in problem.constants.items():
        if key[1] == firm:
            found += _paid_at_once(problem, amount) if key[0] == "signing" else amount
    for term in problem.payments:
        inside = {term.payer, term.payee} & set(problem.members)
        if term.per not in ("year", "once") or len(inside) < 2 or not term.years.any():
            continue
        sign = float(term.payee == firm) - float(term.payer == firm)
        first = np.arange(problem.years.size) == np.flatnonzero(term.years)[0]
        found += sign * term.amount * (term.years if term.per == "year" else first)
    return found


def _paid_at_once(problem: PlanProblem, yearly: Floats) -> Floats:
    """The cost behind an annuity over the years in force, in the first of them."""
    inside, found = np.flatnonzero(yearly), np.zeros(yearly.size)
    if inside.size:
        part = annuity(1.0, problem.case.settings.discount_rate, inside.size)
        found[inside[0]] = yearly[inside[0]] / part
    return found


def flows(problem: PlanProblem, made: Decisions, amounts: dict[Key, Floats]) -> dict[str, Floats]:
    """Member -> cash flow (year,) of a plan, from its accounts: annuities out, money spent in."""
    found = {firm: np.zeros(problem.years.size) for firm in problem.members}
    for key, amount in amounts.items():
        if key[1] in found:  # a host that is no member may pay for tooling
            found[key[1]] += _paid_at_once(problem, amount) if key[0] == "signing" else amount
    for block, name in STARTS:
        choices = getattr(problem, name)
        for k, value in enumerate(made.block(block)):
            if (firm := str(choices.payer[k])) in found:
                found[firm] += value * (choices.paid_m[k] - choices.spent_m[k])
    return found


def financed(limit: CashLimit, flow: Floats) -> tuple[Floats, Floats, Floats]:
    """Interest paid, least that must be borrowed, and cash at the end of every year."""
    interest, borrowed, cash = np.zeros(flow.size), np.zeros(flow.size), np.zeros(flow.size)
    net, owed = limit.opening_m, 0.0
    for t, amount in enumerate(flow):
        interest[t] = limit.rate * owed
        net += amount - interest[t]
        owed = borrowed[t] = max(0.0, limit.floor_m - net)
        cash[t] = net + owed
    return interest, borrowed, cash


def cash_table(problem: PlanProblem, flow: dict[str, Floats]) -> pl.DataFrame:
    """Every member with a limit and every year: flow, interest, debt, cash, and debt beyond the limit."""
    rows: list[tuple[object, ...]] = []
    for limit in problem.cash:
        interest, borrowed, cash = financed(limit, flow[limit.firm])
        opening = np.concatenate([[limit.opening_m], cash[:-1]])
        beyond = np.maximum(0.0, borrowed - limit.limit_m)
        columns = (opening, flow[limit.firm], interest, borrowed, cash)
        for t, year in enumerate(problem.years):
            amounts = [float(c[t]) for c in columns]
            rows.append((limit.firm, int(year), *amounts, limit.floor_m, limit.limit_m, float(beyond[t])))
    return pl.DataFrame(rows, schema=COLUMNS, orient="row")

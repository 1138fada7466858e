"""Whose money is it: the profit of every member, account by account and year by year.

Revenue, parts, freight, duty, tooling, launch and the cost of conversion belong to the brand's firm (the host
is repaid at marginal cost); fixed cost, overtime and closing to the plant's owners; development to those who
pay it; penalties on CO2 to the fleet's firm. Fees between members appear in ``transfers`` and sum to zero.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from teikei.plan.fleets import GRAMS, handed_over, is_priced
from teikei.plan.sets import Choices, Floats, Payment, PlanProblem
from teikei.solve.program import CompiledProgram, Program

Key = tuple[str, str, str]
Key4 = tuple[str, ...]
BLOCKS_READ = (
    "in_quota",
    "overtime",
    "lent",
    "closed",
    "tool_up",
    "launched",
    "developed",
    "left",
    "excess",
    "credit",
    "saved",
)


@dataclass(frozen=True, slots=True, eq=False)
class Decisions:
    """The values of a program's columns, by block: ship (route, year) and the rest flat."""

    ship: Floats
    blocks: dict[str, Floats]

    @classmethod
    def read(cls, problem: PlanProblem, program: Program, x: Floats) -> Decisions:
        ship = np.zeros(problem.ship_of.shape)
        exists = problem.ship_of >= 0
        ship[exists] = x[program["ship"].start + problem.ship_of[exists]]
        names = [n for n in BLOCKS_READ if n in program]
        return cls(ship, {n: x[program[n].ids] for n in names})

    def block(self, name: str) -> Floats:
        return self.blocks.get(name, np.zeros(0))


def choice_keys(problem: PlanProblem, program: CompiledProgram) -> dict[Key4, int]:
    """Every yes/no column of a program by what it decides: (block, what …, year or review) -> column id."""
    found: dict[Key4, int] = {}
    choices = {"tool_up": problem.tools, "developed": problem.developments, "launched": problem.launches}
    for block in program.columns:
        if block.name in choices:
            names = choices[block.name].names
        elif block.name in ("closed", "left"):
            labels = [block.labels[n] for n in block.labels]
            names = tuple(tuple(str(column[k]) for column in labels) for k in range(block.size))
        else:
            continue
        for k, name in enumerate(names):
            found[(block.name, *name)] = block.start + k
    return found


def accounts(problem: PlanProblem, made: Decisions) -> dict[Key, Floats]:
    """Yearly amounts in million (year,), keyed (account, firm, what); revenue and savings positive, cost
    negative."""
    found: dict[Key, Floats] = dict(problem.constants)
    for key, amount in _moving(problem, made):
        found[key] = found[key] + amount if key in found else amount
    return found


def present_value(problem: PlanProblem, amounts: dict[Key, Floats], *, transfers: bool = False) -> float:
    """Σ w_t amount over all accounts; transfers between members are left out unless asked for (they sum to
    zero)."""
    return float(
        sum((problem.weights @ a for k, a in amounts.items() if transfers or k[0] != "transfers"), 0.0)
    )


def _moving(problem: PlanProblem, made: Decisions) -> Iterator[tuple[Key, Floats]]:
    ways, years = problem.routes, problem.years
    for firm in problem.members:
        mine = ways.firm == firm
        ship = made.ship[mine]
        yield ("revenue", firm, ""), (ship * ways.money["price"][mine]).sum(axis=0) / 1e6
        for account in ("parts", "conversion", "extra", "freight", "transit", "duty", "parts_duty"):
            yield (account, firm, ""), -(ship * ways.money[account][mine]).sum(axis=0) / 1e6
    yield from _quota(problem, made)
    yield from _capacity(problem, made)
    for account, choices, block in (
        ("tooling", problem.tools, "tool_up"),
        ("development", problem.developments, "developed"),
        ("launch", problem.launches, "launched"),
    ):
        yield from _starts(account, choices, made.block(block))
    pairs = [(pair, int(e)) for pair in sorted(problem.may_leave) for e in problem.case.settings.reviews]
    for (pair, e), value in zip(pairs, made.block("left"), strict=False):
        yield ("market_fixed", *pair), value * problem.presence_m[pair] * (years >= e)
    for fleet, value in zip(problem.fleets, made.block("excess"), strict=False):
        due = np.arange(years.size) == fleet.years[-1]
        yield ("co2", fleet.firm, fleet.market), -value * fleet.penalty * GRAMS / 1e6 * due
    yield from _fees(problem, made)


def _starts(account: str, choices: Choices, values: Floats) -> Iterator[tuple[Key, Floats]]:
    for k, value in enumerate(values):
        if value > 0:
            name = choices.names[k]
            yield (account, str(choices.payer[k]), name[1]), -value * choices.paid_m[k]


def _quota(problem: PlanProblem, made: Decisions) -> Iterator[tuple[Key, Floats]]:
    if "in_quota" not in made.blocks:
        return
    entries = problem.entries
    saved = made.blocks["in_quota"] * entries.saving / 1e6
    for firm in problem.members:
        amount = np.zeros(problem.years.size)
        mine = problem.routes.firm[entries.route] == firm
        np.add.at(amount, entries.year[mine], saved[mine])
        yield ("duty", firm, "quota"), amount


def _capacity(problem: PlanProblem, made: Decisions) -> Iterator[tuple[Key, Floats]]:
    plants, years = problem.plants, problem.years
    over = made.block("overtime")
    with_overtime = [p for p in plants.names if plants.overtime_share[p] > 0]
    for k, plant in enumerate(with_overtime if over.size else []):
        cost = over[k * years.size : (k + 1) * years.size] * plants.overtime_cost[plant] / 1e6
        yield from _split(problem, "overtime", plant, -cost)
    for k, guest in enumerate(problem.lent):
        cars = made.block("lent")[k * years.size : (k + 1) * years.size]
        cost = cars * plants.conversion[guest.plant] / 1e6
        yield ("conversion", plants.host[guest.plant], guest.agreement), -cost
    options = [
        (p, int(e))
        for p in plants.names
        for e in problem.case.settings.reviews
        if (first := plants.may_close_from[p]) is not None
        and e >= first
        and e <= (plants.closes_after[p] or 9999)
    ]
    for (plant, e), value in zip(options, made.block("closed"), strict=False):
        if value > 0:
            saved = (years >= e) & (years <= (plants.closes_after[plant] or 9999))
            yield from _split(problem, "plant_fixed", plant, value * plants.fixed_m[plant] * saved)
            yield from _split(problem, "closing", plant, -value * plants.closing_m[plant] * (years == e))


def _split(problem: PlanProblem, account: str, plant: str, amount: Floats) -> Iterator[tuple[Key, Floats]]:
    """An owner's amount by share; overtime, which only members cause, falls on the members."""
    shares = {f: s for f, s in problem.plants.shares[plant].items() if f in problem.members}
    whole = np.sum(list(shares.values()), axis=0) if account == "overtime" else np.ones(amount.size)
    for firm, share in shares.items():
        part = np.divide(share, whole, out=np.full(amount.size, 1.0 / len(shares)), where=whole > 0)
        yield (account, firm, plant), amount * part


def _fees(problem: PlanProblem, made: Decisions) -> Iterator[tuple[Key, Floats]]:
    years = problem.years.size
    for term in problem.payments:
        inside = [f for f in (term.payer, term.payee) if f in problem.members]
        if not inside:
            continue
        account = "transfers" if len(inside) == 2 else "fees"
        amount = np.zeros(years)
        if term.per in ("unit", "share"):
            ship = made.ship[term.routes] * term.years
            rate = problem.routes.money["price"][term.routes] if term.per == "share" else 1.0
            if term.carrying is not None:
                ship = ship * term.carrying
            amount = (ship * rate).sum(axis=0) * term.amount / 1e6
            for k, guest in enumerate(problem.lent):
                if term.on(guest):
                    amount = (
                        amount
                        + made.block("lent")[k * years : (k + 1) * years] * term.years * term.amount / 1e6
                    )
        elif term.per == "gram":
            amount = grams_paid(problem, term, made.block("credit"))
        elif account == "transfers":
            first = np.arange(years) == (np.flatnonzero(term.years)[0] if term.years.any() else -1)
            amount = term.amount * np.where(term.years if term.per == "year" else first, 1.0, 0.0)
        if term.payer in problem.members:
            yield (account, term.payer, term.agreement), -amount
        if term.payee in problem.members:
            yield (account, term.payee, term.agreement), amount


def grams_paid(problem: PlanProblem, term: Payment, credit: Floats) -> Floats:
    """What a term a gram costs its payer (year,), in million: on what the payee hands to the payer."""
    amount = np.zeros(problem.years.size)
    for (one, t), value in zip(handed_over(problem), credit, strict=False):
        if is_priced(problem, one, t, term):
            amount[t] += value * GRAMS * term.amount / 1e6
    return amount

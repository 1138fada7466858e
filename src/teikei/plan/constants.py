"""Money of a plan that no decision moves, and the terms of the book."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from teikei.agreements.book import Book, paid_before
from teikei.industry.money import annuity, money_rows, rate
from teikei.plan.access import fitting
from teikei.plan.assistance import LICENCE, Assisted, integration, paid_on
from teikei.plan.organisations import compensations, overheads, presence_costs, programmes
from teikei.plan.permits import paid_under, users_of
from teikei.plan.sets import Floats, Ints, Needs, Payment, Plants, Routes
from teikei.plan.software import shared_software

Key = tuple[str, str, str]
BUILT_WITH = ("plant", "platform", "technology", "model")


def fixed_accounts(
    book: Book, firms: tuple[str, ...], plants: Plants, terms: tuple[Payment, ...]
) -> dict[Key, Floats]:
    """Yearly amounts (year,) in million keyed (account, firm, what): negative = cost.

    overhead; plant_fixed: a member's share of every plant until its announced end; market_fixed;
    programmes; signing: the annuity over the years in force, shared equally by the planning parties, of an
    agreement not in use yet; running: every year in force, likewise; development: what shared software
    saves, fitting to a charging network, and integrating driver assistance; fees: yearly and single payments
    to or from firms that are not members. What two books have in common cancels exactly, key by key.
    """
    case = book.case
    years = np.array(case.settings.years)
    found: dict[Key, Floats] = {}
    for firm, cost in overheads(book, firms).items():
        found[("overhead", firm, "")] = -cost
    for plant in plants.names:
        for firm, share in plants.shares[plant].items():
            if firm in firms:
                running = years <= (plants.closes_after[plant] or 9999)
                found[("plant_fixed", firm, plant)] = np.where(running, -share * plants.fixed_m[plant], 0.0)
    for (firm, market), cost in presence_of(book, firms)[0].items():
        found[("market_fixed", firm, market)] = -cost
    for (firm, market), cost in compensations(book, firms).items():
        found[("market_fixed", firm, f"{market} dealers")] = -cost
    for (firm, resource), cost in programmes(book, firms).items():
        found[("programmes", firm, resource)] = -cost
    found.update(_agreement_costs(book, firms))
    for (firm, technology), saved in shared_software(book, firms).items():
        found[("development", firm, technology)] = saved
    for (firm, technology), paid in (fitting(book) | integration(book)).items():
        if firm in firms:
            found[("development", firm, technology)] = -paid
    for term in terms:
        if term.per in ("unit", "share", "gram"):
            continue
        sign = float(term.payee in firms) - float(term.payer in firms)
        first = years == (years[term.years].min() if term.years.any() else -1)
        amount = sign * term.amount * np.where(term.years if term.per == "year" else first, 1.0, 0.0)
        if sign:
            firm = term.payee if sign > 0 else term.payer
            found[("fees", firm, term.agreement)] = found.get(("fees", firm, term.agreement), 0.0) + amount
    return found


def _agreement_costs(book: Book, firms: tuple[str, ...]) -> dict[Key, Floats]:
    case = book.case
    years = np.array(case.settings.years)
    planning = set(case["firms"].filter(pl.col("role") == "plans")["firm"].to_list())
    found: dict[Key, Floats] = {}
    rows = money_rows(case, "agreements", ("agreement",), ("signing_cost_m", "running_cost_m"))
    for row in rows.values():
        name = row["agreement"]
        parties = [f for f in row["parties"] if f in planning]
        if name not in book or not parties:
            continue
        inside = (years >= book.first_year(name)) & (years <= book.last_year(name))
        signing = 0.0 if paid_before(case, name) else row["signing_cost_m"]
        yearly = annuity(signing, case.settings.discount_rate, max(1, int(inside.sum())))
        for firm in (f for f in parties if f in firms):
            for account, amount in (("signing", yearly), ("running", row["running_cost_m"])):
                if amount:
                    found[(account, firm, name)] = np.where(inside, -amount / len(parties), 0.0)
    return found


def presence_of(
    book: Book, firms: tuple[str, ...]
) -> tuple[dict[tuple[str, str], Floats], frozenset[tuple[str, str]]]:
    """(firm, market) -> fixed cost in million a year (year,), and the pairs that may be left."""
    rows = book.case["market_presence"].iter_rows(named=True)
    may_leave = frozenset((row["firm"], row["market"]) for row in rows if row["may_leave"])
    costs = presence_costs(book, firms)
    return costs, may_leave & frozenset(costs)


def payments_of(
    book: Book, needs: list[Needs], years: Ints, ways: Routes, options: Assisted | None
) -> tuple[Payment, ...]:
    """Terms of the book with the routes under each deal: those of the payer that use anything the deal grants
    it (of the payee, if it grants the payer nothing), each as far as its cars count under this deal; of a
    licence of driver assistance, those that carry ``options`` of it. The fees of one that is ended are no
    longer paid: they count with the share of cars that carry it today, less. What was paid once for one that
    is in use since before the first year is in no year."""
    case, today, users = book.case, Book.today(book.case), users_of(needs)
    licences = {name for name in book.agreements | today.agreements if book.kind(name).name == LICENCE}
    found = []
    for row in case["terms"].iter_rows(named=True):
        name, payer = row["agreement"], row["payer"]
        if name not in book and not (name in licences and row["per"] == "unit"):
            continue
        inside = (years >= max(book.first_year(name), row["from_year"] or 0)) & (
            years <= min(book.last_year(name), row["to_year"] or 9999)
        )
        if row["per"] == "once" and (row["from_year"] or 0) < years[0] and paid_before(case, name):
            inside = np.zeros_like(inside)
        amount = row["amount"] * (1.0 if row["per"] == "share" else rate(case, row["currency"]))
        carrying: Floats | None = None
        if name in licences:
            permits = (book if name in book else today).permits
            granted = {p.resource for p in permits if (p.agreement, p.taker) == (name, payer)}
            under, carrying = paid_on(options, ways, payer, granted)
        else:
            under = _under(book, name, needs, (whose_cars(book, name, payer, row["payee"]),), users)
            carrying = _carrying(book, name, [needs[i] for i in under], years)
        found.append(Payment(name, payer, row["payee"], row["per"], float(amount), under, inside, carrying))
    return tuple(found)


def whose_cars(book: Book, agreement: str, payer: str, payee: str) -> str:
    """Whose cars a fee a car is paid on: the payer's, unless the deal grants only the payee something."""
    takers = {p.taker for p in book.permits if p.agreement == agreement and p.what in BUILT_WITH}
    return payee if payer not in takers and payee in takers else payer


def _carrying(book: Book, agreement: str, under: list[Needs], years: Ints) -> Floats | None:
    """(route, year) share of the cars of routes under a deal that count under it; None if all do."""
    known = {need: paid_under(need, book.permits, agreement, years) for need in set(under)}
    alone = all(_alone(book, agreement, need) for need in known)
    return None if alone or not under else np.array([known[need] for need in under])


def _alone(book: Book, agreement: str, needs: Needs) -> bool:
    """Whether no other agreement grants a route what this one does."""
    for what, resource in needs.needs:
        names = {p.agreement for p in book.permits if p.covers(needs.firm, what, resource, needs.model)}
        if agreement in names and len(names) > 1:
            return False
    return True


def routes_under(book: Book, agreement: str, needs: list[Needs], firms: tuple[str, ...]) -> Ints:
    """Indices of the routes of ``firms`` that use anything ``agreement`` grants."""
    return _under(book, agreement, needs, firms, users_of(needs))


def _under(
    book: Book,
    agreement: str,
    needs: list[Needs],
    firms: tuple[str, ...],
    users: Mapping[tuple[str, str, str], list[int]],
) -> Ints:
    """As `routes_under`, by the users of every resource."""
    found = {
        i
        for p in book.permits
        if p.agreement == agreement and p.taker in firms
        for i in users.get((p.taker, p.what, p.resource), ())
        if not p.models or needs[i].model in p.models
    }
    return np.array(sorted(found), dtype=np.int64)

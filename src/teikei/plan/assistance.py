"""Driver assistance as an option: what it earns and costs on every car that a firm sells with a licence.

    t_k      = 1 / (1 + exp((p_k − μ_k) / s))           share that takes option k at its price p_k
    S_k      = P_k C_k + (1 − P_k) S_j                  P_k chance that the law allows it, j what k builds on
    C_k      = t_k · (p_k (1 − d), Σ hardware, one fee of each technology in it)
    a car    : revenue + S(g) − S(today), and the same for hardware (account extra) and fees (terms per unit)

μ_k is the mean willingness to pay of the first technology of the chain and what each further one adds, s
its spread, d the dealer's margin. P_k = 1 − (1 − h)^(t − t0), h the yearly ``rule_hazard`` of the market (1:
legal already) and t0 the year of the decision; 1 everywhere for a technology without such effects. An option
that is licensed today is in today's prices: only what a book adds to it, or takes from it, counts. Expected
values: the plan knows the chance of a law, not its day. Arithmetic: `industry.driver_assistance`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from teikei.agreements.book import Book
from teikei.base.errors import CaseError, Fault
from teikei.industry.driver_assistance import TakeCurve
from teikei.industry.money import annuity, rate

if TYPE_CHECKING:
    from teikei.case.case import Case
    from teikei.plan.sets import Floats, Ints, Routes

KIND = "driver_assistance"
LICENCE = "driver_assistance_licence"
PRICE = "option_price"


@dataclass(frozen=True, eq=False)
class Option:
    """A technology at a firm's price: share that takes it, price, hardware of all that is in it."""

    chain: tuple[str, ...]
    take: float
    price: float
    hardware: float


@dataclass(frozen=True, eq=False)
class Assisted:
    """What options beyond today's bring a car (route, year): money received, hardware, and by technology the
    share of cars that carry it."""

    received: Floats
    hardware: Floats
    carrying: Mapping[str, Floats]


def assisted(book: Book, ways: Routes) -> Assisted | None:
    """What options earn and cost on the routes of a plan beside today's book; None if its licences are
    today's."""
    today = Book.today(book.case)
    licences = [{a for a in b.agreements if b.kind(a).name == LICENCE} for b in (book, today)]
    if licences[0] == licences[1]:
        return None
    now, then = _Offers(book).on(ways), _Offers(today).on(ways)
    shares = {name: cars - then.carrying[name] for name, cars in now.carrying.items()}
    return Assisted(now.received - then.received, now.hardware - then.hardware, shares)


def paid_on(found: Assisted | None, ways: Routes, firm: str, technologies: set[str]) -> tuple[Ints, Floats]:
    """Routes of a firm that carry any of some technologies, and the share of their cars that do (route,
    year)."""
    if found is None or not technologies:
        return np.zeros(0, dtype=np.int64), np.zeros((0, ways.allowed.shape[1]))
    each = np.array([found.carrying[name] for name in sorted(technologies)])
    share = np.take_along_axis(each, np.abs(each).argmax(axis=0)[None], axis=0)[0]  # one fee a car
    at = np.flatnonzero((ways.firm == firm) & (share != 0).any(axis=1))
    return at, share[at]


def apply_to_cars(ways: Routes, found: Assisted | None) -> None:
    """Adds what options bring to the price received of a car, and what they cost to its extra cost."""
    if found is not None:
        ways.money["price"] += found.received
        ways.money["extra"] += found.hardware


def integration(book: Book) -> dict[tuple[str, str], Floats]:
    """(firm, technology) -> million a year (year,) for integrating an option licensed beyond today's book:
    the annuity of its fixed cost, or of the overhead of one more partner where another firm has integrated
    it."""
    case = book.case
    years = np.array(case.settings.years)
    rows = {row["technology"]: row for row in case["technologies"].iter_rows(named=True)}
    today = {(p.taker, p.resource) for p in Book.today(case).permits if p.what == "technology"}
    found: dict[tuple[str, str], Floats] = {}
    for permit in book.permits:
        key = permit.taker, permit.resource
        if permit.what != "technology" or rows[permit.resource]["kind"] != KIND or key in today:
            continue
        row = rows[permit.resource]
        shared = any(name == permit.resource and firm != permit.taker for firm, name in today)
        cost = row["fixed_cost_m"] * (row["sharing_overhead"] if shared else 1.0)
        yearly = annuity(cost * rate(case, row["currency"]), case.settings.discount_rate, row["life_years"])
        used = (years >= permit.first_year) & (years < permit.first_year + row["life_years"])
        found[key] = np.where(used, yearly, 0.0)
    return found


@dataclass(frozen=True, eq=False)
class _Offers:
    """The options that a book lets firms offer."""

    book: Book

    @cached_property
    def case(self) -> Case:
        return self.book.case

    @cached_property
    def rows(self) -> dict[str, dict[str, Any]]:
        rows = self.case["technologies"].iter_rows(named=True)
        return {row["technology"]: row for row in rows if row["kind"] == KIND}

    @cached_property
    def effects(self) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        for row in self.case["effects"].iter_rows(named=True):
            found.setdefault(row["technology"], []).append(row)
        return found

    @cached_property
    def prices(self) -> dict[tuple[str, str], float]:
        return {(c.firm, c.resource): c.value for c in self.book.changes(PRICE)}

    def chain(self, name: str) -> tuple[str, ...]:
        """A technology after all those that it builds on."""
        below = [other for other in self.rows[name]["needs"] if other in self.rows]
        return (*(self.chain(below[0]) if below else ()), name)

    def effect(self, name: str, target: str) -> float | None:
        """Value of an effect in case currency; None if there is none."""
        for row in self.effects.get(name, []):
            if row["target"] == target:
                return float(row["value"]) * rate(self.case, str(row["unit"]))
        return None

    def option(self, firm: str, name: str) -> Option:
        """A technology at a firm's price.

        Raises
        ------
        CaseError
            no price, no mean willingness to pay or no spread: what it earns is unknown
        """
        chain = self.chain(name)
        means = [self.effect(part, "option_mu") for part in chain]
        spread, price = self.effect(chain[0], "option_s"), self.prices.get((firm, name))
        missing = [
            *(f"effects.csv: option_mu of {part}" for part, m in zip(chain, means, strict=True) if m is None),
            *([f"effects.csv: option_s of {chain[0]}"] if spread is None else []),
            *([f"changes.csv: option_price of {name} for {firm}"] if price is None else []),
        ]
        if missing or spread is None or price is None:
            raise CaseError([_missing(name, what) for what in missing])
        take = float(TakeCurve(sum(m for m in means if m is not None), spread).at(price))
        hardware = sum(
            self.rows[part]["unit_cost"] * rate(self.case, self.rows[part]["currency"]) for part in chain
        )
        return Option(chain, take, price, hardware)

    def chance(self, name: str, market: str) -> Floats:
        """Probability (year,) that the law of a market allows an option."""
        years = np.array(self.case.settings.years)
        ruled = [row for row in self.effects.get(name, []) if row["target"] == "rule_hazard"]
        if not ruled:
            return np.ones(years.size)
        hazard = next((float(row["value"]) for row in ruled if row["scope"].lower() == market), 0.0)
        since = np.maximum(0, years - self.case.settings.decision_date.year)
        return np.asarray(1.0 - (1.0 - hazard) ** since, dtype=np.float64)

    def licensed(self, firm: str, name: str, model: str) -> Floats:
        """1 in the years (year,) in which a firm may sell a technology, and all it builds on, in a model."""
        years = np.array(self.case.settings.years)
        held = np.ones(years.size, dtype=bool)
        for part in self.chain(name):
            mine = np.zeros(years.size, dtype=bool)
            for p in self.book.permits:
                if p.covers(firm, "technology", part, model):
                    mine |= (years >= p.first_year) & (years <= p.last_year)
            held &= mine
        return held.astype(np.float64)

    def on(self, ways: Routes) -> Assisted:
        """What the options of the book bring on every route, whatever is licensed today."""
        shape = ways.allowed.shape
        received, hardware, kept = np.zeros(shape), np.zeros(shape), _kept_by_maker(self.case, ways)
        carrying = {name: np.zeros(shape) for name in sorted(self.rows)}
        for firm, model in sorted({(str(f), str(m)) for f, m in zip(ways.firm, ways.model, strict=True)}):
            for name in sorted(self.rows, key=lambda n: (len(self.chain(n)), n)):
                held = self.licensed(firm, name, model)
                if not held.any():
                    continue
                option = self.option(firm, name)
                for market in sorted({str(r) for r in ways.market[ways.model == model]}):
                    at = (ways.model == model) & (ways.market == market)
                    share = held * self.chance(name, market)
                    taken = share * option.take
                    received[at] = received[at] * (1 - share) + taken * option.price * kept[at, None]
                    hardware[at] = hardware[at] * (1 - share) + taken * option.hardware
                    for part, cars in carrying.items():
                        cars[at] = cars[at] * (1 - share) + taken * (part in option.chain)
        return Assisted(received, hardware, carrying)


def _kept_by_maker(case: Case, ways: Routes) -> Floats:
    """(route,) part of a price before tax that is left to the maker after its dealer."""
    key = ("model", "powertrain", "market")
    left = {
        (row["model"], row["powertrain"], row["market"]): 1.0 - row["dealer_margin_share"]
        for row in case["demand"].select(*key, "dealer_margin_share").iter_rows(named=True)
    }
    cars = zip(ways.model, ways.powertrain, ways.market, strict=True)
    return np.array([left[(str(m), str(p), str(r))] for m, p, r in cars], dtype=np.float64)


def _missing(name: str, what: str) -> Fault:
    return Fault(
        what.split(":", maxsplit=1)[0],
        f"no {what.split(': ')[1]}",
        f"who takes the option {name!r}, and what it earns, is unknown",
        "add a row with it",
    )

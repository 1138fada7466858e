"""What an audit reads: the tables of the case by id, the grants of the book, and the long tables of the plan.

Nothing here comes from the program or from the arrays it was made of. Of the plan only its tables are read:
cars shipped, decisions taken, cars lent, cars in a quota, grams handed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from teikei.agreements.book import Book, Permit, owners
from teikei.case.case import Case
from teikei.industry.money import in_case_currency
from teikei.industry.routes import hosts

Row = Mapping[str, Any]
Need = tuple[str, str]

_MONEY = {
    "models": ("model", "launch_cost_m"),
    "platforms": ("platform", "development_cost_m"),
    "technologies": ("technology", "fixed_cost_m", "unit_cost"),
    "plants": ("plant", "fixed_cost_m", "conversion_cost_per_unit", "closing_cost_m"),
}


class Car(NamedTuple):
    """Cars of one variant from one plant for one market in one year, with what the tables say of them."""

    variant: str
    model: str
    firm: str
    platform: str
    powertrain: str
    construction: str
    plant: str
    market: str
    year: int
    units: float


class Begun(NamedTuple):
    """A decision of the plan: ``what`` in words of the tables, first year of use, and how far it is taken."""

    kind: str
    decision: str
    what: tuple[str, ...]
    first_year: int
    taken: float


class Lease(NamedTuple):
    """Cars a year that a guest who does not plan has built."""

    agreement: str
    plant: str
    guest: str
    year: int
    units: float


class Handed(NamedTuple):
    """Grams that one pool partner hands another: kg/km (g/km times cars, over 1000) in a window."""

    agreement: str
    giver: str
    taker: str
    market: str
    customs_class: str
    year: int
    kilograms: float


@dataclass(frozen=True, eq=False)
class Records:
    """The tables that a recount stands on, with the look-ups it asks for again and again."""

    case: Case
    book: Book
    members: frozenset[str]
    diversion: bool
    ship: pl.DataFrame
    begun: tuple[Begun, ...]
    lent: tuple[Lease, ...]
    in_quota: pl.DataFrame
    handed: tuple[Handed, ...]

    @cached_property
    def years(self) -> tuple[int, ...]:
        return self.case.settings.years

    @cached_property
    def planning(self) -> frozenset[str]:
        return frozenset(r["firm"] for r in self.case["firms"].iter_rows(named=True) if r["role"] == "plans")

    @cached_property
    def owned(self) -> dict[Need, frozenset[str]]:
        return owners(self.case)

    @cached_property
    def host(self) -> dict[str, str]:
        return dict(hosts(self.case).iter_rows())

    @cached_property
    def models(self) -> dict[str, Row]:
        return self._by_id("models")

    @cached_property
    def platforms(self) -> dict[str, Row]:
        return self._by_id("platforms")

    @cached_property
    def technologies(self) -> dict[str, Row]:
        return self._by_id("technologies")

    @cached_property
    def plants(self) -> dict[str, Row]:
        return self._by_id("plants")

    @cached_property
    def variants(self) -> dict[str, Row]:
        return {row["variant"]: row for row in self.case["variants"].iter_rows(named=True)}

    @cached_property
    def tooling(self) -> dict[tuple[str, str], Row]:
        table = in_case_currency(self.case, self.case["tooling"], "tooling_cost_m", "local_supplier_cost_m")
        return {(row["model"], row["plant"]): row for row in table.iter_rows(named=True)}

    @cached_property
    def shares(self) -> dict[str, dict[str, float]]:
        """Plant -> owner -> share."""
        found: dict[str, dict[str, float]] = {}
        for row in self.case["plant_owners"].iter_rows(named=True):
            found.setdefault(row["plant"], {})[row["firm"]] = row["share"]
        return found

    @cached_property
    def ventures(self) -> dict[str, list[Row]]:
        """Plant -> the parts that joint ventures of the book give of it."""
        found: dict[str, list[Row]] = {}
        for row in self.case["changes"].filter(change="owned_share").iter_rows(named=True):
            if row["agreement"] in self.book:
                found.setdefault(row["resource"], []).append(row)
        return found

    @cached_property
    def offers(self) -> dict[tuple[str, ...], Row]:
        """(model, market) that a firm may offer by its own choice -> its row, money in case currency."""
        table = in_case_currency(self.case, self.case["offers"], "entry_cost_m", "fixed_cost_m")
        return {(row["model"], row["market"]): row for row in table.iter_rows(named=True)}

    def saving_rows(self, change: str, firm: str, resource: str) -> list[Row]:
        """Rows of changes of one sort for a firm and a resource."""
        table = self.case["changes"]
        if not table.height:
            return []
        return list(table.filter(change=change, firm=firm, resource=resource).iter_rows(named=True))

    @cached_property
    def lines(self) -> dict[str, list[Row]]:
        """Plant -> its lines."""
        found: dict[str, list[Row]] = {}
        for row in self.case["lines"].iter_rows(named=True):
            found.setdefault(row["plant"], []).append(row)
        return found

    @cached_property
    def cars(self) -> tuple[Car, ...]:
        rows = self.ship.select("variant", "plant", "market", "year", "units").iter_rows()
        return tuple(self.car(*row) for row in rows)

    @cached_property
    def ways(self) -> dict[str, dict[tuple[str, str], tuple[int, ...]]]:
        """Model -> (variant, plant) -> years, as far as `plan.audit.dates` has worked them out."""
        return {}

    @cached_property
    def _lacking(self) -> dict[tuple[str, str], tuple[Need, ...]]:
        return {}

    @cached_property
    def _permits(self) -> dict[Need, list[Permit]]:
        found: dict[Need, list[Permit]] = {}
        for permit in self.book.permits:
            found.setdefault((permit.what, permit.resource), []).append(permit)
        return found

    def lacking(self, variant: str, plant: str) -> tuple[Need, ...]:
        """What a variant built at a plant needs and its firm does not own: its grants must come from the
        book."""
        key = (variant, plant)
        if key not in self._lacking:
            row = self.variants[variant]
            firm = self.models[row["model"]]["firm"]
            needs = [("plant", plant), ("platform", row["platform"])]
            needs += [("technology", name) for name in row["technologies"]]
            self._lacking[key] = tuple(n for n in needs if firm not in self.owned.get(n, frozenset()))
        return self._lacking[key]

    def grants(self, taker: str, need: Need, model: str = "", year: int | None = None) -> list[Permit]:
        """Grants of a resource to a firm, for a model if one is named, in force in a year (or ever)."""
        return [
            p
            for p in self._permits.get(need, [])
            if p.taker == taker
            and (not model or not p.models or model in p.models)
            and (year is None or p.first_year <= year <= p.last_year)
        ]

    def capacity(self, plant: str, year: int, some: Iterable[str]) -> float:
        """Cars a year of the lines of a plant that take any of some constructions, until it closes as
        announced."""
        wanted = set(some)
        if year > (self.plants[plant]["closes_after"] or 9999):
            return 0.0
        return float(
            sum(
                row["capacity_units_per_year"]
                for row in self.lines.get(plant, [])
                if wanted & set(row["constructions"])
                and (row["from_year"] or 0) <= year <= (row["to_year"] or 9999)
            )
        )

    def ends(self, kind: str) -> dict[str, int]:
        """Plant closed, or "firm market" left -> the year from which it is so."""
        return {" ".join(b.what): b.first_year for b in self.begun if b.kind == kind}

    def started(self, decision: str) -> dict[tuple[str, ...], int]:
        """What a decision starts -> first year of use."""
        found: dict[tuple[str, ...], int] = {}
        for b in self.begun:
            if b.decision == decision:
                found[b.what] = min(b.first_year, found.get(b.what, b.first_year))
        return found

    def car(self, variant: str, plant: str, market: str, year: int, units: float) -> Car:
        row = self.variants[variant]
        platform = self.platforms[row["platform"]]
        return Car(
            variant, row["model"], self.models[row["model"]]["firm"], row["platform"], row["powertrain"],
            platform["construction"], plant, market, year, units,
        )  # fmt: skip

    def _by_id(self, table: str) -> dict[str, Row]:
        key, *money = _MONEY[table]
        frame = in_case_currency(self.case, self.case[table], *money)
        return {row[key]: row for row in frame.iter_rows(named=True)}


def in_window(row: Row, year: int) -> bool:
    """Whether a row with ``first_year`` and ``last_year`` holds in a year."""
    return bool((row["first_year"] or 0) <= year <= (row["last_year"] or 9999))


def yearly(records: Records) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Zero cars in every year of the horizon."""
    return np.zeros(len(records.years))

"""From when a decision can be used, and when a car that an agreement brings goes on sale.

    first year of use = ceil( max(review, signature) + lead ),  not before it is available
    launch = first year in which one route of the car can exist: permitted, tooled, engineered, on a line

Launches are terms of their agreement, so they are known once the book is given.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from teikei.agreements.book import Book, agreement_rows, first_use, owners, signed_at
from teikei.case.case import Case
from teikei.case.kept import kept, rows_by

Flags = NDArray[np.bool_]
Pair = tuple[str, str]


def usable_year(decided: float, lead_years: float) -> int:
    """First whole calendar year of use of something decided at a point in time: ceil(decided + lead).

    >>> usable_year(2027.0, 2.0), usable_year(2027.42, 2.0)
    (2029, 2030)
    """
    return math.ceil(decided + lead_years - 1e-9)


def platform_step(
    case: Case, platform: Mapping[str, Any], firm: str, *, candidate: bool, twin: bool
) -> Literal["", "develop", "adopt"]:
    """What a firm must do before its car uses a platform.

    An owner develops what is still to come; another firm adopts it for a candidate car, but for a badge twin
    of an owner's own car nothing: all its engineering is its launch. ``platform`` is a row of platforms.csv.
    """
    if firm in platform["owners"]:
        return "develop" if is_to_come(case, platform) else ""
    return "adopt" if candidate and not twin else ""


def is_to_come(case: Case, platform: Mapping[str, Any]) -> bool:
    """A platform that its owners have still to develop within the horizon."""
    start = platform["available_from"]
    return start is not None and int(start) >= case.settings.first_year


def first_grants(book: Book) -> dict[tuple[str, str, str], float]:
    """("platform" or "technology", resource, taker) -> when the first agreement is signed that grants it for
    a car which the taker must engineer for it.

    Such a car is a candidate variant of a model on offer under the book; a badge twin of an owner's car is
    not. A grant for another car, today's or none of the taker's, starts nothing.
    """
    return _first_grants(book.case, book.agreements)


@kept
def _first_grants(case: Case, agreements: frozenset[str]) -> dict[tuple[str, str, str], float]:
    book, owned = Book(case, agreements), owners(case)
    models = rows_by(case, "models", "model")
    brought = {m for row in agreement_rows(case).values() for m in row["brings"]}
    waiting: dict[tuple[str, str, str], set[str]] = {}
    for row in case["variants"].filter(pl.col("status") == "candidate").iter_rows(named=True):
        model = models[row["model"]]
        if model["status"] == "candidate" and row["model"] in brought - set(book.brought):
            continue
        other = models.get(model["twin_of"])
        twin = other is not None and other["firm"] in owned.get(("platform", row["platform"]), frozenset())
        uses = [("technology", str(t)) for t in row["technologies"]]
        for what, resource in uses if twin else [("platform", str(row["platform"])), *uses]:
            waiting.setdefault((what, resource, str(model["firm"])), set()).add(str(row["model"]))
    found: dict[tuple[str, str, str], float] = {}
    for p in book.permits:
        key = (p.what, p.resource, p.taker)
        cars = waiting.get(key, set())
        if cars & p.models if p.models else cars:
            found[key] = min(found.get(key, math.inf), signed_at(case, p.agreement))
    return found


@dataclass(frozen=True, slots=True)
class Launch:
    """When a model of the book goes on sale.

    ``ramp``: share of a year's sales in the first year, that of its quickest plant; ``powertrains``: first
    year of each, never before ``year``.
    """

    year: int
    ramp: float
    powertrains: Mapping[str, int]


def launches_of(book: Book, moved: Mapping[str, int | None] | None = None) -> dict[str, Launch]:
    """Models that the book brings and that can go on sale within the horizon.

    ``moved``: models dated not before another year, or called off (None).
    """
    if not book.brought:
        return {}
    moved = moved or {}
    years = np.array(book.case.settings.years)
    tables = _Tables.of(book)
    found: dict[str, Launch] = {}
    for model, agreements in book.brought.items():
        if model not in tables.models or (model in moved and moved[model] is None):
            continue
        ways = tables.ways_by(model, agreements)
        late = years >= (moved.get(model) or 0)
        first: dict[str, int] = {}
        for (variant, _), usable in ways.items():
            if (usable & late).any():
                drive = tables.variants[variant]["powertrain"]
                first[drive] = min(first.get(drive, 9999), int(years[usable & late][0]))
        if first:
            year = min(first.values())
            at = int(np.flatnonzero(years == year)[0])
            ramps = [tables.ramp(model, plant) for (_, plant), usable in ways.items() if usable[at]]
            found[model] = Launch(year, max(ramps), first)
    return found


def launch_years(book: Book) -> dict[str, int]:
    """First year on sale of every model that the book brings and that can be built within the horizon.

    The first year in which some plant, open and on a line that takes the car, may build it (own or granted),
    is tooled, and its platform and technologies are granted, developed, adopted and fitted; never before the
    agreement's own lead, the model's lead and ``first_year``.
    """
    return {model: launch.year for model, launch in launches_of(book).items()}


def years_built(book: Book, variant: str) -> tuple[int, ...]:
    """Years in which a variant could be built somewhere under a book, as for `launch_years`."""
    tables = _Tables.of(book)
    model = str(tables.variants[variant]["model"])
    ways = tables.ways_by(model, book.brought.get(model, ()))
    usable = np.any([flags for (name, _), flags in ways.items() if name == variant], axis=0)
    return tuple(int(year) for year in np.array(book.case.settings.years)[usable])


@dataclass(frozen=True, slots=True)
class _Tables:
    """Rows of the case by their key."""

    book: Book
    models: Mapping[str, Mapping[str, Any]]
    variants: Mapping[str, Mapping[str, Any]]
    platforms: Mapping[str, Mapping[str, Any]]
    technologies: Mapping[str, Mapping[str, Any]]
    plants: Mapping[str, Mapping[str, Any]]
    tooling: Mapping[Pair, Mapping[str, Any]]
    owned: Mapping[Pair, frozenset[str]]
    granted: Mapping[tuple[str, str, str], float]

    @classmethod
    def of(cls, book: Book) -> _Tables:
        case = book.case
        return cls(
            book,
            rows_by(case, "models", "model"),
            rows_by(case, "variants", "variant"),
            rows_by(case, "platforms", "platform"),
            rows_by(case, "technologies", "technology"),
            rows_by(case, "plants", "plant"),
            rows_by(case, "tooling", "model", "plant"),
            owners(book.case),
            first_grants(book),
        )

    def ramp(self, model: str, plant: str) -> float:
        row = self.tooling[(model, plant)]
        return 1.0 if row["status"] == "tooled" else float(row["ramp_share_first_year"])

    def ways_by(self, model: str, agreements: Collection[str]) -> dict[Pair, Flags]:
        """As `ways`, brought by any of some agreements; by none if there are none."""
        if not agreements:
            return self.ways(model, None)
        each = [self.ways(model, name) for name in agreements]
        return {way: np.logical_or.reduce([flags[way] for flags in each]) for way in each[0]}

    def ways(self, model: str, agreement: str | None) -> dict[Pair, Flags]:
        """(variant, plant) -> years (year,) in which the model, brought by an agreement or by none, could be
        built that way."""
        case = self.book.case
        row = self.models[model]
        years = np.array(case.settings.years)
        decided, start = float(case.settings.reviews[0]), 0
        if agreement is not None:
            decided, start = max(decided, signed_at(case, agreement)), first_use(case, agreement)
        if row["status"] == "candidate":
            start = max(start, usable_year(decided, float(row["lead_years"])))
        found: dict[Pair, Flags] = {}
        for name, variant in self.variants.items():
            if variant["model"] != model:
                continue
            engineered = max(start, self._engineered(row, variant, decided))
            window = (years >= engineered) & _window(years, row) & _window(years, variant)
            for built, plant in self.tooling:
                if built == model:
                    usable = window & self._line(plant, variant) & self._tooled(row, variant, plant, decided)
                    found[(name, plant)] = usable & self._permitted(row, variant, plant)
        return found

    def _engineered(self, model: Mapping[str, Any], variant: Mapping[str, Any], decided: float) -> int:
        """Platform developed or adopted, technologies fitted."""
        case, firm = self.book.case, str(model["firm"])
        review = float(case.settings.reviews[0])
        platform = self.platforms[variant["platform"]]
        other = self.models.get(str(model["twin_of"]))
        twin = other is not None and other["firm"] in platform["owners"]
        candidate = variant["status"] == "candidate"
        step = platform_step(case, platform, firm, candidate=candidate, twin=twin)
        found = int(platform["available_from"] or 0)
        if is_to_come(case, platform):
            found = max(found, usable_year(review, float(platform["lead_years"])))
        if step == "adopt":
            signed = self.granted.get(("platform", str(variant["platform"]), firm), -math.inf)
            found = max(found, usable_year(max(decided, signed), float(platform["lead_years"])))
        for name in variant["technologies"]:
            if candidate and firm not in self.owned[("technology", name)]:
                row = self.technologies[name]
                signed = self.granted.get(("technology", name, firm), -math.inf)
                ready = usable_year(max(decided, signed), float(row["lead_years"]))
                found = max(found, ready, int(row["available_from"] or 0))
        return found

    def _needs(self, model: Mapping[str, Any], variant: Mapping[str, Any], plant: str) -> list[Pair]:
        wanted = [("plant", plant), ("platform", str(variant["platform"]))]
        wanted += [("technology", str(t)) for t in variant["technologies"]]
        return [pair for pair in wanted if model["firm"] not in self.owned.get(pair, frozenset())]

    def _after(self, model: Mapping[str, Any], needs: list[Pair], decided: float, lead: float) -> int:
        """First year of use of what is begun once all ``needs`` are signed, each by its first agreement."""
        for what, resource in needs:
            signed = [
                signed_at(self.book.case, p.agreement)
                for p in self.book.permits
                if p.covers(model["firm"], what, resource, model["model"])
            ]
            decided = max(decided, min(signed, default=-math.inf))
        return usable_year(decided, lead)

    def _tooled(
        self, model: Mapping[str, Any], variant: Mapping[str, Any], plant: str, decided: float
    ) -> Flags:
        years = np.array(self.book.case.settings.years)
        row = self.tooling[(model["model"], plant)]
        if row["status"] == "tooled":
            return np.ones(years.size, dtype=bool)
        needs = self._needs(model, variant, plant)
        return np.asarray(years >= self._after(model, needs, decided, float(row["lead_years"])))

    def _permitted(self, model: Mapping[str, Any], variant: Mapping[str, Any], plant: str) -> Flags:
        years = np.array(self.book.case.settings.years)
        allowed = np.ones(years.size, dtype=bool)
        for what, resource in self._needs(model, variant, plant):
            granted = np.zeros(years.size, dtype=bool)
            for p in self.book.permits:
                if p.covers(model["firm"], what, resource, model["model"]):
                    granted |= (years >= p.first_year) & (years <= p.last_year)
            allowed &= granted
        return allowed

    def _line(self, plant: str, variant: Mapping[str, Any]) -> Flags:
        """Years in which the plant is open with a line that takes the variant's construction."""
        years = np.array(self.book.case.settings.years)
        construction = self.platforms[variant["platform"]]["construction"]
        open_ = np.zeros(years.size, dtype=bool)
        for row in self.book.case["lines"].iter_rows(named=True):
            if row["plant"] == plant and construction in row["constructions"]:
                open_ |= (years >= (row["from_year"] or 0)) & (years <= (row["to_year"] or 9999))
        return np.asarray(open_ & (years <= (self.plants[plant]["closes_after"] or 9999)))


def _window(years: NDArray[np.int64], row: Mapping[str, Any]) -> Flags:
    return np.asarray((years >= (row["first_year"] or 0)) & (years <= (row["last_year"] or 9999)))

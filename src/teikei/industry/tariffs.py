"""What the law charges at a border: layers of duty, the days they hold, the rate of a year.

The normal rate of a day is ``max(base + Σ add, max at_least)``; the rate of a year weighs its days.
Preferences that depend on content stand in ``origin.py``.
"""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import polars as pl

from teikei.base.errors import CaseError, Fault
from teikei.case.kept import kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from teikei.case.case import Case

FOREVER = dt.date.max.toordinal()


@cache
def days_of_year(year: int) -> tuple[int, int]:
    """Ordinals of 1 January of a year and of the next."""
    return dt.date(year, 1, 1).toordinal(), dt.date(year + 1, 1, 1).toordinal()


class Goods(NamedTuple):
    """What crosses a border: where from, where to, in which class, made by whom, driven by what."""

    origin: str
    destination: str
    customs_class: str
    firm: str = "any"
    powertrain: str = "any"


class Basis(NamedTuple):
    """Why a rate holds: the id of an origin rule whose preference is taken (or blank), and the law."""

    rule: str = ""
    law: str = ""


@dataclass(frozen=True, slots=True)
class Schedule:
    """A rate that is constant between dates.

    Attributes
    ----------
    starts : first day (ordinal) of each piece; the last piece ends before ``end``
    end : day after the last one
    rates : rate of each piece, share of the customs value; NaN where no base row covers the piece
    bases : why each rate holds
    """

    starts: tuple[int, ...]
    end: int
    rates: tuple[float, ...]
    bases: tuple[Basis, ...]

    def of_year(self, year: int) -> tuple[float, dict[Basis, int]]:
        """Rate of a calendar year weighed by days, and the days on which each basis holds."""
        first, last = days_of_year(year)
        piece = bisect_right(self.starts, first) - 1
        if piece + 1 == len(self.starts) or self.starts[piece + 1] >= last:
            return self.rates[piece], {self.bases[piece]: last - first}
        total, days_of = 0.0, dict[Basis, int]()
        for start, end, rate, basis in self.pieces():
            days = min(end, last) - max(start, first)
            if days > 0:
                total += days * rate
                days_of[basis] = days_of.get(basis, 0) + days
        return total / (last - first), days_of

    def yearly(self, years: Sequence[int]) -> NDArray[np.float64]:
        """Rate of each year, weighed by days."""
        return np.array([self.of_year(year)[0] for year in years], dtype=np.float64)

    def pieces(self) -> Iterable[tuple[int, int, float, Basis]]:
        """(first day, day after the last, rate, basis) of each piece."""
        return zip(self.starts, (*self.starts[1:], self.end), self.rates, self.bases, strict=True)


def longest(days_of: dict[Basis, int]) -> Basis:
    """The basis that holds on most days; the later one wins a tie, as the later law does."""
    return max(reversed(days_of), key=lambda basis: days_of[basis], default=Basis())


@dataclass(frozen=True, slots=True)
class Layer:
    """A row of tariffs.csv with its days as ordinals and how specific it is."""

    row: dict[str, Any]
    first: int
    last: int

    @property
    def rank(self) -> tuple[Any, ...]:
        """Larger is more specific; later law breaks a tie."""
        return (*self.row["_rank"], self.first, self.row["legal_basis"], self.row["rate"])


class TariffLaw:
    """tariffs.csv compiled for look-up: which layers meet goods, and the schedule they make.

    A layer meets goods if origin and destination are the territory, its bloc or (origin only) ``any``, and
    firm and powertrain are those of the goods or ``any``. Of the base rows that hold on a day the most
    specific wins: territory over bloc over any (origin first, then destination), then a named firm, then a
    named powertrain, then the later one. Schedules are kept by the set of layers met, so that many goods
    cost little.
    """

    def __init__(self, case: Case, years: Sequence[int]) -> None:
        self.years = tuple(years)
        self.first, self.end = days_of_year(min(years))[0], days_of_year(max(years))[1]
        territories = case["territories"]
        self.bloc = dict(zip(territories["territory"].to_list(), territories["bloc"].to_list(), strict=True))
        self.layers: list[Layer] = []
        self.named_firms: set[str] = set()
        self.named_powertrains: set[str] = set()
        self._index: dict[tuple[str, str], list[int]] = {}
        self._domestic = Schedule((self.first,), self.end, (0.0,), (Basis("", "domestic"),))
        self._made: dict[tuple[int, ...], Schedule] = {}
        self._of_goods: dict[Goods, Schedule] = {}
        for row in case["tariffs"].iter_rows(named=True):
            self._add(row)

    def _add(self, row: dict[str, Any]) -> None:
        last = row["valid_to"].toordinal() if row["valid_to"] is not None else FOREVER
        layer = Layer(row, row["valid_from"].toordinal(), last)
        if layer.last < self.first or layer.first >= self.end:
            return
        origin, destination = row["origin"], row["destination"]
        row["_rank"] = (
            2 if origin in self.bloc else 0 if origin == "any" else 1,
            1 if destination in self.bloc else 0,
            row["firm"] != "any",
            row["powertrain"] != "any",
        )
        if row["firm"] != "any":
            self.named_firms.add(row["firm"])
        if row["powertrain"] != "any":
            self.named_powertrains.add(row["powertrain"])
        self._index.setdefault((destination, row["customs_class"]), []).append(len(self.layers))
        self.layers.append(layer)

    def places(self, territory: str) -> tuple[str, ...]:
        """The territory and its bloc, as names that a row may use for it."""
        bloc = self.bloc.get(territory, "")
        return (territory, bloc) if bloc else (territory,)

    def met(self, goods: Goods) -> tuple[int, ...]:
        """Numbers of the layers that meet the goods."""
        found = []
        origins = {*self.places(goods.origin), "any"}
        for destination in self.places(goods.destination):
            for number in self._index.get((destination, goods.customs_class), ()):
                row = self.layers[number].row
                if (
                    row["origin"] in origins
                    and row["firm"] in ("any", goods.firm)
                    and row["powertrain"] in ("any", goods.powertrain)
                ):
                    found.append(number)
        return tuple(found)

    def schedule(self, goods: Goods) -> Schedule:
        """The normal rate of the goods by date; zero inside a territory.

        NaN stands where no base row holds (`missing` words it).
        """
        if goods.origin == goods.destination:
            return self._domestic
        known = self._of_goods.get(goods)
        if known is None:
            met = self.met(goods)
            known = self._made.get(met)
            if known is None:
                known = self._made[met] = self._make([self.layers[number] for number in met])
            self._of_goods[goods] = known
        return known

    def _make(self, layers: Sequence[Layer]) -> Schedule:
        layers = [layer for layer in layers if layer.row["stacking"] != "offset"]
        cuts = {self.first}
        for layer in layers:
            cuts.update(day for day in (layer.first, layer.last + 1) if self.first < day < self.end)
        starts = tuple(sorted(cuts))
        made = [_rate_of_day([x for x in layers if x.first <= day <= x.last]) for day in starts]
        return Schedule(starts, self.end, tuple(r for r, _ in made), tuple(b for _, b in made))

    def offset(self, territory: str) -> NDArray[np.float64]:
        """Credit against duty on parts by year, a share of the value of cars assembled in the territory."""
        rates = np.zeros(len(self.years))
        for number in self.met(Goods(territory, territory, "parts")):
            layer = self.layers[number]
            if layer.row["stacking"] == "offset":
                rates += layer.row["rate"] * np.array([_share_of_year(layer, year) for year in self.years])
        return rates

    def taxes_parts(self, territory: str) -> bool:
        """Whether any parts row charges duty into the territory."""
        return any(
            layer.row["customs_class"] == "parts"
            and layer.row["destination"] in self.places(territory)
            and layer.row["stacking"] != "offset"
            and layer.row["rate"] > 0
            for layer in self.layers
        )

    def missing(self, goods: Goods) -> list[Fault]:
        """A fault if some day of a year used has no base row."""
        schedule = self.schedule(goods)
        if not any(map(math.isnan, schedule.rates)):
            return []
        years = [year for year in self.years if math.isnan(schedule.of_year(year)[0])]
        if not years:
            return []
        return [_missing_fault(goods, years)]


@kept
def tariff_law(case: Case, years: tuple[int, ...]) -> TariffLaw:
    """The tariffs of a case over some years, kept while its tables stand, with all that was looked up."""
    return TariffLaw(case, years)


def _rate_of_day(layers: Sequence[Layer]) -> tuple[float, Basis]:
    base = max((x for x in layers if x.row["stacking"] == "base"), key=lambda x: x.rank, default=None)
    if base is None:
        return math.nan, Basis()
    adds = sorted((x for x in layers if x.row["stacking"] == "add"), key=lambda x: x.rank)
    floor = max(
        (x for x in layers if x.row["stacking"] == "at_least"),
        key=lambda x: (x.row["rate"], x.rank),
        default=None,
    )
    stacked = base.row["rate"] + sum(x.row["rate"] for x in adds)
    if floor is not None and floor.row["rate"] > stacked:
        return floor.row["rate"], Basis("", floor.row["legal_basis"])
    return stacked, Basis("", " + ".join(x.row["legal_basis"] for x in (base, *adds) if x.row["legal_basis"]))


def _share_of_year(layer: Layer, year: int) -> float:
    first, last = days_of_year(year)
    return max(0, min(layer.last + 1, last) - max(layer.first, first)) / (last - first)


def _missing_fault(goods: Goods, years: Sequence[int]) -> Fault:
    span = str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"
    return Fault(
        where=f"tariffs.csv, {goods.origin} to {goods.destination}, class {goods.customs_class}",
        what=f"no base tariff from {goods.origin!r} to {goods.destination!r} for class "
        f"{goods.customs_class!r} covers every day of {span}",
        why="the car would cross the border at a duty nobody stated; a missing rate is never taken as zero",
        fix=f"add a row origin={goods.origin}, destination={goods.destination}, "
        f"customs_class={goods.customs_class}, stacking=base that is valid through {span} "
        "(write rate 0 if there is no duty)",
    )


def yearly_rates(case: Case, goods: pl.DataFrame, years: Sequence[int]) -> pl.DataFrame:
    """Normal rate of goods by year, weighed by days: ``Σ days · max(base + Σ add, max at_least) / days of
    year``.

    Parameters
    ----------
    goods : columns origin, destination, customs_class, and if wanted firm and powertrain (else ``any``)
    years : calendar years

    Returns
    -------
    The distinct goods × year with ``rate`` (share of the customs value) and ``legal_basis``, sorted.

    Raises
    ------
    CaseError
        Every border that some day of a year leaves without a base row, gathered.
    """
    law = tariff_law(case, tuple(years))
    columns = [name for name in Goods._fields if name in goods.columns]
    distinct = [Goods(**row) for row in goods.select(columns).unique().sort(columns).iter_rows(named=True)]
    faults = sorted({fault for item in distinct for fault in law.missing(item)})
    if faults:
        raise CaseError(faults)
    rows = []
    for item in distinct:
        schedule = law.schedule(item)
        for year in years:
            rate, days_of = schedule.of_year(year)
            rows.append((*item, year, rate, longest(days_of).law))
    schema = dict.fromkeys(Goods._fields, pl.String) | {
        "year": pl.Int64,
        "rate": pl.Float64,
        "legal_basis": pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")

"""What the tables know of one technology: row, effects, cars, agreements and fee, as figures with ranges."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl

from teikei.base.errors import Fault, UsageError, did_you_mean
from teikei.industry.money import annuity, rate

if TYPE_CHECKING:
    from teikei.case.case import Case

Row = dict[str, Any]
ASSUMED = "assumption"


@dataclass(frozen=True, slots=True)
class Input:
    """A figure of a table with its range.

    Attributes
    ----------
    value, low, high : in one unit; a blank end is the value itself
    judgement : the row is an assumption, to be swept and not a fact
    """

    value: float
    low: float
    high: float
    judgement: bool = False

    @classmethod
    def of(cls, row: Row, column: str, factor: float = 1.0) -> Input:
        """Column of a row with its ``_low`` and ``_high``, times a factor."""
        value = float(row[column])
        low, high = row.get(f"{column}_low"), row.get(f"{column}_high")
        return cls(
            value * factor,
            (value if low is None else float(low)) * factor,
            (value if high is None else float(high)) * factor,
            row.get("confidence") == ASSUMED,
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the model says.

    Attributes
    ----------
    what : in words
    value, low, high : the range is what one input at a time does between its low and its high, or how far
        the model is to be trusted
    unit : unit of the three
    judgement : rests on an assumption
    by : formula or module that gives it
    """

    what: str
    value: float
    low: float
    high: float
    unit: str
    judgement: bool
    by: str


def found(what: str, unit: str, by: str, work: Callable[..., float], **inputs: Input) -> Finding:
    """A figure worked out of inputs, with its range: each input alone between its ends, the others central.

    Parameters
    ----------
    what, unit, by : as in `Finding`
    work : the figure as a function of the inputs' values, given by name
    inputs : each with its range

    Examples
    --------
    >>> area = found("area", "m2", "a·b", lambda a, b: a * b, a=Input(2, 1, 3), b=Input(10, 9, 12, True))
    >>> area.value, area.low, area.high, area.judgement
    (20, 10, 30, True)
    """
    central = {name: one.value for name, one in inputs.items()}
    value = work(**central)
    reached = [value]
    for name, one in inputs.items():
        reached += [work(**(central | {name: end})) for end in (one.low, one.high)]
    judged = any(one.judgement for one in inputs.values())
    return Finding(what, value, min(reached), max(reached), unit, judged, by)


class Known:
    """All that a case knows of one technology, by its id in technologies.csv; UsageError if there is none."""

    def __init__(self, case: Case, technology: str) -> None:
        rows = case["technologies"].filter(pl.col("technology") == technology)
        if not rows.height:
            names = case["technologies"]["technology"].to_list()
            what = f"{technology!r} is no technology of {case.name}"
            fix = did_you_mean(technology, names, "technologies.csv")
            raise UsageError(Fault("technology", what, "nothing is known of it", fix))
        self.case, self.technology = case, technology
        self.row: Row = rows.row(0, named=True)

    @property
    def currency(self) -> str:
        """Currency of the technology's own figures."""
        return str(self.row["currency"] or self.case.settings.currency)

    @property
    def owners(self) -> tuple[str, ...]:
        """Firms that own it."""
        return tuple(self.row["owners"])

    def into(self, currency: str) -> float:
        """Factor from a currency to that of the technology, at the price year; blank is the case's own."""
        home = self.case.settings.currency
        return rate(self.case, currency or home) / rate(self.case, self.currency)

    @cached_property
    def effects(self) -> tuple[Row, ...]:
        """Rows of effects.csv."""
        rows = self.case["effects"].filter(pl.col("technology") == self.technology)
        return tuple(rows.iter_rows(named=True))

    def effect(
        self, target: str, form: str = "", scope: str = "", baseline: str | None = None
    ) -> Input | None:
        """The first effect on a target, if there is one; money in the technology's currency.

        Blank form and scope and no baseline take any; a baseline is that very text.
        """
        for row in self.effects:
            if row["target"] != target or baseline not in (None, row["baseline"]):
                continue
            if form in ("", row["form"]) and scope in ("", row["scope"]):
                return Input.of(row, "value", self._money(str(row["unit"])))
        return None

    def _money(self, unit: str) -> float:
        known = {*self.case["fx"]["currency"].to_list(), self.case.settings.currency}
        first = unit.split("/")[0]
        return self.into(first) if first in known else 1.0

    @property
    def unit_cost(self) -> Input:
        """Cost beside the car without it, the technology's currency per car."""
        return Input.of(self.row, "unit_cost")

    @cached_property
    def agreements(self) -> tuple[Row, ...]:
        """Agreements that grant it: signed ones first, each with giver, taker and cars."""
        grants = self.case["grants"].filter(
            pl.col("what") == "technology", pl.col("resource") == self.technology
        )
        deals = self.case["agreements"].select("agreement", "title", "kind", "status")
        joined = grants.select("agreement", "giver", "taker", "models").join(deals, on="agreement")
        joined = joined.sort((pl.col("status") != "signed"), "agreement", "giver", "taker")
        return tuple(joined.iter_rows(named=True))

    @cached_property
    def terms(self) -> tuple[Row, ...]:
        """What is paid under those agreements."""
        names = [row["agreement"] for row in self.agreements]
        rows = self.case["terms"].filter(pl.col("agreement").is_in(names)).sort("agreement", "payee", "per")
        return tuple(rows.iter_rows(named=True))

    @property
    def fee(self) -> Input | None:
        """Licence fee per car of the first agreement that pays an owner one, in the technology's currency."""
        for deal in self.agreements:
            for row in self.terms:
                same = row["agreement"] == deal["agreement"]
                if same and row["per"] == "unit" and row["payee"] in self.owners:
                    return Input.of(row, "amount", self.into(str(row["currency"])))
        return None

    @cached_property
    def variants(self) -> tuple[Row, ...]:
        """Cars of variants.csv that use it."""
        listed = pl.col("technologies").list.contains(self.technology)
        rows = self.case["variants"].filter(listed).sort("variant")
        return tuple(rows.iter_rows(named=True))

    @cached_property
    def names(self) -> dict[str, str]:
        """Firm -> its printed name."""
        return dict(self.case["firms"].select("firm", "name").iter_rows())

    @property
    def yearly_cost(self) -> Input:
        """Annuity of the fixed cost over the years it is written off: the technology's currency a year."""
        each = annuity(1.0, self.case.settings.discount_rate, self.row["life_years"])
        return Input.of(self.row, "fixed_cost_m", 1e6 * each)

    def sold(self, firm: str, market: str = "", powertrain: str = "") -> float:
        """Cars a year, at the units of their demand rows, of a firm's models on sale in the first year
        planned; of all markets and powertrains unless named. Candidates are on sale only by a deal, and left
        out."""
        first = self.case.settings.first_year
        on_sale = (
            (pl.col("status") != "candidate")
            & (pl.col("first_year").fill_null(first) <= first)
            & (pl.col("last_year").fill_null(first) >= first)
        )
        models = self.case["models"].filter(on_sale, firm=firm)["model"]
        rows = self.case["demand"].filter(pl.col("model").is_in(models.implode()))
        if market:
            rows = rows.filter(pl.col("market") == market)
        if powertrain:
            rows = rows.filter(pl.col("powertrain") == powertrain)
        return float(rows["units_per_year"].sum())

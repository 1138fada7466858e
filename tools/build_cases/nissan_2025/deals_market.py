"""What the carmakers' own tables say about a segment, and whose sales a launched car takes from it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from tools.build_cases.facts import Facts

Row = dict[str, Any]

LAST_YEAR = 2035
# Share of a launched car's sales that come from its own segment: what a nested demand model would fit.
# Assumption.
RETENTION = (0.50, 0.70, 0.85)
# Part of a market that the six makers of the case hold (2024: US 5.8 of 15.9 million, Japan 1.3 of 4.4,
# Europe about 3.8
# of 13.0); used for segments without a published total.
COVERAGE = {
    "us": 0.37,
    "canada": 0.35,
    "mexico": 0.40,
    "japan": 0.29,
    "eu": 0.30,
    "uk": 0.30,
    "australia": 0.15,
}
COVERAGE_ELSEWHERE = 0.25
# Part of the planned volume that the guest of a contract build guarantees and its host keeps free, low, central
# and high. Assumption: no contract of the case publishes one.
COMMITTED = (0.6, 0.7, 0.8)
SMALLEST = 0.0005


class Market:
    """Models and demand of the six makers, by id; built from the rows of the carmakers' own modules."""

    def __init__(self, facts: Facts, rows: Mapping[str, list[Row]]) -> None:
        self.facts = facts
        self.models: dict[str, Row] = {str(row["model"]): row for row in rows["models"]}
        self.demand: dict[tuple[str, str, str], Row] = {}
        self.add_demand(rows["demand"])
        self.rows = rows

    def add_models(self, rows: Iterable[Row]) -> None:
        self.models.update({str(row["model"]): row for row in rows})

    def add_demand(self, rows: Iterable[Row]) -> None:
        self.demand.update({(str(r["model"]), str(r["powertrain"]), str(r["market"])): r for r in rows})

    def row(self, model: str, powertrain: str, market: str) -> Row:
        """A demand row. Raises LookupError, naming what the model does have, if it is not there."""
        try:
            return self.demand[model, powertrain, market]
        except KeyError:
            has = sorted(f"{p} in {m}" for k, p, m in self.demand if k == model)
            raise LookupError(f"no demand of {model} {powertrain} in {market}; there is: {has}") from None

    def units(self, model: str, market: str, powertrain: str = "") -> float:
        """Cars a year of the base year of a model in a market (of one powertrain, or of all)."""
        return sum(
            float(row["units_per_year"])
            for (name, drive, where), row in self.demand.items()
            if name == model and where == market and powertrain in ("", drive)
        )

    def drives(self, firm: str, left_out: Iterable[str] = ()) -> float:
        """Base-year cars of a firm with an electric drive: hybrid, plug-in or electric."""
        return sum(
            float(row["units_per_year"])
            for (name, drive, _), row in self.demand.items()
            if drive in ("hybrid", "plugin", "electric")
            and self.models[name]["firm"] == firm
            and self.models[name].get("status") != "candidate"
            and name not in left_out
        )

    def cars(self, firm: str) -> float:
        """Base-year cars of a firm, candidates left out."""
        return sum(
            float(row["units_per_year"])
            for (name, _, _), row in self.demand.items()
            if self.models[name]["firm"] == firm and self.models[name].get("status") != "candidate"
        )

    def sells(self, firm: str, market: str) -> bool:
        """Whether a firm has cars on sale in a market."""
        return any(self.models[name]["firm"] == firm and where == market for name, _, where in self.demand)

    def markets(self, model: str) -> list[str]:
        return sorted({market for name, _, market in self.demand if name == model})

    def peak(self, models: Iterable[str]) -> float:
        """Largest yearly demand of some models together up to the last year, all markets."""
        wanted = set(models)
        rows = [row for (name, _, _), row in self.demand.items() if name in wanted]
        years = range(2027, LAST_YEAR + 1)
        return max(sum(_grown(row, year) for row in rows) for year in years) if rows else 0.0

    def room(self, models: Iterable[str], margin: float = 1.2) -> float:
        """Capacity that a contract reserves: the peak demand plus 20 %, rounded up to a thousand."""
        return math.ceil(self.peak(models) * margin / 1000.0) * 1000.0

    def planned(self, models: Iterable[str]) -> float:
        """Yearly demand of some models together in their base year, all markets: the first year of those announced."""
        wanted = set(models)
        return sum(
            float(row["units_per_year"]) for (name, _, _), row in self.demand.items() if name in wanted
        )

    def committed(self, models: Iterable[str]) -> float:
        """Volume that a signed contract build guarantees: a share of the planned volume, rounded down to a thousand."""
        return math.floor(self.planned(models) * COMMITTED[1] / 1000.0) * 1000.0

    def volume(self, platform: str, written: Mapping[str, list[Row]] | None = None) -> float:
        """Base-year cars of the models that have a variant on a platform, of its owners' own tables and what is written.

        Raises LookupError if there are none.
        """
        variants = [*self.rows["variants"], *(written or {}).get("variants", [])]
        pairs = {
            (str(v["model"]), str(v["powertrain"]))
            for v in variants
            if v["platform"] == platform and v.get("status") != "candidate"
        }
        units = sum(float(row["units_per_year"]) for (m, p, _), row in self.demand.items() if (m, p) in pairs)
        if not units:
            raise LookupError(f"no demand on platform {platform}")
        return units

    def segment_total(self, segment: str, market: str) -> tuple[float, str]:
        """Cars of all makers in a segment of a market, and how it is known.

        Published for the US (segments.csv, 2024), with what announced models will add; else the cars of the six makers
        over their share of the market.
        """
        coming = sum(
            self.units(name, market)
            for name in self.rivals(segment, market)
            if self.models[name]["status"] == "announced"
        )
        if market == "us":
            found = self.facts.rows(
                "world/segments", market="united_states", segment=segment, period="cy2024"
            )
            if found and found[0]["units"]:
                cars = float(found[0]["units"])
                return (
                    cars + coming,
                    f"US {segment}: {cars:,.0f} in 2024 and {coming:,.0f} of announced models",
                )
        own = sum(self.units(name, market) for name in self.rivals(segment, market))
        share = COVERAGE.get(market, COVERAGE_ELSEWHERE)
        return (
            own / share,
            f"{segment} in {market}: {own:,.0f} of the six makers over an assumed share of {share:.0%}",
        )

    def rivals(self, segment: str, market: str) -> list[str]:
        """Models of the six makers that are on sale in the segment of the market during the plan."""
        return sorted(
            name
            for name, row in self.models.items()
            if row["segment"] == segment
            and row["status"] != "candidate"
            and (row.get("last_year") or 9999) >= 2028
            and self.units(name, market) > 0
        )


def _grown(row: Row, year: int) -> float:
    growth = float(row.get("growth") or 0.0)
    return float(row["units_per_year"]) * (1 + growth) ** (year - int(row["base_year"]))


def diversion_rows(market: Market, model: str, own_base: Mapping[str, float] | None = None) -> list[Row]:
    """Whose sales a launched model takes, market by market.

        share[k] = own_base[k] + (1 - Σ own_base) · retention · units[k] / segment total,   the rest goes to 'outside'

    ``own_base`` names models it replaces more than in proportion: the petrol version of a new hybrid. Units are those of
    the base year; the segment total includes makers outside the case, whose part falls to 'outside'.
    """
    known = own_base or {}
    rows: list[Row] = []
    for where in market.markets(model):
        segment = str(market.models[model]["segment"])
        total, how = market.segment_total(segment, where)
        base = {name: part for name, part in known.items() if market.units(name, where) > 0}
        left = 1.0 - sum(base.values())
        taken: dict[str, tuple[float, float, float]] = {}
        for rival in {*market.rivals(segment, where), *base} - {model}:
            part = 0.0 if rival not in market.rivals(segment, where) else market.units(rival, where) / total
            fixed = base.get(rival, 0.0)
            # A range of 15 points around what it takes from its own petrol version; the segment's share
            # moves against it.
            low = max(0.0, fixed - 0.15 if fixed else 0.0) + left * RETENTION[0] * part
            high = min(1.0, fixed + (0.15 if fixed else 0.0) + left * RETENTION[2] * part)
            central = fixed + left * RETENTION[1] * part
            if central >= SMALLEST:
                taken[rival] = (low, central, high)
        note = f"{RETENTION[1]:.0%} stays in the segment, by units of the base year; {how}"
        rows += [_share(model, rival, where, shares, note) for rival, shares in sorted(taken.items())]
        outside = 1.0 - sum(central for _, central, _ in taken.values())
        bounds = (
            max(0.0, 1.0 - sum(high for _, _, high in taken.values())),
            outside,
            min(1.0, 1.0 - sum(low for low, _, _ in taken.values())),
        )
        rows.append(_share(model, "outside", where, bounds, "other makers, other segments and new buyers"))
    return rows


def _share(model: str, to: str, market: str, shares: tuple[float, float, float], note: str) -> Row:
    low, central, high = shares
    return {
        "model": model,
        "to": to,
        "market": market,
        "share": round(central, 6),
        "share_low": round(low, 6),
        "share_high": round(high, 6),
        "source": "teikei_derivation",
        "confidence": "assumption",
        "note": note,
    }

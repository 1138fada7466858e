"""Names a reader knows instead of ids: firms, cars, plants, and inputs in words with their unit."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl

from teikei.case.tables.registry import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teikei.case.case import Case
    from teikei.deals.inputs import Input

WORDS = {
    ("demand", "units"): "demand",
    ("lines", "capacity units"): "capacity",
    ("platforms", "follower factor"): "share of its development paid to adopt",
    ("platforms", "saving per doubling"): "parts saving per doubling",
    ("co2_positions", "gap g per km"): "distance of the fleet to its CO2 target",
    ("co2_positions", "target follow share"): "part of later cuts of the CO2 target that the fleet follows",
}
"""What a column of a table is called where its own name says less."""

CHANGES = {
    "parts_saving": ("part of the bought parts saved", "share"),
    "joining_cost": ("cost of joining the programme, against all of it,", "share"),
    "owned_share": ("part owned", "share"),
    "own_use": ("cars an owner may build", "cars/year"),
    "presence_saving": ("part of the sales organisation saved", "share"),
    "dealer_compensation": ("compensation of dealers, in years of the sales organisation,", "years"),
    "programme_saving": ("part of its own programme saved", "share"),
    "overhead_saving": ("part of the overhead saved", "share"),
    "option_price": ("price of the option", "currency/car"),
}
"""Change -> its words and unit."""
EFFECTS = {
    "co2": "CO2",
    "fuel_factor": "fuel, times",
    "utility_wtp": "buyers' worth",
    "option_mu": "mean of what buyers would pay",
    "option_s": "spread of what buyers would pay",
    "take": "share that takes it",
    "revenue_month": "subscription a month",
    "subscription_kept": "subscribers kept over a year",
    "rule_hazard": "chance of the rule (1: in force)",
    "readiness_cost": "cost of a car made ready for it",
    "fixed_cost_share": "cost of a partner, of a stack of its own",
    "time_to_market": "time to market",
    "ota_revenue": "services",
    "range_miles": "range of the car that access is weighed for",
    "ev_demand": "electric sales, elasticity to stalls",
    "ev_demand_cap": "electric sales, at most times",
    "stalls_ratio": "stalls within reach, times",
    "user_surcharge": "price for those who are not members, times",
    "brand_penalty": "price lost by the likeness",
    "elec_share": "distance driven on electricity",
    "cs_fuel": "fuel with an empty battery",
}
"""Targets of effects.csv in words."""
TERM_UNITS = {
    "unit": "currency/car",
    "year": "million/year",
    "once": "million",
    "share": "share",
    "gram": "currency/g",
}
NO_BASELINE = ("", "-", "none", "baseline")
SILENT = ("any", "", "base")
"""Words of a key that tell a reader nothing."""


def _spaced(words: Iterable[str] | str) -> str:
    listed = [words] if isinstance(words, str) else list(words)
    return " and ".join(word.replace("_", " ") for word in listed)


class Names:
    """Printed names of the ids of one case."""

    def __init__(self, case: Case) -> None:
        self.case = case

    def _table(self, table: str, key: str) -> dict[str, str]:
        return {k: name or k for k, name in self.case[table].select(key, "name").iter_rows()}

    @cached_property
    def firms(self) -> dict[str, str]:
        return self._table("firms", "firm")

    @cached_property
    def things(self) -> dict[str, str]:
        """Cars, plants, territories, platforms, technologies, variants, lines and agreements."""
        keys = ("territory", "technology", "platform", "plant", "model")
        tables = ("territories", "technologies", "platforms", "plants", "models")
        found: dict[str, str] = {}
        for table, key in zip(tables, keys, strict=True):
            found |= self._table(table, key)
        return found | self._variants(found) | self._lines(found) | self._agreements()

    def _variants(self, things: dict[str, str]) -> dict[str, str]:
        rows = self.case["variants"].select("variant", "model", "powertrain").iter_rows()
        return {variant: f"{things.get(model, model)}, {powertrain}" for variant, model, powertrain in rows}

    def _lines(self, things: dict[str, str]) -> dict[str, str]:
        rows = self.case["lines"].select("line", "plant", "constructions").iter_rows()
        return {line: f"{things.get(plant, plant)}, {_spaced(kinds)}" for line, plant, kinds in rows}

    def _agreements(self) -> dict[str, str]:
        return dict(self.case["agreements"].select("agreement", "title").iter_rows())

    def firm(self, firm: str) -> str:
        return self.firms.get(firm, firm)

    def parties(self, firms: Iterable[str]) -> str:
        return ", ".join(self.firm(f) for f in firms)

    def thing(self, name: str) -> str:
        return self.things.get(name, name)

    def sentence(self, text: str) -> str:
        """A sentence of the library with ids of cars and plants replaced by their names."""
        return re.sub(r"\b[a-z][a-z0-9_]*\b", lambda m: self.cars_and_plants.get(m[0], m[0]), text)

    def firms_in(self, text: str) -> str:
        """A sentence of the library with ids of firms replaced by their names."""
        return re.sub(r"\b[a-z][a-z0-9_]*\b", lambda m: self.firms.get(m[0], m[0]), text)

    @cached_property
    def cars_and_plants(self) -> dict[str, str]:
        return self._table("plants", "plant") | self._table("models", "model")

    def input(self, item: Input) -> str:
        """``tooling cost of Hoku pickup, Delta``."""
        key = dict(zip(TABLES[item.table].key, item.key, strict=True))
        if item.table == "terms":
            per = {
                "unit": "a car",
                "year": "a year",
                "once": "once",
                "share": "share",
                "gram": "a gram",
            }[key["per"]]
            return f"fee {per} from {self.firm(key['payer'])} to {self.firm(key['payee'])}"
        if item.table == "changes":
            where = self.firms.get(key["resource"]) or self.thing(key["resource"]).replace("_", " ")
            return f"{CHANGES[key['change']][0]} of {self.firm(key['firm'])}: {where}"
        if item.table == "grants":
            return f"limit on {self.firm(key['taker'])} using {self.thing(key['resource'])}"
        if item.table == "effects":
            what = EFFECTS.get(key["target"], key["target"].replace("_", " "))
            what = f"part passed on in the price of {what}" if item.column == "pass_through" else what
            against = f" against {self._said(key['baseline'])}" if key["baseline"] not in NO_BASELINE else ""
            where = f", {self._said(key['scope'])}" if key["scope"] not in SILENT else ""
            return f"{what}, by {self.thing(key['technology'])}{where}{against}"
        if item.table == "content":
            car = "cars" if key["model"] in SILENT else self.thing(key["model"])
            made = f"{car} from {self.thing(key['plant'])}"
            return f"share of {self.thing(key['territory'])} in the value of {made}"
        kept = [
            self.firms.get(value) or self.things.get(value) or value.replace("_", " ")
            for column, value in key.items()
            if value not in SILENT and column not in ("legal_basis", "valid_from", "stacking")
        ]
        words = re.sub(r"_(m|per_unit)$", "", re.sub(r"_per_year$", "", item.column)).replace("_", " ")
        if (item.table, words) in WORDS:
            words = WORDS[item.table, words]
        elif words in ("rate", "share", "value", "amount", "units", "per unit", "per cbm"):
            words = f"{item.table.rstrip('s').replace('_', ' ')} {words}"
        dated = key.get("valid_from", "")
        link = "" if words.endswith("adopt") else ":" if item.table == "co2_positions" else " of"
        return f"{words}{link} {', '.join(kept)}" + (f" from {dated}" if dated else "")

    def _said(self, word: str) -> str:
        return self.thing(word).replace("_", " ")

    def unit(self, item: Input) -> str:
        """The unit of an input, with the currency of its row."""
        extra: Any = TABLES[item.table].model_fields[item.column].json_schema_extra
        unit = str(extra["unit"])
        if item.table == "changes":
            unit = CHANGES[item.key[-1]][1]
        if item.table == "effects" and item.column == "value":
            return str(self._row(item).get("unit") or "")
        if "currency" not in unit and "million" not in unit:
            return unit
        currency = self.case.settings.currency
        frame = self.case[item.table]
        if "currency" in frame.columns and item.table != "fx":
            currency = self._row(item).get("currency") or currency
        if item.table == "terms":
            per = dict(zip(TABLES["terms"].key, item.key, strict=True))["per"]
            unit = TERM_UNITS[per]
        return unit.replace("million", f"m {currency}").replace("currency", currency)

    def _row(self, item: Input) -> dict[str, Any]:
        """The row of the table that an input is a cell of; nothing if there is none."""
        found = self.case[item.table].filter(
            pl.all_horizontal(
                pl.col(k).cast(pl.String).fill_null("") == v
                for k, v in zip(TABLES[item.table].key, item.key, strict=True)
            )
        )
        return found.row(0, named=True) if found.height else {}

    def exactly(self, item: Input, value: float) -> str:
        """A value that is round already, with all its digits and its unit."""
        unit = self.unit(item)
        if unit in ("share", "1/year"):
            return f"{100.0 * value:.6g}%"
        return f"{f'{value:,.6f}'.rstrip('0').rstrip('.')} {unit}".strip()

    def value(self, item: Input, value: float) -> str:
        """A value of an input with its unit."""
        unit = self.unit(item)
        if unit in ("share", "1/year"):
            return f"{value:.1%}"
        shown = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.4g}"
        return f"{shown} {unit}".strip()

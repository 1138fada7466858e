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
}
"""What a column of a table is called where its own name says less."""

CHANGES = {
    "parts_saving": ("part of the bought parts saved", "share"),
    "joining_cost": ("cost of joining the programme, against all of it,", "share"),
    "owned_share": ("part owned", "share"),
    "presence_saving": ("part of the sales organisation saved", "share"),
    "dealer_compensation": ("compensation of dealers, in years of the sales organisation,", "years"),
    "overhead_saving": ("part of the overhead saved", "share"),
    "option_price": ("price of the option", "currency/car"),
}
"""Change -> its words and unit."""
TERM_UNITS = {
    "unit": "currency/car",
    "year": "million/year",
    "once": "million",
    "share": "share",
    "gram": "currency/g",
}
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
        link = "" if words.endswith("adopt") else " of"
        return f"{words}{link} {', '.join(kept)}" + (f" from {dated}" if dated else "")

    def unit(self, item: Input) -> str:
        """The unit of an input, with the currency of its row."""
        extra: Any = TABLES[item.table].model_fields[item.column].json_schema_extra
        unit = str(extra["unit"])
        if item.table == "changes":
            unit = CHANGES[item.key[-1]][1]
        if "currency" not in unit and "million" not in unit:
            return unit
        currency = self.case.settings.currency
        frame = self.case[item.table]
        if "currency" in frame.columns and item.table != "fx":
            keys = TABLES[item.table].key
            row = frame.filter(
                pl.all_horizontal(
                    pl.col(k).cast(pl.String).fill_null("") == v for k, v in zip(keys, item.key, strict=True)
                )
            )
            currency = (row["currency"].to_list() or [""])[0] or currency
        if item.table == "terms":
            per = dict(zip(TABLES["terms"].key, item.key, strict=True))["per"]
            unit = TERM_UNITS[per]
        return unit.replace("million", f"m {currency}").replace("currency", currency)

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

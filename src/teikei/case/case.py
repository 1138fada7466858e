"""The case: an industry as plain tables, frozen, with a hash of what it says."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import polars as pl
from pydantic import ValidationError

from teikei.base.errors import CaseError, Fault, UsageError, did_you_mean
from teikei.case.columns import columns, conform, empty, schema, table_names
from teikei.case.settings import Settings
from teikei.case.tables.registry import TABLES


@dataclass(frozen=True, eq=False, repr=False)
class Case:
    """Settings and tables of an industry. Nothing in it changes; ``with_`` and scenarios give new cases.

    Attributes
    ----------
    settings : what ``case.toml`` holds
    tables : a Polars frame for every table of the registry, with every column of its row model; tables
        without a file are there with no rows
    places : table -> line of each row in its file (0 = the row comes from no file)
    folder : where it was read from, for messages only
    """

    settings: Settings
    tables: Mapping[str, pl.DataFrame]
    places: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    folder: str = ""

    def __post_init__(self) -> None:
        made = {name: self.tables.get(name) for name in table_names()}
        tables = {name: empty(name) if frame is None else frame for name, frame in made.items()}
        for name in self.tables:
            if name not in tables:
                raise UsageError(_unknown_table(name))
        for name, frame in tables.items():
            if dict(frame.schema) != schema(name):
                tables[name] = conform(name, frame)
        object.__setattr__(self, "tables", tables)

    def __getitem__(self, table: str) -> pl.DataFrame:
        """The frame of a table.

        Raises
        ------
        UsageError
            if no table has this name
        """
        try:
            return self.tables[table]
        except KeyError:
            raise UsageError(_unknown_table(table)) from None

    def __contains__(self, table: object) -> bool:
        return table in self.tables

    @property
    def name(self) -> str:
        return self.settings.name

    @property
    def years(self) -> tuple[int, ...]:
        """Years planned, first to last."""
        return self.settings.years

    @cached_property
    def hash(self) -> str:
        """Hash of the content: settings, and tables with rows sorted by key and columns in model order.

        The order of rows and files, and columns that hold nothing but their defaults, do not change it.
        """
        digest = hashlib.sha256(self.settings.model_dump_json(exclude_defaults=True).encode())
        for name, frame in self.tables.items():
            if frame.height:
                digest.update(f"\n[{name}]\n".encode())
                digest.update(canonical(name, frame).write_csv(null_value="", quote_style="always").encode())
        return digest.hexdigest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Case) and self.hash == other.hash

    def __hash__(self) -> int:
        return hash(self.hash)

    def __repr__(self) -> str:
        shown = ("firms", "plants", "models", "territories", "agreements")
        counts = ", ".join(
            f"{self.tables[name].height} {name if self.tables[name].height != 1 else _SINGULAR[name]}"
            for name in shown
        )
        return f"Case {self.name!r}: {counts}, {self.years[0]}–{self.years[-1]}, hash {self.hash[:8]}"

    def with_(self, settings: Mapping[str, Any] | None = None, **frames: pl.DataFrame) -> Case:
        """A new case with some settings and some whole tables replaced.

        Parameters
        ----------
        settings : setting -> value
        frames : table name -> frame; missing columns get their defaults

        Raises
        ------
        UsageError
            if a table or setting is unknown
        CaseError
            if a setting is out of range or a frame has unknown columns or wrong types
        """
        for name in frames:
            if name not in TABLES:
                raise UsageError(_unknown_table(name))
        made = {name: conform(name, frame) for name, frame in frames.items()}
        return self.replaced(settings_with(self.settings, settings or {}), made, {})

    def replaced(
        self,
        settings: Settings,
        frames: Mapping[str, pl.DataFrame],
        places: Mapping[str, tuple[int, ...]],
    ) -> Case:
        """As ``with_``, for frames that already conform and whose rows keep their lines in the files."""
        kept = {name: lines for name, lines in self.places.items() if name not in frames}
        return Case(settings, {**self.tables, **frames}, {**kept, **places}, self.folder)

    def place(self, table: str, row: int) -> str:
        """Where a row of ``case[table]`` stands, e.g. ``tariffs.csv:12``.

        Parameters
        ----------
        table : name of the table
        row : position of the row in the frame, from 0
        """
        lines = self.places.get(table, ())
        if row < len(lines) and lines[row]:
            return f"{table}.csv:{lines[row]}"
        return f"{table}.csv row {row + 1}"

    def rate(self, currency: str, year: int | None = None) -> float | None:
        """Units of ``currency`` for one unit of the case currency in a year (default: price year) or None."""
        if currency in ("", self.settings.currency):
            return 1.0
        found = self.tables["fx"].filter(
            pl.col("currency") == currency, pl.col("year") == (year or self.settings.price_year)
        )["units_per_case_currency"]
        return float(found[0]) if len(found) and found[0] is not None else None


_SINGULAR = {
    "firms": "firm",
    "plants": "plant",
    "models": "model",
    "territories": "territory",
    "agreements": "agreement",
}


def canonical(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame in the one order that its content allows: rows by key, columns as the model, lists as text.

    Columns in which every cell is the default are left out, so that a new optional column changes no hash.
    """
    parts = [column.name for column in columns(table) if column.kind == "list"]
    flat = frame.with_columns(pl.col(name).list.join(";") for name in parts)
    kept = [
        column.name
        for column in columns(table)
        if column.name in TABLES[table].key or not _is_default(flat[column.name], column.default)
    ]
    order = [*TABLES[table].key, *(name for name in kept if name not in TABLES[table].key)]
    return flat.select(kept).sort(order, nulls_last=False)


def _is_default(series: pl.Series, default: Any) -> bool:
    if default is None:
        return series.null_count() == len(series)
    return bool((series == default).fill_null(False).all())


def settings_with(settings: Settings, changes: Mapping[str, Any]) -> Settings:
    """The settings with some values replaced.

    Raises
    ------
    UsageError
        if a setting is unknown
    CaseError
        if a value is out of range
    """
    if not changes:
        return settings
    known = list(Settings.model_fields)
    unknown = [name for name in changes if name not in known]
    if unknown:
        raise UsageError(
            Fault(
                f"setting {name}",
                f"the case has no setting {name!r}",
                "an unknown setting would be ignored without a word",
                did_you_mean(name, known, "the reference of case.toml"),
            )
            for name in unknown
        )
    try:
        return Settings.model_validate(settings.model_dump() | dict(changes))
    except ValidationError as error:
        raise CaseError(settings_faults(error, {})) from None


def settings_faults(error: ValidationError, lines: Mapping[str, int]) -> list[Fault]:
    """The faults that the model of the settings found, with the line of each key of ``case.toml``."""
    faults = []
    for entry in error.errors():
        name = str(entry["loc"][0]) if entry["loc"] else ""
        line = f":{lines[name]}" if name in lines else ""
        where = f"case.toml{line} key {name}"
        known = list(Settings.model_fields)
        if entry["type"] == "missing":
            what, fix = f"the setting {name!r} is missing", f"add a line '{name} = …' to case.toml"
        elif entry["type"] == "extra_forbidden":
            what = f"case.toml has no setting {name!r}"
            fix = did_you_mean(name, known, "the reference of case.toml")
        else:
            what = f"setting {name!r} is {entry['input']!r}: {entry['msg'].lower()}"
            fix = f"give {Settings.model_fields[name].description}" if name in known else "correct it"
        faults.append(Fault(where, what, "the settings hold for every table and every result", fix))
    return faults


def _unknown_table(name: str) -> Fault:
    return Fault(
        f"table {name}",
        f"no table is called {name!r}",
        "a case has only the tables of the reference",
        did_you_mean(name, table_names(), "the reference of tables"),
    )

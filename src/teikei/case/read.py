"""Reading a case from a folder of CSV files or from the cases that are shipped."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

import polars as pl
from pydantic import ValidationError

from teikei.base.errors import CaseError, Fault, UsageError, did_you_mean
from teikei.case.case import Case, settings_faults
from teikei.case.cells import formula_fault, kind_fault, typed
from teikei.case.check import faults_of, in_order
from teikei.case.columns import columns, completed, empty, required_names, table_names
from teikei.case.file import Sheet, folder_faults, read_sheet, read_text
from teikei.case.settings import Settings
from teikei.case.tables.registry import TABLES

SETTINGS_BYTES = 1_000_000


def shipped_cases() -> tuple[str, ...]:
    """Names of the cases that come with the package."""
    folder = Path(str(resources.files("teikei.cases")))
    return tuple(sorted(path.parent.name for path in folder.glob("*/case.toml")))


def read_case(name_or_folder: str | Path, *, check: bool = True) -> Case:
    """Read a shipped case by its name, or a case from a folder.

    Parameters
    ----------
    name_or_folder : name of a shipped case (``"two_makers"``), or a folder with ``case.toml`` and CSV files
    check : also check the tables against each other (types and columns are always checked)

    Raises
    ------
    UsageError
        if no shipped case and no folder has this name
    CaseError
        with every fault found: file, line, column, why it matters, how to mend it
    """
    folder = find_case(name_or_folder)
    reading = Reading(folder)
    reading.settings_from_file()
    reading.tables_from_files()
    case = reading.case()
    if check:
        reading.check(case)
    if reading.faults:
        raise CaseError(in_order(reading.faults))
    return case


def find_case(name_or_folder: str | Path) -> Path:
    """The folder of a case.

    Raises
    ------
    UsageError
        if there is none
    CaseError
        if it is a file, not a folder
    """
    shipped = shipped_cases()
    if isinstance(name_or_folder, str) and name_or_folder in shipped:
        return Path(str(resources.files("teikei.cases"))) / name_or_folder
    shown = str(name_or_folder)
    try:
        folder = Path(name_or_folder)
        there, is_folder = folder.exists(), folder.is_dir()
    except (OSError, ValueError):
        there, is_folder = False, False
    if not there:
        raise UsageError(
            Fault(
                f"case {shown[:200]!r}",
                "there is no shipped case and no folder of this name",
                "a case is a folder with case.toml and CSV files",
                did_you_mean(shown[:200], shipped, "teikei cases"),
            )
        )
    if not is_folder:
        raise CaseError(
            Fault(
                shown,
                f"{folder.name!r} is a file, not a folder",
                "a case is a folder with case.toml and CSV files",
                "give the folder that holds the file",
            )
        )
    return folder


@dataclass
class Reading:
    """One case being read: what is there so far, and every fault met."""

    folder: Path
    settings: Settings | None = None
    frames: dict[str, pl.DataFrame] = field(default_factory=dict)
    places: dict[str, tuple[int, ...]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    """Tables that could not be read whole: checks against them would blame the wrong row."""
    ragged: set[str] = field(default_factory=set)
    keys: dict[str, int] = field(default_factory=dict)
    """Line of each key of ``case.toml``."""

    def settings_from_file(self) -> None:
        """Read ``case.toml``."""
        try:
            text = read_text(self.folder, "case.toml", SETTINGS_BYTES)
            values = tomllib.loads(text)
        except CaseError as error:
            self.faults.extend(error.faults)
            return
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            found = re.search(r"line (\d+)", str(error))
            self.faults.append(
                Fault(
                    f"case.toml{':' + found[1] if found else ''}",
                    f"case.toml cannot be read: {error}",
                    "the settings hold for every table and every result",
                    "write one 'key = value' a line, texts in double quotes, dates as 2026-12-01",
                )
            )
            return
        self.keys = setting_lines(text)
        try:
            self.settings = Settings.model_validate(values)
        except ValidationError as error:
            self.faults.extend(settings_faults(error, self.keys))

    def tables_from_files(self) -> None:
        """Read every CSV file of the folder."""
        found, faults = folder_faults(self.folder)
        self.faults.extend(faults)
        for table in table_names():
            if f"{table}.csv" not in found:
                self.frames[table] = empty(table)
                if TABLES[table].needed:
                    self.broken.add(table)
                    self.faults.append(_missing_table(table))
                continue
            try:
                sheet = read_sheet(self.folder, table)
            except CaseError as error:
                self.faults.extend(error.faults)
                self.frames[table] = empty(table)
                self.broken.add(table)
                continue
            self.faults.extend(sheet.faults)
            self.ragged.update(sheet.ragged)
            self._table(sheet)

    def _table(self, sheet: Sheet) -> None:
        table, height = sheet.table, len(sheet.lines)
        file = f"{table}.csv"
        there = [column for column in columns(table) if column.name in sheet.cells]
        read, wrong, formula = typed(there, sheet.cells)
        for column in there:
            cells = sheet.cells[column.name]
            for row in formula.get(column.name, ()):
                where = f"{file}:{sheet.lines[row]} column {column.name}"
                self.faults.append(formula_fault(cells[row], where))
            for row in wrong.get(column.name, ()):
                where = f"{file}:{sheet.lines[row]} column {column.name}"
                self.faults.append(kind_fault(column, cells[row], where))
        if any(name not in sheet.cells for name in required_names(table)):
            self.broken.add(table)
        if not height and TABLES[table].needed:
            self.broken.add(table)
            self.faults.append(_no_rows(table))
        self.frames[table] = completed(table, read, height)
        self.places[table] = tuple(sheet.lines)

    def case(self) -> Case:
        """The case as far as it could be read.

        Raises
        ------
        CaseError
            if the settings could not be read; the faults of the tables come with it
        """
        if self.settings is None:
            raise CaseError(in_order(self.faults))
        return Case(self.settings, self.frames, self.places, str(self.folder))

    def check(self, case: Case) -> None:
        """Add the faults that the checks find, but for cells and rows that were found wanting before."""
        known = {fault.where for fault in self.faults}
        for fault in faults_of(case, frozenset(self.broken)):
            place = fault.where
            if place.startswith("case.toml key "):
                key = place.removeprefix("case.toml key ")
                place = f"case.toml:{self.keys[key]} key {key}" if key in self.keys else place
            if place not in known and place.split(" ")[0] not in self.ragged:
                self.faults.append(Fault(place, fault.what, fault.why, fault.fix))


def _missing_table(table: str) -> Fault:
    return Fault(
        f"{table}.csv",
        f"the table {table!r} is missing",
        f"no plan can be made without it: {(TABLES[table].__doc__ or table).splitlines()[0].rstrip('.')}",
        f"add {table}.csv with the columns {', '.join(required_names(table))}",
    )


def _no_rows(table: str) -> Fault:
    return Fault(
        f"{table}.csv:1",
        f"the table {table!r} has no rows",
        f"no plan can be made without it: {(TABLES[table].__doc__ or table).splitlines()[0].rstrip('.')}",
        "add a row for each one",
    )


def setting_lines(text: str) -> dict[str, int]:
    """The line of each key of ``case.toml``."""
    lines: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        found = re.match(r"\s*([A-Za-z_][A-Za-z0-9_]*)\s*=", line)
        if found:
            lines.setdefault(found[1], number)
    return lines

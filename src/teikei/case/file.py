"""Files of a case as text: what a folder may hold, size, encoding, header and rows."""

from __future__ import annotations

import csv
import io
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from teikei.base.errors import CaseError, Fault, did_you_mean
from teikei.case.columns import column_names, required_names, table_names

TABLE_BYTES = 64_000_000
"""Largest table file: some 400,000 rows. More is a mistake, and would fill the memory."""

CELL_CHARACTERS = 20_000

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass
class Sheet:
    """One CSV file as text: its columns, the line of each row, and what is wrong with its shape."""

    table: str
    cells: dict[str, Sequence[str]]
    lines: list[int]
    faults: list[Fault] = field(default_factory=list)
    ragged: set[str] = field(default_factory=set)


def folder_faults(folder: Path) -> tuple[set[str], list[Fault]]:
    """Names of the CSV files of tables in the folder, and a fault for each file that is no table."""
    known = [f"{name}.csv" for name in table_names()]
    found: set[str] = set()
    faults: list[Fault] = []
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError as error:
        raise CaseError(_unreadable(folder.name, error)) from None
    for name in names:
        if name.startswith((".", "~")) or not name.lower().endswith((".csv", ".tsv")):
            continue
        if name in known:
            found.add(name)
            continue
        faults.append(
            Fault(
                name,
                f"no table is called {Path(name).stem!r}",
                "a file that is not a table would be ignored without a word",
                did_you_mean(name, known, "the reference of tables"),
            )
        )
    return found, faults


def read_text(folder: Path, name: str, most_bytes: int) -> str:
    """The text of a file of the folder, UTF-8 with or without a byte-order mark.

    Raises
    ------
    CaseError
        if it is missing, leads out of the folder, is no ordinary file, too large, or no clean UTF-8 text
    """
    path = folder / name
    try:
        resolved = path.resolve(strict=True)
        if not resolved.is_relative_to(folder.resolve(strict=True)):
            raise CaseError(_outside(name))
        status = resolved.stat()
        if not stat.S_ISREG(status.st_mode):
            raise CaseError(_not_a_file(name))
        if status.st_size > most_bytes:
            raise CaseError(_too_large(name, status.st_size, most_bytes))
        with resolved.open("rb") as file:
            data = file.read(most_bytes + 1)
    except (FileNotFoundError, RuntimeError):
        raise CaseError(_missing(name)) from None
    except (OSError, ValueError) as error:
        raise CaseError(_unreadable(name, error)) from None
    if len(data) > most_bytes:
        raise CaseError(_too_large(name, len(data), most_bytes))
    return _decoded(name, data)


def _decoded(name: str, data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
        raise CaseError(
            Fault(
                f"{name}:{line}",
                f"{name} is not UTF-8 text (byte {error.start})",
                "letters would be garbled, or rows lost",
                "save it as 'CSV UTF-8'" + (" (it looks like UTF-16, 'Unicode text')" if utf16 else ""),
            )
        ) from None
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        raise CaseError(
            Fault(
                f"{name}:{line}",
                f"{name} holds the control character {control[0]!r}",
                "it is no plain text; such bytes come from a damaged file or a workbook renamed to .csv",
                "save it again as 'CSV UTF-8' from a spreadsheet, or delete the character",
            )
        )
    return text


def read_sheet(folder: Path, table: str) -> Sheet:
    """Header and rows of a table's file.

    Raises
    ------
    CaseError
        if the file cannot be read as a table at all
    """
    name = f"{table}.csv"
    text = read_text(folder, name, TABLE_BYTES)
    records = _records(name, text)
    try:
        header_line, header = next(records)
    except StopIteration:
        raise CaseError(_empty(table)) from None
    header = [cell.strip() for cell in header]
    while header and not header[-1]:
        header.pop()
    faults = _header_faults(table, header_line, header)
    sheet = Sheet(table, {}, [], faults)
    width, rows = len(header), []
    for line, row in records:
        if len(row) != width and (len(row) < width or any(cell.strip() for cell in row[width:])):
            sheet.faults.append(_ragged(name, line, len(row), width))
            sheet.ragged.add(f"{name}:{line}")
            row = [*row, *[""] * (width - len(row))]
        rows.append(row if len(row) == width else row[:width])
        sheet.lines.append(line)
    known = set(column_names(table))
    by_column = zip(*rows, strict=True) if rows else ([] for _ in header)
    for column, cells in zip(header, by_column, strict=True):
        if column in known and column not in sheet.cells:
            sheet.cells[column] = cells
    return sheet


def _records(name: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of every row that is not blank. A row keeps the line it begins on."""
    previous = csv.field_size_limit(CELL_CHARACTERS)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        line = 1
        for row in reader:
            if row and (row[0].strip() or any(cell and not cell.isspace() for cell in row)):
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise CaseError(
            Fault(
                f"{name}:{line}",
                f"the row cannot be read: {error}",
                "an open quote swallows the rows that follow",
                'close every quote; write a quote inside a cell twice (""); keep cells below '
                f"{CELL_CHARACTERS:,} characters",
            )
        ) from None
    finally:
        csv.field_size_limit(previous)


def _header_faults(table: str, line: int, header: list[str]) -> list[Fault]:
    name, known = f"{table}.csv", column_names(table)
    if len(header) == 1 and len(required_names(table)) > 1 and re.search(r"[;\t|]", header[0]):
        raise CaseError(
            Fault(
                f"{name}:{line}",
                f"the columns of {name} are not separated by commas",
                "the whole row would be read as one cell",
                "save it as 'CSV UTF-8 (comma delimited)'",
            )
        )
    faults = []
    for position, column in enumerate(header):
        where = f"{name}:{line} column {column or position + 1}"
        if column in header[:position]:
            faults.append(
                Fault(
                    where,
                    f"the column {column!r} is there twice",
                    "which of the two holds is not known",
                    "delete or rename one of them",
                )
            )
        elif column not in known:
            faults.append(
                Fault(
                    where,
                    f"the table has no column {column!r}",
                    "a figure in an unknown column would be ignored without a word",
                    did_you_mean(column, known, f"the reference of {table}"),
                )
            )
    faults.extend(
        Fault(
            f"{name}:{line} column {column}",
            f"the column {column!r} is missing",
            "it has no default",
            f"add the column {column!r} to the header and fill it in every row",
        )
        for column in required_names(table)
        if column not in header
    )
    return faults


def _missing(name: str) -> Fault:
    return Fault(
        name,
        f"{name} is missing",
        "a case is a folder with case.toml and CSV files",
        f"add {name} ('teikei template' writes an empty case)",
    )


def _outside(name: str) -> Fault:
    return Fault(
        name,
        f"{name} is a link that leads out of the folder of the case",
        "a case must be whole by itself, and reading it must not open other files",
        "put a copy of the file in its place",
    )


def _not_a_file(name: str) -> Fault:
    return Fault(
        name,
        f"{name} is not an ordinary file",
        "only ordinary files can be read as tables",
        "put a CSV or TOML file in its place",
    )


def _too_large(name: str, size: int, most: int) -> Fault:
    return Fault(
        name,
        f"{name} has {size / 1e6:,.0f} MB; the most is {most / 1e6:,.0f} MB",
        "it would fill the memory; tables of a case have thousands of rows, not millions",
        "check that it is the right file; split or trim it",
    )


def _unreadable(name: str, error: Exception) -> Fault:
    reason = getattr(error, "strerror", None) or str(error)
    return Fault(
        name,
        f"{name} cannot be opened: {reason}",
        "the case is not whole without it",
        "check the permissions and the name of the file",
    )


def _empty(table: str) -> Fault:
    return Fault(
        f"{table}.csv:1",
        f"{table}.csv is empty",
        "not even the names of its columns are there",
        f"write the header {','.join(required_names(table))}, or delete the file if the table is not needed",
    )


def _ragged(name: str, line: int, width: int, wanted: int) -> Fault:
    more = "more" if width > wanted else "fewer"
    return Fault(
        f"{name}:{line}",
        f"the row has {width} cells, {more} than the {wanted} columns of the header",
        "cells would stand in the wrong columns",
        "quote a cell that holds a comma; write one cell (blank if need be) for every column",
    )

"""Bad cases: every kind of fault ends in a gathered error that names file, line and column, no traceback."""

# ruff: noqa: E501 — one row of the tables below is one bad case

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from teikei.base.errors import CaseError, UsageError
from teikei.case.read import read_case

SetCell = Callable[[Path, str, int, str, str], None]

# (what is wrong, table, line of the file, column, new text, the fault's place, word in what, word in fix)
CELLS = [
    ("text for number", "plants", 2, "fixed_cost_m", "lots", "plants.csv:2 column fixed_cost_m", "lots", "number"),
    ("separators", "plants", 2, "fixed_cost_m", "1,300", "plants.csv:2 column fixed_cost_m", "1,300", "1300"),
    ("decimal comma", "plants", 2, "latitude", "32,6", "plants.csv:2 column latitude", "32,6", "32.6"),
    ("percent sign", "plant_owners", 2, "share", "100%", "plant_owners.csv:2 column share", "100%", "1 for"),
    ("not a number", "plants", 2, "fixed_cost_m", "nan", "plants.csv:2 column fixed_cost_m", "nan", "number"),
    ("infinity", "plants", 2, "fixed_cost_m", "inf", "plants.csv:2 column fixed_cost_m", "inf", "number"),
    ("half a year", "demand", 2, "base_year", "2025.5", "demand.csv:2 column base_year", "whole", "2026"),
    ("date as in Excel", "tariffs", 2, "valid_from", "16.9.2025", "tariffs.csv:2 column valid_from", "date", "2025-09-16"),
    ("no such day", "tariffs", 2, "valid_from", "2025-02-30", "tariffs.csv:2 column valid_from", "date", "calendar"),
    ("neither true nor false", "terms", 2, "negotiable", "maybe", "terms.csv:2 column negotiable", "maybe", "true"),
    ("formula", "plants", 2, "fixed_cost_m", "=1+1", "plants.csv:2 column fixed_cost_m", "formula", "value"),
    ("formula in text", "plants", 2, "name", '=HYPERLINK("x")', "plants.csv:2 column name", "formula", "value"),
    ("error of a spreadsheet", "plants", 2, "jobs", "#REF!", "plants.csv:2 column jobs", "formula", "value"),
    ("share in percent", "plant_owners", 2, "share", "57", "plant_owners.csv:2 column share", "57", "0.57"),
    ("negative cost", "plants", 2, "fixed_cost_m", "-300", "plants.csv:2 column fixed_cost_m", "-300", "300"),
    ("size of a car", "models", 2, "volume_cbm", "18000", "models.csv:2 column volume_cbm", "18000", "less than 60"),
    ("blank required cell", "plants", 2, "territory", "", "plants.csv:2 column territory", "blank", "fill in"),
    ("blank required number", "demand", 2, "list_price", "", "demand.csv:2 column list_price", "blank", "fill in"),
    ("unknown word", "firms", 2, "role", "plan", "firms.csv:2 column role", "plan", "'plans'"),
    ("id in capitals", "lines", 2, "line", "Canton 1", "lines.csv:2 column line", "Canton 1", "canton_1"),
    ("colour", "firms", 2, "colour", "red", "firms.csv:2 column colour", "red", "#c3002f"),
    ("unknown firm", "plant_owners", 2, "firm", "nort", "plant_owners.csv:2 column firm", "nort", "'north'"),
    ("unknown id in a list", "platforms", 2, "owners", "north;suoth", "platforms.csv:2 column owners", "suoth", "'south'"),
    ("unknown territory", "tariffs", 2, "destination", "amerika", "tariffs.csv:2 column destination", "amerika", "'america'"),
    ("origin 'any' where not allowed", "freight", 2, "origin", "any", "freight.csv:2 column origin", "any", "japan"),
    ("unknown source", "plants", 2, "source", "anual", "plants.csv:2 column source", "anual", "'annual'"),
    ("unknown quota firm", "origin_rules", 2, "quota_firm", "nort", "origin_rules.csv:2 column quota_firm", "nort", "'north'"),
    ("minimum above limit", "grants", 2, "minimum_units_per_year", "900000", "grants.csv:2 column minimum_units_per_year", "allows", "lower"),
    ("two keys", "fx", 3, "currency", "JPY", "fx.csv:3 column currency", "already in fx.csv:2", "delete"),
    ("low above central", "plants", 2, "fixed_cost_m_low", "400", "plants.csv:2 column fixed_cost_m_low", "above", "swap"),
    ("high below central", "plants", 2, "fixed_cost_m_high", "100", "plants.csv:2 column fixed_cost_m_high", "below", "swap"),
    ("ends before it begins", "origin_rules", 2, "valid_to", "2025-01-01", "origin_rules.csv:2 column valid_to", "before", "swap"),
    ("plant shares", "plant_owners", 4, "share", "0.3", "plant_owners.csv:3 column share", "1.1", "add up"),
    ("content shares", "content", 2, "share_of_value", "0.6", "content.csv:2 column share_of_value", "0.9", "add up"),
    ("diversion beyond one", "diversion", 3, "share", "0.9", "diversion.csv:2 column share", "1.1", "at most 1"),
    ("diversion to itself", "diversion", 2, "to", "ridge", "diversion.csv:2 column to", "itself", "outside"),
    ("construction", "lines", 2, "constructions", "unibody", "tooling.csv:2 column plant", "body_on_frame", "constructions"),
    ("powertrain nobody has", "demand", 2, "powertrain", "diesel", "demand.csv:2 column powertrain", "diesel", "variants"),
    ("sourced where not tooled", "sourcing", 3, "plant", "canton", "sourcing.csv:3 column plant", "not tooled", "tooling.csv"),
    ("flow beyond capacity", "sourcing", 2, "units", "70000000", "sourcing.csv:2 column units", "lines", "thousands"),
    ("no lane", "freight", 3, "destination", "japan", "demand.csv:3 column market", "lane", "freight.csv"),
    ("currency without a rate", "demand", 2, "currency", "EUR", "demand.csv:2 column currency", "EUR", "fx.csv"),
    ("rate of another year", "fx", 2, "year", "2024", "plants.csv:3 column currency", "2025", "fx.csv"),
    ("case currency not one", "fx", 3, "units_per_case_currency", "2", "fx.csv:3 column units_per_case_currency", "USD", "1"),
    ("conversion above price", "plants", 2, "conversion_cost_per_unit", "300000", "plants.csv:2 column conversion_cost_per_unit", "dearest", "currency"),
    ("parts above price", "variants", 2, "parts_cost", "2700000", "variants.csv:2 column parts_cost", "times", "currency"),
    ("fixed cost in units", "plants", 2, "fixed_cost_m", "300000000", "plants.csv:2 column fixed_cost_m", "bn USD", "millions"),
    ("price in thousands", "demand", 2, "list_price", "36", "demand.csv:2 column list_price", "36", "single units"),
    ("price in yen", "demand", 2, "list_price", "5000000", "demand.csv:2 column list_price", "5,000,000", "currency"),
    ("giver no party", "agreements", 2, "parties", "lab;south", "grants.csv:2 column giver", "north", "parties"),
    ("payee no party", "terms", 2, "payee", "lab", "terms.csv:2 column payee", "lab", "parties"),
    ("one party", "agreements", 2, "parties", "south", "agreements.csv:2 column parties", "one party", "';'"),
    ("not the giver's plant", "grants", 2, "resource", "suzuka_", "grants.csv:2 column resource", "suzuka_", "'suzuka'"),
    ("not the giver's technology", "grants", 3, "giver", "south", "grants.csv:3 column resource", "own", "lab"),
    ("models of another firm", "grants", 2, "models", "frontier", "grants.csv:2 column models", "taker", "south"),
    ("brings a current model", "agreements", 2, "brings", "ridge", "agreements.csv:2 column brings", "candidate", "models.csv"),
    ("withdraws another's model", "agreements", 3, "withdraws", "frontier", "agreements.csv:3 column withdraws", "party", "parties"),
    ("excludes itself", "agreements", 2, "excludes", "ridge_canton", "agreements.csv:2 column excludes", "itself", "take"),
    ("needs itself", "agreements", 2, "needs", "ridge_canton", "agreements.csv:2 column needs", "itself", "take"),
    ("needs what is unknown", "agreements", 2, "needs", "lab_license", "agreements.csv:2 column needs", "lab_license", "'lab_licence'"),
    ("signed needs candidate", "agreements", 3, "needs", "ridge_canton", "agreements.csv:3 column needs", "signed", "status"),
    ("edit of no table", "edits", 2, "table_name", "origin_rule", "edits.csv:2 column table_name", "origin_rule", "'origin_rules'"),
    ("edit of no column", "edits", 2, "where", "rul=pact", "edits.csv:2 column where", "rul", "'rule'"),
    ("edit of no row", "edits", 2, "where", "rule=pakt", "edits.csv:2 column where", "matches", "'pact'"),
    ("edit that cannot be read", "edits", 2, "where", "the pact", "edits.csv:2 column where", "read", "column=value"),
    ("edit of no scenario", "edits", 2, "scenario", "pact_los", "edits.csv:2 column scenario", "pact_los", "'pact_lost'"),
]  # fmt: skip


def faults_of(folder: Path) -> CaseError:
    """The error that reading the folder ends in; nothing may be written beside the files that were there."""
    before = {path: path.lstat().st_mtime_ns for path in folder.rglob("*")}
    with pytest.raises(CaseError) as caught:
        read_case(folder)
    assert {path: path.lstat().st_mtime_ns for path in folder.rglob("*")} == before
    assert caught.value.exit_code == 3
    for fault in caught.value.faults:
        assert all(part.strip() for part in fault.as_dict().values()), fault
        assert str(fault) in str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    ("table", "line", "column", "text", "place", "what", "fix"),
    [row[1:] for row in CELLS],
    ids=[row[0] for row in CELLS],
)
def test_a_bad_cell(
    tiny_case: Path,
    set_cell: SetCell,
    table: str,
    line: int,
    column: str,
    text: str,
    place: str,
    what: str,
    fix: str,
) -> None:
    set_cell(tiny_case, table, line, column, text)
    found = [fault for fault in faults_of(tiny_case).faults if fault.where == place]
    assert any(what in fault.what and fix in fault.fix for fault in found), faults_of(tiny_case)


def test_the_tiny_case_is_valid(tiny_case: Path) -> None:
    assert read_case(tiny_case)["firms"]["firm"].to_list() == ["north", "south", "lab"]


def replace(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


SETTINGS = [
    ("missing", 'currency = "USD"\n', "", "case.toml key currency", "missing"),
    ("unknown", "focal_firm", "focal_frm", "case.toml:10 key focal_frm", "'focal_firm'"),
    ("wrong kind", "0.07", '"seven"', "case.toml:9 key discount_rate", "number"),
    ("out of range", "0.07", "7", "case.toml:9 key discount_rate", "less than"),
    ("years", "last_year = 2030", "last_year = 2020", "case.toml:5 key first_year", "after"),
    ("reviews outside", "[2027, 2029]", "[2027, 2039]", "case.toml:7 key reviews", "2039"),
    ("reviews not increasing", "[2027, 2029]", "[2029, 2027]", "case.toml:7 key reviews", "increase"),
    ("no reviews", "[2027, 2029]", "[]", "case.toml:7 key reviews", "no review"),
    ("decided too late", "2026-12-01", "2028-01-01", "case.toml:8 key decision_date", "after 1 January"),
    ("unknown focal firm", '"north"', '"nort"', "case.toml:10 key focal_firm", "'north'"),
    ("focal firm does not plan", '"north"', '"lab"', "case.toml:10 key focal_firm", "lab"),
    ("no TOML", "last_year = 2030", "last_year 2030", "case.toml:6", "key = value"),
    ("key twice", "last_year = 2030", "last_year = 2030\nlast_year = 2031", "case.toml:7", "key = value"),
    ("deep nesting", "[2027, 2029]", "[" * 20000 + "]" * 20000, "case.toml", "key = value"),
]


@pytest.mark.parametrize(
    ("old", "new", "place", "word"), [s[1:] for s in SETTINGS], ids=[s[0] for s in SETTINGS]
)
def test_a_bad_setting(tiny_case: Path, old: str, new: str, place: str, word: str) -> None:
    replace(tiny_case, "case.toml", old, new)
    error = faults_of(tiny_case)
    assert any(fault.where == place and word in str(fault) for fault in error.faults), error


def put(name: str, content: bytes) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / name).write_bytes(content)

    return change


def append(name: str, content: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(content)

    return change


def drop_lines(name: str, start: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / name
        kept = [line for line in path.read_text().splitlines(keepends=True) if not line.startswith(start)]
        path.write_text("".join(kept))

    return change


def swap(name: str, old: str, new: str) -> Callable[[Path], None]:
    return lambda folder: replace(folder, name, old, new)


def link_out(folder: Path) -> None:
    outside = folder.parent / "outside.csv"
    (folder / "lines.csv").rename(outside)
    (folder / "lines.csv").symlink_to(outside)


def huge(folder: Path) -> None:
    os.truncate(folder / "demand.csv", 1_000_000_000)  # sparse: a 1 GB file that takes no room


def pipe(folder: Path) -> None:
    (folder / "positions.csv").unlink(missing_ok=True)
    os.mkfifo(folder / "positions.csv")  # reading it would wait for ever


FILES: list[tuple[str, Callable[[Path], None], str, str]] = [
    ("unknown table", put("plans.csv", b"a,b\n"), "plans.csv", "'plants.csv'"),
    ("capitals", lambda f: (f / "fx.csv").rename(f / "FX.csv"), "FX.csv", "'fx.csv'"),
    ("missing table", lambda f: (f / "lines.csv").unlink(), "lines.csv", "missing"),
    ("missing settings", lambda f: (f / "case.toml").unlink(), "case.toml", "missing"),
    ("empty file", put("lines.csv", b""), "lines.csv:1", "empty"),
    ("blank file", put("lines.csv", b"\n\n \n"), "lines.csv:1", "empty"),
    ("latin-1", put("lines.csv", "line,plant\nl,Málaga\n".encode("latin-1")), "lines.csv:2", "UTF-8"),
    ("utf-16", put("lines.csv", "line,plant\n".encode("utf-16")), "lines.csv:1", "UTF-16"),
    ("NUL byte", put("lines.csv", b"line,plant\nx\x00,canton\n"), "lines.csv:2", "control"),
    ("workbook renamed", put("lines.csv", b"PK\x03\x04\x14\x00"), "lines.csv:1", "control"),
    ("semicolons", swap("fx.csv", ",", ";"), "fx.csv:1", "comma"),
    ("unknown column", swap("lines.csv", "capacity_units", "capacity_unit"), "lines.csv:1 column capacity_unit_per_year", "'capacity_units_per_year'"),
    ("missing column", swap("lines.csv", "constructions", "note"), "lines.csv:1 column constructions", "missing"),
    ("bound of an unswept column", swap("lines.csv", "source", "from_year_low"), "lines.csv:1 column from_year_low", "no column"),
    ("column twice", swap("lines.csv", ",source", ",plant"), "lines.csv:1 column plant", "twice"),
    ("too few cells", append("lines.csv", "x,canton\n"), "lines.csv:4", "fewer"),
    ("too many cells", append("fx.csv", "KRW,2025,1400,annual,more\n"), "fx.csv:4", "more"),
    ("open quote", append("lines.csv", '"x,canton,unibody,1\n'), "lines.csv:4", "quote"),
    ("endless cell", append("lines.csv", "x,canton," + "u" * 100_000 + ",1,\n"), "lines.csv:4", "cells below"),
    ("1 GB", huge, "demand.csv", "1,000 MB"),
    ("link out of the folder", link_out, "lines.csv", "leads out"),
    ("link to nothing", lambda f: (f / "effects.csv").symlink_to(f / "nowhere"), "effects.csv", "missing"),
    ("link to itself", lambda f: (f / "effects.csv").symlink_to(f / "effects.csv"), "effects.csv", ""),
    ("folder as table", lambda f: (f / "positions.csv").mkdir(), "positions.csv", "ordinary"),
    ("pipe as table", pipe, "positions.csv", "ordinary"),
    ("no rows", put("firms.csv", b"firm,name,home_territory,role\n"), "firms.csv:1", "no rows"),
    ("plant without owner", drop_lines("plant_owners.csv", "canton"), "plants.csv:2 column plant", "owner"),
    ("plant without line", drop_lines("lines.csv", "canton"), "plants.csv:2 column plant", "line"),
    ("plant without tooling", drop_lines("tooling.csv", "ridge,suzuka"), "plants.csv:3 column plant", "tooling"),
    ("model nobody may build", drop_lines("tooling.csv", "frontier"), "demand.csv:2 column model", "nobody"),
    ("tooled without variant", drop_lines("variants.csv", "frontier"), "tooling.csv:2 column model", "no variant"),
    ("two base rates at once", append("tariffs.csv", "japan,america,light_truck,0.1,base,2026-01-01,,other,\n"), "tariffs.csv:5 column valid_from", "hold at once"),
    ("two rules at once", append("origin_rules.csv", "pact,japan,usa,light_truck,usa,0.5,0,2028-01-01,,\n"), "origin_rules.csv:3 column valid_from", "hold at once"),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "place", "word"), [f[1:] for f in FILES], ids=[f[0] for f in FILES])
def test_a_bad_file(tiny_case: Path, spoil: Callable[[Path], None], place: str, word: str) -> None:
    spoil(tiny_case)
    error = faults_of(tiny_case)
    assert any(fault.where == place and word in str(fault) for fault in error.faults), error


def test_needs_a_red_one(tiny_case: Path, set_cell: SetCell) -> None:
    set_cell(tiny_case, "agreements", 3, "screen", "red")
    set_cell(tiny_case, "agreements", 2, "needs", "lab_licence")
    assert [fault.where for fault in faults_of(tiny_case).faults] == ["agreements.csv:2 column needs"]


def test_signed_ones_that_exclude_each_other(tiny_case: Path, set_cell: SetCell) -> None:
    set_cell(tiny_case, "agreements", 2, "status", "signed")
    set_cell(tiny_case, "agreements", 2, "excludes", "lab_licence")
    assert [fault.where for fault in faults_of(tiny_case).faults] == ["agreements.csv:2 column excludes"]


def test_faults_of_all_kinds_are_reported_at_once_in_order(tiny_case: Path, set_cell: SetCell) -> None:
    replace(tiny_case, "case.toml", "[2027, 2029]", "[2027, 2039]")
    set_cell(tiny_case, "plants", 3, "latitude", "north")
    set_cell(tiny_case, "plants", 2, "territory", "us")
    set_cell(tiny_case, "grants", 2, "giver", "nort")
    (tiny_case / "plans.csv").write_text("x\n")
    (tiny_case / "lines.csv").write_bytes(b"\xff\xfe")
    assert [fault.where for fault in faults_of(tiny_case).faults] == [
        "case.toml:7 key reviews",
        "plants.csv:2 column territory",
        "plants.csv:3 column latitude",
        "lines.csv:1",
        "grants.csv:2 column giver",
        "grants.csv:2 column resource",
        "plans.csv",
    ]


def test_one_bad_cell_is_blamed_once(tiny_case: Path, set_cell: SetCell) -> None:
    set_cell(tiny_case, "plant_owners", 2, "share", "many")
    assert [fault.where for fault in faults_of(tiny_case).faults] == ["plant_owners.csv:2 column share"]


def test_many_alike_are_counted(tiny_case: Path) -> None:
    with (tiny_case / "positions.csv").open("w") as file:
        file.write("kind,id,x,y\n")
        file.writelines(f"plant,p{number},7,0.5\n" for number in range(1000))
    faults = faults_of(tiny_case).faults
    assert len(faults) == 51
    assert "950 more" in faults[-1].what


def test_not_a_folder(tiny_case: Path) -> None:
    with pytest.raises(CaseError, match="not a folder"):
        read_case(tiny_case / "case.toml")


@pytest.mark.parametrize("name", ["no_such_case", "a\0b", "x" * 5000, "", "../nowhere"])
def test_no_such_case(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises((UsageError, CaseError)) as caught:
        read_case(name)
    assert caught.value.exit_code in (2, 3)


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (swap("plant_owners.csv", "canton,north", "canton,nort"), "did you mean 'north'?"),
        (put("lines.csv", b"\x00"), "lines.csv:1"),
        (lambda folder: (folder / "case.toml").unlink(), "case.toml"),
        (huge, "1,000 MB"),
    ],
    ids=["unknown firm", "NUL", "no settings", "1 GB"],
)
def test_the_command_line_says_the_same(tiny_case: Path, spoil: Callable[[Path], None], word: str) -> None:
    spoil(tiny_case)
    done = subprocess.run(
        [sys.executable, "-m", "teikei", "check", str(tiny_case)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 3, done
    assert "Traceback" not in done.stdout + done.stderr
    assert word in done.stdout + done.stderr
    assert "where" in done.stdout + done.stderr
    assert "fix" in done.stdout + done.stderr

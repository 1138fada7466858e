"""Write docs/reference from the code: tables, case.toml, kinds of agreement, verbs, options, names, errors.

    python -m tools.docs.reference            write the pages anew
    python -m tools.docs.reference --check    exit with 1 if a committed page is not what the code says

The pages are committed, so that a change of a column or option shows in the diff; a test keeps them current.
"""

from __future__ import annotations

import importlib
import inspect
import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl

import teikei
import teikei.demand
import teikei.games
from teikei.agreements.kind import Kind
from teikei.agreements.kinds import KINDS
from teikei.base.errors import TeikeiError
from teikei.base.options import describe
from teikei.case.read import read_case
from teikei.case.row import Row
from teikei.case.settings import Settings
from teikei.case.tables import cars, deals, evidence, firms, plants, trade
from teikei.cli.errors import kinds as error_classes
from teikei.cli.main import EPILOGUE, VERBS, command_line, written
from teikei.cli.options import classes as option_classes
from tools.docs.columns import default_of, meaning_of, range_of, shape, type_of
from tools.docs.markdown import cell, grid
from tools.docs.names import name_section

PAGES = Path(__file__).resolve().parents[2] / "docs" / "reference"
MADE = "<!-- Written by tools/docs/reference.py: change the code, then run `make reference`. -->\n"
THEMES: tuple[ModuleType, ...] = (firms, plants, cars, trade, deals, evidence)
COMMON = ("source", "confidence", "note")
EXAMPLE_TABLES = ("grants", "terms", "changes")
MOST_ROWS = 4
PER = {
    "unit": "a car",
    "year": "million a year",
    "once": "million once",
    "share": "of the price",
    "gram": "a gram",
}


def table(row: type[Row]) -> str:
    """The section of one table."""
    schema = row.model_json_schema()
    required = schema.get("required", [])
    rows = [
        (
            f"`{name}`",
            type_of(column) + (", several joined by `;`" if name in row.lists else ""),
            cell(str(column.get("unit", ""))),
            range_of(column),
            default_of(name, column, required),
            "yes" if name in row.swept else "",
            meaning_of(row, name, column),
        )
        for name, column in schema["properties"].items()
        if name not in COMMON
    ]
    head = ("column", "type", "unit", "range", "default", "low/high", "meaning")
    needed = "It must have rows in a case that is planned." if row.needed else "It may be empty or missing."
    key = ", ".join(f"`{name}`" for name in row.key)
    return (
        f"\n## {row.table}\n\n{cell(inspect.getdoc(row) or '')}\n\n"
        f"File `{row.table}.csv`. Key: {key}. {needed}\n\n{grid(head, rows)}"
    )


def tables_page() -> str:
    """Every table and every column."""
    listed = [
        (f"[{row.table}](#{row.table})", cell((inspect.getdoc(row) or "").split("\n")[0]))
        for theme in THEMES
        for row in theme.ROWS
    ]
    common = Row.model_json_schema()["properties"]
    shared = [
        (f"`{name}`", range_of(column), cell(str(column["description"]))) for name, column in common.items()
    ]
    sections = "".join(table(row) for theme in THEMES for row in theme.ROWS)
    return (
        "# Tables of a case\n\n"
        "A case is a folder with `case.toml` and one CSV a table. Units stand in the column names; money\n"
        "stands in the row's `currency` (blank = case currency), `_m` means million. A column marked\n"
        "*low/high* may be accompanied by `<column>_low` and `<column>_high`, the range over which the\n"
        "advice is tried.\n\n"
        f"{grid(('table', 'one row is'), listed)}\n"
        "## Columns that every table has\n\n"
        f"{grid(('column', 'range', 'meaning'), shared)}{sections}"
    )


def settings_page() -> str:
    """case.toml."""
    schema = Settings.model_json_schema()
    rows = [
        (
            f"`{name}`",
            "list of whole numbers" if shape(column).get("type") == "array" else type_of(column),
            range_of(column),
            default_of(name, column, schema["required"]),
            cell(str(column.get("description", ""))),
        )
        for name, column in schema["properties"].items()
    ]
    head = ("setting", "type", "range", "default", "meaning")
    return f"# case.toml\n\n{cell(inspect.getdoc(Settings) or '')}\n\n{grid(head, rows)}"


def kinds_page() -> str:
    """Kinds of agreement."""
    rows = [
        (
            f"`{kind.name}`",
            cell(kind.summary),
            "yes" if kind.planned else "not yet",
            ", ".join(sorted(kind.grants)),
            ", ".join(sorted(kind.changes)),
            cell(kind.fee),
        )
        for kind in KINDS.values()
    ]
    head = ("kind", "in one sentence", "planned", "may grant", "may change", "a fee a unit counts")
    return (
        "# Kinds of agreement\n\n"
        "A kind that is *not yet* planned may stand in the tables; the advice lists it without a value.\n\n"
        f"{grid(head, rows)}\n" + "\n".join(kind_section(kind) for kind in KINDS.values())
    )


def kind_section(kind: Kind) -> str:
    """What a kind permits, limits, changes and pays, with an agreement of the shipped cases."""
    module = importlib.import_module(f"teikei.agreements.{kind.name if kind.planned else 'not_yet_planned'}")
    said = inspect.getdoc(module) or ""
    sides = f"One side {kind.gives}, the other {kind.takes}."
    least = (
        f" It grants at least one of: {', '.join(sorted(kind.needs_one_of))}." if kind.needs_one_of else ""
    )
    return f"\n## {kind.title}\n\n{said}\n\n{sides}{least}\n\n{kind_example(kind)}"


def kind_example(kind: Kind) -> str:
    """The first agreement of this kind in the shipped cases, as its rows say it."""
    for case in (read_case(name) for name in ("nissan_2025", "alliance_2020")):
        names = case["agreements"].filter(pl.col("kind") == kind.name)["agreement"].to_list()
        if not names:
            continue
        name = names[0]
        mine = {table: case[table].filter(pl.col("agreement") == name) for table in EXAMPLE_TABLES}
        lines = [
            *(granted(row) for row in mine["grants"].head(MOST_ROWS).to_dicts()),
            *(paid(row) for row in mine["terms"].head(MOST_ROWS).to_dicts()),
            *(
                f"{r['change']} of {r['firm']}: {r['value']:g}"
                for r in mine["changes"].head(MOST_ROWS).to_dicts()
            ),
        ]
        listed = "".join(f"- {line}\n" for line in lines)
        return f"Example, `{name}` of `{case.settings.name}`:\n\n{listed}" if listed else ""
    return ""


def granted(row: dict[str, Any]) -> str:
    """A grant in words."""
    cars = f" for {', '.join(row['models'])}" if row["models"] else ""
    most = row["limit_units_per_year"]
    limit = "" if most is None else f", at most {most:,.0f} cars a year"
    return f"{row['giver']} grants {row['taker']} the {row['what']} `{row['resource']}`{cars}{limit}"


def paid(row: dict[str, Any]) -> str:
    """A term in words."""
    unit = "" if row["per"] == "share" else f" {row['currency']}"
    return f"{row['payer']} pays {row['payee']} {row['amount']:g}{unit} {PER[row['per']]}"


def verb_section(verb: str) -> str:
    """Help of one verb: what it does, its arguments and options."""
    app = command_line(verb)[verb]
    rows = []
    for argument in app.assemble_argument_collection(parse_docstring=True):
        if argument.names == ("*",):  # a group of options, each listed on its own
            continue
        names = [name for name in argument.names if not name.startswith("--no-")]
        positional = argument.field_info.kind is not inspect.Parameter.KEYWORD_ONLY
        shown = argument.names[0].lstrip("-").upper() if positional else " ".join(names)
        default = argument.field_info.default
        blank = default is None or default is False or default == "" or default is inspect.Parameter.empty
        rows.append(
            (
                f"`{shown}`",
                "**required**" if argument.required else "" if blank else f"`{default}`",
                cell(str(argument.parameter.help or "")),
            )
        )
    function = app.default_command
    said = inspect.getdoc(function) or ""
    prose = said.split("\nParameters\n")[0].strip()
    return f"\n## teikei {verb}\n\n{prose}\n\n{grid(('argument or option', 'default', 'meaning'), rows)}"


def verbs_page() -> str:
    """Every verb of the command line."""
    sections = "".join(verb_section(verb) for verb in VERBS if written(verb))
    return (
        "# Verbs\n\nResults go to standard output, everything else to standard error. "
        f"{EPILOGUE}\n\n`--version` prints the version, `--help` the help of each verb.\n{sections}"
    )


def options_page() -> str:
    """Every options class."""
    page = "# Options\n\nOne frozen dataclass a verb; `teikei options` prints the same.\n"
    for kind in option_classes():
        rows = [
            (f"`{name}`", f"`{cell(sort)}`", f"`{default}`", cell(line))
            for name, sort, default, line in describe(kind)
        ]
        page += f"\n## {kind.__name__}\n\n{inspect.getdoc(kind)}\n\n"
        page += grid(("option", "type", "default", "meaning"), rows)
    return page


def errors_page() -> str:
    """Every kind of error and the one shape they share."""
    kinds: list[type[TeikeiError]] = [TeikeiError, *error_classes()]
    rows = [
        (
            f"`{kind.__name__}`",
            str(kind.exit_code),
            f"`{kind.__bases__[0].__name__}`",
            cell(kind.__doc__ or ""),
        )
        for kind in kinds
    ]
    return (
        "# Errors\n\n"
        "Every error meant for you carries all faults of its phase, each in four fields: *what* is wrong,\n"
        "*where* (file, line and column; or block and row), *why* it matters, and the *fix*. The command\n"
        "line prints them on standard error; with `--json` as one object\n"
        '`{"faults": [{"where", "what", "why", "fix"}]}`.\n'
        "In Python they are in `error.faults`.\n\n"
        f"{grid(('error', 'exit code', 'is a', 'meaning'), rows)}"
    )


def python_page() -> str:
    """Every public name."""
    names = [name for name in getattr(teikei, "__all__", []) if not name.startswith("_")]
    return "# Python\n\n`import teikei as tk`; these names, and no others, are kept stable.\n" + "".join(
        name_section(name, teikei) for name in names
    )


def games_page() -> str:
    """Every name of teikei.games."""
    return (
        "# Games\n\n`from teikei import games`: sharing, stability and bargaining over plain numbers.\n"
        "The first call of a rule compiles its loops; later runs read them from a cache.\n"
        + "".join(name_section(name, teikei.games) for name in teikei.games.__all__)
    )


def demand_page() -> str:
    """Every name of teikei.demand."""
    return (
        "# Demand\n\n`from teikei import demand`: what customers choose and what prices firms set.\n"
        "The first search for prices compiles its loops; later runs read them from a cache.\n"
        + "".join(name_section(name, teikei.demand) for name in teikei.demand.__all__)
    )


@cache
def pages() -> dict[str, str]:
    """Every reference page by file name."""
    made = {
        "tables.md": tables_page(),
        "settings.md": settings_page(),
        "kinds.md": kinds_page(),
        "verbs.md": verbs_page(),
        "options.md": options_page(),
        "python.md": python_page(),
        "games.md": games_page(),
        "demand.md": demand_page(),
        "errors.md": errors_page(),
    }
    return {name: MADE + text for name, text in made.items()}


def main(arguments: list[str]) -> int:
    """Write the pages, or compare them with those on disk."""
    stale = [
        name
        for name, text in pages().items()
        if not (PAGES / name).exists() or (PAGES / name).read_text("utf-8") != text
    ]
    if "--check" in arguments:
        print(f"not current: {', '.join(stale)}; run `make reference`" if stale else "current")
        return 1 if stale else 0
    PAGES.mkdir(parents=True, exist_ok=True)
    for name in stale:
        (PAGES / name).write_text(pages()[name], "utf-8")
    print(f"written: {', '.join(stale) or 'nothing, all current'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

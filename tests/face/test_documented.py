"""Nothing public is undocumented: names, tables, columns, options, verbs, kinds of agreement, errors."""

from __future__ import annotations

import inspect
import typing
from pathlib import Path

import pytest
from tools.docs import reference

import teikei
import teikei.games
from teikei.agreements.kinds import KINDS
from teikei.base.errors import TeikeiError
from teikei.base.options import describe
from teikei.case.row import Row
from teikei.case.settings import Settings
from teikei.case.tables.deals import AgreementKind
from teikei.case.tables.registry import TABLES
from teikei.cli.errors import kinds
from teikei.cli.main import VERBS, command_line, written
from teikei.cli.options import classes

PUBLIC = [name for name in getattr(teikei, "__all__", []) if not name.startswith("_")]
WRITTEN = [verb for verb in VERBS if written(verb)]


def page(name: str) -> str:
    return (reference.PAGES / name).read_text("utf-8")


def section(text: str, title: str) -> str:
    """The part of a page under a heading of the second level."""
    _, found, rest = text.partition(f"\n## {title}\n")
    assert found, f"no section {title!r}; run `make reference`"
    return rest.partition("\n## ")[0]


@pytest.mark.parametrize("name", sorted(reference.pages()))
def test_page_is_what_the_code_says(name: str) -> None:
    assert page(name) == reference.pages()[name], "run `make reference` and commit the page"


def test_no_page_is_left_over() -> None:
    assert {path.name for path in reference.PAGES.glob("*.md")} == set(reference.pages())


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_documented(table: str) -> None:
    text = section(page("tables.md"), table)
    for column in set(TABLES[table].model_fields) - set(Row.model_fields):
        assert f"| `{column}` |" in text


@pytest.mark.parametrize("table", TABLES)
def test_row_model_is_whole(table: str) -> None:
    row = TABLES[table]
    fields = row.model_fields
    assert (inspect.getdoc(row) or "").strip(), "a table says what one row is"
    assert row.key
    assert set(row.key) | set(row.swept) | set(row.lists) | set(row.references) <= set(fields)
    assert set(row.references.values()) <= set(TABLES)
    for name, field in fields.items():
        assert field.description, f"{table}.{name} has no meaning"
        numbers = {int, float} & {field.annotation, *typing.get_args(field.annotation)}
        extra = field.json_schema_extra
        unit = extra.get("unit") if isinstance(extra, dict) else ""
        # a figure whose unit stands in another column, or that is a pure factor, has none of its own
        elsewhere = "unit" in fields or name.endswith(("_factor", "probability")) or name in ("x", "y")
        if numbers and not elsewhere and not _unit_in_words(name, field.description):
            assert unit, f"{table}.{name} is a number without a unit"
    for name in row.swept:
        assert float in {fields[name].annotation, *typing.get_args(fields[name].annotation)}


def _unit_in_words(name: str, meaning: str) -> bool:
    return "year" in name or "year" in meaning


@pytest.mark.parametrize("setting", Settings.model_fields)
def test_every_setting_is_documented(setting: str) -> None:
    assert f"| `{setting}` |" in page("settings.md")
    assert Settings.model_fields[setting].description


@pytest.mark.parametrize("options", classes(), ids=lambda kind: kind.__name__)
def test_every_option_is_documented(options: type) -> None:
    text = section(page("options.md"), options.__name__)
    for name, _, _, help_line in describe(options):
        assert help_line, f"{options.__name__}.{name} has no line of help"
        assert f"| `{name}` |" in text


@pytest.mark.parametrize("verb", WRITTEN)
def test_every_verb_and_its_options_are_documented(verb: str) -> None:
    text = section(page("verbs.md"), f"teikei {verb}")
    app = command_line(verb)[verb]
    for argument in app.assemble_argument_collection(parse_docstring=True):
        assert argument.parameter.help, f"teikei {verb}: {argument.name} has no line of help"
        assert argument.names[0].lstrip("-").lower() in text.lower()
    said = inspect.getdoc(app.default_command) or ""
    assert said.split("\n")[0] == VERBS[verb], "cli/main.py and the docstring say different things"


def test_every_verb_module_is_a_verb() -> None:
    folder = Path(inspect.getfile(command_line)).parent
    hidden = {"__init__", "main"}
    modules = {path.stem for path in folder.glob("*.py")} - hidden
    apps = {name for name in modules if f"def {name}(" in (folder / f"{name}.py").read_text("utf-8")}
    assert apps <= set(VERBS), "a verb is not registered in cli/main.py"


@pytest.mark.parametrize("kind", [TeikeiError, *kinds()], ids=lambda kind: kind.__name__)
def test_every_error_is_documented(kind: type[TeikeiError]) -> None:
    assert kind.__doc__
    assert f"| `{kind.__name__}` | {kind.exit_code} |" in page("errors.md")


def test_every_kind_of_agreement_is_documented() -> None:
    assert set(KINDS) == set(typing.get_args(AgreementKind)), "tables and agreements/ know different kinds"
    for kind in KINDS:
        assert f"| `{kind}` |" in page("kinds.md")


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_is_documented(name: str) -> None:
    thing = getattr(teikei, name)
    assert inspect.getdoc(thing), f"{name} has no docstring"
    assert section(page("python.md"), name)
    if inspect.isfunction(thing):
        for parameter in inspect.signature(thing).parameters:
            assert parameter in (inspect.getdoc(thing) or ""), f"{name}: {parameter} is not explained"


@pytest.mark.parametrize("name", teikei.games.__all__)
def test_every_name_of_games_is_documented(name: str) -> None:
    thing = getattr(teikei.games, name)
    assert inspect.getdoc(thing), f"games.{name} has no docstring"
    assert section(page("games.md"), name)
    if inspect.isfunction(thing):
        for parameter in inspect.signature(thing).parameters:
            assert parameter in (inspect.getdoc(thing) or ""), f"games.{name}: {parameter} is not explained"

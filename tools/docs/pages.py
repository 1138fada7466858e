"""Reading the code blocks of a Markdown page, and running them as a reader would."""

from __future__ import annotations

import contextlib
import csv
import io
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from teikei.cli.main import call

ROOT = Path(__file__).resolve().parents[2]

FENCE = re.compile(
    r"(?:^<!-- (?P<mark>[^\n]*?) -->\n+)?"
    r"^(?P<indent> *)```(?P<language>[\w-]*)[^\n]*\n(?P<text>.*?)^(?P=indent)```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Block:
    """A fenced block of a page.

    ``mark`` is an HTML comment on the line before: ``output`` (of the Python block before), ``exit 3``,
    ``file NAME`` (write it for later blocks), ``append NAME`` (add its rows to a CSV) or ``not run: why``.
    """

    page: str
    line: int
    language: str
    mark: str
    text: str


def blocks(page: Path) -> list[Block]:
    """Every fenced block of a page, in order."""
    text = page.read_text("utf-8")
    found = []
    for match in FENCE.finditer(text):
        indent = len(match["indent"])
        body = "\n".join(line[indent:] for line in match["text"].split("\n"))
        line = text.count("\n", 0, match.start("language")) + 1
        found.append(
            Block(
                str(page.relative_to(ROOT)), line, match["language"], match["mark"] or "", body.rstrip("\n")
            )
        )
    return found


NEEDS = re.compile(r"^<!-- needs data (?P<file>\S+) -->$", re.MULTILINE)


def needed(page: Path) -> list[str]:
    """Files of the data folder that a page reads: it is run where they are, see TEIKEI_DATA."""
    return [match["file"] for match in NEEDS.finditer(page.read_text("utf-8"))]


def pages() -> list[Path]:
    """README.md and every page of docs."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def clean(text: str) -> str:
    """Text without trailing blanks, so that only what a reader sees is compared."""
    return "\n".join(line.rstrip() for line in text.strip("\n").split("\n"))


def matches(expected: str, printed: str) -> bool:
    """True if what was printed is what the page shows.

    A line ``…`` stands for any number of lines, and ``…`` inside a line for any text.
    """
    lines = re.split(r"^…\n?", clean(expected) + "\n", flags=re.MULTILINE)
    parts = [r"[^\n]*".join(re.escape(piece) for piece in part.split("…")) for part in lines]
    return re.fullmatch(r"(?:.*\n)*?".join(parts), clean(printed) + "\n") is not None


def run_python(block: Block, names: dict[str, object]) -> str:
    """Run a block in the namespace of its page and return what it printed."""
    printed = io.StringIO()
    code = compile("\n" * block.line + block.text, block.page, "exec")
    with contextlib.redirect_stdout(printed):
        exec(code, names)
    return printed.getvalue()


@dataclass(frozen=True)
class Call:
    """One ``$ teikei …`` line of a console block and what the page says it prints."""

    command: str
    expected: str


def calls(block: Block) -> list[Call]:
    """The lines of a console block that call teikei; other programs are shown to the reader, not run."""
    found: list[Call] = []
    for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        if command.startswith("teikei "):
            found.append(Call(command, expected.rstrip("\n")))
    return found


def run_console(command: str) -> tuple[int, str]:
    """Run ``teikei …`` in this process; exit code, and standard output followed by standard error."""
    printed, complained = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(complained):
        code = call(shlex.split(command)[1:])
    return code, printed.getvalue() + complained.getvalue()


def append_rows(path: Path, text: str) -> None:
    """Add the rows of a CSV text to a CSV file, as one would in a spreadsheet: by column name."""
    files = [path.read_text("utf-8")] if path.exists() else []
    tables = [list(csv.DictReader(io.StringIO(part))) for part in (*files, text)]
    rows = [row for table in tables for row in table]
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="")
        writer.writeheader()
        writer.writerows(rows)

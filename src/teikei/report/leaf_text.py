"""A leaf as text on a terminal, and as Markdown."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from teikei.report.leaf import Cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from teikei.report.leaf import Grid, Leaf

EACH = "each figure"
COUNTED = "how counted"
WIDE = 60
"""Letters of the longest cell from which a column may wrap."""


def print_leaf(leaf: Leaf, out: Console, *, behind: bool = False) -> None:
    """Print everything, answer first; with ``behind`` also what stands behind each figure."""
    out.print(Text(leaf.title, style="bold").append(f"  {leaf.mark}" if leaf.mark else "", style="default"))
    out.print(Text(leaf.about, style="dim"))
    out.print()
    for line in leaf.warnings:
        out.print(Text(f"! {line}", style="bold yellow"))
    for number in leaf.numbers:
        said = Text("  ").append(number.figure.text, style="bold").append(f"  {number.label}")
        out.print(said.append(f" ({number.beside})", style="dim") if number.beside else said)
    out.print()
    out.print(Text(leaf.sentence, style="bold"))
    for section in leaf.sections:
        out.print()
        out.print(Text(section.title, style="bold"))
        for line in section.lines:
            out.print(Padding(Text(line), (0, 0, 0, 2)))
        for grid in section.grids:
            out.print(Padding(Text(grid.caption, style="dim"), (0, 0, 0, 2)))
            out.print(Padding(_table(grid), (0, 0, 0, 2)))
    if behind:
        out.print()
        out.print(Text("Where each number comes from", style="bold"))
        for name, cell in opened(leaf):
            out.print(Padding(Text(f"{name}: {cell.text}"), (0, 0, 0, 2)))
            for line in cell.behind:
                out.print(Padding(Text(line, style="dim"), (0, 0, 0, 4)))
    out.print()
    out.print(Text(leaf.foot, style="dim"))


def _table(grid: Grid) -> Table:
    shown = Table(box=SIMPLE_HEAD, pad_edge=False)
    for number, head in enumerate(grid.heads):
        right = grid.is_number(number)
        shown.add_column(head, justify="right" if right else "left", no_wrap=right)
    for row in grid.rows:
        shown.add_row(*(Text(cell.text) for cell in row))
    return shown


def opened(leaf: Leaf) -> Iterator[tuple[str, Cell]]:
    """Every figure that opens, with words for where it stands, once each; where many of a grid open the
    same, the grid is named once for all of them."""
    seen = set()
    for number in leaf.numbers:
        if number.figure.behind:
            yield number.label, number.figure
    for section in leaf.sections:
        for grid in section.grids:
            if grid.how:
                yield section.title, Cell(COUNTED, grid.how)
            shared = Counter(cell.behind for row in grid.rows for cell in row if cell.behind)
            for row in grid.rows:
                for head, cell in zip(grid.heads, row, strict=True):
                    many = shared[cell.behind] > 1
                    words = (section.title, grid.caption) if many else (section.title, row[0].text, head)
                    key = (grid.caption, *((cell.behind,) if many else (row[0].text, head)))
                    if cell.behind and key not in seen:
                        seen.add(key)
                        yield ", ".join(w for w in words if w), Cell(EACH, cell.behind) if many else cell


def leaf_markdown(leaf: Leaf) -> str:
    """The leaf as Markdown; what stands behind each figure follows at the end."""
    lines = [f"# {_safe(leaf.title)}{f' {leaf.mark}' if leaf.mark else ''}", "", _safe(leaf.about), ""]
    lines += [line for warning in leaf.warnings for line in (f"> **{_safe(warning)}**", "")]
    lines += [
        f"- **{_safe(n.figure.text)}** {_safe(n.label)}" + (f" ({_safe(n.beside)})" if n.beside else "")
        for n in leaf.numbers
    ]
    lines += ["", f"**{_safe(leaf.sentence)}**", ""]
    for section in leaf.sections:
        lines += [f"## {section.title}", ""]
        lines += [line for words in section.lines for line in (_safe(words), "")]
        for grid in section.grids:
            lines += [*_rows(grid), ""]
    behind = list(opened(leaf))
    if behind:
        lines += ["## Where each number comes from", ""]
        for name, cell in behind:
            lines += [f"- {_safe(name)}: {_safe(cell.text)}", *(f"    - {_safe(b)}" for b in cell.behind)]
        lines.append("")
    return "\n".join([*lines, _safe(leaf.foot), ""])


def _rows(grid: Grid) -> list[str]:
    rule = ["---:" if grid.is_number(n) else "---" for n in range(len(grid.heads))]
    rows = [[cell.text for cell in row] for row in grid.rows]
    lines = [_safe(grid.caption), "", *(_line(cells) for cells in (list(grid.heads), rule))]
    return [*lines, *(_line(cells) for cells in rows)]


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(_safe(cell).replace("|", "\\|") for cell in cells) + " |"


def _safe(text: str) -> str:
    """Words of a case that are no markup."""
    return text.replace("<", "&lt;").replace("*", "\\*")

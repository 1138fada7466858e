"""What a printed sheet consists of, whatever it is printed on: cells that can be opened, grids, sections."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

MANY, SHORT = 5, 6
"""Columns of figures, and letters of their heads, from which a phone shows them side by side."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A word or a figure as printed; ``behind``: lines that open with it (formula, parts, rows)."""

    text: str
    behind: tuple[str, ...] = ()
    number: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its caption, its heads, rows whose first cell names them, and lines that open with it (how its
    figures are counted)."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    how: tuple[str, ...] = ()

    def is_number(self, column: int) -> bool:
        """Whether a column holds figures."""
        return any(row[column].number for row in self.rows)

    @property
    def is_narrow(self) -> bool:
        """Whether its figures stand under so many short heads, such as years, that three fit on a line of a
        phone."""
        short = [h for k, h in enumerate(self.heads) if self.is_number(k) and len(h) <= SHORT]
        return len(short) >= MANY and not any(cell.behind for row in self.rows for cell in row)

    def explained(self, *how: str) -> Grid:
        """The grid, each of its figures that has nothing behind it opening ``how``.

        >>> grid = Grid("", ("a", "b"), ((Cell("1", number=True), Cell("2", ("3 − 1",), number=True)),))
        >>> [cell.behind for cell in grid.explained("counted").rows[0]]
        [('counted',), ('3 − 1',)]
        """
        rows = (
            tuple(replace(c, behind=how) if c.number and c.text and not c.behind else c for c in row)
            for row in self.rows
        )
        return replace(self, rows=tuple(rows))


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with lines, grids and a drawing (SVG; the grids hold the same figures)."""

    title: str
    lines: tuple[str, ...] = ()
    grids: tuple[Grid, ...] = ()
    drawings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Headline:
    """One of the numbers on top: the figure, what it is, and what stands beside it."""

    figure: Cell
    label: str
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A sheet as printed: title, what it is about, warnings, three numbers, one sentence, sections, foot."""

    title: str
    about: str
    warnings: tuple[str, ...]
    numbers: tuple[Headline, ...]
    sentence: str
    sections: tuple[Section, ...]
    foot: str
    mark: str = ""
    evidence: tuple[tuple[str, Cell], ...] = field(default=())

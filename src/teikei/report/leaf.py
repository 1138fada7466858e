"""What a printed sheet consists of, whatever it is printed on: cells that can be opened, grids, sections."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Cell:
    """A word or a figure as printed; ``behind``: lines that open with it (formula, parts, rows)."""

    text: str
    behind: tuple[str, ...] = ()
    number: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its caption, its heads, and rows whose first cell names them."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def is_number(self, column: int) -> bool:
        """Whether a column holds figures."""
        return any(row[column].number for row in self.rows)


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

from __future__ import annotations

import io
from dataclasses import replace

from rich.console import Console

from teikei.report.leaf import Cell, Grid, Headline, Leaf, Section
from teikei.report.leaf_text import leaf_markdown, opened, print_leaf

FIGURE = Cell("1.5 m USD", ("How: a less b.", "Row: x.csv:1"), number=True)
GRID = Grid("In m", ("firm", "gain"), ((Cell("A|B"), FIGURE),))
LEAF = Leaf(
    "A <deal>", "about", ("open!",), (Headline(FIGURE, "surplus", "a year"),), "Sign it.",
    (Section("Gains", ("a line",), (GRID,)),), "foot", "▲",
)  # fmt: skip


def text(*, behind: bool) -> str:
    out = io.StringIO()
    print_leaf(LEAF, Console(file=out, width=100), behind=behind)
    return out.getvalue()


def test_text_answers_first_and_shows_what_is_behind_on_request() -> None:
    said = text(behind=False)
    assert said.index("! open!") < said.index("1.5 m USD") < said.index("Sign it.") < said.index("a line")
    assert "How:" not in said
    assert "How: a less b." in text(behind=True)


def test_markdown_is_a_table_and_words_of_a_case_are_no_markup() -> None:
    said = leaf_markdown(LEAF)
    assert "| A\\|B | 1.5 m USD |" in said
    assert "| --- | ---: |" in said
    assert "    - Row: x.csv:1" in said
    assert said.startswith("# A &lt;deal> ▲")


def test_every_figure_that_opens_is_listed_once() -> None:
    assert [name for name, _ in opened(LEAF)] == ["surplus", "Gains, A|B, gain"]


def test_what_many_figures_of_a_grid_share_is_listed_once_for_all() -> None:
    grid = Grid("Cars", ("car", "then", "now"), ((Cell("A"), FIGURE, Cell("2", number=True)),) * 2)
    leaf = replace(LEAF, sections=(Section("Who", (), (grid.explained("How: counted."),)),))
    found = list(opened(leaf))[1:]
    assert [(name, cell.text) for name, cell in found] == [("Who, Cars", "each figure")] * 2
    assert [cell.behind for _, cell in found] == [FIGURE.behind, ("How: counted.",)]

from __future__ import annotations

import importlib
import re
from dataclasses import replace
from typing import Any

import pytest

from teikei.base.errors import UsageError
from teikei.deals.advice import Advice
from teikei.deals.sheet import sheet
from teikei.report.leaf import Cell, Grid, Headline, Leaf, Section
from teikei.report.leaf_page import leaf_page, leaf_pdf
from teikei.report.money import Money
from teikei.report.sheet import leaf_of

FIGURE = Cell("1.5", ("How: <a> less b.",), number=True)
GRID = Grid("In m", ("firm", "gain"), ((Cell("A"), FIGURE),))
SECTION = Section("Gains", ("a <line>",), (GRID,), ("<svg></svg>",))
LEAF = Leaf(
    "A <deal>", "about", ("open",), (Headline(FIGURE, "surplus"),), "Sign it.", (SECTION,), "foot",
)  # fmt: skip


def test_a_number_opens_without_a_script_and_words_are_no_markup() -> None:
    page = leaf_page(LEAF)
    assert '<details><summary title="How: &lt;a&gt; less b.">1.5</summary>' in page
    assert "A &lt;deal&gt;" in page
    assert "a &lt;line&gt;" in page
    assert "<svg></svg>" in page
    assert not re.search(r"https?://|<script|@import", page)
    assert "default-src 'none'" in page


def test_a_lone_drawing_stands_beside_its_table_unless_that_is_wide() -> None:
    def page(columns: int, drawings: int) -> str:
        grid = Grid("c", ("h",) * columns, ((Cell("A"),) * columns,))
        made = Section("Who", (), (grid, grid), ("<svg></svg>",) * drawings + ("",))
        return leaf_page(replace(LEAF, sections=(made,)))

    assert page(6, 1).count('<div class="side">') == 1
    assert page(6, 1).count("<div") == page(6, 1).count("</div>")
    assert page(6, 1).index("<svg>") < page(6, 1).index("<table") < page(6, 1).index("</table>")
    for columns, drawings in ((7, 1), (6, 2), (6, 0)):
        assert '<div class="side">' not in page(columns, drawings)
        assert page(columns, drawings).count("<table") == 2
    assert '<div class="drawings">' not in page(6, 0)


def test_every_cell_has_its_head_for_narrow_pages(advice: Advice, dollars: Money) -> None:
    page = leaf_page(leaf_of(sheet(advice, "pickup_at_delta"), dollars))
    assert page.count("<td ") == page.count("data-head=")
    assert page.count("<table") == page.count("<caption>")
    ids = re.findall(r'id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_without_weasyprint_a_pdf_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(UsageError, match="needs WeasyPrint") as error:
        leaf_pdf(LEAF)
    assert "teikei[pdf]" in error.value.faults[0].fix


def test_a_pdf_is_the_page_and_the_same_bytes_twice() -> None:
    pytest.importorskip("weasyprint", reason="the extra pdf is not installed")
    made = leaf_pdf(LEAF)
    assert made.startswith(b"%PDF")
    assert leaf_pdf(LEAF) == made

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from teikei.deals.advice import Advice
from teikei.report.answer import Findings, findings
from teikei.report.money import Money
from teikei.report.page import advice_page

VOID = {"meta", "link", "br", "img", "line", "rect", "path"}


class Tags(HTMLParser):
    """Open and closed tags, in order, and cells without a scope."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.unmatched: list[str] = []
        self.heads_without_scope = 0
        self.tables = self.captions = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tables += tag == "table"
        self.captions += tag == "caption"
        self.heads_without_scope += tag == "th" and "scope" not in dict(attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.unmatched.append(tag)


@pytest.fixture(scope="module")
def page(found: Findings) -> str:
    return advice_page(found)


def test_the_page_is_well_formed_and_its_tables_can_be_read_aloud(page: str) -> None:
    tags = Tags()
    tags.feed(page)
    assert (tags.unmatched, tags.open) == ([], [])
    assert tags.tables == tags.captions > 8
    assert tags.heads_without_scope == 0


def test_no_other_host_and_no_script(page: str) -> None:
    assert not re.search(r"https?://|<script|@import|url\(", page)
    assert "default-src 'none'" in page


def test_both_themes_and_shapes_beside_colours(page: str) -> None:
    assert "prefers-color-scheme: dark" in page
    assert all(sign in page for sign in "▲◆▼")


def test_certified_never_stands_alone(page: str) -> None:
    words = re.sub(r"\s+", " ", page)
    assert words.count("certified") == words.count("certified for these inputs") > 0


def test_names_from_the_tables_are_escaped(strange: Advice, dollars: Money) -> None:
    page = advice_page(findings(strange, dollars))
    assert "<b>[red]" not in page
    assert "&lt;b&gt;[red]" in page


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_contrast_of_every_text_colour_is_at_least_four_and_a_half_in_both_themes(page: str) -> None:
    themes = re.findall(r":root \{([^}]*)\}", page)
    assert len(themes) == 2
    for theme in themes:
        colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", theme))
        for ground in ("paper", "card"):
            for ink in ("ink", "soft", "recommended", "depends", "rejected", "undetermined", "unplanned"):
                a, b = sorted((_luminance(colours[ground]), _luminance(colours[ink])))
                assert (b + 0.05) / (a + 0.05) >= 4.5, (ground, ink)


def test_cells_of_the_tables_a_reader_meets_first_name_their_head_for_a_narrow_page(page: str) -> None:
    assert page.count('<table class="grid">') >= 3
    for head in ("surplus", "a year", "input range", "before money", "without it", "plant"):
        assert f'data-head="{head}"' in page


def test_a_searched_portfolio_stands_on_the_page(found: Findings) -> None:
    page = advice_page(found, ["Portfolio for Hoku: 2 < 3", "  Holds: this portfolio.", ""])
    assert "<h2>The portfolio, and the books that hold</h2>" in page
    assert "<p>Portfolio for Hoku: 2 &lt; 3</p>" in page
    assert '<p class="under">  Holds: this portfolio.</p>' in page
    assert "The portfolio, and the books" not in advice_page(found)

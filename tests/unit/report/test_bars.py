from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

import pytest

from teikei.report.bars import DRAWN, LEFT, RIGHT, SOLID, WIDTH, Bar, Mark, bars, lines_of

ROWS = [
    Bar("one & only", "100", (Mark("solid", 0.0, 100.0), Mark("hatched", 0.0, -50.0)), "turns at 3"),
    Bar("two", "20 to 40", (Mark("range", 20.0, 40.0), Mark("interval", 30.0, 30.0))),
]


def test_bars_are_where_their_figures_are() -> None:
    drawing = bars("x", "title", "m USD", ROWS, centre=25.0)
    root = ElementTree.fromstring(drawing.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))
    boxes = {e.get("class"): e for e in root.iter("{http://www.w3.org/2000/svg}rect")}
    # ticks run from −60 to 100 or so: find the scale from the two ends of what is drawn
    solid, hatched = boxes["solid"], boxes["hatched"]
    zero, end = float(solid.get("x") or 0), float(solid.get("x") or 0) + float(solid.get("width") or 0)
    scale = (end - zero) / 100.0
    assert float(hatched.get("x") or 0) == pytest.approx(zero - 50.0 * scale, abs=0.2)
    interval = boxes["interval"]
    middle = float(interval.get("x") or 0) + float(interval.get("width") or 0) / 2
    assert middle == pytest.approx(zero + 30.0 * scale, abs=0.2)
    centre = re.search(r'class="centre" [^>]*d="M([\d.]+),', drawing)
    assert centre
    assert float(centre[1]) == pytest.approx(zero + 25.0 * scale, abs=0.2)
    assert float(hatched.get("x") or 0) >= LEFT - 0.1
    assert end <= WIDTH - RIGHT + 0.1


@pytest.mark.parametrize(("low", "high"), [(-532.3, 897.5), (-4.9, 24.1), (-682.9, 6.7), (3.0, 821.0)])
def test_zero_is_always_a_tick_for_bars_start_there(low: float, high: float) -> None:
    # -532.3 to 897.5 has ticks from -750 to 1,000 by 250, eight of them; every other from the first
    # one on (-750, -250, 250, 750) would leave zero out
    drawing = bars("x", "title", "m USD", [Bar("one", "1", (Mark("solid", low, high),))])
    assert drawing.count('class="zero"') == 1
    assert re.search(r'class="axis"[^>]*>0</text>', drawing)
    assert drawing.count('class="tick"') <= 6


def test_a_drawing_looks_right_without_the_style_sheet_of_its_page() -> None:
    # a PDF writer gives the page's style sheet to the page only: unstyled, every line would vanish, every bar
    # be black, and every text have 16 pixels for the 12 that its room is reckoned for
    root = ElementTree.fromstring(bars("x", "title", "m USD", ROWS, centre=25.0))
    assert root.get("font-size") == "12"
    seen = {e.get("class"): e for e in root.iter() if e.get("class") not in (None, "bars")}
    assert set(seen) == set(DRAWN)
    for name in ("tick", "zero", "centre", "range", "hatch"):
        assert (seen[name].get("fill"), seen[name].get("stroke") is None) == ("none", False)
    assert seen["hatched"].get("fill") == "url(#x-hatch)"
    assert seen["solid"].get("fill") == seen["interval"].get("fill") == SOLID


def test_no_two_texts_stand_on_each_other() -> None:
    long = Bar("a name that is much too long to stand on one line with its figure", "1,234 to 5,678", ())
    drawing = bars("x", "a title", "m USD", [long, *ROWS])
    found = re.findall(
        r'<text class="(\w+)" [^>]*?x="([\d.]+)" y="(\d+)"(?: text-anchor="(\w+)")?>([^<]*)', drawing
    )
    lines: dict[str, list[tuple[float, float]]] = {}
    for kind, x, y, anchor, words in found:
        wide = len(words) * (6.6 if kind in ("name", "figure") else 6.1)
        start = float(x) - (wide if anchor == "end" else wide / 2 if anchor == "middle" else 0.0)
        lines.setdefault(y, []).append((start, start + wide))
    for spans in lines.values():
        for (_, end), (start, _) in zip(sorted(spans), sorted(spans)[1:], strict=False):
            assert end <= start + 1
    assert (
        min(int(b) - int(a) for a, b in zip(sorted(lines, key=int), sorted(lines, key=int)[1:], strict=False))
        >= 12
    )


def test_words_of_a_case_are_no_markup_and_long_ones_are_cut() -> None:
    assert "one &amp; only" in bars("x", "t", "u", ROWS)
    assert lines_of("", 20) == [""]
    assert len(lines_of("word " * 60, 20)) == 2

from __future__ import annotations

from xml.etree import ElementTree

from teikei.deals.advice import Advice
from teikei.report.answer import Bar, Findings, findings
from teikei.report.chart import MARKS, NARROW, WIDE, round_ticks, surplus_chart
from teikei.report.money import Money

SVG = "{http://www.w3.org/2000/svg}"


def drawn(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def test_bars_are_as_long_as_the_surpluses(found: Findings) -> None:
    root = drawn(surplus_chart(found.bars, "m USD", "2026-12-31"))
    widths = [float(r.attrib["width"]) for r in root.iter(f"{SVG}rect") if r.attrib["class"] == "bar"]
    # suv 629, pickup 430.5, harima 7: in proportion, to the rounding of a tenth of a unit
    assert abs(widths[0] / widths[1] - 629.0 / 430.5) < 0.01
    assert abs(widths[0] / widths[2] - 629.0 / 7.0) < 3.0


def test_each_verdict_has_its_shape_and_figure(found: Findings) -> None:
    text = surplus_chart(found.bars, "m USD", "2026-12-31")
    assert [text.count(f'd="{MARKS[w]}"') for w in ("recommended", "depends", "rejected")] == [1, 1, 1]
    assert "430.5 ±0" in text
    assert 'role="img"' in text


def test_an_input_without_a_plan_runs_to_the_edge_and_words_are_escaped(
    strange: Advice, dollars: Money
) -> None:
    bars = findings(strange, dollars).bars
    assert "<b>" not in surplus_chart(bars, "m USD", "2026-12-31")
    endless = Bar("one", "depends", 5.0, 5.0, None, 9.0, "5.0 ±0")
    (whisker,) = [
        p.attrib["d"]
        for p in drawn(surplus_chart([endless], "m USD", "x")).iter(f"{SVG}path")
        if p.attrib["class"] == "range"
    ]
    assert whisker.startswith(f"M{WIDE.left},")


def test_ticks_hold_both_ends() -> None:
    for low, high in ((-149.5, 821.0), (0.0, 0.0), (-7.0, 0.0), (0.0, 1e6)):
        ticks = round_ticks(low, high)
        assert ticks[0] <= low
        assert ticks[-1] >= high
        assert 2 <= len(ticks) <= 9


def test_on_a_phone_a_name_stands_above_its_bar_and_beside_its_figure() -> None:
    title = "Rogue-class electric platform shared with Stellantis in Smyrna"
    bars = [Bar(title, "rejected", -50.8, -50.8, -90.0, -10.0, "-50.8 ±0")] * 2
    root = drawn(surplus_chart(bars, "m USD", "x", NARROW))
    assert root.attrib["viewBox"].startswith("0 0 360 ")
    names = [t for t in root.iter(f"{SVG}text") if t.attrib["class"] == "name"]
    # 46 letters less 8 of the figure and 2 between: 36 a line, two lines a name
    assert [t.text for t in names[:2]] == [
        "Rogue-class electric platform shared",
        "with Stellantis in Smyrna",
    ]
    tops = [float(r.attrib["y"]) for r in root.iter(f"{SVG}rect") if r.attrib["class"] == "bar"]
    assert float(names[1].attrib["y"]) < tops[0] < float(names[2].attrib["y"]) < tops[1]


def test_two_drawings_of_a_page_have_names_of_their_own(found: Findings) -> None:
    both = [surplus_chart(found.bars, "m USD", "x", layout) for layout in (WIDE, NARROW)]
    ids = [e.attrib["id"] for text in both for e in drawn(text).iter() if "id" in e.attrib]
    assert len(ids) == len(set(ids)) == 4

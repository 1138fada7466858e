"""The printed sheet of the pickup; figures by hand in tests/unit/deals/test_sheet_figures.py."""

from __future__ import annotations

from dataclasses import replace

import pytest

from teikei.deals.advice import Advice
from teikei.deals.gains import Gain
from teikei.deals.sheet import sheet
from teikei.deals.terms import Corridor
from teikei.deals.verdict import Verdict
from teikei.report.leaf import Leaf
from teikei.report.leaf_page import leaf_page
from teikei.report.leaf_text import leaf_markdown
from teikei.report.money import Money
from teikei.report.names import Names
from teikei.report.sheet import leaf_of, warnings


@pytest.fixture(scope="module")
def leaf(advice: Advice, dollars: Money) -> Leaf:
    return leaf_of(sheet(advice, "pickup_at_delta"), dollars)


def test_three_numbers_and_a_sentence_come_first(leaf: Leaf) -> None:
    assert [n.figure.text for n in leaf.numbers] == ["430.5 ±0 m USD", "361.3 ±0 m USD", "100%"]
    assert leaf.numbers[1].label == "from Hoku Motor to Nagi Motor for equal parts, present value"
    assert leaf.sentence.startswith("“A Hoku pickup on the Nagi frame built at Delta” brings 430.5 ±0 m USD")
    assert leaf.mark == "◆ depends"
    assert [s.title for s in leaf.sections] == [
        "Gains before and after money", "Terms", "Who builds what", "What it rests on", "Will it hold",
        "Antitrust screen", "Dates, and what to watch", "Alternatives",
    ]  # fmt: skip


def test_gains_row_by_row(leaf: Leaf) -> None:
    gains, accounts = leaf.sections[0].grids
    rows = {row[0].text: [cell.text for cell in row[1:5]] for row in gains.rows}
    assert rows == {
        "Nagi Motor": ["-146.0 ±0", "-361.3 ±0", "215.3 ±0", "215.3 ±0"],
        "Hoku Motor": ["576.5 ±0", "361.3 ±0", "215.3 ±0", "215.3 ±0"],
    }
    # 1,470 − 840 − 90 − 40 − 22.5 − 20 − 20 − 4 − 3 = 430.5
    assert [row[1].text for row in accounts.rows] == [
        "1,470", "-840.0", "-90.0", "-40.0", "-22.5", "-20.0", "-20.0", "-4.0", "-3.0", "430.5 ±0",
    ]  # fmt: skip


def test_every_figure_of_the_gains_and_the_fee_opens(leaf: Leaf) -> None:
    for grid in (leaf.sections[0].grids[0], leaf.sections[1].grids[0]):
        figures = [(row[0].text, cell) for row in grid.rows for cell in row[1:] if cell.number]
        assert figures
        for name, cell in figures:
            assert cell.behind[0].startswith("How: "), (name, cell)
            assert any(line.startswith("Row: ") for line in cell.behind)


def test_where_the_parties_gain_alike_nobody_is_named_to_pay(advice: Advice, dollars: Money) -> None:
    gains = {f: Gain(f, 314.5, 314.5, 314.5, certified=True) for f in ("nagi", "hoku")}
    even = Corridor("nagi", "hoku", -314.5, 314.5, -78.6, 78.6, None, None)
    suv = replace(advice["suv_at_delta"], gains=gains, corridor=even)
    numbers = leaf_of(sheet(replace(advice, advised=(suv,)), "suv_at_delta"), dollars).numbers
    assert numbers[1].figure.text == "0.0 ±0 m USD"
    assert numbers[1].label == "has to be paid for equal parts: the parties gain alike"


def test_for_a_firm_its_gain_is_among_the_numbers(advice: Advice, yen: Money) -> None:
    leaf = leaf_of(sheet(advice, "pickup_at_delta", "nagi"), yen)
    assert leaf.numbers[1].figure.text == "32,288 ±0 m JPY"  # 215.25 × 150
    assert leaf.numbers[1].beside == "after being paid 54,188 m JPY; before it -21,900 ±0"


def test_assumptions_are_told_at_the_top(leaf: Leaf) -> None:
    assert leaf.warnings[0].startswith("Rests mostly on assumptions: 100%")


def test_an_open_sign_is_told_with_what_would_decide_it(advice: Advice, dollars: Money) -> None:
    found = replace(
        advice["pickup_at_delta"],
        surplus_m=(-10.0, 90.0),
        verdict=Verdict("undetermined", "open"),
        gains={**advice["pickup_at_delta"].gains, "nagi": replace(
            advice["pickup_at_delta"].gains["nagi"], low=-146.0, high=5.0, certified=False)},
    )  # fmt: skip
    made = sheet(replace(advice, advised=(found,)), "pickup_at_delta")
    said = warnings(made, dollars, Names(advice.case))
    assert said[0].startswith("Undetermined: the surplus, -10.0 to 90.0 m USD")
    assert "time-limit-s would decide it" in said[0]
    assert said[1].startswith("Undetermined: whether Nagi Motor gains before money (-146.0 (-146.0 to 5.0)")
    # equal parts of −10 to 90: −5 to 45; nagi is paid (576.5 + 146) / 2, or 576.5 + 5 at most by one plan and
    # (576.5 − 5) / 2 at least by another: who pays is sure, how much is not
    assert not any("who pays whom" in line for line in said)
    leaf = leaf_of(made, dollars)
    assert leaf.sentence.startswith("Whether “A Hoku pickup on the Nagi frame built at Delta” pays is open")


def test_nobody_is_told_to_sign_a_yardstick(advice: Advice, dollars: Money) -> None:
    merged = replace(advice["suv_at_delta"], kind="merger")
    made = sheet(replace(advice, advised=(merged,)), "suv_at_delta")
    said = leaf_of(made, dollars).sentence
    assert said.startswith(
        "“The Hoku SUV built at Delta” brings 629.0 ±0 m USD present value; a yardstick, not "
    )


def test_a_partner_s_page_holds_none_of_our_figures(advice: Advice, dollars: Money) -> None:
    leaf = leaf_of(sheet(advice, "pickup_at_delta", "nagi", "partner"), dollars)
    for text in (leaf_page(leaf), leaf_markdown(leaf)):
        for kept in ("430.5", "146.0", "215.3", "361.3", "2,433", "6,021", "629.0", "573.0", "▲", "◆"):
            assert kept not in text
        assert "576.5" in text
    assert (
        leaf.sentence == "Nagi Motor proposes “A Hoku pickup on the Nagi frame built at Delta” to Hoku Motor."
    )
    assert leaf.mark == ""


def test_the_same_sheet_twice_is_the_same_text(advice: Advice, dollars: Money) -> None:
    once, again = (leaf_of(sheet(advice, "suv_at_delta"), dollars) for _ in range(2))
    assert leaf_page(once) == leaf_page(again)
    assert leaf_markdown(once) == leaf_markdown(again)


@pytest.mark.parametrize("agreement", ["pickup_at_delta", "suv_at_delta", "suv_at_harima"])
def test_every_figure_of_every_grid_opens(advice: Advice, dollars: Money, agreement: str) -> None:
    leaf = leaf_of(sheet(advice, agreement, "hoku"), dollars)
    cells = [cell for s in leaf.sections for g in s.grids for row in g.rows for cell in row if cell.number]
    assert len(cells) > 10
    assert [cell for cell in cells if cell.text and not any(b.startswith("How: ") for b in cell.behind)] == []


def test_where_the_others_have_given_terms_nobody_is_said_to_split_equally(
    advice: Advice, dollars: Money
) -> None:
    suv = advice["suv_at_delta"]
    given = replace(suv, gains={"nagi": suv.gains["nagi"]}, corridor=None)
    leaf = leaf_of(sheet(replace(advice, advised=(given,)), "suv_at_delta", "nagi"), dollars)
    assert leaf.numbers[1].label == "to Nagi Motor at the given terms"

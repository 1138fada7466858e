from __future__ import annotations

from dataclasses import replace

from teikei.deals.advice import Advice
from teikei.deals.sheet import sheet
from teikei.report.money import Money
from teikei.report.names import Names
from teikei.report.sheet_drawings import drawing_of_gains, drawing_of_inputs, drawing_of_intervals


def test_the_drawings_hold_the_printed_figures(advice: Advice, dollars: Money) -> None:
    made, names = sheet(advice, "pickup_at_delta"), Names(advice.case)
    assert "576.5 → 215.3" in drawing_of_gains(made, dollars, names)
    drawn = drawing_of_intervals(made, dollars, names)
    assert "-7.0 to 516.0" in drawn
    assert "430.5 ±0" in drawn
    inputs = drawing_of_inputs(made, dollars, names)
    assert "450.5 … -7.0" in inputs
    assert "turns between 1,150 m USD and 1,200 m USD" in inputs
    assert inputs.count('class="solid"') == 3


def test_nothing_to_draw(advice: Advice, dollars: Money) -> None:
    found = replace(advice["pickup_at_delta"], sweep=None)
    made = sheet(replace(advice, advised=(found,)), "pickup_at_delta")
    assert drawing_of_inputs(made, dollars, Names(advice.case)) == ""
    partner = sheet(advice, "pickup_at_delta", "nagi", "partner")
    assert 'class="solid"' not in drawing_of_gains(partner, dollars, Names(advice.case))

from __future__ import annotations

from teikei.deals.advice import Advice
from teikei.deals.sheet import sheet
from teikei.report.money import Money
from teikei.report.names import Names
from teikei.report.sheet_rests import rests_section


def test_inputs_with_their_ends_their_break_even_and_their_source(advice: Advice, dollars: Money) -> None:
    section = rests_section(sheet(advice, "pickup_at_delta"), dollars, Names(advice.case))
    inputs, rows = section.grids
    first = [cell.text for cell in inputs.rows[0]]
    assert first[0] == "tooling cost of Hoku pickup, Delta"
    # tooling at 50: 20 a year less for two years / 2: 430.5 + 20 = 450.5; at 2,000 the deal is not used: −7
    assert first[2:4] == ["450.5", "-7.0"]
    assert first[4] == "between 1,150 m USD and 1,200 m USD"
    assert first[5:] == ["assumption", "Invented for teaching"]
    assert len({row[0].text for row in rows.rows}) == len(rows.rows)
    assert any(row[0].text.startswith("grants.csv:2") for row in rows.rows)


def test_a_partner_sees_inputs_without_our_surplus(advice: Advice, dollars: Money) -> None:
    section = rests_section(sheet(advice, "pickup_at_delta", "nagi", "partner"), dollars, Names(advice.case))
    assert section.grids[0].heads == ("input", "low, now, high; or now", "known as", "source")
    assert section.drawings == ()

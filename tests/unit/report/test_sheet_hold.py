from __future__ import annotations

from dataclasses import replace

from teikei.deals.advice import Advice
from teikei.deals.sheet import sheet
from teikei.deals.verdict import Verdict
from teikei.report.money import Money
from teikei.report.names import Names
from teikei.report.sheet_hold import COLOURS, alternatives_section, hold_section, market_words, screen_section


def test_who_stays_and_who_wants_the_same_plant(advice: Advice, dollars: Money) -> None:
    lines = hold_section(sheet(advice, "pickup_at_delta"), dollars, Names(advice.case)).lines
    assert lines[0] == (
        "At equal parts nobody would rather be without it (Nagi Motor 215.3 ±0; Hoku Motor 215.3 ±0 m USD)."
    )
    assert "“The Hoku SUV built at Delta” (Nagi Motor, Hoku Motor), 629.0 ±0 m USD" in lines[-1]
    lines = hold_section(sheet(advice, "suv_at_harima"), dollars, Names(advice.case)).lines
    assert lines[0].startswith("The parties together gain nothing by it")


def test_a_rival_with_another_partner_that_is_worth_more(advice: Advice, dollars: Money) -> None:
    suv = replace(advice["suv_at_delta"], parties=("nagi", "third"))
    other = replace(advice, advised=(advice["pickup_at_delta"], suv))
    lines = hold_section(sheet(other, "pickup_at_delta"), dollars, Names(advice.case)).lines
    assert "is worth more alone, so a partner may rather have it" in lines[-1]


def test_a_screen_never_says_legal(advice: Advice) -> None:
    made = sheet(advice, "pickup_at_delta")
    section = screen_section(made, Names(advice.case))
    assert section.lines[0] == "Amber: ask counsel."
    assert COLOURS["green"] == "Green: no listed threshold crossed; not legal advice."
    assert not any(" is legal" in line for line in section.lines)


def test_the_market_of_a_screen_is_printed_by_its_name(advice: Advice) -> None:
    names = Names(advice.case)
    assert market_words("compact_suv in us", names) == "compact SUV, United States"
    assert market_words("dc_charging", names) == "dc charging"
    said = " ".join(screen_section(sheet(advice, "suv_at_delta"), names).lines)
    assert "What decided: compact SUV, United States: " in said


def test_alternatives_with_their_reason(advice: Advice, dollars: Money) -> None:
    section = alternatives_section(sheet(advice, "suv_at_delta"), dollars, Names(advice.case))
    rows = {row[0].text: (row[2].text, row[4].text) for row in section.grids[0].rows}
    assert rows["The Nagi SUV built at Harima"] == ("rejected", "less")
    # 430.5 against 629
    assert rows["A Hoku pickup on the Nagi frame built at Delta"] == ("depends", "less")
    assert section.lines == ()
    only = replace(advice, advised=(advice["suv_at_delta"],))
    said = alternatives_section(sheet(only, "suv_at_delta"), dollars, Names(advice.case))
    assert said.grids == ()
    assert "None was valued beside it" in said.lines[0]


def test_what_is_better_than_a_rejected_deal_does_not_fall_short(advice: Advice, dollars: Money) -> None:
    section = alternatives_section(sheet(advice, "suv_at_harima"), dollars, Names(advice.case))
    # 629 and 430.5 against −7
    assert section.lines[0] == (
        "More than this one, alone on today's book: “A Hoku pickup on the Nagi frame built at Delta” (Nagi "
        "Motor, Hoku Motor), 430.5 ±0 m USD, depends."
    )
    assert "“The Hoku SUV built at Delta” (Nagi Motor, Hoku Motor), 629.0 ±0 m USD" in section.lines[1]
    assert section.grids == ()
    # one that is better and rejected for another reason says so
    pickup = replace(advice["pickup_at_delta"], verdict=Verdict("rejected", "barred"))
    barred = replace(advice, advised=(pickup, advice["suv_at_harima"]))
    section = alternatives_section(sheet(barred, "suv_at_harima"), dollars, Names(advice.case))
    assert [row[4].text for row in section.grids[0].rows] == ["more"]
    open_one = replace(pickup, surplus_m=(-20.0, 90.0), verdict=Verdict("undetermined", "open"))
    section = alternatives_section(
        sheet(replace(advice, advised=(open_one, advice["suv_at_harima"])), "suv_at_harima"),
        dollars,
        Names(advice.case),
    )
    assert [row[4].text for row in section.grids[0].rows] == ["as much, or open"]


def test_firms_of_a_screen_are_printed_by_their_names(advice: Advice) -> None:
    found = sheet(advice, "suv_at_delta")
    made = replace(found, screen=replace(found.screen, number="shares of hoku are missing"))
    assert "shares of Hoku Motor are missing" in " ".join(screen_section(made, Names(advice.case)).lines)

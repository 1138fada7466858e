"""Figures by hand in tests/unit/deals/test_board.py and test_agenda.py."""

from __future__ import annotations

from dataclasses import replace

import pytest

from teikei.deals.advice import Advice
from teikei.deals.agenda import Payment, agenda
from teikei.report.board_money import AFTER, BEFORE, Year, deals_table
from teikei.report.board_tables import board_tables
from teikei.report.money import Money
from teikei.report.names import Names
from teikei.report.tables import Table


def tables(advice: Advice, money: Money, *, april: bool = False) -> dict[str, Table]:
    listed = agenda(advice, None)
    return {t.name: t for t in board_tables(listed, money, Names(advice.case), Year(april), None)}


def test_money_year_by_year_in_the_printed_currency(advice: Advice, yen: Money) -> None:
    made = tables(advice, yen)
    rows = {row[:2]: row[2:] for row in made["profit_by_firm"].rows}
    assert rows["Hoku Motor", BEFORE] == pytest.approx((0.0, -175.0, 38_525.0, 56_525.0))
    # less 106 a year in force
    assert rows["Hoku Motor", AFTER] == pytest.approx((0.0, -16_075.0, 22_625.0, 40_625.0))
    assert rows["Hoku Motor", "without it"] == pytest.approx((696.0 * 150,) * 4)
    cash = {row[:2]: row[2:] for row in made["cash_by_firm"].rows}
    assert cash["Hoku Motor", "summed up, after payments"][-1] == pytest.approx((542.5 - 318.0) * 150)


def test_fiscal_years_are_named_and_said(advice: Advice, dollars: Money) -> None:
    made = tables(advice, dollars, april=True)
    heads = [c.words for c in made["profit_by_firm"].columns]
    assert heads[2:] == ["FY2026", "FY2027", "FY2028", "FY2029", "FY2030"]
    assert "three quarters of one calendar year" in made["profit_by_firm"].caption
    # FY2026 holds January to March of 2027 only, FY2030 April to December of 2030
    assert "of the first a quarter is planned, of the last three quarters" in made["profit_by_firm"].caption
    rows = {row[:2]: row[2:] for row in made["profit_by_firm"].rows}
    assert rows["Hoku Motor", "without it"] == pytest.approx((174.0, 696.0, 696.0, 696.0, 522.0))
    first = made["funding"].rows[0]
    assert first[1] == tables(advice, dollars)["funding"].rows[0][1] == pytest.approx(-155.0)  # no less money
    assert first[2:] == ("FY2028", "FY2029")


def test_cash_says_what_is_paid_whole_and_profit_does_not(advice: Advice, dollars: Money) -> None:
    made = tables(advice, dollars)
    for name in ("cash_by_firm", "cash_by_agreement", "funding"):
        assert "is paid whole" in made[name].caption
    assert "is paid whole" not in made["profit_by_agreement"].caption


def test_payments_and_gains_add_up(advice: Advice, dollars: Money) -> None:
    made = tables(advice, dollars)
    rows = {row[:2]: row[2:] for row in made["payments"].rows}
    deal = "The Hoku SUV built at Delta"
    assert rows[deal, "Hoku Motor"] == (pytest.approx(318.0), pytest.approx(106.0), "2028–2030")
    assert rows["all of the list", "Nagi Motor"][0] == pytest.approx(-318.0)
    gains = {row[0]: row[1:] for row in made["gains"].rows}
    assert gains["Hoku Motor"] == pytest.approx((632.5, 318.0, 314.5))
    assert gains["all planning firms"] == pytest.approx((629.0, 0.0, 629.0))


def test_a_bundle_has_one_line_of_payments(advice: Advice, dollars: Money) -> None:
    listed = agenda(replace(advice, focal="hoku"), None)
    bundle = Payment(("suv_at_delta", "pickup_at_delta"), {"hoku": 9.0, "nagi": -9.0}, 2028, 2030)
    made = deals_table(replace(listed, payments=(bundle,)), dollars, Names(advice.case), Year(), "profit")
    assert made.rows[-1][1] == "Hoku Motor, payments of one contract"
    assert " + " in str(made.rows[-1][0])
    assert made.rows[-1][2:] == pytest.approx((0.0, -3.0, -3.0, -3.0))
    own = {row[1]: row[2:] for row in made.rows[:-1]}
    assert own["Hoku Motor, after payments"] == own["Hoku Motor, before payments"]


def test_the_firm_of_the_paper_comes_first(advice: Advice, dollars: Money) -> None:
    for firm, name in (("hoku", "Hoku Motor"), ("nagi", "Nagi Motor")):
        made = tables(replace(advice, focal=firm), dollars)
        assert {made[t].rows[0][0] for t in ("gains", "profit_by_firm", "cash_by_firm")} == {name}
        assert made["funding"].rows[1][0] == f"the list, {name}, after payments"

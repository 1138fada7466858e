"""Figures by hand in tests/unit/deals/test_board.py."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from teikei.base.errors import UsageError
from teikei.deals.advice import Advice
from teikei.deals.board import Signs
from teikei.deals.terms import Corridor
from teikei.report.board_tables import Year, board_tables
from teikei.report.money import Money
from teikei.report.names import Names
from teikei.report.tables import Table

SIGNS = Signs(("free", "shut"), {"suv_at_delta": {"free": (301.0, 301.0), "shut": None}})


def tables(
    advice: Advice, money: Money, *, april: bool = False, signs: Signs | None = None
) -> dict[str, Table]:
    return {t.name: t for t in board_tables(advice, money, Names(advice.case), Year(april), signs)}


def test_the_portfolio_with_its_fees(advice: Advice, dollars: Money) -> None:
    (row,) = tables(advice, dollars)["portfolio"].rows
    assert row[:2] == ("The Hoku SUV built at Delta", "Nagi Motor, Hoku Motor")
    # hoku 632.5, nagi −3.5: half of both is 318; 629 over four years
    assert row[2:5] == pytest.approx((629.0, 629.0, 157.25))
    assert row[5:7] == ("Hoku Motor", "Nagi Motor")
    assert row[7:] == pytest.approx((3.5, 318.0, 632.5))


def test_a_fee_below_zero_names_the_other_payer(advice: Advice, dollars: Money) -> None:
    suv = advice["suv_at_delta"]
    glad = replace(suv, corridor=Corridor("nagi", "hoku", -12.0, -6.0, -3.0, -1.5, -100.0, -50.0))
    (row,) = tables(replace(advice, advised=(glad,)), dollars)["portfolio"].rows
    assert row[5:] == ("Nagi Motor", "Hoku Motor", 6.0, 9.0, 12.0)


def test_money_year_by_year_in_the_printed_currency(advice: Advice, yen: Money) -> None:
    made = tables(advice, yen)
    rows = {row[:2]: row[2:] for row in made["profit_by_firm"].rows}
    assert rows["Hoku Motor", "change"] == pytest.approx((0.0, -175.0, 38_525.0, 56_525.0))
    assert rows["Hoku Motor", "without it"] == pytest.approx((696.0 * 150,) * 4)
    cash = {row[:2]: row[2:] for row in made["cash_by_firm"].rows}
    assert cash["Hoku Motor", "summed up"][-1] == pytest.approx(542.5 * 150)


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
    assert first[1] == pytest.approx(-83.25)
    assert first[2:] == ("FY2028", "FY2029")


def test_cash_says_what_is_paid_whole_and_profit_does_not(advice: Advice, dollars: Money) -> None:
    made = tables(advice, dollars)
    for name in ("cash_by_firm", "cash_by_agreement", "funding"):
        assert "is paid whole" in made[name].caption
    assert "is paid whole" not in made["profit_by_agreement"].caption


def test_signs_and_what_they_mean(advice: Advice, dollars: Money) -> None:
    (row,) = tables(advice, dollars, signs=SIGNS)["futures"].rows
    assert row == ("The Hoku SUV built at Delta", "▲ pays 629.0", "▲ pays 301.0", "no plan")
    # ε is 1 m a year: 4 m over four years
    open_one = Signs(("free",), {"suv_at_delta": {"free": (3.0, 5.0)}})
    (row,) = tables(advice, dollars, signs=open_one)["futures"].rows
    assert row[2] == "■ open 4.0"
    low = Signs(("free",), {"suv_at_delta": {"free": (3.0, 4.0)}})
    (row,) = tables(advice, dollars, signs=low)["futures"].rows
    assert row[2].startswith("▼")


def test_a_run_without_cash_has_no_tables_of_it(advice: Advice, dollars: Money) -> None:
    assert "funding" not in tables(replace(advice, cash=pl.DataFrame()), dollars)


def test_an_empty_portfolio_is_refused(advice: Advice, dollars: Money) -> None:
    with pytest.raises(UsageError, match="nothing to sign"):
        tables(replace(advice, signed_together=()), dollars)


def test_a_unit_of_many_columns_stands_once_in_the_caption(advice: Advice, yen: Money) -> None:
    made = tables(advice, yen, signs=SIGNS)
    for name in ("profit_by_firm", "profit_by_agreement", "cash_by_firm", "cash_by_agreement"):
        assert [c.head for c in made[name].columns[2:]][-3:] == ["2028", "2029", "2030"]
    assert not [c.head for t in made.values() for c in t.columns if "[" in c.head]
    for name in ("portfolio", "profit_by_firm", "cash_by_agreement", "funding", "inputs", "futures"):
        assert "m JPY" in made[name].caption
    assert all(c.words for t in made.values() for c in t.columns)

"""Figures by hand in tests/unit/deals/test_board.py."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from tests.cases.edits import added
from tests.cases.three_makers import three_makers

from teikei.base.errors import UsageError
from teikei.deals.advice import Advice
from teikei.deals.advise import advise
from teikei.deals.agenda import agenda
from teikei.deals.board import Signs
from teikei.deals.terms import Corridor
from teikei.report.board_money import Year
from teikei.report.board_tables import board_tables
from teikei.report.money import Money
from teikei.report.names import Names
from teikei.report.tables import Table

SIGNS = Signs(("free", "shut"), {"suv_at_delta": {"free": (301.0, 301.0), "shut": None}})


def tables(
    advice: Advice, money: Money, *, april: bool = False, signs: Signs | None = None
) -> dict[str, Table]:
    listed = agenda(advice, None)
    return {t.name: t for t in board_tables(listed, money, Names(advice.case), Year(april), signs)}


def test_the_portfolio_with_its_fees(advice: Advice, dollars: Money) -> None:
    (row,) = tables(advice, dollars)["portfolio"].rows
    assert row[:2] == ("The Hoku SUV built at Delta", "Nagi Motor, Hoku Motor")
    # hoku 632.5, nagi −3.5: half of both is 318; 629 over four years
    assert row[2] == "recommended"
    assert row[3:6] == pytest.approx((629.0, 629.0, 157.25))
    assert row[6:8] == ("Hoku Motor", "Nagi Motor")
    assert row[8:] == pytest.approx((3.5, 318.0, 632.5))


def test_a_fee_below_zero_names_the_other_payer(advice: Advice, dollars: Money) -> None:
    suv = advice["suv_at_delta"]
    glad = replace(suv, corridor=Corridor("nagi", "hoku", -12.0, -6.0, -3.0, -1.5, -100.0, -50.0))
    (row,) = tables(replace(advice, advised=(glad,)), dollars)["portfolio"].rows
    assert row[6:] == ("Nagi Motor", "Hoku Motor", 6.0, 9.0, 12.0)


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
        agenda(replace(advice, signed_together=()), None)


def test_a_unit_of_many_columns_stands_once_in_the_caption(advice: Advice, yen: Money) -> None:
    case = added(
        advice.case, "scenarios", {"scenario": "free", "title": "f"}, {"scenario": "shut", "title": "s"}
    )
    made = tables(replace(advice, case=case), yen, signs=SIGNS)
    for name in ("profit_by_firm", "profit_by_agreement", "cash_by_firm", "cash_by_agreement"):
        assert [c.head for c in made[name].columns[2:]][-3:] == ["2028", "2029", "2030"]
    assert not [c.head for t in made.values() for c in t.columns if "[" in c.head]
    for name in ("portfolio", "profit_by_firm", "cash_by_agreement", "funding", "inputs", "futures"):
        assert "m JPY" in made[name].caption
    assert all(c.words for t in made.values() for c in t.columns)


def test_others_deals_are_not_to_be_signed(dollars: Money) -> None:
    pair = ("suv_at_delta", "k_suv_at_delta")
    both = replace(advise(three_makers(), pair), signed_together=pair, focal="hoku")
    made = tables(both, dollars)
    assert len(made["portfolio"].rows) == 1
    (row,) = made["others"].rows
    assert row[1] == "Nagi Motor, Kita"
    # kita's SUV alone takes nothing from hoku: 189 to all
    assert row[2:] == pytest.approx((189.0, 0.0))


def test_a_future_prints_its_own_rate(advice: Advice, yen: Money) -> None:
    strong = {"scenario": "strong", "title": "Strong yen"}
    case = added(advice.case, "scenarios", strong)
    edit = {"scenario": "strong", "table_name": "fx", "where": "currency=JPY", "operation": "scale"}
    case = added(case, "edits", edit | {"column_name": "units_per_case_currency", "value": "0.8"})
    signs = Signs(("strong",), {"suv_at_delta": {"strong": (100.0, 100.0)}})
    made = tables(replace(advice, case=case), yen, signs=signs)["futures"]
    # 150 × 0.8 = 120 yen
    assert made.rows[0][1:] == ("▲ pays 94,350", "▲ pays 12,000")
    assert "“Strong yen” at 120.00, else 150.00" in made.caption

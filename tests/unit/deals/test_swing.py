from __future__ import annotations

import polars as pl
import pytest

from teikei.agreements.book import Book
from teikei.case.read import read_case
from teikei.case.scenario import Scenario
from teikei.deals.swing import Swing, largest_swing, laws_ending
from teikei.deals.yearly import accounts_beside
from teikei.plan.optimise import Memory, plan


def rows(*cells: tuple[str, str, int, float]) -> pl.DataFrame:
    return pl.DataFrame(cells, schema=["firm", "account", "year", "without_m"], orient="row")


def test_the_year_and_the_account_that_moves_most_the_same_way() -> None:
    # hoku 10 − 2, 12 − 9, 20 − 9: 8, 3, 11; the fall of 5 is less than the rise of 8
    yearly = rows(
        ("hoku", "revenue", 2027, 10.0),
        ("hoku", "revenue", 2028, 12.0),
        ("hoku", "revenue", 2029, 20.0),
        ("hoku", "duty", 2027, -2.0),
        ("hoku", "duty", 2028, -9.0),
        ("hoku", "duty", 2029, -9.0),
        ("nagi", "revenue", 2027, 100.0),
        ("nagi", "revenue", 2028, 50.0),
    )
    assert largest_swing(yearly, "hoku") == Swing("hoku", 2028, (3.0, 11.0), "margin", (12.0, 20.0))
    fall = largest_swing(yearly.filter(pl.col("year") < 2029), "hoku")
    assert fall == Swing("hoku", 2027, (8.0, 3.0), "duty", (-2.0, -9.0))
    assert largest_swing(yearly) == Swing("nagi", 2027, (100.0, 50.0), "margin", (100.0, 50.0))
    assert largest_swing(rows(("hoku", "duty", 2027, 1.0), ("hoku", "duty", 2028, 1.5))) is None
    assert largest_swing(yearly.clear()) is None


def test_the_offset_for_us_parts_ends_in_the_flagship_and_may_be_prolonged() -> None:
    """The figures of docs/how/stand_alone.md."""
    case, memory = read_case("nissan_2025"), Memory()
    made = plan(case, None, Book.today(case), memory=memory)
    swing = largest_swing(accounts_beside(made, made), "honda")
    assert swing is not None
    assert (swing.year, swing.account) == (2030, "parts_duty")
    assert swing.profit_m == pytest.approx((449, -1038), abs=1)
    assert swing.account_m == pytest.approx((-588, -1852), abs=1)
    assert laws_ending(case, swing) == ("import adjustment offset (us, 2030-10-31)",)
    nissan = largest_swing(accounts_beside(made, made), "nissan")
    assert nissan is not None
    assert (nissan.year, nissan.account) == (2030, "parts_duty")
    assert nissan.account_m == pytest.approx((-485, -1237), abs=1)
    prolonged = Scenario.named(case, "offset_prolonged")(case)
    kept = plan(prolonged, None, Book.today(prolonged), memory=memory)
    for firm, without, with_it in (("honda", -951, 3980), ("nissan", -12183, -9193)):
        assert made.profit(firm) == pytest.approx(without, abs=1)
        assert kept.profit(firm) == pytest.approx(with_it, abs=1)

"""Figures of two_makers year by year; the arithmetic of the SUV at Delta stands in tests/cases."""

from __future__ import annotations

import polars as pl
import pytest
from tests.cases.edits import two_makers

from teikei.deals.worth import Surplus, surplus
from teikei.deals.yearly import (
    accounts_beside,
    accounts_moved,
    cash_beside,
    cash_moved,
    plants_beside,
    plants_moved,
)


@pytest.fixture(scope="module")
def suv() -> Surplus:
    return surplus(two_makers(), "suv_at_delta")


def amounts(frame: pl.DataFrame, firm: str, account: str, column: str = "change_m") -> dict[int, float]:
    mine = frame.filter(pl.col("firm") == firm, pl.col("account") == account)
    return dict(mine.select("year", column).iter_rows())


def test_accounts_that_move_and_no_others(suv: Surplus) -> None:
    moved = accounts_moved(suv.with_plan, suv.without_plan)
    # tooling 150 / 5 = 30 a year from 2029; signing 4 over three years, halved; running 1 a year, halved
    assert amounts(moved, "hoku", "tooling") == pytest.approx({2029: -30.0, 2030: -30.0})
    assert amounts(moved, "nagi", "running") == pytest.approx({2028: -0.5, 2029: -0.5, 2030: -0.5})
    # 2029: 60,000 cars to the us less 40,000 at harima: 20,000 pay no 3,600 of duty; 2030: all 60,000
    assert amounts(moved, "hoku", "duty") == pytest.approx({2029: 72.0, 2030: 216.0})
    assert "overhead" not in moved["account"].to_list()
    # the sum of all years is the surplus, for there is no discounting
    assert moved["change_m"].sum() == pytest.approx(629.0)


def test_both_plans_beside_each_other(suv: Surplus) -> None:
    both = accounts_beside(suv.with_plan, suv.without_plan)
    assert amounts(both, "nagi", "overhead", "with_m") == pytest.approx(
        dict.fromkeys(range(2027, 2031), -100.0)
    )
    assert amounts(both, "hoku", "tooling", "without_m") == {2029: 0.0, 2030: 0.0}
    assert both["without_m"].sum() == pytest.approx(6864.0)
    assert both["with_m"].sum() == pytest.approx(6864.0 + 629.0)


def test_plants(suv: Surplus) -> None:
    moved = plants_moved(suv.with_plan, suv.without_plan)
    delta = moved.filter(pl.col("plant") == "delta").drop("plant").rows()
    # nagi builds 160,000; guests add 40,000 and 80,000
    assert [row[:3] for row in delta] == [
        (2027, 160_000.0, 160_000.0),
        (2028, 160_000.0, 160_000.0),
        (2029, 160_000.0, 200_000.0),
        (2030, 160_000.0, 240_000.0),
    ]
    same = plants_moved(suv.without_plan, suv.without_plan)
    assert same.height == 0
    assert plants_beside(suv.without_plan, suv.without_plan).height == 2 * 4


def test_cash_is_spent_when_it_is_spent(suv: Surplus) -> None:
    both = cash_beside(suv.with_plan, suv.without_plan)
    hoku = {row["year"]: row for row in both.filter(pl.col("firm") == "hoku").iter_rows(named=True)}
    # 2028: tooling 150, half of signing 4, half of running 1; then 288 and 408 less half of running
    changes = {year: row["change_m"] for year, row in hoku.items()}
    assert changes == pytest.approx({2027: 0.0, 2028: -152.5, 2029: 287.5, 2030: 407.5})
    assert hoku[2027]["without_m"] == pytest.approx(696.0)
    assert cash_moved(suv.without_plan, suv.without_plan).height == 0
    assert cash_moved(suv.with_plan, suv.without_plan)["firm"].unique().sort().to_list() == ["hoku", "nagi"]

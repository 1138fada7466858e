from __future__ import annotations

import polars as pl
import pytest
from tests.cases.edits import two_makers

from teikei.deals.changes import (
    ACCOUNT_WORDS,
    diverted,
    driver,
    flows_moved,
    made_of,
    money_moved,
    without_it,
)
from teikei.deals.worth import Surplus, surplus


@pytest.fixture(scope="module")
def pickup() -> Surplus:
    return surplus(two_makers(), "pickup_at_delta")


@pytest.fixture(scope="module")
def suv() -> Surplus:
    return surplus(two_makers(), "suv_at_delta")


def test_flows_that_move_as_yearly_means(suv: Surplus) -> None:
    moved = {
        (r["model"], r["plant"]): r["change_units_per_year"] for r in flows_moved(suv).iter_rows(named=True)
    }
    # delta +(40,000 + 80,000) / 4; harima for the us -(20,000 + 60,000) / 4; japan stays
    assert moved == pytest.approx({("h_suv", "delta"): 30_000.0, ("h_suv", "harima"): -20_000.0})


def test_money_that_moves_sums_to_the_surplus(pickup: Surplus, suv: Surplus) -> None:
    for found in (pickup, suv):
        money = money_moved(found)
        assert money["present_value_m"].sum() == pytest.approx(found.alone[0])
        assert set(money["account"].to_list()) <= set(ACCOUNT_WORDS)
    by = dict(money_moved(suv).iter_rows())
    # 80,000 cars fewer pay 3,600 of duty
    assert by["duty"] == pytest.approx(80_000 * 3_600 / 1e6)
    assert by["tooling"] == pytest.approx(-60.0)
    # 40,000 more cars are sold at 30,000
    assert by["revenue"] == pytest.approx(1_200.0)


def test_cars_diverted_from_the_partner(pickup: Surplus, suv: Surplus) -> None:
    (row,) = diverted(pickup).iter_rows(named=True)
    assert (row["from_model"], row["firm"], row["to_model"]) == ("n_pickup", "nagi", "h_pickup")
    assert row["units_per_year"] == pytest.approx(15_000 / 4)
    assert diverted(suv).height == 0


def test_what_it_is_made_of_in_words(suv: Surplus) -> None:
    text = driver(suv)
    # 80,000 * 3,600; freight 80,000 * 1,000 - 120,000 * 500; tooling 60
    assert "288 m duty" in text
    assert "20 m freight" in text
    assert "60 m tooling" in text
    assert driver(surplus(two_makers(), "suv_at_harima")) != ""


def test_what_each_does_without_it(pickup: Surplus, suv: Surplus) -> None:
    assert without_it(pickup, "hoku") == "does not offer h_pickup" or "h_pickup" in without_it(pickup, "hoku")
    assert "h_suv at harima" in without_it(suv, "hoku")
    assert without_it(suv, "nagi") != ""


def test_a_host_of_an_outsiders_cars_has_a_conversion_cost_and_no_margin() -> None:
    def words(rows: list[tuple[str, float]]) -> str:
        return made_of(pl.DataFrame(rows, schema=["account", "present_value_m"], orient="row"))

    assert words([("fees", 825.0), ("conversion", -655.0)]) == "adds 825 m given fees, costs 655 m conversion"
    sold = [("revenue", 900.0), ("conversion", -655.0)]
    assert words(sold) == "adds 245 m margin before trade"


def test_what_goes_by_the_name_of_other_is_small() -> None:
    rows = [
        ("freight", -227.0),
        ("tooling", -171.0),
        ("overtime", -158.0),
        ("running", -19.0),
        ("signing", -16.0),
    ]
    text = made_of(pl.DataFrame(rows, schema=["account", "present_value_m"], orient="row"))
    # of 591 two named leave 193, three 35, which is less than a tenth
    assert text == "costs 227 m freight, 171 m tooling, 158 m overtime and 35 m other"


def test_without_it_is_what_the_best_plan_does(suv: Surplus) -> None:
    # harima builds 100,000 SUVs in each of the four years
    assert without_it(suv, "hoku") == "builds h_suv at harima (100,000 a year)"

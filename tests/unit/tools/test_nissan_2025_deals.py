"""Deals of the flagship, by hand: whose sales a launch takes, what contracts reserve, scale of parts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tools.build_cases.facts import Facts
from tools.build_cases.nissan_2025.deals_market import Market, diversion_rows
from tools.build_cases.nissan_2025.deals_paper import Paper

Row = dict[str, Any]


def _model(name: str, status: str = "current", **more: object) -> Row:
    return {"model": name, "segment": "midsize_pickup", "status": status, **more}


def _demand(name: str, units: float, market: str = "us", **more: object) -> Row:
    row = {
        "model": name,
        "powertrain": "petrol",
        "market": market,
        "base_year": 2024,
        "units_per_year": units,
    }
    return row | more


@pytest.fixture
def facts(tmp_path: Path) -> Facts:
    """A segment of 100,000 in the US, the fee anchors, and 3 % a doubling."""
    world = tmp_path / "world"
    world.mkdir()
    (world / "segments.csv").write_text(
        "market,segment,period,units\nunited_states,midsize_pickup,cy2024,100000\n"
    )
    (world / "cost_facts.csv").write_text(
        "fact_id,value_low,value_central,value_high\ncontract_fee_mainstream,500,900,1500\n"
        "variable_cost_per_doubling,2,3,5\n"
    )
    return Facts(tmp_path)


@pytest.fixture
def market(facts: Facts) -> Market:
    rows: dict[str, list[Row]] = {
        "models": [_model("a"), _model("b"), _model("gone", last_year=2026), _model("new", "candidate")],
        "demand": [
            _demand("a", 20_000),
            _demand("b", 10_000, growth=0.1),
            _demand("gone", 5_000),
            _demand("new", 1),
        ],
        "variants": [
            {"model": "a", "powertrain": "petrol", "platform": "p", "status": "current"},
            {"model": "b", "powertrain": "petrol", "platform": "q", "status": "current"},
            {"model": "b", "powertrain": "petrol", "platform": "p", "status": "candidate"},
        ],
    }
    return Market(facts, rows)


def _shares(rows: list[Row]) -> dict[str, float]:
    return {row["to"]: row["share"] for row in rows}


def test_a_launch_takes_from_its_segment_by_units(market: Market) -> None:
    # 0.70 stays in the segment of 100,000: a 0.7 x 0.20 = 0.14, b 0.07; the rest 0.79 from outside.
    # 'gone' leaves before the plan and loses nothing.
    rows = diversion_rows(market, "new")
    assert _shares(rows) == pytest.approx({"a": 0.14, "b": 0.07, "outside": 0.79})
    # low 0.5 x 0.20 = 0.10, high 0.85 x 0.20 = 0.17
    assert (rows[0]["share_low"], rows[0]["share_high"]) == pytest.approx((0.10, 0.17))


def test_a_new_powertrain_takes_mostly_from_its_own_car(market: Market) -> None:
    # 0.75 from a, then the remaining 0.25 as above: a 0.75 + 0.25 x 0.14 = 0.785, b 0.0175, outside 0.1975
    rows = diversion_rows(market, "new", {"a": 0.75})
    assert _shares(rows) == pytest.approx({"a": 0.785, "b": 0.0175, "outside": 0.1975})


def test_announced_models_widen_the_published_segment(market: Market) -> None:
    # c is announced with 25,000: the segment is 125,000, so a loses 0.7 x 20/125 = 0.112
    market.add_models([_model("c", "announced")])
    market.add_demand([_demand("c", 25_000)])
    assert _shares(diversion_rows(market, "new"))["a"] == pytest.approx(0.112)


def test_shares_add_up_to_one_and_enclose_their_centre(market: Market) -> None:
    for base in ({}, {"a": 0.97}):
        rows = diversion_rows(market, "new", base)
        assert sum(row["share"] for row in rows) == pytest.approx(1.0, abs=1e-5)
        assert all(0 <= row["share_low"] <= row["share"] <= row["share_high"] <= 1 for row in rows)


def test_outside_the_us_the_segment_follows_from_the_share_of_the_six(market: Market) -> None:
    # 2,900 cars in Japan at an assumed 29 % of the market make a segment of 10,000
    market.add_demand([_demand("a", 2_900, "japan")])
    assert market.segment_total("midsize_pickup", "japan")[0] == pytest.approx(10_000)


def test_a_contract_reserves_the_peak_and_a_fifth(market: Market) -> None:
    # b grows 10 % a year from 10,000 in 2024 to 28,531 in 2035; x 1.2 = 34,237 -> 35,000. a is flat: 24,000.
    assert market.room(["b"]) == 35_000
    assert market.room(["a"]) == 24_000


def test_a_contract_guarantees_part_of_the_planned_volume(market: Market) -> None:
    # a 20,000 and b 10,000 in 2024: 0.7 of them is 21,000; of b alone 7,000; of new, one car, nothing
    assert market.planned(["a", "b"]) == 30_000
    assert market.committed(["a", "b"]) == 21_000
    assert market.committed(["b"]) == 7_000
    assert market.committed(["new"]) == 0


def test_parts_are_dearer_on_a_platform_of_less_volume(facts: Facts, market: Market) -> None:
    # p carries a (20,000), q carries b (10,000); the candidate b on p does not count. Twice the cars: 3 %.
    paper = Paper(facts, market)
    assert paper.weight_on("p", "q")[0] == pytest.approx(0.97)
    assert paper.weight_on("q", "p")[0] == pytest.approx(1 / 0.97, abs=1e-4)


def test_the_building_fee_carries_its_range(facts: Facts, market: Market) -> None:
    paper = Paper(facts, market)
    paper.building_fee("x", "guest", "host")
    (term,) = paper.rows["terms"]
    assert (term["amount_low"], term["amount"], term["amount_high"]) == (500, 900, 1500)
    assert (term["payer"], term["payee"], term["per"]) == ("guest", "host", "unit")


def test_a_model_without_demand_is_named(market: Market) -> None:
    with pytest.raises(LookupError, match=r"no demand of a diesel in us; there is: \['petrol in us'\]"):
        market.row("a", "diesel", "us")

from __future__ import annotations

import polars as pl
import pytest

from teikei.base.errors import CaseError
from teikei.industry.logistics import capital_rate, lanes

from .conftest import Build, tables


def trips(*rows: tuple[str, str, float]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["origin", "market", "volume_cbm"], orient="row")


def test_freight_grows_with_the_car_until_another_mode_is_cheaper(build: Build) -> None:
    # roro 80 a cubic metre: 14 × 80 = 1,120; 19 × 80 = 1,520 > 1,300 a container
    found = lanes(build(), trips(("japan", "us", 14.0), ("japan", "us", 19.0)))
    assert found["freight"].to_list() == pytest.approx([1_120.0, 1_300.0])
    assert found["mode"].to_list() == ["roro", "container"]
    assert found["transit_days"].to_list() == [36.5, 50.0]


def test_fixed_and_size_parts_add(build: Build) -> None:
    rows = [{"origin": "us", "destination": "us", "per_unit": 100.0, "per_cbm": 10.0, "transit_days": 1.0}]
    assert lanes(build(freight=rows), trips(("us", "us", 12.0)))["freight"].to_list() == [220.0]


def test_lane_in_another_currency_is_converted(build: Build) -> None:
    # 150,000 JPY at 150 = 1,000 USD, cheaper than 1,120
    lane = {"origin": "japan", "destination": "us", "mode": "own_ship", "per_unit": 150_000.0}
    case = build(add_freight=[lane | {"currency": "JPY", "transit_days": 20.0}])
    assert lanes(case, trips(("japan", "us", 14.0)))["freight"].to_list() == pytest.approx([1_000.0])


def test_of_two_lanes_at_one_cost_the_faster_is_taken(build: Build) -> None:
    lane = {"origin": "us", "destination": "us", "mode": "a_truck", "per_unit": 500.0, "transit_days": 4.0}
    found = lanes(build(add_freight=[lane]), trips(("us", "us", 14.0)))
    assert found["transit_days"].to_list() == [4.0]


def test_missing_lanes_are_all_named(build: Build) -> None:
    with pytest.raises(CaseError) as error:
        lanes(build(freight=tables()["freight"][:1]), trips(("japan", "us", 14.0), ("us", "eu", 14.0)))
    assert [f.where for f in error.value.faults] == ["freight.csv, japan to us", "freight.csv, us to eu"]


def test_capital_costs_the_discount_rate_unless_stated(build: Build) -> None:
    assert capital_rate(build()) == 0.08
    assert capital_rate(build({"inventory_rate": 0.0})) == 0.0

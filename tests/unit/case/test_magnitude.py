from __future__ import annotations

import pytest
from tests.cases.edits import added, changed, two_makers

from teikei.case.magnitude import (
    costs_are_plausible,
    flows_fit_plants,
    in_case_money,
    prices,
    prices_are_plausible,
)


def test_two_makers_is_plausible() -> None:
    for rule in (prices_are_plausible, costs_are_plausible, flows_fit_plants):
        assert list(rule(two_makers())) == []


def test_money_in_the_case_currency() -> None:
    case = added(two_makers(), "fx", {"currency": "JPY", "year": 2026, "units_per_case_currency": 150})
    case = changed(case, "demand", {"model": "n_suv"}, list_price=4_200_000.0, currency="JPY")
    assert dict(prices(case).iter_rows())["n_suv"] == pytest.approx(28_000.0)
    unknown = changed(two_makers(), "demand", {"model": "n_suv"}, currency="XXX")
    row = in_case_money(unknown, unknown["demand"], "list_price").to_dicts()
    assert next(r for r in row if r["model"] == "n_suv")["list_price"] is None


def test_prices() -> None:
    # thousands for units, yen for dollars
    for price in (28.0, 4_200_000.0):
        (fault,) = prices_are_plausible(changed(two_makers(), "demand", {"model": "n_suv"}, list_price=price))
        assert "'n_suv'" in fault.what
    # at the edges it holds
    edge = changed(two_makers(), "demand", {"model": "n_suv"}, list_price=500.0)
    assert list(prices_are_plausible(edge)) == []


def test_costs() -> None:
    (fault,) = costs_are_plausible(
        changed(two_makers(), "plants", {"plant": "delta"}, conversion_cost_per_unit=33_000.0)
    )
    assert "more than its dearest car" in fault.what
    (fault,) = costs_are_plausible(changed(two_makers(), "plants", {"plant": "delta"}, fixed_cost_m=30_000.0))
    assert "30 bn USD a year" in fault.what
    (fault,) = costs_are_plausible(
        changed(two_makers(), "variants", {"variant": "n_suv_petrol"}, parts_cost=2_800_000.0)
    )
    assert "100 times its price" in fault.what


def test_flows() -> None:
    lines = two_makers()["lines"].filter(two_makers()["lines"]["plant"] == "harima")
    most = float(lines["capacity_units_per_year"].sum())
    case = changed(two_makers(), "sourcing", {"plant": "harima", "market": "us"}, units=2.0 * most + 1.0)
    (fault,) = flows_fit_plants(case)
    assert "'harima' sends out" in fault.what

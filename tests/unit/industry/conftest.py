"""A small industry for landed costs: a car, a pickup; plants at home, abroad and in a neighbour."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from teikei.case.case import Case
from teikei.case.columns import frame_of
from teikei.case.settings import Settings
from teikei.industry.engines import Engine

Rows = list[dict[str, Any]]
Build = Callable[..., Case]

SETTINGS: dict[str, Any] = {
    "name": "border",
    "title": "Border",
    "currency": "USD",
    "price_year": 2025,
    "first_year": 2027,
    "last_year": 2028,
    "reviews": (2027,),
    "decision_date": dt.date(2026, 12, 1),
    "discount_rate": 0.08,
}

DEAL = dt.date(2025, 9, 16)
LEVY = dt.date(2025, 4, 3)
LONG_AGO = dt.date(2010, 1, 1)


def duty(origin: str, destination: str, customs_class: str, rate: float, **more: Any) -> dict[str, Any]:
    """A tariff row; base and valid since long ago unless said otherwise."""
    row = {"stacking": "base", "valid_from": LONG_AGO, "legal_basis": "MFN"}
    return (
        {"origin": origin, "destination": destination, "customs_class": customs_class, "rate": rate}
        | row
        | more
    )


def bare_engine(**more: float) -> Engine:
    """A litre without friction whose sweet power is 1.2 MPa · 0.001 m³ · 1000 / 120 = 10 kW."""
    given = {
        "displacement": 1e-3,
        "rated": 100e3,
        "indicated": 0.4,
        "friction_pressure": 0.0,
        "friction_slope": 0.0,
        "least_speed": 1000.0,
        "best_pressure": 1.2e6,
        "rich_from": 0.7,
        "rich_loss": 0.15,
    }
    return Engine(**(given | more))


def place(territory: str, currency: str = "USD", bloc: str = "") -> dict[str, Any]:
    return {
        "territory": territory,
        "name": territory,
        "latitude": 0.0,
        "longitude": 0.0,
        "currency": currency,
        "bloc": bloc,
    }


def trq(**more: Any) -> dict[str, Any]:
    """100,000 cars a year from japan into the us at 10 % instead of 15 %."""
    return {
        "rule": "trq",
        "origin": "japan",
        "destination": "us",
        "customs_class": "car",
        "regional_territories": "japan",
        "minimum_regional_share": 0.0,
        "rate_if_met": 0.10,
        "quota_units": 100_000.0,
        "valid_from": dt.date(2025, 6, 30),
    } | more


def tables() -> dict[str, Rows]:
    """Rows of the case; tests change what they are about."""
    plant = {"latitude": 0.0, "longitude": 0.0, "fixed_cost_m": 300.0}
    model = {"firm": "nissan", "segment": "compact_suv", "status": "current"}
    return {
        "firms": [
            {"firm": "nissan", "name": "N", "home_territory": "japan", "role": "plans", "overhead_m": 100.0},
            {"firm": "honda", "name": "H", "home_territory": "japan", "role": "plans"},
            {"firm": "byd", "name": "B", "home_territory": "china", "role": "outside"},
        ],
        "territories": [
            place("us", bloc="usmca_states"),
            place("mexico", "MXN", "usmca_states"),
            place("japan", "JPY"),
            place("china", "CNY"),
            place("eu", "EUR"),
        ],
        "fx": [
            {"currency": "JPY", "year": 2025, "units_per_case_currency": 150.0},
            {"currency": "EUR", "year": 2025, "units_per_case_currency": 0.8},
        ],
        "plants": [
            plant
            | {"plant": "canton", "name": "Canton", "territory": "us", "conversion_cost_per_unit": 3000.0},
            plant
            | {"plant": "civac", "name": "Civac", "territory": "mexico", "conversion_cost_per_unit": 1000.0},
            plant
            | {
                "plant": "kyushu",
                "name": "Kyushu",
                "territory": "japan",
                "conversion_cost_per_unit": 300_000.0,
                "fixed_cost_m": 15_000.0,
                "currency": "JPY",
            },
        ],
        "plant_owners": [
            {"plant": "canton", "firm": "nissan", "share": 0.5},
            {"plant": "canton", "firm": "honda", "share": 0.5},
            {"plant": "civac", "firm": "nissan", "share": 1.0},
            {"plant": "kyushu", "firm": "nissan", "share": 1.0},
        ],
        "lines": [
            {
                "line": "canton_1",
                "plant": "canton",
                "constructions": "unibody",
                "capacity_units_per_year": 2e5,
            },
            {"line": "canton_2", "plant": "canton", "constructions": "frame", "capacity_units_per_year": 1e5},
            {"line": "civac_1", "plant": "civac", "constructions": "unibody", "capacity_units_per_year": 2e5},
            {
                "line": "kyushu_1",
                "plant": "kyushu",
                "constructions": "unibody;frame",
                "capacity_units_per_year": 4e5,
            },
        ],
        "platforms": [
            {"platform": "cmf", "name": "CMF", "owners": "nissan", "construction": "unibody"},
            {"platform": "f_alpha", "name": "F", "owners": "nissan", "construction": "frame"},
        ],
        "models": [
            model
            | {"model": "rogue", "name": "Rogue", "customs_class": "car", "volume_cbm": 14.0}
            | {"customs_value_share": 0.8},
            model
            | {"model": "frontier", "name": "Frontier", "customs_class": "light_truck", "volume_cbm": 19.0},
            model
            | {"model": "atto", "name": "Atto", "customs_class": "car", "volume_cbm": 13.0, "firm": "byd"},
        ],
        "variants": [
            {
                "variant": "rogue_petrol",
                "model": "rogue",
                "platform": "cmf",
                "powertrain": "petrol",
                "parts_cost": 15_000.0,
            },
            {
                "variant": "rogue_electric",
                "model": "rogue",
                "platform": "cmf",
                "powertrain": "electric",
                "parts_cost": 3_000_000.0,
                "price_difference": 150_000.0,
                "currency": "JPY",
            },
            {
                "variant": "frontier_petrol",
                "model": "frontier",
                "platform": "f_alpha",
                "powertrain": "petrol",
                "parts_cost": 18_000.0,
            },
            {
                "variant": "atto_electric",
                "model": "atto",
                "platform": "cmf",
                "powertrain": "electric",
                "parts_cost": 1.0,
            },
        ],
        "demand": [
            demanded(
                "rogue", "petrol", "us", list_price=30_000.0, dealer_margin_share=0.10, incentive=2_000.0
            ),
            demanded("rogue", "electric", "us", list_price=40_000.0, dealer_margin_share=0.10, incentive=0.0),
            demanded(
                "frontier", "petrol", "us", list_price=40_000.0, dealer_margin_share=0.10, incentive=0.0
            ),
            demanded("atto", "electric", "us", list_price=20_000.0, dealer_margin_share=0.10, incentive=0.0),
        ],
        "tooling": [
            {"model": "rogue", "plant": "canton", "status": "tooled"},
            {"model": "rogue", "plant": "civac", "status": "possible", "extra_cost_per_unit": 50.0},
            {"model": "rogue", "plant": "kyushu", "status": "tooled"},
            {"model": "frontier", "plant": "canton", "status": "tooled"},
            {"model": "frontier", "plant": "civac", "status": "possible"},
            {"model": "frontier", "plant": "kyushu", "status": "possible"},
            {"model": "atto", "plant": "kyushu", "status": "possible"},
        ],
        "content": [
            {"model": "any", "plant": "canton", "territory": "us", "share_of_value": 0.6},
            {"model": "any", "plant": "canton", "territory": "japan", "share_of_value": 0.4},
            {"model": "any", "plant": "civac", "territory": "mexico", "share_of_value": 0.4},
            {"model": "any", "plant": "civac", "territory": "us", "share_of_value": 0.4},
            {"model": "any", "plant": "civac", "territory": "japan", "share_of_value": 0.2},
            {"model": "any", "plant": "kyushu", "territory": "japan", "share_of_value": 1.0},
        ],
        "tariffs": [
            duty("any", "us", "car", 0.025),
            duty("any", "us", "light_truck", 0.25),
            duty("japan", "us", "car", 0.25, stacking="add", valid_from=LEVY, valid_to=dt.date(2025, 9, 15)),
            duty("japan", "us", "car", 0.15, stacking="at_least", valid_from=DEAL, legal_basis="EO 14345"),
            duty(
                "japan",
                "us",
                "light_truck",
                0.15,
                stacking="at_least",
                valid_from=DEAL,
                legal_basis="EO 14345",
            ),
            duty("mexico", "us", "car", 0.25, stacking="add", valid_from=LEVY, legal_basis="Proc 10908"),
            duty(
                "mexico", "us", "light_truck", 0.25, stacking="add", valid_from=LEVY, legal_basis="Proc 10908"
            ),
            duty("any", "us", "parts", 0.15),
            duty("any", "mexico", "parts", 0.0),
            duty("us", "us", "parts", 0.0375, stacking="offset"),
        ],
        "origin_rules": [
            {
                "rule": "usmca",
                "origin": "usmca_states",
                "destination": "usmca_states",
                "customs_class": "car",
                "regional_territories": "us;mexico",
                "minimum_regional_share": 0.75,
                "rate_if_met": 0.0,
                "content_rate": 0.25,
                "content_territory": "us",
                "valid_from": LEVY,
                "legal_basis": "USMCA, Proc 10908(2)",
            }
        ],
        "freight": [
            {"origin": "us", "destination": "us", "mode": "rail", "per_unit": 500.0, "transit_days": 10.0},
            {
                "origin": "mexico",
                "destination": "us",
                "mode": "rail",
                "per_unit": 800.0,
                "transit_days": 14.0,
            },
            {"origin": "japan", "destination": "us", "mode": "roro", "per_cbm": 80.0, "transit_days": 36.5},
            {
                "origin": "japan",
                "destination": "us",
                "mode": "container",
                "per_unit": 1_300.0,
                "transit_days": 50.0,
            },
        ],
    }


FLOWS: list[dict[str, Any]] = [
    {"variant": "rogue_petrol", "plant": "canton", "market": "us", "base_year": 2024, "units": 60_000.0},
    {"variant": "rogue_petrol", "plant": "kyushu", "market": "us", "base_year": 2024, "units": 40_000.0},
    {"variant": "frontier_petrol", "plant": "canton", "market": "us", "base_year": 2024, "units": 50_000.0},
]


def demanded(model: str, powertrain: str, market: str, *, incentive: float, **more: Any) -> dict[str, Any]:
    row = {
        "model": model,
        "powertrain": powertrain,
        "market": market,
        "base_year": 2024,
        "units_per_year": 1e5,
    }
    return row | {"incentive_per_unit": incentive} | more


@pytest.fixture
def build() -> Build:
    """Build the case with settings changed and whole tables replaced or extended (``add_<table>``)."""

    def make(settings: dict[str, Any] | None = None, **changes: Rows) -> Case:
        rows = tables()
        for name, given in changes.items():
            table = name.removeprefix("add_")
            rows[table] = [*rows.get(table, []), *given] if name.startswith("add_") else given
        frames = {name: frame_of(name, given) for name, given in rows.items()}
        return Case(Settings(**(SETTINGS | (settings or {}))), frames)

    return make

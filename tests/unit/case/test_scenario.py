from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from teikei.base.errors import CaseError, UsageError
from teikei.case.case import Case
from teikei.case.columns import frame_of
from teikei.case.read import read_case
from teikei.case.scenario import Scenario, under


@pytest.fixture(scope="module")
def tiny(tiny_template: Path) -> Case:
    return read_case(tiny_template)


def rates(case: Case) -> list[tuple[str, float, dt.date, dt.date | None]]:
    frame = case["tariffs"].sort("origin", "stacking", "valid_from")
    return list(frame.select("stacking", "rate", "valid_from", "valid_to").iter_rows())


def test_set(tiny: Case) -> None:
    scenario = Scenario(
        "no-tariff",
        table="tariffs",
        where="origin=japan & stacking=base",
        column="rate",
        set_to=0.0,
        source="what-if",
    )
    assert scenario(tiny)["tariffs"]["rate"].to_list() == [0.0, 0.15, 0.0]
    assert tiny["tariffs"]["rate"].to_list() == [0.25, 0.15, 0.0]
    assert scenario.source == "what-if"


def test_scale_and_add_take_low_and_high_along(tiny: Case) -> None:
    where = "plant=canton"
    dearer = Scenario("x", table="plants", where=where, column="fixed_cost_m", scale_by=1.1)(tiny)["plants"]
    # 300, 250, 350 each times 1.1; the plant in yen stays at 45,000
    assert dearer["fixed_cost_m"].to_list() == pytest.approx([330, 45000])
    assert dearer["fixed_cost_m_low"].to_list()[0] == pytest.approx(275)
    assert dearer["fixed_cost_m_high"].to_list()[0] == pytest.approx(385)
    more = Scenario("x", table="plants", where=where, column="fixed_cost_m", add=10)(tiny)["plants"]
    assert more.select("fixed_cost_m_low", "fixed_cost_m", "fixed_cost_m_high").row(0) == (260, 310, 360)


def test_set_drops_a_range_that_no_longer_encloses(tiny: Case) -> None:
    made = Scenario("x", table="plants", where="plant=canton", column="fixed_cost_m", set_to=340)(tiny)[
        "plants"
    ]
    assert made.select("fixed_cost_m_low", "fixed_cost_m", "fixed_cost_m_high").row(0) == (250, 340, 350)
    made = Scenario("x", table="plants", where="plant=canton", column="fixed_cost_m", set_to=400)(tiny)[
        "plants"
    ]
    assert made.select("fixed_cost_m_low", "fixed_cost_m", "fixed_cost_m_high").row(0) == (250, 400, None)


def test_years_split_dated_rows_at_year_borders(tiny: Case) -> None:
    made = Scenario(
        "truce",
        table="tariffs",
        where="origin=japan & stacking=base",
        column="rate",
        set_to=0.1,
        from_year=2028,
        to_year=2029,
    )(tiny)
    assert rates(made) == [
        ("at_least", 0.15, dt.date(2025, 9, 16), None),
        ("base", 0.25, dt.date(2020, 1, 1), dt.date(2027, 12, 31)),
        ("base", 0.1, dt.date(2028, 1, 1), dt.date(2029, 12, 31)),
        ("base", 0.25, dt.date(2030, 1, 1), None),
        ("base", 0.0, dt.date(2020, 1, 1), None),
    ]
    assert made.place("tariffs", 1) == "tariffs.csv:2"


def test_years_cut_an_end(tiny: Case) -> None:
    # the pact holds 2026-01-01 to 2029-06-30; from 2029 on it is lost, so it ends with 2028
    made = Scenario("x", table="origin_rules", where="rule=pact", drop=True, from_year=2029)(tiny)
    assert made["origin_rules"].select("valid_from", "valid_to").rows() == [
        (dt.date(2026, 1, 1), dt.date(2028, 12, 31))
    ]
    made = Scenario(
        "x", table="origin_rules", where="rule=pact", column="rate_if_met", scale_by=2, to_year=2026
    )(tiny)
    assert made["origin_rules"].sort("valid_from").select("rate_if_met", "valid_from").rows() == [
        (0.2, dt.date(2026, 1, 1)),
        (0.1, dt.date(2027, 1, 1)),
    ]


def test_a_setting(tiny: Case) -> None:
    assert Scenario("x", column="case.discount_rate", set_to=0.1)(tiny).settings.discount_rate == 0.1
    assert (
        Scenario("x", table="case", column="discount_rate", scale_by=2)(tiny).settings.discount_rate == 0.14
    )
    reviews = Scenario("x", column="case.reviews", set_to=[2027, 2028])(tiny).settings.reviews
    assert reviews == (2027, 2028)


@pytest.mark.parametrize(
    ("where", "models"),
    [
        ("", ["frontier", "ridge", "ridge", "ridge"]),
        ("powertrain=hybrid", ["ridge"]),
        ("powertrain != hybrid & market=usa", ["frontier", "ridge"]),
        ("model in (frontier, ridge) & market in (japan)", ["ridge"]),
        ("market not in (usa)", ["ridge"]),
        ("units_per_year > 20000 & units_per_year <= 70000", ["frontier", "ridge"]),
        ("units_per_year == 5000", ["ridge"]),
        ("powertrain == 'petrol' and market == \"usa\"", ["frontier", "ridge"]),
        ("currency=", ["frontier", "ridge", "ridge"]),
        ("list_price_low=", ["frontier", "ridge", "ridge", "ridge"]),
    ],
)
def test_conditions(tiny: Case, where: str, models: list[str]) -> None:
    made = Scenario("x", table="demand", where=where, column="incentive_per_unit", set_to=7)(tiny)
    assert made["demand"].filter(pl.col("incentive_per_unit") == 7)["model"].to_list() == models


def test_conditions_on_lists_and_dates(tiny: Case) -> None:
    made = Scenario("x", table="lines", where="constructions=body_on_frame", column="to_year", set_to=2028)(
        tiny
    )
    assert made["lines"]["to_year"].to_list() == [2028, None]
    made = Scenario("x", table="tariffs", where="valid_from>2025-01-01", column="rate", set_to=0.2)(tiny)
    assert made["tariffs"]["rate"].to_list() == [0.25, 0.2, 0.0]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"table": "tarifs", "column": "rate", "set_to": 0}, "did you mean 'tariffs'"),
        ({"table": "tariffs", "column": "rat", "set_to": 0}, "did you mean 'rate'"),
        (
            {"table": "tariffs", "where": "orign=japan", "column": "rate", "set_to": 0},
            "did you mean 'origin'",
        ),
        ({"table": "tariffs", "where": "origin=japn", "column": "rate", "set_to": 0}, "did you mean 'japan'"),
        ({"table": "tariffs", "where": "origin<japan", "column": "rate", "set_to": 0}, "no order"),
        ({"table": "tariffs", "column": "rate", "set_to": "free"}, "not a number"),
        ({"table": "tariffs", "column": "rate", "set_to": 25}, "0.25 if you meant 25 %"),
        ({"table": "tariffs", "column": "rate", "scale_by": 100}, "at most 3"),
        ({"table": "tariffs", "column": "firm", "set_to": "nort"}, "did you mean 'north'"),
        ({"table": "tariffs", "column": "stacking", "scale_by": 2}, "only numbers"),
        ({"table": "plants", "column": "jobs", "set_to": 1, "from_year": 2028}, "not dated"),
        ({"table": "tariffs", "column": "rate", "set_to": 0, "to_year": 2001}, "no row"),
        (
            {"table": "tariffs", "column": "rate", "set_to": 0, "from_year": 2030, "to_year": 2029},
            "before it begins",
        ),
        ({"column": "case.discount", "set_to": 0}, "did you mean 'discount_rate'"),
        ({"column": "case.discount_rate", "set_to": 8}, "less than"),
        ({"column": "case.title", "scale_by": 8}, "settings are set"),
    ],
)
def test_bad_edits(tiny: Case, words: dict, says: str) -> None:
    with pytest.raises(CaseError, match=says):
        Scenario("x", **words)(tiny)


@pytest.mark.parametrize(
    "words",
    [{"table": "tariffs", "column": "rate"}, {"column": "rate", "set_to": 1}, {"set_to": 1, "add": 2}],
)
def test_half_an_edit(words: dict) -> None:
    with pytest.raises(UsageError):
        Scenario("x", **words)


def test_named(tiny: Case) -> None:
    scenario = Scenario.named(tiny, "pact_lost")
    assert scenario.source == "annual"
    assert scenario(tiny)["origin_rules"].height == 0
    assert Scenario.named(tiny, "central")(tiny) == tiny
    with pytest.raises(UsageError, match="did you mean 'pact_lost'"):
        Scenario.named(tiny, "pact_losd")


def test_the_order_of_edit_rows_does_not_matter(tiny: Case) -> None:
    common = {"scenario": "pact_lost", "table_name": "plants", "column_name": "jobs"}
    rows = [
        {**common, "operation": "scale", "value": "2", "where": ""},
        {**common, "operation": "set", "value": "10", "where": "plant=canton"},
    ]
    for given in (rows, rows[::-1]):
        case = tiny.with_(edits=frame_of("edits", given))
        # set comes first: 10, then doubled
        assert Scenario.named(case, "pact_lost")(case)["plants"]["jobs"].to_list() == [20, None]


def test_a_case_under_no_scenario_is_the_case_itself() -> None:
    case = read_case("two_makers")
    assert under(case, None) is case


def test_an_unknown_scenario_of_a_case_without_any_says_so() -> None:
    with pytest.raises(UsageError) as error:
        under(read_case("two_makers"), "peace")
    assert "has no scenarios.csv" in error.value.faults[0].fix

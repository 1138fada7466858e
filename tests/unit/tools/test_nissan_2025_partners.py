"""Rows of Honda, Ford and Stellantis, by hand: what sales and sites become."""

from __future__ import annotations

from pathlib import Path

import pytest
from tools.build_cases.facts import Facts
from tools.build_cases.nissan_2025.partners_lists import Row, Sale, Site, output, shares, sourcing_rows
from tools.build_cases.nissan_2025.partners_rows import line_rows, tooling_rows


@pytest.fixture
def facts(tmp_path: Path) -> Facts:
    """A fact folder with one plant whose capacity is known, one without, and what regions use."""
    world = tmp_path / "world"
    world.mkdir()
    (world / "plants.csv").write_text(
        "plant_id,capacity_units_per_year,utilisation_percent,source_id,confidence,note\n"
        "known,200000,,doc_a,reported,\nunknown,,,doc_b,estimate,\n"
    )
    (world / "cost_facts.csv").write_text("fact_id,value_central,source_id\nus_idle_capacity,25,doc_c\n")
    return Facts(tmp_path)


def test_shares_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="add up to one"):
        shares("petrol:0.5 hybrid:0.4")


def test_flows_add_up_to_demand_after_rounding() -> None:
    # 1,001 cars: petrol 0.5 -> 500 (half to even), hybrid 500; each a third a plant: 167 + 167 + the rest 166
    sale = Sale("a", "us", 1_001, "petrol:0.5 hybrid:0.5", "x:0.3333333 y:0.3333333 z:0.3333334")
    rows = sourcing_rows([sale])
    petrol = [row["units"] for row in rows if row["variant"] == "a_petrol"]
    assert petrol == [167.0, 167.0, 166.0]
    assert output(rows) == {"x": 334.0, "y": 334.0, "z": 332.0}


def test_a_car_that_nobody_builds_yet_has_no_flow() -> None:
    assert sourcing_rows([Sale("a", "us", 1_000, "petrol:1", "")]) == []


def test_capacity_is_as_known_else_output_over_the_use_of_the_region(facts: Facts) -> None:
    plants: list[Row] = [{"plant": "known", "territory": "us"}, {"plant": "unknown", "territory": "us"}]
    sites = (Site("known", "unibody"), Site("unknown", "van"), Site("set", "kei", 5_000, 4_000, 6_000))
    lines = line_rows(facts, "ford", sites, plants, {("unknown", "van"): 150_000})
    # 150,000 cars at 25 % idle = 0.75 use -> 200,000; range 0.87 -> 172,000 and 0.63 -> 238,000
    found = [tuple(row[f"capacity_units_per_year{end}"] for end in ("_low", "", "_high")) for row in lines]
    assert found == [(180_000, 200_000, 220_000), (172_000, 200_000, 238_000), (4_000, 5_000, 6_000)]
    assert [row["line"] for row in lines] == ["known_unibody", "unknown_van", "set_kei"]


def test_what_is_built_today_is_tooled_once() -> None:
    flows = sourcing_rows([Sale("a", market, 10, "petrol:1", "x:1") for market in ("us", "canada")])
    rows = tooling_rows(flows, {"a_petrol": "a"}, ())
    assert [(row["model"], row["plant"], row["status"]) for row in rows] == [("a", "x", "tooled")]

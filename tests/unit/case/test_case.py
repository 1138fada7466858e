from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError
from pathlib import Path

import polars as pl
import pytest

from teikei.base.errors import CaseError, UsageError
from teikei.case.case import Case
from teikei.case.read import read_case


@pytest.fixture(scope="module")
def tiny(tiny_template: Path) -> Case:
    return read_case(tiny_template)


def test_it_shows_what_it_holds(tiny: Case) -> None:
    assert repr(tiny).startswith(
        "Case 'tiny': 3 firms, 2 plants, 2 models, 2 territories, 2 agreements, 2027–2030"
    )
    assert tiny.years == (2027, 2028, 2029, 2030)
    assert tiny.name == "tiny"


def test_every_table_is_there_and_typed(tiny: Case) -> None:
    assert tiny["claims"].height == 0
    assert tiny["lines"]["constructions"].to_list()[0] == ["body_on_frame", "unibody"]
    assert tiny["plants"]["fixed_cost_m_low"].to_list() == [250.0, None]
    assert tiny["terms"]["negotiable"].to_list() == [True, True]
    assert tiny["firms"]["colour"].to_list()[1] == ""


def test_an_unknown_table_has_a_nearest_name(tiny: Case) -> None:
    with pytest.raises(UsageError, match="did you mean 'plants'"):
        tiny["plant"]
    with pytest.raises(UsageError, match="did you mean 'plants'"):
        tiny.with_(plant=tiny["plants"])
    assert "plants" in tiny
    assert "plant" not in tiny


def test_it_is_frozen(tiny: Case) -> None:
    with pytest.raises(FrozenInstanceError):
        tiny.folder = "elsewhere"  # type: ignore[misc]


def test_places_name_the_line_of_the_file(tiny: Case) -> None:
    # line 1 is the header, so row 1 of the frame is line 3
    assert tiny.place("tariffs", 1) == "tariffs.csv:3"
    assert tiny.with_(tariffs=tiny["tariffs"]).place("tariffs", 1) == "tariffs.csv row 2"


def test_with_gives_a_new_case_and_leaves_the_old(tiny: Case) -> None:
    before = tiny.hash
    dearer = tiny.with_(plants=tiny["plants"].with_columns(pl.col("fixed_cost_m") * 2))
    assert dearer["plants"]["fixed_cost_m"].to_list() == [600.0, 90000.0]
    assert tiny["plants"]["fixed_cost_m"].to_list() == [300.0, 45000.0]
    assert dearer.hash != before == tiny.hash


def test_with_changes_settings_within_their_limits(tiny: Case) -> None:
    changed = tiny.with_(settings={"discount_rate": 0.09})
    assert changed.settings.discount_rate == 0.09
    assert changed != tiny
    with pytest.raises(CaseError, match="discount_rate"):
        tiny.with_(settings={"discount_rate": 9})
    with pytest.raises(UsageError, match="did you mean 'discount_rate'"):
        tiny.with_(settings={"discount": 0.09})


def test_the_hash_sees_figures_and_not_order_or_defaults(tiny: Case) -> None:
    assert tiny.with_(plants=tiny["plants"].reverse()) == tiny
    assert tiny.with_(plants=tiny["plants"].drop("labour_note", "closing_cost_m")) == tiny
    assert tiny.with_(plants=tiny["plants"].with_columns(pl.lit("x").alias("note"))) != tiny
    assert tiny.with_(settings={"inventory_rate": 0.05}) != tiny


def test_it_travels_to_another_process(tiny: Case) -> None:
    there = pickle.loads(pickle.dumps(tiny))
    assert there == tiny
    assert there.place("tariffs", 1) == "tariffs.csv:3"


def test_rates(tiny: Case) -> None:
    assert tiny.rate("JPY") == 150
    assert tiny.rate("") == tiny.rate("USD") == 1
    assert tiny.rate("EUR") is None

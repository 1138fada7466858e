"""Laws of the case: order does not matter, writing loses nothing, a scenario leaves its case alone."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teikei.case.case import Case
from teikei.case.check import check
from teikei.case.columns import table_names
from teikei.case.read import read_case
from teikei.case.scenario import Scenario
from teikei.case.write import write_case


@pytest.fixture(scope="module", autouse=True)
def _known_case(tiny_template: Path) -> None:
    _folder.append(tiny_template)


_folder: list[Path] = []


@cache
def tiny() -> Case:
    return read_case(_folder[0])


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_permuting_rows_changes_nothing(seed: int) -> None:
    case = tiny()
    shuffled = case.with_(
        **{name: case[name].sample(fraction=1, shuffle=True, seed=seed) for name in table_names()}
    )
    assert shuffled.hash == case.hash
    assert check(shuffled) == []


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.floats(0, 1e6, allow_nan=False), min_size=2, max_size=2),
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="=@+-#"), max_size=30
    ),
)
def test_writing_and_reading_lose_nothing(costs: list[float], note: str) -> None:
    case = tiny()
    plants = case["plants"].with_columns(
        pl.Series("closing_cost_m", costs), pl.lit(note).alias("labour_note"), pl.lit(note).alias("note")
    )
    changed = case.with_(plants=plants)
    with tempfile.TemporaryDirectory() as folder:
        assert read_case(write_case(changed, folder), check=False).hash == changed.hash


@settings(max_examples=25, deadline=None)
@given(
    st.floats(0.001, 10).filter(lambda factor: factor != 1),
    st.sampled_from(["demand/list_price", "plants/fixed_cost_m", "freight/per_unit"]),
)
def test_a_scenario_leaves_its_case_alone(factor: float, cell: str) -> None:
    table, column = cell.split("/")
    case = tiny()
    before = case.hash
    kept = case[table].clone()
    changed = Scenario("x", table=table, column=column, scale_by=factor)(case)
    assert not changed[table].equals(kept)
    assert case[table].equals(kept)
    assert Case(case.settings, case.tables).hash == before  # a case keeps its own hash: this one is new


@pytest.mark.parametrize(
    "words",
    [
        {"table": "plants", "column": "fixed_cost_m", "scale_by": 1},
        {"table": "plants", "column": "fixed_cost_m", "add": 0},
        {"table": "plants", "column": "fixed_cost_m", "where": "plant=canton", "set_to": 300},
        {"table": "firms", "column": "name", "where": "firm=north", "set_to": "North Motors"},
        {"column": "case.discount_rate", "scale_by": 1},
    ],
)
def test_an_edit_that_changes_no_figure_keeps_the_hash(words: dict) -> None:
    assert Scenario("x", **words)(tiny()).hash == tiny().hash


@settings(max_examples=20, deadline=None)
@given(st.integers(2015, 2035), st.integers(0, 10))
def test_an_edit_of_some_years_covers_the_same_days(first: int, more: int) -> None:
    case = tiny()
    words = {"table": "origin_rules", "column": "rate_if_met", "scale_by": 1.0}
    if first > 2029 or first + more < 2026:
        return
    made = Scenario("x", **words, from_year=first, to_year=first + more)(case)["origin_rules"]
    spans = sorted(made.select("valid_from", "valid_to").rows())
    whole = case["origin_rules"].select("valid_from", "valid_to").row(0)
    assert (spans[0][0], spans[-1][1]) == whole
    assert sum((end - begin).days + 1 for begin, end in spans) == (whole[1] - whole[0]).days + 1

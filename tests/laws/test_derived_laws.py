"""Laws of cars made from other cars: order does not matter, money adds up, more volume never costs more."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cases.drives import with_drives, with_licence
from tests.cases.edits import changed

from teikei.agreements.book import Book
from teikei.case.case import Case
from teikei.case.derived import finished
from teikei.deals.inputs import Input
from teikei.plan.demand import slots_of_book
from teikei.plan.sharing import parts_factors

COSTS = st.floats(0, 5_000)


def parts(case: Case) -> dict[str, float]:
    return dict(finished(case).select("variant", "parts_cost").iter_rows())


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_order_of_rows_changes_no_figure(seed: int) -> None:
    case = with_drives()
    mixed = case.with_(
        **{
            name: case[name].sample(fraction=1, shuffle=True, seed=seed)
            for name in ("variants", "technologies", "effects")
        }
    )
    assert finished(mixed).sort("variant").equals(finished(case).sort("variant"))


@settings(max_examples=40, deadline=None)
@given(COSTS, COSTS, st.floats(-2_000, 2_000))
def test_a_bill_is_the_root_its_drive_and_its_own(first: float, second: float, own: float) -> None:
    case = changed(with_drives(), "technologies", {"technology": "h_drive"}, unit_cost=first)
    case = changed(case, "technologies", {"technology": "h_drive2"}, unit_cost=second)
    case = changed(case, "variants", {"variant": "h_suv_hybrid2"}, parts_cost=own)
    found = parts(case)
    # whatever the way that leads there, a car holds each drive it has once, and none that it has not
    assert found["h_suv_hybrid"] == pytest.approx(16_000 + first + 200)
    assert found["h_suv_hybrid2"] == pytest.approx(16_000 + second + 200 + own)
    assert found["n_suv_hybrid"] == pytest.approx(17_000 + first)


@settings(max_examples=40, deadline=None)
@given(COSTS, COSTS, st.booleans())
def test_a_cost_moves_just_the_cars_that_have_the_drive(start: float, end: float, rooted: bool) -> None:
    case = changed(with_drives(), "technologies", {"technology": "h_drive"}, unit_cost=start)
    if rooted:  # a car whose bill holds the drive, in place of one that is derived
        words = {"derived_from": "", "parts_cost": 17_200.0, "co2_g_per_km": 110.0}
        case = changed(case, "variants", {"variant": "h_suv_hybrid"}, **words)
    moved = Input("technologies", ("h_drive",), "unit_cost", start, start, end).moved(case, end)
    before, after = parts(case), parts(moved)
    for row in case["variants"].iter_rows(named=True):
        change = end - start if "h_drive" in row["technologies"] else 0.0
        assert after[row["variant"]] - before[row["variant"]] == pytest.approx(change, abs=1e-6)


@settings(max_examples=30, deadline=None)
@given(st.floats(0.01, 0.4), st.floats(1.0, 50_000.0), st.floats(1.0, 50_000.0))
def test_more_volume_never_makes_a_drive_dearer(saving: float, few: float, many: float) -> None:
    few, many = sorted((few, many))

    def factor(units: float) -> float:
        case = changed(with_licence(), "technologies", {"technology": "h_drive"}, saving_per_doubling=saving)
        case = changed(case, "demand", {"model": "n_suv", "powertrain": "hybrid"}, units_per_year=units)
        book = Book(case, ["drive_licence"])
        return float(parts_factors(book, slots_of_book(book))["technology", "h_drive"][-1])

    assert 1.0 - saving <= factor(40_000.0) < 1.0  # a doubling
    assert factor(40_000.0) == pytest.approx(1.0 - saving)
    assert factor(many) <= factor(few) <= 1.0


def test_effects_reach_no_car_without_the_technology() -> None:
    case = with_drives()
    other = case.with_(effects=case["effects"].with_columns(pl.col("value") * 1.05))
    moved = finished(other).join(finished(case), on="variant", suffix="_before")
    for row in moved.iter_rows(named=True):
        same = row["co2_g_per_km"] == row["co2_g_per_km_before"]
        assert same == (not row["technologies"]), row["variant"]

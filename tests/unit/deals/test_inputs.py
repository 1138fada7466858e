from __future__ import annotations

import polars as pl
import pytest
from tests.cases.drives import with_drives, with_licence
from tests.cases.edits import added, changed, dropped, two_makers
from tests.cases.features import with_fleets, with_pool

from teikei.case.case import Case
from teikei.case.derived import finished
from teikei.deals.inputs import describe, inputs_with_range, scope_of, slice_of, spread
from teikei.deals.worth import surplus
from teikei.plan.optimise import plan


def test_every_cell_with_a_range() -> None:
    names = {i.name: i for i in inputs_with_range(two_makers())}
    assert len(names) == 5  # demand, diversion, tariff, two of tooling
    tooling = next(i for n, i in names.items() if "h_pickup delta" in n)
    assert (tooling.low, tooling.central, tooling.high) == (50.0, 100.0, 2_000.0)
    assert spread(tooling) == pytest.approx(19.5)
    assert describe(tooling, 60.0)["value"] == 60.0
    # one end given: the other is the central value; an end equal to it is no range
    case = changed(two_makers(), "tooling", {"model": "n_suv", "plant": "harima"}, tooling_cost_m_high=130.0)
    case = changed(case, "tooling", {"model": "n_suv", "plant": "delta"}, tooling_cost_m_low=0.0)
    found = {i.key: i for i in inputs_with_range(case) if i.table == "tooling"}
    assert found[("n_suv", "harima")].low == 100.0
    assert ("n_suv", "delta") not in found


def test_one_cell_moves_and_nothing_else() -> None:
    case = two_makers()
    item = next(i for i in inputs_with_range(case) if i.table == "tariffs")
    moved = item.moved(case, 0.25)
    rates = dict(moved["tariffs"].select("origin", "rate").unique().iter_rows())
    before, after = case["tariffs"]["rate"].to_list(), moved["tariffs"]["rate"].to_list()
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 1
    assert 0.25 in after
    assert "japan" in rates
    assert case["tariffs"]["rate"].to_list() == before


def test_content_shares_keep_summing_to_one() -> None:
    case = dropped(two_makers(), "content", plant="delta")
    case = added(
        case,
        "content",
        {
            "model": "any",
            "plant": "delta",
            "territory": "us",
            "share_of_value": 0.6,
            "share_of_value_low": 0.2,
        },
        {"model": "any", "plant": "delta", "territory": "japan", "share_of_value": 0.4},
    )
    item = next(i for i in inputs_with_range(case) if i.table == "content")
    rows = item.moved(case, 0.2)["content"].filter(case["content"]["plant"] == "delta")
    assert dict(rows.select("territory", "share_of_value").iter_rows()) == pytest.approx(
        {"us": 0.2, "japan": 0.8}
    )


def test_the_scope_of_a_deal_holds_what_it_moves() -> None:
    found = surplus(two_makers(), "pickup_at_delta")
    scope = scope_of(found)
    # the pickup comes and takes from n_pickup; no SUV moves
    assert scope.models == {"h_pickup", "n_pickup"}
    assert "delta" in scope.plants
    assert "harima" not in scope.plants
    inside = [i.name for i in inputs_with_range(two_makers()) if scope.holds(i)]
    assert any("h_pickup" in n for n in inside)
    assert not any("h_suv" in n for n in inside)


def test_a_slice_has_the_same_surplus() -> None:
    for deal in ("pickup_at_delta", "suv_at_delta"):
        found = surplus(two_makers(), deal)
        part = slice_of(found)
        after, before = plan(part, book=[deal]), plan(part, book=[])
        assert after.worth.minus(before.worth) == pytest.approx(found.alone)
    # the pickup and the cars it takes from stay; japan's SUV, which nothing of it moves, goes
    kept = slice_of(surplus(two_makers(), "pickup_at_delta"))["variants"]["variant"].to_list()
    assert {"h_pickup_petrol", "n_pickup_petrol"} <= set(kept)
    assert "h_suv_petrol" not in kept


def parts(case: Case, variant: str) -> float:
    return float(finished(case).filter(variant=variant)["parts_cost"].item())


def test_a_drive_moves_every_bill_that_holds_it() -> None:
    item = next(i for i in inputs_with_range(with_drives()) if i.column == "unit_cost" and i.low == 600.0)
    moved = item.moved(with_drives(), 1_500.0)
    assert parts(moved, "n_suv_hybrid") == 18_500.0
    assert parts(moved, "h_suv_hybrid") == 17_700.0
    assert parts(moved, "n_suv_petrol") == 17_000.0
    own = changed(
        with_drives(), "variants", {"variant": "h_suv_hybrid"}, derived_from="", parts_cost=17_200.0
    )
    own = changed(own, "variants", {"variant": "h_suv_hybrid"}, co2_g_per_km=110.0)
    assert parts(item.moved(own, 1_500.0), "h_suv_hybrid") == 17_700.0


def test_a_car_takes_its_derived_ones_along_and_an_addition_moves_alone() -> None:
    case = changed(with_drives(), "variants", {"variant": "n_suv_petrol"}, parts_cost_high=17_850.0)
    case = changed(case, "variants", {"variant": "h_suv_hybrid"}, parts_cost_high=300.0)
    found = {i.key[0]: i for i in inputs_with_range(case) if i.table == "variants"}
    assert set(found) == {"n_suv_petrol", "h_suv_hybrid"}
    dearer = found["n_suv_petrol"].moved(case, 17_850.0)
    assert (parts(dearer, "n_suv_petrol"), parts(dearer, "n_suv_hybrid")) == (17_850.0, 18_850.0)
    more = found["h_suv_hybrid"].moved(case, 300.0)
    assert (parts(more, "h_suv_hybrid"), parts(more, "h_suv_petrol")) == (17_300.0, 16_000.0)
    # an own hybrid of the same model does not scale what is derived from the petrol car
    own = {"variant": "n_suv_own", "model": "n_suv", "powertrain": "hybrid", "platform": "n_body"}
    two = added(case, "variants", own | {"parts_cost": 18_000.0, "parts_cost_high": 19_000.0})
    item = next(i for i in inputs_with_range(two) if i.key == ("n_suv_own",))
    assert parts(item.moved(two, 19_000.0), "n_suv_hybrid") == 18_000.0


def test_effects_are_inputs() -> None:
    case = changed(
        with_drives(), "effects", {"technology": "h_drive", "target": "utility_wtp"}, value_low=400.0
    )
    item = next(i for i in inputs_with_range(case) if i.table == "effects")
    row = finished(item.moved(case, 400.0)).filter(variant="n_suv_hybrid")
    assert row["price_difference"].item() == 200.0  # half of it


def test_a_slice_keeps_the_cars_that_its_cars_come_from() -> None:
    case = changed(with_licence(), "variants", {"variant": "n_suv_hybrid"}, derived_from="h_suv_petrol")
    found = surplus(case, "drive_licence")
    part = slice_of(found)
    assert parts(part, "n_suv_hybrid") == 17_000.0
    after, before = plan(part, book=["drive_licence"]), plan(part, book=[])
    assert after.worth.minus(before.worth) == pytest.approx(found.alone)


def test_a_pool_moves_the_gaps_of_its_parties() -> None:
    case = with_pool(with_fleets(two_makers()))
    positions = case["co2_positions"].with_columns(gap_g_per_km_low=pl.col("gap_g_per_km") - 6)
    other = added(
        case.with_(co2_positions=positions),
        "firms",
        {"firm": "zai", "name": "Zai", "home_territory": "japan", "role": "outside"},
    )
    other = added(
        other,
        "co2_positions",
        {"market": "us", "firm": "zai", "gap_g_per_km": 3.0, "gap_g_per_km_low": 1.0},
    )
    found = surplus(other, "pool")
    items = [i for i in inputs_with_range(other) if i.table == "co2_positions"]
    assert {i.key[1] for i in items} == {"nagi", "hoku", "zai"}
    held = [i for i in items if scope_of(found).holds(i)]
    assert {i.key[1] for i in held} == {"nagi", "hoku"}


def test_fleets_keep_their_reference_in_a_case_cut_down() -> None:
    case = with_pool(with_fleets(two_makers()))
    cut = slice_of(surplus(case, "pool"))
    assert cut["co2_positions"]["fleet_g_per_km"].to_list() == [150.0, 150.0]

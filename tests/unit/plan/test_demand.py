from __future__ import annotations

import numpy as np
import pytest
from tests.cases.edits import added, changed, two_makers
from tests.cases.features import with_own_launch
from tests.cases.kinds import with_lead

from teikei.agreements.book import Book
from teikei.case.case import Case
from teikei.plan.demand import Slots, optional_launches, slots_of_book


def demand(slots: Slots, model: str, market: str = "us") -> list[float]:
    return [float(v) for v in slots.demand[slots.index[(model, "petrol", market)]]]


def test_demand_of_today_grows_from_its_base_year() -> None:
    case = changed(two_makers(), "demand", {"model": "n_suv"}, growth=0.1)
    # 100,000 in 2026
    assert demand(slots_of_book(Book.today(case)), "n_suv") == pytest.approx(
        [110_000, 121_000, 133_100, 146_410]
    )


def test_a_candidate_that_is_not_brought_sells_nothing() -> None:
    assert demand(slots_of_book(Book.today(two_makers())), "h_pickup") == [0.0] * 4
    assert optional_launches(Book.today(two_makers())) == frozenset()
    assert optional_launches(Book.today(with_own_launch(two_makers()))) == {"n_coupe"}


def test_a_launch_takes_its_share_from_the_cars_it_meets() -> None:
    slots = slots_of_book(Book(two_makers(), ["pickup_at_delta"]))
    assert slots.launched == {"h_pickup": 2029}
    assert demand(slots, "h_pickup") == [0, 0, 20_000, 40_000]
    assert demand(slots, "n_pickup") == [60_000, 60_000, 55_000, 50_000]
    (flow,) = slots.diverted
    assert flow[:3] == ("n_pickup", "h_pickup", "us")
    assert flow[3].tolist() == [0, 0, 5_000, 10_000]
    dry = slots_of_book(Book(two_makers(), ["pickup_at_delta"]), diversion=False)
    assert demand(dry, "n_pickup") == [60_000] * 4
    assert np.array_equal(dry.undiverted, slots.undiverted)


def test_a_launch_takes_no_more_than_there_is() -> None:
    case = changed(two_makers(), "demand", {"model": "n_pickup"}, units_per_year=7_000.0)
    slots = slots_of_book(Book(case, ["pickup_at_delta"]))
    # asked for 5,000 and 10,000 of 7,000
    assert demand(slots, "n_pickup") == [7_000, 7_000, 2_000, 0]
    assert slots.diverted[0][3].tolist() == [0, 0, 5_000, 7_000]


def two_powertrains(case: Case) -> Case:
    """n_pickup also as a hybrid: 20,000 beside 60,000."""
    row = next(r for r in case["demand"].to_dicts() if r["model"] == "n_pickup")
    case = added(case, "demand", row | {"powertrain": "hybrid", "units_per_year": 20_000})
    car = next(r for r in case["variants"].to_dicts() if r["model"] == "n_pickup")
    return added(case, "variants", car | {"variant": "n_pickup_hybrid", "powertrain": "hybrid"})


def test_losses_are_spread_over_powertrains_by_volume() -> None:
    slots = slots_of_book(Book(two_powertrains(two_makers()), ["pickup_at_delta"]))
    # 10,000 in 2030: three quarters from petrol
    assert slots.demand[slots.index[("n_pickup", "petrol", "us")]][3] == pytest.approx(52_500)
    assert slots.demand[slots.index[("n_pickup", "hybrid", "us")]][3] == pytest.approx(17_500)


def test_a_powertrain_that_comes_later_takes_nobodys_sales_before() -> None:
    case = two_makers()
    row = next(r for r in case["demand"].to_dicts() if r["model"] == "h_pickup")
    case = added(case, "demand", row | {"powertrain": "hybrid", "units_per_year": 10_000})
    # nothing builds the hybrid
    slots = slots_of_book(Book(case, ["pickup_at_delta"]))
    assert slots.demand[slots.index[("h_pickup", "hybrid", "us")]].tolist() == [0, 0, 0, 0]
    assert demand(slots, "n_pickup") == [60_000, 60_000, 55_000, 50_000]
    car = next(r for r in case["variants"].to_dicts() if r["model"] == "h_pickup")
    later = {"variant": "h_pickup_hybrid", "powertrain": "hybrid", "first_year": 2030}
    slots = slots_of_book(Book(added(case, "variants", car | later), ["pickup_at_delta"]))
    assert slots.demand[slots.index[("h_pickup", "hybrid", "us")]].tolist() == [0, 0, 0, 10_000]
    # 60,000 less a quarter of 20,000 and of 50,000
    assert demand(slots, "n_pickup") == [60_000, 60_000, 55_000, 47_500]


def test_a_launch_moved_or_called_off() -> None:
    book = Book(two_makers(), ["pickup_at_delta"])
    slots = slots_of_book(book, moved={"h_pickup": 2030})
    assert (slots.launched, slots.ramps) == ({"h_pickup": 2030}, {"h_pickup": 0.5})
    # the ramp of half moves along
    assert demand(slots, "h_pickup") == [0, 0, 0, 20_000]
    assert demand(slots, "n_pickup") == [60_000, 60_000, 60_000, 55_000]
    off = slots_of_book(book, moved={"h_pickup": None})
    assert (off.launched, demand(off, "n_pickup")) == ({}, [60_000] * 4)


def test_a_withdrawal_gives_its_sales_to_others() -> None:
    case = changed(two_makers(), "agreements", {"agreement": "suv_at_delta"}, withdraws=["h_suv"])
    case = added(
        case,
        "diversion",
        {"model": "h_suv", "to": "n_suv", "market": "us", "share": 0.6},
        {"model": "h_suv", "to": "outside", "market": "us", "share": 0.4},
    )
    slots = slots_of_book(Book(case, ["suv_at_delta"]))
    # in force from 2028: 0.6 * 80,000
    assert demand(slots, "h_suv") == [80_000, 0, 0, 0]
    assert demand(slots, "h_suv", "japan") == [40_000, 0, 0, 0]
    assert demand(slots, "n_suv") == [100_000, 148_000, 148_000, 148_000]


def test_what_is_withdrawn_gains_nothing_from_another_withdrawal() -> None:
    case = changed(two_makers(), "agreements", {"agreement": "suv_at_delta"}, withdraws=["h_suv", "n_suv"])
    case = added(case, "diversion", {"model": "h_suv", "to": "n_suv", "market": "us", "share": 0.6})
    slots = slots_of_book(Book(case, ["suv_at_delta"]))
    assert demand(slots, "n_suv") == [100_000, 0, 0, 0]


def test_the_order_of_rows_does_not_matter() -> None:
    case = two_powertrains(two_makers())
    mixed = case.with_(demand=case["demand"].reverse(), diversion=case["diversion"].reverse())
    one = slots_of_book(Book(case, ["pickup_at_delta"]))
    other = slots_of_book(Book(mixed, ["pickup_at_delta"]))
    assert one.index == other.index
    assert np.array_equal(one.demand, other.demand)


def test_a_launch_takes_nothing_from_a_car_that_has_left() -> None:
    # us_lead takes the h_suv off the us in 2028: 60 % of its 80,000 go to the n_suv, and the pickup of 2029,
    # which would take a tenth of its sales from it, finds none there
    case = changed(with_lead(two_makers(), "h_suv"), "diversion", {"to": "outside"}, share=0.65)
    case = added(case, "diversion", {"model": "h_pickup", "to": "h_suv", "market": "us", "share": 0.1})
    slots = slots_of_book(Book(case, ["us_lead", "pickup_at_delta"]))
    flows = {(source, to): cars.tolist() for source, to, _, cars in slots.diverted}
    assert flows[("h_suv", "n_suv")] == [0, 48_000, 48_000, 48_000]
    assert flows[("h_suv", "h_pickup")] == [0, 0, 0, 0]
    assert flows[("n_pickup", "h_pickup")] == [0, 0, 5_000, 10_000]
    at = slots.index[("h_suv", "petrol", "us")]
    assert slots.demand[at].tolist() == [80_000, 0, 0, 0]

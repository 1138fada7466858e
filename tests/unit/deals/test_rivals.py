"""Which agreements stand in each other's way."""

from __future__ import annotations

from tests.cases.edits import changed, two_makers
from tests.cases.three_makers import three_makers, with_diversion

from teikei.deals.rivals import rivals

DEALS = ("pickup_at_delta", "suv_at_delta", "suv_at_harima")


def test_one_plant() -> None:
    assert rivals(two_makers(), DEALS) == (("pickup_at_delta", "suv_at_delta"),)
    assert len(rivals(three_makers(), (*DEALS, "k_suv_at_delta"))) == 3


def test_one_car() -> None:
    # suv_at_harima is about n_suv; let suv_at_delta grant a place for it too
    grants = {"agreement": "suv_at_delta"}
    case = changed(two_makers(), "grants", grants, models=["n_suv"], resource="harima")
    assert ("suv_at_delta", "suv_at_harima") in rivals(case, DEALS)


def test_exclusion_in_either_direction() -> None:
    for one, other in (("suv_at_harima", "pickup_at_delta"), ("pickup_at_delta", "suv_at_harima")):
        case = changed(two_makers(), "agreements", {"agreement": one}, excludes=[other])
        assert ("pickup_at_delta", "suv_at_harima") in rivals(case, DEALS)


def test_sales_of_one_car() -> None:
    # h_pickup takes a quarter of its sales from n_pickup; let the SUV's deal launch a car that does so too
    case = changed(two_makers(), "agreements", {"agreement": "suv_at_harima"}, brings=["h_pickup"])
    assert ("pickup_at_delta", "suv_at_harima") in rivals(case, DEALS)
    # a tenth of its sales from k_suv is no deal about k_suv
    assert ("pickup_at_delta", "suv_at_harima") not in rivals(with_diversion(), DEALS)

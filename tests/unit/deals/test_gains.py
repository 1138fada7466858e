from __future__ import annotations

import pytest
from tests.cases.edits import changed, two_makers

from teikei.case.case import Case
from teikei.deals.gains import gains, total
from teikei.deals.worth import surplus


def test_where_nothing_scarce_is_shared_gains_are_exact() -> None:
    found = gains(surplus(two_makers(), "suv_at_delta"))
    # hoku 696 - 60 - 3.5, nagi -3.5
    assert found["hoku"].value == pytest.approx(632.5)
    assert found["nagi"].value == pytest.approx(-3.5)
    low, high = total(found)
    assert low == pytest.approx(629.0, abs=1e-2)
    assert high == pytest.approx(629.0, abs=1e-2)


def contested(capacity: float) -> Case:
    """Delta's body line holds so many cars; both SUVs earn 11,400 there, and tooling is free."""
    case = changed(two_makers(), "lines", {"line": "delta_body"}, capacity_units_per_year=capacity)
    case = changed(case, "tooling", {"model": "h_suv", "plant": "delta"}, tooling_cost_m=0.0)
    return changed(case, "variants", {"variant": "n_suv_petrol"}, parts_cost=14_100.0)


def test_on_a_contested_line_the_range_tells_who_could_have_it() -> None:
    # full with 100,000 n_suv; 20,000 h_suv without a place would earn the same: many plans are best
    found = surplus(contested(100_000.0), "suv_at_delta")
    gained = gains(found)
    assert not gained["hoku"].certified
    # in 2029 and 2030: 20,000 * 11,400 = 228 M each pass from one to the other
    for gain in gained.values():
        assert gain.low <= gain.value <= gain.high
        assert gain.high - gain.low == pytest.approx(456.0, abs=0.1)
    assert gained["hoku"].low == pytest.approx(-3.5, abs=0.1)
    assert gained["nagi"].high == pytest.approx(-3.5, abs=0.1)
    assert sum(g.value for g in gained.values()) == pytest.approx(found.alone[0], abs=1e-3)


def test_a_line_with_place_for_both_has_no_range() -> None:
    gained = gains(surplus(contested(200_000.0), "suv_at_delta"))
    assert set(gained) == {"nagi", "hoku"}
    for gain in gained.values():
        assert gain.high - gain.low < 1e-2

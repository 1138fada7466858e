from __future__ import annotations

import polars as pl
import pytest
from tests.cases.drives import with_drives
from tests.cases.edits import added, changed, dropped, two_makers

from teikei.base.errors import CaseError
from teikei.case.case import Case
from teikei.case.change import Change, applied
from teikei.case.check import check
from teikei.case.derived import carried, chain_of, finished


def figures(case: Case, variant: str) -> tuple[float, float, float]:
    row = finished(case).filter(pl.col("variant") == variant).row(0, named=True)
    return row["parts_cost"], row["price_difference"], row["co2_g_per_km"]


def test_figures_by_hand() -> None:
    case = with_drives()
    assert check(case) == []
    # petrol 17,000 + drive 1,000; a candidate gets half of the 800 that buyers would pay; 150 - 40 g
    assert figures(case, "n_suv_hybrid") == pytest.approx((18_000.0, 400.0, 110.0))
    # petrol 16,000 + drive 1,000 + own 200; on sale, so its price is that of its demand row
    assert figures(case, "h_suv_hybrid") == pytest.approx((17_200.0, 0.0, 110.0))
    # of that car, drive 900 in place of 1,000, and nine tenths of its fuel; the highway row is no WLTP figure
    assert figures(case, "h_suv_hybrid2") == pytest.approx((17_100.0, 100.0, 99.0))
    assert chain_of(case, "h_suv_hybrid2") == ["h_suv_hybrid2", "h_suv_hybrid", "h_suv_petrol"]


def test_a_car_with_figures_of_its_own_stays() -> None:
    assert finished(two_makers()).equals(two_makers()["variants"])
    assert figures(with_drives(), "n_suv_petrol") == (17_000.0, 0.0, 150.0)
    # the range of an addition is not that of the finished figure
    assert finished(with_drives())["parts_cost_low"].null_count() == finished(with_drives()).height


def test_money_in_other_currencies() -> None:
    case = added(
        with_drives(), "fx", {"currency": "EUR", "year": 2026, "units_per_case_currency": 0.8}
    )  # 1 EUR = 1.25 USD
    case = changed(case, "technologies", {"technology": "h_drive"}, currency="EUR")
    case = changed(case, "effects", {"technology": "h_drive", "target": "utility_wtp"}, unit="EUR")
    # 1,000 EUR are 1,250 USD; 800 EUR are 1,000, of which half
    assert figures(case, "n_suv_hybrid") == pytest.approx((18_250.0, 500.0, 110.0))
    euros = changed(case, "variants", {"variant": "n_suv_hybrid"}, currency="EUR", parts_cost=-80.0)
    # 18,250 USD less 80 EUR, in EUR: (18,250 - 100) × 0.8
    assert figures(euros, "n_suv_hybrid") == pytest.approx((14_520.0, 400.0, 110.0))
    with pytest.raises(CaseError, match="no exchange rate of YEN"):
        finished(changed(case, "technologies", {"technology": "h_drive"}, currency="YEN"))


def test_scenarios_move_what_hangs_on_a_technology() -> None:
    case = with_drives()
    dearer = applied(case, Change("technologies", "unit_cost", "set", "1500", "technology=h_drive"), "x")
    assert figures(dearer, "n_suv_hybrid")[0] == pytest.approx(18_500.0)
    # the swap: 900 in place of 1,500, on a car that is 500 dearer
    assert figures(dearer, "h_suv_hybrid2")[0] == pytest.approx(17_100.0)
    fuel = applied(case, Change("effects", "value", "add", "-0.1", "technology=h_drive2 & scope=wltc"), "x")
    assert figures(fuel, "h_suv_hybrid2")[2] == pytest.approx(110 * 0.8)
    worth = applied(case, Change("effects", "pass_through", "set", "1", "target=utility_wtp"), "x")
    assert figures(worth, "n_suv_hybrid")[1] == 800.0
    base = applied(case, Change("variants", "parts_cost", "scale", "1.1", "variant=n_suv_petrol"), "x")
    assert figures(base, "n_suv_hybrid")[0] == pytest.approx(19_700.0)


def test_a_bill_that_holds_the_drive_moves_with_it() -> None:
    own = changed(
        with_drives(),
        "variants",
        {"variant": "h_suv_hybrid"},
        derived_from="",
        parts_cost=17_200.0,
        parts_cost_low=16_000.0,
        co2_g_per_km=110.0,
    )
    dearer = changed(own, "technologies", {"technology": "h_drive"}, unit_cost=1_300.0)
    moved = carried(own, dearer)
    assert figures(moved, "h_suv_hybrid")[0] == 17_500.0
    assert moved["variants"].filter(variant="h_suv_hybrid")["parts_cost_low"].item() == 16_300.0
    assert figures(moved, "n_suv_hybrid")[0] == 18_300.0  # derived: it follows by itself
    # in place of 1,300 comes 900: as dear as before, for the bill that held the drive moved as well
    assert figures(moved, "h_suv_hybrid2")[0] == figures(own, "h_suv_hybrid2")[0] == 17_100.0
    assert carried(own, own) is own


def test_without_an_effect_nothing_is_valued() -> None:
    """A drive whose effects are gone stops every reader, and all that is missing is named at once."""
    bare = dropped(with_drives(), "effects", technology="h_drive")
    with pytest.raises(CaseError) as error:
        finished(bare)
    assert [f.what for f in error.value.faults] == [
        f"no row of effects.csv says what 'h_drive' changes in {car!r}: {what} against petrol"
        for car, what in (
            ("h_suv_hybrid", "co2 or fuel_factor"),
            ("n_suv_hybrid", "co2 or fuel_factor"),
            ("n_suv_hybrid", "utility_wtp"),
        )
    ]


def test_a_circle_has_no_figures() -> None:
    case = changed(with_drives(), "variants", {"variant": "h_suv_petrol"}, derived_from="h_suv_hybrid2")
    with pytest.raises(CaseError, match="h_suv_petrol -> h_suv_hybrid2 -> h_suv_hybrid -> h_suv_petrol"):
        finished(case)
    assert len(chain_of(case, "h_suv_petrol")) == 3

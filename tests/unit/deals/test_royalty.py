"""A royalty by hand.

In 2029 40,000 Hoku SUVs come from Delta, in 2030 80,000. Harima is full without them, so the first 20,000
are sales that Hoku has not otherwise, and gain 11,400 a car; the others gain 3,000. At a royalty of 4,000
only the first 20,000 of each year stay:

    lost  (20,000 + 60,000) * 3,000 = 240 M       paid  40,000 * 4,000 = 160 M
"""

from __future__ import annotations

import pytest
from tests.blocks.scenes import with_guest
from tests.cases.edits import added, changed, two_makers

from teikei.base.errors import UsageError
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.deals.replanned import replanned
from teikei.deals.royalty import Royalty, asked, royalty
from teikei.plan.optimise import Memory

ROW = {"agreement": "suv_at_delta", "payer": "hoku", "payee": "nagi", "per": "unit", "amount": 900.0}


def tried(per_car: float, case: Case | None = None) -> Royalty:
    memory, options = Memory(), PlanOptions()
    found = replanned(case or two_makers(), "suv_at_delta", options, memory)
    return royalty(found, per_car, "hoku", "nagi", options, memory)


def test_a_royalty_drives_cars_away() -> None:
    one = tried(4_000.0)
    assert one.cars == pytest.approx((0, 0, 40_000, 80_000))
    assert one.cars_left == pytest.approx((0, 0, 20_000, 20_000))
    assert one.paid_m == pytest.approx(160.0)
    assert one.lost_m == pytest.approx((240.0, 240.0))
    # hoku 632.5 - 240 - 160, nagi -3.5 + 160
    assert one.after_m["hoku"].value == pytest.approx(232.5)
    assert one.after_m["nagi"].value == pytest.approx(156.5)


def test_the_fee_that_does_the_same() -> None:
    one = tried(4_000.0)
    # nagi is as well off with a fee of 160, hoku with one of 632.5 - 232.5: apart by what is lost
    assert one.least_m.value == pytest.approx(160.0)
    assert one.most_m.value == pytest.approx(400.0)
    assert one.most_m.value - one.least_m.value == pytest.approx(one.lost_m[0])
    # in the same parts: nagi 156.5 of 389 of 629, and its 3.5
    assert one.same_m == pytest.approx(156.5 / 389.0 * 629.0 + 3.5)


def test_a_small_royalty_is_a_fee() -> None:
    one = tried(2_000.0)
    assert one.cars == one.cars_left
    assert one.lost_m == pytest.approx((0.0, 0.0), abs=1e-6)
    assert one.least_m.value == pytest.approx(240.0)
    assert one.most_m.value == pytest.approx(240.0)


def test_one_that_stops_the_deal_loses_all_of_it() -> None:
    # above 11,400 a car no car is built: the surplus of 629, and the 7 that the deal costs unused
    one = tried(12_000.0)
    assert max(one.cars_left) == 0.0
    assert one.lost_m == pytest.approx((636.0, 636.0))
    assert one.same_m is None


def test_paid_in_money_of_its_years() -> None:
    one = tried(4_000.0, two_makers().with_(settings={"discount_rate": 0.1}))
    day = 2026 + 364 / 365
    weights = sum(1.1 ** -(year + 0.5 - day) for year in (2029, 2030))
    assert one.paid_m == pytest.approx(20_000 * 4_000 / 1e6 * weights)


def test_which_royalty_is_asked_for() -> None:
    bare = replanned(two_makers(), "suv_at_delta", PlanOptions(), Memory())
    assert asked(two_makers(), bare, None) is None
    assert asked(two_makers(), bare, 500.0) == (500.0, "hoku", "nagi")
    assert asked(added(two_makers(), "terms", ROW), bare, None) == (900.0, "hoku", "nagi")
    back = added(two_makers(), "terms", ROW | {"payer": "nagi", "payee": "hoku"})
    assert asked(back, bare, 500.0) == (500.0, "nagi", "hoku")


def test_nobody_to_pay() -> None:
    case = changed(with_guest(two_makers()), "agreements", {"agreement": "zai_guest"}, status="candidate")
    found = replanned(case, "zai_guest", PlanOptions(), Memory())
    assert asked(case, found, None) is None
    with pytest.raises(UsageError, match="1 parties that plan"):
        asked(case, found, 100.0)

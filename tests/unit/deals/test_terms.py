from __future__ import annotations

import pytest
from tests.cases.edits import changed, two_makers
from tests.cases.features import with_guest

from teikei.deals.gains import Gain, gains
from teikei.deals.terms import Corridor, corridor, gains_after, sides
from teikei.deals.worth import surplus


def test_the_host_gives_and_the_guest_takes() -> None:
    assert sides(surplus(two_makers(), "pickup_at_delta")) == ("nagi", "hoku")
    assert sides(surplus(two_makers(), "suv_at_harima")) == ("hoku", "nagi")


def test_a_corridor_from_gains_by_hand() -> None:
    found = surplus(two_makers(), "suv_at_delta")
    deal = corridor(
        found, {"nagi": Gain("nagi", -120.0, -121, -119, True), "hoku": Gain("hoku", 240.0, 239, 241, True)}
    )
    assert deal is not None
    # 120,000 cars, four years without discounting
    assert deal == Corridor("nagi", "hoku", 120.0, 240.0, 30.0, 60.0, 1_000.0, 2_000.0)
    assert deal.open


def test_a_corridor_is_closed_when_the_giver_needs_more_than_the_taker_has() -> None:
    found = surplus(two_makers(), "suv_at_delta")
    deal = corridor(
        found, {"nagi": Gain("nagi", -50.0, -50, -50, True), "hoku": Gain("hoku", 49.0, 49, 49, True)}
    )
    assert deal is not None
    assert not deal.open
    assert deal.lowest_m > deal.highest_m
    assert Corridor("a", "b", 5.0, 5.0, 1.0, 1.0, None, None).open  # at the edge both agree


def test_discounting_counts_cars_when_they_are_built() -> None:
    case = two_makers().with_(settings={"discount_rate": 0.1})
    found = surplus(case, "suv_at_delta")
    deal = corridor(found, gains(found))
    assert deal is not None
    # 40,000 in mid 2029 and 80,000 in mid 2030, counted from 2026-12-31
    day = 2026 + 364 / 365
    cars = 40_000 * 1.1 ** -(2029.5 - day) + 80_000 * 1.1 ** -(2030.5 - day)
    assert deal.highest_per_car == pytest.approx(deal.highest_m * 1e6 / cars)


def test_outsiders_do_not_bargain() -> None:
    case = changed(with_guest(two_makers()), "agreements", {"agreement": "zai_guest"}, status="candidate")
    found = surplus(case, "zai_guest")
    assert sides(found) is None
    assert corridor(found, gains(found)) is None
    # one party has all of it
    assert gains_after(found) == {"nagi": found.alone}


def test_equal_weights_halve_the_surplus() -> None:
    found = surplus(two_makers(), "suv_at_delta")
    assert gains_after(found)["nagi"] == pytest.approx((314.5, 314.5))


def test_who_pays_is_who_does_so_at_equal_parts() -> None:
    # nagi is glad of 12 at most and loses 6 at least by taking: hoku, who gains 12, pays 6 to 12
    deal = Corridor("hoku", "nagi", -12.0, -6.0, -3.0, -1.5, -100.0, -50.0)
    assert deal.by_payer == Corridor("nagi", "hoku", 6.0, 12.0, 1.5, 3.0, 50.0, 100.0)
    # around zero, equal parts decide: (−30 + 10) / 2 = −10 are paid back
    around = Corridor("hoku", "nagi", -30.0, 10.0, -3.0, 1.0, None, None)
    assert around.by_payer == Corridor("nagi", "hoku", -10.0, 30.0, -1.0, 3.0, None, None)
    assert around.by_payer.by_payer == around.by_payer
    # no fee suits both, and it is not turned into one that does
    closed = Corridor("hoku", "nagi", -6.0, -12.0, -1.0, -2.0, None, None)
    assert not closed.open
    assert not closed.by_payer.open
    # where equal parts need no payment, rounding does not turn it
    even = Corridor("hoku", "nagi", -5.0, 5.0 - 1e-9, -1.0, 1.0, None, None)
    assert even.by_payer is even

"""Fewer cars than planned, by hand.

The pickup at Delta: 20,000 and 40,000 cars, 11,000 a car to Hoku, which pays 83.5 M whatever is built (80 of
starts, half of the deal's 7); 142.5 of Nagi's own sales go. Fee at equal parts 361.25.

    at -30 %     hoku 42,000 * 11,000 = 462 - 83.5 = 378.5       nagi -142.5 * 0.7 - 3.5 = -103.25
    fixed fee    hoku 378.5 - 361.25 = 17.25                     nagi 258
    by the car   0.7 * 361.25 = 252.875: hoku 125.625            nagi 149.625
"""

from __future__ import annotations

from typing import Any

import pytest
from tests.blocks.scenes import with_guest
from tests.cases.edits import added, changed, two_makers

from teikei.base.errors import Fault, PlanError
from teikei.base.options import ClauseOptions, PlanOptions
from teikei.case.case import Case
from teikei.deals import shortfall as deals
from teikei.deals.replanned import replanned
from teikei.deals.shortfall import Shortfall, models_under, shortfall
from teikei.plan.optimise import Memory

FEE = {"hoku": 361.25, "nagi": -361.25}


def fewer(
    case: Case, agreement: str, fee: dict[str, float], drop: float = 0.3, committed: float | None = None
) -> Shortfall | None:
    memory, options = Memory(), PlanOptions()
    found = replanned(case, agreement, options, memory)
    return shortfall(found, fee, ClauseOptions(drop=drop, committed=committed), options, memory)


def test_what_each_has_by_three_terms() -> None:
    one = fewer(two_makers(), "pickup_at_delta", FEE)
    assert one is not None
    assert one.models == ("h_pickup",)
    assert one.left == pytest.approx((0, 0, 14_000, 28_000))
    assert one.missing == pytest.approx((0, 0, 6_000, 12_000))
    assert one.left_m["hoku"].value == pytest.approx(378.5)
    assert one.left_m["nagi"].value == pytest.approx(-103.25)
    assert one.surplus_m == pytest.approx((275.25, 275.25))
    hoku, nagi = ({k: g.value for k, g in one.after_m(f).items()} for f in ("hoku", "nagi"))
    assert hoku == pytest.approx({"fixed": 17.25, "car": 125.625, "committed": 17.25})
    assert nagi == pytest.approx({"fixed": 258.0, "car": 149.625, "committed": 258.0})
    # 18,000 of 60,000 cars are missing, 0.3 of the fee
    assert one.owed_m == pytest.approx({"hoku": 108.375, "nagi": -108.375})


def test_only_a_part_is_committed() -> None:
    one = fewer(two_makers(), "pickup_at_delta", FEE, committed=0.8)
    assert one is not None
    # 16,000 and 32,000 are committed: 6,000 are missing, a tenth of the fee
    assert one.missing == pytest.approx((0, 0, 2_000, 4_000))
    assert one.owed_m["hoku"] == pytest.approx(36.125)
    assert one.after_m("hoku")["committed"].value == pytest.approx(125.625 - 36.125)


def test_what_the_tables_commit_to() -> None:
    row = {"agreement": "pickup_at_delta", "payer": "hoku", "payee": "nagi", "per": "unit", "amount": 900.0}
    case = added(two_makers(), "terms", row | {"minimum_units": 20_000.0, "shortfall_share": 0.5})
    one = fewer(case, "pickup_at_delta", FEE)
    assert one is not None
    # 14,000 of 20,000 in 2029, all in 2030: a tenth of the fee, half of it due
    assert one.committed == pytest.approx((0, 0, 20_000, 20_000))
    assert one.missing == pytest.approx((0, 0, 6_000, 0))
    assert one.owed_m["hoku"] == pytest.approx(18.0625)
    # from 2030 on nothing is missing
    later = fewer(
        changed(case, "terms", {"agreement": "pickup_at_delta"}, from_year=2030), "pickup_at_delta", FEE
    )
    assert later is not None
    assert later.committed == pytest.approx((0, 0, 0, 20_000))
    assert later.owed_m["hoku"] == 0
    # a share that is given counts instead
    two = fewer(case, "pickup_at_delta", FEE, committed=1.0)
    assert two is not None
    assert two.owed_m["hoku"] == pytest.approx(108.375)


def test_nothing_stays_away() -> None:
    one = fewer(two_makers(), "pickup_at_delta", FEE, drop=0.0)
    assert one is not None
    assert one.left == pytest.approx(one.planned)
    assert one.left_m["hoku"].value == pytest.approx(one.before_m["hoku"].value)
    assert one.owed_m["hoku"] == pytest.approx(0.0)


def test_what_is_signed_stays_signed() -> None:
    # nearly nobody wants the pickup: its 80 M of starts and 7 M of the deal are paid all the same; 60 cars
    # bring 11,000 each, and cost nagi a thousandth of its 142.5
    one = fewer(two_makers(), "pickup_at_delta", FEE, drop=1.0)
    assert one is not None
    assert one.surplus_m == pytest.approx((-86.48, -86.48), abs=0.01)


def test_no_car_no_shortfall() -> None:
    assert fewer(two_makers(), "suv_at_harima", {}) is None


def test_a_guest_s_take_or_pay() -> None:
    case = changed(
        with_guest(two_makers()), "agreements", {"agreement": "zai_guest"}, status="candidate",
        months_to_sign=0, lead_years=0,
    )  # fmt: skip
    payment = {"agreement": "zai_guest", "payer": "zai"}
    case = changed(case, "terms", payment, minimum_units=25_000.0, shortfall_share=0.5)
    one = fewer(case, "zai_guest", {})
    assert one is not None
    # 21,000 of 30,000 cars a year: 4,000 short of 25,000, four years, half of the fee a car
    assert one.models == ()
    assert one.left == pytest.approx((21_000,) * 4)
    each = case["terms"].filter(case["terms"]["agreement"] == "zai_guest")["amount"][0]
    assert one.given_owed_m["zai"] == pytest.approx(0.5 * each * 16_000 / 1e6)
    assert one.given_owed_m["nagi"] == pytest.approx(-0.5 * each * 16_000 / 1e6)
    last = fewer(changed(case, "terms", payment, from_year=2030), "zai_guest", {})
    assert last is not None
    assert last.given_owed_m["zai"] == pytest.approx(0.25 * one.given_owed_m["zai"])  # one year of four
    full = changed(case, "terms", payment, shortfall_share=None)
    two = fewer(full, "zai_guest", {})
    assert two is not None
    assert two.given_owed_m["zai"] == pytest.approx(2 * one.given_owed_m["zai"])


def test_the_deal_s_cars() -> None:
    assert models_under(replanned(two_makers(), "suv_at_delta", PlanOptions(), Memory())) == ("h_suv",)


def test_without_it_no_plan_keeps_a_minimum_unless_it_decides_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def refusing(*given: Any) -> deals.Surplus:
        asked.append(given[-1])
        if len(asked) == 1:
            raise PlanError(Fault("block permission", "a minimum", "cannot hold", "lower it"))
        return replanned(*given)

    plain = fewer(two_makers(), "pickup_at_delta", FEE)
    monkeypatch.setattr(deals, "replanned", refusing)
    one = fewer(two_makers(), "pickup_at_delta", FEE)
    assert plain is not None
    assert one is not None
    assert (plain.anew, one.anew) == (False, True)
    assert asked[1] == (asked[0][0], {})
    # without the pickup there is nothing to decide in two_makers: the same figures
    assert one.left_m["hoku"].value == pytest.approx(378.5)

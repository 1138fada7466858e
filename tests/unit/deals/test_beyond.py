from __future__ import annotations

import pytest
from tests.cases.edits import changed, two_makers
from tests.cases.kinds import with_merger

from teikei.deals.beyond import Beyond, between, beyond, beyond_best, standing_together
from teikei.deals.worth import surplus


def test_agreements_between_the_parties_that_are_not_excluded() -> None:
    case = with_merger(two_makers())
    known = ("suv_at_delta", "one_firm", "pickup_at_delta")
    assert between(case, "one_firm", known) == ("suv_at_delta", "pickup_at_delta")
    barred = changed(case, "agreements", {"agreement": "one_firm"}, excludes=["suv_at_delta"])
    assert between(barred, "one_firm", known) == ("pickup_at_delta",)


def test_what_is_built_anyway_is_not_added_twice() -> None:
    # with suv_at_delta in force the merger adds cheaper parts (3 * 120,000 cars * 800 in the last two years,
    # 100,000 in the first) and overhead (30) less integration (30)
    case = with_merger(two_makers())
    low, high = beyond(case, "one_firm", ["suv_at_delta"])
    assert low == pytest.approx(high)
    assert low == pytest.approx((100_000 + 120_000 + 120_000) * 800 / 1e6)
    assert low < surplus(case, "one_firm").alone[0]


def test_the_best_agreements_are_those_that_stand_together() -> None:
    # ranked best first; the second excludes the first, and the third needs the fourth
    case = changed(two_makers(), "agreements", {"agreement": "pickup_at_delta"}, excludes=["suv_at_delta"])
    assert standing_together(case, ["suv_at_delta", "pickup_at_delta"]) == ("suv_at_delta",)
    case = changed(two_makers(), "agreements", {"agreement": "suv_at_delta"}, needs=["pickup_at_delta"])
    ranked = ["suv_at_delta", "pickup_at_delta", "suv_at_harima"]
    assert standing_together(case, ranked) == ("pickup_at_delta", "suv_at_delta", "suv_at_harima")
    assert standing_together(case, ["suv_at_delta"]) == ()


def test_a_merger_beside_the_best_agreement() -> None:
    # suv_at_delta brings 629 (case.toml); the merger adds the parts saved, 272 as above
    case = with_merger(two_makers())
    alone = surplus(case, "one_firm").alone
    found = beyond_best(case, "one_firm", ["suv_at_delta"], alone)
    assert found.others == ("suv_at_delta",)
    assert found.others_m == pytest.approx((629.0, 629.0))
    assert found.added_m == pytest.approx((272.0, 272.0))
    assert beyond_best(case, "one_firm", [], alone) == Beyond((), alone, (0.0, 0.0), alone)

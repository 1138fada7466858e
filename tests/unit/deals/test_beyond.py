from __future__ import annotations

import pytest
from tests.cases.edits import changed, two_makers
from tests.cases.kinds import with_merger

from teikei.deals.beyond import between, beyond
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

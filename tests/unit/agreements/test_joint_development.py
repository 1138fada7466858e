from __future__ import annotations

import pytest
from tests.cases.edits import changed, dropped, money, two_makers
from tests.cases.kinds import with_next_body

from teikei.agreements.book import kind_faults
from teikei.agreements.joint_development import JOINT_DEVELOPMENT
from teikei.deals.worth import surplus


def test_it_grants_a_platform_and_says_what_joining_costs() -> None:
    assert JOINT_DEVELOPMENT.faults("a", ("platform",), "x", ("joining_cost",)) == []
    (joining,) = JOINT_DEVELOPMENT.faults("a", ("platform",), "x")
    assert "no joining_cost" in joining.what
    (fault,) = kind_faults(dropped(with_next_body(two_makers()), "changes", agreement="next_body"))
    assert all(part.strip() for part in fault.as_dict().values())


def test_a_partner_pays_what_it_adds_and_not_the_followers_part() -> None:
    # signed mid 2027, a year of engineering: 2029 and 2030. 100,000 * 1,000 = 100 M a year, less
    # 0.2 * 90 / 3 = 6 M a year
    case = with_next_body(two_makers())
    found = surplus(case, "next_body")
    assert found.alone == pytest.approx((188.0, 188.0))
    paid = money(found.with_plan.accounts, "nagi", "development")
    assert paid == pytest.approx({2029: -6.0, 2030: -6.0})
    assert found.with_plan.audit().holds
    # the same as a shared platform: 0.6 * 90 / 3 = 18 M a year
    other = dropped(case, "changes", agreement="next_body")
    other = changed(other, "agreements", {"agreement": "next_body"}, kind="shared_platform")
    assert surplus(other, "next_body").alone == pytest.approx((164.0, 164.0))

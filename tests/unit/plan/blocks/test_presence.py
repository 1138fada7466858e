"""As text: tests/blocks/presence.lp. Here: what the block decides."""

from __future__ import annotations

import pytest
from tests.cases.edits import added, cars, money, two_makers, years_of

from teikei.plan.optimise import plan


@pytest.mark.parametrize(("cost", "left"), [(500.0, False), (520.0, True)])
def test_a_market_is_left_when_it_earns_less_than_its_organisation(cost: float, left: bool) -> None:
    # hoku earns 60,000 * 8,400 = 504 M a year in the us
    case = added(
        two_makers(),
        "market_presence",
        {"firm": "hoku", "market": "us", "fixed_cost_m": cost, "may_leave": True},
    )
    found = plan(case, ["hoku"])
    assert (cars(found.ship, market="us") == {}) is left
    assert found.value == pytest.approx(4 * (696 - 504 if left else 696 - cost))
    assert sum(money(found.accounts, "hoku", "market_fixed").values()) == pytest.approx(
        0.0 if left else -4 * cost
    )
    assert found.audit().holds


def test_a_market_that_may_not_be_left_is_paid_for() -> None:
    case = added(two_makers(), "market_presence", {"firm": "hoku", "market": "us", "fixed_cost_m": 520})
    assert plan(case, ["hoku"]).value == pytest.approx(4 * (696 - 520))


def test_leaving_is_for_good_and_from_a_review_on() -> None:
    case = years_of(two_makers(), 2027, 2030, 2029)
    case = added(
        case, "market_presence", {"firm": "hoku", "market": "us", "fixed_cost_m": 520, "may_leave": True}
    )
    found = plan(case, ["hoku"])
    assert cars(found.ship, market="us") == {2027: 60_000.0, 2028: 60_000.0}
    assert found.decisions.filter(found.decisions["kind"] == "left")["what"].to_list() == ["hoku us"]

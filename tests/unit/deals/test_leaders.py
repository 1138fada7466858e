"""Who leads: a choice of four leads solved by hand (arithmetic in `tests.cases.kinds.with_leads`)."""

from __future__ import annotations

import pytest
from tests.cases.edits import added, changed, dropped, two_makers
from tests.cases.kinds import with_lead, with_leads

from teikei.base.errors import UsageError
from teikei.base.options import SearchOptions
from teikei.case.case import Case
from teikei.case.check import check
from teikei.deals.leaders import NOBODY, Leaders, Led, leaders, leads_of, sells_most


@pytest.fixture(scope="module")
def case() -> Case:
    return with_leads(two_makers())


@pytest.fixture(scope="module")
def found(case: Case) -> Leaders:
    return leaders(case)


def of(found: Leaders, resource: str) -> Led:
    (one,) = (s for s in found.subjects if s.resource == resource)
    return one


def test_a_lead_is_read_from_its_grants(case: Case) -> None:
    assert {(one.agreement, one.what, one.resource, one.leader) for one in leads_of(case)} == {
        ("us_nagi", "market", "us", "nagi"),
        ("us_hoku", "market", "us", "hoku"),
        ("os_nagi", "technology", "os", "nagi"),
        ("os_hoku", "technology", "os", "hoku"),
    }
    both = {"agreement": "us_hoku", "giver": "nagi", "taker": "hoku", "what": "market", "resource": "japan"}
    assert "us_hoku" not in {one.agreement for one in leads_of(added(case, "grants", both))}


def test_who_sells_most(case: Case) -> None:
    assert sells_most(case, "market", "us") == "nagi"  # 60,000 + 100,000 against 80,000; no candidate counts
    assert sells_most(case, "market", "japan") == "hoku"
    assert sells_most(case, "technology", "os") == "hoku"
    even = changed(case, "programmes", {"what": "technology"}, units_to_date=500.0)
    assert sells_most(even, "technology", "os") == NOBODY
    none = changed(case, "programmes", {"what": "technology"}, units_to_date=None)
    assert sells_most(none, "technology", "os") == NOBODY


def test_the_best_leads_and_what_they_are_better_by(case: Case, found: Leaders) -> None:
    assert check(case) == []
    us, system = of(found, "us"), of(found, "os")
    assert (us.chosen, us.announced, us.rule, us.runner_up) == ("nagi", "hoku", "nagi", "hoku")
    assert us.over_runner_up_m == pytest.approx((47.0, 47.0))  # 59 - 12
    assert us.over_nobody_m == pytest.approx((59.0, 59.0))
    assert (system.chosen, system.announced, system.rule) == ("nagi", "nagi", "hoku")
    assert system.over_runner_up_m == pytest.approx((21.0, 21.0))  # 36 - 15
    assert us.decided
    assert system.decided


def test_what_a_lead_is_worth_by_where_it_comes_from(found: Leaders) -> None:
    us = {"organisation": 60.0, "programmes": 9.0, "dealers": -10.0, "deal": 0.0, "plan": 0.0}
    assert of(found, "us").parts_m == pytest.approx(us, abs=1e-6)
    system = {"organisation": 0.0, "programmes": 36.0, "dealers": 0.0, "deal": 0.0, "plan": 0.0}
    assert of(found, "os").parts_m == pytest.approx(system, abs=1e-6)


def test_against_the_announcement_and_the_rule(found: Leaders) -> None:
    assert found.worth_m == pytest.approx((95.0, 95.0))  # 59 + 36
    assert found.over_announced_m == pytest.approx((47.0, 47.0))  # 12 + 36 announced
    assert found.over_rule_m == pytest.approx((21.0, 21.0))  # 59 + 15 by the rule
    assert found.agree("chosen", "announced") == (1, 2)
    assert found.agree("rule", "announced") == (0, 2)
    assert found.agree("chosen", "rule", "market") == (1, 1)


def test_the_announcement_is_not_looked_at(case: Case, found: Leaders) -> None:
    other = changed(case, "announced", {"what": "market"}, leader="nagi")
    again = leaders(dropped(other, "announced", what="technology"))
    assert [one.chosen for one in again.subjects] == [one.chosen for one in found.subjects]
    assert again.worth_m == found.worth_m
    assert again.agree("chosen", "announced") == (1, 1)
    assert again.over_announced_m == pytest.approx((36.0, 36.0))  # no lead of the system is announced


def test_a_plant_that_the_leader_opens_counts(case: Case) -> None:
    # as suv_at_delta without signing and running: 629 + 4 + 3 * 1 = 636 more
    open_too = {
        "agreement": "us_nagi",
        "giver": "nagi",
        "taker": "hoku",
        "what": "plant",
        "resource": "delta",
    }
    open_too |= {"models": "h_suv", "limit_units_per_year": 80_000.0}
    us = of(leaders(added(case, "grants", open_too)), "us")
    assert us.over_nobody_m == pytest.approx((695.0, 695.0))
    assert us.parts_m["plan"] == pytest.approx(636.0)


def test_nobody_leads_where_a_lead_costs_more_than_it_saves(case: Case) -> None:
    dear = changed(case, "changes", {"change": "dealer_compensation"}, value=2.0)
    us = of(leaders(dear), "us")  # us_nagi: 69 - 80; us_hoku: 42 - 120
    assert (us.chosen, us.runner_up) == (NOBODY, "nagi")
    assert us.over_runner_up_m == pytest.approx((11.0, 11.0))
    assert us.over_nobody_m == (0.0, 0.0)


def test_between_competitors_nobody_may_lead_a_market(case: Case) -> None:
    apart = leaders(case.with_(settings={"integrated_groups": ()}))
    assert [(one.resource, one.chosen) for one in apart.subjects] == [("us", NOBODY), ("os", "nagi")]
    assert set(apart.left_out) == {"us_nagi", "us_hoku"}
    assert "market division" in apart.left_out["us_nagi"]


def test_nothing_to_choose_is_said_in_four_fields() -> None:
    for case, word in (
        (two_makers(), "no candidate makes one firm leader"),
        (with_lead(two_makers()), "barred by the antitrust screen"),
    ):
        with pytest.raises(UsageError) as caught:
            leaders(case, SearchOptions())
        (fault,) = caught.value.faults
        assert word in fault.what
        assert all(part.strip() for part in fault.as_dict().values())

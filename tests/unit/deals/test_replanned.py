"""An agreement planned again: the same plans, decisions held, terms of payment exchanged."""

from __future__ import annotations

import pytest
from tests.cases.edits import added, changed, two_makers

from teikei.base.options import PlanOptions
from teikei.deals.replanned import proposed, replanned, with_terms
from teikei.deals.worth import surplus
from teikei.plan.optimise import Memory

ROW = {"agreement": "suv_at_delta", "payer": "hoku", "payee": "nagi", "per": "unit", "amount": 900.0}


def test_the_same_as_a_valuation() -> None:
    found = replanned(two_makers(), "suv_at_delta", PlanOptions(), Memory())
    assert found.alone == pytest.approx(surplus(two_makers(), "suv_at_delta").alone)
    assert found.parties == ("nagi", "hoku")


def test_decisions_are_held_in_both_plans() -> None:
    first = replanned(two_makers(), "suv_at_delta", PlanOptions(), Memory())
    # one car of it is wanted, yet its tooling of 60 M and the 7 M of the deal are paid
    few = changed(two_makers(), "demand", {"model": "h_suv"}, units_per_year=1.0)
    held = (first.with_plan.choices, first.without_plan.choices)
    kept = replanned(few, "suv_at_delta", PlanOptions(), Memory(), held)
    assert kept.alone == pytest.approx((-67.0, -67.0), abs=0.1)
    assert replanned(few, "suv_at_delta", PlanOptions(), Memory()).alone == pytest.approx((-7.0, -7.0))


def test_terms_between_firms_that_plan_are_exchanged_and_given_ones_stay() -> None:
    zai = {"firm": "zai", "name": "Zai", "home_territory": "japan", "role": "outside"}
    given = ROW | {"payee": "zai", "amount": 50.0}
    case = added(added(two_makers(), "firms", zai), "terms", ROW, given)
    assert [row["amount"] for row in proposed(case, "suv_at_delta")] == [900.0]
    assert proposed(case, "pickup_at_delta") == []
    other = with_terms(case, "suv_at_delta", [{"payer": "hoku", "payee": "nagi", "per": "year", "amount": 7}])
    assert sorted(other["terms"].select("per", "amount").rows()) == [("unit", 50.0), ("year", 7.0)]
    assert with_terms(case, "suv_at_delta", [])["terms"]["payee"].to_list() == ["zai"]
    assert with_terms(case, "pickup_at_delta", [])["terms"].height == 2

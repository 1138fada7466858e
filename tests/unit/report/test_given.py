from __future__ import annotations

import pytest
from tests.cases.edits import added

from teikei.deals.advice import Advice
from teikei.report.given import term_words
from teikei.report.names import Names


def test_given_terms(advice: Advice) -> None:
    row = {"agreement": "pickup_at_delta", "payer": "hoku", "payee": "nagi", "per": "unit", "amount": 900.0}
    case = added(advice.case, "terms", row)
    assert term_words(case, "pickup_at_delta", Names(case)) == ["Hoku Motor to Nagi Motor 900 USD a car"]


@pytest.mark.parametrize(
    ("per", "amount", "said"),
    [
        ("once", 700.0, "700 m USD once"),
        ("year", 12.5, "12.5 m USD a year"),
        ("share", 0.02, "0.02 of the price"),
    ],
)
def test_given_money_has_its_unit_behind_it(advice: Advice, per: str, amount: float, said: str) -> None:
    row = {"agreement": "pickup_at_delta", "payer": "hoku", "payee": "nagi", "per": per, "amount": amount}
    case = added(advice.case, "terms", row)
    assert term_words(case, "pickup_at_delta", Names(case)) == [f"Hoku Motor to Nagi Motor {said}"]


def test_a_term_between_firms_that_plan_is_bargained_over(advice: Advice) -> None:
    row = {"agreement": "pickup_at_delta", "payer": "hoku", "payee": "nagi", "per": "unit", "amount": 900.0}
    case = added(advice.case, "terms", row)
    assert term_words(case, "pickup_at_delta", Names(case), outside=True) == []
    case = added(advice.case, "terms", row | {"payer": "licensor"})
    said = term_words(case, "pickup_at_delta", Names(case), outside=True)
    assert said == ["licensor to Nagi Motor 900 USD a car"]

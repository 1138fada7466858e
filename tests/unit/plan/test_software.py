from __future__ import annotations

import pytest
from tests.cases.edits import dropped, money, two_makers
from tests.cases.features import with_system

from teikei.agreements.book import Book
from teikei.base.errors import CaseError
from teikei.deals.worth import surplus
from teikei.plan.optimise import plan
from teikei.plan.software import share_of_two, shared_software

BOTH = ("hoku", "nagi")


def test_each_partner_saves_what_the_other_pays() -> None:
    # 80 M over 4 years are 20 a year alone, 12 shared: 8 saved by each from 2028 on
    case = with_system(two_makers())
    found = shared_software(Book(case, ["one_system"]), BOTH)
    assert {firm for firm, _ in found} == set(BOTH)
    assert found[("nagi", "system")].tolist() == pytest.approx([0.0, 8.0, 8.0, 8.0])
    assert shared_software(Book(case, ["one_system"]), ("nagi",)).keys() == {("nagi", "system")}
    assert shared_software(Book(case, []), BOTH) == {}


def test_the_surplus_is_the_saving_of_all() -> None:
    found = surplus(with_system(two_makers()), "one_system")
    assert found.alone == pytest.approx((48.0, 48.0))  # 2 * 3 * 8
    assert money(found.with_plan.accounts, "hoku", "development") == dict.fromkeys((2028, 2029, 2030), 8.0)
    assert found.with_plan.audit().holds


def test_ending_a_shared_system_costs_what_it_saved() -> None:
    # in force since the first year: four years of 8 for each
    case = with_system(two_makers(), "signed")
    assert plan(case).value == pytest.approx(6_864.0)
    found = surplus(case, "one_system")
    assert found.alone == pytest.approx((64.0, 64.0))
    assert found.without_plan.audit().holds


def test_without_its_effect_it_has_no_value() -> None:
    case = dropped(with_system(two_makers()), "effects", target="fixed_cost_share")
    with pytest.raises(CaseError, match="no effect fixed_cost_share"):
        share_of_two(case, "system")
    with pytest.raises(CaseError, match="fixed_cost_share"):
        plan(case, book=["one_system"])

from __future__ import annotations

import pytest
from tests.cases.edits import added, changed, dropped, two_makers
from tests.cases.features import with_fleets, with_pool
from tests.cases.kinds import with_purchasing

from teikei.base.errors import CaseError, Fault
from teikei.case.case import Case
from teikei.case.change import Change, applied
from teikei.case.deal_rules import (
    book_can_be_formed,
    changes_fit,
    givers_own,
    launches_are_possible,
    minima_fit_limits,
    parties_take_part,
    pools_have_rules,
    shares_can_be_saved,
    shares_have_a_price,
)


def words(found: list[Fault]) -> list[str]:
    return [f.what for f in found]


def deal(case: Case, agreement: str, **values: object) -> Case:
    return changed(case, "agreements", {"agreement": agreement}, **values)


def test_two_makers_breaks_no_rule() -> None:
    case = two_makers()
    for rule in (parties_take_part, givers_own, minima_fit_limits, launches_are_possible, book_can_be_formed):
        assert list(rule(case)) == []


def test_only_parties_give_and_pay() -> None:
    case = added(
        two_makers(), "firms", {"firm": "zai", "name": "Zai", "home_territory": "us", "role": "plans"}
    )
    case = changed(case, "grants", {"agreement": "suv_at_delta"}, taker="zai")
    assert words(list(parties_take_part(case))) == ["taker 'zai' is no party of 'suv_at_delta'"]
    # an outsider need not be a party
    assert list(parties_take_part(changed(case, "firms", {"firm": "zai"}, role="outside"))) == []
    alone = deal(two_makers(), "suv_at_delta", parties=["nagi"])
    assert "'suv_at_delta' has one party only" in words(list(parties_take_part(alone)))
    itself = changed(two_makers(), "grants", {"agreement": "suv_at_delta"}, taker="nagi")
    assert words(list(parties_take_part(itself))) == ["giver and taker are both 'nagi'"]


def test_givers_own_what_they_give() -> None:
    case = changed(two_makers(), "grants", {"agreement": "suv_at_delta"}, resource="harima")
    (fault,) = givers_own(case)
    assert fault.what == "'nagi' does not own the plant 'harima'"
    case = changed(two_makers(), "grants", {"agreement": "suv_at_delta"}, resource="detla")
    (fault,) = givers_own(case)
    assert "'delta'" in fault.fix
    case = changed(two_makers(), "grants", {"agreement": "suv_at_delta"}, models=["n_suv"])
    (fault,) = givers_own(case)
    assert fault.what == "the model 'n_suv' is of 'nagi', not of the taker 'hoku'"


def test_launches() -> None:
    case = deal(two_makers(), "suv_at_delta", brings=["h_suv"])
    (fault,) = launches_are_possible(case)
    assert fault.what == "'suv_at_delta' brings 'h_suv', which is current, not a candidate"
    case = deal(two_makers(), "pickup_at_delta", parties=["nagi"])
    (fault,) = launches_are_possible(case)
    assert "which is no party" in fault.what


def test_books() -> None:
    case = deal(two_makers(), "suv_at_delta", needs=["suv_at_delta", "pickup_at_delta"])
    case = deal(case, "pickup_at_delta", screen="red", status="closed")
    assert words(list(book_can_be_formed(case))) == [
        "'suv_at_delta' needs itself",
        "'suv_at_delta' needs 'pickup_at_delta', which is red",
        "'suv_at_delta' needs 'pickup_at_delta', which is closed",
    ]
    signed = deal(two_makers(), "suv_at_delta", status="signed", excludes=["pickup_at_delta"])
    signed = deal(signed, "pickup_at_delta", status="signed")
    assert words(list(book_can_be_formed(signed))) == [
        "'suv_at_delta' excludes 'pickup_at_delta', but both are signed"
    ]


def test_a_grant_asks_for_no_more_than_it_allows() -> None:
    case = changed(two_makers(), "grants", {"agreement": "suv_at_delta"}, minimum_units_per_year=80_000.0)
    assert list(minima_fit_limits(case)) == []
    case = changed(two_makers(), "grants", {"agreement": "suv_at_delta"}, minimum_units_per_year=80_001.0)
    (fault,) = minima_fit_limits(case)
    assert fault.what == "'suv_at_delta' asks 'hoku' for 80001 cars a year and allows 80000"
    # no limit of its own, nothing to break
    case = changed(case, "grants", {"agreement": "suv_at_delta"}, limit_units_per_year=None)
    assert list(minima_fit_limits(case)) == []


def test_pools_are_for_markets_with_a_target() -> None:
    case = with_pool(with_fleets(two_makers()))
    assert list(pools_have_rules(case)) == []
    assert list(givers_own(case)) == []
    (fault,) = pools_have_rules(changed(case, "grants", {"agreement": "pool"}, resource="japan"))
    assert fault.what == "the pool of 'pool' is for 'japan': no row in co2_rules.csv"
    (fault,) = givers_own(changed(case, "grants", {"agreement": "pool"}, resource="jupiter"))
    assert fault.what == "the pool 'jupiter' is in no row of territories.csv"


def test_only_pools_are_paid_a_gram() -> None:
    case = with_pool(with_fleets(two_makers()), "zai")
    assert list(pools_have_rules(case)) == []
    (fault,) = pools_have_rules(dropped(case, "grants", agreement="pool"))
    assert fault.what == "'pool' is paid a gram and grants no pool"


def test_a_share_of_the_price_is_paid_on_cars_with_a_price() -> None:
    term = {"agreement": "suv_at_delta", "payer": "hoku", "payee": "nagi", "per": "share", "amount": 0.05}
    case = added(two_makers(), "terms", term)
    assert list(shares_have_a_price(case)) == []
    assert list(shares_have_a_price(changed(case, "firms", {"firm": "nagi"}, role="outside"))) == []
    (fault,) = shares_have_a_price(changed(case, "firms", {"firm": "hoku"}, role="outside"))  # the guest
    assert fault.what == "'suv_at_delta' is paid a share of the price, and 'hoku' has no cars with one"
    by_car = changed(case, "terms", {"agreement": "suv_at_delta"}, per="unit", amount=500.0)
    assert list(shares_have_a_price(changed(by_car, "firms", {"firm": "hoku"}, role="outside"))) == []


def test_what_is_needed_may_not_exclude_who_needs_it() -> None:
    case = deal(two_makers(), "suv_at_delta", needs=["pickup_at_delta"])
    case = deal(case, "pickup_at_delta", excludes=["suv_at_delta"])
    assert words(list(book_can_be_formed(case))) == [
        "'suv_at_delta' needs 'pickup_at_delta', which excludes it"
    ]


def test_changes_are_of_parties_and_name_what_is_there() -> None:
    case = with_purchasing(two_makers())
    assert list(changes_fit(case)) == []

    def fault(of: str, **values: object) -> Fault:
        (found,) = changes_fit(changed(case, "changes", {"firm": of}, **values))
        assert all(part.strip() for part in found.as_dict().values())
        return found

    assert "no platform is called 'n_boby'" in fault("nagi", resource="n_boby").what
    assert "'n_body'" in fault("nagi", resource="n_boby").fix
    assert "'zai' is no party of 'bolts'" in fault("hoku", firm="zai").what
    hybrid = fault("nagi", what="powertrain", resource="hybird")
    assert "'hybrid'" in hybrid.fix


def test_savings_are_shares_below_one() -> None:
    case = with_purchasing(two_makers())
    assert list(shares_can_be_saved(case)) == []

    def fault(**values: object) -> Fault:
        (found,) = shares_can_be_saved(changed(case, "changes", {"firm": "nagi"}, **values))
        assert all(part.strip() for part in found.as_dict().values())
        return found

    percent = fault(value=3.0, value_low=None, value_high=None)
    assert percent.what == "the parts_saving of 'bolts' is 3"
    assert percent.fix == "write 0.03 for 3 %"
    whole = fault(value=0.02, value_low=None, value_high=1.0)
    assert whole.what == "the parts_saving of 'bolts' is 1"
    assert whole.where.endswith("value_high")
    # a scenario may not save it all either
    edit = Change("changes", "value", "set", "1.0", "firm=nagi")
    with pytest.raises(CaseError, match="all of it cannot be saved"):
        applied(case, edit, "edits.csv:2")

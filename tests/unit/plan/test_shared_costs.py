"""Constants that are less where several candidates are signed."""

from __future__ import annotations

from tests.cases.edits import changed, two_makers

from teikei.plan.effects import Account, Effect
from teikei.plan.shared_costs import SharedCosts

FIT: Account = ("development", "nagi", "cameras")
FEE: Account = ("fees", "nagi", "pickup_at_delta")
POOL = ("suv_at_delta", "suv_at_harima")
MEMBERS = ("hoku", "nagi")


def test_what_two_cost_is_paid_once_and_what_one_costs_is_its_own() -> None:
    own: Account = ("development", "hoku", "cameras")
    outside: Account = ("development", "kita", "cameras")
    effects = {
        POOL[0]: Effect({}, {FIT: -240.0, own: -5.0, outside: -9.0}),
        POOL[1]: Effect({}, {FIT: -200.0, outside: -9.0}),
    }
    shared = SharedCosts(two_makers(), MEMBERS, POOL, effects)
    assert shared.costs == {FIT: {POOL[0]: -240.0, POOL[1]: -200.0}}
    assert (shared.of(POOL[0]), shared.of(POOL[1])) == (-240.0, -200.0)


def test_what_is_lost_with_an_ended_agreement_is_charged_only_where_no_other_can_save_it() -> None:
    case = changed(two_makers(), "agreements", {"agreement": "pickup_at_delta"}, status="signed")
    case = changed(case, "agreements", {"agreement": POOL[0]}, excludes=["pickup_at_delta"])
    effects = {POOL[0]: Effect({}, {FIT: -240.0, FEE: -7.0}), POOL[1]: Effect({}, {})}
    two, one = (SharedCosts(case, MEMBERS, pool, effects) for pool in (POOL, POOL[:1]))
    assert two.ending == {POOL[0]}
    assert two.costs == {FIT: {POOL[0]: -240.0}}
    assert one.costs == {}

"""As text: tests/blocks/payments.lp. Here: what the block decides."""

from __future__ import annotations

import pytest
from tests.cases.edits import added, cars, money, two_makers
from tests.cases.features import with_guest

from teikei.case.case import Case
from teikei.plan.optimise import plan


def with_fee(per: str, amount: float) -> Case:
    """Hoku pays nagi under suv_at_delta."""
    return added(
        two_makers(),
        "terms",
        {"agreement": "suv_at_delta", "payer": "hoku", "payee": "nagi", "per": per, "amount": amount},
    )


def test_alone_hoku_pays_the_partner_at_terms() -> None:
    # 632.5 M for hoku (its half of signing and running paid) less 900 * (40,000 + 80,000) = 108 M
    found = plan(with_fee("unit", 900.0), ["hoku"], ["suv_at_delta"])
    assert found.value == pytest.approx(2784 + 632.5 - 108)
    assert money(found.accounts, "hoku", "fees") == {2029: -36.0, 2030: -72.0}
    assert found.audit().holds


def test_a_fee_beyond_the_gain_stops_the_deal() -> None:
    # the car at delta earns 11,400 against 8,400 (2029) or a car not sold: at 12,000 a car nothing is left
    found = plan(with_fee("unit", 12_000.0), ["hoku"], ["suv_at_delta"])
    assert cars(found.ship, plant="delta") == {}


def test_among_members_the_fee_cancels() -> None:
    free = plan(two_makers(), book=["suv_at_delta"])
    paid = plan(with_fee("unit", 12_000.0), book=["suv_at_delta"])
    assert paid.value == pytest.approx(free.value)
    # 120,000 cars * 12,000 = 1,440 M pass from hoku to nagi
    assert money(paid.accounts, "nagi", "transfers") == {2029: 480.0, 2030: 960.0}
    assert paid.profit("nagi", transfers=True) - paid.profit("nagi") == pytest.approx(1_440.0)
    assert paid.profit("hoku", transfers=True) - paid.profit("hoku") == pytest.approx(-1_440.0)


@pytest.mark.parametrize(
    ("per", "amount", "paid"),
    [
        ("year", 3.0, {2028: -3.0, 2029: -3.0, 2030: -3.0}),  # in force from 2028
        ("once", 5.0, {2028: -5.0}),
        ("share", 0.02, {2029: -24.0, 2030: -48.0}),  # 2 % of 30,000 on 40,000 and 80,000
    ],
)
def test_other_terms(per: str, amount: float, paid: dict[int, float]) -> None:
    alone = plan(with_fee(per, amount), ["hoku"], ["suv_at_delta"])
    assert money(alone.accounts, "hoku", "fees") == pytest.approx(paid)
    assert alone.audit().holds
    joint = plan(with_fee(per, amount), book=["suv_at_delta"])
    assert money(joint.accounts, "hoku", "transfers") == pytest.approx(paid)
    assert joint.value == pytest.approx(6864 + 629)


def test_an_outside_guest_pays_the_host() -> None:
    # 30,000 cars * (2,500 - 2,000) = 15 M a year; delta has place
    found = plan(with_guest(two_makers()), ["nagi"], ["zai_guest"])
    assert found.value == pytest.approx(4080 + 4 * 15)
    assert money(found.accounts, "nagi", "fees")[2027] == pytest.approx(75.0)
    assert found.audit().holds
    # at harima the guest's minimum of 20,000 takes the place of h_suv at 8,400; it brings 2,500 - 1,000 each
    full = plan(with_guest(two_makers(), "harima"), ["hoku"], ["zai_guest"])
    assert full.value == pytest.approx(2784 - 4 * 20_000 * (8_400 - 1_500) / 1e6)

"""As text: tests/blocks/payments.lp. Here: what the block decides."""

from __future__ import annotations

import pytest
from tests.cases.edits import added, cars, changed, dropped, money, two_makers
from tests.cases.features import with_fleets, with_guest, with_pool, with_second_grant

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


def test_each_guest_pays_its_own_fee() -> None:
    # one deal, two guests: 30,000 cars of zai at 2,500 and 10,000 of yon at 2,200, for 2,000 of conversion
    # each: 30,000 * 500 + 10,000 * 200 = 17 M a year
    case = changed(with_guest(two_makers()), "agreements", {"agreement": "zai_guest"}, parties="nagi;zai;yon")
    case = added(case, "firms", {"firm": "yon", "name": "Yon", "home_territory": "us", "role": "outside"})
    grant = {"agreement": "zai_guest", "giver": "nagi", "taker": "yon", "what": "plant", "resource": "delta"}
    case = added(case, "grants", grant | {"limit_units_per_year": 10_000.0})
    fee = {"agreement": "zai_guest", "payer": "yon", "payee": "nagi", "per": "unit", "amount": 2_200.0}
    case = added(case, "terms", fee)
    found = plan(case, ["nagi"], ["zai_guest"])
    # without a minimum yon takes its limit, since it earns
    assert found.value == pytest.approx(4080 + 4 * 17)
    assert money(found.accounts, "nagi", "fees")[2027] == pytest.approx(75.0 + 22.0)
    lent = found.lent.filter(year=2027).select("guest", "units").sort("guest").rows()
    assert lent == [("yon", 10_000.0), ("zai", 30_000.0)]
    assert found.audit().holds


def fees_of_both(most: float | None, least_fee: float = 900.0) -> Case:
    """Two deals grant delta for the h_suv: 80,000 cars at 900 each, and ``most`` at another fee."""
    case = changed(
        with_second_grant(with_fee("unit", 900.0), 0), "grants", {"agreement": "more_at_delta"},
        limit_units_per_year=most,
    )  # fmt: skip
    fee = {"agreement": "more_at_delta", "payer": "hoku", "payee": "nagi", "per": "unit"}
    return added(case, "terms", fee | {"amount": least_fee})


@pytest.mark.parametrize(
    ("most", "fee", "paid"),
    [
        (10_000.0, 900.0, -72.0),  # 80,000 cars at 900, under whichever deal: not twice
        (20_000.0, 400.0, -64.0),  # four fifths of them at 900, a fifth at 400: 800 a car
        (None, 400.0, -32.0),  # beside a grant without limit none needs the other
    ],
)
def test_a_car_that_two_deals_permit_pays_one_fee(most: float | None, fee: float, paid: float) -> None:
    found = plan(fees_of_both(most, fee), ["hoku"], ["suv_at_delta", "more_at_delta"])
    assert cars(found.ship, plant="delta")[2030] == pytest.approx(80_000.0)
    assert money(found.accounts, "hoku", "fees")[2030] == pytest.approx(paid)
    assert found.audit().holds
    joint = plan(fees_of_both(most, fee), book=["suv_at_delta", "more_at_delta"])
    assert money(joint.accounts, "nagi", "transfers")[2030] == pytest.approx(-paid)
    assert joint.audit().holds


def test_a_fee_is_paid_in_the_years_of_its_grant() -> None:
    # suv_at_delta grants from 2030 on, the second deal 10,000 from 2028: those of 2029 are not built under it
    case = changed(fees_of_both(10_000.0), "grants", {"agreement": "suv_at_delta"}, from_year=2030)
    case = dropped(case, "terms", agreement="more_at_delta")
    found = plan(case, ["hoku"], ["suv_at_delta", "more_at_delta"])
    # in 2030 both grant: eight ninths of the cars are under it
    built = cars(found.ship, plant="delta")
    assert built[2029] == pytest.approx(10_000.0)
    assert money(found.accounts, "hoku", "fees") == {2030: pytest.approx(-900.0 * built[2030] * 8 / 9 / 1e6)}
    assert found.audit().holds


def test_where_both_take_each_pays_for_its_own_cars() -> None:
    # hoku pays 900 for its h_suv at delta, nagi 500 for its 10,000 n_suv at harima: 36 - 5 and 72 - 5 net
    case = with_fee("unit", 900.0)
    grant = {"agreement": "suv_at_delta", "giver": "hoku", "taker": "nagi", "what": "plant"}
    grant |= {"resource": "harima", "models": "n_suv", "minimum_units_per_year": 10_000.0}
    case = added(case, "grants", grant | {"limit_units_per_year": 10_000.0})
    fee = {"agreement": "suv_at_delta", "payer": "nagi", "payee": "hoku", "per": "unit", "amount": 500.0}
    found = plan(added(case, "terms", fee), book=["suv_at_delta"])
    assert cars(found.ship, plant="harima", model="n_suv") == {2029: 10_000.0, 2030: 10_000.0}
    assert money(found.accounts, "nagi", "transfers") == pytest.approx({2029: 31.0, 2030: 67.0})
    assert found.audit().holds


def test_a_host_may_pay_its_guest() -> None:
    # nagi takes nothing under the deal, so what it pays is paid on the cars of hoku
    fee = {"agreement": "suv_at_delta", "payer": "nagi", "payee": "hoku", "per": "unit", "amount": 100.0}
    found = plan(added(two_makers(), "terms", fee), book=["suv_at_delta"])
    assert money(found.accounts, "hoku", "transfers") == pytest.approx({2029: 4.0, 2030: 8.0})
    assert found.audit().holds


def test_grams_of_a_pool_that_ends_within_a_window_are_paid() -> None:
    # the pool holds in 2027 only, targets are met over 2027 and 2028: zai's 30,000 * 20 g = 600 kg/km of 2027
    # save 30 M of penalty and cost 20 a gram, 12 M, due in 2028
    case = changed(
        with_pool(with_fleets(two_makers(), years=2), "zai"), "agreements", {"agreement": "pool"},
        term_years=1, may_sign_from="2027-01-01", months_to_sign=0.0,
    )  # fmt: skip
    found = plan(case, ["nagi"], ["pool"])
    assert found.credits.select("year", "kg_per_km").rows() == [(2028, pytest.approx(600.0))]
    assert money(found.accounts, "nagi", "fees") == pytest.approx({2028: -12.0})
    assert found.value == pytest.approx(plan(case, ["nagi"], []).value + 30.0 - 12.0)
    assert found.audit().holds

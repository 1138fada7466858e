"""The case solved by hand. The arithmetic of every figure stands in its comment, as in case.toml.

No discounting, so a present value is a sum of years and an annuity is cost / life. M = million USD.
"""

from __future__ import annotations

import datetime as dt

import pytest
from tests.cases.edits import cars, money

from teikei.agreements.book import Book
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.case.check import check
from teikei.case.read import read_case
from teikei.deals.changes import diverted
from teikei.deals.dates import milestones
from teikei.deals.gains import gains
from teikei.deals.terms import corridor, gains_after
from teikei.deals.worth import Surplus, surplus
from teikei.plan.optimise import plan
from teikei.plan.solution import PlanSolution

CENT = 1e-8  # million: a cent


@pytest.fixture(scope="module")
def case() -> Case:
    return read_case("two_makers")


@pytest.fixture(scope="module")
def today(case: Case) -> PlanSolution:
    return plan(case)


@pytest.fixture(scope="module")
def pickup(case: Case) -> Surplus:
    return surplus(case, "pickup_at_delta")


@pytest.fixture(scope="module")
def suv(case: Case) -> Surplus:
    return surplus(case, "suv_at_delta")


def test_the_case_has_no_fault(case: Case) -> None:
    assert check(case) == []


def test_worth_today(today: PlanSolution) -> None:
    # 4 * (1,020 + 696) = 6,864
    assert today.value == pytest.approx(6864.0, abs=CENT)
    assert today.bound == pytest.approx(6864.0, abs=CENT)
    assert today.profit("nagi") == pytest.approx(4080.0, abs=CENT)
    assert today.profit("hoku") == pytest.approx(2784.0, abs=CENT)


def test_each_firm_alone_earns_the_same_today(case: Case) -> None:
    # no agreement is signed, so nothing passes between them
    assert plan(case, ["nagi"]).value == pytest.approx(4080.0, abs=CENT)
    assert plan(case, ["hoku"]).value == pytest.approx(2784.0, abs=CENT)


def test_flows_today(today: PlanSolution) -> None:
    every = (2027, 2028, 2029, 2030)
    assert cars(today.ship, model="n_pickup", plant="delta", market="us") == dict.fromkeys(every, 60_000.0)
    assert cars(today.ship, model="n_suv", plant="delta", market="us") == dict.fromkeys(every, 100_000.0)
    # harima holds 100,000: japan earns 9,800 a car, the us 8,400, so japan is served first
    assert cars(today.ship, model="h_suv", market="japan") == dict.fromkeys(every, 40_000.0)
    assert cars(today.ship, model="h_suv", market="us") == dict.fromkeys(every, 60_000.0)
    assert today.ship["units"].sum() == pytest.approx(4 * 260_000.0)


NAGI_TODAY = {
    "revenue": 60_000 * 30_000 + 100_000 * 28_000,  # 4,600 M
    "parts": -(60_000 * 18_000 + 100_000 * 17_000),  # 2,780 M
    "conversion": -160_000 * 2_000,  # 320 M
    "freight": -160_000 * 500,  # 80 M
    "plant_fixed": -300e6,
    "overhead": -100e6,
}
HOKU_TODAY = {
    "revenue": 40_000 * 27_000 + 60_000 * 30_000,  # 2,880 M
    "parts": -100_000 * 16_000,  # 1,600 M
    "conversion": -100_000 * 1_000,
    "freight": -(40_000 * 200 + 60_000 * 10 * 100),  # 10 cubic metres at 100
    "duty": -60_000 * 3_600,  # 15 % of 0.8 * 30,000
    "plant_fixed": -200e6,
}


@pytest.mark.parametrize(
    ("firm", "lines", "total"), [("nagi", NAGI_TODAY, 1020.0), ("hoku", HOKU_TODAY, 696.0)]
)
def test_accounts_today_line_by_line(
    today: PlanSolution, firm: str, lines: dict[str, float], total: float
) -> None:
    assert sum(lines.values()) / 1e6 == pytest.approx(total)  # the arithmetic of the comment in case.toml
    found = set(today.accounts.filter(today.accounts["firm"] == firm)["account"].to_list())
    assert found == set(lines)
    for account, amount in lines.items():
        for year, value in money(today.accounts, firm, account).items():
            assert value == pytest.approx(amount / 1e6, abs=CENT), (account, year)


def test_the_pickup_before_and_after_diversion(pickup: Surplus) -> None:
    # 60,000 cars * 11,000 = 660; tooling 40, launch 20, adoption 20, signing and running 4 + 3 = 7
    assert pickup.before_diversion == pytest.approx((573.0, 573.0), abs=CENT)
    # 15,000 n_pickups at 9,500 = 142.5 are lost
    assert pickup.alone == pytest.approx((430.5, 430.5), abs=CENT)


def test_flows_with_the_pickup(pickup: Surplus) -> None:
    ship = pickup.with_plan.ship
    # first full year 2029: the ramp sells half of 40,000
    assert cars(ship, model="h_pickup") == {2029: 20_000.0, 2030: 40_000.0}
    assert ship.filter(ship["model"] == "h_pickup")["plant"].unique().to_list() == ["delta"]
    # a quarter of each comes from 60,000 n_pickups
    assert cars(ship, model="n_pickup") == {2027: 60_000, 2028: 60_000, 2029: 55_000, 2030: 50_000}
    assert pickup.units.tolist() == [0.0, 0.0, 20_000.0, 40_000.0]
    row = diverted(pickup).row(0, named=True)
    # 5,000 + 10,000 = 15,000 n_pickups, over four years 3,750 a year
    assert (row["from_model"], row["to_model"], row["market"]) == ("n_pickup", "h_pickup", "us")
    assert 4 * row["units_per_year"] == pytest.approx(15_000.0)


def test_accounts_with_the_pickup(pickup: Surplus) -> None:
    accounts = pickup.with_plan.accounts
    assert money(accounts, "hoku", "tooling") == {2029: -20.0, 2030: -20.0}  # 100 / 5
    assert money(accounts, "hoku", "launch") == {2029: -10.0, 2030: -10.0}  # 60 / 6
    assert money(accounts, "hoku", "development") == {2029: -10.0, 2030: -10.0}  # 0.6 * 50 / 3
    # in force 2028-2030: 4 M of signing over three years and 1 M a year, each halved
    for firm in ("nagi", "hoku"):
        assert money(accounts, firm, "running") == {2028: -0.5, 2029: -0.5, 2030: -0.5}
        signing = money(accounts, firm, "signing")
        assert list(signing) == [2028, 2029, 2030]
        assert sum(signing.values()) == pytest.approx(-2.0, abs=CENT)
    # the guest carries conversion at delta: 100,000 * 1,000 at harima and 20,000 * 2,000 at delta
    assert money(accounts, "hoku", "conversion")[2029] == pytest.approx(-140.0, abs=CENT)
    # the host's cost of conversion is its own cars only: (55,000 + 100,000) * 2,000
    assert money(accounts, "nagi", "conversion")[2029] == pytest.approx(-310.0, abs=CENT)


def test_gains_of_the_pickup(pickup: Surplus) -> None:
    found = gains(pickup)
    # hoku 660 - 40 - 20 - 20 - 3.5; nagi -142.5 - 3.5
    assert found["hoku"].value == pytest.approx(576.5, abs=CENT)
    assert found["nagi"].value == pytest.approx(-146.0, abs=CENT)
    assert sum(g.value for g in found.values()) == pytest.approx(430.5, abs=CENT)
    for gain in found.values():
        assert gain.low <= gain.value <= gain.high
        assert gain.high - gain.low < 1e-3
    after = gains_after(pickup)
    assert after["nagi"] == pytest.approx((215.25, 215.25), abs=CENT)
    assert after["hoku"] == pytest.approx((215.25, 215.25), abs=CENT)


def test_corridor_of_the_pickup(pickup: Surplus) -> None:
    found = corridor(pickup, gains(pickup))
    assert found is not None
    assert (found.giver, found.taker) == ("nagi", "hoku")
    assert (found.lowest_m, found.highest_m) == pytest.approx((146.0, 576.5), abs=CENT)
    # 60,000 cars: 146 M / 60,000 and 576.5 M / 60,000
    assert (found.lowest_per_car, found.highest_per_car) == pytest.approx((2433.3333333, 9608.3333333))
    # four years, no discounting
    assert (found.lowest_m_per_year, found.highest_m_per_year) == pytest.approx((36.5, 144.125), abs=CENT)
    assert found.open


def test_dates_of_the_pickup(pickup: Surplus) -> None:
    found = milestones(pickup)
    # decided 2026-12-31 + 6 months: mid 2027; first half-year of tooling and adoption -> first full year 2029
    assert found.start_year == 2029
    assert found.full_rate_year == 2030
    assert found.signature.year == 2027
    assert found.signature.month in (6, 7)
    # 2029 less a year of tooling less six months: the middle of 2027 would be in time for 2029
    assert found.decide_by == dt.date(2027, 7, 2)
    assert pickup.book.first_year("pickup_at_delta") == 2028


def test_the_suv_at_delta(suv: Surplus) -> None:
    # 2029: 40,000 * 11,400 + 40,000 * 8,400 - 60,000 * 8,400 = 288 M; 2030: 80,000 * 11,400 - 504 M = 408 M
    # 696 - tooling 150 / 5 * 2 = 60 - 7 = 629
    assert suv.alone == pytest.approx((629.0, 629.0), abs=CENT)
    assert suv.before_diversion == pytest.approx((629.0, 629.0), abs=CENT)
    ship = suv.with_plan.ship
    assert cars(ship, model="h_suv", plant="delta", market="us") == {2029: 40_000.0, 2030: 80_000.0}
    assert cars(ship, model="h_suv", plant="harima", market="us") == {
        2027: 60_000,
        2028: 60_000,
        2029: 40_000,
    }
    found = gains(suv)
    # hoku 696 - 60 - 3.5; nagi only pays its half of the deal
    assert found["hoku"].value == pytest.approx(632.5, abs=CENT)
    assert found["nagi"].value == pytest.approx(-3.5, abs=CENT)


def test_the_suv_at_harima_is_never_used(case: Case) -> None:
    # 28,000 - 17,000 - 1,000 - 1,000 - 3,360 = 5,640 < 8,500: only signing 4 and running 3 are lost
    found = surplus(case, "suv_at_harima")
    assert found.alone == pytest.approx((-7.0, -7.0), abs=CENT)
    assert found.units.sum() == 0.0
    assert milestones(found).start_year is None
    deal = corridor(found, gains(found))
    assert deal is not None
    # hoku gives: it needs 3.5 M; nagi would give -3.5 M
    assert (deal.giver, deal.lowest_m, deal.highest_m) == ("hoku", pytest.approx(3.5), pytest.approx(-3.5))
    assert not deal.open
    assert deal.lowest_per_car is None


def test_both_deals_at_delta_add_up(case: Case) -> None:
    # they share nothing scarce: pickups use the frame line, SUVs the other; 6,864 + 430.5 + 629
    both = plan(case, book=["pickup_at_delta", "suv_at_delta"])
    assert both.value == pytest.approx(7923.5, abs=CENT)


def test_every_book_is_audited(case: Case) -> None:
    for book in (
        [],
        ["pickup_at_delta"],
        ["suv_at_delta"],
        ["suv_at_harima"],
        ["pickup_at_delta", "suv_at_delta"],
    ):
        found = plan(case, book=book).audit()
        assert found.holds, (book, str(found))
        assert found.difference < 1e-12


def test_without_diversion_the_pickup_takes_nothing(case: Case) -> None:
    dry = plan(case, book=["pickup_at_delta"], options=PlanOptions(diversion=False))
    assert cars(dry.ship, model="n_pickup")[2030] == 60_000.0
    assert dry.value == pytest.approx(6864.0 + 573.0, abs=CENT)


def test_the_joint_worth_is_what_the_members_share(case: Case) -> None:
    book = Book.today(case)
    joint = plan(case, book=book)
    assert joint.value == pytest.approx(sum(joint.profit(f) for f in ("nagi", "hoku")), abs=CENT)

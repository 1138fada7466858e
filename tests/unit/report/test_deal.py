from __future__ import annotations

import datetime as dt
from dataclasses import replace

from tests.cases.edits import changed

from teikei.deals.advice import Advice
from teikei.deals.beyond import Beyond
from teikei.deals.dates import Milestones
from teikei.deals.gains import Gain
from teikei.report.deal import Deal, deal_of, first_turns
from teikei.report.money import Money
from teikei.report.names import Names


def deal(advice: Advice, agreement: str, money: Money) -> Deal:
    return deal_of(advice[agreement], advice, money, Names(advice.case))


def test_gains_fee_and_split_of_the_pickup(advice: Advice, dollars: Money) -> None:
    found = deal(advice, "pickup_at_delta", dollars)
    nagi, hoku = found.shares
    # hoku 660 − 40 − 20 − 20 − 3.5 = 576.5; nagi −142.5 − 3.5 = −146; halves of 430.5 = 215.25
    assert (nagi.firm, nagi.before, nagi.after) == ("Nagi Motor", "-146.0", "215.3 ±0")
    assert (hoku.firm, hoku.before, hoku.note) == ("Hoku Motor", "576.5", "")
    assert hoku.without == "does not offer Hoku pickup"
    assert found.fee == (
        "Hoku Motor pays Nagi Motor on top of marginal cost:",
        "2,433 to 9,608 USD a car",
        "36.5 to 144.1 m USD a year, level over 2027–2030",
        "146.0 to 576.5 m USD present value",
    )
    assert found.own == ("Nagi pickup (Nagi Motor) loses 3,750 cars a year to Hoku pickup, United States",)
    assert (found.others, found.spillovers) == ((), ())


def test_a_price_and_what_a_merger_adds_to_agreements(advice: Advice, dollars: Money) -> None:
    # 300 alone; 629 by the agreement, 680 with both of them
    beyond = Beyond(("suv_at_delta",), (51.0, 51.0), (629.0, 629.0), (300.0, 300.0))
    pickup = replace(advice["pickup_at_delta"], kind="merger", beyond=beyond)
    found = deal_of(pickup, advice, dollars, Names(advice.case))
    assert found.beyond == (
        "against today: the merger alone 300.0 ±0 m USD; the best agreements between its parties without it "
        "(The Hoku SUV built at Delta) 629.0 ±0 m USD; these and the merger on top of them 680.0 ±0 m USD, "
        "so that it adds 51.0 ±0 m USD to them"
    )
    assert found.fee == (
        "a price paid once, or shares, beside what each firm is worth without it",
        "from the owners of Hoku Motor paying Nagi Motor 146.0 m USD, to Hoku Motor paying Nagi Motor 576.5 "
        "m USD, present value",
    )
    harima = replace(advice["suv_at_harima"], kind="merger")
    (shut,) = deal_of(harima, advice, dollars, Names(advice.case)).fee
    assert shut.startswith("no price suits both: ")


def test_dates_and_what_turns_it(advice: Advice, dollars: Money) -> None:
    found = deal(advice, "pickup_at_delta", dollars)
    assert found.dates == (
        "decided on 2026-12-31, signed by 2027-07-01; first cars 2029, full rate 2030 (40,000 cars a year); "
        "decide by 2027-07-02 to keep 2029"
    )
    assert len(found.turns) == 1
    # 470.5 - 0.4 c: 10.5 at 1,150, -9.5 at 1,200
    assert found.turns[0].endswith(
        " between 1,150 m USD and 1,200 m USD (now 100 m USD, range 50 m USD to 2,000 m USD)"
    )
    # tooling of 50 instead of 100 over five years, two of them planned: 20 m more
    assert "surplus 450.5 at the low" in " ".join(found.strongest)


def test_three_inputs_that_turn_it_are_said_and_the_rest_are_counted(advice: Advice) -> None:
    names, (one,) = Names(advice.case), advice["pickup_at_delta"].verdict.flips
    said = first_turns((one,), names)
    assert said.startswith(
        "tooling cost of Hoku pickup, Delta rises above a value between 1,150 m USD and 1,2"
    )
    assert first_turns((one,) * 3, names) == "; or when ".join([said] * 3)
    assert first_turns((one,) * 4, names) == "; or when ".join([said] * 3) + "; or when 1 more input moves"
    assert first_turns((one,) * 8, names).endswith("; or when 5 more inputs move")


def test_cars_move_from_harima_to_delta(advice: Advice, dollars: Money) -> None:
    moves = deal(advice, "suv_at_delta", dollars).moves
    # 40,000 in 2029 and 80,000 in 2030 over four years: 30,000 a year; harima keeps 40,000
    assert [(m.car, m.plant, m.before, m.after, m.change) for m in moves] == [
        ("Hoku SUV", "Delta", "0", "30,000", "+30,000"),
        ("Hoku SUV", "Harima", "60,000", "40,000", "-20,000"),
    ]


def test_no_fee_suits_both_when_the_surplus_is_negative(advice: Advice, dollars: Money) -> None:
    fee = deal(advice, "suv_at_harima", dollars).fee
    assert (
        fee[0] == "no fee suits both: Hoku Motor needs 3.5 m USD, Nagi Motor loses 3.5 m USD, present value"
    )


def test_a_firm_that_loses_without_being_asked_is_named_beside_what_the_parties_gain(
    strange: Advice, dollars: Money
) -> None:
    lines = deal(strange, "pickup_at_delta", dollars).spillovers
    # nagi -146, hoku 576.5: 430.5 together
    assert lines == (
        "third, not a party, loses 12.5 m USD present value",
        # halves of 430.5
        "the parties themselves gain 430.5 m USD (Nagi Motor -146.0, Hoku Motor 576.5), 215.3 each in equal "
        "parts; the surplus, 430.5 ±0 m USD, counts the others too",
    )
    pickup = strange["pickup_at_delta"]
    little = {
        **pickup.gains,
        "third": Gain("third", -3.9, -3.9, -3.9, certified=True),
    }  # ε is 4 m over the horizon
    kept = deal_of(replace(pickup, gains=little), strange, dollars, Names(strange.case)).spillovers
    assert kept[0] == "third, not a party, loses 3.9 m USD present value"
    glad = {**pickup.gains, "third": Gain("third", 2.0, 2.0, 2.0, certified=True)}
    said = deal_of(replace(pickup, gains=glad), strange, dollars, Names(strange.case)).spillovers
    assert said[0] == "third, not a party, gains 2.0 m USD present value"
    assert deal(strange, "suv_at_delta", dollars).spillovers == ()


def test_a_party_that_does_not_plan_has_given_terms(strange: Advice, dollars: Money) -> None:
    found = deal(strange, "suv_at_delta", dollars)
    assert found.shares[1].before == "unknown"
    assert found.fee == ("no corridor: licensor does not plan here, so its terms are given",)


def test_plan_dependent_gains_are_marked_with_their_range(advice: Advice, dollars: Money) -> None:
    suv = advice["suv_at_delta"]
    wide = {**suv.gains, "hoku": Gain("hoku", 632.5, 600.0, 640.0, certified=False)}
    found = deal_of(replace(suv, gains=wide), advice, dollars, Names(advice.case))
    assert (found.shares[1].before, found.shares[1].note) == ("632.5 (600.0 to 640.0)", "plan dependent")
    assert found.fee[-1] == "(plan dependent)"


def test_a_range_as_narrow_as_print_is_not_remarked_on(advice: Advice, dollars: Money) -> None:
    suv = advice["suv_at_delta"]

    def note(value: float, low: float, high: float) -> str:
        gains = {**suv.gains, "hoku": Gain("hoku", value, low, high, certified=False)}
        return deal_of(replace(suv, gains=gains), advice, dollars, Names(advice.case)).shares[1].note

    assert note(326.8, 326.7, 326.8) == ""
    assert note(326.8, 325.7, 326.8) == "plan dependent"  # 1.1 m
    assert note(0.5, 0.49, 0.51) == "plan dependent"  # 4 %


def test_three_parties_see_the_net_payments_to_equal_parts(advice: Advice, dollars: Money) -> None:
    gains = {
        firm: Gain(firm, value, value, value, certified=True)
        for firm, value in (("nagi", -500.0), ("hoku", 890.0), ("third", -6.0))
    }
    pool = replace(
        advice["suv_at_delta"],
        parties=("nagi", "hoku", "third"),
        gains=gains,
        corridor=None,
        surplus_m=(384.0, 384.0),
    )
    fee = deal_of(pool, advice, dollars, Names(advice.case)).fee
    # 384 / 3 = 128: 890 − 128 = 762 = (128 + 500) + (128 + 6)
    assert fee == (
        "no corridor for more than two parties; equal parts of what they gain together, 128.0 m USD for "
        "each, present value, by net:",
        "Hoku Motor pays 762.0 m USD",
        "third receives 134.0 m USD",
        "Nagi Motor receives 628.0 m USD",
    )


def test_a_corridor_around_zero_names_who_pays_at_each_end(advice: Advice, dollars: Money) -> None:
    suv = advice["suv_at_delta"]
    assert suv.corridor is not None
    # 120,000 cars, four years: 12 m is 100 a car and 3 m a year
    glad = replace(suv.corridor, lowest_m=-12.0, lowest_per_car=-100.0, lowest_m_per_year=-3.0)
    fee = deal_of(replace(suv, corridor=glad), advice, dollars, Names(advice.case)).fee
    assert fee[:2] == (
        "both gain without one; on top of marginal cost it can be anything",
        "from Nagi Motor paying Hoku Motor 100 USD a car, 3.0 m USD a year, level over 2027–2030, "
        "12.0 m USD present value, "
        "to Hoku Motor paying Nagi Motor 5,271 USD a car, 158.1 m USD a year, level over 2027–2030, "
        "632.5 m USD present value",
    )
    loser = replace(glad, highest_m=-6.0, highest_per_car=-50.0, highest_m_per_year=-1.5)
    fee = deal_of(replace(suv, corridor=loser), advice, dollars, Names(advice.case)).fee
    assert fee[:4] == (
        "Nagi Motor pays Hoku Motor on top of marginal cost:",
        "50 to 100 USD a car",
        "1.5 to 3.0 m USD a year, level over 2027–2030",
        "6.0 to 12.0 m USD present value",
    )


def test_why_a_year_of_first_use_is_later_than_signing_and_lead(advice: Advice, dollars: Money) -> None:
    # signed in the middle of 2027; a year of lead ends in 2028, and 2029 is the first whole year after it
    later = changed(advice.case, "agreements", {"agreement": "pickup_at_delta"}, lead_years=1.0)
    pickup = replace(advice["pickup_at_delta"], kind="shared_software")
    made = replace(advice, case=later, advised=(pickup,))
    assert deal(made, "pickup_at_delta", dollars).dates == (
        "decided on 2026-12-31, signed by 2027-07-01; in use from 2029, the first whole year that begins 1 "
        "year or more after that"
    )
    pool = replace(made, advised=(replace(pickup, kind="co2_pool"),))
    assert deal(pool, "pickup_at_delta", dollars).dates.endswith("; in use from 2029")


def test_no_time_left_and_no_cars(advice: Advice, dollars: Money) -> None:
    suv, names = advice["suv_at_delta"], Names(advice.case)
    late = Milestones(advice.case.settings.decision_date, dt.date(2027, 7, 1), 2029, 2030)
    assert deal_of(replace(suv, milestones=late), advice, dollars, names).dates.endswith(
        "decide now to keep 2029"
    )
    assert deal(advice, "suv_at_harima", dollars).dates.endswith("no cars are built under it")
    # where the plan builds them, not what the deal is called
    assert deal(advice, "suv_at_delta", dollars).built == "Delta 60,000"
    assert deal(advice, "suv_at_harima", dollars).built == ""


def test_an_input_that_leaves_no_plan_is_said(advice: Advice, dollars: Money) -> None:
    pickup = advice["pickup_at_delta"]
    assert pickup.sweep is not None
    gone = replace(pickup.sweep, moves=(replace(pickup.sweep.moves[0], at_high=None),))
    found = deal_of(replace(pickup, sweep=gone), advice, dollars, Names(advice.case))
    assert found.strongest[0].endswith("at the low, no plan at the high")

from __future__ import annotations

from dataclasses import replace

import pytest

from teikei.base.options import AdviseOptions
from teikei.deals.advice import Advice
from teikei.deals.verdict import BARRED, Verdict
from teikei.report.answer import SIGNS, Findings, findings
from teikei.report.money import Money


def test_three_numbers_and_a_sentence(found: Findings) -> None:
    share, worth, assumed = found.numbers
    assert (share.figure, share.beside) == ("1 of 3", "1 depends on an input, 1 rejected")
    # signing suv_at_delta alone: 629 over four years, 157.25 a year
    assert worth.figure == "629.0 ±0 m USD"
    assert worth.beside == "157.3 ±0 m USD a year, level; certified for these inputs"
    assert (assumed.figure, assumed.label) == ("100%", "of the money that goes in rests on assumptions")
    assert found.sentence.startswith(
        "Sign “The Hoku SUV built at Delta”: worth 629.0 ±0 m USD present value at 2026-12-31"
    )
    assert "1 more pays only while an input holds: “A Hoku pickup" in found.sentence


def test_lines_stand_by_verdict_with_a_shape(found: Findings) -> None:
    assert [(word, [line.agreement for line in lines]) for word, lines in found.groups] == [
        ("recommended", ["suv_at_delta"]),
        ("depends", ["pickup_at_delta"]),
        ("rejected", ["suv_at_harima"]),
    ]
    assert len(set(SIGNS.values())) == len(SIGNS)
    pickup = found.groups[1][1][0]
    assert (pickup.surplus, pickup.before, pickup.inputs[-8:]) == ("430.5 ±0", "573.0 ±0", "to 516.0")
    assert (pickup.start, pickup.parties) == ("2029", "Nagi Motor, Hoku Motor")
    assert pickup.reason == (
        "stops paying when tooling cost of Hoku pickup, Delta rises above a value between 1,150 m USD and "
        "1,200 m USD (now 100 m USD)"
    )


def test_why_the_others_fall_short(found: Findings) -> None:
    (harima,) = found.short
    assert harima.reason == "the plan makes no use of it; costs 4 m USD signing and 3 m USD running the deal"


def test_words_hold_the_printed_currency_only(advice: Advice, yen: Money) -> None:
    other = findings(advice, yen)
    assert (
        other.short[0].reason
        == "the plan makes no use of it; costs 600 m JPY signing and 450 m JPY running the deal"
    )
    assert other.numbers[1].figure == "94,350 ±0 m JPY"
    assert "150.0 m JPY a year, which is 600.0 m JPY present value (threshold ε)" in other.notes[0]
    words = " ".join(
        [
            other.sentence,
            *other.notes,
            *(d.made_of for d in other.deals),
            *(f for d in other.deals for f in d.fee),
        ]
    )
    assert "USD" not in words


def test_undetermined_later_and_barred_are_told_apart(strange: Advice, dollars: Money) -> None:
    found = findings(strange, dollars)
    assert found.numbers[0].figure == "1 of 3"
    assert found.numbers[0].beside == (
        "1 depends on an input, 1 undetermined, 1 more barred by the antitrust screen, 1 more not yet planned"
    )
    reasons = {line.agreement: line.reason for line in found.short}
    # ε = 1 m a year over four years without discounting = 4 m
    assert reasons["suv_at_harima"].startswith(
        "the interval -2.0 to 90.0 m USD holds the threshold 4.0 m USD"
    )
    assert reasons["split"] == "barred (red)"
    assert found.unplanned == ("One operating system (shared software)",)
    assert found.limits[0] == "Not valued yet: shared software (1 candidate)."


def test_the_better_of_two_that_exclude_each_other_is_named(advice: Advice, dollars: Money) -> None:
    pickup, suv, _ = advice.advised
    worse = replace(
        pickup, verdict=replace(pickup.verdict, word="rejected", flips=(), worse_than="suv_at_delta")
    )
    found = findings(replace(advice, advised=(worse, suv)), dollars)
    assert found.short[0].reason == (
        "worse than The Hoku SUV built at Delta, which it excludes: 430.5 against 629.0 m USD"
    )


def test_what_the_screen_bars_says_so_whatever_it_brings(advice: Advice, dollars: Money) -> None:
    suv = replace(advice["suv_at_delta"], verdict=Verdict("rejected", BARRED))
    found = findings(replace(advice, advised=(suv,), signed_together=()), dollars)
    assert found.short[0].reason.startswith("barred by the antitrust screen (red); ")


def test_diversion_that_undoes_a_deal_is_said(advice: Advice, dollars: Money) -> None:
    pickup = advice["pickup_at_delta"]
    undone = replace(
        pickup, surplus_m=(-9.0, -9.0), verdict=replace(pickup.verdict, word="rejected", flips=())
    )
    found = findings(replace(advice, advised=(undone,), signed_together=()), dollars)
    assert found.short[0].reason.startswith(
        "would bring 573.0 m USD but for the sales it takes from other cars "
        "(signed, and the car called off, it would cost 7.0 m USD); "
    )


def test_nothing_to_sign_is_an_answer(advice: Advice, dollars: Money) -> None:
    none = replace(advice, advised=advice.advised[2:], signed_together=(), together_m=(0.0, 0.0))
    found = findings(none, dollars)
    assert found.sentence == "Sign nothing yet: no candidate is recommended for these inputs."
    assert found.numbers[1].figure == "0 m USD"


def test_one_that_would_pay_if_an_input_moved_is_not_said_to_pay(advice: Advice, dollars: Money) -> None:
    pickup = advice["pickup_at_delta"]
    below = replace(advice, advised=(replace(pickup, surplus_m=(-65.0, -65.0)),), signed_together=())
    found = findings(below, dollars)
    assert "1 would pay only if an input moved: “A Hoku pickup" in found.sentence
    assert found.groups[0][1][0].reason.startswith(
        "would pay when tooling cost of Hoku pickup, Delta rises above"
    )


def test_where_nothing_is_signed_none_is_one_more(advice: Advice, dollars: Money) -> None:
    pickup = advice["pickup_at_delta"]
    alone = replace(advice, advised=(pickup,), signed_together=(), together_m=(0.0, 0.0))
    assert "1 pays only while an input holds" in findings(alone, dollars).sentence


def test_an_agreement_left_out_of_the_sum_is_named(advice: Advice, dollars: Money) -> None:
    left = replace(advice, signed_together=(), together_m=(0.0, 0.0))
    assert any("left out of the sum" in note and "Hoku SUV" in note for note in findings(left, dollars).notes)


def test_a_surplus_below_the_threshold_is_not_called_a_loss(advice: Advice, dollars: Money) -> None:
    suv = advice["suv_at_delta"]
    ends = {"surplus_m": (3.0, 3.0), "surplus_before_diversion_m": (3.0, 3.0)}
    small = replace(suv, **ends, verdict=replace(suv.verdict, word="rejected"))
    found = findings(replace(advice, advised=(small,), options=AdviseOptions(), signed_together=()), dollars)
    assert found.short[0].reason.startswith("brings less than the threshold")


@pytest.mark.parametrize("scenario", ["", "japan_25"])
def test_the_scenario_is_carried(advice: Advice, dollars: Money, scenario: str) -> None:
    assert findings(advice, dollars, scenario).scenario == scenario


def test_for_a_firm_the_headline_says_what_of_it_is_its_own(advice: Advice, dollars: Money) -> None:
    # the SUV at Delta alone is signed: hoku 632.5 of 629, nagi −3.5
    hoku = findings(replace(advice, focal="hoku"), dollars).sentence
    assert "629.0 ±0 m USD" in hoku
    assert "to all planning firms together (632.5 m USD of it to Hoku Motor, before payments)." in hoku
    assert "(-3.5 m USD of it to Nagi Motor" in findings(replace(advice, focal="nagi"), dollars).sentence
    assert "before payments" not in findings(advice, dollars).sentence

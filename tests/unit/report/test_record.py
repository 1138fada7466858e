from __future__ import annotations

import json
from dataclasses import replace

import pytest

from teikei.deals.advice import Advice
from teikei.report.folder import json_text
from teikei.report.money import Money
from teikei.report.record import advice_object

PROMISED = {
    "agreement", "kind", "parties", "verdict", "reason", "surplus_m", "surplus_before_diversion_m",
    "input_range_m", "gains_m", "gains_certified", "gains_after_m", "corridor_m",
}  # fmt: skip


def test_the_object_has_what_others_call_for(advice: Advice, dollars: Money) -> None:
    shown = json.loads(json_text(advice_object(advice, dollars)))
    assert {"case", "book", "agreements", "seconds", "versions"} <= set(shown)
    assert set(shown["agreements"][0]) >= PROMISED
    assert shown["agreements"][0]["surplus_m"] == pytest.approx([430.5, 430.5])
    assert (shown["currency"], shown["together_m"]) == ("USD", pytest.approx([629.0, 629.0]))


def test_amounts_are_scaled_and_inputs_are_not(advice: Advice, yen: Money) -> None:
    row = advice_object(advice, yen)["agreements"][0]
    assert row["surplus_m"] == pytest.approx([64_575.0, 64_575.0])
    assert row["gains_m"]["nagi"] == pytest.approx([-21_900.0, -21_900.0])
    assert row["corridor_per_car"] == pytest.approx([365_000.0, 1_441_250.0])
    tooling = next(i for i in row["inputs"] if i["input"].startswith("tooling"))
    assert tooling["high"] == 2000.0
    assert tooling["surplus_at_low_m"] == pytest.approx(450.5 * 150)


def test_sentences_hold_names_and_id_fields_hold_ids(advice: Advice, dollars: Money) -> None:
    row = next(r for r in advice_object(advice, dollars)["agreements"] if r["agreement"] == "pickup_at_delta")
    assert row["reason"].startswith("stops paying when tooling cost of Hoku pickup, Delta rises above")
    assert row["without_it"] == {
        "nagi": "runs Delta at 53% of capacity",
        "hoku": "does not offer Hoku pickup",
    }


def test_no_plan_is_null_not_infinity(advice: Advice, dollars: Money) -> None:
    pickup = advice["pickup_at_delta"]
    assert pickup.sweep is not None
    first = replace(pickup.sweep.moves[0], at_high=float("-inf"))
    broken = replace(advice, advised=(replace(pickup, sweep=replace(pickup.sweep, moves=(first,))),))
    row = advice_object(broken, dollars)["agreements"][0]
    assert row["input_range_m"][0] is None
    json_text(row)


def test_inputs_are_named_in_words_beside_their_cell(advice: Advice, dollars: Money) -> None:
    row = advice_object(advice, dollars)["agreements"][0]
    first = row["inputs"][0]
    assert first["input"] == "tooling: h_pickup delta tooling_cost_m"
    assert first["words"] == "tooling cost of Hoku pickup, Delta"

"""Differences on two_makers by hand. The SUV at Delta is worth 629 with the duty of 15 % and 301 without it
(tests/unit/cli/test_advise.py); tooling of 250 in place of 150 costs (250 − 150) / 5 × 2 years = 40 more."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from tests.cases.edits import changed, dropped, two_makers

from teikei.base.options import AdviseOptions
from teikei.case.case import Case
from teikei.deals.advice import Advice
from teikei.deals.advise import advise
from teikei.deals.compare import Change, changed_rows, compare, moved, reaches
from teikei.deals.verdict import Verdict, Word

OPTIONS = AdviseOptions(inputs=0)


def free() -> Case:
    return changed(two_makers(), "tariffs", {"origin": "japan", "customs_class": "car"}, rate=0.0)


def both() -> Case:
    return changed(free(), "tooling", {"model": "h_suv", "plant": "delta"}, tooling_cost_m=250.0)


@cache
def base() -> Advice:
    return advise(two_makers(), ["suv_at_delta", "suv_at_harima"], None, OPTIONS)


@cache
def under_both() -> Advice:
    return advise(both(), ["suv_at_delta", "suv_at_harima"], None, OPTIONS)


def test_one_changed_input_is_the_cause() -> None:
    found = compare(base(), advise(free(), ["suv_at_delta"], None, OPTIONS))
    (change,) = found.changes
    assert (change.table, change.how) == ("tariffs", "changed")
    assert change.cells == (("rate", 0.15, 0.0),)
    by_name = {d.agreement: d for d in found.differences}
    suv = by_name["suv_at_delta"]
    assert suv.moved_m == pytest.approx((-328.0, -328.0))
    assert suv.causes == (change,)
    # the other was not asked about in the second run
    assert by_name["suv_at_harima"].verdicts == ("rejected", "")
    assert by_name["suv_at_harima"].moved_m is None
    assert [d.agreement for d in found.differences] == ["suv_at_harima", "suv_at_delta"]
    assert found.together_m[1] == pytest.approx((301.0, 301.0))


def test_several_at_once_are_named_together_and_valued_one_at_a_time_if_asked() -> None:
    found = compare(base(), under_both())
    suv = next(d for d in found.differences if d.agreement == "suv_at_delta")
    assert {c.table for c in suv.causes} == {"tariffs", "tooling"}
    assert suv.parts == ()
    said: list[str] = []
    apart = compare(base(), under_both(), apart=True, told=said.append)
    suv = next(d for d in apart.differences if d.agreement == "suv_at_delta")
    alone = {p.change.table: p.surplus_m for p in suv.parts}
    assert alone["tariffs"] == pytest.approx((301.0, 301.0))
    assert alone["tooling"] == pytest.approx((589.0, 589.0))
    assert suv.surplus_m[1] == pytest.approx((261.0, 261.0))  # 301 − 40: no interplay
    assert len(said) == 2


def test_what_it_is_as_the_last_one_can_come_from_any_row() -> None:
    def told(cost: float, last: float, word: Word) -> Advice:
        case = changed(two_makers(), "agreements", {"agreement": "pickup_at_delta"}, signing_cost_m=cost)
        one = replace(base()["suv_at_delta"], last_m=(last, last), verdict=Verdict(word, ""))
        return replace(base(), case=case, advised=(one,))

    (other,) = compare(told(4.0, 629.0, "recommended"), told(9.0, 600.0, "recommended")).differences
    # its surplus alone is the same, and the row is of another agreement that is signed beside it
    assert other.surplus_m[0] == other.surplus_m[1]
    assert other.last_m == ((629.0, 629.0), (600.0, 600.0))
    assert [c.key for c in other.causes] == [("pickup_at_delta",)]
    (turned,) = compare(told(4.0, 629.0, "recommended"), told(9.0, 629.0, "rejected")).differences
    assert [c.key for c in turned.causes] == [("pickup_at_delta",)]


def test_an_interval_that_has_nothing_in_common_has_surely_moved() -> None:
    (sure,) = compare(base(), moved_to(630.0, 640.0)).differences
    assert sure.surely_moved  # 629 is outside
    (open_one,) = compare(base(), moved_to(600.0, 640.0)).differences
    assert not open_one.surely_moved


def moved_to(low: float, high: float) -> Advice:
    one, other = base().advised
    return replace(base(), advised=(replace(one, surplus_m=(low, high)), other))


def test_the_same_is_the_same() -> None:
    found = compare(base(), base())
    assert found.same
    assert found.differences == ()
    assert not compare(base(), under_both()).same


def test_options_versions_and_settings() -> None:
    other = replace(base(), options=AdviseOptions(gap=1e-3, workers=9), versions={"teikei": "9"})
    settings = two_makers().settings.model_copy(update={"title": "Another"})
    found = compare(base(), replace(other, case=replace(two_makers(), settings=settings)))
    assert found.options == {"gap": (1e-6, 1e-3), "inputs": (0, 10)}
    assert found.versions["teikei"] == (base().versions["teikei"], "9")
    assert found.settings == {"title": (two_makers().settings.title, "Another")}


def test_rows_added_gone_and_those_that_move_nothing() -> None:
    case = two_makers()
    less = dropped(case, "diversion", model="h_pickup")
    gone = list(changed_rows(case, less))
    assert {c.how for c in gone} == {"gone"}
    assert {c.how for c in changed_rows(less, case)} == {"added"}
    noted = changed(case, "demand", {"model": "h_suv", "market": "us"}, note="seen")
    (said,) = changed_rows(case, noted)
    assert not said.moves
    assert list(changed_rows(case, case)) == []


@pytest.mark.parametrize("other", [free, both, lambda: dropped(two_makers(), "diversion", model="h_pickup")])
def test_all_changes_together_give_the_other_tables(other) -> None:  # type: ignore[no-untyped-def]
    for start, end in ((two_makers(), other()), (other(), two_makers())):
        case = start
        for change in changed_rows(start, end):
            case = moved(case, change)
        assert case.hash == end.hash


def test_rows_of_other_candidates_do_not_reach_an_agreement() -> None:
    case = two_makers()
    row = Change("agreements", ("pickup_at_delta",), "changed", (("signing_cost_m", 4.0, 5.0),))
    assert not reaches(row, "suv_at_delta", case)
    assert reaches(row, "pickup_at_delta", case)
    signed = changed(case, "agreements", {"agreement": "pickup_at_delta"}, status="signed")
    assert reaches(row, "suv_at_delta", signed)
    # it stands on the pickup through another deal
    between = changed(case, "agreements", {"agreement": "suv_at_delta"}, needs=["suv_at_harima"])
    chain = changed(between, "agreements", {"agreement": "suv_at_harima"}, needs=["pickup_at_delta"])
    assert not reaches(row, "suv_at_delta", between)
    assert reaches(row, "suv_at_delta", chain)
    demand = Change("demand", ("n_suv", "petrol", "us"), "changed", (("units_per_year", 1.0, 2.0),))
    assert reaches(demand, "suv_at_delta", case)
    # what a rival stands on may lift it over this one
    rival = changed(case, "agreements", {"agreement": "suv_at_harima"}, needs=["pickup_at_delta"])
    assert not reaches(row, "suv_at_delta", rival)
    beside = changed(rival, "agreements", {"agreement": "suv_at_harima"}, excludes=["suv_at_delta"])
    assert reaches(row, "suv_at_delta", beside)

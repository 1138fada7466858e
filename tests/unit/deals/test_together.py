from __future__ import annotations

from dataclasses import replace

import pytest
from tests.cases.edits import changed, two_makers
from tests.cases.kinds import with_merger
from tests.cases.three_makers import three_makers

from teikei.base.options import AdviseOptions
from teikei.case.case import Case
from teikei.deals.advise import Advice, advise
from teikei.deals.together import without_worse
from teikei.deals.verdict import Verdict
from teikei.report.answer import findings
from teikei.report.money import Money

ALONE = AdviseOptions(workers=1)


def test_what_is_signed_together() -> None:
    # the pickup depends on an input (test_advise)
    advice = advise(two_makers(), options=ALONE)
    assert advice.signed_together == ("suv_at_delta",)
    assert advice.together_m == pytest.approx((629.0, 629.0))


def excluding() -> Case:
    """The pickup pays whatever its tooling costs; the SUV excludes it."""
    case = changed(two_makers(), "tooling", {"model": "h_pickup", "plant": "delta"}, tooling_cost_m_high=None)
    return changed(case, "agreements", {"agreement": "suv_at_delta"}, excludes=["pickup_at_delta"])


def test_of_two_that_exclude_each_other_the_one_certified_worse_is_rejected() -> None:
    found = advise(excluding(), options=ALONE)
    verdict = found["pickup_at_delta"].verdict
    assert verdict.word == "rejected"
    # 430.5 and 629 M
    assert verdict.reason == "worse than suv_at_delta, which it excludes: [430, 430] against [629, 629] m"
    assert verdict.worse_than == "suv_at_delta"
    assert found["suv_at_delta"].verdict.word == "recommended"
    assert found.signed_together == ("suv_at_delta",)
    # alone in the list it stays recommended
    alone = advise(excluding(), ["pickup_at_delta"], options=ALONE)
    assert alone["pickup_at_delta"].verdict.word == "recommended"


def test_a_merger_says_what_it_adds_to_the_best_agreements() -> None:
    # suv_at_delta brings 629; beyond it the merger saves parts of 340,000 cars at 800 (test_beyond)
    case = with_merger(two_makers())
    found = advise(case, ["one_firm", "suv_at_delta"], options=replace(ALONE, inputs=0))
    beyond = found["one_firm"].beyond
    assert beyond is not None
    assert beyond.others == ("suv_at_delta",)
    row = next(r for r in found.as_dict()["agreements"] if r["agreement"] == "one_firm")
    assert row["beyond"]["agreements_m"] == pytest.approx([629.0, 629.0])
    assert row["beyond"]["added_m"] == pytest.approx([272.0, 272.0])
    said = (
        "against today: the merger alone 908.0 ±0 m USD; the best agreements between its parties without it "
        "(The Hoku SUV built at Delta) 629.0 ±0 m USD; these and the merger on top of them 901.0 ±0 m USD, "
        "so that it adds 272.0 ±0 m USD to them"
    )
    shown = findings(found, Money.of(case, None))
    assert [deal.beyond for deal in shown.deals if deal.agreement == "one_firm"] == [said]
    assert found["suv_at_delta"].beyond is None
    # valued by itself there is nothing to set it beside
    lone = findings(advise(case, ["one_firm"], options=replace(ALONE, inputs=0)), Money.of(case, None))
    assert lone.deals[0].beyond.startswith("of the agreements valued here none")


def test_a_yardstick_is_named_so_and_takes_nobodys_place() -> None:
    case = changed(
        with_merger(two_makers()), "agreements", {"agreement": "one_firm"}, excludes=["suv_at_delta"]
    )
    found = advise(case, ["one_firm", "suv_at_delta"], options=ALONE)
    merger = found["one_firm"]
    assert merger.verdict.reason.startswith("a yardstick, not signed with the others")
    assert merger.title.endswith(" (a yardstick)")
    printed = findings(found, Money("USD", 1.0))
    (line,) = (one for _, lines in printed.groups for one in lines if one.agreement == "one_firm")
    assert merger.verdict.word == "recommended"
    assert line.reason.startswith("a yardstick, not signed with the others")
    larger = replace(merger, surplus_m=(9_000.0, 9_000.0), verdict=Verdict("recommended", ""))
    words = {a.agreement: a.verdict.word for a in without_worse(case, (larger, found["suv_at_delta"]))}
    assert words == {"one_firm": "recommended", "suv_at_delta": found["suv_at_delta"].verdict.word}
    assert "one_firm" not in found.signed_together


def test_what_depends_on_an_input_is_rejected_beside_a_better_one_that_it_excludes() -> None:
    case = changed(two_makers(), "agreements", {"agreement": "suv_at_delta"}, excludes=["pickup_at_delta"])
    found = advise(case, options=ALONE)
    verdict = found["pickup_at_delta"].verdict
    assert (verdict.word, verdict.worse_than) == ("rejected", "suv_at_delta")  # 430.5 and 629 M
    # beside one that only depends it stays
    suv = replace(found["suv_at_delta"], verdict=Verdict("depends", ""))
    pickup = replace(found["pickup_at_delta"], verdict=Verdict("depends", ""))
    assert [a.verdict.word for a in without_worse(case, (suv, pickup))] == ["depends"] * 2


def test_intervals_that_overlap_reject_nothing() -> None:
    found = advise(excluding(), options=ALONE)
    suv = replace(found["suv_at_delta"], surplus_m=(430.0, 629.0))
    pickup = replace(found["pickup_at_delta"], verdict=Verdict("recommended", ""))
    assert [a.verdict.word for a in without_worse(excluding(), (suv, pickup))] == ["recommended"] * 2


def test_each_as_the_last_one_of_what_is_signed_together() -> None:
    # hoku's SUV takes 86.4 from kita's place on the line of Delta: 629 and 189 alone
    found = advise(three_makers(), options=replace(ALONE, inputs=0, last=True))
    assert set(found.signed_together) == {"pickup_at_delta", "suv_at_delta", "k_suv_at_delta"}
    last = {a.agreement: a.last_m for a in found.advised}
    expected = {
        "pickup_at_delta": 430.5,
        "suv_at_delta": 542.6,
        "k_suv_at_delta": 102.6,
        "suv_at_harima": -7.0,
    }
    for name, worth in expected.items():
        assert last[name] == pytest.approx((worth, worth)), name
    told = {a["agreement"]: a for a in found.as_dict()["agreements"]}
    assert told["suv_at_harima"]["last_m"] == pytest.approx([-7.0, -7.0])
    row = {r["agreement"]: r for r in found.agreements.iter_rows(named=True)}["k_suv_at_delta"]
    assert (row["last_low_m"], row["last_high_m"]) == pytest.approx((102.6, 102.6))
    plain = advise(three_makers(), ["suv_at_delta"], options=replace(ALONE, inputs=0))
    assert plain["suv_at_delta"].last_m is None


def test_what_pays_alone_and_adds_nothing_to_the_rest_is_not_signed(monkeypatch: pytest.MonkeyPatch) -> None:
    # as if the pickup added nothing beside the SUV: it goes, and the SUV is then all that is signed
    asked: list[tuple[str, ...]] = []

    def last(_case: Case, agreement: str, book: tuple[str, ...], *_rest: object) -> tuple[float, float]:
        asked.append(book)
        return (0.0, 0.0) if agreement == "pickup_at_delta" else (629.0, 629.0)

    monkeypatch.setattr("teikei.deals.together.last_added", last)
    found = advise(two_makers(), options=replace(ALONE, inputs=0, effort="full"))
    assert set(asked) == {("pickup_at_delta", "suv_at_delta"), ("suv_at_delta",)}
    assert found.signed_together == ("suv_at_delta",)
    assert found["pickup_at_delta"].verdict.word == "rejected"
    said = reason_of(found, "pickup_at_delta")
    assert said == "it pays alone, but as the last one beside what is signed together it adds 0.0 ±0 m USD"


def reason_of(found: Advice, agreement: str) -> str:
    lines = {line.agreement: line for _, group in findings(found, Money("USD", 1.0)).groups for line in group}
    return lines[agreement].reason

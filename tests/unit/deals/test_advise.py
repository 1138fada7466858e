from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import pytest
from tests.cases.edits import added, changed, dropped, two_makers
from tests.cases.features import electric, with_network

from teikei.base.errors import CaseError, UsageError
from teikei.base.jobs import Begin, Job
from teikei.base.options import AdviseOptions
from teikei.deals.advise import Advice, advise
from teikei.report.answer import findings, unused
from teikei.report.money import Money

ALONE = AdviseOptions(workers=1)


@pytest.fixture(scope="module")
def advice() -> Advice:
    case = added(
        two_makers(),
        "agreements",
        {
            "agreement": "pool",
            "title": "A pool",
            "kind": "battery_supply",
            "status": "candidate",
            "parties": "nagi;hoku",
        },
        {
            "agreement": "barred",
            "title": "Split the world",
            "kind": "battery_supply",
            "status": "candidate",
            "parties": "nagi;hoku",
            "screen": "red",
            "legal_note": "markets shared between competitors",
        },
    )
    return advise(case, options=ALONE)


def test_words_of_the_two_makers(advice: Advice) -> None:
    assert {a.agreement: a.verdict.word for a in advice.advised} == {
        # tooling at its high of 2,000 M turns it: see test_sweep
        "pickup_at_delta": "depends",
        "suv_at_delta": "recommended",
        "suv_at_harima": "rejected",
        "pool": "not yet planned",
        "barred": "rejected",
    }
    assert "markets shared between competitors" in advice["barred"].verdict.reason
    assert advice["pool"].surplus_m is None
    assert advice.decided_share == 1.0


def test_the_table_and_the_object(advice: Advice) -> None:
    row = {r["agreement"]: r for r in advice.agreements.iter_rows(named=True)}["pickup_at_delta"]
    assert row["surplus_low_m"] == pytest.approx(430.5)
    assert row["before_diversion_low_m"] == pytest.approx(573.0)
    assert row["start_year"] == 2029
    told = json.loads(json.dumps(advice.as_dict()))
    first = {a["agreement"]: a for a in told["agreements"]}["pickup_at_delta"]
    assert first["surplus_m"] == pytest.approx([430.5, 430.5])
    assert first["corridor_m"] == pytest.approx([146.0, 576.5])
    assert first["gains_after_m"]["nagi"] == pytest.approx([215.25, 215.25])
    assert first["gains_m"]["hoku"] == pytest.approx([576.5, 576.5], abs=1e-2)
    # nothing about a deal that was not valued is invented
    assert "surplus_m" not in {a["agreement"]: a for a in told["agreements"]}["pool"]


def test_one_line_each(advice: Advice) -> None:
    assert repr(advice) == (
        "Advice on 'two_makers': 1 depends, 1 not yet planned, 1 recommended, 2 rejected; "
        "1 signed together [629.0, 629.0] m USD present value, for these inputs"
    )
    assert repr(advice["suv_at_delta"]) == (
        "Advised(suv_at_delta: recommended, surplus [629.0, 629.0] m present value)"
    )
    assert repr(advice["pool"]) == "Advised(pool: not yet planned)"


def test_verdicts_by_word_the_largest_first(advice: Advice) -> None:
    assert [a.agreement for a in advice.by_verdict("rejected")] == ["suv_at_harima", "barred"]
    with pytest.raises(UsageError):
        advice["suv_at_detla"]


def test_some_agreements_or_those_of_a_firm() -> None:
    one = advise(two_makers(), ["suv_at_harima"], options=ALONE)
    assert [a.agreement for a in one.advised] == ["suv_at_harima"]
    assert one.signed_together == ()
    assert one.together_m == (0.0, 0.0)
    third = added(
        two_makers(), "firms", {"firm": "miri", "name": "Miri", "home_territory": "us", "role": "plans"}
    )
    assert advise(third, focal="miri", options=ALONE).advised == ()


def test_a_wide_epsilon_rejects() -> None:
    # 629 M over four years is 157 M a year
    found = advise(two_makers(), ["suv_at_delta"], options=AdviseOptions(workers=1, epsilon_m=1_000.0))
    assert found["suv_at_delta"].verdict.word == "rejected"


class Backwards:
    """An engine of somebody else's: here, the last job first."""

    def __init__(self) -> None:
        self.keys: list[str] = []

    def run(self, jobs: Iterable[Job], begin: Begin | None = None) -> Iterator[tuple[str, Any]]:
        assert begin is not None
        begin()
        for job in reversed(list(jobs)):
            self.keys.append(job.key)
            yield job.key, job.call(*job.arguments)


def test_another_engine_gives_the_same_answer(advice: Advice) -> None:
    engine = Backwards()
    answered = advise(advice.case, options=ALONE, executor=engine)
    assert [a.verdict for a in answered.advised] == [a.verdict for a in advice.advised]
    assert answered.together_m == advice.together_m
    assert set(engine.keys) > {"pickup_at_delta", "suv_at_delta", "suv_at_harima"}


def test_two_processes_give_the_same_answer(advice: Advice, monkeypatch: pytest.MonkeyPatch) -> None:
    started = []
    submit = ProcessPoolExecutor.submit

    def counted(pool: ProcessPoolExecutor, *job: Any) -> Any:
        started.append(pool)
        return submit(pool, *job)

    monkeypatch.setattr(ProcessPoolExecutor, "submit", counted)
    monkeypatch.setattr("os.cpu_count", lambda: 2)  # wherever the tests run
    here, there = (advise(advice.case, options=AdviseOptions(workers=n, inputs=0)) for n in (1, 2))
    assert len(started) >= 3  # one job an agreement at least
    assert [a.verdict for a in there.advised] == [a.verdict for a in here.advised]
    assert [a.surplus_m for a in there.advised] == [a.surplus_m for a in here.advised]
    assert there.together_m == here.together_m


def test_bad_calls_and_bad_tables() -> None:
    with pytest.raises(UsageError):
        advise(two_makers(), ["nothing"], options=ALONE)
    with pytest.raises(UsageError):
        advise(two_makers(), focal="nagy", options=ALONE)
    with pytest.raises(CaseError):
        advise(dropped(two_makers(), "grants", agreement="suv_at_delta"), options=ALONE)


def test_what_can_be_ended_by_notice_is_valued_but_not_signed_again() -> None:
    case = with_network(electric(two_makers()), "signed")
    assert "plugs" not in {a.agreement for a in advise(case, options=ALONE).advised}  # no notice: it stays
    case = changed(case, "agreements", {"agreement": "plugs"}, notice_months=12.0)
    found = advise(case, options=ALONE)
    kept = found["plugs"]
    assert kept.verdict.word == "recommended"
    assert kept.title == "Plugs (in force: keep it)"
    assert "plugs" in found.book
    assert "plugs" not in found.signed_together
    assert unused(kept) is False
    printed = findings(found, Money("USD", 1.0))
    assert "Plugs" not in printed.sentence
    (deal,) = (d for d in printed.deals if d.agreement == "plugs")
    assert deal.dates.startswith("in force since")


def test_a_closed_agreement_is_refused() -> None:
    case = changed(two_makers(), "agreements", {"agreement": "suv_at_harima"}, status="closed")
    with pytest.raises(UsageError) as raised:
        advise(case, ["suv_at_harima", "suv_at_delta"], options=ALONE)
    (fault,) = raised.value.faults
    assert fault.what == "'suv_at_harima' is closed"

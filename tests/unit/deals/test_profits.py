"""π of books by hand, on two makers and on three."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from tests.cases.edits import added, changed, two_makers
from tests.cases.features import with_guest
from tests.cases.three_makers import split_pickup, three_makers, with_diversion

from teikei.base.errors import UsageError
from teikei.base.jobs import Begin, Job, LocalExecutor
from teikei.deals.booked import Booked, Valued
from teikei.deals.desk import hold
from teikei.deals.profits import Profits
from teikei.solve.common_answers import CommonAnswers


def of(profits: Profits, firm: str, *agreements: str) -> float:
    """What a firm gains over today's book, checked to be known exactly."""
    found, base = profits.at(profits.mask(agreements)), profits.at(0)
    assert found.high[firm] - found.low[firm] < 0.1
    return (found.low[firm] + found.high[firm] - base.low[firm] - base.high[firm]) / 2


def test_two_makers_book_by_book() -> None:
    profits = Profits(two_makers())
    assert profits.agreements == ("pickup_at_delta", "suv_at_delta", "suv_at_harima")
    assert profits.players == profits.firms == ("hoku", "nagi")
    # today: nagi 4,080 and hoku 2,784, from case.toml
    today = profits.at(0)
    assert (today.low["nagi"], today.low["hoku"]) == pytest.approx((4_080.0, 2_784.0), abs=0.1)
    assert of(profits, "hoku", "pickup_at_delta") == pytest.approx(576.5, abs=0.1)
    assert of(profits, "nagi", "pickup_at_delta") == pytest.approx(-146.0, abs=0.1)
    # the frame line and the body line of Delta are apart: gains add up
    both = ("pickup_at_delta", "suv_at_delta")
    assert of(profits, "hoku", *both) == pytest.approx(576.5 + 632.5, abs=0.1)
    assert profits.surplus(profits.mask(both), 0) == pytest.approx((1_059.5, 1_059.5))
    # 60,000 h_pickup in four years
    assert profits.at(1).cars == pytest.approx({"pickup_at_delta": 15_000.0})


def test_three_makers_share_a_line_that_is_too_short() -> None:
    profits = Profits(three_makers())
    assert of(profits, "kita", "k_suv_at_delta") == pytest.approx(192.5, abs=0.1)
    both = ("k_suv_at_delta", "suv_at_delta")
    assert of(profits, "kita", *both) == pytest.approx(106.1, abs=0.1)
    assert of(profits, "hoku", *both) == pytest.approx(632.5, abs=0.1)
    assert of(profits, "nagi", *both) == pytest.approx(-7.0, abs=0.1)
    assert profits.surplus(profits.mask(both), 0) == pytest.approx((731.6, 731.6))


def test_a_book_is_planned_once_and_told() -> None:
    told: list[tuple[Booked, int]] = []
    profits = Profits(two_makers(), told=lambda booked, number: told.append((booked, number)))
    profits.payoffs(3)
    profits.at(3)
    profits.surplus(3, 0)
    assert [(booked.agreements, number) for booked, number in told] == [
        (("pickup_at_delta", "suv_at_delta"), 1),
        ((), 2),
    ]
    assert profits.planned == 2
    assert profits.known == (3, 0)
    assert profits.memory.start is None


def test_two_deals_of_use_only_together() -> None:
    profits = Profits(split_pickup())
    for alone in ("pickup_at_delta", "frame_for_hoku"):
        assert of(profits, "hoku", alone) == pytest.approx(-3.5, abs=0.1)
        assert of(profits, "nagi", alone) == pytest.approx(-3.5, abs=0.1)
    both = ("pickup_at_delta", "frame_for_hoku")
    assert of(profits, "hoku", *both) == pytest.approx(573.0, abs=0.1)
    assert of(profits, "nagi", *both) == pytest.approx(-149.5, abs=0.1)


def test_sales_that_a_deal_takes_from_a_third_firm() -> None:
    profits = Profits(with_diversion())
    assert of(profits, "kita", "pickup_at_delta") == pytest.approx(-45.12, abs=0.1)


def test_books_that_cannot_be() -> None:
    case = changed(two_makers(), "agreements", {"agreement": "suv_at_delta"}, excludes=["pickup_at_delta"])
    profits = Profits(case)
    assert not profits.feasible(0b11)
    assert profits.feasible(0b101)
    needing = changed(two_makers(), "agreements", {"agreement": "suv_at_delta"}, needs=["suv_at_harima"])
    profits = Profits(needing)
    assert not profits.feasible(0b10)
    assert profits.links.without(0b111, 2) == 0b001


def test_a_candidate_takes_the_place_of_a_signed_one_that_it_excludes() -> None:
    case = changed(two_makers(), "agreements", {"agreement": "suv_at_delta"}, excludes=["pickup_at_delta"])
    case = changed(case, "agreements", {"agreement": "pickup_at_delta"}, status="signed")
    profits = Profits(case)
    assert profits.agreements == ("suv_at_delta", "suv_at_harima")
    assert profits.book(1).agreements == {"suv_at_delta"}
    assert profits.book(0).agreements == {"pickup_at_delta"}


def test_what_is_not_in_play_and_why() -> None:
    row = {"kind": "regional_lead", "status": "candidate", "parties": ["nagi", "hoku"]}
    case = added(
        two_makers(),
        "agreements",
        row | {"agreement": "barred", "title": "B", "screen": "red", "legal_note": "markets shared"},
        row | {"agreement": "later", "title": "L", "kind": "battery_supply"},
        row | {"agreement": "stands_on", "title": "S", "kind": "contract_build", "needs": ["later"]},
    )
    profits = Profits(case)
    assert profits.agreements == ("pickup_at_delta", "suv_at_delta", "suv_at_harima")
    assert "markets shared" in profits.left_out["barred"]
    assert profits.left_out["later"].startswith("not yet planned")
    assert profits.left_out["stands_on"] == "needs later"


def test_a_party_that_does_not_plan_has_given_terms() -> None:
    case = changed(with_guest(two_makers()), "agreements", {"agreement": "zai_guest"}, status="candidate")
    profits = Profits(case, ["zai_guest"])
    assert profits.players == ("hoku", "nagi", "zai")
    low, high = profits.payoffs(1)
    assert low[2] == high[2] == 0.0
    weight = dict(
        zip([profits.players[m] for m in profits.links.members[0]], profits.links.weights[0], strict=True)
    )
    assert weight == {"nagi": 1.0, "zai": 0.0}


def test_weights_of_the_first_planning_party() -> None:
    profits = Profits(three_makers(), weight=0.3)
    assert profits.links.weights[0] == (0.3, 0.7)
    # three: 0.3, 0.7 and 0.7 of 1.7; with 0.5 a third each
    assert profits.weights(("nagi", "hoku", "kita"), 0.3) == pytest.approx((3 / 17, 7 / 17, 7 / 17))
    assert profits.weights(("nagi", "hoku", "kita"), 0.5) == pytest.approx((1 / 3, 1 / 3, 1 / 3))
    # whoever bargains with given terms only has all of it, at any weight
    assert profits.weights(("zai", "nagi"), 0.0) == (0.0, 1.0)


@pytest.mark.parametrize("name", ["suv_at_detla", "signed_one"])
def test_only_candidates_can_be_chosen(name: str) -> None:
    case = changed(two_makers(), "agreements", {"agreement": "suv_at_harima"}, status="closed")
    with pytest.raises(UsageError) as raised:
        Profits(case, ["suv_at_harima", name])
    assert {f.where for f in raised.value.faults} == {"agreements"}
    assert len(raised.value.faults) == 2


class InTurn:
    """Does jobs in this process, the last one first, and notes how many came at a time."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def run(self, jobs: Iterable[Job], begin: Begin | None = None) -> Iterator[tuple[str, Any]]:
        assert begin is not None
        begin()
        listed = list(jobs)
        self.asked.append(len(listed))
        for job in reversed(listed):
            yield job.key, job.call(*job.arguments)


def test_books_told_ahead_are_valued_side_by_side() -> None:
    runner, told = InTurn(), list[tuple[tuple[str, ...], int]]()
    profits = Profits(two_makers(), told=lambda booked, number: told.append((booked.agreements, number)))
    profits.valued_by(runner, 2)
    profits.ahead([0, 1, 2, 1])
    assert runner.asked == [3]
    # told as they are done, known in the order asked: what is tried next hangs on that order
    assert [number for _, number in told] == [1, 2, 3]
    assert profits.known == (0, 1, 2)
    profits.ahead([0, 2])
    profits.at(1)
    assert runner.asked == [3]
    # 430.5, as in this process
    assert profits.surplus(1, 0) == pytest.approx((430.5, 430.5))
    assert of(profits, "hoku", "pickup_at_delta") == pytest.approx(576.5, abs=0.1)
    # a book that nobody spoke of ahead is a job of its own
    profits.at(3)
    assert runner.asked == [3, 1]


def test_alone_nothing_is_valued_before_it_is_asked_for() -> None:
    profits = Profits(two_makers())
    profits.ahead([0, 1])
    assert profits.known == ()


def test_what_one_process_solves_no_other_solves_again(monkeypatch: pytest.MonkeyPatch) -> None:
    solved = list[str]()
    keep = CommonAnswers.__setitem__

    def note(self: CommonAnswers, key: str, answer: Any) -> None:
        solved.append(key)
        keep(self, key, answer)

    monkeypatch.setattr(CommonAnswers, "__setitem__", note)
    monkeypatch.setattr("teikei.solve.common_answers.WORTH_TELLING_S", 0.0)
    profits = Profits(two_makers())
    profits.valued_by(InTurn(), 2)
    profits.ahead([0, 1])
    first = len(solved)
    # the frame line and the body line are apart: both books together have no part that is new
    hold(three_makers())  # a process that has solved nothing of this case yet
    profits.ahead([2])
    second = len(solved)
    hold(three_makers())
    profits.at(3)
    assert 0 < first < second == len(solved)
    assert len(set(solved)) == len(solved)
    # once the processes are gone their answers are still known
    profits.valued_by(None)
    assert all(profits.memory.answers.get(key) is not None for key in solved)
    folder = profits.memory.answers.folder  # type: ignore[attr-defined]
    assert folder.is_dir()
    del profits
    gc.collect()
    assert not folder.exists()


def test_processes_find_what_one_finds() -> None:
    alone, beside = Profits(three_makers()), Profits(three_makers())
    with LocalExecutor(2) as pool:
        beside.valued_by(pool, 2)
        beside.ahead(range(4))
    for mask in range(4):
        assert beside.surplus(mask, 0) == pytest.approx(alone.surplus(mask, 0))
        assert beside.at(mask).low == pytest.approx(alone.at(mask).low, abs=0.1)
        assert beside.at(mask).cars == pytest.approx(alone.at(mask).cars)


class Held:
    """A shelf in memory."""

    def __init__(self) -> None:
        self.books: dict[frozenset[str], Valued] = {}

    def keep(self, found: Valued) -> None:
        self.books[frozenset(found[0].agreements)] = found


def test_a_book_on_the_shelf_is_not_planned_again(monkeypatch: pytest.MonkeyPatch) -> None:
    shelf, first = Held(), Profits(two_makers())
    first.shelf = shelf
    first.surplus(1, 0)
    assert set(shelf.books) == {frozenset(), frozenset({"pickup_at_delta"})}
    # other agreements in play: the same book has another mask
    again = Profits(two_makers(), ["suv_at_delta", "pickup_at_delta"])
    again.shelf = shelf

    def never(*_: Any) -> None:
        raise AssertionError("planned again")

    with monkeypatch.context() as patched:
        patched.setattr("teikei.deals.profits.value_book", never)
        assert again.surplus(2, 0) == first.surplus(1, 0)
        with pytest.raises(AssertionError):
            again.at(1)
    assert again.surplus(1, 0) == pytest.approx((629.0, 629.0))
    assert len(shelf.books) == 3

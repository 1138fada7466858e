"""Books by hand: what is searched, where it ends, and why the rest stays out."""

from __future__ import annotations

import signal

import pytest
from tests.cases.edits import changed, two_makers
from tests.cases.scripted import Scripted, deals
from tests.cases.three_makers import split_pickup, three_makers

from teikei.base.errors import UsageError
from teikei.base.options import SearchOptions
from teikei.deals.booked import Booked
from teikei.deals.search import Searched, search, searched

ALL_THREE = {"pickup_at_delta", "suv_at_delta", "k_suv_at_delta"}


@pytest.fixture(scope="module")
def found() -> Searched:
    return search(three_makers(), "nagi")


def test_two_makers() -> None:
    found = search(two_makers(), "hoku")
    # 430.5 + 629: the frame line and the body line of Delta are apart
    assert set(found.joint) == {"pickup_at_delta", "suv_at_delta"}
    assert found.joint_m == pytest.approx((1_059.5, 1_059.5))
    assert found.alone_m["suv_at_harima"] == pytest.approx((-7.0, -7.0))
    (book,) = found.stable
    assert set(book.agreements) == set(found.joint)
    assert set(book.starts) == {"today", "all", "best joint book", "portfolio"}
    assert book.lost_m == (0.0, 0.0)
    assert found.cycles == ()
    assert found.portfolio is not None
    # half of both
    assert sum(found.portfolio.gain_m) / 2 == pytest.approx(529.75, abs=0.1)


def test_three_makers_joint_book(found: Searched) -> None:
    # 430.5 + 629 + 102.6
    assert set(found.joint) == ALL_THREE
    assert found.joint_m == pytest.approx((1_162.1, 1_162.1))
    assert found.joint_open == ()
    assert found.alone_m["k_suv_at_delta"] == pytest.approx((189.0, 189.0))


def test_three_makers_book_that_holds(found: Searched) -> None:
    assert [set(book.agreements) for book in found.stable] == [ALL_THREE]
    # from today by the most promising first: 629, 430.5, then what is left of kita's
    steps = [(m.kind, m.link, round(m.gain.low + m.gain.high) / 2) for m in found.paths["today"].steps]
    assert steps == [
        ("add", "suv_at_delta", pytest.approx(629, abs=0.5)),
        ("add", "pickup_at_delta", pytest.approx(430.5, abs=0.5)),
        ("add", "k_suv_at_delta", pytest.approx(102.6, abs=0.5)),
    ]
    # from all: only suv_at_harima, which costs 7, goes
    assert [(m.kind, m.link) for m in found.paths["all"].steps] == [("drop", "suv_at_harima")]


def test_three_makers_portfolio_of_the_host(found: Searched) -> None:
    portfolio = found.portfolio
    assert portfolio is not None
    assert set(portfolio.own) == ALL_THREE
    # 215.25 + 314.5 + 51.3, see test_contracts
    assert sum(portfolio.gain_m) / 2 == pytest.approx(581.05, abs=0.2)
    assert sum(portfolio.contracts.gains["hoku"]) / 2 == pytest.approx(529.75, abs=0.1)
    assert portfolio.contracts.walk_outs.answer == "yes"
    # as the last one added: hoku's SUV takes 86.4 from kita, so that all together gain 542.6 by it
    assert portfolio.last_m["suv_at_delta"] == pytest.approx((542.6, 542.6))
    assert portfolio.last_m["k_suv_at_delta"] == pytest.approx((102.6, 102.6))
    assert portfolio.last_m["pickup_at_delta"] == pytest.approx((430.5, 430.5))
    assert portfolio.worth_m == pytest.approx((1_162.1, 1_162.1))


def test_what_is_left_out_and_what_it_lacks(found: Searched) -> None:
    (left,) = found.rejected
    assert (left.agreement, left.why) == ("suv_at_harima", "unused")
    # signing 4 and running 3 are all it would change; 7 over four years
    assert left.parties_m == pytest.approx((-7.0, -7.0), abs=0.1)
    assert left.short_m == pytest.approx(7.0, abs=0.1)
    assert left.short_m_per_year == pytest.approx(1.75, abs=0.05)
    assert left.short_per_car is None
    assert "no car" in left.reason


def test_of_two_that_exclude_each_other_the_better() -> None:
    case = changed(two_makers(), "agreements", {"agreement": "suv_at_delta"}, excludes=["pickup_at_delta"])
    found = search(case, "nagi")
    assert found.joint == ("suv_at_delta",)
    (book,) = found.stable
    assert book.agreements == ("suv_at_delta",)
    left = {one.agreement: one for one in found.rejected}["pickup_at_delta"]
    # 430.5 for 629 given up
    assert (left.why, left.instead_of) == ("excluded", ("suv_at_delta",))
    assert left.short_m == pytest.approx(198.5, abs=0.2)


def test_deals_of_use_only_together_are_found_from_above() -> None:
    found = search(split_pickup(), "nagi", ["pickup_at_delta", "frame_for_hoku"])
    # neither is worth signing alone (-7), so from today nobody moves; from all nobody leaves
    assert set(found.joint) == {"pickup_at_delta", "frame_for_hoku"}
    assert found.joint_m == pytest.approx((423.5, 423.5))
    ends = {set_: book for book in found.stable for set_ in [frozenset(book.agreements)]}
    assert ends[frozenset()].starts == ("today",)
    assert ends[frozenset()].lost_m == pytest.approx((423.5, 423.5))
    assert ends[frozenset(found.joint)].starts == ("all", "best joint book", "portfolio")
    assert found.portfolio is not None
    assert found.portfolio.contracts.groups == (("pickup_at_delta", "frame_for_hoku"),)
    assert sum(found.portfolio.gain_m) / 2 == pytest.approx(211.75, abs=0.1)


def test_only_named_agreements_are_in_play() -> None:
    found = search(three_makers(), agreements=["k_suv_at_delta"])
    assert found.joint == ("k_suv_at_delta",)
    assert found.joint_m == pytest.approx((189.0, 189.0))
    assert found.portfolio is None
    assert found.rejected == ()


def test_progress_is_told() -> None:
    told: list[tuple[str, tuple[str, ...], int]] = []

    def note(doing: str, booked: Booked, number: int) -> None:
        told.append((doing, booked.agreements, number))

    found = search(two_makers(), told=note)
    assert [number for _, _, number in told] == list(range(1, found.planned + 1))
    assert told[0][0] == "each alone, 1 of 3"
    assert {doing.split(",")[0] for doing, _, _ in told} >= {"each alone", "books that hold"}


def test_a_search_that_is_stopped_gives_the_best_so_far() -> None:
    # today, then each of three alone: 430.5, 629 and -7; the second move from today is stopped
    def stop(_doing: str, booked: Booked, _number: int) -> None:
        if len(booked.agreements) == 2:
            signal.raise_signal(signal.SIGINT)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job may ignore it
    try:
        found = search(two_makers(), "hoku", told=stop)
        after = signal.getsignal(signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)
    assert after is signal.default_int_handler  # signals are as they were
    assert found.stopped == "books that hold, from today"
    assert found.joint == ("pickup_at_delta", "suv_at_delta")
    assert found.joint_m == pytest.approx((1_059.5, 1_059.5))
    assert found.planned == 5
    assert (found.portfolio, found.paths, found.rejected) == (None, {}, ())


def test_a_book_that_is_cut_short_counts_for_nothing() -> None:
    def stop(_doing: str, _booked: Booked, number: int) -> None:
        if number == 2:
            signal.raise_signal(signal.SIGINT)

    found = search(two_makers(), told=stop)
    assert found.stopped == "each alone, 2 of 3"
    # two books are whole: today's and the pickup's
    assert found.planned == 2
    assert found.joint == ("pickup_at_delta",)


@pytest.mark.parametrize("focal", ["nagl", "zai"])
def test_a_firm_without_a_portfolio(focal: str) -> None:
    with pytest.raises(UsageError) as raised:
        search(two_makers(), focal)
    (fault,) = raised.value.faults
    assert fault.where == "--for"


def test_a_weight_outside_its_range() -> None:
    with pytest.raises(UsageError):
        SearchOptions(weight=1.5)


def test_a_cycle_is_reported_as_a_cycle() -> None:
    # two pairs in turn: adding either pays its parties only while the other is there or not
    case = deals(a="nagi hoku", b="kita zai")
    table = {
        "": {"kita": 1.0},
        "a": {"nagi": 1.0},
        "b": {"nagi": 1.0, "kita": 0.0},
        "ab": {"kita": 1.0},
    }
    found = searched(Scripted(case, "ab", table), "", SearchOptions())
    assert found.stable == ()
    (cycle,) = found.cycles
    assert set(cycle.networks) == {0, 1, 2, 3}
    assert cycle.closed == "yes"


def test_a_deal_is_added_together_with_what_it_needs() -> None:
    # hoku's SUV at harima loses 7, kita's at delta, which needs it, brings 189: the first alone is no step
    case = changed(three_makers(), "agreements", {"agreement": "k_suv_at_delta"}, needs=["suv_at_harima"])
    both = ("k_suv_at_delta", "suv_at_harima")
    found = search(case, "kita", both)
    assert (found.joint, found.joint_m) == (both, pytest.approx((182.0, 182.0)))
    assert found.portfolio is not None
    assert found.portfolio.agreements == both
    first = found.paths["today"].steps[0]
    assert (first.link, first.come) == (both[0], both[1:])

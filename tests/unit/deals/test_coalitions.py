"""Worths of groups, by hand: the figures of test_shares and of the case."""

from __future__ import annotations

import os
import signal
from typing import Any

import pytest
from tests.cases.edits import changed, two_makers
from tests.cases.three_makers import split_pickup, three_makers, with_diversion

from teikei.base.errors import UsageError
from teikei.base.options import CoalitionOptions
from teikei.deals import coalitions as module
from teikei.deals.coalitions import coalitions, standing, unproven
from teikei.plan.optimise import plan
from teikei.plan.solution import PlanSolution
from teikei.solve.interruption import interruptible


def test_two_makers() -> None:
    found = coalitions(two_makers())
    # 2,784 and 4,080 alone; 430.5 + 629 by the pickup and the SUV; the third deal only costs
    assert found.worths.low.tolist() == pytest.approx([0.0, 2_784.0, 4_080.0, 7_923.5], abs=1e-3)
    assert found.worths.high.tolist() == pytest.approx(found.worths.low.tolist(), abs=1e-3)
    assert found.gains.low.tolist() == pytest.approx([0.0, 0.0, 0.0, 1_059.5], abs=2e-3)
    assert found[3].agreements == ("pickup_at_delta", "suv_at_delta")


def test_groups_that_nothing_ties_are_the_sum_of_their_parts() -> None:
    found = coalitions(three_makers(), ["suv_at_delta", "k_suv_at_delta"])
    # hoku and kita have no deal between them: 2,784 + 1,504, and nothing was planned for it
    assert found[0b011].firms == ("hoku", "kita")
    assert found[0b011].low == pytest.approx(4_288.0)
    assert found[0b011].plans == 0
    # all three: 629 + 102.6
    assert found.gains.low[0b111] == pytest.approx(629.0 + 102.6, abs=1e-3)


def test_a_launch_that_takes_from_another_ties_them() -> None:
    # the h_pickup takes from k_suv, but no deal inside hoku and kita brings it
    assert coalitions(with_diversion(), [])[0b011].plans == 0
    found = coalitions(with_diversion(), ["pickup_at_delta"])
    # all three: 430.5 less 45.12 that the pickup takes from kita's SUV
    assert found.gains.low[0b111] == pytest.approx(430.5 - 45.12, abs=1e-2)


def test_a_group_signs_both_or_none_of_two_that_need_each_other() -> None:
    found = coalitions(split_pickup(), ["pickup_at_delta", "frame_for_hoku"])
    assert found[3].agreements == ("frame_for_hoku", "pickup_at_delta")
    assert found.gains.low[3] == pytest.approx(423.5, abs=1e-2)


def test_what_is_barred_is_in_no_book() -> None:
    case = changed(two_makers(), "agreements", {"agreement": "suv_at_delta"}, screen="red", legal_note="no")
    found = coalitions(case)
    assert found.agreements == ("pickup_at_delta", "suv_at_harima")
    assert found.gains.low[3] == pytest.approx(430.5, abs=1e-3)


def test_fewer_firms_and_side_by_side() -> None:
    told: list[int] = []
    options = CoalitionOptions(workers=2)
    found = coalitions(
        three_makers(), [], ["kita", "nagi"], options, told=lambda _, done, of: told.append(of)
    )
    assert found.firms == ("kita", "nagi")
    assert found.worths.low.tolist() == pytest.approx([0.0, 1_504.0, 4_080.0, 5_584.0])
    assert told == [2, 2]


def test_books_that_cannot_stand() -> None:
    case = changed(two_makers(), "agreements", {"agreement": "pickup_at_delta"}, excludes=["suv_at_delta"])
    assert standing(case, ["pickup_at_delta", "suv_at_delta"]) is None
    book = standing(case, ["suv_at_delta"])
    assert book is not None
    assert book.agreements == {"suv_at_delta"}


@pytest.mark.parametrize(
    ("few", "certified"),
    [(3, True), (0, False)],  # every book planned; one bound over all of them
)
def test_a_bound_over_withdrawals_is_not_certified(
    few: int, certified: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("teikei.deals.coalitions.FEW", few)
    case = changed(two_makers(), "agreements", {"agreement": "suv_at_delta"}, withdraws=["n_suv"])
    assert unproven(case, ["pickup_at_delta", "suv_at_delta"]) == ("suv_at_delta",)
    found = coalitions(case, ["pickup_at_delta", "suv_at_delta"])
    assert [one.certified for one in found.valued] == [True, True, certified]
    # the other deals take nothing off a market
    assert all(one.certified for one in coalitions(two_makers()).valued)


@pytest.mark.parametrize(("agreements", "firms"), [(["pikup"], None), (None, ["nagy"])])
def test_unknown_names(agreements: list[str] | None, firms: list[str] | None) -> None:
    with pytest.raises(UsageError):
        coalitions(two_makers(), agreements, firms)


def test_ctrl_c_in_a_solve_stops_and_no_group_cut_short_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A solve that Ctrl-C ends with its best point returns as any other: its group is no answer."""
    told = list[tuple[str, ...]]()

    def struck(*args: Any, **kwargs: Any) -> PlanSolution:
        with interruptible():
            if told:
                os.kill(os.getpid(), signal.SIGINT)
            return plan(*args, **kwargs)

    monkeypatch.setattr(module, "plan", struck)
    with pytest.raises(KeyboardInterrupt):
        coalitions(two_makers(), told=lambda one, number, of: told.append(one.firms))
    assert len(told) == 1

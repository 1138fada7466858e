"""Does a book hold, by hand."""

from __future__ import annotations

import pytest
from tests.cases.edits import changed
from tests.cases.scripted import Scripted, deals
from tests.cases.three_makers import three_makers, with_diversion

from teikei.deals.profits import Profits
from teikei.deals.rivals import rivals
from teikei.deals.stability import Holding, holding

BOOK = ("pickup_at_delta", "suv_at_delta", "k_suv_at_delta")


@pytest.fixture(scope="module")
def held() -> Holding:
    profits = Profits(three_makers())
    return holding(profits, BOOK, rivals(profits.case, profits.agreements))


def test_inside_and_outside(held: Holding) -> None:
    assert held.holds == "yes"
    middles = {name: sum(ends) / 2 for name, ends in held.inside.items()}
    assert middles == pytest.approx(
        {"pickup_at_delta": 430.5, "suv_at_delta": 629.0, "k_suv_at_delta": 102.6}, abs=0.1
    )
    assert (held.improving, held.open_moves) == ((), ())
    assert held.contracts.walk_outs.answer == "yes"


def test_what_groups_would_have_alone(held: Holding) -> None:
    assert held.firms == ("hoku", "kita", "nagi")
    assert held.worths is not None
    # hoku and nagi 430.5 + 629, kita and nagi 189, all 1,162.1; nobody alone, nor hoku and kita
    expected = [0, 0, 0, 0, 0, 1_059.5, 189.0, 1_162.1]
    assert ((held.worths.low + held.worths.high) / 2).tolist() == pytest.approx(expected, abs=0.2)
    # terms: hoku 529.75, kita 51.3, nagi 581.05. kita is nearest to leaving: with 51.3 to lose
    assert held.core is not None
    assert held.core.answer == "yes"
    assert held.core.margin == pytest.approx(51.3, abs=0.3)
    # x_kita from -e to 102.6 + e: e = -51.3 at best
    assert held.least is not None
    assert held.least.epsilon == pytest.approx(-51.3, abs=0.2)


def test_a_book_short_of_a_deal_that_pays() -> None:
    profits = Profits(three_makers())
    held = holding(profits, ["pickup_at_delta"])
    assert held.holds == "no"
    assert {move.link for move in held.improving} == {"suv_at_delta", "k_suv_at_delta"}


def test_the_threat_to_let_another_in() -> None:
    case = changed(three_makers(), "agreements", {"agreement": "suv_at_delta"}, excludes=["k_suv_at_delta"])
    profits = Profits(case, weight=0.1)
    pairs = rivals(case, profits.agreements)
    held = holding(profits, ["suv_at_delta"], pairs)
    # weight 0.1: nagi keeps 62.9 and is paid 66.4. But kita would pay up to 192.5 for the place
    deal = held.replaced["suv_at_delta"]
    assert deal.nash["hoku"] == pytest.approx(629 * 0.1 + 3.5, abs=0.1)
    assert deal.pays["hoku"] == pytest.approx(192.5, abs=0.2)
    assert deal.binding == "yes"
    # 1 + 629 for 629 - 192.5: hoku still wants it
    assert deal.holds.answer == "yes"


def test_what_a_third_firm_loses_by_the_deals_of_outsiders() -> None:
    profits = Profits(with_diversion())
    held = holding(profits, ["pickup_at_delta", "k_suv_at_delta"])
    assert held.risk is not None
    # kita alone: if hoku and nagi launch the pickup it loses 45.12, else nothing
    kita = 1 << held.firms.index("kita")
    assert held.risk.spread[kita] == pytest.approx(45.12, abs=0.1)
    assert held.risk.spread[-1] == 0.0


def test_outsiders_as_today_sign_nothing_and_alone_they_sign_what_they_can() -> None:
    # nagi alone can sign a with zai, who does not plan; that takes 3 from hoku
    table = {
        "": {},
        "a": {"nagi": 5.0, "hoku": -3.0},
        "b": {"nagi": 4.0, "hoku": 4.0},
        "ab": {"nagi": 9.0, "hoku": 1.0},
    }
    held = holding(Scripted(deals(a="nagi zai", b="nagi hoku"), "ab", table), ["a", "b"])
    assert held.firms == ("hoku", "nagi")
    assert held.worths is not None
    assert held.worths.low.tolist() == [0.0, 0.0, 5.0, 10.0]
    assert held.risk is not None
    assert held.risk.games["today"].low.tolist() == [0.0, 0.0, 5.0, 10.0]
    assert held.risk.games["alone"].low.tolist() == [0.0, -3.0, 5.0, 10.0]
    assert held.risk.spread.tolist() == [0.0, 3.0, 0.0, 0.0]
    # b brings 4 to each, so nobody pays: hoku has 1 by the terms, and 0 by itself as today
    assert held.core is not None
    assert held.core.margin == pytest.approx(1.0)


def test_a_group_that_would_do_better_by_itself() -> None:
    # c costs kita 6; nagi and hoku gain 2 by it. nagi and hoku have a (10 each), kita and nagi b (3 each)
    table = {
        "": {},
        "a": {"nagi": 10.0, "hoku": 10.0, "kita": -8.0},
        "b": {"nagi": 3.0, "kita": 3.0},
        "ab": {"nagi": 13.0, "hoku": 10.0, "kita": -5.0},
    }
    held = holding(Scripted(deals(a="nagi hoku", b="nagi kita"), "ab", table), ["a", "b"])
    assert held.worths is not None
    # {nagi, kita}: 6 by b; the terms give nagi 13 and kita -5: 8. kita alone 0, but has -5 with a around
    assert held.core is not None
    assert held.core.answer == "no"
    assert held.first_out == ("kita",)


def test_open_signs_leave_it_open() -> None:
    table = {"": {}, "a": {"nagi": (-1.0, 5.0)}}
    held = holding(Scripted(deals(a="nagi hoku"), "a", table), ["a"])
    assert held.holds == "undetermined"
    empty = holding(Scripted(deals(a="nagi hoku"), "a", table), [])
    assert empty.holds == "undetermined"
    assert [move.link for move in empty.open_moves] == ["a"]
    assert empty.worths is None

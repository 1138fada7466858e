"""The portfolio of one firm, from tables of profits."""

from __future__ import annotations

from tests.cases.scripted import Scripted, deals

from teikei.base.options import SearchOptions
from teikei.deals.portfolio import best_portfolio
from teikei.deals.search import searched

TWO = deals(a="nagi hoku", b="nagi kita")


def test_a_firm_gives_up_a_deal_that_spoils_another() -> None:
    # a alone: 10 each to nagi and hoku. b brings nagi and kita 1 more each, but takes 6 from hoku
    table = {
        "": {},
        "a": {"nagi": 10.0, "hoku": 10.0},
        "b": {"nagi": 4.0, "kita": 1.0},
        "ab": {"nagi": 11.0, "hoku": 4.0, "kita": 1.0},
    }
    found = searched(Scripted(TWO, "ab", table), "nagi", SearchOptions())
    # the pairs sign both: adding b brings its parties 2
    assert [book.agreements for book in found.stable] == [("a", "b")]
    # but for all together a alone is best: 20 against 16
    assert found.joint == ("a",)
    # nagi with both: a is worth D 7 + 4 = 11, halved 5.5: nagi receives 5.5 - 7 = -1.5; b: 1 + 1, halved
    # 1: it pays 0; 11 - 1.5 = 9.5. With a alone: 20 halved = 10. So it gives b up
    assert found.portfolio is not None
    assert found.portfolio.own == ("a",)
    assert found.portfolio.gain_m == (10.0, 10.0)
    assert found.portfolio.last_m == {"a": (20.0, 20.0)}
    left = {one.agreement: one.why for one in found.rejected}
    assert left == {"b": "wanted"}


def test_deals_that_lose_as_a_bundle_are_given_up() -> None:
    # each brings 9 as long as the other is there (-1 against -10), but both together lose 1
    table = {"": {}, "a": {"hoku": -10.0}, "b": {"hoku": -10.0}, "ab": {"hoku": -1.0}}
    found = best_portfolio(Scripted(deals(a="nagi hoku", b="nagi hoku"), "ab", table), "nagi", 3)
    assert found.agreements == ()
    assert found.gain_m == (0.0, 0.0)


def test_books_that_may_be_better_are_listed() -> None:
    table = {
        "": {},
        "a": {"nagi": (8.0, 12.0), "hoku": 10.0},
        "b": {"nagi": 4.0, "kita": 1.0},
        "ab": {"nagi": 11.0, "hoku": 4.0, "kita": 1.0},
    }
    found = best_portfolio(Scripted(TWO, "ab", table), "nagi", 3)
    assert found.own == ("a", "b")
    assert found.open_to == (("a",),)
    assert found.tried == 2


def test_only_the_firms_own_deals_are_chosen() -> None:
    case = deals(a="nagi hoku", c="hoku kita")
    # c costs nagi 5 and gains its parties 2
    table = {
        "": {},
        "a": {"nagi": 2.0, "hoku": 2.0},
        "c": {"nagi": -5.0, "hoku": 1.0, "kita": 1.0},
        "ac": {"nagi": -3.0, "hoku": 3.0, "kita": 1.0},
    }
    found = best_portfolio(Scripted(case, "ac", table), "nagi", 3)
    assert found.agreements == ("a", "c")
    assert found.own == ("a",)
    # 4 halved, c as it is
    assert found.gain_m == (2.0, 2.0)

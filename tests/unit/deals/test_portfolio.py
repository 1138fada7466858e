"""The portfolio of one firm, from tables of profits."""

from __future__ import annotations

from itertools import combinations

from tests.cases.edits import changed
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


def test_a_firm_with_many_deals_swaps_only_for_a_larger_part() -> None:
    # four deals of nagi; d excludes a. A swap of a for d is settled anew only if nagi's half of it is more
    case = deals(a="nagi hoku", b="nagi hoku", c="nagi kita", d="nagi kita")
    case = changed(case, "agreements", {"agreement": "d"}, excludes=["a"])
    worth = {"a": 4.0, "b": 2.0, "c": 6.0, "d": 3.0}

    def table(d: float) -> dict[str, dict[str, float]]:
        sizes = worth | {"d": d}
        return {
            "".join(book): {"nagi": sum(sizes[a] for a in book)}
            for n in range(5)
            for book in combinations("abcd", n)
        }

    few = SearchOptions(sets=1)
    pairs = (("a", "d"),)
    kept = best_portfolio(Scripted(case, "abcd", table(3.0)), "nagi", 0b111, pairs, few)
    # half of 3 is less than half of 4: nothing is settled anew
    assert (kept.own, kept.tried) == (("a", "b", "c"), 0)
    # 4 + 2 + 6 = 12, halved; with d in the place of a it would be 11
    assert kept.gain_m == (6.0, 6.0)
    assert kept.last_m == {"a": (1.0, 1.0), "b": (2.0, 2.0), "c": (6.0, 6.0)}
    # three deals and sets of one only: nagi's are tried in part, those of hoku (two) too
    assert set(kept.in_part) == {"nagi", "hoku"}
    assert kept.partners.answer == "undetermined"
    swapped = best_portfolio(Scripted(case, "abcd", table(5.0)), "nagi", 0b111, pairs, few)
    # half of 5 is more: 5 + 2 + 6 = 13, halved
    assert (swapped.own, swapped.gain_m) == (("b", "c", "d"), (6.5, 6.5))
    whole = best_portfolio(Scripted(case, "abcd", table(5.0)), "nagi", 0b111, pairs)
    assert whole.in_part == ()
    assert whole.partners.answer == "yes"


def test_a_partner_that_would_drop_two_deals_at_once() -> None:
    # each of hoku's two deals is worth 6 to it while the other is there, and both together 7:
    # it pays half for each, 6, and would have 1 of 7; but nagi loses 2 by each: 6 - 2 = 4, halved 2 each:
    # hoku pays 4 + 4 = 8 for 7
    one = {"hoku": 1.0, "nagi": -2.0}
    table = {"": dict[str, float](), "a": one, "b": one, "ab": {"hoku": 7.0, "nagi": -4.0}}
    found = best_portfolio(Scripted(deals(a="nagi hoku", b="nagi hoku"), "ab", table), "nagi", 3)
    # as one contract: 7 - 4 = 3, halved
    assert found.contracts.groups == (("a", "b"),)
    assert found.gain_m == (1.5, 1.5)
    assert found.partners.answer == "yes"


def test_a_firm_begins_from_the_best_book_for_all_too() -> None:
    # r brings hoku 9, c brings nagi 10. p, in the place of r, brings hoku 10 and takes 4 from kita,
    # 12 beside c
    case = deals(r="nagi hoku kita", p="nagi hoku", c="nagi kita")
    case = changed(case, "agreements", {"agreement": "p"}, excludes=["r"])
    table = {
        "": dict[str, float](),
        "c": {"nagi": 10.0},
        "r": {"hoku": 9.0},
        "rc": {"nagi": 10.0, "hoku": 9.0},
        "p": {"hoku": 10.0, "kita": -4.0},
        "pc": {"nagi": 10.0, "hoku": 10.0, "kita": -12.0},
    }
    few, pairs = SearchOptions(sets=1), (("r", "p"),)
    profits = Scripted(case, "rpc", table)
    both, held = profits.mask(["r", "c"]), profits.mask(["p", "c"])
    # with p: half of 10; c adds 10 - 8 = 2, of which nagi has 1: it pays kita 9 of its 10. 5 + 1 = 6
    assert best_portfolio(profits, "nagi", held, pairs, few).gain_m == (6.0, 6.0)
    # with r: a third of 9 and half of 10: 8
    found = best_portfolio(profits, "nagi", held, pairs, few, [both])
    assert (set(found.own), found.gain_m) == ({"r", "c"}, (8.0, 8.0))
    # hoku and nagi would rather have p (10 against 9); all together have 19 with r, 8 with p
    whole = searched(Scripted(case, "rpc", table), "nagi", few)
    assert whole.joint_m == (19.0, 19.0)
    assert [set(book.agreements) for book in whole.stable] == [{"p", "c"}]
    assert whole.portfolio is not None
    assert whole.portfolio.gain_m == (8.0, 8.0)

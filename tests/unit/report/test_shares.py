from __future__ import annotations

from dataclasses import replace

import pytest
from tests.cases.edits import two_makers
from tests.cases.three_makers import three_makers

from teikei.deals.profits import Profits
from teikei.deals.search import search
from teikei.deals.shares import every_share, share
from teikei.report.money import Money
from teikei.report.names import Names
from teikei.report.shares import every_share_lines, share_lines, share_object

USD, YEN = Money("USD", 1.0), Money("JPY", 150.0)


def test_shares_by_a_rule() -> None:
    found = search(three_makers())
    split = share(found.profits, list(found.joint), "shapley")
    lines = share_lines(split, found, USD, Names(found.case))
    assert lines[0] == (
        "Shapley value, 3 agreements. All 3 signed: worth 1,162 ±0 m USD present value over today's book to "
        "all planning firms."
    )
    assert "  Nagi Motor: 595.5 ±0 m USD" in lines
    assert "    Kita, Nagi Motor: 189.0 ±0 m USD" in lines
    made = share_object(split, YEN)
    assert made["shares_m"]["kita"] == pytest.approx([65.7 * 150] * 2, abs=20)
    assert made["by"] == "shapley"


def test_nash_says_the_worth_of_the_book_and_what_its_sum_is() -> None:
    case = two_makers()
    book = ["suv_at_delta", "suv_at_harima"]
    split = share(Profits(case, book), book)
    lines = share_lines(split, None, USD, Names(case))
    assert lines[0] == (
        "Nash, deal by deal, 2 agreements, less suv_at_harima, by which the parties lose beside the rest: no "
        "terms suit them. Signed: worth 629.0 ±0 m USD present value over today's book to all planning firms."
    )
    assert not any("no book's worth" in line for line in lines)  # of one deal the sum is the worth
    apart = replace(split, shares={"hoku": (400.0, 400.0), "nagi": (314.5, 314.5)})
    assert (
        "    Each is counted from another book: their sum, 714.5 m USD, is no book's worth."
        in share_lines(apart, None, USD, Names(case))
    )
    made = share_object(split, USD)
    assert made["worth_m"] == pytest.approx([629.0, 629.0])
    assert made["named"] == book
    assert made["over_today_m"]["nagi"] == pytest.approx([314.5, 314.5], abs=0.1)


def test_the_yardsticks_say_what_all_that_is_named_is_worth() -> None:
    case = two_makers()
    book = ["suv_at_delta", "suv_at_harima"]
    split = share(Profits(case, book), book, "shapley")
    lines = share_lines(split, None, USD, Names(case))
    # the SUV at Harima costs 7 and brings nothing: 629 - 7
    assert lines[0] == (
        "Shapley value, 2 agreements. All 2 signed: worth 622.0 ±0 m USD present value over today's book to "
        "all planning firms."
    )
    together = "  Together 629.0 m USD: what these firms have by those of the deals that pay, over what each "
    assert f"{together}has alone." in lines
    every = every_share_lines(every_share(Profits(case, book), book), None, USD, Names(case))
    assert any("less suv_at_harima" in line for line in every)

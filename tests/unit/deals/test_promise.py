"""Guesses that order a search."""

from __future__ import annotations

import math

from tests.cases.scripted import Scripted, deals

from teikei.deals.promise import Promise
from teikei.games.moves import Step

TABLE = {
    "": {},
    "a": {"nagi": 3.0, "hoku": 1.0, "kita": -10.0},
    "b": {"nagi": 2.0},
    "ab": {"nagi": 2.5, "hoku": 1.0, "kita": -10.0},
}


def test_a_deal_never_seen_goes_first_then_by_what_it_brought_nearby() -> None:
    profits = Scripted(deals(a="nagi hoku", b="nagi kita"), "ab", TABLE)
    parties = profits.links.members
    add_a, drop_a = Step("add", 0, 1, 0, parties[0]), Step("drop", 0, 0, 1, parties[0])
    guess = Promise(profits)
    assert guess(add_a, 0) == math.inf
    profits.at(0)
    profits.at(1)
    # 3 + 1 for its parties, also beside b as long as nothing nearer is known
    assert guess(add_a, 0) == guess(add_a, 2) == 4.0
    assert guess(drop_a, 1) == -4.0
    # kita's loss counts for all together
    assert Promise(profits, joint=True)(add_a, 0) == -6.0
    profits.at(2)
    profits.at(3)
    # beside b: 2.5 + 1 - 2 = 1.5
    assert guess(add_a, 2) == 1.5
    assert guess(add_a, 0) == 4.0


def test_a_swap_promises_the_difference() -> None:
    profits = Scripted(deals(a="nagi hoku", b="nagi kita"), "ab", TABLE)
    for mask in (0, 1, 2):
        profits.at(mask)
    swap = Step("swap", 1, 2, 1, profits.links.members[1], 0)
    # b brings 2 to nagi and kita, a brings 4 to nagi and hoku
    assert Promise(profits)(swap, 1) == -2.0

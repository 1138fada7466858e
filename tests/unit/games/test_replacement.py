"""Threats of replacement: ceilings and floors of a payment, worked by hand."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from teikei.games.links import Links
from teikei.games.replacement import replacement_terms

# Maker 0 gains 12 with plant 1, 10 with plant 2; either plant costs its owner 2. One plant at a time.
PLANTS = {0: [10, 0, 0], 1: [22, -2, 0], 2: [20, 0, -2]}
LINKS = [(0, 1), (0, 2)]
GIVEN = {"feasible": lambda mask: mask != 3}


def test_a_rival_plant_caps_the_payment() -> None:
    # Nash: t = .5 × 12 + .5 × 2 = 7. With plant 2 at its reservation price, 2, the maker has 20 - 2.
    terms = replacement_terms(PLANTS, LINKS, network=1, **GIVEN)
    deal = terms["1-2"]
    assert deal.nash.as_dict() == {"1": 7.0, "2": -7.0}
    assert deal.pays.as_dict() == {"1": 4.0, "2": -4.0}
    assert [(threat.player, threat.by, threat.limit) for threat in deal.threats] == [("1", "1-3", (4, 4))]
    assert deal.binding == "yes"
    # between 2, which plant 1 wants at least, and 4
    assert (deal.holds.answer, deal.holds.margin) == ("yes", 2)
    assert terms.payoffs.as_dict() == {"1": 18.0, "2": 2.0, "3": 0.0}
    assert (terms.evaluations, terms.extra) == (3, 1)


def test_the_worse_plant_cannot_be_held() -> None:
    # at 2: Nash 6; limit 20 - 22 + 2 = 0, but plant 2 wants 2
    deal = replacement_terms(PLANTS, LINKS, network=2, **GIVEN)["1-3"]
    assert deal.pays.as_dict() == {"1": 0.0, "3": 0.0}
    assert (deal.holds.answer, deal.holds.margin) == ("no", -2)


def test_only_those_named_threaten() -> None:
    terms = replacement_terms(PLANTS, LINKS, network=1, by=[1, 2], **GIVEN)
    assert terms["1-2"].pays.as_dict() == {"1": 7.0, "2": -7.0}
    assert terms["1-2"].threats == ()
    assert (terms["1-2"].binding, terms.extra) == ("no", 0)


def test_a_threat_that_does_not_bind() -> None:
    table = {**PLANTS, 2: [12, 0, -2]}  # plant 2 brings no surplus: limit 22 - 12 + 2 = 12
    deal = replacement_terms(table, LINKS, network=1, **GIVEN)["1-2"]
    assert deal.pays.as_dict() == {"1": 7.0, "2": -7.0}
    assert deal.binding == "no"


def test_the_second_party_may_threaten_too() -> None:
    # Plant 0 serves maker 1 (gains 12) or maker 2 (gains 10), at a cost of 2.
    table = {0: [0, 0, 0], 1: [-2, 12, 0], 2: [-2, 0, 10]}
    deal = replacement_terms(table, [(1, 0), (2, 0)], network=1, **GIVEN)["2-1"]
    # Nash .5 × 12 + .5 × 2 = 7; maker 2 would leave the plant 10 - 2 = 8: -2 + t = 8
    assert deal.nash["2"] == 7
    assert deal.pays.as_dict() == {"2": 10.0, "1": -10.0}
    assert (deal.holds.answer, deal.holds.margin) == ("yes", 2)


def test_threats_from_both_sides_may_leave_nothing() -> None:
    # Pair 0-1 gains 1 together; either would gain 5 with another: 0 with 2, 1 with 3.
    table = {0: [0] * 4, 1: [1, 0, 0, 0], 2: [5, 0, 0, 0], 4: [0, 5, 0, 0]}
    links = [(0, 1), (0, 2), (1, 3)]
    deal = replacement_terms(table, links, network=1, feasible=lambda mask: mask in table)["1-2"]
    # 0 pays at most 1 - 5 = -4, 1 at most 0 - 5: together -9
    assert (deal.holds.answer, deal.holds.witness, deal.holds.margin) == ("no", ("1-3", "2-4"), -9)


def test_links_of_three_keep_their_terms() -> None:
    table = {0: [0, 0, 0, 0], 1: [6, 3, 0, 0], 2: [9, 0, 0, 0]}
    terms = replacement_terms(table, [(0, 1, 2), (0, 3)], network=1, feasible=lambda mask: mask != 3)
    assert terms.deals[0].threats == ()
    np.testing.assert_allclose(terms.deals[0].pays.value, [3, 0, -3])


def test_payments_that_fall_with_the_link_count() -> None:
    # b (0,3) needs a (0,1); replaced by c (0,2). 0 pays 1 for b (D = 3, 1; t = 1.5 - .5).
    links = Links([(0, 1), (0, 3), (0, 2)], needs={1: [0]})
    table = {0: [0] * 4, 1: [10, 0, 0, 0], 3: [13, 0, 0, 1], 4: [8, 0, 0, 0]}
    terms = replacement_terms(table, links, network=3, feasible=lambda mask: mask in table)
    assert terms["1-4"].pays["1"] == 1
    # limit for a: 13 - 1 - 8 = 4, against Nash .5 (13 - 1) = 6
    assert terms["1-2"].nash["1"] == 6
    assert terms["1-2"].pays["1"] == 4
    # 13 - 4 - 1
    assert terms.payoffs["1"] == 8


def test_bounds_hold_at_every_corner() -> None:
    low = {0: [10, 0, 0], 1: [21, -3, 0], 2: [18, 0, -2]}
    high = {0: [10, 0, 0], 1: [24, -2, 0], 2: [21, 0, -1]}
    found = replacement_terms({m: (low[m], high[m]) for m in low}, LINKS, network=1, **GIVEN)
    free = [(m, p) for m in low for p in range(3) if low[m][p] < high[m][p]]
    words, holds = set(), set()
    for pick in itertools.product((0, 1), repeat=len(free)):
        table = {m: list(row) for m, row in low.items()}
        for (m, p), end in zip(free, pick, strict=True):
            table[m][p] = (low, high)[end][m][p]
        one = replacement_terms(table, LINKS, network=1, **GIVEN)
        assert (found["1-2"].pays.low - 1e-9 <= one["1-2"].pays.value).all()
        assert (one["1-2"].pays.value <= found["1-2"].pays.high + 1e-9).all()
        assert (found.payoffs.low - 1e-9 <= one.payoffs.value).all()
        assert (one.payoffs.value <= found.payoffs.high + 1e-9).all()
        words.add(one["1-2"].binding)
        holds.add(one["1-2"].holds.answer)
    assert found["1-2"].binding == (words.pop() if len(words) == 1 else "undetermined")
    assert found["1-2"].holds.answer == (holds.pop() if len(holds) == 1 else "undetermined")


def test_dropped_links_are_passed_on() -> None:
    terms = replacement_terms({0: [5, 0], 1: [1, 0]}, [(0, 1)])
    assert terms.network == 0
    assert [gone.link for gone in terms.dropped] == ["1-2"]
    assert terms.payoffs.value == pytest.approx([5, 0])

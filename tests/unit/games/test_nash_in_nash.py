"""Nash-in-Nash: closed form by hand, negative surpluses, needs, intervals, decreasing margins."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.base.errors import GameError
from teikei.games.links import Links
from teikei.games.nash_in_nash import decreasing_margins, nash_in_nash, subsets
from teikei.games.network_payoffs import NetworkPayoffs

# An invented profit table with effects on others: mask over links (0,1), (0,2), (1,2).
TABLE = {
    0: [100, 100, 60],
    1: [112, 108, 56],
    2: [109, 95, 70],
    3: [122, 104, 67],
    4: [96, 107, 69],
    5: [109, 116, 66],
    6: [106, 103, 81],
    7: [119, 113, 79],
}
TRIANGLE = [(0, 1), (0, 2), (1, 2)]


def test_three_links_by_hand() -> None:
    # at 7: link 01: D = 119-106 = 13, 113-103 = 10; t = .5*13 - .5*10 = 1.5
    #       link 02: D = 119-109 = 10, 79-66 = 13;   t = .4*10 - .6*13 = -3.8
    #       link 12: D = 113-104 = 9, 79-67 = 12;    t = .5*9 - .5*12 = -1.5
    terms = nash_in_nash(TABLE, TRIANGLE, weights=[0.5, 0.6, 0.5])
    assert [deal.pays.value[0] for deal in terms.deals] == pytest.approx([1.5, -3.8, -1.5])
    assert terms["1-3"].surplus == pytest.approx((23, 23))
    assert terms["1-3"].after.value == pytest.approx([13.8, 9.2])
    # 119 - 1.5 + 3.8 = 121.3; 113 + 1.5 + 1.5 = 116; 79 - 3.8 - 1.5 = 73.7
    assert terms.payoffs.value == pytest.approx([121.3, 116.0, 73.7])
    assert terms.payoffs.value.sum() == pytest.approx(119 + 113 + 79)
    assert terms.unique.answer == "yes"
    assert (terms.unique.witness, terms.unique.margin) == ("2-3", 21)
    assert terms.evaluations == 4  # the network and it less each link
    assert terms.dropped == ()
    assert "1-2: surplus 23; 1 pays 1.5, 2 pays -1.5" in str(terms)


def test_three_parties_to_one_link() -> None:
    # D = 9, 6, -3; s = 12; weights 1/2, 1/4, 1/4: t = 9-6, 6-3, -3-3
    links = Links([("a", "b", "c")], players=["a", "b", "c"], weights=[(0.5, 0.25, 0.25)])
    deal = nash_in_nash({0: [0, 0, 0], 1: [9, 6, -3]}, links)["a-b-c"]
    assert deal.pays.as_dict() == {"a": 3.0, "b": 3.0, "c": -6.0}
    assert deal.after.as_dict() == {"a": 6.0, "b": 3.0, "c": 3.0}
    assert deal.before.as_dict() == {"a": 9.0, "b": 6.0, "c": -3.0}


def test_rivals_drop_a_deal_that_costs_them_more_than_it_brings() -> None:
    # Price rivals 0 and 1 with a deal share cost but compete harder: 0 gains 14-12, 1 loses 9-4; s = -3.
    # Link 0-2 stays. With 0-1 in force its surplus is 14-8 + 6-0 = 12; without it 12-4 + 6-0 = 14.
    table = {0: [4, 10, 0], 1: [8, 5, 0], 2: [12, 9, 6], 3: [14, 4, 6]}
    terms = nash_in_nash(table, [(0, 1), (0, 2)])
    assert terms.links == ("1-3",)
    (gone,) = terms.dropped
    assert (gone.link, gone.surplus, gone.network, gone.payers) == ("1-2", (-3, -3), 3, {})
    assert gone.side_payment == "no"
    # t = .5*(12-4) - .5*6 = 1
    assert terms["1-3"].surplus == (14, 14)
    assert terms["1-3"].pays.as_dict() == {"1": 1.0, "3": -1.0}
    assert terms.payoffs.as_dict() == {"1": 11.0, "2": 9.0, "3": 7.0}


def test_a_third_player_that_would_pay_is_named() -> None:
    # 0 and 1 lose 2 by the link, 2 gains 5 by it
    terms = nash_in_nash({0: [0, 0, 0], 1: [-1, -1, 5]}, [(0, 1)])
    (gone,) = terms.dropped
    assert gone.side_payment == "yes"
    assert gone.payers == {"3": (5, 5)}
    assert "side payment by 3" in str(gone)
    # as a party of the link, it pays: s = 3, t = (-1, -1, 5) - 1 each
    paid = nash_in_nash({0: [0, 0, 0], 1: [-1, -1, 5]}, [(0, 1, 2)])
    assert paid.deals[0].pays.value == pytest.approx([-2, -2, 4])


def test_a_link_whose_sign_is_open_is_kept_and_said() -> None:
    terms = nash_in_nash({0: [0, 0], 1: ([-2, 0], [3, 0])}, [(0, 1)])
    assert terms["1-2"].agreed == "undetermined"
    assert terms["1-2"].surplus == (-2, 3)
    assert terms.unique.answer == "undetermined"
    assert terms.dropped == ()


def test_payments_for_what_falls_too_are_counted() -> None:
    # Link b (0,2) needs link a (0,1). g = ab: π = (20, 2, 4); a alone: (10, 2, 0); none: (0, 0, 0).
    # b: D = 10, 4; t_b = .5*10 - .5*4 = 3.
    # a: without it b falls too: D_0 = 20, less 3 paid for b = 17; D_1 = 2; s = 19; t_a = 17 - 9.5 = 7.5.
    links = Links([(0, 1), (0, 2)], needs={1: [0]})
    terms = nash_in_nash({0: [0, 0, 0], 1: [10, 2, 0], 3: [20, 2, 4]}, links)
    assert terms["1-3"].pays.as_dict() == {"1": 3.0, "3": -3.0}
    assert terms["1-2"].pays.as_dict() == {"1": 7.5, "2": -7.5}
    assert terms["1-2"].surplus == (19, 19)
    assert terms.payoffs.as_dict() == {"1": 9.5, "2": 9.5, "3": 7.0}


def test_a_dropped_link_takes_along_what_needs_it() -> None:
    links = Links([(0, 1), (0, 2)], needs={1: [0]})
    terms = nash_in_nash({0: [9, 0, 0], 1: [1, 0, 0], 3: [2, 0, 0]}, links)
    assert terms.network == 0
    assert terms.dropped[0].link == "1-2"
    assert terms.dropped[0].also == ("1-3",)


def test_signed_links_are_not_bargained_over() -> None:
    terms = nash_in_nash(TABLE, Links(TRIANGLE, signed=[0]), network=7)
    assert [deal.link for deal in terms.deals] == ["1-3", "2-3"]
    assert terms.evaluations == 3


def test_bounds_are_those_of_the_corners() -> None:
    source = np.random.default_rng(5)
    low = {mask: np.array(row) - source.integers(0, 3, 3) for mask, row in TABLE.items()}
    high = {mask: np.array(row) + source.integers(0, 3, 3) for mask, row in TABLE.items()}
    weights = [0.5, 0.6, 0.5]
    found = nash_in_nash({mask: (low[mask], high[mask]) for mask in TABLE}, TRIANGLE, weights)
    extremes = []
    for _ in range(300):
        picked = {mask: np.where(source.random(3) < 0.5, low[mask], high[mask]) for mask in TABLE}
        extremes.append(nash_in_nash(picked, TRIANGLE, weights).payoffs.value)
    values = np.array(extremes)
    assert (values >= found.payoffs.low - 1e-9).all()
    assert (values <= found.payoffs.high + 1e-9).all()
    # the adversarial corner of player 0: u = π0(7) - .5 D0 + .5 D1 - .4 D0' + .6 D2'
    # = .1 π0(7) + .5 π0(6) + .4 π0(5) + .5 π1(7) - .5 π1(6) + .6 π2(7) - .6 π2(5), so π1(6) and π2(5) are low
    best = (
        0.1 * high[7][0]
        + 0.5 * high[6][0]
        + 0.4 * high[5][0]
        + 0.5 * high[7][1]
        - 0.5 * low[6][1]
        + 0.6 * high[7][2]
        - 0.6 * low[5][2]
    )
    assert found.payoffs.high[0] == pytest.approx(best)


def test_complements_violate_decreasing_margins() -> None:
    # either licence alone brings 1, both bring 6: losing both costs 6, losing each after the other 5 + 5 > 6
    answer = decreasing_margins({0: [0, 0, 0], 1: [1, 0, 0], 2: [1, 0, 0], 3: [6, 0, 0]}, [(0, 1), (0, 2)])
    assert (answer.answer, answer.witness, answer.margin) == ("no", ("1", ("1-2", "1-3")), -4)
    # substitutes: 4 each, 6 together: 6 - 2 - 2 = 2 to spare
    answer = decreasing_margins({0: [0, 0, 0], 1: [4, 0, 0], 2: [4, 0, 0], 3: [6, 0, 0]}, [(0, 1), (0, 2)])
    assert (answer.answer, answer.margin) == ("yes", 2)


def test_margins_are_asked_for_and_limited() -> None:
    payoffs = NetworkPayoffs(TABLE)
    assert nash_in_nash(payoffs, TRIANGLE).margins is None
    assert payoffs.evaluations == 4
    # both links of 0: 119-96 - 13-10 = 0; of 1: 113-95 - 10-9 = -1; of 2: 79-56 - 13-12 = -2
    checked = nash_in_nash(payoffs, TRIANGLE, margins_up_to=2).margins
    assert checked is not None
    assert (checked.answer, checked.witness, checked.margin) == ("no", ("3", ("1-3", "2-3")), -2)
    assert payoffs.evaluations == 7
    assert decreasing_margins(payoffs, TRIANGLE, up_to=1).answer == "undetermined"


def test_intervals_leave_margins_open() -> None:
    wide = {0: [0, 0, 0], 1: [3, 0, 0], 2: [3, 0, 0], 3: ([5, 0, 0], [7, 0, 0])}
    # π(0) + ... : slack = -π(3) + π(1) + π(2) - π(0) = 6 - [5, 7]
    assert decreasing_margins(wide, [(0, 1), (0, 2)]).answer == "undetermined"


def test_a_network_without_the_link_must_be_possible() -> None:
    asked: list[int] = []
    with pytest.raises(GameError) as error:
        nash_in_nash(asked.append, [(0, 1), (0, 2)], feasible=lambda mask: mask in (0, 3))
    assert [fault.where for fault in error.value.faults] == ["link 1-2", "link 1-3"]
    with pytest.raises(GameError):
        nash_in_nash(asked.append, [(0, 1), (0, 2)], feasible=lambda mask: mask != 3)
    assert asked == []
    with pytest.raises(GameError, match="no row"):
        nash_in_nash({3: [0, 0, 0], 1: [0, 0, 0]}, [(0, 1), (0, 2)])


def test_no_link_no_payment() -> None:
    terms = nash_in_nash(TABLE, TRIANGLE, network=0)
    assert terms.payoffs.value == pytest.approx([100, 100, 60])
    assert terms.unique.answer == "yes"


def test_subsets() -> None:
    assert list(subsets([4, 5, 6], 2)) == [(4, 5), (4, 6), (5, 6), (4, 5, 6)]

"""What two firms give each other, by hand."""

from __future__ import annotations

import pytest
from tests.cases.edits import two_makers
from tests.cases.scripted import Scripted, deals
from tests.cases.three_makers import three_makers

from teikei.deals.contracts import contracts
from teikei.deals.profits import Profits
from teikei.deals.reciprocity import reciprocity


def test_two_makers_are_one_sided_before_money() -> None:
    profits = Profits(two_makers())
    (pair,) = reciprocity(profits, contracts(profits, ["pickup_at_delta", "suv_at_delta"]))
    assert pair.firms == ("hoku", "nagi")
    # hoku 576.5 + 632.5, nagi -149.5; hoku pays 361.25 + 318
    assert sum(pair.before_m["hoku"]) / 2 == pytest.approx(1_209.0, abs=0.1)
    assert sum(pair.before_m["nagi"]) / 2 == pytest.approx(-149.5, abs=0.1)
    assert sum(pair.pays_m) / 2 == pytest.approx(679.25, abs=0.2)
    assert sum(pair.after_m["nagi"]) / 2 == pytest.approx(529.75, abs=0.2)
    assert pair.in_kind == pytest.approx(1 - 679.25 / 1_209, abs=1e-3)
    assert pair.even_before == 0.0
    assert pair.even_after == pytest.approx(1.0, abs=1e-3)
    assert (pair.swap, pair.swap_pays_m) == ((), None)
    assert sum(pair.depends_m["hoku"]) / 2 == pytest.approx(1_209.0, abs=0.1)


def test_three_makers_depend_on_the_host() -> None:
    profits = Profits(three_makers())
    found = contracts(profits, ["pickup_at_delta", "suv_at_delta", "k_suv_at_delta"])
    pairs = {pair.firms: pair for pair in reciprocity(profits, found)}
    assert set(pairs) == {("hoku", "nagi"), ("kita", "nagi")}
    own = pairs["kita", "nagi"]
    assert sum(own.depends_m["kita"]) / 2 == pytest.approx(106.1, abs=0.1)
    # nagi is rid of 3.5 of cost if kita goes, and of 149.5 if hoku does
    assert sum(own.depends_m["nagi"]) / 2 == pytest.approx(-3.5, abs=0.1)


def test_the_smallest_swap() -> None:
    # a brings nagi 10 and costs hoku 2, b the other way round, c brings nagi 20
    one = {
        "a": {"nagi": 10.0, "hoku": -2.0},
        "b": {"nagi": -2.0, "hoku": 10.0},
        "c": {"nagi": 20.0, "hoku": 0.0},
    }
    table = {
        "".join(k for k in "abc" if k in names): {f: sum(one[k][f] for k in names) for f in ("nagi", "hoku")}
        for names in ("", "a", "b", "c", "ab", "ac", "bc", "abc")
    }
    profits = Scripted(deals(a="nagi hoku", b="nagi hoku", c="nagi hoku"), "abc", table)
    (pair,) = reciprocity(profits, contracts(profits, "abc"))
    # a: nagi pays 6, b: hoku pays 6, together no cheque
    assert (pair.swap, pair.swap_pays_m) == (("a", "b"), 0.0)
    # nagi 28, hoku 8; nagi pays 6 - 6 + 10: 18 each. 10 of 36 needs a cheque
    assert pair.pays_m == (-10.0, -10.0)
    assert pair.in_kind == pytest.approx(1 - 10 / 36)
    # 1 - 20/36 before money
    assert pair.even_before == pytest.approx(1 - 20 / 36)


def test_of_equally_small_swaps_the_one_with_most_to_gain() -> None:
    # surplus 12, 10, 9, 2: a and d cancel to 0 with 14; b and c to 0 as well, with 19
    one = {
        "a": {"nagi": 7.0, "hoku": 5.0},  # nagi pays 1
        "b": {"nagi": 9.0, "hoku": 1.0},  # nagi pays 4
        "c": {"nagi": 0.5, "hoku": 8.5},  # hoku pays 4
        "d": {"nagi": 0.0, "hoku": 2.0},  # hoku pays 1
    }
    sets = ["".join(k for k, on in zip("abcd", f"{m:04b}", strict=True) if on == "1") for m in range(16)]
    table = {s: {f: sum(one[k][f] for k in s) for f in ("nagi", "hoku")} for s in sets}
    profits = Scripted(deals(**dict.fromkeys("abcd", "nagi hoku")), "abcd", table)
    (pair,) = reciprocity(profits, contracts(profits, "abcd"))
    assert pair.swap == ("b", "c")
    assert pair.swap_pays_m == pytest.approx(0.0)


def test_no_pair_without_a_deal_between_two_that_plan() -> None:
    table = {"": {}, "a": {"nagi": 5.0}}
    profits = Scripted(deals(a="nagi zai"), "a", table)
    assert reciprocity(profits, contracts(profits, "a")) == ()

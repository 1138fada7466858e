"""A book from every side, as printed."""

from __future__ import annotations

import json
import re

import pytest
from tests.cases.edits import changed
from tests.cases.scripted import Scripted, deals
from tests.cases.three_makers import three_makers

from teikei.deals.profits import Profits
from teikei.deals.reciprocity import reciprocity
from teikei.deals.rivals import rivals
from teikei.deals.stability import holding
from teikei.report.holding import holding_lines, holding_object
from teikei.report.money import Money

BOOK = ("pickup_at_delta", "suv_at_delta", "k_suv_at_delta")
USD = Money("USD", 1.0)


def test_three_makers() -> None:
    profits = Profits(three_makers())
    held = holding(profits, BOOK, rivals(profits.case, profits.agreements))
    pairs = reciprocity(profits, held.contracts)
    said = "\n".join(holding_lines(held, pairs, profits.case, USD))
    assert said.startswith("The book of 3 holds.")
    # the deals pay 430.5, 629 and 102.6
    assert "least “The Kita SUV built at Delta”, 102.6 ±" in said
    assert "nobody gains by dropping any set of its deals" in said
    assert "no rival outside the book changes a payment" in said
    # kita has half of 102.6 and nothing without its deal; hoku and nagi have 529.75 + 581.05 and would have
    # 1,059.5 by themselves: either would lose 51.3; epsilon -51.3, see test_stability
    near = re.search(r"nearest to leaving: (Kita|Hoku Motor, Nagi Motor), which would lose ([0-9.]+) m", said)
    assert near is not None
    assert float(near[2]) == pytest.approx(51.3, abs=0.3)
    room = re.search(r"every group loses ([0-9.]+) m USD by leaving", said)
    assert room is not None
    assert float(room[1]) == pytest.approx(51.3, abs=0.3)
    # hoku gains 576.5 + 632.5 and pays 361.25 + 318: 1 - 679.25 / 1,209
    assert "Hoku Motor and Nagi Motor: 44% of what they gain needs no cheque" in said
    made = json.loads(json.dumps(holding_object(held, pairs, Money("JPY", 150.0))))
    assert (made["holds"], made["core"]) == ("yes", "yes")
    assert made["first_out"] in (["kita"], ["hoku", "nagi"])
    assert made["least_core_m"] == pytest.approx(-51.3 * 150, abs=50)
    assert made["pairs"][0]["in_kind"] == pytest.approx(1 - 679.25 / 1_209, abs=0.001)


def test_a_threat_of_replacement_is_said() -> None:
    case = changed(three_makers(), "agreements", {"agreement": "suv_at_delta"}, excludes=["k_suv_at_delta"])
    profits = Profits(case, weight=0.1)
    held = holding(profits, ["suv_at_delta"], rivals(case, profits.agreements))
    said = "\n".join(holding_lines(held, (), case, USD))
    assert "replacement: Nagi Motor could sign “The Kita SUV built at Delta” instead of “The Hoku SUV" in said


def test_a_group_that_does_better_alone_walks_first() -> None:
    # a alone brings nagi and hoku 10 each; b brings its parties 1 each more, and takes 12 from hoku
    table = {
        "": {},
        "a": {"nagi": 10.0, "hoku": 10.0},
        "b": {"nagi": 1.0, "kita": 1.0},
        "ab": {"nagi": 11.0, "hoku": -2.0, "kita": 1.0},
    }
    case = deals(a="nagi hoku", b="nagi kita")
    held = holding(Scripted(case, "ab", table), ["a", "b"])
    said = "\n".join(holding_lines(held, (), case, USD))
    # with b in force a is worth 10 to nagi and -2 to hoku: 8, halved 4. The two alone would share 20; at
    # these terms nagi has 11 - 6 - 0 = 5 and hoku -2 + 6 = 4
    assert "walks first" in said
    assert "Nagi Motor" in said.split("groups: ")[1].split(" would have")[0]

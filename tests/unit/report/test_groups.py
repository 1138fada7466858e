"""Worths of groups as text and as an object."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.cases.edits import two_makers

from teikei.deals.coalitions import coalitions
from teikei.report.groups import groups_lines, groups_object, width
from teikei.report.money import Money
from teikei.report.names import Names


def test_lines_and_object() -> None:
    case = two_makers()
    found = coalitions(case)
    said = groups_lines(found, case, Money("USD", 1.0), Names(case))
    assert said[0].startswith(
        "Worth of every group of 2 firms, each with the best of 3 candidate agreements inside"
    )
    # 2,784 + 4,080 + 1,059.5
    assert said[3].startswith("  Hoku Motor, Nagi Motor: 7,924 ±0; beyond its firms alone 1,060 ±0; signs “")
    assert said[1] == "  Hoku Motor: 2,784 ±0; signs nothing"
    made = groups_object(found, Money("JPY", 150.0))
    assert made["groups"][2]["beyond_alone_m"] == pytest.approx([158_925.0] * 2, abs=1.0)
    assert made["groups"][2]["signs"] == ["pickup_at_delta", "suv_at_delta"]


def test_a_group_whose_bound_is_not_proved_says_so() -> None:
    case = two_makers()
    found = coalitions(case)
    doubted = replace(found, valued=(*found.valued[:2], replace(found.valued[2], certified=False)))
    said = groups_lines(doubted, case, Money("USD", 1.0), Names(case))
    assert "except 1 of 3 groups" in said[0]
    assert [line.endswith("NOT CERTIFIED: its upper end is not proved") for line in said[1:4]] == [
        False, False, True
    ]  # fmt: skip
    made = groups_object(doubted, Money("USD", 1.0))
    assert [group["certified"] for group in made["groups"]] == [True, True, False]
    assert "NOT CERTIFIED" not in "".join(groups_lines(found, case, Money("USD", 1.0), Names(case)))


def test_width_of_nothing() -> None:
    assert width(0.0, 0.0) == 0.0
    assert width(-10.0, -9.0) == pytest.approx(0.1)

"""Rules are data: each says where its number stands, and when it is crossed."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest

from teikei.base.errors import DemandError
from teikei.demand.rules import RULES, Numbers, Rule


def rule(**changes: Any) -> Rule:
    given: dict[str, Any] = {
        "rule": "r", "jurisdiction": "eu", "kinds": ("merger",), "title": "t", "version": "v", "source": "s",
        "read": "2026-11-22", "verified": True,
    }  # fmt: skip
    return Rule(**{**given, **changes})


@pytest.mark.parametrize("one", RULES, ids=lambda one: one.rule)
def test_every_rule_has_a_text_a_date_and_a_reader(one: Rule) -> None:
    datetime.date.fromisoformat(one.read)
    if one.until:
        datetime.date.fromisoformat(one.until)
    assert one.kinds
    assert any(letter.isdigit() for letter in one.version)
    if one.verified:
        assert "memory" not in one.source


def test_names_tell_rules_apart() -> None:
    assert len({one.rule for one in RULES}) == len(RULES)
    assert {one.jurisdiction for one in RULES} == {"us", "eu", "japan"}


def test_a_share_is_crossed_above_and_not_at() -> None:
    one = rule(share_above=0.2)
    assert not one.crossed(Numbers(0.2))
    assert one.crossed(Numbers(0.2001))
    assert rule(share_above=0.2, reached=True).crossed(Numbers(0.2))
    assert not one.crossed(Numbers())


def test_all_conditions_must_hold() -> None:
    # the European guidelines of 2004: between 1000 and 2000 a rise from 250
    one = rule(hhi_above=1000, hhi_most=2000, delta_above=250, reached=True)
    assert one.crossed(Numbers(0.4, 1500, 250))
    assert not one.crossed(Numbers(0.4, 1500, 249))
    assert not one.crossed(Numbers(0.4, 2001, 400))
    assert not one.crossed(Numbers(0.4, 999, 400))
    assert not one.crossed(Numbers(0.4, None, 400))


def test_votes() -> None:
    assert rule(stake_above=0.2).crossed(Numbers(stake=0.368))
    assert not rule(stake_above=0.2).crossed(Numbers(stake=0.15))


def test_a_text_without_a_number_is_never_crossed_nor_cleared() -> None:
    assert not rule(no_safe_harbour=True).crossed(Numbers(1.0, 10_000, 5000))
    assert rule(no_safe_harbour=True).threshold() == "no number"


def test_thresholds_in_words() -> None:
    assert rule(share_above=0.2).threshold() == "combined share above 20 %"
    assert rule(hhi_above=1800, delta_above=100).threshold() == "HHI above 1,800, rise above 100"


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"share_above": 20},
        {"share_above": 0.2, "no_safe_harbour": True},
        {"share_above": 0.2, "source": " "},
        {"share_above": 0.2, "read": ""},
        {"share_above": 0.2, "read": "22 November 2026"},
        {"share_above": 0.2, "until": "2035"},
        {"share_above": 0.2, "until": "20350630"},
    ],
)
def test_rules_that_cannot_be_checked_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(DemandError):
        rule(**changes)


def test_a_reader_can_verify_a_rule() -> None:
    unverified = next(one for one in RULES if not one.verified)
    assert replace(unverified, verified=True, source="the text itself").verified

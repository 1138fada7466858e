from __future__ import annotations

import math

import pytest

from teikei.deals.inputs import Input
from teikei.deals.sweep import Move, Sweep
from teikei.deals.turns import Reading, Turn
from teikei.deals.verdict import Verdict, Word, in_book, judge

TARIFF = Input("tariffs", ("japan", "us"), "rate", 0.0, 0.15, 0.25)
CALM = Sweep(10.0, (Move(TARIFF, 9.0, 11.0),), 1, True)
TURN = Turn(Reading(0.1, -1.0, -1.0, certified=True), Reading(0.12, 8.0, 9.0, certified=True))
FLIPS = Sweep(10.0, (Move(TARIFF, -5.0, 11.0, (TURN,)),), 1, True)
OPEN_END = Sweep(10.0, (Move(TARIFF, 7.0, 11.0, unsigned=("low",)),), 1, True)


@pytest.mark.parametrize(
    ("low", "high", "swept", "word"),
    [
        (7.1, 8.0, CALM, "recommended"),
        (math.nextafter(7.0, 8.0), 8.0, CALM, "recommended"),
        (7.0, 8.0, CALM, "undetermined"),  # low must exceed the threshold
        (6.0, 8.0, CALM, "undetermined"),
        (6.0, 7.0, CALM, "rejected"),  # high at the threshold is not above it
        (7.0, 7.0, CALM, "rejected"),
        (-9.0, 6.9, CALM, "rejected"),
        (7.1, 8.0, FLIPS, "depends"),
        (6.0, 7.0, FLIPS, "depends"),
        (6.0, 8.0, FLIPS, "undetermined"),
        (7.1, 8.0, OPEN_END, "undetermined"),  # the sign does not hold at an end
        (-9.0, 6.9, OPEN_END, "rejected"),
    ],
)
def test_words_at_the_edges(low: float, high: float, swept: Sweep, word: str) -> None:
    found = judge((low, high), 7.0, swept, red=False)
    assert found.word == word
    assert found.decided is (word != "undetermined")


def test_red_is_rejected_whatever_it_is_worth() -> None:
    found = judge((1e6, 1e6), 7.0, CALM, red=True)
    assert found.word == "rejected"
    assert "red" in found.reason


def test_what_it_depends_on_is_named() -> None:
    found = judge((7.1, 8.0), 7.0, FLIPS, red=False)
    assert "tariffs: japan us rate" in found.reason
    assert "turns between 0.1 and 0.12" in found.reason
    assert "now 0.15" in found.reason
    assert found.flips == FLIPS.moves


def test_an_undetermined_one_shows_its_interval() -> None:
    found = judge((6.0, 8.0), 7.0, CALM, red=False)
    assert "[6, 8]" in found.reason
    assert "7 m" in found.reason


@pytest.mark.parametrize(
    ("alone", "last", "word"),
    [
        ("recommended", (7.1, 8.0), "recommended"),
        ("recommended", (6.0, 7.0), "rejected"),  # adds nothing beside the rest
        ("recommended", (6.0, 8.0), "undetermined"),
        ("rejected", (7.1, 8.0), "depends"),  # pays only beside the rest
        ("rejected", (6.0, 8.0), "rejected"),
        ("depends", (6.0, 7.0), "depends"),
    ],
)
def test_what_it_adds_to_the_book_decides_too(alone: Word, last: tuple[float, float], word: Word) -> None:
    assert in_book(Verdict(alone, "why"), last, 7.0).word == word


def test_one_worse_than_what_it_excludes_stays_rejected() -> None:
    alone = Verdict("rejected", "worse", worse_than="other")
    assert in_book(alone, (50.0, 60.0), 7.0) == alone

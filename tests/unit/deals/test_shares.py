"""Shares of a book, by hand."""

from __future__ import annotations

import pytest
from tests.cases.edits import changed, two_makers
from tests.cases.three_makers import three_makers

from teikei.base.errors import AgreementError, UsageError
from teikei.deals import shares
from teikei.deals.profits import Profits
from teikei.deals.shares import YARDSTICKS, Rule, coalition_worths, every_share, linked, share
from teikei.games.values import CoalitionValues

BOOK = ("pickup_at_delta", "suv_at_delta", "k_suv_at_delta")


def test_what_groups_are_worth() -> None:
    told: list[tuple[str, ...]] = []
    worths = coalition_worths(
        three_makers(), BOOK, told=lambda one, done, of: told.append((*one.firms, str(done), str(of)))
    )
    # hoku and nagi 430.5 + 629; kita and nagi 189; all 1,162.1; singles and hoku with kita nothing
    assert worths.players == ("hoku", "kita", "nagi")
    assert worths.low.tolist() == pytest.approx([0, 0, 0, 0, 0, 1_059.5, 189.0, 1_162.1], abs=1e-3)
    assert worths.high.tolist() == pytest.approx(worths.low.tolist(), abs=1e-3)
    # hoku and kita have nothing in common: the sum of both
    assert told[-1] == ("hoku", "kita", "nagi", "6", "6")


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        # 1/6 (1,059.5) + 1/3 (1,162.1 - 189); 1/6 (189) + 1/3 (1,162.1 - 1,059.5); the rest
        ("shapley", {"hoku": 500.95, "kita": 65.7, "nagi": 595.45}),
        # kita and hoku are joined only through nagi, and make nothing together anyway: the same
        ("myerson", {"hoku": 500.95, "kita": 65.7, "nagi": 595.45}),
        # kita has half of the 102.6 that it adds to the other two: {kita} and {hoku, nagi} are 51.3 above
        ("nucleolus", {"kita": 51.3}),
        # deal by deal, see test_contracts
        ("nash", {"hoku": 529.75, "kita": 51.3, "nagi": 581.05}),
    ],
)
def test_rules(rule: Rule, expected: dict[str, float]) -> None:
    found = share(Profits(three_makers()), BOOK, rule)
    for firm, amount in expected.items():
        assert sum(found.shares[firm]) / 2 == pytest.approx(amount, abs=0.2)
    assert sum(sum(ends) / 2 for ends in found.shares.values()) == pytest.approx(1_162.1, abs=0.2)


def test_two_firms_halve_it_by_every_rule() -> None:
    rules: tuple[Rule, ...] = ("nash", *YARDSTICKS)
    for rule in rules:
        found = share(Profits(two_makers()), ["suv_at_delta"], rule)
        middles = {firm: sum(ends) / 2 for firm, ends in found.shares.items()}
        assert middles == pytest.approx({"nagi": 314.5, "hoku": 314.5}, abs=0.1)


def test_who_is_joined() -> None:
    assert linked(three_makers(), BOOK, ("hoku", "kita", "nagi")) == [("hoku", "nagi"), ("kita", "nagi")]
    signed = changed(three_makers(), "agreements", {"agreement": "k_suv_at_delta"}, status="signed")
    assert linked(signed, BOOK[:2], ("hoku", "kita", "nagi")) == [("hoku", "nagi"), ("kita", "nagi")]
    assert linked(three_makers(), BOOK[:2], ("hoku", "kita", "nagi")) == [("hoku", "nagi")]


def test_myerson_gives_nothing_for_what_firms_that_are_not_joined_would_make(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # hoku and kita would make 60 together, but no agreement joins them; with nagi 100
    worths = CoalitionValues(
        [0, 0, 0, 60, 0, 0, 0, 100], [0, 0, 0, 66, 0, 0, 0, 100], ("hoku", "kita", "nagi")
    )
    monkeypatch.setattr(shares, "coalition_worths", lambda *_: worths)
    found = {one.rule: one for one in every_share(Profits(three_makers()), BOOK)}
    # as if the pair made nothing: a third of 100 each, whatever its interval
    for ends in found["myerson"].shares.values():
        assert ends == pytest.approx((100 / 3, 100 / 3))
    # Shapley: nagi 1/3 of 100 - 60 (or 66); the others half of the rest
    assert found["shapley"].shares["nagi"] == pytest.approx((34 / 3, 40 / 3))
    assert found["shapley"].shares["kita"] == pytest.approx((130 / 3, 133 / 3))
    assert list(found) == ["nash", "shapley", "myerson", "nucleolus"]


def test_nothing_to_share() -> None:
    for shared in (share, every_share):
        with pytest.raises(UsageError):
            shared(Profits(two_makers()), [])


def test_a_book_that_cannot_be_has_no_shares() -> None:
    red = changed(two_makers(), "agreements", {"agreement": "pickup_at_delta"}, screen="red")
    with pytest.raises(UsageError) as error:
        share(Profits(red, ["pickup_at_delta"]), ["pickup_at_delta"])
    (fault,) = error.value.faults
    assert "'pickup_at_delta' can be in no book: barred" in fault.what
    merged = changed(two_makers(), "agreements", {"agreement": "pickup_at_delta"}, kind="merger")
    with pytest.raises(UsageError, match="a yardstick"):
        every_share(Profits(merged), ["pickup_at_delta"])
    either = changed(two_makers(), "agreements", {"agreement": "suv_at_delta"}, excludes=["pickup_at_delta"])
    with pytest.raises(AgreementError, match="excludes 'pickup_at_delta'"):
        share(Profits(either), ["suv_at_delta", "pickup_at_delta"], "shapley")

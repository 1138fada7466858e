"""π of books by hand, on two makers and on three."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from tests.cases.edits import added, changed, two_makers
from tests.cases.features import with_fleets, with_guest, with_pool
from tests.cases.three_makers import split_pickup, three_makers, with_diversion

from teikei.base.errors import UsageError
from teikei.deals.gains import ranges
from teikei.deals.profits import Booked, Profits, firm_profits


def of(profits: Profits, firm: str, *agreements: str) -> float:
    """What a firm gains over today's book, checked to be known exactly."""
    found, base = profits.at(profits.mask(agreements)), profits.at(0)
    assert found.high[firm] - found.low[firm] < 0.1
    return (found.low[firm] + found.high[firm] - base.low[firm] - base.high[firm]) / 2


def test_two_makers_book_by_book() -> None:
    profits = Profits(two_makers())
    assert profits.agreements == ("pickup_at_delta", "suv_at_delta", "suv_at_harima")
    assert profits.players == profits.firms == ("hoku", "nagi")
    # today: nagi 4,080 and hoku 2,784, from case.toml
    today = profits.at(0)
    assert (today.low["nagi"], today.low["hoku"]) == pytest.approx((4_080.0, 2_784.0), abs=0.1)
    assert of(profits, "hoku", "pickup_at_delta") == pytest.approx(576.5, abs=0.1)
    assert of(profits, "nagi", "pickup_at_delta") == pytest.approx(-146.0, abs=0.1)
    # the frame line and the body line of Delta are apart: gains add up
    both = ("pickup_at_delta", "suv_at_delta")
    assert of(profits, "hoku", *both) == pytest.approx(576.5 + 632.5, abs=0.1)
    assert profits.surplus(profits.mask(both), 0) == pytest.approx((1_059.5, 1_059.5))
    # 60,000 h_pickup in four years
    assert profits.at(1).cars == pytest.approx({"pickup_at_delta": 15_000.0})


def test_three_makers_share_a_line_that_is_too_short() -> None:
    profits = Profits(three_makers())
    assert of(profits, "kita", "k_suv_at_delta") == pytest.approx(192.5, abs=0.1)
    both = ("k_suv_at_delta", "suv_at_delta")
    assert of(profits, "kita", *both) == pytest.approx(106.1, abs=0.1)
    assert of(profits, "hoku", *both) == pytest.approx(632.5, abs=0.1)
    assert of(profits, "nagi", *both) == pytest.approx(-7.0, abs=0.1)
    assert profits.surplus(profits.mask(both), 0) == pytest.approx((731.6, 731.6))


def test_a_book_is_planned_once_and_told() -> None:
    told: list[tuple[Booked, int]] = []
    profits = Profits(two_makers(), told=lambda booked, number: told.append((booked, number)))
    profits.payoffs(3)
    profits.at(3)
    profits.surplus(3, 0)
    assert [(booked.agreements, number) for booked, number in told] == [
        (("pickup_at_delta", "suv_at_delta"), 1),
        ((), 2),
    ]
    assert profits.planned == 2
    assert profits.known == (3, 0)
    assert profits.memory.start is None


def test_two_deals_of_use_only_together() -> None:
    profits = Profits(split_pickup())
    for alone in ("pickup_at_delta", "frame_for_hoku"):
        assert of(profits, "hoku", alone) == pytest.approx(-3.5, abs=0.1)
        assert of(profits, "nagi", alone) == pytest.approx(-3.5, abs=0.1)
    both = ("pickup_at_delta", "frame_for_hoku")
    assert of(profits, "hoku", *both) == pytest.approx(573.0, abs=0.1)
    assert of(profits, "nagi", *both) == pytest.approx(-149.5, abs=0.1)


def test_sales_that_a_deal_takes_from_a_third_firm() -> None:
    profits = Profits(with_diversion())
    assert of(profits, "kita", "pickup_at_delta") == pytest.approx(-45.12, abs=0.1)


def test_books_that_cannot_be() -> None:
    case = changed(two_makers(), "agreements", {"agreement": "suv_at_delta"}, excludes=["pickup_at_delta"])
    profits = Profits(case)
    assert not profits.feasible(0b11)
    assert profits.feasible(0b101)
    needing = changed(two_makers(), "agreements", {"agreement": "suv_at_delta"}, needs=["suv_at_harima"])
    profits = Profits(needing)
    assert not profits.feasible(0b10)
    assert profits.links.without(0b111, 2) == 0b001


def test_a_candidate_takes_the_place_of_a_signed_one_that_it_excludes() -> None:
    case = changed(two_makers(), "agreements", {"agreement": "suv_at_delta"}, excludes=["pickup_at_delta"])
    case = changed(case, "agreements", {"agreement": "pickup_at_delta"}, status="signed")
    profits = Profits(case)
    assert profits.agreements == ("suv_at_delta", "suv_at_harima")
    assert profits.book(1).agreements == {"suv_at_delta"}
    assert profits.book(0).agreements == {"pickup_at_delta"}


def test_what_is_not_in_play_and_why() -> None:
    row = {"kind": "regional_lead", "status": "candidate", "parties": ["nagi", "hoku"]}
    case = added(
        two_makers(),
        "agreements",
        row | {"agreement": "barred", "title": "B", "screen": "red", "legal_note": "markets shared"},
        row | {"agreement": "later", "title": "L", "kind": "battery_supply"},
        row | {"agreement": "stands_on", "title": "S", "kind": "contract_build", "needs": ["later"]},
    )
    profits = Profits(case)
    assert profits.agreements == ("pickup_at_delta", "suv_at_delta", "suv_at_harima")
    assert "markets shared" in profits.left_out["barred"]
    assert profits.left_out["later"].startswith("not yet planned")
    assert profits.left_out["stands_on"] == "needs later"


def test_a_party_that_does_not_plan_has_given_terms() -> None:
    case = changed(with_guest(two_makers()), "agreements", {"agreement": "zai_guest"}, status="candidate")
    profits = Profits(case, ["zai_guest"])
    assert profits.players == ("hoku", "nagi", "zai")
    low, high = profits.payoffs(1)
    assert low[2] == high[2] == 0.0
    weight = dict(
        zip([profits.players[m] for m in profits.links.members[0]], profits.links.weights[0], strict=True)
    )
    assert weight == {"nagi": 1.0, "zai": 0.0}


def test_weights_of_the_first_planning_party() -> None:
    profits = Profits(three_makers(), weight=0.3)
    assert profits.links.weights[0] == (0.3, 0.7)
    # three: 0.3, 0.7 and 0.7 of 1.7; with 0.5 a third each
    assert profits.weights(("nagi", "hoku", "kita"), 0.3) == pytest.approx((3 / 17, 7 / 17, 7 / 17))
    assert profits.weights(("nagi", "hoku", "kita"), 0.5) == pytest.approx((1 / 3, 1 / 3, 1 / 3))
    # whoever bargains with given terms only has all of it, at any weight
    assert profits.weights(("zai", "nagi"), 0.0) == (0.0, 1.0)


@pytest.mark.parametrize("name", ["suv_at_detla", "signed_one"])
def test_only_candidates_can_be_chosen(name: str) -> None:
    case = changed(two_makers(), "agreements", {"agreement": "suv_at_harima"}, status="closed")
    with pytest.raises(UsageError) as raised:
        Profits(case, ["suv_at_harima", name])
    assert {f.where for f in raised.value.faults} == {"agreements"}
    assert len(raised.value.faults) == 2


class Made:
    """A plan of two firms that earn 100 and 50."""

    problem = SimpleNamespace(members=("hoku", "nagi"))
    program = None

    def profit(self, firm: str) -> float:
        return {"hoku": 100.0, "nagi": 50.0}[firm]


@pytest.mark.parametrize(
    ("ranges", "expected"),
    [
        # hoku could have up to 10 more and nagi up to 10 less: the middles, 105 and 45, add up to 150
        (((10.0, 0.0), (0.0, 10.0)), {"hoku": 105.0, "nagi": 45.0}),
        # middles 105 and 47 are 2 too many: each gives 1
        (((10.0, 0.0), (4.0, 10.0)), {"hoku": 104.0, "nagi": 46.0}),
    ],
)
def test_plans_that_are_equally_good_are_split_by_a_rule(
    monkeypatch: pytest.MonkeyPatch,
    ranges: tuple[tuple[float, float], ...],
    expected: dict[str, float],
) -> None:
    monkeypatch.setattr("teikei.deals.profits.owned_objective", lambda *_: None)
    # two parts: one with both firms, 0.5 short of its bound, and one of hoku alone, 0.1 short of its own
    parts = [(["hoku", "nagi"], 0.5, ranges), (["hoku"], 0.1, ((0.1, 0.1),))]
    monkeypatch.setattr("teikei.deals.profits._part_ranges", lambda *_: iter(parts))
    found = firm_profits(Made())  # type: ignore[arg-type]
    assert {f: (p.low + p.high) / 2 for f, p in found.items()} == pytest.approx(expected)
    assert sum(expected.values()) == 150.0
    assert found["hoku"].high - found["hoku"].low == pytest.approx(2 * (0.5 + 0.1))
    assert found["nagi"].high - found["nagi"].low == pytest.approx(2 * 0.5)
    assert (found["hoku"].least, found["hoku"].most) == pytest.approx((99.9, 110.1))
    assert found["nagi"].most == pytest.approx(50.0 + ranges[1][0])


def test_ranges_are_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def told(part: Any, *rest: Any) -> Any:
        asked.append(part.key)
        return ranges(part, *rest)

    monkeypatch.setattr("teikei.deals.profits.ranges", told)
    case = with_pool(with_fleets(two_makers()))
    profits = Profits(case)
    pool = profits.mask(["pool"])
    profits.at(pool)
    first = len(asked)
    assert first > 0  # the fleets of hoku and nagi are one part under the pool
    again = Profits(case, memory=profits.memory)
    again.ranges = profits.ranges
    assert again.at(pool).low == pytest.approx(profits.at(pool).low)
    assert len(asked) == first

"""Verdicts: what is red, amber and green, which number drove it, what would clear it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pytest

from teikei.base.errors import DemandError
from teikei.demand.rules import RULES, Rule
from teikei.demand.screening import GREEN, Conduct, Early, Hardcore, Position, Screening, screen

SHARES = {"north": 0.12, "south": 0.05, "others": 0.83}
VERIFIED = tuple(replace(one, verified=True) for one in RULES)


def conduct(**changes: Any) -> Conduct:
    given: dict[str, Any] = {
        "kind": "contract_production",
        "parties": ("north", "south"),
        "positions": (Position("pickups", "eu", SHARES),),
        "competitors": True,
    }
    return Conduct(**{**given, **changes})


def in_market(jurisdiction: str, shares: dict[str, float]) -> tuple[Position, ...]:
    return (Position("pickups", jurisdiction, shares),)


def test_green_says_what_it_says() -> None:
    # 17 % together is under the 20 % of Regulation 2023/1067, which was read
    found = screen(conduct())
    assert found.colour == "green"
    assert found.wording == GREEN == "no listed threshold crossed; not legal advice"
    assert found.driver.test == "eu_specialisation"


def test_a_crossed_share_is_amber_with_number_and_remedy() -> None:
    # 18 + 7 = 25 %: five points too many
    found = screen(conduct(positions=in_market("eu", {"north": 0.18, "south": 0.07})))
    assert found.colour == "amber"
    assert "25.0%" in found.driver.number
    assert "20 %" in found.driver.threshold
    assert "5.0%" in found.driver.clears
    assert "2023/1067" in found.driver.source
    assert found.wording.startswith("needs counsel; not legal advice")


@pytest.mark.parametrize("clause", get_args(Hardcore))
def test_hardcore_between_competitors_is_red_whatever_the_shares(clause: Hardcore) -> None:
    small = in_market("eu", {"north": 0.01, "south": 0.01})
    found = screen(conduct(hardcore=(clause,), positions=small))
    assert found.colour == "red"
    assert found.driver.test == clause
    assert found.driver.clears


def test_hardcore_in_a_documented_venture_is_amber_at_best() -> None:
    found = screen(conduct(hardcore=("joint_pricing",), integrated_venture="joint venture contract, annex 3"))
    assert found.colour == "amber"
    assert "annex 3" in found.driver.number
    # a blank document is none
    assert screen(conduct(hardcore=("joint_pricing",), integrated_venture="  ")).colour == "red"


def test_not_knowing_whether_they_compete_helps_nobody() -> None:
    assert screen(conduct(competitors=None)).colour == "amber"
    assert screen(conduct(competitors=None, hardcore=("market_division",))).colour == "red"
    assert screen(conduct(competitors=False, hardcore=("market_division",))).colour == "green"


def test_missing_shares_are_amber() -> None:
    for shares in ({}, {"north": 0.12}):
        found = screen(conduct(positions=in_market("eu", shares)))
        assert found.colour == "amber"
        assert "south" in found.driver.number
    # a merger needs the whole market for the HHI
    part = in_market("us", {"north": 0.12, "south": 0.05})
    found = screen(conduct(kind="merger", positions=part), VERIFIED)
    assert found.colour == "amber"
    assert "83.0% of the market" in found.driver.number


def test_an_unverified_threshold_is_amber_even_if_not_crossed() -> None:
    licence = conduct(kind="licence")
    found = screen(licence)
    assert found.colour == "amber"
    assert "unverified" in found.driver.number
    assert screen(licence, VERIFIED).colour == "green"
    # 17 % in research: the 25 % of Regulation 2023/1066 were read
    assert screen(conduct(kind="research")).colour == "green"


def test_concentration_counts_for_changes_of_control_only() -> None:
    # 30 and 25 in 100: HHI 30² + 25² + 45² + 2·30·25 = 5050, a rise of 1500
    shares = {"north": 0.30, "south": 0.25, "others": 0.45}
    merged = screen(conduct(kind="merger", positions=in_market("us", shares)))
    assert merged.colour == "amber"
    rows = {one.test: one for one in merged.findings}
    assert "HHI 5,050, a rise of 1,500" in rows["us_merger_hhi"].number
    # so that 2 · 30 · x = 100 points, x = 1.67: sell 23.3 of the 25
    assert "sell 23.3% of the market" in rows["us_merger_hhi"].clears
    silent = screen(conduct(kind="stake", stake=0.1, positions=in_market("us", shares)))
    assert not any("HHI" in one.number for one in silent.findings)
    control = screen(conduct(kind="stake", stake=0.368, control=True, positions=in_market("us", shares)))
    assert any("HHI 5,050" in one.number for one in control.findings)


def test_a_small_merger_crosses_nothing_once_the_texts_are_read() -> None:
    # 12 and 1 in 100 of small groups: the rise is 2 · 12 · 1 = 24
    shares = {"north": 0.12, "south": 0.01, **{f"g{n}": 0.087 for n in range(10)}}
    for jurisdiction in ("us", "eu", "japan"):
        found = screen(conduct(kind="merger", positions=in_market(jurisdiction, shares)), VERIFIED)
        assert found.colour == "green", found.wording
        assert screen(conduct(kind="merger", positions=in_market(jurisdiction, shares))).colour == "amber"


def test_where_the_law_has_no_number_nothing_is_green() -> None:
    for jurisdiction in ("us", "japan"):
        found = screen(conduct(positions=in_market(jurisdiction, {"north": 0.001, "south": 0.001})))
        assert found.colour == "amber"
        assert "no number" in found.driver.threshold


def test_votes_above_a_fifth_in_japan() -> None:
    stake = {"kind": "stake", "positions": in_market("japan", {})}
    assert "20.0% of the votes" in screen(conduct(**stake, stake=0.3)).driver.clears
    assert "36.8% of the votes" in screen(conduct(**stake, stake=0.368), VERIFIED).driver.number
    # between a tenth and a fifth: nothing to notify, but a review may begin
    small = screen(conduct(**stake, stake=0.15))
    assert (small.colour, small.driver.test) == ("amber", "japan_review")
    assert screen(conduct(**stake, stake=0.08)).colour == "green"
    assert screen(conduct(**stake), VERIFIED).colour == "amber"


def test_a_silent_stake_in_europe_crosses_no_listed_rule() -> None:
    found = screen(conduct(kind="stake", stake=0.368))
    assert found.colour == "green"
    assert "without change of control" in found.driver.number


def test_a_jurisdiction_without_rules_is_amber() -> None:
    found = screen(conduct(positions=in_market("brazil", SHARES)))
    assert found.colour == "amber"
    assert "brazil" in found.driver.number


def test_sensitive_data_need_a_clean_team() -> None:
    assert screen(conduct(exchanges=("future_prices",))).colour == "amber"
    assert screen(conduct(exchanges=("future_prices",), clean_team=True)).colour == "green"


@pytest.mark.parametrize("step", get_args(Early))
def test_nothing_happens_before_clearance(step: Early) -> None:
    # a stake that crosses nothing in Europe is green; a veto over daily business before clearance is not
    stake = conduct(kind="stake", stake=0.368)
    assert screen(stake).colour == "green"
    found = screen(replace(stake, before_clearance=(step,)))
    assert found.colour == "amber"
    assert found.driver.test == "gun_jumping"
    assert found.driver.number == step.replace("_", " ")
    assert found.driver.clears
    # named before thresholds that nobody has read
    early = conduct(kind="merger", before_clearance=(step,))
    assert screen(early).driver.test == "gun_jumping"
    with pytest.raises(DemandError, match="waits for no clearance"):
        conduct(before_clearance=(step,))


def test_a_clause_in_a_venture_is_named_before_what_is_unread() -> None:
    found = screen(
        conduct(kind="licence", hardcore=("joint_pricing",), integrated_venture="contract, annex 3")
    )
    assert found.driver.test == "joint_pricing"
    found = screen(conduct(kind="licence", exchanges=("unit_costs",)))
    assert found.driver.test == "information_exchange"


def test_commonality_of_cost_is_shown_beside_the_share() -> None:
    found = screen(conduct(shared_cost=9000.0, variable_cost=15000.0))
    assert "common cost 60% of variable cost" in found.driver.number


def test_the_worst_of_several_markets_decides() -> None:
    positions = (Position("cars", "eu", SHARES), Position("vans", "eu", {"north": 0.5, "south": 0.4}))
    found = screen(conduct(positions=positions))
    assert found.colour == "amber"
    assert found.driver.market == "vans"
    assert found.table()["market"].to_list() == ["vans", "cars"]


def test_what_is_crossed_is_named_before_what_is_unread() -> None:
    # 25 and 6 in a hundred: a rise of 2 · 25 · 6 = 300 to 31² + 10 · 6.9² = 1437 crosses the first rule
    shares = {"north": 0.25, "south": 0.06, **{f"g{n}": 0.069 for n in range(10)}}
    found = screen(conduct(kind="merger", positions=in_market("eu", shares)))
    assert found.findings[0].test == "eu_merger_hhi"
    assert found.driver.crossed
    assert found.driver.test == "eu_merger_hhi"
    # 28 and 2: a rise of 112 crosses nothing, the share of 30 % does
    shares = {"north": 0.28, "south": 0.02, **{f"g{n}": 0.07 for n in range(10)}}
    found = screen(conduct(kind="merger", positions=in_market("eu", shares)))
    assert found.driver.test == "eu_merger_share"
    assert not found.findings[0].crossed


def test_a_rule_that_has_ended_clears_nothing() -> None:
    # Regulation 2023/1067 holds until 30 June 2035
    assert screen(conduct(), at="2035-06-30").colour == "green"
    late = screen(conduct(), at="2035-07-01")
    assert late.colour == "amber"
    assert "ended on 2035-06-30" in late.driver.number


@pytest.mark.parametrize("day", ["1 July 2035", "2035-7-1", "20350701", "2035"])
def test_a_day_is_written_so_that_it_can_be_compared(day: str) -> None:
    with pytest.raises(DemandError, match="no day"):
        screen(conduct(), at=day)


def test_rules_of_ones_own() -> None:
    own = Rule(
        "x", "brazil", ("contract_production",), "t", "v 2025", "s", "2026-01-01", True, share_above=0.1
    )
    found = screen(conduct(positions=in_market("brazil", SHARES)), (own,))
    assert found.driver.test == "x"


def test_no_wording_calls_anything_legal() -> None:
    cases: list[Screening] = [
        screen(conduct()),
        screen(conduct(hardcore=("market_division",))),
        screen(conduct(positions=in_market("us", SHARES))),
        screen(conduct(kind="merger", positions=in_market("eu", SHARES)), VERIFIED),
    ]
    for found in cases:
        words = f"{found.wording} {found.table().write_csv()}".replace("not legal advice", "")
        assert " legal" not in words.lower()
        assert "lawful" not in words.lower()


def test_bad_conduct_is_gathered() -> None:
    with pytest.raises(DemandError) as error:
        conduct(
            kind="mergr",
            parties=("north",),
            positions=(Position("cars", "eu", {"north": 0.8, "south": 0.7}),),
            hardcore=("price_talk",),
            exchanges=("rumours",),
            before_clearance=("party",),
            stake=36.8,
            shared_cost=1.0,
        )
    places = [fault.where for fault in error.value.faults]
    assert len(places) == 9  # the step is unknown, and what is no acquisition waits for nothing
    assert "conduct, shares in cars" in places
    assert "merger" in error.value.faults[0].fix
    with pytest.raises(DemandError):
        conduct(positions=())


def test_texts_are_those_of_the_markets_touched() -> None:
    def source(*jurisdictions: str, **changes: Any) -> str:
        positions = tuple(Position("pickups", one, SHARES) for one in jurisdictions)
        return screen(conduct(positions=positions, **changes)).driver.source

    split: dict[str, Any] = {"hardcore": ("market_division",)}
    assert source("eu", **split) == "TFEU article 101(1)"
    assert source("us", "japan", **split) == "Sherman Act section 1; Antimonopoly Act article 3"
    assert source("t00", "south_america", **split) == "no text is listed for t00, south america"
    assert source("us", exchanges=("future_prices",)) == "no text is listed for us"
    assert source("japan", kind="merger", before_clearance=("instructions",)) == "Antimonopoly Act article 10"

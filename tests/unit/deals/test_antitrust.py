"""Screens by hand."""

from __future__ import annotations

import pytest
from tests.cases.edits import added, changed, two_makers
from tests.cases.three_makers import three_makers

from teikei.base.errors import UsageError
from teikei.deals.antitrust import positions_of, screened, screens


def test_shares_by_segment_and_market() -> None:
    # compact SUVs: n_suv 100,000 and h_suv 80,000 in the us, kita's 50,000; h_suv is the only one in japan
    (us, japan) = positions_of(three_makers(), "suv_at_delta")
    assert (us.market, us.jurisdiction) == ("compact_suv in us", "us")
    assert us.shares == pytest.approx({"hoku": 80 / 230, "kita": 50 / 230, "nagi": 100 / 230})
    assert japan.shares == {"hoku": 1.0, "nagi": 0.0}
    # the pickup that hoku does not sell yet counts for nobody
    (pickups,) = positions_of(two_makers(), "pickup_at_delta")
    assert pickups.shares == {"nagi": 1.0, "hoku": 0.0}


def test_what_decides_and_what_would_clear_it() -> None:
    found = screened(three_makers(), "suv_at_delta")
    # the case says green; the rules of the us have no number for joint production
    assert (found.stated, found.colour) == ("green", "amber")
    assert (found.market, found.threshold) == ("compact_suv in us", "no number")
    assert found.clears == "an opinion on the whole deal"
    assert found.source
    assert not found.barred


def test_a_share_above_a_threshold_is_an_upper_bound() -> None:
    case = changed(two_makers(), "demand", {"market": "us"}, market="eu")
    case = added(case, "territories", {"territory": "eu", "name": "EU", "currency": "USD"})
    found = screened(case, "suv_at_delta")
    # both together sell all of 180,000: far above 20 %
    crossed = [one for one in found.findings if one.crossed]
    assert crossed
    # the us rows are eu ones now: 100,000 n_suv and 80,000 h_suv
    said = "combined share 100.0% of the 180,000 cars a year that makers of the tables sell there"
    assert all(one.number.startswith(said) for one in crossed)
    assert all("makers who are not in the tables are not counted" in one.number for one in crossed)
    # 100 % less 20 % would be nonsense where the share is only a bound: what to look up instead
    assert all("what all makers sell" in one.clears for one in crossed)
    assert not any("80.0%" in one.clears for one in crossed)
    assert found.colour == "amber"


def test_market_division_is_red_whatever_the_case_says() -> None:
    row = {"agreement": "split", "title": "S", "kind": "regional_lead", "status": "candidate"}
    case = added(two_makers(), "agreements", row | {"parties": ["nagi", "hoku"], "screen": "green"})
    found = screened(case, "split")
    assert (found.colour, found.stated, found.barred) == ("red", "green", True)
    assert "market division" in found.number
    assert "unilaterally" in found.clears


def test_within_a_documented_venture_market_division_is_amber() -> None:
    row = {"agreement": "split", "title": "S", "kind": "regional_lead", "status": "candidate"}
    case = added(two_makers(), "agreements", row | {"parties": ["nagi", "hoku"], "screen": "green"})
    one = {"integrated_groups": (("nagi", "hoku"),), "integrated_note": "the deed of 1999"}
    found = screened(case.with_(settings=one), "split")
    assert (found.colour, found.barred) == ("amber", False)
    assert "within the deed of 1999" in found.number
    other = {"integrated_groups": (("nagi", "zai"),), "integrated_note": "the deed of 1999"}
    assert screened(case.with_(settings=other), "split").barred


def test_the_case_may_know_worse() -> None:
    case = changed(
        two_makers(), "agreements", {"agreement": "suv_at_delta"}, screen="red", legal_note="joint prices"
    )
    found = screened(case, "suv_at_delta")
    assert found.colour == "red"
    assert "joint prices" in found.number
    assert screens(case)[0].agreement == "suv_at_delta"


def test_kinds_without_a_listed_rule_keep_their_own_word() -> None:
    row = {"agreement": "pool", "title": "P", "kind": "co2_pool", "status": "candidate", "screen": "green"}
    case = added(two_makers(), "agreements", row | {"parties": ["nagi", "hoku"], "legal_note": "open pool"})
    found = screened(case, "pool")
    assert (found.colour, found.findings) == ("green", ())
    assert "no listed rule" in found.number
    # whose word it is, by row and title; that source is of the agreement, and of no rule
    assert f"the case's own word, agreements.csv row {case['agreements'].height}" in found.source
    assert found.source.endswith("about the agreement: no source")
    sourced = changed(case, "agreements", {"agreement": "pool"}, source="invented")
    title = dict(sourced["sources"].select("source", "title").iter_rows())["invented"]
    assert screened(sourced, "pool").source.endswith(f"about the agreement: {title}")


def test_a_licensor_does_not_compete_and_an_outsider_may() -> None:
    firms = [
        {"firm": "lab", "name": "Lab", "home_territory": "us", "role": "licenses"},
        {"firm": "zai", "name": "Zai", "home_territory": "us", "role": "outside"},
    ]
    case = added(two_makers(), "firms", *firms)
    row = {"title": "L", "kind": "technology_licence", "status": "candidate", "screen": "green"}
    case = added(
        case,
        "agreements",
        row | {"agreement": "of_lab", "parties": ["lab", "nagi"]},
        row | {"agreement": "of_zai", "parties": ["zai", "nagi"]},
    )
    tests = {name: {one.test for one in screened(case, name).findings} for name in ("of_lab", "of_zai")}
    assert "competitors" not in tests["of_lab"]
    assert "competitors" in tests["of_zai"]


def test_a_change_of_control_is_screened_by_concentration() -> None:
    row = {"agreement": "one", "title": "O", "kind": "merger", "status": "candidate", "screen": "amber"}
    case = added(two_makers(), "agreements", row | {"parties": ["nagi", "hoku"]})
    found = screened(case, "one")
    # us SUVs: 100 and 80 of 180: 2 * 55.56 * 44.44 = 4,938 more, to 10,000
    numbers = [one.number for one in found.findings if one.market == "compact_suv in us"]
    assert any("HHI 10,000, a rise of 4,938" in number for number in numbers)


def test_an_unknown_agreement() -> None:
    with pytest.raises(UsageError):
        screened(two_makers(), "suv_at_detla")

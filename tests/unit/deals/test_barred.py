"""What is in no searched book."""

from __future__ import annotations

import pytest
from tests.cases.edits import added, changed, two_makers
from tests.cases.kinds import with_lead

from teikei.base.options import AdviseOptions
from teikei.case.case import Case
from teikei.case.read import read_case
from teikei.deals.advise import advise
from teikei.deals.antitrust import screened
from teikei.deals.barred import barred, competitors
from teikei.deals.profits import Profits
from teikei.deals.rejected import rejected
from teikei.deals.rivals import rivals_out


def lead(screen: str = "amber") -> Case:
    """Nagi leads the us; hoku leaves it to nagi."""
    case = with_lead(two_makers())
    return changed(case, "agreements", {"agreement": "us_lead"}, screen=screen, excludes=["suv_at_harima"])


def test_a_shared_out_market_is_in_no_searched_book_whatever_the_case_calls_it() -> None:
    case = lead()
    assert list(barred(case)) == ["us_lead"]
    assert "market division" in barred(case)["us_lead"]
    profits = Profits(case)
    assert "us_lead" not in profits.agreements
    assert profits.left_out["us_lead"].startswith("barred by the antitrust screen: market division")
    left = {one.agreement: one.why for one in rejected(profits, ["pickup_at_delta", "suv_at_delta"])}
    assert left["us_lead"] == "barred"
    assert rivals_out(case, "suv_at_harima") == []
    told = advise(case, ["us_lead", "suv_at_delta"], options=AdviseOptions(workers=1, inputs=0))["us_lead"]
    assert told.surplus_m is not None  # asked for by name
    assert (told.verdict.word, told.verdict.reason) == ("rejected", "barred by the antitrust screen (red)")
    plain = advise(case, None, "nagi", AdviseOptions(workers=1, inputs=0))
    assert plain["us_lead"].surplus_m is None
    assert plain["us_lead"].verdict.reason.startswith("barred by the antitrust screen (red): market division")
    # a documented venture is at worst amber
    one = {"integrated_groups": (("nagi", "hoku"),), "integrated_note": "the deed of 1999"}
    assert barred(case.with_(settings=one)) == {}
    assert rivals_out(case.with_(settings=one), "suv_at_harima") == ["us_lead"]


def test_the_case_s_own_word_counts_too() -> None:
    red = changed(
        two_makers(), "agreements", {"agreement": "suv_at_delta"}, screen="red", legal_note="joint prices"
    )
    assert barred(red) == {"suv_at_delta": "joint prices"}
    assert barred(changed(red, "agreements", {"agreement": "suv_at_delta"}, legal_note="")) == {
        "suv_at_delta": "hardcore between competitors"
    }
    assert barred(two_makers()) == {}


def test_a_market_left_to_a_licensor_splits_nothing() -> None:
    firm = {"firm": "lab", "name": "Lab", "home_territory": "us", "role": "licenses"}
    case = added(two_makers(), "firms", firm)
    assert competitors(case, ["lab", "nagi"]) is False
    row = {"agreement": "split", "title": "S", "kind": "regional_lead", "status": "candidate"}
    case = added(case, "agreements", row | {"parties": ["lab", "nagi"], "screen": "green"})
    assert barred(case) == {}


@pytest.mark.parametrize("make", [two_makers, lead, lambda: lead("red"), lambda: read_case("nissan_2025")])
def test_what_is_barred_is_what_the_screen_calls_red(make) -> None:  # type: ignore[no-untyped-def]
    case = make()
    names = case["agreements"]["agreement"].to_list()
    assert set(barred(case)) == {name for name in names if screened(case, name).barred}

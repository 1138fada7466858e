from __future__ import annotations

from tests.cases.edits import changed, dropped, two_makers
from tests.cases.kinds import with_lead

from teikei.agreements.book import Book, kind_faults
from teikei.agreements.regional_lead import REGIONAL_LEAD
from teikei.case.deal_rules import changes_fit, givers_own, shares_can_be_saved
from teikei.deals.advise import advise


def test_it_grants_a_market_and_says_what_the_follower_saves() -> None:
    assert REGIONAL_LEAD.faults("a", ("market",), "x", ("presence_saving", "dealer_compensation")) == []
    (saving,) = REGIONAL_LEAD.faults("a", ("market",), "x", ("dealer_compensation",))
    assert "no presence_saving" in saving.what
    (market,) = REGIONAL_LEAD.faults("a", (), "x", ("presence_saving",))
    assert "grants no market" in market.what
    assert REGIONAL_LEAD.faults("a", ("market", "plant"), "x", ("presence_saving", "programme_saving")) == []
    (fault,) = kind_faults(dropped(with_lead(two_makers()), "changes", change="presence_saving"))
    assert all(part.strip() for part in fault.as_dict().values())


def test_cars_named_in_a_market_are_the_followers() -> None:
    case = with_lead(two_makers(), "h_suv")
    assert list(givers_own(case)) == []
    assert list(changes_fit(case)) == []
    assert Book(case, ["us_lead"]).leaving == {("h_suv", "us"): 2028}
    all_of_it = changed(case, "changes", {"change": "presence_saving"}, value=1.0)
    (fault,) = shares_can_be_saved(all_of_it)
    assert "presence_saving of 'us_lead' is 1" in fault.what


def test_a_red_one_is_valued_only_when_asked_for_and_stays_rejected() -> None:
    case = changed(with_lead(two_makers()), "agreements", {"agreement": "us_lead"}, screen="red")
    asked = advise(case, ["us_lead"])["us_lead"]
    assert asked.surplus_m is not None
    assert asked.verdict.word == "rejected"
    assert "red" in asked.verdict.reason
    assert advise(case)["us_lead"].surplus_m is None

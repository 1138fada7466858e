from __future__ import annotations

import pytest
from tests.cases.edits import added, changed, dropped, two_makers
from tests.cases.kinds import change, with_leads

from teikei.agreements.book import kind_faults
from teikei.agreements.technology_lead import TECHNOLOGY_LEAD
from teikei.case.deal_rules import changes_fit, shares_can_be_saved


def test_it_grants_a_technology_and_says_what_the_follower_saves() -> None:
    assert TECHNOLOGY_LEAD.faults("a", ("technology",), "x", ("programme_saving",)) == []
    (saving,) = TECHNOLOGY_LEAD.faults("a", ("technology",), "x")
    assert "no programme_saving" in saving.what
    (granted,) = TECHNOLOGY_LEAD.faults("a", (), "x", ("programme_saving",))
    assert "grants no technology" in granted.what


@pytest.mark.parametrize("what", ["market", "plant"])
def test_it_cannot_grant_what_other_kinds_are_for(what: str) -> None:
    (fault,) = TECHNOLOGY_LEAD.faults("a", ("technology", what), "x", ("programme_saving",))
    assert what in fault.what


def test_bad_rows_are_found() -> None:
    case = with_leads(two_makers())
    assert kind_faults(case) == []
    assert list(changes_fit(case)) == []
    (fault,) = kind_faults(dropped(case, "changes", agreement="os_nagi"))
    assert "'os_nagi' of kind technology_lead has no programme_saving" in fault.what
    presence = change("os_nagi", "hoku", "market", "us", "presence_saving", 0.1)
    (fault,) = kind_faults(added(case, "changes", presence))
    assert "changes a presence_saving" in fault.what
    all_of_it = changed(case, "changes", {"agreement": "os_nagi"}, value=1.0)
    (fault,) = shares_can_be_saved(all_of_it)
    assert "programme_saving of 'os_nagi' is 1" in fault.what

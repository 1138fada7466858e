from __future__ import annotations

from tests.cases.edits import added, changed, dropped, two_makers
from tests.cases.kinds import with_leads

from teikei.base.errors import Fault
from teikei.case.case import Case
from teikei.case.check import check
from teikei.case.lead_rules import RULES, groups_are_whole, leads_are_of_something, savings_have_a_programme


def whole(found: list[Fault], word: str) -> None:
    (fault,) = found
    assert word in fault.what
    assert all(part.strip() for part in fault.as_dict().values())


def grouped(case: Case, *groups: tuple[str, ...], note: str = "the deed") -> Case:
    return case.with_(settings={"integrated_groups": groups, "integrated_note": note})


def test_sound_cases_break_no_rule() -> None:
    for case in (two_makers(), with_leads(two_makers())):
        assert [f for rule, _ in RULES for f in rule(case)] == []


def test_programmes_and_announcements_are_of_what_exists() -> None:
    case = with_leads(two_makers())
    whole(
        list(leads_are_of_something(changed(case, "announced", {"what": "market"}, resource="usa"))), "'usa'"
    )
    moved = changed(case, "programmes", {"firm": "nagi", "what": "technology"}, resource="oss")
    assert [f.what for f in leads_are_of_something(moved)] == [
        "the technology 'oss' is in no row of technologies.csv"
    ]
    twice = added(case, "technologies", {"technology": "us", "name": "US", "kind": "software"})
    whole(list(leads_are_of_something(twice)), "'us' is a territory and a technology")
    stranger = changed(case, "announced", {"what": "market"}, leader="nagy")
    assert any("leader is 'nagy'" in f.what for f in check(stranger))


def test_nobody_saves_part_of_nothing() -> None:
    case = dropped(with_leads(two_makers()), "programmes", firm="hoku", what="market")
    whole(list(savings_have_a_programme(case)), "'hoku' has no programme for the market 'us'")


def test_groups_are_known_firms_with_a_document() -> None:
    case = two_makers()
    assert list(groups_are_whole(grouped(case, ("nagi", "hoku")))) == []
    whole(list(groups_are_whole(grouped(case, ("nagi", "hoku"), note=" "))), "it is blank")
    whole(list(groups_are_whole(grouped(case, ("nagi", "hoko", "hoku")))), "no firm is called 'hoko'")
    whole(list(groups_are_whole(grouped(case, ("nagi",)))), "a group of nagi")

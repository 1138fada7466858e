from __future__ import annotations

import pytest
from tests.cases.edits import changed, two_makers
from tests.cases.kinds import with_leads

from teikei.case.case import Case
from teikei.deals.leaders import Leaders, leaders
from teikei.report.leaders import leaders_lines, leaders_object
from teikei.report.money import Money

USD = Money("USD", 1.0)


@pytest.fixture(scope="module")
def case() -> Case:
    return with_leads(two_makers())


@pytest.fixture(scope="module")
def found(case: Case) -> Leaders:
    return leaders(case)


def test_the_table(case: Case, found: Leaders) -> None:
    lines = [" ".join(line.split()) for line in leaders_lines(case, found, USD)]
    assert lines[0] == "chosen announced sells most runner-up better by (m USD)"
    assert lines[1] == "United States Nagi Motor Hoku Motor Nagi Motor Hoku Motor 47.0 ±0"
    assert lines[2] == "System Nagi Motor Nagi Motor Hoku Motor Hoku Motor 21.0 ±0"
    assert "The choice names who the announcement names in 0 of 1 markets, 1 of 1 technologies." in lines
    assert "The rule names who the announcement names in 0 of 1 markets, 0 of 1 technologies." in lines
    assert "United States: Nagi Motor 59.0 ±0 60.0 9.0 -10.0 0.0 0.0" in lines
    assert "More than the leads announced: 47.0 ±0" in lines


def test_what_a_scenario_moves(case: Case, found: Leaders) -> None:
    # hoku saves 0.7 of 12 a year as a follower: 60 + 25.2 - 10 = 75.2, less 12
    more = leaders(
        changed(case, "changes", {"agreement": "us_nagi", "change": "programme_saving"}, value=0.7)
    )
    # dealers cost 59 more and then nobody leads the us in their place but hoku, with 12
    dear = leaders(
        changed(case, "changes", {"agreement": "us_nagi", "change": "dealer_compensation"}, value=1.8)
    )
    lines = leaders_lines(case, found, USD, {"same": found, "more": more, "dear": dear})
    assert "Scenario same: the same leaders" in lines
    assert (
        "Scenario more: the same leaders; United States: Nagi Motor as before, better by 63.2 ±0, not 47.0 ±0"
        in lines
    )
    assert "Scenario dear: United States: Hoku Motor, not Nagi Motor, better by 12.0 ±0, not 47.0 ±0" in lines


def test_two_that_are_as_good_are_both_named(case: Case, found: Leaders) -> None:
    even = changed(case, "programmes", {"firm": "nagi", "what": "technology"}, cost_m_per_year=24.0)
    other = leaders(even)  # 3 * 0.5 * 24 = 36 as well
    assert [one.decided for one in other.subjects] == [True, False]
    assert other.least_m == pytest.approx(4.0)  # 1 a year, four years
    assert other.agree("chosen", "announced", "technology") == (0, 1)
    lines = [" ".join(line.split()) for line in leaders_lines(case, other, USD, {"before": found})]
    assert lines[2].startswith("System Hoku Motor or Nagi Motor Nagi Motor Hoku Motor")
    assert (
        "Scenario before: System: Nagi Motor, not Hoku Motor or Nagi Motor, better by 21.0 ±0, not 0.0 ±0"
        in lines
    )
    # 27 a year: 40.5 - 36 = 4.5, more than 4; 26 a year: 39 - 36 = 3, less
    for cost, decided in ((27.0, True), (26.0, False)):
        near = changed(case, "programmes", {"firm": "nagi", "what": "technology"}, cost_m_per_year=cost)
        assert leaders(near).subjects[1].decided is decided


def test_one_object_in_another_currency(found: Leaders) -> None:
    shown = leaders_object(found, Money("JPY", 100.0), {"again": found})
    us = shown["subjects"][0]
    assert (us["resource"], us["chosen"], us["sells_most"]) == ("us", "nagi", "nagi")
    assert us["over_runner_up_m"] == pytest.approx([4700.0, 4700.0])
    assert us["parts_m"]["dealers"] == pytest.approx(-1000.0)
    assert shown["agree"]["chosen announced"] == [1, 2]
    assert shown["scenarios"]["again"]["worth_m"] == pytest.approx([9500.0, 9500.0])

from __future__ import annotations

from tests.cases.edits import changed, dropped, two_makers

from teikei.base.errors import Fault
from teikei.case.check import MOST_ALIKE, check, faults_of, in_order


def test_a_clean_case_has_no_fault() -> None:
    assert check(two_makers()) == []


def test_faults_of_several_tables_come_at_once_in_the_order_of_the_reference() -> None:
    case = changed(two_makers(), "plants", {"plant": "delta"}, territory="atlantis")
    case = changed(case, "diversion", {"to": "n_pickup"}, share=1.5)
    places = [f.where.split(".csv")[0] for f in check(case)]
    assert {"plants", "diversion"} <= set(places)
    assert places.index("plants") < places.index("diversion")


def test_rules_on_a_table_that_could_not_be_read_are_left_out() -> None:
    case = dropped(two_makers(), "tooling", plant="harima")
    assert any("has no tooling" in f.what for f in faults_of(case, frozenset()))
    assert not any("has no tooling" in f.what for f in faults_of(case, frozenset({"tooling"})))


def test_beyond_fifty_of_a_column_they_are_counted() -> None:
    many = [Fault(f"demand.csv:{n} column model", "bad", "why", "fix") for n in range(2, 2 + MOST_ALIKE + 7)]
    shown = in_order([*many, many[0]])
    assert len(shown) == MOST_ALIKE + 1
    assert shown[-1].what == "7 more faults in demand.csv column model"
    # by line, as numbers
    assert [f.where for f in shown[:2]] == ["demand.csv:2 column model", "demand.csv:3 column model"]


def test_settings_come_first() -> None:
    faults = [Fault("firms.csv:2 column firm", "b", "", ""), Fault("case.toml key reviews", "a", "", "")]
    assert [f.what for f in in_order(faults)] == ["a", "b"]

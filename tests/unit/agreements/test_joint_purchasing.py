from __future__ import annotations

from tests.cases.edits import dropped, two_makers
from tests.cases.kinds import with_purchasing

from teikei.agreements.book import kind_faults
from teikei.agreements.joint_purchasing import JOINT_PURCHASING


def test_it_grants_nothing_and_must_say_what_is_saved() -> None:
    assert JOINT_PURCHASING.faults("a", (), "x", ("parts_saving",)) == []
    (plant,) = JOINT_PURCHASING.faults("a", ("plant",), "x", ("parts_saving",))
    assert "grants a plant" in plant.what
    (nothing,) = JOINT_PURCHASING.faults("a", (), "x")
    assert "no parts_saving" in nothing.what
    assert "changes.csv" in nothing.fix


def test_a_case_without_the_figure_is_refused() -> None:
    case = with_purchasing(two_makers())
    assert kind_faults(case) == []
    (fault,) = kind_faults(dropped(case, "changes", agreement="bolts"))
    assert fault.where == "agreements.csv, agreement bolts"
    assert "'bolts' of kind joint_purchasing has no parts_saving" in fault.what

"""Sizes that hold an industry, and those that do not."""

from __future__ import annotations

import pytest

from teikei.base.errors import UsageError
from teikei.case.size import Size


def test_every_fault_of_a_size_is_named_at_once() -> None:
    with pytest.raises(UsageError) as error:
        Size(firms=3, plants=2, models=4, markets=0, agreements=-1).check()
    assert {fault.where for fault in error.value.faults} == {
        "--plants",
        "--models",
        "--markets",
        "--agreements",
    }


def test_one_firm_has_nobody_to_agree_with() -> None:
    Size(firms=1, plants=1, models=5, markets=1, agreements=0).check()
    with pytest.raises(UsageError) as error:
        Size(firms=1, plants=1, models=9, markets=1, agreements=2).check()
    assert [fault.where for fault in error.value.faults] == ["--agreements"]


def test_a_third_of_the_agreements_bring_a_car() -> None:
    assert Size(agreements=7).brought == 2

from __future__ import annotations

import pytest

from teikei.agreements.contract_build import CONTRACT_BUILD


def test_it_needs_a_grant_of_its_own_sort() -> None:
    assert CONTRACT_BUILD.name == "contract_build"
    assert CONTRACT_BUILD.faults("a", ("plant",), "x") == []
    assert CONTRACT_BUILD.faults("a", (), "x") != []


@pytest.mark.parametrize("what", ["market", "pool"])
def test_it_cannot_grant_what_other_kinds_are_for(what: str) -> None:
    (fault,) = CONTRACT_BUILD.faults("a", ("plant", what), "x")
    assert what in fault.what

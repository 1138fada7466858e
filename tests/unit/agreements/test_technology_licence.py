from __future__ import annotations

import pytest

from teikei.agreements.technology_licence import TECHNOLOGY_LICENCE


def test_it_needs_a_grant_of_its_own_sort() -> None:
    assert TECHNOLOGY_LICENCE.name == "technology_licence"
    assert TECHNOLOGY_LICENCE.faults("a", ("technology",), "x") == []
    assert TECHNOLOGY_LICENCE.faults("a", (), "x") != []


@pytest.mark.parametrize("what", ["market", "pool"])
def test_it_cannot_grant_what_other_kinds_are_for(what: str) -> None:
    (fault,) = TECHNOLOGY_LICENCE.faults("a", ("technology", what), "x")
    assert what in fault.what

from __future__ import annotations

import pytest

from teikei.agreements.shared_platform import SHARED_PLATFORM


def test_it_needs_a_grant_of_its_own_sort() -> None:
    assert SHARED_PLATFORM.name == "shared_platform"
    assert SHARED_PLATFORM.faults("a", ("platform",), "x") == []
    assert SHARED_PLATFORM.faults("a", (), "x") != []


@pytest.mark.parametrize("what", ["market", "pool"])
def test_it_cannot_grant_what_other_kinds_are_for(what: str) -> None:
    (fault,) = SHARED_PLATFORM.faults("a", ("platform", what), "x")
    assert what in fault.what

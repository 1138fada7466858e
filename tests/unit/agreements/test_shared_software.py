from __future__ import annotations

from teikei.agreements.shared_software import SHARED_SOFTWARE


def test_it_grants_a_technology_and_nothing_else() -> None:
    assert SHARED_SOFTWARE.faults("a", ("technology",), "x") == []
    (nothing,) = SHARED_SOFTWARE.faults("a", (), "x")
    assert "grants no technology" in nothing.what
    (plant,) = SHARED_SOFTWARE.faults("a", ("technology", "plant"), "x")
    assert "grants a plant" in plant.what


def test_no_cars_are_counted_under_it() -> None:
    assert SHARED_SOFTWARE.planned
    assert SHARED_SOFTWARE.fee == ""

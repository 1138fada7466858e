from __future__ import annotations

from tests.cases.edits import dropped, two_makers
from tests.cases.kinds import with_cameras

from teikei.agreements.book import kind_faults
from teikei.agreements.driver_assistance_licence import DRIVER_ASSISTANCE_LICENCE


def test_it_grants_a_technology_at_a_price() -> None:
    assert DRIVER_ASSISTANCE_LICENCE.faults("a", ("technology",), "x", ("option_price",)) == []
    (price,) = DRIVER_ASSISTANCE_LICENCE.faults("a", ("technology",), "x")
    assert "no option_price" in price.what
    (nothing,) = DRIVER_ASSISTANCE_LICENCE.faults("a", (), "x", ("option_price",))
    assert "grants no technology" in nothing.what
    (other,) = DRIVER_ASSISTANCE_LICENCE.faults("a", ("technology",), "x", ("option_price", "parts_saving"))
    assert "changes a parts_saving" in other.what


def test_a_case_without_the_price_is_refused() -> None:
    case = with_cameras(two_makers())
    assert kind_faults(case) == []
    (fault,) = kind_faults(dropped(case, "changes", agreement="sight_too"))
    assert fault.where == "agreements.csv, agreement sight_too"

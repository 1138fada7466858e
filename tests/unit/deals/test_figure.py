from __future__ import annotations

from tests.cases.edits import two_makers

from teikei.deals.figure import Figure, cell, cited, rows_of
from teikei.deals.inputs import Input


def test_a_cell_names_its_place_its_range_and_its_source() -> None:
    found = cell(two_makers(), "tooling", ("h_pickup", "delta"), "tooling_cost_m")
    assert found is not None
    assert found.place.startswith("tooling.csv:")
    assert (found.row, found.value, found.low, found.high) == ("h_pickup delta", 100.0, 50.0, 2000.0)
    assert (found.confidence, found.sources) == ("assumption", ("Invented for teaching",))


def test_what_is_not_there_is_none_and_blank_is_none() -> None:
    case = two_makers()
    assert cited(case, Input("tooling", ("h_pickup", "nowhere"), "tooling_cost_m", 1.0, 2.0, 3.0)) is None
    rows = rows_of(case, "grants", "pickup_at_delta", "limit_units_per_year")
    assert [one.value for one in rows] == [40_000.0, None]
    assert rows_of(case, "terms", "pickup_at_delta", "amount") == ()


def test_a_sign_is_open_only_where_zero_is_inside() -> None:
    figure = Figure("x", "m", 0.0, -1.0, 1.0, certified=False, formula="", assumed=0.5)
    assert figure.undetermined
    assert not Figure("x", "m", 0.0, 0.0, 1.0, False, "", assumed=0.51).undetermined

from __future__ import annotations

from tests.cases.edits import added, changed, two_makers

from teikei.case.limits import bound_faults, cell_faults, ids, key_faults, known_ids, reference_faults, where


def test_ids_and_places() -> None:
    case = two_makers()
    assert ids(case, "plants") == {"delta", "harima"}
    assert where(case, "plants", 0, "firm") == "plants.csv:2 column firm"
    # 'outside' is allowed beside the models
    known, listed = known_ids(case, "diversion", "to")
    assert known == {"n_pickup", "n_suv", "h_suv", "h_pickup", "outside"}
    assert listed == "models.csv"


def test_cells_beyond_their_limits() -> None:
    case = changed(two_makers(), "diversion", {"to": "n_pickup"}, share=1.5)
    (fault,) = cell_faults(case, "diversion")
    assert fault.where == "diversion.csv row 1 column share"
    assert list(cell_faults(case, "diversion", only=("market",))) == []
    case = changed(two_makers(), "plants", {"plant": "delta"}, fixed_cost_m=float("inf"))
    assert len(list(cell_faults(case, "plants"))) == 1


def test_blank_unlisted_and_misshapen() -> None:
    case = changed(two_makers(), "firms", {"firm": "nagi"}, name="")
    assert [f.where.split()[-1] for f in cell_faults(case, "firms")] == ["name"]
    case = changed(two_makers(), "firms", {"firm": "nagi"}, role="planner")
    (fault,) = cell_faults(case, "firms")
    assert "plans" in fault.fix
    case = changed(two_makers(), "firms", {"firm": "nagi"}, firm="Nagi Motor")
    (fault,) = cell_faults(case, "firms")
    assert "nagi_motor" in fault.fix


def test_low_and_high_enclose_the_central_value() -> None:
    assert list(bound_faults(two_makers(), "demand")) == []
    case = changed(two_makers(), "demand", {"model": "h_pickup"}, units_per_year_low=45_000.0)
    (fault,) = bound_faults(case, "demand")
    assert "above the central" in fault.what
    case = changed(two_makers(), "demand", {"model": "h_pickup"}, units_per_year_high=30_000.0)
    (fault,) = bound_faults(case, "demand")
    assert "below the central" in fault.what


def test_names_that_nothing_defines() -> None:
    case = changed(two_makers(), "demand", {"model": "h_pickup"}, model="h_pikup")
    (fault,) = reference_faults(case, "demand")
    assert "'h_pickup'" in fault.fix
    # a table that could not be read is not blamed
    assert list(reference_faults(case, "demand", broken=frozenset({"models"}))) == []
    case = changed(two_makers(), "agreements", {"agreement": "suv_at_delta"}, parties=["nagi", "hoko"])
    (fault,) = reference_faults(case, "agreements")
    assert "parties is 'hoko'" in fault.what
    case = changed(two_makers(), "plants", {"plant": "delta"}, source="gossip")
    (fault,) = reference_faults(case, "plants")
    assert "'gossip' is not in sources.csv" in fault.what


def test_a_key_stands_once() -> None:
    assert list(key_faults(two_makers(), "plants")) == []
    row = two_makers()["plants"].to_dicts()[0]
    (fault,) = key_faults(added(two_makers(), "plants", row), "plants")
    assert "is already in" in fault.what

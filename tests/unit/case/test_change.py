from __future__ import annotations

import pytest
from tests.cases.edits import changed, two_makers

from teikei.base.errors import CaseError
from teikei.case.case import Case
from teikei.case.change import Change, applied


def rate(case: Case) -> list[float]:
    rows = case["tariffs"].to_dicts()
    return [r["rate"] for r in rows if r["origin"] == "japan" and r["customs_class"] == "car"]


def test_set_scale_add_and_drop() -> None:
    case, where = two_makers(), "origin=japan & customs_class=car"
    assert rate(applied(case, Change("tariffs", "rate", "set", "0.2", where), "x")) == [0.2]
    assert rate(applied(case, Change("tariffs", "rate", "scale", "2", where), "x")) == [0.3]
    assert rate(applied(case, Change("tariffs", "rate", "add", "-0.05", where), "x")) == pytest.approx([0.1])
    assert rate(applied(case, Change("tariffs", "rate", "drop", "", where), "x")) == []
    # the case itself stays
    assert rate(case) == [0.15]


def test_low_and_high_move_along() -> None:
    scaled = applied(two_makers(), Change("diversion", "share", "scale", "0.5", "to=n_pickup"), "x")
    row = scaled["diversion"].to_dicts()[0]
    assert (row["share_low"], row["share"], row["share_high"]) == (0.05, 0.125, 0.25)
    # set beyond its high: the high no longer holds
    beyond = applied(two_makers(), Change("diversion", "share", "set", "0.6", "to=n_pickup"), "x")
    row = beyond["diversion"].to_dicts()[0]
    assert (row["share_low"], row["share_high"]) == (0.1, None)


def test_some_years_only() -> None:
    change = Change("tariffs", "rate", "set", "0.05", "origin=japan & customs_class=car", 2028, 2029)
    after = applied(two_makers(), change, "x")["tariffs"]
    rows = sorted(
        (str(r["valid_from"]), str(r["valid_to"]), r["rate"])
        for r in after.to_dicts()
        if r["origin"] == "japan" and r["customs_class"] == "car"
    )
    assert rows == [
        ("2020-01-01", "2027-12-31", 0.15),
        ("2028-01-01", "2029-12-31", 0.05),
        ("2030-01-01", "None", 0.15),
    ]


def test_a_setting() -> None:
    after = applied(two_makers(), Change("case", "discount_rate", "set", "0.1"), "x")
    assert after.settings.discount_rate == 0.1
    assert applied(after, Change("case", "discount_rate", "scale", "0.5"), "x").settings.discount_rate == 0.05


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (Change("tarifs", "rate", "set", "0"), "no table is called"),
        (Change("tariffs", "rates", "set", "0"), "no column"),
        (Change("tariffs", "rate", "set", "0", "origin=japn"), "no row of"),
        (Change("tariffs", "rate", "scale", "a lot"), "cannot be changed by scale"),
        (Change("diversion", "share", "set", "1.5"), "after the edit"),
        (Change("plants", "fixed_cost_m", "set", "1", "", 2028, 2029), "are not dated"),
        (Change("tariffs", "rate", "set", "0", "", 2029, 2028), "before it begins"),
        (Change("case", "discount", "set", "0"), "no setting"),
        (Change("case", "title", "scale", "2"), "cannot be done"),
    ],
)
def test_what_cannot_be_done(change: Change, word: str) -> None:
    with pytest.raises(CaseError) as error:
        applied(two_makers(), change, "edits.csv:4")
    assert word in error.value.faults[0].what
    assert error.value.faults[0].where.startswith("edits.csv:4")


def test_integers_stay_integers() -> None:
    case = changed(two_makers(), "tooling", {"model": "h_suv", "plant": "delta"}, life_years=5)
    # 5 * 1.25 = 6.25
    after = applied(case, Change("tooling", "life_years", "scale", "1.25", "plant=delta & model=h_suv"), "x")
    row = next(r for r in after["tooling"].to_dicts() if r["model"] == "h_suv" and r["plant"] == "delta")
    assert row["life_years"] == 6

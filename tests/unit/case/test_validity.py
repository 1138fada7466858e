from __future__ import annotations

import datetime as dt

from tests.cases.edits import added, changed, two_makers

from teikei.case.validity import focal_faults, overlap_faults, setting_faults, span_faults


def test_two_makers_is_valid() -> None:
    case = two_makers()
    assert [*setting_faults(case), *focal_faults(case), *span_faults(case, "tariffs")] == []
    assert list(overlap_faults(case, "tariffs")) == []


def test_no_end_before_the_beginning() -> None:
    where = {"origin": "japan", "customs_class": "car"}
    case = changed(two_makers(), "tariffs", where, valid_to=dt.date(2019, 12, 31))
    (fault,) = span_faults(case, "tariffs")
    assert "ends (2019-12-31) before it begins (2020-01-01)" in fault.what
    # a row may hold for a single day
    case = changed(two_makers(), "tariffs", where, valid_to=dt.date(2020, 1, 1))
    assert list(span_faults(case, "tariffs")) == []


def test_one_rate_a_day() -> None:
    row = next(
        r
        for r in two_makers()["tariffs"].to_dicts()
        if r["origin"] == "japan" and r["customs_class"] == "car"
    )
    later = row | {"valid_from": dt.date(2028, 1, 1)}
    (fault,) = overlap_faults(added(two_makers(), "tariffs", later), "tariffs")
    assert "2027-12-31" in fault.fix
    # ended the day before, it does not overlap; nor does a rate that adds
    ended = changed(
        two_makers(), "tariffs", {"origin": "japan", "customs_class": "car"}, valid_to=dt.date(2027, 12, 31)
    )
    assert list(overlap_faults(added(ended, "tariffs", later), "tariffs")) == []
    adds = added(two_makers(), "tariffs", later | {"stacking": "add"})
    assert list(overlap_faults(adds, "tariffs")) == []


def test_settings_fit_each_other() -> None:
    def told(**values: object) -> str:
        return " | ".join(f.what for f in setting_faults(two_makers().with_(settings=values)))

    assert "is after last_year" in told(first_year=2031)
    assert "there is no review" in told(reviews=())
    assert "do not increase" in told(reviews=(2028, 2027))
    assert "lie outside" in told(reviews=(2027, 2031))
    # a review decides from its first of January on: half of 2027 would be decided before the decision date
    assert "after 1 January of 2027, the first review" in told(decision_date=dt.date(2027, 6, 30))
    assert not told(decision_date=dt.date(2027, 1, 1))


def test_the_focal_firm_plans() -> None:
    (fault,) = focal_faults(two_makers().with_(settings={"focal_firm": "nagy"}))
    assert "'nagi'" in fault.fix
    assert list(focal_faults(two_makers().with_(settings={"focal_firm": ""}))) == []

from __future__ import annotations

import pytest
from tests.cases.advices import two
from tests.cases.edits import added, changed, two_makers

from teikei.case.case import Case
from teikei.deals.proposal import paid_as_proposed


def at(*rows: dict[str, object]) -> dict[str, float] | None:
    """What is paid by rows of terms.csv for the pickup: 20,000 cars of hoku in 2029 and 40,000 in 2030."""
    base = {"agreement": "pickup_at_delta", "payer": "hoku", "payee": "nagi"}
    return paid_as_proposed(two()["pickup_at_delta"], with_rows(two_makers(), [base | r for r in rows]))


def with_rows(case: Case, rows: list[dict[str, object]]) -> Case:
    for row in rows:
        case = added(case, "terms", row)
    return case


@pytest.mark.parametrize(
    ("row", "paid"),
    [
        ({"per": "once", "amount": 700.0}, 700.0),  # nothing is discounted
        ({"per": "year", "amount": 10.0}, 30.0),  # in force from 2028, a year before the first cars
        ({"per": "year", "amount": 10.0, "from_year": 2030}, 10.0),
        ({"per": "year", "amount": 10.0, "to_year": 2028}, 10.0),
        ({"per": "year", "amount": 10.0, "to_year": 2027}, 0.0),
        ({"per": "unit", "amount": 900.0}, 54.0),  # 60,000 cars
        ({"per": "unit", "amount": 900.0, "from_year": 2030}, 36.0),
    ],
)
def test_by_hand(row: dict[str, object], paid: float) -> None:
    assert at(row) == pytest.approx({"nagi": -paid, "hoku": paid})


def test_both_ways_and_in_another_currency() -> None:
    back = {"per": "once", "amount": 170.0, "payer": "nagi", "payee": "hoku"}
    assert at({"per": "once", "amount": 85.0}, back) == pytest.approx({"nagi": 85.0, "hoku": -85.0})
    fx = {"currency": "JPY", "year": 2026, "units_per_case_currency": 150.0, "source": "invented"}
    row = {"agreement": "pickup_at_delta", "payer": "hoku", "payee": "nagi", "per": "once", "amount": 1500.0}
    case = added(added(two_makers(), "fx", fx), "terms", row | {"currency": "JPY"})
    assert paid_as_proposed(two()["pickup_at_delta"], case) == pytest.approx({"nagi": -10.0, "hoku": 10.0})


def test_discounted_to_the_first_year_in_force() -> None:
    row = {"agreement": "pickup_at_delta", "payer": "hoku", "payee": "nagi", "per": "once", "amount": 100.0}
    case = added(two_makers().with_(settings={"discount_rate": 0.08}), "terms", row)
    # in force from 2028, the middle of which is 1.5 years and a day after the last of 2026
    found = paid_as_proposed(two()["pickup_at_delta"], case)
    assert found is not None
    assert found["hoku"] == pytest.approx(100.0 * 1.08**-1.5, rel=1e-3)


def test_what_cannot_be_counted_is_not_said() -> None:
    assert at() is None
    assert at({"per": "share", "amount": 0.02}) is None
    assert at({"per": "once", "amount": 1.0}, {"per": "share", "amount": 0.02}) is None
    # cars of both would be under it, and the fee is due on those of one
    row = {"agreement": "pickup_at_delta", "payer": "hoku", "payee": "nagi", "per": "unit", "amount": 900.0}
    both = changed(
        added(two_makers(), "terms", row),
        "grants",
        {"agreement": "pickup_at_delta", "what": "platform"},
        giver="hoku",
        taker="nagi",
    )
    takers = both["grants"].filter(both["grants"]["agreement"] == "pickup_at_delta")["taker"].to_list()
    assert set(takers) == {"hoku", "nagi"}
    assert paid_as_proposed(two()["pickup_at_delta"], both) is None

from __future__ import annotations

import datetime as dt

import pytest
from tests.cases.edits import two_makers

from teikei.base.errors import CaseError
from teikei.case.conditions import column_of, condition, value_of


def matched(table: str, where: str, column: str) -> list[str]:
    return two_makers()[table].filter(condition(table, where, "x"))[column].to_list()


def test_conditions_by_hand() -> None:
    assert matched("plants", "", "plant") == ["delta", "harima"]
    assert matched("plants", "fixed_cost_m > 250", "plant") == ["delta"]
    assert matched("plants", "fixed_cost_m <= 200", "plant") == ["harima"]
    assert matched("plants", "plant != 'delta'", "plant") == ["harima"]
    assert matched("models", "model in (h_suv, n_suv)", "model") == ["n_suv", "h_suv"]
    assert matched("models", "model not in (h_suv, n_suv) & firm = hoku", "model") == ["h_pickup"]
    assert matched("models", "status=candidate and firm=hoku", "model") == ["h_pickup"]
    assert matched("tariffs", "valid_from < 2021-01-01 & rate >= 0.25", "customs_class") == ["light_truck"]


def test_lists_and_blanks() -> None:
    # a list column matches if it holds the value
    assert matched("agreements", "brings=h_pickup", "agreement") == ["pickup_at_delta"]
    assert matched("agreements", "brings=", "agreement") == ["suv_at_delta", "suv_at_harima"]
    assert set(matched("tariffs", "valid_to=", "origin")) == {"japan", "us"}


def test_values_are_of_the_columns_kind() -> None:
    assert value_of(column_of("tariffs", "rate", "x"), "0.25", "x") == 0.25
    assert value_of(column_of("tariffs", "valid_from", "x"), "2027-05-01", "x") == dt.date(2027, 5, 1)
    assert value_of(column_of("agreements", "parties", "x"), "nagi;hoku", "x") == ["nagi", "hoku"]
    with pytest.raises(CaseError):
        value_of(column_of("tariffs", "rate", "x"), "high", "x")


@pytest.mark.parametrize(
    "where", ["plant", "plnt=delta", "plant < delta", "fixed_cost_m > dear", "plant ~ d"]
)
def test_what_cannot_be_read(where: str) -> None:
    with pytest.raises(CaseError) as error:
        condition("plants", where, "edits.csv:4 column where")
    assert error.value.faults[0].where == "edits.csv:4 column where"


def test_all_faults_at_once() -> None:
    with pytest.raises(CaseError) as error:
        condition("plants", "plnt=delta & fixed_cost_m > dear", "x")
    assert len(error.value.faults) == 2

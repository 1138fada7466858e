from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError
from tests.cases.edits import two_makers

from teikei.case.settings import Settings


def settings(**values: Any) -> Settings:
    return Settings(**{**two_makers().settings.model_dump(), **values})


def test_years_are_inclusive() -> None:
    assert settings(first_year=2027, last_year=2029).years == (2027, 2028, 2029)


@pytest.mark.parametrize(
    "values",
    [
        {"name": "Two Makers"},
        {"currency": "usd"},
        {"discount_rate": 0.5},
        {"discount_rate": -0.2},
        {"materiality_m": -1.0},
        {"missing_tariff": "zero"},
        {"first_year": 1900},
        {"discount": 0.1},
        {"integrated_groups": "nagi"},
    ],
)
def test_what_no_case_may_have(values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        settings(**values)


def test_every_setting_is_described() -> None:
    assert all(field.description for field in Settings.model_fields.values())

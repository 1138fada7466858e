from __future__ import annotations

import pytest

from teikei.base.errors import CaseError
from teikei.industry.measures import arguments

from .conftest import Build


def measure(base: object, plant: str, rate: float, origin: str = "any") -> None:
    """A measure for tests."""


def test_ids_stay_text_and_numbers_become_numbers(build: Build) -> None:
    case = build()
    assert arguments(case, measure, ["canton", " 0.25 "], "here") == ["canton", 0.25]
    assert arguments(case, measure, ["canton", "1", "any"], "here") == ["canton", 1.0, "any"]
    assert arguments(case, measure, ["canton", "1", "japan"], "here")[2] == "japan"


@pytest.mark.parametrize(
    ("given", "what"),
    [
        (["canton"], "'measure' takes plant, rate, origin; 1 given"),
        (["canton", "1", "any", "x"], "4 given"),
        (["kanton", "1"], "no plant is called 'kanton'"),
        (["any", "1"], "no plant is called 'any'"),
        (["canton", "inf"], "'inf' is no number"),
        (["canton", "1", "mars"], "no origin is called 'mars'"),
    ],
)
def test_what_cannot_be_an_argument(build: Build, given: list[str], what: str) -> None:
    with pytest.raises(CaseError) as error:
        arguments(build(), measure, given, "claims.csv:2 column measure")
    assert what in error.value.faults[0].what
    assert error.value.faults[0].where == "claims.csv:2 column measure"

from __future__ import annotations

import math

import pytest

from teikei.base.errors import CaseError
from teikei.industry.ranges import Range, require


def test_every_figure_outside_is_named_at_once() -> None:
    with pytest.raises(CaseError) as error:
        require("here", [Range("share", 1.5, 0, 1), Range("cars", 5.0, 0), Range("grams", [1.0, -2.0], 0)])
    assert [fault.where for fault in error.value.faults] == ["here, share", "here, grams"]
    assert error.value.faults[0].what == "share is 1.5"
    assert error.value.faults[0].fix == "give from 0 to 1"
    assert error.value.faults[1].what == "grams is -2 to 1"


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, [1.0, math.nan]])
def test_no_figure_is_no_number_or_endless(value: float) -> None:
    assert not Range("x", value).holds()


def test_an_end_may_be_shut_out() -> None:
    assert Range("x", 0.0, 0.0).holds()
    assert not Range("x", 0.0, 0.0, above=True).holds()
    assert Range("x", 1.0, 0.0, 1.0, above=True).holds()
    assert Range("x", [], 0.0).holds()


def test_the_range_in_words() -> None:
    assert Range("x", 0, 0, 1, "share").wanted() == "from 0 to 1 share"
    assert Range("x", 0, 0, 1, above=True).wanted() == "above 0 to 1"
    assert Range("x", 0, 0, unit="cars").wanted() == "0 or more cars"
    assert Range("x", 0, 0, above=True).wanted() == "above 0"
    assert Range("x", 0, high=3).wanted() == "at most 3"
    assert Range("x", 0).wanted() == "a finite number"

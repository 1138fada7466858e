"""Advice on the cases solved by hand, worked out once for all tests that read it."""

from __future__ import annotations

from functools import cache

from tests.cases.edits import two_makers
from tests.cases.three_makers import three_makers

from teikei.base.options import AdviseOptions
from teikei.deals.advice import Advice
from teikei.deals.advise import advise


@cache
def two() -> Advice:
    """All three candidates of two_makers, as the last ones too."""
    return advise(two_makers(), options=AdviseOptions(last=True))


@cache
def three() -> Advice:
    """Kita's SUV at Delta, of three makers."""
    return advise(three_makers(), ["k_suv_at_delta"])
